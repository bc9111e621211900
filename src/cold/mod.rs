//! How goods age with time and temperature, and what age costs.
//!
//! One idea: the outside temperature is a part that depends on height plus a
//! part that depends on the hour, so the ageing rate outside is a product of
//! two factors. Warmth along a road can therefore be summed once per day, in
//! "seconds at 20 °C", and multiplied with the hours at which it is driven.
//!
//! Formula numbers refer to `docs/MODEL.md`.

mod decay;
mod warming;

pub use decay::{Decay, LossCurve, lost};
pub use warming::{Air, HourFactors, REFERENCE, Warming};
