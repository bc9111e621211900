//! From shared customers to customers that are served by one site each.
//!
//! Each customer goes to the site with its largest share. Overloads are then
//! taken away by moving one customer or exchanging two, whichever costs least
//! for the load that it takes off; after that, moves and exchanges that make
//! the service cheaper. A heuristic: `None` does not prove that there is none.

use super::problem::{Problem, SLACK, Siting};

/// A service without shared customers, from these open sites.
#[must_use]
pub fn whole(problem: &Problem, split: Siting) -> Option<Siting> {
    let mut homes = Homes::of(problem, &split);
    if !homes.relieve() {
        return None;
    }
    homes.improve();
    Some(homes.siting())
}

struct Homes<'a> {
    problem: &'a Problem,
    open: Vec<usize>,
    home: Vec<usize>,
    room: Vec<f64>,
}

/// A customer that moves, and one that comes back for it.
#[derive(Clone, Copy)]
struct Change {
    customer: usize,
    to: usize,
    back: Option<usize>,
    cost: f64,
}

impl<'a> Homes<'a> {
    fn of(problem: &'a Problem, split: &Siting) -> Homes<'a> {
        let mut room: Vec<f64> = problem.sites.iter().map(|site| site.capacity * (1.0 + SLACK)).collect();
        let largest = |shares: &Vec<(usize, f64)>| {
            shares.iter().max_by(|a, b| a.1.total_cmp(&b.1)).map_or(0, |it| it.0)
        };
        let home: Vec<usize> = split.shares.iter().map(largest).collect();
        for (customer, &site) in home.iter().enumerate() {
            room[site] -= problem.demand[customer];
        }
        Homes { problem, open: split.open.clone(), home, room }
    }

    fn moving(&self, customer: usize, to: usize) -> f64 {
        self.problem.cost(to, customer) - self.problem.cost(self.home[customer], customer)
    }

    fn apply(&mut self, change: Change) {
        let from = self.home[change.customer];
        self.put(change.customer, change.to);
        if let Some(back) = change.back {
            self.put(back, from);
        }
    }

    fn put(&mut self, customer: usize, to: usize) {
        let demand = self.problem.demand[customer];
        self.room[self.home[customer]] += demand;
        self.room[to] -= demand;
        self.home[customer] = to;
    }

    fn relieve(&mut self) -> bool {
        let over = |room: &[f64]| room.iter().map(|room| (-room).max(0.0)).sum::<f64>();
        let mut left = over(&self.room);
        while let Some(&from) = self.open.iter().find(|&&site| self.room[site] < 0.0) {
            let Some(change) = self.best_relief(from) else { return false };
            self.apply(change);
            let now = over(&self.room);
            if now >= left {
                return false;
            }
            left = now;
        }
        true
    }

    /// The least cost per load taken off.
    fn best_relief(&self, from: usize) -> Option<Change> {
        let mut best: Option<(f64, Change)> = None;
        let mut offer = |off: f64, change: Change| {
            let price = change.cost / off;
            if off > 0.0 && change.cost.is_finite() && best.as_ref().is_none_or(|best| price < best.0) {
                best = Some((price, change));
            }
        };
        let overload = -self.room[from];
        for customer in (0..self.home.len()).filter(|&customer| self.home[customer] == from) {
            let demand = self.problem.demand[customer];
            for &to in self.open.iter().filter(|&&to| to != from) {
                let cost = self.moving(customer, to);
                if self.room[to] >= demand {
                    offer(demand.min(overload), Change { customer, to, back: None, cost });
                    continue;
                }
                for back in (0..self.home.len()).filter(|&back| self.home[back] == to) {
                    let net = demand - self.problem.demand[back];
                    if net > 0.0 && net <= self.room[to].max(0.0) {
                        let cost = cost + self.moving(back, from);
                        offer(net.min(overload), Change { customer, to, back: Some(back), cost });
                    }
                }
            }
        }
        best.map(|best| best.1)
    }

    fn improve(&mut self) {
        let mut is_better = true;
        while is_better {
            is_better = false;
            for customer in 0..self.home.len() {
                if let Some(change) = self.best_change(customer) {
                    self.apply(change);
                    is_better = true;
                }
            }
        }
    }

    fn best_change(&self, customer: usize) -> Option<Change> {
        let (from, demand) = (self.home[customer], self.problem.demand[customer]);
        let dust = 1e-9 * self.problem.cost(from, customer).abs().max(1.0);
        let mut best = Change { customer, to: from, back: None, cost: -dust };
        for &to in self.open.iter().filter(|&&to| to != from) {
            let cost = self.moving(customer, to);
            if self.room[to] >= demand && cost < best.cost {
                best = Change { customer, to, back: None, cost };
            }
        }
        for back in 0..self.home.len() {
            let to = self.home[back];
            let net = demand - self.problem.demand[back];
            if to == from || net > self.room[to] || -net > self.room[from] {
                continue;
            }
            let cost = self.moving(customer, to) + self.moving(back, from);
            if cost < best.cost {
                best = Change { customer, to, back: Some(back), cost };
            }
        }
        (best.to != from).then_some(best)
    }

    fn siting(&self) -> Siting {
        let problem = self.problem;
        let fixed: f64 = self.open.iter().map(|&site| problem.sites[site].fixed).sum();
        let ways: f64 =
            self.home.iter().enumerate().map(|(customer, &site)| problem.cost(site, customer)).sum();
        let shares = self.home.iter().map(|&site| vec![(site, 1.0)]).collect();
        Siting { open: self.open.clone(), shares, cost: fixed + ways }
    }
}
