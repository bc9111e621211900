//! Numbers in tags: speeds, masses, lengths, durations, with their units.
//!
//! `Ok(None)` is a value that says "no limit" or "not signed"; `Err(Odd)` one
//! that is not understood and must be reported, never guessed.

use crate::facts;

/// A value that is not understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Odd;

const KM_PER_MILE: f64 = 1.609_344;
const METRES_PER_FOOT: f64 = 0.3048;
const METRES_PER_INCH: f64 = 0.0254;
const KG_PER_POUND: f64 = 0.453_592_37;
const KG_PER_SHORT_TON: f64 = 907.184_74;

const NOT_SIGNED: &[&str] =
    &["none", "no", "default", "below_default", "no_sign", "no_indications", "unsigned", "implicit"];

/// km/h.
pub fn speed(text: &str) -> Result<Option<f64>, Odd> {
    let text = text.trim();
    match text {
        "none" | "unposted" => return Ok(None),
        "walk" => return Ok(Some(facts::value("import.speed_walk"))),
        _ => {}
    }
    if let Some((country, kind)) = text.split_once(':') {
        return by_law(country, kind).map(Some).ok_or(Odd);
    }
    let (number, unit) = split(text).ok_or(Odd)?;
    let kmh = match unit.as_str() {
        "" | "km/h" | "kmh" | "kph" => number,
        "mph" => number * KM_PER_MILE,
        "knots" => number * 1.852,
        _ => return Err(Odd),
    };
    if (1.0..=200.0).contains(&kmh) { Ok(Some(kmh)) } else { Err(Odd) }
}

/// `CN:urban`, `CH:zone30`, `AD:30`.
fn by_law(country: &str, kind: &str) -> Option<f64> {
    let zone = kind.strip_prefix("zone").unwrap_or(kind).trim_start_matches(':');
    if let Ok(number) = zone.parse::<f64>() {
        return (1.0..=200.0).contains(&number).then_some(number);
    }
    match (country, kind) {
        (_, "urban") => Some(facts::value("import.speed_urban")),
        (_, "living_street" | "walk") => Some(facts::value("import.speed_walk")),
        ("CN", "rural") => Some(facts::value("import.speed_rural_cn")),
        ("CN", "motorway") => Some(facts::value("import.speed_motorway_cn")),
        _ => None,
    }
}

/// kg. Without a unit: tonnes.
pub fn mass(text: &str) -> Result<Option<f64>, Odd> {
    if NOT_SIGNED.contains(&text.trim()) {
        return Ok(None);
    }
    let (number, unit) = split(text).ok_or(Odd)?;
    let kg = match unit.as_str() {
        "" | "t" | "to" | "tonnes" | "tons" => number * 1000.0,
        "kg" => number,
        "lbs" | "lb" => number * KG_PER_POUND,
        "st" => number * KG_PER_SHORT_TON,
        _ => return Err(Odd),
    };
    if (50.0..=1_000_000.0).contains(&kg) { Ok(Some(kg)) } else { Err(Odd) }
}

/// Metres. Without a unit: metres; also `12'6"` and `12 ft`.
pub fn length(text: &str) -> Result<Option<f64>, Odd> {
    let text = text.trim();
    if NOT_SIGNED.contains(&text) {
        return Ok(None);
    }
    let metres = match text.split_once('\'') {
        Some((feet, inches)) => feet_and_inches(feet, inches).ok_or(Odd)?,
        None => {
            let (number, unit) = split(text).ok_or(Odd)?;
            match unit.as_str() {
                "" | "m" | "meters" | "metres" => number,
                "cm" => number / 100.0,
                "ft" => number * METRES_PER_FOOT,
                _ => return Err(Odd),
            }
        }
    };
    if (0.3..=100.0).contains(&metres) { Ok(Some(metres)) } else { Err(Odd) }
}

fn feet_and_inches(feet: &str, inches: &str) -> Option<f64> {
    let feet: f64 = feet.trim().parse().ok()?;
    let inches = inches.trim().trim_end_matches('"').trim();
    let inches: f64 = if inches.is_empty() { 0.0 } else { inches.parse().ok()? };
    Some(feet * METRES_PER_FOOT + inches * METRES_PER_INCH)
}

/// Lanes of both directions; `1.5` is a wide single lane.
pub fn lanes(text: &str) -> Result<u8, Odd> {
    let lanes: f64 = text.trim().parse().map_err(|_| Odd)?;
    if (1.0..=20.0).contains(&lanes) { Ok(lanes as u8) } else { Err(Odd) }
}

/// Minutes from `hh:mm`, `hh:mm:ss`, `mm` or ISO 8601 `PT1H20M`.
pub fn minutes(text: &str) -> Result<f64, Odd> {
    let text = text.trim();
    let minutes = match text.strip_prefix("PT") {
        Some(rest) => iso_minutes(rest).ok_or(Odd)?,
        None => {
            let parts: Result<Vec<f64>, _> = text.split(':').map(str::parse).collect();
            match parts.map_err(|_| Odd)?.as_slice() {
                [minutes] => *minutes,
                [hours, minutes] => hours * 60.0 + minutes,
                [hours, minutes, seconds] => hours * 60.0 + minutes + seconds / 60.0,
                _ => return Err(Odd),
            }
        }
    };
    if (0.1..=2880.0).contains(&minutes) { Ok(minutes) } else { Err(Odd) }
}

fn iso_minutes(mut rest: &str) -> Option<f64> {
    let mut total = 0.0;
    for (unit, factor) in [('H', 60.0), ('M', 1.0), ('S', 1.0 / 60.0)] {
        if let Some((number, after)) = rest.split_once(unit) {
            total += number.parse::<f64>().ok()? * factor;
            rest = after;
        }
    }
    rest.is_empty().then_some(total)
}

/// A number and the unit behind it, in lower case.
fn split(text: &str) -> Option<(f64, String)> {
    let text = text.trim();
    let end = text.find(|letter: char| !(letter.is_ascii_digit() || letter == '.')).unwrap_or(text.len());
    let number: f64 = text[..end].parse().ok()?;
    number.is_finite().then(|| (number, text[end..].trim().to_lowercase()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn speeds_are_read_in_their_units_and_never_guessed() {
        assert_eq!(speed("40"), Ok(Some(40.0)));
        assert_eq!(speed("25 mph"), Ok(Some(25.0 * KM_PER_MILE)));
        assert_eq!(speed("none"), Ok(None));
        assert_eq!(speed("CN:urban"), Ok(Some(50.0)));
        assert_eq!(speed("CN:rural"), Ok(Some(70.0)));
        assert_eq!(speed("CH:zone30"), Ok(Some(30.0)));
        assert_eq!(speed("FR:rural"), Err(Odd));
        assert_eq!(speed("signals"), Err(Odd));
        assert_eq!(speed("50;60"), Err(Odd));
        assert_eq!(speed("-5"), Err(Odd));
        assert_eq!(speed("NaN"), Err(Odd));
    }

    #[test]
    fn masses_without_a_unit_are_tonnes() {
        assert_eq!(mass("3.5"), Ok(Some(3500.0)));
        assert_eq!(mass("7.5 t"), Ok(Some(7500.0)));
        assert_eq!(mass("3500 kg"), Ok(Some(3500.0)));
        assert_eq!(mass("10000 lbs"), Ok(Some(4535.9237)));
        assert_eq!(mass("2 st"), Ok(Some(1_814.369_48)));
        assert_eq!(mass("unsigned"), Ok(None));
        assert_eq!(mass("0"), Err(Odd));
    }

    #[test]
    fn lengths_may_be_feet_and_inches() {
        // 12 feet are 3.6576 m and 6 inches 0.1524 m.
        assert!((length("12'6\"").unwrap().unwrap() - 3.81).abs() < 1e-9);
        assert_eq!(length("3.8 m"), Ok(Some(3.8)));
        assert_eq!(length("default"), Ok(None));
        assert_eq!(length("3,8"), Err(Odd));
    }

    #[test]
    fn durations_of_ferries_come_in_three_spellings() {
        assert_eq!(minutes("00:20"), Ok(20.0));
        assert_eq!(minutes("01:30:00"), Ok(90.0));
        assert_eq!(minutes("PT1H20M"), Ok(80.0));
        assert_eq!(minutes("15"), Ok(15.0));
        assert_eq!(minutes("a while"), Err(Odd));
    }
}
