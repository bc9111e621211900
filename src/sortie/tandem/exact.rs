//! Exact by dynamic programming over sets of customers (Bouman, Agatz and
//! Schmidt 2018), for few customers.
//!
//! First the truck's shortest ways over each set, then the best operation over
//! each set, then rows of operations. Both may meet again at a node that was
//! served before. What cannot end below a known tour is left out.

use super::{Operation, Pair};
use crate::units::Stop;

/// Nodes, the depot among them, up to which this is tried.
pub const LARGEST: usize = 17;
const NEVER: i64 = i64::MAX / 4;

/// The shortest tour, if it takes less than `known`; no tour if none does. `None` if there are too many nodes,
/// if the truck's ways break the triangle inequality, or if time ran out.
#[must_use]
pub fn exact(pair: &Pair, known: i64, stop: &dyn Stop) -> Option<Vec<Operation>> {
    if !(2..=LARGEST).contains(&pair.nodes) || !direct_is_shortest(pair) {
        return None;
    }
    let table = Table::new(pair, stop)?;
    let rows = Rows::new(&table, known, stop)?;
    Some(rows.tour(&table))
}

/// Passing a node on the way never saves time, so that only meetings need a second visit. A unit of
/// rounding aside.
fn direct_is_shortest(pair: &Pair) -> bool {
    let all = || 0..pair.nodes;
    all().all(|from| {
        all().all(|by| all().all(|to| pair.drive(from, to) <= pair.drive(from, by) + pair.drive(by, to) + 2))
    })
}

/// Operations over sets. A set's bit `b` stands for customer `b + 1`.
struct Table<'a> {
    pair: &'a Pair,
    customers: usize,
    /// Time of the best operation that serves a set, between two nodes: `(set, from, to)`. `to` is
    /// one of the set, or any other.
    best: Vec<i64>,
}

impl<'a> Table<'a> {
    fn at(&self, set: usize, from: usize, to: usize) -> usize {
        (set * self.pair.nodes + from) * self.pair.nodes + to
    }

    fn new(pair: &'a Pair, stop: &dyn Stop) -> Option<Table<'a>> {
        let (nodes, customers) = (pair.nodes, pair.nodes - 1);
        let mut table = Table { pair, customers, best: vec![NEVER; (nodes * nodes) << customers] };
        for from in 0..nodes {
            if stop.now() {
                return None;
            }
            table.driven_from(from);
        }
        // From large to small, so that what is left to the truck is still driven alone.
        for set in (1..1_usize << customers).rev() {
            if set % 256 == 0 && stop.now() {
                return None;
            }
            table.fly_one_of(set);
        }
        Some(table)
    }

    /// The truck alone from a node over each set without it.
    fn driven_from(&mut self, from: usize) {
        let (nodes, customers) = (self.pair.nodes, self.customers);
        // Ways over a set that end in it.
        let mut ends = vec![NEVER; nodes << customers];
        for set in (0..1_usize << customers).filter(|&set| !has(set, from)) {
            for last in members(set) {
                let before = without(set, last);
                let ways = members(before).map(|it| ends[before * nodes + it] + self.pair.drive(it, last));
                let alone = self.pair.drive(from, last);
                ends[set * nodes + last] = if before == 0 { alone } else { ways.min().unwrap_or(NEVER) };
            }
            for to in 0..nodes {
                let ways = members(set).map(|it| ends[set * nodes + it] + self.pair.drive(it, to));
                let time = match set {
                    0 => self.pair.drive(from, to),
                    _ if has(set, to) => ends[set * nodes + to],
                    _ => ways.min().unwrap_or(NEVER),
                };
                let index = self.at(set, from, to);
                self.best[index] = time;
            }
        }
    }

    fn fly_one_of(&mut self, set: usize) {
        for from in (0..self.pair.nodes).filter(|&from| !has(set, from)) {
            for to in 0..self.pair.nodes {
                let index = self.at(set, from, to);
                for node in members(set).filter(|&node| node != to) {
                    let Some(time) = self.pair.sortie(from, node, to) else { continue };
                    let driven = self.best[self.at(without(set, node), from, to)];
                    self.best[index] = self.best[index].min(driven.max(time));
                }
            }
        }
    }

    /// The best operation itself.
    fn operation(&self, set: usize, from: usize, to: usize) -> Operation {
        let time = self.best[self.at(set, from, to)];
        let flown = members(set).filter(|&node| node != to).find(|&node| {
            let sortie = self.pair.sortie(from, node, to);
            sortie.is_some_and(|sortie| sortie.max(self.shortest(without(set, node), from, to).0) == time)
        });
        let driven = self.shortest(flown.map_or(set, |node| without(set, node)), from, to).1;
        Operation { from, to, flown, driven }
    }

    /// The truck's shortest way over a set: time, and the nodes between.
    fn shortest(&self, set: usize, from: usize, to: usize) -> (i64, Vec<usize>) {
        let inner = if has(set, to) { without(set, to) } else { set };
        let nodes: Vec<usize> = members(inner).collect();
        let mut best = (NEVER, Vec::new());
        self.extend((from, to), &nodes, &mut Vec::new(), 0, &mut best);
        best
    }

    /// All orders of a few nodes, those cut off that are longer than the best.
    fn extend(
        &self,
        (from, to): (usize, usize),
        nodes: &[usize],
        way: &mut Vec<usize>,
        time: i64,
        best: &mut (i64, Vec<usize>),
    ) {
        let at = way.last().copied().unwrap_or(from);
        if way.len() == nodes.len() {
            let whole = time + self.pair.drive(at, to);
            if whole < best.0 {
                *best = (whole, way.clone());
            }
            return;
        }
        for &node in nodes {
            let then = time + self.pair.drive(at, node);
            if !way.contains(&node) && then < best.0 {
                way.push(node);
                self.extend((from, to), nodes, way, then, best);
                way.pop();
            }
        }
    }
}

/// Rows of operations from the depot.
struct Rows {
    /// By served set and meeting place.
    ahead: Vec<i64>,
    /// The set served before, and the place.
    before: Vec<(u32, u32)>,
    /// The state before the last operation, if any tour is less than what was known.
    last: Option<(usize, usize)>,
}

impl Rows {
    fn new(table: &Table, known: i64, stop: &dyn Stop) -> Option<Rows> {
        let (nodes, customers) = (table.pair.nodes, table.customers);
        let all = (1_usize << customers) - 1;
        let mut rows = Rows {
            ahead: vec![NEVER; nodes << customers],
            before: vec![(0, 0); nodes << customers],
            last: None,
        };
        rows.ahead[0] = 0;
        let mut best = known;
        for done in 0..all {
            if stop.now() {
                return None;
            }
            for at in 0..nodes {
                let time = rows.ahead[done * nodes + at];
                if time >= best {
                    continue;
                }
                let whole = time + table.best[table.at(all & !done, at, 0)];
                if whole < best {
                    (best, rows.last) = (whole, Some((done, at)));
                }
                rows.extend(table, (done, at), best);
            }
        }
        Some(rows)
    }

    /// All operations that leave something to serve.
    fn extend(&mut self, table: &Table, (done, at): (usize, usize), best: i64) {
        let nodes = table.pair.nodes;
        let left = ((1_usize << table.customers) - 1) & !done;
        let time = self.ahead[done * nodes + at];
        let mut set = (left - 1) & left;
        while set > 0 {
            // Where both may be: a node served by then, or the depot.
            for to in members(done | set).chain([0]) {
                let then = time + table.best[table.at(set, at, to)];
                let index = (done | set) * nodes + to;
                if then < best && then < self.ahead[index] {
                    self.ahead[index] = then;
                    self.before[index] = (done as u32, at as u32);
                }
            }
            set = (set - 1) & left;
        }
    }

    fn tour(&self, table: &Table) -> Vec<Operation> {
        let all = (1_usize << table.customers) - 1;
        let Some((mut done, mut at)) = self.last else { return Vec::new() };
        let mut tour = vec![table.operation(all & !done, at, 0)];
        while done > 0 {
            let (before, from) = self.before[done * table.pair.nodes + at];
            let (before, from) = (before as usize, from as usize);
            tour.push(table.operation(done & !before, from, at));
            (done, at) = (before, from);
        }
        tour.reverse();
        tour
    }
}

fn has(set: usize, node: usize) -> bool {
    node > 0 && set & (1 << (node - 1)) != 0
}

fn without(set: usize, node: usize) -> usize {
    set & !(1 << (node - 1))
}

/// Customers of a set.
fn members(set: usize) -> impl Iterator<Item = usize> {
    let mut left = set;
    std::iter::from_fn(move || {
        let bit = left.trailing_zeros() as usize;
        (left != 0).then(|| {
            left &= left - 1;
            bit + 1
        })
    })
}
