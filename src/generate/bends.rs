//! From a line of grid cells to a road: softened, then every corner an arc.

/// How far a softened line may leave the cells, metres.
const TOLERANCE: f64 = 9.0;
/// No two points of a road are farther apart, metres.
const SPACING: f64 = 60.0;
/// Nor while a road is being fitted.
const SHORT: f64 = 25.0;

type Spot = (f64, f64);

pub(super) fn distance(a: Spot, b: Spot) -> f64 {
    ((a.0 - b.0).powi(2) + (a.1 - b.1).powi(2)).sqrt()
}

/// The road through `points`, in short steps: ends stay, corners become arcs with radii of up to
/// `widest` metres.
pub(super) fn round(points: &[Spot], widest: f64) -> Vec<Spot> {
    let soft = thin(&soften(points), TOLERANCE);
    let mut road = vec![soft[0]];
    for corner in soft.windows(3) {
        arc(corner[0], corner[1], corner[2], widest, &mut road);
    }
    road.push(soft[soft.len() - 1]);
    spaced(&road, SHORT)
}

/// The same road with fewer points: none is off by more than half a metre.
pub(super) fn light(road: &[Spot]) -> Vec<Spot> {
    spaced(&thin(road, 0.6), SPACING)
}

/// Two rounds of moving each point halfway to the mean of its neighbours; sharp corners stay.
fn soften(points: &[Spot]) -> Vec<Spot> {
    let mut line = points.to_vec();
    for _ in 0..2 {
        let old = line.clone();
        for at in 1..line.len().saturating_sub(1) {
            let (a, b, c) = (old[at - 1], old[at], old[at + 1]);
            let cosine = ((b.0 - a.0) * (c.0 - b.0) + (b.1 - a.1) * (c.1 - b.1))
                / (distance(a, b) * distance(b, c)).max(1e-9);
            if cosine > 0.3 {
                line[at] = ((a.0 + c.0) / 4.0 + b.0 / 2.0, (a.1 + c.1) / 4.0 + b.1 / 2.0);
            }
        }
    }
    line
}

/// Leaves out points that lie within the tolerance of the line through the others (Douglas and
/// Peucker), without recursion.
fn thin(points: &[Spot], tolerance: f64) -> Vec<Spot> {
    let mut keep = vec![false; points.len()];
    let mut open = vec![(0, points.len() - 1)];
    (keep[0], keep[points.len() - 1]) = (true, true);
    while let Some((from, to)) = open.pop() {
        let far = (from + 1..to)
            .map(|at| (off(points[at], points[from], points[to]), at))
            .max_by(|a, b| a.0.total_cmp(&b.0));
        if let Some((apart, at)) = far.filter(|&(apart, _)| apart > tolerance) {
            debug_assert!(apart.is_finite());
            keep[at] = true;
            open.extend([(from, at), (at, to)]);
        }
    }
    points.iter().zip(keep).filter_map(|(&point, kept)| kept.then_some(point)).collect()
}

/// Distance of a point from a stretch.
fn off(point: Spot, a: Spot, b: Spot) -> f64 {
    let (dx, dy) = (b.0 - a.0, b.1 - a.1);
    let length = dx * dx + dy * dy;
    let along = if length > 0.0 { ((point.0 - a.0) * dx + (point.1 - a.1) * dy) / length } else { 0.0 };
    let along = along.clamp(0.0, 1.0);
    distance(point, (a.0 + along * dx, a.1 + along * dy))
}

/// Appends the arc that replaces corner `b`, tangent to both sides.
fn arc(a: Spot, b: Spot, c: Spot, widest: f64, road: &mut Vec<Spot>) {
    let (before, after) = (distance(a, b), distance(b, c));
    if before < 1.0 || after < 1.0 {
        road.push(b);
        return;
    }
    let (ux, uy) = ((b.0 - a.0) / before, (b.1 - a.1) / before);
    let (vx, vy) = ((c.0 - b.0) / after, (c.1 - b.1) / after);
    let (cross, dot) = (ux * vy - uy * vx, ux * vx + uy * vy);
    let turn = cross.abs().atan2(dot);
    if turn < 0.05 {
        road.push(b);
        return;
    }
    let half = (turn / 2.0).tan();
    let radius = (before.min(after) * 0.49 / half).min(widest);
    let tangent = radius * half;
    let start = (b.0 - ux * tangent, b.1 - uy * tangent);
    // The centre lies beside the start, on the inner side of the bend.
    let side = cross.signum();
    let centre = (start.0 - uy * side * radius, start.1 + ux * side * radius);
    // At least 9 m from point to point, at most 20 degrees.
    let steps = (turn / 0.35).ceil().min((turn * radius / 9.0).ceil()).max(2.0) as usize;
    for step in 0..=steps {
        let angle = turn * step as f64 / steps as f64 * side;
        let (sine, cosine) = angle.sin_cos();
        let (x, y) = (start.0 - centre.0, start.1 - centre.1);
        road.push((centre.0 + x * cosine - y * sine, centre.1 + x * sine + y * cosine));
    }
}

/// Cuts long straights, and leaves out points closer than 3 m to the one before.
fn spaced(road: &[Spot], spacing: f64) -> Vec<Spot> {
    let mut points = vec![road[0]];
    for (at, &point) in road.iter().enumerate().skip(1) {
        let last = points[points.len() - 1];
        let apart = distance(last, point);
        let end = at + 1 == road.len();
        if apart < 3.0 && !end {
            continue;
        }
        if apart < 3.0 && points.len() > 1 {
            points.pop();
        }
        let last = points[points.len() - 1];
        let parts = (distance(last, point) / spacing).ceil().max(1.0) as usize;
        for part in 1..=parts {
            let share = part as f64 / parts as f64;
            points.push((last.0 + (point.0 - last.0) * share, last.1 + (point.1 - last.1) * share));
        }
    }
    points
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_right_angle_becomes_a_quarter_circle_that_meets_both_sides() {
        let road = round(&[(0.0, 0.0), (200.0, 0.0), (200.0, 200.0)], 50.0);

        assert_eq!((road[0], road[road.len() - 1]), ((0.0, 0.0), (200.0, 200.0)));
        // The circle has its centre at (150, 50): every point of the bend is 50 m from it.
        let bend: Vec<_> = road.iter().filter(|p| p.0 > 151.0 && p.1 < 49.0).collect();
        assert!(bend.len() >= 3);
        assert!(bend.iter().all(|&&p| (distance(p, (150.0, 50.0)) - 50.0).abs() < 0.01));
    }

    #[test]
    fn a_straight_road_is_cut_into_stretches() {
        let road = round(&[(0.0, 0.0), (90.0, 0.0), (240.0, 0.0)], 50.0);
        assert!(road.windows(2).all(|pair| distance(pair[0], pair[1]) <= SPACING + 1e-6));
        assert!(road.iter().all(|p| p.1 == 0.0));
    }
}
