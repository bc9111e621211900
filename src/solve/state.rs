//! A solution under search. Lines are shared, so a copy is cheap.

use super::Solution;
use super::context::Context;
use super::line::Line;
use crate::county::OrderId;
use crate::model::Problem;
use std::sync::Arc;

/// Marks an order that no line serves.
const NOWHERE: u32 = u32::MAX;
/// Marks an order that is none of this state's business.
const ELSEWHERE: u32 = u32::MAX - 1;

#[derive(Clone, Debug)]
pub struct State {
    pub lines: Vec<Arc<Line>>,
    /// By order: its line.
    home: Vec<u32>,
    /// Vehicles in use, by type, those that other parts use included.
    used: Vec<u32>,
    /// Vehicles that may be in use, by type.
    most: Arc<[u32]>,
    /// Orders that are this state's business.
    orders: Arc<[u32]>,
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
            most: problem.kinds.iter().map(|kind| kind.count as u32).collect(),
            orders: (0..problem.jobs.len() as u32).collect(),
            cost: problem.jobs.iter().map(|job| job.price_out).sum(),
        }
    }

    pub fn line_of(&self, order: u32) -> Option<usize> {
        let line = self.home[order as usize];
        (line < ELSEWHERE).then_some(line as usize)
    }

    /// True if no line serves the order though one of this state might.
    pub fn is_absent(&self, order: u32) -> bool {
        self.home[order as usize] == NOWHERE
    }

    pub fn absent(&self) -> impl Iterator<Item = u32> + '_ {
        self.orders.iter().copied().filter(|&order| self.is_absent(order))
    }

    /// Orders that are this state's business, sorted.
    pub fn orders(&self) -> &[u32] {
        &self.orders
    }

    /// Some lines and absent orders as a state of their own. Vehicles that stay at home are free
    /// in it if `has_spare`; else it must do with as many of each type as these lines have.
    pub fn part(&self, problem: &Problem, lines: &[usize], absent: &[u32], has_spare: bool) -> State {
        let mut orders = absent.to_vec();
        let mut own = vec![0; problem.kinds.len()];
        for &line in lines {
            orders.extend(self.lines[line].orders(problem));
            own[self.lines[line].kind] += 1;
        }
        orders.sort_unstable();
        let mut home = vec![ELSEWHERE; self.home.len()];
        orders.iter().for_each(|&order| home[order as usize] = NOWHERE);
        let others = self.used.iter().zip(&own).map(|(all, own)| if has_spare { all - own } else { 0 });
        let mut part = State {
            lines: Vec::with_capacity(lines.len()),
            home,
            used: others.collect(),
            most: if has_spare { Arc::clone(&self.most) } else { own.into() },
            cost: orders.iter().map(|&order| problem.jobs[order as usize].price_out).sum(),
            orders: orders.into(),
        };
        lines.iter().for_each(|&line| part.add(problem, Arc::clone(&self.lines[line])));
        part
    }

    /// Parts put together again.
    pub fn whole<'s>(problem: &Problem, parts: impl Iterator<Item = &'s State>) -> State {
        let mut state = State::empty(problem);
        for part in parts {
            part.lines.iter().for_each(|line| state.add(problem, Arc::clone(line)));
        }
        state
    }

    /// True if one more vehicle of a type may leave, counting one of type `without` as back.
    pub fn is_free(&self, problem: &Problem, kind: usize, without: Option<usize>) -> bool {
        let used = |other: usize| self.used[other] as usize - usize::from(without == Some(other));
        let drivers = |(members, drivers): &(Vec<usize>, usize)| {
            !members.contains(&kind) || members.iter().map(|&other| used(other)).sum::<usize>() < *drivers
        };
        used(kind) < self.most[kind] as usize && problem.pools.iter().all(drivers)
    }

    /// Vehicles of a type that this state's lines may use.
    pub fn room(&self, kind: usize) -> usize {
        let own = self.lines.iter().filter(|line| line.kind == kind).count();
        (self.most[kind] as usize + own).saturating_sub(self.used[kind] as usize)
    }

    /// Drivers of a pool that this state's lines may use.
    pub fn drivers(&self, problem: &Problem, pool: usize) -> usize {
        let (members, drivers) = &problem.pools[pool];
        let used: usize = members.iter().map(|&kind| self.used[kind] as usize).sum();
        let own = self.lines.iter().filter(|line| members.contains(&line.kind)).count();
        (drivers + own).saturating_sub(used)
    }

    /// The same business with nothing served.
    pub fn emptied(&self, problem: &Problem) -> State {
        let mut state = self.clone();
        while !state.lines.is_empty() {
            state.remove(problem, state.lines.len() - 1);
        }
        state
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
