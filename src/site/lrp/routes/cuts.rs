//! Groups of customers that vehicles must come to often enough. (R8)
//!
//! Groups are grown customer by customer, each by the one that routes join to
//! it most, and from each customer with its nearest ones.

use super::super::instance::{Lrp, Route};
use std::collections::HashSet;

/// A group, and how often vehicles must come to it from outside.
#[derive(Clone, Debug, PartialEq)]
pub struct Cut {
    /// By customer.
    pub has: Vec<bool>,
    pub least: f64,
}

impl Cut {
    /// How often a route comes to the group from outside.
    #[must_use]
    pub fn entered(&self, customers: &[usize]) -> f64 {
        let before = std::iter::once(false).chain(customers.iter().map(|&customer| self.has[customer]));
        before.zip(customers).filter(|&(was_in, &customer)| !was_in && self.has[customer]).count() as f64
    }
}

/// What a group must be violated by.
const VIOLATED: f64 = 0.02;
/// Groups added at once, and in all.
const ADDED: usize = 30;
const MOST: usize = 400;

/// The instance with ways less half of the price of each group that they lead into or out of.
#[must_use]
pub fn paid<'c>(lrp: &Lrp, cuts: impl Iterator<Item = (&'c Cut, &'c f64)>) -> Lrp {
    let mut paid = lrp.clone();
    let count = lrp.customers();
    for (cut, &price) in cuts.filter(|it| *it.1 > 0.0) {
        let outside: Vec<usize> = (0..lrp.depots.len())
            .chain((0..count).filter(|&customer| !cut.has[customer]).map(|customer| lrp.node(customer)))
            .collect();
        for inside in (0..count).filter(|&customer| cut.has[customer]).map(|customer| lrp.node(customer)) {
            for &outside in &outside {
                paid.cheaper(outside, inside, price / 2.0);
                paid.cheaper(inside, outside, price / 2.0);
            }
        }
    }
    paid
}

/// Groups that these routes, each used so much, come to too seldom, the worst first.
#[must_use]
pub fn violated(lrp: &Lrp, used: &[(&Route, f64)], known: &[Cut]) -> Vec<Cut> {
    let count = lrp.customers();
    let mut flow = vec![0.0; count * count];
    for (route, value) in used {
        for pair in route.customers.windows(2).filter(|pair| pair[0] != pair[1]) {
            flow[pair[0] * count + pair[1]] += value;
            flow[pair[1] * count + pair[0]] += value;
        }
    }
    let mut seen: HashSet<Vec<bool>> = known.iter().map(|cut| cut.has.clone()).collect();
    let mut found: Vec<(f64, Cut)> = Vec::new();
    for first in 0..count {
        for by_flow in [true, false] {
            let mut group = Group::new(lrp, &flow);
            group.add(first);
            while let Some(next) = group.next(first, by_flow) {
                group.add(next);
                let cut = group.cut();
                let by = cut.least - entries(used, &cut);
                if by > VIOLATED && seen.insert(cut.has.clone()) {
                    found.push((by, cut));
                }
            }
        }
    }
    found.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.has.cmp(&b.1.has)));
    found.into_iter().take(ADDED.min(MOST.saturating_sub(known.len()))).map(|it| it.1).collect()
}

fn entries(used: &[(&Route, f64)], cut: &Cut) -> f64 {
    used.iter().map(|(route, value)| value * cut.entered(&route.customers)).sum()
}

struct Group<'a> {
    lrp: &'a Lrp,
    flow: &'a [f64],
    has: Vec<bool>,
    demand: f64,
    /// By customer: flow to the group.
    joined: Vec<f64>,
}

impl<'a> Group<'a> {
    fn new(lrp: &'a Lrp, flow: &'a [f64]) -> Group<'a> {
        let count = lrp.customers();
        Group { lrp, flow, has: vec![false; count], demand: 0.0, joined: vec![0.0; count] }
    }

    fn add(&mut self, customer: usize) {
        let count = self.has.len();
        self.has[customer] = true;
        self.demand += self.lrp.demand[customer];
        let own = &self.flow[customer * count..(customer + 1) * count];
        self.joined.iter_mut().zip(own).for_each(|(sum, flow)| *sum += flow);
    }

    /// The customer that is joined most, or the nearest of the first; `None` if nobody is left.
    fn next(&self, first: usize, by_flow: bool) -> Option<usize> {
        let out = (0..self.has.len()).filter(|&customer| !self.has[customer]);
        let way = |customer: usize| self.lrp.way(self.lrp.node(first), self.lrp.node(customer));
        let joined = |customer: usize| if by_flow { self.joined[customer] } else { 0.0 };
        out.max_by(|&a, &b| joined(a).total_cmp(&joined(b)).then(way(b).total_cmp(&way(a))).then(b.cmp(&a)))
    }

    fn cut(&self) -> Cut {
        let least = (self.demand / self.lrp.vehicle * (1.0 - 1e-9)).ceil();
        Cut { has: self.has.clone(), least }
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::instance::Depot;
    use super::super::master::cost;
    use super::*;

    /// A depot at 0, and customers on a line, each with a demand of 2; vehicles hold 4.
    fn line(at: &[f64]) -> Lrp {
        let all: Vec<f64> = std::iter::once(0.0).chain(at.iter().copied()).collect();
        let ways = all.iter().flat_map(|a| all.iter().map(move |b| (a - b).abs())).collect();
        let depot = Depot { opening: 0.0, capacity: 100.0 };
        Lrp::new(vec![depot], vec![2.0; at.len()], 4.0, 0.0, ways)
    }

    #[test]
    fn a_route_is_paid_for_each_time_it_comes_to_a_group() {
        let lrp = line(&[10.0, 20.0, 30.0]);
        let cut = Cut { has: vec![true, false, true], least: 1.0 };
        let route = Route { depot: 0, customers: vec![0, 1, 2] };

        let paid = paid(&lrp, std::iter::once((&cut, &7.0)));

        assert_eq!(cut.entered(&route.customers), 2.0);
        assert_eq!(cost(&lrp, &route) - cost(&paid, &route), 14.0);
    }

    #[test]
    fn a_group_that_half_routes_come_to_too_seldom_is_found_once() {
        let lrp = line(&[100.0, 101.0, 102.0]);
        let route = |customers: &[usize]| Route { depot: 0, customers: customers.to_vec() };
        let routes = [route(&[0, 1]), route(&[1, 2]), route(&[0, 2])];
        let used: Vec<(&Route, f64)> = routes.iter().map(|route| (route, 0.5)).collect();

        let found = violated(&lrp, &used, &[]);

        // Six of four are two vehicles; one and a half come.
        assert_eq!(found, [Cut { has: vec![true; 3], least: 2.0 }]);
        assert_eq!(violated(&lrp, &used, &found), []);
    }

    #[cfg(feature = "highs")]
    #[test]
    fn a_far_group_costs_as_many_ways_there_as_vehicles_it_takes() {
        // Three far customers take two vehicles, one of which has room for the near one.
        let lrp = line(&[100.0, 100.0, 100.0, 1.0]);

        let mut tier = super::super::Tier::of(&lrp, &[], f64::INFINITY).expect("one depot");
        tier.run(f64::INFINITY, &crate::units::Never);

        assert_eq!(tier.value(), Some(400.0));
    }
}
