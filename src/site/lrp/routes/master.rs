//! The LP over sets of depots and the routes found so far, and the prices of its rows.

use super::super::instance::{Lrp, Route};
use super::cuts::{self, Cut};
use crate::lp::{self, Column, Limits, LpError, Master, Row, Status};
use crate::units::Stop;

/// Depots that are opened together.
#[derive(Clone, Debug, PartialEq)]
pub struct Opening {
    pub depots: Vec<usize>,
    pub cost: f64,
}

/// What the rows are worth; none of it negative but `set`.
#[derive(Clone, Debug, PartialEq)]
pub struct Prices {
    /// By customer: being served.
    pub served: Vec<f64>,
    /// By depot: a unit of its capacity.
    pub room: Vec<f64>,
    /// One route more than there have to be.
    pub routes: f64,
    /// By link: serving a customer from a depot.
    pub links: Vec<f64>,
    /// By cut: entering its group once more.
    pub cuts: Vec<f64>,
}

impl Prices {
    /// A share of the way from these prices to others; what has no price yet costs nothing.
    #[must_use]
    pub fn towards(&self, others: &Prices, share: f64) -> Prices {
        let mix = |own: &[f64], other: &[f64]| -> Vec<f64> {
            let own = own.iter().copied().chain(std::iter::repeat(0.0));
            own.zip(other).map(|(own, other)| own + share * (other - own)).collect()
        };
        Prices {
            served: mix(&self.served, &others.served),
            room: mix(&self.room, &others.room),
            routes: self.routes + share * (others.routes - self.routes),
            links: mix(&self.links, &others.links),
            cuts: mix(&self.cuts, &others.cuts),
        }
    }
}

/// An answer of the LP.
pub struct Solved {
    pub prices: Prices,
    values: Vec<f64>,
}

/// The LP. Rows: customers, depots, the number of routes, one set of depots, links, cuts.
pub struct Relaxed<'a> {
    lrp: &'a Lrp,
    lp: Box<dyn Master>,
    pub openings: Vec<Opening>,
    pub routes: Vec<Route>,
    known: std::collections::HashSet<(usize, Vec<usize>)>,
    /// Customer and depot.
    pub links: Vec<(usize, usize)>,
    pub cuts: Vec<Cut>,
    /// Least number of routes.
    pub least: f64,
}

/// A customer whom the LP leaves out costs so many times all that a solution costs.
const OUT: f64 = 2.0;
/// What a link must be violated by.
const VIOLATED: f64 = 1e-3;
/// Links added at once.
const LINKS: usize = 120;

impl<'a> Relaxed<'a> {
    /// # Errors
    /// If the solver refuses a row.
    pub fn new(
        lrp: &'a Lrp,
        openings: Vec<Opening>,
        (links, cuts): (Vec<(usize, usize)>, Vec<Cut>),
        scale: f64,
    ) -> Result<Relaxed<'a>, LpError> {
        let mut lp = lp::master();
        let (customers, depots) = (lrp.customers(), lrp.depots.len());
        let total: f64 = lrp.demand.iter().sum();
        let least = (total / lrp.vehicle * (1.0 - 1e-9)).ceil();
        let at_least = |lower: f64| Row { lower, upper: f64::INFINITY, entries: Vec::new() };
        let at_most = || Row { lower: f64::NEG_INFINITY, upper: 0.0, entries: Vec::new() };
        for _ in 0..customers {
            lp.add_row(at_least(1.0))?;
        }
        for _ in 0..depots {
            lp.add_row(at_most())?;
        }
        lp.add_row(at_least(least))?;
        lp.add_row(Row { lower: 1.0, upper: 1.0, entries: Vec::new() })?;
        for _ in &links {
            lp.add_row(at_most())?;
        }
        for cut in &cuts {
            lp.add_row(at_least(cut.least))?;
        }
        let first = customers + depots + 2 + links.len();
        for customer in 0..customers {
            // Who is left out has been visited as far as groups are concerned.
            let own = cuts.iter().enumerate().filter(|it| it.1.has[customer]);
            let own = own.map(|(cut, it)| (first + cut, it.least));
            lp.add_column(
                column(OUT * scale),
                &std::iter::once((customer, 1.0)).chain(own).collect::<Vec<_>>(),
            )?;
        }
        lp.add_column(column(OUT * scale), &[(customers + depots, 1.0)])?;
        for opening in &openings {
            let mut entries: Vec<(usize, f64)> = opening
                .depots
                .iter()
                .map(|&depot| (customers + depot, -lrp.depots[depot].capacity))
                .collect();
            entries.push((customers + depots + 1, 1.0));
            let own = links.iter().enumerate().filter(|it| opening.depots.contains(&it.1.1));
            entries.extend(own.map(|(link, _)| (customers + depots + 2 + link, -1.0)));
            lp.add_column(column(opening.cost), &entries)?;
        }
        Ok(Relaxed { lrp, lp, openings, routes: Vec::new(), known: Default::default(), links, cuts, least })
    }

    fn first(&self) -> usize {
        self.lrp.customers() + 1 + self.openings.len()
    }

    /// Adds a route; false if it is known or refused.
    pub fn add(&mut self, route: Route) -> bool {
        if !self.known.insert((route.depot, route.customers.clone())) {
            return false;
        }
        let (customers, depots) = (self.lrp.customers(), self.lrp.depots.len());
        let mut visits = std::collections::BTreeMap::<usize, f64>::new();
        route.customers.iter().for_each(|&customer| *visits.entry(customer).or_default() += 1.0);
        let load: f64 = route.customers.iter().map(|&customer| self.lrp.demand[customer]).sum();
        let mut entries: Vec<(usize, f64)> =
            visits.iter().map(|(&customer, &count)| (customer, count)).collect();
        entries.push((customers + route.depot, load));
        entries.push((customers + depots, 1.0));
        for (link, &(customer, depot)) in self.links.iter().enumerate() {
            if let Some(&count) = visits.get(&customer).filter(|_| depot == route.depot) {
                entries.push((customers + depots + 2 + link, count));
            }
        }
        let first = customers + depots + 2 + self.links.len();
        for (number, cut) in self.cuts.iter().enumerate() {
            let entered = cut.entered(&route.customers);
            if entered > 0.0 {
                entries.push((first + number, entered));
            }
        }
        let is_added = self.lp.add_column(column(cost(self.lrp, &route)), &entries).is_ok();
        if is_added {
            self.routes.push(route);
        }
        is_added
    }

    /// Solves; `None` if the solver has no answer with prices in time.
    pub fn solve(&mut self, stop: &dyn Stop) -> Option<Solved> {
        let answer = self.lp.solve(&Limits { seconds: None, gap: 0.0, stop }).ok()?;
        let duals = answer.duals.filter(|_| answer.status == Status::Optimal)?;
        let (customers, depots) = (self.lrp.customers(), self.lrp.depots.len());
        let positive =
            |range: std::ops::Range<usize>| duals[range].iter().map(|dual| dual.max(0.0)).collect();
        let negative =
            |range: std::ops::Range<usize>| duals[range].iter().map(|dual| (-dual).max(0.0)).collect();
        let first = customers + depots + 2 + self.links.len();
        let prices = Prices {
            served: positive(0..customers),
            room: negative(customers..customers + depots),
            routes: duals[customers + depots].max(0.0),
            links: negative(customers + depots + 2..first),
            cuts: positive(first..duals.len()),
        };
        Some(Solved { prices, values: answer.values })
    }

    /// Groups that the LP's answer enters too seldom, the worst first.
    #[must_use]
    pub fn groups(&self, solved: &Solved) -> Vec<Cut> {
        let first = self.first();
        let used = self.routes.iter().zip(&solved.values[first..]).filter(|it| *it.1 > 1e-9);
        let used: Vec<(&Route, f64)> = used.map(|(route, &value)| (route, value)).collect();
        cuts::violated(self.lrp, &used, &self.cuts)
    }

    /// Links that the LP's answer violates, the worst first.
    #[must_use]
    pub fn violated(&self, solved: &Solved) -> Vec<(usize, usize)> {
        let depots = self.lrp.depots.len();
        let mut over = vec![0.0; self.lrp.customers() * depots];
        let first = self.first();
        for (route, value) in self.routes.iter().zip(&solved.values[first..]) {
            route.customers.iter().for_each(|&customer| over[customer * depots + route.depot] += value);
        }
        for (opening, value) in self.openings.iter().zip(&solved.values[self.lrp.customers() + 1..]) {
            for &depot in &opening.depots {
                over.iter_mut().skip(depot).step_by(depots).for_each(|over| *over -= value);
            }
        }
        let mut found: Vec<(f64, (usize, usize))> = over
            .into_iter()
            .enumerate()
            .filter(|it| it.1 > VIOLATED)
            .map(|(at, by)| (by, (at / depots, at % depots)))
            .collect();
        found.retain(|it| !self.links.contains(&it.1));
        found.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        found.into_iter().take(LINKS).map(|it| it.1).collect()
    }
}

fn column(cost: f64) -> Column {
    Column { cost, lower: 0.0, upper: f64::INFINITY, integer: false }
}

/// What a route costs.
#[must_use]
pub fn cost(lrp: &Lrp, route: &Route) -> f64 {
    let nodes = route.customers.iter().map(|&customer| lrp.node(customer));
    let mut at = route.depot;
    let mut cost = lrp.per_route;
    for node in nodes.chain(std::iter::once(route.depot)) {
        cost += lrp.way(at, node);
        at = node;
    }
    cost
}
