//! What turning takes, by vehicle, angle and place. (M36)

use crate::county::Running;
use crate::facts;
use std::sync::OnceLock;

/// Where a turn is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// Two stretches of one road meet.
    Joint,
    /// Three roads or more meet.
    Crossing,
    /// The road ends; the only way is back.
    End,
}

/// What turning takes a vehicle, in seconds. (M36)
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Price {
    left: f64,
    right: f64,
    back: f64,
    /// More for turns sharper than 120 degrees.
    sharp: f64,
}

/// From so many degrees on a turn takes time, and from so many all of it.
const TURNING: (f64, f64) = (25.0, 90.0);
const SHARP: i16 = 120;

struct Rules {
    left: f64,
    right: f64,
    back: f64,
    back_narrow: f64,
    sharp: f64,
    short: f64,
}

fn rules() -> &'static Rules {
    static RULES: OnceLock<Rules> = OnceLock::new();
    facts::derived(&RULES, || Rules {
        left: facts::value("turn.left"),
        right: facts::value("turn.right"),
        back: facts::value("turn.back"),
        back_narrow: facts::value("turn.back.narrow"),
        sharp: facts::value("turn.sharp"),
        short: facts::value("turn.short"),
    })
}

/// Milliseconds of every possible turn: by place, and by degrees from -180 on.
pub(super) struct Prices([[u32; 361]; 3]);

impl Prices {
    pub fn new(price: &Price) -> Prices {
        Prices(
            [Place::Joint, Place::Crossing, Place::End]
                .map(|place| std::array::from_fn(|degrees| price.millis(place, degrees as i16 - 180))),
        )
    }

    pub fn millis(&self, place: Place, angle: i16) -> u32 {
        self.0[place as usize][(angle + 180) as usize]
    }
}

impl Price {
    pub fn of(running: &Running) -> Price {
        let rules = rules();
        let long = (running.length - rules.short).max(0.0) * rules.sharp;
        let back = if running.narrow { rules.back_narrow } else { rules.back };
        Price { left: rules.left, right: rules.right, back: back + long, sharp: long }
    }

    pub fn millis(&self, place: Place, degrees: i16) -> u32 {
        if place == Place::End {
            return (self.back * 1000.0).round() as u32;
        }
        let angle = f64::from(degrees.abs());
        let share = ((angle - TURNING.0) / (TURNING.1 - TURNING.0)).clamp(0.0, 1.0);
        let side = if degrees < 0 { self.left } else { self.right };
        let crossing = if place == Place::Crossing { share * side } else { 0.0 };
        let sharp = if degrees.abs() > SHARP { self.sharp } else { 0.0 };
        ((crossing + sharp) * 1000.0).round() as u32
    }
}
