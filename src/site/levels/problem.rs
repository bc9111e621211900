//! What is asked.

use crate::site::problem::Choice;
use std::borrow::Cow;

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
    /// How many customers may be served from afar.
    pub coverage: Option<Coverage>,
    /// Whether several alternatives may serve parts of one customer.
    pub divides: bool,
}

/// Customers in groups, of each of which only so many may be far from who serves them.
#[derive(Clone, Debug, PartialEq)]
pub struct Coverage {
    /// By row, then customer.
    pub far: Vec<bool>,
    /// By customer.
    pub group: Vec<usize>,
    /// By group.
    pub most: Vec<f64>,
}

/// Prices of what concerns all alternatives together; none of them negative.
#[derive(Clone, Debug, PartialEq)]
pub struct Sides {
    /// Of one unit spent.
    pub budget: f64,
    /// By group of the coverage: of a customer who is far.
    pub far: Vec<f64>,
}

impl Sides {
    #[must_use]
    pub fn free(levels: &Levels) -> Sides {
        let groups = levels.coverage.as_ref().map_or(0, |coverage| coverage.most.len());
        Sides { budget: 0.0, far: vec![0.0; groups] }
    }
}

/// What capacities may be exceeded by, relative: sums of floating-point numbers are not exact.
pub const SLACK: f64 = 1e-9;
/// The same where customers are divided: so exact are the shares that a program finds.
pub const SHARED: f64 = 3e-6;

impl Levels {
    #[must_use]
    pub fn cost(&self, alternative: usize, customer: usize) -> f64 {
        self.costs[self.alternatives[alternative].row * self.customers + customer]
    }

    #[must_use]
    pub fn row(&self, row: usize) -> &[f64] {
        &self.costs[row * self.customers..(row + 1) * self.customers]
    }

    /// A row of costs, with prices of those who are far.
    #[must_use]
    pub fn priced_row(&self, row: usize, sides: &Sides) -> Cow<'_, [f64]> {
        let costs = self.row(row);
        let Some(coverage) = self.coverage.as_ref().filter(|_| sides.far.iter().any(|&price| price > 0.0))
        else {
            return Cow::Borrowed(costs);
        };
        let far = &coverage.far[row * self.customers..(row + 1) * self.customers];
        let price = |customer: usize| if far[customer] { sides.far[coverage.group[customer]] } else { 0.0 };
        costs.iter().enumerate().map(|(customer, cost)| cost + price(customer)).collect()
    }

    /// Whether an alternative would serve a customer from afar, and the group that counts in.
    #[must_use]
    pub fn far(&self, alternative: usize, customer: usize) -> Option<usize> {
        let coverage = self.coverage.as_ref()?;
        let cell = self.alternatives[alternative].row * self.customers + customer;
        coverage.far[cell].then(|| coverage.group[customer])
    }

    /// The same with prices of those who are far in place of limits.
    #[must_use]
    pub fn priced(&self, sides: &Sides) -> Levels {
        let rows = 0..self.costs.len() / self.customers.max(1);
        let costs = rows.flat_map(|row| self.priced_row(row, sides).into_owned()).collect();
        Levels { costs, coverage: None, ..self.clone() }
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
    /// By customer: the alternative that serves it, or most of it.
    pub home: Vec<usize>,
    /// What others serve.
    pub aside: Vec<Aside>,
    pub cost: f64,
}

/// A part of a customer that is not served by its home.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Aside {
    pub customer: usize,
    pub at: usize,
    /// Of the customer, between 0 and 1.
    pub share: f64,
}

impl Siting {
    /// Each customer with each alternative that serves it, and how much of it; homes first.
    pub fn all(&self) -> impl Iterator<Item = (usize, usize, f64)> + '_ {
        let mut left = vec![1.0; self.home.len()];
        self.aside.iter().for_each(|it| left[it.customer] -= it.share);
        let homes = self.home.iter().zip(left).enumerate();
        let homes = homes.map(|(customer, (&at, left))| (customer, at, left));
        homes.chain(self.aside.iter().map(|it| (it.customer, it.at, it.share)))
    }

    /// Customers of an alternative, ascending, and how much of each it serves.
    #[must_use]
    pub fn served(&self, at: usize) -> Vec<(usize, f64)> {
        let mut own: Vec<(usize, f64)> =
            self.all().filter(|it| it.1 == at).map(|(customer, _, share)| (customer, share)).collect();
        own.sort_by_key(|it| it.0);
        own
    }
}
