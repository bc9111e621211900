//! What all requests share: the roads, the vehicles, and what is prepared for them.

use super::refusal::Refusal;
use crate::county::Running;
use crate::guide::{Atlas, Barred, Engine, Ground, Hierarchy, Profile, Sizes, Vehicle};
use crate::network::Step;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

/// Prepared variants of vehicles that are kept.
const KEPT: usize = 12;

/// How much one request may ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    pub route: usize,
    /// Entries of a table.
    pub table: usize,
    /// Coordinates of a table, whichever of them are its sources and destinations.
    pub coordinates: usize,
    pub nearest: usize,
    pub trip: usize,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits { route: 500, table: 4_000_000, coordinates: 10_000, nearest: 100, trip: 60 }
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
    ground: Arc<Ground>,
    vehicles: Vec<Vehicle>,
    /// Of those who have roads of their own.
    others: Option<Box<Desk>>,
    /// The last ones used, latest last.
    ready: Mutex<VecDeque<(Key, Arc<Prepared>)>>,
}

impl Desk {
    /// Prepares the first vehicle; the others when they are first asked for.
    #[must_use]
    pub fn new(atlas: Atlas, ground: Ground, vehicles: Vec<Vehicle>, limits: Limits) -> Desk {
        let mark = atlas.mark();
        let desk = Desk {
            atlas,
            mark,
            limits,
            ground: Arc::new(ground),
            vehicles,
            others: None,
            ready: Mutex::default(),
        };
        if let Some(first) = desk.vehicles.first() {
            desk.prepared(0, first.sizes, Barred::default());
        }
        desk
    }

    /// With another desk for profiles that have roads of their own.
    #[must_use]
    pub fn beside(self, other: Desk) -> Desk {
        Desk { others: Some(Box::new(other)), ..self }
    }

    /// The desk that answers for a profile; this one if none does.
    pub(super) fn of(&self, profile: &str) -> &Desk {
        let knows = |desk: &&Desk| desk.vehicles.iter().any(|vehicle| vehicle.names.contains(&profile));
        self.others.as_deref().filter(knows).unwrap_or(self)
    }

    /// Names that a URL may have for a profile.
    pub fn profiles(&self) -> impl Iterator<Item = &'static str> + '_ {
        let others = self.others.iter().flat_map(|desk| &desk.vehicles);
        self.vehicles.iter().chain(others).filter_map(|vehicle| vehicle.names.first().copied())
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

    /// How a vehicle turns, and where and when it is slower; `None` for those on foot.
    pub(super) fn hours(&self, vehicle: usize) -> Option<(&Running, &[Step])> {
        let vehicle = &self.vehicles[vehicle];
        Some((vehicle.running.as_ref()?, &vehicle.steps))
    }

    /// What is prepared for a vehicle, now if need be.
    pub(super) fn prepared(&self, vehicle: usize, sizes: Sizes, barred: Barred) -> Arc<Prepared> {
        let key = (vehicle, [sizes.mass, sizes.height, sizes.width].map(f64::to_bits), barred);
        if let Some(known) = self.known(&key) {
            return known;
        }
        // Two requests may prepare the same at the same time; both are right.
        let made = Arc::new(self.prepare(&self.vehicles[vehicle], sizes, barred));
        self.keep(key, Arc::clone(&made));
        made
    }

    fn prepare(&self, vehicle: &Vehicle, sizes: Sizes, barred: Barred) -> Prepared {
        let profile = Profile::new(&self.atlas, &vehicle.arcs, sizes, barred);
        let engine = Box::new(Hierarchy::new(Arc::clone(&self.ground), vehicle.running.as_ref(), &profile));
        Prepared { profile, engine, mode: vehicle.mode }
    }

    fn keep(&self, key: Key, made: Arc<Prepared>) {
        let mut ready = self.ready.lock().unwrap_or_else(PoisonError::into_inner);
        ready.push_back((key, made));
        while ready.len() > KEPT {
            ready.pop_front();
        }
    }

    fn known(&self, key: &Key) -> Option<Arc<Prepared>> {
        let mut ready = self.ready.lock().unwrap_or_else(PoisonError::into_inner);
        let place = ready.iter().position(|(known, _)| known == key)?;
        let entry = ready.remove(place)?;
        let found = Arc::clone(&entry.1);
        ready.push_back(entry);
        Some(found)
    }

    /// Puts another engine in the place of a vehicle's own.
    #[cfg(test)]
    pub(super) fn trap(&self, vehicle: usize, engine: Box<dyn Engine>) {
        let (sizes, barred) = (self.vehicles[vehicle].sizes, Barred::default());
        let made = Prepared { engine, ..self.prepare(&self.vehicles[vehicle], sizes, barred) };
        let key = (vehicle, [sizes.mass, sizes.height, sizes.width].map(f64::to_bits), barred);
        self.ready.lock().unwrap_or_else(PoisonError::into_inner).clear();
        self.keep(key, Arc::new(made));
    }
}
