//! Times of 200 routes, the same for the same seed, against tagged speeds and published models.

use super::others::{graphhopper, tagged, valhalla};
use super::profile::near;
use super::running;
use mabang::county::{RoadClass, Running, Season, Weather};
use mabang::network::{Network, State, Weights};
use petgraph::graph::{EdgeIndex, NodeIndex};
use std::fmt::Write;

const ROUTES: usize = 200;
/// Straight distance in degrees, about 3 km.
const APART: f64 = 0.03;

/// A small generator (Numerical Recipes' constants), so that the routes are the same anywhere.
struct Dice(u64);

impl Dice {
    fn below(&mut self, count: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % count
    }
}

/// Seconds of a path at speeds of another model.
fn seconds(network: &Network, path: &[EdgeIndex], speed: impl Fn(&mabang::network::Arc) -> f64) -> f64 {
    path.iter().map(|&arc| &network.graph()[arc]).map(|arc| arc.length.as_f64() / speed(arc) * 3.6).sum()
}

fn ours(weights: &Weights, path: &[EdgeIndex]) -> (f64, f64) {
    path.iter().filter_map(|arc| weights.arcs[arc.index()]).fold((0.0, 0.0), |(seconds, joules), arc| {
        (seconds + f64::from(arc.millis) / 1000.0, joules + f64::from(arc.empty))
    })
}

/// There and back between junctions that public roads join, at least 3 km apart.
fn pairs(network: &Network, weights: &Weights) -> Vec<(Vec<EdgeIndex>, Vec<EdgeIndex>)> {
    let graph = network.graph();
    let public = |node: &NodeIndex| {
        graph
            .edges(*node)
            .any(|arc| arc.weight().class <= RoadClass::Residential && !arc.weight().destination_only)
    };
    let nodes: Vec<NodeIndex> = graph.node_indices().filter(public).collect();
    let mut dice = Dice(1);
    let mut pairs = Vec::new();
    for _ in 0..ROUTES * 50 {
        let (from, to) = (nodes[dice.below(nodes.len())], nodes[dice.below(nodes.len())]);
        let (a, b) = (graph[from].point, graph[to].point);
        if (a.x() - b.x()).hypot(a.y() - b.y()) < APART {
            continue;
        }
        // The lower end first, so that "there" is up.
        let (low, high) = if graph[from].height < graph[to].height { (from, to) } else { (to, from) };
        if let (Some(up), Some(down)) = (network.path(weights, low, high), network.path(weights, high, low)) {
            pairs.push((up, down));
        }
        if pairs.len() == ROUTES {
            break;
        }
    }
    pairs
}

pub fn table(network: &Network) -> String {
    let truck = running("truck_4t2");
    let weights = network.weigh(&truck, Season::Autumn);
    let pairs = pairs(network, &weights);
    let mut text = format!(
        "{} routes, {:.0} km there and back, {:.0} km on average.\n\n| times | up, h | down, h | up over down | over tagged, both ways |\n|---|---:|---:|---:|---:|\n",
        pairs.len(),
        pairs.iter().map(|(up, down)| length(network, up) + length(network, down)).sum::<f64>(),
        pairs.iter().map(|(up, _)| length(network, up)).sum::<f64>() / pairs.len().max(1) as f64
    );
    let sum = |of: &dyn Fn(&[EdgeIndex]) -> f64| {
        let up: f64 = pairs.iter().map(|(up, _)| of(up)).sum();
        let down: f64 = pairs.iter().map(|(_, down)| of(down)).sum();
        (up / 3600.0, down / 3600.0)
    };
    let base = sum(&|path| seconds(network, path, tagged));
    let mut row = |name: &str, (up, down): (f64, f64)| {
        let over = (up + down) / (base.0 + base.1);
        let _ = writeln!(text, "| {name} | {up:.1} | {down:.1} | {:.3} | {over:.2} |", up / down);
    };
    row("tagged speeds alone", base);
    row(
        "GraphHopper's slope rules for bicycles on these",
        sum(&|path| seconds(network, path, |arc| graphhopper(arc, tagged(arc)))),
    );
    row(
        "Valhalla's grade factors for bicycles on these",
        sum(&|path| seconds(network, path, |arc| valhalla(arc, tagged(arc)))),
    );
    let empty = Running { gross_mass: truck.curb_mass + 150.0, ..truck };
    let icy = State { season: Season::Winter, weather: Weather::Ice, air: None, day: None };
    for (name, running, state) in [
        ("ours, 4.2 t diesel truck, half loaded, autumn", truck, State::from(Season::Autumn)),
        ("the same, empty", empty, State::from(Season::Autumn)),
        ("ours, van", running("van"), State::from(Season::Autumn)),
        ("ours, e-trike", running("etrike"), State::from(Season::Autumn)),
        ("ours, 18 t truck with 136 kW at the wheels, half loaded", heavy(), State::from(Season::Autumn)),
        (
            "4.2 t truck, rain",
            truck,
            State { season: Season::Autumn, weather: Weather::Rain, air: None, day: None },
        ),
        ("4.2 t truck, ice everywhere", truck, icy),
    ] {
        let weights = network.weigh(&running, state);
        row(name, sum(&|path| ours(&weights, path).0));
    }
    text
}

/// Limited by its power on most climbs.
fn heavy() -> Running {
    let truck = running("truck_4t2");
    Running {
        curb_mass: 7_000.0,
        gross_mass: 18_000.0,
        power: 136_000.0,
        drag_area: 6.0,
        rolling: 0.008,
        length: 9.0,
        width: 2.5,
        height: 3.5,
        ..truck
    }
}

fn length(network: &Network, path: &[EdgeIndex]) -> f64 {
    path.iter().map(|&arc| network.graph()[arc].length.as_f64()).sum::<f64>() / 1000.0
}

/// From the southern border to the highest pass and back.
pub fn pass(network: &Network) -> String {
    let mut text = "| vehicle | up, min | down, min | km/h up | km/h down | kWh up, empty | kWh down, empty |\n|---|---:|---:|---:|---:|---:|---:|\n".to_owned();
    let (low, high) = (near(network, (1.4566, 42.4360)), near(network, (1.719_381, 42.540_176)));
    let vehicles = ["truck_4t2", "van", "etrike"].map(|preset| (preset, running(preset)));
    for (preset, running) in vehicles.into_iter().chain([("18 t truck", heavy())]) {
        let weights = network.weigh(&running, Season::Autumn);
        let (Some(up), Some(down)) = (network.path(&weights, low, high), network.path(&weights, high, low))
        else {
            continue;
        };
        let ((up_s, up_j), (down_s, down_j)) = (ours(&weights, &up), ours(&weights, &down));
        let (there, back) = (length(network, &up), length(network, &down));
        let _ = writeln!(
            text,
            "| {preset}, {there:.1} km | {:.1} | {:.1} | {:.0} | {:.0} | {:.1} | {:.1} |",
            up_s / 60.0,
            down_s / 60.0,
            there / up_s * 3600.0,
            back / down_s * 3600.0,
            up_j / 3.6e6,
            down_j / 3.6e6
        );
    }
    text
}
