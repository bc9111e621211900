//! What it takes to move a vehicle: force, power-limited speed, and energy.
//!
//! One force balance (M12): gravity along the slope, rolling resistance and
//! drag. It says how fast a given power climbs, and what a stretch of road
//! draws from the tank or the battery.
//!
//! Absent on purpose: speeding up and slowing down as energy. A stretch is
//! driven at one speed.

pub mod drone;

use crate::facts;
use crate::units::Slope;
use std::sync::OnceLock;

/// Constants of the physics, from `facts`.
#[derive(Debug)]
struct Nature {
    gravity: f64,
    density: f64,
    /// Density falls as `(1 - fall h)^exponent`.
    fall: f64,
    exponent: f64,
}

fn nature() -> &'static Nature {
    static NATURE: OnceLock<Nature> = OnceLock::new();
    facts::derived(&NATURE, || Nature {
        gravity: facts::value("physics.gravity"),
        density: facts::value("air.density.sea_level"),
        fall: facts::value("air.density.fall"),
        exponent: facts::value("air.density.exponent"),
    })
}

/// Density of air in kg/m3 at metres above sea level (standard atmosphere). Heights are taken
/// within -500 to 9,000 m.
#[must_use]
pub fn air_density(height: f64) -> f64 {
    let nature = nature();
    nature.density * (1.0 - nature.fall * height.clamp(-500.0, 9_000.0)).powf(nature.exponent)
}

/// What resists motion.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Resistance {
    /// Of everything that moves, kg.
    pub mass: f64,
    /// Rolling resistance, N per N.
    pub rolling: f64,
    /// Drag coefficient times frontal area, m2.
    pub drag_area: f64,
}

impl Resistance {
    /// Newtons along the road at `speed` in m/s; negative where the slope drives the vehicle. (M12)
    #[must_use]
    pub fn force(&self, slope: Slope, speed: f64, density: f64) -> f64 {
        let cosine = 1.0 / (1.0 + slope.0 * slope.0).sqrt();
        let weight = self.mass * nature().gravity;
        let drag = 0.5 * density * self.drag_area * speed * speed;
        weight * cosine * (slope.0 + self.rolling) + drag
    }

    /// The highest speed in m/s, up to `limit`, at which `watts` at the wheel overcome the force.
    ///
    /// Halving the interval 40 times; the power needed grows with speed wherever it is positive.
    #[must_use]
    pub fn speed_at(&self, watts: f64, slope: Slope, density: f64, limit: f64) -> f64 {
        let enough = |speed: f64| self.force(slope, speed, density) * speed <= watts;
        if enough(limit) {
            return limit;
        }
        let (mut slow, mut fast) = (0.0, limit);
        for _ in 0..40 {
            let middle = (slow + fast) / 2.0;
            if enough(middle) { slow = middle } else { fast = middle }
        }
        slow
    }
}

/// Between the wheels and the tank or battery.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Drivetrain {
    /// From tank or battery to wheel, 0 to 1.
    pub efficiency: f64,
    /// Share of braking energy that comes back, 0 to 1.
    pub regeneration: f64,
}

impl Drivetrain {
    /// Joules drawn for `work` joules at the wheel; negative where a battery is charged. (M12)
    #[must_use]
    pub fn drawn(&self, work: f64) -> f64 {
        if work >= 0.0 { work / self.efficiency } else { work * self.regeneration }
    }
}

#[cfg(test)]
mod tests;
