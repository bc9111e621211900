//! How often roads are closed (M42).

use crate::county::{Report, RoadReport, Season, Structure, Weather};
use crate::facts;
use crate::network::{Heights, Network, State, frozen_line, metres_within};
use crate::units::Point;
use petgraph::graph::EdgeIndex;
use rayon::prelude::*;

/// Metres between places at which the hillside is read, and to each side of the road.
const EVERY: f64 = 90.0;
const SIDE: f64 = 60.0;
const DAYS: f64 = 365.0;

/// Closures per day of each arc, by edge index.
#[derive(Clone, Debug, PartialEq)]
pub struct Rates(pub Vec<f64>);

impl Rates {
    /// Chance that an arc is closed on the day: `1 - exp(-rate)`.
    #[must_use]
    pub fn chance(&self, arc: EdgeIndex) -> f64 {
        -(-self.0[arc.index()]).exp_m1()
    }

    /// Chance that one of these arcs is closed: rates add up. An arc and its twin count once each,
    /// so give one direction only.
    #[must_use]
    pub fn any(&self, arcs: impl Iterator<Item = EdgeIndex>) -> f64 {
        -(-arcs.map(|arc| self.0[arc.index()]).sum::<f64>()).exp_m1()
    }
}

struct Rules {
    base: f64,
    slope: f64,
    double: f64,
    most: f64,
    cut: f64,
    cut_slope: f64,
    season: f64,
    bridge: f64,
    tunnel: f64,
    /// Per km and day where it freezes.
    frost: f64,
    line: f64,
}

impl Rules {
    fn of(state: State) -> Rules {
        let season = match state.season {
            Season::Spring => "spring",
            Season::Summer => "summer",
            Season::Autumn => "autumn",
            Season::Winter => "winter",
        };
        let wet = if state.weather == Weather::Rain { facts::value("hazard.rain") } else { 1.0 };
        Rules {
            base: facts::value("hazard.slide.base"),
            slope: facts::value("hazard.slide.slope"),
            double: facts::value("hazard.slide.double"),
            most: facts::value("hazard.slide.most"),
            cut: facts::value("hazard.cut"),
            cut_slope: facts::value("hazard.cut.slope"),
            season: facts::value(&format!("hazard.season.{season}")) * wet,
            bridge: facts::value("hazard.bridge"),
            tunnel: facts::value("hazard.tunnel"),
            frost: match state.weather {
                Weather::Ice => facts::value("hazard.ice"),
                Weather::Snow => facts::value("hazard.snow"),
                _ => 0.0,
            },
            line: frozen_line(state),
        }
    }

    /// Slides per km and day on a hillside of so many degrees.
    fn slides(&self, degrees: f64) -> f64 {
        let steep = degrees.min(self.most);
        let cut = if steep > self.cut_slope { self.cut } else { 1.0 };
        self.base * cut * ((steep - self.slope) / self.double).exp2() / DAYS * self.season
    }
}

/// Rates of all arcs on a day, from the hillsides that `heights` shows, the weather, and what
/// people report. Where no height is known there are no slides.
#[must_use]
pub fn rates(network: &Network, heights: Heights, state: State, reports: &[RoadReport]) -> Rates {
    let rules = Rules::of(state);
    let graph = network.graph();
    let edges: Vec<EdgeIndex> = graph.edge_indices().collect();
    let of = |&edge: &EdgeIndex| {
        // Both directions of a road fail together, and alike to the last digit.
        let same = network.twin(edge).map_or(edge, |twin| twin.min(edge));
        let arc = &graph[same];
        let km = arc.length.as_f64() / 1000.0;
        let place = match arc.structure {
            Structure::Ground => 1.0,
            Structure::Bridge => rules.bridge,
            Structure::Tunnel => rules.tunnel,
        };
        let slides = place * km * mean_of_slides(&arc.geometry, heights, &rules);
        let frozen: f64 = arc
            .pieces
            .iter()
            .filter(|piece| piece.height().is_some_and(|height| height >= rules.line))
            .map(|piece| f64::from(piece.length) / 1000.0)
            .sum();
        let frost = if arc.structure == Structure::Tunnel { 0.0 } else { frozen * rules.frost };
        slides + frost + reports.iter().map(|report| reported(&arc.geometry, report)).sum::<f64>()
    };
    Rates(edges.par_iter().map(of).collect())
}

/// A road straight through the circle gets the reported number of closures.
fn reported(line: &[Point], report: &RoadReport) -> f64 {
    let Report::Weak(times) = report.report else { return 0.0 };
    times / DAYS * metres_within(line, report.area) / (2.0 * report.area.radius)
}

fn mean_of_slides(line: &[Point], heights: Heights, rules: &Rules) -> f64 {
    let mut sum = 0.0;
    let mut count = 0_u32;
    for place in places(line) {
        if let Some(degrees) = hillside(place, heights) {
            sum += rules.slides(degrees);
        }
        count += 1;
    }
    sum / f64::from(count.max(1))
}

/// Points along a line.
fn places(line: &[Point]) -> Vec<Point> {
    let along = crate::network::lengths(line);
    let length = along.last().copied().unwrap_or(0.0);
    let count = (length / EVERY).ceil().max(1.0);
    let at = |index: usize| {
        let metres = length * (index as f64 + 0.5) / count;
        let after = along.partition_point(|&a| a <= metres).clamp(1, line.len() - 1);
        let (from, to) = (line[after - 1], line[after]);
        let share = (metres - along[after - 1]) / (along[after] - along[after - 1]).max(1e-9);
        Point::new(from.x() + (to.x() - from.x()) * share, from.y() + (to.y() - from.y()) * share)
    };
    if line.len() < 2 { line.to_vec() } else { (0..count as usize).map(at).collect() }
}

/// Degrees by which the ground slopes around a point.
fn hillside(place: Point, heights: Heights) -> Option<f64> {
    let lat = SIDE / 111_132.0;
    let lon = lat / place.y().to_radians().cos().max(0.01);
    let at = |east: f64, north: f64| {
        heights(Point::new(place.x() + east * lon, place.y() + north * lat))
            .filter(|height| height.is_finite())
    };
    let east = (at(1.0, 0.0)? - at(-1.0, 0.0)?) / (2.0 * SIDE);
    let north = (at(0.0, 1.0)? - at(0.0, -1.0)?) / (2.0 * SIDE);
    Some(east.hypot(north).atan().to_degrees())
}
