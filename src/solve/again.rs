//! Where a search begins that goes on from routes of before.

use super::context::Context;
use super::insert::Inserter;
use super::line::Line;
use super::recreate::complete;
use super::state::State;
use crate::route::{Route, flatten};
use crate::units::Dice;
use std::sync::Arc;

/// The routes that keep all rules, no order twice and no vehicle too many, with the other orders
/// put where they cost least.
pub fn start(context: &Context, routes: &[Route], seed: u64) -> State {
    let problem = context.problem;
    let mut inserter = Inserter::new(context);
    let mut state = State::empty(problem);
    for route in routes {
        let (tasks, ends) = flatten(route);
        let kind = route.vehicle_type.index();
        let is_new = tasks.iter().all(|&task| state.is_absent(problem.order_of(task).0));
        if !is_new || !state.is_free(problem, kind, None) {
            continue;
        }
        if let Some(line) = Line::build(context, &mut inserter.walker, kind, tasks, ends) {
            state.add(problem, Arc::new(line));
        }
    }
    complete(&mut inserter, &mut state, &mut Dice::new(seed, u64::MAX));
    state
}
