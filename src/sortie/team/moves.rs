//! How a mission is changed at random.

use super::Team;
use super::mission::{Flight, Mission, TURNS};
use crate::units::Dice;

/// Neighbours beside which a customer is put.
const NEAR: usize = 10;

/// Who is near whom.
pub struct Near {
    /// By node: others by the truck's way, nearest first.
    pub drive: Vec<Vec<usize>>,
}

impl Near {
    pub fn new(team: &Team) -> Near {
        let of = |node: usize| {
            let mut others: Vec<usize> = (0..team.nodes).filter(|&other| other != node).collect();
            others.sort_by_key(|&other| (team.way(node, other) + team.way(other, node), other));
            others.truncate(NEAR);
            others
        };
        Near { drive: (0..team.nodes).map(of).collect() }
    }
}

/// Changes a mission. Whether it is another one; it may be one that cannot be done.
pub fn change(team: &Team, near: &Near, mission: &mut Mission, dice: &mut Dice) -> bool {
    let customer = 1 + dice.below(team.nodes - 1);
    match dice.below(21) {
        0..4 => drive(near, mission, customer, dice),
        4..12 => fly(team, near, mission, customer, dice),
        12..16 => exchange(near, mission, customer, dice),
        16..18 => adjust(team, mission, customer, dice),
        18..20 => turn(near, mission, customer, dice),
        _ => shift(near, mission, customer, dice),
    }
}

/// One of the neighbours, or rarely any other node.
fn other(near: &Near, customer: usize, dice: &mut Dice) -> usize {
    let close = &near.drive[customer];
    if dice.chance(0.05) { dice.below(near.drive.len()) } else { close[dice.below(close.len())] }
}

/// Takes a customer out of where it is.
fn free(mission: &mut Mission, customer: usize) {
    if mission.flights[customer].take().is_none() {
        mission.leave(customer);
    }
}

fn drive(near: &Near, mission: &mut Mission, customer: usize, dice: &mut Dice) -> bool {
    let beside = other(near, customer, dice);
    if beside == customer || !mission.is_stop(beside) {
        return false;
    }
    free(mission, customer);
    let at = if beside == 0 && dice.chance(0.5) {
        mission.stops.len() - 1
    } else {
        mission.place(beside as u32) + usize::from(beside == 0 || dice.chance(0.5))
    };
    mission.join(customer, at);
    true
}

fn fly(team: &Team, near: &Near, mission: &mut Mission, customer: usize, dice: &mut Dice) -> bool {
    let model = dice.below(team.models.len());
    let Some(kind) = team.models.get(model).filter(|kind| kind.carries[customer]) else { return false };
    let beside = if dice.chance(0.5) { other(near, customer, dice) } else { dice.below(team.nodes) };
    if kind.count == 0 || beside == customer || !mission.is_stop(beside) {
        return false;
    }
    free(mission, customer);
    let last = mission.stops.len() - 1;
    let at = if beside == 0 && dice.chance(0.5) { last } else { mission.place(beside as u32) };
    let span = span(dice);
    let (from, to) =
        if dice.chance(0.5) { (at, (at + span).min(last)) } else { (at.saturating_sub(span), at) };
    if from == to {
        return false;
    }
    mission.flights[customer] = Some(Flight {
        model: model as u16,
        turn: dice.below(TURNS) as u8,
        from: mission.stops[from],
        to: mission.stops[to],
    });
    true
}

/// Stops between launch and recovery: mostly few.
fn span(dice: &mut Dice) -> usize {
    let mut span = 1;
    while span < 20 && dice.chance(0.6) {
        span += 1;
    }
    span
}

fn exchange(near: &Near, mission: &mut Mission, customer: usize, dice: &mut Dice) -> bool {
    let with = other(near, customer, dice);
    if with == 0 || with == customer {
        return false;
    }
    mission.exchange(customer, with);
    true
}

/// A flight begins or ends elsewhere, or takes its turn at another time; a customer is told to wait.
fn adjust(team: &Team, mission: &mut Mission, customer: usize, dice: &mut Dice) -> bool {
    let last = mission.stops.len() - 1;
    let Some(mut flight) = mission.flights[customer] else {
        mission.is_patient[customer] ^= true;
        return true;
    };
    let moved = |node: u32, dice: &mut Dice| {
        let (at, by) = (mission.place(node), 1 + dice.below(2));
        mission.stops[if dice.chance(0.5) { at.saturating_sub(by) } else { (at + by).min(last) }]
    };
    match dice.below(6) {
        0 | 1 => flight.from = moved(flight.from, dice),
        2 | 3 => flight.to = moved(flight.to, dice),
        4 => flight.turn = dice.below(TURNS) as u8,
        _ => flight.model = dice.below(team.models.len()) as u16,
    }
    let is_new = mission.flights[customer] != Some(flight) && flight.from != flight.to;
    mission.flights[customer] = Some(flight);
    is_new
}

/// A stretch is turned around so that both stand beside each other.
fn turn(near: &Near, mission: &mut Mission, customer: usize, dice: &mut Dice) -> bool {
    let with = other(near, customer, dice);
    if !mission.is_stop(customer) || !mission.is_stop(with) {
        return false;
    }
    let last = mission.stops.len() - 1;
    let at = mission.place(customer as u32);
    let to = if with == 0 && dice.chance(0.5) { last } else { mission.place(with as u32) };
    let (first, end) = if at < to { (at + 1, to.min(last - 1)) } else { (to.max(1), at - 1) };
    if first >= end {
        return false;
    }
    mission.stops[first..=end].reverse();
    mission.index(first);
    mission.turn_flights();
    true
}

/// Up to three stops go elsewhere together.
fn shift(near: &Near, mission: &mut Mission, customer: usize, dice: &mut Dice) -> bool {
    let with = other(near, customer, dice);
    if !mission.is_stop(customer) || !mission.is_stop(with) {
        return false;
    }
    let last = mission.stops.len() - 1;
    let (at, to) = (mission.place(customer as u32), mission.place(with as u32));
    let length = (1 + dice.below(3)).min(last - at);
    if (at..at + length).contains(&to) {
        return false;
    }
    let behind = to == 0 || dice.chance(0.5);
    let first = if to < at {
        let to = to + usize::from(behind);
        mission.stops[to..at + length].rotate_right(length);
        to
    } else {
        let to = if behind { to + 1 } else { to };
        mission.stops[at..to].rotate_left(length);
        at
    };
    mission.index(first);
    mission.turn_flights();
    true
}
