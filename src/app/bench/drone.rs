//! One benchmark instance of trucks with drones: read, solved, verified from
//! the instance alone.

use crate::app::AppError;
use crate::app::clock::{Deadline, Interrupt, Spent};
use crate::read::instances::{self, Kind, Sorties, UNIT};
use crate::sortie::{Effort, parallel, tandem, team};
use crate::units::Stop;
use std::path::Path;

/// How to solve instances.
#[derive(Clone, Debug)]
pub struct DroneRequest {
    /// Processor time for one instance.
    pub seconds: Option<f64>,
    pub iterations: Option<u64>,
    pub seed: u64,
}

/// What came of an instance.
#[derive(Clone, Debug)]
pub struct DroneResult {
    pub instance: String,
    pub kind: &'static str,
    pub customers: usize,
    pub drones: usize,
    /// In the file's unit; `None` if the solution is not feasible.
    pub cost: Option<f64>,
    pub known: Option<f64>,
    /// What no solution costs less than, if anything is known.
    pub bound: Option<f64>,
    pub seconds: f64,
    pub iterations: u64,
}

impl DroneResult {
    /// Percent above the bound.
    #[must_use]
    pub fn bound_gap(&self) -> Option<f64> {
        let (cost, bound) = (self.cost?, self.bound?);
        (bound > 0.0).then(|| 100.0 * (cost - bound) / bound)
    }

    /// Percent above the known value.
    #[must_use]
    pub fn gap(&self) -> Option<f64> {
        let (cost, known) = (self.cost?, self.known?);
        (known > 0.0).then(|| 100.0 * (cost - known) / known)
    }
}

/// The instances of a file.
///
/// # Errors
/// Findings about the file.
pub fn drone_instances(path: &Path) -> Result<Vec<Sorties>, AppError> {
    instances::sorties(path).map_err(AppError::Findings)
}

/// Solves one instance.
#[must_use]
pub fn drone(sorties: &Sorties, request: &DroneRequest, interrupt: &Interrupt) -> DroneResult {
    let spent = Spent::start(true);
    let stop: Box<dyn Stop> = match request.seconds {
        Some(seconds) => Box::new(spent.limit(seconds, interrupt.clone())),
        None => Box::new(Deadline::after(None, interrupt.clone())),
    };
    let effort = Effort { seed: request.seed, iterations: request.iterations, stop: stop.as_ref() };
    let (kind, customers, drones, best) = match &sorties.kind {
        Kind::Tandem(pair) => ("TSP-D", pair.nodes - 1, 1, together(pair, &effort)),
        Kind::Parallel(shared) => ("PDSTSP", shared.nodes() - 1, shared.drones, apart(shared, &effort)),
        Kind::Team(kind, team) => {
            let drones = team.models.iter().map(|model| model.count).sum();
            (*kind, team.nodes - 1, drones, carried(team, &effort))
        }
    };
    let units = |time: i64| time as f64 / UNIT;
    DroneResult {
        instance: sorties.name.clone(),
        kind,
        customers,
        drones,
        cost: best.time.map(units),
        known: sorties.known,
        bound: best.bound.map(units),
        seconds: spent.seconds(),
        iterations: best.iterations,
    }
}

struct Best {
    time: Option<i64>,
    bound: Option<i64>,
    iterations: u64,
}

fn together(pair: &tandem::Pair, effort: &Effort) -> Best {
    let (tour, is_proved, iterations) = tandem::best(pair, effort);
    let time = tandem::verify(pair, &tour).ok();
    Best { time, bound: time.filter(|_| is_proved), iterations }
}

fn apart(shared: &parallel::Shared, effort: &Effort) -> Best {
    let found = parallel::best(shared, effort);
    let time = parallel::verify(shared, &found.division).ok();
    Best { time, bound: time.map(|time| found.bound.min(time)), iterations: found.rounds }
}

fn carried(team: &team::Team, effort: &Effort) -> Best {
    let (timetable, _, iterations) = team::solve(team, effort);
    Best { time: team::verify(team, &timetable).ok(), bound: None, iterations }
}
