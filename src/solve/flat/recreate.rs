//! Putting orders back, one after another, each at its best place.

use super::insert::Inserter;
use super::state::State;
use super::{Flat, NONE};
use crate::units::Dice;
use std::cmp::Reverse;

/// Places the orders where that costs less than leaving them out. False if the solution gets
/// dearer than `limit` on the way; then not all orders are placed.
pub fn recreate(
    inserter: &mut Inserter,
    flat: &Flat,
    state: &mut State,
    orders: &mut [u32],
    limit: i64,
    dice: &mut Dice,
) -> bool {
    sort(flat, orders, dice);
    inserter.draw(dice);
    for &order in orders.iter() {
        match inserter.best(flat, state, order, dice) {
            Some(spot) if spot.delta < state.weights[order as usize] => {
                inserter.insert(flat, state, order, spot);
            }
            _ => state.leave_out(order),
        }
        if state.total() > limit {
            return false;
        }
    }
    true
}

fn sort(flat: &Flat, orders: &mut [u32], dice: &mut Dice) {
    let node = |order: &u32| &flat.nodes[flat.jobs[*order as usize].first as usize];
    let reach = |order: &u32| flat.jobs[*order as usize].reach;
    dice.shuffle(orders);
    match dice.below(if flat.timed { 17 } else { 11 }) {
        0..=3 => (),
        4..=7 => orders.sort_by_key(|order| Reverse(node(order).mass())),
        8..=9 => orders.sort_by_key(|order| Reverse(reach(order))),
        10 => orders.sort_by_key(reach),
        11..=12 => orders.sort_by_key(|order| node(order).close - node(order).open),
        13..=14 => orders.sort_by_key(|order| node(order).open),
        _ => orders.sort_by_key(|order| Reverse(last(flat, *order))),
    }
}

/// When the order can be served at the latest.
fn last(flat: &Flat, order: u32) -> i32 {
    let job = &flat.jobs[order as usize];
    flat.nodes[if job.second == NONE { job.first } else { job.second } as usize].close
}

/// Chance that other kinds are tried for changed routes.
const RETYPE: f64 = 0.1;
/// Chance that two routes then change vehicles though that is dearer.
const BOLD: f64 = 0.2;

/// Gives changed routes to cheaper kinds of vehicles, or has them change with another route.
pub fn retype(inserter: &Inserter, flat: &Flat, state: &mut State, dice: &mut Dice, scratch: &mut Vec<u32>) {
    if flat.kinds.len() == 1 || !dice.chance(RETYPE) {
        return;
    }
    scratch.clear();
    scratch.extend(state.changed());
    for &index in scratch.iter() {
        let index = index as usize;
        if state.routes[index].is_empty() {
            continue;
        }
        cheaper(flat, state, index);
        let other = dice.below(state.routes.len());
        let is_bold = dice.chance(BOLD);
        swap(inserter, flat, state, (index, other), is_bold);
    }
}

/// The cheapest free kind for a route.
fn cheaper(flat: &Flat, state: &mut State, index: usize) {
    let route = &state.routes[index];
    let own = flat.kinds[route.kind].family;
    let mut best = (route.cost(flat), route.kind);
    for kind in 0..flat.kinds.len() {
        if kind == route.kind || !state.is_free(kind) || !carries(flat, state, index, kind) {
            continue;
        }
        let cost = if flat.kinds[kind].family == own && !flat.mixed {
            flat.kinds[kind].cost(route.metres)
        } else {
            let mut trial = route.clone();
            trial.kind = kind;
            if !trial.refresh(flat) {
                continue;
            }
            trial.cost(flat)
        };
        best = best.min((cost, kind));
    }
    if best.1 != state.routes[index].kind {
        state.change(flat, index, |route| route.kind = best.1);
    }
}

/// True if a kind may carry all orders of a route, by what they are and by their mass.
fn carries(flat: &Flat, state: &State, index: usize, kind: usize) -> bool {
    let route = &state.routes[index];
    let fits = |node: u32| flat.fits(flat.nodes[node as usize].order, kind);
    (flat.mixed || route.load <= flat.kinds[kind].capacity) && route.visits().all(fits)
}

/// Two routes of one family change vehicles if that is cheaper, or if it is tried anyway: what the
/// whole attempt costs decides.
fn swap(inserter: &Inserter, flat: &Flat, state: &mut State, (one, other): (usize, usize), is_bold: bool) {
    let (first, second) = (&state.routes[one], &state.routes[other]);
    let (kind, kin) = (first.kind, second.kind);
    if kind == kin || second.is_empty() || flat.mixed || !inserter.family(flat, kind).contains(&kin) {
        return;
    }
    let after = flat.kinds[kin].cost(first.metres) + flat.kinds[kind].cost(second.metres);
    if (is_bold || after < first.cost(flat) + second.cost(flat))
        && carries(flat, state, one, kin)
        && carries(flat, state, other, kind)
    {
        state.change(flat, one, |route| route.kind = kin);
        state.change(flat, other, |route| route.kind = kind);
    }
}
