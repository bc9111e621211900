//! What hangs in the air, and what reaches through it: power lines and radio links.

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

/// What is known of the air over a county beside its zones.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Aloft {
    pub wires: Vec<Wire>,
    /// Where the radio link to a drone holds; `None`: not known anywhere.
    pub links: Option<Vec<Polygon<f64>>>,
}
