//! Hours of the week at which a sign holds.

use std::collections::BTreeMap;

/// Days of a week, Monday first.
pub const WEEK: u8 = 7;
/// Every day.
pub const ALL_DAYS: u8 = 0x7f;
const DAY: u32 = 24 * 3600;

/// Hours of some days, within a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// Bits; the lowest is Monday.
    pub days: u8,
    /// Seconds after midnight.
    pub from: u32,
    /// After `from`, at most 86,400.
    pub to: u32,
}

/// When something holds: at all hours if there are no spans.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Times(pub Vec<Span>);

impl Times {
    /// Hours on some days; those that end before they begin end on the day after.
    pub fn add(&mut self, days: u8, from: u32, to: u32) {
        let from = from.min(DAY);
        if from < to {
            self.put(Span { days, from, to: to.min(DAY) });
        } else {
            self.put(Span { days, from, to: DAY });
        }
        let after = if from < to { to.saturating_sub(DAY) } else { to };
        // The day after Sunday is Monday.
        let days = days << 1 & ALL_DAYS | days >> (WEEK - 1) & 1;
        self.put(Span { days, from: 0, to: after.min(DAY) });
    }

    /// All other hours of the week; `None` if there are no others.
    #[must_use]
    pub fn others(&self) -> Option<Times> {
        let mut gaps: BTreeMap<(u32, u32), u8> = BTreeMap::new();
        for day in 0..WEEK {
            let today = self.0.iter().filter(|span| span.days >> day & 1 != 0);
            let mut spans: Vec<(u32, u32)> = today.map(|span| (span.from, span.to)).collect();
            spans.sort_unstable();
            let mut free = 0;
            for (from, to) in spans.into_iter().chain([(DAY, DAY)]) {
                if from > free {
                    *gaps.entry((free, from)).or_default() |= 1 << day;
                }
                free = free.max(to);
            }
        }
        let spans: Vec<Span> = gaps.into_iter().map(|((from, to), days)| Span { days, from, to }).collect();
        (!self.is_always() && !spans.is_empty()).then_some(Times(spans))
    }

    fn put(&mut self, span: Span) {
        if span.from < span.to && span.days != 0 {
            self.0.push(span);
        }
    }

    /// Whether it holds whatever the hour.
    #[must_use]
    pub fn is_always(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether it holds at some hour of a day, 0 being Monday.
    #[must_use]
    pub fn on(&self, day: u8) -> bool {
        self.is_always() || self.0.iter().any(|span| span.days >> day & 1 != 0)
    }

    /// The first moment from this one on at which it does not hold, in milliseconds after the
    /// midnight that begins `day`; `None`: never.
    #[must_use]
    pub fn free_from(&self, day: u8, moment: u64) -> Option<u64> {
        if self.is_always() {
            return None;
        }
        let mut now = moment;
        // Every step leaves a span behind; a week of them is all there is.
        for _ in 0..=(self.0.len() + 1) * usize::from(WEEK + 1) {
            let days = now / (u64::from(DAY) * 1000);
            let today = ((u64::from(day) + days) % u64::from(WEEK)) as u8;
            let clock = now - days * u64::from(DAY) * 1000;
            let holds = |span: &&Span| {
                span.days >> today & 1 != 0
                    && (u64::from(span.from) * 1000..u64::from(span.to) * 1000).contains(&clock)
            };
            let Some(span) = self.0.iter().filter(holds).max_by_key(|span| span.to) else {
                return Some(now);
            };
            now += u64::from(span.to) * 1000 - clock;
        }
        None
    }
}

/// The day of the week of a date such as `2026-11-21`, 0 for Monday; `None` if it is no date.
///
/// Counts days from a known one (Hinnant, "chrono-compatible low-level date algorithms").
#[must_use]
pub fn weekday(date: &str) -> Option<u8> {
    let mut parts = date.splitn(3, '-');
    let mut number = || parts.next()?.parse::<i64>().ok();
    let (year, month, day) = (number()?, number()?, number()?);
    if !(1..=9999).contains(&year) || !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    // Years begin in March, so that a leap day is the last one.
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let days = year * 365 + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + day;
    // 2000-03-01 was a Wednesday.
    let wednesday = 2000 * 365 + 500 - 20 + 5 + 1;
    Some((days - wednesday + 2).rem_euclid(7) as u8)
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: u64 = 3_600_000;

    #[test]
    fn days_of_the_week_are_those_of_the_calendar() {
        assert_eq!(weekday("2026-11-21"), Some(5));
        assert_eq!(weekday("2024-02-29"), Some(3));
        assert_eq!(weekday("2000-01-01"), Some(5));
        assert_eq!(weekday("1999-12-31"), Some(4));
        assert_eq!((weekday("soon"), weekday("2026-13-01"), weekday("2026-11")), (None, None, None));
    }

    #[test]
    fn a_night_on_sunday_ends_on_monday() {
        let mut night = Times::default();
        night.add(1 << 6, 22 * 3600, 6 * 3600);

        assert_eq!(night.0.len(), 2);
        assert!(night.on(6) && night.on(0) && !night.on(1));
        // Sunday, 23:00: until six on Monday, 30 hours after Sunday's midnight.
        assert_eq!(night.free_from(6, 23 * HOUR), Some(30 * HOUR));
        assert_eq!(night.free_from(6, 21 * HOUR), Some(21 * HOUR));
        assert_eq!(night.free_from(0, 5 * HOUR), Some(6 * HOUR));
        assert_eq!(night.free_from(1, 23 * HOUR), Some(23 * HOUR));
    }

    #[test]
    fn the_other_hours_are_what_is_left_of_the_week() {
        let mut delivery = Times::default();
        delivery.add(0b1_1111, 6 * 3600, 10 * 3600);

        let others = delivery.others().unwrap();
        let at = |day, hour: u64| others.free_from(day, hour * HOUR);

        // On Friday at 12:00 it is closed until Monday at six; at seven it is open.
        assert_eq!(at(4, 12), Some((3 * 24 + 6) * HOUR));
        assert_eq!(at(4, 7), Some(7 * HOUR));
        assert_eq!((Times::default().others(), others.others()), (None, Some(delivery)));
    }

    #[test]
    fn what_always_holds_is_never_free_and_neither_is_a_whole_week() {
        let mut week = Times::default();
        week.add(ALL_DAYS, 0, DAY);

        assert_eq!(Times::default().free_from(0, 5), None);
        assert_eq!(week.free_from(3, 5), None);
    }
}
