//! Rounds found on the way: the cheapest for each set of orders and kind.

use super::route::Route;
use super::{Flat, NONE};
use crate::units::Dice;
use rustc_hash::FxHashMap;

/// Rounds that are kept; beyond, the older half goes.
const CAPACITY: usize = 40_000;

/// A kind, what a round costs and its tasks.
pub struct Found {
    pub kind: usize,
    pub cost: i64,
    pub tasks: Box<[u32]>,
}

#[derive(Default)]
pub struct Pool {
    found: Vec<Found>,
    /// By the sum of the numbers of orders and kind: index into `found`.
    known: FxHashMap<u64, usize>,
    /// By order, then by kind: a random number.
    numbers: Vec<u64>,
}

impl Pool {
    pub fn new(flat: &Flat) -> Pool {
        let mut dice = Dice::new(0x6D61_6261_6E67, 0);
        let numbers = (0..flat.jobs.len() + flat.kinds.len()).map(|_| dice.bits()).collect();
        Pool { numbers, ..Pool::default() }
    }

    pub fn found(&self) -> &[Found] {
        &self.found
    }

    /// Keeps a round if it is new or cheaper than the one known.
    pub fn offer(&mut self, flat: &Flat, route: &Route) {
        if route.is_empty() {
            return;
        }
        let tasks = route.visits();
        let key = self.key(flat, route.kind, tasks);
        let cost = route.cost(flat);
        let round = || Found { kind: route.kind, cost, tasks: route.visits().collect() };
        match self.known.get(&key) {
            Some(&index) if self.found[index].cost <= cost => (),
            Some(&index) => self.found[index] = round(),
            None => {
                self.known.insert(key, self.found.len());
                self.found.push(round());
            }
        }
        if self.found.len() > CAPACITY {
            self.found.drain(..CAPACITY / 2);
            let keys: Vec<u64> = (self.found.iter())
                .map(|found| self.key(flat, found.kind, found.tasks.iter().copied()))
                .collect();
            self.known.clear();
            self.known.extend(keys.into_iter().enumerate().map(|(index, key)| (key, index)));
        }
    }

    fn key(&self, flat: &Flat, kind: usize, tasks: impl Iterator<Item = u32>) -> u64 {
        let number = |task: u32| self.numbers[flat.nodes[task as usize].order as usize];
        let start = self.numbers[flat.jobs.len() + kind];
        tasks.fold(start, |sum, task| {
            debug_assert_ne!(task, NONE);
            sum.wrapping_add(number(task))
        })
    }
}
