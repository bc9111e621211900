//! One benchmark instance: read, solved by the search that also plans a
//! county's day, verified from the instance alone.

use crate::app::AppError;
use crate::app::clock::{Deadline, Interrupt, Spent};
use crate::bound::{self, Bound};
use crate::instance::{self, Fault, Instance, Rounding, Tour};
use crate::model::{Posed, Problem};
use crate::read::instances::{self, Known};
use crate::solve::{self, Options, Outcome, Solution};
use crate::units::{Stop, Watch};
use std::fmt::Write as _;
use std::path::Path;

/// How to solve instances.
#[derive(Clone, Debug)]
pub struct VrpRequest {
    /// Limit of one instance: of processor time on one thread, of time on the clock on several.
    pub seconds: Option<f64>,
    pub iterations: Option<u64>,
    pub seed: u64,
    /// At least 1.
    pub threads: usize,
    /// Seconds for a lower bound, counted as `seconds`; 0: none.
    pub bound_seconds: f64,
    pub known: Known,
    /// `None`: as the instance's set is published.
    pub rounding: Option<Rounding>,
}

/// What came of an instance.
#[derive(Clone, Debug)]
pub struct VrpResult {
    pub instance: String,
    /// The variant, as VRPLIB calls it.
    pub set: &'static str,
    /// Customers.
    pub customers: usize,
    /// As published sets count it; `None` if the solution is not feasible.
    pub cost: Option<f64>,
    pub known: Option<f64>,
    /// A proved lower bound, `None` where none was computed.
    pub bound: Option<f64>,
    /// Processor time on one thread, else time on the clock, reading left out.
    pub seconds: f64,
    pub iterations: u64,
    pub tours: Vec<Tour>,
    /// Empty if the solution is feasible.
    pub faults: Vec<Fault>,
}

impl VrpResult {
    /// Percent above the best known value.
    #[must_use]
    pub fn gap(&self) -> Option<f64> {
        above(self.cost?, self.known?)
    }

    /// Percent of the own cost that the bound leaves open.
    #[must_use]
    pub fn bound_gap(&self) -> Option<f64> {
        let (cost, bound) = (self.cost?, self.bound?);
        (cost > 0.0).then(|| 100.0 * (cost - bound) / cost)
    }

    /// In the text form of CVRPLIB; vehicles and customers as numbered in the file.
    #[must_use]
    pub fn sol(&self) -> String {
        let mut text = String::new();
        for tour in &self.tours {
            let trips: Vec<String> = tour.trips.iter().map(|trip| numbers(trip)).collect();
            // Between two trips stands the depot. Writing to a string does not fail.
            let _ = writeln!(text, "Route #{}: {}", tour.vehicle + 1, trips.join(" 0 "));
        }
        if let Some(cost) = self.cost {
            let _ = writeln!(text, "Cost {cost}");
        }
        text
    }
}

fn above(cost: f64, known: f64) -> Option<f64> {
    (known > 0.0).then(|| 100.0 * (cost - known) / known)
}

fn numbers(nodes: &[usize]) -> String {
    nodes.iter().map(usize::to_string).collect::<Vec<_>>().join(" ")
}

/// Reads and solves one instance.
///
/// # Errors
/// Findings about the file, or threads that cannot be started.
pub fn vrp(
    path: &Path,
    request: &VrpRequest,
    interrupt: &Interrupt,
    watch: &dyn Watch,
) -> Result<VrpResult, AppError> {
    let instance = instances::read(path, request.rounding).map_err(AppError::Findings)?;
    let count = request.threads;
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(count)
        .build()
        .map_err(|source| AppError::Threads { count, source })?;
    Ok(pool.install(|| solve(&instance, path, request, interrupt, watch)))
}

fn solve(
    instance: &Instance,
    path: &Path,
    request: &VrpRequest,
    interrupt: &Interrupt,
    watch: &dyn Watch,
) -> VrpResult {
    let spent = Spent::start(request.threads == 1);
    let stop: Box<dyn Stop> = match request.seconds {
        Some(seconds) => Box::new(spent.limit(seconds, interrupt.clone())),
        None => Box::new(Deadline::after(None, interrupt.clone())),
    };
    let posed = Problem::of_instance(instance);
    let options = Options { seed: request.seed, iterations: request.iterations };
    let mut outcome = solve::solve(&posed.problem, &options, stop.as_ref(), watch);
    let mut proof = prove(&posed, &outcome, request, interrupt);
    if let Some(better) = proof.as_mut().and_then(|proof| proof.better.take()) {
        outcome.adopt(better.routes, better.unserved, better.cost);
    }
    let tours = tours(instance, &posed, &outcome.solution);
    let verified = instance::verify(instance, &tours);
    VrpResult {
        instance: instance.name.clone(),
        set: instance.variant.name(),
        customers: instance.customers().len(),
        cost: verified.as_ref().ok().map(|&cost| instance.cost(cost)),
        known: instances::known(instance, path, &request.known),
        bound: proof.map(|proof| instance.cost(proof.value.0)),
        seconds: spent.seconds(),
        iterations: outcome.iterations,
        faults: verified.err().unwrap_or_default(),
        tours,
    }
}

/// A lower bound, as far as the time for it goes.
fn prove(posed: &Posed, outcome: &Outcome, request: &VrpRequest, interrupt: &Interrupt) -> Option<Bound> {
    if request.bound_seconds <= 0.0 {
        return None;
    }
    let stop = Spent::start(request.threads == 1).limit(request.bound_seconds, interrupt.clone());
    bound::bound(&posed.problem, &outcome.solution.routes, Some(outcome.cost), &stop)
}

/// Routes with the numbers of vehicles and customers in the file.
fn tours(instance: &Instance, posed: &Posed, solution: &Solution) -> Vec<Tour> {
    let mut next = vec![0; instance.fleets.len()];
    let routes = solution.routes.iter().map(|route| {
        let fleet = route.vehicle_type.index();
        let vehicle = instance.fleets[fleet].vehicles[next[fleet]];
        next[fleet] += 1;
        let nodes = |trip: &Vec<_>| {
            trip.iter().map(|task: &crate::model::TaskId| posed.nodes[task.index()]).collect()
        };
        Tour { vehicle, trips: route.trips.iter().map(nodes).collect() }
    });
    routes.collect()
}
