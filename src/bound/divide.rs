//! Which LP bounds a day, and how both share the time.

use super::graph::Graph;
use super::{Bound, by_trips, days};
use crate::model::Problem;
use crate::route::Route;
use crate::units::{Fen, Stop};

/// Of the time, what the LP over trips may take where hours count.
const TRIPS: f64 = 0.25;

/// Bounds the day's cost from below. `seeds` are routes that are known; `enough` ends the work
/// once the bound has come that far. `None` if not even a first bound was reached, or there is no
/// LP solver with prices.
///
/// Where hours count ([`days`]), the LP over trips gets a part of the time, and that over whole
/// days the rest: the first is the better one where vehicles leave once for a few stops.
#[must_use]
pub fn bound(problem: &Problem, seeds: &[Route], enough: Option<Fen>, stop: &dyn Stop) -> Option<Bound> {
    let graphs: Vec<Graph> = (0..problem.kinds.len()).map(|kind| Graph::new(problem, kind)).collect();
    let enough = enough.map(|enough| enough.as_f64());
    if !days::counts(problem) {
        return by_trips(problem, graphs, seeds, enough, stop);
    }
    let left = stop.remaining().map(|left| left * (1.0 - TRIPS));
    let first = by_trips(problem, graphs.clone(), seeds, enough, &Early { stop, left });
    let known = first.as_ref().and_then(|bound| bound.better.as_ref()).map(|better| better.cost.as_f64());
    let enough = known.or(enough);
    if let (Some(first), Some(enough)) = (&first, enough)
        && first.value.as_f64() > enough - 1.0
    {
        return Some(first.clone());
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
}

impl Stop for Early<'_> {
    fn now(&self) -> bool {
        self.stop.now() || self.remaining().is_some_and(|left| left <= 0.0)
    }

    fn remaining(&self) -> Option<f64> {
        let (all, left) = (self.stop.remaining()?, self.left?);
        Some((all - left).max(0.0))
    }
}
