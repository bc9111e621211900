//! The main job: who drives what today.

use super::again::{self, FromRequest};
use super::air::{self, Drones};
use super::clock::{Deadline, Interrupt};
use super::load::{self, Loaded};
use super::{AppError, Follow, Step, prepared, relays, timed};
use crate::airlift::Airlift;
use crate::bound;
use crate::check::{self, Violation};
use crate::finding::Finding;
use crate::model::Problem;
use crate::plan::{self, Blind, BoundRecord, BuildMeta, Numbers, Plan};
use crate::solve::{self, Options, Outcome};
use crate::units::{Never, Progress, Silent, Stop, Watch};
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::time::Duration;

/// What to plan, and how long to think.
#[derive(Clone, Debug)]
pub struct PlanRequest {
    pub county: PathBuf,
    pub date: Option<String>,
    /// For all searching, the comparison included.
    pub time: Option<Duration>,
    /// Of that time, what a lower bound may take; `None`: no bound.
    pub bound: Option<Duration>,
    /// For each search.
    pub iterations: Option<u64>,
    pub seed: u64,
    /// `None`: all cores.
    pub threads: Option<usize>,
    /// Plan as if nothing spoiled.
    pub ignore_spoilage: bool,
    /// Also solve the spoilage-blind day, to say what caring for freshness saves.
    pub compare: bool,
    /// Whether drones fly, and from which pads.
    pub drones: Drones,
    /// Whether orders may change vehicles on the way, or go in parts.
    pub relays: bool,
    /// A plan of before to go on from.
    pub from: Option<FromRequest>,
}

/// A plan, checked, with everything a report needs.
pub struct Planned {
    pub loaded: Loaded,
    pub plan: Plan,
    /// Empty unless there is a mistake of ours.
    pub violations: Vec<Violation>,
}

impl Planned {
    /// Warnings about the data.
    #[must_use]
    pub fn findings(&self) -> &[Finding] {
        &self.loaded.findings
    }
}

struct Watching<'a>(&'a dyn Follow);

impl Watch for Watching<'_> {
    fn see(&self, progress: Progress) {
        self.0.search(progress);
    }
}

/// Reads, solves and checks one day.
///
/// # Errors
/// All findings at once, if the data has errors.
pub fn plan(request: &PlanRequest, interrupt: &Interrupt, follow: &dyn Follow) -> Result<Planned, AppError> {
    let count = request.threads.unwrap_or(0);
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(count)
        .build()
        .map_err(|source| AppError::Threads { count, source })?;
    pool.install(|| plan_on_this_pool(request, interrupt, follow))
}

fn plan_on_this_pool(
    request: &PlanRequest,
    interrupt: &Interrupt,
    follow: &dyn Follow,
) -> Result<Planned, AppError> {
    let mut loaded = load::load(&request.county, request.date.as_deref(), follow)?;
    let airlift = match request.drones {
        Drones::Off => Airlift::default(),
        pads => {
            air::join(&mut loaded, (pads == Drones::All, request.relays && request.from.is_none()), follow)
        }
    };
    let mut matrices = prepared::matrices(&request.county, &mut loaded, follow);
    let county = &loaded.read.county;
    air::extend(&mut matrices, &loaded, &airlift);
    let problem = Problem::new(county, &loaded.located, &matrices);
    let airlift = (!airlift.wings.is_empty()).then_some(airlift);
    if let Some(from) = &request.from {
        return plan_again(request, from, (loaded, airlift), &problem, interrupt, follow);
    }
    let meta = BuildMeta {
        inputs: loaded.read.inputs.clone(),
        seed: request.seed,
        spoilage: !request.ignore_spoilage,
        numbers: Numbers::default(),
    };
    let stop = Deadline::after(request.time, interrupt.clone());
    let options = Options { seed: request.seed, iterations: request.iterations };
    let job =
        relays::Job { matrices: &matrices, airlift: airlift.as_ref(), meta: &meta, options, stop: &stop };
    let lays = request.relays && job.is_thinkable(&loaded);
    let joined = (&loaded, airlift.as_ref());
    let time = request.time.map(|time| if lays { time.mul_f64(1.0 - LAYING) } else { time });
    let (mut outcome, blind) = search((request, time), joined, &problem, interrupt, follow);
    // A bound knows nothing of legs.
    let proof = if lays { None } else { prove(request, &problem, &mut outcome, interrupt, follow) };
    let laid = if lays { timed(follow, Step::Relays, || job.lay(&mut loaded, &outcome)) } else { None };
    let plan = match laid {
        Some(plan) => plan,
        None => {
            // A comparison is one of the same effort.
            if lays && blind.is_none() {
                search_on(request, &problem, &mut outcome, &stop, follow);
            }
            let built = Built { loaded: &loaded, airlift: airlift.as_ref(), meta: &meta };
            let mut plan = built.settle(request, &problem, &problem, outcome);
            plan.blind = blind;
            plan.search.bound = proof;
            plan
        }
    };
    let county = &loaded.read.county;
    let violations =
        timed(follow, Step::Check, || check::check_over(&loaded.dem, county, &loaded.located, &plan));
    let missing = air::about_candidates(county, &plan);
    loaded.findings.extend(missing);
    Ok(Planned { plan, violations, loaded })
}

/// What plans are built from.
struct Built<'a> {
    loaded: &'a Loaded,
    airlift: Option<&'a Airlift>,
    meta: &'a BuildMeta,
}

impl Built<'_> {
    /// The plan of an outcome. Where two drones would stand on one pad at once, the later one's
    /// orders stay on the ground, until no pad is crowded.
    fn settle(&self, request: &PlanRequest, searched: &Problem, priced: &Problem, outcome: Outcome) -> Plan {
        let county = &self.loaded.read.county;
        let joined = (county, &self.loaded.located);
        let (mut searched, mut priced) = (Cow::Borrowed(searched), Cow::Borrowed(priced));
        let (mut outcome, mut grounded) = (outcome, BTreeSet::new());
        loop {
            let mut plan = plan::build_with(joined, &priced, &outcome, self.meta, self.airlift);
            let crowded = plan::crowded(county, &plan);
            // What has begun stays, crowded or not.
            if crowded.is_subset(&grounded) {
                plan.search.cold = plan::cold_worth(county, &priced, &outcome.solution);
                return plan;
            }
            grounded.extend(&crowded);
            for problem in [searched.to_mut(), priced.to_mut()] {
                problem.ground(&crowded);
            }
            let options = Options { seed: request.seed, iterations: Some(MENDING) };
            let mended = solve::improve(&searched, &outcome.solution.routes, &options, &Never, &Silent);
            outcome = Outcome { iterations: outcome.iterations + mended.iterations, ..mended };
        }
    }
}

/// Share of the time in which orders are laid over places or into parts.
const LAYING: f64 = 0.2;
/// Seconds for which searching on pays.
const WORTH_SEARCHING: f64 = 1.0;

/// Iterations of the search that mends a plan with crowded pads.
const MENDING: u64 = 300;

/// Goes on from a plan of before. There is no comparison with a spoilage-blind day and no bound.
fn plan_again(
    request: &PlanRequest,
    from: &FromRequest,
    (mut loaded, airlift): (Loaded, Option<Airlift>),
    problem: &Problem,
    interrupt: &Interrupt,
    follow: &dyn Follow,
) -> Result<Planned, AppError> {
    let (past, mut anchored) = again::go_on(from, &mut loaded, problem)?;
    let options = Options { seed: request.seed, iterations: request.iterations };
    let stop = Deadline::after(request.time, interrupt.clone());
    let searched =
        if request.ignore_spoilage { anchored.problem.without_spoilage() } else { anchored.problem };
    let mut outcome = timed(follow, Step::Search, || {
        solve::improve(&searched, &anchored.start, &options, &stop, &Watching(follow))
    });
    if let Some(partition) = &mut outcome.partition {
        // Several types of the problem are one of the county.
        let mut known = BTreeSet::new();
        partition.vehicle_worth.retain(|(id, _)| known.insert(*id));
    }
    let meta = BuildMeta {
        inputs: loaded.read.inputs.clone(),
        seed: request.seed,
        spoilage: !request.ignore_spoilage,
        numbers: anchored.numbers,
    };
    let county = &loaded.read.county;
    let built = Built { loaded: &loaded, airlift: airlift.as_ref(), meta: &meta };
    let mut plan = built.settle(request, &searched, &anchored.priced, outcome);
    anchored.again.orders = plan::changes(county, &past, &plan, from.freeze);
    plan.again = Some(anchored.again);
    let violations = timed(follow, Step::Check, || match from.freeze {
        Some(freeze) => {
            check::check_again(Some(&loaded.dem), (county, &loaded.located), &plan, &past, freeze)
        }
        None => check::check_over(&loaded.dem, county, &loaded.located, &plan),
    });
    Ok(Planned { plan, violations, loaded })
}

/// What no plan of the day is cheaper than, as far as the time for it goes. Spoilage counts, also
/// where the search ignored it. A better plan that the proof comes across is taken.
fn prove(
    request: &PlanRequest,
    problem: &Problem,
    outcome: &mut Outcome,
    interrupt: &Interrupt,
    follow: &dyn Follow,
) -> Option<BoundRecord> {
    let time = request.bound.filter(|time| !time.is_zero() && !interrupt.is_set())?;
    let stop = Deadline::after(Some(time), interrupt.clone());
    let proof = timed(follow, Step::Bound, || {
        bound::bound(problem, &outcome.solution.routes, Some(outcome.cost), &stop)
    })?;
    // Trips are joined into rounds there without a thought of battery sets.
    let flies = problem.kinds.iter().any(|kind| kind.sets.is_some());
    if let Some(better) = proof.better.filter(|_| !request.ignore_spoilage && !flies) {
        outcome.adopt(better.routes, better.unserved, better.cost);
    }
    Some(BoundRecord {
        value: proof.value,
        is_complete: proof.is_complete,
        columns: proof.columns,
        order_prices: proof.order_prices,
        vehicle_worth: proof.vehicle_worth,
    })
}

/// Where nothing was laid, its time is for the search after all.
fn search_on(
    request: &PlanRequest,
    problem: &Problem,
    outcome: &mut Outcome,
    stop: &Deadline,
    follow: &dyn Follow,
) {
    if request.iterations.is_some() || stop.remaining().is_none_or(|left| left < WORTH_SEARCHING) {
        return;
    }
    let blind = request.ignore_spoilage.then(|| problem.without_spoilage());
    let options = Options { seed: request.seed, iterations: None };
    let routes = &outcome.solution.routes;
    let more = timed(follow, Step::Search, || {
        solve::improve(blind.as_ref().unwrap_or(problem), routes, &options, stop, &Watching(follow))
    });
    outcome.iterations += more.iterations;
    if more.cost <= outcome.cost {
        outcome.partition = more.partition.or(outcome.partition.take());
        outcome.adopt(more.solution.routes, more.solution.unserved, more.cost);
    }
}

/// The plan's search, and what the spoilage-blind one of the same effort costs, if asked for.
///
/// If the blind one turns out cheaper even with its spoilage counted, it is the better plan and
/// is taken.
fn search(
    (request, time): (&PlanRequest, Option<Duration>),
    (loaded, airlift): (&Loaded, Option<&Airlift>),
    problem: &Problem,
    interrupt: &Interrupt,
    follow: &dyn Follow,
) -> (Outcome, Option<Blind>) {
    let compare = request.compare && !request.ignore_spoilage;
    let time = time.map(|time| time.saturating_sub(request.bound.unwrap_or_default()));
    let time = time.map(|time| if compare { time / 2 } else { time });
    let options = Options { seed: request.seed, iterations: request.iterations };
    let run = |step: Step, problem: &Problem| {
        let stop = Deadline::after(time, interrupt.clone());
        timed(follow, step, || solve::solve(problem, &options, &stop, &Watching(follow)))
    };
    if request.ignore_spoilage {
        return (run(Step::Search, &problem.without_spoilage()), None);
    }
    let mut outcome = run(Step::Search, problem);
    if !compare || interrupt.is_set() {
        return (outcome, None);
    }
    let other = run(Step::Compare, &problem.without_spoilage());
    let blind = plan::price((&loaded.read.county, &loaded.located), problem, &other.solution, airlift);
    if blind.breakdown.total() < outcome.cost {
        outcome.cost = blind.breakdown.total();
        outcome.solution = other.solution;
    }
    // An interrupted comparison had less time: it would make the saving look larger than it is.
    (outcome, (!interrupt.is_set()).then_some(blind))
}
