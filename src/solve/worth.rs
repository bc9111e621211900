//! What goods lose, roughly: for ranking only, the exact walk decides.
//!
//! Goods age faster at the door than in a cooled compartment, and each time its
//! doors open. Estimates that knew neither were half of the true price where
//! plums were collected by refrigerated trucks, and the best places were
//! overlooked.

use crate::model::{Job, Keep, Problem, TaskId, TaskKind};
use crate::network::Location;
use crate::route::loss;
use crate::units::{HOUR, Moment, ThermalAge};

/// Where and when an order would be on board.
#[derive(Clone, Copy, Debug)]
pub struct Aboard {
    /// When the trip leaves, when the service at the door ends, when the trip is back.
    pub depart: i64,
    pub end: i64,
    pub back: i64,
    /// How often the doors of its compartment open from departure to here, and from here on.
    pub before: i64,
    pub after: i64,
}

/// Fen that the goods of a task lose on a vehicle type by pre-cooling and by being worth less; 0
/// for transfers.
pub fn lost(problem: &Problem, kind: usize, task: TaskId, aboard: &Aboard) -> f64 {
    let job = problem.job_of(task);
    let Some(carriage) = job.carriage(kind) else { return 0.0 };
    if !job.perishes() {
        return 0.0;
    }
    let at = problem.task(task).location;
    let (from, to, doors) = match problem.kind_of(task) {
        TaskKind::Deliver => (aboard.depart, aboard.end, aboard.before),
        TaskKind::Collect => (aboard.end, aboard.back, aboard.after),
        TaskKind::PickUp | TaskKind::DropOff => return 0.0,
    };
    let is_collected = problem.kind_of(task) == TaskKind::Collect;
    let open = (doors * problem.kinds[kind].holds[carriage.compartment].recovery) as f64;
    let waited = (aboard.end - job.ready).max(0);
    match job.keep {
        Keep::Keeps => 0.0,
        Keep::Limited { budget } => {
            let waited = if is_collected { waited as f64 } else { 0.0 };
            loss(job, job.age + (waited + open) / budget) as f64
        }
        Keep::Decays { class, per_warmth, .. } => {
            let warmth = per_warmth * problem.heat(class, at);
            let hours = problem.hours(class);
            let seconds = (to - from).max(0) as f64;
            let rate =
                if carriage.ambient { warmth * hours.mean(Moment(from), Moment(to)) } else { carriage.rate };
            let base = job.age + rate * seconds + warmth * hours.at(Moment(to)) * open;
            if !is_collected {
                return loss(job, base) as f64;
            }
            let outside = loss(job, base + warmth * hours.integral(Moment(job.ready), Moment(aboard.end)));
            let cooled = job.cooling.map(|it| it.price + loss(job, base + it.rate * waited as f64));
            cooled.map_or(outside, |cooled| cooled.min(outside)) as f64
        }
    }
}

/// By vehicle type: fen lost for each second on board.
pub fn fade(problem: &Problem, order: usize) -> Vec<f64> {
    let job = &problem.jobs[order];
    let rate = |kind: usize| {
        let Some(carriage) = job.carriage(kind) else { return 0.0 };
        let Some(outside) = outside(problem, job) else { return 0.0 };
        falls(job, if carriage.ambient { outside } else { carriage.rate })
    };
    (0..problem.kinds.len()).map(rate).collect()
}

/// Fen lost for each second that an order's goods wait to be collected.
pub fn wait(problem: &Problem, order: usize) -> f64 {
    let job = &problem.jobs[order];
    if problem.kind_of(job.first) != TaskKind::Collect {
        return 0.0;
    }
    let Some(outside) = outside(problem, job) else { return 0.0 };
    falls(job, job.cooling.map_or(outside, |cooling| cooling.rate.min(outside)))
}

/// By vehicle type: fen lost each time that the doors of the order's compartment open.
pub fn door(problem: &Problem, order: usize) -> Vec<f64> {
    let job = &problem.jobs[order];
    let opening = |kind: usize| {
        let Some(carriage) = job.carriage(kind) else { return 0.0 };
        let recovery = problem.kinds[kind].holds[carriage.compartment].recovery as f64;
        outside(problem, job).map_or(0.0, |outside| falls(job, outside) * recovery)
    };
    (0..problem.kinds.len()).map(opening).collect()
}

/// Age per second in outside air at the order's first door, late in the morning; `None` if the
/// goods do not decay.
fn outside(problem: &Problem, job: &Job) -> Option<f64> {
    let Keep::Decays { class, per_warmth, .. } = job.keep else { return None };
    let place: Location = problem.task(job.first).location;
    Some(per_warmth * problem.heat(class, place) * problem.hours(class).at(Moment::at(11, 0)))
}

/// Fen lost for each second at a rate of ageing, in the third hour.
fn falls(job: &Job, rate: f64) -> f64 {
    let Keep::Decays { curve, .. } = job.keep else { return 0.0 };
    let hour = HOUR.as_f64();
    let left = |hours: f64| curve.left(ThermalAge(job.age + rate * hour * hours));
    job.value as f64 * (left(2.0) - left(3.0)) / hour
}
