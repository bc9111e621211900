//! Random choices that depend on a seed and on what they are for, and on nothing else.

use super::noise::{mix, unit};

/// A sequence of random numbers.
#[derive(Clone, Debug)]
pub(super) struct Dice {
    seed: u64,
    thrown: u64,
}

impl Dice {
    pub(super) fn new(seed: u64, subject: u64) -> Dice {
        Dice { seed: mix(seed, subject), thrown: 0 }
    }

    /// From 0 (included) to 1 (not included).
    pub(super) fn unit(&mut self) -> f64 {
        self.thrown += 1;
        unit(mix(self.seed, self.thrown))
    }

    pub(super) fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.unit()
    }

    /// From 0 to `count - 1`; 0 if there is nothing to choose from.
    pub(super) fn below(&mut self, count: usize) -> usize {
        (self.unit() * count as f64) as usize
    }

    pub(super) fn chance(&mut self, share: f64) -> bool {
        self.unit() < share
    }

    /// Around 1, twice as much as often as half as much: a product of four even factors, close to
    /// log-normal.
    pub(super) fn factor(&mut self) -> f64 {
        (0..4).map(|_| self.between(0.62, 1.38)).product()
    }

    pub(super) fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.below(last + 1));
        }
    }
}
