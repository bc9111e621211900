//! What arcs cost a vehicle: time, length, energy, warmth.

use super::speed::{Speeds, masses, permits};
use super::{Arc, ArcWeight, Network, State, Weights};
use crate::cold::{Air, REFERENCE};
use crate::county::{RoadClass, Running};
use crate::energy::{Drivetrain, Resistance, air_density};
use crate::units::Slope;
use rayon::prelude::*;

/// Air where no height is known.
const UNKNOWN_HEIGHT: f64 = 500.0;

impl Weights {
    /// The state of the day in which it was weighed.
    #[must_use]
    pub fn state(&self) -> State {
        self.state
    }

    /// The kind of vehicle that was weighed.
    #[must_use]
    pub fn running(&self) -> &Running {
        &self.running
    }
}

pub(super) fn weigh(network: &Network, running: &Running, state: State) -> Weights {
    let scale = Scale::new(running, state);
    let arcs = network
        .graph()
        .raw_edges()
        .par_iter()
        .map_init(Vec::new, |seconds, edge| scale.weigh(&edge.weight, seconds))
        .collect();
    Weights { arcs, running: *running, state }
}

/// Milliseconds alone, by edge index: those of [`weigh`], and `u32::MAX` where it has none.
pub(super) fn times(network: &Network, running: &Running, state: State) -> Vec<u32> {
    let speeds = Speeds::new(running, state);
    let of = |seconds: &mut Vec<f64>, arc: &Arc| {
        if arc.shut || !permits(arc, running, state.season) {
            return u32::MAX;
        }
        speeds.drive(arc, seconds);
        unsigned(seconds.iter().sum::<f64>() * 1000.0).min(u32::MAX - 1)
    };
    let edges = network.graph().raw_edges().par_iter();
    edges.map_init(Vec::new, |seconds, edge| of(seconds, &edge.weight)).collect()
}

/// Everything that weighing an arc for one kind of vehicle needs.
struct Scale<'a> {
    running: &'a Running,
    state: State,
    speeds: Speeds<'a>,
    drivetrain: Drivetrain,
    empty: Resistance,
    full: Resistance,
}

impl<'a> Scale<'a> {
    fn new(running: &'a Running, state: State) -> Scale<'a> {
        let (empty, full) = masses(running);
        let of = |mass: f64| Resistance { mass, rolling: running.rolling, drag_area: running.drag_area };
        let (efficiency, regeneration) = (running.efficiency, running.regeneration);
        Scale {
            running,
            state,
            speeds: Speeds::new(running, state),
            drivetrain: Drivetrain { efficiency, regeneration },
            empty: of(empty),
            full: of(full),
        }
    }

    fn weigh(&self, arc: &Arc, seconds: &mut Vec<f64>) -> Option<ArcWeight> {
        if arc.shut || !permits(arc, self.running, self.state.season) {
            return None;
        }
        self.speeds.drive(arc, seconds);
        let (mut time, mut length, mut empty, mut full) = (0.0, 0.0, 0.0, 0.0);
        let mut air = (UNKNOWN_HEIGHT, air_density(UNKNOWN_HEIGHT));
        for (piece, &seconds) in arc.pieces.iter().zip(&*seconds) {
            let metres = f64::from(piece.length);
            time += seconds;
            length += metres;
            if arc.class == RoadClass::Ferry {
                continue;
            }
            // Density is the dearest part; where the height stays, so does it.
            let height = piece.height().unwrap_or(UNKNOWN_HEIGHT);
            if height.to_bits() != air.0.to_bits() {
                air = (height, air_density(height));
            }
            let density = air.1;
            let (slope, speed) = (Slope(f64::from(piece.slope)), metres / seconds);
            let idle = self.running.idle_power * seconds;
            empty += self.drivetrain.drawn(self.empty.force(slope, speed, density) * metres) + idle;
            full += self.drivetrain.drawn(self.full.force(slope, speed, density) * metres) + idle;
        }
        let load = self.full.mass - self.empty.mass;
        let per_tonne = if load > 0.0 { (full - empty) / load * 1000.0 } else { 0.0 };
        Some(ArcWeight {
            millis: unsigned(time * 1000.0),
            decimetres: unsigned(length * 10.0),
            empty: signed(empty),
            per_tonne: signed(per_tonne),
        })
    }
}

pub(super) fn warmth(network: &Network, weights: &Weights, air: &Air, q10: f64) -> Vec<u32> {
    let speeds = Speeds::new(&weights.running, weights.state);
    let of = |seconds: &mut Vec<f64>, arc: &Arc| {
        speeds.drive(arc, seconds);
        let warm = arc
            .pieces
            .iter()
            .zip(&*seconds)
            .map(|(piece, seconds)| seconds * q10.powf((air.daily(piece.height()) - REFERENCE).0 / 10.0));
        unsigned(warm.sum::<f64>() * 1000.0)
    };
    network
        .graph()
        .raw_edges()
        .par_iter()
        .zip(&weights.arcs)
        .map_init(Vec::new, |seconds, (edge, weight)| weight.map_or(0, |_| of(seconds, &edge.weight)))
        .collect()
}

/// Rounded; what does not fit is as long as can be.
fn unsigned(value: f64) -> u32 {
    value.round() as u32
}

fn signed(value: f64) -> i32 {
    value.round() as i32
}
