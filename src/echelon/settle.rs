//! Exact moments of handing over, and ages at them. (M192)

use super::day::{Day, Posed};
use super::{Chosen, in_cold_room, kits, over};
use crate::county::{OrderId, SiteId};
use crate::model::TaskKind;
use crate::relay::{Kit, Relay, Stage, extra, legs};
use crate::route::{self, Schedule};
use crate::solve::Solution;
use crate::units::{Fen, Moment, ThermalAge};
use std::collections::{BTreeMap, BTreeSet};

/// Rounds after which moments that do not come to rest are given up.
const ROUNDS: usize = 5;

/// Hands over when the first leg ends, with the age that its goods have then, and prices the day.
/// `None` if a route breaks a rule so, or a place would hold more than it can.
pub(super) fn settle(
    day: &Day,
    mut relays: Vec<Relay>,
    mut posed: Posed,
    mut solution: Solution,
    iterations: u64,
) -> Option<Chosen> {
    for _ in 0..ROUNDS {
        let schedules = walk(&posed, &solution)?;
        let ends = arrivals(&posed, &schedules);
        let kits = kits::stays(&posed, &schedules, &solution, &ends)?;
        let is_same = kits == posed.kits;
        if !hand_over(day, &mut relays, &ends)? && is_same {
            if !has_room(day, &relays) || !kits::meet(&posed, &schedules, &solution) {
                return None;
            }
            let crews = kits::crews(&posed, &schedules, &solution)?;
            let cost = price(&posed, &relays, &schedules, &solution) + crews;
            return Some(Chosen { relays, posed, solution, cost, crews, iterations });
        }
        let next = day.pose(&relays, &kits);
        if kits.len() != posed.kits.len() {
            solution.routes = next.take_over(&posed, &solution);
        }
        posed = next;
    }
    None
}

fn walk(posed: &Posed, solution: &Solution) -> Option<Vec<Schedule>> {
    solution.routes.iter().map(|route| route::walk(&posed.problem, route)).collect()
}

/// When and how old the goods of each order arrive at the end of its leg.
fn arrivals(posed: &Posed, schedules: &[Schedule]) -> BTreeMap<OrderId, (Moment, ThermalAge)> {
    let visits = schedules.iter().flat_map(|schedule| &schedule.trips).flat_map(|trip| &trip.visits);
    visits
        .filter_map(|visit| {
            let (at, age, _) = visit.arrival?;
            Some((posed.problem.order_of(visit.task), (at, age)))
        })
        .collect()
}

/// True if anything changed; `None` if a first leg is not there.
fn hand_over(
    day: &Day,
    relays: &mut [Relay],
    ends: &BTreeMap<OrderId, (Moment, ThermalAge)>,
) -> Option<bool> {
    let mut changed = false;
    for leg in legs(day.county.orders.len(), relays).into_iter().filter(|leg| leg.stage == Stage::First) {
        let &(at, age) = ends.get(&leg.id)?;
        let over = relays[leg.relay].parts[leg.part].over.as_mut()?;
        changed |= (over.at, over.age) != (at, age);
        (over.at, over.age) = (at, age);
    }
    Some(changed)
}

/// Parcels a day, and litres in the cold room. (M193)
fn has_room(day: &Day, relays: &[Relay]) -> bool {
    let sites: BTreeSet<SiteId> = relays
        .iter()
        .flat_map(|relay| &relay.parts)
        .filter_map(|part| part.over)
        .map(|over| over.site)
        .collect();
    sites.into_iter().all(|id| {
        let site = day.county.site(id);
        let parcels = over(relays, id).count();
        site.parcels_per_day.is_none_or(|most| parcels <= most as usize)
            && in_cold_room(relays, id) <= site.cold_room.0
    })
}

fn price(posed: &Posed, relays: &[Relay], schedules: &[Schedule], solution: &Solution) -> Fen {
    let driven: Fen = schedules.iter().map(|schedule| schedule.breakdown.total()).sum();
    let out: BTreeSet<OrderId> = solution.unserved.iter().copied().collect();
    let left_out: Fen = out.into_iter().map(|order| posed.county.order(order).price_out).sum();
    driven + left_out + relays.iter().map(Relay::handing_over).sum()
}

/// The same relays, handed over when the second leg takes the goods, and kits that are there when
/// their first flight is loaded, and until they are fetched.
pub(super) fn latest(chosen: &Chosen) -> (Vec<Relay>, Vec<Kit>) {
    let mut relays = chosen.relays.clone();
    let posed = &chosen.posed;
    let Some(schedules) = walk(posed, &chosen.solution) else { return (relays, posed.kits.clone()) };
    let visits = schedules.iter().flat_map(|schedule| &schedule.trips).flat_map(|trip| &trip.visits);
    let takes = |kind| matches!(kind, TaskKind::PickUp | TaskKind::Collect);
    let starts: BTreeMap<OrderId, Moment> = visits
        .filter(|visit| takes(posed.problem.kind_of(visit.task)))
        .map(|visit| (posed.problem.order_of(visit.task), visit.start))
        .collect();
    let more = extra(&relays, &posed.kits);
    for leg in legs(posed.county.orders.len() - more, &relays) {
        let over = relays[leg.relay].parts[leg.part].over.as_mut();
        if let (Stage::Last, Some(over), Some(start)) = (leg.stage, over, starts.get(&leg.id)) {
            over.at = over.at.max(*start);
        }
    }
    (relays, kits::latest(posed, &schedules, &chosen.solution, &starts))
}
