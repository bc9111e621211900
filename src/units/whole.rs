//! Whole-number units: sums are exact, in any order, on any number of threads.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Div, Mul, Neg, Sub, SubAssign};

macro_rules! whole {
    ($(#[$doc:meta])* $name:ident, $symbol:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub i64);

        impl $name {
            pub const ZERO: $name = $name(0);

            /// The nearest whole number, ties away from zero. `value` must be finite.
            #[must_use]
            pub fn rounded(value: f64) -> $name {
                assert!(value.is_finite(), "only finite numbers become whole units");
                $name(value.round() as i64)
            }

            #[must_use]
            pub fn as_f64(self) -> f64 {
                self.0 as f64
            }
        }

        impl Add for $name {
            type Output = $name;
            fn add(self, other: $name) -> $name {
                $name(self.0 + other.0)
            }
        }

        impl AddAssign for $name {
            fn add_assign(&mut self, other: $name) {
                self.0 += other.0;
            }
        }

        impl Sub for $name {
            type Output = $name;
            fn sub(self, other: $name) -> $name {
                $name(self.0 - other.0)
            }
        }

        impl SubAssign for $name {
            fn sub_assign(&mut self, other: $name) {
                self.0 -= other.0;
            }
        }

        impl Neg for $name {
            type Output = $name;
            fn neg(self) -> $name {
                $name(-self.0)
            }
        }

        impl Mul<i64> for $name {
            type Output = $name;
            fn mul(self, factor: i64) -> $name {
                $name(self.0 * factor)
            }
        }

        impl Div<i64> for $name {
            type Output = $name;
            fn div(self, divisor: i64) -> $name {
                $name(self.0 / divisor)
            }
        }

        impl Sum for $name {
            fn sum<I: Iterator<Item = $name>>(values: I) -> $name {
                values.fold($name(0), |total, value| total + value)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(out, concat!("{} ", $symbol), self.0)
            }
        }
    };
}

whole!(
    /// A length on the road or over ground.
    Metres, "m"
);
whole!(
    /// A length of time. A point in time is a [`super::Moment`].
    Seconds, "s"
);
whole!(
    /// A mass.
    Grams, "g"
);
whole!(
    /// A volume; parcels are rounded up, room is rounded down.
    Litres, "L"
);
whole!(
    /// Money: 0.01 yuan.
    Fen, "fen"
);
whole!(
    /// Energy for display and for battery sizes.
    WattHours, "Wh"
);
whole!(
    /// Energy while it is being summed: a stretch of road costs less than a watt-hour.
    Joules, "J"
);

impl Joules {
    /// Rounded to the nearest watt-hour.
    #[must_use]
    pub fn watt_hours(self) -> WattHours {
        WattHours::rounded(self.as_f64() / 3600.0)
    }
}

impl WattHours {
    #[must_use]
    pub fn joules(self) -> Joules {
        Joules(self.0 * 3600)
    }
}
