//! A route, and what the walk says about it.

use crate::county::VehicleTypeId;
use crate::matrix::WayNumber;
use crate::model::TaskId;
use crate::units::{Breakdown, Fen, Grams, Joules, Moment, Seconds, ThermalAge};

/// Which vehicle type serves which tasks in which order. No times.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Route {
    pub vehicle_type: VehicleTypeId,
    /// Non-empty trips, each from the start site and back.
    pub trips: Vec<Vec<TaskId>>,
}

/// The route with its times and its money.
#[derive(Clone, Debug, PartialEq)]
pub struct Schedule {
    pub trips: Vec<TripTimes>,
    pub breakdown: Breakdown,
}

/// One trip of a route.
#[derive(Clone, Debug, PartialEq)]
pub struct TripTimes {
    pub load_start: Moment,
    pub depart: Moment,
    /// On board at departure.
    pub load: Grams,
    pub visits: Vec<VisitTimes>,
    /// The drive home.
    pub home: Driven,
    pub rest_before_home: Option<(Moment, Moment)>,
    pub back: Moment,
}

impl TripTimes {
    /// All drives, the one home last.
    pub fn drives(&self) -> impl Iterator<Item = &Driven> {
        self.visits.iter().map(|visit| &visit.drive).chain([&self.home])
    }
}

/// One drive.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Driven {
    pub duration: Seconds,
    /// With its load.
    pub energy: Joules,
    /// Which way, where the hour decides (M46).
    pub way: WayNumber,
}

/// One task of a trip.
#[derive(Clone, Debug, PartialEq)]
pub struct VisitTimes {
    pub task: TaskId,
    /// The drive that ends here.
    pub drive: Driven,
    /// Before that drive.
    pub rest: Option<(Moment, Moment)>,
    pub arrive: Moment,
    pub start: Moment,
    pub end: Moment,
    /// On board when leaving.
    pub load: Grams,
    /// Index into the vehicle type's compartments.
    pub compartment: usize,
    pub late: Seconds,
    pub precooled: bool,
    /// Age and loss when the goods of this order change hands for the last time: at a delivery or
    /// drop-off here, for a collection when the trip is back. `None` at a transfer's pick-up.
    pub arrival: Option<(Moment, ThermalAge, Fen)>,
}
