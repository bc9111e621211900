//! Taking strings of neighbouring orders out of routes.
//!
//! Source: Christiaens and Vanden Berghe (2020), Slack induction by string
//! removals, Transportation Science 54(2), doi:10.1287/trsc.2019.0914.

use super::insert::Inserter;
use super::state::State;
use crate::model::TaskId;
use crate::units::Dice;
use std::sync::Arc;

/// Orders taken out on average.
const MEAN_REMOVED: f64 = 12.0;
/// Longest string.
const LONGEST: f64 = 12.0;
/// Chance that a string keeps some orders in its middle.
const SPLIT: f64 = 0.3;
/// Chance that a whole line goes.
const WHOLE: f64 = 0.04;

/// Takes orders out; `removed` lists them and the absent orders near by.
pub fn ruin(inserter: &mut Inserter, state: &mut State, dice: &mut Dice, removed: &mut Vec<u32>) {
    let context = inserter.context;
    removed.clear();
    let orders = state.orders().len();
    if orders == 0 {
        return;
    }
    let seed = state.orders()[dice.below(orders)];
    if state.lines.is_empty() {
        removed.extend(state.absent());
        return;
    }
    let served = state.lines.iter().map(|line| line.tasks.len()).sum::<usize>() as f64;
    let mean = served / state.lines.len() as f64;
    let longest = LONGEST.min(mean).max(1.0);
    let most = (4.0 * MEAN_REMOVED / (1.0 + longest) - 1.0).max(1.0);
    let strings = (1.0 + dice.unit() * most) as usize;
    let mut ruined: Vec<TaskId> = Vec::with_capacity(strings);
    if dice.chance(WHOLE) {
        let has_begun = |line: &usize| context.problem.kinds[state.lines[*line].kind].begun.is_some();
        if let Some(line) = state.line_of(seed).filter(|line| !has_begun(line)) {
            let line = state.remove(context.problem, line);
            removed.extend(line.orders(context.problem));
        }
        ruined.push(TaskId(u32::MAX));
    }
    for order in std::iter::once(seed).chain(context.near[seed as usize].iter().copied()) {
        if ruined.len() >= strings {
            break;
        }
        let Some(index) = state.line_of(order) else {
            if state.is_absent(order) && context.can_be_served(order as usize) && !removed.contains(&order) {
                removed.push(order);
            }
            continue;
        };
        if ruined.contains(&state.lines[index].tasks[0]) {
            continue;
        }
        let left = take_string(inserter, state, index, order, longest, dice, removed);
        ruined.extend(left);
    }
    for _ in 0..3 {
        let order = state.orders()[dice.below(orders)];
        let absent = state.is_absent(order) && context.can_be_served(order as usize);
        if absent && !removed.contains(&order) {
            removed.push(order);
        }
    }
}

/// Takes a string around `order` out of its line; the first task that is left, if any.
fn take_string(
    inserter: &mut Inserter,
    state: &mut State,
    index: usize,
    order: u32,
    longest: f64,
    dice: &mut Dice,
    removed: &mut Vec<u32>,
) -> Option<TaskId> {
    let problem = inserter.context.problem;
    let line = Arc::clone(&state.lines[index]);
    let size = line.tasks.len();
    let fixed = problem.kinds[line.kind].fixed_tasks();
    let length = (1.0 + dice.unit() * longest.min(size as f64)) as usize;
    let length = length.clamp(1, size);
    let first = problem.jobs[order as usize].first;
    let at = line.tasks.iter().position(|&task| task == first).expect("the order is in its line");
    let kept = if length > 1 && length < size && dice.chance(SPLIT) {
        1 + dice.below((size - length).min(length))
    } else {
        0
    };
    let whole = (length + kept).min(size);
    let lowest = (at + 1).saturating_sub(whole);
    let begin = lowest + dice.below(at.min(size - whole) - lowest + 1);
    let hole = if kept > 0 { begin + 1 + dice.below(whole - kept) } else { begin };
    let mut out: Vec<u32> = Vec::with_capacity(length);
    for (place, &task) in line.tasks.iter().enumerate().take(begin + whole).skip(begin) {
        let order = problem.order_of(task).0;
        if place >= fixed && !(hole..hole + kept).contains(&place) && !out.contains(&order) {
            out.push(order);
        }
    }
    take_out(inserter, state, index, &out, removed)
}

/// Takes orders out of a line and lists them. If the rest breaks a rule, all of the line's orders
/// go, or none if the vehicle has begun. The first task that is left, if any, names the line.
pub fn take_out(
    inserter: &mut Inserter,
    state: &mut State,
    index: usize,
    out: &[u32],
    removed: &mut Vec<u32>,
) -> Option<TaskId> {
    let problem = inserter.context.problem;
    let line = Arc::clone(&state.lines[index]);
    let (tasks, ends) = without(&line.tasks, &line.ends, |task| out.contains(&problem.order_of(task).0));
    let rest = if tasks.is_empty() { None } else { inserter.build(line.kind, tasks, ends) };
    if rest.is_none() && problem.kinds[line.kind].begun.is_some() {
        return Some(line.tasks[0]);
    }
    removed.extend(out);
    match rest {
        Some(rest) => {
            let left = rest.tasks[0];
            state.replace(problem, index, rest);
            Some(left)
        }
        None => {
            state.remove(problem, index);
            removed.extend(line.orders(problem).filter(|order| !out.contains(order)));
            None
        }
    }
}

/// A route without some of its tasks; empty trips vanish.
pub fn without(tasks: &[TaskId], ends: &[u32], gone: impl Fn(TaskId) -> bool) -> (Vec<TaskId>, Vec<u32>) {
    let mut kept = Vec::with_capacity(tasks.len());
    let mut kept_ends = Vec::with_capacity(ends.len());
    let mut from = 0;
    for &end in ends {
        let before = kept.len();
        kept.extend(tasks[from..end as usize].iter().copied().filter(|&task| !gone(task)));
        if kept.len() > before {
            kept_ends.push(kept.len() as u32);
        }
        from = end as usize;
    }
    (kept, kept_ends)
}
