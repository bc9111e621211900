//! Labels: ways from the beginning of a day to a stop, and the shelves they are kept on.

use super::road::Clock;
use crate::bound::bits::Bits;

/// Labels that are alike and kept apart.
const KEPT: usize = 4;
/// Not on the trail.
pub const NONE: u32 = u32::MAX;

#[derive(Clone, Copy, Debug)]
pub struct Label {
    /// Without the time since the beginning of the day, which is paid at its end: so what is
    /// earlier and costs less is better whatever comes.
    pub cost: f64,
    pub clock: Clock,
    /// Most that is on board in this trip, and what has been collected in it.
    pub peak: i64,
    pub carried: i64,
    pub memory: Bits,
    /// Where on the trail it comes from.
    pub parent: u32,
}

impl Label {
    /// As good in everything that matters for going on.
    fn rules_out(&self, other: &Label) -> bool {
        self.cost <= other.cost
            && self.clock.0 <= other.clock.0
            && self.clock.1 >= other.clock.1
            && self.peak <= other.peak
            && self.carried <= other.carried
            && self.memory.is_within(other.memory)
    }

    /// How much better than both the one is that they become.
    fn apart(&self, other: &Label) -> f64 {
        let (cheap, dear) = if self.cost <= other.cost { (self, other) } else { (other, self) };
        let later = (cheap.clock.0 - dear.clock.0).max(0) as f64;
        (dear.cost - cheap.cost) * later
    }

    /// Becomes as good as both. Memories and rests are the same.
    fn join(&mut self, other: &Label) {
        if other.cost < self.cost {
            (self.cost, self.parent) = (other.cost, other.parent);
        }
        self.clock.0 = self.clock.0.min(other.clock.0);
        self.peak = self.peak.min(other.peak);
        self.carried = self.carried.min(other.carried);
    }
}

/// The labels of a stop and a stretch of the day.
pub type Shelf = Vec<Label>;

/// Keeps a label unless another rules it out. Of those that remember the same, with the same
/// rests and about the same load, so many are kept: the two that lose least by it become one that
/// is as good as both.
pub fn offer(shelf: &mut Shelf, new: Label, load: &impl Fn(&Label) -> (i64, i64)) {
    if shelf.iter().any(|label| label.rules_out(&new)) {
        return;
    }
    let own = load(&new);
    let is_like =
        |label: &Label| label.memory == new.memory && label.clock.1 == new.clock.1 && load(label) == own;
    let like: Vec<usize> = (0..shelf.len()).filter(|&place| is_like(&shelf[place])).collect();
    if like.len() < KEPT {
        shelf.retain(|label| !new.rules_out(label));
        shelf.push(new);
        return;
    }
    let mut least = (f64::INFINITY, 0, None);
    for (number, &one) in like.iter().enumerate() {
        let others = like[number + 1..].iter().map(|&other| (shelf[one].apart(&shelf[other]), Some(other)));
        for (apart, other) in others.chain([(shelf[one].apart(&new), None)]) {
            if apart < least.0 {
                least = (apart, one, other);
            }
        }
    }
    match least {
        (_, one, None) => shelf[one].join(&new),
        (_, one, Some(other)) => {
            let joined = shelf[other];
            shelf[one].join(&joined);
            shelf[other] = new;
        }
    }
}
