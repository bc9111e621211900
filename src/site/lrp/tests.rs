//! Routes against every possibility, on instances small enough for it.

use super::*;
use crate::units::Never;

fn small(seed: u64) -> Lrp {
    let mut dice = crate::units::Dice::new(seed, 0);
    let places: Vec<(f64, f64)> = (0..7).map(|_| (dice.below(50) as f64, dice.below(50) as f64)).collect();
    let way = |a: (f64, f64), b: (f64, f64)| (10.0 * (a.0 - b.0).hypot(a.1 - b.1)).trunc();
    let ways = places.iter().flat_map(|&a| places.iter().map(move |&b| way(a, b))).collect();
    let depot = |opening: usize, capacity: f64| Depot { opening: opening as f64, capacity };
    let depots = vec![depot(dice.below(400), 20.0), depot(dice.below(400), 14.0)];
    let demand = (0..5).map(|_| 1.0 + dice.below(6) as f64).collect();
    Lrp::new(depots, demand, 10.0, 100.0, ways)
}

/// The best of all orders of customers, cut into routes of all depots.
fn every(lrp: &Lrp) -> f64 {
    fn go(lrp: &Lrp, routes: &mut Vec<Route>, left: &mut Vec<usize>, best: &mut f64) {
        if left.is_empty() {
            *best = best.min(lrp.judge(routes).unwrap_or(f64::INFINITY));
        }
        for at in 0..left.len() {
            let customer = left.remove(at);
            if let Some(last) = routes.last_mut() {
                last.customers.push(customer);
                go(lrp, routes, left, best);
                if let Some(last) = routes.last_mut() {
                    last.customers.pop();
                }
            }
            for depot in 0..lrp.depots.len() {
                routes.push(Route { depot, customers: vec![customer] });
                go(lrp, routes, left, best);
                routes.pop();
            }
            left.insert(at, customer);
        }
    }
    let mut best = f64::INFINITY;
    go(lrp, &mut Vec::new(), &mut (0..lrp.customers()).collect(), &mut best);
    best
}

/// Ends after so many looks.
struct After(std::sync::atomic::AtomicU64);

impl Stop for After {
    fn now(&self) -> bool {
        use std::sync::atomic::Ordering;
        self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1)).is_err()
    }
}

#[test]
fn the_best_of_all_routes_is_found_and_the_bound_is_below() {
    let mut feasible = 0;
    for seed in 1..8 {
        let lrp = small(seed);
        let truth = every(&lrp);
        let routed = solve(&lrp, &After(2_000.into()));
        if truth.is_finite() {
            feasible += 1;
            let cost = lrp.judge(&routed.routes).expect("feasible routes");
            assert!((cost - truth).abs() < 1e-6, "seed {seed}: {cost} and {truth}");
            assert!(routed.radial.expect("a bound") <= truth, "seed {seed}");
        } else {
            assert!(routed.routes.is_empty(), "seed {seed}");
        }
    }
    assert!(feasible >= 4);
}

#[test]
fn taking_a_change_back_restores_routes_and_cost() {
    let lrp = small(3);
    let (_, routes) = first(&lrp, &[true, true], 1).expect("it fits");
    let mut state = state::State::of(&lrp, &routes);
    let (cost, before) = (state.cost, state.routes());
    assert!((cost - lrp.judge(&before).expect("feasible")).abs() < 1e-9);
    let mut dice = crate::units::Dice::new(9, 0);
    for _ in 0..200 {
        state.mark();
        let out = change::ruin(&mut state, &neighbours(&lrp), &mut dice);
        let _ = change::recreate(
            &mut state,
            out,
            change::Rules { allowed: &[true, true], over: 50.0 },
            &mut dice,
        );
        state.back();
        assert_eq!(state.cost, cost);
        assert_eq!(state.routes(), before);
        assert_eq!(state.depot_load.iter().sum::<f64>(), lrp.demand.iter().sum::<f64>());
    }
}

#[test]
fn what_routes_break_is_told() {
    let lrp = small(3);
    let (_, routes) = first(&lrp, &[true, true], 1).expect("it fits");
    assert!(lrp.judge(&routes[1..]).is_err());
    let one = vec![Route { depot: 0, customers: (0..5).collect() }];
    assert!(lrp.judge(&one).is_err());
    assert!(lrp.judge(&[Route { depot: 7, customers: vec![0] }]).is_err());
}

#[test]
fn without_a_limit_threads_do_not_change_the_routes() {
    let lrp = small(5);
    let routes = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
        let run = Run { seconds: None, heat: 1.0, seed: 1 };
        let (_, start) = first(&lrp, &[true, true], 1).expect("it fits");
        pool.install(|| anneal(&lrp, &start, &[true, true], &neighbours(&lrp), run, &Never))
    };
    assert_eq!(routes(1), routes(2));
}

#[cfg(feature = "highs")]
#[test]
fn no_solution_costs_less_than_the_bound_by_routes_and_it_comes_close() {
    let mut feasible = 0;
    for seed in 1..16 {
        let lrp = small(seed);
        let truth = every(&lrp);
        if truth.is_infinite() {
            continue;
        }
        feasible += 1;
        // Nothing known: the LP alone.
        let mut tier = routes::Tier::of(&lrp, &[], f64::INFINITY).expect("few depots");
        tier.run(f64::INFINITY, &Never);
        let alone = tier.value().expect("a bound");
        assert!(alone <= truth && alone >= 0.75 * truth, "seed {seed}: {alone} of {truth}");
        // With the best cost known, sets of depots are taken out; the bound stays below it.
        let mut tier = routes::Tier::of(&lrp, &[], truth).expect("few depots");
        tier.run(truth, &Never);
        let value = tier.value().expect("a bound");
        assert!(value <= truth && value >= alone - 1.0, "seed {seed}: {value} of {truth}");
        let chosen = tier.choose(&[], truth * 1.5, &Never).expect("routes");
        assert!(lrp.judge(&chosen).is_ok_and(|cost| cost >= truth - 1e-6), "seed {seed}");
    }
    assert!(feasible >= 8);
}
