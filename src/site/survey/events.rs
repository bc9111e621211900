//! One siting for several states of the roads. (M185)
//!
//! In each state ways cost what they cost there, who serves whom stays. The
//! measure is the mean, the worst, or the mean of the worst tail (conditional
//! value at risk), and each of these is the largest of weighted sums of the
//! states' costs. So for any weights that the measure allows, the best siting
//! at these costs is a lower bound; weights go towards the states that hurt
//! the last siting most (Rockafellar and Uryasev 2000,
//! doi:10.21314/JOR.2000.038).

use super::build::{Part, Surveyed};
use super::demand::Customer;
use crate::county::Season;
use crate::site::levels::{self, Answer, Siting};
use crate::units::{Fen, Stop};

/// What counts of the costs of all states.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Measure {
    Expected,
    Worst,
    /// The mean of the dearest share of the year: 0.1 for the worst tenth.
    Tail(f64),
}

/// A state of the roads: its share of the year, and the question as it is then.
#[derive(Clone, Debug)]
pub struct State {
    pub share: f64,
    pub surveyed: Surveyed,
}

/// What a siting costs in one state.
#[derive(Clone, Debug, PartialEq)]
pub struct EventCost {
    /// `None`: the roads as they usually are.
    pub name: Option<String>,
    /// A draw: its season, and how many roads are closed.
    pub drawn: Option<(Season, usize)>,
    pub share: f64,
    /// Fen, if it lasted a year.
    pub cost: Fen,
}

/// How closures were drawn and taken in.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Drawn {
    /// Draws that were asked for, that time allowed to price, and that came into the question.
    pub asked: usize,
    pub priced: usize,
    pub included: usize,
    /// Times that the question was asked.
    pub rounds: usize,
    /// Share of the year on which some drawn road is closed.
    pub share: f64,
}

/// What came of it.
pub struct Hedged {
    /// The question with the states weighed as the measure weighs them for this siting.
    pub surveyed: Surveyed,
    pub answer: Answer,
    /// By state: what the siting would cost a year of it.
    pub costs: Vec<f64>,
}

/// Rounds of weights.
const ROUNDS: usize = 8;

/// A state in which a road is closed, with a price where a place is cut off: what ages is lost,
/// what keeps is late. With `season`, base and state are a year of it.
#[must_use]
pub fn with_stranded(
    base: &Surveyed,
    mut state: Surveyed,
    customers: &[Customer],
    season: Option<usize>,
) -> Surveyed {
    let late = crate::facts::value("siting.stranded");
    let days = crate::facts::value("siting.days");
    let a_day = |flow: &super::demand::Flow| match season {
        Some(season) => flow.kilograms[season],
        None => flow.kilograms.iter().sum::<f64>() / 4.0,
    };
    let loss = |customer: &Customer| -> f64 {
        let flow = |flow: &super::demand::Flow| {
            let kilograms = a_day(flow) * days;
            let ages = customer.stream != super::demand::Stream::Dry;
            kilograms * (late + if ages { flow.value_per_kilogram } else { 0.0 })
        };
        customer.flows.iter().map(flow).sum()
    };
    let losses: Vec<f64> = customers.iter().map(loss).collect();
    for cell in 0..state.levels.costs.len() {
        if state.levels.costs[cell].is_finite() || !base.levels.costs[cell].is_finite() {
            continue;
        }
        for part in Part::ALL {
            state.parts[part as usize][cell] = base.parts[part as usize][cell];
        }
        state.parts[Part::Spoilage as usize][cell] += losses[cell % customers.len()];
        state.drive[cell] = base.drive[cell];
        state.levels.costs[cell] = Part::ALL.iter().map(|&part| state.parts[part as usize][cell]).sum();
    }
    state
}

/// A year with some of its days of a season as they are with closed roads: `base` and what `closed`
/// costs more than `usual`, both of them a year of that season. Never less than `base`.
#[must_use]
pub fn moved(base: &Surveyed, usual: &Surveyed, mut closed: Surveyed) -> Surveyed {
    for cell in 0..closed.levels.costs.len() {
        let is_finite = base.levels.costs[cell].is_finite() && closed.levels.costs[cell].is_finite();
        let more = if is_finite { closed.levels.costs[cell] - usual.levels.costs[cell] } else { 0.0 };
        for part in Part::ALL.map(|part| part as usize) {
            let own = closed.parts[part][cell] - usual.parts[part][cell];
            closed.parts[part][cell] = base.parts[part][cell] + if more > 0.0 { own } else { 0.0 };
        }
        closed.levels.costs[cell] = base.levels.costs[cell] + more.max(0.0);
    }
    closed.levels.coverage.clone_from(&base.levels.coverage);
    closed
}

/// What a measure says of states of these shares and costs.
#[must_use]
pub fn measured(measure: Measure, shares: &[f64], costs: &[f64]) -> f64 {
    let weights = weights(measure, shares, costs);
    weights.iter().zip(costs).filter(|it| *it.0 > 0.0).map(|it| it.0 * it.1).sum()
}

/// Weights that the measure gives to states of these costs.
#[must_use]
pub fn weights(measure: Measure, shares: &[f64], costs: &[f64]) -> Vec<f64> {
    let tail = match measure {
        Measure::Expected => return shares.to_vec(),
        Measure::Worst => 0.0,
        Measure::Tail(tail) => tail.clamp(0.0, 1.0),
    };
    let mut order: Vec<usize> = (0..costs.len()).filter(|&state| shares[state] > 0.0).collect();
    order.sort_by(|&a, &b| costs[b].total_cmp(&costs[a]).then(a.cmp(&b)));
    let mut weights = vec![0.0; costs.len()];
    if tail <= 1e-9 {
        order.first().into_iter().for_each(|&state| weights[state] = 1.0);
        return weights;
    }
    let mut left = 1.0;
    for state in order {
        weights[state] = (shares[state] / tail).min(left);
        left -= weights[state];
    }
    weights
}

/// The best siting by the measure; shares of the states add up to 1.
#[must_use]
pub fn hedge(states: &[State], measure: Measure, stop: &dyn Stop) -> Option<Hedged> {
    let shares: Vec<f64> = states.iter().map(|state| state.share).collect();
    let costs_of = |siting: &Siting| -> Vec<f64> {
        let cost = |state: &State| levels::judge(&state.surveyed.levels, siting).unwrap_or(f64::INFINITY);
        states.iter().map(cost).collect()
    };
    let value = |costs: &[f64]| measured(measure, &shares, costs);
    let mut now = shares.clone();
    let (mut best, mut bound): (Option<(f64, Siting, Vec<f64>)>, f64) = (None, f64::NEG_INFINITY);
    let mut last = None;
    for round in 1..=ROUNDS {
        let answer = levels::solve(&blend(states, &now).levels, stop);
        bound = bound.max(answer.bound);
        if let Some(siting) = answer.best.clone() {
            let costs = costs_of(&siting);
            let measured = value(&costs);
            let target = weights(measure, &shares, &costs);
            if best.as_ref().is_none_or(|best| measured < best.0) {
                best = Some((measured, siting, costs));
            }
            let step = 1.0 / (round + 1) as f64;
            now.iter_mut().zip(&target).for_each(|(now, target)| *now += step * (target - *now));
        }
        last = Some(answer);
        let is_done = best.as_ref().is_none_or(|best| bound >= best.0 * (1.0 - 1e-6));
        if is_done || measure == Measure::Expected || stop.now() {
            break;
        }
    }
    let (measured, siting, costs) = best?;
    let surveyed = blend(states, &weights(measure, &shares, &costs));
    let is_optimal = match measure {
        Measure::Expected => last.as_ref()?.is_optimal,
        Measure::Worst | Measure::Tail(_) => bound >= measured * (1.0 - 1e-6),
    };
    let last = last?;
    // What was proved of alternatives holds for the weights of the last round only.
    let with = if measure == Measure::Expected { last.with } else { vec![bound; last.with.len()] };
    let bound = if is_optimal { measured } else { bound.min(measured) };
    let answer = Answer {
        best: Some(Siting { cost: measured, ..siting }),
        bound,
        is_optimal,
        with,
        prices: last.prices,
    };
    Some(Hedged { surveyed, answer, costs })
}

/// The question with costs that are a weighted sum of the states'.
#[must_use]
pub fn blend(states: &[State], weights: &[f64]) -> Surveyed {
    let used: Vec<(&State, f64)> =
        states.iter().zip(weights.iter().copied()).filter(|it| it.1 > 0.0).collect();
    let mut blended = states[0].surveyed.clone();
    let sum = |of: &dyn Fn(&Surveyed, usize) -> f64, cell: usize| -> f64 {
        used.iter().map(|(state, weight)| weight * of(&state.surveyed, cell)).sum()
    };
    for part in Part::ALL.map(|part| part as usize) {
        for cell in 0..blended.parts[part].len() {
            blended.parts[part][cell] = sum(&|of, cell| of.parts[part][cell], cell);
        }
    }
    for cell in 0..blended.levels.costs.len() {
        blended.levels.costs[cell] = sum(&|of, cell| of.levels.costs[cell], cell);
    }
    blended
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_of_a_tail_are_those_under_which_the_costs_are_dearest() {
        let (shares, costs) = ([0.5, 0.2, 0.2, 0.1], [3.0, 9.0, 5.0, 7.0]);

        let found = weights(Measure::Tail(0.25), &shares, &costs);

        // The dearest fifth of the year counts 0.2 / 0.25, the next takes what is left.
        let wanted = [0.0, 0.8, 0.0, 0.2];
        assert!(found.iter().zip(wanted).all(|(found, wanted)| (found - wanted).abs() < 1e-12), "{found:?}");
        assert_eq!(weights(Measure::Worst, &shares, &costs), [0.0, 1.0, 0.0, 0.0]);
        assert_eq!(weights(Measure::Expected, &shares, &costs), shares);
        // A state that never holds is not the worst one.
        assert_eq!(weights(Measure::Worst, &[1.0, 0.0], &[1.0, 8.0]), [1.0, 0.0]);
    }
}
