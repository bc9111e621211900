//! What places get and give: the sample day's goods by place, kind and direction.

use crate::county::{County, GoodsId, PlaceId, Service, SiteId, Skills};
use crate::site::survey::{Customer, Flow, Stream};
use std::collections::BTreeMap;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Direction {
    /// From the warehouse to the door.
    Out,
    /// From the door to the warehouse.
    In,
}

impl Direction {
    /// As it stands in files.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Direction::Out => "delivery",
            Direction::In => "collection",
        }
    }
}

/// One kind of goods of one place, one way.
#[derive(Clone, Debug, PartialEq)]
pub struct Class {
    pub place: PlaceId,
    pub goods: GoodsId,
    pub direction: Direction,
    /// The warehouse that most orders of this kind name.
    pub site: SiteId,
    /// On a mean day of each season.
    pub kilograms: [f64; 4],
    pub litres_per_kilogram: f64,
    /// Fen, fresh.
    pub value_per_kilogram: f64,
    /// Age when it is handed over.
    pub age: f64,
    /// Seconds of service a day.
    pub service: f64,
    /// What each of its orders needs.
    pub skills: Skills,
}

/// All classes of these customers, by place.
#[must_use]
pub fn classes(county: &County, customers: &[Customer]) -> Vec<Class> {
    let (sites, skills) = (sites(county), skills(county));
    let of = |customer: &Customer, flow: &Flow| {
        let direction = if customer.stream == Stream::Harvest { Direction::In } else { Direction::Out };
        Class {
            place: customer.place,
            goods: flow.goods,
            direction,
            site: sites.get(&(flow.goods, direction)).copied().unwrap_or(SiteId(0)),
            kilograms: flow.kilograms,
            litres_per_kilogram: flow.litres_per_kilogram,
            value_per_kilogram: flow.value_per_kilogram,
            age: flow.age,
            service: flow.service,
            skills: skills.get(&(customer.place, flow.goods, direction)).copied().unwrap_or_default(),
        }
    };
    let each =
        customers.iter().flat_map(|customer| customer.flows.iter().map(move |flow| of(customer, flow)));
    each.filter(|class| class.kilograms.iter().any(|&kilograms| kilograms > 0.0)).collect()
}

/// By place, goods and direction: the skills that all orders need.
fn skills(county: &County) -> BTreeMap<(PlaceId, GoodsId, Direction), Skills> {
    let mut all: BTreeMap<(PlaceId, GoodsId, Direction), Skills> = BTreeMap::new();
    for order in &county.orders {
        let (direction, door) = match &order.service {
            Service::Delivery { to, .. } => (Direction::Out, to),
            Service::Collection { from, .. } => (Direction::In, from),
            Service::Transfer { .. } => continue,
        };
        let Some(place) = door.place else { continue };
        let common = all.entry((place, order.goods, direction)).or_insert(order.skills);
        common.0 &= order.skills.0;
    }
    all
}

/// By goods and direction: the site that most orders name, of several the first.
fn sites(county: &County) -> BTreeMap<(GoodsId, Direction), SiteId> {
    let mut counts: BTreeMap<(GoodsId, Direction), BTreeMap<SiteId, usize>> = BTreeMap::new();
    for order in &county.orders {
        let (direction, site) = match &order.service {
            Service::Delivery { from, .. } => (Direction::Out, *from),
            Service::Collection { to, .. } => (Direction::In, *to),
            Service::Transfer { .. } => continue,
        };
        *counts.entry((order.goods, direction)).or_default().entry(site).or_default() += 1;
    }
    let most = |sites: BTreeMap<SiteId, usize>| sites.into_iter().rev().max_by_key(|it| it.1).map(|it| it.0);
    counts.into_iter().filter_map(|(kind, sites)| Some((kind, most(sites)?))).collect()
}
