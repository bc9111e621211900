//! Does what a plan before has begun or promised stay as it was? (M96)

use super::{Rule, Violations, Where, report};
use crate::county::{County, OrderId};
use crate::plan::{Action, Past, PastRound, PastTrip, Plan, Round};
use crate::units::Moment;
use std::collections::BTreeMap;

/// Every stop that a vehicle had set out for before `freeze` is still there: vehicle, trip, place,
/// order and times. Nothing was put on a vehicle that had left, and all else begins later.
pub(super) fn check(county: &County, past: &Past, freeze: Moment, plan: &Plan, found: &mut Violations) {
    let orders = county.orders_by_code();
    let key = |round: &Round| (county.vehicle_type(round.vehicle_type).code.as_str(), round.number);
    let rounds: BTreeMap<(&str, u32), usize> =
        plan.rounds.iter().enumerate().map(|(index, round)| (key(round), index)).collect();
    for before in &past.rounds {
        let index = rounds.get(&(before.vehicle_type.as_str(), before.number)).copied();
        check_round(before, index.map(|index| (index, &plan.rounds[index])), (&orders, freeze), found);
    }
    let known: BTreeMap<(&str, u32), &PastRound> =
        past.rounds.iter().map(|round| ((round.vehicle_type.as_str(), round.number), round)).collect();
    for (index, round) in plan.rounds.iter().enumerate() {
        let trips = known.get(&key(round)).map_or(&[][..], |before| &before.trips);
        check_later(county, (index, round), trips, freeze, found);
    }
}

fn check_round(
    before: &PastRound,
    now: Option<(usize, &Round)>,
    (orders, freeze): (&BTreeMap<&str, OrderId>, Moment),
    found: &mut Violations,
) {
    for (number, trip) in before.trips.iter().enumerate() {
        let then = now.and_then(|(index, round)| Some((index, round.trips.get(number)?)));
        for (place, stop) in trip.stops[..trip.fixed(freeze)].iter().enumerate() {
            let order = orders.get(stop.order.as_str()).copied();
            let is_same = then.and_then(|(_, trip)| trip.stops.get(place)).is_some_and(|other| {
                Some(other.order) == order
                    && (other.action, other.start, other.end) == (stop.action, stop.start, stop.end)
            });
            let at = then.map_or(Where::Plan, |(index, _)| Where::Trip(index, number));
            if !is_same {
                report(found, at, order.map_or(Rule::OrderGone, Rule::NotAsBefore));
            }
        }
    }
}

/// Deliveries on vehicles that have left were on them; what has not begun begins after `freeze`.
fn check_later(
    county: &County,
    (index, round): (usize, &Round),
    before: &[PastTrip],
    freeze: Moment,
    found: &mut Violations,
) {
    for (number, trip) in round.trips.iter().enumerate() {
        let past = before.get(number).filter(|past| past.has_begun(freeze));
        let Some(past) = past else {
            if trip.load_start < freeze {
                let rule = Rule::BeforeFreeze { at: trip.load_start, freeze };
                report(found, Where::Trip(index, number), rule);
            }
            continue;
        };
        if past.depart != trip.depart {
            report(found, Where::Trip(index, number), Rule::BeforeFreeze { at: trip.depart, freeze });
        }
        for (place, stop) in trip.stops.iter().enumerate() {
            let code = &county.order(stop.order).code;
            let was_loaded =
                past.stops.iter().any(|other| other.action == Action::Deliver && other.order == *code);
            if stop.action == Action::Deliver && !was_loaded {
                report(found, Where::Stop(index, number, place), Rule::NotOnBoard(stop.order));
            }
            let set_out = place.checked_sub(1).map_or(trip.depart, |before| trip.stops[before].end);
            if place >= past.fixed(freeze) && set_out < freeze {
                report(found, Where::Stop(index, number, place), Rule::BeforeFreeze { at: set_out, freeze });
            }
        }
    }
}
