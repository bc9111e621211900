//! Climbs and slopes, against heights of passes and against the bare height model.

use super::{Country, running};
use mabang::county::Season;
use mabang::network::{Network, lengths};
use mabang::units::Point;
use petgraph::graph::{EdgeIndex, NodeIndex};
use std::fmt::Write;

/// A road to a pass: name, foot, top, height of the top by OpenStreetMap's `ele` and its node.
type Climb = (&'static str, (f64, f64), (f64, f64), f64, i64);

const CLIMBS: [Climb; 4] = [
    ("Andorra la Vella to Port d'Envalira", (1.521, 42.507), (1.719_381, 42.540_176), 2408.0, 206_332_846),
    ("Ordino to Coll d'Ordino", (1.533, 42.556), (1.571_868, 42.555_604), 1970.0, 1_367_751_728),
    ("Canillo to Coll d'Ordino", (1.5997, 42.5667), (1.571_868, 42.555_604), 1970.0, 1_367_751_728),
    ("La Massana to Port de Cabús", (1.5148, 42.545), (1.419_748, 42.546_378), 2318.0, 53_376_951),
];

pub fn climbs(country: &Country) -> String {
    let network = &country.network;
    let weights = network.weigh(&running("truck_4t2"), Season::Summer);
    let mut text = "| road | km | rise, m | top, m (ours / map) | climb, m (ours / bare model) | climb over rise |\n|---|---:|---:|---:|---:|---:|\n".to_owned();
    for (name, foot, top, height, node) in CLIMBS {
        let (foot, top) = (near(network, foot), near(network, top));
        let Some(path) = network.path(&weights, foot, top) else { continue };
        let (length, up) = climb(network, &path);
        let bare = bare_climb(country, &network.geometry(&path));
        let at = |node: NodeIndex| network.graph()[node].height.unwrap_or(f64::NAN);
        let rise = at(top) - at(foot);
        let _ = writeln!(
            text,
            "| {name} (node {node}) | {:.1} | {rise:.0} | {:.0} / {height:.0} | {up:.0} / {bare:.0} | {:.2} / {:.2} |",
            length / 1000.0,
            at(top),
            up / rise,
            bare / rise
        );
    }
    text
}

pub fn near(network: &Network, (lon, lat): (f64, f64)) -> NodeIndex {
    let graph = network.graph();
    let away = |node: &NodeIndex| (graph[*node].point.x() - lon).hypot(graph[*node].point.y() - lat);
    graph.node_indices().min_by(|one, other| away(one).total_cmp(&away(other))).expect("there are roads")
}

fn climb(network: &Network, path: &[EdgeIndex]) -> (f64, f64) {
    let pieces = path.iter().flat_map(|&arc| &network.graph()[arc].pieces);
    pieces.fold((0.0, 0.0), |(length, up), piece| {
        let metres = f64::from(piece.length);
        (length + metres, up + metres * f64::from(piece.slope).max(0.0))
    })
}

/// Heights of the bare model every 30 m.
fn bare(country: &Country, line: &[Point]) -> Vec<f64> {
    let along = lengths(line);
    let Some(&length) = along.last() else { return Vec::new() };
    let count = (length / 30.0).round().max(1.0) as usize;
    let at = |step: usize| {
        let metres = length * step as f64 / count as f64;
        let after = along.partition_point(|&a| a < metres).clamp(1, line.len() - 1);
        let share = (metres - along[after - 1]) / (along[after] - along[after - 1]).max(1e-9);
        let (from, to) = (line[after - 1], line[after]);
        Point::new(from.x() + (to.x() - from.x()) * share, from.y() + (to.y() - from.y()) * share)
    };
    if line.len() < 2 {
        return Vec::new();
    }
    (0..=count).filter_map(|step| country.dem.height(at(step))).collect()
}

fn bare_climb(country: &Country, line: &[Point]) -> f64 {
    bare(country, line).windows(2).map(|pair| (pair[1] - pair[0]).max(0.0)).sum()
}

/// Share of the road length by slope.
pub fn slopes(country: &Country) -> String {
    const EDGES: [f64; 8] = [0.0, 0.02, 0.04, 0.06, 0.08, 0.10, 0.15, 0.20];
    let bin = |slope: f64| EDGES.partition_point(|&edge| edge <= slope.abs()).saturating_sub(1);
    let (mut ours, mut bare_model) = ([0.0; 8], [0.0; 8]);
    let (mut up, mut bare_up) = (0.0, 0.0);
    for arc in country.network.graph().edge_weights() {
        for piece in &arc.pieces {
            ours[bin(f64::from(piece.slope))] += f64::from(piece.length);
            up += f64::from(piece.length) * f64::from(piece.slope).max(0.0);
        }
        let heights = bare(country, &arc.geometry);
        let step = arc.length.as_f64() / (heights.len().max(2) - 1) as f64;
        for pair in heights.windows(2) {
            bare_model[bin((pair[1] - pair[0]) / step.max(1e-9))] += step;
            bare_up += (pair[1] - pair[0]).max(0.0);
        }
    }
    let mut text = "| slope | ours | bare model |\n|---|---:|---:|\n".to_owned();
    let (all, all_bare): (f64, f64) = (ours.iter().sum(), bare_model.iter().sum());
    for (index, edge) in EDGES.iter().enumerate() {
        let upper = EDGES.get(index + 1).map_or("more".to_owned(), |edge| format!("{:.0} %", edge * 100.0));
        let share = |part: f64, of: f64| part / of.max(1.0) * 100.0;
        let (one, other) = (share(ours[index], all), share(bare_model[index], all_bare));
        let _ = writeln!(text, "| {:.0} % to {upper} | {one:.1} % | {other:.1} % |", edge * 100.0);
    }
    let _ = writeln!(
        text,
        "| metres climbed a km | {:.1} | {:.1} |",
        up / all * 1000.0,
        bare_up / all_bare * 1000.0
    );
    text
}
