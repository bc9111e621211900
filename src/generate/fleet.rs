//! A county's vehicles, from the presets, as many as the orders need.

use crate::county::{
    Break, Compartment, DroneType, DroneWork, Shift, SiteId, Skills, TemperatureClass, VehicleType, preset,
};
use crate::facts::value;
use crate::units::{Celsius, Grams, Litres, Moment, Seconds};

/// Bit of the skill that medicine asks for.
pub(super) const MEDICINE: Skills = Skills(1);

/// Vehicles for about `orders` orders a day, all based at one site.
pub(super) fn vehicles(orders: usize, home: SiteId) -> Vec<VehicleType> {
    let kind = |preset: &str, kind: &str| {
        let each = value(&format!("generate.{kind}.count")) * orders as f64 / 640.0;
        let count = (each.ceil() as u32).max(1);
        let base = preset::vehicle(preset, home).expect("the preset is one of the list");
        VehicleType { count, shift: shift(), ..base }
    };
    // Pork is ready at night and plums at dawn: what carries them starts early.
    let early = |kind: VehicleType| VehicleType { shift: early_shift(), ..kind };
    let mut insulated = early(kind("van", "insulated"));
    insulated.code = "insulated_van".to_owned();
    insulated.name_zh = "保温面包车".to_owned();
    insulated.name_en = "Insulated van".to_owned();
    insulated.skills = MEDICINE;
    let boxed = Litres::rounded(value("generate.insulated.litres"));
    insulated.compartments[0].litres -= boxed;
    insulated.compartments.push(Compartment {
        class: TemperatureClass::Insulated,
        litres: boxed,
        set_point: Some(Celsius(value("generate.insulated.set_point"))),
        door_recovery: Seconds::rounded(value("vehicle.insulated.door_recovery") * 60.0),
        watts: 0.0,
    });
    let mut reefer = early(kind("reefer_4t2", "reefer"));
    reefer.skills = MEDICINE;
    // Goods are not handed over at stations yet, so e-trikes start at the warehouse; one charge is
    // all they have for the day.
    let trips = value("generate.etrike.trips") as u32;
    let etrike = VehicleType { max_trips: trips, ..kind("etrike", "etrike") };
    vec![etrike, kind("van", "van"), insulated, early(kind("truck_4t2", "truck")), reefer]
}

/// Drones at the warehouse's pad, of the class that carries most villages' day.
pub(super) fn drones(home: SiteId) -> Vec<DroneType> {
    vec![DroneType {
        code: "cargo_drone".to_owned(),
        name_zh: "货运无人机".to_owned(),
        name_en: "Cargo drone".to_owned(),
        count: 2,
        airframe: "flycart30".to_owned(),
        payload: Grams::rounded(value("drone.flycart30.payload") * 1000.0),
        range_km: None,
        home,
        work: DroneWork { boxes: vec![cold_box()], skills: MEDICINE, ..DroneWork::usual("flycart30", 2) },
    }]
}

/// The cargo case of foam with ice packs, as cold as those of vans.
fn cold_box() -> Compartment {
    Compartment {
        class: TemperatureClass::Insulated,
        litres: Litres::rounded(value("air.box")),
        set_point: Some(Celsius(value("generate.insulated.set_point"))),
        door_recovery: Seconds::rounded(value("vehicle.insulated.door_recovery") * 60.0),
        watts: 0.0,
    }
}

/// 07:30 to 18:00 with half an hour of rest around noon.
pub(super) fn shift() -> Shift {
    let rest = Break { earliest: Moment::at(11, 0), latest: Moment::at(13, 30), duration: Seconds(30 * 60) };
    Shift { start: Moment::at(7, 30), end: Moment::at(18, 0), breaks: vec![rest] }
}

/// 06:00 to 16:30 with half an hour of rest around noon.
fn early_shift() -> Shift {
    Shift { start: Moment::at(6, 0), end: Moment::at(16, 30), ..shift() }
}
