//! Is each order served exactly once, in the right way, or left out at its price?

use super::{Rule, Violations, Where, compare, report};
use crate::county::{County, OrderId, Service};
use crate::plan::{Action, Plan, Trip};

pub(super) fn check(county: &County, plan: &Plan, found: &mut Violations) {
    let mut times = vec![0_u32; county.orders.len()];
    for (round, trip, inside) in trips(plan) {
        for (index, stop) in inside.stops.iter().enumerate() {
            let at = Where::Stop(round, trip, index);
            let service = &county.order(stop.order).service;
            if !fits(service, stop.action) {
                report(found, at, Rule::WrongAction { order: stop.order, action: stop.action });
            }
            let is_transfer = matches!(service, Service::Transfer { .. });
            if is_transfer && first_of(inside, stop.order) == Some(index) && !is_whole(inside, stop.order) {
                report(found, at, Rule::HalfTransfer(stop.order));
            }
            if !is_transfer || first_of(inside, stop.order) == Some(index) {
                count(&mut times, stop.order, at, found);
            }
        }
    }
    for (index, unserved) in plan.unserved.iter().enumerate() {
        let at = Where::Unserved(index);
        count(&mut times, unserved.order, at, found);
        let price = county.order(unserved.order).price_out;
        compare(found, at, (unserved.price, price), Rule::UnservedPrice);
    }
    for order in county.order_ids().filter(|order| times[order.index()] == 0) {
        report(found, Where::Plan, Rule::OrderMissing(order));
    }
}

fn trips(plan: &Plan) -> impl Iterator<Item = (usize, usize, &Trip)> {
    plan.rounds
        .iter()
        .enumerate()
        .flat_map(|(round, day)| day.trips.iter().enumerate().map(move |(index, trip)| (round, index, trip)))
}

fn count(times: &mut [u32], order: OrderId, at: Where, found: &mut Violations) {
    times[order.index()] += 1;
    if times[order.index()] == 2 {
        report(found, at, Rule::OrderTwice(order));
    }
}

fn fits(service: &Service, action: Action) -> bool {
    match service {
        Service::Delivery { .. } => action == Action::Deliver,
        Service::Collection { .. } => action == Action::Collect,
        Service::Transfer { .. } => matches!(action, Action::PickUp | Action::DropOff),
    }
}

/// A transfer is picked up and then dropped, each once.
fn is_whole(trip: &Trip, order: OrderId) -> bool {
    let stops = (0..trip.stops.len()).filter(|index| trip.stops[*index].order == order);
    stops.map(|index| is_drop(trip, index)).eq([false, true])
}

fn first_of(trip: &Trip, order: OrderId) -> Option<usize> {
    trip.stops.iter().position(|stop| stop.order == order)
}

/// Whether a stop of a transfer is its second half. A wrong action is another rule's
/// matter; here it counts as what the place in the trip suggests.
fn is_drop(trip: &Trip, index: usize) -> bool {
    match trip.stops[index].action {
        Action::PickUp => false,
        Action::DropOff => true,
        Action::Deliver | Action::Collect => first_of(trip, trip.stops[index].order) != Some(index),
    }
}

/// What a stop does to the load, going by the order where the plan's action does not fit.
pub(super) fn effective(county: &County, trip: &Trip, index: usize) -> Action {
    match county.order(trip.stops[index].order).service {
        Service::Delivery { .. } => Action::Deliver,
        Service::Collection { .. } => Action::Collect,
        Service::Transfer { .. } if is_drop(trip, index) => Action::DropOff,
        Service::Transfer { .. } => Action::PickUp,
    }
}
