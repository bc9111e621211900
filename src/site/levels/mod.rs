//! Sites on two levels: which to open, how large and how cold, who feeds them, who serves whom.
//!
//! Customers are served by sites; each site is fed by a hub, and hubs serve
//! customers too. A site may be opened in one of several alternatives (its
//! size, its temperature, its hub), with capacities in several resources at
//! once. A lower bound comes from prices of customers (`relax`), a siting
//! from exchanges that look at all capacities (`search`), and what the bound
//! does not exclude is put to a MIP (`kernel`). `judge` computes costs again.
//!
//! Absent on purpose: goods, seasons and money. They are in the costs, and
//! seasons are resources of their own.

mod choose;
mod climb;
mod cover;
mod judge;
mod kernel;
mod problem;
mod rank;
mod relax;
mod search;
#[cfg(all(test, feature = "highs"))]
mod tests;
mod within;

pub use choose::MOST_HUBS;
pub use judge::{Fault, far, judge};
pub use problem::{Alternative, Aside, Coverage, Levels, Sides, Siting};

use crate::units::Stop;
use climb::{Summit, climb};
use relax::Relaxation;

/// What is known at the end.
#[derive(Clone, Debug)]
pub struct Answer {
    /// `None` if nothing feasible was found.
    pub best: Option<Siting>,
    /// No siting costs less.
    pub bound: f64,
    /// Whether `best` is proved to be best.
    pub is_optimal: bool,
    /// By alternative: no siting that has it costs less; `bound` for those that are open in `best`.
    pub with: Vec<f64>,
    /// Of customers, at the bound: what serving one more like it is worth.
    pub prices: Vec<f64>,
}

/// Steps of the first climb, and of the second from its prices.
const STEPS: (usize, usize) = (500, 300);
/// Steps between sitings that are made of relaxed solutions.
const EVERY: usize = 25;

/// Solves until the answer is proved, or `stop` says so, or nothing more is known to try.
#[must_use]
pub fn solve(levels: &Levels, stop: &dyn Stop) -> Answer {
    let mut best = begin(levels, stop);
    let relaxation = Relaxation::of(levels);
    let start = start(levels, best.as_ref(), stop);
    let mut seen = Vec::new();
    let mut step = 0;
    // The bound first: it takes a second where sitings take a minute.
    let mut see = |open: &[usize]| {
        step += 1;
        if step % EVERY == 1 {
            seen.push(open.to_vec());
        }
        f64::INFINITY
    };
    let limit = cost(best.as_ref());
    let mut summit = climb(&relaxation, start, Sides::free(levels), STEPS.0, limit, stop, &mut see);
    summit = higher(summit, floor(&relaxation));
    seen.push(summit.open.clone());
    seen.dedup();
    sitings(levels, &summit.sides, &seen, &mut best, stop);
    if let Some(found) =
        best.as_ref().filter(|_| levels.divides).and_then(|best| kernel::divided(levels, best, stop))
        && found.cost < cost(best.as_ref())
    {
        best = Some(found);
    }
    let from = (summit.prices.clone(), summit.sides.clone());
    let again =
        climb(&relaxation, from.0, from.1, STEPS.1, cost(best.as_ref()), stop, &mut |_| f64::INFINITY);
    summit = higher(summit, again);
    let rest = kernel::solve(levels, &relaxation, &summit, best.as_ref(), stop);
    if let Some(found) = rest.siting.filter(|found| found.cost < cost(best.as_ref())) {
        best = Some(found);
    }
    let is_optimal = rest.is_done && best.is_some() || summit.bound >= cost(best.as_ref()) * (1.0 - SAME);
    let bound = if is_optimal { cost(best.as_ref()) } else { summit.bound.min(cost(best.as_ref())) };
    let excess = relaxation.excess(&summit.prices, &summit.sides, best.as_ref());
    let with = excess.into_iter().map(|excess| (summit.bound + excess).max(bound)).collect();
    Answer { best, bound, is_optimal, with, prices: summit.prices }
}

fn higher(one: Summit, other: Summit) -> Summit {
    if other.bound > one.bound { other } else { one }
}

/// Prices to climb from: what customers cost in a siting that is known. Where they may not be far,
/// those that a climb without this rule leads to: the bound is then never below the one without it.
fn start(levels: &Levels, best: Option<&Siting>, stop: &dyn Stop) -> Vec<f64> {
    let fair = best.map_or_else(|| vec![0.0; levels.customers], |best| fair(levels, best));
    if levels.coverage.is_none() {
        return fair;
    }
    let free = Levels { coverage: None, ..levels.clone() };
    let mut see = |_: &[usize]| f64::INFINITY;
    climb(&Relaxation::of(&free), fair, Sides::free(&free), STEPS.0, cost(best), stop, &mut see).prices
}

/// What the cheapest way of each customer proves: needs no time.
fn floor(relaxation: &Relaxation) -> Summit {
    let levels = relaxation.levels;
    let least = |customer: usize| {
        let ways = levels.usable().map(|at| levels.cost(at, customer));
        Some(ways.fold(f64::INFINITY, f64::min)).filter(|cost| cost.is_finite()).unwrap_or(0.0)
    };
    let prices: Vec<f64> = (0..levels.customers).map(least).collect();
    let sides = Sides::free(levels);
    let looked = relaxation.look(&prices, &sides);
    Summit { bound: looked.bound, prices, sides, open: looked.open }
}

/// A first siting; where customers may not be far, one that is as near as can be.
fn begin(levels: &Levels, stop: &dyn Stop) -> Option<Siting> {
    if levels.coverage.is_none() {
        return search::begin(levels, stop);
    }
    let free = Levels { coverage: None, ..levels.clone() };
    let cheapest = search::begin(&free, stop).and_then(|found| within::kept(levels, found));
    let near = || search::begin(&levels.priced(&within::strong(levels)), stop);
    cheapest.or_else(|| near().and_then(|found| within::kept(levels, found)))
}

/// Makes sitings of what relaxed solutions opened and improves the best of all.
fn sitings(levels: &Levels, sides: &Sides, seen: &[Vec<usize>], best: &mut Option<Siting>, stop: &dyn Stop) {
    if levels.coverage.is_none() {
        for open in seen.iter().rev().take_while(|_| !stop.now()) {
            search::offer(levels, open, best, stop);
        }
        if let Some(found) = best.take() {
            *best = Some(search::improve(levels, found, stop));
        }
        return;
    }
    for times in PRICED {
        let far = sides.far.iter().map(|price| price * times).collect();
        let priced = levels.priced(&Sides { far, ..sides.clone() });
        let known = best.as_ref().map(|best| best.open.clone());
        for open in seen.iter().rev().take(FEW).chain(&known).take_while(|_| !stop.now()) {
            let mut found = None;
            search::offer(&priced, open, &mut found, stop);
            let found = found.and_then(|found| within::kept(levels, found));
            if let Some(found) = found.filter(|found| found.cost < cost(best.as_ref())) {
                *best = Some(found);
            }
        }
    }
}

/// How much dearer being far is made than the bound says, one after the other.
const PRICED: [f64; 3] = [1.0, 1.3, 2.0];
/// Relaxed solutions that sitings are made of with each of these.
const FEW: usize = 8;

/// The siting with exactly these alternatives open; `None` if they break a rule or cannot serve everybody.
#[must_use]
pub fn with_open(levels: &Levels, open: &[usize]) -> Option<Siting> {
    search::of(levels, open).and_then(|found| within::kept(levels, found))
}

/// The best siting that exchanges lead to from these open alternatives.
#[must_use]
pub fn improve_open(levels: &Levels, open: &[usize], stop: &dyn Stop) -> Option<Siting> {
    let offered = |levels: &Levels| {
        let mut best = None;
        search::offer(levels, open, &mut best, stop);
        best
    };
    let kept = |found| within::kept(levels, found);
    let nearer = || offered(&levels.priced(&within::strong(levels))).and_then(kept);
    if levels.coverage.is_none() { offered(levels) } else { offered(levels).and_then(kept).or_else(nearer) }
}

/// Costs that differ by less, relative, count as the same.
pub const SAME: f64 = 1e-7;

fn cost(best: Option<&Siting>) -> f64 {
    best.map_or(f64::INFINITY, |best| best.cost)
}

/// What each customer costs in a siting, its part of the opening costs included.
fn fair(levels: &Levels, siting: &Siting) -> Vec<f64> {
    let fixed: f64 = siting.open.iter().map(|&at| levels.alternatives[at].fixed).sum();
    let each = fixed / levels.customers.max(1) as f64;
    let way = |(customer, &at): (usize, &usize)| levels.cost(at, customer) + each;
    siting.home.iter().enumerate().map(way).collect()
}
