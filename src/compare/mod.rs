//! Road, air, or both: what bringing goods to each village takes either way.
//!
//! Every kind of goods that a place gets or gives, in each season, is a
//! [`Class`]; for each the same day's amount is carried by a vehicle that
//! shares its round, by a vehicle that drives for it alone, by drones from
//! beside the warehouse, and by a truck to a pad and drones beyond (M210 to
//! M215). Curves and bars ask the same formulas with one thing changed.
//!
//! Absent on purpose: routes and days. A round is shared as (M77) says, not
//! searched for; who flies today is decided by a plan.

mod air;
mod calibrate;
mod class;
mod cooling;
mod curves;
mod keep;
mod line;
mod price;
mod road;
mod scene;
mod study;
mod survey;
#[cfg(test)]
mod tests;
mod typical;

pub use air::{Flying, Shuttle};
pub use calibrate::{Calibrated, Operation, Own, Verdict, What, calibrate};
pub use class::{Class, Direction, classes};
pub use cooling::{Cooling, cooling};
pub use curves::{Axis, Curve, Point, TOLD, Typical, crossing, curves};
pub use line::{Course, Space, straight};
pub use road::Trip;
pub use scene::{Scene, pads};
pub use study::{Grid, Scenario, Study, Touches, present, touches, uncertain, vary};
pub use survey::{Roads, roads, season};
pub use typical::{difference, speed, typical};

use crate::county::{GoodsId, PlaceId, SiteId};

/// How goods get there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mode {
    /// On a vehicle's round, its cost shared with the other stops.
    Road,
    /// On a vehicle that drives for this place alone.
    Own,
    /// By drone from beside the warehouse.
    Air,
    /// By truck to a pad, by drone beyond; the other way round for what is collected.
    Mixed,
}

impl Mode {
    pub const ALL: [Mode; 4] = [Mode::Road, Mode::Own, Mode::Air, Mode::Mixed];

    /// As it stands in files.
    #[must_use]
    pub fn word(self) -> &'static str {
        ["road", "own", "air", "mixed"][self as usize]
    }
}

/// What one mode takes, for a kilogram where nothing else is said.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Figures {
    /// Fen, everything but spoilage.
    pub money: f64,
    /// Fen of value that is lost from the door, or the warehouse, to the other end.
    pub lost: f64,
    /// Share of the fresh value that is left at the end.
    pub left: f64,
    /// From door to door, the wait for the vehicle or drone included.
    pub minutes: f64,
    /// From tanks and sockets.
    pub kwh: f64,
    /// Grams of CO2.
    pub carbon: f64,
    /// Minutes of people's work.
    pub labour: f64,
    /// Share of days, or of daylight for drones, on which it can be done.
    pub available: f64,
    /// One way.
    pub kilometres: f64,
    /// Kilograms on one trip or flight, and how many there are a day; a shared round counts as the
    /// share that it is.
    pub load: f64,
    pub trips: f64,
}

impl Figures {
    /// Fen, spoilage included.
    #[must_use]
    pub fn sum(&self) -> f64 {
        self.money + self.lost
    }
}

/// What blocks a drone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Block {
    /// A pad that cannot be used.
    Pad,
    /// The drone takes off where it would land.
    Beside,
    Zone,
    /// Clearance and ceiling leave nothing over ground so steep.
    Ceiling,
    /// Heights are not known.
    Void,
    /// Above what the airframe may fly at.
    Highest,
    /// Several rules together.
    Several,
    Range,
    /// No place to land in an emergency.
    Landing,
    /// Not even one parcel is light enough.
    Heavy,
    /// Longer out of its temperature range than the goods may be.
    Warm,
    /// More flights a day than there is daylight for, with all drones of the county.
    Daylight,
    /// No pad that a truck can reach is nearer than the warehouse.
    NoPad,
    /// None of the drone's boxes may carry the goods, or holds a parcel of them.
    Box,
    /// Each order needs a skill that the drone does not have.
    Skill,
    /// Above power lines the ceiling leaves nothing.
    Wires,
    /// The season's air is colder or warmer than the airframe may fly in.
    Air,
}

impl Block {
    pub const ALL: [Block; 17] = [
        Block::Pad,
        Block::Beside,
        Block::Zone,
        Block::Ceiling,
        Block::Void,
        Block::Highest,
        Block::Several,
        Block::Range,
        Block::Landing,
        Block::Heavy,
        Block::Warm,
        Block::Daylight,
        Block::NoPad,
        Block::Box,
        Block::Skill,
        Block::Wires,
        Block::Air,
    ];

    /// As it stands in files.
    #[must_use]
    pub fn word(self) -> &'static str {
        [
            "pad", "beside", "zone", "ceiling", "void", "highest", "several", "range", "landing", "heavy",
            "warm", "daylight", "no_pad", "box", "skill", "wires", "air",
        ][self as usize]
    }
}

/// One class in one season, by all modes.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    pub place: PlaceId,
    pub goods: GoodsId,
    pub direction: Direction,
    /// Index into the four seasons, spring first.
    pub season: usize,
    /// A day.
    pub kilograms: f64,
    /// Straight from the warehouse.
    pub straight_km: f64,
    /// By [`Mode`]; `None` where it cannot be done.
    pub by: [Option<Figures>; 4],
    /// Fen a kilogram that are lost where the harvest waits pre-cooled, by [`Mode`].
    pub cooled: [Option<f64>; 4],
    /// Whether the drone flies a planned corridor or a straight line that nobody planned; of air
    /// and of the flight of the mixed way.
    pub planned: [bool; 2],
    /// What blocks the drone, on its own and beyond a truck.
    pub blocks: [Option<Block>; 2],
    /// Where truck and drone meet.
    pub meet: Option<SiteId>,
}

impl Cell {
    #[must_use]
    pub fn figures(&self, mode: Mode) -> Option<&Figures> {
        self.by[mode as usize].as_ref()
    }

    /// The mode with the least cost, spoilage included, among some.
    #[must_use]
    pub fn best(&self, among: &[Mode]) -> Option<Mode> {
        let known = among.iter().filter_map(|&mode| Some((mode, self.figures(mode)?.sum())));
        known.min_by(|one, other| one.1.total_cmp(&other.1)).map(|it| it.0)
    }
}

/// Metres in a kilometre, joules in a kilowatt-hour, seconds in an hour and a minute.
const KILO: f64 = 1000.0;
const KWH: f64 = 3.6e6;
const HOUR: f64 = 3600.0;
const MINUTE: f64 = 60.0;
