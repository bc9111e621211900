//! Single paths of least time, turns included: what a matrix's entry drove.
//!
//! Dijkstra's search from the end of one arc to the end of the next. It finds
//! the very paths whose sums the matrices hold: the same times (M36), the same
//! rule for ties (M33), the same freedom at both ends (M37).

use crate::county::Running;
use crate::hierarchy::{NEVER, Turns};
use crate::network::{Network, Weights, mark};
use petgraph::Direction;
use petgraph::graph::{EdgeIndex, NodeIndex};
use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap};

/// A network's turns by the arc before them.
#[derive(Clone, Debug)]
pub struct Streets<'a> {
    network: &'a Network,
    turns: Turns,
    /// By node: where the turns from it begin, the turns being in their order; one more at the end.
    first: Vec<u32>,
}

/// Paths of least time from one junction.
#[derive(Clone, Debug)]
pub struct Paths<'a> {
    streets: &'a Streets<'a>,
    from: NodeIndex,
    /// By node of the turns: milliseconds and marks up to it, and the node before it.
    reached: Vec<Option<Reached>>,
}

#[derive(Clone, Copy, Debug)]
struct Reached {
    least: (u32, u64),
    before: Option<u32>,
    settled: bool,
}

impl<'a> Streets<'a> {
    #[must_use]
    pub fn new(network: &'a Network) -> Streets<'a> {
        let turns = Turns::new(network);
        let mut first = vec![0_u32; turns.node_count() + 1];
        for turn in 0..turns.len() as u32 {
            first[turns.nodes(turn)[0] as usize + 1] += 1;
        }
        for node in 1..first.len() {
            first[node] += first[node - 1];
        }
        Streets { network, turns, first }
    }

    /// Milliseconds of each turn with the arc after it, for [`Streets::paths`].
    #[must_use]
    pub fn costs(&self, weights: &Weights) -> Vec<u32> {
        self.turns.costs(weights)
    }

    /// Milliseconds of turning from one arc into another, without the arc after it; 0 if that is no
    /// turn of this network.
    #[must_use]
    pub fn turning(&self, running: &Running, from: EdgeIndex, to: EdgeIndex) -> u32 {
        let mut turns = self.first[from.index()]..self.first[from.index() + 1];
        let turn = turns.find(|&turn| self.turns.arcs(turn)[1] == to);
        turn.map_or(0, |turn| self.turns.millis(turn, running))
    }

    /// Searches from one junction until all of some others are reached, or nothing is left.
    #[must_use]
    pub fn paths(&self, weights: &Weights, costs: &[u32], from: NodeIndex, to: &[NodeIndex]) -> Paths<'_> {
        let graph = self.network.graph();
        let mut paths = Paths { streets: self, from, reached: vec![None; self.turns.node_count()] };
        let mut heap = BinaryHeap::new();
        for entry in Turns::leaving(self.network, weights, from) {
            let least = (entry.millis.unsigned_abs(), mark(entry.node));
            paths.offer(&mut heap, entry.node, least, None);
        }
        // A junction is done once the first arc to it is settled, and ties with it are.
        let mut wanted: BTreeSet<NodeIndex> = to.iter().copied().filter(|to| *to != from).collect();
        while let Some(Reverse((least, node))) = heap.pop() {
            let Some(here) = paths.reached[node as usize].as_mut().filter(|here| !here.settled) else {
                continue;
            };
            here.settled = true;
            if let Some((_, head)) = graph.edge_endpoints(self.turns.arc(node))
                && wanted.remove(&head)
                && wanted.is_empty()
            {
                break;
            }
            for turn in self.first[node as usize]..self.first[node as usize + 1] {
                let millis = least.0.saturating_add(costs[turn as usize]);
                if costs[turn as usize] < NEVER && millis < NEVER {
                    let marks = least.1 + mark(self.turns.arcs(turn)[1].index() as u32);
                    paths.offer(&mut heap, self.turns.nodes(turn)[1], (millis, marks), Some(node));
                }
            }
        }
        paths
    }
}

/// Least milliseconds and marks up to a node, and that node.
type Queue = BinaryHeap<Reverse<((u32, u64), u32)>>;

impl Paths<'_> {
    fn offer(&mut self, heap: &mut Queue, node: u32, least: (u32, u64), before: Option<u32>) {
        let known = &mut self.reached[node as usize];
        if known.is_none_or(|known| least < known.least) {
            *known = Some(Reached { least, before, settled: false });
            heap.push(Reverse((least, node)));
        }
    }

    /// Milliseconds to a junction that was asked for and the arcs that lead there, in order; `None`
    /// if there is no way.
    #[must_use]
    pub fn to(&self, junction: NodeIndex) -> Option<(u32, Vec<EdgeIndex>)> {
        if junction == self.from {
            return Some((0, Vec::new()));
        }
        let turns = &self.streets.turns;
        let arcs = self.streets.network.graph().edges_directed(junction, Direction::Incoming);
        let nodes = arcs.flat_map(|edge| turns.ends_of(petgraph::visit::EdgeRef::id(&edge)));
        let settled = |node: u32| self.reached[node as usize].filter(|reached| reached.settled);
        let by = |node: u32| Some((settled(node)?.least, node));
        let (least, last) = nodes.filter_map(by).min()?;
        let mut path = vec![last];
        while let Some(before) = path.last().and_then(|&node| self.reached[node as usize]?.before) {
            path.push(before);
        }
        Some((least.0, path.into_iter().rev().map(|node| turns.arc(node)).collect()))
    }
}
