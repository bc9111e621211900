use super::*;
use crate::county::{Circle, Report, RoadClass, RoadReport, Season, Structure, Way, Weather};
use crate::network::sample::{AIR, at, flat, map, truck, way};
use crate::network::{Network, State, Weights};
use crate::units::{Celsius, Fen};
use petgraph::graph::{EdgeIndex, NodeIndex};
use proptest::prelude::*;

const PRICES: Prices = Prices { per_hour: Fen(3_000), per_km: Fen(40), energy: Fen(60_000) };

fn web(links: &[(u32, u32, bool)]) -> (Network, Weights) {
    let nodes: Vec<(f64, f64)> =
        (0..9).map(|k| (f64::from(k) * 400.0, f64::from(k * k % 7) * 250.0)).collect();
    let road = |&(from, to, oneway): &(u32, u32, bool)| Way {
        oneway: if oneway { crate::county::Oneway::Forward } else { crate::county::Oneway::No },
        ..way(&[from, to])
    };
    let network = flat(&map(&nodes, links.iter().map(road).collect()));
    let weights = network.weigh(&truck(), Season::Autumn);
    (network, weights)
}

fn none(network: &Network) -> Rates {
    Rates(vec![0.0; network.graph().edge_count()])
}

fn demand(from: usize, to: usize) -> Demand {
    Demand { from: NodeIndex::new(from), to: NodeIndex::new(to), share: 1.0, price_out: Fen(50_000) }
}

fn closed(weights: &Weights, edges: &[EdgeIndex]) -> Weights {
    let mut closed = weights.clone();
    edges.iter().for_each(|edge| closed.arcs[edge.index()] = None);
    closed
}

/// Money and time there and back, by searching again from nothing.
fn round_trip(network: &Network, weights: &Weights, demand: &Demand) -> Option<(f64, i64)> {
    let one = |from, to| {
        let path = network.path(weights, from, to)?;
        Some(path.iter().fold((0.0, 0), |(money, millis), edge| {
            let arc = weights.arcs[edge.index()].unwrap();
            let more = 3_000.0 * f64::from(arc.millis) / 3.6e6
                + 40.0 * f64::from(arc.decimetres) / 1e4
                + 60_000.0 * f64::from(arc.empty) / 3.6e9;
            (money + more, millis + i64::from(arc.millis))
        }))
    };
    let (there, back) = (one(demand.from, demand.to)?, one(demand.to, demand.from)?);
    Some((there.0 + back.0, there.1 + back.1))
}

proptest! {
    #[test]
    fn a_closure_costs_what_searching_again_says(
        links in proptest::collection::vec((0..9_u32, 0..9_u32, proptest::bool::weighted(0.2)), 8..18),
        ends in proptest::collection::vec((0..3_usize, 0..9_usize), 1..6),
    ) {
        let (network, weights) = web(&links);
        let count = network.graph().node_count();
        prop_assume!(count > 3);
        let demands: Vec<Demand> = ends.iter().map(|&(from, to)| demand(from % count, to % count)).collect();

        let found = critical(&network, &weights, &none(&network), (&demands, &PRICES), 0.1);

        let good: Vec<&Demand> = demands.iter().filter(|demand| round_trip(&network, &weights, demand).is_some()).collect();
        prop_assert_eq!(found.unreachable, demands.len() - good.len());
        // Every single road closed, whether found or not.
        let mut costs = std::collections::BTreeMap::new();
        for stretch in &found.stretches {
            for edge in &stretch.edges {
                costs.insert(*edge, stretch);
            }
        }
        for edge in network.graph().edge_indices() {
            let both: Vec<EdgeIndex> = [edge].into_iter().chain(network.twin(edge)).collect();
            let without = closed(&weights, &both);
            let (mut off, mut millis, mut money) = (0, 0, 0.0);
            for demand in &good {
                let before = round_trip(&network, &weights, demand).unwrap();
                match round_trip(&network, &without, demand) {
                    Some(after) => {
                        millis += after.1 - before.1;
                        money += (after.0 - before.0).max(0.0).round();
                    }
                    None => off += 1,
                }
            }
            let (cut_off, added, cost) =
                costs.get(&edge).map_or((0, 0, 0), |found| (found.cut_off, found.added_millis, found.cost.0));
            prop_assert_eq!(cut_off, off);
            prop_assert_eq!(added, millis);
            prop_assert!((cost as f64 - money - 50_000.0 * off as f64).abs() <= 1.0 + good.len() as f64);
        }
    }

    #[test]
    fn bridges_are_what_cannot_be_closed(
        links in proptest::collection::vec((0..9_u32, 0..9_u32, proptest::bool::weighted(0.4)), 6..16),
    ) {
        let (network, weights) = web(&links);
        prop_assume!(network.graph().node_count() > 1);
        let root = NodeIndex::new(0);
        let both = |weights: &Weights, node| {
            network.path(weights, root, node).is_some() && network.path(weights, node, root).is_some()
        };

        let found = bridges(&network, &weights, root);

        let inside: Vec<NodeIndex> = network.graph().node_indices().filter(|&node| both(&weights, node)).collect();
        for edge in network.graph().edge_indices() {
            let (tail, head) = network.graph().edge_endpoints(edge).unwrap();
            let within = inside.contains(&tail) && inside.contains(&head);
            let without = closed(&weights, &[edge]);
            let breaks = within && inside.iter().any(|&node| !both(&without, node));
            prop_assert_eq!(found[edge.index()], breaks, "{:?}", edge);
        }
    }
}

#[test]
fn the_only_road_to_a_village_cuts_it_off_and_a_loop_is_a_detour() {
    // A ring of 0, 1, 2, a road from 2 to the village 3, and one from 0 to nobody.
    let (network, weights) =
        web(&[(0, 1, false), (1, 2, false), (2, 0, false), (2, 3, false), (0, 4, false)]);
    let near = |k: usize| {
        let wanted = at(k as f64 * 400.0, (k * k % 7) as f64 * 250.0);
        let off = |node: &NodeIndex| {
            let point = network.graph()[*node].point;
            (point.x() - wanted.x()).hypot(point.y() - wanted.y())
        };
        network.graph().node_indices().min_by(|a, b| off(a).total_cmp(&off(b))).unwrap()
    };
    let demand = Demand { from: near(0), to: near(3), share: 0.5, price_out: Fen(50_000) };

    let found = critical(&network, &weights, &none(&network), (&[demand], &PRICES), 0.1);

    let worst = &found.stretches[0];
    assert!(worst.bridge && worst.cut_off == 1 && worst.cost == Fen(50_000), "{worst:?}");
    let detour = &found.stretches[1];
    assert!(!detour.bridge && detour.detours == 1 && detour.added_millis > 0);
    assert_eq!((found.stretches.len(), found.bridges, found.roads), (2, 2, 4));
}

#[test]
fn steep_hillsides_rain_and_reports_close_roads_and_tunnels_stay_open() {
    let line = |structure: Structure| {
        flat(&map(&[(0.0, 0.0), (1_000.0, 0.0)], vec![Way { structure, ..way(&[0, 1]) }]))
    };
    let rate = |structure: Structure, degrees: f64, weather: Weather, reports: &[RoadReport]| {
        let ground = move |point: crate::units::Point| {
            Some(500.0 + degrees.to_radians().tan() * crate::network::sample::metres(point).1)
        };
        let state = State { season: Season::Summer, weather, air: None, day: None };
        rates(&line(structure), &ground, state, reports).0[0]
    };
    let fair = |degrees: f64| rate(Structure::Ground, degrees, Weather::Fair, &[]);

    // 0.05 a year and km at 30 degrees, twice for the cut, twice in summer: 0.2 / 365 a day.
    assert!((fair(30.0) - 0.2 / 365.0).abs() < 1e-5, "{}", fair(30.0));
    assert!((fair(36.0) / fair(30.0) - 2.0).abs() < 0.02);
    assert!(fair(5.0) < fair(30.0) / 30.0);
    assert!((rate(Structure::Ground, 30.0, Weather::Rain, &[]) / fair(30.0) - 5.0).abs() < 1e-6);
    assert!(rate(Structure::Tunnel, 30.0, Weather::Fair, &[]) < fair(30.0) / 40.0);
    let weak = RoadReport {
        code: String::new(),
        area: Circle { point: at(500.0, 0.0), radius: 100.0 },
        report: Report::Weak(7.3),
    };
    // 7.3 times a year is 0.02 a day.
    assert!((rate(Structure::Ground, 5.0, Weather::Fair, &[weak]) - 0.02 - fair(5.0)).abs() < 1e-4);
}

#[test]
fn ice_closes_roads_above_the_line_of_frost_only() {
    let road = map(&[(0.0, 0.0), (1_000.0, 0.0)], vec![way(&[0, 1])]);
    let rate = |height: f64| {
        let network = crate::network::sample::network(&road, &|_| Some(height));
        let air = crate::cold::Air { mean: Celsius(4.0), ..AIR };
        let state = State { season: Season::Winter, weather: Weather::Ice, air: Some(air), day: None };
        rates(&network, &|_| Some(height), state, &[]).0[0]
    };

    // Zero at 1,067 m.
    assert!(rate(1_500.0) > 0.015 && rate(500.0) < 0.001);
}

#[test]
fn the_second_way_avoids_what_is_weak_in_the_first() {
    // Straight on over a weak pass, or around it; the last kilometre is shared.
    let nodes = [(0.0, 0.0), (2_000.0, 0.0), (1_000.0, 1_200.0), (3_000.0, 0.0), (-500.0, 0.0)];
    let primary = |nodes: &[u32]| Way { class: RoadClass::Primary, ..way(nodes) };
    let network =
        flat(&map(&nodes, vec![primary(&[0, 1]), way(&[0, 2, 1]), primary(&[1, 3]), primary(&[4, 0])]));
    let weights = network.weigh(&truck(), Season::Autumn);
    let end = |east: f64| {
        let off =
            |node: &NodeIndex| (crate::network::sample::metres(network.graph()[*node].point).0 - east).abs();
        network.graph().node_indices().min_by(|a, b| off(a).total_cmp(&off(b))).unwrap()
    };
    let pass = RoadReport {
        code: String::new(),
        area: Circle { point: at(1_000.0, 0.0), radius: 100.0 },
        report: Report::Weak(10.0),
    };
    let rates = rates(&network, &|_| None, State::from(Season::Autumn), &[pass]);

    let found = alternatives(&network, &weights, &rates, (end(-500.0), end(3_000.0)), 3);

    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found[0].way.millis < found[1].way.millis && found[0].chance > found[1].chance);
    assert!((found[0].shared - 1.0).abs() < 1e-9 && found[1].shared < 0.01);
}
