//! The search on small cases.

use super::*;
use crate::model::sample::{PLUM, Sample, van};
use crate::route::walk;
use crate::units::*;

fn some_orders(count: i64) -> Sample {
    let mut sample = Sample::new();
    sample.vehicle(crate::county::VehicleType { count: 3, max_trips: 2, ..van() });
    for order in 0..count {
        let at = (order * 7919 % 20_000 - 10_000, order * 104_729 % 16_000 - 8_000);
        match order % 3 {
            0 => sample.delivery(at, |_| ()),
            1 => sample.collection(at, |order| order.goods = PLUM),
            _ => sample.transfer(at, (at.1, at.0), |order| order.mass = Grams(200_000)),
        };
    }
    sample
}

fn cost_of(problem: &Problem, solution: &Solution) -> Fen {
    let routes: Fen =
        solution.routes.iter().map(|route| walk(problem, route).unwrap().breakdown.total()).sum();
    routes + solution.unserved.iter().map(|&order| Fen(problem.job(order).price_out)).sum()
}

#[test]
fn the_cost_that_is_told_is_the_cost_of_the_walk() {
    let problem = some_orders(40).problem();

    let options = Options { seed: 7, iterations: Some(400) };
    let outcome = solve(&problem, &options, &Never, &Silent);

    assert_eq!(outcome.cost, cost_of(&problem, &outcome.solution));
    assert_eq!(outcome.iterations, 400);
}

#[test]
fn threads_do_not_change_the_result() {
    let problem = some_orders(30).problem();
    let options = Options { seed: 3, iterations: Some(900) };
    let on = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| solve(&problem, &options, &Never, &Silent))
    };

    let (one, two, four) = (on(1), on(2), on(4));

    assert_eq!(one.solution, two.solution);
    assert_eq!(one.solution, four.solution);
    assert_eq!(one.cost, four.cost);
}

#[test]
fn no_iterations_give_the_construction() {
    let problem = some_orders(20).problem();

    let options = Options { seed: 1, iterations: Some(0) };
    let outcome = solve(&problem, &options, &Never, &Silent);

    assert_eq!(outcome.iterations, 0);
    assert!(outcome.solution.unserved.is_empty());
}
