//! Does everything that the plan names exist?

use super::{Rule, Violations, Where, report};
use crate::county::{County, OrderId, SiteId};
use crate::plan::{Plan, Round, Trip};

pub(super) fn check(county: &County, plan: &Plan) -> Violations {
    let mut found = Vec::new();
    if plan.county != county.code {
        report(&mut found, Where::Plan, Rule::OtherCounty);
    }
    if plan.date != county.date {
        report(&mut found, Where::Plan, Rule::OtherDate);
    }
    for (index, round) in plan.rounds.iter().enumerate() {
        check_round(county, index, round, &mut found);
    }
    for (index, unserved) in plan.unserved.iter().enumerate() {
        known_order(county, Where::Unserved(index), unserved.order, &mut found);
    }
    found
}

fn check_round(county: &County, index: usize, round: &Round, found: &mut Violations) {
    let Some(kind) = county.vehicle_types.get(round.vehicle_type.index()) else {
        report(found, Where::Round(index), Rule::UnknownVehicleType(round.vehicle_type));
        return;
    };
    if round.trips.is_empty() {
        report(found, Where::Round(index), Rule::EmptyRound);
    }
    for (number, trip) in round.trips.iter().enumerate() {
        check_trip(county, kind.compartments.len(), (index, number), trip, found);
    }
}

fn check_trip(
    county: &County,
    compartments: usize,
    (round, index): (usize, usize),
    trip: &Trip,
    found: &mut Violations,
) {
    let at = Where::Trip(round, index);
    for site in [trip.from, trip.to] {
        known_site(county, at, site, found);
    }
    if trip.stops.is_empty() {
        report(found, at, Rule::EmptyTrip);
    }
    for (number, stop) in trip.stops.iter().enumerate() {
        let at = Where::Stop(round, index, number);
        known_order(county, at, stop.order, found);
        if stop.compartment >= compartments {
            report(found, at, Rule::UnknownCompartment(stop.compartment));
        }
    }
}

fn known_site(county: &County, at: Where, site: SiteId, found: &mut Violations) {
    if site.index() >= county.sites.len() {
        report(found, at, Rule::UnknownSite(site));
    }
}

fn known_order(county: &County, at: Where, order: OrderId, found: &mut Violations) {
    if order.index() >= county.orders.len() {
        report(found, at, Rule::UnknownOrder(order));
    }
}
