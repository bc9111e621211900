//! How much of a line lies in a round piece of land.

use super::ruler::Ruler;
use crate::county::Circle;
use crate::units::Point;

/// Metres of a line within a circle.
#[must_use]
pub fn metres_within(line: &[Point], circle: Circle) -> f64 {
    let ruler = Ruler::at(circle.point.y());
    if !near(line, circle, &ruler) {
        return 0.0;
    }
    line.windows(2).map(|pair| chord(&ruler, circle, pair[0], pair[1])).sum()
}

/// A quick look at the box around the line.
fn near(line: &[Point], circle: Circle, ruler: &Ruler) -> bool {
    let [mut west, mut south] = [f64::INFINITY; 2];
    let [mut east, mut north] = [f64::NEG_INFINITY; 2];
    for &point in line {
        let [x, y] = ruler.offset(circle.point, point);
        (west, east, south, north) = (west.min(x), east.max(x), south.min(y), north.max(y));
    }
    let reach = circle.radius;
    west <= reach && east >= -reach && south <= reach && north >= -reach
}

/// Metres of a straight stretch within a circle: between the roots of `|a + t d|^2 = r^2`.
fn chord(ruler: &Ruler, circle: Circle, from: Point, to: Point) -> f64 {
    let ([ax, ay], [dx, dy]) = (ruler.offset(circle.point, from), ruler.offset(from, to));
    let (square, half, rest) =
        (dx * dx + dy * dy, ax * dx + ay * dy, ax * ax + ay * ay - circle.radius * circle.radius);
    let inside = half * half - square * rest;
    if square <= 0.0 || inside <= 0.0 {
        return 0.0;
    }
    let root = inside.sqrt();
    let (enter, leave) = (((-half - root) / square).max(0.0), ((-half + root) / square).min(1.0));
    (leave - enter).max(0.0) * square.sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::network::sample::at;

    #[test]
    fn a_road_through_the_middle_lies_in_it_with_twice_the_radius() {
        let circle = Circle { point: at(500.0, 0.0), radius: 100.0 };

        let through = metres_within(&[at(0.0, 0.0), at(1_000.0, 0.0)], circle);
        let inside = metres_within(&[at(480.0, 0.0), at(520.0, 0.0)], circle);
        let beside = metres_within(&[at(0.0, 150.0), at(1_000.0, 150.0)], circle);

        assert!((through - 200.0).abs() < 0.5 && (inside - 40.0).abs() < 0.2, "{through} {inside}");
        assert_eq!(beside, 0.0);
        assert_eq!(metres_within(&[at(500.0, 0.0), at(500.0, 0.0)], circle), 0.0);
    }
}
