//! Paths of earliest arrival for one who sets out at a moment, where roads and turns have hours.
//!
//! Dijkstra's search with moments over the ends of arcs. An arc is driven at
//! the speed of each moment and a closed one is waited for (M41), as is a turn
//! that a sign forbids at that moment; so nobody who sets out later arrives
//! earlier, and the search is exact. Nothing is prepared for it: it takes
//! milliseconds, not microseconds.

use super::engine::{Cost, Engine, Run, Seed};
use super::hierarchy::{Ground, NOT_TURNED};
use crate::county::Running;
use crate::network::Hours;
use petgraph::graph::EdgeIndex;
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// When somebody sets out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Departure {
    /// Day of the week, 0 for Monday.
    pub day: u8,
    /// Milliseconds after the midnight that begins it.
    pub millis: u64,
}

/// A vehicle that sets out at a moment.
pub(super) struct Departing<'a> {
    pub ground: &'a Ground,
    pub running: &'a Running,
    /// Milliseconds of each turn with the arc after it, as if no sign held at some hours only.
    pub costs: &'a [u32],
    /// By arc: milliseconds and decimetres.
    pub arcs: &'a [[u32; 2]],
    pub hours: Hours,
    pub departure: Departure,
}

/// What is known of a node: moment, decimetres, and how one came.
#[derive(Clone, Copy)]
struct Reached {
    moment: u64,
    decimetres: i64,
    by: By,
    settled: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum By {
    Seed(u32),
    Node(u32),
}

/// A target that was reached: moment, decimetres, number of the seed, and the node before its arc.
type Arrival = (u64, i64, usize, u32);

impl Departing<'_> {
    fn start(&self, after: i64) -> u64 {
        self.departure.millis.saturating_add(after.max(0).unsigned_abs())
    }

    fn leave(&self, arc: EdgeIndex, moment: u64, millis: i64) -> Option<u64> {
        let millis = u32::try_from(millis.max(0)).unwrap_or(u32::MAX);
        self.hours.leave(arc, moment, millis)
    }

    /// From seeds until all targets are reached as early as can be. Targets are groups of seeds.
    fn grow(&self, sources: &[Seed], targets: &[Vec<Seed>], after: i64) -> Grown {
        let mut grown = Grown::new(targets);
        let start = self.start(after);
        for (number, seed) in sources.iter().enumerate() {
            if let Some(moment) = self.leave(seed.arc, start, seed.cost.millis) {
                let by = By::Seed(number as u32);
                grown.offer(seed.arc.index() as u32, moment, seed.cost.decimetres, by);
            }
        }
        while let Some(Reverse((moment, node))) = grown.queue.pop() {
            let Some(here) = grown.reached.get_mut(&node).filter(|here| !here.settled) else { continue };
            here.settled = true;
            let decimetres = here.decimetres;
            if grown.is_done(moment) {
                break;
            }
            for turn in self.ground.turns_from(node) {
                self.turn(&mut grown, (node, moment, decimetres), turn);
            }
        }
        grown
    }

    fn turn(&self, grown: &mut Grown, (node, moment, decimetres): (u32, u64, i64), turn: u32) {
        let cost = self.costs[turn as usize];
        if cost >= NOT_TURNED {
            return;
        }
        let turns = self.ground.turns();
        let arc = turns.arcs(turn)[1];
        let [millis, length] = self.arcs[arc.index()];
        let free = turns.free_from(turn, self.running, self.departure.day, moment);
        let Some(enter) = free.map(|free| free + u64::from(cost.saturating_sub(millis))) else { return };
        for &(group, number, seed) in grown.wanted.get(&(arc.index() as u32)).into_iter().flatten() {
            let Some(arrive) = self.leave(arc, enter, seed.millis) else { continue };
            let arrival = (arrive, decimetres + seed.decimetres, number, node);
            let best = &mut grown.best[group];
            if best.is_none_or(|known| arrival < known) {
                *best = Some(arrival);
            }
        }
        if let Some(there) = self.leave(arc, enter, i64::from(millis)) {
            let so_far = decimetres + i64::from(length);
            grown.offer(turns.nodes(turn)[1], there, so_far, By::Node(node));
        }
    }

    fn cost(&self, (arrive, decimetres, ..): Arrival, after: i64) -> Cost {
        Cost { millis: (arrive - self.start(after)).cast_signed(), decimetres }
    }
}

/// What a search has found.
struct Grown {
    reached: FxHashMap<u32, Reached>,
    queue: BinaryHeap<Reverse<(u64, u32)>>,
    /// By arc: groups of targets that end on it, the number of the seed and what it costs.
    wanted: FxHashMap<u32, Vec<(usize, usize, Cost)>>,
    /// By group.
    best: Vec<Option<Arrival>>,
}

impl Grown {
    fn new(targets: &[Vec<Seed>]) -> Grown {
        let mut wanted: FxHashMap<u32, Vec<(usize, usize, Cost)>> = FxHashMap::default();
        for (group, seeds) in targets.iter().enumerate() {
            for (number, seed) in seeds.iter().enumerate() {
                wanted.entry(seed.arc.index() as u32).or_default().push((group, number, seed.cost));
            }
        }
        let (reached, queue) = (FxHashMap::default(), BinaryHeap::new());
        Grown { reached, queue, wanted, best: vec![None; targets.len()] }
    }

    fn offer(&mut self, node: u32, moment: u64, decimetres: i64, by: By) {
        let better =
            |known: &Reached| !known.settled && (moment, decimetres) < (known.moment, known.decimetres);
        if self.reached.get(&node).is_none_or(better) {
            self.reached.insert(node, Reached { moment, decimetres, by, settled: false });
            self.queue.push(Reverse((moment, node)));
        }
    }

    /// Nothing that is reached from here on is earlier than what is known.
    fn is_done(&self, moment: u64) -> bool {
        self.best.iter().all(|best| best.is_some_and(|known| known.0 <= moment))
    }
}

impl Engine for Departing<'_> {
    fn table(&self, sources: &[Vec<Seed>], targets: &[Vec<Seed>], _: bool) -> Vec<Option<Cost>> {
        let row = |source: &Vec<Seed>| {
            let found = self.grow(source, targets, 0).best.into_iter();
            found.map(|best| best.map(|best| self.cost(best, 0))).collect::<Vec<_>>()
        };
        let rows: Vec<Vec<Option<Cost>>> = sources.par_iter().map(row).collect();
        rows.concat()
    }

    fn path(&self, sources: &[Seed], targets: &[Seed]) -> Option<Run> {
        self.path_after(sources, targets, 0)
    }

    fn path_after(&self, sources: &[Seed], targets: &[Seed], after: i64) -> Option<Run> {
        let grown = self.grow(sources, &[targets.to_vec()], after);
        let best = grown.best[0]?;
        let (_, _, target, mut node) = best;
        let mut arcs = Vec::new();
        loop {
            match grown.reached.get(&node)?.by {
                By::Node(before) => {
                    arcs.push(self.ground.turns().arc(node));
                    node = before;
                }
                By::Seed(source) => {
                    arcs.reverse();
                    let cost = self.cost(best, after);
                    return Some(Run { cost, source: source as usize, target, arcs });
                }
            }
        }
    }

    fn turning(&self, from: EdgeIndex, to: EdgeIndex) -> i64 {
        self.turning_after(from, to, 0)
    }

    fn turning_after(&self, from: EdgeIndex, to: EdgeIndex, after: i64) -> i64 {
        let turns = self.ground.turns();
        let is_it = |turn: &u32| turns.arcs(*turn)[1] == to && self.costs[*turn as usize] < NOT_TURNED;
        let Some(turn) = self.ground.turns_from(from.index() as u32).find(is_it) else { return 0 };
        let start = self.start(after);
        let waits =
            turns.free_from(turn, self.running, self.departure.day, start).map_or(0, |free| free - start);
        let cost = i64::from(self.costs[turn as usize]) - i64::from(self.arcs[to.index()][0]);
        cost + waits.cast_signed()
    }

    fn drive(&self, arc: EdgeIndex, millis: i64, after: i64) -> Option<i64> {
        let start = self.start(after);
        self.leave(arc, start, millis).map(|left| (left - start).cast_signed())
    }
}
