//! What halves are made of: all of them, or only those that searches use.
//!
//! A half that a search uses is of least time, so its parts are too, and
//! searches may use them: leaving out the others leaves no way incomplete.

use super::metric::Made;

/// By half, or by number among those that are kept, ascending.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Ways {
    made: Vec<Made>,
    kept: Option<Kept>,
}

/// Which halves are kept.
#[derive(Clone, Debug, PartialEq)]
struct Kept {
    /// By half: one bit.
    bits: Vec<u64>,
    /// By 64 halves: how many are kept before them.
    before: Vec<u32>,
}

impl Ways {
    /// Of all halves.
    pub fn new(made: Vec<Made>) -> Ways {
        Ways { made, kept: None }
    }

    /// Of some halves of so many.
    pub fn only(&self, halves: usize, some: impl Iterator<Item = u32>) -> Ways {
        if self.kept.is_some() {
            return self.clone();
        }
        let mut bits = vec![0_u64; halves.div_ceil(64)];
        some.for_each(|half| bits[half as usize / 64] |= 1 << (half % 64));
        let mut sum = 0;
        let before = bits.iter().map(|word| {
            sum += word.count_ones();
            sum - word.count_ones()
        });
        let before = before.collect();
        let is_kept = |half: &usize| bits[half / 64] >> (half % 64) & 1 != 0;
        let mut made = Vec::with_capacity(sum as usize);
        made.extend((0..halves).filter(is_kept).map(|half| self.made[half]));
        Ways { made, kept: Some(Kept { bits, before }) }
    }

    /// Those of all halves, to be changed. Empties those of which only some are kept.
    pub fn all(&mut self) -> &mut [Made] {
        if self.kept.take().is_some() {
            self.made.clear();
        }
        &mut self.made
    }

    pub fn list(&self) -> &[Made] {
        &self.made
    }

    /// The number of a half, which must be kept.
    pub fn number(&self, half: u32) -> usize {
        let Some(kept) = &self.kept else { return half as usize };
        let (word, bit) = (half as usize / 64, half % 64);
        let lower = kept.bits[word] & ((1 << bit) - 1);
        (kept.before[word] + lower.count_ones()) as usize
    }

    pub fn of(&self, half: u32) -> Made {
        self.made[self.number(half)]
    }
}
