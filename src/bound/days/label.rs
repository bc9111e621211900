//! Labels: ways from the beginning of a day to a stop, and the shelves they are kept on.

use super::way::Way;
use crate::bound::bits::Bits;

/// Labels that are alike and kept apart, where stops are at most so many; one where they are more,
/// as rounds would be slow.
const KEPT: [(usize, usize); 2] = [(120, 4), (200, 2)];
/// Not on the trail.
pub const NONE: u32 = u32::MAX;

#[derive(Clone, Copy, Debug)]
pub struct Label {
    pub way: Way,
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
        self.way.rules_out(&other.way)
            && self.peak <= other.peak
            && self.carried <= other.carried
            && self.memory.is_within(other.memory)
    }

    /// Becomes as good as both. Memories and rests are the same.
    fn join(&mut self, other: &Label) {
        if other.way.cost < self.way.cost {
            self.parent = other.parent;
        }
        self.way = self.way.join(&other.way);
        self.peak = self.peak.min(other.peak);
        self.carried = self.carried.min(other.carried);
    }
}

/// The labels of a stop and a stretch of the day.
pub type Shelf = Vec<Label>;

/// How many labels that are alike are kept apart on a day with so many stops.
pub fn kept(stops: usize) -> usize {
    KEPT.iter().find(|(most, _)| stops <= *most).map_or(1, |(_, kept)| *kept)
}

/// Keeps a label unless another rules it out. Of those that remember the same, with the same
/// rests and about the same load, so many are kept: the two that lose least by it become one that
/// is as good as both.
pub fn offer(shelf: &mut Shelf, new: Label, kept: usize, load: &impl Fn(&Label) -> (i64, i64)) {
    if shelf.iter().any(|label| label.rules_out(&new)) {
        return;
    }
    let own = load(&new);
    let is_like = |label: &Label| {
        label.memory == new.memory && label.way.clock.1 == new.way.clock.1 && load(label) == own
    };
    let like: Vec<usize> = (0..shelf.len()).filter(|&place| is_like(&shelf[place])).collect();
    if like.len() < kept {
        shelf.retain(|label| !new.rules_out(label));
        shelf.push(new);
        return;
    }
    let mut least = (f64::INFINITY, like[0], None);
    for (number, &one) in like.iter().enumerate() {
        let others =
            like[number + 1..].iter().map(|&other| (shelf[one].way.apart(&shelf[other].way), Some(other)));
        for (apart, other) in others.chain([(shelf[one].way.apart(&new.way), None)]) {
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
