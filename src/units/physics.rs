//! What comes out of physics: real numbers, rounded to money once.

use std::ops::{Add, AddAssign, Mul, Sub};

/// A temperature in degrees Celsius, or a difference of two.
#[derive(Clone, Copy, Debug, Default, PartialEq, PartialOrd)]
pub struct Celsius(pub f64);

impl Add for Celsius {
    type Output = Celsius;
    fn add(self, other: Celsius) -> Celsius {
        Celsius(self.0 + other.0)
    }
}

impl Sub for Celsius {
    type Output = Celsius;
    fn sub(self, other: Celsius) -> Celsius {
        Celsius(self.0 - other.0)
    }
}

/// The share of its life that a good has used up: 0 is fresh, 1 is worthless.
#[derive(Clone, Copy, Debug, Default, PartialEq, PartialOrd)]
pub struct ThermalAge(pub f64);

impl Add for ThermalAge {
    type Output = ThermalAge;
    fn add(self, other: ThermalAge) -> ThermalAge {
        ThermalAge(self.0 + other.0)
    }
}

impl AddAssign for ThermalAge {
    fn add_assign(&mut self, other: ThermalAge) {
        self.0 += other.0;
    }
}

impl Mul<f64> for ThermalAge {
    type Output = ThermalAge;
    fn mul(self, factor: f64) -> ThermalAge {
        ThermalAge(self.0 * factor)
    }
}

/// Rise over run, directed: +0.08 climbs 8 m in 100 m of road.
#[derive(Clone, Copy, Debug, Default, PartialEq, PartialOrd)]
pub struct Slope(pub f64);
