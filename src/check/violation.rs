//! What can be wrong with a plan: one variant for each rule, with typed values.
//!
//! No sentence is built here; `report::text` phrases violations.

use super::{AirRule, RelayRule};
use crate::county::{GoodsId, OrderId, SiteId, VehicleTypeId};
use crate::plan::Action;
use crate::units::{
    Celsius, Fen, Grams, Joules, Litres, Metres, Moment, Seconds, Term, ThermalAge, WattHours,
};

/// Where in the plan. Indices count from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Where {
    Plan,
    Round(usize),
    /// Round, trip.
    Trip(usize, usize),
    /// Round, trip, stop.
    Stop(usize, usize, usize),
    /// Round, trip: the way home.
    Home(usize, usize),
    /// Index into the plan's unserved orders.
    Unserved(usize),
}

/// What the plan says, and what follows from the county.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Differs<T> {
    pub stated: T,
    pub derived: T,
}

/// A rule that the plan breaks, and where.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Violation {
    pub at: Where,
    pub rule: Rule,
}

/// A broken rule. Numbers (M…) refer to `docs/MODEL.md`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Rule {
    // What it names.
    OtherCounty,
    OtherDate,
    UnknownVehicleType(VehicleTypeId),
    UnknownOrder(OrderId),
    UnknownSite(SiteId),
    UnknownCompartment(usize),
    EmptyRound,
    EmptyTrip,
    // Orders.
    OrderMissing(OrderId),
    /// Served or left out more than once.
    OrderTwice(OrderId),
    WrongAction {
        order: OrderId,
        action: Action,
    },
    /// A transfer without its other half, later in the same trip.
    HalfTransfer(OrderId),
    UnservedPrice(Differs<Fen>),
    // Fleet (M18).
    VehicleNumber {
        number: u32,
        count: u32,
    },
    VehicleTwice {
        kind: VehicleTypeId,
        number: u32,
    },
    TooManyDrivers {
        site: SiteId,
        vehicles: usize,
        drivers: u32,
    },
    TripFrom(Differs<SiteId>),
    TripTo(Differs<SiteId>),
    OrderSite {
        order: OrderId,
        stated: SiteId,
        derived: SiteId,
    },
    TooManyTrips {
        trips: usize,
        most: u32,
    },
    Skills(OrderId),
    // Roads (M11, M20).
    NoRoad,
    LegDuration(Differs<Seconds>),
    LegDistance(Differs<Metres>),
    LegEnergy(Differs<Joules>),
    Battery {
        needed: Joules,
        battery: WattHours,
    },
    // Times (M16, M17).
    LoadingTooShort {
        depart: Moment,
        earliest: Moment,
    },
    TripOverlap {
        load_start: Moment,
        back: Moment,
    },
    BeforeShift {
        start: Moment,
        shift: Moment,
    },
    AfterShift {
        end: Moment,
        shift: Moment,
    },
    Arrive(Differs<Moment>),
    StartBeforeArrive {
        start: Moment,
        arrive: Moment,
    },
    End(Differs<Moment>),
    Back(Differs<Moment>),
    OutsideWindow {
        order: OrderId,
        start: Moment,
    },
    Late(Differs<Seconds>),
    BeforeReady {
        order: OrderId,
        at: Moment,
        ready: Moment,
    },
    RestBeforeEnd {
        rest: Moment,
        end: Moment,
    },
    /// A rest that is no break of the shift.
    RestUnknown {
        start: Moment,
        length: Seconds,
    },
    /// The break that must begin by `latest` is not taken.
    RestMissing {
        earliest: Moment,
        latest: Moment,
    },
    // Loads (M14, M15).
    DepartLoad(Differs<Grams>),
    StopLoad(Differs<Grams>),
    Overload {
        load: Grams,
        payload: Grams,
    },
    Overfull {
        compartment: usize,
        volume: Litres,
        room: Litres,
    },
    Compartment {
        order: OrderId,
        goods: GoodsId,
        compartment: usize,
    },
    /// A transfer that is dropped from another compartment than it was put into.
    CompartmentChanged(OrderId),
    // Freshness (M1 to M9).
    NoPrecooler(OrderId),
    /// Pre-cooling used where it does not pay, or not used where it does.
    PrecoolChoice {
        order: OrderId,
        price: Fen,
        with: Fen,
        without: Fen,
    },
    FreshnessMissing(OrderId),
    FreshnessMisplaced(OrderId),
    FreshnessAt(Differs<Moment>),
    FreshnessTemperature(Differs<Celsius>),
    FreshnessAge(Differs<ThermalAge>),
    FreshnessValue(Differs<Fen>),
    FreshnessLost(Differs<Fen>),
    // What a plan before has begun (M96).
    /// An order that was served or promised is not in the county any more.
    OrderGone,
    NotAsBefore(OrderId),
    /// Put on a vehicle that had left.
    NotOnBoard(OrderId),
    BeforeFreeze {
        at: Moment,
        freeze: Moment,
    },
    // Orders in several legs (M190 to M193).
    Relay(RelayRule),
    // Flights (M170 to M176).
    Air(AirRule),
    // Money (M21 to M30).
    RoundTerm {
        term: Term,
        stated: Fen,
        derived: Fen,
    },
    PlanTerm {
        term: Term,
        stated: Fen,
        derived: Fen,
    },
}

macro_rules! names {
    ($($rule:pat => $name:literal,)*) => {
        impl Rule {
            /// The names of all rules.
            pub const NAMES: &'static [&'static str] = &[$($name),*];

            /// The stable name, by which `report::text` finds the sentence.
            #[must_use]
            pub fn name(&self) -> &'static str {
                match self {
                    $($rule => $name,)*
                }
            }
        }
    };
}

names! {
    Rule::OtherCounty => "other_county",
    Rule::OtherDate => "other_date",
    Rule::UnknownVehicleType(_) => "unknown_vehicle_type",
    Rule::UnknownOrder(_) => "unknown_order",
    Rule::UnknownSite(_) => "unknown_site",
    Rule::UnknownCompartment(_) => "unknown_compartment",
    Rule::EmptyRound => "empty_round",
    Rule::EmptyTrip => "empty_trip",
    Rule::OrderMissing(_) => "order_missing",
    Rule::OrderTwice(_) => "order_twice",
    Rule::WrongAction { .. } => "wrong_action",
    Rule::HalfTransfer(_) => "half_transfer",
    Rule::UnservedPrice(_) => "unserved_price",
    Rule::VehicleNumber { .. } => "vehicle_number",
    Rule::VehicleTwice { .. } => "vehicle_twice",
    Rule::TooManyDrivers { .. } => "too_many_drivers",
    Rule::TripFrom(_) => "trip_from",
    Rule::TripTo(_) => "trip_to",
    Rule::OrderSite { .. } => "order_site",
    Rule::OrderGone => "order_gone",
    Rule::NotAsBefore(_) => "not_as_before",
    Rule::NotOnBoard(_) => "not_on_board",
    Rule::BeforeFreeze { .. } => "before_freeze",
    Rule::TooManyTrips { .. } => "too_many_trips",
    Rule::Skills(_) => "skills",
    Rule::NoRoad => "no_road",
    Rule::LegDuration(_) => "leg_duration",
    Rule::LegDistance(_) => "leg_distance",
    Rule::LegEnergy(_) => "leg_energy",
    Rule::Battery { .. } => "battery",
    Rule::LoadingTooShort { .. } => "loading_too_short",
    Rule::TripOverlap { .. } => "trip_overlap",
    Rule::BeforeShift { .. } => "before_shift",
    Rule::AfterShift { .. } => "after_shift",
    Rule::Arrive(_) => "arrive",
    Rule::StartBeforeArrive { .. } => "start_before_arrive",
    Rule::End(_) => "end",
    Rule::Back(_) => "back",
    Rule::OutsideWindow { .. } => "outside_window",
    Rule::Late(_) => "late",
    Rule::BeforeReady { .. } => "before_ready",
    Rule::RestBeforeEnd { .. } => "rest_before_end",
    Rule::RestUnknown { .. } => "rest_unknown",
    Rule::RestMissing { .. } => "rest_missing",
    Rule::DepartLoad(_) => "depart_load",
    Rule::StopLoad(_) => "stop_load",
    Rule::Overload { .. } => "overload",
    Rule::Overfull { .. } => "overfull",
    Rule::Compartment { .. } => "compartment",
    Rule::CompartmentChanged(_) => "compartment_changed",
    Rule::NoPrecooler(_) => "no_precooler",
    Rule::PrecoolChoice { .. } => "precool_choice",
    Rule::FreshnessMissing(_) => "freshness_missing",
    Rule::FreshnessMisplaced(_) => "freshness_misplaced",
    Rule::FreshnessAt(_) => "freshness_at",
    Rule::FreshnessTemperature(_) => "freshness_temperature",
    Rule::FreshnessAge(_) => "freshness_age",
    Rule::FreshnessValue(_) => "freshness_value",
    Rule::FreshnessLost(_) => "freshness_lost",
    Rule::Relay(_) => "relay",
    Rule::Air(_) => "air",
    Rule::RoundTerm { .. } => "round_term",
    Rule::PlanTerm { .. } => "plan_term",
}
