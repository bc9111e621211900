//! What all requests share: the roads, the vehicles, and what is prepared for them.

use super::refusal::Refusal;
use crate::guide::{Atlas, Barred, Dijkstra, Engine, Profile, Sizes, Vehicle};
use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

/// Prepared variants that are kept, beside the plain one of each vehicle.
const KEPT: usize = 16;

/// How much one request may ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    pub route: usize,
    /// Entries of a table.
    pub table: usize,
    pub nearest: usize,
    pub trip: usize,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits { route: 500, table: 4_000_000, nearest: 100, trip: 60 }
    }
}

/// A vehicle on roads that it may use, ready to be asked.
pub(super) struct Prepared {
    pub(super) profile: Profile,
    pub(super) engine: Box<dyn Engine>,
    pub(super) mode: &'static str,
}

/// Which vehicle, of which sizes (as bits), off which roads.
type Key = (usize, [u64; 3], Barred);

/// The shared state of a server.
pub struct Desk {
    pub(super) atlas: Atlas,
    pub(super) mark: u32,
    pub(super) limits: Limits,
    vehicles: Vec<Vehicle>,
    plain: Vec<Arc<Prepared>>,
    /// The last ones used, latest last.
    others: Mutex<VecDeque<(Key, Arc<Prepared>)>>,
}

impl Desk {
    /// Prepares the plain variant of each vehicle.
    #[must_use]
    pub fn new(atlas: Atlas, vehicles: Vec<Vehicle>, limits: Limits) -> Desk {
        let plain = vehicles
            .iter()
            .map(|vehicle| Arc::new(prepare(&atlas, vehicle, vehicle.sizes, Barred::default())))
            .collect();
        let mark = atlas.mark();
        Desk { atlas, mark, limits, vehicles, plain, others: Mutex::default() }
    }

    /// Names that a URL may have for a profile.
    pub fn profiles(&self) -> impl Iterator<Item = &'static str> + '_ {
        self.vehicles.iter().filter_map(|vehicle| vehicle.names.first().copied())
    }

    /// The number of a vehicle by the profile's name in a URL.
    pub(super) fn vehicle(&self, name: &str) -> Result<usize, Refusal> {
        let named = self.vehicles.iter().position(|vehicle| vehicle.names.contains(&name));
        named.ok_or_else(|| {
            let names: Vec<&str> = self.profiles().collect();
            Refusal::value(format!("Profile not found; there are {}", names.join(", ")))
        })
    }

    pub(super) fn sizes(&self, vehicle: usize) -> Sizes {
        self.vehicles[vehicle].sizes
    }

    /// What is prepared for a vehicle, now if need be.
    pub(super) fn prepared(&self, vehicle: usize, sizes: Sizes, barred: Barred) -> Arc<Prepared> {
        let own = &self.vehicles[vehicle];
        if sizes == own.sizes && barred == Barred::default() {
            return Arc::clone(&self.plain[vehicle]);
        }
        let key = (vehicle, [sizes.mass, sizes.height, sizes.width].map(f64::to_bits), barred);
        if let Some(known) = self.known(&key) {
            return known;
        }
        // Two requests may prepare the same at the same time; both are right.
        let made = Arc::new(prepare(&self.atlas, own, sizes, barred));
        let mut others = self.others.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        others.push_back((key, Arc::clone(&made)));
        while others.len() > KEPT {
            others.pop_front();
        }
        made
    }

    /// Puts something else in the place of a vehicle.
    #[cfg(test)]
    pub(super) fn trap(&mut self, vehicle: usize, with: Prepared) {
        let snaps = Arc::clone(&self.plain[vehicle]).profile.clone();
        self.plain[vehicle] = Arc::new(Prepared { profile: snaps, ..with });
    }

    fn known(&self, key: &Key) -> Option<Arc<Prepared>> {
        let mut others = self.others.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let place = others.iter().position(|(known, _)| known == key)?;
        let entry = others.remove(place)?;
        let found = Arc::clone(&entry.1);
        others.push_back(entry);
        Some(found)
    }
}

fn prepare(atlas: &Atlas, vehicle: &Vehicle, sizes: Sizes, barred: Barred) -> Prepared {
    let profile = Profile::new(atlas, &vehicle.weights, sizes, barred);
    let engine = Box::new(Dijkstra::new(atlas, &profile));
    Prepared { profile, engine, mode: vehicle.mode }
}
