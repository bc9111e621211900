//! What rounds teach about the costs of ways. (M181), (M182)

use super::book::{Round, Year, part};
use crate::county::SiteId;
use std::collections::BTreeMap;

/// Makes what customers add into shares of the whole cost: half by what they add, half by their stars.
///
/// What they add alone is too little for all together and jumps from round to round.
pub fn share(year: &mut Year, stars: &[f64]) {
    let (added, star) = (year.added.iter().sum::<f64>(), stars.iter().sum::<f64>());
    for (own, own_star) in year.added.iter_mut().zip(stars) {
        let by_star = if star > 0.0 { own_star / star } else { 1.0 / stars.len() as f64 };
        let by_added = if added > 0.0 { *own / added } else { by_star };
        *own = year.cost * (by_added + by_star) / 2.0;
    }
}

/// What has been learned from rounds, by site.
pub struct Fit {
    /// What rounds cost, and what the star said of the same.
    added: BTreeMap<SiteId, (f64, f64)>,
    one: BTreeMap<(SiteId, usize), (f64, f64)>,
    /// Sums of `added`.
    all: (f64, f64),
}

fn sum(of: &BTreeMap<SiteId, (f64, f64)>) -> (f64, f64) {
    of.values().fold((0.0, 0.0), |sum, it| (sum.0 + it.0, sum.1 + it.1))
}

impl Fit {
    pub fn of<'k>(known: impl Iterator<Item = (&'k Round, &'k Year)>) -> Fit {
        let mut fit = Fit { added: BTreeMap::new(), one: BTreeMap::new(), all: Default::default() };
        for ((site, customers), year) in known {
            let sum = fit.added.entry(*site).or_default();
            *sum = (sum.0 + year.cost, sum.1 + year.star);
            for (&of, &added) in customers.iter().zip(&year.added) {
                let one = fit.one.entry((*site, of.0)).or_default();
                *one = (one.0 + added / part(of), one.1 + 1.0);
            }
        }
        fit.all = sum(&fit.added);
        fit
    }

    /// Whether rounds from a site are known.
    pub fn knows(&self, site: SiteId) -> bool {
        self.added.contains_key(&site)
    }

    /// What all rounds cost over what the star says of them, at least 1.
    pub fn times(&self) -> f64 {
        if self.all.1 > 0.0 { (self.all.0 / self.all.1).max(1.0) } else { 1.0 }
    }

    /// As it was routed; else by what the star is wrong by at that site, or everywhere.
    pub fn way(&self, site: SiteId, customer: usize, star: f64) -> f64 {
        if let Some(one) = self.one.get(&(site, customer)) {
            return one.0 / one.1;
        }
        let (added, said) = self.added.get(&site).copied().unwrap_or(self.all);
        if said > 0.0 { star * added / said } else { star }
    }
}
