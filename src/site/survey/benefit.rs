//! What a site is good for: spoilage it saves, and who pays for its cold room.

use super::build::{Part, Surveyed};
use super::demand::Customer;
use super::options::Hold;
use super::resources::{RESOURCES, Resource};
use crate::county::PlaceId;
use crate::site::levels::Siting;
use crate::site::split;
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

/// What each place pays of a site's cold room, in fen a year; empty where there is none, or none
/// that could be done without (a warehouse's own).
#[must_use]
pub fn cold_shares(
    customers: &[Customer],
    surveyed: &Surveyed,
    best: &Siting,
    at: usize,
) -> Vec<(PlaceId, f64)> {
    let Some(rooms) = rooms(surveyed, at) else { return Vec::new() };
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
    let (places, needs): (Vec<PlaceId>, Vec<Vec<f64>>) = needs.into_iter().unzip();
    let own = rooms.iter().find(|room| room.0 == at).map_or(0.0, |room| room.1);
    // What is there is paid for in full; a smaller room would do for fewer users.
    let cost = |need: &[f64]| {
        let holds = |room: &&(usize, f64)| {
            let capacity = &levels.alternatives[room.0].capacity;
            need.iter().enumerate().all(|(season, need)| *need <= capacity[Resource::Cold.at(season)])
        };
        rooms.iter().filter(holds).map(|room| room.1).fold(own, f64::min)
    };
    let shares = split::shares(&needs, &cost);
    let all: f64 = shares.iter().sum();
    let scale = if all > 0.0 { own / all } else { 1.0 };
    places.into_iter().zip(shares.into_iter().map(|share| share * scale)).collect()
}

/// Alternatives of a site with a cold room, and what that costs beyond having the site without one.
fn rooms(surveyed: &Surveyed, at: usize) -> Option<Vec<(usize, f64)>> {
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
    let price = |other: usize| fixed(other) - plain(other).map_or(0.0, fixed);
    Some(all.iter().copied().filter(|&it| is_cold(it)).map(|it| (it, price(it))).collect())
}
