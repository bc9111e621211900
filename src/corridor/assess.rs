//! What each direction of a corridor takes and carries. (M101)

use super::flight::{Air, Flight};
use super::network::Terms;
use crate::energy::drone::Flown;
use crate::facts;
use crate::units::Fen;

/// One payload.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Load {
    /// kg
    pub payload: f64,
    /// From the batteries in still air, Wh; `None`: it does not get ahead.
    pub calm: Option<f64>,
    /// The same with the windy day's wind from ahead.
    pub windy: Option<f64>,
    /// The same with it from behind.
    pub behind: Option<f64>,
}

/// One direction of a corridor. Loads in kg, `None` where not even an empty flight keeps the reserve.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Quality {
    /// At shares of the airframe's payload.
    pub loads: Vec<Load>,
    /// What may be flown of a full battery at the start, Wh.
    pub usable: f64,
    /// With batteries changed at the end.
    pub calm: Option<f64>,
    pub windy: Option<f64>,
    /// There with this load and back empty on the same batteries.
    pub calm_return: Option<f64>,
    pub windy_return: Option<f64>,
    /// Of flight with the largest load, in still air and against the windy day's wind.
    pub seconds: f64,
    pub windy_seconds: Option<f64>,
    /// With the windy day's wind from behind.
    pub behind_seconds: Option<f64>,
    /// There and back, for one drone in a day's light, with handling and battery changes.
    pub flights: u32,
    /// Strongest wind from ahead in which it gets there empty, m/s.
    pub strongest: f64,
    /// Share of daylight on which it can be flown: spring, summer, autumn, winter.
    pub available: [f64; 4],
    /// Of one flight with the largest load.
    pub cost: Fen,
    /// Grams of CO2 of one flight with the largest load.
    pub carbon: f64,
}

impl Quality {
    /// kg that one drone brings in a day, loaded there and empty back.
    #[must_use]
    pub fn capacity(&self) -> f64 {
        f64::from(self.flights) * self.calm.unwrap_or(0.0)
    }
}

/// Shares of the airframe's payload whose energies are told.
const SHARES: [f64; 5] = [0.0, 0.25, 0.5, 0.75, 1.0];

const WH: f64 = 3600.0;

/// What the reserve has to last for.
#[derive(Clone, Copy)]
pub(super) struct Refuge {
    /// Metres that the nearest place to land is farther than the corridor's end, at the worst place.
    pub excess: f64,
    /// Metres above the ground, to come down from.
    pub above: f64,
    /// Metres above sea level, about.
    pub height: f64,
}

impl Refuge {
    /// At every place of the way the reserve, and what the rest of the way would have taken, bring
    /// the drone to a place to land. Without a reserve nothing is asked.
    fn reached(&self, terms: &Terms, payload: f64, usable: f64) -> bool {
        let kept = terms.battery.reserve.clamp(0.0, 0.99);
        if self.excess <= 0.0 || kept <= 0.0 {
            return true;
        }
        let reserve = usable / (1.0 - kept) * kept;
        let down = terms.frame.lift(payload, -self.above, self.height + self.above, &terms.air(0.0).day);
        let along = terms.kilometre(payload, 0.0, self.height) * self.excess / 1000.0;
        (along + down.joules) / WH <= reserve
    }
}

/// One direction, and the other one for the way back.
pub(super) fn assess(terms: &Terms, there: &Flight, back: &Flight, [refuge, behind]: [Refuge; 2]) -> Quality {
    let calm = terms.air(0.0);
    let windy = terms.air(terms.wind);
    let frame = terms.frame;
    let wh = |flown: Option<Flown>| flown.map(|flown| flown.joules / WH);
    let load = |share: f64| {
        let payload = frame.payload * share;
        Load {
            payload,
            calm: wh(there.fly(frame, payload, &calm)),
            windy: wh(there.fly(frame, payload, &windy)),
            behind: wh(there.fly(frame, payload, &terms.air(-terms.wind))),
        }
    };
    let usable = terms.usable(there.start());
    let home = |air: &Air| {
        let flown = back.fly(frame, 0.0, air).filter(|_| behind.reached(terms, 0.0, usable));
        wh(flown)
    };
    let one_way = |air: &Air| largest(terms, there, air, (usable, usable), refuge);
    let both =
        |air: &Air| home(air).and_then(|home| largest(terms, there, air, (usable - home, usable), refuge));
    let most = one_way(&calm);
    let flown = there.fly(frame, most.unwrap_or(0.0), &calm).unwrap_or_default();
    let returned = back.fly(frame, 0.0, &calm).unwrap_or_default();
    let strongest = strongest(terms, there, usable);
    let windy_load = one_way(&windy);
    let windy_time = there.fly(frame, windy_load.unwrap_or(0.0), &windy);
    Quality {
        loads: SHARES.map(load).to_vec(),
        usable,
        calm: most,
        windy: windy_load,
        calm_return: both(&calm),
        windy_return: both(&windy),
        seconds: flown.seconds,
        behind_seconds: there.fly(frame, 0.0, &terms.air(-terms.wind)).map(|flown| flown.seconds),
        windy_seconds: windy_load.and(windy_time.map(|flown| flown.seconds)),
        flights: flights(terms, flown.seconds + returned.seconds),
        strongest,
        available: available(terms, strongest),
        cost: cost(terms, flown, usable),
        carbon: flown.joules / WH / facts::value("air.charger")
            * facts::value("carbon.electricity.kg_per_mwh")
            / 1000.0,
    }
}

/// The largest payload that needs no more than `left` Wh and can be brought down on the way, down
/// to 0.1 kg.
fn largest(
    terms: &Terms,
    flight: &Flight,
    air: &Air,
    (left, usable): (f64, f64),
    refuge: Refuge,
) -> Option<f64> {
    let enough = |tenths: i64| {
        let payload = tenths as f64 / 10.0;
        let flown = flight.fly(terms.frame, payload, air);
        flown.is_some_and(|flown| flown.joules / WH <= left) && refuge.reached(terms, payload, usable)
    };
    let most = (terms.frame.payload * 10.0 + 1e-6).floor() as i64;
    if terms.frame.wind < air.wind || !enough(0) {
        return None;
    }
    if enough(most) {
        return Some(most as f64 / 10.0);
    }
    let (mut good, mut bad) = (0, most);
    while bad - good > 1 {
        let middle = good.midpoint(bad);
        if enough(middle) { good = middle } else { bad = middle }
    }
    Some(good as f64 / 10.0)
}

/// Strongest wind from ahead in which it arrives empty, in tenths of m/s.
fn strongest(terms: &Terms, flight: &Flight, usable: f64) -> f64 {
    let gets_there = |tenths: i64| {
        let flown = flight.fly(terms.frame, 0.0, &terms.air(tenths as f64 / 10.0));
        flown.is_some_and(|flown| flown.joules / WH <= usable)
    };
    let most = (terms.frame.wind * 10.0).floor() as i64;
    if gets_there(most) {
        return terms.frame.wind;
    }
    let (mut good, mut bad) = (0, most);
    while bad - good > 1 {
        let middle = good.midpoint(bad);
        if gets_there(middle) { good = middle } else { bad = middle }
    }
    good as f64 / 10.0
}

/// Share of each season's daylight: fog, rain and thunder from the facts, and winds that are
/// spread as Rayleigh says with the windy day's wind not passed on nine of ten days.
fn available(terms: &Terms, strongest: f64) -> [f64; 4] {
    let spread = (strongest / terms.wind.max(1e-6)).powi(2);
    let calm_enough = 1.0 - (-std::f64::consts::LN_10 * spread).exp();
    ["spring", "summer", "autumn", "winter"]
        .map(|season| facts::value(&format!("air.available.{season}")) * calm_enough)
}

/// There and back, each end handled once, batteries changed once.
fn flights(terms: &Terms, seconds: f64) -> u32 {
    let ground = 2.0 * facts::value("air.handling") + terms.frame.economy.swap;
    let cycle = seconds + ground * 60.0;
    (facts::value("air.daylight") * 3600.0 / cycle.max(1.0)).floor() as u32
}

/// Wear of airframe and batteries, electricity, and the operator's time with one end's handling.
fn cost(terms: &Terms, flown: Flown, usable: f64) -> Fen {
    let economy = &terms.frame.economy;
    let hours = flown.seconds / 3600.0;
    let wh = flown.joules / WH;
    let wear = economy.price / economy.life * hours;
    let share = if usable > 0.0 { wh / usable } else { 0.0 };
    let batteries =
        economy.battery_price * f64::from(terms.frame.batteries) / economy.cycles.max(1.0) * share;
    let power = wh / facts::value("air.charger") / 1e6 * terms.electricity.as_f64() / 100.0;
    let minds = facts::value("air.operator.drones").max(1.0);
    let operator = facts::value("air.operator") * (hours + facts::value("air.handling") / 60.0) / minds;
    Fen::rounded((wear + batteries + power + operator) * 100.0)
}
