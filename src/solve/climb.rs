//! One walker: simulated annealing over ruin and recreate.

use super::context::Context;
use super::insert::Inserter;
use super::line::Line;
use super::recreate::recreate;
use super::ruin::ruin;
use super::state::State;
use crate::units::{Dice, Stop};
use std::sync::Arc;

/// Lines of solutions this close to the best go to the pool.
const WORTH_KEEPING: f64 = 1.02;

/// One of the walkers.
pub struct Climber<'c, 'p> {
    inserter: Inserter<'c, 'p>,
    dice: Dice,
    pub current: State,
    pub best: State,
    next: State,
    /// New lines of good solutions, for the pool.
    pub found: Vec<Arc<Line>>,
    removed: Vec<u32>,
}

impl<'c, 'p> Climber<'c, 'p> {
    pub fn new(context: &'c Context<'p>, start: &State, dice: Dice) -> Climber<'c, 'p> {
        Climber {
            inserter: Inserter::new(context),
            dice,
            current: start.clone(),
            best: start.clone(),
            next: start.clone(),
            found: Vec::new(),
            removed: Vec::new(),
        }
    }

    /// Some iterations at one temperature; how many were done before `stop`.
    pub fn climb(&mut self, iterations: u64, temperature: f64, stop: &dyn Stop) -> u64 {
        for done in 0..iterations {
            if stop.now() {
                return done;
            }
            self.step(temperature);
        }
        iterations
    }

    /// Climbs from another solution, or a part of one, and forgets all others.
    pub fn begin(&mut self, state: State) {
        self.next.clone_from(&state);
        self.best.clone_from(&state);
        self.current = state;
    }

    /// Goes on from another solution.
    pub fn adopt(&mut self, state: &State) {
        self.current = state.clone();
        if state.cost < self.best.cost {
            self.best = state.clone();
        }
    }

    fn step(&mut self, temperature: f64) {
        let threshold = self.current.cost as f64 - temperature * (1.0 - self.dice.unit()).ln();
        if !self.attempt(threshold) || self.next.cost as f64 >= threshold {
            return;
        }
        if (self.next.cost as f64) < self.best.cost as f64 * WORTH_KEEPING {
            let new = self.next.lines.iter().filter(|line| Arc::strong_count(line) == 1);
            self.found.extend(new.cloned());
        }
        std::mem::swap(&mut self.current, &mut self.next);
        if self.current.cost < self.best.cost {
            self.best.clone_from(&self.current);
        }
    }

    /// One ruin and recreate of the current solution, in `next`; false as soon as it would not
    /// cost less than `limit`.
    fn attempt(&mut self, limit: f64) -> bool {
        self.next.clone_from(&self.current);
        let Climber { inserter, dice, next, removed, .. } = self;
        ruin(inserter, next, dice, removed);
        let done = recreate(inserter, next, dice, removed, limit);
        debug_assert_eq!(next.cost, next.recount(inserter.context.problem), "costs add up");
        done
    }

    /// Asserts that what is remembered holds; how many walks are.
    #[cfg(test)]
    pub fn check(&mut self) -> usize {
        self.inserter.check(&self.current)
    }

    /// A temperature at which a typical change for the worse is accepted now and then.
    pub fn typical_worsening(&mut self, samples: usize, stop: &dyn Stop) -> f64 {
        let mut worse = Vec::with_capacity(samples);
        for _ in 0..samples {
            if stop.now() {
                break;
            }
            self.attempt(f64::INFINITY);
            let change = self.next.cost - self.current.cost;
            if change > 0 {
                worse.push(change);
            } else {
                std::mem::swap(&mut self.current, &mut self.next);
            }
        }
        worse.sort_unstable();
        worse.get(worse.len() / 2).map_or(1.0, |&change| change as f64)
    }
}
