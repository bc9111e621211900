//! The best place for an order: ranked in O(1), decided by the exact walk.

use super::context::Context;
use super::dice::Dice;
use super::line::Line;
use super::rank::Ranker;
use super::state::State;
use crate::model::TaskId;
use crate::route::Walker;
use std::sync::Arc;

/// How many candidates are walked exactly before the best is taken.
const WALKS: usize = 4;
/// Fen by which an estimate may exceed what is to be undercut for the candidate still to be walked.
const MARGIN: f64 = 3_000.0;
/// How many may fail the exact walk, unless all lines are looked at.
const FAILURES: usize = 6;
/// Chance that a new vehicle is not of the type that is cheapest for this order alone.
const ANY_TYPE: f64 = 0.2;
/// Lines that are looked at for one order.
const LINES: usize = 12;

/// Where in a line.
#[derive(Clone, Copy, Debug, PartialEq)]
enum How {
    /// One task in a gap of a trip.
    Gap { trip: usize, place: usize },
    /// Pick-up and drop-off in gaps of one trip.
    Pair { trip: usize, pick: usize, drop: usize },
    /// A new trip before trip number `trip`.
    Trip { trip: usize },
}

#[derive(Clone, Copy, Debug)]
struct Candidate {
    estimate: f64,
    line: usize,
    how: How,
}

/// A place for an order, with its exact cost.
#[derive(Clone, Copy, Debug)]
pub struct Spot {
    pub delta: i64,
    at: At,
}

impl Spot {
    /// True if a vehicle leaves for this order alone.
    pub fn is_new(&self) -> bool {
        matches!(self.at, At::New(_))
    }
}

#[derive(Clone, Copy, Debug)]
enum At {
    Line(usize, How),
    New(usize),
}

/// How an order is looked at.
#[derive(Clone, Copy, Debug)]
pub struct Care {
    /// Chance to overlook a position.
    pub blink: f64,
    /// Look at all lines, not only at those of neighbours.
    pub everywhere: bool,
}

/// Finds and makes insertions, with scratch.
pub struct Inserter<'c, 'p> {
    pub context: &'c Context<'p>,
    pub walker: Walker<'p>,
    candidates: Vec<Candidate>,
    lines: Vec<usize>,
    seen: Vec<bool>,
    tasks: Vec<TaskId>,
    ends: Vec<u32>,
}

impl<'c, 'p> Inserter<'c, 'p> {
    pub fn new(context: &'c Context<'p>) -> Inserter<'c, 'p> {
        Inserter {
            context,
            walker: Walker::new(context.problem),
            candidates: Vec::new(),
            lines: Vec::new(),
            seen: Vec::new(),
            tasks: Vec::new(),
            ends: Vec::new(),
        }
    }

    /// The cheapest place found for an order; `None` if there is none.
    pub fn best(&mut self, state: &State, order: u32, care: Care, dice: &mut Dice) -> Option<Spot> {
        self.choose_lines(state, order, care.everywhere);
        self.candidates.clear();
        for index in 0..self.lines.len() {
            self.rank_line(state, self.lines[index], order, care, dice);
        }
        let any = care.blink > 0.0 && dice.chance(ANY_TYPE);
        let mut best = if any { self.lone_of_any_type(state, order, dice) } else { self.lone(state, order) };
        self.candidates.sort_by(|one, other| one.estimate.total_cmp(&other.estimate));
        let price = self.context.problem.jobs[order as usize].price_out;
        let enough = if care.everywhere { f64::INFINITY } else { price as f64 };
        let (mut walks, mut failures) = (0, 0);
        for index in 0..self.candidates.len() {
            let Candidate { line, how, estimate } = self.candidates[index];
            let bound = best.map_or(enough, |best| enough.min(best.delta as f64));
            if estimate > bound + MARGIN {
                break;
            }
            if walks == WALKS || (failures == FAILURES && !care.everywhere) {
                break;
            }
            self.write(&state.lines[line], how, order);
            let kind = state.lines[line].kind;
            match self.walker.cost(kind, &self.tasks, &self.ends) {
                Some(cost) => {
                    walks += 1;
                    let delta = cost - state.lines[line].cost;
                    if best.is_none_or(|best| delta < best.delta) {
                        best = Some(Spot { delta, at: At::Line(line, how) });
                    }
                }
                None => failures += 1,
            }
        }
        best
    }

    /// Puts the order there.
    pub fn insert(&mut self, state: &mut State, order: u32, spot: Spot) {
        let problem = self.context.problem;
        let before = state.cost;
        match spot.at {
            At::Line(index, how) => {
                self.write(&state.lines[index], how, order);
                let kind = state.lines[index].kind;
                let line = self.build(kind, self.tasks.clone(), self.ends.clone());
                state.replace(problem, index, line.expect("it was walked before"));
            }
            At::New(kind) => {
                let tasks: Vec<TaskId> = problem.jobs[order as usize].tasks().collect();
                let ends = vec![tasks.len() as u32];
                let line = self.build(kind, tasks, ends);
                state.add(problem, line.expect("it was walked before"));
            }
        }
        let price = problem.jobs[order as usize].price_out;
        debug_assert_eq!(state.cost, before + spot.delta - price, "the delta is exact");
    }

    pub fn build(&mut self, kind: usize, tasks: Vec<TaskId>, ends: Vec<u32>) -> Option<Arc<Line>> {
        Line::build(self.context, &mut self.walker, kind, tasks, ends).map(Arc::new)
    }

    /// A vehicle of its own.
    fn lone(&self, state: &State, order: u32) -> Option<Spot> {
        let problem = self.context.problem;
        let costs = self.context.solo[order as usize].iter().enumerate();
        let free = costs.filter(|&(kind, cost)| cost.is_some() && state.is_free(problem, kind, None));
        let cheapest = free.filter_map(|(kind, &cost)| Some((cost?, kind))).min()?;
        Some(Spot { delta: cheapest.0, at: At::New(cheapest.1) })
    }

    /// A vehicle of its own, of any type: the cheapest for one order need not be for many.
    fn lone_of_any_type(&self, state: &State, order: u32, dice: &mut Dice) -> Option<Spot> {
        let problem = self.context.problem;
        let costs = &self.context.solo[order as usize];
        let free = |&kind: &usize| costs[kind].is_some() && state.is_free(problem, kind, None);
        let kinds = (0..costs.len()).filter(free).count();
        let kind = (0..costs.len()).filter(free).nth(dice.below(kinds))?;
        Some(Spot { delta: costs[kind]?, at: At::New(kind) })
    }

    /// Gives a line to another vehicle type if that is cheaper.
    pub fn retype(&mut self, state: &mut State, index: usize) {
        let problem = self.context.problem;
        let line = Arc::clone(&state.lines[index]);
        let mut best = (line.cost, line.kind);
        for kind in 0..problem.kinds.len() {
            if kind != line.kind
                && state.is_free(problem, kind, Some(line.kind))
                && let Some(cost) = self.walker.cost(kind, &line.tasks, &line.ends)
            {
                best = best.min((cost, kind));
            }
        }
        if best.1 != line.kind {
            let better = self.build(best.1, line.tasks.clone(), line.ends.clone());
            state.replace(problem, index, better.expect("it was walked before"));
        }
    }

    /// Has two lines of unlike vehicle types change vehicles if that is cheaper.
    pub fn swap_types(&mut self, state: &mut State, one: usize, other: usize) {
        let problem = self.context.problem;
        let (first, second) = (Arc::clone(&state.lines[one]), Arc::clone(&state.lines[other]));
        if first.kind == second.kind {
            return;
        }
        let cost = self.walker.cost(second.kind, &first.tasks, &first.ends);
        let cost = cost.filter(|&cost| cost < first.cost + second.cost);
        let Some(cost) = cost else { return };
        let Some(more) = self.walker.cost(first.kind, &second.tasks, &second.ends) else { return };
        if cost + more < first.cost + second.cost {
            for (index, line, kind) in [(one, &first, second.kind), (other, &second, first.kind)] {
                let line = self.build(kind, line.tasks.clone(), line.ends.clone());
                state.replace(problem, index, line.expect("it was walked before"));
            }
        }
    }

    fn choose_lines(&mut self, state: &State, order: u32, everywhere: bool) {
        self.lines.clear();
        if everywhere || state.lines.len() <= LINES {
            self.lines.extend(0..state.lines.len());
            return;
        }
        self.seen.clear();
        self.seen.resize(state.lines.len(), false);
        for &neighbour in &self.context.near[order as usize] {
            let Some(line) = state.line_of(neighbour) else { continue };
            if !std::mem::replace(&mut self.seen[line], true) {
                self.lines.push(line);
                if self.lines.len() == LINES {
                    return;
                }
            }
        }
    }

    fn rank_line(&mut self, state: &State, index: usize, order: u32, care: Care, dice: &mut Dice) {
        let line = &state.lines[index];
        let problem = self.context.problem;
        let job = &problem.jobs[order as usize];
        if job.fit[line.kind].is_err() {
            return;
        }
        let ranker = Ranker { context: self.context, line, task: job.first };
        for (trip, span) in line.spans.iter().enumerate() {
            for place in span.from..=span.to {
                if care.blink > 0.0 && dice.chance(care.blink) {
                    continue;
                }
                let Some(estimate) = ranker.gap(trip, place) else { continue };
                let Some(second) = job.second else {
                    let how = How::Gap { trip, place };
                    self.candidates.push(Candidate { estimate, line: index, how });
                    continue;
                };
                let ranker = Ranker { context: self.context, line, task: second };
                for drop in place..=span.to {
                    let Some(more) = ranker.gap(trip, drop) else { continue };
                    let how = How::Pair { trip, pick: place, drop };
                    self.candidates.push(Candidate { estimate: estimate + more, line: index, how });
                }
            }
        }
        if line.spans.len() < problem.kinds[line.kind].max_trips {
            for trip in 0..=line.spans.len() {
                if let Some(estimate) = ranker.trip(trip) {
                    self.candidates.push(Candidate { estimate, line: index, how: How::Trip { trip } });
                }
            }
        }
    }

    /// Writes the tasks of a line with the order put in.
    fn write(&mut self, line: &Line, how: How, order: u32) {
        let job = &self.context.problem.jobs[order as usize];
        self.tasks.clear();
        self.tasks.extend_from_slice(&line.tasks);
        self.ends.clear();
        self.ends.extend_from_slice(&line.ends);
        let added = job.tasks().count() as u32;
        let longer = match how {
            How::Gap { trip, place } => {
                self.tasks.insert(place, job.first);
                trip
            }
            How::Pair { trip, pick, drop } => {
                let second = job.second.expect("only transfers come in pairs");
                self.tasks.insert(drop, second);
                self.tasks.insert(pick, job.first);
                trip
            }
            How::Trip { trip } => {
                let from = line.spans.get(trip).map_or(line.tasks.len(), |span| span.from);
                for (offset, task) in job.tasks().enumerate() {
                    self.tasks.insert(from + offset, task);
                }
                self.ends.insert(trip, from as u32);
                trip
            }
        };
        for end in &mut self.ends[longer..] {
            *end += added;
        }
    }
}
