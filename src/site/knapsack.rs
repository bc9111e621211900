//! The customers that a site would gain most by, within its capacity.
//!
//! Gains are negative costs. Where customers may be shared, the order of gain
//! per demand is the answer. Where not, a depth-first search in that order
//! takes or leaves each; if it is cut short, the value with a share of the
//! last customer is still a lower bound.

/// A customer who costs less than she pays.
#[derive(Clone, Copy, Debug)]
pub struct Item {
    /// Negative.
    pub gain: f64,
    pub demand: f64,
    pub customer: u32,
}

/// In the order of gain per demand, best first.
pub fn sort(items: &mut [Item]) {
    items.sort_unstable_by(|a, b| {
        // Customers without a demand come first: minus infinity.
        (a.gain / a.demand).total_cmp(&(b.gain / b.demand)).then(a.customer.cmp(&b.customer))
    });
}

/// Takes sorted items as far as the room goes, the last in part; the value.
pub fn share(items: &[Item], room: f64, mut take: impl FnMut(&Item, f64)) -> f64 {
    let (mut left, mut value) = (room, 0.0);
    for item in items {
        if item.demand > left {
            if left > 0.0 {
                take(item, left / item.demand);
                value += item.gain * left / item.demand;
            }
            break;
        }
        left -= item.demand;
        value += item.gain;
        take(item, 1.0);
    }
    value
}

/// Steps of the search.
const STEPS: usize = 600;

/// Takes or leaves each of the sorted items; a lower bound of the least value, and the items taken.
#[must_use]
pub fn whole(items: &[Item], room: f64) -> (f64, Vec<u32>) {
    let relaxed = share(items, room, |_, _| {});
    let mut search = Search { items, steps: STEPS, best: 0.0, picked: Vec::new(), path: Vec::new() };
    search.go(0, room, 0.0);
    let value = if search.steps > 0 { search.best } else { relaxed };
    (value.max(relaxed), search.picked.into_iter().map(|at| items[at].customer).collect())
}

struct Search<'a> {
    items: &'a [Item],
    steps: usize,
    best: f64,
    picked: Vec<usize>,
    path: Vec<usize>,
}

impl Search<'_> {
    fn go(&mut self, from: usize, mut room: f64, mut value: f64) {
        let depth = self.path.len();
        // Take what fits without a question; the questions are asked on the way back.
        let mut at = from;
        while at < self.items.len() {
            if self.items[at].demand <= room {
                room -= self.items[at].demand;
                value += self.items[at].gain;
                self.path.push(at);
            }
            at += 1;
        }
        if value < self.best {
            self.best = value;
            self.picked.clone_from(&self.path);
        }
        while self.path.len() > depth && self.steps > 0 {
            let Some(last) = self.path.pop() else { break };
            room += self.items[last].demand;
            value -= self.items[last].gain;
            let bound = value + share(&self.items[last + 1..], room, |_, _| {});
            if bound < self.best - 1e-12 * self.best.abs() {
                self.steps -= 1;
                self.go(last + 1, room, value);
            }
        }
        self.path.truncate(depth);
    }
}
