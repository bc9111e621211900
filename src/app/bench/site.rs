//! One placement instance: read, solved, verified from the instance alone.

use crate::app::AppError;
use crate::app::clock::{Interrupt, Spent};
use crate::read::placements::{self, Known, Placement, Question, Wanted};
use crate::site::{self, Problem, Sourcing};
use crate::units::Stop;
use std::path::Path;

/// How to solve instances.
#[derive(Clone, Debug)]
pub struct SiteRequest {
    /// Limit of one instance: of processor time on one thread, of time on the clock on several.
    pub seconds: f64,
    /// At least 1.
    pub threads: usize,
    pub sourcing: Sourcing,
    /// Of every site, in place of the file's.
    pub capacity: Option<f64>,
    pub known: Known,
}

/// How an instance ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    Optimal,
    /// A limit came first; the bound tells how far it can be from the best.
    Feasible,
    Infeasible,
    /// A limit came before any siting was found.
    Unknown,
    /// The answer breaks the instance: a mistake of mabang.
    Wrong,
}

/// What came of an instance.
#[derive(Clone, Debug)]
pub struct SiteResult {
    pub instance: String,
    pub kind: &'static str,
    pub sites: usize,
    pub customers: usize,
    pub upper: Option<f64>,
    pub lower: Option<f64>,
    /// Of location-routing: the bound from ways there and back, and that from an LP over routes.
    pub radial: Option<f64>,
    pub by_routes: Option<f64>,
    pub status: Status,
    /// Processor time on one thread, else time on the clock, reading left out.
    pub seconds: f64,
    pub known: Option<f64>,
    /// Open sites, numbered from 1 as in the file.
    pub open: Vec<usize>,
}

impl SiteResult {
    /// Percent of the own cost that the bound leaves open.
    #[must_use]
    pub fn gap(&self) -> Option<f64> {
        let (upper, lower) = (self.upper?, self.lower?);
        (upper > 0.0).then(|| 100.0 * (upper - lower) / upper)
    }

    /// Percent above the known value.
    #[must_use]
    pub fn above(&self) -> Option<f64> {
        let (upper, known) = (self.upper?, self.known?);
        (known > 0.0).then(|| 100.0 * (upper - known) / known)
    }
}

/// Reads and solves one instance.
///
/// # Errors
/// Findings about the file, or threads that cannot be started.
pub fn site(path: &Path, request: &SiteRequest, interrupt: &Interrupt) -> Result<SiteResult, AppError> {
    let wanted = Wanted { sourcing: request.sourcing, capacity: request.capacity };
    let count = request.threads;
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(count)
        .build()
        .map_err(|source| AppError::Threads { count, source })?;
    pool.install(|| {
        let placement = placements::read(path, wanted).map_err(AppError::Findings)?;
        let known = placements::known(&placement, path, &request.known);
        let spent = Spent::start(request.threads == 1);
        let stop = spent.limit(request.seconds, interrupt.clone());
        let solved = match &placement.question {
            Question::Location(problem) => located(problem, &stop),
            Question::Routing(lrp) => routed(lrp, &stop),
        };
        Ok(told(placement, solved, known, spent.seconds()))
    })
}

struct Solved {
    upper: Option<f64>,
    lower: Option<f64>,
    /// Radial and by routes.
    tiers: (Option<f64>, Option<f64>),
    status: Status,
    open: Vec<usize>,
}

fn told(placement: Placement, solved: Solved, known: Option<f64>, seconds: f64) -> SiteResult {
    SiteResult {
        instance: placement.name,
        kind: placement.kind,
        sites: placement.sites,
        customers: placement.customers,
        upper: solved.upper,
        lower: solved.lower,
        radial: solved.tiers.0,
        by_routes: solved.tiers.1,
        status: solved.status,
        seconds,
        known,
        open: solved.open.into_iter().map(|site| site + 1).collect(),
    }
}

fn located(problem: &Problem, stop: &dyn Stop) -> Solved {
    let answer = site::solve(problem, stop);
    let lower = Some(answer.bound).filter(|bound| bound.is_finite());
    let Some(best) = answer.best else {
        let status = if answer.is_optimal { Status::Infeasible } else { Status::Unknown };
        return Solved { upper: None, lower, tiers: (None, None), status, open: Vec::new() };
    };
    match site::judge(problem, &best) {
        Ok(cost) => {
            let status = if answer.is_optimal { Status::Optimal } else { Status::Feasible };
            let lower = lower.map(|bound| bound.min(cost));
            Solved { upper: Some(cost), lower, tiers: (None, None), status, open: best.open }
        }
        Err(_) => Solved { upper: None, lower, tiers: (None, None), status: Status::Wrong, open: best.open },
    }
}

fn routed(lrp: &site::lrp::Lrp, stop: &dyn Stop) -> Solved {
    let answer = site::lrp::solve(lrp, stop);
    let (lower, tiers) = (answer.bound(), (answer.radial, answer.by_routes));
    let open: std::collections::BTreeSet<usize> = answer.routes.iter().map(|route| route.depot).collect();
    let open = open.into_iter().collect();
    match lrp.judge(&answer.routes) {
        Ok(cost) => {
            let is_optimal = lower.is_some_and(|bound| bound >= cost * (1.0 - 1e-9));
            let status = if is_optimal { Status::Optimal } else { Status::Feasible };
            Solved { upper: Some(cost), lower: lower.map(|bound| bound.min(cost)), tiers, status, open }
        }
        Err(_) if answer.routes.is_empty() => {
            Solved { upper: None, lower, tiers, status: Status::Unknown, open }
        }
        Err(_) => Solved { upper: None, lower, tiers, status: Status::Wrong, open },
    }
}
