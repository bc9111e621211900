//! All trips that a plan cheaper than the one known can have.
//!
//! A trip whose reduced cost is as much as the gap between the plan and the bound is in no better
//! plan. What is left of a trip at each stop costs at least as much as the cheapest way back that
//! fits. Of the ways over the same stops to the same last one, only those are kept that are
//! neither dearer nor later than another.
//!
//! Source: Baldacci, Christofides and Mingozzi (2008), doi:10.1007/s10107-007-0178-5.

use super::bits::Bits;
use super::graph::Graph;
use super::label::Label;
use super::pricing::{Endings, Trip, endings};
use super::reduced::Reduced;
use crate::units::Stop;
use std::collections::HashMap;

/// More stops have no set here.
const STOPS: usize = 256;
/// Labels for each trip asked for, at most.
const LABELS: usize = 8;
const NONE: u32 = u32::MAX;

/// Stops of a way.
type Set = [u64; STOPS / 64];

#[derive(Clone, Copy)]
struct Reached {
    /// With and without what prices pay.
    reduced: f64,
    cost: f64,
    clock: i64,
    peak: i64,
    collected: i64,
    bits: Bits,
    memory: u16,
    node: u32,
    parent: u32,
    set: Set,
    is_ruled_out: bool,
}

/// Trips over different stops each whose reduced cost is below `gap`; `None` if there are more
/// than `most`, or it had to stop before.
pub fn all(
    graph: &Graph,
    reduced: &Reduced,
    share: f64,
    gap: f64,
    most: usize,
    stop: &dyn Stop,
) -> Option<Vec<Trip>> {
    if graph.nodes.len() > STOPS {
        return None;
    }
    let endings = endings(graph, reduced, share, gap, stop)?;
    let mut search = Search {
        graph,
        reduced,
        gap,
        endings,
        all: Vec::new(),
        same: HashMap::new(),
        // Where trips share hours, a dearer one may be the shorter one.
        compares: graph.day() <= 0.0,
    };
    search.run(most * LABELS, stop)?;
    search.trips(most)
}

struct Search<'a> {
    graph: &'a Graph,
    reduced: &'a Reduced,
    gap: f64,
    endings: Endings,
    all: Vec<Reached>,
    /// By last stop and set: who got there.
    same: HashMap<(u32, Set), Vec<u32>>,
    compares: bool,
}

impl Search<'_> {
    fn run(&mut self, most: usize, stop: &dyn Stop) -> Option<()> {
        let source = self.graph.source();
        self.all.push(Reached {
            reduced: self.reduced.begin,
            cost: 0.0,
            clock: if self.graph.is_timed { self.graph.depart } else { 0 },
            peak: 0,
            collected: 0,
            bits: Bits::default(),
            memory: 0,
            node: source as u32,
            parent: NONE,
            set: [0; STOPS / 64],
            is_ruled_out: false,
        });
        let mut done = 0;
        while done < self.all.len() {
            if self.all.len() > most || (done.is_multiple_of(256) && stop.now()) {
                return None;
            }
            if !self.all[done].is_ruled_out {
                let node = self.all[done].node as usize;
                for place in 0..self.graph.next[node].len() {
                    self.go(done as u32, self.graph.next[node][place]);
                }
            }
            done += 1;
        }
        Some(())
    }

    fn go(&mut self, from: u32, to: u32) {
        let (graph, label, next) = (self.graph, self.all[from as usize], to as usize);
        let (word, bit) = (next / 64, 1_u64 << (next % 64));
        if label.set[word] & bit != 0 {
            return;
        }
        let (at, node) = (label.node as usize, &graph.nodes[next]);
        let collected = label.collected + node.collect;
        let peak = (label.peak + node.deliver).max(collected);
        if peak > graph.capacity {
            return;
        }
        let clock = if graph.is_timed { graph.arrive(at, label.clock, next) } else { Some(0) };
        let (Some(clock), Some(memory)) = (clock, graph.step(at, label.memory, next)) else { return };
        let way = label.reduced + self.reduced.leg(at, next);
        if !self.has_rest(&label, next, clock, self.gap - way) {
            return;
        }
        let (bits, penalty) = self.reduced.visit(label.bits, next);
        let mut set = label.set;
        set[word] |= bit;
        self.offer(Reached {
            reduced: way + penalty,
            cost: label.cost + graph.cost(at, next),
            clock,
            peak,
            collected,
            bits,
            memory,
            node: to,
            parent: from,
            set,
            is_ruled_out: false,
        });
    }

    /// True if what is left of a trip after a leg can cost less than some fen.
    fn has_rest(&self, on: &Reached, to: usize, clock: i64, fen: f64) -> bool {
        let capacity = self.graph.capacity;
        let is_start = on.node as usize >= self.graph.nodes.len();
        let kept = if is_start { 0 } else { self.graph.carried(on.node as usize, on.memory, to) };
        let fits = |back: &Label| {
            back.clock <= -clock
                && on.peak + back.carried <= capacity
                && on.collected + back.peak <= capacity
                && kept & back.memory == 0
        };
        let mut cheaper = self.endings.at[to].iter().take_while(|back| back.0 < fen);
        cheaper.any(|back| fits(&self.endings.labels[back.1 as usize]))
    }

    fn offer(&mut self, new: Reached) {
        let id = self.all.len() as u32;
        let same = self.same.entry((new.node, new.set)).or_default();
        let no_worse = |one: &Reached, other: &Reached| {
            one.cost <= other.cost && one.clock <= other.clock && one.peak <= other.peak
        };
        if self.compares {
            if same.iter().any(|&one| no_worse(&self.all[one as usize], &new)) {
                return;
            }
            for &other in same.iter() {
                if no_worse(&new, &self.all[other as usize]) {
                    self.all[other as usize].is_ruled_out = true;
                }
            }
            same.retain(|&other| !self.all[other as usize].is_ruled_out);
        }
        same.push(id);
        self.all.push(new);
    }

    /// Of trips over the same stops the cheapest.
    fn trips(&self, most: usize) -> Option<Vec<Trip>> {
        let sink = self.graph.sink();
        let mut best: HashMap<Set, (f64, u32)> = HashMap::new();
        let mut trips = Vec::new();
        for (id, label) in self.all.iter().enumerate().skip(1).filter(|(_, label)| !label.is_ruled_out) {
            let node = label.node as usize;
            if self.graph.seconds(node, sink).is_none()
                || label.reduced + self.reduced.leg(node, sink) >= self.gap
            {
                continue;
            }
            let cost = label.cost + self.graph.cost(node, sink);
            if !self.compares {
                trips.push(id as u32);
            } else if best.get(&label.set).is_none_or(|best| cost < best.0) {
                best.insert(label.set, (cost, id as u32));
            }
        }
        trips.extend(best.into_values().map(|(_, id)| id));
        trips.sort_unstable();
        (trips.len() <= most).then(|| trips.into_iter().map(|id| self.trip(id)).collect())
    }

    fn trip(&self, end: u32) -> Trip {
        let mut nodes = Vec::new();
        let mut at = end;
        while self.all[at as usize].parent != NONE {
            nodes.push(self.all[at as usize].node);
            at = self.all[at as usize].parent;
        }
        nodes.reverse();
        Trip { nodes, reduced: 0.0 }
    }
}
