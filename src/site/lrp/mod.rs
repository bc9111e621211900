//! Depots and routes together: which depots to open, and who drives where.
//!
//! Sets of depots are ranked by the load-weighted star (`star`), which is a
//! lower bound as well, and then by an LP over routes (`routes`), which is a
//! far better one. The most promising are routed side by side; after each
//! round the worse half is given up, and the others go on with more time
//! (successive halving). A depot of the set that gets no route is not opened.

mod anneal;
mod change;
mod instance;
mod routes;
mod star;
mod state;
#[cfg(test)]
mod tests;

pub use instance::{Depot, Lrp, Route};

use crate::units::Stop;
use anneal::{Run, anneal, first, neighbours};
use change::Neighbours;
use rayon::prelude::*;
use routes::Tier;

/// What was found, and what no solution can be cheaper than.
#[derive(Clone, Debug)]
pub struct Routed {
    /// Empty if nothing was found.
    pub routes: Vec<Route>,
    /// From what each customer costs there and back.
    pub radial: Option<f64>,
    /// From the LP over sets of depots and routes.
    pub by_routes: Option<f64>,
}

impl Routed {
    /// The better of both bounds.
    #[must_use]
    pub fn bound(&self) -> Option<f64> {
        self.radial.into_iter().chain(self.by_routes).max_by(f64::total_cmp)
    }
}

/// Sets that are routed in the first round, and those that the LP adds.
const SETS: usize = 16;
const BY_ROUTES: usize = 6;
/// Sets kept for their first routes, whatever the LP says of them.
const CHEAPEST: usize = 2;
/// Shares of the time: a first round, the LP, what it adds, further rounds, the LP again. What is
/// left is for a choice of whole routes.
const FIRST: f64 = 0.06;
const BOUND: f64 = 0.15;
const ADDED: f64 = 0.05;
const ROUNDS: [f64; 4] = [0.08, 0.1, 0.14, 0.22];
const AGAIN: f64 = 0.05;
/// At most for a choice of whole routes.
const CHOOSE: f64 = 0.12;
/// Less time than this share is not worth another round.
const LEFT: f64 = 0.01;

struct Set {
    depots: Vec<usize>,
    allowed: Vec<bool>,
    cost: f64,
    routes: Vec<Route>,
}

/// Routes until `stop` says so; without a time limit, a fixed number of steps.
#[must_use]
pub fn solve(lrp: &Lrp, stop: &dyn Stop) -> Routed {
    let problem = star::problem(lrp);
    let (radial, answer) = star::bound(lrp, &problem, stop);
    let best = answer.best.map(|best| best.open).unwrap_or_default();
    let sets = star::sets(&problem, &best, SETS);
    let mut found: Vec<Set> = sets.into_par_iter().filter_map(|set| begun(lrp, &set)).collect();
    if found.is_empty() {
        found.extend(begun(lrp, &(0..lrp.depots.len()).collect::<Vec<_>>()));
    }
    let near = neighbours(lrp);
    let whole = stop.remaining();
    let mut search = Search { lrp, near, whole, stop, runs: 0 };
    search.round(&mut found, FIRST, 1.0);
    let seeds: Vec<Route> = found.iter().flat_map(|set| set.routes.clone()).collect();
    let mut tier = found.first().and_then(|best| Tier::of(lrp, &seeds, best.cost));
    if let (Some(tier), Some(best)) = (&mut tier, found.first()) {
        tier.run(best.cost, &Part::of(stop, whole, BOUND));
        let sets: Vec<Vec<usize>> = tier.sets().into_iter().take(BY_ROUTES).collect();
        let is_new = |set: &&Vec<usize>| found.iter().all(|known| known.depots != **set);
        let new: Vec<Vec<usize>> = sets.iter().filter(is_new).cloned().collect();
        let mut added: Vec<Set> = new.into_par_iter().filter_map(|set| begun(lrp, &set)).collect();
        search.round(&mut added, ADDED, 1.0);
        let mut place = 0;
        found.retain(|set| {
            place += 1;
            place <= CHEAPEST || place <= SETS / 2 && (sets.is_empty() || sets.contains(&set.depots))
        });
        found.extend(added);
        found.sort_by(|a, b| a.cost.total_cmp(&b.cost));
    }
    for share in ROUNDS {
        search.round(&mut found, share, 0.5);
        found.truncate(found.len().div_ceil(2));
    }
    found.truncate(1);
    let by_routes = tier.zip(found.first_mut()).and_then(|(mut tier, best)| {
        tier.run(best.cost, &Part::of(stop, whole, AGAIN));
        if let Some(routes) = tier.choose(&best.routes, best.cost, &Part::of(stop, whole, CHOOSE)) {
            best.cost = lrp.judge(&routes).unwrap_or(best.cost);
            best.routes = routes;
        }
        tier.value()
    });
    // What the LP did not need.
    if let Some((left, whole)) = stop.remaining().zip(whole).filter(|(left, whole)| *left > LEFT * whole) {
        search.round(&mut found, left / whole, 0.4);
    }
    let best = found.into_iter().next();
    let by_routes = by_routes.zip(best.as_ref()).map(|(value, best)| value.min(best.cost));
    let radial = Some(radial).filter(|bound| bound.is_finite());
    // Where the time was too short for the LP, its bound may be the worse one.
    let by_routes = by_routes.filter(|value| radial.is_none_or(|radial| *value > radial));
    Routed { routes: best.map(|set| set.routes).unwrap_or_default(), radial, by_routes }
}

fn begun(lrp: &Lrp, depots: &[usize]) -> Option<Set> {
    let mut allowed = vec![false; lrp.depots.len()];
    depots.iter().for_each(|&depot| allowed[depot] = true);
    let (cost, routes) = first(lrp, &allowed, 1)?;
    Some(Set { depots: depots.to_vec(), allowed, cost, routes })
}

struct Search<'a> {
    lrp: &'a Lrp,
    near: Neighbours,
    whole: Option<f64>,
    stop: &'a dyn Stop,
    runs: u64,
}

impl Search<'_> {
    /// Gives all sets a share of the time; the cheapest is the first then.
    fn round(&mut self, found: &mut [Set], share: f64, heat: f64) {
        let count = found.len().max(1) as f64;
        let side_by_side = (rayon::current_num_threads() as f64).min(count);
        let seconds = self.whole.map(|whole| whole * share * side_by_side / count);
        let (lrp, near, stop, runs) = (self.lrp, &self.near, self.stop, self.runs);
        found.par_iter_mut().with_max_len(1).enumerate().for_each(|(at, set)| {
            let run = Run { seconds, heat, seed: runs * 100 + at as u64 + 1 };
            let (cost, routes) = anneal(lrp, &set.routes, &set.allowed, near, run, stop);
            if cost < set.cost {
                (set.cost, set.routes) = (cost, routes);
            }
        });
        self.runs += 1;
        found.sort_by(|a, b| a.cost.total_cmp(&b.cost));
    }
}

/// A share of all the time, from now on.
struct Part<'a> {
    stop: &'a dyn Stop,
    /// What is left of the whole time when the part is over.
    until: Option<f64>,
}

impl<'a> Part<'a> {
    fn of(stop: &'a dyn Stop, whole: Option<f64>, share: f64) -> Part<'a> {
        let until = whole.zip(stop.remaining()).map(|(whole, left)| left - whole * share);
        Part { stop, until }
    }
}

impl Stop for Part<'_> {
    fn now(&self) -> bool {
        self.stop.now() || self.remaining().is_some_and(|left| left <= 0.0)
    }

    fn remaining(&self) -> Option<f64> {
        match (self.stop.remaining(), self.until) {
            (Some(left), Some(until)) => Some((left - until).max(0.0)),
            (left, _) => left,
        }
    }
}
