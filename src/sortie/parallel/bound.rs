//! What no division can end before, without any solver: MODEL (M162).
//!
//! The end is at least any mean of the truck's tour and the drones' share of
//! the flights. A tour with its flights is a connected graph with one circle,
//! if each flown customer hangs on the depot by an edge of its own; the least
//! such graph is a spanning tree and one more edge. Prices on customers make
//! up for the degrees that are not asked for (Held and Karp 1970).

use super::Shared;
use crate::units::Stop;

/// How many weights of the tour against flights are tried, rounds of ascent for each, and after how many
/// without gain steps are halved.
const WEIGHINGS: usize = 14;
const ROUNDS: usize = 200;
const PATIENCE: usize = 12;
/// Units of time that sums of floating point may be wrong by, many times over.
const SAFETY: f64 = 1.0;

/// A time before which nobody can be done, and which is as late as could be found. `end` is a time
/// that can be reached.
#[must_use]
pub fn bound(shared: &Shared, end: i64, stop: &dyn Stop) -> i64 {
    let grounded = if direct_is_shortest(shared) { tour(&without_flights(shared), end, stop) } else { 0 };
    divided(shared, end, stop).max(grounded)
}

/// What the truck takes at least for those to whom none can fly: nodes in between only make a tour longer.
fn tour(shared: &Shared, end: i64, stop: &dyn Stop) -> i64 {
    if shared.nodes() <= 3 {
        let ways = (0..shared.nodes()).map(|node| shared.way(0, node) + shared.way(node, 0));
        return ways.max().unwrap_or(0);
    }
    let mut ascent = Ascent::new(shared);
    ascent.weight = 1.0;
    let (value, _) = ascent.climb(end, 10 * ROUNDS, 5 * PATIENCE, stop);
    ((value - SAFETY).ceil().max(0.0) as i64).min(end)
}

fn without_flights(shared: &Shared) -> Shared {
    let kept: Vec<usize> = (0..shared.nodes())
        .filter(|&node| node == 0 || shared.drones == 0 || shared.flight[node].is_none())
        .collect();
    let truck = kept.iter().flat_map(|&from| kept.iter().map(move |&to| shared.way(from, to))).collect();
    Shared { truck, flight: vec![None; kept.len()], drones: 0 }
}

/// A unit of rounding aside.
fn direct_is_shortest(shared: &Shared) -> bool {
    let all = || 0..shared.nodes();
    all().all(|from| {
        all().all(|by| all().all(|to| shared.way(from, to) <= shared.way(from, by) + shared.way(by, to) + 2))
    })
}

fn divided(shared: &Shared, end: i64, stop: &dyn Stop) -> i64 {
    let few = few_stops(shared);
    let mut ascent = Ascent::new(shared);
    let (mut low, mut high, mut best) = (0.0, 1.0, 0.0_f64);
    for weighing in 0..WEIGHINGS {
        // The slope near the best prices of a weight says on which side better weights are.
        let rounds = if weighing + 1 == WEIGHINGS { 4 * ROUNDS } else { ROUNDS };
        ascent.weight = if weighing == 0 { 0.5 } else { (low + high) / 2.0 };
        let (value, slope) = ascent.climb(end, rounds, PATIENCE, stop);
        best = best.max(value);
        if slope > 0.0 {
            low = ascent.weight
        } else {
            high = ascent.weight
        }
        if stop.now() {
            break;
        }
    }
    ((best - SAFETY).ceil().max(0.0) as i64).min(few).min(end)
}

/// The least end with at most one customer on the tour: such tours are not circles.
pub(super) fn few_stops(shared: &Shared) -> i64 {
    let all: Vec<Option<i64>> = shared.flight[1..].to_vec();
    let grounded = all.iter().filter(|flight| flight.is_none()).count();
    let air: i64 = all.iter().flatten().sum();
    let drones = shared.drones.max(1) as i64;
    let can = |left_out: usize| shared.drones > 0 && grounded == left_out || all.len() == left_out;
    let none = if can(0) { air / drones } else { i64::MAX };
    let one = |node: usize| {
        let flight = shared.flight[node];
        if !can(usize::from(flight.is_none())) && all.len() > 1 {
            return i64::MAX;
        }
        let tour = shared.way(0, node) + shared.way(node, 0);
        tour.max((air - flight.unwrap_or(0)) / drones)
    };
    (1..shared.nodes()).map(one).min().unwrap_or(i64::MAX).min(none)
}

/// Prices and the least graph under them.
struct Ascent<'a> {
    shared: &'a Shared,
    /// Of the tour against flights.
    weight: f64,
    /// By node a price of each edge at it.
    prices: Vec<f64>,
    /// By node: how far the last tree was from degree 2.
    off: Vec<f64>,
    /// The last tree's tour minus its share of flights.
    ahead: f64,
    before: Vec<f64>,
    cost: Vec<f64>,
    parent: Vec<usize>,
    is_flown: Vec<bool>,
}

impl<'a> Ascent<'a> {
    fn new(shared: &'a Shared) -> Ascent<'a> {
        let nodes = shared.nodes();
        Ascent {
            shared,
            weight: 0.5,
            prices: vec![0.0; nodes],
            off: vec![0.0; nodes],
            ahead: 0.0,
            before: vec![0.0; nodes],
            cost: vec![0.0; nodes],
            parent: vec![0; nodes],
            is_flown: vec![false; nodes],
        }
    }

    /// What an edge of the tour takes.
    fn way(&self, one: usize, other: usize) -> f64 {
        self.shared.way(one, other).min(self.shared.way(other, one)) as f64
    }

    /// The value of the least graph: a bound. Notes how far it is from a tour.
    fn tree(&mut self) -> f64 {
        let nodes = self.shared.nodes();
        let weight = self.weight;
        let air = (1.0 - weight) / self.shared.drones.max(1) as f64;
        let mut left: Vec<usize> = (1..nodes).collect();
        let mut extra = Extra::default();
        for &node in &left {
            let toured = weight * self.way(0, node) + self.prices[0] + self.prices[node];
            let flown = self.shared.flight[node].filter(|_| self.shared.drones > 0);
            let flown = flown.map_or(f64::INFINITY, |time| air * time as f64 + 2.0 * self.prices[node]);
            (self.parent[node], self.is_flown[node]) = (0, flown < toured);
            if flown < toured {
                extra.offer(toured, 0, node, false);
            }
            self.cost[node] = toured.min(flown);
        }
        self.off.fill(-2.0);
        self.ahead = 0.0;
        let mut value = -2.0 * self.prices.iter().sum::<f64>();
        while let Some(index) =
            (0..left.len()).min_by(|&a, &b| self.cost[left[a]].total_cmp(&self.cost[left[b]]))
        {
            let node = left.swap_remove(index);
            value += self.cost[node];
            self.note(node);
            for &other in &left {
                let cost = weight * self.way(node, other) + self.prices[node] + self.prices[other];
                if cost < self.cost[other] {
                    extra.offer(self.cost[other], self.parent[other], other, self.is_flown[other]);
                    (self.parent[other], self.is_flown[other], self.cost[other]) = (node, false, cost);
                } else {
                    extra.offer(cost, node, other, false);
                }
            }
        }
        if let Some((one, other)) = extra.edge {
            value += extra.cost;
            self.off[one] += 1.0;
            self.off[other] += 1.0;
            self.ahead += self.way(one, other);
        }
        value
    }

    fn note(&mut self, node: usize) {
        let parent = self.parent[node];
        if self.is_flown[node] {
            self.off[node] += 2.0;
            let share = self.shared.flight[node].unwrap_or(0) as f64 / self.shared.drones.max(1) as f64;
            self.ahead -= share;
        } else {
            self.off[node] += 1.0;
            self.off[parent] += 1.0;
            self.ahead += self.way(parent, node);
        }
    }

    /// The best value with the present weight, and the mean slope by weight near it.
    fn climb(&mut self, end: i64, rounds: usize, patience: usize, stop: &dyn Stop) -> (f64, f64) {
        let (mut best, mut step, mut since, mut slope) = (f64::NEG_INFINITY, 1.5, 0, 0.0);
        let mut at = self.prices.clone();
        self.before.fill(0.0);
        for round in 0..rounds {
            if step < 1e-3 || (round % 16 == 0 && stop.now()) {
                break;
            }
            let value = self.tree();
            slope = 0.9 * slope + 0.1 * self.ahead;
            if value > best {
                (best, since) = (value, 0);
                at.clone_from(&self.prices);
            } else {
                since += 1;
            }
            if since >= patience {
                (step, since) = (step / 2.0, 0);
            }
            if !self.go(step * (1.02 * end as f64 - value).max(1.0)) {
                break;
            }
        }
        self.prices.clone_from(&at);
        (best, slope)
    }

    /// A step uphill that would gain so much if the slope stayed. Whether there is a slope.
    fn go(&mut self, gain: f64) -> bool {
        for (before, off) in self.before.iter_mut().zip(&self.off) {
            *before = 0.7 * off + 0.3 * *before;
        }
        let square: f64 = self.before.iter().map(|slope| slope * slope).sum();
        for (price, slope) in self.prices.iter_mut().zip(&self.before) {
            *price += gain / square.max(1e-12) * slope;
        }
        square > 1e-12
    }
}

/// The cheapest edge that is not in the tree. Edges of flights do not count: they close no circle.
struct Extra {
    cost: f64,
    edge: Option<(usize, usize)>,
}

impl Default for Extra {
    fn default() -> Extra {
        Extra { cost: f64::INFINITY, edge: None }
    }
}

impl Extra {
    fn offer(&mut self, cost: f64, one: usize, other: usize, is_flown: bool) {
        if !is_flown && cost < self.cost {
            (self.cost, self.edge) = (cost, Some((one, other)));
        }
    }
}
