//! Pads on which two drones would stand at once. (M176)

use super::{Action, Plan, Trip};
use crate::county::{County, OrderId, SiteId};
use crate::facts;
use crate::relay::Stage;
use crate::units::{Moment, Seconds};
use std::collections::{BTreeMap, BTreeSet};

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
    crowded.extend(too_often(plan, &stays));
    crowded
}

/// Orders of flights whose landing is one too many for a pad within an hour, home included.
fn too_often(plan: &Plan, stays: &[Stay]) -> BTreeSet<OrderId> {
    let most = facts::value("air.pad.landings") as usize;
    let homes = plan.air.iter().flat_map(|air| &air.homes);
    let homes: BTreeMap<_, _> = homes.map(|home| (home.kind, home)).collect();
    let away = stays.iter().map(|stay| (stay.pad, stay.from, stay.orders.clone()));
    let home = plan.rounds.iter().filter_map(|round| Some((homes.get(&round.vehicle_type)?, round)));
    let home = home.flat_map(|(home, round)| {
        let orders = |trip: &Trip| trip.stops.iter().map(|stop| stop.order).collect();
        let met = plan.kits.iter().find(|kit| kit.kind == round.vehicle_type).and_then(|kit| kit.meet);
        let (pad, walk) = met.map_or((home.pad, home.walk), |meet| (meet.pad, Seconds::ZERO));
        round.trips.iter().map(move |trip| (pad, trip.back - walk, orders(trip)))
    });
    let mut landings: BTreeMap<SiteId, Vec<(Moment, Vec<OrderId>)>> = BTreeMap::new();
    for (pad, at, orders) in away.chain(home) {
        landings.entry(pad).or_default().push((at, orders));
    }
    let mut late = BTreeSet::new();
    for mut times in landings.into_values() {
        times.sort();
        for (index, (at, orders)) in times.iter().enumerate() {
            let within = times[..=index].iter().filter(|(before, _)| *at - *before < HOUR).count();
            if within > most {
                late.extend(orders);
            }
        }
    }
    late
}

const HOUR: Seconds = Seconds(3600);

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
    stays.extend(waits(county, plan));
    stays
}

/// Drones that wait where a vehicle meets them, until they are packed.
fn waits<'p>(county: &'p County, plan: &'p Plan) -> impl Iterator<Item = Stay> + 'p {
    plan.kits.iter().filter_map(|kit| {
        let meet = kit.meet?;
        let (round, day) = plan.rounds.iter().enumerate().find(|(_, day)| day.vehicle_type == kit.kind)?;
        let packed = kit.code(county, Stage::Last);
        let mut stops = plan.rounds.iter().flat_map(|round| round.stops());
        let until = stops.find(|stop| county.order(stop.order).code == packed)?.end;
        let last = day.trips.last()?;
        let orders = last.stops.iter().map(|stop| stop.order).collect();
        Some(Stay { pad: meet.pad, from: last.back, until, orders, round })
    })
}
