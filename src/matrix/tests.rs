use super::*;
use crate::county::{Oneway, Restriction, Rule, Season, Subjects, Surface, Times, Via, Way};
use crate::hierarchy::{NEVER, Turns};
use crate::network::{ArcWeight, Network, Weights, sample};
use petgraph::graph::{EdgeIndex, NodeIndex};
use proptest::prelude::*;

#[test]
fn a_matrix_made_by_hand_says_what_it_was_told_and_zero_on_its_diagonal() {
    let one_way = |from: Location, to: Location| {
        (from <= to).then(|| Leg { duration: Seconds(60), distance: Metres(500), ..Leg::default() })
    };

    let matrix = Matrix::from_legs(2, one_way, &[vec![0, 70, 0, 0]]);

    assert_eq!(matrix.leg(Location(0), Location(1)).map(|leg| leg.duration), Some(Seconds(60)));
    assert_eq!(matrix.leg(Location(1), Location(0)), None);
    assert_eq!(matrix.leg(Location(1), Location(1)), Some(Leg::default()));
    assert_eq!(matrix.warmth(0, Location(0), Location(1)), Seconds(70));
}

/// Metres east and north.
type Nodes = Vec<(f64, f64)>;
/// From, to, and what kind of way.
type Ways = Vec<(u32, u32, u8)>;
/// From which way, over which node, into which way, and what the sign says.
type Signs = Vec<(u8, u32, u8, u8)>;

/// A random road map: loops, parallel and oneway ways, islands, nodes on one spot, signs.
fn roads() -> impl Strategy<Value = (Nodes, Ways, Signs)> {
    let node =
        (0..6_u8, 0..6_u8).prop_map(|(east, north)| (f64::from(east) * 400.0, f64::from(north) * 400.0));
    (2..14_usize).prop_flat_map(move |count| {
        let way = (0..count as u32, 0..count as u32, 0..12_u8);
        let sign = (0..30_u8, 0..count as u32, 0..30_u8, 0..9_u8);
        (
            proptest::collection::vec(node.clone(), count),
            proptest::collection::vec(way, 1..30),
            proptest::collection::vec(sign, 0..20),
        )
    })
}

type Sketch<'a> = (&'a [(f64, f64)], &'a [(u32, u32, u8)], &'a [(u8, u32, u8, u8)]);

fn built((nodes, ways, signs): Sketch) -> Network {
    let way = |(id, &(from, to, kind)): (usize, &(u32, u32, u8))| Way {
        id: id as i64,
        oneway: if kind % 3 == 0 { Oneway::Forward } else { Oneway::No },
        surface: (kind % 4 == 1).then_some(Surface::Gravel),
        ..sample::way(&[from, to])
    };
    let sign = |&(from, via, to, kind): &(u8, u32, u8, u8)| Restriction {
        from: i64::from(from),
        via: Via::Node(via),
        to: i64::from(to),
        times: Times::default(),
        rule: [Rule::No, Rule::NoReturn, Rule::Only][usize::from(kind % 3)],
        whom: if kind < 5 { Subjects::EVERYBODY } else { Subjects { heavy: true, ..Subjects::default() } },
    };
    let ground = |point| Some(500.0 + 0.06 * sample::metres(point).0 - 0.03 * sample::metres(point).1);
    let map = sample::map(nodes, ways.iter().enumerate().map(way).collect());
    let restrictions = signs.iter().map(sign).collect();
    sample::network(&crate::county::RoadMap { restrictions, ..map }, &ground)
}

/// Least milliseconds from a junction to the end of each arc, with turns: Bellman and Ford's way.
fn slow(network: &Network, weights: &Weights, from: NodeIndex) -> Vec<u64> {
    let turns = Turns::new(network);
    let costs = turns.costs(weights);
    let mut least = vec![u64::MAX; network.graph().edge_count()];
    for entry in Turns::leaving(network, weights, from) {
        least[entry.node as usize] = entry.millis as u64;
    }
    for _ in 0..least.len() {
        for turn in (0..turns.len() as u32).filter(|turn| costs[*turn as usize] != NEVER) {
            let [before, after] = turns.arcs(turn).map(EdgeIndex::index);
            let there = least[before].saturating_add(u64::from(costs[turn as usize]));
            least[after] = least[after].min(there);
        }
    }
    least
}

/// Every junction as a location, for one vehicle.
fn everywhere(network: Network) -> Located {
    let running = sample::truck();
    Located {
        runnings: vec![running],
        running_of: vec![0],
        weights: vec![network.weigh(&running, Season::Summer)],
        junctions: network.graph().node_indices().collect(),
        sites: Vec::new(),
        picks: Vec::new(),
        drops: Vec::new(),
        network,
    }
}

fn half_up(thousandths: u64) -> i64 {
    ((thousandths + 500) / 1000) as i64
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn every_leg_is_the_sum_over_its_replayed_path_and_no_path_is_faster((nodes, ways, signs) in roads()) {
        let located = everywhere(built((&nodes, &ways, &signs)));
        let (network, weights) = (&located.network, &located.weights[0]);
        let q10 = [2.0, 3.1];
        let matrix = &compute(&located, &sample::AIR, &q10).by_running[0];
        let warm = q10.map(|q10| network.warmth(weights, &sample::AIR, q10));
        let streets = Streets::new(network);
        let costs = streets.costs(weights);

        for (from, &start) in located.junctions.iter().enumerate() {
            let slow = slow(network, weights, start);
            for (to, &end) in located.junctions.iter().enumerate() {
                let (here, there) = (Location(from as u32), Location(to as u32));
                let path = streets.paths(weights, &costs, start, &[end]).to(end);
                let arriving = network.graph().edges_directed(end, petgraph::Direction::Incoming);
                let least = arriving.map(|arc| slow[petgraph::visit::EdgeRef::id(&arc).index()]).min();
                let least = if start == end { Some(0) } else { least.filter(|least| *least < u64::MAX) };
                prop_assert_eq!(path.as_ref().map(|path| u64::from(path.0)), least);
                prop_assert_eq!(matrix.leg(here, there).is_some(), path.is_some());
                let (Some((time, path)), Some(leg)) = (path, matrix.leg(here, there)) else { continue };
                let arcs: Vec<ArcWeight> = path.iter().map(|edge| weights.arcs[edge.index()].unwrap()).collect();
                prop_assert_eq!(leg.duration.0, half_up(u64::from(time)));
                let decimetres: u64 = arcs.iter().map(|arc| u64::from(arc.decimetres)).sum();
                prop_assert_eq!(leg.distance.0, ((decimetres + 5) / 10) as i64);
                prop_assert_eq!(leg.empty.0, arcs.iter().map(|arc| i64::from(arc.empty)).sum::<i64>());
                prop_assert_eq!(leg.per_tonne.0, arcs.iter().map(|arc| i64::from(arc.per_tonne)).sum::<i64>());
                for (class, warm) in warm.iter().enumerate() {
                    let sum: u64 = path.iter().map(|edge| u64::from(warm[edge.index()])).sum();
                    prop_assert_eq!(matrix.warmth(class, here, there).0, half_up(sum));
                }
            }
        }
    }

    #[test]
    fn a_path_joins_its_arcs_end_to_end_and_makes_no_forbidden_turn((nodes, ways, signs) in roads()) {
        let located = everywhere(built((&nodes, &ways, &signs)));
        // A road from a node to itself on the same spot is none.
        prop_assume!(!located.junctions.is_empty());
        let (network, weights) = (&located.network, &located.weights[0]);
        let streets = Streets::new(network);
        let paths = streets.paths(weights, &streets.costs(weights), located.junctions[0], &located.junctions);
        let forbidden = |pair: &[EdgeIndex]| {
            network.bans().iter().any(|ban| ban.whom.heavy && ban.arcs == pair)
        };
        for &end in &located.junctions {
            let Some((_, path)) = paths.to(end) else { continue };
            let mut at = located.junctions[0];
            for edge in &path {
                let (from, to) = network.graph().edge_endpoints(*edge).unwrap();
                prop_assert_eq!(from, at);
                at = to;
            }
            prop_assert_eq!(at, end);
            prop_assert!(!path.windows(2).any(forbidden));
        }
    }
}

/// Four roads of 500 m that meet at node 0: east, north, west and south, ways 0 to 3.
fn crossing(signs: &[(u8, u32, u8, u8)]) -> Located {
    let nodes = [(0.0, 0.0), (500.0, 0.0), (0.0, 500.0), (-500.0, 0.0), (0.0, -500.0)];
    everywhere(built((&nodes, &[(0, 1, 2), (0, 2, 2), (0, 3, 2), (0, 4, 2)], signs)))
}

/// Seconds between the ends of the roads east and north: a right turn from there, a left turn back.
fn east_and_north(located: &Located) -> [Option<i64>; 2] {
    let matrix = &compute(located, &sample::AIR, &[]).by_running[0];
    let end = |east: f64, north: f64| {
        let off = |junction: &NodeIndex| {
            let (x, y) = sample::metres(located.network.graph()[*junction].point);
            (x - east).abs() + (y - north).abs() < 1.0
        };
        Location(located.junctions.iter().position(off).unwrap() as u32)
    };
    let (east, north) = (end(500.0, 0.0), end(0.0, 500.0));
    [(east, north), (north, east)].map(|(from, to)| matrix.leg(from, to).map(|leg| leg.duration.0))
}

#[test]
fn turning_left_takes_longer_than_turning_right() {
    let located = crossing(&[]);
    let straight = located.weights[0].arcs.iter().map(|arc| arc.unwrap().millis).max().unwrap() * 2;

    let [right, left] = east_and_north(&located).map(Option::unwrap);

    // From the east one comes westwards and turns right to the north.
    let takes = |key: &str| crate::facts::value(key) * 1000.0;
    assert!(right * 1000 >= i64::from(straight) * 9 / 10, "{right}");
    assert!(((left - right) as f64 * 1000.0 - (takes("turn.left") - takes("turn.right"))).abs() < 2_000.0);
    assert!(left > right);
}

#[test]
fn a_turn_that_a_sign_forbids_is_driven_by_way_of_a_road_that_ends() {
    let free = east_and_north(&crossing(&[]));
    let signed = east_and_north(&crossing(&[(0, 0, 1, 0)]));
    let only = east_and_north(&crossing(&[(0, 0, 2, 2), (2, 0, 0, 2)]));

    // No right turn out of the east: straight on to the west's end, back, and left to the north.
    assert_eq!(signed[1], free[1]);
    assert!(signed[0].unwrap() > free[0].unwrap() + 60, "{signed:?} {free:?}");
    // Only straight on between east and west: from there nobody gets to the north.
    assert_eq!(only, [None, free[1]]);
}

#[test]
fn two_locations_on_one_junction_are_no_drive_apart() {
    let mut located = crossing(&[]);
    located.junctions.push(located.junctions[2]);

    let matrix = &compute(&located, &sample::AIR, &[2.0]).by_running[0];

    assert_eq!(matrix.leg(Location(2), Location(5)), Some(Leg::default()));
    assert_eq!(matrix.leg(Location(5), Location(2)), Some(Leg::default()));
    assert_eq!(matrix.warmth(0, Location(5), Location(2)), Seconds(0));
    assert_eq!(matrix.leg(Location(0), Location(5)), matrix.leg(Location(0), Location(2)));
}

#[test]
fn a_matrix_is_not_symmetric_where_the_road_climbs() {
    let located = everywhere(built((&[(0.0, 0.0), (2_000.0, 0.0)], &[(0, 1, 2)], &[])));

    let matrix = &compute(&located, &sample::AIR, &[]).by_running[0];

    let (up, down) = (matrix.leg(Location(0), Location(1)), matrix.leg(Location(1), Location(0)));
    assert!(up.unwrap().empty > down.unwrap().empty);
    assert!(up.unwrap().energy(crate::units::Grams(1_000_000)) > up.unwrap().empty);
}

#[test]
fn rows_are_the_same_on_one_thread_and_on_many() {
    let nodes: Vec<(f64, f64)> =
        (0..64).map(|at| (f64::from(at % 8) * 400.0, f64::from(at / 8) * 400.0)).collect();
    let ways: Vec<(u32, u32, u8)> =
        (0..63).map(|at| (at, at + 1, 1)).chain((0..56).map(|at| (at, at + 8, 2))).collect();
    let located = everywhere(built((&nodes, &ways, &[])));

    let on = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let matrix = pool.install(|| compute(&located, &sample::AIR, &[2.2]).by_running.remove(0));
        let all = (0..64 * 64).map(|at| (Location(at / 64), Location(at % 64)));
        all.map(|(from, to)| (matrix.leg(from, to), matrix.warmth(0, from, to))).collect::<Vec<_>>()
    };

    assert_eq!(on(1), on(4));
}
