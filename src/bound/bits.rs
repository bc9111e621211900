//! Sets of few things that labels carry: triples, and stops that are remembered.

/// Members are below.
pub const MOST: usize = 64 * WORDS;
const WORDS: usize = 4;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Bits([u64; WORDS]);

impl Bits {
    /// False if it was there, or cannot be a member.
    pub fn insert(&mut self, member: usize) -> bool {
        if member >= MOST || self.has(member) {
            return false;
        }
        self.0[member / 64] |= 1 << (member % 64);
        true
    }

    pub fn has(&self, member: usize) -> bool {
        member < MOST && self.0[member / 64] >> (member % 64) & 1 == 1
    }

    pub fn and(self, other: Bits) -> Bits {
        Bits(std::array::from_fn(|word| self.0[word] & other.0[word]))
    }

    pub fn without(self, other: Bits) -> Bits {
        Bits(std::array::from_fn(|word| self.0[word] & !other.0[word]))
    }

    pub fn toggled(self, other: Bits) -> Bits {
        Bits(std::array::from_fn(|word| self.0[word] ^ other.0[word]))
    }

    pub fn is_within(self, other: Bits) -> bool {
        self.without(other) == Bits::default()
    }

    /// The sum of what each member costs.
    pub fn sum(self, of: &[f64]) -> f64 {
        let mut sum = 0.0;
        for (word, &bits) in self.0.iter().enumerate() {
            let mut left = bits;
            while left != 0 {
                sum += of[word * 64 + left.trailing_zeros() as usize];
                left &= left - 1;
            }
        }
        sum
    }
}
