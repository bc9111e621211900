//! Answers about roads: tables for the terminal, JSON, and GeoJSON for maps.

mod critical;
mod reach;
mod ways;

pub use critical::Critical;
pub use reach::{reach_geojson, reach_json, reach_table};
pub use ways::{Ways, ways_geojson, ways_json, ways_table};

use crate::county::County;
use crate::network::Network;
use crate::units::Point;
use comfy_table::{CellAlignment, ContentArrangement, Table, presets};
use geojson::{Feature, FeatureCollection, Geometry, JsonObject};
use petgraph::graph::EdgeIndex;
use serde_json::Value;
use std::collections::BTreeMap;

/// What answers are about.
#[derive(Clone, Copy)]
pub struct Roads<'a> {
    pub county: &'a County,
    pub network: &'a Network,
    /// Names and numbers of roads, by way.
    pub names: &'a BTreeMap<i64, String>,
}

impl Roads<'_> {
    /// Name of a road, empty if it has none.
    fn name(&self, edge: EdgeIndex) -> &str {
        self.names.get(&self.network.graph()[edge].way).map_or("", String::as_str)
    }

    /// Middle of a line of arcs.
    fn middle(&self, edges: &[EdgeIndex]) -> Option<Point> {
        let points = &self.network.graph()[*edges.get(edges.len() / 2)?].geometry;
        points.get(points.len() / 2).copied()
    }

    /// Index of the place nearest to a point.
    fn near(&self, point: Point) -> Option<usize> {
        let narrow = point.y().to_radians().cos();
        let away = |at: Point| ((at.x() - point.x()) * narrow).hypot(at.y() - point.y());
        let places = self.county.places.iter().enumerate();
        places.min_by(|one, other| away(one.1.point).total_cmp(&away(other.1.point))).map(|(index, _)| index)
    }
}

pub(super) fn table(width: u16, headings: &[&str], left: usize) -> Table {
    let mut table = Table::new();
    table.load_style(presets::UTF8_BORDERS_ONLY);
    table.set_content_arrangement(ContentArrangement::Dynamic).set_width(width.max(40));
    table.set_header(headings.iter().copied());
    for column in table.column_iter_mut().skip(left) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    table
}

pub(super) fn feature(geometry: Geometry, properties: Value) -> Feature {
    let properties: JsonObject = properties.as_object().cloned().unwrap_or_default();
    Feature {
        bbox: None,
        geometry: Some(geometry),
        id: None,
        properties: Some(properties),
        foreign_members: None,
    }
}

pub(super) fn collection(features: Vec<Feature>) -> String {
    FeatureCollection { bbox: None, features, foreign_members: None }.to_string()
}

fn line(points: &[Point]) -> Vec<[f64; 2]> {
    points.iter().copied().map(position).collect()
}

/// Six decimals are a decimetre.
pub(super) fn position(point: Point) -> [f64; 2] {
    let round = |degrees: f64| (degrees * 1e6).round() / 1e6;
    [round(point.x()), round(point.y())]
}

pub(super) fn rounded(value: f64, digits: i32) -> f64 {
    let unit = 10_f64.powi(digits);
    (value * unit).round() / unit
}
