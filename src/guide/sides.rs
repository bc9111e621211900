//! On which side of the road a point lies, as it is driven.

use super::Phantom;
use super::maneuver::Modifier;
use super::phantom::{bearing, turn};
use crate::network::lines::grid;
use crate::units::Point;

/// Nearer than this a point lies on the road, in metres.
const ON_IT: f64 = 5.0;

/// Left or right of a place that is driven in a direction (degrees from north); straight if it
/// lies on the road.
#[must_use]
pub fn side(phantom: &Phantom, driven: f64, point: Point) -> Modifier {
    if phantom.away < ON_IT {
        return Modifier::Straight;
    }
    let towards = bearing(grid(phantom.point), grid(point));
    if turn(driven, towards) > 0.0 { Modifier::Right } else { Modifier::Left }
}
