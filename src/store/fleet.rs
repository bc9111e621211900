//! `fleet.toml`: each vehicle type as a preset and what differs from it.

use super::county::{list, quoted};
use super::number::{kilograms, scaled, yuan};
use super::tables::{class_word, clock};
use crate::county::preset::{self, PRESETS};
use crate::county::{Compartment, County, Drive, DroneType, DroneWork, Running, SiteId, Skills, VehicleType};
use std::fmt::Write;

#[must_use]
pub fn text(county: &County) -> String {
    let mut text = String::new();
    for kind in &county.vehicle_types {
        vehicle(&mut text, county, kind);
    }
    for kind in &county.drone_types {
        drone(&mut text, county, kind);
    }
    text
}

fn set(text: &mut String, key: &str, value: impl std::fmt::Display) {
    let _ = writeln!(text, "{key} = {value}");
}

fn vehicle(text: &mut String, county: &County, kind: &VehicleType) {
    let (preset, base) = nearest(kind);
    text.push_str("[[vehicle]]\n");
    set(text, "id", quoted(&kind.code));
    set(text, "name_zh", quoted(&kind.name_zh));
    set(text, "name_en", quoted(&kind.name_en));
    set(text, "preset", quoted(preset));
    set(text, "count", kind.count);
    set(text, "start", quoted(&county.site(kind.start).code));
    if kind.end != kind.start {
        set(text, "end", quoted(&county.site(kind.end).code));
    }
    set(text, "payload_kg", kilograms(kind.payload));
    let (open, close) = (clock(kind.shift.start), clock(kind.shift.end));
    set(text, "shift", format!("[{}, {}]", quoted(&open), quoted(&close)));
    if !kind.shift.breaks.is_empty() {
        let breaks: Vec<String> = kind
            .shift
            .breaks
            .iter()
            .map(|rest| {
                let (early, late) = (quoted(&clock(rest.earliest)), quoted(&clock(rest.latest)));
                let minutes = scaled(rest.duration.0, 60.0);
                format!("{{ earliest = {early}, latest = {late}, minutes = {minutes} }}")
            })
            .collect();
        set(text, "breaks", format!("[{}]", breaks.join(", ")));
    }
    set(text, "trips", kind.max_trips);
    set(text, "reload_min", scaled(kind.reload.0, 60.0));
    set(text, "fixed_yuan", yuan(kind.costs.fixed));
    set(text, "per_km_yuan", yuan(kind.costs.per_km));
    set(text, "per_hour_yuan", yuan(kind.costs.per_hour));
    if kind.battery != base.battery || kind.battery.is_some() {
        set(text, "battery_kwh", scaled(kind.battery.map_or(0, |battery| battery.0), 1000.0));
    }
    skills(text, county, kind.skills);
    running(text, kind, &base.running);
    for room in &kind.compartments {
        compartment(text, "vehicle", room);
    }
    text.push('\n');
}

/// The preset with the fewest differences, of the same drive if there is one.
fn nearest(kind: &VehicleType) -> (&'static str, VehicleType) {
    let presets = PRESETS.iter().filter_map(|name| Some((*name, preset::vehicle(name, SiteId(0))?)));
    let far = |base: &VehicleType| differences(&kind.running, &base.running).len();
    presets.min_by_key(|(_, base)| far(base)).expect("there are presets")
}

/// Keys under `[vehicle.running]` whose values differ, without the gross mass.
fn differences(own: &Running, base: &Running) -> Vec<(&'static str, String)> {
    let drive = match own.drive {
        Drive::Diesel => "\"diesel\"",
        Drive::Petrol => "\"petrol\"",
        Drive::Electric => "\"electric\"",
    };
    let reals = [
        ("curb_mass_kg", own.curb_mass, base.curb_mass),
        ("height_m", own.height, base.height),
        ("width_m", own.width, base.width),
        ("length_m", own.length, base.length),
        ("power_w", own.power, base.power),
        ("drag_area_m2", own.drag_area, base.drag_area),
        ("rolling", own.rolling, base.rolling),
        ("efficiency", own.efficiency, base.efficiency),
        ("regeneration", own.regeneration, base.regeneration),
        ("idle_power_w", own.idle_power, base.idle_power),
        ("top_speed_kmh", own.top_speed, base.top_speed),
    ];
    let mut different: Vec<(&'static str, String)> = Vec::new();
    if own.drive != base.drive {
        different.push(("drive", drive.to_owned()));
    }
    different.extend(
        reals.iter().filter(|(_, own, base)| own != base).map(|(key, own, _)| (*key, format!("{own:?}"))),
    );
    if own.narrow != base.narrow {
        different.push(("narrow", own.narrow.to_string()));
    }
    different
}

fn running(text: &mut String, kind: &VehicleType, base: &Running) {
    let mut different = differences(&kind.running, base);
    let gross = preset::gross_mass(kind.running.curb_mass, kind.payload);
    if kind.running.gross_mass != gross {
        different.push(("gross_mass_kg", format!("{:?}", kind.running.gross_mass)));
    }
    if different.is_empty() {
        return;
    }
    text.push_str("[vehicle.running]\n");
    for (key, value) in different {
        set(text, key, value);
    }
}

fn skills(text: &mut String, county: &County, skills: Skills) {
    let named: Vec<String> = (0..county.skills.len())
        .filter(|bit| skills.0 >> bit & 1 == 1)
        .map(|bit| county.skills[bit].clone())
        .collect();
    if !named.is_empty() {
        set(text, "skills", list(&named));
    }
}

fn compartment(text: &mut String, of: &str, room: &Compartment) {
    let _ = writeln!(text, "[[{of}.compartment]]");
    set(text, "class", quoted(class_word(room.class)));
    set(text, "litres", room.litres.0);
    if let Some(set_point) = room.set_point {
        set(text, "set_point_c", format!("{:?}", set_point.0));
    }
    set(text, "door_recovery_min", scaled(room.door_recovery.0, 60.0));
    set(text, "watts", format!("{:?}", room.watts));
}

fn drone(text: &mut String, county: &County, kind: &DroneType) {
    text.push_str("[[drone]]\n");
    set(text, "id", quoted(&kind.code));
    set(text, "name_zh", quoted(&kind.name_zh));
    set(text, "name_en", quoted(&kind.name_en));
    set(text, "count", kind.count);
    set(text, "airframe", quoted(&kind.airframe));
    set(text, "payload_kg", kilograms(kind.payload));
    if let Some(km) = kind.range_km {
        set(text, "range_km", format!("{km:?}"));
    }
    set(text, "home", quoted(&county.site(kind.home).code));
    work(text, county, kind);
    text.push('\n');
}

/// What is not as usual.
fn work(text: &mut String, county: &County, kind: &DroneType) {
    let (work, usual) = (&kind.work, DroneWork::usual(&kind.airframe, kind.count));
    let mut differs = |is: bool, key: &str, value: String| {
        if is {
            set(text, key, value);
        }
    };
    differs(work.wind != usual.wind, "wind_ms", format!("{:?}", work.wind));
    differs(work.sets != usual.sets, "batteries", work.sets.to_string());
    differs(work.chargers != usual.chargers, "chargers", work.chargers.to_string());
    differs(work.charge != usual.charge, "charge_min", scaled(work.charge.0, 60.0));
    differs(work.reload != usual.reload, "reload_min", scaled(work.reload.0, 60.0));
    differs(work.walk != usual.walk, "walk_m", format!("{:?}", work.walk));
    differs(work.max_flights != usual.max_flights, "flights", work.max_flights.to_string());
    differs(work.fixed != usual.fixed, "fixed_yuan", scaled(work.fixed.0, 100.0));
    differs(work.per_hour != usual.per_hour, "per_hour_yuan", scaled(work.per_hour.0, 100.0));
    differs(work.carried != usual.carried, "carried", work.carried.to_string());
    let (start, end) = (work.shift.start, work.shift.end);
    differs(
        work.shift != usual.shift,
        "shift",
        format!("[{}, {}]", quoted(&clock(start)), quoted(&clock(end))),
    );
    skills(text, county, work.skills);
    if work.boxes != usual.boxes {
        work.boxes.iter().for_each(|room| compartment(text, "drone", room));
    }
}
