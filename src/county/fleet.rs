//! Vehicles, drones, and the people who drive them.

use super::{Goods, Keeping, SiteId};
use crate::energy::drone::{self, Airframe, Claim};
use crate::facts;
use crate::units::{Celsius, Fen, Grams, Litres, Moment, Seconds, WattHours};

/// What the compartment is built for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TemperatureClass {
    /// As warm as the air outside.
    Ambient,
    /// A box with ice packs that holds its set point for the day.
    Insulated,
    /// Machine-cooled, about 0 to 10 °C.
    Chilled,
    /// Machine-cooled, about -18 °C.
    Frozen,
}

/// A closed space in a vehicle with one temperature.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Compartment {
    pub class: TemperatureClass,
    pub litres: Litres,
    /// `None` for ambient compartments only.
    pub set_point: Option<Celsius>,
    /// Each door opening lets the goods inside age for this long as if they stood outside.
    pub door_recovery: Seconds,
    /// Electric watts of cooling while goods are in it on the road.
    pub watts: f64,
}

impl Compartment {
    /// The set point, if there is one that counts: an ambient compartment is as warm as the air.
    #[must_use]
    pub fn held(&self) -> Option<Celsius> {
        self.set_point.filter(|_| self.class != TemperatureClass::Ambient)
    }

    /// Whether these goods may travel in it.
    #[must_use]
    pub fn may_carry(&self, goods: &Goods) -> bool {
        let injured = goods.coldest.zip(self.held()).is_some_and(|(coldest, held)| held < coldest);
        let in_range = match goods.keeping {
            Keeping::Limited { low, high, .. } => self.held().is_some_and(|held| low <= held && held <= high),
            Keeping::Keeps | Keeping::Decays { .. } => true,
        };
        goods.carried.contains(&self.class) && !injured && in_range
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Drive {
    Diesel,
    Petrol,
    Electric,
}

/// What decides where, how fast and with how much energy a vehicle drives.
/// Types with equal `Running` share one matrix.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Running {
    pub drive: Drive,
    /// Without load and driver, kg.
    pub curb_mass: f64,
    /// Curb mass, driver and full load, kg: what weight limits see.
    pub gross_mass: f64,
    pub height: f64,
    pub width: f64,
    pub length: f64,
    /// At the wheel, W.
    pub power: f64,
    /// Drag coefficient times frontal area, m2.
    pub drag_area: f64,
    pub rolling: f64,
    /// From tank or battery to wheel, 0 to 1.
    pub efficiency: f64,
    /// Share of braking energy that comes back, 0 to 1. Only electric drives.
    pub regeneration: f64,
    /// Power that runs while driving whatever the road, W.
    pub idle_power: f64,
    /// Fastest the vehicle may or can go, km/h.
    pub top_speed: f64,
    /// May use paths too narrow or rough for cars.
    pub narrow: bool,
}

/// One working day of one driver.
#[derive(Clone, Debug, PartialEq)]
pub struct Shift {
    pub start: Moment,
    pub end: Moment,
    pub breaks: Vec<Break>,
}

/// A rest that must begin within its window, while parked, if the shift
/// of the day lasts beyond the window's end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Break {
    pub earliest: Moment,
    pub latest: Moment,
    pub duration: Seconds,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VehicleCosts {
    /// For leaving at all, a day.
    pub fixed: Fen,
    pub per_km: Fen,
    pub per_hour: Fen,
}

/// Vehicles that are alike in everything.
#[derive(Clone, Debug, PartialEq)]
pub struct VehicleType {
    pub code: String,
    pub name_zh: String,
    pub name_en: String,
    pub count: u32,
    pub running: Running,
    pub payload: Grams,
    /// At least one.
    pub compartments: Vec<Compartment>,
    pub costs: VehicleCosts,
    pub start: SiteId,
    /// Usually equal to `start`.
    pub end: SiteId,
    pub shift: Shift,
    /// Trips in a day, at least 1.
    pub max_trips: u32,
    /// Time at the site before each trip, to load (and to unload what was collected).
    pub reload: Seconds,
    /// Energy for one trip; batteries are swapped or charged at each reload.
    pub battery: Option<WattHours>,
    /// Bits of [`super::County::skills`].
    pub skills: super::Skills,
    /// A drone: it needs pads instead of roads.
    pub flies: Option<super::Flies>,
}

/// Drones that are alike in everything.
#[derive(Clone, Debug, PartialEq)]
pub struct DroneType {
    pub code: String,
    pub name_zh: String,
    pub name_en: String,
    pub count: u32,
    /// Code of an airframe that ships, see `energy::drone`.
    pub airframe: String,
    /// No more than the airframe's.
    pub payload: Grams,
    /// At that payload as a spec sheet says it, km; the airframe's constant is fitted on it.
    /// `None`: the airframe's own.
    pub range_km: Option<f64>,
    pub home: SiteId,
    pub work: super::DroneWork,
}

impl DroneType {
    /// Range with load as the spec sheet says it, km; 0 if the airframe is not known.
    #[must_use]
    pub fn full_range_km(&self) -> f64 {
        let published =
            || facts::get(&format!("drone.{}.range", self.airframe)).map_or(0.0, |fact| fact.value);
        self.range_km.unwrap_or_else(published)
    }

    /// The airframe with this type's payload and range; `None` if it is not known or no constant
    /// gives the range.
    #[must_use]
    pub fn frame(&self) -> Option<Airframe> {
        let base = drone::airframe(&self.airframe)?;
        let payload = (self.payload.as_f64() / 1000.0).min(base.payload);
        let fitted = match self.range_km {
            Some(km) => {
                let claim = Claim { metres: km * 1000.0, payload, batteries: None };
                drone::fitted(&base, &claim).ok()?
            }
            None => base,
        };
        Some(Airframe { payload, payload_single: payload.min(fitted.payload_single), ..fitted })
    }
}
