//! What stands in one cell: numbers, times and windows, as people write them.

use super::text::half_width;
use crate::units::{DAY, Moment, Window};
use jiff::civil::Date;

/// A finite number. Thousands may be separated with commas; `None` if it is not a number.
#[must_use]
pub fn number(text: &str) -> Option<f64> {
    let text = half_width(text);
    let text = text.trim_start_matches('\'');
    let plain = if text.contains(',') { ungrouped(text)? } else { text.to_owned() };
    plain.parse::<f64>().ok().filter(|number| number.is_finite())
}

/// `1,234,567.8` without its commas; `None` if they do not stand every three digits.
fn ungrouped(text: &str) -> Option<String> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let mut groups = whole.trim_start_matches('-').split(',');
    let first = groups.next()?;
    let fits = (1..=3).contains(&first.len()) && groups.all(|group| group.len() == 3);
    let digits = whole.replace(',', "");
    fits.then(|| if fraction.is_empty() { digits } else { format!("{digits}.{fraction}") })
}

/// `08:30`, `08:30:15`, `24:00`, `-1d 18:00`, `昨天 18:00`, `2026-07-07 18:00`, or a share of the
/// day as spreadsheets store times.
#[must_use]
pub fn moment(text: &str, today: Option<Date>) -> Option<Moment> {
    let text = half_width(text);
    if let Some(moment) = with_day(&text, today) {
        return Some(moment);
    }
    clock(&text).map(Moment).or_else(|| {
        let share = text.parse::<f64>().ok().filter(|share| (0.0..1.0).contains(share) && text.contains('.'));
        share.map(|share| Moment((share * DAY.as_f64()).round() as i64))
    })
}

fn with_day(text: &str, today: Option<Date>) -> Option<Moment> {
    for (word, day) in [("昨天", -1), ("昨日", -1), ("前一天", -1), ("今天", 0), ("明天", 1), ("次日", 1)]
    {
        if let Some(rest) = text.strip_prefix(word) {
            return Some(Moment(clock(rest.trim())? + day * DAY.0));
        }
    }
    if let Some((days, rest)) = text.split_once(['d', 'D']) {
        let days = days.trim().strip_prefix('+').unwrap_or(days.trim()).parse::<i64>().ok()?;
        return (days.abs() <= 366).then_some(Moment(clock(rest.trim())? + days * DAY.0));
    }
    let (day, rest) = text.split_once([' ', 'T'])?;
    let days = (date(day)? - today?).get_days();
    (days.abs() <= 366).then_some(Moment(clock(rest.trim())? + i64::from(days) * DAY.0))
}

/// Seconds of `H:MM` or `H:MM:SS`, up to 24:00.
fn clock(text: &str) -> Option<i64> {
    let mut parts = text.split(':');
    let mut part = |limit: i64| -> Option<i64> {
        let text = parts.next()?;
        let digits = (1..=2).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
        text.parse::<i64>().ok().filter(|value| digits && *value <= limit)
    };
    let (hours, minutes) = (part(24)?, part(59)?);
    let seconds = if text.matches(':').count() >= 2 { part(59)? } else { 0 };
    let total = hours * 3600 + minutes * 60 + seconds;
    (parts.next().is_none() && total <= DAY.0).then_some(total)
}

/// `2026-07-08`, also with slashes or dots.
#[must_use]
pub fn date(text: &str) -> Option<Date> {
    let text = half_width(text);
    let mut parts = text.split(['-', '/', '.']);
    let mut part = || parts.next()?.parse::<u16>().ok();
    let (year, month, day) = (part()?, part()?, part()?);
    if parts.next().is_some() {
        return None;
    }
    Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// Why a cell with windows cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotWindows {
    Text,
    /// One closes before it opens.
    Reversed,
}

/// `08:00-11:00;14:00-18:00`, sorted, windows that touch joined. Empty: none.
///
/// # Errors
/// See [`NotWindows`].
pub fn windows(text: &str, today: Option<Date>) -> Result<Vec<Window>, NotWindows> {
    let text = half_width(text).replace(['~', '至', '到'], "-");
    let mut windows = Vec::new();
    for part in text.split([';', ',', '\n', '|']).map(str::trim).filter(|part| !part.is_empty()) {
        windows.push(window(part, today)?);
    }
    windows.sort_by_key(|window| window.open);
    let mut apart: Vec<Window> = Vec::new();
    for window in windows {
        match apart.last_mut() {
            Some(last) if window.open <= last.close => last.close = last.close.max(window.close),
            _ => apart.push(window),
        }
    }
    Ok(apart)
}

/// The dash that has a time on both sides is the one between them.
fn window(text: &str, today: Option<Date>) -> Result<Window, NotWindows> {
    let ends = text.match_indices('-').find_map(|(at, _)| {
        let open = moment(text[..at].trim(), today)?;
        Some((open, moment(text[at + 1..].trim(), today)?))
    });
    let (open, close) = ends.ok_or(NotWindows::Text)?;
    Window::new(open, close).ok_or(NotWindows::Reversed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_people_write_them() {
        assert_eq!(number("1,234.5"), Some(1234.5));
        assert_eq!(number("１２．５"), Some(12.5));
        assert_eq!(number("'007"), Some(7.0));
        for wrong in ["1,5", "NaN", "inf", "12kg", "", "1,,000"] {
            assert_eq!(number(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn times_are_read_as_people_write_them() {
        let today = date("2026-07-08");
        assert_eq!(moment("8:05", today), Some(Moment::at(8, 5)));
        assert_eq!(moment("１２：３０", today), Some(Moment::at(12, 30)));
        assert_eq!(moment("-1d 18:00", today), Some(Moment::at(-6, 0)));
        assert_eq!(moment("昨天 18:00", today), Some(Moment::at(-6, 0)));
        assert_eq!(moment("2026/7/7 18:00", today), Some(Moment::at(-6, 0)));
        assert_eq!(moment("0.5", today), Some(Moment::at(12, 0)));
        assert_eq!(moment("24:00", today), Some(Moment::at(24, 0)));
        for wrong in ["24:01", "8", "8:5x", "25:00", "08:60", "99999999d 01:00", "", "2026-02-30 08:00"] {
            assert_eq!(moment(wrong, today), None, "{wrong}");
        }
    }

    #[test]
    fn windows_are_sorted_and_joined() {
        let read = windows("14:00－18:00；08:00~10:00，09:30至11:00", None).unwrap();
        assert_eq!(
            read,
            [
                Window { open: Moment::at(8, 0), close: Moment::at(11, 0) },
                Window { open: Moment::at(14, 0), close: Moment::at(18, 0) }
            ]
        );
        assert_eq!(windows("-1d 18:00-06:00", None).unwrap()[0].open, Moment::at(-6, 0));
        assert_eq!(windows("18:00-08:00", None), Err(NotWindows::Reversed));
        assert_eq!(windows("morning", None), Err(NotWindows::Text));
    }
}
