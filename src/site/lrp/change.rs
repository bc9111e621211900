//! Ruin and recreate: strings of neighbouring customers are taken out of
//! neighbouring routes and put back one by one where they cost least, each
//! place being overlooked now and then (Christiaens and Vanden Berghe 2020).

use super::state::State;
use crate::units::Dice;

/// Customers taken out on average.
const REMOVED: f64 = 10.0;
/// The longest string.
const LONGEST: usize = 10;
/// How often a place is overlooked.
const BLINK: f64 = 0.01;
/// Of so many ruins one takes out a whole depot.
const WHOLE_DEPOT: usize = 400;

/// Which depots may be used, and what a unit beyond their capacity costs; infinite: it may not be.
#[derive(Clone, Copy)]
pub struct Rules<'a> {
    pub allowed: &'a [bool],
    pub over: f64,
}

/// Customers around each customer, nearest first.
pub type Neighbours = Vec<Vec<u32>>;

/// One ruin; the customers taken out.
pub fn ruin(state: &mut State, neighbours: &Neighbours, dice: &mut Dice) -> Vec<usize> {
    let customers = neighbours.len();
    let mut out = Vec::new();
    if dice.below(WHOLE_DEPOT) == 0 {
        let depot = state.lines[state.line_of[dice.below(customers)] as usize].depot;
        let lines = state.lines.iter().filter(|line| line.depot == depot);
        out.extend(lines.flat_map(|line| line.stops.iter().map(|&stop| stop as usize)));
        out.iter().for_each(|&customer| state.remove(customer));
        return out;
    }
    let used = state.lines.iter().filter(|line| !line.stops.is_empty()).count();
    let longest = LONGEST.min(customers / used.max(1)).max(1) as f64;
    let strings = ((4.0 * REMOVED / (1.0 + longest) - 1.0) * dice.unit() + 1.0) as usize;
    let seed = dice.below(customers);
    let mut touched: Vec<u32> = Vec::with_capacity(strings);
    for &near in std::iter::once(&(seed as u32)).chain(&neighbours[seed]) {
        if touched.len() >= strings.max(1) {
            break;
        }
        let line = state.line_of[near as usize];
        if state.is_placed(near as usize) && !touched.contains(&line) {
            string(state, line as usize, near, longest, dice, &mut out);
            touched.push(line);
        }
    }
    out
}

/// Takes out a string of a line that holds this customer, in half of the cases with a part left in.
fn string(state: &mut State, line: usize, near: u32, longest: f64, dice: &mut Dice, out: &mut Vec<usize>) {
    let stops = &state.lines[line].stops;
    let most = (stops.len() as f64).min(longest);
    let length = ((most * dice.unit()) as usize + 1).min(stops.len());
    let kept =
        if length > 1 && dice.unit() < 0.5 { dice.below(stops.len() - length + 1).min(length) } else { 0 };
    let Some(at) = stops.iter().position(|&stop| stop == near) else { return };
    let span = length + kept;
    let first = at.saturating_sub(dice.below(span)).min(stops.len() - span);
    let hole = if kept > 0 { 1 + dice.below(length - 1) } else { span };
    let taken: Vec<usize> = (0..span)
        .filter(|offset| *offset < hole || *offset >= hole + kept)
        .map(|offset| stops[first + offset] as usize)
        .collect();
    taken.iter().for_each(|&customer| state.remove(customer));
    out.extend(taken);
}

/// Puts customers back; false if one does not fit anywhere.
pub fn recreate(state: &mut State, mut out: Vec<usize>, rules: Rules, dice: &mut Dice) -> bool {
    arrange(state, &mut out, dice);
    out.into_iter().all(|customer| place(state, customer, rules, dice))
}

fn arrange(state: &State, out: &mut [usize], dice: &mut Dice) {
    let lrp = state.lrp;
    let nearest = |customer: usize| {
        let ways = (0..lrp.depots.len()).map(|depot| lrp.way(depot, lrp.node(customer)));
        ways.fold(f64::INFINITY, f64::min)
    };
    match dice.below(11) {
        0..4 => {
            for at in (1..out.len()).rev() {
                out.swap(at, dice.below(at + 1));
            }
        }
        4..8 => out.sort_by(|&a, &b| lrp.demand[b].total_cmp(&lrp.demand[a])),
        8..10 => out.sort_by(|&a, &b| nearest(b).total_cmp(&nearest(a))),
        _ => out.sort_by(|&a, &b| nearest(a).total_cmp(&nearest(b))),
    }
}

fn place(state: &mut State, customer: usize, rules: Rules, dice: &mut Dice) -> bool {
    let lrp = state.lrp;
    let demand = lrp.demand[customer];
    let slack = 1.0 + 1e-9;
    // What using each depot costs for its capacity.
    let extra = |depot: usize| match state.more_over(depot, demand) {
        _ if !rules.allowed[depot] => f64::INFINITY,
        over if over > 0.0 => rules.over * over,
        _ => 0.0,
    };
    let extra: Vec<f64> = (0..lrp.depots.len()).map(extra).collect();
    let (mut best, mut where_to) = (f64::INFINITY, None);
    for (line, used) in state.lines.iter().enumerate() {
        if used.stops.is_empty()
            || extra[used.depot].is_infinite()
            || used.load + demand > lrp.vehicle * slack
        {
            continue;
        }
        for at in 0..=used.stops.len() {
            let cost = state.detour(customer, line, at) + extra[used.depot];
            if cost < best && dice.unit() >= BLINK {
                (best, where_to) = (cost, Some((line, at)));
            }
        }
    }
    let mut new_at = None;
    for depot in (0..lrp.depots.len()).filter(|&depot| extra[depot].is_finite()) {
        let node = lrp.node(customer);
        let cost = lrp.way(depot, node) + lrp.way(node, depot) + state.starting(depot) + extra[depot];
        if cost < best && dice.unit() >= BLINK {
            (best, new_at) = (cost, Some(depot));
        }
    }
    match (new_at, where_to) {
        (Some(depot), _) => {
            let line = state.fresh(depot);
            state.insert(customer, line, 0);
        }
        (None, Some((line, at))) => state.insert(customer, line, at),
        (None, None) => return false,
    }
    true
}
