//! Ageing of one kind of goods, and its price.

use crate::units::{Celsius, Fen, Seconds, ThermalAge};

/// How value falls with age `u`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum LossCurve {
    /// `V0 (1 - u)^gamma`, zero from `u = 1` on.
    Power { gamma: f64 },
    /// `V0 exp(-beta u)`, zero from `u = 1` on.
    Exponential { beta: f64 },
}

impl LossCurve {
    /// Share of the value that is left at age `age`, 0 to 1. (M7)
    #[must_use]
    pub fn left(self, age: ThermalAge) -> f64 {
        if age.0 >= 1.0 {
            return 0.0;
        }
        let age = age.0.max(0.0);
        match self {
            LossCurve::Power { gamma } => (1.0 - age).powf(gamma),
            LossCurve::Exponential { beta } => (-beta * age).exp(),
        }
    }

    /// No less than what is left, of a value that falls ever slower with age; `None` where it falls
    /// faster at last.
    #[must_use]
    pub fn left_at_most(self, age: ThermalAge) -> Option<f64> {
        match self {
            LossCurve::Power { gamma } => (gamma >= 1.0).then(|| self.left(age)),
            LossCurve::Exponential { beta } => Some((-beta * age.0.max(0.0)).exp()),
        }
    }
}

/// Ageing by the Q10 rule.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Decay {
    /// Temperature at which the shelf life is known.
    pub best: Celsius,
    /// Shelf life at `best`.
    pub life: Seconds,
    /// How many times faster goods age when it is 10 degrees warmer.
    pub q10: f64,
}

impl Decay {
    /// Age gained each second at a constant temperature: `q10^((T - best) / 10) / life`. (M2)
    #[must_use]
    pub fn rate(&self, temperature: Celsius) -> f64 {
        self.q10.powf((temperature - self.best).0 / 10.0) / self.life.as_f64()
    }

    /// Age gained in `span` at a constant temperature.
    #[must_use]
    pub fn age(&self, temperature: Celsius, span: Seconds) -> ThermalAge {
        ThermalAge(self.rate(temperature) * span.as_f64())
    }
}

/// What is lost of `value` when `left` of it remains, rounded once. (M8)
#[must_use]
pub fn lost(value: Fen, left: f64) -> Fen {
    Fen::rounded(value.as_f64() * (1.0 - left))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::HOUR;

    /// Crisp plum: 21 days at 0 °C, Q10 2.6.
    const PLUM: Decay = Decay { best: Celsius(0.0), life: Seconds(21 * 86_400), q10: 2.6 };

    #[test]
    fn plums_carried_nine_hours_at_thirty_degrees_use_a_third_of_their_life() {
        // 9 h of 504 h are 1.8 %; 2.6^3 = 17.6 times as fast: 31 %.
        assert!((PLUM.age(Celsius(30.0), HOUR * 9).0 - 0.314).abs() < 0.001);
        // 2.6^0.5 = 1.6 times as fast: 3 %.
        assert!((PLUM.age(Celsius(5.0), HOUR * 9).0 - 0.029).abs() < 0.001);
    }

    #[test]
    fn goods_past_their_life_are_worthless_on_both_curves() {
        for curve in [LossCurve::Power { gamma: 1.0 }, LossCurve::Exponential { beta: 0.5 }] {
            assert_eq!(curve.left(ThermalAge(1.0)), 0.0);
            assert_eq!(curve.left(ThermalAge(0.0)), 1.0);
        }
        assert_eq!(lost(Fen(1_000), LossCurve::Power { gamma: 1.0 }.left(ThermalAge(0.25))), Fen(250));
    }
}
