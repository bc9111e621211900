//! What no plan of the day can be cheaper than: column generation.
//!
//! sets      O orders, K vehicle types, T(k) trips of a vehicle of type k that may visit an
//!           order again, but not soon after (ng-routes)
//! data      c[t]  least cost of trip t, its vehicle's fixed cost left out (fen)
//!           l[t]  least time of trip t, loading included (s)
//!           a[o,t] how often trip t serves order o
//!           p[o]  price of leaving order o out; f[k] fixed cost; n[k] vehicles; m[k] trips and
//!           s[k]  seconds of a vehicle's day
//! decide    x[t] >= 0   trip t is driven
//!           y[k] in [0, n[k]]   vehicles of type k that leave
//!           z[o] in [0, 1]   order o is left out
//! minimise  sum c[t] x[t] + sum f[k] y[k] + sum p[o] z[o]                  (1)
//! such that sum a[o,t] x[t] + z[o] >= 1            each o                  (2) served
//!           sum over T(k) of x[t] <= m[k] y[k]     each k                  (3) trips
//!           sum over T(k) of l[t] x[t] <= s[k] y[k] each k with trips      (4) hours
//!           sum over k from site s of y[k] <= d[s] each s with drivers     (5) drivers
//!
//! The costs are never more than the real ones (`graph` says what is left out), so for any prices
//! of the rows, what the rows are worth plus what the cheapest trip of each type still saves is a
//! bound of the day (Lagrange). It holds however early the work ends; at the end of it the LP is
//! solved and nothing is saved.
//!
//! Sources: Desrochers, Desrosiers and Solomon (1992), doi:10.1287/opre.40.2.342 (column
//! generation); Baldacci, Mingozzi and Roberti (2011), doi:10.1287/opre.1110.0975 (ng-routes);
//! Wentges (1997), doi:10.1111/j.1475-3995.1997.tb00074.x (smoothed prices).

mod graph;
mod label;
mod least;
mod master;
// The pure-Rust solver gives no prices, so there are no bounds without HiGHS.
#[cfg(all(test, feature = "highs"))]
mod tests;

use crate::county::{OrderId, VehicleTypeId};
use crate::model::Problem;
use crate::route::Route;
use crate::units::{Fen, Stop};
use graph::Graph;
use label::{Care, Trip, cheapest};
use master::{Prices, Relaxed};
use rayon::prelude::*;

/// A proof that no plan costs less.
#[derive(Clone, Debug, PartialEq)]
pub struct Bound {
    /// No solution of the problem costs less.
    pub value: Fen,
    /// The LP was solved: a longer run would not raise the value.
    pub is_complete: bool,
    /// Trips in the LP at the end.
    pub columns: usize,
    pub rounds: usize,
    /// What serving each order costs in the LP.
    pub order_prices: Vec<(OrderId, Fen)>,
    /// What one more vehicle of each type would save in the LP.
    pub vehicle_worth: Vec<(VehicleTypeId, Fen)>,
    /// Trips that the LP uses, each a round of its own, orders at most once.
    pub routes: Vec<Route>,
}

/// How far prices go towards those of the LP in a round.
const SMOOTHING: f64 = 0.6;
/// A trip that saves less is none, in fen.
const SAVES: f64 = 1e-4;
/// Trips taken from one pricing of one vehicle type.
const TAKEN: usize = 120;

/// Bounds the day's cost from below. `seeds` are routes that are known; `enough` ends the work
/// once the bound has come that far. `None` if not even a first bound was reached, or there is no
/// LP solver with prices.
#[must_use]
pub fn bound(problem: &Problem, seeds: &[Route], enough: Option<Fen>, stop: &dyn Stop) -> Option<Bound> {
    let graphs: Vec<Graph> = (0..problem.kinds.len()).map(|kind| Graph::new(problem, kind)).collect();
    let mut work = Work::new(problem, graphs, stop)?;
    work.seed(seeds);
    work.run(enough.map(|enough| enough.as_f64()))
}

struct Work<'p> {
    problem: &'p Problem,
    graphs: Vec<Graph>,
    relaxed: Relaxed,
    stop: &'p dyn Stop,
    best: f64,
    /// Prices of the best bound.
    center: Option<Prices>,
    care: Care,
    rounds: usize,
}

impl<'p> Work<'p> {
    fn new(problem: &'p Problem, graphs: Vec<Graph>, stop: &'p dyn Stop) -> Option<Work<'p>> {
        let relaxed = Relaxed::new(problem, &graphs)?;
        Some(Work {
            problem,
            graphs,
            relaxed,
            stop,
            best: f64::NEG_INFINITY,
            center: None,
            care: Care::Quick,
            rounds: 0,
        })
    }

    fn seed(&mut self, seeds: &[Route]) {
        for route in seeds {
            let kind = route.vehicle_type.index();
            for trip in &route.trips {
                if let Some(trip) = self.graphs[kind].trip(trip) {
                    self.relaxed.add(&self.graphs[kind], kind, &trip);
                }
            }
        }
    }

    fn run(mut self, enough: Option<f64>) -> Option<Bound> {
        let mut last = None;
        let mut is_complete = false;
        while !self.stop.now() {
            let Some(solved) = self.relaxed.solve(self.stop) else { break };
            let objective = solved.objective;
            self.rounds += 1;
            let added = self.price(&solved.prices);
            last = Some(solved);
            if enough.is_some_and(|enough| self.best >= enough) {
                break;
            }
            if added > 0 {
                continue;
            }
            match self.care.next() {
                Some(care) => self.care = care,
                None => {
                    is_complete = self.best >= objective - 1.0 - objective.abs() * 1e-7;
                    break;
                }
            }
        }
        let last = last?;
        // Costs are whole fen, so the bound may be rounded up; a little is left for rounding errors.
        let value = Fen((self.best - 0.01 - self.best.abs() * 1e-9).ceil() as i64);
        (self.best > f64::NEG_INFINITY).then(|| Bound {
            value,
            is_complete,
            columns: self.relaxed.trips(),
            rounds: self.rounds,
            order_prices: self.order_prices(&last.prices),
            vehicle_worth: self.vehicle_worth(&last.prices),
            routes: self.relaxed.routes(self.problem, &last.values),
        })
    }

    /// Adds trips that save money at these prices; how many. An exact pricing gives a bound.
    fn price(&mut self, prices: &Prices) -> usize {
        if self.care == Care::Exact
            && let Some(center) = &self.center
        {
            let smoothed = center.towards(prices, SMOOTHING);
            let added = self.price_at(&smoothed, prices);
            if added > 0 || self.stop.now() {
                return added;
            }
        }
        self.price_at(prices, prices)
    }

    fn price_at(&mut self, at: &Prices, real: &Prices) -> usize {
        let (care, stop) = (self.care, self.stop);
        let found: Vec<Option<Vec<Trip>>> = self
            .graphs
            .par_iter()
            .enumerate()
            .map(|(kind, graph)| cheapest(graph, at.of(kind), care, TAKEN, stop))
            .collect();
        if care == Care::Exact && found.iter().all(Option::is_some) {
            let saved =
                found.iter().map(|trips| trips.iter().flatten().map(|trip| trip.reduced).fold(0.0, f64::min));
            let bound = self.relaxed.worth(at, &saved.collect::<Vec<f64>>());
            if bound > self.best {
                self.best = bound;
                self.center = Some(at.clone());
            }
        }
        let mut added = 0;
        for (kind, trips) in found.into_iter().enumerate() {
            for trip in trips.into_iter().flatten() {
                let graph = &self.graphs[kind];
                if graph.reduced(&trip.nodes, &real.of(kind)) < -SAVES && self.relaxed.add(graph, kind, &trip)
                {
                    added += 1;
                }
            }
        }
        added
    }

    fn order_prices(&self, prices: &Prices) -> Vec<(OrderId, Fen)> {
        self.problem.jobs.iter().map(|job| (job.id, Fen::rounded(prices.of_order(job)))).collect()
    }

    fn vehicle_worth(&self, prices: &Prices) -> Vec<(VehicleTypeId, Fen)> {
        let worth = |kind: usize| Fen::rounded(self.relaxed.vehicle_worth(kind, prices));
        self.problem.kinds.iter().enumerate().map(|(kind, vehicle)| (vehicle.id, worth(kind))).collect()
    }
}
