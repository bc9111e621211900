//! The least end with some edges only: the program of `relax` in whole
//! numbers, with cuts as its answers break them.
//!
//! Where all tours take whole multiples of a step, the tour's time is a whole
//! number too, by which the solver branches and rounds.

use super::super::{Division, machines};
use super::apart::{Cut, Shares, broken};
use super::relax::Relaxed;
use crate::lp::{Column, Limits, LpError, Program, Row, Status, solve};
use crate::units::Stop;
use std::collections::HashSet;

/// What the program says, in the LP's unit.
pub struct Least {
    /// With these edges nobody is done before; infinite if they allow no tour.
    pub bound: f64,
    /// The division found, if it is one: flights as a sum, the truck's customers as a ring.
    pub division: Option<Division>,
}

/// Which edges a program has.
pub struct Open<'e> {
    /// What edges and nodes may cost beyond the LP.
    pub gap: f64,
    /// Edges that cost no more than this,
    pub cheap: f64,
    /// and some of the others, lower node first.
    pub some: Option<&'e HashSet<(usize, usize)>>,
    /// Time of the drones together that flights leave free; with more than 0, bounds are none.
    pub spare: f64,
}

pub struct Whole<'r, 'a> {
    relaxed: &'r mut Relaxed<'a>,
    nodes: usize,
    edges: Vec<(usize, usize)>,
    program: Program,
    /// A time that can be reached, in the LP's unit.
    end: f64,
}

impl<'r, 'a> Whole<'r, 'a> {
    /// With these edges. Columns: a one for the depot, the nodes, the
    /// edges, the end, and the tour in steps if the LP's unit is such a step.
    pub fn new(relaxed: &'r mut Relaxed<'a>, end: f64, open: &Open, in_steps: bool) -> Whole<'r, 'a> {
        let nodes = relaxed.prices.of_nodes.len();
        let pairs = (0..nodes).flat_map(|one| (one + 1..nodes).map(move |other| (one, other)));
        let is_open = |edge: &(usize, usize)| {
            let cost = relaxed.prices.of_edges[edge.0 * nodes + edge.1];
            cost <= open.cheap || (cost <= open.gap && open.some.is_some_and(|some| some.contains(edge)))
        };
        let edges: Vec<(usize, usize)> = pairs.filter(is_open).collect();
        let mut whole = Whole { relaxed, nodes, edges, program: Program::default(), end };
        whole.columns(open.gap, in_steps);
        whole.degrees();
        whole.ends(in_steps, open.spare);
        for at in 0..whole.relaxed.cuts.len() {
            whole.forbid(&whole.relaxed.cuts[at].clone());
        }
        whole
    }

    fn columns(&mut self, gap: f64, in_steps: bool) {
        let column = |cost: f64, lower: f64, upper: f64, integer| Column { cost, lower, upper, integer };
        self.program.columns.push(column(0.0, 1.0, 1.0, true));
        for node in 1..self.nodes {
            let reduced = self.relaxed.prices.of_nodes[node];
            let flies = self.relaxed.flight(node).is_some();
            let lower = if !flies || reduced < -gap { 1.0 } else { 0.0 };
            let upper = if flies && reduced > gap { 0.0 } else { 1.0 };
            self.program.columns.push(column(0.0, lower, upper, true));
        }
        self.program.columns.extend(self.edges.iter().map(|_| column(0.0, 0.0, 1.0, true)));
        let least = self.relaxed.prices.bound.min(self.end);
        self.program.columns.push(column(1.0, least, self.end, false));
        if in_steps {
            self.program.columns.push(column(0.0, 0.0, self.end.floor(), true));
        }
    }

    /// As many edges at a node as it is toured, twice.
    fn degrees(&mut self) {
        let mut at_node: Vec<Vec<(usize, f64)>> = (0..self.nodes).map(|node| vec![(node, -2.0)]).collect();
        for (at, &(one, other)) in self.edges.iter().enumerate() {
            at_node[one].push((self.nodes + at, 1.0));
            at_node[other].push((self.nodes + at, 1.0));
        }
        let rows = at_node.into_iter().map(|entries| Row { lower: 0.0, upper: 0.0, entries });
        self.program.rows.extend(rows);
    }

    /// The last one back is the truck or a drone.
    fn ends(&mut self, in_steps: bool, spare: f64) {
        let least = |lower: f64, entries| Row { lower, upper: f64::INFINITY, entries };
        let end = self.nodes + self.edges.len();
        let ways = self.edges.iter().enumerate();
        let mut tour: Vec<(usize, f64)> =
            ways.map(|(at, &(one, other))| (self.nodes + at, -self.relaxed.cost(one, other))).collect();
        if in_steps {
            tour.push((end + 1, 1.0));
            self.program.rows.push(Row { lower: 0.0, upper: 0.0, entries: tour });
            self.program.rows.push(least(0.0, vec![(end, 1.0), (end + 1, -1.0)]));
        } else {
            tour.push((end, 1.0));
            self.program.rows.push(least(0.0, tour));
        }
        let mut air: Vec<(usize, f64)> =
            (1..self.nodes).filter_map(|node| Some((node, self.relaxed.flight(node)?))).collect();
        if !air.is_empty() {
            let all = air.iter().map(|flight| flight.1).sum::<f64>() + spare;
            air.push((end, self.relaxed.shared.drones as f64));
            self.program.rows.push(least(all, air));
        }
    }

    fn forbid(&mut self, cut: &Cut) {
        let (mut entries, upper) = cut.nodes(self.nodes);
        let inside = self.edges.iter().enumerate().filter(|(_, edge)| cut.counts(edge.0, edge.1, self.nodes));
        entries.extend(inside.map(|(at, _)| (self.nodes + at, 1.0)));
        self.program.rows.push(Row { lower: f64::NEG_INFINITY, upper, entries });
    }

    /// Solves until the answer hangs together or `stop` says so. `known`: a tour that ends at `end`.
    ///
    /// # Errors
    /// The solver's.
    pub fn least(&mut self, known: &[usize], stop: &dyn Stop) -> Result<Least, LpError> {
        let start = self.start(known);
        let mut bound = 0.0_f64;
        loop {
            let limits = Limits { seconds: None, gap: 0.0, stop };
            let answer = solve(&self.program, &limits, start.as_deref())?;
            if answer.status == Status::Infeasible {
                return Ok(Least { bound: f64::INFINITY, division: None });
            }
            bound = bound.max(answer.bound.unwrap_or(0.0));
            if answer.values.is_empty() {
                return Ok(Least { bound, division: None });
            }
            let shares = self.shares(&answer.values);
            let cuts = broken(&shares);
            if cuts.is_empty() {
                return Ok(Least { bound, division: self.division(&shares) });
            }
            if answer.status != Status::Optimal || stop.now() {
                return Ok(Least { bound, division: None });
            }
            for cut in cuts {
                self.forbid(&cut);
                self.relaxed.cuts.push(cut);
            }
        }
    }

    fn shares(&self, values: &[f64]) -> Shares {
        let used = self.edges.iter().zip(&values[self.nodes..]).filter(|(_, share)| **share > 0.5);
        Shares {
            edges: used.map(|(&(one, other), _)| (one, other, 1.0)).collect(),
            toured: values[..self.nodes].iter().map(|share| share.round()).collect(),
        }
    }

    /// The known tour as values of the columns, if all its edges are open.
    fn start(&self, known: &[usize]) -> Option<Vec<f64>> {
        let mut values = vec![0.0; self.program.columns.len()];
        values[0] = 1.0;
        let (mut at, mut tour) = (0, 0.0);
        for &node in known.iter().chain(&[0]) {
            let edge = (at.min(node), at.max(node));
            let place = self.edges.binary_search(&edge).ok()?;
            (values[node], values[self.nodes + place]) = (1.0, 1.0);
            tour += self.relaxed.cost(edge.0, edge.1);
            at = node;
        }
        let end = self.nodes + self.edges.len();
        values[end] = self.end;
        values.iter_mut().skip(end + 1).for_each(|steps| *steps = tour.round());
        Some(values)
    }

    fn division(&self, shares: &Shares) -> Option<Division> {
        let tour = ring(shares)?;
        let flown: Vec<usize> = (1..self.nodes).filter(|&node| shares.toured[node] < 0.5).collect();
        let (flights, _) = machines::spread(self.relaxed.shared, &flown);
        Some(Division { tour, flights })
    }
}

/// Nodes in the order of a ring from the depot, without it.
fn ring(shares: &Shares) -> Option<Vec<usize>> {
    let mut next = vec![Vec::new(); shares.toured.len()];
    for &(one, other, _) in &shares.edges {
        next[one].push(other);
        next[other].push(one);
    }
    let (mut tour, mut before, mut at) = (Vec::new(), 0, *next[0].first()?);
    while at != 0 && tour.len() < next.len() {
        tour.push(at);
        let then = *next[at].iter().find(|&&then| then != before)?;
        (before, at) = (at, then);
    }
    Some(tour)
}
