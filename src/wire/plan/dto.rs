//! The document's shape. Every key is required; what may be absent is `null`.

use super::worth::ColdWorthDto;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlanDto {
    pub format: String,
    pub county: String,
    pub date: String,
    pub inputs: String,
    pub search: SearchDto,
    /// The same as `breakdown_fen.total`, for readers.
    pub total_yuan: f64,
    pub breakdown_fen: BreakdownDto,
    pub rounds: Vec<RoundDto>,
    pub unserved: Vec<UnservedDto>,
    pub blind: Option<BlindDto>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub again: Option<AgainDto>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub air: Option<AirDto>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub relays: Vec<RelayDto>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub kits: Vec<KitDto>,
}

/// A drone that a vehicle carries to a pad and fetches.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KitDto {
    pub vehicle_type: String,
    /// The orders that bring and fetch it, as the rounds name them.
    pub legs: Vec<String>,
    pub out: String,
    pub back: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub meet: Option<MeetDto>,
}

/// The pad where a vehicle takes up a drone that it has launched at another one.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MeetDto {
    pub pad: String,
    /// From set up to aloft.
    pub launch_s: i64,
}

/// An order that is carried in several legs.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RelayDto {
    /// As the county has it.
    pub order: String,
    pub parts: Vec<PartDto>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PartDto {
    pub mass_g: i64,
    /// The leg's orders, as the rounds name them, in the order of the journey.
    pub legs: Vec<String>,
    pub over: Option<OverDto>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OverDto {
    pub site: String,
    pub at: String,
    pub age: f64,
    pub cold: bool,
}

/// What drones do.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AirDto {
    pub ways: Vec<AirWayDto>,
    pub homes: Vec<AirHomeDto>,
    pub doors: Vec<AirDoorDto>,
    pub orders: Vec<AirOrderDto>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AirWayDto {
    pub vehicle_type: String,
    pub from: String,
    pub to: String,
    pub duration_s: i64,
    pub distance_m: i64,
    pub empty_j: i64,
    pub per_tonne_j: i64,
    pub limit_g: i64,
    pub available: f64,
    pub fixes: Vec<AirFixDto>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AirFixDto {
    pub lon: f64,
    pub lat: f64,
    pub height_m: f64,
    pub slow: bool,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AirHomeDto {
    pub vehicle_type: String,
    pub pad: String,
    pub walk_s: i64,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AirDoorDto {
    pub vehicle_type: String,
    pub order: String,
    pub pick: bool,
    pub pad: String,
    pub walk_s: i64,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AirOrderDto {
    pub order: String,
    pub flies: bool,
    pub road_fen: Option<i64>,
    pub air_fen: Option<i64>,
    pub block: Option<BlockDto>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BlockDto {
    Site,
    Temperature,
    Skills,
    Payload,
    Volume,
    NoPad,
    Corridor,
    Range,
    Window,
    Weather,
    Daylight,
    Busy,
    Transfer,
    Dearer,
}

/// What became of the plan before.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AgainDto {
    pub date: String,
    pub inputs: String,
    pub freeze: Option<String>,
    pub stability_fen: i64,
    pub broken: Vec<VehicleDto>,
    /// By change: codes of orders.
    pub orders: BTreeMap<ChangeOfOrderDto, Vec<String>>,
    pub cancelled: Vec<String>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VehicleDto {
    pub vehicle_type: String,
    pub number: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChangeOfOrderDto {
    Fixed,
    Kept,
    Shifted,
    Moved,
    New,
    TakenIn,
    Dropped,
    Out,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SearchDto {
    pub seed: u64,
    pub iterations: u64,
    pub spoilage: bool,
    pub partition: Option<PartitionDto>,
    #[serde(default)]
    pub bound: Option<BoundDto>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cold_worth: Vec<ColdWorthDto>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BoundDto {
    pub value_fen: i64,
    pub complete: bool,
    pub columns: u64,
    pub order_prices: Vec<OrderPriceDto>,
    pub vehicle_worth: Vec<VehicleWorthDto>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PartitionDto {
    pub columns: u64,
    pub lp_value_fen: i64,
    pub mip_value_fen: i64,
    pub order_prices: Vec<OrderPriceDto>,
    pub vehicle_worth: Vec<VehicleWorthDto>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OrderPriceDto {
    pub order: String,
    pub price_fen: i64,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VehicleWorthDto {
    pub vehicle_type: String,
    pub worth_fen: i64,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BreakdownDto {
    pub fixed: i64,
    pub distance: i64,
    pub time: i64,
    pub energy: i64,
    pub refrigeration: i64,
    pub precooling: i64,
    pub spoilage: i64,
    pub lateness: i64,
    pub unserved: i64,
    pub carbon: i64,
    #[serde(default, skip_serializing_if = "is_zero")]
    pub handover: i64,
    pub total: i64,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoundDto {
    pub vehicle_type: String,
    pub number: u32,
    pub breakdown_fen: BreakdownDto,
    pub trips: Vec<TripDto>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TripDto {
    pub from: String,
    pub to: String,
    pub load_start: String,
    pub depart: String,
    pub load_g: i64,
    pub stops: Vec<StopDto>,
    pub rest_before_home: Option<RestDto>,
    pub home: LegDto,
    pub back: String,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LegDto {
    pub duration_s: i64,
    pub distance_m: i64,
    pub energy_j: i64,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RestDto {
    pub start: String,
    pub end: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ActionDto {
    Deliver,
    Collect,
    PickUp,
    DropOff,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StopDto {
    pub order: String,
    pub action: ActionDto,
    pub rest_before: Option<RestDto>,
    pub leg: LegDto,
    pub arrive: String,
    pub start: String,
    pub end: String,
    pub load_g: i64,
    pub compartment: u32,
    pub late_s: i64,
    pub precooled: bool,
    pub freshness: Option<FreshnessDto>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FreshnessDto {
    pub at: String,
    pub temperature_celsius: f64,
    pub age: f64,
    pub value_fen: i64,
    pub lost_fen: i64,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UnservedDto {
    pub order: String,
    pub price_fen: i64,
    pub reason: ReasonDto,
    pub remedy: Option<RemedyDto>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReasonDto {
    Temperature,
    Skills,
    Mass,
    Volume,
    Road,
    Window,
    Shift,
    Battery,
    Busy,
    Price,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RemedyDto {
    pub change: ChangeDto,
    pub cost_fen: i64,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum ChangeDto {
    OneMore { vehicle_type: String },
    OtherTime { at: String },
    LongerShift { vehicle_type: String, by_s: i64 },
    Split { mass_g: i64, volume_l: i64 },
    ColdBox { vehicle_type: String },
    HigherPrice { price_fen: i64 },
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BlindDto {
    pub breakdown_fen: BreakdownDto,
    pub unserved: u64,
    pub rounds: u64,
    pub distance_m: i64,
}

fn is_zero(amount: &i64) -> bool {
    *amount == 0
}
