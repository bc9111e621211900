//! The walkers together: epochs, exchange of solutions, the pool.
//!
//! A large solution is divided among the walkers, each epoch in another way, so
//! that all of them improve the same one. On a small one each walker climbs by
//! itself, and the worst now and then goes on from the best.
//!
//! The number of walkers is fixed and each has its own random numbers, so
//! threads do not change the result. Walkers meet only between epochs.

use super::climb::Climber;
use super::context::Context;
use super::insert::Inserter;
use super::partition::partition;
use super::pool::Pool;
use super::recreate::construct;
use super::split;
use super::state::State;
use super::{Options, Outcome, Partition};
use crate::units::{Dice, Fen, Progress, Stop, Watch};
use rayon::prelude::*;

const WALKERS: u64 = 4;
/// Iterations of one walker between two meetings.
const EPOCH: u64 = 200;
/// Epochs after which the worst walker goes on from the best solution.
const EXCHANGE: u64 = 10;
/// Attempts that set the first temperature.
const SAMPLES: usize = 50;
/// First and last temperature, as shares of the typical worsening.
const HOT: f64 = 1.0;
const COLD: f64 = 0.005;
/// First temperature where a solution is there already.
const HOT_AGAIN: f64 = 0.1;
/// Iterations after which it is as cold as it gets, where nothing limits the search.
const ENDLESS: f64 = 400_000.0;

/// When routes of the pool are chosen anew, as shares of the search. There is one more at the end.
const PARTITIONS: [f64; 2] = [0.45, 0.75];
/// Where a time limit ends the climbing: the rest of the time is for the last choice.
const LAST: f64 = 0.94;
/// Of the time limit, what one choice may take at most.
const SHARE: f64 = 0.06;
/// Seconds that a choice leaves before the time limit.
const RESERVE: f64 = 0.3;

pub struct Search<'s, 'p> {
    context: &'s Context<'p>,
    options: &'s Options,
    stop: &'s dyn Stop,
    watch: &'s dyn Watch,
    /// Seconds that `stop` gave at the start.
    seconds: Option<f64>,
    pool: Pool,
    best: State,
    /// Where the walkers go on, if they share one solution.
    current: State,
    dice: Dice,
    done: u64,
    partition: Option<Partition>,
    /// First temperature, as a share of the typical worsening.
    hot: f64,
}

impl<'s, 'p> Search<'s, 'p> {
    pub fn new(
        context: &'s Context<'p>,
        options: &'s Options,
        stop: &'s dyn Stop,
        watch: &'s dyn Watch,
    ) -> Search<'s, 'p> {
        let mut inserter = Inserter::new(context);
        let empty = State::empty(context.problem);
        let best = construct(&mut inserter, &empty, &mut Dice::new(options.seed, u64::MAX));
        Search { hot: HOT, ..Search::from(context, options, best, stop, watch) }
    }

    /// Goes on from a solution, at temperatures that leave most of it.
    pub fn from(
        context: &'s Context<'p>,
        options: &'s Options,
        best: State,
        stop: &'s dyn Stop,
        watch: &'s dyn Watch,
    ) -> Search<'s, 'p> {
        let seconds = stop.remaining();
        Search {
            context,
            options,
            stop,
            watch,
            seconds,
            pool: Pool::default(),
            current: best.clone(),
            best,
            dice: Dice::new(options.seed, u64::MAX - 1),
            done: 0,
            partition: None,
            hot: HOT_AGAIN,
        }
    }

    pub fn run(mut self) -> Outcome {
        self.keep_best();
        if self.options.iterations != Some(0) && !self.context.near.is_empty() {
            self.climb();
        }
        debug_assert_eq!(self.best.cost, self.best.recount(self.context.problem), "costs add up");
        self.tell();
        Outcome {
            solution: self.best.solution(),
            cost: Fen(self.best.cost),
            iterations: self.done,
            partition: self.partition,
        }
    }

    fn climb(&mut self) {
        let dice = |walker| Dice::new(self.options.seed, walker);
        let context = self.context;
        let mut walkers: Vec<Climber> =
            (0..WALKERS).map(|walker| Climber::new(context, &self.best, dice(walker))).collect();
        let typical = walkers[0].typical_worsening(SAMPLES, self.stop);
        let mut epoch = 0;
        let shared = split::parts(self.best.lines.len(), WALKERS as usize) > 1;
        let mut rounds = PARTITIONS.iter();
        let mut round = rounds.next();
        while !self.stop.now() && self.options.iterations.is_none_or(|all| self.done < all) {
            if round.is_some_and(|&at| self.fraction() >= at) {
                self.partition(&mut walkers);
                round = rounds.find(|&&at| self.fraction() < at);
            }
            if self.options.iterations.is_none() && self.fraction() >= LAST {
                break;
            }
            let temperature = typical * self.hot * (COLD / self.hot).powf(self.fraction());
            if shared {
                self.shared_epoch(&mut walkers, temperature);
            } else {
                self.epoch(&mut walkers, temperature);
            }
            epoch += 1;
            if !shared && epoch % EXCHANGE == 0 {
                let worst = walkers.iter_mut().max_by_key(|walker| walker.current.cost);
                worst.expect("there are walkers").adopt(&self.best);
            }
            self.tell();
        }
        self.partition(&mut walkers);
    }

    /// The best choice from the pool; all walkers go on from it if it is better.
    fn partition(&mut self, walkers: &mut [Climber]) {
        if self.stop.now() {
            return;
        }
        let seconds =
            self.stop.remaining().map(|left| (left - RESERVE).min(self.seconds.unwrap_or(left) * SHARE));
        let young: Vec<_> = self.pool.lines().iter().rev().cloned().collect();
        let found = partition(self.context.problem, &young, &self.best, seconds, self.stop);
        let Some((record, state)) = found else { return };
        self.partition = Some(record);
        if state.cost < self.best.cost {
            self.best = state;
            self.keep_best();
            self.current = self.best.clone();
            for walker in walkers {
                walker.adopt(&self.best);
            }
        }
    }

    /// All walkers climb on parts of one solution.
    fn shared_epoch(&mut self, walkers: &mut [Climber], temperature: f64) {
        let (context, problem) = (self.context, self.context.problem);
        let parts = split::parts(self.current.lines.len(), walkers.len());
        let walkers = &mut walkers[..parts];
        let states = split::split(context, &self.current, parts, &mut self.dice);
        walkers.iter_mut().zip(states).for_each(|(walker, state)| walker.begin(state));
        self.go(walkers, temperature);
        self.current = State::whole(problem, walkers.iter().map(|walker| &walker.current));
        let best = State::whole(problem, walkers.iter().map(|walker| &walker.best));
        self.improve(&best);
    }

    /// Each walker climbs on its own solution.
    fn epoch(&mut self, walkers: &mut [Climber], temperature: f64) {
        self.go(walkers, temperature);
        for walker in walkers {
            self.improve(&walker.best);
        }
    }

    fn improve(&mut self, state: &State) {
        if state.cost < self.best.cost {
            self.best = state.clone();
            self.keep_best();
        }
    }

    /// All walkers climb, then their finds are gathered in the order of the walkers.
    fn go(&mut self, walkers: &mut [Climber], temperature: f64) {
        let count = walkers.len() as u64;
        let left = self.options.iterations.map_or(u64::MAX, |all| all - self.done);
        let share = |walker: u64| EPOCH.min(left / count + u64::from(walker < left % count));
        let stop = self.stop;
        let done: u64 = walkers
            .par_iter_mut()
            .enumerate()
            .map(|(index, walker)| walker.climb(share(index as u64), temperature, stop))
            .sum();
        self.done += done;
        for walker in walkers {
            for line in walker.found.drain(..) {
                self.pool.offer(self.context.problem, &line);
            }
        }
    }

    fn keep_best(&mut self) {
        for line in &self.best.lines {
            self.pool.offer(self.context.problem, line);
        }
    }

    /// How much of the search is over, 0 to 1.
    fn fraction(&self) -> f64 {
        let by_iterations = self.options.iterations.map(|all| self.done as f64 / all.max(1) as f64);
        let by_time = self.seconds.zip(self.stop.remaining()).map(|(all, left)| 1.0 - left / all.max(1e-9));
        let fraction = match (by_iterations, by_time) {
            (Some(one), _) => one,
            (None, Some(other)) => other,
            (None, None) => self.done as f64 / ENDLESS,
        };
        fraction.clamp(0.0, 1.0)
    }

    fn tell(&self) {
        self.watch.see(Progress {
            iteration: self.done,
            of: self.options.iterations,
            best: Fen(self.best.cost),
            unserved: self.best.absent().count(),
        });
    }
}
