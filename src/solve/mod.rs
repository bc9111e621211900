//! The search for good routes: construction, ruin and recreate, local search,
//! and set partitioning over the pool of routes found on the way.

mod again;
mod climb;
mod context;
mod doors;
mod explain;
mod flat;
mod insert;
mod line;
mod memo;
mod modes;
mod partition;
mod pool;
mod rank;
mod recreate;
mod room;
mod ruin;
mod search;
mod split;
mod state;
#[cfg(test)]
mod tests;
mod worth;

use context::Context;
pub use modes::{Modes, Scales};
pub use room::Room;

use crate::county::{OrderId, VehicleTypeId};
use crate::model::{Problem, Reason, Remedy};
use crate::route::Route;
use crate::units::{Fen, Stop, Watch};

/// What decides the result, besides the problem. Threads do not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    pub seed: u64,
    /// `None`: until `Stop` says so.
    pub iterations: Option<u64>,
}

/// Task order only, no times.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Solution {
    pub routes: Vec<Route>,
    pub unserved: Vec<OrderId>,
}

/// What set partitioning over the pool said in its last round.
#[derive(Clone, Debug, PartialEq)]
pub struct Partition {
    pub columns: usize,
    /// LP value over the pool; not a bound of the day.
    pub lp_value: Fen,
    pub mip_value: Fen,
    /// Empty where the solver gives no duals.
    pub order_prices: Vec<(OrderId, Fen)>,
    pub vehicle_worth: Vec<(VehicleTypeId, Fen)>,
}

#[derive(Clone, Debug)]
pub struct Outcome {
    pub solution: Solution,
    pub cost: Fen,
    pub iterations: u64,
    pub partition: Option<Partition>,
}

impl Outcome {
    /// Takes other routes if they cost less.
    pub fn adopt(&mut self, routes: Vec<Route>, unserved: Vec<OrderId>, cost: Fen) {
        if cost < self.cost {
            self.solution = Solution { routes, unserved };
            self.cost = cost;
        }
    }
}

/// Searches until the iterations are done or `stop` says so; always returns a feasible solution.
#[must_use]
pub fn solve(problem: &Problem, options: &Options, stop: &dyn Stop, watch: &dyn Watch) -> Outcome {
    search_from(problem, options, None, stop, watch)
}

/// Searches on from routes that are there already: those of another day, or of a day whose
/// beginning is over. Orders that they leave out are put in first. Stays near them, as the
/// temperatures are low. Routes that break a rule are dissolved.
#[must_use]
pub fn improve(
    problem: &Problem,
    start: &[Route],
    options: &Options,
    stop: &dyn Stop,
    watch: &dyn Watch,
) -> Outcome {
    search_from(problem, options, Some(start), stop, watch)
}

fn search_from(
    problem: &Problem,
    options: &Options,
    start: Option<&[Route]>,
    stop: &dyn Stop,
    watch: &dyn Watch,
) -> Outcome {
    let context = Context::new(problem);
    let start = start.map(|routes| again::start(&context, routes, options.seed));
    if let Some(outcome) = solve_flat(&context, options, start.as_ref(), stop, watch) {
        return outcome;
    }
    match start {
        Some(start) => search::Search::from(&context, options, start, stop, watch).run(),
        None => search::Search::new(&context, options, stop, watch).run(),
    }
}

/// `None` if the problem is not flat. The walk says what the solution costs.
fn solve_flat(
    context: &Context,
    options: &Options,
    start: Option<&state::State>,
    stop: &dyn Stop,
    watch: &dyn Watch,
) -> Option<Outcome> {
    let flat = flat::Flat::of(context.problem)?;
    let search = flat::search::Search::new(context, &flat, options, stop, watch);
    let found = match start {
        Some(start) => search.from(start).run(),
        None => search.run(),
    };
    let state = state::State::of(context, &found.solution);
    debug_assert!(state.is_some(), "the walk and the flat view agree");
    let cost = Fen(state?.cost);
    Some(Outcome { solution: found.solution, cost, iterations: found.iterations, partition: found.partition })
}

/// Why an order is left out of a solution, re-checked by solving the relaxed case, and the
/// cheapest change that would serve it.
#[must_use]
pub fn explain(problem: &Problem, solution: &Solution, order: OrderId) -> (Reason, Option<Remedy>) {
    explain::explain(problem, solution, order)
}
