//! What a site is good for: spoilage it saves, and who pays for its cold room.

use super::build::{Part, Surveyed};
use super::demand::Customer;
use super::options::Hold;
use super::resources::{RESOURCES, Resource};
use crate::county::PlaceId;
use crate::site::levels::Siting;
use crate::site::split::{Room, Split, split};
use crate::units::Fen;
use std::collections::BTreeMap;

/// Fen a year that goods of an alternative's customers would lose more if its hub served them
/// itself; 0 for a hub, and for customers that the hub cannot serve.
#[must_use]
pub fn saved(surveyed: &Surveyed, best: &Siting, at: usize) -> Fen {
    let levels = &surveyed.levels;
    let hub = levels.alternatives[at].hub;
    let Some(&hub) = best.open.iter().find(|&&open| levels.alternatives[open].site == hub) else {
        return Fen(0);
    };
    let lost = |at: usize, customer: usize| {
        let cell = levels.alternatives[at].row * levels.customers + customer;
        surveyed.parts[Part::Spoilage as usize][cell]
    };
    let own = best.served(at).into_iter();
    let saved = own.map(|(customer, share)| share * (lost(hub, customer) - lost(at, customer)));
    Fen::rounded(saved.filter(|saved| saved.is_finite()).sum())
}

/// A site's cold room and who pays for it.
#[derive(Clone, Debug, PartialEq)]
pub struct ColdRoom {
    /// By place.
    pub users: Vec<PlaceId>,
    pub split: Split,
}

/// Who pays how much of a site's cold room, a year; `None` where there is none, or none that could
/// be done without (a warehouse's own).
#[must_use]
pub fn cold_room(customers: &[Customer], surveyed: &Surveyed, best: &Siting, at: usize) -> Option<ColdRoom> {
    let rooms = rooms(surveyed, at)?;
    let levels = &surveyed.levels;
    let mut needs: BTreeMap<PlaceId, Vec<f64>> = BTreeMap::new();
    for (customer, share) in best.served(at) {
        let uses = levels.uses(customer).chunks(RESOURCES);
        let cold: Vec<f64> = uses.map(|season| share * season[Resource::Cold as usize]).collect();
        if cold.iter().any(|&litres| litres > 0.0) {
            let need = needs.entry(customers[customer].place).or_insert_with(|| vec![0.0; cold.len()]);
            need.iter_mut().zip(cold).for_each(|(need, cold)| *need += cold);
        }
    }
    let (users, needs): (Vec<PlaceId>, Vec<Vec<f64>>) = needs.into_iter().unzip();
    // What is there is paid for in full; a smaller room would do for fewer users.
    let own = rooms.iter().find(|room| room.0 == at)?.1;
    let rooms: Vec<Room> = rooms.into_iter().map(|room| room.1).collect();
    (!users.is_empty()).then(|| ColdRoom { users, split: split(&needs, &rooms, own) })
}

/// Alternatives of a site with a cold room, and what that costs beyond having the site without one.
fn rooms(surveyed: &Surveyed, at: usize) -> Option<Vec<(usize, Room)>> {
    let found = &surveyed.found[at];
    let all = (0..surveyed.found.len())
        .filter(|&other| surveyed.found[other].site == found.site && surveyed.found[other].hub == found.hub);
    let all: Vec<usize> = all.collect();
    let is_cold = |other: usize| surveyed.found[other].option.hold != Hold::Outside;
    let fixed = |other: usize| surveyed.levels.alternatives[other].fixed;
    let plain = |other: usize| {
        let size = surveyed.found[other].option.is_large;
        all.iter().copied().find(|&it| !is_cold(it) && surveyed.found[it].option.is_large == size)
    };
    if !is_cold(at) || found.site == found.hub {
        return None;
    }
    // As large in every season.
    let litres = |other: usize| surveyed.levels.alternatives[other].capacity[Resource::Cold.at(0)];
    let room =
        |other: usize| Room { litres: litres(other), cost: fixed(other) - plain(other).map_or(0.0, fixed) };
    Some(all.iter().copied().filter(|&it| is_cold(it)).map(|it| (it, room(it))).collect())
}
