//! Who wants what: the sample day's orders by place and stream.
//!
//! Parcels are spread over all places by their people, so that a place is not
//! without any because nobody ordered on that very day. Transfers from door
//! to door pass no site and are left out.

use super::season::{SEASONS, Times};
use super::wishes::Wishes;
use crate::county::{County, Door, GoodsId, Keeping, Order, OrderId, PlaceId, Service, SiteId, Skills};
use crate::units::{Fen, Grams, Litres, Moment, Point, Seconds, ThermalAge};
use std::collections::BTreeMap;

/// What passes a site together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stream {
    /// Delivered, keeps.
    Dry,
    /// Delivered, ages.
    Cold,
    /// Collected and ages.
    Harvest,
}

/// One kind of goods of a customer, on a mean day of each season.
#[derive(Clone, Debug, PartialEq)]
pub struct Flow {
    pub goods: GoodsId,
    pub kilograms: [f64; 4],
    pub litres_per_kilogram: f64,
    /// Fen, fresh.
    pub value_per_kilogram: f64,
    /// Age when it is handed over.
    pub age: f64,
    /// Seconds of service on the sample day.
    pub service: f64,
}

/// A stream of a place.
#[derive(Clone, Debug, PartialEq)]
pub struct Customer {
    pub place: PlaceId,
    pub stream: Stream,
    pub flows: Vec<Flow>,
}

impl Customer {
    #[must_use]
    pub fn kilograms(&self, season: usize) -> f64 {
        self.flows.iter().map(|flow| flow.kilograms[season]).sum()
    }

    #[must_use]
    pub fn litres(&self, season: usize) -> f64 {
        self.flows.iter().map(|flow| flow.kilograms[season] * flow.litres_per_kilogram).sum()
    }
}

/// A day's amount of one kind of goods at one place.
#[derive(Clone, Copy, Default)]
struct Sum {
    grams: f64,
    litres: f64,
    fen: f64,
    aged_grams: f64,
    seconds: f64,
}

impl Sum {
    fn add(&mut self, order: &Order, door: &Door, share: f64) {
        let grams = order.mass.as_f64() * share;
        self.grams += grams;
        self.litres += order.volume.as_f64() * share;
        self.fen += order.value.as_f64() * share;
        self.aged_grams += grams * order.age.0;
        self.seconds += door.service.as_f64() * share;
    }
}

/// Streams of all places, by place.
#[must_use]
pub fn customers(county: &County, wishes: &Wishes) -> Vec<Customer> {
    let mut sums: BTreeMap<(PlaceId, Stream, GoodsId), Sum> = BTreeMap::new();
    let people: f64 = county.places.iter().map(|place| f64::from(place.population)).sum();
    for order in &county.orders {
        let keeps = county.goods(order.goods).keeping == Keeping::Keeps;
        let (door, stream) = match &order.service {
            Service::Transfer { .. } => continue,
            Service::Delivery { to, .. } => (to, if keeps { Stream::Dry } else { Stream::Cold }),
            Service::Collection { from, .. } => (from, if keeps { Stream::Dry } else { Stream::Harvest }),
        };
        if stream == Stream::Dry && people > 0.0 && matches!(order.service, Service::Delivery { .. }) {
            for (place, id) in county.places.iter().zip(0..).filter(|it| it.0.population > 0) {
                let share = f64::from(place.population) / people;
                sums.entry((PlaceId(id), stream, order.goods)).or_default().add(order, door, share);
            }
        } else if let Some(place) = place_of(county, door) {
            sums.entry((place, stream, order.goods)).or_default().add(order, door, 1.0);
        }
    }
    let mut customers: Vec<Customer> = Vec::new();
    for ((place, stream, goods), sum) in sums {
        let flow = flow(county, wishes, stream, goods, sum);
        match customers.last_mut().filter(|last| (last.place, last.stream) == (place, stream)) {
            Some(last) => last.flows.push(flow),
            None => customers.push(Customer { place, stream, flows: vec![flow] }),
        }
    }
    customers.retain(|customer| (0..4).any(|season| customer.kilograms(season) > 0.0));
    customers
}

fn flow(county: &County, wishes: &Wishes, stream: Stream, goods: GoodsId, sum: Sum) -> Flow {
    let day = sum.grams / 1000.0;
    let times = |season: usize| {
        let times = Times::new(SEASONS[season], county.season);
        match stream {
            Stream::Dry | Stream::Cold => times.parcels() * wishes.parcels,
            Stream::Harvest => times.harvest(county.goods(goods)) * wishes.harvest,
        }
    };
    Flow {
        goods,
        kilograms: std::array::from_fn(|season| day * times(season)),
        litres_per_kilogram: sum.litres / day.max(1e-9),
        value_per_kilogram: sum.fen / day.max(1e-9),
        age: sum.aged_grams / sum.grams.max(1e-9),
        service: sum.seconds,
    }
}

/// The place of a door, or the nearest.
fn place_of(county: &County, door: &Door) -> Option<PlaceId> {
    let narrow = door.point.y().to_radians().cos();
    let away = |at: Point| ((at.x() - door.point.x()) * narrow).hypot(at.y() - door.point.y());
    let nearest = || {
        let places = county.places.iter().enumerate();
        let nearest = places.min_by(|a, b| away(a.1.point).total_cmp(&away(b.1.point)));
        nearest.map(|it| PlaceId(it.0 as u32))
    };
    door.place.or_else(nearest)
}

/// The county with one order for each place that has a customer, so that all of them can be put on
/// the roads; and which order is which place's.
#[must_use]
pub fn doors(county: &County, customers: &[Customer]) -> (County, BTreeMap<PlaceId, OrderId>) {
    let mut places: Vec<PlaceId> = customers.iter().map(|customer| customer.place).collect();
    places.dedup();
    let order = |place: PlaceId| Order {
        code: county.place(place).code.clone(),
        service: Service::Delivery {
            from: SiteId(0),
            to: Door {
                place: Some(place),
                point: county.place(place).point,
                windows: Vec::new(),
                service: Seconds(0),
            },
        },
        goods: GoodsId(0),
        mass: Grams(1),
        volume: Litres(1),
        value: Fen(0),
        ready: Moment(0),
        age: ThermalAge(0.0),
        skills: Skills::default(),
        price_out: Fen(0),
        late_per_hour: None,
        row: None,
    };
    let orders = places.iter().map(|&place| order(place)).collect();
    let index = places.iter().enumerate().map(|(index, &place)| (place, OrderId(index as u32))).collect();
    (County { orders, ..county.clone() }, index)
}
