//! Points that matter: villages, farms, sites, zones.

use super::PlaceId;
use crate::units::{Celsius, Fen, Litres, Point};

/// A bounding box in WGS-84 degrees.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bounds {
    pub west: f64,
    pub south: f64,
    pub east: f64,
    pub north: f64,
}

impl Bounds {
    #[must_use]
    pub fn contains(&self, point: Point) -> bool {
        (self.west..=self.east).contains(&point.x()) && (self.south..=self.north).contains(&point.y())
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PlaceKind {
    /// County seat.
    Seat,
    Township,
    Village,
    Farm,
}

/// Where people live or things grow. Names of places are public; names of people are not here.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    /// Id in the user's files.
    pub code: String,
    pub name_zh: String,
    pub name_en: String,
    pub kind: PlaceKind,
    pub point: Point,
    pub population: u32,
    /// The township it belongs to.
    pub township: Option<PlaceId>,
    /// Can cool the harvest before it is collected.
    pub precooler: Option<Precooler>,
}

/// Cold air where the harvest waits. Using it is a decision with a price.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Precooler {
    pub temperature: Celsius,
    /// Fen per kg cooled.
    pub price: Fen,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SiteKind {
    /// County cloud warehouse.
    Warehouse,
    /// Township station.
    Station,
    ColdRoom,
    /// First-mile collection point.
    CollectionPoint,
    /// Where a drone takes off and lands.
    Pad,
}

/// Whether a site is there already.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Opening {
    Existing,
    Candidate,
}

/// A warehouse, station, cold room, collection point or pad, built or possible.
#[derive(Clone, Debug, PartialEq)]
pub struct Site {
    pub code: String,
    pub name_zh: String,
    pub name_en: String,
    pub kind: SiteKind,
    pub opening: Opening,
    pub point: Point,
    /// Cost of having it, fen per day.
    pub fixed: Fen,
    /// Parcels that it can handle in a day.
    pub parcels_per_day: Option<u32>,
    /// Kilograms that may pass it in a day, in and out alike. `None`: nothing is said.
    pub kilograms_per_day: Option<u32>,
    /// Hours a day that vehicles can stand at its docks, all docks together. `None`: nothing is said.
    pub dock_hours: Option<f64>,
    /// Refrigerated room.
    pub cold_room: Litres,
    /// Temperature of the cold room.
    pub cold_temperature: Option<Celsius>,
    /// Drivers based here; vehicles that leave in a day may not be more. `None`: one per vehicle.
    pub drivers: Option<u32>,
}

/// Where drones may not fly.
#[derive(Clone, Debug, PartialEq)]
pub struct Zone {
    pub code: String,
    pub area: geo::Polygon<f64>,
    /// Metres above the ground below; `None`: at every height.
    pub floor: Option<f64>,
}
