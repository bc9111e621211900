//! What differs between a plan and the one before it, order by order.

use super::{Past, Plan};
use crate::county::{County, OrderId, VehicleTypeId};
use crate::units::{Fen, Moment};
use std::collections::{BTreeMap, BTreeSet};

/// A stop that is shifted by less is where it was, for those who wait for it.
const NOTICED: i64 = 15 * 60;

/// What became of the plan before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Again {
    /// Day of the plan before (ISO 8601).
    pub date: String,
    /// Hash of the county's files when it was made (hex).
    pub inputs: String,
    /// What was begun or promised before stays.
    pub freeze: Option<Moment>,
    /// Price of sending another vehicle to an order.
    pub stability: Fen,
    /// Vehicles that broke down, by type and number.
    pub broken: Vec<(VehicleTypeId, u32)>,
    /// By order of this day.
    pub orders: BTreeMap<OrderId, Change>,
    /// Orders of the plan before that are gone.
    pub cancelled: Vec<String>,
}

impl Again {
    /// How many orders a change befell.
    #[must_use]
    pub fn count(&self, change: Change) -> usize {
        self.orders.values().filter(|one| **one == change).count()
    }
}

/// What befell an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    /// Served or promised before the freeze: as it was.
    Fixed,
    /// The same vehicle at about the same time.
    Kept,
    /// The same vehicle, 15 minutes or more earlier or later.
    Shifted,
    /// Another vehicle.
    Moved,
    /// Not in the plan before; served now.
    New,
    /// Left out before, served now.
    TakenIn,
    /// Served before, left out now.
    Dropped,
    /// Left out now as before, or new and left out.
    Out,
}

impl Change {
    pub const ALL: [Change; 8] = [
        Change::Fixed,
        Change::Kept,
        Change::Shifted,
        Change::Moved,
        Change::New,
        Change::TakenIn,
        Change::Dropped,
        Change::Out,
    ];

    /// The stable name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Change::Fixed => "fixed",
            Change::Kept => "kept",
            Change::Shifted => "shifted",
            Change::Moved => "moved",
            Change::New => "new",
            Change::TakenIn => "taken_in",
            Change::Dropped => "dropped",
            Change::Out => "out",
        }
    }
}

/// An order's first stop of before.
#[derive(Clone, Copy)]
struct Before<'a> {
    vehicle: (&'a str, u32),
    start: Moment,
    is_fixed: bool,
}

/// Compares by vehicle (type and number) and by the start of each order's first stop. (M96)
#[must_use]
pub fn changes(
    county: &County,
    past: &Past,
    plan: &Plan,
    freeze: Option<Moment>,
) -> BTreeMap<OrderId, Change> {
    let before = stops(past, freeze);
    let mut now: BTreeMap<OrderId, ((&str, u32), Moment)> = BTreeMap::new();
    for round in &plan.rounds {
        let vehicle = (county.vehicle_type(round.vehicle_type).code.as_str(), round.number);
        for stop in round.stops() {
            now.entry(stop.order).or_insert((vehicle, stop.start));
        }
    }
    let left_out: BTreeSet<&str> = past.unserved.iter().map(String::as_str).collect();
    let change = |order: OrderId| {
        let code = county.order(order).code.as_str();
        match (before.get(code), now.get(&order)) {
            (Some(before), Some(_)) if before.is_fixed => Change::Fixed,
            (Some(before), Some(now)) if before.vehicle != now.0 => Change::Moved,
            (Some(before), Some(now)) if (before.start.0 - now.1.0).abs() >= NOTICED => Change::Shifted,
            (Some(_), Some(_)) => Change::Kept,
            (Some(_), None) => Change::Dropped,
            (None, Some(_)) if left_out.contains(code) => Change::TakenIn,
            (None, Some(_)) => Change::New,
            (None, None) => Change::Out,
        }
    };
    county.order_ids().map(|order| (order, change(order))).collect()
}

fn stops(past: &Past, freeze: Option<Moment>) -> BTreeMap<&str, Before<'_>> {
    let mut before = BTreeMap::new();
    for round in &past.rounds {
        let vehicle = (round.vehicle_type.as_str(), round.number);
        for trip in &round.trips {
            let fixed = freeze.map_or(0, |freeze| trip.fixed(freeze));
            for (place, stop) in trip.stops.iter().enumerate() {
                let entry = Before { vehicle, start: stop.start, is_fixed: place < fixed };
                before.entry(stop.order.as_str()).or_insert(entry);
            }
        }
    }
    before
}

/// Orders of a plan before that this day does not have.
pub(super) fn cancelled(county: &County, past: &Past) -> Vec<String> {
    let known: BTreeSet<&str> = county.orders.iter().map(|order| order.code.as_str()).collect();
    let served = past.rounds.iter().flat_map(|round| &round.trips).flat_map(|trip| &trip.stops);
    let codes = served.map(|stop| &stop.order).chain(&past.unserved);
    let gone: BTreeSet<&String> = codes.filter(|code| !known.contains(code.as_str())).collect();
    gone.into_iter().cloned().collect()
}
