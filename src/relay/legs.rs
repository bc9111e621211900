//! Which legs there are, with their ids and codes.

use super::Relay;
use crate::county::{County, OrderId, Service};

/// Which part of an order's journey.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    /// All of it.
    Only,
    /// To the transfer place.
    First,
    /// From there on.
    Last,
}

/// One leg of one part of a relay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Leg {
    /// Indices into the relays and the relay's parts.
    pub relay: usize,
    pub part: usize,
    pub stage: Stage,
    /// In the county with legs.
    pub id: OrderId,
}

/// All legs over a county of so many orders. Each relay's order stays where it is, as the last leg
/// of its first part; the others follow behind all orders.
#[must_use]
pub fn legs(orders: usize, relays: &[Relay]) -> Vec<Leg> {
    let mut next = orders as u32;
    let mut new = || {
        next += 1;
        OrderId(next - 1)
    };
    let mut legs = Vec::new();
    for (index, relay) in relays.iter().enumerate() {
        for (part, one) in relay.parts.iter().enumerate() {
            let own = if part == 0 { relay.order } else { new() };
            let leg = |stage, id| Leg { relay: index, part, stage, id };
            match one.over {
                None => legs.push(leg(Stage::Only, own)),
                Some(_) => legs.extend([leg(Stage::Last, own), leg(Stage::First, new())]),
            }
        }
    }
    legs
}

/// The order at whose customer's door a leg stops, or the order itself if it is no leg; `None` for a
/// leg between a site and a transfer place.
#[must_use]
pub fn customer(orders: usize, relays: &[Relay], order: OrderId) -> Option<OrderId> {
    let leg = legs(orders, relays).into_iter().find(|leg| leg.id == order);
    let Some(leg) = leg else { return Some(order) };
    let relay = &relays[leg.relay];
    (leg.stage == Stage::Only || leg.stage == at_door(relay)).then_some(relay.order)
}

/// The stage of an order over a place that stops at its customer's door; a transfer's first one.
fn at_door(relay: &Relay) -> Stage {
    match relay.whole.service {
        Service::Delivery { .. } => Stage::Last,
        Service::Collection { .. } | Service::Transfer { .. } => Stage::First,
    }
}

/// `17` in two parts over S01: `17/1`, `17/1@S01`, `17/2`, `17/2@S01`. The leg that stops at the
/// customer's door has the shorter one.
pub(super) fn code(county: &County, relay: &Relay, part: usize, stage: Stage) -> String {
    let whole = &relay.whole;
    let part_code = match relay.parts.len() {
        1 => whole.code.clone(),
        _ => format!("{}/{}", whole.code, part + 1),
    };
    match relay.parts[part].over {
        Some(over) if stage != at_door(relay) => format!("{part_code}@{}", county.site(over.site).code),
        _ => part_code,
    }
}

pub(super) fn codes(county: &County, relay: &Relay) -> Vec<String> {
    let stages = |part: usize| match relay.parts[part].over {
        None => vec![Stage::Only],
        Some(_) => vec![Stage::First, Stage::Last],
    };
    let parts = 0..relay.parts.len();
    let all = parts.flat_map(|part| stages(part).into_iter().map(move |stage| (part, stage)));
    all.map(|(part, stage)| code(county, relay, part, stage)).collect()
}
