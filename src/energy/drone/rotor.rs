//! Momentum theory of a rotor disc.

use crate::facts;
use std::sync::OnceLock;

/// Factors of the rotor model, from `facts`.
pub(super) struct Factors {
    pub induced: f64,
    pub profile: f64,
    /// Share of the power of falling that comes back, on rotors.
    pub recovery: f64,
    /// The same on wings.
    pub glide_recovery: f64,
}

pub(super) fn factors() -> &'static Factors {
    static FACTORS: OnceLock<Factors> = OnceLock::new();
    facts::derived(&FACTORS, || Factors {
        induced: facts::value("drone.rotor.induced"),
        profile: facts::value("drone.rotor.profile"),
        recovery: facts::value("drone.descent.recovery"),
        glide_recovery: facts::value("drone.winged.recovery"),
    })
}

/// Speed in m/s that a disc of `area` m2 gives the air to hover with `thrust` newtons.
pub(super) fn hover_speed(thrust: f64, density: f64, area: f64) -> f64 {
    (thrust / (2.0 * density * area)).sqrt()
}

/// Induced speed in m/s with `across` m/s of air through the disc's plane and `climb` m/s along
/// its axis (Glauert): `v = vh^2 / sqrt(across^2 + (climb + v)^2)`. Descents count as level
/// flight: the formula does not hold there.
pub(super) fn induced_speed(hover: f64, across: f64, climb: f64) -> f64 {
    let climb = climb.max(0.0);
    // The difference grows with v, so that Newton's steps from the right of the root, where it is
    // convex, come down to it; ten are far more than enough.
    let mut speed = hover;
    for _ in 0..10 {
        let through = climb + speed;
        let length = (across * across + through * through).sqrt();
        let value = speed * length - hover * hover;
        let slope = length + speed * through / length.max(1e-9);
        speed = (speed - value / slope.max(1e-9)).max(0.0);
    }
    speed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_induced_speed_solves_glauerts_equation() {
        for (hover, across, climb) in [(8.0, 0.0, 0.0), (8.0, 15.0, 0.0), (6.6, 3.0, 2.5), (9.0, 20.0, 5.0)] {
            let v = induced_speed(hover, across, climb);
            let again: f64 = hover * hover / f64::hypot(across, climb + v);
            assert!((v - again).abs() < 1e-9, "{hover} {across} {climb}: {v} {again}");
        }
    }

    #[test]
    fn a_hovering_disc_has_its_hover_speed() {
        // 932 N on 5.91 m2 at 1.225 kg/m3: sqrt(932 / 14.48) = 8.02 m/s.
        assert!((hover_speed(932.0, 1.225, 5.91) - 8.023).abs() < 1e-3);
        assert!((induced_speed(8.0, 0.0, 0.0) - 8.0).abs() < 1e-9);
    }
}
