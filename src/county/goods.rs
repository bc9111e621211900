//! What is carried, and how it keeps.

use super::TemperatureClass;
use crate::cold::{Decay, LossCurve};
use crate::units::{Celsius, Seconds};

/// How goods age.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Keeping {
    /// Parcels: time does nothing to them.
    Keeps,
    /// By the Q10 rule; value falls along the curve.
    Decays { decay: Decay, curve: LossCurve },
    /// Medicine: whole value until the time spent outside of `low..=high` exceeds `budget`, then none.
    Limited { low: Celsius, high: Celsius, budget: Seconds },
}

/// A kind of goods (品类).
#[derive(Clone, Debug, PartialEq)]
pub struct Goods {
    pub code: String,
    pub name_zh: String,
    pub name_en: String,
    pub keeping: Keeping,
    /// Compartments that may carry it.
    pub carried: Vec<TemperatureClass>,
    /// Chilling injury: compartments set colder than this may not carry it.
    pub coldest: Option<Celsius>,
}
