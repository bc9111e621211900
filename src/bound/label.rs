//! The trips of one vehicle type that cost least at given prices: labels.
//!
//! A label is a way from the start to a stop with its cost so far, the moment
//! service starts, what is on board, and the stops it remembers. One label
//! rules out another at the same stop if it is no worse in all of them, since
//! whatever the other can do next it can do as cheaply.

use super::graph::Graph;
use super::master::KindPrices;
use crate::units::Stop;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// How careful pricing is. Only the exact one proves that there is nothing cheaper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Care {
    /// A few next stops each, memories not compared.
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

/// A trip, and what it costs beyond what the prices pay.
#[derive(Clone, Debug, PartialEq)]
pub struct Trip {
    pub nodes: Vec<u32>,
    pub reduced: f64,
}

/// Next stops that quick pricing tries from each stop.
const FEW: usize = 12;
/// Trips taken that end at the same stop.
const SAME_END: usize = 6;
/// Labels between two questions whether to stop.
const PATIENCE: usize = 512;
/// More labels do not fit the memory that is meant for this: 48 bytes each.
const MOST: usize = 30_000_000;
const NONE: u32 = u32::MAX;

#[derive(Clone, Copy, Debug)]
struct Label {
    cost: f64,
    time: i64,
    /// Most that has been on board, and what has been collected.
    peak: i64,
    collected: i64,
    node: u32,
    parent: u32,
    memory: u8,
    is_ruled_out: bool,
}

struct Labels<'a> {
    graph: &'a Graph,
    prices: &'a KindPrices<'a>,
    care: Care,
    all: Vec<Label>,
    /// By node: labels that nothing rules out, the cheapest first.
    at: Vec<Vec<u32>>,
    queue: BinaryHeap<Reverse<(i64, u32)>>,
    /// By node, for quick pricing: where to go next.
    few: Vec<Vec<u32>>,
}

/// The trips with the lowest reduced costs below zero, the lowest first, at most `most`. `None` if
/// it had to stop before.
pub fn cheapest(
    graph: &Graph,
    prices: KindPrices,
    care: Care,
    most: usize,
    stop: &dyn Stop,
) -> Option<Vec<Trip>> {
    let mut labels = Labels {
        graph,
        prices: &prices,
        care,
        all: Vec::new(),
        at: vec![Vec::new(); graph.nodes.len()],
        queue: BinaryHeap::new(),
        few: few(graph, &prices, care),
    };
    labels.begin();
    let mut steps = 0_usize;
    while let Some(Reverse((_, label))) = labels.queue.pop() {
        steps += 1;
        if (steps.is_multiple_of(PATIENCE) && stop.now()) || labels.all.len() > MOST {
            return None;
        }
        labels.extend(label);
    }
    Some(labels.trips(most))
}

/// The next stops that look cheapest at these prices.
fn few(graph: &Graph, prices: &KindPrices, care: Care) -> Vec<Vec<u32>> {
    if care != Care::Quick {
        return Vec::new();
    }
    let nearest = |from: usize| {
        let reduced = |&to: &u32| graph.cost(from, to as usize) - prices.orders[graph.nodes[to as usize].row];
        let mut next = graph.next[from].clone();
        next.sort_by(|one, other| reduced(one).total_cmp(&reduced(other)));
        next.truncate(FEW);
        next
    };
    (0..graph.nodes.len()).map(nearest).collect()
}

impl Labels<'_> {
    fn begin(&mut self) {
        let source = self.graph.source();
        let first = Label {
            cost: self.prices.per_trip + self.prices.per_second * self.graph.reload as f64,
            time: self.graph.depart,
            peak: 0,
            collected: 0,
            node: source as u32,
            parent: NONE,
            memory: 0,
            is_ruled_out: false,
        };
        self.all.push(first);
        for place in 0..self.graph.next[source].len() {
            let to = self.graph.next[source][place];
            self.reach(0, to);
        }
    }

    fn extend(&mut self, from: u32) {
        let label = self.all[from as usize];
        if label.is_ruled_out {
            return;
        }
        let node = label.node as usize;
        let graph = self.graph;
        if self.care == Care::Quick {
            for place in 0..self.few[node].len() {
                self.reach(from, self.few[node][place]);
            }
        } else {
            for &to in &graph.next[node] {
                self.reach(from, to);
            }
        }
    }

    fn reach(&mut self, from: u32, to: u32) {
        let graph = self.graph;
        let label = &self.all[from as usize];
        let (at, node) = (label.node as usize, &graph.nodes[to as usize]);
        let Some(memory) = graph.step(at, label.memory, to as usize) else { return };
        let collected = label.collected + node.collect;
        let peak = (label.peak + node.deliver).max(collected);
        if peak > graph.capacity {
            return;
        }
        let Some(seconds) = graph.seconds(at, to as usize) else { return };
        let mut time = 0;
        if graph.is_timed {
            let service = graph.nodes.get(at).map_or(0, |node| node.service);
            match graph.start(to as usize, label.time + service + seconds) {
                Some(start) => time = start,
                None => return,
            }
        }
        let price = self.prices.per_second * (seconds + node.service) as f64 - self.prices.orders[node.row];
        let new = Label {
            cost: label.cost + graph.cost(at, to as usize) + price,
            time,
            peak,
            collected,
            node: to,
            parent: from,
            memory,
            is_ruled_out: false,
        };
        self.offer(new);
    }

    /// Keeps a label unless another rules it out; drops those that it rules out.
    fn offer(&mut self, new: Label) {
        let compares_memory = self.care == Care::Exact;
        let no_worse = |one: &Label, other: &Label| {
            one.time <= other.time
                && one.peak <= other.peak
                && one.collected <= other.collected
                && (!compares_memory || one.memory & !other.memory == 0)
        };
        let all = &mut self.all;
        let list = &mut self.at[new.node as usize];
        let place = list.partition_point(|&label| all[label as usize].cost <= new.cost);
        if list[..place].iter().any(|&label| no_worse(&all[label as usize], &new)) {
            return;
        }
        let mut kept = place;
        for at in place..list.len() {
            let label = list[at];
            if no_worse(&new, &all[label as usize]) {
                all[label as usize].is_ruled_out = true;
            } else {
                list[kept] = label;
                kept += 1;
            }
        }
        list.truncate(kept);
        let id = all.len() as u32;
        list.insert(place, id);
        let key = if self.graph.is_timed { new.time } else { new.peak };
        all.push(new);
        self.queue.push(Reverse((key, id)));
    }

    fn trips(&self, most: usize) -> Vec<Trip> {
        let sink = self.graph.sink();
        let mut ends = Vec::new();
        for (node, list) in self.at.iter().enumerate() {
            let Some(seconds) = self.graph.seconds(node, sink) else { continue };
            let home = self.graph.cost(node, sink) + self.prices.per_second * seconds as f64;
            let saving = list.iter().map(|&label| (self.all[label as usize].cost + home, label));
            ends.extend(saving.take_while(|end| end.0 < 0.0).take(SAME_END));
        }
        ends.sort_by(|one, other| one.0.total_cmp(&other.0).then(one.1.cmp(&other.1)));
        ends.truncate(most);
        ends.into_iter().map(|(reduced, label)| Trip { nodes: self.way(label), reduced }).collect()
    }

    fn way(&self, end: u32) -> Vec<u32> {
        let mut nodes = Vec::new();
        let mut at = end;
        while self.all[at as usize].parent != NONE {
            nodes.push(self.all[at as usize].node);
            at = self.all[at as usize].parent;
        }
        nodes.reverse();
        nodes
    }
}
