//! Usual vehicles, so that a fleet file can say `preset = "van"` and give only
//! what differs. All numbers come from `facts`.

use super::{
    Compartment, Drive, Running, Shift, SiteId, Skills, TemperatureClass, VehicleCosts, VehicleType,
};
use crate::facts;
use crate::units::{Celsius, Fen, Grams, Litres, Moment, Seconds, WattHours};

/// Names of the presets, in the order of their mass.
pub const PRESETS: [&str; 5] = ["motorbike", "etrike", "van", "truck_4t2", "reefer_4t2"];

/// One vehicle of a preset at a site, with a shift from 08:00 to 18:00 and no breaks.
/// `None` if there is no such preset.
#[must_use]
pub fn vehicle(preset: &str, site: SiteId) -> Option<VehicleType> {
    let (name_zh, name_en, drive) = match preset {
        "motorbike" => ("摩托车", "Motorbike", Drive::Petrol),
        "etrike" => ("电动三轮车", "E-trike", Drive::Electric),
        "van" => ("微型面包车", "Van", Drive::Petrol),
        "truck_4t2" => ("4.2米厢式货车", "Light truck 4.2 m", Drive::Diesel),
        "reefer_4t2" => ("4.2米冷藏车", "Refrigerated truck 4.2 m", Drive::Diesel),
        _ => return None,
    };
    let fact = |name: &str| facts::value(&format!("vehicle.{preset}.{name}"));
    let payload = Grams::rounded(fact("payload") * 1000.0);
    Some(VehicleType {
        code: preset.to_owned(),
        name_zh: name_zh.to_owned(),
        name_en: name_en.to_owned(),
        count: 1,
        running: running(preset, drive, payload),
        payload,
        compartments: vec![compartment(preset)],
        costs: VehicleCosts {
            fixed: Fen::rounded(fact("fixed") * 100.0),
            per_km: Fen::rounded(fact("per_km") * 100.0),
            per_hour: Fen::rounded(fact("per_hour") * 100.0),
        },
        start: site,
        end: site,
        shift: Shift { start: Moment::at(8, 0), end: Moment::at(18, 0), breaks: Vec::new() },
        max_trips: fact("max_trips") as u32,
        reload: Seconds::rounded(fact("reload") * 60.0),
        battery: battery(preset),
        skills: Skills::default(),
        flies: None,
    })
}

/// What a weight limit sees: curb mass, driver and full load, kg.
#[must_use]
pub fn gross_mass(curb_mass: f64, payload: Grams) -> f64 {
    curb_mass + facts::value("vehicle.driver_mass") + payload.as_f64() / 1000.0
}

fn running(preset: &str, drive: Drive, payload: Grams) -> Running {
    let fact = |name: &str| facts::value(&format!("vehicle.{preset}.{name}"));
    Running {
        drive,
        curb_mass: fact("curb_mass"),
        gross_mass: gross_mass(fact("curb_mass"), payload),
        height: fact("height"),
        width: fact("width"),
        length: fact("length"),
        power: fact("power"),
        drag_area: fact("drag_area"),
        rolling: fact("rolling"),
        efficiency: fact("efficiency"),
        regeneration: fact("regeneration"),
        idle_power: fact("idle_power"),
        top_speed: fact("top_speed"),
        narrow: fact("narrow") > 0.5,
    }
}

fn battery(preset: &str) -> Option<WattHours> {
    facts::get(&format!("vehicle.{preset}.battery")).map(|fact| WattHours::rounded(fact.value * 1000.0))
}

fn compartment(preset: &str) -> Compartment {
    let fact = |name: &str| facts::get(&format!("vehicle.{preset}.{name}")).map(|fact| fact.value);
    let litres = Litres::rounded(facts::value(&format!("vehicle.{preset}.litres")));
    let set_point = fact("set_point").map(Celsius);
    Compartment {
        class: if set_point.is_some() { TemperatureClass::Chilled } else { TemperatureClass::Ambient },
        litres,
        set_point,
        door_recovery: Seconds::rounded(fact("door_recovery").unwrap_or(0.0) * 60.0),
        watts: fact("watts").unwrap_or(0.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_preset_has_all_its_facts_and_weighs_more_full_than_empty() {
        for preset in PRESETS {
            let vehicle = vehicle(preset, SiteId(0)).unwrap();
            assert!(vehicle.running.gross_mass > vehicle.running.curb_mass + 100.0);
            assert_eq!(vehicle.battery.is_some(), vehicle.running.drive == Drive::Electric);
        }
        assert_eq!(vehicle("hovercraft", SiteId(0)), None);
    }

    #[test]
    fn blue_plate_trucks_stay_below_four_and_a_half_tonnes() {
        assert!(vehicle("truck_4t2", SiteId(0)).unwrap().running.gross_mass <= 4_500.0);
        assert!(vehicle("reefer_4t2", SiteId(0)).unwrap().running.gross_mass <= 4_500.0);
    }
}
