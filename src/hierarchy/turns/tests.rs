use super::*;
use crate::county::{Oneway, Restriction, RoadMap, Rule, Season, Subjects, Times, Via, Way};
use crate::hierarchy::{Metric, On, Query};
use crate::network::sample;
use proptest::prelude::*;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

mod over_ways;

fn weights(network: &Network) -> Weights {
    network.weigh(&sample::truck(), Season::Summer)
}

/// A road from west to east with a branch to the north in its middle:
///
/// ```text
///         3
///         |
/// 0 ----- 1 ----- 2
/// ```
fn branch() -> Network {
    let nodes = [(0.0, 0.0), (500.0, 0.0), (1_000.0, 0.0), (500.0, 500.0)];
    let ways = vec![sample::way(&[0, 1, 2]), Way { id: 8, ..sample::way(&[1, 3]) }];
    sample::flat(&sample::map(&nodes, ways))
}

/// Milliseconds of turning from the first place over the second to the third, in metres.
fn turning(network: &Network, turns: &Turns, running: &Running, route: [(f64, f64); 3]) -> Option<u32> {
    let graph = network.graph();
    let junction = |at: (f64, f64)| {
        let apart = |node: &NodeIndex| {
            let (east, north) = sample::metres(graph[*node].point);
            ((east - at.0).hypot(north - at.1) * 10.0) as i64
        };
        graph.node_indices().min_by_key(apart).unwrap()
    };
    let [from, over, to] = route.map(junction);
    let pair = [graph.find_edge(from, over)?, graph.find_edge(over, to)?];
    (0..turns.len() as u32).find(|&turn| turns.arcs(turn) == pair).map(|turn| turns.millis(turn, running))
}

#[test]
fn turning_left_takes_longer_than_right_and_straight_on_nothing() {
    let network = branch();
    let turns = Turns::new(&network);
    let (west, middle, east, north) = ((0.0, 0.0), (500.0, 0.0), (1_000.0, 0.0), (500.0, 500.0));
    let take = |route| turning(&network, &turns, &sample::trike(), route);

    assert_eq!(take([west, middle, east]), Some(0));
    assert_eq!(take([west, middle, north]), Some(6_000));
    assert_eq!(take([east, middle, north]), Some(3_000));
}

#[test]
fn one_turns_back_only_where_the_road_ends_and_long_vehicles_take_longer() {
    let network = branch();
    let turns = Turns::new(&network);
    let (west, middle) = ((0.0, 0.0), (500.0, 0.0));

    assert_eq!(turning(&network, &turns, &sample::trike(), [west, middle, west]), None);
    assert_eq!(turning(&network, &turns, &sample::trike(), [middle, west, middle]), Some(6_000));
    // 25 s, and 2.5 s for each of the 1.4 m beyond 4.5 m.
    assert_eq!(turning(&network, &turns, &sample::truck(), [middle, west, middle]), Some(28_500));
}

#[test]
fn a_hairpin_at_a_joint_of_two_roads_delays_long_vehicles_only() {
    // Up to the north-east and back to the north-west: a turn of about 157 degrees to the left.
    let nodes = [(0.0, 0.0), (1_000.0, 100.0), (0.0, 500.0)];
    let ways = vec![sample::way(&[0, 1]), Way { id: 8, urban: true, ..sample::way(&[1, 2]) }];
    let network = sample::flat(&sample::map(&nodes, ways));
    let turns = Turns::new(&network);
    let take = |running| turning(&network, &turns, &running, [nodes[0], nodes[1], nodes[2]]);

    assert_eq!(take(sample::trike()), Some(0));
    assert_eq!(take(sample::truck()), Some(3_500));
}

/// Metres east and north.
type Nodes = Vec<(f64, f64)>;
/// From, to, and what kind of way.
type Ways = Vec<(u32, u32, u8)>;

fn roads() -> impl Strategy<Value = (Nodes, Ways)> {
    let node =
        (0..6_u8, 0..6_u8).prop_map(|(east, north)| (f64::from(east) * 400.0, f64::from(north) * 400.0));
    (2..14_usize).prop_flat_map(move |count| {
        let way = (0..count as u32, 0..count as u32, 0..12_u8);
        (proptest::collection::vec(node.clone(), count), proptest::collection::vec(way, 1..30))
    })
}

/// Least milliseconds from a junction to all others, by Dijkstra's search over arcs.
fn slow(network: &Network, turns: &Turns, weights: &Weights, from: NodeIndex) -> BTreeMap<NodeIndex, u64> {
    let mut after: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    (0..turns.len() as u32)
        .for_each(|turn| after.entry(turns.nodes[turn as usize][0]).or_default().push(turn));
    let mut best: BTreeMap<u32, u64> = BTreeMap::new();
    let mut queue = BinaryHeap::new();
    let millis = |arc: u32| weights.arcs[arc as usize].map(|weight| u64::from(weight.millis));
    for edge in network.graph().edges(from) {
        if let Some(millis) = millis(edge.id().index() as u32) {
            queue.push(Reverse((millis, edge.id().index() as u32)));
        }
    }
    while let Some(Reverse((time, arc))) = queue.pop() {
        if best.contains_key(&arc) {
            continue;
        }
        best.insert(arc, time);
        for &turn in after.get(&arc).into_iter().flatten() {
            let next = turns.nodes[turn as usize][1];
            if let Some(millis) = millis(next) {
                let turning = u64::from(turns.millis(turn, weights.running()));
                queue.push(Reverse((time + turning + millis, next)));
            }
        }
    }
    let mut junctions = BTreeMap::from([(from, 0)]);
    for (arc, time) in best {
        let (_, head) = network.graph().edge_endpoints(EdgeIndex::new(arc as usize)).unwrap();
        let known = junctions.entry(head).or_insert(time);
        *known = time.min(*known);
    }
    junctions
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn with_turns_the_hierarchy_is_as_fast_as_a_search_over_arcs((nodes, ways) in roads()) {
        let way = |&(from, to, kind): &(u32, u32, u8)| Way {
            oneway: if kind % 3 == 0 { Oneway::Forward } else { Oneway::No },
            urban: kind % 4 == 1,
            ..sample::way(&[from, to])
        };
        let network = sample::flat(&sample::map(&nodes, ways.iter().map(way).collect()));
        let weights = weights(&network);
        let turns = Turns::new(&network);
        let skeleton = turns.hierarchy(&network);
        let metric = Metric::new(&skeleton, &turns.costs(&weights));
        let on = On { skeleton: &skeleton, metric: &metric };
        let mut query = Query::new(&skeleton);

        for from in network.graph().node_indices() {
            let slow = slow(&network, &turns, &weights, from);
            let starts = Turns::leaving(&network, &weights, from);
            for to in network.graph().node_indices().filter(|&to| to != from) {
                let ends = turns.arriving(&network, &weights, to);
                let path = query.path(on, &starts, &ends);
                prop_assert_eq!(path.as_ref().map(|path| path.millis as u64), slow.get(&to).copied());
                let Some(path) = path else { continue };
                // The arcs join, and times add up.
                let first = starts[path.from];
                let (mut at, mut time) = (first.node, first.millis as u64);
                for &turn in &path.arcs {
                    let [before, next] = turns.nodes[turn as usize];
                    prop_assert_eq!(before, at);
                    at = next;
                    time += u64::from(turns.millis(turn, weights.running()));
                    time += u64::from(weights.arcs[next as usize].unwrap().millis);
                }
                prop_assert_eq!(at, ends[path.to].node);
                prop_assert_eq!(time, path.millis as u64);
            }
        }
    }
}

#[test]
fn a_closed_road_is_driven_around_after_a_change_as_after_a_new_customization() {
    let nodes = [(0.0, 0.0), (500.0, 0.0), (500.0, 500.0), (0.0, 500.0)];
    let ways = [[0, 1], [1, 2], [2, 3], [3, 0], [0, 2]].map(|ends| sample::way(&ends)).to_vec();
    let network = sample::flat(&sample::map(&nodes, ways));
    let turns = Turns::new(&network);
    let skeleton = turns.hierarchy(&network);
    let mut weights = weights(&network);
    let mut metric = Metric::new(&skeleton, &turns.costs(&weights));

    // Every arc in turn, and then all of them.
    for arc in 0..network.graph().edge_count() {
        weights.arcs[arc] = None;
        let closed = [EdgeIndex::new(arc)];
        metric.change(&skeleton, &turns.costs(&weights), &turns.at(&closed));
        assert!(metric == Metric::new(&skeleton, &turns.costs(&weights)));
    }
}

#[test]
fn a_sign_for_trucks_lets_motorbikes_turn() {
    let nodes = [(0.0, 0.0), (500.0, 0.0), (1_000.0, 0.0), (500.0, 500.0)];
    let ways = vec![
        sample::way(&[0, 1]),
        Way { id: 9, urban: true, ..sample::way(&[1, 2]) },
        Way { id: 8, ..sample::way(&[1, 3]) },
    ];
    let heavy = Subjects { heavy: true, ..Subjects::NOBODY };
    let times = Times::default();
    let rule = Restriction { from: 7, via: Via::Node(1), to: 8, rule: Rule::No, whom: heavy, times };
    let map = RoadMap { restrictions: vec![rule], ..sample::map(&nodes, ways) };
    let network = sample::flat(&map);
    let turns = Turns::new(&network);
    let open = |running: &Running| {
        let weights = network.weigh(running, Season::Summer);
        turns.costs(&weights).iter().filter(|&&cost| cost < NEVER).count()
    };

    assert_eq!(open(&sample::truck()) + 1, open(&sample::trike()));
    assert_eq!(Turns::from_numbers(turns.numbers()), Some(turns.clone()));
}
