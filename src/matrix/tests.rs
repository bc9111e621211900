use super::*;
use crate::county::{Oneway, Season, Surface, Way};
use crate::network::{ArcWeight, Network, sample};
use petgraph::algo::dijkstra;
use petgraph::graph::EdgeIndex;
use petgraph::visit::EdgeRef;
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

/// A random road map: loops, parallel and oneway ways, islands, nodes on one spot.
fn roads() -> impl Strategy<Value = (Nodes, Ways)> {
    let node =
        (0..6_u8, 0..6_u8).prop_map(|(east, north)| (f64::from(east) * 400.0, f64::from(north) * 400.0));
    (2..14_usize).prop_flat_map(move |count| {
        let way = (0..count as u32, 0..count as u32, 0..12_u8);
        (proptest::collection::vec(node.clone(), count), proptest::collection::vec(way, 1..30))
    })
}

fn built(nodes: &[(f64, f64)], ways: &[(u32, u32, u8)]) -> Network {
    let way = |&(from, to, kind): &(u32, u32, u8)| Way {
        oneway: if kind % 3 == 0 { Oneway::Forward } else { Oneway::No },
        surface: (kind % 4 == 1).then_some(Surface::Gravel),
        ..sample::way(&[from, to])
    };
    let ground = |point| Some(500.0 + 0.06 * sample::metres(point).0 - 0.03 * sample::metres(point).1);
    sample::network(&sample::map(nodes, ways.iter().map(way).collect()), &ground)
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
    fn every_leg_is_the_sum_over_its_replayed_path_and_as_fast_as_petgraphs((nodes, ways) in roads()) {
        let located = everywhere(built(&nodes, &ways));
        let (network, weights) = (&located.network, &located.weights[0]);
        let q10 = [2.0, 3.1];
        let matrix = &compute(&located, &sample::AIR, &q10).by_running[0];
        let warm = q10.map(|q10| network.warmth(weights, &sample::AIR, q10));
        let millis = |edge: EdgeIndex| u64::from(weights.arcs[edge.index()].unwrap().millis);

        for (from, &start) in located.junctions.iter().enumerate() {
            let slow = dijkstra(network.graph(), start, None, |edge| millis(edge.id()));
            for (to, &end) in located.junctions.iter().enumerate() {
                let (here, there) = (Location(from as u32), Location(to as u32));
                let path = network.path(weights, start, end);
                prop_assert_eq!(path.is_some(), slow.contains_key(&end));
                prop_assert_eq!(matrix.leg(here, there).is_some(), path.is_some());
                let (Some(path), Some(leg)) = (path, matrix.leg(here, there)) else { continue };
                let arcs: Vec<ArcWeight> = path.iter().map(|edge| weights.arcs[edge.index()].unwrap()).collect();
                let time: u64 = path.iter().map(|&edge| millis(edge)).sum();
                prop_assert_eq!(time, slow[&end]);
                prop_assert_eq!(leg.duration.0, half_up(time));
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
    fn a_path_joins_its_arcs_end_to_end((nodes, ways) in roads()) {
        let located = everywhere(built(&nodes, &ways));
        let graph = located.network.graph();
        for &end in &located.junctions {
            let Some(path) = located.network.path(&located.weights[0], located.junctions[0], end) else { continue };
            let mut at = located.junctions[0];
            for edge in path {
                let (from, to) = graph.edge_endpoints(edge).unwrap();
                prop_assert_eq!(from, at);
                at = to;
            }
            prop_assert_eq!(at, end);
        }
    }
}

#[test]
fn a_matrix_is_not_symmetric_where_the_road_climbs() {
    let located = everywhere(built(&[(0.0, 0.0), (2_000.0, 0.0)], &[(0, 1, 2)]));

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
    let located = everywhere(built(&nodes, &ways));

    let on = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let matrix = pool.install(|| compute(&located, &sample::AIR, &[2.2]).by_running.remove(0));
        let all = (0..64 * 64).map(|at| (Location(at / 64), Location(at % 64)));
        all.map(|(from, to)| (matrix.leg(from, to), matrix.warmth(0, from, to))).collect::<Vec<_>>()
    };

    assert_eq!(on(1), on(4));
}
