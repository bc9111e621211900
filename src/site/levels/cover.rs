//! The least that hubs cost which together have room for everybody.
//!
//! Whatever serves a customer, a hub feeds it; so the capacities of open hubs
//! add up to at least what all customers use (L10). Without this a relaxed
//! solution opens hubs in their smallest size.

use super::problem::{Levels, SLACK};

/// Alternatives of hubs, and what they have to hold together.
pub struct Cover {
    /// By resource.
    need: Vec<f64>,
    /// By hub, as an index into the list it was made with.
    of: Vec<Vec<usize>>,
}

/// Hubs of a set in alternatives with enough room.
#[derive(Clone, Debug, PartialEq)]
pub struct Hubs {
    pub value: f64,
    /// By hub of the set, ascending.
    pub open: Vec<usize>,
}

impl Cover {
    #[must_use]
    pub fn of(levels: &Levels, hubs: &[usize]) -> Cover {
        let all = |resource: usize| (0..levels.customers).map(|it| levels.uses(it)[resource]).sum::<f64>();
        let need = (0..levels.resources).map(|resource| all(resource) * (1.0 - SLACK) - SLACK).collect();
        let own = |&hub: &usize| levels.usable().filter(|&at| levels.alternatives[at].site == hub).collect();
        Cover { need, of: hubs.iter().map(own).collect() }
    }

    /// The cheapest alternatives of the hubs in `set`; with `forced`, that one where it is one of them.
    /// `None` if the hubs of the set cannot hold everybody.
    #[must_use]
    pub fn cheapest(&self, levels: &Levels, values: &[f64], set: u32, forced: Option<usize>) -> Option<Hubs> {
        let is_other = |at: usize| {
            forced.is_some_and(|it| it != at && levels.alternatives[it].site == levels.alternatives[at].site)
        };
        let in_set = (0..self.of.len()).filter(|hub| set >> hub & 1 == 1);
        let choices: Vec<Vec<usize>> =
            in_set.map(|hub| self.of[hub].iter().copied().filter(|&at| !is_other(at)).collect()).collect();
        let mut walk = Walk { levels, values, rests: Vec::new(), best: None };
        walk.rests = rests(levels, values, &choices);
        walk.go(&choices, 0.0, &self.need, &mut Vec::new());
        walk.best
    }
}

/// The least value and the most room of the hubs that are still to come.
fn rests(levels: &Levels, values: &[f64], choices: &[Vec<usize>]) -> Vec<(f64, Vec<f64>)> {
    let mut rests = vec![(0.0, vec![0.0; levels.resources])];
    for choice in choices.iter().rev() {
        let (value, mut room) = rests[rests.len() - 1].clone();
        let least = choice.iter().map(|&at| values[at]).fold(f64::INFINITY, f64::min);
        for (resource, room) in room.iter_mut().enumerate() {
            *room += choice.iter().map(|&at| levels.alternatives[at].capacity[resource]).fold(0.0, f64::max);
        }
        rests.push((value + least, room));
    }
    rests.reverse();
    rests
}

struct Walk<'a> {
    levels: &'a Levels,
    values: &'a [f64],
    rests: Vec<(f64, Vec<f64>)>,
    best: Option<Hubs>,
}

impl Walk<'_> {
    /// All choices for the hubs from here on, as long as they may be cheaper and wide enough.
    fn go(&mut self, choices: &[Vec<usize>], value: f64, need: &[f64], open: &mut Vec<usize>) {
        let (least, room) = &self.rests[open.len()];
        let is_hopeless = self.best.as_ref().is_some_and(|best| value + least >= best.value);
        if is_hopeless || need.iter().zip(room).any(|(need, room)| need > room) {
            return;
        }
        let Some(choice) = choices.get(open.len()) else {
            self.best = Some(Hubs { value, open: open.clone() });
            return;
        };
        for &at in choice {
            let room = &self.levels.alternatives[at].capacity;
            let left: Vec<f64> = need.iter().zip(room).map(|(need, room)| need - room).collect();
            open.push(at);
            self.go(choices, value + self.values[at], &left, open);
            open.pop();
        }
    }
}
