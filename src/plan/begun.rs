//! What one vehicle of a plan before has begun. (M96)

use super::{Action, PastRound, PastTrip};
use crate::county::OrderId;
use crate::model::{Begun, Problem, TaskId, TaskKind};
use crate::units::Moment;
use std::collections::HashMap;

/// A round of before in the tasks of today's problem, without orders that are gone.
pub(super) struct Vehicle {
    pub tasks: Vec<TaskId>,
    pub ends: Vec<u32>,
    /// By task: start and end of service then.
    pub times: Vec<(Moment, Moment)>,
    /// So many tasks stay.
    pub fixed: usize,
    /// By trip that has begun: departure, and return if it goes home.
    pub trips: Vec<(i64, Option<i64>)>,
    /// Deliveries on board of the trip that is on its way.
    pub loaded: Vec<OrderId>,
}

impl Vehicle {
    /// Fails with the code of an order that must stay and is gone, or is served otherwise now.
    pub fn of(
        problem: &Problem,
        orders: &HashMap<&str, usize>,
        round: &PastRound,
        freeze: Option<Moment>,
    ) -> Result<Vehicle, String> {
        let mut vehicle = Vehicle {
            tasks: Vec::new(),
            ends: Vec::new(),
            times: Vec::new(),
            fixed: 0,
            trips: Vec::new(),
            loaded: Vec::new(),
        };
        for trip in &round.trips {
            vehicle.trip(problem, orders, trip, freeze)?;
        }
        Ok(vehicle)
    }

    /// A vehicle that breaks down before it leaves brings its goods to nobody.
    pub fn stays_home(&mut self) {
        let last = self.ends.len().min(self.trips.len());
        let from = last.checked_sub(2).map_or(0, |before| self.ends[before] as usize);
        if self.fixed <= from && self.trips.last().is_some_and(|trip| trip.1.is_none()) {
            self.trips.pop();
        }
    }

    /// Keeps what stays, and the second halves of transfers that are on board: somebody hands them
    /// over.
    pub fn break_down(&mut self, problem: &Problem) {
        let end = self.trips.len().checked_sub(1).map_or(0, |open| self.ends[open] as usize);
        let picked = &self.tasks[..self.fixed];
        let is_owed = |task: &TaskId| {
            problem.kind_of(*task) == TaskKind::DropOff && picked.contains(&problem.job_of(*task).first)
        };
        let owed: Vec<TaskId> =
            self.tasks[self.fixed..end.max(self.fixed)].iter().copied().filter(is_owed).collect();
        self.tasks.truncate(self.fixed);
        self.tasks.extend(owed);
        self.ends.truncate(self.trips.len());
        if let Some(last) = self.ends.last_mut() {
            *last = self.tasks.len() as u32;
        }
        self.loaded.clear();
    }

    pub fn has_begun(&self) -> bool {
        !self.trips.is_empty()
    }

    fn trip(
        &mut self,
        problem: &Problem,
        orders: &HashMap<&str, usize>,
        trip: &PastTrip,
        freeze: Option<Moment>,
    ) -> Result<(), String> {
        let fixed = freeze.map_or(0, |freeze| trip.fixed(freeze));
        let before = self.tasks.len();
        for (place, stop) in trip.stops.iter().enumerate() {
            let task = orders.get(stop.order.as_str()).and_then(|&order| task(problem, order, stop.action));
            match task {
                Some(task) => {
                    self.tasks.push(task);
                    self.times.push((stop.start, stop.end));
                }
                None if place < fixed => return Err(stop.order.clone()),
                None => (),
            }
        }
        if self.tasks.len() == before {
            return Ok(());
        }
        self.ends.push(self.tasks.len() as u32);
        let Some(freeze) = freeze.filter(|&freeze| trip.has_begun(freeze)) else { return Ok(()) };
        self.fixed = before + fixed;
        let back = trip.goes_home(freeze).then_some(trip.back.0);
        self.trips.push((trip.depart.0, back));
        if back.is_none() {
            let rest =
                self.tasks[self.fixed..].iter().filter(|&&task| problem.kind_of(task) == TaskKind::Deliver);
            self.loaded = rest.map(|&task| problem.order_of(task)).collect();
        }
        Ok(())
    }
}

/// The task of an order at which that is done; `None` if there is none any more.
fn task(problem: &Problem, order: usize, action: Action) -> Option<TaskId> {
    let job = &problem.jobs[order];
    let wanted = match action {
        Action::Deliver => TaskKind::Deliver,
        Action::Collect => TaskKind::Collect,
        Action::PickUp => TaskKind::PickUp,
        Action::DropOff => TaskKind::DropOff,
    };
    job.tasks().find(|&task| problem.kind_of(task) == wanted)
}

/// What the problem must know of it.
pub(super) fn begin(vehicle: &Vehicle, is_over: bool) -> Begun {
    let mut loaded = vehicle.loaded.clone();
    loaded.sort_unstable();
    let fixed = if is_over { vehicle.tasks.len() } else { vehicle.fixed };
    let closed = vehicle.trips.iter().filter(|trip| trip.1.is_some()).count();
    Begun {
        tasks: vehicle.tasks[..fixed].into(),
        trips: vehicle.trips.clone().into(),
        ends: vehicle.ends[..closed].into(),
        loaded: loaded.into(),
        is_over,
    }
}
