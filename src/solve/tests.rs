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

/// Every way to give tasks to two slots of trips of each vehicle, or to leave their order out.
struct Everything<'a> {
    problem: &'a Problem,
    vehicles: Vec<usize>,
    slots: Vec<Vec<crate::model::TaskId>>,
    best: i64,
}

impl Everything<'_> {
    fn best(problem: &Problem) -> i64 {
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
    let mut dice = dice::Dice::new(seed, 0);
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
