//! The drives of a plan with their geometry, each searched once.

use super::Leg;
use crate::network::{Located, Location};
use crate::units::{Joules, Metres, Seconds};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// Kind of vehicle ([`Located::runnings`]), from where, to where.
pub(super) type Key = (usize, Location, Location);

/// Legs without their energy, which depends on the load.
pub(super) struct Drives(BTreeMap<Key, Leg>);

impl Drives {
    /// # Panics
    /// If there is no way from one to the other: routes only use what can be reached.
    pub fn search(located: &Located, keys: &BTreeSet<Key>) -> Drives {
        let keys: Vec<Key> = keys.iter().copied().collect();
        Drives(keys.into_par_iter().map(|key| (key, search(located, key))).collect())
    }

    pub fn leg(&self, key: Key, energy: Joules) -> Leg {
        Leg { energy, ..self.0[&key].clone() }
    }
}

fn search(located: &Located, (running, from, to): Key) -> Leg {
    let weights = &located.weights[running];
    let [start, end] = [from, to].map(|place| located.junctions[place.index()]);
    let arcs = located.network.path(weights, start, end).expect("a route only drives where there is a road");
    let (mut millis, mut decimetres) = (0_i64, 0_i64);
    for arc in &arcs {
        let weight = weights.arcs[arc.index()].expect("a path only uses arcs that its vehicle may use");
        millis += i64::from(weight.millis);
        decimetres += i64::from(weight.decimetres);
    }
    Leg {
        duration: Seconds((millis + 500) / 1000),
        distance: Metres((decimetres + 5) / 10),
        energy: Joules::ZERO,
        geometry: located.network.geometry(&arcs),
    }
}
