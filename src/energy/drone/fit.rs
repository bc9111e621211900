//! The one constant of an airframe, from one range of its spec sheet. (M95)

use super::airframe::{Airframe, Lift};
use super::flight::Day;
use super::power::Motion;
use crate::energy::nature;

/// A range that a maker publishes: level, still air, new batteries flown empty.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Claim {
    pub metres: f64,
    /// kg
    pub payload: f64,
    /// `None`: all of them.
    pub batteries: Option<u32>,
}

/// Why a claim fits no constant.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum FitError {
    /// The range is not positive and finite.
    Range,
    /// The avionics alone draw more than the range leaves.
    NothingLeft,
    /// More than everything would have to reach the air: range, mass, battery and rotors disagree.
    AboveOne(f64),
}

impl Claim {
    /// The airframe as the claim flies it.
    #[must_use]
    pub fn airframe(&self, frame: &Airframe) -> Airframe {
        self.batteries.map_or_else(|| frame.clone(), |count| frame.with_batteries(count))
    }

    fn cruise(&self, frame: &Airframe) -> Motion {
        let density = Day::spec().density_at(0.0);
        Motion { mass: frame.mass + self.payload, airspeed: frame.cruise, climb: 0.0, density }
    }
}

/// The efficiency with which the claim is met exactly; for wings, with its lift over drag.
///
/// # Errors
/// If no efficiency between 0 and 1 does.
pub fn efficiency(frame: &Airframe, claim: &Claim) -> Result<f64, FitError> {
    let frame = claim.airframe(frame);
    let motion = claim.cruise(&frame);
    let efficiency = frame.work(&motion) / propulsion(&frame, claim)?;
    if efficiency > 1.0 { Err(FitError::AboveOne(efficiency)) } else { Ok(efficiency) }
}

/// The airframe with its constant fitted on a claim: the efficiency of rotors, the lift over
/// drag of wings.
///
/// # Errors
/// If no sensible constant meets the claim.
pub fn fitted(frame: &Airframe, claim: &Claim) -> Result<Airframe, FitError> {
    match frame.lift {
        Lift::Rotors => Ok(Airframe { efficiency: efficiency(frame, claim)?, ..frame.clone() }),
        Lift::Wings(_) => {
            let flown = claim.airframe(frame);
            let weight = (flown.mass + claim.payload) * nature().gravity;
            let ratio = weight * flown.cruise / propulsion(&flown, claim)?;
            Ok(Airframe { lift: Lift::Wings(ratio), ..frame.clone() })
        }
    }
}

/// Watts that the claim leaves for flying, from the battery.
fn propulsion(frame: &Airframe, claim: &Claim) -> Result<f64, FitError> {
    if !(claim.metres.is_finite() && claim.metres > 0.0) {
        return Err(FitError::Range);
    }
    let watts = frame.capacity() * 3600.0 * frame.cruise / claim.metres - frame.avionics;
    if watts > 0.0 { Ok(watts) } else { Err(FitError::NothingLeft) }
}
