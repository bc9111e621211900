//! What is asked.

use crate::site::problem::Choice;

/// A way to open a site.
#[derive(Clone, Debug, PartialEq)]
pub struct Alternative {
    pub site: usize,
    /// The site that feeds it; itself for a hub.
    pub hub: usize,
    /// Opening cost.
    pub fixed: f64,
    /// What of it counts towards the budget.
    pub spend: f64,
    /// By resource; infinite where nothing limits it. Of a hub: all that it feeds counts as well.
    pub capacity: Vec<f64>,
    /// Which row of the costs.
    pub row: usize,
}

/// Sites on two levels. Numbers are finite and not negative except where said.
#[derive(Clone, Debug, PartialEq)]
pub struct Levels {
    /// By site: whether it may, must or must not be open.
    pub choice: Vec<Choice>,
    pub alternatives: Vec<Alternative>,
    pub customers: usize,
    pub resources: usize,
    /// By customer, then resource: what serving it takes.
    pub uses: Vec<f64>,
    /// By row, then customer: what serving it costs; infinite where it cannot be served.
    pub costs: Vec<f64>,
    /// Of the sites of each group one at most may be open.
    pub exclusive: Vec<Vec<usize>>,
    /// The most sites that may be open, hubs included.
    pub most: usize,
    /// The most that open alternatives may spend.
    pub budget: Option<f64>,
}

/// What capacities may be exceeded by, relative: sums of floating-point numbers are not exact.
pub const SLACK: f64 = 1e-9;

impl Levels {
    #[must_use]
    pub fn cost(&self, alternative: usize, customer: usize) -> f64 {
        self.costs[self.alternatives[alternative].row * self.customers + customer]
    }

    #[must_use]
    pub fn row(&self, row: usize) -> &[f64] {
        &self.costs[row * self.customers..(row + 1) * self.customers]
    }

    #[must_use]
    pub fn uses(&self, customer: usize) -> &[f64] {
        &self.uses[customer * self.resources..(customer + 1) * self.resources]
    }

    #[must_use]
    pub fn is_hub(&self, alternative: usize) -> bool {
        self.alternatives[alternative].site == self.alternatives[alternative].hub
    }

    /// Sites that are hubs, ascending.
    #[must_use]
    pub fn hubs(&self) -> Vec<usize> {
        let mut hubs: Vec<usize> = self.alternatives.iter().map(|it| it.hub).collect();
        hubs.sort_unstable();
        hubs.dedup();
        hubs
    }

    /// Alternatives of sites that may be open.
    pub fn usable(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.alternatives.len()).filter(|&at| self.choice[self.alternatives[at].site] != Choice::Closed)
    }
}

/// Who serves whom.
#[derive(Clone, Debug, PartialEq)]
pub struct Siting {
    /// Open alternatives, ascending.
    pub open: Vec<usize>,
    /// By customer: the alternative that serves it.
    pub home: Vec<usize>,
    pub cost: f64,
}
