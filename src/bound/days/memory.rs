//! Which stops a way remembers.

/// Stops that can be remembered; those beyond may be repeated, which only lowers the bound.
const MOST: usize = 256;

/// A set of stops.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stops([u64; MOST / 64]);

impl Stops {
    /// False if it was there, or cannot be remembered.
    pub fn insert(&mut self, at: usize) -> bool {
        if at >= MOST || self.has(at) {
            return false;
        }
        self.0[at / 64] |= 1 << (at % 64);
        true
    }

    pub fn has(&self, at: usize) -> bool {
        at < MOST && self.0[at / 64] >> (at % 64) & 1 == 1
    }

    pub fn and(self, other: Stops) -> Stops {
        Stops(std::array::from_fn(|word| self.0[word] & other.0[word]))
    }

    pub fn is_within(&self, other: &Stops) -> bool {
        self.0.iter().zip(&other.0).all(|(own, other)| own & !other == 0)
    }
}
