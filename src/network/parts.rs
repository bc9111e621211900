//! Which junctions can reach each other, there and back.

use super::{Arc, Network};
use petgraph::algo::kosaraju_scc;
use petgraph::visit::{EdgeFiltered, EdgeRef};

/// By junction: true in the largest part whose junctions can all reach each other on these arcs.
/// Of parts of the same size, the one with the first junction.
pub(super) fn main(network: &Network, usable: impl Fn(&Arc) -> bool) -> Vec<bool> {
    let graph = network.graph();
    let allowed: Vec<bool> = graph.edge_weights().map(usable).collect();
    let open = EdgeFiltered::from_fn(graph, |edge| allowed[edge.id().index()]);
    let parts = kosaraju_scc(&open);
    let first = |part: &[petgraph::graph::NodeIndex]| part.iter().min().copied();
    let largest = parts.iter().max_by_key(|part| (part.len(), std::cmp::Reverse(first(part))));
    let mut inside = vec![false; graph.node_count()];
    for junction in largest.into_iter().flatten() {
        inside[junction.index()] = true;
    }
    inside
}
