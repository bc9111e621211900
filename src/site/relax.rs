//! A lower bound from prices of customers (Lagrangian relaxation).
//!
//! ```text
//! sets      I customers, J sites
//! data      c[i,j] cost of serving i from j, f[j] of opening j, d[i] demand, s[j] capacity
//! (R1)      min  sum_ij c[i,j] x[i,j] + sum_j f[j] y[j]
//! (R2)      sum_j x[i,j] = 1                    price u[i]
//! (R3)      x[i,j] <= y[j]
//! (R4)      sum_i d[i] x[i,j] <= s[j] y[j]
//! (R5)      low <= sum_j y[j] <= high,  sum_j s[j] y[j] >= sum_i d[i]
//! (R6)      L(u) = sum_i u[i] + min over y of sum_j v[j] y[j]  subject to (R5)
//! (R7)      v[j] = f[j] + min sum_i (c[i,j] - u[i]) x[i,j]  subject to (R4), 0 <= x <= 1
//! ```
//!
//! `L(u)` is a lower bound for any `u`: it is computed here from the prices
//! alone and no solver is believed. (R5) follows from the others and makes
//! the bound better than that of the linear program.

use super::knapsack::{self, Item};
use super::problem::{Choice, Problem, Sourcing};
use super::select::{Chosen, Menu, choose};
use rayon::prelude::*;

/// A problem with what the relaxation needs of it.
pub struct Relaxation<'a> {
    pub problem: &'a Problem,
    is_capacitated: bool,
    /// Whether (R7) keeps customers whole.
    is_unshared: bool,
    /// The fewest sites that could be open.
    low: usize,
    /// Whether the count of (R5) says all that capacities do.
    by_count: bool,
}

/// What prices prove and which sites they open.
pub struct Looked {
    pub bound: f64,
    /// The sites that are open in the relaxed solution.
    pub open: Vec<usize>,
    /// How much of each customer they serve.
    pub served: Vec<f64>,
    /// (R7) of each free site.
    values: Vec<f64>,
    chosen: Chosen,
    free: Vec<usize>,
    /// Everything in the bound but the choice of free sites.
    rest: f64,
}

/// Work that is worth several threads.
const MUCH: usize = 200_000;

/// Share of the numbers added up that a bound gives away for rounding.
const ROUNDING: f64 = 1e-10;

impl<'a> Relaxation<'a> {
    #[must_use]
    pub fn of(problem: &'a Problem) -> Relaxation<'a> {
        let usable = problem.sites.iter().filter(|site| site.choice != Choice::Closed);
        let mut sizes: Vec<f64> = usable.map(|site| site.capacity).collect();
        sizes.sort_unstable_by(|a, b| b.total_cmp(a));
        let by_count = sizes.first() == sizes.last();
        let mut left = problem.total_demand() * (1.0 - super::problem::SLACK);
        let enough = sizes.iter().take_while(|size| {
            let is_short = left > 0.0;
            left -= **size;
            is_short
        });
        let low = problem.count.0.max(enough.count());
        Relaxation { problem, is_capacitated: problem.is_capacitated(), is_unshared: false, low, by_count }
    }

    /// The same with customers whole in (R7), where they have to be: slower, and a better bound.
    #[must_use]
    pub fn unshared(self) -> Relaxation<'a> {
        let is_unshared = self.is_capacitated && self.problem.sourcing == Sourcing::Single;
        Relaxation { is_unshared, ..self }
    }

    /// Evaluates (R6) with some sites fixed.
    #[must_use]
    pub fn look(&self, prices: &[f64], fixed: &[Choice]) -> Looked {
        let problem = self.problem;
        let free: Vec<usize> = (0..fixed.len()).filter(|&site| fixed[site] == Choice::Free).collect();
        let open: Vec<usize> = (0..fixed.len()).filter(|&site| fixed[site] == Choice::Open).collect();
        let values = self.values(prices, &free);
        let forced: f64 = self.values(prices, &open).iter().sum();
        let capacity: Vec<f64> = free.iter().map(|&site| problem.sites[site].capacity).collect();
        let held: f64 = open.iter().map(|&site| problem.sites[site].capacity).sum();
        let need = problem.total_demand() * (1.0 - super::problem::SLACK) - held;
        let menu = Menu {
            values: &values,
            capacity: &capacity,
            low: self.low.saturating_sub(open.len()),
            high: problem.count.1.saturating_sub(open.len()),
            need: if self.by_count { 0.0 } else { need },
        };
        let mut chosen = choose(&menu);
        if open.len() > problem.count.1 {
            chosen.value = f64::INFINITY;
        }
        let paid: f64 = prices.iter().sum();
        let size: f64 =
            prices.iter().map(|price| price.abs()).sum::<f64>() + forced.abs() + chosen.value.abs();
        let rest = paid + forced - if size.is_finite() { size * ROUNDING } else { 0.0 };
        let mut all = open;
        all.extend(free.iter().zip(&chosen.takes).filter(|(_, takes)| **takes).map(|(&site, _)| site));
        let served = self.served(prices, &all);
        Looked { bound: rest + chosen.value, open: all, served, values, chosen, free, rest }
    }

    fn values(&self, prices: &[f64], sites: &[usize]) -> Vec<f64> {
        let value = |&site: &usize| self.value(prices, site);
        if sites.len() * prices.len() >= MUCH {
            sites.par_iter().with_min_len(16).map(value).collect()
        } else {
            sites.iter().map(value).collect()
        }
    }

    /// (R7).
    fn value(&self, prices: &[f64], site: usize) -> f64 {
        let fixed = self.problem.sites[site].fixed;
        let room = self.problem.sites[site].capacity;
        if room.is_infinite() {
            return fixed + sum_of_gains(self.problem.row(site), prices);
        }
        let mut wanted = Vec::with_capacity(64);
        let (sum, load) = self.wanted(prices, site, &mut wanted);
        if load <= room {
            return fixed + sum;
        }
        knapsack::sort(&mut wanted);
        fixed
            + if self.is_unshared {
                knapsack::whole(&wanted, room).0
            } else {
                knapsack::share(&wanted, room, |_, _| {})
            }
    }

    /// Customers that this site would gain by, all their gains and all their demand.
    fn wanted(&self, prices: &[f64], site: usize, into: &mut Vec<Item>) -> (f64, f64) {
        let room = self.problem.sites[site].capacity;
        let (mut sum, mut load) = (0.0, 0.0);
        for (customer, (&cost, &price)) in self.problem.row(site).iter().zip(prices).enumerate() {
            let gain = cost - price;
            let demand = self.problem.demand[customer];
            if gain < 0.0 && !(self.is_unshared && demand > room) {
                into.push(Item { gain, demand, customer: customer as u32 });
                sum += gain;
                load += demand;
            }
        }
        (sum, load)
    }

    fn served(&self, prices: &[f64], open: &[usize]) -> Vec<f64> {
        let mut served = vec![0.0; prices.len()];
        let mut wanted = Vec::new();
        for &site in open {
            wanted.clear();
            let room = self.problem.sites[site].capacity;
            if self.wanted(prices, site, &mut wanted).1 <= room {
                wanted.iter().for_each(|item| served[item.customer as usize] += 1.0);
                continue;
            }
            knapsack::sort(&mut wanted);
            if self.is_unshared {
                knapsack::whole(&wanted, room)
                    .1
                    .into_iter()
                    .for_each(|customer| served[customer as usize] += 1.0);
            } else {
                knapsack::share(&wanted, room, |item, share| served[item.customer as usize] += share);
            }
        }
        served
    }

    /// How much more than its value in (R7) a site costs at least that serves a customer, by customer.
    #[must_use]
    pub fn extras(&self, prices: &[f64], site: usize) -> Vec<f64> {
        let mut wanted = Vec::new();
        let room = self.problem.sites[site].capacity;
        let is_full = self.wanted(prices, site, &mut wanted).1 > room;
        knapsack::sort(&mut wanted);
        let mut last = None;
        let shared =
            self.problem.sites[site].fixed + knapsack::share(&wanted, room, |item, _| last = Some(*item));
        let full = last.filter(|_| is_full).map_or(0.0, |item| item.gain / item.demand);
        let lost = if self.is_unshared { shared - self.value(prices, site) } else { 0.0 };
        let extra =
            |customer: usize, cost: f64| cost - prices[customer] - self.problem.demand[customer] * full;
        let row = self.problem.row(site).iter().enumerate();
        row.map(|(customer, &cost)| lost.min(0.0) + extra(customer, cost).max(0.0)).collect()
    }

    /// The fewest sites that can be open.
    #[must_use]
    pub fn low(&self) -> usize {
        self.low
    }

    #[must_use]
    pub fn needs_capacity(&self) -> bool {
        self.is_capacitated
    }
}

impl Looked {
    /// Fixes free sites whose other choice would cost `limit` or more; how many.
    pub fn fix(&self, problem: &Problem, limit: f64, fixed: &mut [Choice]) -> usize {
        let mut count = 0;
        for (at, &site) in self.free.iter().enumerate() {
            let (value, capacity) = (self.values[at], problem.sites[site].capacity);
            if self.rest + self.chosen.opened(value, capacity) >= limit {
                fixed[site] = Choice::Closed;
                count += 1;
            } else if self.rest + self.chosen.closed(value, capacity) >= limit {
                fixed[site] = Choice::Open;
                count += 1;
            }
        }
        count
    }

    /// The bound with this site open.
    #[must_use]
    pub fn with_open(&self, problem: &Problem, site: usize) -> f64 {
        match self.free.binary_search(&site) {
            Ok(at) => self.rest + self.chosen.opened(self.values[at], problem.sites[site].capacity),
            Err(_) => self.bound,
        }
    }

    /// How much worse than the best the relaxed solution gets when this free site's choice is turned.
    pub fn turning(&self, problem: &Problem) -> impl Iterator<Item = (usize, f64)> + '_ {
        let capacities: Vec<f64> = self.free.iter().map(|&site| problem.sites[site].capacity).collect();
        self.free.iter().enumerate().map(move |(at, &site)| {
            let (value, capacity) = (self.values[at], capacities[at]);
            let turned = if self.chosen.takes[at] {
                self.chosen.closed(value, capacity)
            } else {
                self.chosen.opened(value, capacity)
            };
            (site, turned - self.chosen.value)
        })
    }
}

/// `sum of min(0, cost - price)`, four sums side by side.
fn sum_of_gains(row: &[f64], prices: &[f64]) -> f64 {
    let mut sums = [0.0; 4];
    let (rows, prices) = (row.chunks_exact(4), prices.chunks_exact(4));
    let (row_tail, price_tail) = (rows.remainder(), prices.remainder());
    for (cost, price) in rows.zip(prices) {
        for lane in 0..4 {
            sums[lane] += (cost[lane] - price[lane]).min(0.0);
        }
    }
    let tail: f64 = row_tail.iter().zip(price_tail).map(|(cost, price)| (cost - price).min(0.0)).sum();
    sums.iter().sum::<f64>() + tail
}
