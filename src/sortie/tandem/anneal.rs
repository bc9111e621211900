//! Search over orders of the customers, each taken at its best operations.
//!
//! Customers move beside near ones, change places, and stretches are turned
//! around; worse orders are accepted ever more rarely, in several runs that
//! each begin from the best.

use super::split::{NEVER, Split};
use super::{Operation, Pair};
use crate::sortie::Effort;
use crate::units::Dice;

/// Neighbours beside which a customer is put.
const NEAR: usize = 12;
/// Temperatures, as parts of a way between neighbours.
const HOT: f64 = 1.0;
const COLD: f64 = 0.01;
/// Runs of cooling.
const RUNS: f64 = 3.0;
/// Orders between two looks at the clock.
const STRIDE: u64 = 128;

/// The best tour found, its time, and how many orders were tried.
#[must_use]
pub fn solve(pair: &Pair, effort: &Effort) -> (Vec<Operation>, i64, u64) {
    let mut search = Search::new(pair, effort.seed);
    let all = effort.stop.remaining().filter(|seconds| *seconds > 0.0);
    let (mut count, mut run) = (0, 0.0);
    while pair.nodes > 2 && effort.iterations.is_none_or(|limit| count < limit) {
        if count % STRIDE == 0 {
            if effort.stop.now() {
                break;
            }
            let by_count = effort.iterations.map(|limit| count as f64 / limit as f64);
            let by_time = all.zip(effort.stop.remaining()).map(|(all, left)| 1.0 - left / all);
            let done = by_count.into_iter().chain(by_time).fold(0.0, f64::max).min(1.0) * RUNS;
            if done.floor() > run {
                run = done.floor();
                search.begin_again();
            }
            search.heat = search.unit * HOT * (COLD / HOT).powf(done.fract());
        }
        search.round();
        count += 1;
    }
    let mut split = Split::new(pair.nodes);
    let time = split.time(pair, &search.best, 0);
    (split.tour(&search.best), time, count)
}

struct Search<'a> {
    pair: &'a Pair,
    near: Vec<Vec<usize>>,
    dice: Dice,
    unit: f64,
    heat: f64,
    order: Vec<usize>,
    /// Where each customer stands in the order.
    place: Vec<usize>,
    split: Split,
    time: i64,
    trial: Vec<usize>,
    trial_split: Split,
    best: Vec<usize>,
    best_time: i64,
}

impl<'a> Search<'a> {
    fn new(pair: &'a Pair, seed: u64) -> Search<'a> {
        let near = neighbours(pair);
        let steps = near.iter().enumerate().filter_map(|(node, near)| Some(pair.drive(node, *near.first()?)));
        let unit = steps.sum::<i64>() as f64 / pair.nodes.max(1) as f64;
        let order = nearest_first(pair, &near);
        let mut search = Search {
            pair,
            near,
            dice: Dice::new(seed, 0),
            unit,
            heat: 0.0,
            place: vec![0; pair.nodes],
            split: Split::new(pair.nodes),
            time: NEVER,
            trial: order.clone(),
            trial_split: Split::new(pair.nodes),
            best: order.clone(),
            best_time: NEVER,
            order,
        };
        search.time = search.split.time(pair, &search.order, 0);
        search.best_time = search.time;
        search.index();
        search
    }

    fn index(&mut self) {
        for at in 1..self.order.len() - 1 {
            self.place[self.order[at]] = at;
        }
    }

    fn begin_again(&mut self) {
        self.order.clone_from(&self.best);
        self.time = self.split.time(self.pair, &self.order, 0);
        self.index();
    }

    fn round(&mut self) {
        let Some(same) = self.change() else { return };
        self.trial_split.begin_as(&self.split, same);
        let time = self.trial_split.time(self.pair, &self.trial, same);
        let bar = self.time as f64 - self.heat * self.dice.unit().max(1e-300).ln();
        if (time as f64) < bar {
            std::mem::swap(&mut self.order, &mut self.trial);
            std::mem::swap(&mut self.split, &mut self.trial_split);
            self.time = time;
            self.index();
            if time < self.best_time {
                self.best_time = time;
                self.best.clone_from(&self.order);
            }
        }
    }

    /// Writes a changed order to `trial`. How far it is the same, or `None` if it is all the same.
    fn change(&mut self) -> Option<usize> {
        let customers = self.pair.nodes - 1;
        let node = 1 + self.dice.below(customers);
        let near = &self.near[node];
        let other = if self.dice.chance(0.9) {
            near[self.dice.below(near.len())]
        } else {
            self.dice.below(customers + 1)
        };
        if other == node {
            return None;
        }
        let at = self.place[node];
        // The depot stands at both ends.
        let to = match other {
            0 if self.dice.chance(0.5) => self.order.len() - 1,
            0 => 0,
            other => self.place[other],
        };
        self.trial.clone_from(&self.order);
        match self.dice.below(4) {
            0 | 1 => self.shift(at, to),
            2 => self.turn(at, to),
            _ => self.exchange(at, to),
        }
    }

    /// Up to three customers from `at` on stand before or after `to`.
    fn shift(&mut self, at: usize, to: usize) -> Option<usize> {
        let last = self.order.len() - 1;
        let length = (1 + self.dice.below(3)).min(last - at);
        if (at..at + length).contains(&to) {
            return None;
        }
        if self.dice.chance(0.3) {
            self.trial[at..at + length].reverse();
        }
        let behind = to == 0 || (to != last && self.dice.chance(0.5));
        if to < at {
            let to = to + usize::from(behind);
            self.trial[to..at + length].rotate_right(length);
            Some(to.saturating_sub(1))
        } else {
            let to = if behind { to + 1 } else { to };
            self.trial[at..to].rotate_left(length);
            Some(at - 1)
        }
    }

    /// The stretch between is turned around, so that both stand beside each other.
    fn turn(&mut self, at: usize, to: usize) -> Option<usize> {
        let last = self.order.len() - 1;
        let (first, end) = if at < to { (at + 1, to.min(last - 1)) } else { (to.max(1), at - 1) };
        if first >= end {
            return None;
        }
        self.trial[first..=end].reverse();
        Some(first - 1)
    }

    /// A customer changes places with one that stands beside the other, or with it.
    fn exchange(&mut self, at: usize, to: usize) -> Option<usize> {
        let last = self.order.len() - 1;
        let with = match self.dice.below(3) {
            0 => to.saturating_sub(1),
            1 => to,
            _ => to + 1,
        };
        if with == 0 || with >= last || with == at {
            return None;
        }
        self.trial.swap(at, with);
        Some(at.min(with) - 1)
    }
}

fn nearest_first(pair: &Pair, near: &[Vec<usize>]) -> Vec<usize> {
    let mut left: Vec<bool> = vec![true; pair.nodes];
    let (mut order, mut at) = (vec![0], 0);
    left[0] = false;
    while order.len() < pair.nodes {
        let close = near[at].iter().copied().find(|&node| left[node]);
        let any = || (1..pair.nodes).filter(|&node| left[node]).min_by_key(|&node| pair.drive(at, node));
        let Some(next) = close.or_else(any) else { break };
        left[next] = false;
        order.push(next);
        at = next;
    }
    order.push(0);
    order
}

/// The nearest nodes by truck, nearest first, the depot among them.
fn neighbours(pair: &Pair) -> Vec<Vec<usize>> {
    let of = |node: usize| {
        let mut others: Vec<usize> = (0..pair.nodes).filter(|&other| other != node).collect();
        others.sort_by_key(|&other| (pair.drive(node, other) + pair.drive(other, node), other));
        others.truncate(NEAR);
        others
    };
    (0..pair.nodes).map(of).collect()
}
