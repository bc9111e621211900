//! What is measured, as types: adding two metres compiles, adding metres to
//! seconds does not.
//!
//! Everything that is summed is a whole number. What comes out of physics is
//! `f64` and is rounded to money once.

mod breakdown;
mod dice;
mod physics;
mod stop;
mod time;
mod whole;

pub use breakdown::{Breakdown, Term};
pub use dice::Dice;
pub use physics::{Celsius, Slope, ThermalAge};
pub use stop::{Never, Progress, Silent, Stop, Watch};
pub use time::{DAY, HOUR, Moment, Window};
pub use whole::{Fen, Grams, Joules, Litres, Metres, Seconds, WattHours};

/// A place on Earth: longitude (x) and latitude (y) in WGS-84 degrees.
pub type Point = geo::Point<f64>;
