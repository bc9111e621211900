//! What a degree colder and a litre more in the cooled compartments would be worth.

use super::{ColdWorth, RoomWorth};
use crate::county::{County, VehicleTypeId};
use crate::model::Problem;
use crate::route;
use crate::solve::{Room, Scales, Solution};
use crate::units::{Celsius, Fen};
use std::collections::BTreeMap;

/// How much colder.
const STEP: Celsius = Celsius(1.0);

/// For each cooled compartment of a vehicle type that there is: what a degree colder would save if
/// all rounds stayed as they are, and which order would pay most for each litre more in one
/// vehicle. The best plan of such a day is at least as good. Nothing more is put into vehicles
/// that have begun, and the moment stays at which one leg of an order hands it over to the next.
/// (M57, M58)
#[must_use]
pub fn cold_worth(county: &County, problem: &Problem, solution: &Solution) -> Vec<ColdWorth> {
    let holds: Vec<(usize, usize)> = (0..problem.kinds.len())
        .filter(|&kind| problem.kinds[kind].count > 0)
        .flat_map(|kind| problem.kinds[kind].holds.iter().enumerate().map(move |(at, hold)| (kind, at, hold)))
        .filter(|(_, _, hold)| !hold.ambient)
        .map(|(kind, at, _)| (kind, at))
        .collect();
    let Some(scales) = Scales::new(problem, solution) else { return Vec::new() };
    // Several types of a problem may be one of the county.
    let of = |&(kind, hold): &(usize, usize)| (problem.kinds[kind].id, hold);
    let mut rooms: BTreeMap<(VehicleTypeId, usize), Option<Room>> =
        holds.iter().map(|one| (of(one), None)).collect();
    let free: Vec<(usize, usize)> =
        holds.iter().copied().filter(|one| problem.kinds[one.0].begun.is_none()).collect();
    for (one, found) in free.iter().zip(scales.rooms(&free)) {
        let known = rooms.entry(of(one)).or_default();
        *known = (*known).into_iter().chain(found).max_by(Room::by_litre);
    }
    let room = |room: Room| RoomWorth { litres: room.litres, saved: room.saved, order: room.order };
    let worth = |((id, hold), found): ((VehicleTypeId, usize), Option<Room>)| ColdWorth {
        vehicle_type: id,
        compartment: hold,
        degree: degree(county, problem, solution, (id, hold)),
        room: found.map(room),
    };
    rooms.into_iter().map(worth).collect()
}

/// What all rounds together would cost less; `None` if goods on board would be hurt.
fn degree(
    county: &County,
    problem: &Problem,
    solution: &Solution,
    of: (VehicleTypeId, usize),
) -> Option<Fen> {
    let colder = problem.colder(county, of, STEP)?;
    let rounds = solution.routes.iter().filter(|round| problem.kinds[round.vehicle_type.index()].id == of.0);
    let total = |problem: &Problem, round| route::walk(problem, round).map(|walk| walk.breakdown.total());
    rounds.map(|round| Some(total(problem, round)? - total(&colder, round)?)).sum()
}

#[cfg(test)]
mod tests;
