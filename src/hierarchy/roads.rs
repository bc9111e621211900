//! A network's roads as the input of a hierarchy.

use super::metric::NEVER;
use super::{Skeleton, order};
use crate::network::{Network, Weights};

/// A hierarchy whose nodes are junctions and whose input arcs are the network's, by edge index.
/// Turning costs nothing.
#[must_use]
pub fn junctions(network: &Network) -> Skeleton {
    let arcs = ends(network);
    let order = order::by_nodes(&plane(network), &arcs);
    let labels = (0..arcs.len() as u32).collect();
    Skeleton::new(&order, &arcs, labels)
}

/// Milliseconds of each arc for a hierarchy of junctions, by edge index.
#[must_use]
pub fn costs(weights: &Weights) -> Vec<u32> {
    weights.arcs.iter().map(|weight| weight.map_or(NEVER, |weight| weight.millis.min(NEVER))).collect()
}

/// Junctions on a plane: degrees of latitude, longitudes shortened to match.
#[must_use]
pub fn plane(network: &Network) -> Vec<[f64; 2]> {
    let graph = network.graph();
    let middle = graph.node_weights().map(|junction| junction.point.y()).sum::<f64>()
        / graph.node_count().max(1) as f64;
    let shrink = middle.to_radians().cos();
    graph.node_weights().map(|junction| [junction.point.x() * shrink, junction.point.y()]).collect()
}

/// First and second junction of each arc.
pub(super) fn ends(network: &Network) -> Vec<[u32; 2]> {
    let edges = network.graph().raw_edges();
    edges.iter().map(|edge| [edge.source().index() as u32, edge.target().index() as u32]).collect()
}
