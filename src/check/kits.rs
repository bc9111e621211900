//! Are drones that vehicles carry brought before they fly, fetched after it, and paid? (M195)

use super::relays::Judge;
use super::{RelayRule, Rule, Violations, Where, report};
use crate::county::{County, OrderId, Service, SiteId, SiteKind, VehicleTypeId};
use crate::facts;
use crate::plan::{Action, Plan, Round, Stop, Trip};
use crate::relay::{Kit, Meet};
use crate::units::{Fen, Grams, Litres, Seconds};
use std::collections::BTreeMap;

impl Judge<'_> {
    /// A kit's orders are what they must be and frame its drone's round.
    pub(super) fn kit(&self, kit: &Kit, found: &mut Violations) {
        let mut tell = |rule| report(found, Where::Plan, Rule::Relay(rule));
        let Some(kind) = self.county.vehicle_types.get(kit.kind.index()) else {
            return tell(RelayRule::Kit(kit.kind));
        };
        let flying: Vec<_> = self.plan.rounds.iter().filter(|round| round.vehicle_type == kit.kind).collect();
        let [bring, fetch] = ways(self.county, kit.kind).map(|code| self.codes.get(code.as_str()).copied());
        let (Some(bring), Some(fetch), [round]) = (bring, fetch, &flying[..]) else {
            return tell(RelayRule::Kit(kit.kind));
        };
        let from = kind.flies.and_then(|flies| flies.from);
        let is_way = |order, is_bring| from.is_some_and(|from| self.is_way(order, (from, kit), is_bring));
        let mass = kind.flies.and_then(|flies| self.county.drone_types.get(flies.drone)?.frame());
        let mass = mass.map(|frame| Grams::rounded(frame.mass * 1000.0));
        let same = |order: OrderId| {
            let order = self.county.order(order);
            Some(order.mass) == mass && order.volume == Litres(facts::value("air.kit.box") as i64)
        };
        let out = self.plan.unserved.iter().any(|one| one.order == bring || one.order == fetch);
        if !is_way(bring, true) || !is_way(fetch, false) || !same(bring) || !same(fetch) || out {
            tell(RelayRule::Kit(kit.kind));
        }
        let set_up = stop(self.plan, bring, Action::Deliver).map(|(_, stop)| stop.end);
        let packed = stop(self.plan, fetch, Action::Collect).map(|(_, stop)| stop.start);
        let launch = kit.meet.map_or(Seconds::ZERO, |meet| meet.launch);
        let in_time = set_up
            .zip(round.start())
            .is_some_and(|(left, first)| left - launch == kit.out && first >= kit.out);
        let after = packed.zip(round.end()).is_some_and(|(packed, last)| last == kit.back && packed >= last);
        if !in_time || !after || self.county.order(fetch).ready != kit.back {
            tell(RelayRule::KitTime(kit.kind));
        }
        let lands = kit.meet.map_or(kind.start, |meet| meet.pad);
        if kind.end != lands || !kit.meet.is_none_or(|meet| self.meets((kit, meet), round, [bring, fetch])) {
            tell(RelayRule::Meet(kit.kind));
        }
    }

    /// A drone that is met elsewhere is launched before its operator leaves the pad, makes that one
    /// flight, and is taken up on the same trip at a pad further on.
    fn meets(&self, (kit, meet): (&Kit, Meet), round: &Round, [bring, fetch]: [OrderId; 2]) -> bool {
        let Some(kind) = self.county.vehicle_types.get(kit.kind.index()) else { return false };
        let [trip] = &round.trips[..] else { return false };
        // Loading at the pad comes first; then it is aloft.
        let post = self.county.site(kind.start).point;
        let loads = |stop: &&Stop| {
            let pick = self.county.order(stop.order).pick();
            stop.action == Action::PickUp && pick.is_some_and(|door| door.point == post)
        };
        let aloft = trip.stops.iter().take_while(loads).last().map_or(trip.depart, |stop| stop.end);
        let all = || self.plan.rounds.iter().flat_map(|round| &round.trips);
        let place = |trip: &Trip, order| trip.stops.iter().position(|stop| stop.order == order);
        let both = all().find_map(|trip| Some((trip, place(trip, bring)?, place(trip, fetch)?)));
        let is_pad = self.county.sites.get(meet.pad.index()).is_some_and(|site| site.kind == SiteKind::Pad);
        is_pad
            && meet.pad != kind.start
            && both.is_some_and(|(truck, bring, fetch)| bring < fetch && aloft <= truck.stops[bring].end)
    }

    /// An order goes from home to the pad, or back from where it lands, with setting up or packing
    /// at the pad.
    fn is_way(&self, order: OrderId, (home, kit): (SiteId, &Kit), is_bring: bool) -> bool {
        let setup = Seconds::rounded(facts::value("air.kit.setup") * 60.0);
        let launch = kit.meet.map_or(Seconds::ZERO, |meet| meet.launch);
        let Some(post) = self.county.vehicle_types.get(kit.kind.index()).map(|kind| kind.start) else {
            return false;
        };
        let at = |site: SiteId| self.county.sites.get(site.index()).map(|site| site.point);
        let lands = kit.meet.map_or(post, |meet| meet.pad);
        match &self.county.order(order).service {
            Service::Delivery { from, to } => {
                is_bring && *from == home && Some(to.point) == at(post) && to.service == setup + launch
            }
            Service::Collection { from, to } => {
                !is_bring && *to == home && Some(from.point) == at(lands) && from.service == setup
            }
            Service::Transfer { .. } => false,
        }
    }

    /// What is carried flies only where a kit says so, and never more of it than there is.
    pub(super) fn drones(&self, found: &mut Violations) {
        let mut used: BTreeMap<usize, usize> = BTreeMap::new();
        for (index, round) in self.plan.rounds.iter().enumerate() {
            let kind = self.county.vehicle_type(round.vehicle_type);
            let Some(flies) = kind.flies.filter(|flies| flies.from.is_some()) else { continue };
            *used.entry(flies.drone).or_default() += 1;
            if self.plan.kits.iter().all(|kit| kit.kind != round.vehicle_type) {
                report(found, Where::Round(index), Rule::Relay(RelayRule::Kit(round.vehicle_type)));
            }
        }
        for (drone, used) in used {
            let count = self.county.drone_types[drone].count;
            if used > count as usize {
                report(found, Where::Plan, Rule::Relay(RelayRule::Kits { drone, used, count }));
            }
        }
    }
}

/// What a carried drone is called on its way there and back.
fn ways(county: &County, kind: VehicleTypeId) -> [String; 2] {
    let code = &county.vehicle_type(kind).code;
    [format!("{code}>"), format!("{code}<")]
}

fn stop(plan: &Plan, order: OrderId, action: Action) -> Option<(&Trip, &Stop)> {
    let mut stops = plan
        .rounds
        .iter()
        .flat_map(|round| &round.trips)
        .flat_map(|trip| trip.stops.iter().map(move |stop| (trip, stop)));
    stops.find(|(_, stop)| stop.order == order && stop.action == action)
}

/// What crews of carried drones cost on the way and while they wait: from the departure of the trip
/// that brings them to the return of the one that fetches them, less their drone's own round.
pub(super) fn crews(county: &County, plan: &Plan) -> Fen {
    let codes = county.orders_by_code();
    let cost = |kit: &Kit| {
        let kind = county.vehicle_types.get(kit.kind.index())?;
        let [bring, fetch] = ways(county, kit.kind).map(|code| codes.get(code.as_str()).copied());
        let left = stop(plan, bring?, Action::Deliver)?.0.depart;
        let back = stop(plan, fetch?, Action::Collect)?.0.back;
        let round = plan.rounds.iter().find(|round| round.vehicle_type == kit.kind)?;
        let own = round.end()? - round.start()?;
        Some(Fen::rounded(kind.costs.per_hour.as_f64() * ((back - left) - own).as_f64() / 3600.0))
    };
    plan.kits.iter().filter_map(cost).sum()
}
