//! Roads without which some place cannot reach some other.
//!
//! An arc is a bridge of strong connectivity if its end is dominated by it in
//! the flow graph from some root, or in that of the reversed graph (Italiano,
//! Laura and Santaroni 2012, Theor. Comput. Sci. 447); on roads that may be
//! driven both ways these are Tarjan's bridges. (M43)

use crate::network::{Network, Weights};
use petgraph::algo::dominators::{Dominators, simple_fast};
use petgraph::graph::{DiGraph, NodeIndex};
use petgraph::visit::{EdgeRef, Reversed};

/// By edge: true if closing it (alone, in its direction) takes from `root`, or to it, a junction
/// that could be reached there and back. Arcs outside of the part that `root` reaches and is
/// reached from have `false`.
#[must_use]
pub fn bridges(network: &Network, weights: &Weights, root: NodeIndex) -> Vec<bool> {
    let mut open = DiGraph::<(), u32>::with_capacity(network.graph().node_count(), 0);
    let graph = network.graph();
    for _ in graph.node_indices() {
        open.add_node(());
    }
    for edge in graph.edge_indices().filter(|edge| weights.arcs[edge.index()].is_some()) {
        let (tail, head) = graph.edge_endpoints(edge).expect("an edge of this graph");
        open.add_edge(tail, head, edge.index() as u32);
    }
    let there = simple_fast(&open, root);
    let back = simple_fast(Reversed(&open), root);
    let inside: Vec<bool> = open
        .node_indices()
        .map(|node| {
            node == root
                || (there.immediate_dominator(node).is_some() && back.immediate_dominator(node).is_some())
        })
        .collect();
    let mut bridge = vec![false; graph.edge_count()];
    let within = |one: NodeIndex, other: NodeIndex| inside[one.index()] && inside[other.index()];
    let (down, up) = (Order::new(&open, &there, root), Order::new(&open, &back, root));
    for node in open.node_indices().filter(|node| inside[node.index()]) {
        let entering = open.edges_directed(node, petgraph::Direction::Incoming);
        let entering = entering.filter(|edge| within(edge.source(), edge.target()));
        if let Some(edge) = down.only(node, entering.map(|edge| (edge.source(), *edge.weight()))) {
            bridge[edge as usize] = true;
        }
        let leaving = open.edges_directed(node, petgraph::Direction::Outgoing);
        let leaving = leaving.filter(|edge| within(edge.source(), edge.target()));
        if let Some(edge) = up.only(node, leaving.map(|edge| (edge.target(), *edge.weight()))) {
            bridge[edge as usize] = true;
        }
    }
    bridge
}

/// A dominator tree whose nodes know their ranges.
struct Order {
    enter: Vec<u32>,
    leave: Vec<u32>,
}

impl Order {
    fn new(graph: &DiGraph<(), u32>, dominators: &Dominators<NodeIndex>, root: NodeIndex) -> Order {
        let mut children: Vec<Vec<NodeIndex>> = vec![Vec::new(); graph.node_count()];
        for node in graph.node_indices().filter(|node| *node != root) {
            if let Some(above) = dominators.immediate_dominator(node) {
                children[above.index()].push(node);
            }
        }
        let mut order =
            Order { enter: vec![u32::MAX; graph.node_count()], leave: vec![0; graph.node_count()] };
        let (mut clock, mut stack) = (0, vec![(root, false)]);
        while let Some((node, done)) = stack.pop() {
            if done {
                order.leave[node.index()] = clock;
                continue;
            }
            order.enter[node.index()] = clock;
            clock += 1;
            stack.push((node, true));
            stack.extend(children[node.index()].iter().map(|&child| (child, false)));
        }
        order
    }

    fn dominates(&self, above: NodeIndex, below: NodeIndex) -> bool {
        let place = self.enter[below.index()];
        self.enter[above.index()] <= place && place < self.leave[above.index()]
    }

    /// The one edge into a node that does not come from what the node itself dominates.
    fn only(&self, node: NodeIndex, entering: impl Iterator<Item = (NodeIndex, u32)>) -> Option<u32> {
        let mut from_elsewhere = entering.filter(|(from, _)| !self.dominates(node, *from));
        let (_, edge) = from_elsewhere.next()?;
        from_elsewhere.next().is_none().then_some(edge)
    }
}
