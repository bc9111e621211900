//! Orders that are carried in several legs: over a place where they change vehicles, or in parts
//! that are small enough for one flight. (M190) to (M194)
//!
//! An order over a transfer place becomes two: one that ends there by some moment, and one that
//! begins there at that moment, with the age that the goods have by then. An order in parts becomes
//! as many as it has parts. Both together are possible. All that knows orders (the search, the
//! walk, the plan, the sheets) sees the legs as orders of a county of their own.
//!
//! Absent on purpose: which orders are carried so. That is `echelon`'s.

mod kit;
mod legs;
#[cfg(test)]
mod tests;

pub use kit::{Kit, Meet, plain, setting_up};
pub use legs::{Leg, Stage, customer, legs};

use crate::county::{
    County, Door, Order, OrderId, Place, PlaceId, PlaceKind, Precooler, Service, Site, SiteId,
};
use crate::facts;
use crate::network::Location;
use crate::units::{Fen, Grams, Moment, Seconds, ThermalAge, Window};
use std::collections::BTreeMap;

/// An order that is carried in more than one leg.
#[derive(Clone, Debug, PartialEq)]
pub struct Relay {
    /// In the county before and after: there it is the last leg of the first part.
    pub order: OrderId,
    /// The order as the county has it.
    pub whole: Order,
    /// At least one; shares of mass, volume and value are as equal as whole numbers allow.
    pub parts: Vec<Part>,
}

/// A share of an order.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Part {
    /// `None`: one vehicle carries it all the way.
    pub over: Option<Over>,
}

/// A change of vehicles.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Over {
    pub site: SiteId,
    /// Handed over: the first leg has ended, the second may begin.
    pub at: Moment,
    /// Of the goods at that moment.
    pub age: ThermalAge,
    /// It waits in the place's cold room.
    pub cold: bool,
}

impl Relay {
    /// Over one place, or as it is, in so many parts.
    #[must_use]
    pub fn new(county: &County, order: OrderId, parts: usize, over: Option<Over>) -> Relay {
        Relay { order, whole: county.order(order).clone(), parts: vec![Part { over }; parts.max(1)] }
    }

    /// Share of one part of a whole number: the shares of all parts add up to it.
    #[must_use]
    pub fn share(&self, whole: i64, part: usize) -> i64 {
        let (count, whole) = (self.parts.len() as i128, i128::from(whole));
        let upto = |part: usize| whole * part as i128 / count;
        (upto(part + 1) - upto(part)) as i64
    }

    /// Orders that it adds to its county.
    #[must_use]
    pub fn extra(&self) -> usize {
        let legs = |part: &Part| if part.over.is_some() { 2 } else { 1 };
        self.parts.iter().map(legs).sum::<usize>() - 1
    }

    /// What handing over costs: work at the place, by mass. (M193)
    #[must_use]
    pub fn handing_over(&self) -> Fen {
        let over = (0..self.parts.len()).filter(|&part| self.parts[part].over.is_some());
        over.map(|part| handing_over(Grams(self.share(self.whole.mass.0, part)))).sum()
    }
}

fn handing_over(mass: Grams) -> Fen {
    Fen::rounded(facts::value("siting.handling") * mass.as_f64() / 1000.0)
}

/// What unloading at a transfer place takes for one order, and loading it there. (M191)
#[must_use]
pub fn handling() -> Seconds {
    Seconds::rounded(facts::value("air.relay.handling"))
}

/// Orders that relays and kits add to their county.
#[must_use]
pub fn extra(relays: &[Relay], kits: &[Kit]) -> usize {
    relays.iter().map(Relay::extra).sum::<usize>() + 2 * kits.len()
}

/// True if the legs' codes are those of no other order.
#[must_use]
pub fn is_nameable(county: &County, relay: &Relay) -> bool {
    let taken = |code: &str| county.orders.iter().any(|order| order.code == code);
    let codes = legs::codes(county, relay);
    codes.iter().all(|code| *code == relay.whole.code || !taken(code))
}

/// The county with the legs as orders. Ids of all other orders stay.
#[must_use]
pub fn expand(county: &County, relays: &[Relay], kits: &[Kit]) -> County {
    let mut expanded = county.clone();
    let mut places = BTreeMap::new();
    for leg in legs(county.orders.len(), relays) {
        let relay = &relays[leg.relay];
        let place = relay.parts[leg.part].over.map(|over| {
            let next = PlaceId(expanded.places.len() as u32);
            *places.entry((over.site, over.cold)).or_insert_with(|| {
                let site = county.site(over.site);
                expanded.places.push(place(site, cooler(site, over)));
                next
            })
        });
        let order = leg_order(county, relay, leg, place);
        match expanded.orders.get_mut(leg.id.index()) {
            Some(slot) => *slot = order,
            None => expanded.orders.push(order),
        }
    }
    for kit in kits {
        let next = expanded.places.len() as u32;
        let (Some(places), Some(orders)) =
            (kit.places(county), kit.orders(county, [PlaceId(next), PlaceId(next + 1)]))
        else {
            continue;
        };
        expanded.places.extend(places);
        expanded.orders.extend(orders);
        kit.equip(&mut expanded.vehicle_types[kit.kind.index()]);
    }
    expanded
}

/// Where the legs are picked up and dropped, in the same order as those of [`expand`].
pub fn place_legs(
    county: &County,
    (relays, kits): (&[Relay], &[Kit]),
    sites: &[Option<Location>],
    picks: &mut Vec<Option<Location>>,
    drops: &mut Vec<Option<Location>>,
) {
    let ends: Vec<_> =
        relays.iter().map(|relay| (picks[relay.order.index()], drops[relay.order.index()])).collect();
    for leg in legs(picks.len(), relays) {
        let (pick, drop) = ends[leg.relay];
        let at = relays[leg.relay].parts[leg.part].over.and_then(|over| sites[over.site.index()]);
        let (pick, drop) = match leg.stage {
            Stage::Only => (pick, drop),
            Stage::First => (pick, at),
            Stage::Last => (at, drop),
        };
        if leg.id.index() < picks.len() {
            (picks[leg.id.index()], drops[leg.id.index()]) = (pick, drop);
        } else {
            picks.push(pick);
            drops.push(drop);
        }
    }
    for kit in kits {
        let Some(((_, post), pad)) = kit.sites(county).zip(kit.lands(county)) else { continue };
        picks.extend([None, sites[pad.index()]]);
        drops.extend([sites[post.index()], None]);
    }
}

/// The cold room of a transfer place as a cooler without a price.
fn cooler(site: &Site, over: Over) -> Option<Precooler> {
    let cooler = |temperature| Precooler { temperature, price: Fen::ZERO };
    site.cold_temperature.filter(|_| over.cold).map(cooler)
}

/// A site as a place that sheets can name.
fn place(site: &Site, precooler: Option<Precooler>) -> Place {
    Place {
        code: site.code.clone(),
        name_zh: site.name_zh.clone(),
        name_en: site.name_en.clone(),
        kind: PlaceKind::Township,
        point: site.point,
        population: 0,
        township: None,
        precooler,
    }
}

fn leg_order(county: &County, relay: &Relay, leg: Leg, place: Option<PlaceId>) -> Order {
    let whole = &relay.whole;
    let share = |amount: i64| relay.share(amount, leg.part);
    let mut order = Order {
        code: legs::code(county, relay, leg.part, leg.stage),
        mass: Grams(share(whole.mass.0)),
        volume: crate::units::Litres(share(whole.volume.0)),
        value: Fen(share(whole.value.0)),
        price_out: Fen(share(whole.price_out.0)),
        ..whole.clone()
    };
    let Some(over) = relay.parts[leg.part].over else { return order };
    let door = |windows: Vec<Window>| Door {
        place,
        point: county.site(over.site).point,
        windows,
        service: handling(),
    };
    match leg.stage {
        Stage::Only => {}
        Stage::First => {
            let close = over.at - handling();
            let to = door(vec![Window { open: close.min(Moment(0)), close }]);
            order.service = match &whole.service {
                Service::Delivery { from, .. } => Service::Delivery { from: *from, to },
                Service::Collection { from, .. } | Service::Transfer { from, .. } => {
                    Service::Transfer { from: from.clone(), to }
                }
            };
            // What is lost on the way is counted where the journey ends.
            order.value = Fen::ZERO;
            order.late_per_hour = None;
        }
        Stage::Last => {
            let from = door(Vec::new());
            order.service = match &whole.service {
                Service::Delivery { to, .. } | Service::Transfer { to, .. } => {
                    Service::Transfer { from, to: to.clone() }
                }
                Service::Collection { to, .. } => Service::Collection { from, to: *to },
            };
            order.ready = over.at;
            order.age = over.age;
        }
    }
    order
}
