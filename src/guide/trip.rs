//! A short round through places: which of them in which order.
//!
//! Cheapest insertion, then moving stretches of up to three places and turning
//! stretches around, as long as that helps. With few places all is tried.
//! Durations may differ by direction. The planner proper is `solve`; this is
//! what a map client asks for.

/// Whether the first and last place of a trip are given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ends {
    /// It begins at place 0.
    pub first: bool,
    /// It ends at the last place.
    pub last: bool,
    /// It comes back to where it began.
    pub round: bool,
}

/// An order of places and what it takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trip {
    /// Each place once.
    pub order: Vec<usize>,
    /// Milliseconds, the way back included if it is a round.
    pub millis: i64,
}

/// Up to so many places every order is tried.
const FEW: usize = 8;

/// A good order of `count` places, the best one if there are few. `millis` is by row, `None`
/// where there is no way; then there may be no trip.
#[must_use]
pub fn trip(count: usize, millis: &[Option<i64>], ends: Ends) -> Option<Trip> {
    assert!(millis.len() == count * count, "durations are by row and column");
    if count == 0 {
        return None;
    }
    let costs = Costs { count, millis, ends };
    if count <= FEW {
        return costs.all();
    }
    let mut order = costs.insert();
    while costs.improve(&mut order) {}
    let millis = costs.of(&order)?;
    Some(Trip { order, millis })
}

struct Costs<'a> {
    count: usize,
    millis: &'a [Option<i64>],
    ends: Ends,
}

/// More than any trip takes, and small enough to be summed.
const NO_WAY: i64 = 1 << 40;

impl Costs<'_> {
    fn between(&self, from: usize, to: usize) -> i64 {
        self.millis[from * self.count + to].unwrap_or(NO_WAY)
    }

    fn sum(&self, order: &[usize]) -> i64 {
        let legs: i64 = order.windows(2).map(|pair| self.between(pair[0], pair[1])).sum();
        let back = self.ends.round && order.len() > 1;
        legs + if back { self.between(order[order.len() - 1], order[0]) } else { 0 }
    }

    /// `None` if some leg has no way.
    fn of(&self, order: &[usize]) -> Option<i64> {
        Some(self.sum(order)).filter(|&sum| sum < NO_WAY)
    }

    fn is_allowed(&self, order: &[usize]) -> bool {
        let (first, last) = (order[0], order[order.len() - 1]);
        (!self.ends.first || first == 0) && (!self.ends.last || last == self.count - 1)
    }

    fn all(&self) -> Option<Trip> {
        let mut best: Option<Trip> = None;
        let mut order: Vec<usize> = (0..self.count).collect();
        loop {
            if self.is_allowed(&order)
                && let Some(millis) = self.of(&order)
                && best.as_ref().is_none_or(|best| millis < best.millis)
            {
                best = Some(Trip { order: order.clone(), millis });
            }
            if !next(&mut order) {
                return best;
            }
        }
    }

    fn insert(&self) -> Vec<usize> {
        let last = self.count - 1;
        let mut order = if self.ends.last { vec![0, last] } else { vec![0] };
        if self.ends.last && !self.ends.first && !self.ends.round {
            order = vec![last];
        }
        while order.len() < self.count {
            let missing = (0..self.count).filter(|place| !order.contains(place));
            let tries = missing.flat_map(|place| (0..=order.len()).map(move |at| (at, place)));
            let with = |(at, place): (usize, usize)| {
                let mut longer = order.clone();
                longer.insert(at, place);
                longer
            };
            let fits = |longer: &Vec<usize>| {
                (!self.ends.first || longer[0] == 0) && (!self.ends.last || longer[longer.len() - 1] == last)
            };
            let best = tries.map(with).filter(fits).min_by_key(|longer| self.sum(longer));
            order = best.expect("behind the first and before the last there is always room");
        }
        order
    }

    /// The first change that helps. False if there is none.
    fn improve(&self, order: &mut Vec<usize>) -> bool {
        let now = self.sum(order);
        for from in 0..self.count {
            for to in from + 1..self.count {
                let mut turned = order.clone();
                turned[from..=to].reverse();
                if self.is_allowed(&turned) && self.sum(&turned) < now {
                    *order = turned;
                    return true;
                }
            }
            for length in 1..=3.min(self.count - from) {
                for at in 0..=self.count - length {
                    let mut moved = order.clone();
                    let part: Vec<usize> = moved.drain(from..from + length).collect();
                    moved.splice(at..at, part);
                    if self.is_allowed(&moved) && self.sum(&moved) < now {
                        *order = moved;
                        return true;
                    }
                }
            }
        }
        false
    }
}

/// The next order by the alphabet; false behind the last.
fn next(order: &mut [usize]) -> bool {
    let Some(at) = (1..order.len()).rev().find(|&at| order[at - 1] < order[at]) else { return false };
    let swap = (at..order.len()).rev().find(|&other| order[other] > order[at - 1]).unwrap_or(at);
    order.swap(at - 1, swap);
    order[at..].reverse();
    true
}
