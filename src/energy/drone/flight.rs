//! Energy and time of straight pieces of flight in wind. (M94)

use super::airframe::{Airframe, Lift};
use super::power::{Motion, density};
use crate::facts;

/// Where the wind blows to, in m/s.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Wind {
    pub east: f64,
    pub north: f64,
}

impl Wind {
    /// A wind from a compass bearing in degrees.
    #[must_use]
    pub fn from(speed: f64, bearing: f64) -> Wind {
        let bearing = bearing.to_radians();
        Wind { east: -speed * bearing.sin(), north: -speed * bearing.cos() }
    }

    #[must_use]
    pub fn speed(&self) -> f64 {
        self.east.hypot(self.north)
    }
}

/// Air on the day: one temperature at one height, a lapse, one wind.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Day {
    /// degC at `reference` metres above sea level.
    pub celsius: f64,
    pub reference: f64,
    /// degC for 1,000 m.
    pub lapse: f64,
    pub wind: Wind,
}

impl Day {
    /// Mild and still air near sea level, as for spec sheets.
    #[must_use]
    pub fn spec() -> Day {
        Day {
            celsius: facts::value("drone.spec.temperature"),
            reference: 0.0,
            lapse: 6.5,
            wind: Wind::default(),
        }
    }

    #[must_use]
    pub fn celsius_at(&self, height: f64) -> f64 {
        self.celsius - self.lapse * (height - self.reference) / 1000.0
    }

    #[must_use]
    pub fn density_at(&self, height: f64) -> f64 {
        density(height, self.celsius_at(height))
    }
}

/// A straight piece of flight over ground.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Piece {
    /// Metres to the east and to the north.
    pub east: f64,
    pub north: f64,
    /// Metres up.
    pub rise: f64,
    /// Metres above sea level, of its middle.
    pub height: f64,
}

/// What a flight, or a part of it, takes.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Flown {
    pub seconds: f64,
    /// From the battery.
    pub joules: f64,
}

impl std::ops::AddAssign for Flown {
    fn add_assign(&mut self, other: Flown) {
        self.seconds += other.seconds;
        self.joules += other.joules;
    }
}

/// Slower than this over ground nobody flies, m/s.
const SLOWEST: f64 = 1.0;

impl Airframe {
    /// Time and energy of a piece with `payload` kg. `None` if the wind does not let the drone
    /// get ahead. (M94)
    ///
    /// At cruising airspeed where the climb allows it; on steeper pieces as slowly as the climb
    /// or descent takes.
    #[must_use]
    pub fn fly(&self, payload: f64, piece: &Piece, day: &Day) -> Option<Flown> {
        let length = piece.east.hypot(piece.north);
        let mass = self.mass + payload;
        let density = day.density_at(piece.height);
        let rising = if piece.rise >= 0.0 { piece.rise / self.climb } else { -piece.rise / self.descent };
        if length < 1e-6 {
            let climb = if rising > 0.0 { piece.rise / rising } else { 0.0 };
            // Over one spot the drone flies against the wind.
            let power = self.power(&Motion { mass, airspeed: day.wind.speed(), climb, density });
            return Some(Flown { seconds: rising, joules: power * rising });
        }
        let (x, y) = (piece.east / length, piece.north / length);
        let along = day.wind.east * x + day.wind.north * y;
        let across = day.wind.north * x - day.wind.east * y;
        let ahead = self.cruise * self.cruise - across * across;
        let ground = if ahead > 0.0 { ahead.sqrt() + along } else { 0.0 };
        if ground < SLOWEST {
            return None;
        }
        let seconds = (length / ground).max(rising);
        let airspeed = match self.lift {
            Lift::Rotors => (length / seconds - along).hypot(across),
            // Wings do not slow down: they circle until the height is reached.
            Lift::Wings(_) => self.cruise,
        };
        let power = self.power(&Motion { mass, airspeed, climb: piece.rise / seconds, density });
        Some(Flown { seconds, joules: power * seconds })
    }

    /// Hovering in the wind for so many seconds, at a height above sea level.
    #[must_use]
    pub fn hover(&self, payload: f64, seconds: f64, height: f64, day: &Day) -> Flown {
        let motion = Motion {
            mass: self.mass + payload,
            airspeed: day.wind.speed(),
            climb: 0.0,
            density: day.density_at(height),
        };
        Flown { seconds, joules: self.power(&motion) * seconds }
    }

    /// Straight up or down by so many metres from `height`, against the wind.
    #[must_use]
    pub fn lift(&self, payload: f64, rise: f64, height: f64, day: &Day) -> Flown {
        let piece = Piece { east: 0.0, north: 0.0, rise, height: height + rise / 2.0 };
        self.fly(payload, &piece, day).unwrap_or_default()
    }
}
