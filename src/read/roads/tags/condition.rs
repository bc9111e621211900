//! Conditions of tags such as `no_left_turn @ (Mo-Fr 07:00-09:00; Sa 10:00-12:00)`.
//!
//! Read are days and hours of the week, weights, and kinds of vehicle, joined
//! by `AND`. Everything else (holidays, sunset, wet roads) is not understood,
//! and whoever asks has to say so.

use super::values;
use crate::county::Subjects;
use crate::county::times::{ALL_DAYS, Times, WEEK};

/// For whom and when something holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Condition {
    pub times: Times,
    /// Vehicles of more than so many kg.
    pub over: u32,
    /// `None`: whomever the key is about.
    pub whom: Option<Subjects>,
}

/// Values with their conditions: `a @ (x); b @ y`. `None` in place of one without a condition.
#[must_use]
pub fn rules(text: &str) -> Vec<Option<(&str, &str)>> {
    split_rules(text).into_iter().map(|rule| Some(parts(rule.split_once('@')?))).collect()
}

fn parts<'t>((value, condition): (&'t str, &'t str)) -> (&'t str, &'t str) {
    (value.trim(), inside(condition))
}

/// Without the parentheses around it.
fn inside(text: &str) -> &str {
    let text = text.trim();
    text.strip_prefix('(').and_then(|text| text.strip_suffix(')')).unwrap_or(text).trim()
}

/// At `;`, but not inside parentheses.
fn split_rules(text: &str) -> Vec<&str> {
    let (mut rules, mut depth, mut start) = (Vec::new(), 0i32, 0);
    for (at, letter) in text.char_indices() {
        match letter {
            '(' => depth = depth.saturating_add(1),
            ')' => depth = depth.saturating_sub(1),
            ';' if depth == 0 => {
                rules.push(&text[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    rules.push(&text[start..]);
    rules.into_iter().map(str::trim).filter(|rule| !rule.is_empty()).collect()
}

/// `None` if some of it is not understood.
#[must_use]
pub fn condition(text: &str) -> Option<Condition> {
    let mut read = Condition::default();
    for part in text.split(" AND ").flat_map(|part| part.split(" and ")).map(inside) {
        if let Some(over) = weight(part) {
            read.over = read.over.max(over?);
        } else if let Some(whom) = subjects(part) {
            read.whom = Some(whom);
        } else if read.times.is_always() {
            read.times = hours(part)?;
        } else {
            return None;
        }
    }
    Some(read)
}

/// `weight>7.5` as kg; the inner `None` if it is about weight, but not understood.
fn weight(text: &str) -> Option<Option<u32>> {
    let keys = ["weight", "maxweightrating", "weightrating", "maxweight"];
    let rest = keys.iter().find_map(|key| text.strip_prefix(key))?.trim_start();
    let Some(limit) = rest.strip_prefix('>') else { return Some(None) };
    let (limit, least) = limit.strip_prefix('=').map_or((limit, 0), |limit| (limit, 1));
    let kilograms = values::mass(limit.trim()).ok().flatten();
    Some(kilograms.map(|kilograms| (kilograms.round() as u32).saturating_sub(least)))
}

/// The kinds of vehicle that a word of access is about; none of ours for bicycles and buses.
#[must_use]
pub fn subjects(word: &str) -> Option<Subjects> {
    let nobody = Subjects::NOBODY;
    Some(match word {
        "hgv" => Subjects { heavy: true, ..nobody },
        "goods" => Subjects { light: true, heavy: true, ..nobody },
        "motorcar" => Subjects { light: true, ..nobody },
        "motorcycle" | "moped" | "mofa" => Subjects { narrow: true, ..nobody },
        "motor_vehicle" | "vehicle" => Subjects::EVERYBODY,
        "bicycle" | "psv" | "bus" | "taxi" | "emergency" | "coach" | "tourist_bus" | "foot" => nobody,
        _ => return None,
    })
}

/// `Mo-Fr 07:00-09:00,16:00-18:00; Sa 10:00-12:00`, or any part of that.
#[must_use]
pub fn hours(text: &str) -> Option<Times> {
    let mut times = Times::default();
    if text.trim() == "24/7" {
        times.add(ALL_DAYS, 0, 24 * 3600);
        return Some(times);
    }
    let tight: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let tight = tight.replace(" - ", "-").replace(" -", "-").replace("- ", "-").replace(", ", ",");
    for rule in tight.split(';').map(str::trim).filter(|rule| !rule.is_empty()) {
        let (mut days, mut spans): (u8, Vec<(u32, u32)>) = (0, Vec::new());
        for word in rule.split([' ', ',']) {
            if let Some(more) = some_days(word) {
                if !spans.is_empty() {
                    put(&mut times, days, &std::mem::take(&mut spans));
                    days = 0;
                }
                days |= more;
            } else {
                let (from, to) = word.split_once('-')?;
                spans.push((clock(from)?, clock(to)?));
            }
        }
        put(&mut times, days, &spans);
    }
    (!times.is_always()).then_some(times)
}

/// Every day if none is named, all day if no hours are.
fn put(times: &mut Times, days: u8, spans: &[(u32, u32)]) {
    let days = if days == 0 { ALL_DAYS } else { days };
    if spans.is_empty() {
        times.add(days, 0, 24 * 3600);
    }
    spans.iter().for_each(|&(from, to)| times.add(days, from, to));
}

/// `Mo` or `Fr-Mo` as bits.
fn some_days(word: &str) -> Option<u8> {
    let (first, last) = word.split_once('-').unwrap_or((word, word));
    let (first, last) = (day(first)?, day(last)?);
    let count = (last + WEEK - first) % WEEK;
    Some((0..=count).fold(0, |days, step| days | 1 << ((first + step) % WEEK)))
}

/// A day by its first letters, 0 for Monday.
#[must_use]
pub fn day(word: &str) -> Option<u8> {
    let names = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    let word = word.trim().to_lowercase();
    names.iter().position(|name| [&name[..2], &name[..3], name].contains(&word.as_str())).map(|day| day as u8)
}

/// Seconds after midnight; hours up to 48 say how long after it begins the day.
#[must_use]
pub fn clock(text: &str) -> Option<u32> {
    let (hour, minute) = text.trim().split_once(':')?;
    let digits = |text: &str| text.len() <= 2 && text.bytes().all(|byte| byte.is_ascii_digit());
    let (hour, minute): (u32, u32) =
        (digits(hour) && digits(minute)).then(|| Some((hour.parse().ok()?, minute.parse().ok()?)))??;
    (hour <= 48 && minute < 60).then_some(hour * 3600 + minute * 60)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::county::times::Span;

    const HOUR: u32 = 3600;

    #[test]
    fn days_and_hours_are_read_in_the_usual_spellings() {
        let week = Span { days: 0b1_1111, from: 7 * HOUR, to: 9 * HOUR };
        assert_eq!(hours("Mo-Fr 07:00-09:00").unwrap().0, [week]);
        let evening = Span { from: 16 * HOUR, to: 18 * HOUR, ..week };
        assert_eq!(hours("Mo-Fr 07:00-09:00, 16:00 - 18:00").unwrap().0, [week, evening]);
        let saturday = Span { days: 0b10_0000, from: 10 * HOUR, to: 12 * HOUR };
        assert_eq!(hours("Mo-Fr 07:00-09:00; Sa 10:00-12:00").unwrap().0, [week, saturday]);
        assert_eq!(hours("Mo-Fr 07:00-09:00,Sa 10:00-12:00").unwrap().0, [week, saturday]);
        assert_eq!(hours("Sa,Su").unwrap().0, [Span { days: 0b110_0000, from: 0, to: 24 * HOUR }]);
        assert_eq!(hours("Sa-Mo").unwrap().0, [Span { days: 0b110_0001, from: 0, to: 24 * HOUR }]);
    }

    #[test]
    fn nights_end_on_the_day_after() {
        let late = Span { days: ALL_DAYS, from: 22 * HOUR, to: 24 * HOUR };
        let early = Span { days: ALL_DAYS, from: 0, to: 6 * HOUR };

        assert_eq!(hours("22:00-06:00").unwrap().0, [late, early]);
        assert_eq!(hours("22:00-30:00").unwrap().0, [late, early]);
    }

    #[test]
    fn what_is_not_of_the_week_is_not_understood() {
        for odd in [
            "sunset-sunrise",
            "PH",
            "Mo-Fr 7-9",
            "wet",
            "Nov-Mar",
            "Mo-Fr 25:00",
            "",
            "07:00-",
            "99:00-100:00",
        ] {
            assert_eq!(hours(odd), None, "{odd}");
        }
    }

    #[test]
    fn weights_and_kinds_of_vehicle_join_hours() {
        let read = condition("Mo-Fr 07:00-09:00 AND weight>7.5").unwrap();
        assert_eq!((read.over, read.times.0.len()), (7_500, 1));
        let truck = condition("hgv AND weight >= 7.5 t").unwrap();
        assert_eq!((truck.over, truck.whom.unwrap().heavy, truck.times.is_always()), (7_499, true, true));
        assert_eq!(condition("weight<3.5"), None);
        assert_eq!(condition("wet AND hgv"), None);
    }

    #[test]
    fn rules_are_cut_at_semicolons_outside_of_parentheses() {
        assert_eq!(
            rules("no @ (Mo 07:00-09:00; Tu); yes @ hgv; strange"),
            [Some(("no", "Mo 07:00-09:00; Tu")), Some(("yes", "hgv")), None]
        );
    }
}
