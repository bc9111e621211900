//! Answers about one drone: tables, JSON, and plots of its range.

mod plots;

pub use plots::{plots, write_plots};

use super::text::drone as words;
use super::text::{self, Lang};
use crate::energy::drone::{Airframe, Battery, Claim, Day, Lift, Range, range, spec_range};
use comfy_table::{CellAlignment, ContentArrangement, Table, presets};
use serde_json::{Value, json};

/// How far a drone was asked to fly.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    pub frame: &'a Airframe,
    /// kg
    pub payload: f64,
    /// Metres above sea level.
    pub altitude: f64,
    /// degC
    pub temperature: f64,
    /// m/s against the drone.
    pub wind: f64,
    /// `None`: no range is left.
    pub range: Option<Range>,
}

fn table(width: u16, headings: &[&str], left: usize) -> Table {
    let mut table = Table::new();
    table.load_style(presets::UTF8_BORDERS_ONLY);
    table.set_content_arrangement(ContentArrangement::Dynamic).set_width(width.max(40));
    table.set_header(headings.iter().copied());
    for column in table.column_iter_mut().skip(left) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    table
}

/// Range with a load as makers publish it, and on an ordinary day with all phases and the reserve.
fn two_ranges(frame: &Airframe, payload: f64) -> (f64, Option<f64>) {
    let published = spec_range(frame, &Claim { metres: 0.0, payload, batteries: None });
    let usual = range(frame, payload, (500.0, 60.0), &Day::spec(), &Battery::default());
    (published, usual.map(|range| range.metres))
}

#[must_use]
pub fn list_table(frames: &[Airframe], lang: Lang, width: u16) -> String {
    let headings = [
        words::CODE,
        words::AIRFRAME,
        words::CLASS,
        words::LOAD,
        words::MASS,
        words::BATTERY,
        words::RANGE_LOADED,
        words::RANGE_EMPTY,
    ];
    let mut table = table(width, &headings.map(|heading| heading.say(lang)), 3);
    for frame in frames {
        let usual = |payload: f64| two_ranges(frame, payload).1.map_or("-".to_owned(), kilometres);
        table.add_row([
            frame.code.clone(),
            text::name(&frame.name_zh, &frame.name_en, lang).to_owned(),
            words::class(frame.class(), lang).to_owned(),
            format!("{} kg", frame.payload),
            format!("{} kg", frame.mass),
            format!("{:.0} Wh", frame.capacity()),
            usual(frame.payload),
            usual(0.0),
        ]);
    }
    format!("{table}\n{}", words::LIST_NOTE.say(lang))
}

#[must_use]
pub fn list_json(frames: &[Airframe]) -> String {
    let one = |frame: &Airframe| {
        let ((spec_loaded, loaded), (spec_empty, empty)) =
            (two_ranges(frame, frame.payload), two_ranges(frame, 0.0));
        json!({
            "airframe": frame.code,
            "name_zh": frame.name_zh,
            "name_en": frame.name_en,
            "class": words::class(frame.class(), Lang::En),
            "payload_kg": frame.payload,
            "mass_kg": frame.mass,
            "gross_kg": frame.gross,
            "battery_wh": frame.capacity(),
            "cruise_m_per_s": frame.cruise,
            "efficiency": rounded(frame.efficiency, 4),
            "lift_over_drag": lift_over_drag(frame),
            "spec_range_loaded_m": spec_loaded.round(),
            "spec_range_empty_m": spec_empty.round(),
            "range_loaded_m": loaded.map(f64::round),
            "range_empty_m": empty.map(f64::round),
        })
    };
    json!({ "airframes": frames.iter().map(one).collect::<Vec<Value>>() }).to_string()
}

#[must_use]
pub fn range_table(asked: &Asked, lang: Lang, width: u16) -> String {
    let Some(range) = asked.range else { return words::NO_RANGE.say(lang).to_owned() };
    let mut table = table(width, &["", ""], 1);
    let name = text::name(&asked.frame.name_zh, &asked.frame.name_en, lang);
    let rows = [
        (words::AIRFRAME, name.to_owned()),
        (words::LOAD, format!("{} kg", asked.payload)),
        (words::ALTITUDE, format!("{} m", asked.altitude)),
        (words::TEMPERATURE, format!("{} °C", asked.temperature)),
        (words::HEADWIND, format!("{} m/s", asked.wind)),
        (words::RANGE, kilometres(range.metres)),
        (words::RADIUS, kilometres(range.radius)),
        (words::TIME, format!("{:.0} min", range.seconds / 60.0)),
        (words::GROUND_SPEED, format!("{:.1} m/s", range.ground_speed)),
        (words::CRUISE_POWER, format!("{:.0} W", range.cruise)),
        (words::HOVER_POWER, format!("{:.0} W", range.hover)),
        (words::USABLE, format!("{:.0} Wh", range.usable)),
        (words::RESERVE, format!("{:.0} Wh", range.reserve)),
    ];
    for (name, value) in rows {
        table.add_row([name.say(lang).to_owned(), value]);
    }
    table.to_string()
}

#[must_use]
pub fn range_json(asked: &Asked) -> String {
    let range = asked.range.map(|range| {
        json!({
            "range_m": range.metres.round(),
            "radius_m": range.radius.round(),
            "seconds": range.seconds.round(),
            "ground_speed_m_per_s": rounded(range.ground_speed, 2),
            "cruise_w": range.cruise.round(),
            "hover_w": range.hover.round(),
            "usable_wh": range.usable.round(),
            "reserve_wh": range.reserve.round(),
        })
    });
    json!({
        "airframe": asked.frame.code,
        "payload_kg": asked.payload,
        "altitude_m": asked.altitude,
        "temperature_c": asked.temperature,
        "headwind_m_per_s": asked.wind,
        "flies": asked.range.is_some(),
        "result": range,
    })
    .to_string()
}

/// Each claim with the range of the model in metres; the first one was fitted on.
#[must_use]
pub fn fit_table(frame: &Airframe, claims: &[(Claim, f64)], lang: Lang, width: u16) -> String {
    let headings = [words::LOAD, words::BATTERIES, words::PUBLISHED, words::MODEL, words::ERROR, words::USE];
    let mut table = table(width, &headings.map(|heading| heading.say(lang)), 0);
    for (at, (claim, metres)) in claims.iter().enumerate() {
        let used = if at == 0 { words::FITTED } else { words::PREDICTED };
        table.add_row([
            format!("{} kg", claim.payload),
            claim.batteries.unwrap_or(frame.batteries).min(frame.batteries).to_string(),
            kilometres(claim.metres),
            kilometres(*metres),
            percent(metres / claim.metres - 1.0),
            used.say(lang).to_owned(),
        ]);
    }
    let constant = match frame.lift {
        Lift::Rotors => format!("{}: {:.4}", words::EFFICIENCY.say(lang), frame.efficiency),
        Lift::Wings(ratio) => format!("{}: {ratio:.3}", words::LIFT_OVER_DRAG.say(lang)),
    };
    format!("{constant}\n{table}")
}

#[must_use]
pub fn fit_json(frame: &Airframe, claims: &[(Claim, f64)]) -> String {
    let one = |(at, (claim, metres)): (usize, &(Claim, f64))| {
        json!({
            "payload_kg": claim.payload,
            "batteries": claim.batteries.unwrap_or(frame.batteries).min(frame.batteries),
            "published_m": claim.metres,
            "model_m": metres.round(),
            "error": rounded(metres / claim.metres - 1.0, 4),
            "fitted": at == 0,
        })
    };
    json!({
        "airframe": frame.code,
        "efficiency": rounded(frame.efficiency, 5),
        "lift_over_drag": lift_over_drag(frame),
        "ranges": claims.iter().enumerate().map(one).collect::<Vec<Value>>(),
    })
    .to_string()
}

fn lift_over_drag(frame: &Airframe) -> Option<f64> {
    match frame.lift {
        Lift::Rotors => None,
        Lift::Wings(ratio) => Some(rounded(ratio, 3)),
    }
}

/// With its sign; nothing is `0.0 %`.
fn percent(share: f64) -> String {
    let tenths = (share * 1000.0).round() / 10.0;
    if tenths == 0.0 { "0.0 %".to_owned() } else { format!("{tenths:+.1} %") }
}

fn kilometres(metres: f64) -> String {
    format!("{:.1} km", metres / 1000.0)
}

fn rounded(value: f64, digits: i32) -> f64 {
    let unit = 10_f64.powi(digits);
    (value * unit).round() / unit
}
