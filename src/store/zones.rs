//! `zones.geojson`.

use crate::county::County;
use geo::LineString;
use serde_json::{Value, json};

#[must_use]
pub fn text(county: &County) -> String {
    let ring =
        |ring: &LineString<f64>| -> Vec<[f64; 2]> { ring.0.iter().map(|point| [point.x, point.y]).collect() };
    let features: Vec<Value> = county
        .zones
        .iter()
        .map(|zone| {
            let rings: Vec<_> =
                std::iter::once(zone.area.exterior()).chain(zone.area.interiors()).map(ring).collect();
            json!({
                "type": "Feature",
                "properties": { "id": zone.code, "floor_m": zone.floor },
                "geometry": { "type": "Polygon", "coordinates": rings },
            })
        })
        .collect();
    let mut text = json!({ "type": "FeatureCollection", "features": features }).to_string();
    text.push('\n');
    text
}
