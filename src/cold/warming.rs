//! Ageing in outside air, whose temperature follows height and hour.

use super::Decay;
use crate::units::{Celsius, DAY, HOUR, Moment, Seconds, ThermalAge};
use std::f64::consts::TAU;

/// Warmth is counted in seconds at this temperature.
pub const REFERENCE: Celsius = Celsius(20.0);

/// The day's outside air (M1):
/// `T(h, t) = mean - lapse (h - reference_height) / 1000 + swing cos(TAU (hour(t) + 1/2 - warmest) / 24)`,
/// where `hour(t)` is the whole hour of the day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Air {
    /// Mean of the day at the reference height.
    pub mean: Celsius,
    /// Metres above sea level.
    pub reference_height: f64,
    /// Half of the difference between the warmest and the coldest hour.
    pub swing: Celsius,
    /// Hour of the day, 0 to 24.
    pub warmest_hour: f64,
    /// Degrees lost per 1,000 m.
    pub lapse: Celsius,
}

impl Air {
    /// Mean of the day at a height; where the height is not known, at the reference height.
    #[must_use]
    pub fn daily(&self, height: Option<f64>) -> Celsius {
        let above = height.map_or(0.0, |height| height - self.reference_height);
        Celsius(self.mean.0 - self.lapse.0 * above / 1000.0)
    }

    #[must_use]
    pub fn at(&self, height: Option<f64>, moment: Moment) -> Celsius {
        self.daily(height) + self.of_hour(hour_of(moment))
    }

    fn of_hour(&self, hour: usize) -> Celsius {
        Celsius(self.swing.0 * (TAU * (hour as f64 + 0.5 - self.warmest_hour) / 24.0).cos())
    }
}

fn hour_of(moment: Moment) -> usize {
    (moment.0.rem_euclid(DAY.0) / HOUR.0) as usize
}

/// How much faster goods with one Q10 age in each hour of the day than at the
/// day's mean: `q10^(T_hour / 10)`. Integrals take O(1). (M3)
#[derive(Clone, Debug, PartialEq)]
pub struct HourFactors {
    factor: [f64; 24],
    /// Integral from midnight to the start of each hour, in seconds; the last is the whole day.
    until: [f64; 25],
}

impl HourFactors {
    #[must_use]
    pub fn new(air: &Air, q10: f64) -> HourFactors {
        let factor = std::array::from_fn(|hour| q10.powf(air.of_hour(hour).0 / 10.0));
        let mut until = [0.0; 25];
        for hour in 0..24 {
            until[hour + 1] = until[hour] + factor[hour] * HOUR.as_f64();
        }
        HourFactors { factor, until }
    }

    #[must_use]
    pub fn at(&self, moment: Moment) -> f64 {
        self.factor[hour_of(moment)]
    }

    /// Integral of the factor over a span, in seconds. Negative spans give 0.
    #[must_use]
    pub fn integral(&self, from: Moment, to: Moment) -> f64 {
        if to <= from { 0.0 } else { self.since_midnight(to) - self.since_midnight(from) }
    }

    /// Mean over a span; at a single moment, the factor there.
    #[must_use]
    pub fn mean(&self, from: Moment, to: Moment) -> f64 {
        if to <= from { self.at(from) } else { self.integral(from, to) / (to - from).as_f64() }
    }

    fn since_midnight(&self, moment: Moment) -> f64 {
        let hour = hour_of(moment);
        let days = moment.0.div_euclid(DAY.0) as f64;
        let into = moment.0.rem_euclid(HOUR.0) as f64;
        days * self.until[24] + self.until[hour] + into * self.factor[hour]
    }
}

/// Ageing of one kind of goods in the day's outside air.
#[derive(Clone, Debug, PartialEq)]
pub struct Warming {
    decay: Decay,
    air: Air,
    hours: HourFactors,
    /// Age per second of warmth.
    per_warmth: f64,
}

impl Warming {
    #[must_use]
    pub fn new(decay: Decay, air: Air) -> Warming {
        let hours = HourFactors::new(&air, decay.q10);
        Warming { decay, air, hours, per_warmth: decay.rate(REFERENCE) }
    }

    /// Age gained on a drive from `from` to `to` with the road's warmth, in
    /// seconds at [`REFERENCE`]. (M4)
    #[must_use]
    pub fn driving(&self, warmth: Seconds, from: Moment, to: Moment) -> ThermalAge {
        ThermalAge(warmth.as_f64() * self.per_warmth * self.hours.mean(from, to))
    }

    /// Age gained standing outside at a height. (M5)
    #[must_use]
    pub fn standing(&self, height: Option<f64>, from: Moment, to: Moment) -> ThermalAge {
        ThermalAge(self.decay.rate(self.air.daily(height)) * self.hours.integral(from, to))
    }

    /// Age gained by `span` seconds of outside air as it is at `moment`: an opened door. (M6)
    #[must_use]
    pub fn opening(&self, height: Option<f64>, moment: Moment, span: Seconds) -> ThermalAge {
        ThermalAge(self.decay.rate(self.air.daily(height)) * self.hours.at(moment) * span.as_f64())
    }

    /// Warmth of a stretch of road: `seconds q10^((T_daily(h) - REFERENCE) / 10)`, in seconds. (M3)
    #[must_use]
    pub fn warmth(air: &Air, q10: f64, height: Option<f64>, seconds: f64) -> f64 {
        seconds * q10.powf((air.daily(height) - REFERENCE).0 / 10.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const AIR: Air = Air {
        mean: Celsius(24.0),
        reference_height: 500.0,
        swing: Celsius(6.0),
        warmest_hour: 15.0,
        lapse: Celsius(6.0),
    };
    const PLUM: Decay = Decay { best: Celsius(0.0), life: Seconds(21 * 86_400), q10: 2.6 };

    #[test]
    fn standing_outside_equals_the_sum_over_seconds() {
        let warming = Warming::new(PLUM, AIR);
        let (from, to) = (Moment(-3 * 3600 - 17), Moment(9 * 3600 + 421));

        let slow: f64 = (from.0..to.0).map(|second| PLUM.rate(AIR.at(Some(1_300.0), Moment(second)))).sum();

        assert!((warming.standing(Some(1_300.0), from, to).0 - slow).abs() < 1e-9);
    }

    #[test]
    fn a_drive_at_one_height_ages_like_standing_there() {
        let warming = Warming::new(PLUM, AIR);
        let (from, to) = (Moment::at(10, 20), Moment::at(12, 0));
        let warmth = Warming::warmth(&AIR, PLUM.q10, Some(800.0), 6_000.0);

        let drive = warming.driving(Seconds::rounded(warmth), from, to);

        let stand = warming.standing(Some(800.0), from, to);
        assert!((drive.0 / stand.0 - 1.0).abs() < 1e-3);
    }

    #[test]
    fn higher_is_colder_and_afternoon_is_warmer() {
        assert_eq!(AIR.daily(Some(1_500.0)), Celsius(18.0));
        assert!(AIR.at(None, Moment::at(15, 0)) > AIR.at(None, Moment::at(4, 0)));
    }
}
