//! Roads as arrays for searching both ways, and the stretches that close together.

use crate::network::{ArcWeight, Network, Weights};
use petgraph::graph::{EdgeIndex, NodeIndex};

/// One arc as seen from a junction.
#[derive(Clone, Copy, Debug)]
pub(super) struct Step {
    /// The junction at the other end.
    pub(super) to: u32,
    /// Edge index in the network.
    pub(super) edge: u32,
}

/// Open arcs by junction, in one direction of driving.
#[derive(Clone, Debug)]
pub(super) struct Web {
    first: Vec<u32>,
    steps: Vec<Step>,
}

impl Web {
    /// `backwards`: arcs by the junction where they end.
    pub(super) fn new(network: &Network, weights: &Weights, backwards: bool) -> Web {
        let graph = network.graph();
        let mut ends = Vec::with_capacity(graph.edge_count());
        for edge in graph.edge_indices().filter(|edge| weights.arcs[edge.index()].is_some()) {
            let (tail, head) = graph.edge_endpoints(edge).expect("an edge of this graph");
            let (from, to) = if backwards { (head, tail) } else { (tail, head) };
            ends.push((from.index() as u32, Step { to: to.index() as u32, edge: edge.index() as u32 }));
        }
        ends.sort_by_key(|(from, step)| (*from, step.edge));
        let mut first = vec![0_u32; graph.node_count() + 1];
        ends.iter().for_each(|(from, _)| first[*from as usize + 1] += 1);
        for place in 1..first.len() {
            first[place] += first[place - 1];
        }
        Web { first, steps: ends.into_iter().map(|(_, step)| step).collect() }
    }

    pub(super) fn from(&self, junction: u32) -> &[Step] {
        &self.steps[self.first[junction as usize] as usize..self.first[junction as usize + 1] as usize]
    }

    pub(super) fn junctions(&self) -> usize {
        self.first.len() - 1
    }
}

/// What is added up along a path.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Way {
    pub millis: u64,
    pub decimetres: u64,
    /// Joules without load.
    pub joules: i64,
}

impl Way {
    pub(super) fn then(self, arc: ArcWeight) -> Way {
        Way {
            millis: self.millis + u64::from(arc.millis),
            decimetres: self.decimetres + u64::from(arc.decimetres),
            joules: self.joules + i64::from(arc.empty),
        }
    }
}

/// Arcs that close together, by edge: one road between places where something else begins. Only
/// junctions with exactly two neighbours, and not in `keep`, lie within a stretch.
pub(super) fn stretches(network: &Network, keep: &[bool]) -> (Vec<u32>, Vec<Vec<EdgeIndex>>) {
    let graph = network.graph();
    let mut around: Vec<Vec<u32>> = vec![Vec::new(); graph.node_count()];
    for edge in graph.edge_indices() {
        let (tail, head) = graph.edge_endpoints(edge).expect("an edge of this graph");
        let road = network.twin(edge).map_or(edge, |twin| twin.min(edge)).index() as u32;
        for (one, other) in [(tail, head), (head, tail)] {
            let roads = &mut around[one.index()];
            if !roads.contains(&road) {
                roads.push(road);
            }
            if one == other {
                roads.push(u32::MAX);
            }
        }
    }
    let mut groups = petgraph::unionfind::UnionFind::<u32>::new(graph.edge_count());
    for edge in graph.edge_indices() {
        if let Some(twin) = network.twin(edge) {
            groups.union(edge.index() as u32, twin.index() as u32);
        }
    }
    for (junction, roads) in around.iter().enumerate() {
        if let ([one, other], false) = (roads.as_slice(), keep[junction])
            && *other != u32::MAX
        {
            groups.union(*one, *other);
        }
    }
    let mut number = vec![u32::MAX; graph.edge_count()];
    let mut of = vec![0; graph.edge_count()];
    let mut members: Vec<Vec<EdgeIndex>> = Vec::new();
    for edge in graph.edge_indices() {
        let root = groups.find_mut(edge.index() as u32) as usize;
        if number[root] == u32::MAX {
            number[root] = members.len() as u32;
            members.push(Vec::new());
        }
        of[edge.index()] = number[root];
        members[number[root] as usize].push(edge);
    }
    (of, members)
}

/// Junctions as marks.
pub(super) fn marked(count: usize, junctions: impl Iterator<Item = NodeIndex>) -> Vec<bool> {
    let mut marks = vec![false; count];
    junctions.for_each(|junction| marks[junction.index()] = true);
    marks
}
