//! What a [`super::Problem`] is made of: tasks, orders, vehicle types.
//!
//! Everything the walk asks often is a plain whole number here; units are put
//! on again where a result leaves the search.

use super::{Begun, TaskId, TaskKind};
use crate::cold::LossCurve;
use crate::county::{OrderId, SiteId, VehicleTypeId};
use crate::network::Location;

/// A service at a door.
#[derive(Clone, Debug)]
pub struct Task {
    pub order: OrderId,
    pub kind: TaskKind,
    pub location: Location,
    /// Seconds.
    pub service: i64,
    /// Service does not start earlier: the goods' `ready` where they are picked up.
    pub earliest: i64,
    /// `(open, close)`, sorted; empty: any time.
    pub windows: Box<[(i64, i64)]>,
    /// Service may start after the last close.
    pub soft: bool,
}

/// How the goods of an order age, as far as the walk needs to know.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Keep {
    Keeps,
    /// `per_warmth`: age per second at 20 °C.
    Decays {
        class: usize,
        per_warmth: f64,
        curve: LossCurve,
    },
    /// Seconds out of range that may add up.
    Limited {
        budget: f64,
    },
}

/// A pre-cooler at the door where the goods wait.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cooling {
    /// Age per second of waiting in it.
    pub rate: f64,
    /// Fen for the whole order.
    pub price: i64,
}

/// How a vehicle type carries an order.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Carriage {
    pub compartment: usize,
    /// Age per second on board; 0 in outside air, where warmth is summed instead.
    pub rate: f64,
    pub ambient: bool,
}

/// Why a vehicle type cannot serve an order, wherever it stands in a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Misfit {
    /// Leaves from or returns to another site.
    Site,
    /// No compartment for these goods.
    Temperature,
    Skills,
    Mass,
    Volume,
    /// The stop is not on a road.
    Road,
    /// No pad within a walk that the drone can fly to and back with this load.
    Pad,
    /// Another vehicle has served it or has its goods on board.
    Taken,
}

/// An order, as the search sees it.
#[derive(Clone, Debug)]
pub struct Job {
    pub id: OrderId,
    /// The only task, or a transfer's pick-up.
    pub first: TaskId,
    /// A transfer's drop-off.
    pub second: Option<TaskId>,
    /// Where a collection must end, or a delivery must start.
    pub site: Option<SiteId>,
    pub mass: i64,
    pub volume: i64,
    pub value: i64,
    pub ready: i64,
    /// Age at the start.
    pub age: f64,
    pub price_out: i64,
    pub late_per_hour: i64,
    pub keep: Keep,
    pub cooling: Option<Cooling>,
    /// By vehicle type.
    pub fit: Box<[Result<Carriage, Misfit>]>,
    /// The vehicle that a plan before this one sends, and fen for sending another. The walk's
    /// cost has it, its breakdown has not.
    pub before: Option<(usize, i64)>,
}

impl Job {
    pub fn tasks(&self) -> impl Iterator<Item = TaskId> + use<> {
        [Some(self.first), self.second].into_iter().flatten()
    }

    /// True if ageing can cost anything.
    #[must_use]
    pub fn perishes(&self) -> bool {
        self.value > 0 && !matches!(self.keep, Keep::Keeps)
    }

    #[must_use]
    pub fn carriage(&self, kind: usize) -> Option<Carriage> {
        self.fit[kind].ok()
    }
}

/// A compartment of a vehicle type.
#[derive(Clone, Copy, Debug)]
pub struct Hold {
    pub litres: i64,
    pub ambient: bool,
    /// Seconds of outside air for each opening; 0 where ambient.
    pub recovery: i64,
    /// Whole watts.
    pub watts: i64,
}

/// A break of the shift.
#[derive(Clone, Copy, Debug)]
pub struct Pause {
    pub earliest: i64,
    pub latest: i64,
    pub duration: i64,
}

/// A vehicle type, as the walk sees it.
#[derive(Clone, Debug)]
pub struct Kind {
    pub id: VehicleTypeId,
    pub count: usize,
    /// Index into the matrices.
    pub running: usize,
    pub start: Location,
    pub end: Location,
    pub start_site: SiteId,
    pub end_site: SiteId,
    pub shift_start: i64,
    pub shift_end: i64,
    /// Seconds from the first loading to being back that a round may last.
    pub longest: Option<i64>,
    /// By `latest`.
    pub breaks: Box<[Pause]>,
    pub max_trips: usize,
    pub reload: i64,
    pub payload: i64,
    pub holds: Box<[Hold]>,
    pub fixed: i64,
    pub per_km: i64,
    pub per_hour: i64,
    /// Fen per MWh.
    pub energy_price: i64,
    /// Fen per joule.
    pub carbon_price: f64,
    /// Joules of a trip.
    pub battery: Option<i64>,
    /// Battery sets that take turns, and seconds that one charges after another. (M175)
    pub sets: Option<(usize, i64)>,
    /// No trip is under way at these hours: `(from, to)`, in order, none touching. (M179)
    pub closed: Box<[(i64, i64)]>,
    /// Nothing new begins before, whatever the shift.
    pub not_before: i64,
    /// What a vehicle has begun already.
    pub begun: Option<Begun>,
}
