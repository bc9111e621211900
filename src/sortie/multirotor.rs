//! What a small multirotor draws, as the mFSTSP instances assume it (Liu,
//! Sengupta and Xu 2017). MODEL (M160). Cargo drones are in `energy::drone`.

use crate::facts;

/// Constants of the model. Powers in watts, masses in kilograms, speeds in metres a second.
#[derive(Clone, Copy, Debug)]
pub struct Multirotor {
    k1: f64,
    k2: f64,
    c1: f64,
    c2: f64,
    c4: f64,
    c5: f64,
    tilt: f64,
    mass: f64,
    gravity: f64,
}

impl Multirotor {
    #[must_use]
    pub fn from_facts() -> Multirotor {
        let fact = |name: &str| facts::value(&format!("bench.multirotor.{name}"));
        Multirotor {
            k1: fact("k1"),
            k2: fact("k2"),
            c1: fact("c1"),
            c2: fact("c2"),
            c4: fact("c4"),
            c5: fact("c5"),
            tilt: fact("tilt").to_radians(),
            mass: fact("mass"),
            gravity: fact("gravity"),
        }
    }

    fn weight(&self, load: f64) -> f64 {
        (self.mass + load) * self.gravity
    }

    /// Straight up or down with a parcel.
    #[must_use]
    pub fn vertical(&self, load: f64, speed: f64) -> f64 {
        let (weight, half) = (self.weight(load), speed / 2.0);
        let induced = half + (half * half + weight / (self.k2 * self.k2)).sqrt();
        self.k1 * weight * induced + self.c2 * weight.powf(1.5)
    }

    /// Level flight with a parcel.
    #[must_use]
    pub fn cruise(&self, load: f64, speed: f64) -> f64 {
        let lift = self.weight(load) - self.c5 * (speed * self.tilt.cos()).powi(2);
        let drag = self.c4 * speed * speed;
        (self.c1 + self.c2) * (lift * lift + drag * drag).powf(0.75) + self.c4 * speed.powi(3)
    }

    #[must_use]
    pub fn hover(&self, load: f64) -> f64 {
        (self.c1 + self.c2) * self.weight(load).powf(1.5)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hovering_is_level_flight_that_goes_nowhere() {
        let drone = Multirotor::from_facts();

        // (2.8037 + 0.3177) (1.5 · 9.81)^1.5 = 3.1214 · 56.45
        assert!((drone.hover(0.0) - 176.2).abs() < 0.1);
        assert!((drone.cruise(1.0, 0.0) - drone.hover(1.0)).abs() < 1e-9);
    }

    #[test]
    fn loads_and_climbs_cost_power() {
        let drone = Multirotor::from_facts();

        assert!(drone.cruise(2.0, 15.0) > drone.cruise(0.0, 15.0));
        assert!(drone.vertical(0.0, 10.0) > drone.vertical(0.0, 0.0));
    }
}
