//! Whole trips instead of parts of them: a better plan, or the proof that there is none.

use super::cuts::{self, Cut, RowSet};
use super::enumerate;
use super::graph::Graph;
use super::inflow::{self, Need};
use super::master::{Kind, Prices, Relaxed, Solved};
use super::reduced::Reduced;
use crate::county::OrderId;
use crate::model::{Job, Problem};
use crate::route::{Route, walk};
use crate::units::{Fen, Stop};
use std::collections::HashSet;

/// A plan found on the way to the bound.
#[derive(Clone, Debug, PartialEq)]
pub struct Better {
    pub cost: Fen,
    pub routes: Vec<Route>,
    pub unserved: Vec<OrderId>,
}

/// What whole trips are chosen from.
pub struct Day<'a> {
    pub problem: &'a Problem,
    pub graphs: &'a [Graph],
    pub need: &'a Need,
    pub cuts: &'a [Cut],
    /// By vehicle type: the share of the day for ways on.
    pub shares: &'a [f64],
    pub stop: &'a dyn Stop,
}

/// Trips of a vehicle type that a proof may begin with, and of a choice in whole trips.
const MOST_TRIPS: usize = 40_000;
const FEW_TRIPS: usize = 12_000;
/// So few are chosen from without more cuts.
const ENOUGH: usize = 300;
/// Rounds of cuts over all trips, and new triples in one.
const ROUNDS: usize = 60;
const TRIPLES: usize = 150;
/// A round that closes less of the gap is the last one.
const WORTHWHILE: f64 = 0.02;

/// What all trips of better plans prove.
pub struct Proof {
    /// No plan costs less than this, or than the one known, whichever is lower.
    pub value: f64,
    pub better: Option<Better>,
}

impl Day<'_> {
    /// `at` are prices whose bound is `bound`, `known` a plan's cost. `None` if there are too many
    /// trips or too little time.
    pub fn proof(&self, at: &Prices, bound: f64, known: f64, seeds: &[Route]) -> Option<Proof> {
        let mut best = bound;
        let mut lp = self.lp(self.all(at, known - bound)?, seeds, self.cuts)?;
        let mut last = f64::NEG_INFINITY;
        for _ in 0..ROUNDS {
            let solved = lp.solve(self.stop)?;
            let costs = lp.reduced_costs(&solved.prices);
            let value = lp.worth(&solved.prices, &lp.saved(&costs));
            best = best.max(value);
            if best > known - 1.0 {
                return Some(Proof { value: best, better: None });
            }
            let few = costs.iter().filter(|cost| **cost < known - value).count();
            let is_stuck = value - last < (known - value) * WORTHWHILE;
            last = value;
            let is_cut = self.cut(&mut lp, &solved);
            let is_done = is_stuck || !is_cut || few < ENOUGH;
            if few * 2 < lp.trips() || is_done {
                lp = self.lp(lp.cheaper_than(&costs, known - value), seeds, lp.cuts())?;
            }
            if is_done {
                break;
            }
        }
        if lp.trips() > FEW_TRIPS {
            return Some(Proof { value: best, better: None });
        }
        let Some(chosen) = lp.choose(seeds, self.stop) else {
            return Some(Proof { value: best, better: None });
        };
        let better = self.plan(&lp, &chosen.values).filter(|better| better.cost.as_f64() < known);
        Some(Proof { value: best.max(chosen.bound.min(known)), better })
    }

    /// The best plan of whole trips among some, if it costs less than the one known.
    pub fn better(&self, trips: Vec<Kind>, seeds: &[Route], known: f64) -> Option<Better> {
        let lp = self.lp(trips, seeds, &[])?;
        let chosen = lp.choose(seeds, self.stop)?;
        self.plan(&lp, &chosen.values).filter(|better| better.cost.as_f64() < known)
    }

    fn all(&self, at: &Prices, gap: f64) -> Option<Vec<Kind>> {
        let mut trips = Vec::new();
        for (kind, graph) in self.graphs.iter().enumerate() {
            let reduced = Reduced::new(graph, kind, at, self.cuts);
            let found = enumerate::all(graph, &reduced, self.shares[kind], gap, MOST_TRIPS, self.stop);
            trips.extend(found?.into_iter().map(|trip| (kind, graph.tasks(&trip.nodes))));
        }
        Some(trips)
    }

    fn lp(&self, trips: Vec<Kind>, seeds: &[Route], cuts: &[Cut]) -> Option<Relaxed> {
        let mut lp = Relaxed::new(self.problem, self.graphs)?;
        lp.fill(self.graphs, trips, seeds, cuts);
        Some(lp)
    }

    /// Adds rows that the answer violates; triples remember everything here.
    fn cut(&self, lp: &mut Relaxed, solved: &Solved) -> bool {
        let rows = self.problem.tasks.len();
        let used = lp.used(&solved.values);
        let flow = lp.flow(&used, &solved.out);
        let mut everywhere = RowSet::new(rows);
        (0..rows).for_each(|row| everywhere.insert(row));
        let triples = cuts::triples(&used, rows, TRIPLES).into_iter().map(|cut| match cut {
            Cut::Triple { rows, .. } => Cut::Triple { rows, memory: everywhere.clone() },
            inflow => inflow,
        });
        lp.add_cuts(inflow::inflows(&flow, self.need).into_iter().chain(triples))
    }

    /// A plan of whole trips of an LP, with what it really costs; `None` where it is not clear how
    /// vehicles share them.
    fn plan(&self, lp: &Relaxed, values: &[f64]) -> Option<Better> {
        if self.problem.kinds.iter().any(|kind| kind.max_trips > 1) {
            return None;
        }
        let routes = lp.routes(self.problem, values);
        let mut served = HashSet::new();
        let mut tasks = routes.iter().flat_map(|route| route.trips.iter().flatten());
        if !tasks.all(|task| served.insert(*task)) {
            return None;
        }
        let walks = routes.iter().map(|route| walk(self.problem, route).map(|walk| walk.breakdown.total().0));
        let driven: Option<i64> = walks.sum();
        let is_left = |job: &&Job| !job.tasks().all(|task| served.contains(&task));
        let left: Vec<&Job> = self.problem.jobs.iter().filter(is_left).collect();
        let out: i64 = left.iter().map(|job| job.price_out).sum();
        Some(Better { cost: Fen(driven? + out), routes, unserved: left.iter().map(|job| job.id).collect() })
    }
}
