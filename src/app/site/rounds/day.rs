//! The orders of one day from one site.

use super::{OUT, Piece, Yard};
use crate::county::{County, Door, Order, Service, SiteId, Skills};
use crate::matrix::Location;
use crate::site::survey::{Customer, Flow, Stream};
use crate::units::{Fen, Grams, Litres, Moment, Seconds, ThermalAge};

/// Orders of one day from one site.
pub struct Day<'y, 'a> {
    yard: &'y Yard<'a>,
    site: SiteId,
    pub county: County,
    /// The site's first, then those of stops.
    pub locations: Vec<Location>,
    /// By order: where its door is among `locations`.
    pub stops: Vec<Option<Location>>,
    /// By order: which of the customers asked about.
    pub owner: Vec<usize>,
    /// By order.
    pub pieces: Vec<Piece>,
}

impl<'y, 'a> Day<'y, 'a> {
    /// `None` if the site is off the roads.
    pub fn new(yard: &'y Yard<'a>, site: SiteId) -> Option<Day<'y, 'a>> {
        let at = yard.located.sites[site.index()]?;
        let mut county = yard.county.clone();
        for vehicle in &mut county.vehicle_types {
            (vehicle.start, vehicle.end) = (site, site);
        }
        let (locations, owner) = (vec![at], Vec::new());
        Some(Day { yard, site, county, locations, stops: Vec::new(), owner, pieces: Vec::new() })
    }

    /// Adds what a customer, or a share of it, wants on a day of a season.
    pub fn customer(&mut self, number: usize, (at, share): (usize, f64), season: usize) {
        let customer = &self.yard.customers[at];
        let door = self.yard.doors.get(&customer.place);
        let Some(door) = door.and_then(|door| self.yard.located.drops[door.index()]) else { return };
        let place = self.locations.iter().position(|&known| known == door).unwrap_or_else(|| {
            self.locations.push(door);
            self.locations.len() - 1
        });
        for (kind, flow) in customer.flows.iter().enumerate() {
            let kilograms = share * flow.kilograms[season];
            if kilograms <= 0.0 {
                continue;
            }
            let parts = self.yard.pieces(flow, kilograms);
            for part in 0..parts {
                let order = self.order(customer, flow, kilograms / parts as f64, share / parts as f64);
                self.county.orders.push(order);
                self.stops.push(Some(Location(place as u32)));
                self.owner.push(number);
                self.pieces.push((at, kind, part));
            }
        }
        let most = self.owner.len().max(1) as u32;
        self.county.vehicle_types.iter_mut().for_each(|vehicle| vehicle.count = most);
    }

    fn order(&self, customer: &Customer, flow: &Flow, kilograms: f64, share: f64) -> Order {
        let door = Door {
            place: Some(customer.place),
            point: self.county.place(customer.place).point,
            windows: Vec::new(),
            service: Seconds::rounded(flow.service * share),
        };
        let service = match customer.stream {
            Stream::Dry | Stream::Cold => Service::Delivery { from: self.site, to: door },
            Stream::Harvest => Service::Collection { from: door, to: self.site },
        };
        Order {
            code: String::new(),
            service,
            goods: flow.goods,
            mass: Grams(((kilograms * 1000.0) as i64).max(1)),
            volume: Litres(((kilograms * flow.litres_per_kilogram) as i64).max(0)),
            value: Fen(0),
            ready: Moment(0),
            age: ThermalAge(0.0),
            skills: Skills::default(),
            price_out: OUT,
            late_per_hour: None,
            row: None,
        }
    }
}
