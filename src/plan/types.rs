//! The plan, as data.

use super::{Again, Air};
use crate::county::{OrderId, SiteId, VehicleTypeId};
use crate::model::{Reason, Remedy};
use crate::relay::{Kit, Relay};
use crate::units::{
    Breakdown, Celsius, Fen, Grams, Joules, Litres, Metres, Moment, Point, Seconds, ThermalAge,
};

/// Everything that happens on one day.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// Folder name of the county.
    pub county: String,
    /// ISO 8601.
    pub date: String,
    /// Hash of the county's files (hex), so that a plan is not checked against others.
    pub inputs: String,
    pub search: SearchRecord,
    pub rounds: Vec<Round>,
    pub unserved: Vec<Unserved>,
    /// Sum of the rounds' breakdowns and the prices of the unserved.
    pub breakdown: Breakdown,
    /// The same day planned as if nothing spoiled, then priced as it is.
    pub blind: Option<Blind>,
    /// What became of a plan before this one.
    pub again: Option<Again>,
    /// What drones do; `None`: none could fly.
    pub air: Option<Air>,
    /// Orders that are carried in several legs; the county of the plan has the legs as orders.
    pub relays: Vec<Relay>,
    /// Drones that vehicles carry to a pad and fetch; each way is an order behind the legs.
    pub kits: Vec<Kit>,
}

/// How the plan was found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SearchRecord {
    pub seed: u64,
    pub iterations: u64,
    /// False with `--spoilage off`.
    pub spoilage: bool,
    pub partition: Option<PartitionRecord>,
    /// `None`: no bound was asked for, or none was reached.
    pub bound: Option<BoundRecord>,
    /// By vehicle type and cooled compartment.
    pub cold: Vec<ColdWorth>,
}

/// What a little more of a cooled compartment would be worth on this day.
#[derive(Clone, Debug, PartialEq)]
pub struct ColdWorth {
    pub vehicle_type: VehicleTypeId,
    /// Its place among the type's compartments.
    pub compartment: usize,
    /// What all its vehicles would save if it were one degree colder; below 0 if that would cost
    /// more than it saves. `None` if goods on board would be hurt.
    pub degree: Option<Fen>,
    pub room: Option<RoomWorth>,
}

/// The order that pays most for each litre more in one vehicle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RoomWorth {
    /// What it needs more.
    pub litres: Litres,
    /// What the day would cost less.
    pub saved: Fen,
    pub order: OrderId,
}

/// What no plan of the day can be cheaper than, by column generation.
#[derive(Clone, Debug, PartialEq)]
pub struct BoundRecord {
    pub value: Fen,
    /// The LP was solved: a longer run would not raise the value.
    pub is_complete: bool,
    /// Trips in the LP.
    pub columns: usize,
    /// What serving each order costs in the LP.
    pub order_prices: Vec<(OrderId, Fen)>,
    /// What one more vehicle of a type saves in the LP.
    pub vehicle_worth: Vec<(VehicleTypeId, Fen)>,
}

impl BoundRecord {
    /// The part of a cost that the bound leaves open, 0 to 1.
    #[must_use]
    pub fn gap(&self, cost: Fen) -> f64 {
        if cost.0 <= 0 { 0.0 } else { (1.0 - self.value.as_f64() / cost.as_f64()).max(0.0) }
    }
}

/// What set partitioning over the pool of routes said.
#[derive(Clone, Debug, PartialEq)]
pub struct PartitionRecord {
    /// Routes in the pool of the last round.
    pub columns: usize,
    /// LP value over the pool. Not a bound of the day: routes outside of the pool may be better.
    pub lp_value: Fen,
    /// Value of the routes that the MIP chose.
    pub mip_value: Fen,
    /// What the pool's LP pays for one more of each order. Empty where the solver gives no duals.
    pub order_prices: Vec<(OrderId, Fen)>,
    /// What one more vehicle of a type is worth a day, by the pool's LP.
    pub vehicle_worth: Vec<(VehicleTypeId, Fen)>,
}

/// A plan of the same day that ignored spoilage, with its true cost.
#[derive(Clone, Debug, PartialEq)]
pub struct Blind {
    pub breakdown: Breakdown,
    pub unserved: usize,
    pub rounds: usize,
    pub distance: Metres,
}

/// One vehicle's day.
#[derive(Clone, Debug, PartialEq)]
pub struct Round {
    pub vehicle_type: VehicleTypeId,
    /// Among the vehicles of its type, from 1.
    pub number: u32,
    pub trips: Vec<Trip>,
    pub breakdown: Breakdown,
}

impl Round {
    /// When paid time starts: loading of the first trip.
    #[must_use]
    pub fn start(&self) -> Option<Moment> {
        self.trips.first().map(|trip| trip.load_start)
    }

    /// When the vehicle is back.
    #[must_use]
    pub fn end(&self) -> Option<Moment> {
        self.trips.last().map(|trip| trip.back)
    }

    #[must_use]
    pub fn distance(&self) -> Metres {
        self.trips.iter().map(Trip::distance).sum()
    }

    pub fn stops(&self) -> impl Iterator<Item = &Stop> {
        self.trips.iter().flat_map(|trip| &trip.stops)
    }
}

/// From a site and back to one.
#[derive(Clone, Debug, PartialEq)]
pub struct Trip {
    pub from: SiteId,
    pub to: SiteId,
    /// Loading lasts from here to `depart` at most.
    pub load_start: Moment,
    pub depart: Moment,
    /// Load when departing.
    pub load: Grams,
    pub stops: Vec<Stop>,
    /// From the last stop to the site.
    pub home: Leg,
    pub back: Moment,
    /// Rest taken before `home`.
    pub rest: Option<Rest>,
}

impl Trip {
    #[must_use]
    pub fn distance(&self) -> Metres {
        self.stops.iter().map(|stop| stop.leg.distance).sum::<Metres>() + self.home.distance
    }
}

/// A drive between two places.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Leg {
    pub duration: Seconds,
    pub distance: Metres,
    /// With the load on board.
    pub energy: Joules,
    /// For maps and GPX. Empty in a plan that was read back from JSON.
    pub geometry: Vec<Point>,
}

/// A break of the driver.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rest {
    pub start: Moment,
    pub end: Moment,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Action {
    Deliver,
    Collect,
    /// First half of a transfer.
    PickUp,
    /// Second half of a transfer.
    DropOff,
}

/// One order served at one door.
#[derive(Clone, Debug, PartialEq)]
pub struct Stop {
    pub order: OrderId,
    pub action: Action,
    /// The drive that ends here; zero from a stop at the same door.
    pub leg: Leg,
    /// Rest taken before that drive.
    pub rest: Option<Rest>,
    pub arrive: Moment,
    /// Service starts; the difference is waiting.
    pub start: Moment,
    /// Service ends.
    pub end: Moment,
    /// On board when leaving.
    pub load: Grams,
    /// Index into the vehicle type's compartments.
    pub compartment: usize,
    /// After the close of the last window.
    pub late: Seconds,
    /// The farm's pre-cooler was used.
    pub precooled: bool,
    /// Where the goods' journey ends: deliveries and second halves here, collections at the site.
    pub freshness: Option<Freshness>,
}

/// How the goods of one order arrive.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Freshness {
    /// When they change hands.
    pub at: Moment,
    /// Where they travelled: the compartment's set point, or the outside air where and when they change hands.
    pub temperature: Celsius,
    pub age: ThermalAge,
    /// Value when fresh.
    pub value: Fen,
    pub lost: Fen,
}

/// An order that is left out, and why.
#[derive(Clone, Debug, PartialEq)]
pub struct Unserved {
    pub order: OrderId,
    pub price: Fen,
    pub reason: Reason,
    /// The cheapest change that was found to serve it, with what it adds to the plan's cost without the price.
    pub remedy: Option<Remedy>,
}
