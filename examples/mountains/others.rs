//! What other engines publish, written anew from their documentation.

use mabang::county::RoadClass;
use mabang::network::Arc;

/// km/h as tagged, else usual for the class in most engines' car profiles.
pub fn tagged(arc: &Arc) -> f64 {
    arc.maxspeed.unwrap_or(match arc.class {
        RoadClass::Motorway => 100.0,
        RoadClass::Trunk => 85.0,
        RoadClass::Primary => 65.0,
        RoadClass::Secondary => 55.0,
        RoadClass::Tertiary => 40.0,
        RoadClass::Unclassified | RoadClass::Residential => 25.0,
        RoadClass::LivingStreet => 10.0,
        RoadClass::Service => 15.0,
        RoadClass::Track(_) | RoadClass::Path => 10.0,
        RoadClass::Ferry => 5.0,
    })
}

/// Rise over run from one end of an arc to the other.
pub fn average_slope(arc: &Arc) -> f64 {
    let (length, rise) = arc.pieces.iter().fold((0.0, 0.0), |(length, rise), piece| {
        let metres = f64::from(piece.length);
        (length + metres, rise + metres * f64::from(piece.slope))
    });
    if length > 0.0 { rise / length } else { 0.0 }
}

/// GraphHopper's `bike_elevation` custom model: factors and limits by `average_slope` of an edge.
/// Published for bicycles; its car and truck models have none.
pub fn graphhopper(arc: &Arc, speed: f64) -> f64 {
    match average_slope(arc) * 100.0 {
        slope if slope >= 15.0 => speed.min(3.0),
        slope if slope >= 12.0 => speed.min(6.0),
        slope if slope >= 8.0 => speed * 0.80,
        slope if slope >= 4.0 => speed * 0.90,
        slope if slope <= -4.0 => speed * 1.10,
        _ => speed,
    }
}

/// Valhalla's speed factors of its bicycle costing by weighted grade in percent, as documented
/// under "elevation". Its motor vehicle costings have none.
const VALHALLA: [(f64, f64); 16] = [
    (-10.0, 2.2),
    (-8.0, 2.0),
    (-6.5, 1.9),
    (-5.0, 1.7),
    (-3.0, 1.4),
    (-1.5, 1.2),
    (0.0, 1.0),
    (1.5, 0.95),
    (3.0, 0.85),
    (5.0, 0.75),
    (6.5, 0.65),
    (8.0, 0.55),
    (10.0, 0.5),
    (11.5, 0.45),
    (13.0, 0.4),
    (15.0, 0.3),
];

/// The factor of the nearest grade; faster than tagged is not believed of a motor vehicle.
pub fn valhalla(arc: &Arc, speed: f64) -> f64 {
    let slope = average_slope(arc) * 100.0;
    let off = |grade: f64| (grade - slope).abs();
    let near = VALHALLA.iter().min_by(|one, other| off(one.0).total_cmp(&off(other.0)));
    speed * near.map_or(1.0, |(_, factor)| factor.min(1.0))
}
