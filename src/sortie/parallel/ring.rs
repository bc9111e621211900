//! The truck's tour as an array that is turned around in parts, the others fly.
//!
//! For truck's ways that are as long in both directions. Every change is
//! logged, so that it can be taken back.

use super::{Division, Shared};

/// Not on the tour.
const OUT: u32 = u32::MAX;

#[derive(Clone, Copy, Debug)]
enum Change {
    /// Positions from one to another, onwards around the ring.
    Turned(u32, u32),
    Joined(u32),
    /// A node that stood at a position.
    Left(u32, u32),
}

#[derive(Clone, Debug)]
pub struct Ring<'a> {
    pub shared: &'a Shared,
    at: Vec<u32>,
    place: Vec<u32>,
    /// How long the tour takes.
    pub truck: i64,
    /// All flights, one after the other.
    pub air: i64,
    log: Vec<Change>,
}

impl<'a> Ring<'a> {
    pub fn new(shared: &'a Shared, division: &Division) -> Ring<'a> {
        let mut at = vec![0_u32];
        at.extend(division.tour.iter().map(|&node| node as u32));
        let mut place = vec![OUT; shared.nodes()];
        at.iter().enumerate().for_each(|(position, &node)| place[node as usize] = position as u32);
        let mut ring = Ring { shared, at, place, truck: 0, air: 0, log: Vec::new() };
        ring.truck = (0..ring.at.len()).map(|from| ring.step(from)).sum();
        ring.air = division.flights.iter().flatten().filter_map(|&node| shared.flight[node]).sum();
        ring
    }

    fn step(&self, from: usize) -> i64 {
        let to = if from + 1 == self.at.len() { 0 } else { from + 1 };
        self.shared.way(self.at[from] as usize, self.at[to] as usize)
    }

    /// Nodes toured, the depot among them.
    pub fn len(&self) -> usize {
        self.at.len()
    }

    pub fn at(&self, position: usize) -> usize {
        self.at[position] as usize
    }

    pub fn place(&self, node: usize) -> usize {
        self.place[node] as usize
    }

    pub fn is_toured(&self, node: usize) -> bool {
        self.place[node] != OUT
    }

    pub fn after(&self, node: usize) -> usize {
        let then = self.place(node) + 1;
        self.at[if then == self.at.len() { 0 } else { then }] as usize
    }

    pub fn before(&self, node: usize) -> usize {
        let here = self.place(node);
        self.at[if here == 0 { self.at.len() } else { here } - 1] as usize
    }

    /// What the tour takes longer with `node` between two that follow each other.
    pub fn detour(&self, node: usize, from: usize, to: usize) -> i64 {
        self.shared.way(from, node) + self.shared.way(node, to) - self.shared.way(from, to)
    }

    /// What the tour takes less without a node.
    pub fn saved(&self, node: usize) -> i64 {
        self.detour(node, self.before(node), self.after(node))
    }

    /// Turns around what stands from `first` onwards to `last`. Both ends get other neighbours:
    /// `truck` is the caller's to change.
    pub fn turn(&mut self, first: usize, last: usize) {
        self.log.push(Change::Turned(self.place[first], self.place[last]));
        self.reverse(self.place(first), self.place(last));
    }

    /// Turns around a path of which `first` stands beside `outside`.
    pub fn turn_beside(&mut self, outside: usize, first: usize, last: usize) {
        if self.after(outside) == first {
            self.turn(first, last);
        } else {
            self.turn(last, first);
        }
    }

    /// Takes back the last change, which was a turn.
    pub fn turn_back(&mut self) {
        if let Some(Change::Turned(first, last)) = self.log.pop() {
            self.reverse(first as usize, last as usize);
        }
    }

    /// Positions, or all others instead if they are fewer: the ring is the same.
    fn reverse(&mut self, first: usize, last: usize) {
        let all = self.at.len();
        let inside = if last >= first { last - first + 1 } else { last + all - first + 1 };
        let (mut low, mut high, count) = if 2 * inside <= all {
            (first, last, inside)
        } else {
            let low = if last + 1 == all { 0 } else { last + 1 };
            (low, if first == 0 { all - 1 } else { first - 1 }, all - inside)
        };
        for _ in 0..count / 2 {
            self.at.swap(low, high);
            self.place[self.at[low] as usize] = low as u32;
            self.place[self.at[high] as usize] = high as u32;
            low = if low + 1 == all { 0 } else { low + 1 };
            high = if high == 0 { all - 1 } else { high - 1 };
        }
    }

    /// A flown-to node is toured after `from` instead.
    pub fn join(&mut self, node: usize, from: usize) {
        self.truck += self.detour(node, from, self.after(from));
        self.air -= self.shared.flight[node].unwrap_or(0);
        self.insert(node, self.place(from) + 1);
        self.log.push(Change::Joined(node as u32));
    }

    /// A toured node is flown to instead.
    pub fn fly(&mut self, node: usize) {
        self.truck -= self.saved(node);
        self.air += self.shared.flight[node].unwrap_or(0);
        self.log.push(Change::Left(node as u32, self.place[node]));
        self.remove(node);
    }

    fn insert(&mut self, node: usize, position: usize) {
        self.at.insert(position, node as u32);
        self.index(position);
    }

    fn remove(&mut self, node: usize) {
        let position = self.place(node);
        self.at.remove(position);
        self.place[node] = OUT;
        self.index(position);
    }

    fn index(&mut self, from: usize) {
        for (position, &node) in self.at.iter().enumerate().skip(from) {
            self.place[node as usize] = position as u32;
        }
    }

    /// Sums and places are what they should be.
    pub fn is_sound(&self) -> bool {
        let truck: i64 = (0..self.at.len()).map(|from| self.step(from)).sum();
        let air: i64 = self.flown().iter().filter_map(|&node| self.shared.flight[node]).sum();
        (truck, air) == (self.truck, self.air)
            && self.at.iter().enumerate().all(|(at, &node)| self.place(node as usize) == at)
    }

    /// From here on changes can be taken back.
    pub fn keep(&mut self) {
        self.log.clear();
    }

    /// Takes back everything since [`Ring::keep`]; `truck` and `air` are what they were then.
    pub fn undo(&mut self, truck: i64, air: i64) {
        while let Some(change) = self.log.pop() {
            match change {
                Change::Turned(first, last) => self.reverse(first as usize, last as usize),
                Change::Joined(node) => self.remove(node as usize),
                Change::Left(node, position) => self.insert(node as usize, position as usize),
            }
        }
        (self.truck, self.air) = (truck, air);
    }

    /// The truck's customers in order.
    pub fn tour(&self) -> Vec<usize> {
        let depot = self.place(0);
        let around = self.at[depot + 1..].iter().chain(&self.at[..depot]);
        around.map(|&node| node as usize).collect()
    }

    pub fn flown(&self) -> Vec<usize> {
        (1..self.place.len()).filter(|&node| !self.is_toured(node)).collect()
    }

    /// The flights' share of each drone, rounded up.
    pub fn spread(&self) -> i64 {
        let drones = self.shared.drones.max(1) as i64;
        (self.air + drones - 1) / drones
    }
}
