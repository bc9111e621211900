//! The LP over the days found so far, and what its prices prove.

use super::search::{AGAIN, Path, Tolls};
use crate::bound::graph::Graph;
use crate::bound::master::{left_out, mix};
use crate::lp::{Column, Limits, Master, Row, Status, master};
use crate::model::{Job, Problem};
use crate::units::Stop;
use std::collections::BTreeMap;

/// What the rows are worth, all of it 0 or more.
#[derive(Clone, Debug)]
pub struct Prices {
    /// By task.
    pub orders: Vec<f64>,
    /// By vehicle type: of one more.
    pub vehicles: Vec<f64>,
    /// By pool of drivers.
    pub drivers: Vec<f64>,
}

impl Prices {
    /// Nothing is worth anything.
    pub fn nothing(problem: &Problem) -> Prices {
        let none = |count: usize| vec![0.0; count];
        Prices {
            orders: none(problem.tasks.len()),
            vehicles: none(problem.kinds.len()),
            drivers: none(problem.pools.len()),
        }
    }

    /// A share of the way from these prices to others.
    pub fn towards(&self, others: &Prices, share: f64) -> Prices {
        let go = |own: &[f64], others: &[f64]| mix(own, others, share);
        Prices {
            orders: go(&self.orders, &others.orders),
            vehicles: go(&self.vehicles, &others.vehicles),
            drivers: go(&self.drivers, &others.drivers),
        }
    }

    pub fn of_order(&self, job: &Job) -> f64 {
        job.tasks().map(|task| self.orders[task.index()]).sum()
    }
}

/// The LP.
pub struct Rows {
    lp: Box<dyn Master>,
    /// The least that each day costs there.
    known: BTreeMap<(usize, Path), f64>,
    tasks: usize,
    /// By vehicle type: how many can leave.
    counts: Vec<f64>,
    pools: Vec<(Vec<usize>, usize)>,
    /// By order: its tasks, and the price of leaving it out.
    left_out: Vec<(Vec<usize>, f64)>,
}

impl Rows {
    /// `None` if the solver refuses the first rows.
    pub fn new(problem: &Problem, graphs: &[Graph]) -> Option<Rows> {
        let mut rows = Rows {
            lp: master(),
            known: BTreeMap::new(),
            tasks: problem.tasks.len(),
            counts: graphs.iter().map(|graph| graph.count.min(graph.nodes.len()) as f64).collect(),
            pools: problem.pools.clone(),
            left_out: left_out(problem, graphs),
        };
        rows.lay_out().map(|()| rows)
    }

    /// Rows by task, by vehicle type and by pool of drivers; columns of orders left out.
    fn lay_out(&mut self) -> Option<()> {
        let limits = self.counts.iter().copied().chain(self.pools.iter().map(|pool| pool.1 as f64));
        let limits = limits.map(|most| (f64::NEG_INFINITY, most));
        let sides: Vec<(f64, f64)> =
            std::iter::repeat_n((1.0, f64::INFINITY), self.tasks).chain(limits).collect();
        for (lower, upper) in sides {
            self.lp.add_row(Row { lower, upper, entries: Vec::new() }).ok()?;
        }
        for (tasks, price) in &self.left_out {
            let entries: Vec<(usize, f64)> = tasks.iter().map(|&task| (task, 1.0)).collect();
            let column = Column { cost: *price, lower: 0.0, upper: 1.0, integer: false };
            self.lp.add_column(column, &entries).ok()?;
        }
        Some(())
    }

    /// Adds a day that costs at least so much; false if it is there and costs no more.
    pub fn add(&mut self, graph: &Graph, kind: usize, path: &Path, cost: f64) -> bool {
        let known = self.known.entry((kind, path.clone())).or_insert(f64::INFINITY);
        if cost > *known - 1.0 {
            return false;
        }
        *known = cost;
        let mut counts: BTreeMap<usize, f64> = BTreeMap::new();
        for &stop in path.iter().filter(|&&stop| stop != AGAIN) {
            *counts.entry(graph.nodes[stop as usize].row).or_default() += 1.0;
        }
        let mut entries: Vec<(usize, f64)> = counts.into_iter().collect();
        entries.push((self.tasks + kind, 1.0));
        let first = self.tasks + self.counts.len();
        let pools = self.pools.iter().enumerate().filter(|(_, (members, _))| members.contains(&kind));
        entries.extend(pools.map(|(pool, _)| (first + pool, 1.0)));
        let column = Column { cost, lower: 0.0, upper: f64::INFINITY, integer: false };
        self.lp.add_column(column, &entries).is_ok()
    }

    /// Types and stops of all days.
    pub fn days(&self) -> impl Iterator<Item = (usize, &Path)> {
        self.known.keys().map(|(kind, path)| (*kind, path))
    }

    /// The LP's cost and the worth of its rows; `None` if it was stopped or failed.
    pub fn solve(&mut self, stop: &dyn Stop) -> Option<(f64, Prices)> {
        let answer = self.lp.solve(&Limits { seconds: None, gap: 0.0, stop }).ok()?;
        if answer.status != Status::Optimal {
            return None;
        }
        let duals = answer.duals?;
        let (served, limits) = duals.split_at(self.tasks);
        let (vehicles, drivers) = limits.split_at(self.counts.len());
        // Noise of the wrong sign would break the proof.
        let price = |duals: &[f64]| duals.iter().map(|dual| (-dual).max(0.0)).collect();
        let prices = Prices {
            orders: served.iter().map(|dual| dual.max(0.0)).collect(),
            vehicles: price(vehicles),
            drivers: price(drivers),
        };
        Some((answer.objective?, prices))
    }

    pub fn tolls(&self, graph: &Graph, kind: usize, prices: &Prices) -> Tolls {
        let pools = self.pools.iter().zip(&prices.drivers);
        let drivers: f64 =
            pools.filter(|((members, _), _)| members.contains(&kind)).map(|(_, price)| price).sum();
        Tolls {
            paid: graph.nodes.iter().map(|node| prices.orders[node.row]).collect(),
            begin: graph.fixed + drivers + prices.vehicles[kind],
        }
    }

    /// The Lagrangian bound at these prices, if the cheapest day of each type saves so much (0 or
    /// less).
    pub fn worth(&self, prices: &Prices, saved: &[f64]) -> f64 {
        let served: f64 = prices.orders.iter().sum();
        let pools = self.pools.iter().zip(&prices.drivers);
        let drivers: f64 = pools.map(|((_, drivers), price)| *drivers as f64 * price).sum();
        let vehicles = self.counts.iter().zip(&prices.vehicles).zip(saved);
        let vehicles: f64 = vehicles.map(|((count, price), saved)| count * (saved.min(0.0) - price)).sum();
        let left_out = self.left_out.iter().map(|(tasks, price)| {
            let paid: f64 = tasks.iter().map(|&task| prices.orders[task]).sum();
            (price - paid).min(0.0)
        });
        served - drivers + vehicles + left_out.sum::<f64>()
    }
}
