//! Taking strings of neighbouring orders out of routes.
//!
//! Source: Christiaens and Vanden Berghe (2020), Slack induction by string
//! removals, Transportation Science 54(2), doi:10.1287/trsc.2019.0914.

use super::state::State;
use super::{Flat, NONE};
use crate::units::Dice;

/// How much is taken out.
#[derive(Clone, Copy, Debug)]
pub struct Ruin {
    /// Orders on average.
    pub mean: f64,
    /// Longest string.
    pub longest: f64,
    /// Chance that a string keeps an order in its middle.
    pub split: f64,
}

impl Ruin {
    /// Takes orders out of some routes near a random one; `out` lists them.
    pub fn ruin(&self, flat: &Flat, state: &mut State, orders: &[u32], dice: &mut Dice, out: &mut Vec<u32>) {
        out.clear();
        let (routes, visits) = state.size();
        if visits == 0 {
            return;
        }
        let longest = self.longest.min(visits as f64 / routes as f64).max(1.0);
        let most = (4.0 * self.mean / (1.0 + longest) - 1.0).max(1.0);
        let mut strings = (1.0 + dice.unit() * most) as usize;
        let seed = orders[dice.below(orders.len())];
        let seed = flat.jobs[seed as usize].first;
        let around = &flat.near[seed as usize];
        for task in std::iter::once(seed).chain(around.iter().copied()) {
            let route = state.home[task as usize];
            if route == NONE || state.is_touched(route as usize) {
                continue;
            }
            let string = self.string(flat, state, route as usize, task, longest, dice);
            out.extend_from_slice(&string);
            state.take(flat, route as usize, &string, out);
            strings -= 1;
            if strings == 0 {
                break;
            }
        }
    }

    /// Orders of a string around a task.
    fn string(
        &self,
        flat: &Flat,
        state: &State,
        route: usize,
        task: u32,
        longest: f64,
        dice: &mut Dice,
    ) -> Vec<u32> {
        let stops = &state.routes[route].stops;
        let size = stops.len() - 2;
        let length = (1.0 + dice.unit() * longest.min(size as f64)) as usize;
        let length = length.clamp(1, size);
        let kept = usize::from(length > 1 && length < size && dice.chance(self.split));
        let whole = length + kept;
        let at = stops.iter().position(|stop| stop.node == task).expect("the task is in its route") - 1;
        let lowest = (at + 1).saturating_sub(whole);
        let begin = lowest + dice.below(at.min(size - whole) - lowest + 1);
        let hole = if kept > 0 { begin + 1 + dice.below(whole - 2) } else { usize::MAX };
        let mut string = Vec::with_capacity(whole);
        for place in begin..begin + whole {
            let order = flat.nodes[stops[place + 1].node as usize].order;
            if place != hole && !string.contains(&order) {
                string.push(order);
            }
        }
        string
    }
}
