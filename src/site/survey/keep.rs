//! What goods age on the way and while they wait. (M78)

use super::options::Hold;
use super::ways::Carrier;
use crate::cold::{Air, Warming};
use crate::county::{Goods, Keeping};
use crate::matrix::{Location, Matrices};
use crate::units::{Celsius, Moment, Seconds, ThermalAge};

/// Ages one kind of goods in one season.
pub struct Keep<'a> {
    goods: &'a Goods,
    warming: Option<(Warming, usize)>,
}

impl<'a> Keep<'a> {
    #[must_use]
    pub fn new(goods: &'a Goods, air: Air, matrices: &Matrices) -> Keep<'a> {
        let warming = match goods.keeping {
            Keeping::Decays { decay, .. } => {
                let class = matrices.q10.iter().position(|&q10| q10 == decay.q10);
                class.map(|class| (Warming::new(decay, air), class))
            }
            Keeping::Keeps | Keeping::Limited { .. } => None,
        };
        Keep { goods, warming }
    }

    /// Age gained on board from one location to another, beginning at an hour.
    #[must_use]
    pub fn riding(
        &self,
        carrier: &Carrier,
        matrices: &Matrices,
        from: Location,
        to: Location,
        hour: f64,
    ) -> Option<f64> {
        let (Keeping::Decays { decay, .. }, Some((warming, class))) = (self.goods.keeping, &self.warming)
        else {
            return Some(0.0);
        };
        let leg = carrier.matrix(matrices).leg(from, to)?;
        let start = moment(hour);
        Some(match carrier.compartment.held() {
            Some(point) => decay.age(point, leg.duration).0,
            None => {
                let warmth = carrier.matrix(matrices).warmth(*class, from, to);
                warming.driving(warmth, start, start + leg.duration).0
            }
        })
    }

    /// Age gained waiting at a site; `None` if the goods may not wait so.
    #[must_use]
    pub fn waiting(&self, hold: Hold, height: Option<f64>, hour: f64, hours: f64) -> Option<f64> {
        match (self.goods.keeping, hold.temperature()) {
            (Keeping::Keeps, _) => Some(0.0),
            (Keeping::Limited { low, high, budget }, point) => {
                let is_in = point.is_some_and(|point| low <= point && point <= high);
                (is_in || hours * 3600.0 <= budget.as_f64()).then_some(0.0)
            }
            (Keeping::Decays { decay, .. }, Some(point)) => {
                let point =
                    Celsius(point.0.max(self.goods.coldest.map_or(f64::NEG_INFINITY, |coldest| coldest.0)));
                Some(decay.age(point, Seconds::rounded(hours * 3600.0)).0)
            }
            (Keeping::Decays { .. }, None) => {
                let (warming, _) = self.warming.as_ref()?;
                Some(warming.standing(height, moment(hour), moment(hour + hours)).0)
            }
        }
    }

    /// Share of the fresh value that is lost between two ages.
    #[must_use]
    pub fn lost(&self, before: f64, after: f64) -> f64 {
        match self.goods.keeping {
            Keeping::Decays { curve, .. } => curve.left(ThermalAge(before)) - curve.left(ThermalAge(after)),
            Keeping::Keeps | Keeping::Limited { .. } => 0.0,
        }
    }
}

fn moment(hour: f64) -> Moment {
    Moment((hour * 3600.0).round() as i64)
}
