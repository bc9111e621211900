//! Money, times, distances and masses as people write them.

use super::Lang;
use crate::units::{DAY, Fen, Grams, Metres, Moment, Seconds};

/// `¥1,234.56`, `−¥0.50`.
#[must_use]
pub fn money(amount: Fen) -> String {
    let size = amount.0.unsigned_abs();
    format!("{}¥{}.{:02}", minus(amount.0), grouped(size / 100), size % 100)
}

/// Whole yuan, for headlines: `¥1,235`.
#[must_use]
pub fn yuan(amount: Fen) -> String {
    let size = (amount.0.unsigned_abs() + 50) / 100;
    format!("{}¥{}", if size == 0 { "" } else { minus(amount.0) }, grouped(size))
}

fn minus(number: i64) -> &'static str {
    if number < 0 { "−" } else { "" }
}

/// Digits in groups of three: `1,234,567`.
#[must_use]
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A count of things.
#[must_use]
pub fn count(number: usize) -> String {
    grouped(number as u64)
}

/// `850 m`, `12.3 km`, `1,234 km`.
#[must_use]
pub fn distance(length: Metres) -> String {
    match length.0 {
        short if short < 1_000 => format!("{short} m"),
        middle if middle < 999_950 => format!("{:.1} km", middle as f64 / 1000.0),
        long => format!("{} km", grouped((long.unsigned_abs() + 500) / 1000)),
    }
}

/// `12.5 kg`, `1,250 kg`; small things in grams.
#[must_use]
pub fn mass(mass: Grams) -> String {
    match mass.0 {
        small if small < 1_000 => format!("{small} g"),
        middle if middle % 1_000 == 0 || middle >= 100_000 => {
            format!("{} kg", grouped((middle.unsigned_abs() + 500) / 1000))
        }
        middle => format!("{:.1} kg", middle as f64 / 1000.0),
    }
}

/// `HH:MM`, with the day in words when it is not today.
#[must_use]
pub fn clock(moment: Moment, lang: Lang) -> String {
    let (day, second) = (moment.0.div_euclid(DAY.0), moment.0.rem_euclid(DAY.0));
    let time = format!("{:02}:{:02}", second / 3600, second % 3600 / 60);
    match day {
        0 => time,
        -1 => format!("{}{time}", lang.pick("前日 ", "day before ")),
        1 => format!("{}{time}", lang.pick("次日 ", "next day ")),
        _ => format!("{day:+}d {time}"),
    }
}

/// `45 分`, `2 小时 05 分`; rounded to minutes.
#[must_use]
pub fn span(span: Seconds, lang: Lang) -> String {
    let minutes = (span.0.unsigned_abs() + 30) / 60;
    let sign = minus(span.0);
    match (minutes / 60, minutes % 60) {
        (0, minutes) => format!("{sign}{minutes} {}", lang.pick("分", "min")),
        (hours, 0) => format!("{sign}{} {}", grouped(hours), lang.pick("小时", "h")),
        (hours, minutes) => {
            let (h, m) = lang.pick(("小时", "分"), ("h", "min"));
            format!("{sign}{} {h} {minutes:02} {m}", grouped(hours))
        }
    }
}

/// English: a count and its word, `1 vehicle` or `2 vehicles`.
#[must_use]
pub fn plural(count: usize, word: &str) -> String {
    format!("{count} {word}{}", if count == 1 { "" } else { "s" })
}

/// A share of 1 in percent: `97.4 %`. Not finite: a dash.
#[must_use]
pub fn percent(share: f64) -> String {
    if share.is_finite() { format!("{:.1} %", share * 100.0) } else { "–".to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_has_groups_two_decimals_and_its_sign_in_front() {
        assert_eq!(money(Fen(123_456)), "¥1,234.56");
        assert_eq!(money(Fen(-50)), "−¥0.50");
        assert_eq!(money(Fen(i64::MIN)), "−¥92,233,720,368,547,758.08");
        assert_eq!(yuan(Fen(123_456)), "¥1,235");
        assert_eq!(yuan(Fen(-20)), "¥0");
    }

    #[test]
    fn lengths_masses_and_times_read_as_people_write_them() {
        assert_eq!(distance(Metres(850)), "850 m");
        assert_eq!(distance(Metres(12_340)), "12.3 km");
        assert_eq!(distance(Metres(1_234_400)), "1,234 km");
        assert_eq!(mass(Grams(800)), "800 g");
        assert_eq!(mass(Grams(12_500)), "12.5 kg");
        assert_eq!(mass(Grams(1_250_000)), "1,250 kg");
        assert_eq!(clock(Moment::at(25, 30), Lang::Zh), "次日 01:30");
        assert_eq!(span(Seconds(7_500), Lang::Zh), "2 小时 05 分");
        assert_eq!(span(Seconds(2_700), Lang::En), "45 min");
        assert_eq!(percent(0.9744), "97.4 %");
    }
}
