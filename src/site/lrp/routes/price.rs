//! Routes of one depot that cost least at given prices: ways on and ways back, put together where
//! half of a vehicle is full (Righini and Salani 2006, doi:10.1016/j.disopt.2006.05.007).
//!
//! A route may visit a customer again, but not soon after: each customer
//! remembers the nearest ones (ng-routes, Baldacci, Mingozzi and Roberti 2011,
//! doi:10.1287/opre.1110.0975). So these are more routes than there are, and
//! what is said of all of them holds for the real ones.

use super::super::instance::Lrp;
use crate::units::Stop;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Customers that can be told apart by their bits.
pub const MOST: usize = 256;
/// A set of customers.
type Bits = [u64; 4];
/// Customers that a customer remembers, itself included: fewer where routes are long, since each
/// makes many more ways that no other rules out.
const MEMORY: [(f64, usize); 2] = [(7.0, 8), (f64::INFINITY, 5)];
/// Customers that a quick look goes on to from each.
const FEW: usize = 30;
/// Labels between looks at the time.
const GLANCE: usize = 4096;
/// More labels than this take too long.
const TOO_MANY: usize = 3_000_000;
/// Vehicles that hold more are too wide for a table of what is free.
const WIDEST: f64 = 2_000.0;
/// A route that saves less is none.
pub const SAVES: f64 = 1e-6;
const NONE: u32 = u32::MAX;

/// Whether ways that another is only likely to rule out are dropped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Care {
    Quick,
    Exact,
}

/// A route that costs less than its prices pay.
#[derive(Clone, Debug, PartialEq)]
pub struct Cheap {
    pub reduced: f64,
    pub customers: Vec<usize>,
}

/// What each customer remembers, and the others by their way from it.
pub struct Memory {
    kept: Vec<Bits>,
    near: Vec<Vec<u32>>,
}

impl Memory {
    #[must_use]
    pub fn of(lrp: &Lrp) -> Memory {
        let near = |customer: usize| {
            let way = |other: u32| lrp.way(lrp.node(customer), lrp.node(other as usize));
            let all = 0..lrp.customers() as u32;
            let mut others: Vec<u32> = all.filter(|&other| other as usize != customer).collect();
            others.sort_by(|&a, &b| way(a).total_cmp(&way(b)).then(a.cmp(&b)));
            others
        };
        let near: Vec<Vec<u32>> = (0..lrp.customers()).map(near).collect();
        let mean = lrp.demand.iter().sum::<f64>() / lrp.customers().max(1) as f64;
        let stops = lrp.vehicle / mean.max(1e-9);
        let memory = MEMORY.iter().find(|it| stops <= it.0).map_or(1, |it| it.1);
        let kept = |(customer, others): (usize, &Vec<u32>)| {
            let nearest = others.iter().take(memory - 1);
            nearest.fold(bit(customer), |bits, &other| or(bits, bit(other as usize)))
        };
        Memory { kept: near.iter().enumerate().map(kept).collect(), near }
    }
}

fn bit(customer: usize) -> Bits {
    let mut bits = [0; 4];
    bits[customer / 64] = 1 << (customer % 64);
    bits
}

fn or(a: Bits, b: Bits) -> Bits {
    std::array::from_fn(|part| a[part] | b[part])
}

fn and(a: Bits, b: Bits) -> Bits {
    std::array::from_fn(|part| a[part] & b[part])
}

fn is_within(a: Bits, b: Bits) -> bool {
    a.iter().zip(b).all(|(a, b)| a & !b == 0)
}

fn is_apart(a: Bits, b: Bits) -> bool {
    a.iter().zip(b).all(|(a, b)| a & b == 0)
}

/// What is asked of one depot.
pub struct Asked<'a> {
    pub lrp: &'a Lrp,
    pub memory: &'a Memory,
    pub depot: usize,
    /// By customer: what visiting it earns from this depot.
    pub prizes: &'a [f64],
    /// What a route costs besides its way, less what the number of routes earns.
    pub begin: f64,
    pub care: Care,
    /// Routes that cost as much beyond their prices are of no use.
    pub limit: f64,
    /// Routes kept whose first half ends at the same customer.
    pub same_end: usize,
}

struct Label {
    cost: f64,
    load: f64,
    memory: Bits,
    customer: u32,
    parent: u32,
    is_ruled_out: bool,
}

/// Ways from the depot (or back to it), by customer, the cheapest first.
struct Ways {
    all: Vec<Label>,
    at: Vec<Vec<(f64, u32)>>,
    /// By customer, then load that is still free: what the rest of a route costs at least. Empty
    /// where loads are no whole numbers, or a quick look is enough.
    rest: Vec<f64>,
}

/// The routes with the lowest reduced costs below zero, at most `most`, and the lowest of all, 0 at
/// most. `None` if it had to stop before.
#[must_use]
pub fn cheapest(asked: &Asked, most: usize, stop: &dyn Stop) -> Option<(f64, Vec<Cheap>)> {
    let on = asked.ways(false, stop)?;
    let back = if asked.is_symmetric() { None } else { Some(asked.ways(true, stop)?) };
    let pairs = asked.pairs(&on, back.as_ref().unwrap_or(&on), most);
    let lowest = pairs.first().map_or(0.0, |pair| pair.0.min(0.0));
    let route = |&(reduced, a, b): &(f64, u32, u32)| {
        let mut customers = on.trail(a);
        customers.reverse();
        if b != NONE {
            customers.extend(back.as_ref().unwrap_or(&on).trail(b));
        }
        Cheap { reduced, customers }
    };
    Some((lowest, pairs.iter().map(route).collect()))
}

impl Ways {
    fn trail(&self, mut at: u32) -> Vec<usize> {
        let mut customers = Vec::new();
        while at != NONE {
            customers.push(self.all[at as usize].customer as usize);
            at = self.all[at as usize].parent;
        }
        customers
    }
}

impl Asked<'_> {
    fn is_symmetric(&self) -> bool {
        let count = self.lrp.customers();
        let depot = (0..count).all(|at| {
            self.lrp.way(self.depot, self.lrp.node(at)) == self.lrp.way(self.lrp.node(at), self.depot)
        });
        let pair = |a: usize, b: usize| self.lrp.way(self.lrp.node(a), self.lrp.node(b));
        depot && (0..count).all(|a| (0..a).all(|b| pair(a, b) == pair(b, a)))
    }

    fn way(&self, is_back: bool, from: usize, to: usize) -> f64 {
        if is_back { self.lrp.way(to, from) } else { self.lrp.way(from, to) }
    }

    /// Ways that no other rules out. Those with more than half a load are not continued.
    fn ways(&self, is_back: bool, stop: &dyn Stop) -> Option<Ways> {
        let lrp = self.lrp;
        let mut ways =
            Ways { all: Vec::new(), at: vec![Vec::new(); lrp.customers()], rest: self.rest(is_back) };
        let mut queue = BinaryHeap::new();
        for customer in 0..lrp.customers() {
            let cost = self.way(is_back, self.depot, lrp.node(customer)) - self.prizes[customer];
            self.offer(&mut ways, &mut queue, (cost, 0.0, [0; 4]), customer, NONE);
        }
        let mut steps = 0_usize;
        while let Some(Reverse((_, id))) = queue.pop() {
            steps += 1;
            if steps.is_multiple_of(GLANCE) && (stop.now() || ways.all.len() > TOO_MANY) {
                return None;
            }
            let from = &ways.all[id as usize];
            if from.is_ruled_out || from.load > lrp.vehicle / 2.0 {
                continue;
            }
            let (cost, load, memory, at) = (from.cost, from.load, from.memory, from.customer as usize);
            let few = if self.care == Care::Quick { FEW } else { usize::MAX };
            for to in self.memory.near[at].iter().take(few).map(|&to| to as usize) {
                if !is_apart(memory, bit(to)) || load + lrp.demand[to] > lrp.vehicle * (1.0 + 1e-9) {
                    continue;
                }
                let cost = cost + self.way(is_back, lrp.node(at), lrp.node(to)) - self.prizes[to];
                self.offer(&mut ways, &mut queue, (cost, load, memory), to, id);
            }
        }
        for at in &mut ways.at {
            at.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        }
        Some(ways)
    }

    /// What the rest of a route costs at least, customers visited again or not.
    fn rest(&self, is_back: bool) -> Vec<f64> {
        let lrp = self.lrp;
        // Goods that weigh nothing would have to be looked at in a circle.
        let is_whole = |load: &f64| load.fract() == 0.0 && *load > 0.0;
        let is_exact = self.care == Care::Exact;
        if !is_exact || !lrp.demand.iter().all(is_whole) || !is_whole(&lrp.vehicle) || lrp.vehicle > WIDEST {
            return Vec::new();
        }
        let (count, wide) = (lrp.customers(), lrp.vehicle as usize + 1);
        let mut rest = vec![0.0; count * wide];
        for free in 0..wide {
            for at in 0..count {
                let mut least = self.way(is_back, lrp.node(at), self.depot);
                for next in 0..count {
                    let demand = lrp.demand[next] as usize;
                    if demand <= free && next != at {
                        let way = self.way(is_back, lrp.node(at), lrp.node(next)) - self.prizes[next];
                        least = least.min(way + rest[next * wide + free - demand]);
                    }
                }
                rest[at * wide + free] = least;
            }
        }
        rest
    }

    fn offer(
        &self,
        ways: &mut Ways,
        queue: &mut BinaryHeap<Reverse<(u64, u32)>>,
        (cost, load, memory): (f64, f64, Bits),
        customer: usize,
        parent: u32,
    ) {
        let load = load + self.lrp.demand[customer];
        if !ways.rest.is_empty() {
            let free = (self.lrp.vehicle - load).max(0.0) as usize;
            let rest = ways.rest[customer * (self.lrp.vehicle as usize + 1) + free];
            if cost + self.begin + rest >= self.limit {
                return;
            }
        }
        let memory = or(and(memory, self.memory.kept[customer]), bit(customer));
        let is_exact = self.care == Care::Exact;
        let rules_out = |one: &Label, cost: f64, load: f64, memory: Bits| {
            one.cost <= cost && one.load <= load && (!is_exact || is_within(one.memory, memory))
        };
        let shelf = &ways.at[customer];
        if shelf.iter().any(|&(_, id)| rules_out(&ways.all[id as usize], cost, load, memory)) {
            return;
        }
        let new = Label { cost, load, memory, customer: customer as u32, parent, is_ruled_out: false };
        let id = ways.all.len() as u32;
        let mut shelf = std::mem::take(&mut ways.at[customer]);
        shelf.retain(|&(_, old)| {
            let old = &mut ways.all[old as usize];
            old.is_ruled_out = rules_out(&new, old.cost, old.load, old.memory);
            !old.is_ruled_out
        });
        shelf.push((cost, id));
        ways.at[customer] = shelf;
        // Loads are not negative, so their bits are in their order.
        queue.push(Reverse((load.to_bits(), id)));
        ways.all.push(new);
    }

    /// Ways that are routes of their own, and pairs of one with more than half a load and one with
    /// no more than that.
    fn pairs(&self, on: &Ways, back: &Ways, most: usize) -> Vec<(f64, u32, u32)> {
        let lrp = self.lrp;
        let half = lrp.vehicle / 2.0;
        let mut best: Vec<(f64, u32, u32)> = Vec::new();
        for from in 0..lrp.customers() {
            let home = self.lrp.way(lrp.node(from), self.depot);
            let mut own: Vec<(f64, u32, u32)> = Vec::new();
            let mut limit = self.limit;
            for &(cost, a) in &on.at[from] {
                let label = &on.all[a as usize];
                let alone = cost + self.begin + home;
                if alone < limit {
                    own.push((alone, a, NONE));
                }
                if label.load <= half {
                    continue;
                }
                for to in 0..lrp.customers() {
                    let way = cost + self.begin + lrp.way(lrp.node(from), lrp.node(to));
                    for &(rest, b) in &back.at[to] {
                        if way + rest >= limit {
                            break;
                        }
                        let other = &back.all[b as usize];
                        let fits = other.load <= half
                            && label.load + other.load <= lrp.vehicle * (1.0 + 1e-9)
                            && is_apart(label.memory, other.memory);
                        if fits {
                            own.push((way + rest, a, b));
                            break;
                        }
                    }
                }
                if own.len() > 4 * self.same_end {
                    sort(&mut own);
                    own.truncate(self.same_end);
                    limit = own.last().map_or(limit, |last| last.0);
                }
            }
            sort(&mut own);
            own.truncate(self.same_end);
            best.append(&mut own);
        }
        sort(&mut best);
        best.truncate(most);
        best
    }
}

fn sort(pairs: &mut [(f64, u32, u32)]) {
    pairs.sort_by(|a, b| a.0.total_cmp(&b.0).then((a.1, a.2).cmp(&(b.1, b.2))));
}
