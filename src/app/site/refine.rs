//! Site sets priced by routes instead of shares of round trips. (M181), (M182)
//!
//! The best set and its neighbours are routed on one mean day of each season;
//! what a customer adds becomes its own cost, what is left of a site's rounds
//! becomes a cost of having it. With costs refitted so the best set is
//! sought again, and routed, until that leads to no new set.

#[cfg(all(test, feature = "highs"))]
mod tests;

use super::rounds::{Rounds, Yard};
use crate::county::{PlaceId, SiteId, SiteKind, VehicleTypeId};
use crate::site::levels::{self, Levels, Siting};
use crate::site::survey::{Part, Refined, RoutedSet, SEASONS, Surveyed, Times};
use crate::units::{Fen, Stop};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// Neighbours of the first set that are routed with it.
const NEIGHBOURS: usize = 3;
/// Sites that are looked at for one more.
const CLOSEST: usize = 8;
const REFITS: usize = 4;
/// Another set than the star's is taken if it is routed this much cheaper, in percent: what the
/// routing search leaves to chance must not open a site.
const CLEARLY: i64 = 1;

/// Routes the best sets; `None` if there is no time for the first.
#[must_use]
pub fn refine(
    yard: &Yard,
    kinds: &[SiteKind],
    surveyed: &Surveyed,
    (best, with): (&Siting, &[f64]),
    stop: &dyn Stop,
) -> Option<Refined> {
    let mut book = Book { yard, kinds, surveyed, stop, known: BTreeMap::new() };
    let mut sets = vec![book.whole(best)?];
    for siting in neighbours(&surveyed.levels, best, with) {
        sets.extend(book.whole(&siting));
    }
    let (mut refits, mut is_stable) = (0, false);
    while refits < REFITS && !stop.now() {
        refits += 1;
        let refitted = book.refit();
        let from = &sets[cheapest(&sets)].siting.open;
        let next = levels::improve_open(&refitted, from, stop)?;
        if stop.now() {
            break;
        }
        if sets.iter().any(|set| set.siting.open == next.open && set.siting.home == next.home) {
            is_stable = true;
            break;
        }
        let next = Siting { cost: levels::judge(&surveyed.levels, &next).ok()?, ..next };
        sets.extend(book.whole(&next));
    }
    Some(Refined { best: taken(&sets), sets, refits, is_stable })
}

/// The cheapest, if it is clearly cheaper than the first.
fn taken(sets: &[RoutedSet]) -> usize {
    let best = cheapest(sets);
    let routed = |set: usize| i128::from(sets[set].routed.0);
    if routed(best) * 100 <= routed(0) * i128::from(100 - CLEARLY) { best } else { 0 }
}

fn cheapest(sets: &[RoutedSet]) -> usize {
    (0..sets.len()).min_by_key(|&set| (sets[set].routed, set)).unwrap_or(0)
}

/// Sets with one site less, one of the closest more, or one exchanged, the cheapest first.
fn neighbours(levels: &Levels, best: &Siting, with: &[f64]) -> Vec<Siting> {
    let without = best.open.iter().map(|out| best.open.iter().copied().filter(|at| at != out).collect());
    let mut sets: Vec<Vec<usize>> = without.collect();
    let site = |at: usize| levels.alternatives[at].site;
    let is_open = |at: usize| best.open.iter().any(|&open| site(open) == site(at));
    let is_fed = |at: usize| best.open.iter().any(|&open| site(open) == levels.alternatives[at].hub);
    let mut more: Vec<usize> = levels.usable().filter(|&at| !is_open(at) && is_fed(at)).collect();
    more.sort_by(|&a, &b| with[a].total_cmp(&with[b]));
    let smaller = sets.clone();
    // One more, and one in place of another; rounds of sites that keep their customers are known.
    for at in more.into_iter().take(CLOSEST) {
        for base in std::iter::once(&best.open).chain(&smaller) {
            let mut set = base.clone();
            set.push(at);
            set.sort_unstable();
            sets.push(set);
        }
    }
    let mut found: Vec<Siting> = sets.iter().filter_map(|set| levels::with_open(levels, set)).collect();
    found.sort_by(|a, b| a.cost.total_cmp(&b.cost));
    found.truncate(NEIGHBOURS);
    found
}

/// Customers of a site, and how many millionths of each.
type Round = (SiteId, Vec<Portion>);

/// A customer, and how many millionths of it.
type Portion = (usize, u32);

const MILLION: f64 = 1e6;

/// All rounds that have been routed.
struct Book<'a> {
    yard: &'a Yard<'a>,
    kinds: &'a [SiteKind],
    surveyed: &'a Surveyed,
    stop: &'a dyn Stop,
    known: BTreeMap<Round, Year>,
}

/// A site's rounds of a year.
#[derive(Clone, Debug, Default)]
struct Year {
    /// Fen.
    cost: f64,
    /// What the star says of the same.
    star: f64,
    /// By customer of the round.
    added: Vec<f64>,
    /// Of the season of the sample day.
    trips: Vec<Vec<PlaceId>>,
    /// The same day's vehicles.
    vehicles: BTreeMap<VehicleTypeId, u32>,
}

/// Of a customer, as a share.
fn part((_, millionths): Portion) -> f64 {
    f64::from(millionths.max(1)) / MILLION
}

impl Book<'_> {
    fn last_mile(&self, row: usize, customer: usize) -> f64 {
        self.surveyed.parts[Part::LastMile as usize][row * self.surveyed.levels.customers + customer]
    }

    fn is_driven(&self, site: SiteId) -> bool {
        self.kinds[site.index()] != SiteKind::Pad
    }

    /// A set as routed; `None` if time ended on the way: rounds of a search cut short look too dear.
    fn whole(&mut self, siting: &Siting) -> Option<RoutedSet> {
        if self.stop.now() { None } else { self.route(siting).filter(|_| !self.stop.now()) }
    }

    fn route(&mut self, siting: &Siting) -> Option<RoutedSet> {
        let levels = &self.surveyed.levels;
        let of = |at: usize| -> Vec<Portion> {
            siting.served(at).into_iter().map(|it| (it.0, (it.1 * MILLION).round() as u32)).collect()
        };
        let all = siting.open.iter().map(|&at| ((self.surveyed.found[at].site, of(at)), at));
        let all: Vec<(Round, usize)> =
            all.filter(|(round, _)| self.is_driven(round.0) && !round.1.is_empty()).collect();
        let new: Vec<&(Round, usize)> = all.iter().filter(|it| !self.known.contains_key(&it.0)).collect();
        let years: Vec<Option<Year>> = new
            .par_iter()
            .with_max_len(1)
            .map(|(round, at)| self.year(round.0, &round.1, levels.alternatives[*at].row))
            .collect();
        let new: Vec<Round> = new.into_iter().map(|it| it.0.clone()).collect();
        for (round, year) in new.into_iter().zip(years) {
            self.known.insert(round, year?);
        }
        let (mut cost, mut driven) = (0.0, 0.0);
        let (mut trips, mut vehicles) = (Vec::new(), Vec::new());
        for (round, at) in all {
            let row = levels.alternatives[at].row;
            let star: f64 = round.1.iter().map(|&it| part(it) * self.last_mile(row, it.0)).sum();
            let (site, year) = (round.0, &self.known[&round]);
            cost += year.cost;
            driven += star;
            trips.push((site, year.trips.clone()));
            vehicles.push((site, year.vehicles.clone()));
        }
        // Pads have no rounds; that must not make them look better than sites that have.
        let flown: f64 = siting
            .all()
            .filter(|it| !self.is_driven(self.surveyed.found[it.1].site))
            .map(|(customer, at, share)| share * self.last_mile(levels.alternatives[at].row, customer))
            .sum();
        let times = if driven > 0.0 { (cost / driven).max(1.0) } else { 1.0 };
        let routed = siting.cost + cost - driven + (times - 1.0) * flown;
        Some(RoutedSet {
            siting: siting.clone(),
            star: Fen::rounded(siting.cost),
            routed: Fen::rounded(routed),
            trips,
            vehicles,
        })
    }

    /// One mean day of each season. Who no vehicle serves costs what the star says.
    fn year(&self, site: SiteId, customers: &[Portion], row: usize) -> Option<Year> {
        let star = |it: &Portion| part(*it) * self.last_mile(row, it.0);
        let parts: Vec<(usize, f64)> = customers.iter().map(|&it| (it.0, part(it))).collect();
        let sample = self.yard.season();
        let mut year = Year { added: vec![0.0; customers.len()], ..Year::default() };
        let days: Vec<Option<Rounds>> = (0..SEASONS.len())
            .into_par_iter()
            .map(|season| self.yard.rounds(site, &parts, season, self.stop))
            .collect();
        for (season, rounds) in days.into_iter().enumerate() {
            let rounds = rounds?;
            let days = Times::new(SEASONS[season], sample).days;
            year.cost += rounds.cost * days;
            year.added.iter_mut().zip(&rounds.added).for_each(|(sum, added)| *sum += added * days);
            for &left in &rounds.left {
                let star = star(&customers[left]) / SEASONS.len() as f64;
                year.cost += star;
                year.added[left] += star;
            }
            if SEASONS[season] == sample {
                (year.trips, year.vehicles) = (rounds.trips, rounds.vehicles);
            }
        }
        let stars: Vec<f64> = customers.iter().map(star).collect();
        year.star = stars.iter().sum();
        share(&mut year, &stars);
        Some(year)
    }

    /// The question with costs of ways as they were routed, as far as they were.
    fn refit(&self) -> Levels {
        let fit = Fit::of(self);
        let levels = &self.surveyed.levels;
        let mut new = levels.clone();
        let mut done = vec![false; new.costs.len() / levels.customers.max(1)];
        for at in 0..levels.alternatives.len() {
            let (site, row) = (self.surveyed.found[at].site, levels.alternatives[at].row);
            if std::mem::replace(&mut done[row], true) {
                continue;
            }
            for customer in 0..levels.customers {
                let cell = row * levels.customers + customer;
                if levels.costs[cell].is_finite() {
                    let star = self.last_mile(row, customer);
                    let way =
                        if self.is_driven(site) { fit.way(site, customer, star) } else { fit.times() * star };
                    new.costs[cell] = (levels.costs[cell] + way - star).max(0.0);
                }
            }
        }
        new
    }
}

/// Makes what customers add into shares of the whole cost: half by what they add, half by their stars.
///
/// What they add alone is too little for all together and jumps from round to round.
fn share(year: &mut Year, stars: &[f64]) {
    let (added, star) = (year.added.iter().sum::<f64>(), stars.iter().sum::<f64>());
    for (own, own_star) in year.added.iter_mut().zip(stars) {
        let by_star = if star > 0.0 { own_star / star } else { 1.0 / stars.len() as f64 };
        let by_added = if added > 0.0 { *own / added } else { by_star };
        *own = year.cost * (by_added + by_star) / 2.0;
    }
}

/// What has been learned from rounds, by site.
struct Fit {
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
    fn of(book: &Book) -> Fit {
        let mut fit = Fit { added: BTreeMap::new(), one: BTreeMap::new(), all: Default::default() };
        for ((site, customers), year) in &book.known {
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

    /// What all rounds cost over what the star says of them, at least 1.
    fn times(&self) -> f64 {
        if self.all.1 > 0.0 { (self.all.0 / self.all.1).max(1.0) } else { 1.0 }
    }

    /// As it was routed; else by what the star is wrong by at that site, or everywhere.
    fn way(&self, site: SiteId, customer: usize, star: f64) -> f64 {
        if let Some(one) = self.one.get(&(site, customer)) {
            return one.0 / one.1;
        }
        let (added, said) = self.added.get(&site).copied().unwrap_or(self.all);
        if said > 0.0 { star * added / said } else { star }
    }
}
