//! The question in numbers: alternatives, costs by row, capacities by season.

use super::demand::Customer;
use super::faults::direction;
use super::keep::Keep;
use super::options::{Hold, Offer, options};
use super::price::{Priced, Pricer};
use super::resources::{RESOURCES, room, uses};
use super::season::{SEASONS, Times, seasonal};
use super::ways::{Stay, carriers};
use super::wishes::Wishes;
use crate::county::{County, OrderId, PlaceId, Prices, SiteId, SiteKind};
use crate::facts;
use crate::matrix::{self, Ground, Location, Matrices};
use crate::model;
use crate::network::Located;
use crate::site::levels::{Alternative, Levels};
use crate::site::problem::Choice;
use crate::units::Fen;
use rayon::prelude::*;
use std::collections::BTreeMap;

/// What serving consists of, as an index into [`Surveyed::parts`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    LastMile,
    Haul,
    Spoilage,
    Handling,
    /// What late and unequal service is priced at; nothing unless asked for.
    Service,
}

impl Part {
    pub const ALL: [Part; 5] = [Part::LastMile, Part::Haul, Part::Spoilage, Part::Handling, Part::Service];
}

/// What a question is made of.
pub struct Survey<'a> {
    pub county: &'a County,
    pub wishes: &'a Wishes,
    pub customers: &'a [Customer],
    /// Of the county of [`super::doors`]; weights are replaced season by season.
    pub located: Located,
    pub ground: &'a Ground,
    /// Which drop of `located` is a place's.
    pub doors: &'a BTreeMap<PlaceId, OrderId>,
    pub focus: Focus<'a>,
}

/// What is priced.
#[derive(Clone, Copy, Debug, Default)]
pub struct Focus<'a> {
    /// One season in place of all four, as if it lasted a year.
    pub season: Option<usize>,
    /// Some rows of costs; the others are as if they could not be served.
    pub rows: Option<&'a [usize]>,
}

/// What an alternative is in the county.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    pub site: SiteId,
    pub hub: SiteId,
    pub option: Offer,
}

/// The question, and what its numbers are made of.
#[derive(Clone, Debug)]
pub struct Surveyed {
    pub levels: Levels,
    /// By alternative.
    pub found: Vec<Found>,
    /// By [`Part`], then row, then customer: fen a year.
    pub parts: [Vec<f64>; 5],
    /// By row, then customer: hours of the drive between site and door, in the slowest season.
    pub drive: Vec<f32>,
    /// Deliveries and collections of places that no site can serve, which are left out.
    pub out: [usize; 2],
    /// Sites off the roads, which cannot be opened.
    pub lost: Vec<SiteId>,
}

impl Surveyed {
    /// The same question for some of its customers.
    #[must_use]
    pub fn of(self, kept: &[usize], customers: &[Customer]) -> Surveyed {
        let levels = self.levels;
        if kept.len() == levels.customers {
            return Surveyed { levels, ..self };
        }
        let mut out = [0; 2];
        customers.iter().for_each(|customer| out[direction(customer.stream)] += 1);
        kept.iter().for_each(|&customer| out[direction(customers[customer].stream)] -= 1);
        let columns = |all: &[f64]| -> Vec<f64> {
            all.chunks(levels.customers).flat_map(|row| kept.iter().map(|&customer| row[customer])).collect()
        };
        let drive = self.drive.chunks(levels.customers);
        let drive = drive.flat_map(|row| kept.iter().map(|&customer| row[customer])).collect();
        let uses = kept.iter().flat_map(|&customer| levels.uses(customer).to_vec()).collect();
        let parts = self.parts.each_ref().map(|part| columns(part));
        let costs = columns(&levels.costs);
        Surveyed {
            levels: Levels { customers: kept.len(), uses, costs, ..levels },
            parts,
            drive,
            out,
            ..self
        }
    }
}

/// A site in one way of holding goods, fed by a hub.
pub struct Line {
    pub site: SiteId,
    pub hub: SiteId,
    pub hold: Hold,
}

/// Prices changed by the factors of a scenario.
#[must_use]
pub fn prices(county: &County, wishes: &Wishes) -> Prices {
    let times = |price: Fen, factor: f64| Fen::rounded(price.as_f64() * factor);
    let prices = county.prices;
    Prices {
        diesel: times(prices.diesel, wishes.diesel),
        petrol: times(prices.petrol, wishes.petrol),
        electricity: times(prices.electricity, wishes.electricity),
        carbon: prices.carbon,
    }
}

impl Survey<'_> {
    /// Prices everything.
    #[must_use]
    pub fn build(mut self) -> Surveyed {
        let (mut found, mut lines, mut rows) = (Vec::new(), Vec::new(), Vec::new());
        let hubs = self.hubs();
        for site in self.sites() {
            let own = if hubs.contains(&site) { vec![site] } else { hubs.clone() };
            for hub in own {
                self.site(site, hub, &mut found, &mut lines, &mut rows);
            }
        }
        let size = lines.len() * self.customers.len();
        let mut parts: [Vec<f64>; 5] = std::array::from_fn(|_| vec![0.0; size]);
        let mut drive = vec![0.0_f32; size];
        let all = self.focus.season.map_or(0..SEASONS.len(), |season| season..season + 1);
        for season in all {
            self.season(season, &lines, &mut parts, &mut drive);
        }
        let costs = (0..size).map(|at| parts.iter().map(|part| part[at]).sum()).collect();
        let levels = self.levels(&found, rows, costs);
        let lost = self.county_sites().filter(|&site| self.location(site).is_none()).collect();
        Surveyed { levels, found, parts, drive, out: [0; 2], lost }
    }

    fn county_sites(&self) -> impl Iterator<Item = SiteId> + use<> {
        (0..self.county.sites.len() as u32).map(SiteId)
    }

    pub fn location(&self, site: SiteId) -> Option<Location> {
        self.located.sites[site.index()]
    }

    fn sites(&self) -> Vec<SiteId> {
        self.county_sites().filter(|&site| self.location(site).is_some()).collect()
    }

    fn hubs(&self) -> Vec<SiteId> {
        let is_hub = |site: &SiteId| self.county.site(*site).kind == SiteKind::Warehouse;
        self.sites()
            .into_iter()
            .filter(|site| is_hub(site) && !self.wishes.forbidden.contains(site))
            .collect()
    }

    /// Alternatives of a site under a hub, and the rows that they need.
    fn site(
        &self,
        site: SiteId,
        hub: SiteId,
        found: &mut Vec<Found>,
        lines: &mut Vec<Line>,
        rows: &mut Vec<usize>,
    ) {
        let first = lines.len();
        for option in options(self.county, &self.wishes.sizes, self.county.site(site)) {
            let known = lines[first..].iter().position(|line| line.hold == option.hold);
            let row = known.map_or(lines.len(), |at| first + at);
            if known.is_none() {
                lines.push(Line { site, hub, hold: option.hold });
            }
            rows.push(row);
            found.push(Found { site, hub, option });
        }
    }

    fn season(&mut self, season: usize, lines: &[Line], parts: &mut [Vec<f64>; 5], drive: &mut [f32]) {
        let county = seasonal(self.county, SEASONS[season]);
        let weights =
            self.located.runnings.iter().map(|running| self.located.network.weigh(running, &county));
        self.located.weights = weights.collect();
        let classes = model::Problem::warmth_classes(&county);
        let matrices = matrix::compute_on(self.ground, &self.located, (&county.air, &classes), &[]);
        let prices = prices(&county, self.wishes);
        let pricer = Pricer {
            survey: self,
            season,
            carriers: carriers(&county, &self.located, &prices),
            keeps: county.goods.iter().map(|goods| Keep::new(goods, county.air, &matrices)).collect(),
            matrices: &matrices,
            nearest: self.nearest(&matrices),
            days: Times::new(SEASONS[season], self.county.season).days * self.years(),
        };
        let none = || vec![Priced { money: [f64::INFINITY; 4], seconds: 0.0 }; self.customers.len()];
        let is_wanted = |row: usize| self.focus.rows.is_none_or(|rows| rows.binary_search(&row).is_ok());
        let priced: Vec<Vec<Priced>> = lines
            .par_iter()
            .with_min_len(1)
            .enumerate()
            .map(|(row, line)| if is_wanted(row) { pricer.line(line) } else { none() })
            .collect();
        for (row, priced) in priced.iter().enumerate() {
            for (customer, own) in priced.iter().enumerate() {
                let cell = row * self.customers.len() + customer;
                for (part, money) in parts.iter_mut().zip(own.money) {
                    part[cell] += money * pricer.days;
                }
                drive[cell] = drive[cell].max((own.seconds / 3600.0) as f32);
            }
        }
    }

    /// How often a season counts.
    fn years(&self) -> f64 {
        if self.focus.season.is_some() { SEASONS.len() as f64 } else { 1.0 }
    }

    /// By location: what the way from the nearest other place takes; nothing where there is none.
    fn nearest(&self, matrices: &Matrices) -> Vec<Stay> {
        let places: Vec<Location> =
            self.doors.values().filter_map(|door| self.located.drops[door.index()]).collect();
        let Some(matrix) = matrices.by_running.first() else { return Vec::new() };
        let of = |to: u32| {
            let others = places.iter().filter(|from| from.0 != to);
            let legs = others.filter_map(|&from| matrix.leg(from, Location(to)));
            let leg = legs.min_by_key(|leg| leg.duration);
            leg.map_or(Stay::default(), |leg| Stay {
                seconds: leg.duration.as_f64(),
                metres: leg.distance.as_f64(),
            })
        };
        (0..matrix.size() as u32).into_par_iter().map(of).collect()
    }

    fn levels(&self, found: &[Found], rows: Vec<usize>, costs: Vec<f64>) -> Levels {
        let days = facts::value("siting.days");
        let alternative = |(found, row): (&Found, usize)| {
            let fixed = found.option.fixed.as_f64() * days;
            Alternative {
                site: found.site.index(),
                hub: found.hub.index(),
                fixed,
                spend: fixed,
                capacity: room(&found.option),
                row,
            }
        };
        let index = |ids: &Vec<SiteId>| ids.iter().map(|id| id.index()).collect();
        Levels {
            choice: self.county_sites().map(|site| self.choice(site)).collect(),
            alternatives: found.iter().zip(rows).map(alternative).collect(),
            customers: self.customers.len(),
            resources: RESOURCES * SEASONS.len(),
            uses: self.customers.iter().flat_map(uses).collect(),
            costs,
            exclusive: self.wishes.exclusive.iter().map(index).collect(),
            most: self.wishes.most.unwrap_or(self.county.sites.len()),
            budget: self.wishes.budget.map(Fen::as_f64),
            // Who is far is known when drives are.
            coverage: None,
            divides: !self.wishes.single,
        }
    }

    fn choice(&self, site: SiteId) -> Choice {
        let is_existing = self.county.site(site).opening == crate::county::Opening::Existing;
        if self.wishes.forbidden.contains(&site) || self.location(site).is_none() {
            Choice::Closed
        } else if self.wishes.required.contains(&site) || is_existing && !self.wishes.may_close {
            Choice::Open
        } else {
            Choice::Free
        }
    }
}
