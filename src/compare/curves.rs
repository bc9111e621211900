//! At which distance, detour, payload, value, Q10 and amount the drone begins to win. (M215)
//!
//! One typical place of the county is taken apart into few numbers, and one of
//! them is changed at a time. The formulas are those of the cells.

use super::air::{Flying, Shuttle};
use super::class::Direction;
use super::keep::Keep;
use super::line::Course;
use super::price::{Heights, Load, by_air, by_road};
use super::road::{Carrier, Stay};
use super::study::Grid;
use super::{KILO, Mode};
use crate::cold::Air;
use crate::county::{Goods, Keeping};
use crate::energy::drone::Airframe;
use crate::facts;
use crate::matrix::Leg;
use crate::units::{Joules, Metres, Seconds};

/// What is changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Axis {
    Distance,
    Detour,
    Payload,
    Value,
    Q10,
    Volume,
}

impl Axis {
    pub const ALL: [Axis; 6] =
        [Axis::Distance, Axis::Detour, Axis::Payload, Axis::Value, Axis::Q10, Axis::Volume];

    /// As it stands in files.
    #[must_use]
    pub fn word(self) -> &'static str {
        ["distance_km", "detour", "payload_kg", "value_yuan_per_kg", "q10", "kg_per_day"][self as usize]
    }

    fn grid(self, grid: &Grid) -> &[f64] {
        match self {
            Axis::Distance => &grid.distance,
            Axis::Detour => &grid.detour,
            Axis::Payload => &grid.payload,
            Axis::Value => &grid.value,
            Axis::Q10 => &grid.q10,
            Axis::Volume => &grid.volume,
        }
    }
}

/// A place in the middle of the county's, taken apart.
#[derive(Clone, Debug)]
pub struct Typical<'a> {
    pub goods: Goods,
    pub direction: Direction,
    /// Straight.
    pub kilometres: f64,
    /// By road for one straight.
    pub detour: f64,
    /// Seconds and joules of a kilometre by road, there and back, and joules more for a tonne.
    pub legs: [PerKilometre; 2],
    pub carrier: Carrier<'a>,
    pub stay: Stay,
    pub service: f64,
    pub kilograms: f64,
    pub litres_per_kilogram: f64,
    /// Fen a kilogram.
    pub value: f64,
    pub age: f64,
    /// Metres above sea level.
    pub site: f64,
    pub door: f64,
    pub air: Air,
    /// Fen a day.
    pub pad: f64,
}

/// A road as it is for a kilometre.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PerKilometre {
    pub seconds: f64,
    pub empty: f64,
    pub per_tonne: f64,
}

impl PerKilometre {
    #[must_use]
    pub fn of(leg: &Leg) -> PerKilometre {
        let km = (leg.distance.as_f64() / KILO).max(1e-3);
        PerKilometre {
            seconds: leg.duration.as_f64() / km,
            empty: leg.empty.0 as f64 / km,
            per_tonne: leg.per_tonne.0 as f64 / km,
        }
    }

    fn leg(&self, km: f64) -> Leg {
        Leg {
            duration: Seconds::rounded(self.seconds * km),
            distance: Metres::rounded(km * KILO),
            empty: Joules((self.empty * km).round() as i64),
            per_tonne: Joules((self.per_tonne * km).round() as i64),
        }
    }
}

/// Fen a kilogram, spoilage included, by road, own trip and air; `None` where it cannot be done.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    pub x: f64,
    pub by: [Option<f64>; 3],
}

/// Metres above the clearance, for the trees and poles beside a pad.
const ABOVE: f64 = 10.0;

/// What the curves tell, in their order.
pub const TOLD: [Mode; 3] = [Mode::Road, Mode::Own, Mode::Air];

#[derive(Clone, Debug, PartialEq)]
pub struct Curve {
    pub axis: Axis,
    /// Where the typical place lies on it.
    pub here: f64,
    pub points: Vec<Point>,
}

/// All curves around a typical place.
#[must_use]
pub fn curves(typical: &Typical, flying: &Flying, grid: &Grid) -> Vec<Curve> {
    let decays = matches!(typical.goods.keeping, Keeping::Decays { .. });
    let axes = Axis::ALL.into_iter().filter(|axis| decays || !matches!(axis, Axis::Value | Axis::Q10));
    let curve = |axis: Axis| Curve {
        axis,
        here: here(typical, flying, axis),
        points: axis.grid(grid).iter().map(|&x| point(typical, flying, axis, x)).collect(),
    };
    axes.map(curve).collect()
}

fn here(typical: &Typical, flying: &Flying, axis: Axis) -> f64 {
    match axis {
        Axis::Distance => typical.kilometres,
        Axis::Detour => typical.detour,
        Axis::Payload => flying.frame.payload,
        Axis::Value => typical.value / 100.0,
        Axis::Q10 => match typical.goods.keeping {
            Keeping::Decays { decay, .. } => decay.q10,
            Keeping::Keeps | Keeping::Limited { .. } => 1.0,
        },
        Axis::Volume => typical.kilograms,
    }
}

fn point(typical: &Typical, flying: &Flying, axis: Axis, x: f64) -> Point {
    let (mut at, mut flying) = (typical.clone(), flying.clone());
    match axis {
        Axis::Distance => at.kilometres = x,
        Axis::Detour => at.detour = x,
        Axis::Payload => flying.frame = Airframe { payload: x.min(flying.frame.payload), ..flying.frame },
        Axis::Value => at.value = x * 100.0,
        Axis::Q10 => {
            if let Keeping::Decays { decay, .. } = &mut at.goods.keeping {
                decay.q10 = x;
            }
        }
        Axis::Volume => {
            at.service *= x / at.kilograms;
            at.kilograms = x;
        }
    }
    Point { x, by: at.by(&flying) }
}

impl Typical<'_> {
    /// Fen a kilogram by [`TOLD`].
    #[must_use]
    pub fn by(&self, flying: &Flying) -> [Option<f64>; 3] {
        let keep = Keep::new(&self.goods, self.air);
        let load = Load {
            kilograms: self.kilograms,
            litres: self.kilograms * self.litres_per_kilogram,
            value: self.value,
            age: self.age,
            service: self.service,
            direction: self.direction,
            parcel: facts::value("day.parcel.mass"),
            cooled: None,
            hold: None,
        };
        let at = Heights { site: Some(self.site), door: Some(self.door) };
        let km = self.kilometres * self.detour;
        let inwards = self.direction == Direction::In;
        let trip = self.carrier.round(self.legs.map(|leg| leg.leg(km)), None, inwards);
        let road = |stay| trip.map(|trip| by_road(&trip, &load, stay, &keep, at, 1.0).sum());
        let above = facts::value("air.clearance") + ABOVE;
        let course = Course::over_nothing(self.kilometres * KILO, [self.site, self.door], above);
        let air = Shuttle::line(&course)
            .and_then(|shuttle| by_air(flying, &shuttle, &load, &keep, (at, self.pad)).ok());
        [road(Some(self.stay)), road(None), air.map(|figures| figures.sum())]
    }
}

/// Where a curve of air first gets below another one, or above it: between which of its points,
/// interpolated, and whether air is cheaper beyond.
#[must_use]
pub fn crossing(curve: &Curve, other: Mode) -> Option<(f64, bool)> {
    let index = TOLD.iter().position(|mode| *mode == other)?;
    let gap = |point: &Point| Some(point.by[2]? - point.by[index]?);
    curve.points.windows(2).find_map(|pair| {
        let (before, after) = (gap(&pair[0])?, gap(&pair[1])?);
        let crosses = (before > 0.0) != (after > 0.0);
        let share = before / (before - after);
        crosses.then(|| (pair[0].x + (pair[1].x - pair[0].x) * share, after < 0.0))
    })
}
