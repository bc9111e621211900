//! Paths of least time, searched from scratch each time.
//!
//! Nothing has to be prepared, and turns cost nothing: what faster engines are
//! compared with. Ties: a junction keeps the arc of the smaller number.

use super::engine::{Cost, Engine, Run, Seed};
use super::{Atlas, Profile};
use petgraph::graph::EdgeIndex;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

const NONE: u32 = u32::MAX;

/// Arcs by the junction where they begin, with what they cost.
#[derive(Clone, Debug)]
pub struct Dijkstra {
    /// By junction: where its arcs begin; one more at the end.
    first: Vec<u32>,
    /// Where the arc ends, its number, and its cost.
    arcs: Vec<(u32, u32, Cost)>,
    /// By arc: where it begins and ends.
    ends: Vec<[u32; 2]>,
}

/// What a search has found of one junction.
#[derive(Clone, Copy)]
struct Reached {
    cost: Cost,
    /// The arc that leads here, and the junction it comes from; for those where the search began
    /// `NONE` and the number of the seed.
    by: (u32, u32),
    settled: bool,
}

impl Dijkstra {
    /// Over the arcs that a profile may use.
    #[must_use]
    pub fn new(atlas: &Atlas, profile: &Profile) -> Dijkstra {
        let ends: Vec<[u32; 2]> =
            (0..atlas.arcs()).map(|arc| atlas.ends(EdgeIndex::new(arc))).map(|(a, b)| [a, b]).collect();
        let mut first = vec![0_u32; atlas.junctions() + 1];
        let usable: Vec<(u32, Cost)> = (0..atlas.arcs())
            .filter_map(|arc| Some((arc as u32, profile.cost(EdgeIndex::new(arc))?)))
            .collect();
        for (arc, _) in &usable {
            first[ends[*arc as usize][0] as usize + 1] += 1;
        }
        for junction in 0..atlas.junctions() {
            first[junction + 1] += first[junction];
        }
        let mut next = first.clone();
        let mut arcs = vec![(0, 0, Cost::default()); usable.len()];
        for (arc, cost) in usable {
            let [from, to] = ends[arc as usize];
            arcs[next[from as usize] as usize] = (to, arc, cost);
            next[from as usize] += 1;
        }
        Dijkstra { first, arcs, ends }
    }

    /// Grows from seeds until all targets are settled.
    fn grow(&self, sources: &[Seed], targets: &[u32]) -> Vec<Option<Reached>> {
        let mut reached: Vec<Option<Reached>> = vec![None; self.first.len() - 1];
        let mut heap = BinaryHeap::new();
        for (number, seed) in sources.iter().enumerate() {
            let at = self.ends[seed.arc.index()][1];
            if reached[at as usize].is_none_or(|known| seed.cost < known.cost) {
                let by = (NONE, number as u32);
                reached[at as usize] = Some(Reached { cost: seed.cost, by, settled: false });
                heap.push(Reverse((seed.cost.millis, at)));
            }
        }
        let mut wanted = targets.to_vec();
        wanted.sort_unstable();
        wanted.dedup();
        let mut left = wanted.len();
        while let Some(Reverse((millis, at))) = heap.pop() {
            let Some(here) = reached[at as usize].as_mut().filter(|here| !here.settled) else { continue };
            debug_assert!(here.cost.millis == millis);
            here.settled = true;
            let cost = here.cost;
            left -= usize::from(wanted.binary_search(&at).is_ok());
            if left == 0 {
                break;
            }
            for &(to, arc, more) in &self.arcs[self.range(at)] {
                let there = Reached { cost: cost + more, by: (arc, at), settled: false };
                let better = |known: &Reached| {
                    !known.settled
                        && (there.cost.millis, arc, at) < (known.cost.millis, known.by.0, known.by.1)
                        && known.by.0 != NONE
                        || !known.settled && there.cost.millis < known.cost.millis
                };
                if reached[to as usize].as_ref().is_none_or(better) {
                    reached[to as usize] = Some(there);
                    heap.push(Reverse((there.cost.millis, to)));
                }
            }
        }
        reached
    }

    fn range(&self, junction: u32) -> std::ops::Range<usize> {
        self.first[junction as usize] as usize..self.first[junction as usize + 1] as usize
    }

    /// The best of some target seeds: its cost and number.
    fn best(&self, reached: &[Option<Reached>], targets: &[Seed]) -> Option<(Cost, usize)> {
        let of = |(number, seed): (usize, &Seed)| {
            let at = self.ends[seed.arc.index()][0];
            let here = reached[at as usize].filter(|here| here.settled)?;
            Some((here.cost + seed.cost, number))
        };
        targets.iter().enumerate().filter_map(of).min()
    }
}

impl Engine for Dijkstra {
    fn table(&self, sources: &[Vec<Seed>], targets: &[Vec<Seed>], _: bool) -> Vec<Option<Cost>> {
        let wanted: Vec<u32> = targets.iter().flatten().map(|seed| self.ends[seed.arc.index()][0]).collect();
        let mut costs = Vec::with_capacity(sources.len() * targets.len());
        for source in sources {
            let reached = self.grow(source, &wanted);
            costs.extend(targets.iter().map(|target| Some(self.best(&reached, target)?.0)));
        }
        costs
    }

    fn path(&self, sources: &[Seed], targets: &[Seed]) -> Option<Run> {
        let wanted: Vec<u32> = targets.iter().map(|seed| self.ends[seed.arc.index()][0]).collect();
        let reached = self.grow(sources, &wanted);
        let (cost, target) = self.best(&reached, targets)?;
        let mut at = wanted[target];
        let mut arcs = Vec::new();
        loop {
            let (arc, from) = reached[at as usize]?.by;
            if arc == NONE {
                arcs.reverse();
                return Some(Run { cost, source: from as usize, target, arcs });
            }
            arcs.push(EdgeIndex::new(arc as usize));
            at = from;
        }
    }

    fn turning(&self, _: EdgeIndex, _: EdgeIndex) -> i64 {
        0
    }
}
