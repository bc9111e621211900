//! What the search knows before it starts: neighbours, lone trips, prices of delay.

use super::worth;
use crate::model::Problem;
use crate::network::Location;
use crate::route::Walker;
use crate::units::Term;

/// Nearest orders that are kept for each order.
const NEIGHBOURS: usize = 100;

/// Tables of one problem.
pub struct Context<'p> {
    pub problem: &'p Problem,
    /// By order, nearest first, without itself.
    pub near: Vec<Vec<u32>>,
    /// By order and vehicle type: cost of a round for this order alone.
    pub solo: Vec<Vec<Option<i64>>>,
    /// By order: what it loses by spoilage and lateness even alone, with the type that is best for that.
    pub own_loss: Vec<i64>,
    /// By order and vehicle type: fen lost for each second on board, roughly.
    pub fade: Vec<Vec<f64>>,
    /// By order: fen lost for each second that its goods wait at the door, roughly.
    pub wait: Vec<f64>,
    /// By order and vehicle type: fen lost when the doors of its compartment open once, roughly.
    pub door: Vec<Vec<f64>>,
    /// By order: seconds from its nearest site, roughly.
    pub reach: Vec<i64>,
}

impl<'p> Context<'p> {
    pub fn new(problem: &'p Problem) -> Context<'p> {
        let mut walker = Walker::new(problem);
        let orders = problem.jobs.len();
        Context {
            problem,
            near: near(problem),
            solo: (0..orders).map(|order| solo(problem, &mut walker, order)).collect(),
            own_loss: (0..orders).map(|order| own_loss(problem, &mut walker, order)).collect(),
            reach: (0..orders).map(|order| reach(problem, order)).collect(),
            ..Context::bare(problem)
        }
    }

    /// Without neighbours, and with lone trips of one order only: enough to insert that order.
    pub fn for_one(problem: &'p Problem, order: usize) -> Context<'p> {
        let mut context = Context::bare(problem);
        context.solo[order] = solo(problem, &mut Walker::new(problem), order);
        context
    }

    /// Without neighbours: enough to insert one order after another into a solution.
    pub fn for_each(problem: &'p Problem) -> Context<'p> {
        let mut walker = Walker::new(problem);
        let orders = 0..problem.jobs.len();
        Context {
            solo: orders.map(|order| solo(problem, &mut walker, order)).collect(),
            ..Context::bare(problem)
        }
    }

    /// Without neighbours and lone trips: enough to price routes.
    pub fn bare(problem: &'p Problem) -> Context<'p> {
        let orders = problem.jobs.len();
        Context {
            problem,
            near: vec![Vec::new(); orders],
            solo: vec![vec![None; problem.kinds.len()]; orders],
            own_loss: vec![0; orders],
            fade: (0..orders).map(|order| worth::fade(problem, order)).collect(),
            wait: (0..orders).map(|order| worth::wait(problem, order)).collect(),
            door: (0..orders).map(|order| worth::door(problem, order)).collect(),
            reach: vec![0; orders],
        }
    }

    /// False if no vehicle type can serve this order, whatever else it does. A collection for the
    /// start site of a vehicle that ends elsewhere cannot be its only trip, but can be an early one,
    /// and what a vehicle has begun keeps it from serving any order alone.
    pub fn can_be_served(&self, order: usize) -> bool {
        let moves_on = |&kind: &usize| {
            let vehicle = &self.problem.kinds[kind];
            vehicle.count > 0
                && vehicle.start_site != vehicle.end_site
                && self.problem.jobs[order].fit[kind].is_ok()
        };
        let has_begun = |&kind: &usize| {
            let vehicle = &self.problem.kinds[kind];
            vehicle.begun.is_some() && self.problem.jobs[order].fit[kind].is_ok()
        };
        self.solo[order].iter().any(Option::is_some)
            || (0..self.problem.kinds.len()).any(|kind| has_begun(&kind))
            || (0..self.problem.kinds.len()).any(|kind| moves_on(&kind))
    }
}

fn solo(problem: &Problem, walker: &mut Walker, order: usize) -> Vec<Option<i64>> {
    let job = &problem.jobs[order];
    let tasks: Vec<_> = job.tasks().collect();
    let ends = [tasks.len() as u32];
    let mut cost = |kind: usize| walker.cost(kind, &tasks, &ends);
    let usable = |kind: usize| problem.kinds[kind].count > 0 && job.fit[kind].is_ok();
    (0..problem.kinds.len()).map(|kind| if usable(kind) { cost(kind) } else { None }).collect()
}

fn own_loss(problem: &Problem, walker: &mut Walker, order: usize) -> i64 {
    let job = &problem.jobs[order];
    let tasks: Vec<_> = job.tasks().collect();
    let ends = [tasks.len() as u32];
    let terms = [Term::Spoilage, Term::Precooling, Term::Lateness];
    let loss = |kind: usize| {
        let money = walker.schedule(kind, &tasks, &ends).ok()?.breakdown;
        Some(terms.iter().map(|&term| money[term].0).sum())
    };
    let usable = |kind: &usize| problem.kinds[*kind].count > 0 && job.fit[*kind].is_ok();
    (0..problem.kinds.len()).filter(usable).filter_map(loss).min().unwrap_or(0)
}

/// Seconds between two places with the first kind of vehicle that gets there.
fn drive(problem: &Problem, from: Location, to: Location) -> i64 {
    let legs = (0..problem.kinds.len()).filter_map(|kind| problem.leg(kind, from, to));
    legs.map(|leg| leg.duration.0).next().unwrap_or(i64::MAX / 4)
}

fn near(problem: &Problem) -> Vec<Vec<u32>> {
    let places: Vec<Vec<Location>> = problem
        .jobs
        .iter()
        .map(|job| job.tasks().map(|task| problem.task(task).location).collect())
        .collect();
    let apart = |one: usize, other: usize| {
        let pairs = places[one].iter().flat_map(|&from| places[other].iter().map(move |&to| (from, to)));
        pairs.map(|(from, to)| drive(problem, from, to)).min().unwrap_or(i64::MAX)
    };
    let sorted = |one: usize| {
        let others = (0..places.len()).filter(|&other| other != one);
        let mut others: Vec<(i64, u32)> = others.map(|other| (apart(one, other), other as u32)).collect();
        if others.len() > NEIGHBOURS {
            others.select_nth_unstable(NEIGHBOURS);
            others.truncate(NEIGHBOURS);
        }
        others.sort_unstable();
        others.into_iter().map(|(_, other)| other).collect()
    };
    (0..places.len()).map(sorted).collect()
}

fn reach(problem: &Problem, order: usize) -> i64 {
    let place = problem.task(problem.jobs[order].first).location;
    problem.kinds.iter().map(|kind| drive(problem, kind.start, place)).min().unwrap_or(0)
}
