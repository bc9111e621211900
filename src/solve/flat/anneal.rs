//! One walker: simulated annealing over ruin and recreate.

use super::Flat;
use super::insert::Inserter;
use super::recreate::{recreate, retype};
use super::ruin::Ruin;
use super::state::State;
use crate::units::{Dice, Stop};

/// Absent orders that take part in one attempt at most.
const ABSENT: usize = 20;
/// Attempts between two questions whether to stop.
const ASK: u64 = 32;

/// One of the walkers.
#[derive(Clone, Debug)]
pub struct Walk {
    pub inserter: Inserter,
    pub dice: Dice,
    pub ruin: Ruin,
    pub current: State,
    /// The best by its price.
    pub best: State,
    pub best_price: i64,
    /// Orders that are this walker's business.
    pub orders: Vec<u32>,
    /// Routes that differ from those of `best`.
    stale: Vec<u32>,
    is_stale: Vec<bool>,
    out: Vec<u32>,
    scratch: Vec<u32>,
}

impl Walk {
    pub fn new(flat: &Flat, start: State, orders: Vec<u32>, ruin: Ruin, dice: Dice) -> Walk {
        Walk {
            inserter: Inserter::new(flat),
            dice,
            ruin,
            best: start.clone(),
            best_price: start.price(flat),
            current: start,
            orders,
            stale: Vec::new(),
            is_stale: Vec::new(),
            out: Vec::new(),
            scratch: Vec::new(),
        }
    }

    /// Some attempts at one temperature, in money; how many were done before `stop`.
    pub fn climb(&mut self, flat: &Flat, attempts: u64, temperature: f64, stop: &dyn Stop) -> u64 {
        for done in 0..attempts {
            if done % ASK == 0 && stop.now() {
                return done;
            }
            self.step(flat, temperature);
        }
        attempts
    }

    /// Climbs from another solution, or a part of one, and forgets all others.
    pub fn begin(&mut self, flat: &Flat, state: State, orders: Vec<u32>) {
        self.best_price = state.price(flat);
        self.inserter.forget();
        self.best.clone_from(&state);
        self.current = state;
        self.orders = orders;
        self.stale.clear();
        self.is_stale.clear();
    }

    fn step(&mut self, flat: &Flat, temperature: f64) {
        let before = self.current.total();
        let worse = -temperature * (1.0 - self.dice.unit()).ln();
        let limit = before.saturating_add(worse as i64);
        self.current.mark();
        self.ruin.ruin(flat, &mut self.current, &self.orders, &mut self.dice, &mut self.out);
        self.recall();
        let Walk { inserter, current, out, dice, scratch, .. } = self;
        let is_done = recreate(inserter, flat, current, out, limit, dice);
        if is_done {
            retype(inserter, flat, current, dice, scratch);
        }
        if !is_done || current.total() > limit {
            current.undo();
            debug_assert_eq!(current.total(), before, "all is as it was");
            return;
        }
        debug_assert_eq!(current.total(), current.recount(flat), "costs add up");
        self.accept(flat);
    }

    /// Absent orders take part.
    fn recall(&mut self) {
        for _ in 0..self.current.absent.len().min(ABSENT) {
            let order = self.current.absent[self.dice.below(self.current.absent.len())];
            self.current.recall(order);
            self.out.push(order);
        }
    }

    fn accept(&mut self, flat: &Flat) {
        self.is_stale.resize(self.current.routes.len(), false);
        for index in self.current.changed() {
            if !std::mem::replace(&mut self.is_stale[index as usize], true) {
                self.stale.push(index);
            }
        }
        let is_better = self.current.absent.is_empty() && self.current.cost < self.best_price
            || !self.current.absent.is_empty() && self.current.price(flat) < self.best_price;
        if is_better {
            self.best_price = self.current.price(flat);
            self.best.follow(flat, &self.current, &self.stale);
            self.stale.iter().for_each(|&index| self.is_stale[index as usize] = false);
            self.stale.clear();
        }
    }
}
