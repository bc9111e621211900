//! What serving one order costs by road and by air, beside the rest of a solution.

use super::Solution;
use super::context::Context;
use super::insert::{Care, Inserter};
use super::line::Line;
use super::state::State;
use crate::county::OrderId;
use crate::model::{Misfit, Problem, TaskId};
use crate::route::Walker;
use crate::units::{Dice, Fen};
use std::sync::Arc;

/// What an order adds to the rest of a solution; `None` where it cannot be served that way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Modes {
    pub road: Option<Fen>,
    pub air: Option<Fen>,
}

/// A solution, ready to have one order after another taken out and put in again.
pub struct Scales<'p> {
    context: Context<'p>,
    whole: State,
}

impl<'p> Scales<'p> {
    /// `None` if a route of the solution breaks a rule.
    #[must_use]
    pub fn new(problem: &'p Problem, solution: &Solution) -> Option<Scales<'p>> {
        let context = Context::bare(problem);
        let whole = State::of(&context, solution)?;
        Some(Scales { context, whole })
    }

    /// The cheapest way found for an order with vehicle types that fly and with those that do not.
    /// The way it is served now is one of them. All other orders stay where they are.
    #[must_use]
    pub fn modes(&self, order: OrderId, flies: &(dyn Fn(usize) -> bool + Sync)) -> Modes {
        let Some((rest, carrier)) = self.without(order) else { return Modes::default() };
        let found = |air: bool| self.least(order, (&rest, carrier), &|kind| flies(kind) == air);
        Modes { road: found(false), air: found(true) }
    }

    fn least(
        &self,
        order: OrderId,
        (rest, carrier): (&State, Option<usize>),
        may: &dyn Fn(usize) -> bool,
    ) -> Option<Fen> {
        let problem = self.context.problem;
        let mut tried = problem.clone();
        let fits = &mut tried.jobs[order.index()].fit;
        for (kind, fit) in fits.iter_mut().enumerate() {
            if !may(kind) && fit.is_ok() {
                *fit = Err(Misfit::Taken);
            }
        }
        if fits.iter().all(Result::is_err) {
            return None;
        }
        let context = Context::for_one(&tried, order.index());
        let care = Care { blink: 0.0, everywhere: true };
        let found = Inserter::new(&context).best(rest, order.0, care, &mut Dice::new(0, 0));
        let now = carrier.filter(|&kind| may(kind)).map(|_| self.added(order, rest));
        now.into_iter().chain(found.map(|spot| spot.delta)).min().map(Fen)
    }

    pub(super) fn problem(&self) -> &Problem {
        self.context.problem
    }

    /// What an order costs as it is served, or left out; `None` as in [`Scales::without`].
    pub(super) fn now(&self, order: OrderId) -> Option<i64> {
        self.without(order).map(|(rest, _)| self.added(order, &rest))
    }

    /// What the order adds to the rest. An order left out has its price in the cost of a state.
    fn added(&self, order: OrderId, rest: &State) -> i64 {
        self.whole.cost - (rest.cost - self.problem().job(order).price_out)
    }

    /// The rest of the solution, and the vehicle type that serves the order now. `None` if the rest
    /// of its round breaks a rule without it.
    pub(super) fn without(&self, order: OrderId) -> Option<(State, Option<usize>)> {
        let problem = self.context.problem;
        let mut rest = self.whole.clone();
        let Some(index) = rest.line_of(order.0) else { return Some((rest, None)) };
        let line = rest.remove(problem, index);
        let kind = line.kind;
        let mut tasks: Vec<TaskId> = Vec::new();
        let mut ends: Vec<u32> = Vec::new();
        let mut from = 0;
        for &end in &line.ends {
            let stays = |task: &&TaskId| problem.order_of(**task) != order;
            tasks.extend(line.tasks[from..end as usize].iter().filter(stays));
            if tasks.len() as u32 > ends.last().copied().unwrap_or(0) {
                ends.push(tasks.len() as u32);
            }
            from = end as usize;
        }
        if !tasks.is_empty() {
            let mut walker = Walker::new(problem);
            rest.add(problem, Arc::new(Line::build(&self.context, &mut walker, kind, tasks, ends)?));
        }
        Some((rest, Some(kind)))
    }
}
