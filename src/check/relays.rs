//! Do goods that are carried in several legs leave whole, arrive whole, and in time for the second
//! vehicle? (M190 to M193)
//!
//! The legs are orders of the county that is judged; all other rules hold for them. Here they are
//! held against the orders that they stand for, which come straight from the county's files.

use super::{Rule, Violations, Where, report};
use crate::county::{County, Door, Order, OrderId, Service, SiteId, VehicleTypeId};
use crate::facts;
use crate::plan::{Action, Plan, Stop};
use crate::relay::{Over, Relay};
use crate::units::{Fen, Moment, Seconds};
use std::collections::BTreeMap;

/// A rule of carrying in several legs that a plan breaks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum RelayRule {
    /// A leg is no order of the county.
    Leg(OrderId),
    /// The legs together are not what the order is: mass, volume, value, goods, skills or door.
    Goods(OrderId),
    /// A leg does not begin or end where the goods change vehicles.
    Route(OrderId),
    /// A leg is left out.
    Out(OrderId),
    /// The first leg does not end when the goods are handed over.
    Late { order: OrderId, end: Moment, at: Moment },
    /// The second leg begins before the goods are handed over.
    Early { order: OrderId, start: Moment, at: Moment },
    /// The second leg does not begin with the age with which the first one ends.
    Age(OrderId),
    /// More parcels in a day than a place handles.
    Parcels { site: SiteId, parcels: usize, most: u32 },
    /// Goods wait in a cold room that is not there, or too small for all of them.
    Cold { site: SiteId },
    /// A carried drone flies where nobody brings it or fetches it, or is more than one.
    Kit(VehicleTypeId),
    /// A carried drone is loaded before it is set up, or fetched before it is back.
    KitTime(VehicleTypeId),
    /// A drone that is launched at one pad and taken up at another is not so by one vehicle on one
    /// trip, or is aloft only after the vehicle has gone on.
    Meet(VehicleTypeId),
    /// More carried drones of a type than there are.
    Kits { drone: usize, used: usize, count: u32 },
}

impl RelayRule {
    /// The names of all rules.
    pub const NAMES: [&'static str; 13] = [
        "leg", "goods", "route", "out", "late", "early", "age", "parcels", "cold", "kit", "kit_time", "kits",
        "meet",
    ];

    /// The stable name.
    #[must_use]
    pub fn name(&self) -> &'static str {
        let index = match self {
            RelayRule::Leg(_) => 0,
            RelayRule::Goods(_) => 1,
            RelayRule::Route(_) => 2,
            RelayRule::Out(_) => 3,
            RelayRule::Late { .. } => 4,
            RelayRule::Early { .. } => 5,
            RelayRule::Age(_) => 6,
            RelayRule::Parcels { .. } => 7,
            RelayRule::Cold { .. } => 8,
            RelayRule::Kit(_) => 9,
            RelayRule::KitTime(_) => 10,
            RelayRule::Kits { .. } => 11,
            RelayRule::Meet(_) => 12,
        };
        RelayRule::NAMES[index]
    }
}

/// Ages may differ by this share, since they are sums of real numbers.
const AGE_TOLERANCE: f64 = 1e-6;

pub(super) fn check(county: &County, plan: &Plan, found: &mut Violations) {
    let judge = Judge { county, plan, codes: county.orders_by_code() };
    for relay in &plan.relays {
        judge.relay(relay, found);
    }
    judge.room(found);
    for kit in &plan.kits {
        judge.kit(kit, found);
    }
    judge.drones(found);
}

/// Work at the places where goods change vehicles. (M193)
pub(super) fn work(plan: &Plan) -> Fen {
    let price = facts::value("siting.handling");
    let of = |relay: &Relay| -> Fen {
        let masses = shares(relay.whole.mass.0, relay.parts.len());
        let over = masses.into_iter().zip(&relay.parts).filter(|(_, part)| part.over.is_some());
        over.map(|(grams, _)| Fen::rounded(price * (grams as f64 / 1000.0))).sum()
    };
    plan.relays.iter().map(of).sum()
}

/// A whole number in so many shares, the later ones larger by one where it does not come out even.
fn shares(whole: i64, count: usize) -> Vec<i64> {
    let mut left = i128::from(whole);
    let mut shares = Vec::with_capacity(count);
    let mut before = 0_i128;
    for part in 1..=count as i128 {
        let upto = i128::from(whole) * part / count as i128;
        shares.push((upto - before).min(left.max(0)) as i64);
        left -= upto - before;
        before = upto;
    }
    shares
}

pub(super) struct Judge<'a> {
    pub county: &'a County,
    pub plan: &'a Plan,
    pub codes: BTreeMap<&'a str, OrderId>,
}

impl Judge<'_> {
    fn relay(&self, relay: &Relay, found: &mut Violations) {
        let mut tell = |rule| report(found, Where::Plan, Rule::Relay(rule));
        let whole = &relay.whole;
        let mut sums = [0_i64; 3];
        for (part, one) in relay.parts.iter().enumerate() {
            let name = if relay.parts.len() == 1 {
                whole.code.clone()
            } else {
                format!("{}/{}", whole.code, part + 1)
            };
            let Some(outer) = self.codes.get(name.as_str()).copied() else {
                return tell(RelayRule::Leg(relay.order));
            };
            let Some(over) = one.over else {
                let leg = self.county.order(outer);
                if leg.service != whole.service || (leg.ready, leg.age) != (whole.ready, whole.age) {
                    tell(RelayRule::Route(outer));
                }
                self.same(relay, outer, &mut tell);
                add(&mut sums, leg);
                continue;
            };
            let name = format!("{name}@{}", self.county.site(over.site).code);
            let Some(inner) = self.codes.get(name.as_str()).copied() else {
                return tell(RelayRule::Leg(relay.order));
            };
            let is_delivery = matches!(whole.service, Service::Delivery { .. });
            let (first, last) = if is_delivery { (inner, outer) } else { (outer, inner) };
            self.same(relay, first, &mut tell);
            self.same(relay, last, &mut tell);
            let (one, two) = (self.county.order(first), self.county.order(last));
            if (one.mass, one.volume) != (two.mass, two.volume) || one.value != Fen::ZERO {
                tell(RelayRule::Goods(relay.order));
            }
            if !self.leads_over(whole, one, two, over) {
                tell(RelayRule::Route(relay.order));
            }
            self.times(first, last, over, &mut tell);
            add(&mut sums, two);
        }
        if sums != [whole.mass.0, whole.volume.0, whole.value.0] {
            tell(RelayRule::Goods(relay.order));
        }
    }

    /// A leg is of the same goods, asks for the same skills, and is served.
    fn same(&self, relay: &Relay, leg: OrderId, tell: &mut impl FnMut(RelayRule)) {
        let (whole, order) = (&relay.whole, self.county.order(leg));
        if (order.goods, order.skills) != (whole.goods, whole.skills) {
            tell(RelayRule::Goods(leg));
        }
        if self.plan.unserved.iter().any(|one| one.order == leg) {
            tell(RelayRule::Out(leg));
        }
    }

    /// The first leg goes from where the order does to the place, the second one on to where the
    /// order goes; doors of customers are as the order has them.
    fn leads_over(&self, whole: &Order, first: &Order, last: &Order, over: Over) -> bool {
        let site = self.county.site(over.site).point;
        let handling = Seconds::rounded(facts::value("air.relay.handling"));
        let changes = |door: &Door| door.point == site && door.service == handling;
        let waits = |door: &Door| {
            let cooler = door.place.and_then(|place| self.county.place(place).precooler);
            let cold = over.cold.then(|| self.county.site(over.site).cold_temperature).flatten();
            changes(door)
                && cooler.map(|cooler| (cooler.temperature, cooler.price))
                    == cold.map(|cold| (cold, Fen::ZERO))
        };
        let first_ok = match (&whole.service, &first.service) {
            (Service::Delivery { from, .. }, Service::Delivery { from: other, to }) => {
                from == other && changes(to)
            }
            (
                Service::Collection { from, .. } | Service::Transfer { from, .. },
                Service::Transfer { from: other, to },
            ) => from == other && changes(to),
            _ => false,
        };
        let last_ok = match (&whole.service, &last.service) {
            (
                Service::Delivery { to, .. } | Service::Transfer { to, .. },
                Service::Transfer { from, to: other },
            ) => to == other && waits(from),
            (Service::Collection { to, .. }, Service::Collection { from, to: other }) => {
                to == other && waits(from)
            }
            _ => false,
        };
        let begins = (first.ready, first.age) == (whole.ready, whole.age);
        first_ok && last_ok && begins && last.ready == over.at
    }

    /// The first leg ends when the goods are handed over, the second one begins after that with the
    /// age that they have by then.
    fn times(&self, first: OrderId, last: OrderId, over: Over, tell: &mut impl FnMut(RelayRule)) {
        let stops = || self.plan.rounds.iter().flat_map(|round| round.stops());
        let gives = |stop: &&Stop| matches!(stop.action, Action::Deliver | Action::DropOff);
        if let Some(end) = stops().filter(gives).find(|stop| stop.order == first) {
            if end.end != over.at {
                tell(RelayRule::Late { order: first, end: end.end, at: over.at });
            }
            let arrives = end.freshness.map_or(over.age, |fresh| fresh.age);
            let begins = self.county.order(last).age;
            let close = |one: f64, two: f64| (one - two).abs() <= AGE_TOLERANCE * two.abs().max(1e-3);
            if !close(over.age.0, arrives.0) || !close(begins.0, arrives.0) {
                tell(RelayRule::Age(first));
            }
        }
        let takes = |stop: &&Stop| matches!(stop.action, Action::Collect | Action::PickUp);
        let start = stops().filter(takes).find(|stop| stop.order == last).map(|stop| stop.start);
        if let Some(start) = start.filter(|start| *start < over.at) {
            tell(RelayRule::Early { order: last, start, at: over.at });
        }
    }

    /// Parcels that a place handles, and litres in its cold room, over the whole day.
    fn room(&self, found: &mut Violations) {
        let mut used: BTreeMap<SiteId, (usize, i64)> = BTreeMap::new();
        for relay in &self.plan.relays {
            let litres = shares(relay.whole.volume.0, relay.parts.len());
            for (over, litres) in
                relay.parts.iter().zip(litres).filter_map(|(part, litres)| Some((part.over?, litres)))
            {
                let sums = used.entry(over.site).or_default();
                *sums = (sums.0 + 1, sums.1 + if over.cold { litres } else { 0 });
            }
        }
        for (id, (parcels, litres)) in used {
            let site = self.county.site(id);
            if let Some(most) = site.parcels_per_day.filter(|most| parcels > *most as usize) {
                report(found, Where::Plan, Rule::Relay(RelayRule::Parcels { site: id, parcels, most }));
            }
            let cold = self.plan.relays.iter().flat_map(|relay| &relay.parts).filter_map(|part| part.over);
            let is_used = cold.into_iter().any(|over| over.site == id && over.cold);
            if is_used && (site.cold_temperature.is_none() || litres > site.cold_room.0) {
                report(found, Where::Plan, Rule::Relay(RelayRule::Cold { site: id }));
            }
        }
    }
}

fn add(sums: &mut [i64; 3], order: &Order) {
    let amounts = [order.mass.0, order.volume.0, order.value.0];
    sums.iter_mut().zip(amounts).for_each(|(sum, amount)| *sum = sum.saturating_add(amount));
}
