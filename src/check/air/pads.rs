//! Are pads pads, near enough to the doors, and never taken twice at once? (M174, M176)

use super::super::replay::Day;
use super::super::{Differs, Rule, Violations, Where, report};
use super::{AirRule, Sky};
use crate::county::{SiteId, SiteKind, VehicleTypeId};
use crate::facts;
use crate::plan::Air;
use crate::units::{Metres, Moment, Point, Seconds};
use geo::{Distance, Haversine};
use std::collections::BTreeMap;

/// Metres by which two formulas for a distance may differ on a walk.
const TOLERANCE: f64 = 0.005;

/// False if the plan's air part names what is not there, so that nothing else can be judged.
pub(super) fn check(sky: &Sky, air: &Air, found: &mut Violations) -> bool {
    let county = sky.county;
    let flies =
        |kind: VehicleTypeId| county.vehicle_types.get(kind.index()).is_some_and(|kind| kind.flies.is_some());
    let is_site = |site: SiteId| site.index() < county.sites.len();
    let known = air.homes.iter().all(|home| flies(home.kind) && is_site(home.pad))
        && air.ways.iter().all(|way| flies(way.kind) && is_site(way.from) && is_site(way.to))
        && air
            .doors
            .iter()
            .all(|door| flies(door.kind) && is_site(door.pad) && door.order.index() < county.orders.len())
        && air.verdicts.iter().all(|one| one.order.index() < county.orders.len());
    if !known {
        report(found, Where::Plan, Rule::Air(AirRule::Unknown));
        return false;
    }
    for home in &air.homes {
        let point = county.site(county.vehicle_type(home.kind).start).point;
        near(sky, (home.kind, home.pad), point, home.walk, found);
    }
    for door in &air.doors {
        let order = county.order(door.order);
        let at = if door.is_pick { order.pick() } else { order.drop() };
        match at {
            Some(at) => near(sky, (door.kind, door.pad), at.point, door.walk, found),
            None => report(found, Where::Plan, Rule::Air(AirRule::Unknown)),
        }
    }
    true
}

/// A pad, and what is said of the walk to it.
fn near(
    sky: &Sky,
    (kind, pad): (VehicleTypeId, SiteId),
    point: Point,
    stated: Seconds,
    found: &mut Violations,
) {
    let site = sky.county.site(pad);
    let mut tell = |rule: AirRule| report(found, Where::Plan, Rule::Air(rule));
    if site.kind != SiteKind::Pad {
        tell(AirRule::NotAPad(pad));
    }
    let metres = Haversine.distance(site.point, point);
    let Some(flies) = sky.county.vehicle_type(kind).flies else { return };
    let most = sky.county.drone_types[flies.drone].work.walk;
    if metres * (1.0 - TOLERANCE) > most {
        tell(AirRule::PadFar { pad, metres: Metres::rounded(metres), most: Metres::rounded(most) });
    }
    let pace = facts::value("air.walk.detour") * 3600.0 / (facts::value("air.walk.speed") * 1000.0);
    let derived = metres * pace;
    if (stated.as_f64() - derived).abs() > 2.0 + derived * TOLERANCE {
        tell(AirRule::Walk(Differs { stated, derived: Seconds::rounded(derived) }));
    }
}

/// Who stands where from when to when.
struct Stand {
    pad: SiteId,
    from: Moment,
    until: Moment,
    day: usize,
    trip: (usize, usize),
}

/// Two drones on one pad at once, home apart.
pub(super) fn crowds(sky: &Sky, days: &[Day], found: &mut Violations) {
    let mut stands = Vec::new();
    for day in days.iter().filter(|day| day.kind.flies.is_some()) {
        stands.extend(met(sky, days, day));
        for (trip, run) in day.trips.iter().enumerate() {
            for (stop, visit) in run.visits.iter().enumerate() {
                let at_home =
                    |pad: SiteId| sky.homes.get(&day.round.vehicle_type).is_some_and(|home| home.pad == pad);
                if let Some((pad, walk)) = sky.end(day.round, trip, stop + 1).filter(|end| !at_home(end.0)) {
                    let from = visit.drove.arrive - walk;
                    stands.push(Stand { pad, from, until: visit.end, day: day.index, trip: run.at });
                }
            }
        }
    }
    for (index, one) in stands.iter().enumerate() {
        let other = stands[..index].iter().find(|other| {
            other.pad == one.pad && other.day != one.day && other.from < one.until && one.from < other.until
        });
        if let Some(other) = other {
            let rule = AirRule::PadTaken { pad: one.pad, until: other.until };
            report(found, Where::Trip(one.trip.0, one.trip.1), Rule::Air(rule));
        }
    }
}

/// A drone that is met at another pad stands there until it is packed.
fn met(sky: &Sky, days: &[Day], day: &Day) -> Option<Stand> {
    let run = day.trips.last().filter(|_| day.kind.end != day.kind.start)?;
    let fetched = format!("{}<", day.kind.code);
    let mut visits = days.iter().flat_map(|day| &day.trips).flat_map(|run| &run.visits);
    let packed = visits.find(|visit| sky.county.order(visit.stop.order).code == fetched)?;
    Some(Stand { pad: day.kind.end, from: run.back(), until: packed.end, day: day.index, trip: run.at })
}

/// More landings on a pad than it takes in any hour, home included. (M176)
pub(super) fn landings(sky: &Sky, flying: &[&Day], found: &mut Violations) {
    let most = facts::value("air.pad.landings") as usize;
    let mut times: BTreeMap<SiteId, Vec<Moment>> = BTreeMap::new();
    for day in flying {
        for (trip, run) in day.trips.iter().enumerate() {
            let stops = run.visits.len();
            let arrives = run.visits.iter().map(|visit| visit.drove.arrive).chain([run.back()]);
            for (leg, arrives) in (0..=stops).zip(arrives) {
                let ends = [leg, leg + 1].map(|end| sky.end(day.round, trip, end));
                if let [Some((from, _)), Some((to, walk))] = ends
                    && from != to
                {
                    times.entry(to).or_default().push(arrives - walk);
                }
            }
        }
    }
    for (pad, mut times) in times {
        times.sort_unstable();
        let within = |last: &Moment| times.iter().filter(|at| *at <= last && *last - **at < HOUR).count();
        let landings = times.iter().map(within).max().unwrap_or(0);
        if landings > most {
            report(found, Where::Plan, Rule::Air(AirRule::Landings { pad, landings, most }));
        }
    }
}

const HOUR: Seconds = Seconds(3600);
