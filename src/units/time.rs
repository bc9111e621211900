//! Points and spans of time within one plan.

use super::Seconds;
use std::fmt;
use std::ops::{Add, Sub};

pub const HOUR: Seconds = Seconds(3600);
pub const DAY: Seconds = Seconds(86_400);

/// A point in time: seconds since local midnight (+08:00) at the start of the
/// day that is planned. Yesterday's harvest is negative, tomorrow is >= 86,400.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment(pub i64);

impl Moment {
    #[must_use]
    pub fn at(hour: i64, minute: i64) -> Moment {
        Moment(hour * 3600 + minute * 60)
    }
}

impl Add<Seconds> for Moment {
    type Output = Moment;
    fn add(self, span: Seconds) -> Moment {
        Moment(self.0 + span.0)
    }
}

impl Sub<Seconds> for Moment {
    type Output = Moment;
    fn sub(self, span: Seconds) -> Moment {
        Moment(self.0 - span.0)
    }
}

impl Sub for Moment {
    type Output = Seconds;
    fn sub(self, earlier: Moment) -> Seconds {
        Seconds(self.0 - earlier.0)
    }
}

/// `HH:MM`, with a day mark when it is not today: `-1d 22:00`, `+1d 01:30`.
impl fmt::Display for Moment {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (day, second) = (self.0.div_euclid(DAY.0), self.0.rem_euclid(DAY.0));
        if day != 0 {
            write!(out, "{day:+}d ")?;
        }
        write!(out, "{:02}:{:02}", second / 3600, second % 3600 / 60)
    }
}

/// When something may begin: from `open` to `close`, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Window {
    pub open: Moment,
    pub close: Moment,
}

impl Window {
    /// `None` if it closes before it opens.
    #[must_use]
    pub fn new(open: Moment, close: Moment) -> Option<Window> {
        (open <= close).then_some(Window { open, close })
    }

    #[must_use]
    pub fn contains(self, moment: Moment) -> bool {
        self.open <= moment && moment <= self.close
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_of_other_days_carry_their_day() {
        assert_eq!(Moment::at(8, 5).to_string(), "08:05");
        assert_eq!((Moment::at(0, 0) - HOUR * 2).to_string(), "-1d 22:00");
        assert_eq!((Moment::at(23, 30) + HOUR).to_string(), "+1d 00:30");
    }
}
