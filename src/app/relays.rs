//! Orders that change vehicles on the way, or go in parts, put into a day's plan.

use super::AppError;
use super::again::FromRequest;
use super::check::{name, read};
use super::load::Loaded;
use crate::airlift::{Airlift, Wing};
use crate::county::{County, OrderId, SiteId, VehicleTypeId};
use crate::echelon::{self, Chosen, Day};
use crate::finding::{Code, Finding, Spot};
use crate::matrix::Matrices;
use crate::model::Placing;
use crate::plan::{self, BuildMeta, Past, PastTrip, Plan};
use crate::relay::{self, Kit, Relay};
use crate::solve::{Options, Outcome};
use crate::units::{Moment, Stop, Term};
use crate::wire;
use std::collections::{BTreeMap, BTreeSet};

/// What a plan with legs is made from.
pub struct Job<'a> {
    pub matrices: &'a Matrices,
    pub airlift: Option<&'a Airlift>,
    pub meta: &'a BuildMeta,
    pub options: Options,
    pub stop: &'a dyn Stop,
}

impl Job<'_> {
    fn day<'d>(&'d self, county: &'d County, loaded: &Loaded) -> Day<'d> {
        Day {
            county,
            placing: Placing::of(&loaded.located),
            matrices: self.matrices,
            blind: !self.meta.spoilage,
            grounded: BTreeSet::new(),
            landings: self.landings(loaded),
        }
    }

    /// Pads where carried drones may be met, by drone at its post.
    fn landings(&self, loaded: &Loaded) -> BTreeMap<VehicleTypeId, Vec<SiteId>> {
        let wings = self.airlift.into_iter().flat_map(|airlift| &airlift.wings);
        let is_carried = |wing: &&Wing| {
            let kind = loaded.read.county.vehicle_type(wing.kind);
            kind.flies.is_some_and(|flies| flies.from.is_some())
        };
        wings.filter(is_carried).map(|wing| (wing.kind, wing.landings(&loaded.located))).collect()
    }

    /// True if the county has anything that could be laid over a place or into parts.
    #[must_use]
    pub fn is_thinkable(&self, loaded: &Loaded) -> bool {
        echelon::is_thinkable(&self.day(&loaded.read.county, loaded))
    }

    /// The plan with legs, if that saves anything over `outcome`. The county and its stops then
    /// have the legs as orders.
    pub fn lay(&self, loaded: &mut Loaded, outcome: &Outcome) -> Option<Plan> {
        let county = loaded.read.county.clone();
        let doors = (loaded.located.picks.clone(), loaded.located.drops.clone());
        let mut day = self.day(&county, loaded);
        let mut chosen = echelon::choose(&day, &outcome.solution, &self.options, self.stop)?;
        loop {
            put(loaded, &county, (&chosen.relays, &chosen.posed.kits));
            let mut plan = self.plan(loaded, outcome, &chosen);
            let crowded = plan::crowded(&loaded.read.county, &plan);
            if crowded.is_empty() {
                plan.search.cold =
                    plan::cold_worth(&loaded.read.county, &chosen.posed.problem, &chosen.solution);
                return Some(plan);
            }
            let hit = relays_of(&county, &chosen.relays, &crowded);
            let before = day.grounded.len();
            day.grounded.extend(
                crowded.iter().filter(|order| order.index() < county.orders.len() && !hit.contains(order)),
            );
            let is_stuck = hit.is_empty() && day.grounded.len() == before;
            let next = echelon::without(&day, &chosen, &hit, &self.options, self.stop);
            let next = next.filter(|next| !next.relays.is_empty() && next.cost < outcome.cost && !is_stuck);
            let Some(next) = next else {
                loaded.read.county = county;
                (loaded.located.picks, loaded.located.drops) = doors;
                return None;
            };
            chosen = next;
        }
    }

    fn plan(&self, loaded: &Loaded, outcome: &Outcome, chosen: &Chosen) -> Plan {
        let searched = Outcome {
            solution: chosen.solution.clone(),
            cost: chosen.cost,
            iterations: outcome.iterations + chosen.iterations,
            partition: None,
        };
        let joined = (&loaded.read.county, &loaded.located);
        let mut plan = plan::build_with(joined, &chosen.posed.problem, &searched, self.meta, self.airlift);
        plan.breakdown[Term::Handover] += chosen.relays.iter().map(Relay::handing_over).sum();
        plan.breakdown[Term::Time] += chosen.crews;
        plan.relays = chosen.relays.clone();
        plan.kits = chosen.posed.kits.clone();
        // By road or by air is asked where customers are, not on the way to a pad.
        let brought = loaded.read.county.orders.len() - 2 * plan.kits.len();
        let orders = loaded.read.county.orders.len() - relay::extra(&plan.relays, &plan.kits);
        let relays = &plan.relays;
        let asks =
            |order: OrderId| order.index() < brought && relay::customer(orders, relays, order).is_some();
        plan.air.iter_mut().for_each(|air| air.verdicts.retain(|one| asks(one.order)));
        plan
    }
}

/// Puts the legs in the place of their orders, into the county and onto its roads.
pub fn put(loaded: &mut Loaded, county: &County, (relays, kits): (&[Relay], &[Kit])) {
    let located = &mut loaded.located;
    located.picks.truncate(county.orders.len());
    located.drops.truncate(county.orders.len());
    let sites = located.sites.clone();
    let (mut picks, mut drops) = (std::mem::take(&mut located.picks), std::mem::take(&mut located.drops));
    relay::place_legs(county, (relays, kits), &sites, &mut picks, &mut drops);
    (located.picks, located.drops) = (picks, drops);
    loaded.read.county = relay::expand(county, relays, kits);
}

/// Orders whose legs are among these.
fn relays_of(county: &County, relays: &[Relay], legs: &BTreeSet<OrderId>) -> BTreeSet<OrderId> {
    let all = relay::legs(county.orders.len(), relays).into_iter();
    all.filter(|leg| legs.contains(&leg.id)).map(|leg| relays[leg.relay].order).collect()
}

/// Takes the legs that have not begun out of a plan of before, so that their orders are planned
/// anew.
///
/// # Errors
/// `E604` for an order of which a leg has begun.
pub fn dissolve(request: &FromRequest, loaded: &Loaded, past: &mut Past) -> Result<(), AppError> {
    let file = request.plan.display().to_string();
    let failed = |findings: Vec<Finding>| AppError::Findings(name(findings, &file));
    let text = read(&request.plan).map_err(|finding| failed(vec![*finding]))?;
    let codes = wire::plan::leg_codes(&text).map_err(failed)?;
    if codes.is_empty() {
        return Ok(());
    }
    let freeze = request.freeze.filter(|_| past.date == loaded.read.county.date);
    for round in &mut past.rounds {
        for trip in &mut round.trips {
            if let Some(code) = begun(trip, &codes, freeze) {
                let finding = Finding::new(Code::E604, Spot::file(""));
                let finding = finding.with("cause", "an order that is carried in several legs has begun");
                return Err(failed(vec![finding.with("id", code)]));
            }
            trip.stops.retain(|stop| !codes.contains(&stop.order));
        }
        round.trips.retain(|trip| !trip.stops.is_empty());
    }
    past.rounds.retain(|round| !round.trips.is_empty());
    Ok(())
}

fn begun(trip: &PastTrip, codes: &BTreeSet<String>, freeze: Option<Moment>) -> Option<String> {
    freeze.filter(|freeze| trip.has_begun(*freeze))?;
    trip.stops.iter().find(|stop| codes.contains(&stop.order)).map(|stop| stop.order.clone())
}
