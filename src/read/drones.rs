//! The drones of `fleet.toml`: airframe, load, home, and how they work through a day.

use super::fleet::{Codes, Yard, compartment, hours, id, minutes, site, too_many, yuan};
use super::keys::Keys;
use super::row::shown;
use crate::county::{DroneType, DroneWork};
use crate::energy::drone::{self, Airframe};
use crate::finding::Code;
use crate::units::Grams;

/// The payload in kg, checked against the airframe's.
fn payload(keys: &mut Keys, known: Option<&Airframe>) -> (f64, Option<f64>) {
    let most = known.map_or(0.0, |frame| frame.payload);
    let payload = keys.maybe_real("payload_kg", 0.1..=10_000.0).unwrap_or(most);
    let range_km = keys.maybe_real("range_km", 0.1..=5_000.0);
    let Some(frame) = known else { return (payload, range_km) };
    if payload > frame.payload + 1e-9 {
        let values = vec![("found", payload.to_string().into()), ("limit", frame.payload.to_string().into())];
        let airframe = ("airframe", frame.code.as_str().into());
        keys.fault(Code::E802, "payload_kg", [values, vec![airframe]].concat());
    } else if let Some(km) = range_km {
        let claim = drone::Claim { metres: km * 1000.0, payload, batteries: None };
        if drone::fitted(frame, &claim).is_err() {
            let cause = "a range that no constant of this airframe gives";
            keys.fault(Code::E806, "range_km", vec![("cause", cause.into())]);
        }
    }
    (payload, range_km)
}

pub(super) fn drone(keys: &mut Keys, yard: &mut Yard, codes: &mut Codes) -> DroneType {
    let code = id(keys, codes);
    let name_zh = keys.maybe_text("name_zh").unwrap_or_else(|| code.clone());
    let airframe = keys.text("airframe");
    let known = drone::airframe(&airframe);
    if known.is_none() && !airframe.is_empty() {
        let values =
            vec![("found", shown(&airframe, false).into()), ("known", drone::AIRFRAMES.join(", ").into())];
        keys.fault(Code::E801, "airframe", values);
    }
    let (payload, range_km) = payload(keys, known.as_ref());
    let count = keys.maybe_whole("count", 0..=100_000).unwrap_or(1);
    DroneType {
        name_en: keys.maybe_text("name_en").unwrap_or_else(|| name_zh.clone()),
        name_zh,
        code,
        count,
        payload: Grams::rounded(payload * 1000.0),
        range_km,
        home: site(keys, "home", yard, None),
        work: work(keys, yard, known.as_ref(), DroneWork::usual(&airframe, count), count),
        airframe,
    }
}

fn work(
    keys: &mut Keys,
    yard: &mut Yard,
    known: Option<&Airframe>,
    usual: DroneWork,
    count: u32,
) -> DroneWork {
    let wind = keys.real_or("wind_ms", 0.0..=60.0, usual.wind);
    if let Some(frame) = known.filter(|frame| wind > frame.wind) {
        let values = vec![("found", wind.to_string().into()), ("limit", frame.wind.to_string().into())];
        let airframe = ("airframe", frame.code.as_str().into());
        keys.fault(Code::E803, "wind_ms", [values, vec![airframe]].concat());
    }
    let skills = yard.skills.bits(&keys.texts("skills")).unwrap_or_else(|| {
        keys.fault(Code::E205, "skills", too_many());
        usual.skills
    });
    let boxes = keys.tables("compartment", compartment);
    DroneWork {
        wind,
        sets: keys.maybe_whole("batteries", count..=1_000_000).unwrap_or(usual.sets),
        chargers: keys.maybe_whole("chargers", 0..=1_000_000).unwrap_or(usual.chargers),
        charge: minutes(keys, "charge_min", usual.charge),
        reload: minutes(keys, "reload_min", usual.reload),
        walk: keys.real_or("walk_m", 0.0..=10_000.0, usual.walk),
        boxes: if boxes.is_empty() { usual.boxes } else { boxes.into_iter().map(|(item, _)| item).collect() },
        skills,
        shift: hours(keys, usual.shift),
        max_flights: keys.maybe_whole("flights", 1..=50).unwrap_or(usual.max_flights),
        fixed: yuan(keys, "fixed_yuan", usual.fixed),
        per_hour: yuan(keys, "per_hour_yuan", usual.per_hour),
        carried: keys.flag_or("carried", usual.carried),
    }
}
