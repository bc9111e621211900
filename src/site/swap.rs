//! Better sets of sites by opening, closing and exchanging one at a time,
//! where nobody's capacity counts.
//!
//! All exchanges with one newcomer are valued together from the nearest and
//! the second nearest open site of each customer (Whitaker 1983; Resende and
//! Werneck 2004), so a round over all pairs takes as long as reading the
//! cost table once.

use super::problem::{Choice, Problem};
use crate::units::Stop;
use rayon::prelude::*;

/// A set of open sites and what it costs to serve everybody from the nearest.
#[derive(Clone, Debug)]
pub struct Set {
    pub open: Vec<usize>,
    /// Customers out of reach count as [`Swap::far`] each.
    pub cost: f64,
}

/// The search, for one problem.
pub struct Swap<'a> {
    problem: &'a Problem,
    fixed: &'a [Choice],
    /// More than any way to serve anybody costs.
    far: f64,
}

/// Nearest and second nearest open site of a customer.
#[derive(Clone, Copy)]
struct Near {
    first: u32,
    cost: f64,
    next: f64,
}

#[derive(Clone, Copy, Debug, PartialEq)]
struct Move {
    delta: f64,
    add: Option<usize>,
    /// Index among the open sites.
    drop: Option<usize>,
}

const NOTHING: Move = Move { delta: 0.0, add: None, drop: None };

impl<'a> Swap<'a> {
    /// `fixed` says which sites must stay open or closed.
    #[must_use]
    pub fn of(problem: &'a Problem, fixed: &'a [Choice]) -> Swap<'a> {
        let finite = |cost: &&f64| cost.is_finite();
        let most = |site: usize| problem.row(site).iter().filter(finite).fold(0.0_f64, |a, &b| a.max(b));
        let largest = (0..problem.sites.len()).map(most).fold(1.0, f64::max);
        let fixed_costs: f64 = problem.sites.iter().map(|site| site.fixed).sum();
        Swap { problem, fixed, far: 2.0 * (largest * problem.customers() as f64 + fixed_costs) }
    }

    fn cost(&self, site: usize, customer: usize) -> f64 {
        self.problem.cost(site, customer).min(self.far)
    }

    /// Opens the site that helps most, again and again, from those that have to be open.
    #[must_use]
    pub fn greedy(&self, stop: &dyn Stop) -> Set {
        let open: Vec<usize> =
            (0..self.fixed.len()).filter(|&site| self.fixed[site] == Choice::Open).collect();
        let mut set = self.valued(open);
        let (low, high) = self.problem.count;
        while set.open.len() < high {
            let near = self.near(&set.open);
            let adds = self.closed(&set.open).into_par_iter().map(|site| (self.adding(&near, site), site));
            let Some((delta, site)) = adds.min_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1))) else {
                break;
            };
            if set.open.len() >= low && (delta >= 0.0 || stop.now()) {
                break;
            }
            set.open.push(site);
            set.cost += delta;
        }
        self.valued(set.open)
    }

    /// Makes the best move until none helps.
    #[must_use]
    pub fn improve(&self, mut set: Set, stop: &dyn Stop) -> Set {
        loop {
            let near = self.near(&set.open);
            let best = self.best(&set, &near);
            if best.delta >= -1e-9 * set.cost.abs().max(1.0) || stop.now() {
                return set;
            }
            if let Some(at) = best.drop {
                set.open.swap_remove(at);
            }
            set.open.extend(best.add);
            set = self.valued(set.open);
        }
    }

    /// The set with its cost, sites in order.
    #[must_use]
    pub fn valued(&self, mut open: Vec<usize>) -> Set {
        open.sort_unstable();
        let fixed: f64 = open.iter().map(|&site| self.problem.sites[site].fixed).sum();
        let cost = fixed + self.near(&open).iter().map(|near| near.cost).sum::<f64>();
        Set { open, cost }
    }

    fn near(&self, open: &[usize]) -> Vec<Near> {
        let mut near =
            vec![Near { first: u32::MAX, cost: self.far, next: self.far }; self.problem.customers()];
        for (at, &site) in open.iter().enumerate() {
            for (near, &cost) in near.iter_mut().zip(self.problem.row(site)) {
                if cost < near.cost {
                    *near = Near { first: at as u32, cost, next: near.cost };
                } else if cost < near.next {
                    near.next = cost;
                }
            }
        }
        near
    }

    fn closed(&self, open: &[usize]) -> Vec<usize> {
        let mut is_open = vec![false; self.fixed.len()];
        open.iter().for_each(|&site| is_open[site] = true);
        (0..self.fixed.len()).filter(|&site| !is_open[site] && self.fixed[site] == Choice::Free).collect()
    }

    fn adding(&self, near: &[Near], site: usize) -> f64 {
        let row = self.problem.row(site);
        let gain: f64 = near.iter().zip(row).map(|(near, &cost)| (near.cost - cost).max(0.0)).sum();
        self.problem.sites[site].fixed - gain
    }

    fn best(&self, set: &Set, near: &[Near]) -> Move {
        let (low, high) = self.problem.count;
        let mut best = NOTHING;
        if set.open.len() > low {
            best = self.dropped(set, near, None, &mut Vec::new());
        }
        let moves =
            self.closed(&set.open).into_par_iter().with_min_len(8).map_init(Vec::new, |losses, site| {
                let add = Move { delta: self.adding(near, site), add: Some(site), drop: None };
                let swap = self.dropped(set, near, Some(site), losses);
                if set.open.len() < high && add.delta <= swap.delta { add } else { swap }
            });
        let moved = moves.reduce(|| NOTHING, |a, b| if (b.delta, b.add) < (a.delta, a.add) { b } else { a });
        if moved.delta < best.delta { moved } else { best }
    }

    /// The best site to close, alone or for a newcomer.
    fn dropped(&self, set: &Set, near: &[Near], add: Option<usize>, losses: &mut Vec<f64>) -> Move {
        losses.clear();
        losses.resize(set.open.len(), 0.0);
        let mut delta = 0.0;
        for (customer, near) in near.iter().enumerate() {
            let cost = add.map_or(self.far, |site| self.cost(site, customer));
            if cost < near.cost {
                delta += cost - near.cost;
            } else if let Some(loss) = losses.get_mut(near.first as usize) {
                *loss += near.next.min(cost) - near.cost;
            }
        }
        delta += add.map_or(0.0, |site| self.problem.sites[site].fixed);
        let mut best = Move { delta: f64::INFINITY, add, drop: None };
        for (at, &site) in set.open.iter().enumerate() {
            let with = delta + losses[at] - self.problem.sites[site].fixed;
            if with < best.delta && self.fixed[site] != Choice::Open {
                best = Move { delta: with, add, drop: Some(at) };
            }
        }
        best
    }
}
