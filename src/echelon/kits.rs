//! When carried drones are at their pads, and what their crews cost meanwhile. (M195)

use super::day::Posed;
use crate::county::OrderId;
use crate::model::TaskKind;
use crate::relay::Kit;
use crate::route::{Schedule, TripTimes, VisitTimes};
use crate::solve::Solution;
use crate::units::{Fen, Moment, ThermalAge};
use std::collections::BTreeMap;

/// Kits that are used, from the moment at which they are set up until their last flight is back.
/// `None` if one is used that nobody brings.
pub(super) fn stays(
    posed: &Posed,
    schedules: &[Schedule],
    solution: &Solution,
    ends: &BTreeMap<OrderId, (Moment, ThermalAge)>,
) -> Option<Vec<Kit>> {
    let mut kits = Vec::new();
    for (index, kit) in posed.kits.iter().enumerate() {
        let Some((_, back)) = flies(kit, schedules, solution) else { continue };
        let out = ends.get(&posed.kit_orders(index)[0])?.0 - kit.launch();
        kits.push(Kit { out, back, ..*kit });
    }
    Some(kits)
}

/// The same kits, there when their first flight is loaded, and until they are fetched.
pub(super) fn latest(
    posed: &Posed,
    schedules: &[Schedule],
    solution: &Solution,
    starts: &BTreeMap<OrderId, Moment>,
) -> Vec<Kit> {
    let later = |(index, kit): (usize, &Kit)| {
        if kit.meet.is_some() {
            // Launched and taken up by one vehicle: its own times say when.
            return *kit;
        }
        let out = flies(kit, schedules, solution).map_or(kit.out, |day| day.0);
        let back = starts.get(&posed.kit_orders(index)[1]).copied().unwrap_or(kit.back);
        Kit { out: out.max(kit.out), back: back.max(kit.back), ..*kit }
    };
    posed.kits.iter().enumerate().map(later).collect()
}

/// From the first loading to the last landing of a kit's drone.
fn flies(kit: &Kit, schedules: &[Schedule], solution: &Solution) -> Option<(Moment, Moment)> {
    let mut days = solution.routes.iter().zip(schedules);
    let (_, day) = days.find(|(route, _)| route.vehicle_type == kit.kind)?;
    Some((day.trips.first()?.load_start, day.trips.last()?.back))
}

/// What the crews of all kits cost on the way there and back and while they wait: from the
/// departure of the trip that brings them to the return of the one that fetches them, without what
/// is paid as the drone's own round. `None` if one is not brought or fetched.
pub(super) fn crews(posed: &Posed, schedules: &[Schedule], solution: &Solution) -> Option<Fen> {
    let mut sum = Fen::ZERO;
    for (index, kit) in posed.kits.iter().enumerate() {
        let [bring, fetch] = posed.kit_orders(index).map(|order| trip_of(posed, schedules, order));
        let own = flies(kit, schedules, solution)?;
        let seconds = (fetch?.back - bring?.depart) - (own.1 - own.0);
        let price = posed.county.vehicle_type(kit.kind).costs.per_hour;
        sum += Fen::rounded(price.as_f64() * seconds.as_f64() / 3600.0);
    }
    Some(sum)
}

/// True if every drone that is taken up at another pad than it was launched from is so by one
/// vehicle on one trip, and aloft before that has gone on. (M196)
pub(super) fn meet(posed: &Posed, schedules: &[Schedule], solution: &Solution) -> bool {
    let mut kits = posed.kits.iter().enumerate().filter(|(_, kit)| kit.meet.is_some());
    kits.all(|(index, kit)| {
        let [bring, fetch] = posed.kit_orders(index);
        let Some(truck) = trip_of(posed, schedules, bring) else { return false };
        let place = |order| truck.visits.iter().position(|visit| posed.problem.order_of(visit.task) == order);
        let mut days = solution.routes.iter().zip(schedules);
        let drone = days.find(|(route, _)| route.vehicle_type == kit.kind).map(|(_, day)| &day.trips[..]);
        match (place(bring), place(fetch), drone) {
            (Some(first), Some(last), Some([flight])) => {
                first < last && aloft(posed, kit, flight) <= truck.visits[first].end
            }
            _ => false,
        }
    })
}

/// When a flight takes off: what is loaded at the pad comes first.
fn aloft(posed: &Posed, kit: &Kit, flight: &TripTimes) -> Moment {
    let post = posed.problem.kinds[kit.kind.index()].start;
    let loads = |visit: &&VisitTimes| {
        let task = posed.problem.task(visit.task);
        task.kind == TaskKind::PickUp && task.location == post
    };
    flight.visits.iter().take_while(loads).last().map_or(flight.depart, |visit| visit.end)
}

fn trip_of<'s>(posed: &Posed, schedules: &'s [Schedule], order: OrderId) -> Option<&'s TripTimes> {
    let mut trips = schedules.iter().flat_map(|schedule| &schedule.trips);
    trips.find(|trip| trip.visits.iter().any(|visit| posed.problem.order_of(visit.task) == order))
}
