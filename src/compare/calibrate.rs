//! The model beside operations that were reported. Nothing is tuned to them.
//!
//! Each line asks the model for the very figure that was reported, with what
//! was reported along with it. Where a report leaves out what the model needs,
//! the line says what the model makes of the rest, and stays open.

use super::air::{Flying, Shuttle, Turn};
use super::class::Direction;
use super::line::Course;
use super::{HOUR, KILO, MINUTE};
use crate::county::Season;
use crate::energy::drone::{Airframe, Battery, Day, airframe, range};
use crate::facts;

/// What is held beside each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum What {
    /// Of a flight over a reported distance.
    DroneMinutes,
    /// Of a flight over a reported climb; the distance is not known, so it takes at least that.
    ClimbMinutes,
    /// Longest flight with the load, with the reserve kept.
    Endurance,
    /// Kilometres that are flown in the reported minutes.
    Reach,
    /// Kilometres an hour on mountain roads.
    GroundSpeed,
    ParcelsPerPerson,
    PricePerTonne,
    TonnesPerHour,
    TonnesPerDay,
    /// Nothing that this model has.
    NotModelled,
}

/// What comes of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// Within the reported range, or a quarter of the reported value.
    Agrees,
    Differs,
    /// The report leaves out what would decide it.
    Open,
}

/// A reported operation, by its name in `operations.csv`.
pub type Operation = &'static str;

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Calibrated {
    pub operation: Operation,
    pub what: What,
    pub airframe: Option<&'static str>,
    /// Value, low and high.
    pub reported: [f64; 3],
    pub model: Option<f64>,
    pub verdict: Verdict,
}

/// What of the county reports are held against.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Own {
    /// Kilometres an hour on the way to the middle place.
    pub speed: Option<f64>,
    /// Parcels a person and day.
    pub parcels: f64,
    /// Fen per MWh.
    pub electricity: f64,
}

const POSTAL: &str = "postal10";
const LARGE: &str = "flycart100";
const SMALLER: &str = "flycart30";

/// All reported operations, line by line.
#[must_use]
pub fn calibrate(own: &Own) -> Vec<Calibrated> {
    let mut lines = drones();
    let speed = |id, km: f64| {
        let minutes = value(id, "ground");
        judged(id, What::GroundSpeed, None, [km / minutes * 60.0; 3], own.speed)
    };
    lines.push(speed("hongyuan", value("hongyuan", "distance")));
    lines.push(speed("longquan", value("longquan", "road")));
    lines.push(judged("banan", What::ParcelsPerPerson, None, told("banan", "parcels"), Some(own.parcels)));
    lines.extend(lifts(own));
    let beyond = [("wushan_plums", "drone"), ("lanzhou", "saved"), ("zigui", "payload")];
    let more = [("yuanyang", "saved"), ("zipline", "distance")];
    lines.extend(
        beyond
            .into_iter()
            .chain(more)
            .map(|(id, key)| open(id, What::NotModelled, None, told(id, key), None)),
    );
    lines
}

fn told(operation: Operation, key: &str) -> [f64; 3] {
    let fact = facts::get(&format!("operation.{operation}.{key}"));
    fact.map_or([0.0; 3], |fact| [fact.value, fact.low, fact.high])
}

fn value(operation: Operation, key: &str) -> f64 {
    facts::value(&format!("operation.{operation}.{key}"))
}

fn judged(
    operation: Operation,
    what: What,
    airframe: Option<&'static str>,
    reported: [f64; 3],
    model: Option<f64>,
) -> Calibrated {
    const NEAR: f64 = 0.25;
    let [usual, low, high] = reported;
    let is_near = |model: f64| (low..=high).contains(&model) || (model / usual - 1.0).abs() <= NEAR;
    let verdict = match (what, model) {
        (_, None) => Verdict::Open,
        // It takes at least so long; it can fly at most so long.
        (What::ClimbMinutes, Some(model)) if model <= usual => Verdict::Agrees,
        (What::Endurance, Some(model)) if model >= usual => Verdict::Agrees,
        (_, Some(model)) if is_near(model) => Verdict::Agrees,
        _ => Verdict::Differs,
    };
    Calibrated { operation, what, airframe, reported, model, verdict }
}

fn open(
    operation: Operation,
    what: What,
    airframe: Option<&'static str>,
    reported: [f64; 3],
    model: Option<f64>,
) -> Calibrated {
    Calibrated { operation, what, airframe, reported, model, verdict: Verdict::Open }
}

/// A drone in mild air near the ground.
fn flying(code: &str, electricity: f64) -> Option<Flying> {
    Some(Flying::new(airframe(code)?, 1, Season::Spring, Day::spec(), electricity))
}

fn turn(code: &str, metres: f64, climb: f64, load: f64) -> Option<Turn> {
    const ABOVE: f64 = 60.0;
    let flying = flying(code, 0.0)?;
    let course = Course::over_nothing(metres, [500.0, 500.0 + climb], if climb > 0.0 { 10.0 } else { ABOVE });
    flying.turn(&Shuttle::line(&course)?, load, Direction::Out, 0.0)
}

fn drones() -> Vec<Calibrated> {
    let over = |id, code, stops: f64, load: f64| {
        let turn = turn(code, value(id, "distance") * KILO, 0.0, load);
        let hold = stops * 2.0 * facts::value("air.handling");
        let minutes = turn.map(|turn| turn.out.seconds / MINUTE + hold);
        judged(id, What::DroneMinutes, Some(code), told(id, "drone"), minutes)
    };
    let up = |id, code, both: bool| {
        let turn = turn(code, 200.0, value(id, "climb"), value(id, "payload"));
        let seconds = turn.map(|turn| if both { turn.seconds() } else { turn.out.seconds });
        judged(id, What::ClimbMinutes, Some(code), told(id, "drone"), seconds.map(|it| it / MINUTE))
    };
    let reach = |id, code, load| {
        let minutes = told(id, "drone");
        open(id, What::Reach, Some(code), minutes, reach(code, load, minutes[0]))
    };
    let lasts = |id, frame: Option<Airframe>, load: f64| {
        let longest = frame.and_then(|frame| {
            let load = load.min(frame.payload);
            range(&frame, load, (500.0, 60.0), &Day::spec(), &Battery::default())
        });
        judged(id, What::Endurance, Some(LARGE), told(id, "drone"), longest.map(|it| it.seconds / MINUTE))
    };
    let one = airframe(LARGE).map(|frame| frame.with_batteries(1));
    vec![
        over("anxin", POSTAL, 0.0, value("anxin", "payload")),
        over("hongyuan", POSTAL, 0.0, value("cliff_village", "payload")),
        over("shangluo", POSTAL, value("shangluo", "stops"), value("cliff_village", "payload")),
        up("cliff_village", POSTAL, false),
        up("nanchuan", LARGE, false),
        up("everest", SMALLER, true),
        reach("luding_village", LARGE, 40.0),
        reach("longquan", POSTAL, value("cliff_village", "payload")),
        lasts("luding_river", airframe(LARGE), value("luding_river", "payload")),
        lasts("banan", one, 100.0),
    ]
}

/// Kilometres in level flight in so many minutes, take-off and landing included.
fn reach(code: &str, load: f64, minutes: f64) -> Option<f64> {
    let seconds = |metres: f64| turn(code, metres, 0.0, load).map(|turn| turn.out.seconds);
    let (near, far) = (seconds(1_000.0)?, seconds(2_000.0)?);
    Some(((minutes * MINUTE - near) / (far - near) + 1.0).max(0.0))
}

/// Lemons lifted to the road, over and over.
fn lifts(own: &Own) -> Vec<Calibrated> {
    let metres = value("anyue", "distance") * KILO;
    let load = value("anyue", "payload");
    let turn = turn(LARGE, metres, 0.0, load);
    let minutes = turn.map(|turn| turn.seconds() / MINUTE);
    let all = flying(LARGE, own.electricity).zip(turn);
    let tonnes = load / KILO;
    let price = all.as_ref().and_then(|(flying, turn)| {
        let course = Course::over_nothing(metres, [500.0; 2], 60.0);
        Some(flying.money(&Shuttle::line(&course)?, turn) / 100.0 / tonnes)
    });
    let rate = all.as_ref().map(|(flying, turn)| tonnes * HOUR / flying.cycle(turn));
    let day = rate.map(|rate| rate * facts::value("air.daylight"));
    vec![
        judged("anyue", What::DroneMinutes, Some(LARGE), told("anyue", "drone"), minutes),
        judged("anyue", What::PricePerTonne, Some(LARGE), told("anyue", "price"), price),
        judged("anyue", What::TonnesPerHour, Some(LARGE), told("anyue", "rate"), rate),
        judged("tongnan", What::TonnesPerDay, Some(LARGE), told("tongnan", "rate"), day),
    ]
}
