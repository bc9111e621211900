//! The best siting so far, and what a bound has to reach to prove it best.

use super::local::{self, serve_as_asked};
use super::problem::{Choice, Problem, Siting, Sourcing};
use super::swap::Swap;
use super::transport::serve;
use crate::units::Stop;
use std::collections::HashSet;

/// Costs that differ by less, relative, count as the same where they are no whole numbers.
const SAME: f64 = 1e-8;

/// Keeps the best siting, and remembers which sets of sites were tried.
pub struct Incumbent<'a> {
    problem: &'a Problem,
    fixed: Vec<Choice>,
    pub best: Option<Siting>,
    tried: HashSet<Vec<usize>>,
    is_whole: bool,
    is_capacitated: bool,
}

impl<'a> Incumbent<'a> {
    #[must_use]
    pub fn of(problem: &'a Problem) -> Incumbent<'a> {
        Incumbent {
            problem,
            fixed: problem.sites.iter().map(|site| site.choice).collect(),
            best: None,
            tried: HashSet::new(),
            is_whole: problem.is_whole(),
            is_capacitated: problem.is_capacitated(),
        }
    }

    #[must_use]
    pub fn cost(&self) -> f64 {
        self.best.as_ref().map_or(f64::INFINITY, |best| best.cost)
    }

    /// A part of the solutions with this bound has nothing better.
    #[must_use]
    pub fn limit(&self) -> f64 {
        let cost = self.cost();
        if self.is_whole { cost.round() - 1.0 + 1e-6 } else { cost - SAME * cost.abs() }
    }

    /// The strongest bound that this one implies.
    #[must_use]
    pub fn rounded(&self, bound: f64) -> f64 {
        let rounded = if self.is_whole { (bound - 1e-6).ceil() } else { bound };
        rounded.min(self.cost())
    }

    /// Serves from these sites; true if that is the best so far.
    pub fn offer(&mut self, sites: &[usize]) -> bool {
        let mut open = sites.to_vec();
        open.sort_unstable();
        if open.len() < self.problem.count.0
            || open.len() > self.problem.count.1
            || !self.tried.insert(open.clone())
        {
            return false;
        }
        let Some(siting) = serve_as_asked(self.problem, &open) else { return false };
        self.take(siting)
    }

    /// Keeps this siting if it is better; true if so.
    pub fn take(&mut self, siting: Siting) -> bool {
        let is_better = siting.cost < self.cost();
        if is_better {
            self.best = Some(siting);
        }
        is_better
    }

    /// The best from exactly the sites that are fixed open: its cost, where it is exact.
    pub fn settle(&mut self, fixed: &[Choice]) -> Option<f64> {
        let open: Vec<usize> = (0..fixed.len()).filter(|&site| fixed[site] == Choice::Open).collect();
        self.offer(&open);
        let split = serve(self.problem, &open).map_or(f64::INFINITY, |siting| siting.cost);
        (self.problem.sourcing == Sourcing::Split || !self.is_capacitated || split.is_infinite())
            .then_some(split)
    }

    /// Searches around these sites; true if that led to the best so far.
    pub fn improve_from(&mut self, sites: &[usize], newcomers: &[usize], stop: &dyn Stop) -> bool {
        if self.is_capacitated {
            let Some(start) = serve_as_asked(self.problem, sites) else { return false };
            let found = local::improve(self.problem, &self.fixed, start, newcomers, stop);
            return self.take(found);
        }
        let swap = Swap::of(self.problem, &self.fixed);
        let found = swap.improve(swap.valued(sites.to_vec()), stop);
        self.offer(&found.open)
    }

    /// The first siting: the greedy one.
    pub fn begin(&mut self, stop: &dyn Stop) {
        let swap = Swap::of(self.problem, &self.fixed);
        let greedy = swap.greedy(stop);
        if self.is_capacitated {
            let enough = self.enough(greedy.open);
            self.offer(&enough);
        } else {
            let found = swap.improve(greedy, stop);
            self.offer(&found.open);
        }
    }

    /// These sites and the cheapest more per capacity until the demand fits.
    fn enough(&self, mut open: Vec<usize>) -> Vec<usize> {
        let sites = &self.problem.sites;
        let mut left =
            self.problem.total_demand() - open.iter().map(|&site| sites[site].capacity).sum::<f64>();
        let mut more: Vec<usize> = (0..sites.len())
            .filter(|site| self.fixed[*site] == Choice::Free && !open.contains(site))
            .collect();
        more.sort_by(|&a, &b| {
            (sites[a].fixed / sites[a].capacity)
                .total_cmp(&(sites[b].fixed / sites[b].capacity))
                .then(a.cmp(&b))
        });
        for site in more {
            if left <= 0.0 {
                break;
            }
            left -= sites[site].capacity;
            open.push(site);
        }
        open
    }
}
