//! The drives of a plan with their geometry, each searched once.

use super::Leg;
use crate::county::HourRule;
use crate::matrix::{Paths, Phases, Streets};
use crate::network::{Located, Location, Weights};
use crate::route::Driven;
use crate::units::{Joules, Metres, Seconds};
use petgraph::graph::EdgeIndex;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// Kind of vehicle ([`Located::runnings`]), from where, to where, and the state of the roads in
/// which the way is the fastest ([`Phases`]).
pub(super) type Key = (usize, Location, Location, usize);

/// Legs without their durations and energies, which depend on the hour and the load.
pub(super) struct Drives(BTreeMap<Key, Leg>);

impl Drives {
    /// # Panics
    /// If there is no way from one to the other: routes only use what can be reached.
    pub fn search(located: &Located, hours: &[HourRule], keys: &BTreeSet<Key>) -> Drives {
        if keys.is_empty() {
            return Drives(BTreeMap::new());
        }
        let streets = Streets::new(&located.network);
        let mut from: BTreeMap<(usize, usize, Location), Vec<Location>> = BTreeMap::new();
        for &(running, start, end, phase) in keys {
            from.entry((running, phase, start)).or_default().push(end);
        }
        let states: BTreeSet<(usize, usize)> =
            from.keys().map(|&(running, phase, _)| (running, phase)).collect();
        let state = |(running, phase): (usize, usize)| {
            let usual = &located.weights[running];
            let phases = (phase > 0).then(|| Phases::new(located, hours, running)).flatten();
            let weights = phases.map_or_else(|| usual.clone(), |phases| phases.weights(usual, phase));
            let costs = streets.costs(&weights);
            ((running, phase), (weights, costs))
        };
        let states: BTreeMap<(usize, usize), (Weights, Vec<u32>)> = states.into_iter().map(state).collect();
        let from: Vec<_> = from.into_iter().collect();
        let legs = from.par_iter().flat_map_iter(|&((running, phase, start), ref ends)| {
            let junction = |place: &Location| located.junctions[place.index()];
            let targets: Vec<_> = ends.iter().map(junction).collect();
            let (weights, costs) = &states[&(running, phase)];
            let paths = streets.paths(weights, costs, junction(&start), &targets);
            let leg = |&end: &Location| ((running, start, end, phase), leg(located, running, &paths, end));
            ends.iter().map(leg).collect::<Vec<_>>()
        });
        Drives(legs.collect())
    }

    /// A drive of this duration, with its energy.
    pub fn leg(&self, key: Key, driven: &Driven) -> Leg {
        Leg { duration: driven.duration, energy: driven.energy, ..self.0[&key].clone() }
    }
}

fn leg(located: &Located, running: usize, paths: &Paths, end: Location) -> Leg {
    let weights = &located.weights[running];
    let junction = located.junctions[end.index()];
    let (_, arcs) = paths.to(junction).expect("a route only drives where there is a road");
    let decimetres = |arc: &EdgeIndex| {
        i64::from(weights.arcs[arc.index()].expect("a path only uses arcs of its vehicle").decimetres)
    };
    Leg {
        duration: Seconds::ZERO,
        distance: Metres((arcs.iter().map(decimetres).sum::<i64>() + 5) / 10),
        energy: Joules::ZERO,
        geometry: located.network.geometry(&arcs),
    }
}
