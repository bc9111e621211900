//! The hierarchy against petgraph's Dijkstra and against its own replayed paths.

use super::*;
use crate::network::mark;
use petgraph::algo::dijkstra;
use petgraph::graph::{DiGraph, NodeIndex};
use proptest::prelude::*;

/// Places of nodes, and arcs with their milliseconds.
#[derive(Clone, Debug)]
struct Sample {
    points: Vec<[f64; 2]>,
    arcs: Vec<[u32; 2]>,
    costs: Vec<u32>,
}

/// Loops, parallel and oneway arcs, islands, zero lengths, closed arcs, nodes on one spot, and
/// few distinct costs so that there are many ties.
fn samples() -> impl Strategy<Value = Sample> {
    (1..40_usize, 0..4_u32).prop_flat_map(|(count, spread)| {
        let node = (0..6_u8, 0..6_u8).prop_map(|(east, north)| [f64::from(east), f64::from(north)]);
        let cost = prop_oneof![
            1 => Just(0),
            1 => Just(NEVER),
            8 => 1..2 + spread * 50,
        ];
        let arc = (0..count as u32, 0..count as u32, cost, any::<bool>());
        (proptest::collection::vec(node, count), proptest::collection::vec(arc, 0..90)).prop_map(
            |(points, ways)| {
                let mut sample = Sample { points, arcs: Vec::new(), costs: Vec::new() };
                for (tail, head, cost, both) in ways {
                    sample.arcs.push([tail, head]);
                    sample.costs.push(cost);
                    if both {
                        sample.arcs.push([head, tail]);
                        sample.costs.push(cost.min(NEVER - 1) / 2 + cost / NEVER * (NEVER / 2 + 1));
                    }
                }
                sample
            },
        )
    })
}

impl Sample {
    fn skeleton(&self) -> Skeleton {
        let labels = (0..self.arcs.len() as u32).collect();
        Skeleton::new(&order::by_nodes(&self.points, &self.arcs), &self.arcs, labels)
    }

    fn open(&self, arc: usize) -> bool {
        self.costs[arc] < NEVER
    }

    fn graph(&self) -> DiGraph<(), u32> {
        let mut graph = DiGraph::new();
        self.points.iter().for_each(|_| {
            graph.add_node(());
        });
        for (arc, [tail, head]) in self.arcs.iter().enumerate().filter(|(arc, _)| self.open(*arc)) {
            graph.add_edge(NodeIndex::new(*tail as usize), NodeIndex::new(*head as usize), arc as u32);
        }
        graph
    }

    /// By node: least milliseconds and marks.
    fn slow(&self, from: usize) -> Vec<Option<(u64, u64)>> {
        let graph = self.graph();
        // Milliseconds above, marks below: sums of 130 marks of 44 bits fit into 64.
        let cost = |arc: u32| u128::from(self.costs[arc as usize]) << 64 | u128::from(mark(arc));
        let found = dijkstra(&graph, NodeIndex::new(from), None, |edge| cost(*edge.weight()));
        let split = |sum: &u128| ((sum >> 64) as u64, *sum as u64);
        graph.node_indices().map(|node| found.get(&node).map(split)).collect()
    }

    /// Four quantities of an arc, some negative.
    fn quantities(arc: u32) -> [i64; 4] {
        let arc = i64::from(arc);
        [arc, 1, arc % 7 - 3, arc * arc % 11]
    }

    fn replay(&self, from: u32, to: u32, path: &[u32]) -> (u64, u64, [i64; 4]) {
        let (mut at, mut millis, mut marks, mut sums) = (from, 0, 0, [0; 4]);
        for &arc in path {
            let [tail, head] = self.arcs[arc as usize];
            assert_eq!(tail, at);
            at = head;
            millis += u64::from(self.costs[arc as usize]);
            marks += mark(arc);
            sums.iter_mut().zip(Sample::quantities(arc)).for_each(|(sum, more)| *sum += more);
        }
        assert_eq!(at, to);
        (millis, marks, sums)
    }

    fn carried(metric: &Metric) -> Carried {
        Sample::carried_times(metric, 1)
    }

    fn carried_times(metric: &Metric, factor: i64) -> Carried {
        Carried::new(metric, 4, |arc, row| {
            row.iter_mut().zip(Sample::quantities(arc)).for_each(|(sum, more)| *sum += factor * more);
        })
    }
}

fn everywhere(sample: &Sample) -> Vec<Vec<Entry>> {
    (0..sample.points.len() as u32).map(|node| vec![Entry::at(node)]).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn times_paths_and_sums_are_those_of_petgraphs_search(sample in samples()) {
        let skeleton = sample.skeleton();
        let metric = Metric::new(&skeleton, &sample.costs);
        let on = On { skeleton: &skeleton, metric: &metric };
        let nodes = everywhere(&sample);
        let count = nodes.len();
        let times = table(on, &nodes, &nodes);
        let carried = Sample::carried(&metric);
        let sums = table_with(on, &carried, Side::bare(&nodes), Side::bare(&nodes), |cell| {
            cell.map(|(millis, sums)| (millis, <[i64; 4]>::try_from(sums).unwrap()))
        });
        // Sums that need more than half the space.
        let wide = Sample::carried_times(&metric, 1 << 33);
        let wide = table_with(on, &wide, Side::bare(&nodes), Side::bare(&nodes), |cell| {
            cell.map(|(millis, sums)| (millis, <[i64; 4]>::try_from(sums).unwrap().map(|sum| sum >> 33)))
        });
        prop_assert_eq!(&wide, &sums);
        let mut query = Query::new(&skeleton);

        for from in 0..count {
            for (to, slow) in sample.slow(from).into_iter().enumerate() {
                let path = query.path(on, &nodes[from], &nodes[to]);
                prop_assert_eq!(path.is_some(), slow.is_some());
                prop_assert_eq!(sums[from * count + to].is_some(), slow.is_some());
                let (Some(path), Some((millis, marks))) = (path, slow) else {
                    prop_assert_eq!(times[from * count + to], UNREACHABLE);
                    continue;
                };
                let replayed = sample.replay(from as u32, to as u32, &path.arcs);
                prop_assert_eq!((replayed.0, replayed.1), (millis, marks));
                prop_assert_eq!(path.millis, millis as i64);
                prop_assert_eq!(times[from * count + to], millis as i64);
                prop_assert_eq!(sums[from * count + to], Some((millis as i64, replayed.2)));
            }
        }
    }

    #[test]
    fn distances_can_be_had_before_searches_are_thinned_out(sample in samples(), back in -30..1_i32) {
        let skeleton = sample.skeleton();
        let whole = Metric::new(&skeleton, &sample.costs);
        let on = On { skeleton: &skeleton, metric: &whole };
        let other: Vec<u32> = sample.costs.iter().map(|cost| cost / 2).collect();
        let mut metric = Metric::new(&skeleton, &other);
        let [mut one, mut two] = [Query::new(&skeleton), Query::new(&skeleton)];

        let fresh = metric.lay(&skeleton, &sample.costs);

        for [from, to] in sample.arcs.iter().map(|&[tail, head]| [head, tail]) {
            let (from, to) = ([Entry::at(from), Entry::at(0)], [Entry { node: to, millis: back }]);
            prop_assert_eq!(fresh.millis(&mut one, &from, &to), two.millis(on, &from, &to));
        }
        drop(fresh);
        prop_assert_eq!(metric, whole);
    }

    #[test]
    fn of_several_entries_the_best_pair_counts(
        sample in samples(),
        picks in proptest::collection::vec((any::<u32>(), 0..40_i32), 6),
    ) {
        let skeleton = sample.skeleton();
        let metric = Metric::new(&skeleton, &sample.costs);
        let on = On { skeleton: &skeleton, metric: &metric };
        let count = sample.points.len();
        let entry = |&(node, millis): &(u32, i32)| Entry { node: node % count as u32, millis };
        let from: Vec<Entry> = picks[..3].iter().map(entry).collect();
        // Ends may lie before their node.
        let to: Vec<Entry> = picks[3..].iter().map(entry).map(|it| Entry { millis: it.millis - 20, ..it }).collect();
        let slow: Vec<_> = (0..count).map(|node| sample.slow(node)).collect();
        let pair = |one: &Entry, other: &Entry| {
            let (millis, _) = slow[one.node as usize][other.node as usize]?;
            Some(millis as i64 + i64::from(one.millis) + i64::from(other.millis))
        };
        let best = from.iter().flat_map(|one| to.iter().filter_map(move |other| pair(one, other))).min();

        let mut query = Query::new(&skeleton);
        let carried = Sample::carried(&metric);
        let (starts, ends) = (vec![from.clone()], vec![to.clone()]);
        let sums = table_with(on, &carried, Side::bare(&starts), Side::bare(&ends), |cell| cell.map(|it| it.0));

        prop_assert_eq!(query.millis(on, &from, &to), best);
        prop_assert_eq!(table(on, &starts, &ends)[0], best.unwrap_or(UNREACHABLE));
        prop_assert_eq!(sums[0], best);
        if let Some(path) = query.path(on, &from, &to) {
            let (one, other) = (from[path.from], to[path.to]);
            let replayed = sample.replay(one.node, other.node, &path.arcs);
            let ends = i64::from(one.millis) + i64::from(other.millis);
            prop_assert_eq!(replayed.0 as i64 + ends, path.millis);
        }
    }
}

/// A square grid where every arc takes the same time: nothing but ties.
fn grid(side: u32) -> Sample {
    let mut sample = Sample { points: Vec::new(), arcs: Vec::new(), costs: Vec::new() };
    for node in 0..side * side {
        let (east, north) = (node % side, node / side);
        sample.points.push([f64::from(east), f64::from(north)]);
        let right = (east + 1 < side).then_some(node + 1);
        let up = (north + 1 < side).then_some(node + side);
        for other in [right, up].into_iter().flatten() {
            sample.arcs.extend([[node, other], [other, node]]);
            sample.costs.extend([7, 7]);
        }
    }
    sample
}

#[test]
fn on_a_grid_of_ties_every_sum_is_that_of_the_path_that_is_drawn() {
    let sample = grid(23);
    let skeleton = sample.skeleton();
    let metric = Metric::new(&skeleton, &sample.costs);
    let on = On { skeleton: &skeleton, metric: &metric };
    let nodes: Vec<Vec<Entry>> = everywhere(&sample).into_iter().step_by(11).collect();

    let carried = Sample::carried(&metric);
    let sums = table_with(on, &carried, Side::bare(&nodes), Side::bare(&nodes), |cell| {
        cell.map_or([i64::MIN; 4], |(_, sums)| sums.try_into().unwrap())
    });

    let mut query = Query::new(&skeleton);
    for (from, start) in nodes.iter().enumerate() {
        for (to, end) in nodes.iter().enumerate() {
            let path = query.path(on, start, end).unwrap();
            let replayed = sample.replay(start[0].node, end[0].node, &path.arcs);
            assert_eq!(sums[from * nodes.len() + to], replayed.2);
            assert_eq!(
                Some((replayed.0, replayed.1)),
                sample.slow(start[0].node as usize)[end[0].node as usize]
            );
        }
    }
}

#[test]
fn one_thread_and_three_give_the_same_to_the_last_bit() {
    let sample = grid(40);
    let work = || {
        let skeleton = sample.skeleton();
        let metric = Metric::new(&skeleton, &sample.costs);
        let nodes: Vec<Vec<Entry>> = everywhere(&sample).into_iter().step_by(17).collect();
        let on = On { skeleton: &skeleton, metric: &metric };
        let times = table(on, &nodes, &nodes);
        (skeleton, metric, times)
    };
    let on_threads = |count: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(count).build().unwrap();
        pool.install(work)
    };

    let (one, three) = (on_threads(1), on_threads(3));

    assert!(one == three);
}

#[test]
fn nothing_at_all_and_a_single_node_are_no_trouble() {
    let none = Skeleton::new(&[], &[], Vec::new());
    let metric = Metric::new(&none, &[]);
    assert_eq!(table(On { skeleton: &none, metric: &metric }, &[], &[]), Vec::<i64>::new());

    let one = Skeleton::new(&order::by_nodes(&[[0.0, 0.0]], &[[0, 0]]), &[[0, 0]], vec![0]);
    let metric = Metric::new(&one, &[5]);
    let on = On { skeleton: &one, metric: &metric };
    let path = Query::new(&one).path(on, &[Entry::at(0)], &[Entry::at(0)]).unwrap();
    assert_eq!((path.millis, path.arcs), (0, Vec::new()));
    assert_eq!(Query::new(&one).millis(on, &[], &[Entry::at(0)]), None);
}

#[test]
fn a_graph_whose_nodes_all_lie_on_one_spot_is_ordered_too() {
    let star: Vec<[u32; 2]> = (1..200).flat_map(|leaf| [[0, leaf], [leaf, 0]]).collect();
    let points = vec![[109.0, 31.0]; 200];

    let skeleton = Skeleton::new(&order::by_nodes(&points, &star), &star, (0..398).collect());

    // The hub above all leaves: a link for each, no more.
    assert_eq!(skeleton.links(), 199);
}
