//! What is asked: which sites to open, and who serves whom.

/// Whether a site may be opened.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Choice {
    #[default]
    Free,
    /// It exists, or has to be opened.
    Open,
    Closed,
}

#[derive(Clone, Copy, Debug)]
pub struct Site {
    /// What opening it costs.
    pub fixed: f64,
    /// In the unit of the demands; infinite where nothing limits it.
    pub capacity: f64,
    pub choice: Choice,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sourcing {
    /// A customer may be served by several sites.
    Split,
    /// Each customer by exactly one.
    Single,
}

/// A location problem; numbers are finite and not negative except where said.
#[derive(Clone, Debug)]
pub struct Problem {
    pub sites: Vec<Site>,
    pub demand: Vec<f64>,
    /// Cost of serving all of a customer, site by site; infinite where a site cannot serve.
    cost: Vec<f64>,
    /// The fewest and most sites that may be open.
    pub count: (usize, usize),
    pub sourcing: Sourcing,
}

impl Problem {
    /// `cost` holds for each site a number for each customer.
    ///
    /// Capacities that the whole demand cannot fill count as infinite, and
    /// with no capacity left nobody is ever served by two sites.
    #[must_use]
    pub fn new(
        mut sites: Vec<Site>,
        demand: Vec<f64>,
        cost: Vec<f64>,
        count: (usize, usize),
        sourcing: Sourcing,
    ) -> Problem {
        assert_eq!(cost.len(), sites.len() * demand.len(), "a cost for each site and customer");
        let whole: f64 = demand.iter().sum();
        for site in sites.iter_mut().filter(|site| site.capacity >= whole * (1.0 - SLACK)) {
            site.capacity = f64::INFINITY;
        }
        let count = (count.0.max(1), count.1.min(sites.len()));
        Problem { sites, demand, cost, count, sourcing }
    }

    #[must_use]
    pub fn customers(&self) -> usize {
        self.demand.len()
    }

    /// Costs of one site, by customer.
    #[must_use]
    pub fn row(&self, site: usize) -> &[f64] {
        let customers = self.demand.len();
        &self.cost[site * customers..(site + 1) * customers]
    }

    #[must_use]
    pub fn cost(&self, site: usize, customer: usize) -> f64 {
        self.cost[site * self.demand.len() + customer]
    }

    /// Whether any site can be full.
    #[must_use]
    pub fn is_capacitated(&self) -> bool {
        self.sites.iter().any(|site| site.capacity.is_finite())
    }

    #[must_use]
    pub fn total_demand(&self) -> f64 {
        self.demand.iter().sum()
    }

    /// Whether every solution costs a whole number.
    ///
    /// Split shares cost fractions, so this holds only where nobody is split.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        let whole = |value: f64| value.is_infinite() || value.fract() == 0.0 && value.abs() < 1e12;
        (!self.is_capacitated() || self.sourcing == Sourcing::Single)
            && self.sites.iter().all(|site| whole(site.fixed))
            && self.cost.iter().all(|&cost| whole(cost))
    }
}

/// What capacities may be exceeded by, relative: sums of floating-point demands are not exact.
pub const SLACK: f64 = 1e-9;

/// Who serves whom.
#[derive(Clone, Debug, PartialEq)]
pub struct Siting {
    /// Sites that are open, ascending.
    pub open: Vec<usize>,
    /// For each customer: sites and the shares that they serve, which add up to 1.
    pub shares: Vec<Vec<(usize, f64)>>,
    pub cost: f64,
}
