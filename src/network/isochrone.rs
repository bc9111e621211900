//! How far one gets in a time: reached parts of roads, and the land around them.

use super::contour::{Field, Ring};
use super::ruler::Line;
use super::{Arrivals, Hours, Network, Weights};
use crate::facts;
use crate::units::{Point, Seconds};
use petgraph::graph::EdgeIndex;

/// What is reached within a time.
#[derive(Clone, Debug)]
pub struct Reached {
    pub within: Seconds,
    /// Lines along roads, from where one comes.
    pub roads: Vec<Vec<Point>>,
    /// Metres of road, both directions counted once.
    pub metres: f64,
    /// Polygons: the outer ring, then its holes.
    pub polygons: Vec<Vec<Ring>>,
}

/// What is reached within a time after `depart` (milliseconds after midnight). The polygons are
/// the land within `isochrone.reach` metres of a reached road.
#[must_use]
pub fn reached(
    network: &Network,
    (weights, hours): (&Weights, &Hours),
    arrivals: &Arrivals,
    (depart, within): (u64, Seconds),
) -> Reached {
    let end = depart + within.0.max(0) as u64 * 1000;
    let share = |arc: EdgeIndex| -> f64 {
        let Some((tail, _)) = network.graph().edge_endpoints(arc) else { return 0.0 };
        let (Some(weight), Some(enter)) = (weights.arcs[arc.index()], arrivals.at(tail)) else { return 0.0 };
        let left = hours.leave(arc, enter, weight.millis);
        match left {
            _ if enter >= end => 0.0,
            Some(left) if left <= end => 1.0,
            // Somewhere on it, or closed before its end: as far as the share of the time goes.
            Some(left) => (end - enter) as f64 / (left - enter) as f64,
            None => 0.0,
        }
    };
    let mut roads = Vec::new();
    let mut metres = 0.0;
    for arc in network.graph().edge_indices() {
        let there = share(arc);
        let back = network.twin(arc).map_or(0.0, share);
        let first = network.twin(arc).is_none_or(|twin| arc < twin);
        // Together they reach all of it: one line is enough.
        let whole = there + back >= 1.0;
        if (whole && !first) || (!whole && there <= 0.0) {
            continue;
        }
        let line = Line::new(&network.graph()[arc].geometry);
        let part = if whole { line.length() } else { there * line.length() };
        if part > 0.0 {
            roads.push(line.part(0.0, part));
            metres += part;
        }
    }
    let polygons = Field::around(&roads, facts::value("isochrone.reach")).polygons();
    Reached { within, roads, metres, polygons }
}
