//! The options that all services share: which vehicle, and where its points lie on the roads.

use super::desk::{Desk, Prepared};
use super::options::Options;
use super::refusal::Refusal;
use super::request::Request;
use super::url::number;
use crate::county::times::weekday;
use crate::guide::{Approach, Ask, Barred, Choice, Phantom, choose, recall, snap};
use crate::guide::{Departure, Engine};
use crate::network::lines::{LineId, grid};
use crate::units::Point;
use crate::wire::osrm::{Hint, read_hint, waypoint, write_hint};
use serde_json::{Map, Value};
use std::sync::Arc;

/// A request with its vehicle and how each point is to be snapped.
pub(super) struct Asked {
    pub(super) prepared: Arc<Prepared>,
    pub(super) asks: Vec<Ask>,
    hints: Vec<Option<Hint>>,
    with_hints: bool,
    /// The answer has no waypoints.
    pub(super) no_waypoints: bool,
    /// When one sets out, if it was said.
    departure: Option<Departure>,
    vehicle: usize,
}

impl Asked {
    pub(super) fn read(desk: &Desk, request: &Request, options: &mut Options) -> Result<Asked, Refusal> {
        let vehicle = desk.vehicle(&request.profile)?;
        let mut sizes = desk.sizes(vehicle);
        let kilograms = options.number("weight", 0.0, 1_000.0)?.map(|tonnes| tonnes * 1_000.0);
        sizes.mass = kilograms.unwrap_or(sizes.mass);
        sizes.height = options.number("height", 0.0, 100.0)?.unwrap_or(sizes.height);
        sizes.width = options.number("width", 0.0, 100.0)?.unwrap_or(sizes.width);
        let barred = barred(options.text("exclude").as_deref())?;
        let count = request.coordinates.len();
        let radii = options.by_coordinate("radiuses", count, radius)?;
        let bearings = options.by_coordinate("bearings", count, bearing)?;
        let approaches = options.by_coordinate("approaches", count, approach)?;
        // A hint that says nothing to us is no mistake: it may come from another server.
        let hints = options.by_coordinate("hints", count, |text| Some(read_hint(text)))?;
        let anywhere = options.word("snapping", &[("default", false), ("any", true)], false)?;
        let ask = |(number, &point): (usize, &Point)| Ask {
            point,
            radius: radii[number].unwrap_or(f64::INFINITY),
            bearing: bearings[number],
            approach: approaches[number].unwrap_or_default(),
            anywhere,
        };
        Ok(Asked {
            asks: request.coordinates.iter().enumerate().map(ask).collect(),
            hints: hints.into_iter().map(Option::flatten).collect(),
            with_hints: options.is_true("generate_hints", true)?,
            no_waypoints: options.is_true("skip_waypoints", false)?,
            prepared: desk.prepared(vehicle, sizes, barred),
            departure: options.text("depart_at").map(|text| departure(&text)).transpose()?,
            vehicle,
        })
    }

    /// Who searches for a way at the moment at which one sets out, if any hour matters then.
    pub(super) fn departing<'a>(
        &self,
        prepared: &'a Prepared,
        desk: &'a Desk,
    ) -> Option<Box<dyn Engine + 'a>> {
        let (running, steps) = desk.hours(self.vehicle)?;
        prepared.engine.departing(running, steps, self.departure?)
    }

    /// The place of each point on the roads.
    pub(super) fn phantoms(&self, desk: &Desk) -> Result<Vec<Phantom>, Refusal> {
        let of = |(number, ask): (usize, &Ask)| {
            self.remembered(desk, number)
                .or_else(|| snap(&desk.atlas, &self.prepared.profile, ask))
                .ok_or_else(|| {
                    Refusal::new(
                        "NoSegment",
                        format!("Could not find a matching segment for coordinate {number}"),
                    )
                })
        };
        let choices: Result<Vec<Choice>, Refusal> = self.asks.iter().enumerate().map(of).collect();
        Ok(choose(&choices?))
    }

    /// What the hint of a point says, if it is about this point on these roads.
    fn remembered(&self, desk: &Desk, number: usize) -> Option<Choice> {
        let (hint, ask) = (self.hints[number]?, &self.asks[number]);
        let same = hint.mark == desk.mark && hint.point == grid(ask.point);
        let place = (LineId(hint.line), hint.stretch, f64::from(hint.share));
        same.then(|| recall(&desk.atlas, &self.prepared.profile, ask, place)).flatten()
    }

    /// How an answer shows where a point was snapped to.
    pub(super) fn waypoint(&self, desk: &Desk, ask: &Ask, phantom: &Phantom) -> Map<String, Value> {
        let hint = Hint {
            mark: desk.mark,
            line: phantom.line.0,
            stretch: phantom.stretch,
            share: phantom.share as f32,
            point: grid(ask.point),
        };
        let name = desk.atlas.name(desk.atlas.road_at(phantom.line, phantom.stretch));
        waypoint(grid(phantom.point), phantom.away, name, self.with_hints.then(|| write_hint(&hint)))
    }

    /// The same for some of the points.
    pub(super) fn waypoints(&self, desk: &Desk, phantoms: &[Phantom], which: &[usize]) -> Vec<Value> {
        let of = |&number: &usize| Value::Object(self.waypoint(desk, &self.asks[number], &phantoms[number]));
        which.iter().map(of).collect()
    }
}

/// `2026-11-21T08:30`, local time; seconds may follow.
fn departure(text: &str) -> Result<Departure, Refusal> {
    let read = || {
        let (date, clock) = text.split_once('T')?;
        let mut parts = clock.split(':');
        let mut number = |most: u64| {
            let part = parts.next().filter(|part| part.len() == 2)?;
            part.parse::<u64>().ok().filter(|number| *number < most)
        };
        let (hours, minutes) = (number(24)?, number(60)?);
        let seconds = if clock.len() > 5 { number(60)? } else { 0 };
        let millis = ((hours * 60 + minutes) * 60 + seconds) * 1000;
        parts.next().is_none().then_some(Departure { day: weekday(date)?, millis })
    };
    read().ok_or_else(|| Refusal::query("`depart_at` is a local time like 2026-11-21T08:30"))
}

fn barred(text: Option<&str>) -> Result<Barred, Refusal> {
    let mut barred = Barred::default();
    for word in text.unwrap_or_default().split(',').filter(|word| !word.is_empty()) {
        match word {
            "motorway" => barred.motorways = true,
            "toll" => barred.tolls = true,
            "ferry" => barred.ferries = true,
            "tunnel" => barred.tunnels = true,
            _ => {
                return Err(Refusal::value(
                    "Exclude flag not known; there are motorway, toll, ferry, tunnel",
                ));
            }
        }
    }
    Ok(barred)
}

fn radius(text: &str) -> Option<f64> {
    if text == "unlimited" {
        return Some(f64::INFINITY);
    }
    number(text).filter(|radius| *radius >= 0.0)
}

/// `value,range` in degrees.
fn bearing(text: &str) -> Option<(f64, f64)> {
    let (value, range) = text.split_once(',')?;
    let (value, range) = (number(value)?, number(range)?);
    ((0.0..=360.0).contains(&value) && (0.0..=180.0).contains(&range)).then_some((value, range))
}

fn approach(text: &str) -> Option<Approach> {
    match text {
        "unrestricted" => Some(Approach::Unrestricted),
        "curb" => Some(Approach::Curb),
        "opposite" => Some(Approach::Opposite),
        _ => None,
    }
}
