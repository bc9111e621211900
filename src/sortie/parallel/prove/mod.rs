//! What no division can end before, proved by linear programs, and better
//! divisions found on the way: MODEL (M163).
//!
//! The LP's reduced costs say which edges matter. The same program in whole
//! numbers is solved with few of them, then with more: a division that uses
//! an edge left out ends no earlier than the LP's bound and that edge's cost.

mod apart;
mod flow;
mod relax;
#[cfg(all(test, feature = "highs"))]
mod tests;
mod whole;

use super::bound::few_stops;
use super::{Division, Shared, verify};
use crate::units::Stop;
use relax::Relaxed;
use std::collections::HashSet;
use whole::{Open, Whole};

/// Above this no LP is tried: reduced costs are kept by pair of nodes.
pub const MOST_NODES: usize = 1_200;
/// Solvers keep rows to about this, so a proof is as good as that.
const SAFETY: f64 = 1e-6;
/// Share of the gap that edges left open for the first program in whole numbers may cost.
const FIRST: f64 = 0.2;
/// Neighbours of a node in [`Hints`].
const NEAR: usize = 12;
/// Shares of the gap that edges may cost which are merged with those of divisions.
const CHEAP: [f64; 5] = [0.0, 0.02, 0.05, 0.1, 0.2];
/// How often divisions are merged with more time to spare for flights.
const TRIES: usize = 4;
/// Share of the time left for one program in whole numbers.
const PART: f64 = 0.5;

/// What a search can learn from the LP.
pub struct Hints {
    /// Worth of the truck's time and of each drone's, together 1 where both matter.
    pub truck: f64,
    pub air: f64,
    /// By node those whose edges to it cost least beyond their worth, best first.
    pub near: Vec<Vec<usize>>,
}

/// An LP that has been solved as far as time allowed.
pub struct Proof<'a> {
    relaxed: Relaxed<'a>,
    is_whole: bool,
    /// All tours take whole multiples of this.
    step: i64,
    few: i64,
}

impl<'a> Proof<'a> {
    /// `None` where there is no LP for it: few or too many nodes, or no solver that gives prices.
    #[must_use]
    pub fn new(shared: &'a Shared, division: &Division, end: i64, stop: &dyn Stop) -> Option<Proof<'a>> {
        if division.tour.len() < 2 || shared.nodes() > MOST_NODES {
            return None;
        }
        let step = step(shared);
        let unit = if step > 1 && end / step < 1_000_000 { step as f64 } else { (end as f64 / 1e3).max(1.0) };
        let mut relaxed = Relaxed::new(shared, &division.tour, end, unit).ok()?;
        let is_whole = relaxed.climb(stop).ok()?;
        let is_something = !relaxed.prices.of_edges.is_empty();
        is_something.then(|| Proof { relaxed, is_whole, step, few: few_stops(shared) })
    }

    /// Whether the LP was solved to its end.
    pub fn is_whole(&self) -> bool {
        self.is_whole
    }

    /// A time before which nobody can be done. `end` is one that can be reached.
    #[must_use]
    pub fn bound(&self, end: i64) -> i64 {
        self.units(self.relaxed.prices.bound, end)
    }

    /// Whole units from the LP's; a proof up to the solver's exactness is one.
    fn units(&self, value: f64, end: i64) -> i64 {
        let safe = value * self.relaxed.unit - SAFETY * end as f64;
        let bound = if safe >= (1.0 - 2.0 * SAFETY) * end as f64 { end } else { safe.max(0.0).ceil() as i64 };
        bound.min(self.few).min(end)
    }

    #[must_use]
    pub fn hints(&self) -> Hints {
        let nodes = self.relaxed.shared.nodes();
        let prices = &self.relaxed.prices;
        let cost = |one: usize, other: usize| prices.of_edges[one.min(other) * nodes + one.max(other)];
        let near = |node: usize| {
            let mut others: Vec<usize> = (0..nodes).filter(|&other| other != node).collect();
            others.sort_by(|&a, &b| cost(node, a).total_cmp(&cost(node, b)).then(a.cmp(&b)));
            others.truncate(NEAR);
            others
        };
        let air = prices.air * self.relaxed.shared.drones as f64;
        Hints { truck: prices.tour, air, near: (0..nodes).map(near).collect() }
    }

    /// The division, or a better one, its end, and a bound.
    #[must_use]
    pub fn improved(&mut self, division: Division, end: i64, stop: &dyn Stop) -> (Division, i64, i64) {
        let (mut best, mut end) = (division, end);
        let mut bound = self.bound(end);
        let (mut share, shared) = (FIRST, self.relaxed.shared);
        while self.is_whole && bound < end && !stop.now() {
            let all = (end as f64 / self.relaxed.unit - self.relaxed.prices.bound).max(0.0);
            let is_last = share >= 1.0;
            let gap = if is_last { all * (1.0 + SAFETY) } else { share * all };
            let part = Part::of(stop, if is_last { 1.0 } else { PART });
            let Some((value, found)) =
                self.with_edges(&Open { gap, cheap: gap, some: None, spare: 0.0 }, &best, end, &part)
            else {
                break;
            };
            // What uses an edge that was left out costs the gap more than the LP.
            let left_out = self.relaxed.prices.bound + gap;
            let value = if is_last { value } else { value.min(left_out) };
            let before = end;
            if let Some((sooner, division)) = found.and_then(|it| Some((verify(shared, &it).ok()?, it)))
                && sooner < end
            {
                (end, best) = (sooner, division);
            }
            bound = bound.max(self.units(value.min(end as f64 / self.relaxed.unit), end));
            if is_last && end == before {
                break;
            }
            let is_enough = left_out >= end as f64 / self.relaxed.unit;
            share = if is_enough { 1.0 } else { (2.0 * share).min(1.0) };
        }
        (best, end, bound.min(end))
    }

    /// Better divisions that take only edges of these, then a few cheap ones more; the best one
    /// found before `stop`, if it ends before `end`.
    #[must_use]
    pub fn merged<'d>(
        &mut self,
        some: impl Iterator<Item = &'d Division>,
        division: &Division,
        end: i64,
        stop: &dyn Stop,
    ) -> Option<(Division, i64)> {
        let mut some: HashSet<(usize, usize)> = some.flat_map(edges).collect();
        let (mut best, mut best_end) = (division.clone(), end);
        for share in CHEAP {
            while !stop.now() && self.bound(best_end) < best_end {
                some.extend(edges(&best));
                let Some((division, sooner)) = self.merge(&some, share, &best, best_end, stop) else { break };
                (best, best_end) = (division, sooner);
            }
        }
        (best_end < end).then_some((best, best_end))
    }

    fn merge(
        &mut self,
        some: &HashSet<(usize, usize)>,
        share: f64,
        best: &Division,
        end: i64,
        stop: &dyn Stop,
    ) -> Option<(Division, i64)> {
        let gap = (end as f64 / self.relaxed.unit - self.relaxed.prices.bound).max(0.0) * (1.0 + SAFETY);
        let drones = self.relaxed.shared.drones as f64;
        // Flights may fit the drones worse than their sum says: then with some time to spare.
        let mut spare = 0.0;
        for _ in 0..TRIES {
            let open = Open { gap, cheap: gap * share, some: Some(some), spare };
            let division = self.with_edges(&open, best, end, stop)?.1?;
            let last = verify(self.relaxed.shared, &division).ok()?;
            if last < end {
                return Some((division, last));
            }
            let flown =
                division.flights.iter().flatten().filter_map(|&node| self.relaxed.shared.flight[node]);
            let uneven = drones * last as f64 - flown.sum::<i64>() as f64;
            if self.relaxed.shared.drones < 2 || uneven <= 0.0 {
                return None;
            }
            spare += uneven / self.relaxed.unit / TRIES as f64;
        }
        None
    }

    fn with_edges(
        &mut self,
        open: &Open,
        best: &Division,
        end: i64,
        stop: &dyn Stop,
    ) -> Option<(f64, Option<Division>)> {
        let in_steps = self.relaxed.unit == self.step as f64;
        let end = end as f64 / self.relaxed.unit;
        let least = Whole::new(&mut self.relaxed, end, open, in_steps).least(&best.tour, stop).ok()?;
        Some((least.bound, least.division))
    }
}

/// A tour's edges, the lower node first.
fn edges(division: &Division) -> impl Iterator<Item = (usize, usize)> {
    let from = std::iter::once(&0).chain(&division.tour);
    from.zip(division.tour.iter().chain(&[0])).map(|(&one, &other)| (one.min(other), one.max(other)))
}

/// A part of the time that is left.
pub struct Part<'a> {
    all: &'a dyn Stop,
    /// What must stay.
    kept: f64,
}

impl<'a> Part<'a> {
    pub fn of(all: &'a dyn Stop, share: f64) -> Part<'a> {
        Part { all, kept: all.remaining().map_or(0.0, |left| left * (1.0 - share)) }
    }
}

impl Stop for Part<'_> {
    fn now(&self) -> bool {
        self.all.now() || self.all.remaining().is_some_and(|left| left < self.kept)
    }

    fn remaining(&self) -> Option<f64> {
        self.all.remaining().map(|left| (left - self.kept).max(0.0))
    }
}

/// The largest time that all tours take a whole multiple of. A tour is made of triangles with the
/// depot, less ways there and back.
fn step(shared: &Shared) -> i64 {
    let customers = || 1..shared.nodes();
    let back = |node: usize| shared.way(0, node) + shared.way(node, 0);
    let mut step = customers().fold(0, |step, node| gcd(step, back(node)));
    for one in customers() {
        for other in customers() {
            step = gcd(step, shared.way(0, one) + shared.way(one, other) + shared.way(other, 0));
        }
    }
    step
}

fn gcd(one: i64, other: i64) -> i64 {
    if other == 0 { one } else { gcd(other, one % other) }
}
