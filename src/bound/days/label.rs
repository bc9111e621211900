//! Labels: ways from the beginning of a day to a stop, and the shelves they are kept on.

use super::memory::Stops;
use super::road::Clock;

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
    pub memory: Stops,
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
            && self.memory.is_within(&other.memory)
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
/// rests and about the same load, one is kept that is as good as all. Whether anything changed.
pub fn offer(shelf: &mut Shelf, new: Label, load: &impl Fn(&Label) -> (i64, i64)) -> bool {
    if shelf.iter().any(|label| label.rules_out(&new)) {
        return false;
    }
    let own = load(&new);
    let is_like =
        |label: &Label| label.memory == new.memory && label.clock.1 == new.clock.1 && load(label) == own;
    match shelf.iter().position(is_like) {
        Some(place) => shelf[place].join(&new),
        None => {
            shelf.retain(|label| !new.rules_out(label));
            shelf.push(new);
        }
    }
    true
}
