//! The flat view against the walk and against trying everything.

use super::insert::Inserter;
use super::route::Route;
use super::state::State;
use super::*;
use crate::county::{Order, Service, VehicleType};
use crate::model::sample::{Sample, van};
use crate::model::{Misfit, Problem};
use crate::solve::tests::Everything;
use crate::solve::{Options, solve};
use crate::units::Dice;
use crate::units::*;

/// What the orders of a case are.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Case {
    Deliveries,
    Both,
    Transfers,
    Long,
    /// Some orders need what one kind of vehicle has not.
    Skills,
}

const CASES: [Case; 5] = [Case::Deliveries, Case::Both, Case::Transfers, Case::Long, Case::Skills];

/// Orders in a square, some with windows, for two kinds of vehicle that cost by the metre.
pub fn plain(seed: u64, orders: usize, case: Case) -> Problem {
    let mut dice = Dice::new(seed, 1);
    let mut sample = Sample::new();
    let count = 2 + orders as u32 / 8;
    sample.vehicle(VehicleType { count, payload: Grams(400_000), ..van() });
    sample.vehicle(VehicleType { count: 1, payload: Grams(900_000), ..van() });
    for number in 0..orders {
        let mut at = || dice.below(20_000) as i64 - 10_000;
        let (from, to) = ((at(), at()), (at(), at()));
        let (mass, open) = (50 + dice.below(150) as i64, 8 + dice.below(7) as i64);
        let is_windowed = dice.chance(0.5);
        let price = 3_000 + dice.below(40_000) as i64;
        let change = |order: &mut Order| {
            order.mass = Grams(mass * 1_000);
            order.volume = Litres(0);
            order.price_out = Fen(price);
            let (Service::Delivery { to: door, .. }
            | Service::Collection { from: door, .. }
            | Service::Transfer { to: door, .. }) = &mut order.service;
            if is_windowed {
                door.windows.extend(Window::new(Moment::at(open, 0), Moment::at(open + 2, 0)));
            }
        };
        match case {
            Case::Both if number % 2 == 0 => sample.collection(from, change),
            Case::Transfers => sample.transfer(from, to, change),
            _ => sample.delivery(from, change),
        };
    }
    let mut problem = sample.problem();
    for job in problem.jobs.iter_mut().filter(|job| case == Case::Skills && job.id.0 % 3 == 0) {
        job.fit[job.id.0 as usize % 2] = Err(Misfit::Skills);
    }
    for (kind, vehicle) in problem.kinds.iter_mut().enumerate() {
        vehicle.energy_price = 0;
        vehicle.per_hour = 0;
        vehicle.per_km = 1_000 * (1 + kind as i64);
        vehicle.fixed = 4_000;
        vehicle.longest = (case == Case::Long).then_some(3 * 3600);
    }
    problem
}

/// The solution of a search that is divided in four.
fn on_threads(problem: &Problem, threads: usize) -> crate::solve::Solution {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
    let options = Options { seed: 3, iterations: Some(2_500) };
    let context = crate::solve::context::Context::new(problem);
    let flat = Flat::of(problem).unwrap();
    let search =
        search::Search::new(&context, &flat, &options, &Never, &Silent).divided(problem.jobs.len() / 4);
    pool.install(|| search.run()).solution
}

#[test]
fn small_plain_days_are_solved_to_the_optimum() {
    for case in CASES {
        for seed in 0..6 {
            let problem = plain(seed, if case == Case::Transfers { 3 } else { 5 }, case);
            assert!(Flat::of(&problem).is_some());
            let options = Options { seed, iterations: Some(2_000) };

            let outcome = solve(&problem, &options, &Never, &Silent);

            assert_eq!(outcome.cost.0, Everything::best(&problem), "{case:?} {seed}");
        }
    }
}

#[test]
fn a_day_with_a_price_for_hours_energy_or_rests_is_not_flat() {
    let problem = plain(1, 6, Case::Deliveries);
    let mut hours = problem.clone();
    hours.kinds[0].per_hour = 100;
    let mut energy = problem.clone();
    energy.kinds[0].energy_price = 70_000;
    let mut trips = problem.clone();
    trips.kinds[1].max_trips = 2;

    assert!(Flat::of(&problem).is_some());
    assert!(Flat::of(&hours).is_none());
    assert!(Flat::of(&energy).is_none());
    assert!(Flat::of(&trips).is_none());
}

#[test]
fn threads_do_not_change_a_divided_search() {
    for case in [Case::Deliveries, Case::Transfers] {
        let problem = plain(5, 250, case);

        let (one, two, four) = (on_threads(&problem, 1), on_threads(&problem, 2), on_threads(&problem, 4));

        assert_eq!(one, two);
        assert_eq!(one, four);
    }
}

/// All insertions of an order into a route, by evaluating the whole route each time.
fn all_insertions(flat: &Flat, route: &Route, order: u32) -> Vec<i64> {
    let FlatJob { first, second, .. } = flat.jobs[order as usize];
    let mut costs = Vec::new();
    for at in 0..route.stops.len() - 1 {
        for drop in at..route.stops.len() - 1 {
            let mut longer = route.clone();
            if second != NONE {
                longer.put(drop, second);
            } else if drop > at {
                break;
            }
            longer.put(at, first);
            if longer.refresh(flat) {
                costs.push(longer.metres);
            }
        }
    }
    costs
}

#[test]
fn the_cheapest_place_is_the_cheapest_of_all_places() {
    for case in CASES {
        for seed in 0..30 {
            let problem = plain(seed, 12, case);
            let flat = Flat::of(&problem).unwrap();
            let mut dice = Dice::new(seed, 2);
            let mut route = Route::default();
            route.clear(&flat, 1);
            for order in 0..11 {
                let before = route.clone();
                let place = dice.below(route.stops.len() - 1);
                for task in flat.tasks(order).collect::<Vec<_>>().into_iter().rev() {
                    route.put(place, task);
                }
                if !route.refresh(&flat) {
                    route.clone_from(&before);
                }
            }
            route.refresh(&flat);

            let load = route.load + flat.nodes[flat.jobs[11].first as usize].mass();
            if !flat.mixed && load > flat.kinds[1].capacity {
                continue;
            }
            let best = all_insertions(&flat, &route, 11).into_iter().min();

            let found = super::insert::cheapest(&flat, &route, 11, usize::MAX);
            assert_eq!(found.map(|found| route.metres + i64::from(found.0)), best, "{case:?} {seed}");
        }
    }
}

#[test]
fn what_is_taken_back_is_as_it_was() {
    for case in CASES {
        let problem = plain(9, 40, case);
        let flat = Flat::of(&problem).unwrap();
        let mut dice = Dice::new(4, 4);
        let mut state = State::new(&flat);
        let mut orders: Vec<u32> = std::mem::take(&mut state.absent);
        state.penalty = 0;
        let mut inserter = Inserter::new(&flat);
        recreate::recreate(&mut inserter, &flat, &mut state, &mut orders, i64::MAX, &mut dice);
        let ruin = ruin::Ruin { mean: 8.0, longest: 8.0, split: 0.5 };
        let all: Vec<u32> = (0..40).collect();
        let mut remembered = 0;
        for _ in 0..200 {
            let before = state.clone();
            state.mark();
            ruin.ruin(&flat, &mut state, &all, &mut dice, &mut orders);
            recreate::recreate(&mut inserter, &flat, &mut state, &mut orders, i64::MAX, &mut dice);
            assert_eq!(state.total(), state.recount(&flat));
            remembered += inserter.check(&flat, &state);

            state.undo();

            assert_eq!(
                (state.total(), &state.home, &state.used),
                (before.total(), &before.home, &before.used)
            );
            assert_eq!(state.total(), state.recount(&flat));
            remembered += inserter.check(&flat, &state);
        }
        assert!(remembered > 1_000, "{case:?} {remembered}");
    }
}
