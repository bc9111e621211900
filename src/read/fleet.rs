//! `fleet.toml`: vehicle and drone types, shifts and what differs from a preset.

use super::drones::drone;
use super::keys::{self, Keys};
use super::row::{Ids, shown};
use super::skills::SkillNames;
use crate::county::preset::{self, PRESETS};
use crate::county::{
    Break, Compartment, Drive, DroneType, Running, Shift, SiteId, TemperatureClass, VehicleType,
};
use crate::facts;
use crate::finding::{Code, Finding, Spot};
use crate::units::{Celsius, Fen, Grams, Litres, Moment, Seconds, WattHours};
use std::collections::HashMap;
use std::path::Path;

pub const FILE: &str = "fleet.toml";

/// Vehicle and drone types without errors.
#[derive(Debug, Default)]
pub struct Fleet {
    pub vehicles: Vec<VehicleType>,
    pub drones: Vec<DroneType>,
}

/// What a fleet file can point to.
pub struct Yard<'a> {
    pub sites: &'a Ids,
    /// The only warehouse, if there is just one.
    pub home: Option<SiteId>,
    pub skills: &'a mut SkillNames,
}

pub fn read(folder: &Path, yard: &mut Yard, findings: &mut Vec<Finding>) -> Fleet {
    let before = findings.len();
    let Some(bytes) = super::input::open(folder, FILE, findings) else {
        if findings.len() == before {
            findings.push(Finding::new(Code::E101, Spot::file(FILE)));
        }
        return Fleet::default();
    };
    let read = keys::with_file(FILE, &bytes, findings, |keys| {
        let mut codes = HashMap::new();
        let vehicles = keys.tables("vehicle", |keys| vehicle(keys, yard, &mut codes));
        let drones = keys.tables("drone", |keys| drone(keys, yard, &mut codes));
        (vehicles, drones)
    });
    let Some((vehicles, drones)) = read else { return Fleet::default() };
    if vehicles.is_empty() || (vehicles.iter().all(|(kind, ok)| *ok && kind.count == 0)) {
        findings.push(Finding::new(Code::E404, Spot::file(FILE)));
    }
    let good = |(kind, ok): (VehicleType, bool)| ok.then_some(kind);
    Fleet {
        vehicles: vehicles.into_iter().filter_map(good).collect(),
        drones: drones.into_iter().filter_map(|(kind, ok)| ok.then_some(kind)).collect(),
    }
}

fn vehicle(keys: &mut Keys, yard: &mut Yard, codes: &mut Codes) -> VehicleType {
    let code = id(keys, codes);
    let names: Vec<(&str, &str)> = PRESETS.iter().map(|preset| (*preset, *preset)).collect();
    let preset = keys.word("preset", &names, None);
    let base = preset::vehicle(preset, SiteId(0)).expect("the word is one of the presets");
    let payload = kilograms(keys, "payload_kg", base.payload);
    let start = site(keys, "start", yard, None);
    let end = site(keys, "end", yard, Some(start));
    let name_zh = keys.maybe_text("name_zh").unwrap_or_else(|| base.name_zh.clone());
    let running = keys.table("running", |keys| running(keys, &base.running, payload));
    let standard =
        Running { gross_mass: preset::gross_mass(base.running.curb_mass, payload), ..base.running };
    let mut kind = VehicleType {
        code,
        name_zh,
        name_en: keys.maybe_text("name_en").unwrap_or_else(|| base.name_en.clone()),
        count: keys.maybe_whole("count", 0..=100_000).unwrap_or(1),
        running: running.unwrap_or(standard),
        payload,
        compartments: compartments(keys, &base.compartments),
        start,
        end,
        max_trips: keys.maybe_whole("trips", 1..=50).unwrap_or(base.max_trips),
        battery: base.battery,
        ..base
    };
    kind.reload = minutes(keys, "reload_min", kind.reload);
    kind.skills = yard.skills.bits(&keys.texts("skills")).unwrap_or_else(|| {
        keys.fault(Code::E205, "skills", too_many());
        kind.skills
    });
    costs(keys, &mut kind);
    shift(keys, &mut kind);
    kind
}

/// What to say when a county names more skills than fit.
pub fn too_many() -> Vec<(&'static str, crate::finding::Value)> {
    vec![("found", "> 32".into()), ("low", "0".into()), ("high", "32".into())]
}

/// Ids so far, and the row of each.
pub(super) type Codes = HashMap<String, u64>;

/// Tells of an id that was there before.
pub(super) fn once(keys: &mut Keys, code: &str, codes: &mut Codes) {
    let row = keys.row_of("id");
    if let Some(first) = codes.get(code) {
        let other = *first as i64;
        keys.fault(Code::E209, "id", vec![("id", shown(code, false).into()), ("other", other.into())]);
    } else {
        codes.insert(code.to_owned(), row);
    }
}

pub(super) fn id(keys: &mut Keys, codes: &mut Codes) -> String {
    let code = keys.text("id");
    if code.is_empty() {
        return code;
    }
    once(keys, &code, codes);
    code
}

pub(super) fn site(keys: &mut Keys, key: &str, yard: &Yard, default: Option<SiteId>) -> SiteId {
    let Some(code) = keys.maybe_text(key) else {
        return default.or(yard.home).unwrap_or_else(|| {
            if !keys.has(key) && !yard.sites.unknown {
                keys.fault(Code::E401, key, vec![("key", key.into())]);
            }
            keys.ok = false;
            SiteId(0)
        });
    };
    match yard.sites.get(&code) {
        Some(index) => SiteId(index),
        None => {
            if !yard.sites.declares(&code) {
                keys.fault(Code::E210, key, vec![("id", shown(&code, false).into())]);
            }
            keys.ok = false;
            SiteId(0)
        }
    }
}

fn kilograms(keys: &mut Keys, key: &str, default: Grams) -> Grams {
    keys.maybe_real(key, 0.001..=100_000.0).map_or(default, |kg| Grams::rounded(kg * 1000.0))
}

pub(super) fn minutes(keys: &mut Keys, key: &str, default: Seconds) -> Seconds {
    keys.maybe_real(key, 0.0..=1_440.0).map_or(default, |minutes| Seconds::rounded(minutes * 60.0))
}

pub(super) fn yuan(keys: &mut Keys, key: &str, default: Fen) -> Fen {
    keys.maybe_real(key, 0.0..=1e6).map_or(default, |yuan| Fen::rounded(yuan * 100.0))
}

fn costs(keys: &mut Keys, kind: &mut VehicleType) {
    kind.costs.fixed = yuan(keys, "fixed_yuan", kind.costs.fixed);
    kind.costs.per_km = yuan(keys, "per_km_yuan", kind.costs.per_km);
    kind.costs.per_hour = yuan(keys, "per_hour_yuan", kind.costs.per_hour);
    if let Some(kwh) = keys.maybe_real("battery_kwh", 0.0..=10_000.0) {
        kind.battery = (kwh > 0.0).then(|| WattHours::rounded(kwh * 1000.0));
    }
}

fn shift(keys: &mut Keys, kind: &mut VehicleType) {
    kind.shift = hours(keys, kind.shift.clone());
    kind.shift.breaks = keys.tables("breaks", rest).into_iter().map(|(rest, _)| rest).collect();
}

/// `shift = ["07:30", "18:00"]`, if it is there.
pub(super) fn hours(keys: &mut Keys, usual: Shift) -> Shift {
    if !keys.has("shift") {
        return usual;
    }
    let ends = keys.texts("shift");
    let read: Vec<Option<Moment>> = ends.iter().map(|text| super::cell::moment(text, None)).collect();
    match read[..] {
        [Some(start), Some(end)] if start <= end => return Shift { start, end, ..usual },
        [Some(_), Some(_)] => {
            keys.fault(Code::E207, "shift", vec![("found", shown(&ends.join("-"), false).into())]);
        }
        _ if keys.ok => {
            keys.fault(Code::E206, "shift", vec![("found", shown(&ends.join("-"), false).into())]);
        }
        _ => {}
    }
    usual
}

fn rest(keys: &mut Keys) -> Break {
    let (earliest, latest) = (keys.moment("earliest"), keys.moment("latest"));
    if latest < earliest {
        keys.fault(Code::E207, "latest", vec![("found", format!("{earliest}-{latest}").into())]);
    }
    let minutes = keys.real("minutes", 0.0..=720.0);
    Break { earliest, latest, duration: Seconds::rounded(minutes * 60.0) }
}

/// The preset's, if none is given.
fn compartments(keys: &mut Keys, usual: &[Compartment]) -> Vec<Compartment> {
    let given = keys.tables("compartment", compartment);
    if given.is_empty() { usual.to_vec() } else { given.into_iter().map(|(item, _)| item).collect() }
}

pub(super) fn compartment(keys: &mut Keys) -> Compartment {
    let class = keys.word("class", &super::goods::CLASSES, None);
    let ambient = class == TemperatureClass::Ambient;
    let set_point = (!ambient).then(|| Celsius(keys.real("set_point_c", -40.0..=30.0)));
    let recovery = facts::value("vehicle.insulated.door_recovery");
    Compartment {
        class,
        litres: Litres(keys.real("litres", 0.0..=200_000.0).floor() as i64),
        set_point,
        door_recovery: minutes(
            keys,
            "door_recovery_min",
            Seconds::rounded(if ambient { 0.0 } else { recovery * 60.0 }),
        ),
        watts: keys.real_or("watts", 0.0..=50_000.0, 0.0),
    }
}

const DRIVES: [(&str, Drive); 3] =
    [("diesel", Drive::Diesel), ("petrol", Drive::Petrol), ("electric", Drive::Electric)];

/// What differs from the preset.
fn running(keys: &mut Keys, base: &Running, payload: Grams) -> Running {
    let curb_mass = keys.real_or("curb_mass_kg", 1.0..=60_000.0, base.curb_mass);
    let gross = preset::gross_mass(curb_mass, payload);
    Running {
        drive: keys.word("drive", &DRIVES, Some(base.drive)),
        curb_mass,
        gross_mass: keys.real_or("gross_mass_kg", gross..=120_000.0, gross),
        height: keys.real_or("height_m", 0.1..=6.0, base.height),
        width: keys.real_or("width_m", 0.1..=5.0, base.width),
        length: keys.real_or("length_m", 0.1..=30.0, base.length),
        power: keys.real_or("power_w", 100.0..=1e6, base.power),
        drag_area: keys.real_or("drag_area_m2", 0.0..=20.0, base.drag_area),
        rolling: keys.real_or("rolling", 0.001..=0.1, base.rolling),
        efficiency: keys.real_or("efficiency", 0.01..=1.0, base.efficiency),
        regeneration: keys.real_or("regeneration", 0.0..=1.0, base.regeneration),
        idle_power: keys.real_or("idle_power_w", 0.0..=100_000.0, base.idle_power),
        top_speed: keys.real_or("top_speed_kmh", 1.0..=200.0, base.top_speed),
        narrow: keys.flag_or("narrow", base.narrow),
    }
}
