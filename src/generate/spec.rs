//! What a synthetic county is to look like.

use crate::county::Bounds;
use crate::units::Point;

/// A township, real or made up, that villages gather around.
#[derive(Clone, Debug, PartialEq)]
pub struct Town {
    pub code: String,
    pub name_zh: String,
    pub name_en: String,
    pub point: Point,
    /// All people of the township.
    pub population: u32,
    pub villages: u32,
}

/// A river that all streams of the county end in.
#[derive(Clone, Debug, PartialEq)]
pub struct River {
    pub points: Vec<Point>,
    /// Height of the water at the first and at the last point, metres.
    pub levels: (f64, f64),
    /// Metres.
    pub width: f64,
}

/// All that decides a synthetic county. The same specification gives the same bytes.
#[derive(Clone, Debug, PartialEq)]
pub struct Spec {
    pub code: String,
    pub name_zh: String,
    pub name_en: String,
    pub seed: u64,
    /// The day with orders, ISO 8601.
    pub date: String,
    pub bounds: Bounds,
    /// Highest peak, metres.
    pub summit: f64,
    /// Largest river first.
    pub rivers: Vec<River>,
    /// The county seat first.
    pub towns: Vec<Town>,
    /// Orders of the day; `None`: as many as the people and farms give.
    pub orders: Option<usize>,
}
