//! Putting orders back, one after another, each at its best place.

use super::insert::{Care, Inserter};
use super::state::State;
use crate::units::Dice;
use std::sync::Arc;

/// Chance to overlook a position: makes greedy insertion less greedy.
const BLINK: f64 = 0.01;
/// Constructions of which the best is taken.
const TRIALS: usize = 8;
/// Chance that new vehicles leave whatever the price of leaving out, so that they can fill up.
const EAGER: f64 = 0.06;
/// Chance that other vehicle types are tried for a changed line.
const RETYPE: f64 = 0.1;

/// Chance that a changed line may change vehicles with another one.
const SWAP: f64 = 0.1;

/// Puts `orders` back where that costs less than leaving them out. False, and left half done, as
/// soon as the solution cannot be expected to cost less than `limit`.
pub fn recreate(
    inserter: &mut Inserter,
    state: &mut State,
    dice: &mut Dice,
    orders: &mut [u32],
    limit: f64,
) -> bool {
    sort(inserter, dice, orders);
    let eager = dice.chance(EAGER);
    let care = Care { blink: BLINK, everywhere: false };
    if !place(inserter, state, dice, orders, care, (eager, limit)) {
        return false;
    }
    for index in 0..state.lines.len() {
        let is_new = Arc::strong_count(&state.lines[index]) == 1;
        if is_new && dice.chance(RETYPE) {
            inserter.retype(state, index);
        }
        if is_new && dice.chance(SWAP) {
            let other = dice.below(state.lines.len());
            inserter.swap_types(state, index, other);
        }
    }
    true
}

/// Puts in all absent orders that cost less than leaving them out.
pub fn complete(inserter: &mut Inserter, state: &mut State, dice: &mut Dice) {
    let mut orders: Vec<u32> =
        state.absent().filter(|&order| inserter.context.can_be_served(order as usize)).collect();
    orders.sort_by_key(|&order| (-inserter.context.reach[order as usize], order));
    place(inserter, state, dice, &orders, Care { blink: 0.0, everywhere: false }, (false, f64::INFINITY));
}

/// The first solution: the best of some that put every order at its best place, far ones first,
/// or dear ones first, or in a random order.
pub fn construct(inserter: &mut Inserter, empty: &State, dice: &mut Dice) -> State {
    let mut orders: Vec<u32> =
        empty.absent().filter(|&order| inserter.context.can_be_served(order as usize)).collect();
    let mut best = empty.clone();
    for trial in 0..TRIALS {
        match trial {
            0 => orders.sort_by_key(|&order| (-inserter.context.reach[order as usize], order)),
            _ => sort(inserter, dice, &mut orders),
        }
        let mut state = empty.clone();
        let (care, way) = (Care { blink: 0.0, everywhere: false }, (true, f64::INFINITY));
        place(inserter, &mut state, dice, &orders, care, way);
        drop_losers(inserter, &mut state);
        place(inserter, &mut state, dice, &orders, care, way);
        drop_losers(inserter, &mut state);
        if state.cost < best.cost {
            best = state;
        }
    }
    best
}

fn place(
    inserter: &mut Inserter,
    state: &mut State,
    dice: &mut Dice,
    orders: &[u32],
    care: Care,
    (eager, limit): (bool, f64),
) -> bool {
    let context = inserter.context;
    let hoped = |order: u32| {
        let price = context.problem.jobs[order as usize].price_out;
        price - price.min(context.own_loss[order as usize])
    };
    // What the rest of the orders could save at most.
    let mut hope: i64 = orders.iter().filter(|&&order| state.is_absent(order)).map(|&o| hoped(o)).sum();
    for &order in orders {
        if !state.is_absent(order) {
            continue;
        }
        if (state.cost - hope) as f64 >= limit {
            return false;
        }
        hope -= hoped(order);
        let price = context.problem.jobs[order as usize].price_out;
        if let Some(spot) = inserter.best(state, order, care, dice)
            && (spot.delta < price || (eager && spot.is_new() && context.own_loss[order as usize] < price))
        {
            inserter.insert(state, order, spot);
        }
    }
    ((state.cost - hope) as f64) < limit || limit.is_infinite()
}

/// Gives up lines that cost more than leaving all their orders out.
pub fn drop_losers(inserter: &mut Inserter, state: &mut State) {
    let problem = inserter.context.problem;
    for index in (0..state.lines.len()).rev() {
        let line = &state.lines[index];
        let prices: i64 = line.orders(problem).map(|order| problem.jobs[order as usize].price_out).sum();
        if prices < line.cost {
            state.remove(problem, index);
        }
    }
}

fn sort(inserter: &Inserter, dice: &mut Dice, orders: &mut [u32]) {
    let context = inserter.context;
    let jobs = &context.problem.jobs;
    orders.sort_unstable();
    dice.shuffle(orders);
    let job = |order: u32| &jobs[order as usize];
    match dice.below(13) {
        0..=3 => (),
        4..=6 => orders.sort_by_key(|&order| std::cmp::Reverse(job(order).mass.max(job(order).volume * 300))),
        7..=8 => orders.sort_by_key(|&order| std::cmp::Reverse(context.reach[order as usize])),
        9 => orders.sort_by_key(|&order| context.reach[order as usize]),
        10 => orders.sort_by_key(|&order| close(context, order)),
        11 => orders.sort_by_key(|&order| std::cmp::Reverse(job(order).price_out)),
        _ => orders.sort_by(|&one, &other| fade(context, other).total_cmp(&fade(context, one))),
    }
}

/// When the last window of an order's first task closes.
fn close(context: &super::context::Context, order: u32) -> i64 {
    let task = context.problem.task(context.problem.jobs[order as usize].first);
    task.windows.last().map_or(i64::MAX, |window| window.1)
}

fn fade(context: &super::context::Context, order: u32) -> f64 {
    context.fade[order as usize].iter().copied().fold(0.0, f64::max)
}
