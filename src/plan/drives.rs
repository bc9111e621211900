//! The drives of a plan with their geometry, each searched once.

use super::Leg;
use crate::matrix::{Paths, Streets};
use crate::network::{Located, Location};
use crate::units::{Joules, Metres, Seconds};
use petgraph::graph::EdgeIndex;
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
        if keys.is_empty() {
            return Drives(BTreeMap::new());
        }
        let streets = Streets::new(&located.network);
        let costs: Vec<Vec<u32>> = located.weights.iter().map(|weights| streets.costs(weights)).collect();
        let mut from: BTreeMap<(usize, Location), Vec<Location>> = BTreeMap::new();
        for &(running, start, end) in keys {
            from.entry((running, start)).or_default().push(end);
        }
        let from: Vec<_> = from.into_iter().collect();
        let legs = from.par_iter().flat_map_iter(|((running, start), ends)| {
            let junction = |place: &Location| located.junctions[place.index()];
            let targets: Vec<_> = ends.iter().map(junction).collect();
            let (weights, costs) = (&located.weights[*running], &costs[*running]);
            let paths = streets.paths(weights, costs, junction(start), &targets);
            let leg = |&end: &Location| ((*running, *start, end), leg(located, *running, &paths, end));
            ends.iter().map(leg).collect::<Vec<_>>()
        });
        Drives(legs.collect())
    }

    pub fn leg(&self, key: Key, energy: Joules) -> Leg {
        Leg { energy, ..self.0[&key].clone() }
    }
}

fn leg(located: &Located, running: usize, paths: &Paths, end: Location) -> Leg {
    let weights = &located.weights[running];
    let junction = located.junctions[end.index()];
    let (millis, arcs) = paths.to(junction).expect("a route only drives where there is a road");
    let decimetres = |arc: &EdgeIndex| {
        i64::from(weights.arcs[arc.index()].expect("a path only uses arcs of its vehicle").decimetres)
    };
    Leg {
        duration: Seconds((i64::from(millis) + 500) / 1000),
        distance: Metres((arcs.iter().map(decimetres).sum::<i64>() + 5) / 10),
        energy: Joules::ZERO,
        geometry: located.network.geometry(&arcs),
    }
}
