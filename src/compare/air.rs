//! Shuttles of drones: out and back on one charge, batteries changed at home. (M211)

use super::line::Course;
use super::{Block, Direction, HOUR, KILO, MINUTE};
use crate::corridor::{Air, Corridor, Flight, Hovers};
use crate::county::Season;
use crate::energy::drone::{Airframe, Battery, Day, Flown};
use crate::facts;

/// One drone type in one season's air, and what its people and batteries cost.
#[derive(Clone, Debug)]
pub struct Flying {
    pub frame: Airframe,
    /// How many the county has, at least one.
    pub drones: f64,
    battery: Battery,
    air: Air,
    /// m/s that nine of ten days stay below.
    windy: f64,
    /// Share of daylight that fog, rain and thunder leave.
    clear: f64,
    /// Fen for a joule from the socket.
    price: f64,
    /// Grams of CO2 for a joule from the socket.
    carbon: f64,
    charger: f64,
    /// Seconds at each end, and for changing batteries.
    pub handling: f64,
    swap: f64,
    /// Fen for a second of one operator, and the drones that one minds.
    wage: f64,
    minds: f64,
    daylight: f64,
}

/// A way there and back between two ends, the first being home.
pub struct Shuttle {
    out: Flight,
    back: Flight,
    /// Metres on the map.
    pub length: f64,
    /// Metres above sea level, about, while it flies.
    pub height: f64,
    /// Kilograms out and in that the rules about landing in an emergency leave; `None`: not asked.
    most: Option<[Option<f64>; 2]>,
    /// A corridor, and not just a straight line.
    pub planned: bool,
}

/// One flight out and back.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Turn {
    pub out: Flown,
    pub back: Flown,
}

impl Turn {
    #[must_use]
    pub fn joules(&self) -> f64 {
        self.out.joules + self.back.joules
    }

    #[must_use]
    pub fn seconds(&self) -> f64 {
        self.out.seconds + self.back.seconds
    }
}

impl Shuttle {
    /// Along a corridor, from its first end or from its second.
    #[must_use]
    pub fn corridor(corridor: &Corridor, turned: bool) -> Option<Shuttle> {
        let most = [turned, !turned].map(|way| corridor.ways[usize::from(way)].calm_return);
        let height = corridor.fixes.iter().map(|fix| fix.height).sum::<f64>() / corridor.fixes.len() as f64;
        Some(Shuttle {
            out: Flight::new(&corridor.fixes, turned)?,
            back: Flight::new(&corridor.fixes, !turned)?,
            length: corridor.length,
            height,
            most: Some(most),
            planned: true,
        })
    }

    /// Along a straight line.
    #[must_use]
    pub fn line(course: &Course) -> Option<Shuttle> {
        let height = course.fixes.iter().map(|fix| fix.height).sum::<f64>() / course.fixes.len() as f64;
        Some(Shuttle {
            out: Flight::new(&course.fixes, false)?,
            back: Flight::new(&course.fixes, true)?,
            length: course.length,
            height,
            most: None,
            planned: false,
        })
    }
}

impl Flying {
    /// `electricity` in fen per MWh; the day's own wind does not count.
    #[must_use]
    pub fn new(frame: Airframe, drones: u32, season: Season, day: Day, electricity: f64) -> Flying {
        let word = match season {
            Season::Spring => "spring",
            Season::Summer => "summer",
            Season::Autumn => "autumn",
            Season::Winter => "winter",
        };
        Flying {
            drones: f64::from(drones.max(1)),
            battery: Battery::default(),
            air: Air { day, wind: 0.0, hovers: Hovers::usual() },
            windy: facts::value("air.wind.p90"),
            clear: facts::value(&format!("air.available.{word}")),
            price: electricity / (super::KWH * KILO),
            carbon: facts::value("carbon.electricity.kg_per_mwh") / super::KWH,
            charger: facts::value("air.charger"),
            handling: facts::value("air.handling") * MINUTE,
            swap: frame.economy.swap * MINUTE,
            wage: facts::value("air.operator") * 100.0 / HOUR,
            minds: facts::value("air.operator.drones").max(1.0),
            daylight: facts::value("air.daylight") * HOUR,
            frame,
        }
    }

    fn usable(&self, shuttle: &Shuttle) -> f64 {
        let celsius = self.air.day.celsius_at(shuttle.out.start());
        self.battery.usable(self.frame.capacity(), celsius) * HOUR
    }

    /// Loaded one way and empty the other, in a wind that is from ahead while it is loaded and from
    /// behind while it is empty; `None` if it does not get ahead.
    #[must_use]
    pub fn turn(&self, shuttle: &Shuttle, load: f64, direction: Direction, wind: f64) -> Option<Turn> {
        let ahead = Air { wind, ..self.air };
        let behind = Air { wind: -wind, ..self.air };
        let [out, back] = match direction {
            Direction::Out => [(load, &ahead), (0.0, &behind)],
            Direction::In => [(0.0, &behind), (load, &ahead)],
        };
        Some(Turn {
            out: shuttle.out.fly(&self.frame, out.0, out.1)?,
            back: shuttle.back.fly(&self.frame, back.0, back.1)?,
        })
    }

    /// The wind that half of the time stays below, spread as Rayleigh says.
    fn median(&self) -> f64 {
        self.windy * std::f64::consts::LOG10_2.sqrt()
    }

    fn fits(&self, shuttle: &Shuttle, load: f64, direction: Direction, wind: f64) -> bool {
        let turn = self.turn(shuttle, load, direction, wind);
        turn.is_some_and(|turn| turn.joules() <= self.usable(shuttle))
    }

    /// The largest load that keeps the reserve in the wind that half of the time stays below, down
    /// to 0.1 kg: planned for still air it could hardly ever be flown.
    ///
    /// # Errors
    /// If the air forbids it, if not even an empty flight does, or it could not come down on the way.
    pub fn largest(&self, shuttle: &Shuttle, direction: Direction) -> Result<f64, Block> {
        let celsius = self.air.day.celsius_at(shuttle.out.start());
        if celsius < self.frame.coldest || celsius > self.frame.hottest {
            return Err(Block::Air);
        }
        let ruled =
            shuttle.most.map_or(Ok(f64::INFINITY), |most| most[direction as usize].ok_or(Block::Landing));
        let tenths = (self.frame.payload * 10.0 + 1e-6).floor() as i64;
        let fits = |tenths: i64| self.fits(shuttle, tenths as f64 / 10.0, direction, self.median());
        if !fits(0) {
            return Err(Block::Range);
        }
        Ok(most(0, tenths, fits).min(ruled?))
    }

    /// Share of daylight on which it can be flown with a load: what the weather leaves, and winds
    /// from ahead that are spread as Rayleigh says. (M101)
    #[must_use]
    pub fn available(&self, shuttle: &Shuttle, load: f64, direction: Direction) -> f64 {
        let tenths = (self.frame.wind * 10.0).floor() as i64;
        let strongest = most(0, tenths, |tenths| self.fits(shuttle, load, direction, tenths as f64 / 10.0));
        let spread = (strongest / self.windy.max(1e-6)).powi(2);
        self.clear * (1.0 - (-std::f64::consts::LN_10 * spread).exp())
    }

    /// Seconds from one take-off to the next.
    #[must_use]
    pub fn cycle(&self, turn: &Turn) -> f64 {
        turn.seconds() + 2.0 * self.handling + self.swap
    }

    /// Seconds of work for one flight out and back.
    #[must_use]
    pub fn labour(&self, turn: &Turn) -> f64 {
        self.cycle(turn) / self.minds
    }

    /// Flights out and back that all drones of the county make in a day's light.
    #[must_use]
    pub fn flights(&self, turn: &Turn) -> f64 {
        (self.daylight / self.cycle(turn)).floor() * self.drones
    }

    /// Fen for one flight out and back: wear, batteries, electricity, and the operator.
    #[must_use]
    pub fn money(&self, shuttle: &Shuttle, turn: &Turn) -> f64 {
        let economy = &self.frame.economy;
        let wear = economy.price / economy.life.max(1.0) * turn.seconds() / HOUR;
        let packs = economy.battery_price * f64::from(self.frame.batteries) / economy.cycles.max(1.0);
        let drained = turn.joules() / self.usable(shuttle).max(1.0);
        (wear + packs * drained) * 100.0 + self.socket(turn) * self.price + self.labour(turn) * self.wage
    }

    /// Joules from the socket.
    #[must_use]
    pub fn socket(&self, turn: &Turn) -> f64 {
        turn.joules() / self.charger.max(0.1)
    }

    /// Grams of CO2.
    #[must_use]
    pub fn carbon(&self, turn: &Turn) -> f64 {
        self.socket(turn) * self.carbon
    }
}

/// The largest number of tenths for which something holds that holds for the first, as a number.
fn most(first: i64, last: i64, holds: impl Fn(i64) -> bool) -> f64 {
    if holds(last) {
        return last as f64 / 10.0;
    }
    let (mut good, mut bad) = (first, last);
    while bad - good > 1 {
        let middle = good.midpoint(bad);
        if holds(middle) { good = middle } else { bad = middle }
    }
    good as f64 / 10.0
}
