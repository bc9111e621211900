//! A corridor as pieces that an airframe flies: up, along, slow turns, down. (M101)

use super::course::Fix;
use super::plane::offset;
use crate::energy::drone::{Airframe, Day, Flown, Piece, Wind};
use crate::facts;

/// One direction of a corridor.
pub struct Flight {
    /// Ground at the start, and the rise to the first fix.
    up: (f64, f64),
    pieces: Vec<Piece>,
    /// Heights of corners that are turned slowly.
    slow: Vec<f64>,
    /// Ground at the end, and the descent to it.
    down: (f64, f64),
}

/// Seconds of each kind of hovering.
#[derive(Clone, Copy, Debug)]
pub struct Hovers {
    landing: f64,
    turn: f64,
}

impl Hovers {
    pub fn usual() -> Hovers {
        Hovers { landing: facts::value("drone.hover"), turn: facts::value("air.turn.slow") }
    }
}

impl Flight {
    /// `None` for fewer than two fixes.
    pub fn new(fixes: &[Fix], backwards: bool) -> Option<Flight> {
        let mut fixes: Vec<&Fix> = fixes.iter().collect();
        if backwards {
            fixes.reverse();
        }
        let (first, last) = (fixes.first()?, fixes.last()?);
        let piece = |pair: &[&Fix]| {
            let (east, north) = offset(pair[0].point, pair[1].point);
            let (low, high) = (pair[0].height, pair[1].height);
            Piece { east, north, rise: high - low, height: f64::midpoint(low, high) }
        };
        Some(Flight {
            up: (first.ground, first.height - first.ground),
            pieces: fixes.windows(2).map(piece).collect(),
            slow: fixes.iter().filter(|fix| fix.slow).map(|fix| fix.height).collect(),
            down: (last.ground, last.height - last.ground),
        })
    }

    /// Time and energy with `payload` kg and, on every piece, `wind` m/s from ahead: the worst
    /// bearing everywhere. `None` if the wind does not let the drone get ahead.
    pub fn fly(&self, frame: &Airframe, payload: f64, air: &Air) -> Option<Flown> {
        let Air { day, wind, hovers } = air;
        let aside = Day { wind: Wind { east: *wind, north: 0.0 }, ..*day };
        let mut flown = frame.lift(payload, self.up.1, self.up.0, &aside);
        for piece in &self.pieces {
            let length = piece.east.hypot(piece.north).max(1e-9);
            let against = Wind { east: -wind * piece.east / length, north: -wind * piece.north / length };
            flown += frame.fly(payload, piece, &Day { wind: against, ..*day })?;
        }
        for height in &self.slow {
            flown += frame.hover(payload, hovers.turn, *height, &aside);
        }
        flown += frame.hover(payload, hovers.landing, self.down.0, &aside);
        flown += frame.lift(payload, -self.down.1, self.down.0 + self.down.1, &aside);
        Some(flown)
    }

    /// Metres above sea level where it starts.
    pub fn start(&self) -> f64 {
        self.up.0
    }
}

/// The air of a flight.
#[derive(Clone, Copy, Debug)]
pub struct Air {
    /// Without its wind.
    pub day: Day,
    /// m/s from ahead.
    pub wind: f64,
    pub hovers: Hovers,
}
