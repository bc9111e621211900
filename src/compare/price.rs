//! What a day's amount of one kind of goods takes by each mode. (M210) to (M215)

use super::air::{Flying, Shuttle, Turn};
use super::keep::Keep;
use super::road::{Stay, Trip};
use super::{Block, Direction, Figures, HOUR, KILO, KWH, MINUTE};
use crate::facts;
use crate::units::Celsius;

/// A day's amount.
#[derive(Clone, Copy, Debug)]
pub struct Load {
    pub kilograms: f64,
    pub litres: f64,
    /// Fen a kilogram, fresh.
    pub value: f64,
    pub age: f64,
    /// Seconds of handing over.
    pub service: f64,
    pub direction: Direction,
    /// Kilograms of the lightest thing that can be carried on its own.
    pub parcel: f64,
    /// Where goods wait at the door, if they are pre-cooled there.
    pub cooled: Option<Celsius>,
    /// The drone's box; `None`: any volume, as warm as the air.
    pub hold: Option<Hold>,
}

/// What a drone carries goods in.
#[derive(Clone, Copy, Debug)]
pub struct Hold {
    pub litres: f64,
    /// Unless it is as warm as the air outside.
    pub held: Option<Celsius>,
}

impl Load {
    /// Kilograms that fit into the drone's box.
    fn fits(&self) -> f64 {
        let each = self.litres / self.kilograms.max(1e-9);
        self.hold.filter(|_| each > 0.0).map_or(f64::INFINITY, |hold| hold.litres / each)
    }

    fn held(&self) -> Option<Celsius> {
        self.hold.and_then(|hold| hold.held)
    }
}

/// Where goods wait and ride, metres above sea level.
#[derive(Clone, Copy, Debug, Default)]
pub struct Heights {
    pub site: Option<f64>,
    pub door: Option<f64>,
}

/// How goods fare on the way, step by step.
struct Journey<'a> {
    keep: &'a Keep,
    load: &'a Load,
    age: f64,
    hour: f64,
    seconds: f64,
}

impl<'a> Journey<'a> {
    /// From the moment that goods are there to be taken.
    fn new(keep: &'a Keep, load: &'a Load) -> Journey<'a> {
        let hour = match load.direction {
            Direction::Out => facts::value("siting.hour.delivery"),
            Direction::In => facts::value("siting.hour.harvest"),
        };
        Journey { keep, load, age: load.age, hour, seconds: 0.0 }
    }

    fn pass(&mut self, seconds: f64, age: f64) {
        self.age += age;
        self.hour += seconds / HOUR;
        self.seconds += seconds;
    }

    fn outside(&mut self, height: Option<f64>, seconds: f64) {
        self.pass(seconds, self.keep.outside(height, self.hour, seconds / HOUR));
    }

    /// At the door before anything comes, pre-cooled or not.
    fn wait(&mut self, height: Option<f64>, seconds: f64) {
        match self.load.cooled {
            Some(point) => self.pass(seconds, self.keep.at(point, seconds / HOUR)),
            None => self.outside(height, seconds),
        }
    }

    /// On board: loading, the ride, and standing by at `stops` others for so long.
    fn board(&mut self, trip: &Trip, height: Option<f64>, standing: f64, stops: f64) {
        let loading = if self.load.direction == Direction::Out { trip.loading } else { 0.0 };
        if let Some(point) = trip.held {
            let doors = self.keep.outside(height, self.hour, stops * trip.door / HOUR);
            let seconds = loading + trip.riding + standing;
            self.pass(seconds, self.keep.at(point, seconds / HOUR) + doors);
            return;
        }
        self.outside(height, loading + standing);
        let hours = trip.riding / HOUR;
        let aged = match trip.warmth {
            Some(warmth) => self.keep.driving(warmth, self.hour, hours),
            None => self.keep.outside(height, self.hour, hours),
        };
        self.pass(trip.riding, aged);
    }

    fn told(&self, figures: Figures) -> Figures {
        let (fresh, left) = (self.keep.left(self.load.age), self.keep.left(self.age));
        Figures { lost: self.load.value * (fresh - left), left, minutes: self.seconds / MINUTE, ..figures }
    }
}

/// By vehicle: a share of a round, or trips of its own. A round is shared with as many stops as
/// it pays: what ages stands by at fewer of them.
#[must_use]
pub fn by_road(trip: &Trip, load: &Load, stay: Option<Stay>, keep: &Keep, at: Heights, open: f64) -> Figures {
    let amount = (load.kilograms / trip.payload).max(load.litres / trip.litres);
    let Some(stay) = stay else {
        let trips = amount.max(load.service / trip.left).ceil().max(1.0);
        return round(trip, load, (trips, Stay::default()), keep, at, open);
    };
    let least = amount.max((load.service + stay.seconds) / trip.left);
    // Twice the share is half of the other stops, up to a round of its own.
    let shares = std::iter::successors(Some(least), |share| (*share < 1.0).then(|| (share * 2.0).min(1.0)));
    let each = shares.map(|share| round(trip, load, (share, stay), keep, at, open));
    each.min_by(|one, other| one.sum().total_cmp(&other.sum())).unwrap_or_default()
}

fn round(
    trip: &Trip,
    load: &Load,
    (trips, way): (f64, Stay),
    keep: &Keep,
    at: Heights,
    open: f64,
) -> Figures {
    let busy = load.service + way.seconds;
    let others = (1.0 / trips.max(1e-6) - 1.0).max(0.0) * facts::value("compare.rider");
    let mut journey = Journey::new(keep, load);
    if load.direction == Direction::In {
        journey.wait(at.door, facts::value("compare.wait.road") * HOUR);
    }
    let standing = (others * busy).min(facts::value("compare.rider") * trip.left);
    journey.board(trip, at.door, standing, others);
    let per_metre = trip.joules / (2.0 * trip.kilometres * KILO).max(1.0);
    let scale = trips + way.metres * per_metre / trip.joules.max(1.0);
    journey.told(Figures {
        money: (trip.money * trips + busy * trip.per_second + way.metres * trip.per_metre) / load.kilograms,
        kwh: trip.joules * scale / KWH / load.kilograms,
        carbon: trip.carbon * scale / load.kilograms,
        labour: (trip.busy * trips + busy) / MINUTE / load.kilograms,
        available: open,
        kilometres: trip.kilometres,
        load: load.kilograms / trips,
        trips,
        ..Figures::default()
    })
}

/// A flight with a day's share on board.
struct Flight {
    turn: Turn,
    /// A day.
    count: f64,
    load: f64,
}

fn flight(flying: &Flying, shuttle: &Shuttle, load: &Load, keep: &Keep) -> Result<Flight, Block> {
    let largest = flying.largest(shuttle, load.direction)?;
    let least = load.parcel.min(load.kilograms);
    if largest < least {
        return Err(Block::Heavy);
    }
    if load.fits() < least {
        return Err(Block::Box);
    }
    let largest = largest.min(load.fits());
    // Whole parcels on each flight.
    let parcels = (largest / load.parcel + 1e-9).floor().max(1.0) * load.parcel;
    let most = if load.kilograms <= largest { largest } else { parcels.min(largest) };
    let count = (load.kilograms / most - 1e-9).ceil().max(1.0);
    let each = load.kilograms / count;
    let turn = flying.turn(shuttle, each, load.direction, 0.0).ok_or(Block::Range)?;
    if count > flying.flights(&turn) {
        return Err(Block::Daylight);
    }
    // In a box that is held at its temperature goods are outside only while they are handed over.
    let outside = if load.held().is_some() { 0.0 } else { loaded(&turn, load) } + 2.0 * flying.handling;
    if keep.budget().is_some_and(|budget| outside > budget) {
        return Err(Block::Warm);
    }
    Ok(Flight { turn, count, load: each })
}

fn loaded(turn: &Turn, load: &Load) -> f64 {
    if load.direction == Direction::Out { turn.out.seconds } else { turn.back.seconds }
}

/// By drone; `pad` is what the far end's pad costs a day, in fen.
///
/// # Errors
/// What blocks it.
pub fn by_air(
    flying: &Flying,
    shuttle: &Shuttle,
    load: &Load,
    keep: &Keep,
    (at, pad): (Heights, f64),
) -> Result<Figures, Block> {
    let flight = flight(flying, shuttle, load, keep)?;
    let mut journey = Journey::new(keep, load);
    fly(&mut journey, flying, shuttle, &flight, at);
    Ok(journey.told(told(flying, shuttle, load, &flight, pad)))
}

/// Handling, waiting for flights before, and the flight.
fn fly(journey: &mut Journey, flying: &Flying, shuttle: &Shuttle, flight: &Flight, at: Heights) {
    let load = journey.load;
    let queue = (flight.count - 1.0) / 2.0 * flying.cycle(&flight.turn) / flying.drones;
    let (start, end) = match load.direction {
        Direction::Out => (at.site, at.door),
        Direction::In => (at.door, at.site),
    };
    match load.direction {
        Direction::Out => journey.outside(start, queue),
        Direction::In => journey.wait(start, facts::value("compare.wait.air") * HOUR + queue),
    }
    journey.outside(start, flying.handling);
    match load.held() {
        Some(point) => {
            let seconds = loaded(&flight.turn, load);
            journey.pass(seconds, journey.keep.at(point, seconds / HOUR));
        }
        None => journey.outside(Some(shuttle.height), loaded(&flight.turn, load)),
    }
    journey.outside(end, flying.handling);
}

fn told(flying: &Flying, shuttle: &Shuttle, load: &Load, flight: &Flight, pad: f64) -> Figures {
    let (turn, count) = (&flight.turn, flight.count);
    Figures {
        money: (flying.money(shuttle, turn) * count + pad) / load.kilograms,
        kwh: flying.socket(turn) * count / KWH / load.kilograms,
        carbon: flying.carbon(turn) * count / load.kilograms,
        labour: flying.labour(turn) * count / MINUTE / load.kilograms,
        available: flying.available(shuttle, flight.load, load.direction),
        kilometres: shuttle.length / KILO,
        load: flight.load,
        trips: count,
        ..Figures::default()
    }
}

/// A truck's share between warehouse and pad, and drones between pad and door; heights are those of
/// the pad and of the door. `pads` is what both pads cost a day for this load, in fen.
///
/// # Errors
/// What blocks the drone.
pub fn by_both(
    trip: &Trip,
    (flying, shuttle): (&Flying, &Shuttle),
    load: &Load,
    keep: &Keep,
    (at, pads, open): (Heights, f64, f64),
) -> Result<Figures, Block> {
    let flight = flight(flying, shuttle, load, keep)?;
    let air = told(flying, shuttle, load, &flight, pads);
    let share = (load.kilograms / trip.payload).max(load.litres / trip.litres);
    let mut journey = Journey::new(keep, load);
    let transfer = facts::value("compare.transfer") * HOUR;
    match load.direction {
        Direction::Out => {
            journey.board(trip, at.site, 0.0, 0.0);
            journey.outside(at.site, transfer);
            fly(&mut journey, flying, shuttle, &flight, at);
        }
        Direction::In => {
            fly(&mut journey, flying, shuttle, &flight, at);
            journey.outside(at.site, transfer);
            journey.board(trip, at.site, 0.0, 0.0);
        }
    }
    let haul = share / load.kilograms;
    Ok(journey.told(Figures {
        money: air.money + trip.money * haul + facts::value("siting.handling"),
        kwh: air.kwh + trip.joules * haul / KWH,
        carbon: air.carbon + trip.carbon * haul,
        labour: air.labour + trip.busy * haul / MINUTE,
        available: air.available * open,
        kilometres: air.kilometres + trip.kilometres,
        ..air
    }))
}
