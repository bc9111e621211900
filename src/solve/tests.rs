//! The search on small cases.

use super::*;
use crate::model::sample::{PLUM, Sample, van};
use crate::route::walk;
use crate::units::*;

mod estimates;
mod laws;

pub fn some_orders(count: i64) -> Sample {
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

/// Whole rounds for orders of the sample, as the pool holds them.
fn pool_of_all(context: &context::Context, sets: &[Vec<usize>]) -> pool::Pool {
    let mut walker = crate::route::Walker::new(context.problem);
    let mut pool = pool::Pool::default();
    for set in sets {
        let tasks: Vec<_> = set.iter().flat_map(|&order| context.problem.jobs[order].tasks()).collect();
        let ends = vec![tasks.len() as u32];
        if let Some(line) = line::Line::build(context, &mut walker, 0, tasks, ends) {
            pool.offer(context.problem, &std::sync::Arc::new(line));
        }
    }
    pool
}

/// The cheapest choice of routes without an order twice, by trying all.
fn cheapest_choice(problem: &Problem, pool: &pool::Pool, from: usize, taken: u64, left: usize) -> i64 {
    let mut best: i64 = (0..problem.jobs.len())
        .filter(|&order| taken & (1 << order) == 0)
        .map(|order| problem.jobs[order].price_out)
        .sum();
    for (index, line) in pool.lines().iter().enumerate().skip(from) {
        let orders = line.orders(problem).fold(0_u64, |orders, order| orders | (1 << order));
        if orders & taken == 0 && left > 0 {
            let rest = cheapest_choice(problem, pool, index + 1, taken | orders, left - 1);
            best = best.min(line.cost + rest);
        }
    }
    best
}

#[test]
fn the_choice_from_a_small_pool_is_the_best_of_all_choices() {
    for seed in 0..8 {
        let mut sample = some_orders(9);
        sample.county.orders.iter_mut().for_each(|order| order.price_out = Fen(15_000));
        let problem = sample.problem();
        let context = Context::new(&problem);
        let mut dice = crate::units::Dice::new(seed, 0);
        let mut random = || (0..9).filter(|_| dice.chance(0.3)).collect::<Vec<usize>>();
        let mut sets: Vec<Vec<usize>> = (0..24).map(|_| random()).filter(|set| !set.is_empty()).collect();
        sets.push(vec![0]);
        let pool = pool_of_all(&context, &sets);

        let empty = state::State::empty(&problem);
        let (record, state) = partition::partition(&problem, pool.lines(), &empty, None, &Never).unwrap();

        let best = cheapest_choice(&problem, &pool, 0, 0, problem.kinds[0].count);
        assert_eq!(state.cost, best, "case {seed}");
        assert!(record.lp_value.0 <= best, "case {seed}");
    }
}

#[test]
fn a_day_later_is_the_same_day() {
    for seed in 0..6 {
        let today = small_case(seed);
        let mut tomorrow = small_case(seed);
        let later = |moment: &mut Moment| *moment = Moment(moment.0 + DAY.0);
        for vehicle in &mut tomorrow.county.vehicle_types {
            later(&mut vehicle.shift.start);
            later(&mut vehicle.shift.end);
            for rest in &mut vehicle.shift.breaks {
                later(&mut rest.earliest);
                later(&mut rest.latest);
            }
        }
        for order in &mut tomorrow.county.orders {
            later(&mut order.ready);
            use crate::county::Service::{Collection, Delivery, Transfer};
            let (Collection { from: door, .. } | Delivery { to: door, .. } | Transfer { from: door, .. }) =
                &mut order.service;
            for window in &mut door.windows {
                later(&mut window.open);
                later(&mut window.close);
            }
        }
        let options = Options { seed, iterations: Some(200) };

        let one = solve(&today.problem(), &options, &Never, &Silent);
        let other = solve(&tomorrow.problem(), &options, &Never, &Silent);

        assert_eq!(one.cost, other.cost, "case {seed}");
        assert_eq!(one.solution, other.solution, "case {seed}");
    }
}

/// For each gap of a round of all orders but the last: the estimate for the last one, and what it really adds.
fn estimates(problem: &Problem) -> Vec<(f64, i64)> {
    let context = Context::new(problem);
    let mut walker = crate::route::Walker::new(problem);
    let (last, others) = problem.jobs.split_last().unwrap();
    let tasks: Vec<_> = others.iter().map(|job| job.first).collect();
    let ends = vec![tasks.len() as u32];
    let line = line::Line::build(&context, &mut walker, 0, tasks.clone(), ends).unwrap();
    let ranker = rank::Ranker { context: &context, line: &line, task: last.first };
    let pair = |place: usize| {
        let mut longer = tasks.clone();
        longer.insert(place, last.first);
        let cost = walker.cost(0, &longer, &[longer.len() as u32])?;
        Some((ranker.gap(0, place)?, cost - line.cost))
    };
    (0..=tasks.len()).filter_map(pair).collect()
}

#[test]
fn the_estimate_is_exact_for_weightless_goods_that_keep() {
    let mut sample = Sample::new();
    sample.vehicle(van());
    for order in 0..8 {
        let at = (order * 7919 % 9_000, order * 104_729 % 7_000);
        sample.delivery(at, |order| order.mass = Grams(0));
    }

    let gaps = estimates(&sample.problem());

    assert_eq!(gaps.len(), 8);
    for (estimate, exact) in gaps {
        // Three terms, each rounded once.
        assert!((estimate - exact as f64).abs() <= 3.0, "{estimate} for {exact}");
    }
}

#[test]
fn the_best_place_for_fruit_is_among_the_first_few_of_the_estimate() {
    let mut found = 0;
    for seed in 0..40 {
        let mut dice = crate::units::Dice::new(seed, 0);
        let mut sample = Sample::new();
        sample.vehicle(van());
        for _ in 0..9 {
            let at = (dice.below(12_000) as i64, dice.below(9_000) as i64);
            sample.collection(at, |order| {
                order.goods = PLUM;
                order.value = Fen(200_000);
            });
        }
        let mut gaps = estimates(&sample.problem());
        let best = gaps.iter().map(|gap| gap.1).min();
        gaps.sort_by(|one, other| one.0.total_cmp(&other.0));
        found += u32::from(gaps.iter().take(4).map(|gap| gap.1).min() == best);
    }

    assert!(found >= 36, "{found} of 40");
}

/// Every way to give tasks to two slots of trips of each vehicle, or to leave their order out.
pub struct Everything<'a> {
    problem: &'a Problem,
    vehicles: Vec<usize>,
    slots: Vec<Vec<crate::model::TaskId>>,
    best: i64,
}

impl Everything<'_> {
    pub fn best(problem: &Problem) -> i64 {
        let kinds = problem.kinds.iter().enumerate();
        let vehicles: Vec<usize> =
            kinds.flat_map(|(kind, data)| std::iter::repeat_n(kind, data.count)).collect();
        let slots = vec![Vec::new(); vehicles.len() * 2];
        let mut all = Everything { problem, vehicles, slots, best: i64::MAX };
        all.place(0, 0);
        all.best
    }

    fn place(&mut self, order: usize, out: i64) {
        let Some(job) = self.problem.jobs.get(order) else { return self.count(out) };
        self.place(order + 1, out + job.price_out);
        for slot in 0..self.slots.len() {
            for at in 0..=self.slots[slot].len() {
                self.slots[slot].insert(at, job.first);
                match job.second {
                    None => self.place(order + 1, out),
                    Some(second) => {
                        for later in at + 1..=self.slots[slot].len() {
                            self.slots[slot].insert(later, second);
                            self.place(order + 1, out);
                            self.slots[slot].remove(later);
                        }
                    }
                }
                self.slots[slot].remove(at);
            }
        }
    }

    fn count(&mut self, out: i64) {
        let mut cost = out;
        let mut walker = crate::route::Walker::new(self.problem);
        for (vehicle, &kind) in self.vehicles.iter().enumerate() {
            let trips = self.slots[vehicle * 2..vehicle * 2 + 2].iter().filter(|trip| !trip.is_empty());
            let (tasks, ends) = trips.fold((Vec::new(), Vec::new()), |(mut tasks, mut ends), trip| {
                tasks.extend_from_slice(trip);
                ends.push(tasks.len() as u32);
                (tasks, ends)
            });
            if !tasks.is_empty() {
                let Some(more) = walker.cost(kind, &tasks, &ends) else { return };
                cost += more;
            }
        }
        self.best = self.best.min(cost);
    }
}

/// Four orders of all kinds with windows, prices and two unlike vehicles.
fn small_case(seed: u64) -> Sample {
    use crate::county::{Shift, TemperatureClass, VehicleCosts, VehicleType};
    use crate::model::sample::compartment;
    let mut dice = crate::units::Dice::new(seed, 0);
    let mut sample = Sample::new();
    let cold = compartment(TemperatureClass::Chilled, 300, Some(5.0));
    let costs = VehicleCosts { fixed: Fen(16_000), ..van().costs };
    let end = Moment::at(12 + dice.below(4) as i64, 0);
    let lunch = crate::county::Break {
        earliest: Moment::at(11, 0),
        latest: Moment::at(12, 0),
        duration: Seconds(1_800),
    };
    let shift = Shift { start: Moment::at(8, 0), end, breaks: vec![lunch] };
    sample.vehicle(VehicleType { count: 1, max_trips: 2, shift, payload: Grams(400_000), ..van() });
    sample.vehicle(VehicleType { count: 1, max_trips: 2, costs, compartments: vec![cold], ..van() });
    for _ in 0..4 {
        let mut at = || dice.below(30_000) as i64 - 15_000;
        let (from, to) = ((at(), at()), (at(), at()));
        let (kind, goods, open) = (dice.below(5), dice.below(2), 8 + dice.below(5) as i64);
        let (mass, price) = (dice.below(300) as i64, dice.below(60_000) as i64);
        let windowed = dice.chance(0.5);
        let change = |order: &mut crate::county::Order| {
            order.goods = if goods == 1 { PLUM } else { order.goods };
            order.mass = Grams(mass * 1_000);
            order.price_out = Fen(price);
            order.value = Fen(100_000);
            order.ready = Moment::at(7, 0);
            if let (true, crate::county::Service::Collection { from: door, .. }) =
                (windowed, &mut order.service)
            {
                door.windows.extend(Window::new(Moment::at(open, 0), Moment::at(open, 40)));
            }
            if let (true, crate::county::Service::Delivery { to: door, .. }) = (windowed, &mut order.service)
            {
                door.windows.extend(Window::new(Moment::at(open, 0), Moment::at(open + 1, 0)));
                order.late_per_hour = (goods == 0).then_some(Fen(5_000));
            }
        };
        match kind {
            0 | 1 => sample.delivery(from, change),
            2 | 3 => sample.collection(from, change),
            _ => sample.transfer(from, to, change),
        };
    }
    sample
}

#[test]
fn small_days_are_solved_to_the_optimum() {
    for seed in 0..16 {
        let problem = small_case(seed).problem();
        let options = Options { seed, iterations: Some(600) };

        let outcome = solve(&problem, &options, &Never, &Silent);

        assert_eq!(outcome.cost.0, Everything::best(&problem), "case {seed}");
        assert_eq!(outcome.cost, cost_of(&problem, &outcome.solution));
    }
}

#[test]
fn one_more_vehicle_is_never_worse() {
    for seed in 0..6 {
        let sample = small_case(seed);
        let problem = sample.problem();
        let mut more = problem.clone();
        more.kinds[0].count += 1;

        assert!(Everything::best(&more) <= Everything::best(&problem), "case {seed}");
    }
}

#[test]
fn the_record_of_the_pool_lies_between_its_lp_and_the_cost() {
    let problem = some_orders(24).problem();

    let outcome = solve(&problem, &Options { seed: 5, iterations: Some(800) }, &Never, &Silent);

    let record = outcome.partition.unwrap();
    assert!(record.lp_value <= record.mip_value);
    assert_eq!(record.mip_value, outcome.cost);
    assert_eq!(record.order_prices.len(), 24);
}

#[test]
fn an_order_left_out_for_its_price_says_which_price_would_do() {
    let mut sample = Sample::new();
    sample.vehicle(van());
    let order = sample.delivery((3_600, 0), |order| order.price_out = Fen(500));
    let problem = sample.problem();

    let outcome = solve(&problem, &Options { seed: 5, iterations: Some(20) }, &Never, &Silent);
    let (reason, remedy) = explain(&problem, &outcome.solution, order);

    // Alone it costs 139.41 yuan.
    assert_eq!(outcome.solution.unserved, [order]);
    assert_eq!(reason, crate::model::Reason::Price);
    assert_eq!(remedy.unwrap().cost, Fen(13_941));
}

#[test]
fn an_order_too_heavy_says_how_to_split_it() {
    let mut sample = Sample::new();
    sample.vehicle(van());
    let order = sample.delivery((3_600, 0), |order| order.mass = Grams(2_500_000));
    let light = sample.delivery((3_600, 0), |_| ());
    let problem = sample.problem();

    let outcome = solve(&problem, &Options { seed: 5, iterations: Some(20) }, &Never, &Silent);
    let (reason, remedy) = explain(&problem, &outcome.solution, order);

    assert_eq!(outcome.solution.unserved, [order]);
    assert_eq!(outcome.solution.routes[0].trips[0], [problem.job(light).first]);
    assert_eq!(reason, crate::model::Reason::Mass);
    let three_parts = crate::model::Change::Split(Grams(833_334), crate::units::Litres(7));
    assert_eq!(remedy.unwrap().change, three_parts);
}
