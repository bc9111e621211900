//! Closures drawn from how often roads are closed, taken into the question as they matter.
//!
//! A day with closed roads never costs less than one without, so a question
//! that knows only some of the draws, and takes the others for usual days, has
//! a bound that holds for all of them. What its siting costs on every draw is
//! priced for its own sites only. The draws that cost it most are taken in and
//! the question asked again, until bound and cost differ by no more than is
//! tolerated (progressive generation).

use super::case::Asked;
use crate::app::Quiet;
use crate::app::clock::Deadline;
use crate::county::RoadReport;
use crate::site::levels;
use crate::site::levels::Siting;
use crate::site::survey::{
    Closures, Customer, Draw, Drawn, EventCost, Focus, Hedged, Measure, SEASONS, State, Surveyed, blend,
    hedge, measured, moved, weights, with_stranded,
};
use crate::units::{Fen, Stop as _};

/// Draws taken in at once.
const WORST: usize = 3;
/// Of the time that is left: for pricing the draws the first time, and for each search.
const FIRST: f64 = 0.5;
const SEARCH: f64 = 0.3;
/// Draws that are told, the costliest first.
const TOLD: usize = 6;

/// The question with draws.
pub struct Lab<'a> {
    asked: &'a Asked<'a>,
    kept: &'a [usize],
    customers: &'a [Customer],
    wanted: Closures,
    /// The usual state first, then the user's events.
    states: Vec<State>,
    draws: Vec<Draw>,
    /// By season: the usual roads in a year of it.
    usual: Vec<Surveyed>,
}

/// A siting and what it costs on each draw.
struct Tried {
    siting: Siting,
    value: f64,
    /// By state, then draw.
    costs: Vec<f64>,
    /// By draw: the rows of its open alternatives.
    rows: Vec<Rows>,
}

/// Some rows of parts, by row.
type Rows = Vec<(usize, [Vec<f64>; 5])>;

impl<'a> Lab<'a> {
    #[must_use]
    pub fn new(
        asked: &'a Asked<'a>,
        (kept, customers): (&'a [usize], &'a [Customer]),
        wanted: Closures,
        states: Vec<State>,
        draws: Vec<Draw>,
    ) -> Lab<'a> {
        let mut lab = Lab { asked, kept, customers, wanted, states, draws, usual: Vec::new() };
        // What the user's events leave of the year.
        let left = lab.states[0].share;
        lab.draws.iter_mut().for_each(|draw| draw.share *= left);
        lab.usual = (0..SEASONS.len()).map(|season| lab.priced(&[], season, None)).collect();
        lab
    }

    fn priced(&self, closed: &[RoadReport], season: usize, rows: Option<&[usize]>) -> Surveyed {
        let focus = Focus { season: Some(season), rows };
        let county = self.asked.county();
        let surveyed = self.asked.survey(closed, focus, &Quiet).of(self.kept, self.asked.customers());
        surveyed.serving(county, self.customers, self.asked.wishes())
    }

    /// A year with the days of a draw in place of its season's usual ones.
    fn of(&self, draw: &Draw, rows: Option<&[usize]>) -> Surveyed {
        let usual = &self.usual[draw.season];
        let closed = self.priced(&draw.closed, draw.season, rows);
        let closed = with_stranded(usual, closed, self.customers, Some(draw.season));
        moved(&self.states[0].surveyed, usual, closed)
    }

    fn measure(&self) -> Measure {
        self.asked.wishes().measure
    }

    /// Shares of the states, then of the draws.
    fn shares(&self) -> Vec<f64> {
        let drawn: f64 = self.draws.iter().map(|draw| draw.share).sum();
        let mut shares: Vec<f64> = self.states.iter().map(|state| state.share).collect();
        shares[0] = (shares[0] - drawn).max(0.0);
        shares.extend(self.draws.iter().map(|draw| draw.share));
        shares
    }

    /// What a siting costs on each draw; `None` if time ends before all are priced, the first
    /// time with those that were as all there are.
    fn tried(&mut self, siting: &Siting, is_first: bool, stop: &Deadline) -> Option<Tried> {
        let base = &self.states[0].surveyed;
        let mut rows: Vec<usize> = siting.open.iter().map(|&at| base.levels.alternatives[at].row).collect();
        rows.sort_unstable();
        rows.dedup();
        let cost = |surveyed: &Surveyed| levels::judge(&surveyed.levels, siting).unwrap_or(f64::INFINITY);
        let mut costs: Vec<f64> = self.states.iter().map(|state| cost(&state.surveyed)).collect();
        let mut parts: Vec<Rows> = Vec::new();
        let stop = stop.share(if is_first { FIRST } else { 1.0 });
        for draw in &self.draws {
            if stop.now() {
                break;
            }
            let surveyed = self.of(draw, Some(&rows));
            costs.push(cost(&surveyed));
            parts.push(rows.iter().map(|&row| (row, row_of(&surveyed, row))).collect());
        }
        let priced = parts.len();
        if priced < self.draws.len() {
            if !is_first || priced == 0 {
                return None;
            }
            let all: f64 = self.draws.iter().map(|draw| draw.share).sum();
            self.draws.truncate(priced);
            let left: f64 = self.draws.iter().map(|draw| draw.share).sum();
            self.draws.iter_mut().for_each(|draw| draw.share *= all / left);
        }
        let value = measured(self.measure(), &self.shares(), &costs);
        Some(Tried { siting: siting.clone(), value, costs, rows: parts })
    }

    /// The states with some draws, the others taken for usual days.
    fn known(&self, included: &[(usize, Surveyed)]) -> Vec<State> {
        let mut states = self.states.clone();
        for (draw, surveyed) in included {
            let share = self.draws[*draw].share;
            states[0].share -= share;
            states.push(State { share, surveyed: surveyed.clone() });
        }
        states[0].share = states[0].share.max(0.0);
        states
    }

    /// Asks, looks at all draws, takes in the worst, and asks again.
    #[must_use]
    pub fn run(mut self, stop: &Deadline) -> Option<(Hedged, Drawn, Vec<EventCost>)> {
        let asked_for = self.draws.len();
        let mut included: Vec<(usize, Surveyed)> = Vec::new();
        let (mut best, mut bound): (Option<Tried>, f64) = (None, f64::NEG_INFINITY);
        let mut rounds = 0;
        let last = loop {
            let hedged = hedge(&self.known(&included), self.measure(), &stop.share(SEARCH))?;
            rounds += 1;
            bound = bound.max(hedged.answer.bound);
            let siting = hedged.answer.best.clone()?;
            let Some(tried) = self.tried(&siting, rounds == 1, stop) else { break hedged.answer };
            let worst = self.worst(&tried, &included);
            if best.as_ref().is_none_or(|best| tried.value < best.value) {
                best = Some(tried);
            }
            let value = best.as_ref().map_or(f64::INFINITY, |best| best.value);
            let is_done = value - bound <= self.wanted.tolerance * value.abs();
            if is_done || worst.is_empty() || stop.now() {
                break hedged.answer;
            }
            for draw in worst {
                let surveyed = self.of(&self.draws[draw], None);
                included.push((draw, surveyed));
            }
        };
        let best = best?;
        let drawn = Drawn {
            asked: asked_for,
            priced: self.draws.len(),
            included: included.len(),
            rounds,
            share: self.draws.iter().map(|draw| draw.share).sum(),
        };
        let told = self.told(&best);
        Some((self.hedged(best, &included, (bound, last)), drawn, told))
    }

    /// Draws that are not in the question and cost most.
    fn worst(&self, tried: &Tried, included: &[(usize, Surveyed)]) -> Vec<usize> {
        let first = self.states.len();
        let weight = |draw: usize| match self.measure() {
            Measure::Expected => self.draws[draw].share,
            Measure::Worst | Measure::Tail(_) => 1.0,
        };
        let more = |draw: usize| weight(draw) * (tried.costs[first + draw] - tried.costs[0]);
        let out = (0..self.draws.len()).filter(|draw| included.iter().all(|known| known.0 != *draw));
        let mut out: Vec<usize> = out.filter(|&draw| more(draw) > 0.0).collect();
        out.sort_by(|&a, &b| more(b).total_cmp(&more(a)).then(a.cmp(&b)));
        out.truncate(WORST);
        out
    }

    /// The question with all states weighed as the measure weighs them for this siting.
    fn hedged(
        &self,
        best: Tried,
        included: &[(usize, Surveyed)],
        (bound, last): (f64, levels::Answer),
    ) -> Hedged {
        let weights = weights(self.measure(), &self.shares(), &best.costs);
        let first = self.states.len();
        let is_in = |draw: usize| included.iter().any(|known| known.0 == draw);
        let mut states = self.known(included);
        let mut own: Vec<f64> = weights[..first].to_vec();
        own.extend(included.iter().map(|known| weights[first + known.0]));
        let out: Vec<usize> = (0..self.draws.len()).filter(|&draw| !is_in(draw)).collect();
        own[0] += out.iter().map(|&draw| weights[first + draw]).sum::<f64>();
        states.iter_mut().for_each(|state| state.surveyed.levels.coverage = None);
        let mut surveyed = blend(&states, &own);
        surveyed.levels.coverage.clone_from(&self.states[0].surveyed.levels.coverage);
        let usual = &self.states[0].surveyed;
        for draw in out {
            for (row, parts) in &best.rows[draw] {
                add(&mut surveyed, usual, (*row, parts), weights[first + draw]);
            }
        }
        let is_optimal = bound >= best.value * (1.0 - 1e-6);
        let with = match self.measure() {
            Measure::Expected => last.with,
            Measure::Worst | Measure::Tail(_) => vec![bound; last.with.len()],
        };
        let answer = levels::Answer {
            bound: if is_optimal { best.value } else { bound.min(best.value) },
            is_optimal,
            with,
            prices: last.prices,
            best: Some(Siting { cost: best.value, ..best.siting }),
        };
        Hedged { surveyed, answer, costs: best.costs }
    }

    /// The usual state, the user's events, and the draws that cost most.
    fn told(&self, best: &Tried) -> Vec<EventCost> {
        let events = self.asked.wishes().events.iter().map(|event| Some(event.report.code.clone()));
        let names = std::iter::once(None).chain(events);
        let shares = self.shares();
        let state = |(at, name): (usize, Option<String>)| EventCost {
            name,
            drawn: None,
            share: shares[at],
            cost: Fen::rounded(best.costs[at]),
        };
        let mut told: Vec<EventCost> = names.enumerate().map(state).collect();
        let first = self.states.len();
        let draw = |(at, draw): (usize, &Draw)| EventCost {
            name: None,
            drawn: Some((SEASONS[draw.season], draw.closed.len())),
            share: draw.share,
            cost: Fen::rounded(best.costs[first + at]),
        };
        let mut draws: Vec<EventCost> = self.draws.iter().enumerate().map(draw).collect();
        draws.sort_by_key(|draw| std::cmp::Reverse(draw.cost));
        told.extend(draws.into_iter().take(TOLD));
        told
    }
}

fn row_of(surveyed: &Surveyed, row: usize) -> [Vec<f64>; 5] {
    let cells = row * surveyed.levels.customers..(row + 1) * surveyed.levels.customers;
    surveyed.parts.each_ref().map(|part| part[cells.clone()].to_vec())
}

/// Moves a row of the question towards a draw.
fn add(surveyed: &mut Surveyed, usual: &Surveyed, (row, parts): (usize, &[Vec<f64>; 5]), weight: f64) {
    if weight <= 0.0 {
        return;
    }
    let customers = surveyed.levels.customers;
    let cells = row * customers..(row + 1) * customers;
    for (customer, cell) in cells.enumerate().filter(|it| usual.levels.costs[it.1].is_finite()) {
        for (part, own) in parts.iter().enumerate() {
            surveyed.parts[part][cell] += weight * (own[customer] - usual.parts[part][cell]);
        }
        surveyed.levels.costs[cell] = surveyed.parts.iter().map(|part| part[cell]).sum();
    }
}
