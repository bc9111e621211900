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
use super::state::State;
use crate::county::{OrderId, VehicleTypeId};
use crate::lp::{Answer, Column, Limits, Program, Row, Status, master, solve};
use crate::model::Problem;
use crate::units::{Fen, Stop};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Routes that the LP begins with, and that it takes at most each time it asks the pool for more.
const FIRST: usize = if cfg!(feature = "highs") { 2_000 } else { 600 };
const MORE: usize = 500;
/// Routes in the MIP at most: what is solved in seconds; and where no clock ends it.
const MIP_ROUTES: usize = if cfg!(feature = "highs") { 800 } else { 150 };
const MIP_ROUTES_UNTIMED: usize = if cfg!(feature = "highs") { 400 } else { 150 };
/// Relative gap at which the MIP ends.
const GAP: f64 = 1e-4;
/// Share of the time that the LP may take.
const LP_SHARE: f64 = 0.6;
/// How often a solver may ask whether to stop, where time does not limit it.
const LP_ASKS: u64 = 20_000;
const MIP_ASKS: u64 = 200;

/// What the pool says: the record, and the routes that were chosen.
pub fn partition(
    problem: &Problem,
    lines: &[Arc<Line>],
    best: &State,
    seconds: Option<f64>,
    stop: &dyn Stop,
) -> Option<(Partition, State)> {
    let mut chooser = Chooser::new(problem, lines, best);
    let columns = chooser.routes.len();
    let end = Patience::new(stop, seconds, u64::MAX);
    let relaxed = chooser.relax(&Patience::new(stop, seconds.map(|all| all * LP_SHARE), LP_ASKS))?;
    let most = if stop.remaining().is_some() { MIP_ROUTES } else { MIP_ROUTES_UNTIMED };
    chooser.keep_useful(&relaxed, most);
    let patience = Patience { left_over: end.left_over, ..Patience::new(stop, None, MIP_ASKS) };
    let limits = Limits { seconds: None, gap: GAP, stop: &patience };
    let chosen = solve(&chooser.program(), &limits, Some(&chooser.start()));
    let state = chosen.ok().and_then(|answer| chooser.state(&answer));
    let state = state.filter(|state| state.cost <= best.cost).unwrap_or_else(|| best.clone());
    let record = Partition {
        columns,
        lp_value: Fen::rounded(relaxed.value),
        mip_value: Fen(state.cost),
        order_prices: chooser.order_prices(&relaxed.duals),
        vehicle_worth: chooser.vehicle_worth(&relaxed.duals),
    };
    Some((record, state))
}

/// Stops a solver before the search's own limit, or, where there is none, after so many
/// questions: the solver asks at the same points each time, so the result does not depend on
/// the machine.
struct Patience<'s> {
    stop: &'s dyn Stop,
    /// Seconds of the search's limit that are not for this.
    left_over: f64,
    asks: AtomicU64,
    most: u64,
}

impl<'s> Patience<'s> {
    fn new(stop: &'s dyn Stop, seconds: Option<f64>, most: u64) -> Patience<'s> {
        let left_over = stop.remaining().zip(seconds).map_or(0.0, |(all, own)| (all - own).max(0.0));
        let most = if stop.remaining().is_some() { u64::MAX } else { most };
        Patience { stop, left_over, asks: AtomicU64::new(0), most }
    }
}

impl Stop for Patience<'_> {
    fn now(&self) -> bool {
        let asks = self.asks.fetch_add(1, Ordering::Relaxed);
        asks >= self.most || self.stop.now() || self.remaining().is_some_and(|left| left <= 0.0)
    }

    fn remaining(&self) -> Option<f64> {
        self.stop.remaining().map(|left| (left - self.left_over).max(0.0))
    }
}

/// The LP over the pool.
struct Relaxed {
    value: f64,
    /// By row; empty where the solver gives none.
    duals: Vec<f64>,
    /// Routes that the LP uses.
    used: Vec<usize>,
}

struct Chooser<'a> {
    problem: &'a Problem,
    /// Whose orders and vehicles these are.
    best: &'a State,
    routes: Vec<Arc<Line>>,
    /// By order: its row; those of other parts have none.
    row_of: Vec<usize>,
}

impl<'a> Chooser<'a> {
    /// The routes of the best solution, then those of the pool, youngest first.
    fn new(problem: &'a Problem, lines: &[Arc<Line>], best: &'a State) -> Chooser<'a> {
        let mut routes = best.lines.clone();
        let young = lines.iter().filter(|line| !best.lines.iter().any(|own| Arc::ptr_eq(own, line)));
        routes.extend(young.cloned());
        let mut row_of = vec![usize::MAX; problem.jobs.len()];
        best.orders().iter().enumerate().for_each(|(row, &order)| row_of[order as usize] = row);
        Chooser { problem, best, routes, row_of }
    }

    /// Prices of leaving out, by row.
    fn prices(&self) -> impl Iterator<Item = i64> + '_ {
        self.best.orders().iter().map(|&order| self.problem.jobs[order as usize].price_out)
    }

    fn order_prices(&self, duals: &[f64]) -> Vec<(OrderId, Fen)> {
        let rows = self.best.orders().iter().zip(duals);
        rows.map(|(&order, &dual)| (self.problem.jobs[order as usize].id, Fen::rounded(dual))).collect()
    }

    fn vehicle_worth(&self, duals: &[f64]) -> Vec<(VehicleTypeId, Fen)> {
        let rows = duals.iter().skip(self.best.orders().len());
        self.problem.kinds.iter().zip(rows).map(|(kind, &dual)| (kind.id, Fen::rounded(-dual))).collect()
    }

    /// The LP of (1) to (4) over all routes: solved over some of them, then again with those of
    /// the others whose reduced cost is negative, until there are none. `None` if not even the
    /// first is solved.
    fn relax(&self, patience: &Patience) -> Option<Relaxed> {
        let orders = self.best.orders().len();
        let column =
            |cost: i64| Column { cost: cost as f64, lower: 0.0, upper: f64::INFINITY, integer: false };
        let mut master = master();
        let empty = Chooser { routes: Vec::new(), row_of: Vec::new(), ..*self };
        for row in empty.program().rows {
            master.add_row(Row { entries: Vec::new(), ..row }).ok()?;
        }
        for (row, price) in self.prices().enumerate() {
            master.add_column(column(price), &[(row, 1.0)]).ok()?;
        }
        let mut asked: Vec<usize> = Vec::new();
        let mut is_asked = vec![false; self.routes.len()];
        let mut more: Vec<usize> = (0..self.routes.len().min(FIRST)).collect();
        let limits = Limits { seconds: None, gap: 0.0, stop: patience };
        let mut relaxed = None;
        while !more.is_empty() {
            for &route in &more {
                let entries: Vec<(usize, f64)> = self.rows_of(route).map(|row| (row, 1.0)).collect();
                master.add_column(column(self.routes[route].cost), &entries).ok()?;
                is_asked[route] = true;
            }
            asked.append(&mut more);
            let answer = master.solve(&limits).ok().filter(|answer| answer.status == Status::Optimal);
            let Some(answer) = answer else { return relaxed };
            let duals = answer.duals.unwrap_or_default();
            let used = asked.iter().zip(&answer.values[orders..]).filter(|&(_, &value)| value > 1e-6);
            let used = used.map(|(&route, _)| route).collect();
            if !duals.is_empty() {
                let others = (0..self.routes.len()).filter(|&route| !is_asked[route]);
                let priced = others.map(|route| (self.reduced_cost(route, &duals), route));
                let mut cheap: Vec<(f64, usize)> = priced.filter(|&(reduced, _)| reduced < -0.5).collect();
                cheap.sort_by(|one, other| one.0.total_cmp(&other.0).then(one.1.cmp(&other.1)));
                more.extend(cheap.iter().take(MORE).map(|&(_, route)| route));
            }
            relaxed = Some(Relaxed { value: answer.objective?, duals, used });
        }
        relaxed
    }

    /// Rows of the program that a route stands in.
    fn rows_of(&self, route: usize) -> impl Iterator<Item = usize> + '_ {
        let line = &self.routes[route];
        let (rows, kinds) = (self.best.orders().len(), self.problem.kinds.len());
        let pools = self.problem.pools.iter().enumerate();
        let pools = pools.filter(|(_, (members, _))| members.contains(&line.kind));
        let orders = line.orders(self.problem).map(|order| self.row_of[order as usize]);
        orders.chain([rows + line.kind]).chain(pools.map(move |(pool, _)| rows + kinds + pool))
    }

    /// (1) to (4). Columns: the routes, then the orders left out.
    fn program(&self) -> Program {
        let column = |cost: i64| Column { cost: cost as f64, lower: 0.0, upper: 1.0, integer: true };
        let routes = self.routes.iter().map(|line| column(line.cost));
        let outs = self.prices().map(column);
        let mut rows: Vec<Row> = (0..self.best.orders().len()).map(|row| self.once(row)).collect();
        for (route, line) in self.routes.iter().enumerate() {
            for order in line.orders(self.problem) {
                rows[self.row_of[order as usize]].entries.push((route, 1.0));
            }
        }
        rows.extend((0..self.problem.kinds.len()).map(|kind| self.fleet(kind)));
        rows.extend((0..self.problem.pools.len()).map(|site| self.drivers(site)));
        Program { columns: routes.chain(outs).collect(), rows }
    }

    /// (2), without its routes.
    fn once(&self, row: usize) -> Row {
        Row { lower: 1.0, upper: 1.0, entries: vec![(self.routes.len() + row, 1.0)] }
    }

    /// (3)
    fn fleet(&self, kind: usize) -> Row {
        self.at_most(self.best.room(kind), |line| line.kind == kind)
    }

    /// (4)
    fn drivers(&self, site: usize) -> Row {
        let members = &self.problem.pools[site].0;
        self.at_most(self.best.drivers(self.problem, site), |line| members.contains(&line.kind))
    }

    fn at_most(&self, count: usize, counts: impl Fn(&Line) -> bool) -> Row {
        let routes = self.routes.iter().enumerate().filter(|(_, line)| counts(line));
        Row { lower: 0.0, upper: count as f64, entries: routes.map(|(route, _)| (route, 1.0)).collect() }
    }

    /// Drops routes whose reduced cost exceeds the gap between the best solution and the LP: they
    /// cannot be in a better choice. Of the others, those of least reduced cost stay, and always
    /// those of the best solution.
    fn keep_useful(&mut self, relaxed: &Relaxed, most: usize) {
        let best = self.best;
        let gap = best.cost as f64 - relaxed.value;
        let mut own = vec![false; self.routes.len()];
        own[..best.lines.len()].fill(true);
        relaxed.used.iter().for_each(|&route| own[route] = true);
        let reduced = |route: usize| if own[route] { 0.0 } else { self.reduced_cost(route, &relaxed.duals) };
        let mut useful: Vec<(f64, usize)> = (0..self.routes.len())
            .map(|route| (reduced(route), route))
            .filter(|&(reduced, _)| reduced <= gap + 1.0)
            .collect();
        useful.sort_by(|one, other| one.0.total_cmp(&other.0).then(one.1.cmp(&other.1)));
        useful.truncate(most.max(best.lines.len()));
        useful.sort_by_key(|&(_, route)| route);
        self.routes = useful.into_iter().map(|(_, route)| Arc::clone(&self.routes[route])).collect();
    }

    /// 0 where there are no prices.
    fn reduced_cost(&self, route: usize, duals: &[f64]) -> f64 {
        if duals.is_empty() {
            return 0.0;
        }
        self.routes[route].cost as f64 - self.rows_of(route).map(|row| duals[row]).sum::<f64>()
    }

    /// The best solution as values; empty if not all of its routes are here.
    fn start(&self) -> Vec<f64> {
        let best = self.best;
        let mut values = vec![0.0; self.routes.len() + self.best.orders().len()];
        for (route, line) in self.routes.iter().enumerate() {
            values[route] = f64::from(u8::from(best.lines.iter().any(|own| Arc::ptr_eq(own, line))));
        }
        for order in best.absent() {
            values[self.routes.len() + self.row_of[order as usize]] = 1.0;
        }
        values
    }

    fn state(&self, answer: &Answer) -> Option<State> {
        answer.objective?;
        let mut state = self.best.emptied(self.problem);
        for (route, line) in self.routes.iter().enumerate() {
            if answer.values[route] > 0.5 {
                state.add(self.problem, Arc::clone(line));
            }
        }
        Some(state)
    }
}
