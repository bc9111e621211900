//! A weekday's orders: parcels out to every village, fruit and vegetables in
//! from the farms, fresh pork and medicine out in the morning, a few things
//! from door to door.
//!
//! Absent on purpose: people. Whoever needs a name on a sheet gets a number.

use super::dice::Dice;
use super::fleet::MEDICINE;
use super::goods::{self, VEGETABLE};
use super::sites::WAREHOUSE;
use crate::county::{County, Door, GoodsId, Order, Place, PlaceId, PlaceKind, Service, Skills};
use crate::facts::value;
use crate::units::{Fen, Grams, Litres, Moment, Point, Seconds, ThermalAge, Window};

/// Height of the ground, where known.
pub(super) type Ground<'a> = &'a dyn Fn(Point) -> Option<f64>;

/// As many orders as the people and farms of the county give, or a sample of `count` of them.
pub(super) fn day(county: &County, seed: u64, count: Option<usize>, ground: Ground) -> Vec<Order> {
    let mut maker = Maker { county, dice: Dice::new(seed, 41), orders: Vec::new(), ground };
    maker.all();
    let mut rounds = 1;
    while count.is_some_and(|count| maker.orders.len() < count) && rounds < 200 {
        maker.all();
        rounds += 1;
    }
    let Maker { mut dice, mut orders, .. } = maker;
    if let Some(count) = count.filter(|&count| count < orders.len()) {
        dice.shuffle(&mut orders);
        orders.truncate(count);
        orders.sort_by_key(|order| (order.goods, order.ready));
    }
    for (number, order) in orders.iter_mut().enumerate() {
        order.code = format!("{:04}", number + 1);
    }
    orders
}

struct Maker<'a> {
    county: &'a County,
    dice: Dice,
    orders: Vec<Order>,
    ground: Ground<'a>,
}

impl Maker<'_> {
    fn all(&mut self) {
        let places = &self.county.places;
        let homes: Vec<PlaceId> =
            ids(places, |kind| matches!(kind, PlaceKind::Village | PlaceKind::Township));
        let mut farms = ids(places, |kind| kind == PlaceKind::Farm);
        if farms.is_empty() {
            farms = ids(places, |kind| kind == PlaceKind::Village).into_iter().step_by(3).collect();
        }
        for &place in &homes {
            self.parcels(place);
        }
        for &place in &farms {
            self.harvest(place);
        }
        for &place in &homes {
            let town = self.county.place(place).kind == PlaceKind::Township;
            if town || self.dice.chance(0.10) {
                self.pork(place);
            }
            if town || self.dice.chance(0.12) {
                self.medicine(place);
            }
        }
        for pair in homes.windows(2).step_by(45) {
            self.transfer(pair[0], pair[1]);
        }
    }

    fn order(&self, service: Service, goods: GoodsId, grams: f64, litres: f64, fen: f64) -> Order {
        Order {
            code: String::new(),
            service,
            goods,
            mass: Grams(Grams::rounded(grams).0 / 100 * 100 + 100),
            volume: Litres::rounded(litres.ceil().max(1.0)),
            value: Fen(Fen::rounded(fen).0 / 100 * 100),
            ready: Moment(0),
            age: ThermalAge(0.0),
            skills: Skills::default(),
            price_out: Fen(0),
            late_per_hour: None,
            row: None,
        }
    }

    fn door(&self, place: PlaceId, windows: &[(Moment, Moment)], minutes: i64) -> Door {
        let windows = windows.iter().filter_map(|&(open, close)| Window::new(open, close)).collect();
        Door {
            place: Some(place),
            point: self.county.place(place).point,
            windows,
            service: Seconds(minutes * 60),
        }
    }

    /// Everything for one village's drop point.
    fn parcels(&mut self, place: PlaceId) {
        let people = f64::from(self.county.place(place).population);
        let number =
            (people * value("day.parcels.per_person") * self.dice.factor()).round().clamp(1.0, 250.0);
        let shop = [(Moment::at(8, 30), Moment::at(17, 30))];
        let soft = self.dice.chance(0.5);
        let minutes = (4.0 + number / 8.0).min(25.0) as i64;
        let to = self.door(place, if soft { &shop } else { &[] }, minutes);
        let service = Service::Delivery { from: WAREHOUSE, to };
        let mut order = self.order(
            service,
            goods::PARCEL,
            number * value("day.parcel.mass") * 1000.0,
            number * value("day.parcel.volume"),
            number * value("day.parcel.value"),
        );
        order.price_out = Fen(16_000 + number as i64 * 150);
        order.late_per_hour = soft.then_some(Fen(3_000));
        self.orders.push(order);
    }

    /// What a farm picked this morning: oranges low down, plums on the slopes, vegetables high up.
    fn harvest(&mut self, place: PlaceId) {
        let height = (self.ground)(self.county.place(place).point).unwrap_or(600.0);
        let luck = self.dice.unit();
        let (goods, crop, least, most) = match height {
            h if h < 320.0 && luck < 0.45 => (goods::ORANGE, "citrus", 100.0, 320.0),
            h if h < 1_050.0 => (goods::PLUM, "plum", 80.0, 360.0),
            _ => (VEGETABLE, "leafy", 80.0, 260.0),
        };
        let kilos = self.dice.between(least, most).round();
        let ready = Moment::at(6, 0) + Seconds(600 * self.dice.below(28) as i64);
        let close = Moment::at(16, 30);
        let from = self.door(place, &[(ready, close)], (8.0 + kilos / 25.0) as i64);
        let value = kilos * value(&format!("day.{crop}.farm_price"));
        let mut order = self.order(
            Service::Collection { from, to: WAREHOUSE },
            goods,
            kilos * 1000.0,
            kilos * 2.2,
            value,
        );
        order.ready = ready;
        order.age = ThermalAge(0.01);
        order.price_out = Fen(order.value.0 * 7 / 10 + 6_000);
        self.orders.push(order);
    }

    fn pork(&mut self, place: PlaceId) {
        let kilos = self.dice.between(15.0, 55.0).round();
        let to = self.door(place, &[(Moment::at(7, 30), Moment::at(11, 30))], 6);
        let fen = kilos * value("day.pork.farm_price");
        let service = Service::Delivery { from: WAREHOUSE, to };
        let mut order = self.order(service, goods::PORK, kilos * 1000.0, kilos * 2.0, fen);
        order.ready = Moment::at(4, 0);
        order.late_per_hour = Some(Fen(4_000));
        order.price_out = Fen(order.value.0 / 2 + 8_000);
        self.orders.push(order);
    }

    fn medicine(&mut self, place: PlaceId) {
        let kilos = self.dice.between(1.5, 6.0);
        let clinic = [(Moment::at(8, 30), Moment::at(12, 0)), (Moment::at(13, 30), Moment::at(17, 0))];
        let to = self.door(place, &clinic, 8);
        let fen = kilos * value("day.medicine.farm_price");
        let service = Service::Delivery { from: WAREHOUSE, to };
        let mut order = self.order(service, goods::MEDICINE, kilos * 1000.0, kilos * 8.0, fen);
        order.skills = MEDICINE;
        order.price_out = Fen(order.value.0 + 60_000);
        self.orders.push(order);
    }

    fn transfer(&mut self, from: PlaceId, to: PlaceId) {
        let kilos = self.dice.between(3.0, 25.0);
        let ready = Moment::at(9, 0);
        let (from, to) = (self.door(from, &[], 4), self.door(to, &[], 4));
        let service = Service::Transfer { from, to };
        let mut order = self.order(service, goods::PARCEL, kilos * 1000.0, kilos * 5.0, kilos * 4_000.0);
        order.ready = ready;
        order.price_out = Fen(20_000);
        self.orders.push(order);
    }
}

fn ids(places: &[Place], wanted: impl Fn(PlaceKind) -> bool) -> Vec<PlaceId> {
    (0..places.len() as u32).map(PlaceId).filter(|id| wanted(places[id.index()].kind)).collect()
}
