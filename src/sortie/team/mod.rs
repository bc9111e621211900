//! One truck with several drones that ride on it: each flies from a stop to
//! one customer and meets the truck at a later stop (FSTSP, mFSTSP).
//!
//! The driver serves, launches and recovers, one after the other; a drone that
//! comes first hovers until the driver has time, as long as its battery lasts.
//! What counts is when the truck is back and the last drone recovered.

mod anneal;
mod clock;
mod mission;
mod moves;
#[cfg(test)]
mod tests;
mod verify;

pub use anneal::solve;
pub use verify::{Wrong, verify};

/// Node 0 is the depot. Times in any whole unit, the same for all.
#[derive(Clone, Debug)]
pub struct Team {
    pub nodes: usize,
    /// The truck's way between two nodes, `nodes x nodes`, row by row.
    pub drive: Vec<i64>,
    /// What the driver takes to serve a customer. By node, 0 for the depot.
    pub service: Vec<i64>,
    pub models: Vec<Model>,
    /// Whether the truck waits at the depot until drones are launched there.
    pub launches_at_depot: bool,
}

/// Drones of one kind.
#[derive(Clone, Debug)]
pub struct Model {
    pub count: usize,
    /// The flight between two nodes, `nodes x nodes`.
    pub fly: Vec<i64>,
    /// What the driver takes to launch one, and to recover it.
    pub launch: i64,
    pub recover: i64,
    /// The least time of hovering before it is recovered.
    pub linger: i64,
    /// On the ground at a customer.
    pub service: i64,
    /// By node: whether the parcel is light enough.
    pub carries: Vec<bool>,
    /// What the battery holds, what it gives from a node to a customer with the parcel, and from a
    /// customer to a node without it: as time of hovering.
    pub store: i64,
    pub out: Vec<i64>,
    pub back: Vec<i64>,
    /// Whether it can land where it meets the truck, and wait there without flying.
    pub lands: bool,
}

/// Longer than any tour.
const FOREVER: i64 = i64::MAX / 4;

impl Team {
    #[must_use]
    pub fn way(&self, from: usize, to: usize) -> i64 {
        self.drive[from * self.nodes + to]
    }

    /// From lift-off at a node until a drone can be recovered at the next meeting place.
    #[must_use]
    pub fn flight(&self, model: usize, from: usize, customer: usize, to: usize) -> i64 {
        let model = &self.models[model];
        let (out, back) = (model.fly[from * self.nodes + customer], model.fly[customer * self.nodes + to]);
        out + model.service + back + model.linger
    }

    /// How long a drone can still wait after that; negative if it does not get there.
    #[must_use]
    pub fn patience(&self, model: usize, from: usize, customer: usize, to: usize) -> i64 {
        let model = &self.models[model];
        let (out, back) = (model.out[from * self.nodes + customer], model.back[customer * self.nodes + to]);
        let left = model.store - out - back - model.linger;
        if model.lands && left >= 0 { FOREVER } else { left }
    }
}

/// What the truck and its drones do, with times.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Timetable {
    /// The truck's customers in order, without the depot.
    pub stops: Vec<usize>,
    /// The driver's work in order of time.
    pub acts: Vec<Act>,
}

/// A piece of the driver's work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Act {
    /// 0 at the depot in the morning, 1 at the first customer, and one more than customers at the
    /// depot in the evening.
    pub stop: usize,
    pub start: i64,
    pub work: Work,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Work {
    Serve,
    /// A drone of a model, counted within it from 0, to a customer.
    Launch {
        model: usize,
        drone: usize,
        customer: usize,
    },
    Recover {
        model: usize,
        drone: usize,
        customer: usize,
    },
}
