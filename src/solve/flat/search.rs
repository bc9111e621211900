//! The search on a flat problem: one walker, or several on parts of one solution.
//!
//! How many walkers there are depends on the problem only, and they meet only
//! between epochs, so threads do not change the result.

use super::anneal::Walk;
use super::choose;
use super::insert::Inserter;
use super::pool::Pool;
use super::recreate::recreate;
use super::ruin::Ruin;
use super::split::split;
use super::state::State;
use super::{Flat, FlatKind};
use crate::county::{OrderId, VehicleTypeId};
use crate::model::{Problem, TaskId};
use crate::route::Route as Round;
use crate::solve::context::Context;
use crate::solve::state::State as Whole;
use crate::solve::{Options, Partition, Solution};
use crate::units::{Dice, Fen, Progress, Stop, Watch};
use rayon::prelude::*;

/// Walkers at most, and orders for each at least. Borders between parts cost more than they bring
/// on anything smaller.
const WALKERS: usize = 4;
const SHARE: usize = 1000;
/// Attempts for each order that set the temperatures.
const WARM_UP: u64 = 5;
/// Attempts of a walker between two meetings: at least, and for each of its orders.
const EPOCH: u64 = 1000;
const EPOCH_PER_ORDER: u64 = 20;
/// First and last temperature in mean legs.
const HOT: f64 = 0.6;
const COLD: f64 = 0.01;
/// Share of the first temperature where a solution is there already.
const COOLER: f64 = 0.1;
/// First temperature where vehicles of one place differ and are few: then routes have to trade
/// them. Where there are enough of each kind, nobody has to.
const HOT_FLEET: f64 = 4.0;
const HOT_KINDS: f64 = 1.5;
/// First temperature where vehicles start at several places.
const HOT_PLACES: f64 = 1.5;
/// Routes of more visits than this want more heat and larger ruins; with windows fewer do.
const SHORT: f64 = 20.0;
const SHORT_TIMED: f64 = 14.0;
/// Attempts after which it is as cold as it gets, where nothing limits the search.
const ENDLESS: f64 = 20_000_000.0;
/// When rounds of the pool are chosen anew, as shares of the search. There is one more at the end.
const CHOICES: [f64; 2] = [0.5, 0.8];
/// Of the time, what one choice may take.
const CHOICE: f64 = 0.04;
/// Where a time limit ends the climbing: the rest of the time is for the last choice.
const LAST: f64 = 0.95;
/// Solutions this close to the best give their rounds to the pool.
const WORTH_KEEPING: f64 = 1.01;

pub struct Search<'s, 'p> {
    context: &'s Context<'p>,
    flat: &'s Flat,
    options: &'s Options,
    stop: &'s dyn Stop,
    watch: &'s dyn Watch,
    /// Seconds that `stop` gave at the start.
    seconds: Option<f64>,
    pool: Pool,
    current: State,
    best: State,
    dice: Dice,
    done: u64,
    /// First and last temperature, in money.
    heat: (f64, f64),
    ruin: Ruin,
    partition: Option<Partition>,
    /// Orders for each walker at least.
    share: usize,
    /// Share of the first temperature.
    cooler: f64,
}

/// What the search found.
pub struct Found {
    pub solution: Solution,
    pub iterations: u64,
    pub partition: Option<Partition>,
}

impl<'s, 'p> Search<'s, 'p> {
    pub fn new(
        context: &'s Context<'p>,
        flat: &'s Flat,
        options: &'s Options,
        stop: &'s dyn Stop,
        watch: &'s dyn Watch,
    ) -> Search<'s, 'p> {
        let mut dice = Dice::new(options.seed, u64::MAX);
        let start = construct(flat, &mut dice);
        Search {
            context,
            flat,
            options,
            stop,
            watch,
            seconds: stop.remaining(),
            pool: Pool::new(flat),
            current: start.clone(),
            best: start,
            dice,
            done: 0,
            heat: (1.0, 1.0),
            ruin: Ruin { mean: 10.0, longest: 10.0, split: 0.5 },
            partition: None,
            share: SHARE,
            cooler: 1.0,
        }
    }

    /// Goes on from a solution, at temperatures that leave most of it.
    pub fn from(mut self, start: &Whole) -> Search<'s, 'p> {
        self.current = choose::back(self.flat, start);
        self.best = self.current.clone();
        self.cooler = COOLER;
        self
    }

    /// Divides the solution among walkers of so many orders.
    #[cfg(test)]
    pub fn divided(self, share: usize) -> Search<'s, 'p> {
        Search { share, ..self }
    }

    pub fn run(mut self) -> Found {
        self.tell();
        let orders: Vec<u32> = (0..self.flat.jobs.len() as u32).collect();
        let mut walk = self.walk(0, self.current.clone(), orders.clone());
        let warm_up = self.left().min((orders.len() as u64 * WARM_UP).max(1000));
        self.done += walk.climb(self.flat, warm_up, 1e-9, self.stop);
        self.meet(vec![&walk]);
        self.calibrate();
        let parts = (orders.len() / self.share).clamp(1, WALKERS);
        let mut walks = vec![walk];
        walks.extend((1..parts).map(|part| self.walk(part as u64, self.current.clone(), Vec::new())));
        walks.iter_mut().for_each(|walk| walk.ruin = self.ruin);
        self.climb(&mut walks);
        Found {
            solution: solution(self.context.problem, &self.best),
            iterations: self.done,
            partition: self.partition,
        }
    }

    fn walk(&self, number: u64, state: State, orders: Vec<u32>) -> Walk {
        Walk::new(self.flat, state, orders, self.ruin, Dice::new(self.options.seed, number))
    }

    fn left(&self) -> u64 {
        self.options.iterations.map_or(u64::MAX, |all| all.saturating_sub(self.done))
    }

    /// Temperatures and ruins for solutions like the one that there is.
    fn calibrate(&mut self) {
        let flat = self.flat;
        let (routes, visits) = self.current.size();
        let per_route = visits as f64 / routes.max(1) as f64;
        let drive = |kind: &FlatKind, metres: i64| (kind.unit * metres) as f64;
        let driven: f64 =
            self.current.routes.iter().map(|route| drive(&flat.kinds[route.kind], route.metres)).sum();
        let leg = (driven / (visits + routes).max(1) as f64).max(1.0);
        let long = (per_route / SHORT).max(1.0);
        let hot = hot(flat);
        let hotter = (per_route / if flat.timed { SHORT_TIMED } else { SHORT }).max(1.0).powi(2);
        self.heat = ((leg * hot * hotter.min(6.0) * self.cooler).max(leg * COLD), leg * COLD);
        let longest = 10.0 * long.min(3.0);
        self.ruin = Ruin { mean: 10.0 * long.min(3.0).sqrt(), longest, split: 0.5 };
    }

    fn climb(&mut self, walks: &mut [Walk]) {
        let mut choices = CHOICES.iter();
        let mut choice = choices.next();
        while !self.stop.now() && self.left() > 0 {
            let over = self.fraction();
            if choice.is_some_and(|&at| over >= at) {
                self.choose(walks);
                choice = choices.find(|&&at| over < at);
            }
            if self.options.iterations.is_none() && over >= LAST {
                break;
            }
            let temperature = self.heat.0 * (self.heat.1 / self.heat.0).powf(over);
            self.epoch(walks, temperature);
            self.tell();
        }
        self.choose(walks);
        self.tell();
    }

    /// All walkers climb, each on its part.
    fn epoch(&mut self, walks: &mut [Walk], temperature: f64) {
        let (flat, stop) = (self.flat, self.stop);
        let served = self.current.size().0;
        let parts = walks.len().min(served / 2).max(1);
        let was_divided = walks.len() > 1;
        let walks = &mut walks[..parts];
        if parts == 1 && was_divided {
            // The first walker may still have its part of an epoch before.
            walks[0].begin(flat, self.current.clone(), (0..flat.jobs.len() as u32).collect());
        } else if parts > 1 {
            let divided = split(flat, &self.current, parts, &mut self.dice);
            walks.iter_mut().zip(divided).for_each(|(walk, (state, orders))| walk.begin(flat, state, orders));
        }
        let count = parts as u64;
        let attempts = EPOCH.max(EPOCH_PER_ORDER * flat.jobs.len() as u64 / count);
        let left = self.left();
        let share = |walker: u64| attempts.min(left / count + u64::from(walker < left % count));
        let done: u64 = walks
            .par_iter_mut()
            .enumerate()
            .map(|(index, walk)| walk.climb(flat, share(index as u64), temperature, stop))
            .sum();
        self.done += done;
        self.meet(walks.iter().collect());
        if parts == 1 && !self.current.absent.is_empty() {
            walks[0].current.weights.clone_from(&self.current.weights);
            walks[0].current.penalty = self.current.penalty;
        }
    }

    /// Puts the parts together, and their rounds into the pool.
    fn meet(&mut self, walks: Vec<&Walk>) {
        let flat = self.flat;
        if let [walk] = walks[..] {
            self.current.clone_from(&walk.current);
            if walk.best_price < self.best.price(flat) {
                self.best.clone_from(&walk.best);
                self.keep(true);
            }
        } else {
            self.current = State::whole(flat, walks.iter().map(|walk| &walk.current));
            let best = State::whole(flat, walks.iter().map(|walk| &walk.best));
            if best.price(flat) < self.best.price(flat) {
                self.best = best;
                self.keep(true);
            }
        }
        if (self.current.total() as f64) < self.best.total() as f64 * WORTH_KEEPING {
            self.keep(false);
        }
        self.current.raise_weights(flat);
    }

    fn keep(&mut self, best: bool) {
        let state = if best { &self.best } else { &self.current };
        state.routes.iter().for_each(|route| self.pool.offer(self.flat, route));
    }

    /// The best choice from the pool; all go on from it if it is better.
    fn choose(&mut self, walks: &mut [Walk]) {
        if self.stop.now() {
            return;
        }
        let seconds = self.stop.remaining().zip(self.seconds).map(|(left, all)| left.min(all * CHOICE));
        let chosen = choose::choose(self.context, self.flat, &self.pool, &self.best, seconds, self.stop);
        let Some((record, better)) = chosen else { return };
        self.partition = record.or(self.partition.take());
        if let Some(better) = better {
            self.best = better;
            self.best.weights.clone_from(&self.current.weights);
            self.current = self.best.clone();
            walks[0].begin(self.flat, self.best.clone(), (0..self.flat.jobs.len() as u32).collect());
        }
    }

    /// How much of the search is over, 0 to 1.
    fn fraction(&self) -> f64 {
        let by_iterations = self.options.iterations.map(|all| self.done as f64 / all.max(1) as f64);
        let by_time = self.seconds.zip(self.stop.remaining()).map(|(all, left)| 1.0 - left / all.max(1e-9));
        by_iterations.or(by_time).unwrap_or(self.done as f64 / ENDLESS).clamp(0.0, 1.0)
    }

    fn tell(&self) {
        self.watch.see(Progress {
            iteration: self.done,
            of: self.options.iterations,
            best: Fen(self.best.price(self.flat) / 1000),
            unserved: self.best.absent.len(),
        });
    }
}

/// First temperature in mean legs, by the fleet.
fn hot(flat: &Flat) -> f64 {
    let mixed_fleet = flat.kinds.iter().enumerate().any(|(index, kind)| kind.family != index);
    let several_places = flat.kinds.iter().any(|kind| kind.family > 0);
    let mass: i64 = flat.jobs.iter().map(|job| i64::from(flat.nodes[job.first as usize].mass())).sum();
    let are_few = |kind: &FlatKind| i64::from(kind.capacity).saturating_mul(i64::from(kind.count)) < mass;
    match (mixed_fleet, several_places) {
        (true, _) if flat.kinds.iter().any(are_few) => HOT_FLEET,
        (true, _) => HOT_KINDS,
        (false, true) => HOT_PLACES,
        (false, false) => HOT,
    }
}

/// The first solution: every order at its best place.
fn construct(flat: &Flat, dice: &mut Dice) -> State {
    let mut state = State::new(flat);
    let mut orders: Vec<u32> = std::mem::take(&mut state.absent);
    state.penalty = 0;
    state.mark();
    let mut inserter = Inserter::new(flat);
    recreate(&mut inserter, flat, &mut state, &mut orders, i64::MAX, dice);
    state
}

/// Routes by kind, then as found.
fn solution(problem: &Problem, state: &State) -> Solution {
    let served = state.routes.iter().filter(|route| !route.is_empty());
    let mut routes: Vec<Round> = served
        .map(|route| Round {
            vehicle_type: VehicleTypeId(route.kind as u32),
            trips: vec![route.visits().map(TaskId).collect()],
        })
        .collect();
    routes.sort_by(|one, other| (one.vehicle_type, &one.trips).cmp(&(other.vehicle_type, &other.trips)));
    let mut unserved: Vec<OrderId> =
        state.absent.iter().map(|&order| problem.jobs[order as usize].id).collect();
    unserved.sort();
    Solution { routes, unserved }
}

#[cfg(test)]
mod tests {
    use super::super::route::Route;
    use super::super::tests::{Case, plain};
    use super::*;
    use crate::units::{Never, Silent};

    /// Rounds of these tasks, one vehicle of the first kind for each.
    fn state(flat: &Flat, rounds: &[&[u32]]) -> State {
        let mut state = State::new(flat);
        state.absent.clear();
        state.penalty = 0;
        for tasks in rounds {
            let mut route = Route::default();
            route.clear(flat, 0);
            tasks.iter().for_each(|&task| route.put(route.stops.len() - 2, task));
            assert!(route.refresh(flat), "two light orders fit everywhere");
            state.add(flat, &route);
        }
        state
    }

    #[test]
    fn no_order_is_lost_once_there_are_too_few_rounds_to_divide() {
        let mut problem = plain(1, 6, Case::Deliveries);
        problem.tasks.iter_mut().for_each(|task| task.windows = [].into());
        problem.kinds[0].count = 6;
        let context = Context::new(&problem);
        let flat = Flat::of(&problem).unwrap();
        let options = Options { seed: 1, iterations: Some(100_000) };
        let mut search = Search::new(&context, &flat, &options, &Never, &Silent);
        let mut walks: Vec<Walk> =
            (0..2).map(|part| search.walk(part, search.current.clone(), Vec::new())).collect();

        // Four rounds are divided in two, then three are not divided.
        search.current = state(&flat, &[&[0, 1], &[2], &[3], &[4, 5]]);
        search.epoch(&mut walks, 1e-9);
        search.current = state(&flat, &[&[0, 1], &[2, 3], &[4, 5]]);
        search.epoch(&mut walks, 1e-9);

        for state in [&search.current, &search.best] {
            assert_eq!(state.size().1 + state.absent.len(), 6);
        }
    }
}
