//! A plan of before, read for its routes alone. Orders, vehicles and files may have changed since.

use super::clock::Clock;
use super::dto::{ActionDto, PlanDto, RoundDto, StopDto, TripDto};
use super::read::{broken, header, not_a_plan};
use crate::county::County;
use crate::finding::{Code, Finding, Spot};
use crate::plan::{Action, Past, PastRound, PastStop, PastTrip};
use crate::units::Moment;

/// The routes of a `plan.json` of this county, of any day and any state of its files.
///
/// # Errors
/// `E601` if it is not a plan, of another version, or has times that are none; `E603` if it is of
/// another county.
pub fn past(text: &str, county: &County) -> Result<Past, Vec<Finding>> {
    let header = header(text)?;
    if header.county != county.code {
        let finding = Finding::new(Code::E603, Spot::file("plan.json"))
            .with("found", format!("{} {}", header.county, header.date));
        return Err(vec![finding]);
    }
    let document: PlanDto = serde_json::from_str(text).map_err(|error| vec![not_a_plan(&error)])?;
    let clock = Clock::of(&document.date).ok_or_else(|| vec![broken("date", &document.date)])?;
    let rounds: Result<Vec<PastRound>, Vec<Finding>> =
        document.rounds.iter().map(|one| round(one, &clock)).collect();
    let unserved = document.unserved.iter().map(|one| one.order.clone()).collect();
    Ok(Past { date: document.date, inputs: document.inputs, rounds: rounds?, unserved })
}

fn round(round: &RoundDto, clock: &Clock) -> Result<PastRound, Vec<Finding>> {
    let trips: Result<Vec<PastTrip>, _> = round.trips.iter().map(|one| trip(one, clock)).collect();
    Ok(PastRound { vehicle_type: round.vehicle_type.clone(), number: round.number, trips: trips? })
}

fn trip(trip: &TripDto, clock: &Clock) -> Result<PastTrip, Vec<Finding>> {
    let stops: Result<Vec<PastStop>, _> = trip.stops.iter().map(|one| stop(one, clock)).collect();
    Ok(PastTrip {
        load_start: moment(clock, "load_start", &trip.load_start)?,
        depart: moment(clock, "depart", &trip.depart)?,
        stops: stops?,
        back: moment(clock, "back", &trip.back)?,
    })
}

fn stop(stop: &StopDto, clock: &Clock) -> Result<PastStop, Vec<Finding>> {
    Ok(PastStop {
        order: stop.order.clone(),
        action: action(stop.action),
        start: moment(clock, "start", &stop.start)?,
        end: moment(clock, "end", &stop.end)?,
    })
}

pub(super) fn action(action: ActionDto) -> Action {
    match action {
        ActionDto::Deliver => Action::Deliver,
        ActionDto::Collect => Action::Collect,
        ActionDto::PickUp => Action::PickUp,
        ActionDto::DropOff => Action::DropOff,
    }
}

fn moment(clock: &Clock, key: &str, text: &str) -> Result<Moment, Vec<Finding>> {
    clock.read(text).ok_or_else(|| vec![broken(key, text)])
}
