//! A bound is never above a plan, and meets the optimum where the LP is tight.

use super::*;
use crate::instance::{Fleet, Instance, Node, Rounding, Variant};
use crate::model::Posed;
use crate::model::sample::{PLUM, Sample, van};
use crate::solve::{self, Options};
use crate::units::{Grams, Never, Silent};

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

        let bound = bound(&problem, &[], None, &Never).expect("a bound");

        assert!(bound.value <= outcome.cost, "seed {seed}: {:?} above {:?}", bound.value, outcome.cost);
        assert!(bound.value > Fen(0) || outcome.cost == Fen(0), "seed {seed}");
    }
}

#[test]
fn a_bound_that_is_cut_short_is_still_a_bound() {
    use std::sync::atomic::{AtomicUsize, Ordering};
    struct After(AtomicUsize);
    impl Stop for After {
        fn now(&self) -> bool {
            self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1)).is_err()
        }
    }
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

#[test]
fn a_memory_forbids_coming_back_soon() {
    let posed = Problem::of_instance(&instance(1, 5, false));
    let graph = Graph::new(&posed.problem, 0);

    let first = graph.step(graph.source(), 0, 0).expect("from the start to anywhere");
    let second = graph.step(0, first, 1).expect("to another stop");

    assert_eq!(graph.step(1, second, 0), None, "stop 0 is remembered at stop 1");
}
