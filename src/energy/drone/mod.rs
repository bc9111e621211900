//! What flying takes: power of rotors and wings, range, and batteries.
//!
//! One constant per airframe, its efficiency (or, on wings, its lift over
//! drag), is fitted on one range of a spec sheet; everything else follows from
//! mass, rotor area, air and wind. (M90) to (M95)
//!
//! Absent on purpose: where one flies. A flight is a list of straight pieces
//! with a rise and a heading; `corridor` makes them.

mod airframe;
mod battery;
mod fit;
mod flight;
mod power;
mod range;
mod rotor;

pub use airframe::{AIRFRAMES, Airframe, Class, Economy, Lift, airframe};
pub use battery::Battery;
pub use fit::{Claim, FitError, efficiency, fitted};
pub use flight::{Day, Flown, Piece, Wind};
pub use power::{Motion, density};
pub use range::{Range, range, spec_range};

#[cfg(test)]
mod measured;
#[cfg(test)]
mod tests;
