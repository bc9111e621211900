//! Who is served by whom and where drones meet the truck; no times.

use super::Team;

/// A flight to a customer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Flight {
    pub model: u16,
    /// Whether the launch waits until the rest of the driver's work is done; among launches, a
    /// lower one comes first.
    pub turn: u8,
    /// The node where the truck is, and where it is met: [`Mission::EVENING`] for the depot at the end.
    pub from: u32,
    pub to: u32,
}

/// Launches of this turn and later ones come last at a stop.
pub const LATE: u8 = 2;
/// One more than the last turn.
pub const TURNS: usize = 4;

/// In no place.
const OUT: u32 = u32::MAX;

#[derive(Clone, Debug)]
pub struct Mission {
    /// The depot, the truck's customers, and the depot again as node `nodes`.
    pub stops: Vec<u32>,
    /// By node: where it stands in `stops`.
    place: Vec<u32>,
    /// By node.
    pub flights: Vec<Option<Flight>>,
    /// By node: served by the truck only after all recoveries at the stop.
    pub is_patient: Vec<bool>,
}

impl Mission {
    /// The truck serves all, in the given order of customers.
    pub fn driven(team: &Team, order: &[usize]) -> Mission {
        let evening = team.nodes as u32;
        let customers = order.iter().map(|&node| node as u32);
        let mut mission = Mission {
            stops: [0].into_iter().chain(customers).chain([evening]).collect(),
            place: vec![OUT; team.nodes + 1],
            flights: vec![None; team.nodes],
            is_patient: vec![false; team.nodes],
        };
        mission.index(0);
        mission
    }

    /// Where stops stand, from one on.
    pub fn index(&mut self, from: usize) {
        for at in from..self.stops.len() {
            self.place[self.stops[at] as usize] = at as u32;
        }
    }

    /// The truck stops here, or at the depot.
    pub fn is_stop(&self, node: usize) -> bool {
        self.place[node] != OUT
    }

    pub fn place(&self, node: u32) -> usize {
        self.place[node as usize] as usize
    }

    pub fn copy_from(&mut self, other: &Mission) {
        self.stops.clone_from(&other.stops);
        self.place.clone_from(&other.place);
        self.flights.clone_from(&other.flights);
        self.is_patient.clone_from(&other.is_patient);
    }

    /// The truck no longer stops at a customer; flights from and to it move to the stops beside it.
    pub fn leave(&mut self, customer: usize) {
        let at = self.place(customer as u32);
        let (before, after) = (self.stops[at - 1], self.stops[at + 1]);
        self.stops.remove(at);
        self.place[customer] = OUT;
        self.index(at);
        for flight in self.flights.iter_mut().flatten() {
            if flight.from == customer as u32 {
                flight.from = before;
            }
            if flight.to == customer as u32 {
                flight.to = after;
            }
        }
    }

    pub fn join(&mut self, customer: usize, at: usize) {
        self.stops.insert(at, customer as u32);
        self.index(at);
    }

    /// Two customers change roles.
    pub fn exchange(&mut self, one: usize, other: usize) {
        let (first, second) = (one as u32, other as u32);
        let renamed = |node: u32| match node {
            node if node == first => second,
            node if node == second => first,
            node => node,
        };
        for at in [self.place[one], self.place[other]] {
            if at != OUT {
                self.stops[at as usize] = renamed(self.stops[at as usize]);
            }
        }
        self.place.swap(one, other);
        self.flights.swap(one, other);
        for flight in self.flights.iter_mut().flatten() {
            (flight.from, flight.to) = (renamed(flight.from), renamed(flight.to));
        }
    }

    /// Flights that would meet the truck before they leave it go the other way.
    pub fn turn_flights(&mut self) {
        let place = &self.place;
        for flight in self.flights.iter_mut().flatten() {
            if place[flight.from as usize] > place[flight.to as usize] {
                (flight.from, flight.to) = (flight.to, flight.from);
            }
        }
    }
}
