//! All rounds that have been routed, each set's from those of sets like it.

use super::fit::{Fit, share};
use crate::app::site::rounds::{Begin, Rounds, Yard};
use crate::county::{SiteId, SiteKind};
use crate::site::levels::{Levels, Siting};
use crate::site::survey::{Part, RoutedSet, SEASONS, Surveyed, Times};
use crate::units::{Fen, Stop};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// Customers of a site, and how many millionths of each.
pub type Round = (SiteId, Vec<Portion>);

/// A customer, and how many millionths of it.
pub type Portion = (usize, u32);

const MILLION: f64 = 1e6;
/// Rounds that share fewer of their customers than this are no help for each other.
const ALIKE: f64 = 0.5;

/// All rounds that have been routed.
pub struct Book<'a> {
    yard: &'a Yard<'a>,
    kinds: &'a [SiteKind],
    pub surveyed: &'a Surveyed,
    stop: &'a dyn Stop,
    known: BTreeMap<Round, Year>,
}

/// A site's rounds of a year.
#[derive(Clone, Debug, Default)]
pub struct Year {
    /// Fen.
    pub cost: f64,
    /// What the star says of the same.
    pub star: f64,
    /// By customer of the round.
    pub added: Vec<f64>,
    /// By season.
    days: Vec<Rounds>,
}

/// Of a customer, as a share.
pub fn part((_, millionths): Portion) -> f64 {
    f64::from(millionths.max(1)) / MILLION
}

impl<'a> Book<'a> {
    pub fn new(
        yard: &'a Yard<'a>,
        kinds: &'a [SiteKind],
        surveyed: &'a Surveyed,
        stop: &'a dyn Stop,
    ) -> Book<'a> {
        Book { yard, kinds, surveyed, stop, known: BTreeMap::new() }
    }

    fn last_mile(&self, row: usize, customer: usize) -> f64 {
        self.surveyed.parts[Part::LastMile as usize][row * self.surveyed.levels.customers + customer]
    }

    fn is_driven(&self, site: SiteId) -> bool {
        self.kinds[site.index()] != SiteKind::Pad
    }

    /// A set as routed; `None` if time ended on the way: rounds of a search cut short look too dear.
    pub fn whole(&mut self, siting: &Siting) -> Option<RoutedSet> {
        if self.stop.now() {
            return None;
        }
        let new: Vec<(Round, usize)> =
            self.rounds(siting).into_iter().filter(|it| !self.known.contains_key(&it.0)).collect();
        let years: Vec<Option<Year>> = new
            .par_iter()
            .with_max_len(1)
            .map(|(round, row)| self.year(round, *row, self.alike(round)))
            .collect();
        if self.stop.now() {
            return None;
        }
        for ((round, _), year) in new.into_iter().zip(years) {
            self.known.insert(round, year?);
        }
        self.again(siting)
    }

    /// Customers of each site that drives rounds, and the row of its costs.
    fn rounds(&self, siting: &Siting) -> Vec<(Round, usize)> {
        let of = |at: usize| -> Vec<Portion> {
            siting.served(at).into_iter().map(|it| (it.0, (it.1 * MILLION).round() as u32)).collect()
        };
        let row = |at: usize| self.surveyed.levels.alternatives[at].row;
        let all = siting.open.iter().map(|&at| ((self.surveyed.found[at].site, of(at)), row(at)));
        all.filter(|(round, _)| self.is_driven(round.0) && !round.1.is_empty()).collect()
    }

    /// A set from what is known; `None` if some of its rounds are not.
    pub fn again(&self, siting: &Siting) -> Option<RoutedSet> {
        let levels = &self.surveyed.levels;
        let sample = SEASONS.iter().position(|&season| season == self.yard.season());
        let (mut cost, mut driven) = (0.0, 0.0);
        let (mut trips, mut vehicles) = (Vec::new(), Vec::new());
        for (round, row) in self.rounds(siting) {
            let star: f64 = round.1.iter().map(|&it| part(it) * self.last_mile(row, it.0)).sum();
            let (site, year) = (round.0, self.known.get(&round)?);
            cost += year.cost;
            driven += star;
            if let Some(day) = sample.and_then(|season| year.days.get(season)) {
                trips.push((site, day.trips.clone()));
                vehicles.push((site, day.vehicles.clone()));
            }
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

    /// Routes each of two sets on from the other's rounds of the same site, and keeps what is cheaper.
    pub fn share(&mut self, one: &Siting, other: &Siting) {
        let (one, other) = (self.rounds(one), self.rounds(other));
        let pairs = one.iter().flat_map(|a| {
            let own = other.iter().filter(move |b| a.0.0 == b.0.0 && a.0.1 != b.0.1);
            own.flat_map(move |b| [(a, b), (b, a)])
        });
        let pairs: Vec<_> = pairs.collect();
        let years = pairs.par_iter().with_max_len(1).map(|&((round, row), (from, _))| {
            let year = self.year(round, *row, self.known.get(from));
            Some((round.clone(), year?))
        });
        let years: Vec<Option<(Round, Year)>> = years.collect();
        if self.stop.now() {
            return;
        }
        for (round, year) in years.into_iter().flatten() {
            if let Some(own) = self.known.get_mut(&round).filter(|own| year.cost < own.cost) {
                *own = year;
            }
        }
    }

    /// The known rounds of the same site that share most of their customers.
    fn alike(&self, (site, customers): &Round) -> Option<&Year> {
        let same = |other: &[Portion]| {
            other.iter().filter(|it| customers.binary_search_by_key(&it.0, |own| own.0).is_ok()).count()
        };
        let known = self.known.iter().filter(|(round, _)| round.0 == *site);
        let known = known.map(|(round, year)| {
            let same = same(&round.1);
            (customers.len() + round.1.len() - 2 * same, same, year)
        });
        let nearest = known.min_by_key(|it| it.0)?;
        (nearest.1 as f64 >= ALIKE * customers.len() as f64).then_some(nearest.2)
    }

    /// One mean day of each season. Who no vehicle serves costs what the star says.
    fn year(&self, (site, customers): &Round, row: usize, from: Option<&Year>) -> Option<Year> {
        let star = |it: &Portion| part(*it) * self.last_mile(row, it.0);
        let parts: Vec<(usize, f64)> = customers.iter().map(|&it| (it.0, part(it))).collect();
        let sample = self.yard.season();
        let mut year = Year { added: vec![0.0; customers.len()], ..Year::default() };
        for (season, rounds) in self.days(*site, &parts, from)?.into_iter().enumerate() {
            let days = Times::new(SEASONS[season], sample).days;
            year.cost += rounds.cost * days;
            year.added.iter_mut().zip(&rounds.added).for_each(|(sum, added)| *sum += added * days);
            for &left in &rounds.left {
                let star = star(&customers[left]) / SEASONS.len() as f64;
                year.cost += star;
                year.added[left] += star;
            }
            year.days.push(rounds);
        }
        let stars: Vec<f64> = customers.iter().map(star).collect();
        year.star = stars.iter().sum();
        share(&mut year, &stars);
        Some(year)
    }

    /// By season: from rounds for nearly the same customers, else all from the first season's.
    fn days(&self, site: SiteId, parts: &[(usize, f64)], from: Option<&Year>) -> Option<Vec<Rounds>> {
        let first = match from {
            Some(_) => None,
            None => Some(self.yard.rounds(site, parts, 0, Begin::Empty, self.stop)?),
        };
        let begin = |season: usize| match (from, &first) {
            (Some(from), _) => Begin::Near(&from.days[season].driven),
            (None, Some(first)) => Begin::Season(&first.driven),
            (None, None) => Begin::Empty,
        };
        let rest: Option<Vec<Rounds>> = (usize::from(first.is_some())..SEASONS.len())
            .into_par_iter()
            .with_max_len(1)
            .map(|season| self.yard.rounds(site, parts, season, begin(season), self.stop))
            .collect();
        Some(first.iter().cloned().chain(rest?).collect())
    }

    /// How many of a set's sites drive rounds and were never routed.
    pub fn new_sites(&self, siting: &Siting) -> usize {
        let is_new = |site: SiteId| !self.known.keys().any(|known| known.0 == site);
        self.rounds(siting).iter().filter(|it| is_new(it.0.0)).count()
    }

    /// The question with costs of ways as they were routed, as far as they were; a site that drives
    /// rounds and was never routed costs `dearer` more.
    pub fn refit(&self, dearer: f64) -> Levels {
        let fit = Fit::of(self.known.iter());
        let levels = &self.surveyed.levels;
        let mut new = levels.clone();
        for (alternative, found) in new.alternatives.iter_mut().zip(&self.surveyed.found) {
            if self.is_driven(found.site) && !fit.knows(found.site) {
                alternative.fixed += dearer;
            }
        }
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
