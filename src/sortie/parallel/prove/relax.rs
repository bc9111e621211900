//! The LP under a division: MODEL (M163).
//!
//! ```text
//! minimise  T
//! such that T >= sum over e of c[e] x[e]                              (1) the truck is back
//!           m T >= sum over i of f[i] (1 - y[i])                      (2) the drones are
//!           sum of x[e] at i = 2 y[i]                  each node i    (3) each toured node is passed
//!           x(inside S) <= y(S) - y[i]                 each S, i in S (4) and reached from the depot
//!           0 <= x <= 1, 0 <= y <= 1, y = 1 at the depot and where none can fly
//! ```
//!
//! (4) is added where it is broken, edges where their reduced cost is below
//! 0. What is told is not the solver's value but the Lagrangian of its prices
//! over all edges, which holds whatever the solver did.

use super::super::Shared;
use super::apart::{Cut, Shares, broken};
use crate::lp::{Column, Limits, LpError, Master, Row, Status, master};
use crate::units::Stop;
use std::collections::HashSet;

/// Edges to the nearest nodes that are there from the beginning.
const NEAR: usize = 7;
/// New edges of each node in one round.
const PRICED: usize = 4;
/// Rounds of cuts between two looks at the edges that are left out.
const ROUNDS: usize = 12;
/// Reduced costs above this, in the LP's unit, are as good as 0.
const ZERO: f64 = 1e-7;

pub struct Relaxed<'a> {
    pub shared: &'a Shared,
    /// The LP's unit of time.
    pub unit: f64,
    end: f64,
    master: Box<dyn Master>,
    pub edges: Vec<(usize, usize)>,
    is_there: Vec<bool>,
    pub cuts: Vec<Cut>,
    known: HashSet<Cut>,
    can_fly: bool,
    pub prices: Prices,
}

/// The best prices so far.
#[derive(Default)]
pub struct Prices {
    /// What they prove, in the LP's unit.
    pub bound: f64,
    /// Of (1) and (2): what a unit of the tour and of all flights is worth.
    pub tour: f64,
    pub air: f64,
    /// Reduced costs by pair of nodes, the lower one first, `nodes x nodes`.
    pub of_edges: Vec<f64>,
    /// Reduced costs of being toured, by node.
    pub of_nodes: Vec<f64>,
}

/// The truck's way between two nodes, in the direction that is shorter.
pub fn way(shared: &Shared, one: usize, other: usize) -> i64 {
    shared.way(one, other).min(shared.way(other, one))
}

impl<'a> Relaxed<'a> {
    /// `tour` is one that ends all at `end`: its edges are there from the beginning.
    pub fn new(shared: &'a Shared, tour: &[usize], end: i64, unit: f64) -> Result<Relaxed<'a>, LpError> {
        let nodes = shared.nodes();
        let mut relaxed = Relaxed {
            shared,
            unit,
            end: end as f64 / unit,
            master: master(),
            edges: Vec::new(),
            is_there: vec![false; nodes * nodes],
            cuts: Vec::new(),
            known: HashSet::new(),
            can_fly: shared.drones > 0 && shared.flight.iter().any(Option::is_some),
            prices: Prices::default(),
        };
        relaxed.rows()?;
        let from = std::iter::once(&0).chain(tour);
        for (&one, &other) in from.zip(tour.iter().chain(&[0])) {
            relaxed.add(one, other)?;
        }
        for node in 0..nodes {
            let mut others: Vec<usize> = (0..nodes).filter(|&other| other != node).collect();
            others.sort_by_key(|&other| (way(shared, node, other), other));
            for &other in others.iter().take(NEAR) {
                relaxed.add(node, other)?;
            }
        }
        Ok(relaxed)
    }

    /// Columns: the end, then the nodes (the depot's place is never used), then edges.
    fn rows(&mut self) -> Result<(), LpError> {
        let nodes = self.shared.nodes();
        let free = |lower: f64, upper: f64| Row { lower, upper, entries: Vec::new() };
        let tour = self.master.add_row(free(0.0, f64::INFINITY))?;
        for node in 0..nodes {
            let passed = if node == 0 { 2.0 } else { 0.0 };
            self.master.add_row(free(passed, passed))?;
        }
        let all: f64 = self.shared.flight.iter().flatten().map(|&time| time as f64 / self.unit).sum();
        let mut of_end = vec![(tour, 1.0)];
        if self.can_fly {
            let air = self.master.add_row(free(all, f64::INFINITY))?;
            of_end.push((air, self.shared.drones as f64));
        }
        let column = |cost: f64, lower: f64, upper: f64| Column { cost, lower, upper, integer: false };
        self.master.add_column(column(1.0, 0.0, self.end), &of_end)?;
        for node in 1..nodes {
            let mut entries = vec![(1 + node, -2.0)];
            let flight = self.flight(node);
            entries.extend(flight.map(|time| (1 + nodes, time)));
            self.master.add_column(column(0.0, if flight.is_some() { 0.0 } else { 1.0 }, 1.0), &entries)?;
        }
        Ok(())
    }

    /// A flight's time in the LP's unit; `None` where none can go.
    pub fn flight(&self, node: usize) -> Option<f64> {
        self.shared.flight[node].filter(|_| self.can_fly && node > 0).map(|time| time as f64 / self.unit)
    }

    pub fn cost(&self, one: usize, other: usize) -> f64 {
        way(self.shared, one, other) as f64 / self.unit
    }

    fn first_cut(&self) -> usize {
        1 + self.shared.nodes() + usize::from(self.can_fly)
    }

    fn add(&mut self, one: usize, other: usize) -> Result<(), LpError> {
        let nodes = self.shared.nodes();
        let (one, other) = (one.min(other), one.max(other));
        if one == other || std::mem::replace(&mut self.is_there[one * nodes + other], true) {
            return Ok(());
        }
        let mut entries = vec![(0, -self.cost(one, other)), (1 + one, 1.0), (1 + other, 1.0)];
        let first = self.first_cut();
        for (at, cut) in self.cuts.iter().enumerate() {
            if cut.counts(one, other, nodes) {
                entries.push((first + at, 1.0));
            }
        }
        self.edges.push((one, other));
        self.master.add_column(Column { cost: 0.0, lower: 0.0, upper: 1.0, integer: false }, &entries)?;
        Ok(())
    }

    fn forbid(&mut self, cut: Cut) -> Result<(), LpError> {
        if !self.known.insert(cut.clone()) {
            return Ok(());
        }
        let nodes = self.shared.nodes();
        let (mut entries, upper) = cut.nodes(nodes);
        let inside = self.edges.iter().enumerate().filter(|(_, edge)| cut.counts(edge.0, edge.1, nodes));
        entries.extend(inside.map(|(at, _)| (nodes + at, 1.0)));
        self.master.add_row(Row { lower: f64::NEG_INFINITY, upper, entries })?;
        self.cuts.push(cut);
        Ok(())
    }

    /// Adds cuts and edges until none are missing. Whether it came that far before `stop`.
    pub fn climb(&mut self, stop: &dyn Stop) -> Result<bool, LpError> {
        let mut round = 0;
        loop {
            let answer = self.master.solve(&Limits { seconds: None, gap: 0.0, stop })?;
            let (Status::Optimal, Some(duals)) = (answer.status, &answer.duals) else { return Ok(false) };
            round += 1;
            let before = self.cuts.len();
            for cut in broken(&self.shares(&answer.values)) {
                self.forbid(cut)?;
            }
            let is_cut = self.cuts.len() > before;
            if is_cut && round % ROUNDS != 0 && !stop.now() {
                continue;
            }
            let missing = self.price(duals);
            let is_done = !is_cut && missing.is_empty();
            if stop.now() || is_done {
                return Ok(is_done);
            }
            for (one, other) in missing {
                self.add(one, other)?;
            }
        }
    }

    fn shares(&self, values: &[f64]) -> Shares {
        let nodes = self.shared.nodes();
        let used = self.edges.iter().zip(&values[nodes..]).filter(|(_, share)| **share > 1e-9);
        let toured = std::iter::once(1.0).chain(values[1..nodes].iter().copied()).collect();
        Shares { edges: used.map(|(&(one, other), &share)| (one, other, share)).collect(), toured }
    }

    /// The Lagrangian of these prices: a bound, since all edges are looked at. The edges worth adding.
    fn price(&mut self, duals: &[f64]) -> Vec<(usize, usize)> {
        let nodes = self.shared.nodes();
        let air = if self.can_fly { duals[1 + nodes].max(0.0) } else { 0.0 };
        let mut prices = Prices { tour: duals[0].max(0.0), air, ..Prices::default() };
        prices.of_edges = vec![0.0; nodes * nodes];
        let flight = |node: usize| self.flight(node).unwrap_or(0.0);
        prices.of_nodes = (0..nodes).map(|node| 2.0 * duals[1 + node] - air * flight(node)).collect();
        let all: f64 = (1..nodes).map(flight).sum();
        prices.bound = 2.0 * duals[1] + air * all + self.price_of_cuts(duals, &mut prices);
        prices.bound += (1.0 - prices.tour - self.shared.drones as f64 * air).min(0.0) * self.end;
        for node in 1..nodes {
            let cost = prices.of_nodes[node];
            prices.bound += if self.flight(node).is_some() { cost.min(0.0) } else { cost };
        }
        let missing = self.price_of_edges(duals, &mut prices);
        if prices.bound > self.prices.bound || self.prices.of_edges.is_empty() {
            self.prices = prices;
        }
        missing
    }

    /// What cuts take off the reduced costs of what they count; returns what they add to the bound.
    fn price_of_cuts(&self, duals: &[f64], prices: &mut Prices) -> f64 {
        let nodes = self.shared.nodes();
        let mut value = 0.0;
        for (cut, &dual) in self.cuts.iter().zip(duals.iter().skip(self.first_cut())) {
            let dual = dual.min(0.0);
            if dual == 0.0 {
                continue;
            }
            let (entries, upper) = cut.nodes(nodes);
            value += dual * upper;
            entries.iter().for_each(|&(node, by)| prices.of_nodes[node] -= dual * by);
            let side = cut.side(nodes);
            for (at, &one) in side.iter().enumerate() {
                side[at + 1..].iter().for_each(|&other| prices.of_edges[one * nodes + other] -= dual);
            }
        }
        value
    }

    fn price_of_edges(&self, duals: &[f64], prices: &mut Prices) -> Vec<(usize, usize)> {
        let nodes = self.shared.nodes();
        let mut missing = Vec::new();
        for one in 0..nodes {
            let mut worth: Vec<(f64, usize)> = Vec::new();
            for other in one + 1..nodes {
                let place = one * nodes + other;
                prices.of_edges[place] +=
                    prices.tour * self.cost(one, other) - duals[1 + one] - duals[1 + other];
                let cost = prices.of_edges[place];
                prices.bound += cost.min(0.0);
                if cost < -ZERO && !self.is_there[place] {
                    worth.push((cost, other));
                }
            }
            worth.sort_by(|a, b| a.0.total_cmp(&b.0));
            missing.extend(worth.iter().take(PRICED).map(|&(_, other)| (one, other)));
        }
        missing
    }
}

impl Cut {
    /// The set or what is outside of it, whichever has fewer nodes; in order.
    pub fn side(&self, nodes: usize) -> Vec<usize> {
        if 2 * self.set.len() <= nodes {
            return self.set.clone();
        }
        let mut is_in = vec![false; nodes];
        self.set.iter().for_each(|&node| is_in[node] = true);
        (0..nodes).filter(|&node| !is_in[node]).collect()
    }

    /// Whether an edge is inside of that side. Sets are sorted.
    pub fn counts(&self, one: usize, other: usize, nodes: usize) -> bool {
        let is_in = |node: usize| self.set.binary_search(&node).is_ok();
        let small = 2 * self.set.len() <= nodes;
        is_in(one) == small && is_in(other) == small
    }

    /// Coefficients of nodes and the right side of `x(inside) - ... <= ...`.
    pub fn nodes(&self, nodes: usize) -> (Vec<(usize, f64)>, f64) {
        let small = 2 * self.set.len() <= nodes;
        let others = self.side(nodes).into_iter().filter(|&node| node != self.customer && node != 0);
        let mut entries: Vec<(usize, f64)> = others.map(|node| (node, -1.0)).collect();
        if small {
            return (entries, 0.0);
        }
        entries.push((self.customer, 1.0));
        (entries, 1.0)
    }
}
