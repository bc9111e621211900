use super::sample::*;
use super::*;
use crate::county::{Barrier, Closure, Drive, Limits, Oneway, RoadClass, Season, Structure, Way};
use crate::facts;
use crate::finding::Code;
use proptest::prelude::*;

fn ascent(arc: &Arc) -> f64 {
    arc.pieces.iter().map(|piece| f64::from(piece.slope.max(0.0) * piece.length)).sum()
}

fn steepest(arc: &Arc) -> f64 {
    arc.pieces.iter().map(|piece| f64::from(piece.slope.abs())).fold(0.0, f64::max)
}

fn arcs(network: &Network) -> Vec<&Arc> {
    network.graph().edge_weights().collect()
}

#[test]
fn ways_in_a_row_become_one_arc_each_way_unless_they_differ() {
    let nodes = [(0.0, 0.0), (300.0, 0.0), (600.0, 0.0), (900.0, 0.0)];
    let alike = map(&nodes, vec![way(&[0, 1]), way(&[2, 1]), way(&[2, 3])]);
    let gravel = Way { surface: Some(Surface::Gravel), ..way(&[2, 1]) };
    let unlike = map(&nodes, vec![way(&[0, 1]), gravel, way(&[2, 3])]);

    assert_eq!((flat(&alike).stats().junctions, flat(&alike).stats().arcs), (2, 2));
    assert_eq!((flat(&unlike).stats().junctions, flat(&unlike).stats().arcs), (4, 6));
    assert!((flat(&alike).stats().kilometres - 0.9).abs() < 0.002);
}

#[test]
fn a_oneway_road_has_one_arc_in_its_direction() {
    let nodes = [(0.0, 0.0), (300.0, 0.0), (600.0, 0.0)];
    let one = Way { oneway: Oneway::Forward, ..way(&[0, 1]) };
    let other = Way { oneway: Oneway::Backward, ..way(&[2, 1]) };

    let network = flat(&map(&nodes, vec![one, other]));

    // The second way is drawn towards the first, but driven from it: one arc of 600 m.
    let arc = arcs(&network)[0];
    assert_eq!((network.stats().arcs, arc.length), (1, Metres(600)));
    assert!(arc.geometry[0].x() < arc.geometry[1].x());
}

#[test]
fn a_bridge_and_a_tunnel_do_not_follow_the_ground() {
    // A gorge 200 m deep between 400 m and 600 m east.
    let gorge = |point: Point| {
        let east = metres(point).0;
        Some(if (400.0..600.0).contains(&east) { 500.0 } else { 700.0 })
    };
    let nodes = [(0.0, 0.0), (370.0, 0.0), (630.0, 0.0), (1_000.0, 0.0)];
    for structure in [Structure::Bridge, Structure::Tunnel] {
        let over = Way { structure, ..way(&[1, 2]) };
        let network = network(&map(&nodes, vec![way(&[0, 1]), over, way(&[2, 3])]), &gorge);

        let over = arcs(&network).into_iter().find(|arc| arc.structure == structure).unwrap();
        assert!(steepest(over) < 0.001);
        assert!(over.pieces.iter().all(|piece| (piece.height().unwrap() - 700.0).abs() < 5.0));
    }
}

#[test]
fn a_bridge_of_two_parts_floats_over_its_pier() {
    let gorge = |point: Point| Some(if (400.0..600.0).contains(&metres(point).0) { 500.0 } else { 700.0 });
    let nodes = [(0.0, 0.0), (370.0, 0.0), (500.0, 0.0), (630.0, 0.0), (1_000.0, 0.0)];
    let bridge = |from: u32, to: u32| Way { structure: Structure::Bridge, ..way(&[from, to]) };
    let slow = Way { maxspeed: Some(20.0), ..bridge(2, 3) };

    let network = network(&map(&nodes, vec![way(&[0, 1]), bridge(1, 2), slow, way(&[3, 4])]), &gorge);

    assert!(network.graph().node_weights().all(|junction| (junction.height.unwrap() - 700.0).abs() < 5.0));
}

#[test]
fn a_level_road_on_a_steep_hillside_is_not_steep() {
    // The hill rises 60 % to the north; the road runs east, drawn 8 m off to both sides in turn.
    let hillside = |point: Point| Some(800.0 + 0.6 * metres(point).1);
    let nodes: Vec<(f64, f64)> =
        (0..60).map(|step| (f64::from(step) * 40.0, if step % 2 == 0 { 8.0 } else { -8.0 })).collect();
    let line: Vec<u32> = (0..60).collect();

    let found = Network::build(&map(&nodes, vec![way(&line)]), &hillside);

    // Taken from the ground it would climb 9.6 m every 43 m: 22 %, 280 m in all.
    let arc = arcs(&found.value)[0];
    assert!(steepest(arc) < 0.04, "{}", steepest(arc));
    assert!(ascent(arc) < 20.0, "{}", ascent(arc));
}

#[test]
fn a_cliff_under_a_road_is_flattened_and_counted_and_the_climb_between_the_ends_stays() {
    // 120 m up within 20 m, in the middle of 3 km.
    let cliff = |point: Point| Some(if metres(point).0 < 1_500.0 { 500.0 } else { 620.0 });

    let found = Network::build(&map(&[(0.0, 0.0), (3_000.0, 0.0)], vec![way(&[0, 1])]), &cliff);

    let arc = arcs(&found.value)[0];
    assert!(steepest(arc) < facts::value("road.grade.unclassified") + 0.0005);
    assert!((ascent(arc) - 120.0).abs() < 3.0, "{}", ascent(arc));
    assert!(found.findings.iter().any(|finding| finding.code == Code::W504));
}

/// Rise over run between two distances along an arc.
fn slope_between(arc: &Arc, from: f64, to: f64) -> f64 {
    let mut at = 0.0;
    let mut rise = 0.0;
    for piece in &arc.pieces {
        let (start, end) = (at, at + f64::from(piece.length));
        rise += f64::from(piece.slope) * (end.min(to) - start.max(from)).max(0.0);
        at = end;
    }
    rise / (to - from)
}

#[test]
fn a_real_ramp_of_twelve_percent_stays_on_a_steep_hillside() {
    // 4 %, then 12 % for 400 m, then 4 %, in a hillside of 50 %, read from cells of 30 m whose
    // heights are off by up to 4 m.
    let ramp = |east: f64| 0.04 * east + 0.08 * (east - 1_000.0).clamp(0.0, 400.0);
    let noise = |east: f64, north: f64| {
        let cell = (east / 30.0).round() * 7.0 + (north / 30.0).round() * 3.0;
        4.0 * (cell * 12.9898).sin()
    };
    let ground = |point: Point| {
        let (east, north) = metres(point);
        Some(600.0 + ramp(east) + 0.5 * north + noise(east, north))
    };

    let network = network(&map(&[(0.0, 0.0), (2_400.0, 0.0)], vec![way(&[0, 1])]), &ground);

    let arc = arcs(&network)[0];
    let (before, on, after) = (
        slope_between(arc, 200.0, 900.0),
        slope_between(arc, 1_050.0, 1_350.0),
        slope_between(arc, 1_500.0, 2_200.0),
    );
    assert!((0.10..0.14).contains(&on), "{on}");
    assert!((0.03..0.05).contains(&before) && (0.03..0.05).contains(&after), "{before} {after}");
    // 1,000 m at 4 %, 400 m at 12 %, 1,000 m at 4 %: 128 m. False ups and downs would add to it.
    assert!((120.0..136.0).contains(&ascent(arc)), "{}", ascent(arc));
}

#[test]
fn spikes_and_voids_of_the_height_model_do_no_harm() {
    // A steady 5 %; a cell of 60 m is 80 m too high, one is 60 m too low, 500 m are void.
    let ground = |point: Point| {
        let east = metres(point).0;
        let spike = if (400.0..460.0).contains(&east) { 80.0 } else { 0.0 };
        let pit = if (800.0..860.0).contains(&east) { -60.0 } else { 0.0 };
        (!(1_200.0..1_700.0).contains(&east)).then_some(500.0 + 0.05 * east + spike + pit)
    };

    let found = Network::build(&map(&[(0.0, 0.0), (2_400.0, 0.0)], vec![way(&[0, 1])]), &ground);

    let arc = arcs(&found.value)[0];
    assert!((ascent(arc) - 120.0).abs() < 6.0, "{}", ascent(arc));
    assert!(steepest(arc) < 0.09, "{}", steepest(arc));
    assert!((slope_between(arc, 1_200.0, 1_700.0) - 0.05).abs() < 0.01);
    assert!(found.findings.iter().all(|finding| finding.code != Code::W504));
}

#[test]
fn a_steady_climb_keeps_its_slope() {
    let slope = |point: Point| Some(500.0 + 0.08 * metres(point).0);

    let network = network(&map(&[(0.0, 0.0), (2_000.0, 0.0)], vec![way(&[0, 1])]), &slope);

    for (index, arc) in arcs(&network).into_iter().enumerate() {
        let sign = if index == 0 { 1.0 } else { -1.0 };
        let inner = &arc.pieces[5..arc.pieces.len() - 5];
        assert!(inner.iter().all(|piece| (f64::from(piece.slope) * sign - 0.08).abs() < 0.006));
    }
}

#[test]
fn up_takes_longer_and_more_energy_than_down_and_a_load_makes_it_worse() {
    let slope = |point: Point| Some(500.0 + 0.08 * metres(point).0);
    let network = network(&map(&[(0.0, 0.0), (5_000.0, 0.0)], vec![way(&[0, 1])]), &slope);

    for running in [truck(), trike(), diesel()] {
        let weights = network.weigh(&running, Season::Autumn);
        let (up, down) = (weights.arcs[0].unwrap(), weights.arcs[1].unwrap());
        assert!(up.empty > down.empty && up.per_tonne > down.per_tonne);
        // Gravity alone: 1,000 kg up 400 m are 3.9 MJ at the wheel.
        assert!(f64::from(up.per_tonne) > 3.7e6 / running.efficiency);
        assert_eq!(down.empty < 0, running.drive == Drive::Electric);
    }
    let trike = network.weigh(&trike(), Season::Autumn);
    assert!(trike.arcs[0].unwrap().millis > trike.arcs[1].unwrap().millis * 3 / 2);
}

#[test]
fn hairpins_take_longer_than_a_straight_road() {
    let mut nodes = Vec::new();
    for turn in 0..10 {
        let north = f64::from(turn) * 24.0;
        let ends = if turn % 2 == 0 { [0.0, 100.0] } else { [100.0, 0.0] };
        nodes.extend(ends.map(|east| (east, north)));
    }
    let line: Vec<u32> = (0..20).collect();
    let road = |nodes: &[u32]| Way { class: RoadClass::Secondary, ..way(nodes) };
    let bent = flat(&map(&nodes, vec![road(&line)]));
    let length = arcs(&bent)[0].length;
    let straight = flat(&map(&[(0.0, 0.0), (length.as_f64(), 0.0)], vec![road(&[0, 1])]));

    let millis = |network: &Network| network.weigh(&truck(), Season::Autumn).arcs[0].unwrap().millis;

    assert!(f64::from(millis(&bent)) > 1.5 * f64::from(millis(&straight)));
}

#[test]
fn limits_closures_and_paths_keep_vehicles_out() {
    let nodes = [(0.0, 0.0), (500.0, 0.0)];
    let winter = Closure { seasons: [false, false, false, true] };
    let limited = |limits: Limits| Way { limits, ..way(&[0, 1]) };
    let may = |way: Way, running: &Running, season: Season| {
        flat(&map(&nodes, vec![way])).weigh(running, season).arcs[0].is_some()
    };

    let light = limited(Limits { mass: Some(3_500.0), ..Limits::default() });
    let low = limited(Limits { height: Some(2.2), ..Limits::default() });
    let slim = limited(Limits { width: Some(1.8), ..Limits::default() });
    for limited in [light, low, slim, Way { class: RoadClass::Path, ..way(&[0, 1]) }] {
        assert!(!may(limited.clone(), &truck(), Season::Spring));
        assert!(may(limited, &trike(), Season::Spring));
    }
    assert!(!may(Way { closure: winter, ..way(&[0, 1]) }, &truck(), Season::Winter));
    assert!(may(Way { closure: winter, ..way(&[0, 1]) }, &truck(), Season::Summer));
    assert!(!may(Way { class: RoadClass::Motorway, ..way(&[0, 1]) }, &trike(), Season::Summer));
}

#[test]
fn a_bollard_lets_the_trike_through_and_a_gate_nobody() {
    let through = |barrier: Barrier, running: &Running| {
        let mut map = map(&[(0.0, 0.0), (500.0, 0.0), (1_000.0, 0.0)], vec![way(&[0, 1, 2])]);
        map.nodes[1].barrier = barrier;
        let network = flat(&map);
        let weights = network.weigh(running, Season::Autumn);
        let end = |east: f64| {
            let near = |node: &NodeIndex| (metres(network.graph()[*node].point).0 - east).abs() < 1.0;
            network.graph().node_indices().find(near).unwrap()
        };
        network.path(&weights, end(0.0), end(1_000.0)).is_some()
    };

    assert!(through(Barrier::Open, &truck()));
    assert!(!through(Barrier::NarrowOnly, &truck()) && through(Barrier::NarrowOnly, &trike()));
    assert!(!through(Barrier::Closed, &truck()) && !through(Barrier::Closed, &trike()));
}

#[test]
fn a_ferry_takes_its_minutes_and_no_energy() {
    let ferry = Way { class: RoadClass::Ferry, minutes: Some(12.0), ..way(&[0, 1]) };
    let network = flat(&map(&[(0.0, 0.0), (800.0, 0.0)], vec![ferry]));

    let weight = network.weigh(&truck(), Season::Winter).arcs[0].unwrap();

    assert!(weight.millis.abs_diff(12 * 60_000) < 100);
    assert_eq!(weight.empty, 0);
}

#[test]
fn a_short_cut_over_private_ground_is_not_taken() {
    // 1,000 m over the yard or 1,400 m around it.
    let yard = Way { destination_only: true, ..way(&[0, 1]) };
    let around = way(&[0, 2, 1]);
    let network = flat(&map(&[(0.0, 0.0), (1_000.0, 0.0), (500.0, 490.0)], vec![yard, around]));
    let weights = network.weigh(&truck(), Season::Autumn);

    let path = network.path(&weights, NodeIndex::new(0), NodeIndex::new(1)).unwrap();

    assert!(!network.graph()[path[0]].destination_only);
}

#[test]
fn warmth_is_time_at_the_reference_and_less_in_the_cold_above() {
    let air = Air {
        mean: crate::units::Celsius(20.0),
        reference_height: 400.0,
        swing: crate::units::Celsius(5.0),
        warmest_hour: 15.0,
        lapse: crate::units::Celsius(6.0),
    };
    let road = map(&[(0.0, 0.0), (3_000.0, 0.0)], vec![way(&[0, 1])]);
    let (low, high) = (flat(&road), network(&road, &|_| Some(1_900.0)));

    let warm = |network: &Network| {
        let weights = network.weigh(&truck(), Season::Autumn);
        (network.warmth(&weights, &air, 2.0)[0], weights.arcs[0].unwrap().millis)
    };

    // 1,500 m higher it is 9 degrees colder: 2^-0.9 = 0.536.
    let ((low, millis), (high, same)) = (warm(&low), warm(&high));
    assert_eq!((low, millis), (millis, same));
    assert!((f64::from(high) / f64::from(millis) - 0.536).abs() < 0.001);
}

#[test]
fn absurd_maps_are_built_without_a_fall() {
    let nan = (f64::NAN, 0.0);
    let nodes = [(0.0, 0.0), (0.0, 0.0), nan, (1e12, 0.0), (100.0, 0.0), (0.0, 100.0)];
    let ways = vec![
        way(&[0, 1]),
        way(&[0, 0]),
        way(&[]),
        way(&[4]),
        way(&[0, 2, 4]),
        way(&[3, 4, 99]),
        way(&[0, 4, 5, 0]),
        way(&[0, 4]),
        way(&[0, 4]),
        way(&[4, 4, 0, 4]),
        Way { class: RoadClass::Track(0), maxspeed: Some(f64::NAN), ..way(&[4, 5]) },
        Way { class: RoadClass::Ferry, minutes: Some(0.0), ..way(&[0, 5]) },
    ];

    let found = Network::build(&map(&nodes, ways), &|_| Some(f64::NAN));
    let weights = found.value.weigh(&truck(), Season::Summer);

    assert_eq!(weights.arcs.len(), found.value.stats().arcs);
    assert!(found.findings.iter().any(|finding| finding.code == Code::W501));
    let nothing = Network::build(&map(&[], Vec::new()), &|_| None);
    assert!(nothing.findings.iter().any(|finding| finding.code == Code::E501));
}

#[test]
fn islands_are_told() {
    let nodes = [(0.0, 0.0), (500.0, 0.0), (0.0, 900.0), (700.0, 900.0), (700.0, 1_500.0)];
    let found = Network::build(&map(&nodes, vec![way(&[0, 1]), way(&[2, 3]), way(&[3, 4])]), &|_| None);

    assert!(found.findings.iter().any(|finding| finding.code == Code::W502));
    assert_eq!(found.value.graph()[NodeIndex::new(0)].height, None);
}

proptest! {
    #[test]
    fn no_road_is_steeper_than_its_class_unless_its_ends_are(
        heights in proptest::collection::vec(300.0..900.0_f64, 2..40),
        length in 5.0..4_000.0_f64,
    ) {
        let ground = |point: Point| {
            let place = metres(point).0 / length * (heights.len() - 1) as f64;
            Some(heights[(place.round().max(0.0) as usize).min(heights.len() - 1)])
        };
        let network = network(&map(&[(0.0, 0.0), (length, 0.0)], vec![way(&[0, 1])]), &ground);

        let graph = network.graph();
        let most = facts::value("road.grade.unclassified");
        for edge in graph.edge_indices() {
            let (from, to) = graph.edge_endpoints(edge).unwrap();
            let rise = graph[to].height.unwrap() - graph[from].height.unwrap();
            let sum: f64 = graph[edge].pieces.iter().map(|p| f64::from(p.slope) * f64::from(p.length)).sum();
            prop_assert!((sum - rise).abs() < 0.05);
            prop_assert!(steepest(&graph[edge]) < (rise.abs() / length).max(most) + 0.002);
        }
    }
}

#[test]
fn times_alone_are_those_of_the_weights() {
    for (number, weather) in [Weather::Fair, Weather::Rain, Weather::Snow].into_iter().enumerate() {
        let nodes = [(0.0, 0.0), (300.0, 60.0), (420.0, 500.0), (1_900.0, 520.0)];
        let kind = |class| Way { class, urban: number == 1, ..way(&[0, 1, 2, 3]) };
        let ways = vec![kind(RoadClass::Tertiary), Way { id: 9, ..kind(RoadClass::Path) }];
        let hills = |point: Point| Some(800.0 + 90.0 * (point.x() * 900.0).sin());
        let network = Network::build(&map(&nodes, ways), &hills).value;
        for running in [truck(), trike()] {
            let state = State { weather, ..State::from(Season::Winter) };
            let weighed = network.weigh(&running, state);

            let slow = weighed.arcs.iter().map(|arc| arc.map_or(u32::MAX, |arc| arc.millis));

            assert_eq!(network.times(&running, state), slow.collect::<Vec<u32>>());
        }
    }
}
