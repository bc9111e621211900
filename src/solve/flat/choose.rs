//! Set partitioning over the rounds of a flat search, in parts that a MIP can take.

use super::pool::Pool;
use super::route::Route;
use super::state::State;
use super::{Flat, NONE};
use crate::model::TaskId;
use crate::route::Walker;
use crate::solve::Partition;
use crate::solve::context::Context;
use crate::solve::line::Line;
use crate::solve::partition::partition;
use crate::solve::state::State as Whole;
use crate::units::Stop;
use std::sync::Arc;

/// Orders of a part at most, and rounds that it looks at.
const PART: usize = 160;
const ROUNDS: usize = 12_000;

/// The record of the choice if it was over everything, and the better solution if there is one.
pub fn choose(
    context: &Context,
    flat: &Flat,
    pool: &Pool,
    best: &State,
    seconds: Option<f64>,
    stop: &dyn Stop,
) -> Option<(Option<Partition>, Option<State>)> {
    let mut walker = Walker::new(context.problem);
    let mut whole = Whole::empty(context.problem);
    for route in best.routes.iter().filter(|route| !route.is_empty()) {
        let tasks = route.visits().map(TaskId).collect();
        whole.add(context.problem, line(context, &mut walker, route.kind, tasks)?);
    }
    let parts = parts(flat, best);
    let is_whole = parts.len() == 1;
    let before = whole.cost;
    let share = seconds.map(|seconds| seconds / parts.len() as f64);
    let mut record = None;
    for orders in parts {
        if stop.now() || seconds.is_some_and(|seconds| seconds < 0.02) {
            break;
        }
        let (lines, absent) = own(&whole, &orders);
        let part = whole.part(context.problem, &lines, &absent, true);
        let rounds = rounds(context, flat, pool, &orders, &mut walker);
        let Some((told, better)) = partition(context.problem, &rounds, &part, share, stop) else { continue };
        if is_whole {
            record = Some(told);
        }
        if better.cost < part.cost {
            let rest: Vec<usize> = (0..whole.lines.len()).filter(|line| !lines.contains(line)).collect();
            let others = rest.into_iter().map(|line| Arc::clone(&whole.lines[line]));
            let mut next = Whole::empty(context.problem);
            others.chain(better.lines.iter().cloned()).for_each(|line| next.add(context.problem, line));
            whole = next;
        }
    }
    let better = (whole.cost < before).then(|| back(flat, &whole));
    Some((record, better))
}

fn line(context: &Context, walker: &mut Walker, kind: usize, tasks: Vec<TaskId>) -> Option<Arc<Line>> {
    let ends = vec![tasks.len() as u32];
    Line::build(context, walker, kind, tasks, ends).map(Arc::new)
}

/// Groups of orders of routes that are near to each other, the first route's nearest first.
fn parts(flat: &Flat, best: &State) -> Vec<Vec<bool>> {
    let mut left: Vec<&Route> = best.routes.iter().filter(|route| !route.is_empty()).collect();
    let mut parts = Vec::new();
    while let Some(first) = left.pop() {
        let centre = first.stops[first.stops.len() / 2].node;
        let from = flat.tables[flat.kinds[first.kind].metres].from(centre);
        let far = |route: &Route| {
            route.visits().map(|task| i64::from(from[task as usize])).sum::<i64>()
                / route.visits().len() as i64
        };
        left.sort_by_key(|route| std::cmp::Reverse(far(route)));
        let mut part = vec![false; flat.jobs.len()];
        let mut size = claim(flat, first, &mut part);
        while left.last().is_some_and(|next| size + next.visits().len() <= PART) {
            size += left.pop().map_or(0, |next| claim(flat, next, &mut part));
        }
        parts.push(part);
    }
    if let [part] = &mut parts[..] {
        part.fill(true);
    }
    parts
}

fn claim(flat: &Flat, route: &Route, part: &mut [bool]) -> usize {
    route.visits().for_each(|task| part[flat.nodes[task as usize].order as usize] = true);
    route.visits().len()
}

/// Lines and absent orders of a part.
fn own(whole: &Whole, orders: &[bool]) -> (Vec<usize>, Vec<u32>) {
    let members = || (0..orders.len() as u32).filter(|&order| orders[order as usize]);
    let mut lines: Vec<usize> = members().filter_map(|order| whole.line_of(order)).collect();
    lines.sort_unstable();
    lines.dedup();
    (lines, members().filter(|&order| whole.is_absent(order)).collect())
}

/// The youngest rounds of the pool within a part.
fn rounds(
    context: &Context,
    flat: &Flat,
    pool: &Pool,
    orders: &[bool],
    walker: &mut Walker,
) -> Vec<Arc<Line>> {
    let is_within =
        |tasks: &[u32]| tasks.iter().all(|&task| orders[flat.nodes[task as usize].order as usize]);
    let within = pool.found().iter().rev().filter(|found| is_within(&found.tasks)).take(ROUNDS);
    let mut line = |found: &super::pool::Found| {
        self::line(context, walker, found.kind, found.tasks.iter().map(|&task| TaskId(task)).collect())
    };
    within.filter_map(&mut line).collect()
}

/// A chosen solution as the flat search sees it.
pub fn back(flat: &Flat, whole: &Whole) -> State {
    let mut state = State::new(flat);
    state.absent.clear();
    state.penalty = 0;
    for line in &whole.lines {
        let mut route = Route::default();
        route.clear(flat, line.kind);
        for &task in &line.tasks {
            debug_assert_ne!(task.0, NONE);
            route.put(route.stops.len() - 2, task.0);
        }
        let is_feasible = route.refresh(flat);
        debug_assert!(is_feasible, "the walk and the flat view agree");
        state.add(flat, &route);
    }
    whole.absent().for_each(|order| state.leave_out(order));
    state
}
