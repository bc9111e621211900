//! Which ways are roads, and of which class.

use super::access::{Access, access, narrow_access};
use super::{Tags, values};
use crate::county::RoadClass;
use crate::facts;
use crate::read::roads::tally::Tally;

/// `Ok(None)` for what is no road at all; `Err` with the tag why a road is left out.
pub fn classify(tags: &Tags, tally: &mut Tally, id: i64) -> Result<Option<RoadClass>, String> {
    let Some(highway) = tags.get("highway") else {
        return ferry(tags);
    };
    if tags.is("area", "yes") {
        return Err("area=yes".to_owned());
    }
    let class = match highway.strip_suffix("_link").unwrap_or(highway) {
        "motorway" => RoadClass::Motorway,
        "trunk" => RoadClass::Trunk,
        "primary" => RoadClass::Primary,
        "secondary" => RoadClass::Secondary,
        "tertiary" => RoadClass::Tertiary,
        "unclassified" | "road" => RoadClass::Unclassified,
        "residential" => RoadClass::Residential,
        "living_street" => RoadClass::LivingStreet,
        "service" => return service(tags).map(Some),
        "track" => RoadClass::Track(grade(tags, tally, id)),
        "pedestrian" => return pedestrian(tags).map(Some),
        "path" | "footway" | "cycleway" | "bridleway" => return path(tags, highway).map(Some),
        _ => return Err(out("highway", highway)),
    };
    Ok(Some(class))
}

/// Reasons are shown to users: keep them short and printable.
pub(super) fn out(key: &str, value: &str) -> String {
    let known = [
        "construction",
        "proposed",
        "planned",
        "steps",
        "corridor",
        "elevator",
        "platform",
        "busway",
        "bus_guideway",
        "raceway",
        "escape",
        "via_ferrata",
        "rest_area",
        "services",
        "abandoned",
        "disused",
        "motorway",
        "razed",
        "no",
        "path",
        "footway",
        "cycleway",
        "bridleway",
        "pedestrian",
        "ladder",
        "crossing",
    ];
    let value = if known.contains(&value) { value } else { "…" };
    format!("{key}={value}")
}

/// Aisles and drive-throughs lead nowhere that a street does not.
fn service(tags: &Tags) -> Result<RoadClass, String> {
    match tags.get("service") {
        Some(kind @ ("parking_aisle" | "drive-through" | "emergency_access" | "slipway" | "layby")) => {
            Err(format!("service={kind}"))
        }
        _ => Ok(RoadClass::Service),
    }
}

fn pedestrian(tags: &Tags) -> Result<RoadClass, String> {
    match access(tags) {
        Access::Open | Access::Destination if explicit(tags) => Ok(RoadClass::LivingStreet),
        _ => Err(out("highway", "pedestrian")),
    }
}

/// Only where motor vehicles are let in, or where it is wide enough and nobody says no.
fn path(tags: &Tags, highway: &str) -> Result<RoadClass, String> {
    let wide = tags
        .get("width")
        .and_then(|text| values::length(text).ok().flatten())
        .is_some_and(|width| width >= facts::value("import.path_width"));
    match narrow_access(tags) {
        Access::Open | Access::Destination if explicit(tags) => Ok(RoadClass::Path),
        Access::Open | Access::Unsaid if wide && highway == "path" => Ok(RoadClass::Path),
        _ => Err(out("highway", highway)),
    }
}

/// Motor vehicles are spoken of, not just `access`.
fn explicit(tags: &Tags) -> bool {
    ["moped", "motorcycle", "motorcar", "motor_vehicle", "motor_vehicle:conditional", "vehicle"]
        .iter()
        .any(|key| tags.get(key).is_some())
}

fn ferry(tags: &Tags) -> Result<Option<RoadClass>, String> {
    if !tags.is("route", "ferry") {
        return Ok(None);
    }
    match access(tags) {
        Access::Unsaid if tags.is("foot", "designated") => Err("route=ferry".to_owned()),
        _ => Ok(Some(RoadClass::Ferry)),
    }
}

/// 1 (solid) to 5 (soft); 3 if not tagged.
fn grade(tags: &Tags, tally: &mut Tally, id: i64) -> u8 {
    const UNTAGGED: u8 = 3;
    let Some(text) = tags.get("tracktype") else { return UNTAGGED };
    match text {
        "grade1" => 1,
        "grade2" => 2,
        "grade3" => 3,
        "grade4" => 4,
        "grade5" => 5,
        _ => {
            tally.odd("tracktype", text, id);
            UNTAGGED
        }
    }
}
