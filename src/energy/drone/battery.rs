//! How much of a battery can be used. (M93)

use crate::facts;

/// State of the batteries on a day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Battery {
    /// Full cycles flown.
    pub cycles: f64,
    /// Share of a full battery that must remain.
    pub reserve: f64,
}

impl Default for Battery {
    fn default() -> Battery {
        Battery { cycles: 0.0, reserve: facts::value("drone.reserve") }
    }
}

impl Battery {
    /// A new one that is flown empty, as in spec sheets.
    #[must_use]
    pub fn spec() -> Battery {
        Battery { cycles: 0.0, reserve: 0.0 }
    }

    /// Wh that `capacity` holds at `celsius`, reserve included.
    #[must_use]
    pub fn full(&self, capacity: f64, celsius: f64) -> f64 {
        let fade = 1.0 - facts::value("drone.fade.cycle") * self.cycles.max(0.0);
        capacity * fade.clamp(0.0, 1.0) * cold(celsius)
    }

    /// Wh that may be flown.
    #[must_use]
    pub fn usable(&self, capacity: f64, celsius: f64) -> f64 {
        self.full(capacity, celsius) * (1.0 - self.reserve.clamp(0.0, 1.0))
    }
}

/// Share of the energy at 25 degC: straight lines between the facts, constant beyond them.
fn cold(celsius: f64) -> f64 {
    let table = [
        (-20.0, facts::value("drone.cold.-20")),
        (-10.0, facts::value("drone.cold.-10")),
        (0.0, facts::value("drone.cold.0")),
        (25.0, 1.0),
    ];
    if celsius <= table[0].0 {
        return table[0].1;
    }
    let span = table.windows(2).find(|span| celsius <= span[1].0);
    span.map_or(1.0, |span| {
        let ((from, low), (to, high)) = (span[0], span[1]);
        low + (high - low) * (celsius - from) / (to - from)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cold_and_age_take_energy_and_the_reserve_stays() {
        let battery = Battery { cycles: 750.0, reserve: 0.2 };

        // Halfway between 0 degC (0.9) and -10 degC (0.8); 750 cycles take 9.975 %; a fifth stays.
        let usable = battery.usable(1000.0, -5.0);
        assert!((usable - 1000.0 * 0.85 * 0.90025 * 0.8).abs() < 1e-6);
        assert!((battery.full(1000.0, 40.0) - 900.25).abs() < 1e-6);
        assert!((cold(-60.0) - 0.65).abs() < 1e-9);
    }
}
