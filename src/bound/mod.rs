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

mod bits;
mod cuts;
mod days;
mod divide;
mod enumerate;
mod graph;
mod inflow;
mod label;
mod least;
mod master;
mod pricing;
mod reduced;
mod whole;
mod worth;
// The pure-Rust solver gives no prices, so there are no bounds without HiGHS.
#[cfg(all(test, feature = "highs"))]
mod tests;

use crate::county::{OrderId, VehicleTypeId};
use crate::model::Problem;
use crate::route::Route;
use crate::units::{Fen, Stop};
use cuts::Cut;
pub use divide::bound;
use graph::Graph;
use inflow::Need;
use label::Care;
use master::{Kind, Prices, Relaxed, Solved};
use pricing::{Priced, cheapest};
use rayon::prelude::*;
use reduced::Reduced;
use std::sync::atomic::{AtomicBool, Ordering};
pub use whole::Better;
use whole::Day;

/// A proof that no plan costs less.
#[derive(Clone, Debug, PartialEq)]
pub struct Bound {
    /// No solution of the problem costs less.
    pub value: Fen,
    /// The LP was solved: a longer run would not raise the value.
    pub is_complete: bool,
    /// Trips, or days, in the LP at the end.
    pub columns: usize,
    pub rounds: usize,
    /// What serving each order costs in the LP.
    pub order_prices: Vec<(OrderId, Fen)>,
    /// What one more vehicle of each type would save in the LP.
    pub vehicle_worth: Vec<(VehicleTypeId, Fen)>,
    /// Trips that the LP uses, each a round of its own, orders at most once.
    pub routes: Vec<Route>,
    /// A plan that costs less than what was enough.
    pub better: Option<Better>,
}

/// How far prices go towards those of the LP in a round.
const SMOOTHING: f64 = 0.6;
/// A trip that saves less is none, in fen.
const SAVES: f64 = 1e-4;
/// Trips taken from one pricing of one vehicle type.
const TAKEN: usize = 150;
/// All trips of better plans are looked for if the gap is no larger than this share.
const CLOSE: f64 = 0.05;
/// A better plan is put together from so many trips that the LP used.
const FEW: usize = 500;
/// They are looked for again once the gap is so much smaller.
const AGAIN: f64 = 0.7;
/// The LP of a round is solved well enough for cuts once the bound is so near, in shares of the
/// gap.
const NEAR: f64 = 0.02;
/// With so many trips the LP is slow.
const MANY: usize = 6_000;
/// Triples in the LP, most of them without a price.
const MOST_ROWS: usize = 1_500;
/// An exact pricing that needs more labels is too slow for more cuts.
const PATIENT: usize = 3_000_000;

/// With the first bound, `is_reached` becomes true.
fn by_trips(
    problem: &Problem,
    graphs: Vec<Graph>,
    seeds: &[Route],
    enough: Option<f64>,
    (stop, is_reached): (&dyn Stop, &AtomicBool),
) -> Option<Bound> {
    let mut work = Work::new(problem, graphs, (stop, is_reached))?;
    work.relaxed.fill(&work.graphs, Vec::new(), seeds, &[]);
    work.run(seeds, enough)
}

struct Work<'p> {
    problem: &'p Problem,
    graphs: Vec<Graph>,
    /// By vehicle type: the share of the day that is for ways on.
    shares: Vec<f64>,
    need: Need,
    relaxed: Relaxed,
    stop: &'p dyn Stop,
    is_reached: &'p AtomicBool,
    best: f64,
    /// Prices of the best bound.
    center: Option<Prices>,
    care: Care,
    rounds: usize,
    /// Labels of the last exact pricing.
    labels: usize,
    /// The gap at which all trips were looked for in vain.
    tried: f64,
    better: Option<Better>,
    /// Trips that LPs at the end of a round used, the latest last.
    used: Vec<Kind>,
}

impl<'p> Work<'p> {
    fn new(
        problem: &'p Problem,
        graphs: Vec<Graph>,
        (stop, is_reached): (&'p dyn Stop, &'p AtomicBool),
    ) -> Option<Work<'p>> {
        let relaxed = Relaxed::new(problem, &graphs)?;
        Some(Work {
            problem,
            shares: vec![0.5; graphs.len()],
            need: need(problem, &graphs),
            graphs,
            relaxed,
            stop,
            is_reached,
            best: f64::NEG_INFINITY,
            center: None,
            care: Care::Quick,
            rounds: 0,
            labels: 0,
            tried: f64::INFINITY,
            better: None,
            used: Vec::new(),
        })
    }

    fn run(mut self, seeds: &[Route], mut enough: Option<f64>) -> Option<Bound> {
        let mut last = None;
        let mut is_complete = false;
        while !self.stop.now() {
            let Some(solved) = self.relaxed.solve(self.stop) else { break };
            let objective = solved.objective;
            self.rounds += 1;
            let added = self.price(&solved.prices);
            let is_enough = enough.is_some_and(|enough| self.best > enough - 1.0);
            // Cuts raise the bound more than the last trips of this round would.
            let left = enough.map_or(0.0, |enough| (enough - self.best).max(0.0));
            let is_near = self.care == Care::Exact && objective - self.best < NEAR * left;
            if (added == 0 || is_near) && !is_enough && !self.stop.now() {
                if added == 0
                    && let Some(care) = self.care.next()
                {
                    self.care = care;
                } else if self.may_finish(&solved, seeds, &mut enough) && self.finish(seeds, enough).is_some()
                {
                    is_complete = true;
                    last = Some(solved);
                    break;
                } else if self.cut(&solved) {
                    self.tidy(&solved.prices, seeds);
                    self.care = Care::Quick;
                } else if added == 0 {
                    self.improve(seeds, &mut enough);
                    is_complete = self.best >= objective - 1.0 - objective.abs() * 1e-7;
                    last = Some(solved);
                    break;
                }
            }
            last = Some(solved);
            if is_enough {
                break;
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
            better: self.better.clone(),
        })
    }

    /// Adds rows that the LP's answer violates; whether there are any.
    fn cut(&mut self, solved: &Solved) -> bool {
        if self.labels > PATIENT {
            return false;
        }
        let used = self.relaxed.used(&solved.values);
        let rows = self.problem.tasks.len();
        let flow = self.relaxed.flow(&used, &solved.out);
        let mut found = inflow::inflows(&flow, &self.need);
        let triples = self.relaxed.cuts().iter().filter(|cut| matches!(cut, Cut::Triple { .. })).count();
        found.extend(cuts::triples(&used, rows, MOST_ROWS.saturating_sub(triples)));
        self.relaxed.add_cuts(found)
    }

    /// Keeps the cheapest trips where there are many.
    fn tidy(&mut self, prices: &Prices, seeds: &[Route]) -> Option<()> {
        if self.relaxed.trips() < MANY {
            return Some(());
        }
        let costs = self.relaxed.reduced_costs(prices);
        let mut sorted = costs.clone();
        let (_, limit, _) = sorted.select_nth_unstable_by(MANY / 2, f64::total_cmp);
        let kept = self.relaxed.cheaper_than(&costs, *limit);
        let mut relaxed = Relaxed::new(self.problem, &self.graphs)?;
        relaxed.fill(&self.graphs, kept, seeds, self.relaxed.cuts());
        self.relaxed = relaxed;
        Some(())
    }

    /// Whether looking for all trips may work now. A better plan is looked for first.
    fn may_finish(&mut self, solved: &Solved, seeds: &[Route], enough: &mut Option<f64>) -> bool {
        self.used.extend(self.relaxed.used_trips(&solved.values));
        let Some(known) = enough.filter(|_| self.best > f64::NEG_INFINITY) else { return false };
        let gap = known - self.best;
        if gap > self.best.abs() * CLOSE || gap >= self.tried * AGAIN {
            return false;
        }
        self.tried = gap;
        self.improve(seeds, enough);
        true
    }

    /// Puts a better plan together from trips that the LP has used.
    fn improve(&mut self, seeds: &[Route], enough: &mut Option<f64>) {
        let Some(known) = *enough else { return };
        let trips = self.used.iter().rev().take(FEW).cloned().collect();
        if let Some(better) = self.day().better(trips, self.routes(seeds), known) {
            *enough = Some(better.cost.as_f64());
            self.better = Some(better);
        }
    }

    /// Those of the best plan known.
    fn routes<'a>(&'a self, seeds: &'a [Route]) -> &'a [Route] {
        self.better.as_ref().map_or(seeds, |better| &better.routes)
    }

    fn day(&self) -> Day<'_> {
        Day {
            problem: self.problem,
            graphs: &self.graphs,
            need: &self.need,
            cuts: self.relaxed.cuts(),
            shares: &self.shares,
            stop: self.stop,
        }
    }

    /// Chooses among all trips that a better plan can have, if they are few enough.
    fn finish(&mut self, seeds: &[Route], enough: Option<f64>) -> Option<()> {
        let (known, center) = (enough?, self.center.as_ref()?);
        let proof = self.day().proof(center, self.best, known, self.routes(seeds))?;
        self.best = self.best.max(proof.value);
        self.better = proof.better.or(self.better.take());
        Some(())
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
        let (care, stop, graphs, shares) = (self.care, self.stop, &self.graphs, &self.shares);
        let cuts = self.relaxed.cuts();
        let costs = |kind: usize, prices: &Prices| Reduced::new(&graphs[kind], kind, prices, cuts);
        let price = |kind| cheapest(&graphs[kind], &costs(kind, at), care, shares[kind], TAKEN, stop);
        let found: Vec<Option<Priced>> = (0..graphs.len()).into_par_iter().map(price).collect();
        let costs: Vec<Reduced> = (0..graphs.len()).map(|kind| costs(kind, real)).collect();
        if care == Care::Exact && found.iter().all(Option::is_some) {
            let saved =
                found.iter().flatten().map(|priced| priced.trips.first().map_or(0.0, |trip| trip.reduced));
            let bound = self.relaxed.worth(at, &saved.collect::<Vec<f64>>());
            if bound > self.best {
                self.best = bound;
                self.center = Some(at.clone());
                self.is_reached.store(true, Ordering::Relaxed);
            }
        }
        let mut added = 0;
        self.labels = 0;
        for (kind, priced) in found.into_iter().enumerate() {
            let Some(priced) = priced else { continue };
            self.balance(kind, priced.labels);
            let graph = &self.graphs[kind];
            for trip in priced.trips {
                if costs[kind].trip(graph, &trip.nodes) < -SAVES && self.relaxed.add(graph, kind, &trip) {
                    added += 1;
                }
            }
        }
        added
    }

    /// The direction with more labels gets less of the day.
    fn balance(&mut self, kind: usize, (on, back): (usize, usize)) {
        self.labels += on + back;
        if self.care == Care::Exact {
            let lean = if on > back + back / 4 {
                -0.04
            } else if back > on + on / 4 {
                0.04
            } else {
                0.0
            };
            self.shares[kind] = (self.shares[kind] + lean).clamp(0.1, 0.9);
        }
    }

    fn order_prices(&self, prices: &Prices) -> Vec<(OrderId, Fen)> {
        self.problem.jobs.iter().map(|job| (job.id, Fen::rounded(prices.of_order(job)))).collect()
    }

    fn vehicle_worth(&self, prices: &Prices) -> Vec<(VehicleTypeId, Fen)> {
        let worth = |kind: usize| Fen::rounded(self.relaxed.vehicle_worth(kind, prices));
        self.problem.kinds.iter().enumerate().map(|(kind, vehicle)| (vehicle.id, worth(kind))).collect()
    }
}

/// What each task's goods need of vehicles.
fn need(problem: &Problem, graphs: &[Graph]) -> Need {
    let tasks = problem.tasks.len();
    let mut need = Need { deliver: vec![0; tasks], collect: vec![0; tasks], capacity: 0 };
    for graph in graphs {
        need.capacity = need.capacity.max(graph.capacity);
        for node in &graph.nodes {
            (need.deliver[node.row], need.collect[node.row]) = (node.deliver, node.collect);
        }
    }
    need
}
