//! What no plan of a day can be cheaper than where hours count: whole days of
//! a vehicle as columns.
//!
//! sets      O orders, K vehicle types, D(k) days of a vehicle of type k, which may visit an order
//!           again but not where it is remembered
//! data      c[d]  least cost of day d, its vehicle's fixed cost with it (fen)
//!           a[o,d] how often day d serves order o
//!           p[o]  price of leaving order o out; n[k] vehicles of type k; m[s] drivers at site s
//! decide    x[d] >= 0   day d is driven
//!           z[o] in [0, 1]   order o is left out
//! minimise  sum c[d] x[d] + sum p[o] z[o]                                  (1)
//! such that sum a[o,d] x[d] + z[o] >= 1            each o                  (2) served
//!           sum over D(k) of x[d] <= n[k]          each k                  (3) vehicles
//!           sum over k from site s, D(k) of x[d] <= m[s]  each s with drivers (4) drivers
//!
//! A day here is never later and never costs more than on the road (`road`, `losses`), and where
//! several ways are taken for one (`search`) it is as good as each of them. So what the rows are
//! worth plus what the cheapest day of each type still saves bounds the day from below (Lagrange),
//! at any prices. The LP only finds good prices, so days that no vehicle could drive may be in it.
//! Once it has no better ones, days are told apart more finely, and stops that days repeated are
//! remembered.
//!
//! Sources: Christofides, Mingozzi and Toth (1981), doi:10.1002/net.3230110207 (relaxed states);
//! Roberti and Mingozzi (2014), doi:10.1287/trsc.2013.0474 (memories that grow); Wentges (1997),
//! doi:10.1111/j.1475-3995.1997.tb00074.x (smoothed prices).

mod label;
mod losses;
mod rest;
mod road;
mod rows;
mod search;
#[cfg(all(test, feature = "highs"))]
mod tests;
mod way;

use super::Bound;
use super::bits::Bits;
use super::graph::Graph;
use crate::model::{Job, Problem};
use crate::route::Route;
use crate::units::{Fen, Stop};
use rayon::prelude::*;
use road::Road;
use rows::{Prices, Rows};
use search::{AGAIN, Found, Grain, Path, SAVES, Search, measure};

/// How far prices go towards those of the LP in a round, at first and at least; and by what that
/// changes with a bound that is better and with one that is not.
const TOWARDS: f64 = 0.4;
const LEAST: f64 = 0.05;
const LONGER: f64 = 1.2;
const SHORTER: f64 = 0.7;
/// Shares of what the plan saves by leaving orders out, for the first bounds.
const SHARES: [f64; 8] = [0.0, 0.05, 0.1, 0.2, 0.3, 0.45, 0.6, 0.8];
/// Days taken from one search of one vehicle type.
const TAKEN: usize = 100;
/// Nearest stops that each stop remembers at first.
const REMEMBERED: usize = 2;
/// Coarse days first.
const FIRST: Grain = Grain { parts: 64, loads: 1 };
const FINEST: Grain = Grain { parts: 256, loads: 8 };
/// Days are told apart more finely once the bound is so near to the LP's cost, in shares of it.
const NEAR: f64 = 0.003;
/// Stops that are newly remembered; with fewer, days are told apart more finely as well.
const FEW: usize = 20;

/// True if hours cost anything beyond windows, or vehicles leave several times.
pub fn counts(problem: &Problem) -> bool {
    problem.kinds.iter().any(|kind| kind.max_trips > 1 || kind.per_hour > 0)
        || problem.tasks.iter().any(|task| task.soft)
}

/// True if days have an end, which the LP over them needs.
pub fn end(problem: &Problem, graphs: &[Graph]) -> bool {
    graphs.iter().enumerate().all(|(kind, graph)| road::length(problem, kind, graph).is_some())
}

/// Bounds the day's cost from below; `None` where days have no end, or if there was not even a
/// first bound.
pub fn bound(
    problem: &Problem,
    graphs: &[Graph],
    seeds: &[Route],
    enough: Option<f64>,
    stop: &dyn Stop,
) -> Option<Bound> {
    let roads = graphs.par_iter().enumerate().map(|(kind, graph)| Road::new(problem, kind, graph));
    let roads: Vec<Road> = roads.collect::<Option<_>>()?;
    let mut work = Work {
        rows: Rows::new(problem, graphs)?,
        graphs,
        remembered: graphs.iter().map(nearest).collect(),
        roads,
        grain: FIRST,
        best: f64::NEG_INFINITY,
        center: Prices::nothing(problem),
        towards: TOWARDS,
        rounds: 0,
        stop,
    };
    let saved = work.plant(problem, seeds);
    work.begin(&saved)?;
    work.run(problem, enough)
}

struct Work<'a> {
    graphs: &'a [Graph],
    roads: Vec<Road<'a>>,
    rows: Rows,
    /// By vehicle type and node.
    remembered: Vec<Vec<Bits>>,
    grain: Grain,
    best: f64,
    /// Prices of the best bound.
    center: Prices,
    towards: f64,
    rounds: usize,
    stop: &'a dyn Stop,
}

impl Work<'_> {
    fn run(mut self, problem: &Problem, enough: Option<f64>) -> Option<Bound> {
        let mut is_complete = false;
        while !self.stop.now() {
            let Some((objective, prices)) = self.rows.solve(self.stop) else { break };
            self.rounds += 1;
            let smoothed = self.center.towards(&prices, self.towards);
            let Some(mut found) = self.price(&smoothed, &prices) else { break };
            if found.1 == 0 {
                let Some(again) = self.price(&prices, &prices) else { break };
                found = again;
            }
            if enough.is_some_and(|enough| self.best > enough - 1.0) {
                break;
            }
            let is_near = objective - self.best < NEAR * objective.abs();
            if (found.1 == 0 || is_near) && self.refine(problem, &found.0).is_none() {
                is_complete = true;
                break;
            }
        }
        let value = Fen((self.best - 0.01 - self.best.abs() * 1e-9).ceil() as i64);
        (self.best > f64::NEG_INFINITY).then(|| self.proof(problem, value, is_complete))
    }

    fn proof(&self, problem: &Problem, value: Fen, is_complete: bool) -> Bound {
        let order = |job: &Job| (job.id, Fen::rounded(self.center.of_order(job)));
        let worth = |kind: usize| Fen::rounded(self.center.vehicles[kind]);
        let types = problem.kinds.iter().enumerate();
        Bound {
            value,
            is_complete,
            columns: self.rows.days().count(),
            rounds: self.rounds,
            order_prices: problem.jobs.iter().map(order).collect(),
            vehicle_worth: types.map(|(kind, vehicle)| (vehicle.id, worth(kind))).collect(),
            routes: Vec::new(),
            better: None,
        }
    }

    /// The first bounds: where nothing is paid, and at shares of what the plan saves by leaving an
    /// order out.
    fn begin(&mut self, saved: &[f64]) -> Option<()> {
        let nothing = self.center.clone();
        let all = Prices { orders: saved.to_vec(), ..nothing.clone() };
        for share in SHARES {
            let before = self.best;
            let at = nothing.towards(&all, share);
            self.price(&at, &at)?;
            if self.best <= before {
                break;
            }
        }
        Some(())
    }

    /// What the days of a plan cost, and each without one of its stops: so the LP's first prices
    /// have a meaning. By task: what the plan saves without it.
    fn plant(&mut self, problem: &Problem, seeds: &[Route]) -> Vec<f64> {
        let mut saved = vec![0.0; problem.tasks.len()];
        for job in &problem.jobs {
            let count = job.tasks().count() as f64;
            job.tasks().for_each(|task| saved[task.index()] = job.price_out as f64 / count);
        }
        for route in seeds {
            let kind = route.vehicle_type.index();
            let trips: Option<Vec<Path>> =
                route.trips.iter().map(|trip| Some(self.graphs[kind].trip(trip)?.nodes)).collect();
            let Some(path) = trips.map(|trips| trips.join(&AGAIN)) else { continue };
            let Some(cost) = self.offer(kind, &path) else { continue };
            for gone in (0..path.len()).filter(|&gone| path[gone] != AGAIN) {
                let kept = |(place, &stop): (usize, &u32)| (place != gone).then_some(stop);
                let less: Path = path.iter().enumerate().filter_map(kept).collect();
                let trips: Vec<&[u32]> =
                    less.split(|&stop| stop == AGAIN).filter(|trip| !trip.is_empty()).collect();
                let less = self.offer(kind, &trips.join(&AGAIN)).unwrap_or(0.0);
                let row = self.graphs[kind].nodes[path[gone] as usize].row;
                saved[row] = f64::min(saved[row], (cost - less).max(0.0));
            }
        }
        saved
    }

    /// A day that a vehicle can drive, and what it costs at least.
    fn offer(&mut self, kind: usize, path: &Path) -> Option<f64> {
        let cost = measure(&self.roads[kind], path).filter(|_| !path.is_empty())?;
        self.rows.add(&self.graphs[kind], kind, path, cost);
        Some(cost)
    }

    /// Searches at prices, which gives a bound; adds days that save money at the LP's prices, and
    /// says how many. `None` if stopped.
    fn price(&mut self, at: &Prices, real: &Prices) -> Option<(Vec<Found>, usize)> {
        let tolls = |kind: usize, prices: &Prices| self.rows.tolls(&self.graphs[kind], kind, prices);
        let own: Vec<search::Tolls> = (0..self.graphs.len()).map(|kind| tolls(kind, at)).collect();
        let others: Vec<search::Tolls> = (0..self.graphs.len()).map(|kind| tolls(kind, real)).collect();
        let (roads, remembered, grain, stop) = (&self.roads, &self.remembered, self.grain, self.stop);
        let search = |kind: usize| {
            Search::new(&roads[kind], &own[kind], &remembered[kind], grain, stop)?.run(TAKEN, stop)
        };
        let found = (0..roads.len()).into_par_iter().map(search).collect::<Option<Vec<Found>>>()?;
        let saved: Vec<f64> = found.iter().map(|found| found.least).collect();
        let bound = self.rows.worth(at, &saved);
        if bound > self.best {
            self.best = bound;
            self.center = at.clone();
            self.towards = (self.towards * LONGER).min(TOWARDS);
        } else {
            self.towards = (self.towards * SHORTER).max(LEAST);
        }
        let mut added = 0;
        for (kind, found) in found.iter().enumerate() {
            let fixed = self.graphs[kind].fixed;
            for (reduced, path) in &found.days {
                let paid = |tolls: &search::Tolls| -> f64 {
                    path.iter().filter_map(|&stop| tolls.paid.get(stop as usize)).sum::<f64>() - tolls.begin
                };
                let cost = reduced + paid(&own[kind]) + fixed;
                let saves = cost - fixed - paid(&others[kind]) < -SAVES;
                added += usize::from(saves && self.rows.add(&self.graphs[kind], kind, path, cost));
            }
        }
        Some((found, added))
    }

    /// Remembers what the cheapest days repeat, and tells days apart more finely; `None` if
    /// that is not to be had. The LP begins anew with the days that stay possible.
    fn refine(&mut self, problem: &Problem, found: &[Found]) -> Option<()> {
        let mut grown = 0;
        for (kind, found) in found.iter().enumerate() {
            for (_, path) in &found.days {
                grown += remember(&mut self.remembered[kind], path);
            }
        }
        if grown < FEW {
            if self.grain == FINEST && grown == 0 {
                return None;
            }
            let Grain { parts, loads } = self.grain;
            self.grain = Grain { parts: (parts * 2).min(FINEST.parts), loads: (loads * 2).min(FINEST.loads) };
        }
        let before = std::mem::replace(&mut self.rows, Rows::new(problem, self.graphs)?);
        for (kind, path) in before.days() {
            let is_again = |(place, stop): (usize, &u32)| *stop != AGAIN && path[..place].contains(stop);
            if !path.iter().enumerate().any(is_again) {
                self.offer(kind, path);
            }
        }
        Some(())
    }
}

/// By node: itself and the stops nearest to it.
fn nearest(graph: &Graph) -> Vec<Bits> {
    let count = graph.nodes.len();
    let way = |from: usize, to: usize| graph.seconds(from, to).unwrap_or(i64::MAX);
    let near = |node: usize| {
        let mut others: Vec<(i64, usize)> = (0..count)
            .filter(|&other| other != node)
            .map(|other| (way(other, node).min(way(node, other)), other))
            .collect();
        others.sort_unstable();
        let mut stops = Bits::default();
        stops.insert(node);
        others.iter().take(REMEMBERED).for_each(|&(_, other)| {
            stops.insert(other);
        });
        stops
    };
    (0..count).map(near).collect()
}

/// Each stop between two visits of another one remembers that; how many are new.
fn remember(remembered: &mut [Bits], path: &Path) -> usize {
    let mut grown = 0;
    for (place, &stop) in path.iter().enumerate().filter(|(_, stop)| **stop != AGAIN) {
        let rest = &path[place + 1..];
        let Some(until) = rest.iter().position(|&other| other == stop) else { continue };
        for &between in rest[..until].iter().filter(|&&between| between != AGAIN) {
            grown += usize::from(remembered[between as usize].insert(stop as usize));
        }
    }
    grown
}
