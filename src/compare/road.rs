//! Round trips of vehicles, with everything that a comparison tells of them. (M210)

use super::{HOUR, KILO};
use crate::county::{Compartment, County, Drive, Prices, Running, VehicleType};
use crate::facts;
use crate::matrix::{Leg, Location, Matrix};
use crate::units::{Celsius, Grams, Seconds};

/// A vehicle type with one of its compartments.
#[derive(Clone, Copy, Debug)]
pub struct Carrier<'a> {
    pub vehicle: &'a VehicleType,
    pub compartment: &'a Compartment,
    /// Which of the matrices is its own.
    pub running: usize,
    /// Fen and grams of CO2 for a joule.
    price: f64,
    carbon: f64,
}

/// There and back with one vehicle.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Trip {
    /// Fen, stops not included.
    pub money: f64,
    /// Driving there and back, and loading once.
    pub busy: f64,
    pub loading: f64,
    /// With the goods on board.
    pub riding: f64,
    /// Seconds at 20 °C that age goods outside as much as the ride does; `None`: not known.
    pub warmth: Option<Seconds>,
    /// From tank or battery, half loaded, cooling included.
    pub joules: f64,
    /// Grams of CO2.
    pub carbon: f64,
    /// One way.
    pub kilometres: f64,
    /// Kilograms and litres on board.
    pub payload: f64,
    pub litres: f64,
    /// Seconds of a shift that are left for stops.
    pub left: f64,
    pub per_second: f64,
    pub per_metre: f64,
    /// Of the compartment, unless it is as warm as the air outside.
    pub held: Option<Celsius>,
    /// Seconds of outside air for each opened door.
    pub door: f64,
}

/// What a stop takes besides its load.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Stay {
    /// The way from the nearest other place.
    pub seconds: f64,
    pub metres: f64,
}

/// All vehicle types with all their compartments.
#[must_use]
pub fn carriers<'a>(county: &'a County, running_of: &[usize], prices: &Prices) -> Vec<Carrier<'a>> {
    let each = county.vehicle_types.iter().zip(running_of);
    each.flat_map(|(vehicle, &running)| {
        let (price, carbon) = energy(&vehicle.running, prices);
        let of = move |compartment: &'a Compartment| Carrier { vehicle, compartment, running, price, carbon };
        vehicle.compartments.iter().map(of)
    })
    .collect()
}

/// Fen and grams of CO2 for a joule.
fn energy(running: &Running, prices: &Prices) -> (f64, f64) {
    let (price, name) = match running.drive {
        Drive::Diesel => (prices.diesel, "diesel"),
        Drive::Petrol => (prices.petrol, "petrol"),
        Drive::Electric => (prices.electricity, "electricity"),
    };
    // A kilogram for a megawatt-hour is a gram for a kilowatt-hour.
    let carbon = facts::value(&format!("carbon.{name}.kg_per_mwh")) / super::KWH;
    (price.as_f64() / (super::KWH * KILO), carbon)
}

impl Carrier<'_> {
    /// From `site` to `door` and back; the goods ride out, or in. `None` if there is no way, or it
    /// fits neither a shift nor a battery.
    #[must_use]
    pub fn trip(
        &self,
        matrix: &Matrix,
        class: Option<usize>,
        [site, door]: [Location; 2],
        inwards: bool,
    ) -> Option<Trip> {
        let (out, back) = (matrix.leg(site, door)?, matrix.leg(door, site)?);
        let loaded = if inwards { [door, site] } else { [site, door] };
        let warmth = class.map(|class| matrix.warmth(class, loaded[0], loaded[1]));
        self.round([out, back], warmth, inwards)
    }

    /// The same from the legs alone.
    #[must_use]
    pub fn round(&self, [out, back]: [Leg; 2], warmth: Option<Seconds>, inwards: bool) -> Option<Trip> {
        let VehicleType { payload, shift, costs, reload, .. } = self.vehicle;
        let half = Grams(payload.0 / 2);
        let used = ((out.energy(half).0 + back.energy(half).0) as f64).max(0.0);
        let driving = (out.duration + back.duration).as_f64();
        let busy = driving + reload.as_f64();
        let hours = (shift.end - shift.start).as_f64().max(1.0);
        let drained = self.vehicle.battery.is_some_and(|battery| used > battery.joules().as_f64());
        if busy > hours || drained {
            return None;
        }
        let metres = (out.distance + back.distance).as_f64();
        let joules = used + self.compartment.watts * driving;
        let (per_second, per_metre) =
            (costs.per_hour.as_f64() / HOUR + costs.fixed.as_f64() / hours, costs.per_km.as_f64() / KILO);
        Some(Trip {
            money: per_metre * metres + per_second * busy + self.price * joules,
            busy,
            loading: reload.as_f64(),
            riding: if inwards { back.duration } else { out.duration }.as_f64(),
            warmth,
            joules,
            carbon: joules * self.carbon,
            kilometres: if inwards { back.distance } else { out.distance }.as_f64() / KILO,
            payload: (payload.as_f64() / KILO).max(1e-3),
            litres: self.compartment.litres.as_f64().max(1e-3),
            left: (hours - busy).max(60.0),
            per_second,
            per_metre,
            held: self.compartment.held(),
            door: self.compartment.door_recovery.as_f64(),
        })
    }
}
