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
    /// By arc: where the turns from it begin, the turns being in their order; one more at the end.
    first: Vec<u32>,
}

/// Paths of least time from one junction.
#[derive(Clone, Debug)]
pub struct Paths<'a> {
    network: &'a Network,
    from: NodeIndex,
    /// By arc: milliseconds and marks up to its end, and the arc before it.
    reached: Vec<Option<Reached>>,
}

#[derive(Clone, Copy, Debug)]
struct Reached {
    least: (u32, u64),
    before: Option<EdgeIndex>,
    settled: bool,
}

impl<'a> Streets<'a> {
    #[must_use]
    pub fn new(network: &'a Network) -> Streets<'a> {
        let turns = Turns::new(network);
        let mut first = vec![0_u32; network.graph().edge_count() + 1];
        for turn in 0..turns.len() as u32 {
            first[turns.arcs(turn)[0].index() + 1] += 1;
        }
        for arc in 1..first.len() {
            first[arc] += first[arc - 1];
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
    pub fn paths(&self, weights: &Weights, costs: &[u32], from: NodeIndex, to: &[NodeIndex]) -> Paths<'a> {
        let graph = self.network.graph();
        let mut paths = Paths { network: self.network, from, reached: vec![None; graph.edge_count()] };
        let mut heap = BinaryHeap::new();
        for entry in Turns::leaving(self.network, weights, from) {
            let least = (entry.millis.unsigned_abs(), mark(entry.node));
            paths.offer(&mut heap, EdgeIndex::new(entry.node as usize), least, None);
        }
        // A junction is done once the first arc to it is settled, and ties with it are.
        let mut wanted: BTreeSet<NodeIndex> = to.iter().copied().filter(|to| *to != from).collect();
        while let Some(Reverse((least, arc))) = heap.pop() {
            let arc = EdgeIndex::new(arc as usize);
            let Some(here) = paths.reached[arc.index()].as_mut().filter(|here| !here.settled) else {
                continue;
            };
            here.settled = true;
            if let Some((_, head)) = graph.edge_endpoints(arc)
                && wanted.remove(&head)
                && wanted.is_empty()
            {
                break;
            }
            for turn in self.first[arc.index()]..self.first[arc.index() + 1] {
                let next = self.turns.arcs(turn)[1];
                let millis = least.0.saturating_add(costs[turn as usize]);
                if costs[turn as usize] < NEVER && millis < NEVER {
                    let marks = least.1 + mark(next.index() as u32);
                    paths.offer(&mut heap, next, (millis, marks), Some(arc));
                }
            }
        }
        paths
    }
}

/// Least milliseconds and marks up to the end of an arc, and that arc.
type Queue = BinaryHeap<Reverse<((u32, u64), u32)>>;

impl Paths<'_> {
    fn offer(&mut self, heap: &mut Queue, arc: EdgeIndex, least: (u32, u64), before: Option<EdgeIndex>) {
        let known = &mut self.reached[arc.index()];
        if known.is_none_or(|known| least < known.least) {
            *known = Some(Reached { least, before, settled: false });
            heap.push(Reverse((least, arc.index() as u32)));
        }
    }

    /// Milliseconds to a junction that was asked for and the arcs that lead there, in order; `None`
    /// if there is no way.
    #[must_use]
    pub fn to(&self, junction: NodeIndex) -> Option<(u32, Vec<EdgeIndex>)> {
        if junction == self.from {
            return Some((0, Vec::new()));
        }
        let arcs = self.network.graph().edges_directed(junction, Direction::Incoming);
        let settled = |arc: EdgeIndex| self.reached[arc.index()].filter(|reached| reached.settled);
        let by = |arc: EdgeIndex| Some((settled(arc)?.least, arc));
        let (least, last) = arcs.filter_map(|edge| by(petgraph::visit::EdgeRef::id(&edge))).min()?;
        let mut path = vec![last];
        while let Some(before) = path.last().and_then(|arc| self.reached[arc.index()]?.before) {
            path.push(before);
        }
        path.reverse();
        Some((least.0, path))
    }
}
