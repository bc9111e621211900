//! A truck that carries a drone (TSP-D): the drone takes off from the truck at
//! a node, serves one customer, and meets the truck there or at a later node,
//! while the truck serves others; who is there first waits.
//!
//! A tour is a row of operations. Each begins where the one before ended, and
//! takes as long as the slower of both (Agatz, Bouman and Schmidt 2018).

mod anneal;
mod exact;
mod split;
#[cfg(test)]
mod tests;

pub use anneal::solve;
pub use exact::exact;

use super::Effort;
use crate::units::Never;

/// The best tour found, whether it is proved to be the shortest, and how many orders were tried. A
/// small part of the effort goes to the search where all can be proved.
#[must_use]
pub fn best(pair: &Pair, effort: &Effort) -> (Vec<Operation>, bool, u64) {
    if pair.nodes > exact::LARGEST {
        let (tour, _, count) = anneal::solve(pair, effort);
        return (tour, false, count);
    }
    let few = Effort {
        seed: effort.seed,
        iterations: Some(effort.iterations.map_or(FEW, |all| all.min(FEW))),
        stop: &Never,
    };
    let (tour, time, count) = anneal::solve(pair, &few);
    match exact::exact(pair, time, effort.stop) {
        Some(shorter) if shorter.is_empty() => (tour, true, count),
        Some(shorter) => (shorter, true, count),
        None => {
            let (longer, slower, more) = anneal::solve(pair, effort);
            (if slower < time { longer } else { tour }, false, count + more)
        }
    }
}

/// Orders tried before the exact search.
const FEW: u64 = 20_000;

/// Node 0 is the depot, where both begin and end. Times in any whole unit, the same for all.
#[derive(Clone, Debug)]
pub struct Pair {
    pub nodes: usize,
    /// The truck's time between two nodes, `nodes x nodes`, row by row.
    pub truck: Vec<i64>,
    /// The drone's.
    pub drone: Vec<i64>,
    /// The longest that the drone flies in one operation.
    pub longest: Option<i64>,
    /// Which nodes only the truck can serve.
    pub truck_only: Vec<bool>,
}

impl Pair {
    #[must_use]
    pub fn drive(&self, from: usize, to: usize) -> i64 {
        self.truck[from * self.nodes + to]
    }

    #[must_use]
    pub fn fly(&self, from: usize, to: usize) -> i64 {
        self.drone[from * self.nodes + to]
    }

    /// From one node over a customer to another; `None` where the drone may not.
    #[must_use]
    pub fn sortie(&self, from: usize, customer: usize, to: usize) -> Option<i64> {
        if self.truck_only[customer] {
            return None;
        }
        let time = self.fly(from, customer) + self.fly(customer, to);
        self.longest.is_none_or(|longest| time <= longest).then_some(time)
    }
}

/// From where both are together to where they are again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Operation {
    pub from: usize,
    pub to: usize,
    /// Customer served by the drone.
    pub flown: Option<usize>,
    /// Customers served by the truck alone between `from` and `to`, in order.
    pub driven: Vec<usize>,
}

/// What is wrong with a tour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrong {
    Unknown(usize),
    Twice(usize),
    Missing(usize),
    CannotFly(usize),
    /// An operation begins elsewhere than the one before ended, or the tour not at the depot.
    Apart(usize),
}

/// How long a tour takes, recomputed from nothing but the instance.
///
/// # Errors
/// The first thing that is wrong.
pub fn verify(pair: &Pair, tour: &[Operation]) -> Result<i64, Wrong> {
    let mut seen = vec![false; pair.nodes];
    let (mut at, mut time) = (0, 0);
    seen[0] = true;
    for operation in tour {
        let known = |node: usize| if node < pair.nodes { Ok(node) } else { Err(Wrong::Unknown(node)) };
        if known(operation.from)? != at {
            return Err(Wrong::Apart(operation.from));
        }
        for &node in operation.driven.iter().chain(operation.flown.as_ref()) {
            if std::mem::replace(&mut seen[known(node)?], true) {
                return Err(Wrong::Twice(node));
            }
        }
        // They may meet where somebody was served before.
        seen[known(operation.to)?] = true;
        let mut place = at;
        let mut driven = 0;
        for &node in operation.driven.iter().chain(&[operation.to]) {
            driven += pair.drive(place, known(node)?);
            place = node;
        }
        let flown = operation
            .flown
            .map(|node| pair.sortie(operation.from, node, operation.to).ok_or(Wrong::CannotFly(node)));
        time += driven.max(flown.transpose()?.unwrap_or(0));
        at = operation.to;
    }
    if at != 0 {
        return Err(Wrong::Apart(at));
    }
    seen.iter().position(|seen| !seen).map_or(Ok(time), |node| Err(Wrong::Missing(node)))
}
