//! Pads on which two drones would stand at once. (M176)

use super::{Action, Plan};
use crate::county::{County, OrderId, SiteId};
use crate::units::Moment;
use std::collections::BTreeSet;

/// A drone on a pad, from landing to the end of the last service there.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Stay {
    pad: SiteId,
    from: Moment,
    until: Moment,
    orders: Vec<OrderId>,
    round: usize,
}

/// Orders of the later of two drones wherever both would stand on one pad at once. Home has a stand
/// for each of its drones.
#[must_use]
pub fn crowded(county: &County, plan: &Plan) -> BTreeSet<OrderId> {
    let mut stays = stays(county, plan);
    stays.sort();
    let mut crowded = BTreeSet::new();
    for pad in stays.chunk_by(|one, other| one.pad == other.pad) {
        let mut until: Option<(Moment, usize)> = None;
        for stay in pad {
            match until {
                Some((end, round)) if stay.from < end && round != stay.round => {
                    crowded.extend(&stay.orders);
                }
                Some((end, _)) if stay.until <= end => {}
                _ => until = Some((stay.until, stay.round)),
            }
        }
    }
    crowded
}

fn stays(county: &County, plan: &Plan) -> Vec<Stay> {
    let Some(air) = &plan.air else { return Vec::new() };
    let mut stays: Vec<Stay> = Vec::new();
    for (round, day) in plan.rounds.iter().enumerate() {
        let kind = county.vehicle_type(day.vehicle_type);
        if kind.flies.is_none() {
            continue;
        }
        for trip in &day.trips {
            let mut last: Option<SiteId> = None;
            for stop in &trip.stops {
                let is_pick = matches!(stop.action, Action::Collect | Action::PickUp);
                let own = |door: &&super::AirDoor| {
                    door.order == stop.order && door.is_pick == is_pick && door.kind == day.vehicle_type
                };
                let Some(door) = air.doors.iter().find(own) else { continue };
                let is_home = |home: &super::AirHome| home.kind == day.vehicle_type && home.pad == door.pad;
                if air.homes.iter().any(is_home) {
                    last = Some(door.pad);
                    continue;
                }
                match stays.last_mut().filter(|_| last == Some(door.pad)) {
                    Some(stay) => {
                        stay.until = stop.end;
                        stay.orders.push(stop.order);
                    }
                    None => stays.push(Stay {
                        pad: door.pad,
                        from: stop.arrive - door.walk,
                        until: stop.end,
                        orders: vec![stop.order],
                        round,
                    }),
                }
                last = Some(door.pad);
            }
        }
    }
    stays
}
