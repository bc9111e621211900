//! Why an order is left out, and what would serve it.

use crate::county::VehicleTypeId;
use crate::units::{Fen, Grams, Litres, Moment, Seconds};

/// Why an order is left out. Each is re-checked by solving the relaxed case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    /// No vehicle type offers its temperature.
    Temperature,
    /// No vehicle with its skills.
    Skills,
    /// Heavier than any fitting vehicle can carry.
    Mass,
    /// Larger than any fitting compartment.
    Volume,
    /// No fitting vehicle can get there and back by road.
    Road,
    /// Even alone on a trip, no vehicle meets its windows and ready time.
    Window,
    /// Even alone on a trip, no vehicle is back before its shift ends.
    Shift,
    /// Even alone on a trip, no battery lasts.
    Battery,
    /// It fits alone, but every vehicle is busy.
    Busy,
    /// It could be served, but costs more than its price.
    Price,
}

/// A change of the fleet or of the order that would serve it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Remedy {
    pub change: Change,
    /// What serving it then adds to the cost.
    pub cost: Fen,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// One more vehicle of this type.
    OneMore(VehicleTypeId),
    /// The order may be served at any time of the shift, best at this moment.
    OtherTime(Moment),
    /// Vehicles of this type work longer by this.
    LongerShift(VehicleTypeId, Seconds),
    /// Split into parts of at most this mass and volume.
    Split(Grams, Litres),
    /// A compartment of the goods' class in a vehicle type.
    ColdBox(VehicleTypeId),
    /// Its price of leaving out is raised to this.
    HigherPrice(Fen),
}
