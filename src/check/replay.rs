//! Replays the plan's decisions on the road: when each stop is reached and
//! left, with what load, and with how much energy.
//!
//! Each leg begins where the derived stop before it ends, so one false number
//! in a plan does not make the numbers after it look false as well.

use super::air::Sky;
use super::roads::{Drive, Roads};
use super::{Rule, Violations, Where, compare, fleet, orders, report};
use crate::county::{County, VehicleType};
use crate::network::{Located, Location};
use crate::plan::{Action, Leg, Plan, Rest, Round, Stop, Trip};
use crate::units::{Grams, Joules, Moment};

/// A round as it must be.
pub(super) struct Day<'a> {
    pub index: usize,
    pub round: &'a Round,
    pub kind: &'a VehicleType,
    pub trips: Vec<Run<'a>>,
}

/// A trip as it must be.
pub(super) struct Run<'a> {
    pub at: (usize, usize),
    pub trip: &'a Trip,
    /// Where it begins, its stops, where it ends.
    pub places: Vec<Option<Location>>,
    /// On board when departing.
    pub load: Grams,
    pub visits: Vec<Visit<'a>>,
    pub home: Drove,
}

/// A stop as it must be.
pub(super) struct Visit<'a> {
    pub stop: &'a Stop,
    pub action: Action,
    pub drove: Drove,
    pub end: Moment,
    /// On board when leaving.
    pub load: Grams,
}

/// A leg as it must be.
#[derive(Clone)]
pub(super) struct Drove {
    /// When the stop before ended, or the departure.
    pub left: Moment,
    /// When the wheels roll: after the rest.
    pub begin: Moment,
    pub arrive: Moment,
    pub energy: Joules,
    pub drive: Option<Drive>,
}

impl Run<'_> {
    pub fn stop_at(&self, index: usize) -> Where {
        Where::Stop(self.at.0, self.at.1, index)
    }

    pub fn trip_at(&self) -> Where {
        Where::Trip(self.at.0, self.at.1)
    }

    pub fn home_at(&self) -> Where {
        Where::Home(self.at.0, self.at.1)
    }

    /// When it is back.
    pub fn back(&self) -> Moment {
        self.home.arrive
    }

    /// The compartment a stop's goods are in: a transfer stays where it was put.
    pub fn compartment(&self, index: usize) -> usize {
        let visit = &self.visits[index];
        let pick = |other: &&Visit| {
            visit.action == Action::DropOff
                && other.action == Action::PickUp
                && other.stop.order == visit.stop.order
        };
        self.visits[..index].iter().find(pick).unwrap_or(visit).stop.compartment
    }
}

/// Where a trip begins, its stops, where it ends.
pub(super) fn places(
    county: &County,
    located: &Located,
    round: &Round,
    trip: usize,
) -> Vec<Option<Location>> {
    let kind = county.vehicle_type(round.vehicle_type);
    let (from, to) = fleet::sites(kind, trip, round.trips.len());
    let inside = &round.trips[trip];
    let door = |index: usize| {
        let order = inside.stops[index].order.index();
        match orders::effective(county, inside, index) {
            Action::Deliver | Action::DropOff => located.drops[order],
            Action::Collect | Action::PickUp => located.picks[order],
        }
    };
    let doors = (0..inside.stops.len()).map(door);
    let ends = [located.sites[from.index()], located.sites[to.index()]];
    std::iter::once(ends[0]).chain(doors).chain(std::iter::once(ends[1])).collect()
}

pub(super) fn replay<'a>(
    county: &'a County,
    located: &Located,
    (roads, sky): (&Roads, &Sky),
    plan: &'a Plan,
) -> Vec<Day<'a>> {
    let day = |(index, round): (usize, &'a Round)| {
        let running = located.running_of[round.vehicle_type.index()];
        let flies = county.vehicle_type(round.vehicle_type).flies.is_some();
        let run = |number: usize| {
            let places = places(county, located, round, number);
            let drive = |leg: usize, begin: Moment| match flies {
                true => sky.leg(round, number, leg, &places),
                false => roads.drive(running, places[leg]?, places[leg + 1]?, begin),
            };
            run(county, &drive, (index, number), &round.trips[number], places.clone())
        };
        let trips = (0..round.trips.len()).map(run).collect();
        Day { index, round, kind: county.vehicle_type(round.vehicle_type), trips }
    };
    plan.rounds.iter().enumerate().map(day).collect()
}

fn run<'a>(
    county: &County,
    drive: &dyn Fn(usize, Moment) -> Option<Drive>,
    at: (usize, usize),
    trip: &'a Trip,
    places: Vec<Option<Location>>,
) -> Run<'a> {
    let actions: Vec<Action> =
        (0..trip.stops.len()).map(|index| orders::effective(county, trip, index)).collect();
    let mass = |stop: &Stop| county.order(stop.order).mass;
    let delivered = trip.stops.iter().zip(&actions).filter(|(_, action)| **action == Action::Deliver);
    let load: Grams = delivered.map(|(stop, _)| mass(stop)).sum();
    let (mut left, mut carried) = (trip.depart, load);
    let mut visits = Vec::with_capacity(trip.stops.len());
    for (index, (stop, action)) in trip.stops.iter().zip(actions).enumerate() {
        let drove = drove(left, stop.rest, &stop.leg, |begin| drive(index, begin), carried);
        let order = county.order(stop.order);
        let door =
            if matches!(action, Action::Deliver | Action::DropOff) { order.drop() } else { order.pick() };
        let end = stop.start + door.map(|door| door.service).unwrap_or_default();
        match action {
            Action::Deliver | Action::DropOff => carried -= mass(stop),
            Action::Collect | Action::PickUp => carried += mass(stop),
        }
        visits.push(Visit { stop, action, drove, end, load: carried });
        left = end;
    }
    let home = drove(left, trip.rest, &trip.home, |begin| drive(trip.stops.len(), begin), carried);
    Run { at, trip, places, load, visits, home }
}

/// Where there is no road, what the plan says stands in.
fn drove(
    left: Moment,
    rest: Option<Rest>,
    stated: &Leg,
    drive: impl FnOnce(Moment) -> Option<Drive>,
    load: Grams,
) -> Drove {
    let begin = rest.map_or(left, |rest| rest.end);
    let drive = drive(begin);
    let (duration, energy) = match &drive {
        Some(drive) => (drive.duration, drive.energy(load)),
        None => (stated.duration, stated.energy),
    };
    Drove { left, begin, arrive: begin + duration, energy, drive }
}

/// Compares legs, and what each trip takes from its battery (M11, M19, M20).
pub(super) fn check(day: &Day, found: &mut Violations) {
    for run in &day.trips {
        for (index, visit) in run.visits.iter().enumerate() {
            check_leg(run.stop_at(index), &visit.stop.leg, &visit.drove, found);
        }
        check_leg(run.home_at(), &run.trip.home, &run.home, found);
    }
}

fn check_leg(at: Where, stated: &Leg, drove: &Drove, found: &mut Violations) {
    let Some(drive) = &drove.drive else {
        report(found, at, Rule::NoRoad);
        return;
    };
    compare(found, at, (stated.duration, drive.duration), Rule::LegDuration);
    compare(found, at, (stated.distance, drive.distance), Rule::LegDistance);
    compare(found, at, (stated.energy, drove.energy), Rule::LegEnergy);
}
