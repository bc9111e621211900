//! Who serves whom at least cost once it is known which sites are open.
//!
//! Without capacities the nearest site. With them a transport problem:
//! everybody begins at the nearest site; then load is moved out of
//! overloaded sites along shortest paths over the sites, `w[j,k]` being the
//! least cost of moving a unit from `j` to `k` (successive shortest paths,
//! Ahuja, Magnanti and Orlin 1993, ch. 9). Prices of sites keep all moves
//! from costing less than nothing, so that Dijkstra's search applies and the
//! result is optimal.

use super::problem::{Problem, SLACK, Siting};

/// The best service from these sites, or `None` if they cannot serve everybody.
#[must_use]
pub fn serve(problem: &Problem, open: &[usize]) -> Option<Siting> {
    if open.is_empty() {
        return None;
    }
    if open.iter().all(|&site| problem.sites[site].capacity.is_infinite()) {
        return nearest(problem, open);
    }
    Transport::begin(problem, open)?.finish()
}

fn nearest(problem: &Problem, open: &[usize]) -> Option<Siting> {
    let mut cost: f64 = open.iter().map(|&site| problem.sites[site].fixed).sum();
    let mut shares = Vec::with_capacity(problem.customers());
    for customer in 0..problem.customers() {
        let (best, price) = open
            .iter()
            .map(|&site| (site, problem.cost(site, customer)))
            .min_by(|a, b| a.1.total_cmp(&b.1))
            .filter(|(_, price)| price.is_finite())?;
        cost += price;
        shares.push(vec![(best, 1.0)]);
    }
    let mut open = open.to_vec();
    open.sort_unstable();
    Some(Siting { open, shares, cost })
}

/// A service in the making.
#[derive(Clone)]
pub struct Transport<'a> {
    problem: &'a Problem,
    open: Vec<usize>,
    /// By open site: customers and the amounts that it serves.
    holds: Vec<Vec<(u32, f64)>>,
    load: Vec<f64>,
    /// What a unit at a site costs besides the way, so that nobody would rather be elsewhere.
    price: Vec<f64>,
    /// `w[j,k]` with the customer that would move.
    moves: Vec<(f64, u32)>,
    /// Customers without a demand are served by the nearest.
    weightless: Vec<(u32, usize)>,
    /// Amounts below this are nothing.
    dust: f64,
}

impl<'a> Transport<'a> {
    /// Everybody at the nearest site; `None` if one cannot be served, or the capacities do not do.
    #[must_use]
    pub fn begin(problem: &'a Problem, open: &[usize]) -> Option<Transport<'a>> {
        let whole = problem.total_demand();
        let capacity: f64 = open.iter().map(|&site| problem.sites[site].capacity).sum();
        if capacity < whole * (1.0 - SLACK) {
            return None;
        }
        let sites = open.len();
        let mut transport = Transport {
            problem,
            open: open.to_vec(),
            holds: vec![Vec::new(); sites],
            load: vec![0.0; sites],
            price: vec![0.0; sites],
            moves: vec![(f64::INFINITY, 0); sites * sites],
            weightless: Vec::new(),
            dust: whole * 1e-12,
        };
        for customer in 0..problem.customers() {
            let to = transport.best(customer, None)?;
            transport.put(customer as u32, to, problem.demand[customer]);
        }
        (0..sites).for_each(|site| transport.renew(site));
        Some(transport)
    }

    fn unit(&self, at: usize, customer: usize) -> f64 {
        self.problem.cost(self.open[at], customer) / self.problem.demand[customer]
    }

    fn best(&self, customer: usize, without: Option<usize>) -> Option<usize> {
        let weightless = self.problem.demand[customer] <= 0.0;
        let cost = |at: usize| {
            let cost = self.problem.cost(self.open[at], customer);
            if weightless { cost } else { cost / self.problem.demand[customer] + self.price[at] }
        };
        let sites = (0..self.open.len()).filter(|&at| Some(at) != without);
        sites
            .map(|at| (at, cost(at)))
            .min_by(|a, b| a.1.total_cmp(&b.1))
            .filter(|it| it.1.is_finite())
            .map(|it| it.0)
    }

    fn put(&mut self, customer: u32, at: usize, amount: f64) {
        if self.problem.demand[customer as usize] <= 0.0 {
            self.weightless.push((customer, at));
            return;
        }
        self.load[at] += amount;
        match self.holds[at].iter_mut().find(|it| it.0 == customer) {
            Some(held) => held.1 += amount,
            None => self.holds[at].push((customer, amount)),
        }
    }

    /// What may be moved from a site, anew.
    fn renew(&mut self, at: usize) {
        let sites = self.open.len();
        let mut row = vec![(f64::INFINITY, 0_u32); sites];
        for &(customer, _) in &self.holds[at] {
            let demand = self.problem.demand[customer as usize];
            let here = self.problem.cost(self.open[at], customer as usize);
            for (to, best) in row.iter_mut().enumerate() {
                let cost = (self.problem.cost(self.open[to], customer as usize) - here) / demand;
                if cost < best.0 {
                    *best = (cost, customer);
                }
            }
        }
        self.moves[at * sites..(at + 1) * sites].copy_from_slice(&row);
    }

    fn spare(&self, at: usize) -> f64 {
        self.problem.sites[self.open[at]].capacity - self.load[at]
    }

    /// Moves load until no site is overloaded.
    #[must_use]
    pub fn finish(mut self) -> Option<Siting> {
        self.balance().then(|| self.siting())
    }

    /// The same, keeping what is there; false if it cannot be done.
    pub fn balance(&mut self) -> bool {
        while let Some(from) = (0..self.open.len()).find(|&at| self.spare(at) < -self.allowed(at)) {
            if !self.relieve(from) {
                return false;
            }
        }
        true
    }

    fn allowed(&self, at: usize) -> f64 {
        let capacity = self.problem.sites[self.open[at]].capacity;
        if capacity.is_finite() { capacity * SLACK + self.dust } else { 0.0 }
    }

    /// Moves some load along the cheapest path to a site with room.
    fn relieve(&mut self, from: usize) -> bool {
        let sites = self.open.len();
        let mut reach = vec![(f64::INFINITY, from); sites];
        let mut done = vec![false; sites];
        reach[from].0 = 0.0;
        let end = loop {
            let next = (0..sites).filter(|&at| !done[at] && reach[at].0.is_finite());
            let Some(at) = next.min_by(|&a, &b| reach[a].0.total_cmp(&reach[b].0)) else { return false };
            done[at] = true;
            if self.spare(at) > self.dust {
                break at;
            }
            for to in (0..sites).filter(|&to| !done[to]) {
                let cost = (self.moves[at * sites + to].0 + self.price[to] - self.price[at]).max(0.0);
                if reach[at].0 + cost < reach[to].0 {
                    reach[to] = (reach[at].0 + cost, at);
                }
            }
        };
        self.push(from, end, &reach);
        for at in 0..sites {
            // Those not reached are as far as the end, which keeps all moves from costing less than nothing.
            let far = if done[at] { reach[at].0 } else { reach[end].0 };
            self.price[at] += reach[end].0 - far;
        }
        true
    }

    fn push(&mut self, from: usize, end: usize, reach: &[(f64, usize)]) {
        let sites = self.open.len();
        let mut path = vec![end];
        while let Some(&last) = path.last().filter(|&&last| last != from) {
            path.push(reach[last].1);
        }
        path.reverse();
        let mut amount = self.spare(end).min(-self.spare(from));
        let steps: Vec<(usize, usize, u32)> =
            path.windows(2).map(|pair| (pair[0], pair[1], self.moves[pair[0] * sites + pair[1]].1)).collect();
        for &(at, _, customer) in &steps {
            amount = amount.min(self.held(at, customer));
        }
        for &(at, to, customer) in &steps {
            self.take(at, customer, amount);
            self.put(customer, to, amount);
        }
        path.into_iter().for_each(|at| self.renew(at));
    }

    fn held(&self, at: usize, customer: u32) -> f64 {
        self.holds[at].iter().find(|it| it.0 == customer).map_or(0.0, |it| it.1)
    }

    fn take(&mut self, at: usize, customer: u32, amount: f64) {
        self.load[at] -= amount;
        if let Some(place) = self.holds[at].iter().position(|it| it.0 == customer) {
            self.holds[at][place].1 -= amount;
            if self.holds[at][place].1 <= self.dust {
                self.holds[at].swap_remove(place);
            }
        }
    }

    /// The cost as it stands.
    #[must_use]
    pub fn cost(&self) -> f64 {
        let mut cost: f64 = self.open.iter().map(|&site| self.problem.sites[site].fixed).sum();
        for (at, held) in self.holds.iter().enumerate() {
            cost +=
                held.iter().map(|&(customer, amount)| amount * self.unit(at, customer as usize)).sum::<f64>();
        }
        for &(customer, at) in &self.weightless {
            cost += self.problem.cost(self.open[at], customer as usize);
        }
        cost
    }

    /// Closes an open site and serves its customers from the others; false if that cannot be done.
    pub fn close(&mut self, site: usize) -> bool {
        let Some(at) = self.open.iter().position(|&open| open == site) else { return false };
        let left: f64 = self.open.iter().map(|&open| self.problem.sites[open].capacity).sum::<f64>();
        if left - self.problem.sites[site].capacity < self.problem.total_demand() * (1.0 - SLACK) {
            return false;
        }
        let moved = std::mem::take(&mut self.holds[at]);
        let weightless = std::mem::take(&mut self.weightless);
        self.load[at] = 0.0;
        for (customer, amount) in moved {
            let Some(to) = self.best(customer as usize, Some(at)) else { return false };
            self.put(customer, to, amount);
        }
        for (customer, old) in weightless {
            let to = if old == at { self.best(customer as usize, Some(at)) } else { Some(old) };
            let Some(to) = to else { return false };
            self.weightless.push((customer, to));
        }
        self.forget(at);
        self.balance()
    }

    /// At least what closing a site would add to the cost.
    #[must_use]
    pub fn loss_without(&self, site: usize) -> f64 {
        let Some(at) = self.open.iter().position(|&open| open == site) else { return f64::INFINITY };
        let mut loss = -self.problem.sites[site].fixed;
        for &(customer, amount) in &self.holds[at] {
            let customer = customer as usize;
            let Some(to) = self.best(customer, Some(at)) else { return f64::INFINITY };
            // Prices of full sites are what their other customers would lose.
            loss += amount
                * (self.unit(to, customer) + self.price[to] - self.unit(at, customer) - self.price[at]);
        }
        loss + self.price[at] * self.load[at]
    }

    fn forget(&mut self, at: usize) {
        let last = self.open.len() - 1;
        self.open.swap_remove(at);
        self.holds.swap_remove(at);
        self.load.swap_remove(at);
        self.price.swap_remove(at);
        self.weightless.iter_mut().filter(|it| it.1 == last).for_each(|it| it.1 = at);
        self.moves = vec![(f64::INFINITY, 0); last * last];
        (0..last).for_each(|site| self.renew(site));
    }

    /// As an answer.
    #[must_use]
    pub fn siting(&self) -> Siting {
        let mut shares: Vec<Vec<(usize, f64)>> = vec![Vec::new(); self.problem.customers()];
        for (at, held) in self.holds.iter().enumerate() {
            for &(customer, amount) in held {
                shares[customer as usize]
                    .push((self.open[at], amount / self.problem.demand[customer as usize]));
            }
        }
        for &(customer, at) in &self.weightless {
            shares[customer as usize].push((self.open[at], 1.0));
        }
        let mut open = self.open.clone();
        open.sort_unstable();
        Siting { open, shares, cost: self.cost() }
    }
}
