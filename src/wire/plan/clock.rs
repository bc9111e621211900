//! Moments as people and programs read them: local time with its offset.

use crate::units::Moment;
use jiff::civil::{Date, DateTime};
use jiff::tz::Offset;
use jiff::{SignedDuration, Timestamp};

/// The county's clock: +08:00 all year.
pub(super) struct Clock {
    midnight: DateTime,
}

/// Farther than this from the day itself no moment of a plan lies.
const FARTHEST: i64 = 400 * 86_400;

fn offset() -> Offset {
    Offset::constant(8)
}

impl Clock {
    /// `None` if the date is not ISO 8601.
    pub fn of(date: &str) -> Option<Clock> {
        let date: Date = date.parse().ok()?;
        let tame = (1..9998).contains(&date.year());
        tame.then(|| Clock { midnight: date.to_datetime(jiff::civil::Time::midnight()) })
    }

    /// For example `2026-07-08T08:05:00+08:00`. What lies farther off is brought to the nearest
    /// moment that can be written.
    pub fn write(&self, moment: Moment) -> String {
        let seconds = moment.0.clamp(-FARTHEST, FARTHEST);
        let local = self.midnight.saturating_add(SignedDuration::from_secs(seconds));
        format!("{}+08:00", local.strftime("%Y-%m-%dT%H:%M:%S"))
    }

    /// `None` if it is no time of whole seconds with an offset, or too far off.
    pub fn read(&self, text: &str) -> Option<Moment> {
        let stamp: Timestamp = text.parse().ok()?;
        let midnight = offset().to_timestamp(self.midnight).ok()?;
        if stamp.subsec_nanosecond() != 0 {
            return None;
        }
        let seconds = stamp.as_second() - midnight.as_second();
        (seconds.abs() <= FARTHEST).then_some(Moment(seconds))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_local_times_and_come_back() {
        let clock = Clock::of("2026-07-08").unwrap();

        for (moment, text) in [
            (Moment::at(8, 5), "2026-07-08T08:05:00+08:00"),
            (Moment(-3601), "2026-07-07T22:59:59+08:00"),
            (Moment(86_400), "2026-07-09T00:00:00+08:00"),
        ] {
            assert_eq!(clock.write(moment), text);
            assert_eq!(clock.read(text), Some(moment));
        }
        assert_eq!(clock.read("2026-07-08T00:05:00Z"), Some(Moment::at(8, 5)));
    }

    #[test]
    fn what_is_no_time_of_this_plan_is_refused() {
        let clock = Clock::of("2026-07-08").unwrap();

        for text in
            ["", "08:05", "2026-07-08T08:05:00", "2026-07-08T08:05:00.5+08:00", "9999-12-31T00:00:00Z"]
        {
            assert_eq!(clock.read(text), None, "{text}");
        }
        assert!(Clock::of("8 July").is_none());
        assert!(Clock::of("-009999-01-01").is_none());
    }

    #[test]
    fn absurd_moments_are_written_without_a_panic() {
        let clock = Clock::of("9997-12-31").unwrap();

        assert!(clock.write(Moment(i64::MAX)).ends_with("+08:00"));
        assert!(clock.write(Moment(i64::MIN)).ends_with("+08:00"));
    }
}
