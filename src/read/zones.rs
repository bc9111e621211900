//! `zones.geojson`: polygons where drones may not fly. Always WGS-84, as the
//! format demands.

use super::text;
use crate::county::Zone;
use crate::finding::{Code, Finding, Spot};
use geo::{Coord, Intersects, Line, LineString, Polygon};
use geojson::{Feature, GeoJson, GeometryValue};
use std::path::Path;

pub const FILE: &str = "zones.geojson";

/// Polygons of a layer.
pub(super) type Areas = Vec<Polygon<f64>>;

/// None if there is no such file.
pub fn read(folder: &Path, findings: &mut Vec<Finding>) -> Vec<Zone> {
    let features = features(folder, FILE, findings).unwrap_or_default();
    features.iter().enumerate().flat_map(|(index, feature)| zones(feature, index + 1, findings)).collect()
}

/// The features of a layer; `None` if there is no such file.
pub(super) fn features(folder: &Path, file: &str, findings: &mut Vec<Finding>) -> Option<Vec<Feature>> {
    let bytes = super::input::open(folder, file, findings)?;
    let Some(text) = text::decode(&bytes) else {
        findings.push(Finding::new(Code::E103, Spot::file(file)));
        return Some(Vec::new());
    };
    let cause = match text.parse::<GeoJson>() {
        Ok(GeoJson::FeatureCollection(collection)) => return Some(collection.features),
        Ok(GeoJson::Feature(feature)) => return Some(vec![feature]),
        Ok(GeoJson::Geometry(_)) => "not a FeatureCollection",
        Err(_) => "not GeoJSON",
    };
    findings.push(Finding::new(Code::E104, Spot::file(file)).with("cause", cause));
    Some(Vec::new())
}

fn zones(feature: &Feature, number: usize, findings: &mut Vec<Finding>) -> Vec<Zone> {
    let code =
        feature.property("id").and_then(|id| id.as_str()).map_or_else(|| number.to_string(), str::to_owned);
    let spot = Spot::file(FILE).feature(super::row::shown(&code, false));
    let mut invalid = |cause: &str| {
        findings.push(Finding::new(Code::E506, spot.clone()).with("cause", cause));
        Vec::new()
    };
    let floor = match feature.property("floor_m") {
        None => None,
        Some(value) if value.is_null() => None,
        Some(value) => match value.as_f64().filter(|floor| (0.0..=10_000.0).contains(floor)) {
            Some(floor) => Some(floor),
            None => return invalid("floor_m is not between 0 and 10000"),
        },
    };
    match areas(feature) {
        Ok(areas) => areas.into_iter().map(|area| Zone { code: code.clone(), area, floor }).collect(),
        Err(cause) => invalid(cause),
    }
}

/// The polygons of a feature, if all are sound.
pub(super) fn areas(feature: &Feature) -> Result<Areas, &'static str> {
    let rings: Vec<Vec<LineString<f64>>> = match feature.geometry.as_ref().map(|geometry| &geometry.value) {
        Some(GeometryValue::Polygon { coordinates }) => {
            vec![coordinates.iter().map(|ring| line(ring)).collect()]
        }
        Some(GeometryValue::MultiPolygon { coordinates }) => {
            coordinates.iter().map(|polygon| polygon.iter().map(|ring| line(ring)).collect()).collect()
        }
        _ => return Err("not a polygon"),
    };
    let mut areas = Vec::new();
    for polygon in rings {
        let mut polygon = polygon.into_iter();
        let (Some(outer), inner) = (polygon.next(), polygon.collect::<Vec<_>>()) else {
            return Err("no ring");
        };
        if let Some(cause) = std::iter::once(&outer).chain(&inner).find_map(fault) {
            return Err(cause);
        }
        areas.push(Polygon::new(outer, inner));
    }
    Ok(areas)
}

fn line(ring: &[geojson::Position]) -> LineString<f64> {
    let at = |position: &geojson::Position, axis: usize| {
        position.as_slice().get(axis).copied().unwrap_or(f64::NAN)
    };
    LineString(ring.iter().map(|position| Coord { x: at(position, 0), y: at(position, 1) }).collect())
}

fn fault(ring: &LineString<f64>) -> Option<&'static str> {
    let valid = |c: &Coord<f64>| (-180.0..=180.0).contains(&c.x) && (-90.0..=90.0).contains(&c.y);
    if ring.0.len() < 4 {
        return Some("a ring has fewer than four points");
    }
    if !ring.0.iter().all(valid) {
        return Some("a point is not longitude, latitude");
    }
    if ring.0.first() != ring.0.last() {
        return Some("a ring is not closed");
    }
    crosses_itself(ring).then_some("a ring crosses itself")
}

/// Whether two sides that are no neighbours have a point in common. Sides are looked at by their
/// western ends, so that only those that overlap from west to east are compared.
fn crosses_itself(ring: &LineString<f64>) -> bool {
    let mut corners = ring.0.clone();
    corners.dedup();
    let sides: Vec<Line<f64>> = corners.windows(2).map(|pair| Line::new(pair[0], pair[1])).collect();
    let west = |side: &Line<f64>| side.start.x.min(side.end.x);
    let east = |side: &Line<f64>| side.start.x.max(side.end.x);
    let neighbours = |one: usize, other: usize| {
        let apart = one.abs_diff(other);
        apart <= 1 || apart == sides.len() - 1
    };
    let mut order: Vec<usize> = (0..sides.len()).collect();
    order.sort_by(|one, other| west(&sides[*one]).total_cmp(&west(&sides[*other])));
    order.iter().enumerate().any(|(at, one)| {
        let later = order[at + 1..].iter().take_while(|other| west(&sides[**other]) <= east(&sides[*one]));
        later.into_iter().any(|other| !neighbours(*one, *other) && sides[*one].intersects(&sides[*other]))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(ring: &str) -> Option<String> {
        let folder = tempfile::tempdir().unwrap();
        let feature = format!(
            r#"{{"type":"Feature","properties":{{"id":"Z1"}},"geometry":{{"type":"Polygon","coordinates":[[{ring}]]}}}}"#
        );
        std::fs::write(folder.path().join(FILE), feature).unwrap();
        let mut findings = Vec::new();
        let zones = read(folder.path(), &mut findings);
        assert_eq!(zones.len() + findings.len(), 1);
        let finding = findings.first()?;
        assert_eq!((finding.code, finding.spot.feature.as_deref()), (Code::E506, Some("Z1")));
        finding.values.first().map(|(_, cause)| cause.to_string())
    }

    #[test]
    fn a_zone_that_crosses_itself_is_told_and_not_used() {
        // A bow tie: the second and the fourth side cross in the middle.
        let cause = found("[110.0,31.0],[110.1,31.1],[110.1,31.0],[110.0,31.1],[110.0,31.0]");
        assert_eq!(cause.as_deref(), Some("a ring crosses itself"));
        // A ring that comes back to one of its corners encloses two areas.
        let cause = found("[0,0],[1,1],[2,0],[2,2],[1,1],[0,2],[0,0]");
        assert_eq!(cause.as_deref(), Some("a ring crosses itself"));
    }

    #[test]
    fn sound_rings_pass_however_they_are_shaped_and_whatever_stands_twice() {
        assert_eq!(found("[110.0,31.0],[110.1,31.0],[110.1,31.1],[110.0,31.1],[110.0,31.0]"), None);
        assert_eq!(found("[0,0],[4,0],[4,0],[4,4],[2,1],[0,4],[0,0]"), None);
        assert_eq!(found("[0,0],[1,0],[0,1],[0,0]"), None);
    }
}
