//! The solver-facing problem: indices and whole numbers only.
//!
//! A `Problem` is immutable and consistent. Behind it nothing validates again.
//! It is made from a county, the places of its stops and sites in the
//! matrices ([`Placing`]), and the matrices; all three can be made by hand.

mod begun;
mod build;
mod colder;
mod compartment;
mod instance;
mod parts;
mod reason;
#[cfg(test)]
pub mod sample;

pub use begun::Begun;
pub use build::Placing;
pub use instance::Posed;
pub use parts::{Carriage, Cooling, Hold, Job, Keep, Kind, Misfit, Pause, Task};
pub use reason::{Change, Reason, Remedy};

use crate::cold::HourFactors;
use crate::county::{County, Keeping, OrderId};
use crate::matrix::{Leg, Matrices, Matrix, WayNumber};
use crate::network::{Located, Location};
use crate::units::{Moment, Seconds};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Index into the problem's tasks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TaskId(pub u32);

impl TaskId {
    #[must_use]
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// What a task does to the load.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TaskKind {
    /// A delivery: on board from the site on.
    Deliver,
    /// A collection: on board until back at the site.
    Collect,
    /// First half of a transfer.
    PickUp,
    /// Second half of a transfer.
    DropOff,
}

/// The day's problem.
#[derive(Clone, Debug)]
pub struct Problem {
    pub tasks: Vec<Task>,
    /// By order.
    pub jobs: Vec<Job>,
    /// By vehicle type.
    pub kinds: Vec<Kind>,
    /// Driver pools: the vehicle types that share a start site, and how many may leave.
    pub pools: Vec<(Vec<usize>, usize)>,
    matrices: Arc<[Matrix]>,
    /// By warmth class.
    hours: Arc<[HourFactors]>,
    /// By warmth class and location: how much faster goods age there than at 20 °C, at the
    /// day's mean temperature.
    heat: Arc<[Vec<f64>]>,
}

impl Problem {
    /// `located` and `matrices` must come from the same county.
    #[must_use]
    pub fn new(county: &County, located: &Located, matrices: &Matrices) -> Problem {
        Problem::assemble(county, &Placing::of(located), matrices)
    }

    /// The same day as if nothing spoiled: ageing costs nothing, all hard rules stay.
    #[must_use]
    pub fn without_spoilage(&self) -> Problem {
        let mut blind = self.clone();
        for job in &mut blind.jobs {
            job.keep = Keep::Keeps;
            job.cooling = None;
        }
        blind
    }

    /// Takes orders from all drones: vehicle types with battery sets.
    pub fn ground(&mut self, orders: &BTreeSet<OrderId>) {
        let flies: Vec<bool> = self.kinds.iter().map(|kind| kind.sets.is_some()).collect();
        for order in orders {
            let fits = self.jobs[order.index()].fit.iter_mut().zip(&flies);
            fits.filter(|(_, flies)| **flies).for_each(|(fit, _)| *fit = Err(Misfit::Taken));
        }
    }

    /// Q10 values of the county's goods that need a warmth matrix, sorted, each once.
    #[must_use]
    pub fn warmth_classes(county: &County) -> Vec<f64> {
        let mut classes: Vec<f64> = county
            .goods
            .iter()
            .filter_map(|goods| match goods.keeping {
                Keeping::Decays { decay, .. } => Some(decay.q10),
                Keeping::Keeps | Keeping::Limited { .. } => None,
            })
            .collect();
        classes.sort_by(f64::total_cmp);
        classes.dedup();
        classes
    }

    #[must_use]
    pub fn order_of(&self, task: TaskId) -> OrderId {
        self.task(task).order
    }

    #[must_use]
    pub fn kind_of(&self, task: TaskId) -> TaskKind {
        self.task(task).kind
    }

    #[must_use]
    pub fn task(&self, task: TaskId) -> &Task {
        &self.tasks[task.index()]
    }

    #[must_use]
    pub fn job(&self, order: OrderId) -> &Job {
        &self.jobs[order.index()]
    }

    #[must_use]
    pub fn job_of(&self, task: TaskId) -> &Job {
        self.job(self.task(task).order)
    }

    /// A drive of a vehicle type; `None` if there is no way. Where the hour counts: the least.
    #[must_use]
    pub fn leg(&self, kind: usize, from: Location, to: Location) -> Option<Leg> {
        self.matrices[self.kinds[kind].running].leg(from, to)
    }

    /// Grams that a leg carries at most; `None`: whatever the vehicle carries. (M173)
    #[must_use]
    pub fn limit(&self, kind: usize, from: Location, to: Location) -> Option<i64> {
        self.matrices[self.kinds[kind].running].limit(from, to)
    }

    /// True if some drives of a vehicle type take longer at some hours.
    #[must_use]
    pub fn has_hours(&self, kind: usize) -> bool {
        self.matrices[self.kinds[kind].running].has_hours()
    }

    /// Seconds of a drive that begins at `begin`, and its way; `None` if there is none. (M46)
    #[must_use]
    pub fn drive(&self, kind: usize, from: Location, to: Location, begin: i64) -> Option<(i64, WayNumber)> {
        let drive = self.matrices[self.kinds[kind].running].drive(from, to, Moment(begin))?;
        Some((drive.0.0, drive.1))
    }

    /// A drive by one of its ways. Its duration is that at usual speeds.
    #[must_use]
    pub fn leg_by(&self, kind: usize, from: Location, to: Location, way: WayNumber) -> Option<Leg> {
        self.matrices[self.kinds[kind].running].leg_by(from, to, way)
    }

    /// The state of the roads in which a way is the fastest ([`crate::matrix::Phases`]).
    #[must_use]
    pub fn phase_of(&self, kind: usize, from: Location, to: Location, way: WayNumber) -> usize {
        self.matrices[self.kinds[kind].running].phase_of(from, to, way)
    }

    /// Like [`Problem::warmth`], for a drive of this duration by a way.
    #[must_use]
    pub fn warmth_by(
        &self,
        (kind, class): (usize, usize),
        ends: (Location, Location),
        way: WayNumber,
        duration: i64,
    ) -> f64 {
        let matrix = &self.matrices[self.kinds[kind].running];
        matrix.warmth_by(class, ends, way, Seconds(duration)).as_f64()
    }

    /// Seconds at 20 °C that a drive is worth to goods of a warmth class, at the day's mean.
    #[must_use]
    pub fn warmth(&self, kind: usize, class: usize, from: Location, to: Location) -> f64 {
        self.matrices[self.kinds[kind].running].warmth(class, from, to).as_f64()
    }

    #[must_use]
    pub fn hours(&self, class: usize) -> &HourFactors {
        &self.hours[class]
    }

    #[must_use]
    pub fn heat(&self, class: usize, at: Location) -> f64 {
        self.heat[class][at.index()]
    }
}
