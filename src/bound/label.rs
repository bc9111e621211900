//! Labels: ways from the start of a trip to a stop, or from its end back to one.
//!
//! A label is a way with its cost so far, the moment service starts, what is on board, the stops
//! and the pairs it remembers. One label rules out another at the same stop if it is no worse in
//! all of them, since whatever the other can do next it can do as cheaply. Ways back are kept
//! with their clock running backwards, so that less is better there too.

use super::bits::Bits;
use super::graph::Graph;
use super::reduced::Reduced;
use crate::units::Stop;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// How careful pricing is. Only the exact one proves that there is nothing cheaper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Care {
    /// A few next stops each, neither memories nor loads compared.
    Quick,
    /// Memories not compared.
    Wide,
    Exact,
}

impl Care {
    /// The next more careful one.
    pub fn next(self) -> Option<Care> {
        match self {
            Care::Quick => Some(Care::Wide),
            Care::Wide => Some(Care::Exact),
            Care::Exact => None,
        }
    }
}

/// From the start on, or from the end back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    On,
    Back,
}

/// Next stops that quick pricing tries from each stop.
const FEW: usize = 12;
/// Labels between two questions whether to stop.
const PATIENCE: usize = 512;
/// More labels do not fit the memory that is meant for this: 88 bytes each.
const MOST: usize = 10_000_000;
/// Parts of a stop's day, or of the load.
const PARTS: usize = 16;
const NONE: u32 = u32::MAX;

#[derive(Clone, Copy, Debug)]
pub struct Label {
    pub cost: f64,
    /// When service starts; on ways back, minus the latest moment it may.
    pub clock: i64,
    /// Most that is on board, as far as this way knows of it.
    pub peak: i64,
    /// What has been collected; on ways back, what is still to be delivered.
    pub carried: i64,
    pub bits: Bits,
    pub node: u32,
    parent: u32,
    pub memory: u16,
    is_ruled_out: bool,
}

/// How far ways go, so that each trip is put together at one place.
#[derive(Clone, Copy, Debug)]
pub struct Reach {
    /// Labels beyond this are dropped.
    pub keep: i64,
    /// Labels beyond this do not go on.
    pub extend: i64,
}

/// What the other direction knows, for ways that go beyond half way.
#[derive(Clone, Copy)]
pub struct Other<'a> {
    pub labels: &'a Labels<'a>,
    /// By node: its labels, the cheapest first.
    pub at: &'a [Vec<(f64, u32)>],
    /// It knows all ways up to here.
    pub until: i64,
    /// Trips that cost as much are of no use.
    pub gap: f64,
}

/// A part of the labels at a stop, by cost.
type Shelf = Vec<(f64, u32)>;

/// The ways of one direction.
pub struct Labels<'a> {
    graph: &'a Graph,
    reduced: &'a Reduced,
    care: Care,
    way: Way,
    reach: Reach,
    other: Option<Other<'a>>,
    pub all: Vec<Label>,
    /// By node and part.
    shelves: Vec<Shelf>,
    queue: BinaryHeap<Reverse<(i64, u32)>>,
}

/// All ways of one direction that no other rules out; `None` if it had to stop before.
pub fn ways<'a>(
    graph: &'a Graph,
    reduced: &'a Reduced,
    care: Care,
    way: Way,
    reach: Reach,
    other: Option<Other<'a>>,
    stop: &dyn Stop,
) -> Option<Labels<'a>> {
    let size = graph.nodes.len() + 2;
    let mut labels = Labels {
        graph,
        reduced,
        care,
        way,
        reach,
        other,
        all: Vec::new(),
        shelves: vec![Vec::new(); size * PARTS],
        queue: BinaryHeap::new(),
    };
    labels.begin();
    let next = labels.next();
    let mut steps = 0_usize;
    while let Some(Reverse((key, label))) = labels.queue.pop() {
        steps += 1;
        if (steps.is_multiple_of(PATIENCE) && stop.now()) || labels.all.len() > MOST {
            return None;
        }
        let from = &labels.all[label as usize];
        if from.is_ruled_out || key > reach.extend {
            continue;
        }
        for &to in &next[from.node as usize] {
            labels.go(label, to);
        }
    }
    Some(labels)
}

impl Labels<'_> {
    fn begin(&mut self) {
        let (node, clock, cost) = match self.way {
            Way::On => (self.graph.source(), self.graph.depart, self.reduced.begin),
            Way::Back => (self.graph.sink(), -self.graph.close, 0.0),
        };
        self.offer(Label {
            cost,
            clock: if self.graph.is_timed { clock } else { 0 },
            peak: 0,
            carried: 0,
            bits: Bits::default(),
            node: node as u32,
            parent: NONE,
            memory: 0,
            is_ruled_out: false,
        });
    }

    /// By node: where to go from there.
    fn next(&self) -> Vec<Vec<u32>> {
        let graph = self.graph;
        let all = |at: usize| match self.way {
            Way::On => graph.next[at].clone(),
            Way::Back if at == graph.sink() => {
                let homes = 0..graph.nodes.len() as u32;
                homes.filter(|&node| graph.seconds(node as usize, at).is_some()).collect()
            }
            Way::Back => {
                let stops = graph.before[at].iter().copied();
                stops.filter(|&node| (node as usize) < graph.nodes.len()).collect()
            }
        };
        let nearest = |at: usize| {
            let mut next: Vec<u32> = all(at);
            let is_end = at >= graph.nodes.len();
            if self.care == Care::Quick && !is_end && next.len() > FEW {
                let leg = |&to: &u32| match self.way {
                    Way::On => self.reduced.leg(at, to as usize),
                    Way::Back => self.reduced.leg(to as usize, at),
                };
                next.select_nth_unstable_by(FEW - 1, |one, other| {
                    leg(one).total_cmp(&leg(other)).then(one.cmp(other))
                });
                next.truncate(FEW);
                next.sort_unstable();
            }
            next
        };
        (0..graph.nodes.len() + 2).map(nearest).collect()
    }

    fn go(&mut self, from: u32, to: u32) {
        let (graph, reduced) = (self.graph, self.reduced);
        let label = &self.all[from as usize];
        let (at, next) = (label.node as usize, to as usize);
        let node = &graph.nodes[next];
        let Some(memory) = graph.step(at, label.memory, next) else { return };
        let (leg, more, less) = match self.way {
            Way::On => (reduced.leg(at, next), node.collect, node.deliver),
            Way::Back => (reduced.leg(next, at), node.deliver, node.collect),
        };
        let carried = label.carried + more;
        let peak = (label.peak + less).max(carried);
        if peak > graph.capacity {
            return;
        }
        let Some(clock) = self.clock(label, next) else { return };
        if self.other.is_some_and(|other| self.is_useless(&other, label, label.cost + leg, next, clock)) {
            return;
        }
        let (bits, penalty) = reduced.visit(label.bits, next);
        self.offer(Label {
            cost: label.cost + leg + penalty,
            clock,
            peak,
            carried,
            bits,
            node: to,
            parent: from,
            memory,
            is_ruled_out: false,
        });
    }

    /// True if no way of the other direction makes a trip of this one's next step that costs less
    /// than the gap. For ways back.
    fn is_useless(&self, other: &Other, label: &Label, cost: f64, to: usize, clock: i64) -> bool {
        let graph = self.graph;
        let until = if graph.is_timed { -clock } else { graph.capacity - label.peak };
        if until > other.until {
            return false;
        }
        let is_end = label.node as usize >= graph.nodes.len();
        let fits = |on: &Label| {
            on.clock <= -clock
                && on.peak + label.carried <= graph.capacity
                && on.carried + label.peak <= graph.capacity
                && (is_end || graph.carried(to, on.memory, label.node as usize) & label.memory == 0)
        };
        for &(first, on) in &other.at[to] {
            if first + cost >= other.gap {
                return true;
            }
            if fits(&other.labels.all[on as usize]) {
                return false;
            }
        }
        true
    }

    /// The clock at the next stop; `None` if that is too late.
    fn clock(&self, label: &Label, to: usize) -> Option<i64> {
        let (graph, at) = (self.graph, label.node as usize);
        if !graph.is_timed {
            return Some(0);
        }
        match self.way {
            Way::On => graph.arrive(at, label.clock, to),
            Way::Back => {
                let way = graph.nodes[to].service + graph.seconds(to, at)?;
                graph.latest(to, -label.clock - way).map(|latest| -latest)
            }
        }
    }

    fn key(&self, label: &Label) -> i64 {
        if self.graph.is_timed { label.clock } else { label.peak }
    }

    fn part(&self, label: &Label) -> usize {
        let Some(node) = self.graph.nodes.get(label.node as usize) else { return 0 };
        let (key, from, to) = match (self.graph.is_timed, self.way) {
            (false, _) => (label.peak, 0, self.graph.capacity),
            (true, Way::On) => (label.clock, node.open, node.close.min(self.graph.close)),
            (true, Way::Back) => (label.clock, -node.close.min(self.graph.close), -node.open),
        };
        let share = (key - from).max(0) as f64 / (to - from).max(1) as f64;
        ((share * PARTS as f64) as usize).min(PARTS - 1)
    }

    /// Keeps a label unless another rules it out; drops those that it rules out.
    fn offer(&mut self, new: Label) {
        let key = self.key(&new);
        if key > self.reach.keep {
            return;
        }
        let part = self.part(&new);
        let first = new.node as usize * PARTS;
        for shelf in &self.shelves[first..=first + part] {
            for &(cost, label) in shelf {
                if cost > new.cost {
                    break;
                }
                if self.rules_out(&self.all[label as usize], &new) {
                    return;
                }
            }
        }
        for later in part..PARTS {
            let mut shelf = std::mem::take(&mut self.shelves[first + later]);
            let from = shelf.partition_point(|entry| entry.0 < new.cost);
            let mut kept = from;
            for place in from..shelf.len() {
                let label = shelf[place].1 as usize;
                if self.rules_out(&new, &self.all[label]) {
                    self.all[label].is_ruled_out = true;
                } else {
                    shelf[kept] = shelf[place];
                    kept += 1;
                }
            }
            shelf.truncate(kept);
            self.shelves[first + later] = shelf;
        }
        let id = self.all.len() as u32;
        let shelf = &mut self.shelves[first + part];
        let place = shelf.partition_point(|entry| entry.0 <= new.cost);
        shelf.insert(place, (new.cost, id));
        self.all.push(new);
        self.queue.push(Reverse((key, id)));
    }

    /// `one` costs no more than `other`.
    fn rules_out(&self, one: &Label, other: &Label) -> bool {
        if one.clock > other.clock {
            return false;
        }
        if self.care == Care::Quick && self.graph.is_timed {
            return true;
        }
        if one.peak > other.peak || one.carried > other.carried {
            return false;
        }
        if self.care != Care::Exact {
            return true;
        }
        // What the one may still pay for a pair that the other has not begun.
        one.memory & !other.memory == 0
            && one.cost + self.reduced.penalty(one.bits.without(other.bits)) <= other.cost
    }

    /// Labels at a node, the cheapest first.
    pub fn at(&self, node: usize) -> Vec<(f64, u32)> {
        let mut all: Vec<(f64, u32)> = self.shelves[node * PARTS..(node + 1) * PARTS].concat();
        all.sort_by(|one, other| one.0.total_cmp(&other.0).then(one.1.cmp(&other.1)));
        all
    }

    /// The stops of a way from its last back to its first.
    pub fn trail(&self, end: u32) -> Vec<u32> {
        let mut nodes = Vec::new();
        let mut at = end;
        while self.all[at as usize].parent != NONE {
            nodes.push(self.all[at as usize].node);
            at = self.all[at as usize].parent;
        }
        nodes
    }
}
