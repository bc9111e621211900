//! What is known about the roads on the day beyond the map: weather, hours at
//! which some are slow or closed, and reports of closures.

use crate::units::{Moment, Point};

/// The weather that the day is planned for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Weather {
    #[default]
    Fair,
    Rain,
    Fog,
    Snow,
    /// Freezing rain and glazed roads (凝冻), where the air is below freezing.
    Ice,
}

/// A round piece of land.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Circle {
    pub point: Point,
    /// Metres.
    pub radius: f64,
}

/// Whom a rule of the road is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Whom {
    All,
    /// Of more than 3.5 t gross mass.
    Lorries,
}

/// Slower, or closed, at some hours of the day.
#[derive(Clone, Debug, PartialEq)]
pub struct HourRule {
    pub code: String,
    pub area: Circle,
    pub from: Moment,
    /// After `from`, at most the end of the day; a rule over midnight is two rules.
    pub to: Moment,
    /// Speed in percent of the usual; 0: closed.
    pub percent: u8,
    pub whom: Whom,
}

/// How a reported place is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Report {
    /// Nobody gets through today.
    Closed,
    /// Closed so many times a year.
    Weak(f64),
}

/// What people report about a place on the road.
#[derive(Clone, Debug, PartialEq)]
pub struct RoadReport {
    pub code: String,
    pub area: Circle,
    pub report: Report,
}

/// All of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RoadState {
    pub weather: Weather,
    pub hours: Vec<HourRule>,
    pub reports: Vec<RoadReport>,
}
