//! What hangs in the air, what reaches through it, and when nobody flies: power lines, radio links,
//! hours of fog and wind.

use crate::units::{Moment, Point};
use geo::{LineString, Polygon};

/// A power line, pylon by pylon.
#[derive(Clone, Debug, PartialEq)]
pub struct Wire {
    pub code: String,
    /// Pylons in a row; between two of them nothing hangs higher than straight from top to top.
    pub line: LineString<f64>,
    /// Of the pylons, metres above the ground at each.
    pub height: f64,
}

/// Hours at which drones stay on the ground. (M179)
#[derive(Clone, Debug, PartialEq)]
pub struct Grounding {
    pub code: String,
    pub from: Moment,
    /// After `from`, at most the end of the day.
    pub to: Moment,
    /// m/s that must be reckoned with then: types that plan for as much fly nevertheless. `None`:
    /// nobody flies, whatever the wind.
    pub wind: Option<f64>,
}

/// What is known of the air over a county beside its zones.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Aloft {
    pub wires: Vec<Wire>,
    /// Where the radio link to a drone holds; `None`: not known anywhere.
    pub links: Option<Vec<Polygon<f64>>>,
    /// Of this day.
    pub groundings: Vec<Grounding>,
}

/// A power line as OpenStreetMap has it.
#[derive(Clone, Debug, PartialEq)]
pub struct PowerLine {
    pub id: i64,
    /// Value of `power`.
    pub kind: String,
    /// As tagged, in volts: `220000`, or `220000;110000` where pylons carry two circuits.
    pub voltage: Option<String>,
    /// Height of the pylons, as tagged.
    pub height: Option<String>,
    pub name: Option<String>,
    pub pylons: Vec<Point>,
}
