//! Shortest paths on compact arrays.
//!
//! One rule decides ties everywhere: of several paths of the same time the one
//! whose arcs' marks have the smaller sum (M33). A mark only depends on the
//! arc's index. So the path between two junctions is the same whatever search
//! finds it, and a path replayed alone is the one whose sums a matrix holds.

use super::{Arc, Junction, Weights};
use petgraph::graph::{DiGraph, EdgeIndex, NodeIndex};
use petgraph::visit::EdgeRef;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Arcs by their first junction, in order of their index.
#[derive(Clone, Debug)]
pub struct Roads {
    /// By junction: where its arcs begin; one more at the end.
    first: Vec<u32>,
    /// Second junction of each arc.
    heads: Vec<u32>,
    /// Edge index of each arc.
    edges: Vec<u32>,
}

/// A number that decides between paths of the same time: positive, at most 44 bits, scrambled
/// from an edge index. Two sums of marks are equal by accident only. (M33)
///
/// The scrambling is that of splitmix64 (Steele, Lea and Flood 2014, doi:10.1145/2660193.2660195).
#[must_use]
pub fn mark(edge: u32) -> u64 {
    let mut bits = u64::from(edge).wrapping_add(0x9e37_79b9_7f4a_7c15);
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    (bits ^ (bits >> 31)) >> 20 | 1
}

/// Milliseconds of arcs in the order of [`Roads`].
#[derive(Clone, Debug)]
pub struct Costs(Vec<u32>);

/// Milliseconds of what is closed, or counts as out of reach: about 24 days.
const NEVER: u32 = (1 << 31) - 1;
const NONE: u32 = u32::MAX;

impl Roads {
    pub(super) fn new(graph: &DiGraph<Junction, Arc>) -> Roads {
        let count = graph.node_count();
        let mut first = vec![0_u32; count + 1];
        for edge in graph.edge_references() {
            first[edge.source().index() + 1] += 1;
        }
        for junction in 0..count {
            first[junction + 1] += first[junction];
        }
        let mut next = first.clone();
        let (mut heads, mut edges) = (vec![0; graph.edge_count()], vec![0; graph.edge_count()]);
        for edge in graph.edge_references() {
            let place = &mut next[edge.source().index()];
            heads[*place as usize] = edge.target().index() as u32;
            edges[*place as usize] = edge.id().index() as u32;
            *place += 1;
        }
        Roads { first, heads, edges }
    }

    #[must_use]
    pub fn junctions(&self) -> usize {
        self.first.len() - 1
    }

    /// The milliseconds of some weights, laid out for searching.
    #[must_use]
    pub fn costs(&self, weights: &Weights) -> Costs {
        let cost = |&edge: &u32| weights.arcs[edge as usize].map_or(NEVER, |weight| weight.millis.min(NEVER));
        Costs(self.edges.iter().map(cost).collect())
    }
}

/// What is summed along the arcs of a tree.
pub trait Sums {
    /// The sums at the root.
    fn start(&mut self, root: u32);
    /// The sums at `to` are those at `from` and the edge.
    fn add(&mut self, from: u32, edge: u32, to: u32);
}

impl Sums for () {
    fn start(&mut self, _: u32) {}
    fn add(&mut self, _: u32, _: u32, _: u32) {}
}

/// The tree of paths of least time from one junction. Reusable: growing it again costs only
/// what the search touches.
#[derive(Clone, Debug)]
pub struct Tree {
    /// Milliseconds by junction, valid where `round` is the current one.
    millis: Vec<u32>,
    /// Sum of marks by junction, valid like `millis`.
    marks: Vec<u64>,
    /// The edge that leads here, and the junction it comes from.
    parent: Vec<(u32, u32)>,
    round: Vec<u32>,
    settled: Vec<u32>,
    wanted: Vec<u32>,
    now: u32,
    heap: BinaryHeap<Reverse<(u32, u64, u32)>>,
}

impl Tree {
    #[must_use]
    pub fn new(roads: &Roads) -> Tree {
        let count = roads.junctions();
        Tree {
            millis: vec![0; count],
            marks: vec![0; count],
            parent: vec![(NONE, NONE); count],
            round: vec![0; count],
            settled: vec![0; count],
            wanted: vec![0; count],
            now: 0,
            heap: BinaryHeap::new(),
        }
    }

    /// Grows from a junction until all targets are settled.
    pub fn grow(&mut self, roads: &Roads, costs: &Costs, from: NodeIndex, targets: &[NodeIndex]) {
        self.grow_with(roads, costs, from, targets, &mut ());
    }

    /// The same, with sums along the way for every settled junction.
    pub fn grow_with(
        &mut self,
        roads: &Roads,
        costs: &Costs,
        from: NodeIndex,
        targets: &[NodeIndex],
        sums: &mut impl Sums,
    ) {
        let mut left = self.begin(from, targets);
        sums.start(from.index() as u32);
        while let Some(Reverse((millis, _, junction))) = self.heap.pop() {
            let at = junction as usize;
            if self.settled[at] == self.now {
                continue;
            }
            self.settled[at] = self.now;
            let (edge, before) = self.parent[at];
            if edge != NONE {
                sums.add(before, edge, junction);
            }
            if self.wanted[at] == self.now {
                left -= 1;
                if left == 0 {
                    break;
                }
            }
            self.relax(roads, costs, junction, millis);
        }
    }

    /// Starts a new round; how many different targets there are.
    fn begin(&mut self, from: NodeIndex, targets: &[NodeIndex]) -> usize {
        if self.now == u32::MAX {
            for marks in [&mut self.round, &mut self.settled, &mut self.wanted] {
                marks.fill(0);
            }
            self.now = 0;
        }
        self.now += 1;
        self.heap.clear();
        let mut left = 0;
        for target in targets {
            let wanted = &mut self.wanted[target.index()];
            left += usize::from(*wanted != self.now);
            *wanted = self.now;
        }
        self.reach(from.index(), (0, 0), (NONE, NONE));
        left
    }

    fn reach(&mut self, junction: usize, (millis, marks): (u32, u64), parent: (u32, u32)) {
        self.round[junction] = self.now;
        self.millis[junction] = millis;
        self.marks[junction] = marks;
        self.parent[junction] = parent;
        self.heap.push(Reverse((millis, marks, junction as u32)));
    }

    fn relax(&mut self, roads: &Roads, costs: &Costs, junction: u32, millis: u32) {
        let (first, last) = (roads.first[junction as usize], roads.first[junction as usize + 1]);
        let marks = self.marks[junction as usize];
        for arc in first as usize..last as usize {
            let (head, cost) = (roads.heads[arc] as usize, costs.0[arc]);
            let there = millis.saturating_add(cost);
            if cost == NEVER || there >= NEVER {
                continue;
            }
            let edge = roads.edges[arc];
            let sum = marks + mark(edge);
            let known = (self.millis[head], self.marks[head]);
            if self.round[head] != self.now || (there, sum) < known {
                self.reach(head, (there, sum), (edge, junction));
            }
        }
    }

    /// Milliseconds to a target of the last round.
    #[must_use]
    pub fn millis(&self, to: NodeIndex) -> Option<u32> {
        (self.settled[to.index()] == self.now).then(|| self.millis[to.index()])
    }

    /// Edges to a target of the last round; empty for the root.
    #[must_use]
    pub fn path(&self, to: NodeIndex) -> Option<Vec<EdgeIndex>> {
        self.millis(to)?;
        let mut edges = Vec::new();
        let mut at = to.index();
        while self.parent[at].0 != NONE {
            edges.push(EdgeIndex::new(self.parent[at].0 as usize));
            at = self.parent[at].1 as usize;
        }
        edges.reverse();
        Some(edges)
    }
}
