//! `county.toml`: names, bounds, datum, season, air and prices.

use super::keys::{self, Keys};
use crate::cold::Air;
use crate::county::datum::Datum;
use crate::county::{Bounds, Prices, Season, Weather};
use crate::facts;
use crate::finding::{Code, Finding, Spot};
use crate::units::{Celsius, Fen, Point};
use std::path::Path;

pub const FILE: &str = "county.toml";

/// What the file says; `bounds` are in WGS-84.
#[derive(Clone, Debug, PartialEq)]
pub struct Config {
    pub name_zh: String,
    pub name_en: String,
    pub bounds: Bounds,
    /// Of points in all tables, unless one of them has its own.
    pub datum: Datum,
    pub datum_orders: Datum,
    pub season: Season,
    pub weather: Weather,
    pub air: Air,
    pub prices: Prices,
    pub skills: Vec<String>,
    /// Bounds and datum were understood, so that points can be checked.
    pub placed: bool,
    /// Nothing is wrong in the file.
    pub ok: bool,
}

/// `None` with findings if there is no such file or it is not TOML.
pub fn read(folder: &Path, findings: &mut Vec<Finding>) -> Option<Config> {
    let before = findings.len();
    let Some(bytes) = super::input::open(folder, FILE, findings) else {
        if findings.len() == before {
            findings.push(Finding::new(Code::E101, Spot::file(FILE)));
        }
        return None;
    };
    let mut config = keys::with_file(FILE, &bytes, findings, config)?;
    config.ok = !findings[before..].iter().any(Finding::is_error);
    Some(config)
}

fn config(keys: &mut Keys) -> Config {
    let (name_zh, name_en) = (keys.text("name_zh"), keys.text("name_en"));
    let datum = datum(keys, "datum", None);
    let datum_orders = self::datum(keys, "datum_orders", datum);
    let bounds = bounds(keys, datum.unwrap_or(Datum::Wgs84));
    Config {
        name_zh,
        name_en,
        placed: bounds.is_some() && datum.is_some(),
        bounds: bounds.unwrap_or(Bounds { west: -180.0, south: -90.0, east: 180.0, north: 90.0 }),
        datum: datum.unwrap_or(Datum::Wgs84),
        datum_orders: datum_orders.unwrap_or(Datum::Wgs84),
        season: keys.word("season", &SEASONS, None),
        weather: keys.word("weather", &WEATHERS, Some(Weather::Fair)),
        air: required(keys, "air", air).unwrap_or(NO_AIR),
        prices: required(keys, "prices", prices).unwrap_or(Prices {
            diesel: Fen(0),
            petrol: Fen(0),
            electricity: Fen(0),
            carbon: None,
        }),
        skills: keys.texts("skills"),
        ok: false,
    }
}

pub const SEASONS: [(&str, Season); 8] = [
    ("spring", Season::Spring),
    ("summer", Season::Summer),
    ("autumn", Season::Autumn),
    ("winter", Season::Winter),
    ("春", Season::Spring),
    ("夏", Season::Summer),
    ("秋", Season::Autumn),
    ("冬", Season::Winter),
];

pub const WEATHERS: [(&str, Weather); 10] = [
    ("fair", Weather::Fair),
    ("rain", Weather::Rain),
    ("fog", Weather::Fog),
    ("snow", Weather::Snow),
    ("ice", Weather::Ice),
    ("晴", Weather::Fair),
    ("雨", Weather::Rain),
    ("雾", Weather::Fog),
    ("雪", Weather::Snow),
    ("凝冻", Weather::Ice),
];

const NO_AIR: Air = Air {
    mean: Celsius(20.0),
    reference_height: 0.0,
    swing: Celsius(0.0),
    warmest_hour: 15.0,
    lapse: Celsius(6.0),
};

fn required<'a, T>(keys: &mut Keys<'a>, key: &str, read: impl FnOnce(&mut Keys<'a>) -> T) -> Option<T> {
    if !keys.has(key) {
        keys.fault(Code::E401, key, vec![("key", key.into())]);
    }
    keys.table(key, read)
}

fn datum(keys: &mut Keys, key: &str, default: Option<Datum>) -> Option<Datum> {
    if !keys.has(key) {
        if key == "datum" {
            keys.fault(Code::E303, key, vec![("found", "".into())]);
        }
        return default;
    }
    let text = keys.maybe_text(key)?;
    let plain: String = text.to_lowercase().chars().filter(char::is_ascii_alphanumeric).collect();
    match plain.as_str() {
        "wgs84" | "cgcs2000" => Some(Datum::Wgs84),
        "gcj02" => Some(Datum::Gcj02),
        "bd09" => Some(Datum::Bd09),
        _ => {
            keys.fault(Code::E303, key, vec![("found", super::row::shown(&text, false).into())]);
            None
        }
    }
}

/// `[west, south, east, north]` in the declared datum.
fn bounds(keys: &mut Keys, datum: Datum) -> Option<Bounds> {
    let [west, south, east, north] = keys.reals::<4>("bbox")?;
    let longitudes = -180.0..=180.0;
    let latitudes = -90.0..=90.0;
    let valid = longitudes.contains(&west)
        && longitudes.contains(&east)
        && latitudes.contains(&south)
        && latitudes.contains(&north);
    if !valid || west >= east || south >= north {
        let swapped = latitudes.contains(&west) && latitudes.contains(&east) && !latitudes.contains(&south);
        let code = if swapped { Code::E301 } else { Code::E205 };
        let found = format!("[{west}, {south}, {east}, {north}]");
        let found = super::row::shown(&found, false);
        let values = vec![
            ("found", found.into()),
            ("low", "[-180, -90, west, south]".into()),
            ("high", "[180, 90]".into()),
        ];
        keys.fault(code, "bbox", values);
        return None;
    }
    let (low, high) = (datum.to_wgs(Point::new(west, south)), datum.to_wgs(Point::new(east, north)));
    Some(Bounds { west: low.x(), south: low.y(), east: high.x(), north: high.y() })
}

fn air(keys: &mut Keys) -> Air {
    Air {
        mean: Celsius(keys.real("mean_c", -40.0..=50.0)),
        reference_height: keys.real("reference_height_m", -500.0..=9_000.0),
        swing: Celsius(keys.real("swing_c", 0.0..=30.0)),
        warmest_hour: keys.real_or("warmest_hour", 0.0..=24.0, 15.0),
        lapse: Celsius(keys.real_or("lapse_c_per_km", -5.0..=12.0, 6.0)),
    }
}

fn prices(keys: &mut Keys) -> Prices {
    let per_litre = |keys: &mut Keys, name: &str| {
        let yuan = keys.real(&format!("{name}_yuan_per_litre"), 0.0..=1_000.0);
        per_mwh(yuan, name)
    };
    Prices {
        diesel: per_litre(keys, "diesel"),
        petrol: per_litre(keys, "petrol"),
        electricity: Fen::rounded(keys.real("electricity_yuan_per_kwh", 0.0..=1_000.0) * 100_000.0),
        carbon: keys.maybe_real("carbon_yuan_per_tonne", 0.0..=1e6).map(|yuan| Fen::rounded(yuan * 100.0)),
    }
}

/// Fen per MWh of a fuel that costs this many yuan a litre.
#[must_use]
pub fn per_mwh(yuan_per_litre: f64, fuel: &str) -> Fen {
    let energy = facts::value(&format!("energy.{fuel}.kwh_per_litre"));
    Fen::rounded(yuan_per_litre * 100_000.0 / energy)
}
