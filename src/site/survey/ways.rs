//! What bringing goods to a place costs: a share of the best vehicle's round trip.
//!
//! (M77) A round trip from `a` to `b` and back costs `T = per_km s + per_hour
//! (t + reload) + energy (half of the load on board) + cooling + fixed (t +
//! reload) / shift`. A stop with `q` kg and `v` litres that takes `w` seconds,
//! the way from its neighbour included, takes the share `max(q / payload, v /
//! litres, w / (shift - t - reload))` of it, and costs its own `w` and metres.

use crate::county::{Compartment, County, Drive, Prices, VehicleType};
use crate::matrix::{Leg, Location, Matrices, Matrix};
use crate::network::Located;
use crate::units::Grams;

/// A vehicle type with one of its compartments.
#[derive(Clone, Copy, Debug)]
pub struct Carrier<'a> {
    pub vehicle: &'a VehicleType,
    pub compartment: &'a Compartment,
    /// Fen per joule.
    energy: f64,
    matrix: usize,
}

/// One way with one carrier.
#[derive(Clone, Copy, Debug)]
pub struct Way {
    /// Fen for a round trip.
    pub trip: f64,
    /// Of the leg out, in seconds.
    pub seconds: f64,
    payload: f64,
    litres: f64,
    /// Seconds of a shift that are left for stops.
    left: f64,
    per_second: f64,
    per_metre: f64,
}

/// What a stop takes besides its load.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Stay {
    /// Service, and the way from the neighbour.
    pub seconds: f64,
    pub metres: f64,
}

impl Way {
    /// Fen for a stop with so much.
    #[must_use]
    pub fn share(&self, kilograms: f64, litres: f64, stay: Stay) -> f64 {
        let load = (kilograms / self.payload).max(litres / self.litres);
        let own = stay.seconds * self.per_second + stay.metres * self.per_metre;
        self.trip * load.max(stay.seconds / self.left) + own
    }
}

/// All carriers of a county, with prices changed by these factors.
#[must_use]
pub fn carriers<'a>(county: &'a County, located: &Located, prices: &Prices) -> Vec<Carrier<'a>> {
    let types = county.vehicle_types.iter().zip(&located.running_of);
    types
        .flat_map(|(vehicle, &matrix)| {
            let price = match vehicle.running.drive {
                Drive::Diesel => prices.diesel,
                Drive::Petrol => prices.petrol,
                Drive::Electric => prices.electricity,
            };
            let energy = price.as_f64() / 3.6e9;
            vehicle.compartments.iter().map(move |compartment| Carrier {
                vehicle,
                compartment,
                energy,
                matrix,
            })
        })
        .collect()
}

impl Carrier<'_> {
    #[must_use]
    pub fn matrix<'m>(&self, matrices: &'m Matrices) -> &'m Matrix {
        &matrices.by_running[self.matrix]
    }

    /// There and back; `None` if there is no way, or it does not fit into a shift or a battery.
    #[must_use]
    pub fn way(&self, matrices: &Matrices, from: Location, to: Location) -> Option<Way> {
        let matrix = self.matrix(matrices);
        let (out, back) = (matrix.leg(from, to)?, matrix.leg(to, from)?);
        let half = Grams(self.vehicle.payload.0 / 2);
        let joules = |leg: &Leg| leg.energy(half).0 as f64;
        let used = (joules(&out) + joules(&back)).max(0.0);
        let driving = (out.duration + back.duration).as_f64();
        let busy = driving + self.vehicle.reload.as_f64();
        let shift = (self.vehicle.shift.end - self.vehicle.shift.start).as_f64().max(1.0);
        let is_within =
            busy <= shift && self.vehicle.battery.is_none_or(|battery| used <= battery.joules().as_f64());
        let costs = self.vehicle.costs;
        let cooling = self.compartment.watts * driving;
        let trip = costs.per_km.as_f64() * (out.distance + back.distance).as_f64() / 1000.0
            + costs.per_hour.as_f64() * busy / 3600.0
            + costs.fixed.as_f64() * busy / shift
            + self.energy * (used + cooling);
        is_within.then(|| Way {
            trip,
            left: (shift - busy).max(60.0),
            per_second: costs.per_hour.as_f64() / 3600.0 + costs.fixed.as_f64() / shift,
            per_metre: costs.per_km.as_f64() / 1000.0,
            seconds: out.duration.as_f64(),
            payload: (self.vehicle.payload.as_f64() / 1000.0).max(1e-3),
            litres: self.compartment.litres.as_f64().max(1e-3),
        })
    }
}
