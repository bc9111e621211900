//! What goods age between the ends, and what of their value is left. (M214)

use crate::cold::{Air, Warming};
use crate::county::{Goods, Keeping};
use crate::units::{Celsius, Moment, Seconds, ThermalAge};

/// One kind of goods in one season's air.
#[derive(Clone, Debug)]
pub struct Keep {
    keeping: Keeping,
    warming: Option<Warming>,
    coldest: f64,
}

impl Keep {
    #[must_use]
    pub fn new(goods: &Goods, air: Air) -> Keep {
        let warming = match goods.keeping {
            Keeping::Decays { decay, .. } => Some(Warming::new(decay, air)),
            Keeping::Keeps | Keeping::Limited { .. } => None,
        };
        let coldest = goods.coldest.map_or(f64::NEG_INFINITY, |coldest| coldest.0);
        Keep { keeping: goods.keeping, warming, coldest }
    }

    #[must_use]
    pub fn q10(&self) -> Option<f64> {
        match self.keeping {
            Keeping::Decays { decay, .. } => Some(decay.q10),
            Keeping::Keeps | Keeping::Limited { .. } => None,
        }
    }

    /// Age gained outside at a height, for so many hours from an hour of the day on.
    #[must_use]
    pub fn outside(&self, height: Option<f64>, from: f64, hours: f64) -> f64 {
        let age = |warming: &Warming| warming.standing(height, moment(from), moment(from + hours)).0;
        self.warming.as_ref().map_or(0.0, age)
    }

    /// Age gained on a road with this warmth, driven in so many hours from an hour on.
    #[must_use]
    pub fn driving(&self, warmth: Seconds, from: f64, hours: f64) -> f64 {
        let age = |warming: &Warming| warming.driving(warmth, moment(from), moment(from + hours)).0;
        self.warming.as_ref().map_or(0.0, age)
    }

    /// Age gained at a constant temperature, never colder than the goods bear.
    #[must_use]
    pub fn at(&self, temperature: Celsius, hours: f64) -> f64 {
        match self.keeping {
            Keeping::Decays { decay, .. } => {
                let kept = Celsius(temperature.0.max(self.coldest));
                decay.age(kept, Seconds::rounded(hours * super::HOUR)).0
            }
            Keeping::Keeps | Keeping::Limited { .. } => 0.0,
        }
    }

    /// Share of the fresh value that is left at an age.
    #[must_use]
    pub fn left(&self, age: f64) -> f64 {
        match self.keeping {
            Keeping::Decays { curve, .. } => curve.left(ThermalAge(age)),
            Keeping::Keeps | Keeping::Limited { .. } => 1.0,
        }
    }

    /// Seconds that goods with a temperature range may spend outside of it; `None`: any time.
    #[must_use]
    pub fn budget(&self) -> Option<f64> {
        match self.keeping {
            Keeping::Limited { budget, .. } => Some(budget.as_f64()),
            Keeping::Keeps | Keeping::Decays { .. } => None,
        }
    }
}

fn moment(hour: f64) -> Moment {
    Moment((hour * super::HOUR).round() as i64)
}
