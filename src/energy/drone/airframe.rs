//! Airframes: what is known of a drone, and those that ship with mabang.

use super::fit;
use crate::facts;

/// Codes of the airframes that ship, the lightest first.
pub const AIRFRAMES: [&str; 4] = ["postal10", "ark40", "flycart30", "flycart100"];

/// Legal class by mass (Interim Regulations on the Flight of Unmanned Aircraft of China, in force
/// since 2024, art. 62).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    Light,
    Small,
    Medium,
    Large,
}

/// What carries the drone while it cruises.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Lift {
    Rotors,
    /// Wings, with this lift over drag, propeller and motor included.
    Wings(f64),
}

/// What having it costs. Money in yuan: it becomes fen once, per flight.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Economy {
    pub price: f64,
    /// Flight hours.
    pub life: f64,
    /// Each.
    pub battery_price: f64,
    pub cycles: f64,
    /// Minutes for all batteries of one flight.
    pub charge: f64,
    pub swap: f64,
}

/// A drone type with its physics. Masses in kg, speeds in m/s, powers in W.
#[derive(Clone, Debug, PartialEq)]
pub struct Airframe {
    pub code: String,
    pub name_zh: String,
    pub name_en: String,
    /// With all batteries, without load.
    pub mass: f64,
    /// Largest take-off mass.
    pub gross: f64,
    /// With all batteries.
    pub payload: f64,
    /// With one battery only.
    pub payload_single: f64,
    pub batteries: u32,
    /// Wh each.
    pub battery: f64,
    pub battery_mass: f64,
    /// m2
    pub rotor_area: f64,
    /// Drag coefficient times frontal area, m2.
    pub drag_area: f64,
    /// Airspeed.
    pub cruise: f64,
    pub climb: f64,
    pub descent: f64,
    /// Strongest wind.
    pub wind: f64,
    /// Metres above sea level.
    pub highest: f64,
    /// Degrees Celsius.
    pub coldest: f64,
    pub hottest: f64,
    /// Drawn whatever the drone does.
    pub avionics: f64,
    /// From battery to the air: the fitted constant of rotors.
    pub efficiency: f64,
    pub lift: Lift,
    pub economy: Economy,
}

impl Airframe {
    #[must_use]
    pub fn class(&self) -> Class {
        match self.gross {
            gross if gross <= 7.0 => Class::Light,
            gross if gross <= 25.0 => Class::Small,
            gross if gross <= 150.0 => Class::Medium,
            _ => Class::Large,
        }
    }

    /// Wh of all batteries, new and warm.
    #[must_use]
    pub fn capacity(&self) -> f64 {
        self.battery * f64::from(self.batteries)
    }

    /// The same airframe with so many batteries on board, at least one and at most all of them.
    #[must_use]
    pub fn with_batteries(&self, count: u32) -> Airframe {
        let count = count.clamp(1, self.batteries.max(1));
        let left = f64::from(self.batteries - count.min(self.batteries));
        Airframe {
            mass: self.mass - left * self.battery_mass,
            payload: if count == self.batteries { self.payload } else { self.payload_single },
            batteries: count,
            ..self.clone()
        }
    }
}

/// A shipped airframe by its code, its constant fitted on its published range. `None` if there is
/// no such airframe, or if supposed facts let no constant give the range.
#[must_use]
pub fn airframe(code: &str) -> Option<Airframe> {
    let (zh, en, winged) = match code {
        "flycart30" => ("大疆 FlyCart 30（双电）", "DJI FlyCart 30, two batteries", false),
        "flycart100" => ("大疆 FlyCart 100（双电）", "DJI FlyCart 100, two batteries", false),
        "ark40" => ("方舟40级垂直起降固定翼", "Ark 40 class winged drone", true),
        "postal10" => ("邮政10公斤级多旋翼", "Postal multirotor, 10 kg class", false),
        _ => return None,
    };
    let fact = |name: &str| facts::value(&format!("drone.{code}.{name}"));
    let raw = Airframe {
        code: code.to_owned(),
        name_zh: zh.to_owned(),
        name_en: en.to_owned(),
        mass: fact("mass"),
        gross: fact("gross"),
        payload: fact("payload"),
        payload_single: fact("payload_single"),
        batteries: fact("batteries") as u32,
        battery: fact("battery"),
        battery_mass: fact("battery_mass"),
        rotor_area: fact("rotor_area"),
        drag_area: fact("drag_area"),
        cruise: fact("cruise"),
        climb: fact("climb"),
        descent: fact("descent"),
        wind: fact("wind"),
        highest: fact("highest"),
        coldest: fact("coldest"),
        hottest: fact("hottest"),
        avionics: fact("avionics"),
        efficiency: if winged { fact("efficiency") } else { 1.0 },
        lift: if winged { Lift::Wings(1.0) } else { Lift::Rotors },
        economy: economy(code),
    };
    let claim =
        fit::Claim { metres: fact("range") * 1000.0, payload: fact("range_payload"), batteries: None };
    fit::fitted(&raw, &claim).ok()
}

fn economy(code: &str) -> Economy {
    let fact = |name: &str| facts::value(&format!("drone.{code}.{name}"));
    Economy {
        price: fact("price"),
        life: fact("life"),
        battery_price: fact("battery_price"),
        cycles: fact("cycles"),
        charge: fact("charge"),
        swap: fact("swap"),
    }
}
