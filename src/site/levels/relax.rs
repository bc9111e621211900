//! A lower bound from prices of customers (Lagrangian relaxation).
//!
//! ```text
//! sets      I customers, A alternatives, R resources; site(a), hub(a)
//! data      c[i,a] cost of serving i from a, f[a] of opening a, q[i,r] use, s[a,r] room
//! (L1)      min  sum c[i,a] x[i,a] + sum f[a] y[a]
//! (L2)      sum_a x[i,a] = 1                          price u[i]
//! (L3)      x[i,a] <= y[a]
//! (L4)      sum_i q[i,r] x[i,a] <= s[a,r] y[a]
//! (L5)      sum over a of one site y[a] <= 1,  y[a] <= sum over b of hub(a) y[b]
//! (L6)      required, forbidden and exclusive sites, number of sites
//! (L7)      sum_a spend[a] y[a] <= B                  price l >= 0
//! (L11)     sum over far pairs of group g of x[i,a] <= F[g]    price m[g] >= 0; then m[g] is part of c[i,a]
//! (L8)      L(u, l, m) = sum u[i] - l B - sum m[g] F[g] + min over y of sum v[a] y[a]   subject to (L5), (L6), (L10)
//! (L9)      v[a] = f[a] + l spend[a] + min sum (c[i,a] - u[i]) x[i]  subject to one row of (L4)
//! ```
//!
//! (L10) what open hubs hold together is no less than what all customers use,
//! which follows from (L4) of hubs. Left out are what each hub holds, and all rows of (L4) but the one that
//! is exceeded most: leaving rows out can only lower the bound. It is added
//! up from the prices alone.

use super::choose::{Chosen, Feeding, choose};
use super::problem::{Levels, Sides, Siting};
use rayon::prelude::*;

pub struct Relaxation<'a> {
    pub levels: &'a Levels,
    feeding: Feeding,
    /// Rows of costs that usable alternatives have, each with them.
    rows: Vec<(usize, Vec<usize>)>,
}

/// What prices prove.
pub struct Looked {
    pub bound: f64,
    /// Open alternatives of the relaxed solution.
    pub open: Vec<usize>,
    /// How much of each customer they serve.
    pub served: Vec<f64>,
    /// What they spend.
    pub spent: f64,
    /// By group: how many customers are served from afar.
    pub far: Vec<f64>,
}

/// Share of the numbers added up that a bound gives away for rounding.
const ROUNDING: f64 = 1e-10;

impl<'a> Relaxation<'a> {
    #[must_use]
    pub fn of(levels: &'a Levels) -> Relaxation<'a> {
        let mut by_row = std::collections::BTreeMap::<usize, Vec<usize>>::new();
        for at in levels.usable() {
            by_row.entry(levels.alternatives[at].row).or_default().push(at);
        }
        Relaxation { levels, feeding: Feeding::of(levels), rows: by_row.into_iter().collect() }
    }

    /// Evaluates (L8).
    #[must_use]
    pub fn look(&self, prices: &[f64], sides: &Sides) -> Looked {
        let values = self.values(prices, sides);
        let chosen = choose(self.levels, &self.feeding, &values, None);
        let bound = self.bound(prices, sides, &chosen);
        let mut served = vec![0.0; self.levels.customers];
        let mut far = vec![0.0; sides.far.len()];
        for &at in &chosen.open {
            self.serve(prices, sides, at, |customer, share| {
                served[customer] += share;
                self.levels.far(at, customer).into_iter().for_each(|group| far[group] += share);
            });
        }
        let spent = chosen.open.iter().map(|&at| self.levels.alternatives[at].spend).sum();
        Looked { bound, open: chosen.open, served, spent, far }
    }

    fn bound(&self, prices: &[f64], sides: &Sides, chosen: &Chosen) -> f64 {
        let paid: f64 = prices.iter().sum();
        let size = prices.iter().map(|price| price.abs()).sum::<f64>() + chosen.value.abs();
        let limits = self.levels.coverage.iter().flat_map(|coverage| &coverage.most);
        let limits: f64 = limits.zip(&sides.far).map(|(most, price)| most * price).sum();
        let budget = self.levels.budget.map_or(0.0, |budget| budget * sides.budget) + limits;
        let rounding = if size.is_finite() { (size + budget.abs()) * ROUNDING } else { 0.0 };
        paid - budget + chosen.value - rounding
    }

    /// For each alternative, how much a siting that has it costs above the bound at least.
    #[must_use]
    pub fn excess(&self, prices: &[f64], sides: &Sides, best: Option<&Siting>) -> Vec<f64> {
        let values = self.values(prices, sides);
        let free = choose(self.levels, &self.feeding, &values, None).value;
        let forced = |at: usize| {
            let is_open = best.is_some_and(|best| best.open.binary_search(&at).is_ok());
            let with = || choose(self.levels, &self.feeding, &values, Some(at)).value - free;
            if is_open { 0.0 } else { with().max(0.0) }
        };
        (0..self.levels.alternatives.len()).into_par_iter().map(forced).collect()
    }

    /// (L9) of all alternatives.
    fn values(&self, prices: &[f64], sides: &Sides) -> Vec<f64> {
        let by_row: Vec<Vec<f64>> = self
            .rows
            .par_iter()
            .with_min_len(4)
            .map(|(row, of)| self.row_values(prices, sides, *row, of))
            .collect();
        let mut values = vec![f64::INFINITY; self.levels.alternatives.len()];
        for ((_, of), gains) in self.rows.iter().zip(by_row) {
            for (&at, gain) in of.iter().zip(gains) {
                let own = &self.levels.alternatives[at];
                values[at] = own.fixed + sides.budget * own.spend + gain;
            }
        }
        values
    }

    /// The least `sum (c - u) x` of each of the alternatives with one row of costs.
    fn row_values(&self, prices: &[f64], sides: &Sides, row: usize, of: &[usize]) -> Vec<f64> {
        let mut wanted = Vec::new();
        let (gain, load) = self.wanted(prices, &self.levels.priced_row(row, sides), &mut wanted);
        of.iter()
            .map(|&at| match self.tightest(at, &load) {
                None => gain,
                Some(resource) => self.share(&mut wanted, resource, at, |_, _| {}),
            })
            .collect()
    }

    /// Customers that would gain, all their gain, and all that they use.
    fn wanted(&self, prices: &[f64], costs: &[f64], wanted: &mut Vec<(f64, u32)>) -> (f64, Vec<f64>) {
        let mut load = vec![0.0; self.levels.resources];
        let mut sum = 0.0;
        for (customer, (&cost, &price)) in costs.iter().zip(prices).enumerate() {
            let gain = cost - price;
            if gain < 0.0 {
                sum += gain;
                wanted.push((gain, customer as u32));
                load.iter_mut().zip(self.levels.uses(customer)).for_each(|(load, uses)| *load += uses);
            }
        }
        (sum, load)
    }

    /// The resource that is exceeded most.
    fn tightest(&self, at: usize, load: &[f64]) -> Option<usize> {
        let room = &self.levels.alternatives[at].capacity;
        let over = |resource: usize| load[resource] / room[resource].max(1e-300);
        let most = (0..load.len()).filter(|&resource| load[resource] > room[resource]);
        most.max_by(|&a, &b| over(a).total_cmp(&over(b)))
    }

    /// Takes what gains most per use of a resource, the last in part.
    fn share(
        &self,
        wanted: &mut [(f64, u32)],
        resource: usize,
        at: usize,
        mut take: impl FnMut(usize, f64),
    ) -> f64 {
        let uses = |customer: u32| self.levels.uses(customer as usize)[resource];
        let rank = |it: &(f64, u32)| if uses(it.1) > 0.0 { it.0 / uses(it.1) } else { f64::NEG_INFINITY };
        wanted.sort_unstable_by(|a, b| rank(a).total_cmp(&rank(b)).then(a.1.cmp(&b.1)));
        let (mut left, mut value) = (self.levels.alternatives[at].capacity[resource], 0.0);
        for &(gain, customer) in wanted.iter() {
            let need = uses(customer);
            let share = if need <= left { 1.0 } else { (left / need).max(0.0) };
            left -= need;
            value += gain * share;
            take(customer as usize, share);
            if left <= 0.0 {
                break;
            }
        }
        value
    }

    fn serve(&self, prices: &[f64], sides: &Sides, at: usize, mut serve: impl FnMut(usize, f64)) {
        let mut wanted = Vec::new();
        let costs = self.levels.priced_row(self.levels.alternatives[at].row, sides);
        let (_, load) = self.wanted(prices, &costs, &mut wanted);
        match self.tightest(at, &load) {
            None => wanted.iter().for_each(|it| serve(it.1 as usize, 1.0)),
            Some(resource) => {
                self.share(&mut wanted, resource, at, serve);
            }
        }
    }
}
