//! The answers that were measured, held against petgraph's Dijkstra and
//! against the paths they stand for.

use super::measure::{QUANTITIES, Sample, after, all_quantities, carried};
use super::{Roads, RoadsResult, plain_costs};
use crate::hierarchy::{Entry, Metric, NEVER, On, Query, UNREACHABLE, table};
use petgraph::algo::dijkstra;
use petgraph::graph::{DiGraph, NodeIndex};

/// Starts whose whole rows are compared.
const ROWS: usize = 10;
/// Entries whose paths are replayed, at most.
const REPLAYED: usize = 10_000;

pub(super) fn check(roads: &Roads, metric: &Metric, sample: &Sample, result: &mut RoadsResult) {
    let arcs: Vec<[u32; 2]> = (0..roads.turns.len() as u32).map(|turn| roads.turns.nodes(turn)).collect();
    let (from, to) = (Sample::nodes(&sample.starts), Sample::nodes(&sample.ends));
    let with_turns = Judge {
        on: On { skeleton: &roads.skeleton, metric },
        nodes: roads.turns.node_count(),
        arcs: &arcs,
        costs: &roads.turns.costs(&roads.weights),
    };
    with_turns.judge(roads, after(roads), &from, &to, result);

    let costs = plain_costs(roads);
    let metric = Metric::new(&roads.plain, &costs);
    let edges = roads.network.graph().raw_edges();
    let arcs: Vec<[u32; 2]> =
        edges.iter().map(|edge| [edge.source().index() as u32, edge.target().index() as u32]).collect();
    let plain = Judge {
        on: On { skeleton: &roads.plain, metric: &metric },
        nodes: roads.network.graph().node_count(),
        arcs: &arcs,
        costs: &costs,
    };
    let from = Sample::junctions(&roads.network, &sample.starts);
    let to = Sample::junctions(&roads.network, &sample.ends);
    plain.judge(roads, |arc| arc, &from, &to, result);
}

/// One of the two hierarchies, and the graph it stands for.
struct Judge<'a> {
    on: On<'a>,
    nodes: usize,
    /// Input arcs, and what they cost.
    arcs: &'a [[u32; 2]],
    costs: &'a [u32],
}

impl Judge<'_> {
    fn judge(
        &self,
        roads: &Roads,
        arc_of: impl Fn(u32) -> u32 + Copy,
        from: &[Vec<Entry>],
        to: &[Vec<Entry>],
        result: &mut RoadsResult,
    ) {
        let times = table(self.on, from, to);
        let graph = self.graph();
        for start in 0..from.len().min(ROWS) {
            let slow =
                dijkstra(&graph, NodeIndex::new(from[start][0].node as usize), None, |edge| *edge.weight());
            for end in 0..to.len() {
                let millis = slow.get(&NodeIndex::new(to[end][0].node as usize));
                let expected = millis.map_or(UNREACHABLE, |&millis| millis.cast_signed());
                result.checked += 1;
                result.wrong += usize::from(times[start * to.len() + end] != expected);
            }
        }
        drop(graph);
        self.replay(roads, arc_of, from, to, &times, result);
    }

    /// Every so many entries: the quantities in the table are those along the path.
    fn replay(
        &self,
        roads: &Roads,
        arc_of: impl Fn(u32) -> u32 + Copy,
        from: &[Vec<Entry>],
        to: &[Vec<Entry>],
        times: &[i64],
        result: &mut RoadsResult,
    ) {
        let cells = all_quantities(self.on, &carried(roads, self.on, arc_of), from, to);
        let mut query = Query::new(self.on.skeleton);
        // A stride that shares no factor with usual sizes visits all rows and columns.
        let stride = (cells.len() / REPLAYED).max(1) | 1;
        for entry in (0..cells.len()).step_by(stride) {
            let (start, end) = (entry / to.len(), entry % to.len());
            let path = query.path(self.on, &from[start], &to[end]);
            let replayed = path.map(|path| self.sums(roads, arc_of, from[start][0].node, &path.arcs));
            let same = match (replayed, cells[entry]) {
                (None, None) => times[entry] == UNREACHABLE,
                (Some((last, sums)), Some(cell)) => {
                    last == to[end][0].node && sums == cell && times[entry] == cell[0]
                }
                _ => false,
            };
            result.checked += 1;
            result.wrong += usize::from(!same);
        }
    }

    /// Where a path leads, and its milliseconds and quantities; arcs that do not join lead nowhere.
    fn sums(
        &self,
        roads: &Roads,
        arc_of: impl Fn(u32) -> u32,
        start: u32,
        path: &[u32],
    ) -> (u32, [i64; QUANTITIES + 1]) {
        let (mut at, mut sums) = (start, [0; QUANTITIES + 1]);
        for &arc in path {
            let [tail, head] = self.arcs[arc as usize];
            at = if tail == at { head } else { u32::MAX };
            let Some(weight) = roads.weights.arcs[arc_of(arc) as usize] else { return (u32::MAX, sums) };
            sums[0] += i64::from(self.costs[arc as usize]);
            sums[1] += i64::from(weight.decimetres);
            sums[2] += i64::from(weight.empty);
            sums[3] += i64::from(weight.per_tonne);
        }
        (at, sums)
    }

    /// What can be driven, with its milliseconds.
    fn graph(&self) -> DiGraph<(), u64> {
        let mut graph = DiGraph::with_capacity(self.nodes, self.arcs.len());
        (0..self.nodes).for_each(|_| {
            graph.add_node(());
        });
        for ([tail, head], &cost) in self.arcs.iter().zip(self.costs).filter(|(_, cost)| **cost < NEVER) {
            graph.add_edge(NodeIndex::new(*tail as usize), NodeIndex::new(*head as usize), u64::from(cost));
        }
        graph
    }
}
