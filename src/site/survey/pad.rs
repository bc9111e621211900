//! Goods that fly the last mile from a pad. (M79)
//!
//! A drone flies out and back along a straight line. Where a place is within
//! half of its range with full payload, as many days as the season's weather
//! allows are flown; on the others a vehicle drives from the pad.

use crate::county::{County, DroneType, Season};
use crate::facts;
use crate::units::Point;

/// Fen a kilogram for flying; `None` if no drone reaches it.
#[must_use]
pub fn flying(county: &County, pad: Point, place: Point) -> Option<f64> {
    let km = kilometres(pad, place);
    let reaches = |drone: &&DroneType| drone.payload.0 > 0 && 2.0 * km <= drone.full_range_km();
    let per_kilogram = |drone: &DroneType| {
        let minutes = 2.0 * km * 1000.0 / facts::value("siting.pad.airframe.speed") / 60.0
            + 2.0 * facts::value("air.handling");
        let people =
            minutes / 60.0 * facts::value("air.operator") * 100.0 / facts::value("air.operator.drones");
        let wear = facts::value("siting.pad.price") / facts::value("siting.pad.flights");
        let full = 2.0 * km / drone.full_range_km().max(1e-9);
        let energy = facts::value("siting.pad.energy") * full * county.prices.electricity.as_f64() / 1000.0;
        (people + wear + energy) / (drone.payload.as_f64() / 1000.0)
    };
    county.drone_types.iter().filter(reaches).map(per_kilogram).min_by(f64::total_cmp)
}

/// Share of the days that are flown.
#[must_use]
pub fn weather(season: Season) -> f64 {
    let name = match season {
        Season::Spring => "spring",
        Season::Summer => "summer",
        Season::Autumn => "autumn",
        Season::Winter => "winter",
    };
    facts::value(&format!("air.available.{name}"))
}

fn kilometres(a: Point, b: Point) -> f64 {
    let narrow = ((a.y() + b.y()) / 2.0).to_radians().cos();
    ((a.x() - b.x()) * narrow).hypot(a.y() - b.y()) * 111.195
}
