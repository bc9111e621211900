//! The best place for an order: ranked in O(1), decided by the exact walk.

use super::context::Context;
use super::line::Line;
use super::memo::{Memo, PLACES, Place, Walked};
use super::rank::Ranker;
use super::state::State;
use crate::model::TaskId;
use crate::route::Walker;
use crate::units::Dice;
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
pub enum How {
    /// One task in a gap of a trip.
    Gap { trip: u32, place: u32 },
    /// Pick-up and drop-off in gaps of one trip.
    Pair { trip: u32, pick: u32, drop: u32 },
    /// A new trip before trip number `trip`.
    Trip { trip: u32 },
}

#[derive(Clone, Copy, Debug)]
struct Candidate {
    line: usize,
    /// Among the remembered places of the line.
    rank: usize,
    place: Place,
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
    /// Of one line.
    places: Vec<Place>,
    memo: Memo,
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
            places: Vec::new(),
            memo: Memo::default(),
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
            self.gather(state, self.lines[index], order, care, dice);
        }
        let any = care.blink > 0.0 && dice.chance(ANY_TYPE);
        let lone = if any { self.lone_of_any_type(state, order, dice) } else { self.lone(state, order) };
        self.candidates.sort_by(|one, other| one.place.estimate.total_cmp(&other.place.estimate));
        self.decide(state, order, care, lone)
    }

    /// Walks the candidates of the lowest estimates.
    fn decide(&mut self, state: &State, order: u32, care: Care, lone: Option<Spot>) -> Option<Spot> {
        let price = self.context.problem.jobs[order as usize].price_out;
        let enough = if care.everywhere { f64::INFINITY } else { price as f64 };
        let mut best = lone;
        let (mut walks, mut failures) = (0, 0);
        for index in 0..self.candidates.len() {
            let candidate = self.candidates[index];
            let bound = best.map_or(enough, |best| enough.min(best.delta as f64));
            if candidate.place.estimate > bound + MARGIN {
                break;
            }
            if walks == WALKS || (failures == FAILURES && !care.everywhere) {
                break;
            }
            match self.walked(state, order, &candidate, care) {
                Walked::Costs(delta) => {
                    walks += 1;
                    if best.is_none_or(|best| delta < best.delta) {
                        best = Some(Spot { delta, at: At::Line(candidate.line, candidate.place.how) });
                    }
                }
                Walked::Breaks | Walked::NotYet => failures += 1,
            }
        }
        best
    }

    /// What the exact walk says of a candidate.
    fn walked(&mut self, state: &State, order: u32, candidate: &Candidate, care: Care) -> Walked {
        let line = &state.lines[candidate.line];
        if candidate.place.walked != Walked::NotYet {
            return candidate.place.walked;
        }
        self.write(line, candidate.place.how, order);
        let cost = self.walker.cost(line.kind, &self.tasks, &self.ends);
        let walked = cost.map_or(Walked::Breaks, |cost| Walked::Costs(cost - line.cost));
        if !care.everywhere {
            self.memo.note(order, line.number, candidate.rank, walked);
        }
        walked
    }

    /// Candidates of one line: all, or the best as far as they are not overlooked.
    fn gather(&mut self, state: &State, index: usize, order: u32, care: Care, dice: &mut Dice) {
        let line = &state.lines[index];
        if self.context.problem.jobs[order as usize].fit[line.kind].is_err() {
            return;
        }
        if care.everywhere {
            rank_line(self.context, line, order, &mut self.places);
            let all = self.places.iter().map(|&place| Candidate { line: index, rank: 0, place });
            self.candidates.extend(all);
            return;
        }
        let Inserter { memo, places, context, candidates, .. } = self;
        let find = || {
            rank_line(context, line, order, places);
            lowest(places)
        };
        let known = memo.places(context.problem.jobs.len(), order, line.number, find);
        for (rank, place) in known.best.iter().enumerate() {
            let Some(place) = *place else { break };
            if care.blink == 0.0 || !dice.chance(care.blink) {
                candidates.push(Candidate { line: index, rank, place });
            }
        }
    }

    /// Asserts that all that is remembered of a state's lines would be found again; how many walks
    /// there are among it.
    #[cfg(test)]
    pub fn check(&mut self, state: &State) -> usize {
        let mut walks = 0;
        for line in &state.lines {
            for order in 0..self.context.problem.jobs.len() as u32 {
                let Some(known) = self.memo.get(order, line.number) else { continue };
                rank_line(self.context, line, order, &mut self.places);
                let again = lowest(&self.places);
                for (one, other) in known.iter().zip(&again) {
                    let same = |place: &Option<Place>| place.map(|place| (place.estimate, place.how));
                    assert_eq!(same(one), same(other), "order {order}");
                    let Some(Place { how, walked, .. }) = *one else { continue };
                    if walked != Walked::NotYet {
                        self.write(line, how, order);
                        let cost = self.walker.cost(line.kind, &self.tasks, &self.ends);
                        let again = cost.map_or(Walked::Breaks, |cost| Walked::Costs(cost - line.cost));
                        assert_eq!(walked, again, "order {order}");
                        walks += 1;
                    }
                }
            }
        }
        walks
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
                self.tasks.insert(place as usize, job.first);
                trip as usize
            }
            How::Pair { trip, pick, drop } => {
                let second = job.second.expect("only transfers come in pairs");
                self.tasks.insert(drop as usize, second);
                self.tasks.insert(pick as usize, job.first);
                trip as usize
            }
            How::Trip { trip } => {
                let trip = trip as usize;
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

/// The places of lowest estimates, the lowest first.
fn lowest(places: &[Place]) -> [Option<Place>; PLACES] {
    let mut best: [Option<Place>; PLACES] = [None; PLACES];
    for place in places {
        let is_lower = |other: &Option<Place>| other.is_none_or(|other| place.estimate < other.estimate);
        if let Some(rank) = best.iter().position(is_lower) {
            best[rank..].rotate_right(1);
            best[rank] = Some(*place);
        }
    }
    best
}

/// All places of an order in a line that may be feasible, with their estimates.
pub(super) fn rank_line(context: &Context, line: &Line, order: u32, places: &mut Vec<Place>) {
    places.clear();
    let mut push = |estimate: f64, how: How| places.push(Place { estimate, how, walked: Walked::NotYet });
    let problem = context.problem;
    let job = &problem.jobs[order as usize];
    let ranker = Ranker { context, line, task: job.first };
    for (trip, span) in line.spans.iter().enumerate() {
        for place in span.from..=span.to {
            let Some(estimate) = ranker.gap(trip, place) else { continue };
            let Some(second) = job.second else {
                push(estimate, How::Gap { trip: trip as u32, place: place as u32 });
                continue;
            };
            let ranker = Ranker { context, line, task: second };
            for drop in place..=span.to {
                let Some(more) = ranker.gap(trip, drop) else { continue };
                let how = How::Pair { trip: trip as u32, pick: place as u32, drop: drop as u32 };
                push(estimate + more, how);
            }
        }
    }
    if line.spans.len() < problem.kinds[line.kind].max_trips {
        for trip in 0..=line.spans.len() {
            if let Some(estimate) = ranker.trip(trip) {
                push(estimate, How::Trip { trip: trip as u32 });
            }
        }
    }
}
