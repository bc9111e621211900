//! A bound is never above a plan, and meets the optimum where the LP is tight.

use super::*;
use crate::instance::{Fleet, Instance, Node, Rounding, Variant};
use crate::model::Posed;
use crate::model::sample::{PLUM, Sample, van};
use crate::solve::{self, Options};
use crate::units::{Grams, Never, Silent};
use std::sync::atomic::{AtomicUsize, Ordering};

/// Ends the work after some questions.
struct After(AtomicUsize);

impl Stop for After {
    fn now(&self) -> bool {
        self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1)).is_err()
    }
}

/// Numbers from 0 to 1 by seed.
fn dice(mut state: u64) -> impl FnMut() -> f64 {
    move || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as f64 / (1_u64 << 31) as f64
    }
}

fn instance(seed: u64, customers: usize, timed: bool) -> Instance {
    let mut roll = dice(seed);
    let points: Vec<(f64, f64)> =
        (0..=customers).map(|_| ((roll() * 100.0).floor(), (roll() * 100.0).floor())).collect();
    let mut nodes = vec![Node::default()];
    for _ in 0..customers {
        let open = (roll() * 200.0) as i64;
        let window = timed.then_some((open, open + 40 + (roll() * 150.0) as i64));
        nodes.push(Node { demand: 1 + (roll() * 9.0) as i64, service: 5, window, ..Node::default() });
    }
    if timed {
        nodes[0].window = Some((0, 700));
    }
    let mut instance = Instance::new("toy".to_owned(), Variant::Vrptw, Rounding::Nearest, nodes)
        .with_distances(Instance::euclidean(&points, Rounding::Nearest).expect("small"));
    let fleet = |vehicles: std::ops::Range<u32>, capacity, fixed, unit| Fleet {
        vehicles: vehicles.collect(),
        capacity,
        fixed,
        unit,
        depot: 0,
        longest: None,
        serves: Vec::new(),
    };
    instance.fleets = vec![fleet(0..20, 25, 30, 2), fleet(20..40, 12, 0, 3)];
    instance
}

fn solved(posed: &Posed) -> solve::Outcome {
    let options = Options { seed: 1, iterations: Some(1_500) };
    solve::solve(&posed.problem, &options, &Never, &Silent)
}

#[test]
fn no_plan_is_cheaper_than_the_bound_and_few_are_much_dearer() {
    let (mut gaps, mut tight, mut count) = (0.0, 0, 0);
    for seed in 0..24 {
        let posed = Problem::of_instance(&instance(seed, 9, seed % 2 == 0));
        let outcome = solved(&posed);

        let bound = bound(&posed.problem, &outcome.solution.routes, None, &Never).expect("a bound");

        assert!(bound.is_complete, "seed {seed}");
        assert!(bound.value <= outcome.cost, "seed {seed}: {:?} above {:?}", bound.value, outcome.cost);
        if !outcome.solution.unserved.is_empty() {
            continue;
        }
        count += 1;
        gaps += 1.0 - bound.value.as_f64() / outcome.cost.as_f64();
        tight += usize::from(bound.value == outcome.cost);
    }
    // With two or three stops for each vehicle the LP leaves some percent open.
    assert!(count >= 18 && gaps / f64::from(count) < 0.06, "{} of {count}", gaps / f64::from(count));
    assert!(tight >= 4, "{tight}");
}

/// Deliveries, fruit to collect, transfers; vehicles with several trips; orders not worth a trip.
fn rich(seed: u64) -> Sample {
    let mut roll = dice(seed + 100);
    let mut sample = Sample::new();
    sample.vehicle(crate::county::VehicleType { count: 3, max_trips: 1 + (seed % 3) as u32, ..van() });
    for order in 0..7 {
        let mut at = || ((roll() * 40_000.0) as i64 - 20_000, (roll() * 40_000.0) as i64 - 20_000);
        let (from, to) = (at(), at());
        let price = Fen((roll() * 40_000.0) as i64);
        match order % 3 {
            0 => sample.delivery(from, |order| order.price_out = price),
            1 => sample.collection(from, |order| order.goods = PLUM),
            _ => sample.transfer(from, to, |order| order.mass = Grams(200_000)),
        };
    }
    sample
}

#[test]
fn what_the_bound_does_not_know_of_it_leaves_out() {
    // All of it at once: spoilage, several trips, transfers, breaks, prices of leaving out.
    for seed in 0..12 {
        let problem = rich(seed).problem();
        let options = Options { seed: 1, iterations: Some(600) };
        let outcome = solve::solve(&problem, &options, &Never, &Silent);

        let bound = bound(&problem, &[], None, &After(AtomicUsize::new(5_000))).expect("a bound");

        assert!(bound.value <= outcome.cost, "seed {seed}: {:?} above {:?}", bound.value, outcome.cost);
        assert!(bound.value > Fen(0) || outcome.cost == Fen(0), "seed {seed}");
    }
}

#[test]
fn a_bound_that_is_cut_short_is_still_a_bound() {
    let posed = Problem::of_instance(&instance(3, 14, true));
    let outcome = solved(&posed);
    let mut reached = 0;
    for questions in [10, 40, 80, 160, 400, 2_000] {
        let stop = After(AtomicUsize::new(questions));
        if let Some(bound) = bound(&posed.problem, &[], None, &stop) {
            assert!(bound.value <= outcome.cost, "after {questions}");
            reached += 1;
        }
    }
    assert!(reached > 0);
}

/// The cheapest day of a few orders: every order of visits of every set, on every vehicle type.
fn brute_force(problem: &Problem) -> Fen {
    let count = problem.tasks.len();
    let mut route_cost: Vec<Option<i64>> = vec![None; 1 << count];
    let mut try_all = vec![Vec::new()];
    while let Some(tasks) = try_all.pop() {
        let set: usize = tasks.iter().map(|task: &crate::model::TaskId| 1 << task.index()).sum();
        for kind in 0..problem.kinds.len() {
            let vehicle_type = VehicleTypeId(kind as u32);
            let route = Route { vehicle_type, trips: vec![tasks.clone()] };
            let cost = crate::route::walk(problem, &route).map(|walk| walk.breakdown.total().0);
            if let Some(cost) = cost.filter(|_| !tasks.is_empty()) {
                route_cost[set] = Some(route_cost[set].map_or(cost, |known| known.min(cost)));
            }
        }
        for task in (0..count).filter(|task| set >> task & 1 == 0) {
            let more = crate::model::TaskId(task as u32);
            try_all.push(tasks.iter().copied().chain([more]).collect());
        }
    }
    let mut best = vec![i64::MAX; 1 << count];
    best[0] = 0;
    for set in 1..1_usize << count {
        let last = set.trailing_zeros() as usize;
        let out = problem.job_of(crate::model::TaskId(last as u32)).price_out;
        best[set] = best[set & !(1 << last)] + out;
        let mut part = set;
        while part > 0 {
            if part >> last & 1 == 1
                && let Some(cost) = route_cost[part]
            {
                best[set] = best[set].min(cost + best[set & !part]);
            }
            part = (part - 1) & set;
        }
    }
    Fen(best[(1 << count) - 1])
}

#[test]
fn all_trips_of_better_plans_prove_the_optimum() {
    for seed in 0..20 {
        let posed = Problem::of_instance(&instance(seed, 6, seed % 2 == 0));
        let optimum = brute_force(&posed.problem);
        // From a plan that is far from good.
        let alone = |job: &crate::model::Job| Route {
            vehicle_type: VehicleTypeId(u32::from(job.mass <= 12)),
            trips: vec![job.tasks().collect()],
        };
        let poor: Vec<Route> = posed.problem.jobs.iter().map(alone).collect();
        let walk =
            |route: &Route| crate::route::walk(&posed.problem, route).map(|walk| walk.breakdown.total());
        let Some(cost) = poor.iter().map(walk).sum::<Option<Fen>>() else { continue };

        let bound = bound(&posed.problem, &poor, Some(cost), &Never).expect("a bound");

        assert!(bound.value <= optimum, "seed {seed}: {:?} above {optimum:?}", bound.value);
        if let Some(better) = bound.better {
            assert_eq!((better.cost, bound.value), (optimum, optimum), "seed {seed}");
        }
        let proved = super::bound(&posed.problem, &poor, Some(optimum), &Never).expect("a bound");
        assert_eq!(proved.value, optimum, "seed {seed}: the optimum is known, so it can be proved");
    }
}

#[test]
fn ways_put_together_half_way_are_the_cheapest_trips() {
    for seed in 0..30 {
        let posed = Problem::of_instance(&instance(seed, 6, seed % 3 != 0));
        let graph = Graph::new(&posed.problem, (seed % 2) as usize);
        let relaxed = Relaxed::new(&posed.problem, std::slice::from_ref(&graph)).expect("accepted");
        let mut roll = dice(seed + 7);
        let mut rows = cuts::RowSet::new(6);
        (0..6).filter(|row| *row < 4 || roll() < 0.5).for_each(|row| rows.insert(row));
        let triple = |rows: [usize; 3], memory| Cut::Triple { rows, memory };
        let cuts = [
            triple([0, 1, 2], rows.clone()),
            triple([1, 3, 5], rows.clone()),
            Cut::Inflow { rows, least: 2 },
        ];
        let prices = relaxed.prices_for_tests(&mut roll, cuts.len());
        let reduced = Reduced::new(&graph, 0, &prices, &cuts);
        let (mut cheapest_trip, mut ways) = (0.0_f64, vec![vec![]]);
        while let Some(nodes) = ways.pop() {
            if !nodes.is_empty() && fits(&graph, &nodes) {
                cheapest_trip = cheapest_trip.min(reduced.trip(&graph, &nodes));
            }
            let more = (0..graph.nodes.len() as u32).filter(|node| !nodes.contains(node));
            ways.extend(more.map(|node| nodes.iter().copied().chain([node]).collect::<Vec<u32>>()));
        }
        for share in [0.2, 0.5, 0.8] {
            let priced = cheapest(&graph, &reduced, Care::Exact, share, 10, &Never).expect("not stopped");
            let found = priced.trips.first().map_or(0.0, |trip| trip.reduced);
            assert!((found - cheapest_trip).abs() < 1e-6, "seed {seed}: {found} for {cheapest_trip}");
            if let Some(trip) = priced.trips.first() {
                assert!((reduced.trip(&graph, &trip.nodes) - trip.reduced).abs() < 1e-6, "seed {seed}");
            }
        }
    }
}

/// A trip within windows and capacity, walked stop by stop.
fn fits(graph: &Graph, nodes: &[u32]) -> bool {
    let mut clock = graph.depart;
    let mut at = graph.source();
    let load: i64 = nodes.iter().map(|&node| graph.nodes[node as usize].deliver).sum();
    for &node in nodes {
        let node = node as usize;
        match graph.arrive(at, clock, node) {
            Some(start) => (clock, at) = (start, node),
            None => return false,
        }
    }
    load <= graph.capacity && graph.seconds(at, graph.sink()).is_some()
}

#[test]
fn whole_trips_obey_every_cut() {
    for seed in 0..40 {
        let mut roll = dice(seed);
        let rows = 9;
        // A plan of whole trips, and an LP's answer that is half of it and half of another.
        let mut plan = || {
            let mut order: Vec<usize> = (0..rows).collect();
            (0..rows).for_each(|place| order.swap(place, (roll() * rows as f64) as usize % rows));
            order.chunks(3).map(<[usize]>::to_vec).collect::<Vec<_>>()
        };
        let (one, other) = (plan(), plan());
        let used: cuts::Used = one.iter().chain(&other).map(|trip| (trip.clone(), 0.5)).collect();
        for cut in cuts::triples(&used, rows, 20) {
            let count = |plan: &[Vec<usize>]| plan.iter().map(|trip| cut.count(trip)).sum::<usize>();
            assert!(count(&one) <= 1 && count(&other) <= 1, "{cut:?}");
            let lp: f64 = used.iter().map(|(trip, value)| value * cut.count(trip) as f64).sum();
            assert!(lp > 1.0, "violated, or why add it: {cut:?}");
        }
    }
}

#[test]
fn goods_for_two_vehicles_enter_twice() {
    // One trip carries half of three loads of 6 in vehicles of 10: less than two come in.
    let flow = inflow::Flow {
        legs: vec![vec![(1, 0.6)], vec![(2, 0.6)], vec![]],
        entering: vec![1.0, 1.0, 1.0],
        left_out: vec![0.0; 3],
    };
    let need = Need { deliver: vec![6; 3], collect: vec![0; 3], capacity: 10 };

    let cuts = inflow::inflows(&flow, &need);

    let found = cuts.iter().any(|cut| matches!(cut, Cut::Inflow { least: 2, .. }));
    assert!(found, "{cuts:?}");
    for cut in &cuts {
        let apart: usize = [[0], [1], [2]].iter().map(|trip| cut.count(trip)).sum();
        assert!(cut.side() <= apart as f64, "three trips obey {cut:?}");
    }
}

#[test]
fn a_memory_forbids_coming_back_soon() {
    let posed = Problem::of_instance(&instance(1, 5, false));
    let graph = Graph::new(&posed.problem, 0);

    let first = graph.step(graph.source(), 0, 0).expect("from the start to anywhere");
    let second = graph.step(0, first, 1).expect("to another stop");

    assert_eq!(graph.step(1, second, 0), None, "stop 0 is remembered at stop 1");
}

impl Relaxed {
    fn prices_for_tests(&self, roll: &mut impl FnMut() -> f64, cuts: usize) -> Prices {
        Prices {
            orders: (0..self.tasks).map(|_| roll() * 200.0).collect(),
            trips: vec![roll() * 10.0; self.counts.len()],
            hours: vec![0.0; self.counts.len()],
            drivers: Vec::new(),
            cuts: (0..cuts).map(|_| roll() * 60.0).collect(),
        }
    }
}
