//! What a siting means: each site's work, money and reasons.

use super::benefit::{ColdRoom, cold_room, saved};
use super::build::{Part, Surveyed};
use super::demand::Customer;
use super::resources::{RESOURCES, Resource};
use super::season::SEASONS;
use super::service::Reach;
use crate::county::{PlaceId, SiteId};
use crate::site::levels::{self, Answer};
use crate::units::{Fen, Grams};

/// Having sites, then [`Part::ALL`].
pub type Money = [Fen; 6];

/// An open site.
#[derive(Clone, Debug, PartialEq)]
pub struct Opened {
    pub alternative: usize,
    pub site: SiteId,
    pub hub: SiteId,
    /// Places that it serves in any stream, ascending.
    pub places: Vec<PlaceId>,
    /// Parcels a day of each season, what it feeds included.
    pub parcels: [f64; 4],
    /// By season, then resource: how much of it is used, 0 to 1; `None` where nothing limits it.
    pub used: [[Option<f64>; RESOURCES]; 4],
    /// Harvest and cold goods a year.
    pub fresh: Grams,
    /// Fen a year: having it, then [`Part::ALL`].
    pub money: Money,
    /// Fen a year that goods would lose more if the hub served these places itself.
    pub saved: Fen,
    /// Who pays how much of the cold room.
    pub cold: Option<ColdRoom>,
}

impl Opened {
    /// How much of a resource is used in the fullest season.
    #[must_use]
    pub fn fullest(&self, resource: Resource) -> Option<f64> {
        self.used.iter().filter_map(|season| season[resource as usize]).max_by(f64::total_cmp)
    }
}

/// A site that stays closed.
#[derive(Clone, Debug, PartialEq)]
pub struct Rejected {
    pub site: SiteId,
    /// No siting with it costs less than the one shown by less than this: proved. Negative or 0 if
    /// that is all that is proved.
    pub worse_by: Fen,
    /// What the siting shown costs more with it opened, each then served where it is cheapest;
    /// `None` if a rule forbids that.
    pub at_most: Option<Fen>,
    /// The alternative that comes closest.
    pub alternative: usize,
}

impl Rejected {
    /// Fen a day that the site may cost for the siting with it to be the cheaper one, of `fixed` a
    /// day; `None` if it would not be worth it for nothing, or that is not known.
    #[must_use]
    pub fn worth(&self, fixed: Fen) -> Option<Fen> {
        let days = crate::facts::value("siting.days");
        let worth = fixed.as_f64() - self.at_most?.as_f64().max(0.0) / days;
        (worth > 0.0).then(|| Fen::rounded(worth))
    }
}

/// A customer, or a part of one, and the site that serves it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Served {
    pub customer: usize,
    /// Index into [`Outcome::opened`].
    pub opened: usize,
    /// Of the customer: 1 unless several sites serve it.
    pub share: f64,
}

/// A siting in the words of the county.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    pub opened: Vec<Opened>,
    pub rejected: Vec<Rejected>,
    /// Who serves whom, by customer.
    pub served: Vec<Served>,
    /// Fen a year: having sites, then [`Part::ALL`]; sums to the total.
    pub money: Money,
    pub total: Fen,
    pub bound: Fen,
    pub is_optimal: bool,
    /// How far people are; `None` until the county was looked at.
    pub reach: Option<Reach>,
}

impl Outcome {
    /// What the bound leaves open, as a share of the total.
    #[must_use]
    pub fn gap(&self) -> f64 {
        let total = self.total.as_f64();
        if total > 0.0 { ((total - self.bound.as_f64()) / total).max(0.0) } else { 0.0 }
    }
}

/// Tells an answer; `None` if nothing was found.
#[must_use]
pub fn outcome(customers: &[Customer], surveyed: &Surveyed, answer: &Answer) -> Option<Outcome> {
    let best = answer.best.as_ref()?;
    let levels = &surveyed.levels;
    let mut opened: Vec<Opened> = best.open.iter().map(|&at| opened(surveyed, at)).collect();
    let mut money = vec![[0.0; 6]; opened.len()];
    let mut load = vec![vec![0.0; levels.resources]; opened.len()];
    let (mut fresh, mut served) = (vec![0.0; opened.len()], Vec::new());
    for (number, by, share) in best.all() {
        let Some(at) = best.open.iter().position(|&open| open == by) else { continue };
        let cell = levels.alternatives[by].row * levels.customers + number;
        for part in Part::ALL {
            money[at][1 + part as usize] += share * surveyed.parts[part as usize][cell];
        }
        opened[at].places.push(customers[number].place);
        fresh[at] += share * fresh_kilograms(&customers[number]);
        let hub = levels.alternatives[by].hub;
        let hub = best.open.iter().position(|&other| levels.alternatives[other].site == hub);
        for place in std::iter::once(at).chain(hub.filter(|&hub| hub != at)) {
            load[place].iter_mut().zip(levels.uses(number)).for_each(|(load, uses)| *load += share * uses);
        }
        served.push(Served { customer: number, opened: at, share });
    }
    served.sort_by_key(|it| (it.customer, it.opened));
    opened.iter_mut().zip(fresh).for_each(|(own, fresh)| own.fresh = Grams::rounded(fresh * 1000.0));
    for ((own, mut money), load) in opened.iter_mut().zip(money).zip(load) {
        own.places.sort_unstable();
        own.places.dedup();
        let alternative = &levels.alternatives[own.alternative];
        money[0] = alternative.fixed;
        own.money = money.map(Fen::rounded);
        own.saved = saved(surveyed, best, own.alternative);
        own.cold = cold_room(customers, surveyed, best, own.alternative);
        own.parcels = std::array::from_fn(|season| load[Resource::Parcels.at(season)]);
        own.used = std::array::from_fn(|season| used(&load, &alternative.capacity, season));
    }
    let sum = |part: usize| Fen(opened.iter().map(|own| own.money[part].0).sum());
    let money: Money = std::array::from_fn(sum);
    let total = Fen(money.iter().map(|part| part.0).sum());
    let bound = Fen(answer.bound.floor() as i64).min(total);
    let rejected = rejected(surveyed, answer, &best.open, total);
    let bound = if answer.is_optimal { total } else { bound };
    let is_optimal = answer.is_optimal;
    Some(Outcome { opened, rejected, served, money, total, bound, is_optimal, reach: None })
}

fn opened(surveyed: &Surveyed, alternative: usize) -> Opened {
    let found = &surveyed.found[alternative];
    Opened {
        alternative,
        site: found.site,
        hub: found.hub,
        places: Vec::new(),
        parcels: [0.0; 4],
        used: [[None; RESOURCES]; 4],
        fresh: Grams(0),
        money: [Fen(0); 6],
        saved: Fen(0),
        cold: None,
    }
}

/// What of a customer's goods ages, in a year.
fn fresh_kilograms(customer: &Customer) -> f64 {
    let days = crate::facts::value("siting.days") / SEASONS.len() as f64;
    let is_fresh = customer.stream != super::demand::Stream::Dry;
    let kilograms: f64 = (0..SEASONS.len()).map(|season| customer.kilograms(season) * days).sum();
    if is_fresh { kilograms } else { 0.0 }
}

fn used(load: &[f64], capacity: &[f64], season: usize) -> [Option<f64>; RESOURCES] {
    Resource::ALL.map(|resource| {
        let (load, room) = (load[resource.at(season)], capacity[resource.at(season)]);
        (room.is_finite() && room > 0.0).then(|| load / room)
    })
}

/// Closed sites that may be opened, the closest to being worth it first.
fn rejected(surveyed: &Surveyed, answer: &Answer, open: &[usize], total: Fen) -> Vec<Rejected> {
    let levels = &surveyed.levels;
    let is_open = |site: usize| open.iter().any(|&at| levels.alternatives[at].site == site);
    let mut found: Vec<Rejected> = Vec::new();
    for at in levels.usable().filter(|&at| !is_open(levels.alternatives[at].site)) {
        let worse_by = Fen::rounded((answer.with[at] - total.as_f64()).clamp(-1e15, 1e15));
        let own = Rejected { site: surveyed.found[at].site, worse_by, at_most: None, alternative: at };
        match found.iter_mut().find(|known| known.site == own.site) {
            Some(known) if own.worse_by < known.worse_by => *known = own,
            Some(_) => {}
            None => found.push(own),
        }
    }
    for own in &mut found {
        let mut set = open.to_vec();
        set.push(own.alternative);
        set.sort_unstable();
        let with = levels::with_open(levels, &set);
        own.at_most = with.map(|with| Fen::rounded((with.cost - total.as_f64()).clamp(-1e15, 1e15)));
    }
    found.sort_by_key(|it| (it.worse_by, it.site));
    found
}
