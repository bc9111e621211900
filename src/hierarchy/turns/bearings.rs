//! In which direction roads begin and end.

use crate::units::Point;

/// Metres of an arc from which its direction at a junction is taken.
const AHEAD: f64 = 15.0;

/// Degrees clockwise from north in which a line begins and ends. (M36)
#[must_use]
pub fn bearings(line: &[Point]) -> [f64; 2] {
    let first = line.first().copied();
    let last = line.last().copied();
    let (Some(first), Some(last)) = (first, last) else { return [0.0; 2] };
    let ahead = |from: Point, points: &mut dyn Iterator<Item = &Point>| {
        let mut at = from;
        for &point in points {
            at = point;
            if apart(from, point) >= AHEAD {
                break;
            }
        }
        at
    };
    let begin = ahead(first, &mut line.iter());
    let end = ahead(last, &mut line.iter().rev());
    [bearing(first, begin), bearing(end, last)]
}

fn plane_step(from: Point, to: Point) -> (f64, f64) {
    let east = (to.x() - from.x()) * f64::midpoint(from.y(), to.y()).to_radians().cos();
    (east * 111_195.0, (to.y() - from.y()) * 111_195.0)
}

fn apart(from: Point, to: Point) -> f64 {
    let (east, north) = plane_step(from, to);
    east.hypot(north)
}

fn bearing(from: Point, to: Point) -> f64 {
    let (east, north) = plane_step(from, to);
    east.atan2(north).to_degrees()
}
