//! Depots and routes together: which depots to open, and who drives where.
//!
//! Sets of depots are ranked by the load-weighted star (`star`), which is a
//! lower bound as well. The most promising are routed side by side; after
//! each round the worse half is given up, and the others go on with more time
//! (successive halving). A depot of the set that gets no route is not opened.

mod anneal;
mod change;
mod instance;
mod star;
mod state;
#[cfg(test)]
mod tests;

pub use instance::{Depot, Lrp, Route};

use crate::units::Stop;
use anneal::{Run, anneal, first, neighbours};
use rayon::prelude::*;

/// What was found, and what no solution can be cheaper than.
#[derive(Clone, Debug)]
pub struct Routed {
    /// Empty if nothing was found.
    pub routes: Vec<Route>,
    pub bound: Option<f64>,
}

/// Sets that are routed in the first round.
const SETS: usize = 16;
/// Shares of the time that the rounds take.
const ROUNDS: [f64; 5] = [0.12, 0.13, 0.15, 0.2, 0.4];

struct Set {
    allowed: Vec<bool>,
    cost: f64,
    routes: Vec<Route>,
}

/// Routes until `stop` says so; without a time limit, a fixed number of steps.
#[must_use]
pub fn solve(lrp: &Lrp, stop: &dyn Stop) -> Routed {
    let problem = star::problem(lrp);
    let (bound, answer) = star::bound(lrp, &problem, stop);
    let best = answer.best.map(|best| best.open).unwrap_or_default();
    let sets = star::sets(&problem, &best, SETS);
    let mut found: Vec<Set> = sets.into_par_iter().filter_map(|set| begun(lrp, &set)).collect();
    if found.is_empty() {
        found.extend(begun(lrp, &(0..lrp.depots.len()).collect::<Vec<_>>()));
    }
    let near = neighbours(lrp);
    let whole = stop.remaining();
    for (round, share) in ROUNDS.into_iter().enumerate() {
        let count = found.len().max(1) as f64;
        let side_by_side = (rayon::current_num_threads() as f64).min(count);
        let seconds = whole.map(|whole| whole * share * side_by_side / count);
        let heat = if round == 0 { 1.0 } else { 0.5 };
        found.par_iter_mut().with_max_len(1).enumerate().for_each(|(at, set)| {
            let run = Run { seconds, heat, seed: (round * 100 + at) as u64 + 1 };
            let (cost, routes) = anneal(lrp, &set.routes, &set.allowed, &near, run, stop);
            if cost < set.cost {
                (set.cost, set.routes) = (cost, routes);
            }
        });
        found.sort_by(|a, b| a.cost.total_cmp(&b.cost));
        found.truncate(found.len().div_ceil(2));
    }
    let routes = found.into_iter().next().map(|set| set.routes).unwrap_or_default();
    Routed { routes, bound: Some(bound).filter(|bound| bound.is_finite()) }
}

fn begun(lrp: &Lrp, depots: &[usize]) -> Option<Set> {
    let mut allowed = vec![false; lrp.depots.len()];
    depots.iter().for_each(|&depot| allowed[depot] = true);
    let (cost, routes) = first(lrp, &allowed, 1)?;
    Some(Set { allowed, cost, routes })
}
