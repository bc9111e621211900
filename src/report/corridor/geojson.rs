//! Corridors as GeoJSON: a line for each directed edge with its elevation profile, points for pads
//! and places to land. Heights are metres above sea level.

use super::{CorridorReport, Edge, rounded, table};
use crate::corridor::PadState;
use geojson::{Feature, FeatureCollection, Geometry};
use serde_json::{Value, json};

pub(super) fn geojson(report: &CorridorReport) -> String {
    let pads = report.pads.iter().enumerate().map(|(at, _)| pad(report, at));
    let edges = report.edges().map(|edge| line(report, &edge));
    let landings = report.all.corridors.iter().flat_map(|corridor| landings(report, corridor));
    let features = pads.chain(edges).chain(landings).collect();
    FeatureCollection { bbox: None, features, foreign_members: None }.to_string()
}

fn feature(geometry: Geometry, properties: Value) -> Feature {
    let properties = properties.as_object().cloned();
    Feature { bbox: None, geometry: Some(geometry), id: None, properties, foreign_members: None }
}

/// Six decimals are a decimetre.
fn position(point: crate::units::Point, height: f64) -> [f64; 3] {
    [rounded(point.x(), 6), rounded(point.y(), 6), rounded(height, 1)]
}

fn line(report: &CorridorReport, edge: &Edge) -> Feature {
    let mut points: Vec<[f64; 3]> =
        edge.corridor.fixes.iter().map(|fix| position(fix.point, fix.height)).collect();
    let mut grounds: Vec<f64> = edge.corridor.fixes.iter().map(|fix| rounded(fix.ground, 1)).collect();
    let length = edge.corridor.length;
    let mut profile: Vec<[f64; 5]> = edge
        .corridor
        .profile
        .iter()
        .map(|spot| {
            let along = if edge.backwards { length - spot.along } else { spot.along };
            [
                along.round(),
                rounded(spot.ground, 1),
                rounded(spot.around, 1),
                rounded(spot.height, 1),
                rounded(spot.ceiling, 1),
            ]
        })
        .collect();
    if edge.backwards {
        points.reverse();
        grounds.reverse();
        profile.reverse();
    }
    let mut properties = table::properties(report, edge);
    properties["kind"] = json!("corridor");
    properties["ground_m"] = json!(grounds);
    properties["profile_columns"] =
        json!(["along_m", "ground_m", "ground_within_half_width_m", "flight_m", "ceiling_m"]);
    properties["profile"] = json!(profile);
    feature(Geometry::new_line_string(points), properties)
}

fn pad(report: &CorridorReport, at: usize) -> Feature {
    let site = report.pad(at);
    let ground = report.terms.dem.height(site.point);
    let properties = json!({
        "kind": "pad",
        "id": site.code,
        "name_zh": site.name_zh,
        "name_en": site.name_en,
        "usable": report.all.pads.get(at) == Some(&PadState::Good),
        "ground_m": ground.map(|ground| rounded(ground, 1)),
    });
    feature(Geometry::new_point([rounded(site.point.x(), 6), rounded(site.point.y(), 6)]), properties)
}

fn landings(report: &CorridorReport, corridor: &crate::corridor::Corridor) -> Vec<Feature> {
    let [from, to] = corridor.ends.map(|pad| report.pad(pad).code.clone());
    let one = |alternate: &crate::corridor::Alternate| {
        let properties = json!({
            "kind": "landing",
            "corridor": [from, to],
            "along_m": alternate.along.round(),
            "away_m": alternate.metres.round(),
        });
        let point = [rounded(alternate.point.x(), 6), rounded(alternate.point.y(), 6)];
        feature(Geometry::new_point(point), properties)
    };
    corridor.alternates.iter().map(one).collect()
}
