//! `zones.geojson`: polygons where drones may not fly. Always WGS-84, as the
//! format demands.

use super::text;
use crate::county::Zone;
use crate::finding::{Code, Finding, Spot};
use geo::{Coord, LineString, Polygon};
use geojson::{Feature, GeoJson, GeometryValue};
use std::path::Path;

pub const FILE: &str = "zones.geojson";

/// None if there is no such file.
pub fn read(folder: &Path, findings: &mut Vec<Finding>) -> Vec<Zone> {
    let Some(bytes) = super::input::open(folder, FILE, findings) else { return Vec::new() };
    let Some(text) = text::decode(&bytes) else {
        findings.push(Finding::new(Code::E103, Spot::file(FILE)));
        return Vec::new();
    };
    let features = match text.parse::<GeoJson>() {
        Ok(GeoJson::FeatureCollection(collection)) => collection.features,
        Ok(GeoJson::Feature(feature)) => vec![feature],
        Ok(GeoJson::Geometry(_)) => {
            findings
                .push(Finding::new(Code::E104, Spot::file(FILE)).with("cause", "not a FeatureCollection"));
            return Vec::new();
        }
        Err(_) => {
            findings.push(Finding::new(Code::E104, Spot::file(FILE)).with("cause", "not GeoJSON"));
            return Vec::new();
        }
    };
    features.iter().enumerate().flat_map(|(index, feature)| zones(feature, index + 1, findings)).collect()
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
    let rings: Vec<Vec<LineString<f64>>> = match feature.geometry.as_ref().map(|geometry| &geometry.value) {
        Some(GeometryValue::Polygon { coordinates }) => {
            vec![coordinates.iter().map(|ring| line(ring)).collect()]
        }
        Some(GeometryValue::MultiPolygon { coordinates }) => {
            coordinates.iter().map(|polygon| polygon.iter().map(|ring| line(ring)).collect()).collect()
        }
        _ => return invalid("not a polygon"),
    };
    let mut zones = Vec::new();
    for polygon in rings {
        let mut polygon = polygon.into_iter();
        let (Some(outer), inner) = (polygon.next(), polygon.collect::<Vec<_>>()) else {
            return invalid("no ring");
        };
        if let Some(cause) = std::iter::once(&outer).chain(&inner).find_map(fault) {
            return invalid(cause);
        }
        zones.push(Zone { code: code.clone(), area: Polygon::new(outer, inner), floor });
    }
    zones
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
    (ring.0.first() != ring.0.last()).then_some("a ring is not closed")
}
