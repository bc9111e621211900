//! How far one gets in a time.

use super::{collection, feature, line, table};
use crate::network::isochrone::Reached;
use crate::report::text::inspect as words;
use crate::report::text::{self, Lang};
use crate::units::Metres;
use geojson::{Feature, Geometry};
use serde_json::{Value, json};

#[must_use]
pub fn reach_table(reached: &[Reached], lang: Lang, width: u16) -> String {
    let headings = [words::WITHIN, words::ROADS_REACHED, words::AREAS].map(|heading| heading.say(lang));
    let mut table = table(width, &headings, 0);
    for one in reached {
        let metres = text::distance(Metres::rounded(one.metres));
        table.add_row([words::minutes(one.within, lang), metres, text::count(one.polygons.len())]);
    }
    table.to_string()
}

#[must_use]
pub fn reach_json(from: &str, reached: &[Reached]) -> String {
    let bands: Vec<Value> = reached.iter().map(|one| properties("band", from, one)).collect();
    json!({ "from": from, "bands": bands }).to_string()
}

/// For each time the land as a `MultiPolygon` and the roads as a `MultiLineString`, the longest
/// time first, so that maps draw the shorter ones above it.
#[must_use]
pub fn reach_geojson(from: &str, reached: &[Reached]) -> String {
    let mut order: Vec<&Reached> = reached.iter().collect();
    order.sort_by_key(|one| std::cmp::Reverse(one.within));
    collection(order.into_iter().flat_map(|one| features(from, one)).collect())
}

fn features(from: &str, one: &Reached) -> [Feature; 2] {
    let polygons: Vec<Vec<Vec<[f64; 2]>>> =
        one.polygons.iter().map(|polygon| polygon.iter().map(|ring| line(ring)).collect()).collect();
    let roads: Vec<Vec<[f64; 2]>> = one.roads.iter().map(|road| line(road)).collect();
    [
        feature(Geometry::new_multi_polygon(polygons), properties("area", from, one)),
        feature(Geometry::new_multi_line_string(roads), properties("roads", from, one)),
    ]
}

fn properties(kind: &str, from: &str, one: &Reached) -> Value {
    json!({
        "kind": kind,
        "from": from,
        "minutes": one.within.0 as f64 / 60.0,
        "road_m": one.metres.round(),
        "areas": one.polygons.len(),
    })
}
