//! Which sites to open and who serves whom, with a proven bound.
//!
//! Plants and warehouses on candidate sites: a given number of medians, sites
//! with opening costs, with or without capacities. A first siting comes from
//! a greedy choice and exchanges (`swap`, `local`), a lower bound from prices
//! of customers (`relax`, `ascend`), and branch and bound closes what lies
//! between (`tree`). `judge` computes costs again from the problem alone.
//!
//! Absent on purpose: roads, goods and money. They are in the costs.

mod ascend;
mod incumbent;
mod judge;
mod kernel;
mod knapsack;
pub mod levels;
mod local;
pub mod lrp;
mod problem;
mod relax;
mod select;
mod single;
pub mod split;
pub mod survey;
mod swap;
mod transport;
mod tree;

pub use judge::{Fault, judge};
pub use problem::{Choice, Problem, Site, Siting, Sourcing};

use crate::units::Stop;
use ascend::{Climb, Summit, climb};
use incumbent::Incumbent;
use relax::Relaxation;

#[cfg(test)]
mod tests;

/// What is known at the end.
#[derive(Clone, Debug)]
pub struct Answer {
    /// `None` if nothing feasible was found.
    pub best: Option<Siting>,
    /// No siting costs less.
    pub bound: f64,
    /// Whether `best` is proved to be best.
    pub is_optimal: bool,
    pub nodes: u64,
}

/// The long climb at the root.
const ROOT: Climb = Climb { steps: 800, boldness: 1.5, patience: 20 };

/// Solves until the answer is proved or `stop` says so.
#[must_use]
pub fn solve(problem: &Problem, stop: &dyn Stop) -> Answer {
    let mut incumbent = Incumbent::of(problem);
    incumbent.begin(stop);
    let relaxation = Relaxation::of(problem);
    let mut fixed: Vec<Choice> = problem.sites.iter().map(|site| site.choice).collect();
    let (relaxation, root) = root(relaxation, &mut fixed, &mut incumbent, stop);
    let floor = relaxation.look(&least(problem), &fixed).bound;
    let proof = tree::search(&relaxation, fixed, root, &mut incumbent, stop);
    let bound = if proof.is_done { incumbent.cost() } else { incumbent.rounded(proof.bound.max(floor)) };
    Answer { best: incumbent.best, bound, is_optimal: proof.is_done, nodes: proof.nodes }
}

fn root<'a>(
    relaxation: Relaxation<'a>,
    fixed: &mut [Choice],
    incumbent: &mut Incumbent,
    stop: &dyn Stop,
) -> (Relaxation<'a>, Summit) {
    let problem = relaxation.problem;
    let start = first_prices(problem, incumbent);
    let mut step = 0;
    let limit = incumbent.limit();
    let summit = climb(&relaxation, fixed, start, ROOT, limit, stop, &mut |sites| {
        step += 1;
        if step % 10 == 0 {
            incumbent.offer(sites);
        }
        if step % 100 == 0 && !relaxation.needs_capacity() {
            incumbent.improve_from(sites, &[], stop);
        }
        incumbent.limit()
    });
    if summit.bound >= incumbent.limit() {
        return (relaxation, summit);
    }
    let newcomers = promising(&summit, fixed);
    incumbent.improve_from(&summit.open, &newcomers, stop);
    if let Some(best) = incumbent.best.as_ref().map(|best| best.open.clone()) {
        incumbent.improve_from(&best, &newcomers, stop);
    }
    let again = Climb { steps: 300, boldness: 0.4, patience: 12 };
    let limit = incumbent.limit();
    let relaxation = relaxation.unshared();
    let summit = climb(&relaxation, fixed, summit.prices, again, limit, stop, &mut |_| f64::INFINITY);
    (relaxation, summit)
}

/// Free sites that the relaxation opens now and then, the most promising first.
fn promising(summit: &Summit, fixed: &[Choice]) -> Vec<usize> {
    let mut sites: Vec<usize> = (0..fixed.len()).filter(|&site| fixed[site] != Choice::Closed).collect();
    sites.sort_by(|&a, &b| summit.share[b].total_cmp(&summit.share[a]).then(a.cmp(&b)));
    sites.truncate(120);
    sites
}

/// The least that serving each customer costs: prices that always prove something.
fn least(problem: &Problem) -> Vec<f64> {
    let cheapest = |customer| {
        let costs = (0..problem.sites.len()).map(|site| problem.cost(site, customer));
        costs.fold(f64::INFINITY, f64::min)
    };
    (0..problem.customers()).map(cheapest).map(|cost| if cost.is_finite() { cost } else { 0.0 }).collect()
}

/// What serving each customer costs in the first siting, its part of the fixed costs included.
fn first_prices(problem: &Problem, incumbent: &Incumbent) -> Vec<f64> {
    let Some(best) = &incumbent.best else { return vec![0.0; problem.customers()] };
    let fixed: f64 = best.open.iter().map(|&site| problem.sites[site].fixed).sum();
    let per_unit = fixed / problem.total_demand().max(1e-9);
    let way = |shares: &[(usize, f64)], customer| -> f64 {
        shares.iter().map(|&(site, share)| share * problem.cost(site, customer)).sum()
    };
    let prices = best.shares.iter().enumerate();
    prices.map(|(customer, shares)| way(shares, customer) + per_unit * problem.demand[customer]).collect()
}
