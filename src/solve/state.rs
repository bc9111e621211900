//! A solution under search. Lines are shared, so a copy is cheap.

use super::Solution;
use super::context::Context;
use super::line::Line;
use crate::county::OrderId;
use crate::model::Problem;
use std::sync::Arc;

/// Marks an order that no line serves.
const NOWHERE: u32 = u32::MAX;

#[derive(Clone, Debug)]
pub struct State {
    pub lines: Vec<Arc<Line>>,
    /// By order: its line.
    home: Vec<u32>,
    /// Vehicles in use, by type.
    used: Vec<u32>,
    /// Lines and prices of the absent.
    pub cost: i64,
}

impl State {
    /// Nothing served.
    pub fn empty(problem: &Problem) -> State {
        State {
            lines: Vec::new(),
            home: vec![NOWHERE; problem.jobs.len()],
            used: vec![0; problem.kinds.len()],
            cost: problem.jobs.iter().map(|job| job.price_out).sum(),
        }
    }

    pub fn line_of(&self, order: u32) -> Option<usize> {
        let line = self.home[order as usize];
        (line != NOWHERE).then_some(line as usize)
    }

    pub fn absent(&self) -> impl Iterator<Item = u32> + '_ {
        (0..self.home.len() as u32).filter(|&order| self.home[order as usize] == NOWHERE)
    }

    /// True if one more vehicle of a type may leave, counting one of type `without` as back.
    pub fn is_free(&self, problem: &Problem, kind: usize, without: Option<usize>) -> bool {
        let used = |other: usize| self.used[other] as usize - usize::from(without == Some(other));
        let drivers = |(members, drivers): &(Vec<usize>, usize)| {
            !members.contains(&kind) || members.iter().map(|&other| used(other)).sum::<usize>() < *drivers
        };
        used(kind) < problem.kinds[kind].count && problem.pools.iter().all(drivers)
    }

    /// Puts a line in; its orders must be absent.
    pub fn add(&mut self, problem: &Problem, line: Arc<Line>) {
        let index = self.lines.len() as u32;
        self.claim(problem, &line, index);
        self.lines.push(line);
    }

    /// Takes a line out; its orders are absent then.
    pub fn remove(&mut self, problem: &Problem, index: usize) -> Arc<Line> {
        let line = self.lines.swap_remove(index);
        self.release(problem, &line);
        if index < self.lines.len() {
            let moved = Arc::clone(&self.lines[index]);
            for order in moved.orders(problem) {
                self.home[order as usize] = index as u32;
            }
        }
        line
    }

    /// Puts another line in the place of one.
    pub fn replace(&mut self, problem: &Problem, index: usize, line: Arc<Line>) {
        let old = Arc::clone(&self.lines[index]);
        self.release(problem, &old);
        self.claim(problem, &line, index as u32);
        self.lines[index] = line;
    }

    fn claim(&mut self, problem: &Problem, line: &Line, index: u32) {
        for order in line.orders(problem) {
            debug_assert_eq!(self.home[order as usize], NOWHERE, "an order is in one line only");
            self.home[order as usize] = index;
            self.cost -= problem.jobs[order as usize].price_out;
        }
        self.used[line.kind] += 1;
        self.cost += line.cost;
    }

    fn release(&mut self, problem: &Problem, line: &Line) {
        for order in line.orders(problem) {
            self.home[order as usize] = NOWHERE;
            self.cost += problem.jobs[order as usize].price_out;
        }
        self.used[line.kind] -= 1;
        self.cost -= line.cost;
    }

    /// Routes by type, then as found.
    pub fn solution(&self) -> Solution {
        let mut lines: Vec<&Arc<Line>> = self.lines.iter().collect();
        lines.sort_by(|one, other| (one.kind, &one.tasks).cmp(&(other.kind, &other.tasks)));
        Solution {
            routes: lines.iter().map(|line| line.route()).collect(),
            unserved: self.absent().map(OrderId).collect(),
        }
    }

    /// The state of a solution; `None` if a route of it breaks a rule.
    pub fn of(context: &Context, solution: &Solution) -> Option<State> {
        let mut walker = crate::route::Walker::new(context.problem);
        let mut state = State::empty(context.problem);
        for route in &solution.routes {
            let (tasks, ends) = crate::route::flatten(route);
            let line = Line::build(context, &mut walker, route.vehicle_type.index(), tasks, ends)?;
            state.add(context.problem, Arc::new(line));
        }
        Some(state)
    }

    /// The cost summed anew, for assertions.
    pub fn recount(&self, problem: &Problem) -> i64 {
        let lines: i64 = self.lines.iter().map(|line| line.cost).sum();
        lines + self.absent().map(|order| problem.jobs[order as usize].price_out).sum::<i64>()
    }
}
