//! Ways that do not count on the same weak roads (M44).

use super::hazard::Rates;
use super::web::Way;
use crate::facts;
use crate::network::{Network, Weights};
use petgraph::graph::{EdgeIndex, NodeIndex};

/// One way from here to there.
#[derive(Clone, Debug, PartialEq)]
pub struct Alternative {
    pub path: Vec<EdgeIndex>,
    pub way: Way,
    /// That some road of it is closed on the day.
    pub chance: f64,
    /// Share of the closures of the first way that would close this one too.
    pub shared: f64,
}

/// The way of least time, then ways that avoid what is weak in those before, at most `most`.
///
/// A road used before gets slower by `critical.avoid` times its closures a day over those of a
/// weak road; rates add up, so the sum over a way is what it counts on. Ends as soon as nothing
/// new is found.
#[must_use]
pub fn alternatives(
    network: &Network,
    weights: &Weights,
    rates: &Rates,
    (from, to): (NodeIndex, NodeIndex),
    most: usize,
) -> Vec<Alternative> {
    let (avoid, weak) = (facts::value("critical.avoid") * 1000.0, facts::value("hazard.weak"));
    let mut dear = weights.clone();
    let mut found: Vec<Alternative> = Vec::new();
    while found.len() < most {
        let Some(path) = network.path(&dear, from, to) else { break };
        if found.iter().any(|known| known.path == path) {
            break;
        }
        for &edge in
            path.iter().chain(&path.iter().filter_map(|&edge| network.twin(edge)).collect::<Vec<_>>())
        {
            if let Some(weight) = &mut dear.arcs[edge.index()] {
                let more = (avoid * rates.0[edge.index()] / weak).min(avoid).round() as u32;
                weight.millis = weight.millis.saturating_add(more);
            }
        }
        let first = found.first().map_or(&path, |first| &first.path);
        let sum = |edges: &mut dyn Iterator<Item = &EdgeIndex>| {
            edges.map(|edge| rates.0[edge.index()]).sum::<f64>()
        };
        let shared =
            sum(&mut path.iter().filter(|edge| first.contains(edge))) / sum(&mut first.iter()).max(1e-12);
        let way = path.iter().filter_map(|edge| weights.arcs[edge.index()]).fold(Way::default(), Way::then);
        let chance = rates.any(path.iter().copied());
        found.push(Alternative { chance, shared, way, path });
    }
    found
}
