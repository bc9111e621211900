//! A line with fewer points that looks the same.

/// Share of the line's extent that nobody sees on a screen.
const SHARE: f64 = 1.0 / 1_500.0;

/// Leaves out points that lie nearer to the line between their neighbours than a 1,500th of its
/// extent. (Douglas and Peucker 1973.) The first and last stay. In 1e-7 degrees.
#[must_use]
pub fn simplify(points: &[[i32; 2]]) -> Vec<[i32; 2]> {
    if points.len() < 3 {
        return points.to_vec();
    }
    let scale = (f64::from(points[points.len() / 2][1]) * 1e-7).to_radians().cos();
    let flat = |point: [i32; 2]| [f64::from(point[0]) * scale, f64::from(point[1])];
    let extent = (0..2).map(|axis| {
        let all = points.iter().map(|&point| flat(point)[axis]);
        let (low, high) =
            all.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), at| (low.min(at), high.max(at)));
        high - low
    });
    let tolerance = extent.fold(0.0, f64::hypot) * SHARE;
    let mut kept = vec![false; points.len()];
    kept[0] = true;
    kept[points.len() - 1] = true;
    let mut ranges = vec![(0, points.len() - 1)];
    while let Some((from, to)) = ranges.pop() {
        let away = |index: usize| away(flat(points[index]), flat(points[from]), flat(points[to]));
        let farthest = (from + 1..to).map(|index| (away(index), index)).max_by(|a, b| a.0.total_cmp(&b.0));
        if let Some((away, index)) = farthest.filter(|(away, _)| *away > tolerance) {
            debug_assert!(away > 0.0);
            kept[index] = true;
            ranges.extend([(from, index), (index, to)]);
        }
    }
    points.iter().zip(kept).filter(|(_, kept)| *kept).map(|(&point, _)| point).collect()
}

/// How far a point is from a stretch.
fn away(point: [f64; 2], from: [f64; 2], to: [f64; 2]) -> f64 {
    let along = [to[0] - from[0], to[1] - from[1]];
    let offset = [point[0] - from[0], point[1] - from[1]];
    let square = along[0] * along[0] + along[1] * along[1];
    let dot = offset[0] * along[0] + offset[1] * along[1];
    let share = if square > 0.0 { (dot / square).clamp(0.0, 1.0) } else { 0.0 };
    (offset[0] - along[0] * share).hypot(offset[1] - along[1] * share)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_straight_line_keeps_its_ends_and_a_corner_stays() {
        let straight: Vec<[i32; 2]> = (0..100).map(|step| [step * 1_000, 5]).collect();
        assert_eq!(simplify(&straight), [[0, 5], [99_000, 5]]);
        let corner = [[0, 0], [50_000, 10], [100_000, 0], [100_000, 100_000]];
        assert_eq!(simplify(&corner), [[0, 0], [100_000, 0], [100_000, 100_000]]);
        assert_eq!(simplify(&[[1, 1], [1, 1]]), [[1, 1], [1, 1]]);
    }
}
