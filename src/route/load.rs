//! What is on board: mass, compartments, energy of the legs. (M11, M14, M18)
//!
//! None of this depends on the clock.

use super::walker::Broken;
use crate::model::{Problem, TaskId, TaskKind};
use crate::units::Grams;

/// Loads and legs of one trip.
#[derive(Clone, Debug, Default)]
pub struct TripLoad {
    /// On board at departure.
    pub departing: i64,
    /// On board after each visit.
    pub after: Vec<i64>,
    /// Joules of each leg, the drive home last.
    pub energy: Vec<i64>,
    /// Seconds of each leg, the drive home last.
    pub durations: Vec<i64>,
    pub metres: i64,
    pub joules: i64,
    /// Watts of the compartments that carry anything.
    pub watts: i64,
    /// `ready` of the deliveries.
    pub ready: i64,
    volumes: Vec<i64>,
    used: Vec<bool>,
    /// Pick-ups on board whose drop-off has not come.
    open: Vec<TaskId>,
}

impl TripLoad {
    /// Loads a trip; `is_last` decides where it ends.
    pub fn load(
        &mut self,
        problem: &Problem,
        kind: usize,
        tasks: &[TaskId],
        is_last: bool,
    ) -> Result<(), Broken> {
        self.depart(problem, kind, tasks, is_last)?;
        let vehicle = &problem.kinds[kind];
        let mut at = vehicle.start;
        let mut mass = self.departing;
        for &id in tasks {
            let task = problem.task(id);
            self.drive(problem, kind, at, task.location, mass)?;
            at = task.location;
            mass += self.hand_over(problem, kind, id)?;
            if mass > vehicle.payload {
                return Err(Broken::Mass);
            }
            self.after.push(mass);
        }
        let end = if is_last { vehicle.end } else { vehicle.start };
        self.drive(problem, kind, at, end, mass)?;
        if !self.open.is_empty() {
            return Err(Broken::Transfer);
        }
        let holds = self.used.iter().zip(&vehicle.holds);
        self.watts = holds.filter(|(used, _)| **used).map(|(_, hold)| hold.watts).sum();
        Ok(())
    }

    /// Puts what the clock's ways take in place of the least (M46).
    pub fn drove(&mut self, energy: Vec<i64>, metres: i64, joules: i64) {
        (self.energy, self.metres, self.joules) = (energy, metres, joules);
    }

    /// Puts the deliveries on board and checks that every order may ride in this trip.
    fn depart(
        &mut self,
        problem: &Problem,
        kind: usize,
        tasks: &[TaskId],
        is_last: bool,
    ) -> Result<(), Broken> {
        let vehicle = &problem.kinds[kind];
        self.after.clear();
        self.energy.clear();
        self.durations.clear();
        self.open.clear();
        (self.metres, self.joules, self.departing, self.ready) = (0, 0, 0, i64::MIN);
        self.volumes.clear();
        self.volumes.resize(vehicle.holds.len(), 0);
        self.used.clear();
        self.used.resize(vehicle.holds.len(), false);
        let end_site = if is_last { vehicle.end_site } else { vehicle.start_site };
        for &id in tasks {
            let job = problem.job_of(id);
            let carriage = job.fit[kind].map_err(Broken::Misfit)?;
            self.used[carriage.compartment] = true;
            match problem.kind_of(id) {
                TaskKind::Deliver => {
                    self.departing += job.mass;
                    self.volumes[carriage.compartment] += job.volume;
                    self.ready = self.ready.max(job.ready);
                }
                TaskKind::Collect if job.site != Some(end_site) => return Err(Broken::Site),
                TaskKind::Collect | TaskKind::PickUp | TaskKind::DropOff => (),
            }
        }
        let full = |(volume, hold): (&i64, &crate::model::Hold)| *volume > hold.litres;
        if self.volumes.iter().zip(&vehicle.holds).any(full) {
            return Err(Broken::Volume);
        }
        if self.departing > vehicle.payload { Err(Broken::Mass) } else { Ok(()) }
    }

    /// The change of mass at a visit.
    fn hand_over(&mut self, problem: &Problem, kind: usize, id: TaskId) -> Result<i64, Broken> {
        let job = problem.job_of(id);
        let compartment = job.fit[kind].map_err(Broken::Misfit)?.compartment;
        let taken = match problem.kind_of(id) {
            TaskKind::Collect => 1,
            TaskKind::PickUp => {
                self.open.push(id);
                1
            }
            TaskKind::DropOff => {
                let place = self.open.iter().position(|&open| open == job.first);
                self.open.swap_remove(place.ok_or(Broken::Transfer)?);
                -1
            }
            TaskKind::Deliver => -1,
        };
        let volume = &mut self.volumes[compartment];
        *volume += taken * job.volume;
        if *volume > problem.kinds[kind].holds[compartment].litres {
            return Err(Broken::Volume);
        }
        Ok(taken * job.mass)
    }

    fn drive(
        &mut self,
        problem: &Problem,
        kind: usize,
        from: crate::network::Location,
        to: crate::network::Location,
        mass: i64,
    ) -> Result<(), Broken> {
        let leg = problem.leg(kind, from, to).ok_or(Broken::Road)?;
        if problem.limit(kind, from, to).is_some_and(|limit| mass > limit) {
            return Err(Broken::Mass);
        }
        let energy = leg.energy(Grams(mass)).0;
        self.durations.push(leg.duration.0);
        self.energy.push(energy);
        self.metres += leg.distance.0;
        self.joules += energy;
        Ok(())
    }
}
