//! Are there as many vehicles and drivers as the plan uses, and do trips begin
//! and end where they should? (M18)

use super::{Rule, Violations, Where, compare, report};
use crate::county::{County, Service, SiteId, VehicleType};
use crate::plan::{Plan, Round, Trip};
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn check(county: &County, plan: &Plan, found: &mut Violations) {
    let mut seen = BTreeSet::new();
    let mut leaving: BTreeMap<SiteId, usize> = BTreeMap::new();
    for (index, round) in plan.rounds.iter().enumerate() {
        let at = Where::Round(index);
        let kind = county.vehicle_type(round.vehicle_type);
        if round.number == 0 || round.number > kind.count {
            report(found, at, Rule::VehicleNumber { number: round.number, count: kind.count });
        }
        if !seen.insert((round.vehicle_type, round.number)) {
            report(found, at, Rule::VehicleTwice { kind: round.vehicle_type, number: round.number });
        }
        if round.trips.len() > kind.max_trips as usize {
            report(found, at, Rule::TooManyTrips { trips: round.trips.len(), most: kind.max_trips });
        }
        *leaving.entry(kind.start).or_default() += 1;
        check_round(county, index, round, kind, found);
    }
    for (site, vehicles) in leaving {
        if let Some(drivers) = county.site(site).drivers
            && vehicles > drivers as usize
        {
            report(found, Where::Plan, Rule::TooManyDrivers { site, vehicles, drivers });
        }
    }
}

fn check_round(county: &County, round: usize, day: &Round, kind: &VehicleType, found: &mut Violations) {
    for (index, trip) in day.trips.iter().enumerate() {
        let at = Where::Trip(round, index);
        let (from, to) = sites(kind, index, day.trips.len());
        compare(found, at, (trip.from, from), Rule::TripFrom);
        compare(found, at, (trip.to, to), Rule::TripTo);
        check_stops(county, (round, index), trip, (from, to), kind, found);
    }
}

/// Where the trip of this index must begin and end.
pub(super) fn sites(kind: &VehicleType, trip: usize, trips: usize) -> (SiteId, SiteId) {
    (kind.start, if trip + 1 == trips { kind.end } else { kind.start })
}

fn check_stops(
    county: &County,
    (round, index): (usize, usize),
    trip: &Trip,
    (from, to): (SiteId, SiteId),
    kind: &VehicleType,
    found: &mut Violations,
) {
    for (number, stop) in trip.stops.iter().enumerate() {
        let at = Where::Stop(round, index, number);
        let order = county.order(stop.order);
        if !kind.skills.cover(order.skills) {
            report(found, at, Rule::Skills(stop.order));
        }
        let wanted = match order.service {
            Service::Delivery { from: site, .. } => Some((from, site)),
            Service::Collection { to: site, .. } => Some((to, site)),
            Service::Transfer { .. } => None,
        };
        if let Some((stated, derived)) = wanted.filter(|(stated, derived)| stated != derived) {
            report(found, at, Rule::OrderSite { order: stop.order, stated, derived });
        }
    }
}
