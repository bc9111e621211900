//! Electric power of a drone in the air. (M90) to (M92)

use super::airframe::{Airframe, Lift};
use super::rotor::{factors, hover_speed, induced_speed};
use crate::energy::{air_density, nature};

/// Kelvin at 0 degC.
const KELVIN: f64 = 273.15;

/// Air density in kg/m3 at a height above sea level where the air has `celsius`: pressure of the
/// standard atmosphere, and the true temperature. (M90)
#[must_use]
pub fn density(height: f64, celsius: f64) -> f64 {
    let height = height.clamp(-500.0, 9_000.0);
    // Sea level and lapse of ISO 2533, as in `air.density.fall`.
    let standard = 288.15 - 0.0065 * height;
    air_density(height) * standard / (celsius.clamp(-80.0, 60.0) + KELVIN)
}

/// How a drone moves through the air.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Motion {
    /// Of everything that flies, kg.
    pub mass: f64,
    /// Along the horizon through the air, m/s.
    pub airspeed: f64,
    /// m/s, negative downwards.
    pub climb: f64,
    /// kg/m3
    pub density: f64,
}

impl Airframe {
    /// Watts drawn from the battery. (M91) on rotors, (M92) on wings
    #[must_use]
    pub fn power(&self, motion: &Motion) -> f64 {
        self.avionics + self.work(motion) / self.efficiency
    }

    /// Watts at the propellers, before the efficiency.
    pub(super) fn work(&self, motion: &Motion) -> f64 {
        match self.lift {
            Lift::Wings(ratio) if motion.airspeed >= 0.9 * self.cruise => self.on_wings(ratio, motion),
            _ => self.on_rotors(motion),
        }
    }

    fn on_rotors(&self, motion: &Motion) -> f64 {
        let factors = factors();
        let weight = motion.mass * nature().gravity;
        let drag = 0.5 * motion.density * self.drag_area * motion.airspeed * motion.airspeed;
        let thrust = weight.hypot(drag);
        let hover = hover_speed(thrust, motion.density, self.rotor_area);
        let induced = induced_speed(hover, motion.airspeed, motion.climb);
        let level = thrust * (factors.induced * induced + factors.profile * hover) + drag * motion.airspeed;
        (level + vertical(weight, motion.climb, factors.recovery)).max(0.0)
    }

    /// The ratio holds at cruising speed; it includes propeller and motor, so that the
    /// efficiency of hovering is taken out again.
    fn on_wings(&self, ratio: f64, motion: &Motion) -> f64 {
        let weight = motion.mass * nature().gravity;
        let level = weight * motion.airspeed / ratio * self.efficiency;
        (level + vertical(weight, motion.climb, factors().glide_recovery)).max(0.0)
    }
}

fn vertical(weight: f64, climb: f64, recovery: f64) -> f64 {
    if climb >= 0.0 { weight * climb } else { weight * climb * recovery }
}
