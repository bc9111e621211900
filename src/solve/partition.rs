//! Which routes of the pool together: set partitioning.
//!
//! sets      O orders, R routes of the pool (each one vehicle's day), K vehicle types, S start sites
//! data      c[r]   cost of route r, spoilage included (fen)
//!           p[o]   price of leaving order o out (fen)
//! decide    x[r] in {0,1}   route r is driven
//!           z[o] in {0,1}   order o is left out
//! minimise  sum c[r] x[r] + sum p[o] z[o]                            (1)
//! such that sum over r serving o of x[r] + z[o] = 1     each o       (2) once
//!           sum over r of type k of x[r] <= count[k]    each k       (3) fleet
//!           sum over r from site s of x[r] <= drivers[s] each s      (4) drivers
//!
//! The LP relaxation gives prices. The MIP is solved over the routes whose
//! reduced cost is small enough to be of use. The LP value is a bound over the
//! pool only, not of the day.
//!
//! Source: Balinski and Quandt (1964), On an integer program for a delivery
//! problem, Operations Research 12(2), doi:10.1287/opre.12.2.300.

use super::Partition;
use super::line::Line;
use super::pool::Pool;
use super::state::State;
use crate::county::{OrderId, VehicleTypeId};
use crate::lp::{Answer, Column, Limits, Program, Row, Status, solve};
use crate::model::Problem;
use crate::units::{Fen, Stop};
use std::sync::Arc;

/// Routes in the LP and in the MIP at most: what is solved in seconds.
const LP_ROUTES: usize = if cfg!(feature = "highs") { 8_000 } else { 600 };
const MIP_ROUTES: usize = if cfg!(feature = "highs") { 2_500 } else { 150 };
/// Relative gap at which the MIP ends.
const GAP: f64 = 1e-4;

/// What the pool says: the record, and the routes that were chosen.
pub fn partition(
    problem: &Problem,
    pool: &Pool,
    best: &State,
    seconds: Option<f64>,
    stop: &dyn Stop,
) -> Option<(Partition, State)> {
    let mut chooser = Chooser::new(problem, pool, best);
    let columns = chooser.routes.len();
    let limits = Limits { seconds, gap: GAP, stop };
    let relaxed = solve(&chooser.program(false), &limits, None).ok()?;
    let lp_value = relaxed.objective.filter(|_| relaxed.status == Status::Optimal)?;
    let duals = relaxed.duals.clone().unwrap_or_default();
    let record = |mip_value: i64| Partition {
        columns,
        lp_value: Fen::rounded(lp_value),
        mip_value: Fen(mip_value),
        order_prices: order_prices(problem, &duals),
        vehicle_worth: vehicle_worth(problem, &duals),
    };
    chooser.keep_useful(&duals, &relaxed, best);
    let chosen = solve(&chooser.program(true), &limits, Some(&chooser.start(best)));
    let state = chosen.ok().and_then(|answer| chooser.state(&answer));
    let state = state.filter(|state| state.cost <= best.cost).unwrap_or_else(|| best.clone());
    Some((record(state.cost), state))
}

fn order_prices(problem: &Problem, duals: &[f64]) -> Vec<(OrderId, Fen)> {
    problem.jobs.iter().zip(duals).map(|(job, &dual)| (job.id, Fen::rounded(dual))).collect()
}

fn vehicle_worth(problem: &Problem, duals: &[f64]) -> Vec<(VehicleTypeId, Fen)> {
    let rows = duals.iter().skip(problem.jobs.len());
    problem.kinds.iter().zip(rows).map(|(kind, &dual)| (kind.id, Fen::rounded(-dual))).collect()
}

struct Chooser<'a> {
    problem: &'a Problem,
    routes: Vec<Arc<Line>>,
}

impl<'a> Chooser<'a> {
    /// The routes of the best solution, and the youngest of the pool.
    fn new(problem: &'a Problem, pool: &Pool, best: &State) -> Chooser<'a> {
        let mut routes = best.lines.clone();
        let young =
            pool.lines().iter().rev().filter(|line| !best.lines.iter().any(|own| Arc::ptr_eq(own, line)));
        routes.extend(young.take(LP_ROUTES).cloned());
        Chooser { problem, routes }
    }

    /// (1) to (4). Columns: the routes, then the orders left out.
    fn program(&self, integer: bool) -> Program {
        let jobs = &self.problem.jobs;
        let column = |cost: i64| Column { cost: cost as f64, lower: 0.0, upper: 1.0, integer };
        let routes = self.routes.iter().map(|line| column(line.cost));
        let outs = jobs.iter().map(|job| column(job.price_out));
        let mut rows: Vec<Row> = (0..jobs.len()).map(|order| self.once(order)).collect();
        for (route, line) in self.routes.iter().enumerate() {
            for order in line.orders(self.problem) {
                rows[order as usize].entries.push((route, 1.0));
            }
        }
        rows.extend((0..self.problem.kinds.len()).map(|kind| self.fleet(kind)));
        rows.extend((0..self.problem.pools.len()).map(|site| self.drivers(site)));
        Program { columns: routes.chain(outs).collect(), rows }
    }

    /// (2), without its routes.
    fn once(&self, order: usize) -> Row {
        Row { lower: 1.0, upper: 1.0, entries: vec![(self.routes.len() + order, 1.0)] }
    }

    /// (3)
    fn fleet(&self, kind: usize) -> Row {
        self.at_most(self.problem.kinds[kind].count, |line| line.kind == kind)
    }

    /// (4)
    fn drivers(&self, site: usize) -> Row {
        let (members, drivers) = &self.problem.pools[site];
        self.at_most(*drivers, |line| members.contains(&line.kind))
    }

    fn at_most(&self, count: usize, counts: impl Fn(&Line) -> bool) -> Row {
        let routes = self.routes.iter().enumerate().filter(|(_, line)| counts(line));
        Row { lower: 0.0, upper: count as f64, entries: routes.map(|(route, _)| (route, 1.0)).collect() }
    }

    /// Drops routes whose reduced cost exceeds the gap between the best solution and the LP: they
    /// cannot be in a better choice. Of the others, those of least reduced cost stay, and always
    /// those of the best solution.
    fn keep_useful(&mut self, duals: &[f64], relaxed: &Answer, best: &State) {
        let gap = best.cost as f64 - relaxed.objective.unwrap_or(0.0);
        let own = |route: usize| route < best.lines.len() || relaxed.values[route] > 1e-6;
        let mut useful: Vec<(f64, usize)> = (0..self.routes.len())
            .map(|route| (if own(route) { 0.0 } else { self.reduced_cost(route, duals) }, route))
            .filter(|&(reduced, _)| reduced <= gap + 1.0)
            .collect();
        useful.sort_by(|one, other| one.0.total_cmp(&other.0).then(one.1.cmp(&other.1)));
        useful.truncate(MIP_ROUTES);
        useful.sort_by_key(|&(_, route)| route);
        self.routes = useful.into_iter().map(|(_, route)| Arc::clone(&self.routes[route])).collect();
    }

    fn reduced_cost(&self, route: usize, duals: &[f64]) -> f64 {
        if duals.is_empty() {
            return 0.0;
        }
        let line = &self.routes[route];
        let orders: f64 = line.orders(self.problem).map(|order| duals[order as usize]).sum();
        let fleet = self.problem.jobs.len() + line.kind;
        let sites = self.problem.jobs.len() + self.problem.kinds.len();
        let pools = self.problem.pools.iter().enumerate();
        let pools = pools.filter(|(_, (members, _))| members.contains(&line.kind));
        let drivers: f64 = pools.map(|(site, _)| duals[sites + site]).sum();
        line.cost as f64 - orders - duals[fleet] - drivers
    }

    /// The best solution as values; empty if not all of its routes are here.
    fn start(&self, best: &State) -> Vec<f64> {
        let mut values = vec![0.0; self.routes.len() + self.problem.jobs.len()];
        for (route, line) in self.routes.iter().enumerate() {
            values[route] = f64::from(u8::from(best.lines.iter().any(|own| Arc::ptr_eq(own, line))));
        }
        for order in best.absent() {
            values[self.routes.len() + order as usize] = 1.0;
        }
        values
    }

    fn state(&self, answer: &Answer) -> Option<State> {
        answer.objective?;
        let mut state = State::empty(self.problem);
        for (route, line) in self.routes.iter().enumerate() {
            if answer.values[route] > 0.5 {
                state.add(self.problem, Arc::clone(line));
            }
        }
        Some(state)
    }
}
