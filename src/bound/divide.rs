//! Which LP bounds a day, and how both share the time.

use super::graph::Graph;
use super::{Bound, by_trips, days};
use crate::model::Problem;
use crate::route::Route;
use crate::units::{Fen, Stop};
use std::sync::atomic::{AtomicBool, Ordering};

/// Of the time, what the LP over trips may take where hours count; and elsewhere, if it has no
/// bound by then.
const TRIPS: f64 = 0.25;
const PATIENCE: f64 = 0.6;

/// Bounds the day's cost from below. `seeds` are routes that are known; `enough` ends the work
/// once the bound has come that far. `None` if not even a first bound was reached, or there is no
/// LP solver with prices.
///
/// Where hours count ([`days`]), the LP over trips gets a part of the time, and that over whole
/// days the rest: the first is the better one where vehicles leave once for a few stops. Elsewhere
/// the second comes in if trips are so long that the first has no bound.
#[must_use]
pub fn bound(problem: &Problem, seeds: &[Route], enough: Option<Fen>, stop: &dyn Stop) -> Option<Bound> {
    let graphs: Vec<Graph> = (0..problem.kinds.len()).map(|kind| Graph::new(problem, kind)).collect();
    let enough = enough.map(|enough| enough.as_f64());
    let counts = days::counts(problem);
    let share = if counts { TRIPS } else { PATIENCE };
    let left = stop.remaining().filter(|_| days::end(problem, &graphs)).map(|left| left * (1.0 - share));
    let is_reached = AtomicBool::new(false);
    let early = Early { stop, left, unless: (!counts).then_some(&is_reached) };
    let first = by_trips(problem, graphs.clone(), seeds, enough, (&early, &is_reached));
    let known = first.as_ref().and_then(|bound| bound.better.as_ref()).map(|better| better.cost.as_f64());
    let enough = known.or(enough);
    let is_enough = |bound: &Bound| enough.is_some_and(|enough| bound.value.as_f64() > enough - 1.0);
    if first.as_ref().is_some_and(|bound| !counts || is_enough(bound)) {
        return first;
    }
    let second = days::bound(problem, &graphs, seeds, enough, stop);
    match (first, second) {
        (Some(first), Some(second)) if second.value > first.value => {
            Some(Bound { routes: first.routes, better: first.better, ..second })
        }
        (first, second) => first.or(second),
    }
}

/// Stops some seconds before another one does.
struct Early<'a> {
    stop: &'a dyn Stop,
    /// Seconds that are left then, if time is limited.
    left: Option<f64>,
    /// Once this is true, only the other one stops.
    unless: Option<&'a AtomicBool>,
}

impl Stop for Early<'_> {
    fn now(&self) -> bool {
        self.stop.now() || self.remaining().is_some_and(|left| left <= 0.0)
    }

    fn remaining(&self) -> Option<f64> {
        let all = self.stop.remaining()?;
        if self.unless.is_some_and(|unless| unless.load(Ordering::Relaxed)) {
            return Some(all);
        }
        Some((all - self.left.unwrap_or(0.0)).max(0.0))
    }
}
