//! How far people are from who serves them, and what that is priced at. (M184)

use super::build::{Part, Surveyed};
use super::demand::Customer;
use super::faults::direction;
use super::wishes::Wishes;
use crate::county::County;
use crate::facts;
use crate::site::levels::{Coverage, Siting};
use crate::units::Fen;

/// How far a siting is from those it serves.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reach {
    /// What counts as near, hours.
    pub within: f64,
    /// Streams of places that are farther, and all.
    pub beyond: usize,
    pub all: usize,
    /// Of those that are farther: served by nobody.
    pub out: usize,
    /// The longest drive, hours.
    pub longest: f64,
    /// The drive that, if all people had it, would be as bad as those they have (Kolm-Pollak), hours.
    pub equal: f64,
}

/// One way to weigh cost against coverage.
#[derive(Clone, Debug, PartialEq)]
pub struct FrontPoint {
    /// Fen a year for each stream that is far.
    pub price: Fen,
    /// Fen a year without that price.
    pub cost: Fen,
    /// No siting with as few far streams costs less.
    pub bound: Fen,
    pub reach: Reach,
    /// Open alternatives.
    pub open: Vec<usize>,
}

impl Reach {
    /// Share of the streams that are near.
    #[must_use]
    pub fn share(&self) -> f64 {
        if self.all == 0 { 1.0 } else { 1.0 - self.beyond as f64 / self.all as f64 }
    }
}

/// Hours that count as near where nothing is said.
fn near(wishes: &Wishes) -> f64 {
    wishes.within.map_or_else(|| facts::value("siting.near"), |seconds| seconds / 3600.0)
}

fn people(county: &County, customers: &[Customer]) -> Vec<f64> {
    customers.iter().map(|customer| f64::from(county.place(customer.place).population.max(1))).collect()
}

impl Surveyed {
    /// With prices of late and unequal service in its costs, in place of those it has.
    #[must_use]
    pub fn serving(mut self, county: &County, customers: &[Customer], wishes: &Wishes) -> Surveyed {
        let near = near(wishes) as f32;
        let aversion = facts::value("siting.aversion");
        let people = people(county, customers);
        for (cell, &hours) in self.drive.iter().enumerate() {
            let late = if hours > near { wishes.beyond } else { 0.0 };
            let unequal = ((aversion * f64::from(hours)).exp() - 1.0) / aversion;
            let price = late + wishes.equity * people[cell % people.len()] * unequal;
            let old = std::mem::replace(&mut self.parts[Part::Service as usize][cell], price);
            self.levels.costs[cell] += price - old;
        }
        self.levels.coverage = wishes.share.map(|share| self.coverage(customers, near, share));
        self
    }

    /// Who would be far from whom, and how many of what is delivered and collected may be; those
    /// whom no site can serve are far as well.
    fn coverage(&self, customers: &[Customer], near: f32, share: f64) -> Coverage {
        let group: Vec<usize> = customers.iter().map(|customer| direction(customer.stream)).collect();
        let most = |own: usize| {
            let all = group.iter().filter(|&&group| group == own).count() + self.out[own];
            ((1.0 - share) * all as f64 + 1e-9).floor() - self.out[own] as f64
        };
        let most = vec![most(0), most(1)];
        Coverage { far: self.drive.iter().map(|&hours| hours > near).collect(), group, most }
    }

    /// How far a siting is from those it serves.
    #[must_use]
    pub fn reach(&self, county: &County, customers: &[Customer], wishes: &Wishes, siting: &Siting) -> Reach {
        let (within, aversion) = (near(wishes), facts::value("siting.aversion"));
        let mut reach = Reach {
            within,
            beyond: self.out.iter().sum(),
            all: customers.len() + self.out.iter().sum::<usize>(),
            out: self.out.iter().sum(),
            longest: 0.0,
            equal: 0.0,
        };
        let (mut weight, mut bad) = (0.0, 0.0);
        // Who is divided is as far as the farthest part.
        let mut hours = vec![0.0_f32; customers.len()];
        for (customer, at, _) in siting.all() {
            let row = self.levels.alternatives[at].row;
            hours[customer] = hours[customer].max(self.drive[row * customers.len() + customer]);
        }
        for (hours, people) in hours.into_iter().zip(people(county, customers)) {
            reach.beyond += usize::from(hours > within as f32);
            reach.longest = reach.longest.max(f64::from(hours));
            weight += people;
            bad += people * (aversion * f64::from(hours)).exp();
        }
        reach.equal = if weight > 0.0 { (bad / weight).ln() / aversion } else { 0.0 };
        reach
    }
}
