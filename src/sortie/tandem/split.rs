//! The best operations along a given order of the customers, by dynamic
//! programming over where truck and drone are together.
//!
//! Each operation takes the order's next customers: at most one of them flies,
//! the others are driven to in order. Customers right after a meeting place
//! may also be flown to from there and back while the truck waits.

use super::{Operation, Pair};

/// Customers that one operation takes at most.
const WIDE: usize = 10;
/// Flights in a row from one place while the truck waits.
const LOOPS: usize = 3;
pub const NEVER: i64 = i64::MAX / 4;

/// What stood before a meeting: where it began, loops flown there, who flew on the way.
#[derive(Clone, Copy, Debug, Default)]
struct Step {
    from: u32,
    loops: u32,
    /// Position of the customer that flew, 0 for none.
    flown: u32,
}

/// Costs of beginnings and ends of one order. The order begins and ends with the depot.
#[derive(Clone, Debug)]
pub struct Split {
    /// Best time to be together at this position with everything before it served.
    ahead: Vec<i64>,
    step: Vec<Step>,
}

impl Split {
    pub fn new(nodes: usize) -> Split {
        Split { ahead: vec![NEVER; nodes + 1], step: vec![Step::default(); nodes + 1] }
    }

    /// Takes over what is known up to position `same` of another order.
    pub fn begin_as(&mut self, other: &Split, same: usize) {
        self.ahead[..=same].copy_from_slice(&other.ahead[..=same]);
        self.step[..=same].copy_from_slice(&other.step[..=same]);
    }

    /// Time of the whole order, which equals the last one evaluated up to position `same`.
    pub fn time(&mut self, pair: &Pair, order: &[usize], same: usize) -> i64 {
        let last = order.len() - 1;
        self.ahead[0] = 0;
        self.ahead[same + 1..].fill(NEVER);
        // Operations that reach behind `same` begin at most this far before it.
        let first = same.saturating_sub(WIDE + LOOPS);
        for from in first..last {
            if self.ahead[from] < NEVER {
                self.leave(pair, order, from, same);
            }
        }
        self.ahead[last]
    }

    /// All operations from one meeting place, loops flown there first.
    fn leave(&mut self, pair: &Pair, order: &[usize], from: usize, same: usize) {
        let last = order.len() - 1;
        let mut waited = self.ahead[from];
        for loops in 0..=LOOPS.min(last - from - 1) {
            if loops > 0 {
                let Some(time) = pair.sortie(order[from], order[from + loops], order[from]) else { break };
                waited += time;
            }
            let mut stretch = Stretch::new(pair, order, from, from + loops + 1);
            loop {
                let to = stretch.to;
                if to > same && waited + stretch.least() < self.ahead[to] {
                    let (time, flown) = stretch.best();
                    if waited + time < self.ahead[to] {
                        self.ahead[to] = waited + time;
                        self.step[to] = Step { from: from as u32, loops: loops as u32, flown: flown as u32 };
                    }
                }
                if to == last || stretch.count == WIDE {
                    break;
                }
                stretch.grow();
            }
        }
    }

    /// The operations of the order evaluated last.
    pub fn tour(&self, order: &[usize]) -> Vec<Operation> {
        let mut tour = Vec::new();
        let mut to = order.len() - 1;
        while to > 0 {
            let Step { from, loops, flown } = self.step[to];
            let (from, loops, flown) = (from as usize, loops as usize, flown as usize);
            let driven = (from + loops + 1..to).filter(|&at| at != flown).map(|at| order[at]).collect();
            let flown = (flown > 0).then(|| order[flown]);
            tour.push(Operation { from: order[from], to: order[to], flown, driven });
            for at in (from + 1..=from + loops).rev() {
                tour.push(Operation {
                    from: order[from],
                    to: order[from],
                    flown: Some(order[at]),
                    driven: Vec::new(),
                });
            }
            to = from;
        }
        tour.reverse();
        tour
    }
}

/// What an operation takes between two meeting places.
struct Stretch<'a> {
    pair: &'a Pair,
    order: &'a [usize],
    begin: usize,
    /// Position of the meeting at its end.
    to: usize,
    /// Customers between.
    count: usize,
    start: usize,
    /// The truck's time to the last of them, or 0.
    driven: i64,
    /// What the truck saves without each one but the last, and the drone's time to it.
    each: [(i64, i64); WIDE],
    most_saved: i64,
}

impl<'a> Stretch<'a> {
    fn new(pair: &'a Pair, order: &'a [usize], from: usize, begin: usize) -> Stretch<'a> {
        let start = order[from];
        Stretch {
            pair,
            order,
            begin,
            to: begin,
            count: 0,
            start,
            driven: 0,
            each: [(0, 0); WIDE],
            most_saved: 0,
        }
    }

    /// The node before a position, that of the meeting before the first one.
    fn before(&self, at: usize) -> usize {
        if at == self.begin { self.start } else { self.order[at - 1] }
    }

    /// The meeting place becomes one of the customers, and the next position the meeting place.
    fn grow(&mut self) {
        let node = self.order[self.to];
        if self.count > 0 {
            self.settle(self.to - 1);
        }
        self.driven += self.pair.drive(self.before(self.to), node);
        self.count += 1;
        self.to += 1;
    }

    /// What stands on both sides of a customer is known now.
    fn settle(&mut self, at: usize) {
        self.each[at - self.begin] = self.single(at);
        self.most_saved = self.most_saved.max(self.each[at - self.begin].0);
    }

    /// What the truck saves without the customer, and the drone's time to it.
    fn single(&self, at: usize) -> (i64, i64) {
        let (before, node, then) = (self.before(at), self.order[at], self.order[at + 1]);
        let saved =
            self.pair.drive(before, node) + self.pair.drive(node, then) - self.pair.drive(before, then);
        (saved, self.pair.fly(self.start, node))
    }

    fn whole(&self) -> i64 {
        self.driven + self.pair.drive(self.before(self.to), self.order[self.to])
    }

    /// No way to do it takes less.
    fn least(&self) -> i64 {
        let last = if self.count > 0 { self.single(self.to - 1).0 } else { 0 };
        self.whole() - self.most_saved.max(last).max(0)
    }

    /// The time, and the position of the one who flies, or 0.
    fn best(&self) -> (i64, usize) {
        let (whole, end) = (self.whole(), self.order[self.to]);
        let mut best = (whole, 0);
        for at in self.begin..self.to {
            let (saved, out) = if at + 1 == self.to { self.single(at) } else { self.each[at - self.begin] };
            let node = self.order[at];
            let time = (whole - saved).max(out + self.pair.fly(node, end));
            if time < best.0 && self.pair.sortie(self.start, node, end).is_some() {
                best = (time, at);
            }
        }
        best
    }
}
