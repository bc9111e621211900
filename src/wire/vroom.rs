//! A day as other routing engines read it: VROOM's JSON, with matrices of seconds and metres.
//!
//! What that format cannot say is left out: spoilage, energy, temperature levels (a vehicle is
//! skilled for an order or not), trips after a vehicle's first, goods that are ready later than
//! others at the same site (a window opens no earlier than they are), prices of lateness.

use crate::county::County;
use crate::model::{Job, Kind, Problem, Task, TaskId, TaskKind};
use crate::network::Location;
use serde::Serialize;
use std::collections::BTreeMap;

/// Seconds and metres where there is no way: the format knows no such thing.
const NO_WAY: u32 = 10_000_000;

#[derive(Serialize)]
struct Document {
    vehicles: Vec<VehicleDto>,
    jobs: Vec<JobDto>,
    shipments: Vec<ShipmentDto>,
    matrices: BTreeMap<String, MatrixDto>,
}

#[derive(Serialize)]
struct VehicleDto {
    id: u64,
    description: String,
    profile: String,
    start_index: usize,
    end_index: usize,
    /// Grams and litres.
    capacity: [i64; 2],
    skills: Vec<u32>,
    time_window: [i64; 2],
    breaks: Vec<BreakDto>,
    costs: CostsDto,
    /// Trips that it may make; VROOM passes over what it does not know.
    max_trips: usize,
    reload: i64,
}

#[derive(Serialize)]
struct BreakDto {
    id: usize,
    time_windows: [[i64; 2]; 1],
    service: i64,
}

/// Fen.
#[derive(Serialize)]
struct CostsDto {
    fixed: i64,
    per_hour: i64,
    per_km: i64,
}

#[derive(Serialize)]
struct JobDto {
    id: u64,
    #[serde(flatten)]
    stop: StopDto,
    skills: Vec<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    delivery: Option<[i64; 2]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pickup: Option<[i64; 2]>,
    /// Fen for leaving it out.
    price_out: i64,
}

#[derive(Serialize)]
struct StopDto {
    description: String,
    location_index: usize,
    service: i64,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    time_windows: Vec<[i64; 2]>,
}

#[derive(Serialize)]
struct ShipmentDto {
    amount: [i64; 2],
    skills: Vec<u32>,
    pickup: EndDto,
    delivery: EndDto,
    price_out: i64,
}

#[derive(Serialize)]
struct EndDto {
    id: u64,
    #[serde(flatten)]
    stop: StopDto,
}

#[derive(Serialize)]
struct MatrixDto {
    durations: Vec<Vec<u32>>,
    distances: Vec<Vec<u32>>,
}

/// The document. Descriptions are types with numbers (`van:1`) and codes of orders.
#[must_use]
pub fn day(county: &County, problem: &Problem) -> String {
    let skills = Skills::of(problem);
    let locations = 1 + places(problem).map(Location::index).max().unwrap_or(0);
    let jobs = problem.jobs.iter().enumerate();
    let (mut single, mut double) = (Vec::new(), Vec::new());
    for (at, job) in jobs {
        let code = &county.order(job.id).code;
        let amount = [job.mass, job.volume];
        let (skills, price_out) = (skills.of_job(job), job.price_out);
        let id = 2 * at as u64 + 1;
        match job.second {
            None => {
                let collects = problem.kind_of(job.first) == TaskKind::Collect;
                let stop = stop(problem, job, job.first, code);
                let (delivery, pickup) = if collects { (None, Some(amount)) } else { (Some(amount), None) };
                single.push(JobDto { id, stop, skills, delivery, pickup, price_out });
            }
            Some(second) => double.push(ShipmentDto {
                amount,
                skills,
                pickup: EndDto { id, stop: stop(problem, job, job.first, code) },
                delivery: EndDto { id: id + 1, stop: stop(problem, job, second, code) },
                price_out,
            }),
        }
    }
    let document = Document {
        vehicles: vehicles(county, problem, &skills),
        jobs: single,
        shipments: double,
        matrices: (0..problem.kinds.len())
            .map(|kind| (profile(kind), matrix(problem, kind, locations)))
            .collect(),
    };
    serde_json::to_string(&document).expect("numbers and texts are always JSON")
}

fn places(problem: &Problem) -> impl Iterator<Item = Location> + '_ {
    let doors = problem.tasks.iter().map(|task| task.location);
    doors.chain(problem.kinds.iter().flat_map(|kind| [kind.start, kind.end]))
}

fn profile(kind: usize) -> String {
    format!("type{kind}")
}

fn stop(problem: &Problem, job: &Job, task: TaskId, code: &str) -> StopDto {
    let Task { location, service, windows, earliest, .. } = problem.task(task);
    let from = (*earliest).max(job.ready).max(0);
    let open = windows.iter().filter(|window| window.1 >= from);
    StopDto {
        description: code.to_owned(),
        location_index: location.index(),
        service: *service,
        time_windows: open.map(|&(open, close)| [open.max(from), close]).collect(),
    }
}

fn vehicles(county: &County, problem: &Problem, skills: &Skills) -> Vec<VehicleDto> {
    let mut vehicles = Vec::new();
    for (at, kind) in problem.kinds.iter().enumerate() {
        for number in 1..=kind.count {
            vehicles.push(VehicleDto {
                id: vehicles.len() as u64 + 1,
                description: format!("{}:{number}", county.vehicle_type(kind.id).code),
                profile: profile(at),
                start_index: kind.start.index(),
                end_index: kind.end.index(),
                capacity: [kind.payload, kind.holds.iter().map(|hold| hold.litres).sum()],
                skills: skills.of_kind(at),
                time_window: [kind.shift_start + kind.reload, kind.shift_end],
                breaks: breaks(kind),
                costs: CostsDto { fixed: kind.fixed, per_hour: kind.per_hour, per_km: kind.per_km },
                max_trips: kind.max_trips,
                reload: kind.reload,
            });
        }
    }
    vehicles
}

fn breaks(kind: &Kind) -> Vec<BreakDto> {
    let pause = |(id, pause): (usize, &crate::model::Pause)| BreakDto {
        id: id + 1,
        time_windows: [[pause.earliest, pause.latest]],
        service: pause.duration,
    };
    kind.breaks.iter().enumerate().map(pause).collect()
}

fn matrix(problem: &Problem, kind: usize, locations: usize) -> MatrixDto {
    let number = |number: i64| u32::try_from(number).unwrap_or(NO_WAY).min(NO_WAY);
    let row = |from: usize, of: &dyn Fn(usize, usize) -> u32| (0..locations).map(|to| of(from, to)).collect();
    let leg = |from: usize, to: usize| problem.leg(kind, Location(from as u32), Location(to as u32));
    let seconds = |from, to| leg(from, to).map_or(NO_WAY, |leg| number(leg.duration.0));
    let metres = |from, to| leg(from, to).map_or(NO_WAY, |leg| number(leg.distance.0));
    MatrixDto {
        durations: (0..locations).map(|from| row(from, &seconds)).collect(),
        distances: (0..locations).map(|from| row(from, &metres)).collect(),
    }
}

/// One skill for each set of vehicle types that some order may go by.
struct Skills(Vec<Vec<bool>>);

impl Skills {
    fn of(problem: &Problem) -> Skills {
        let mut sets: Vec<Vec<bool>> = problem.jobs.iter().map(fits).collect();
        sets.sort_unstable();
        sets.dedup();
        Skills(sets)
    }

    fn of_job(&self, job: &Job) -> Vec<u32> {
        self.0.binary_search(&fits(job)).map(|at| at as u32 + 1).into_iter().collect()
    }

    fn of_kind(&self, kind: usize) -> Vec<u32> {
        (1..).zip(&self.0).filter(|(_, set)| set[kind]).map(|(skill, _)| skill).collect()
    }
}

fn fits(job: &Job) -> Vec<bool> {
    job.fit.iter().map(Result::is_ok).collect()
}
