//! Prices that make the lower bound large: subgradient steps as in
//! `site::ascend` (Polyak 1969; Camerini, Fratta and Maffioli 1975), with the
//! prices of the budget and of far customers as further coordinates.

use super::problem::Sides;
use super::relax::{Looked, Relaxation};
use crate::units::Stop;

/// Where a climb ended.
#[derive(Clone, Debug)]
pub struct Summit {
    pub bound: f64,
    pub prices: Vec<f64>,
    pub sides: Sides,
    /// Open alternatives of the relaxed solution at the best prices.
    pub open: Vec<usize>,
}

const MEMORY: f64 = 0.6;
const BOLDNESS: f64 = 1.5;
const PATIENCE: usize = 15;
/// The factor of the steps below which it is not worth going on.
const TIMID: f64 = 0.003;

/// Climbs from these prices; `see` gets the open alternatives of relaxed solutions and may lower the limit.
pub fn climb(
    relaxation: &Relaxation,
    mut prices: Vec<f64>,
    mut sides: Sides,
    steps: usize,
    mut limit: f64,
    stop: &dyn Stop,
    see: &mut dyn FnMut(&[usize]) -> f64,
) -> Summit {
    let mut summit =
        Summit { bound: f64::NEG_INFINITY, prices: prices.clone(), sides: sides.clone(), open: Vec::new() };
    let scale = Scale::of(relaxation);
    let mut direction = vec![0.0; prices.len() + 1 + sides.far.len()];
    let (mut boldness, mut idle) = (BOLDNESS, 0);
    for step in 0..steps.max(1) {
        let looked = relaxation.look(&prices, &sides);
        let progress = 1e-5 * (limit - summit.bound).abs();
        idle = if looked.bound > summit.bound + progress { 0 } else { idle + 1 };
        if looked.bound > summit.bound {
            summit.bound = looked.bound;
            summit.prices.copy_from_slice(&prices);
            summit.sides.clone_from(&sides);
            summit.open.clone_from(&looked.open);
        }
        if step + 1 == steps || boldness < TIMID || stop.now() || summit.bound >= limit {
            break;
        }
        limit = see(&looked.open).min(limit);
        if idle >= PATIENCE {
            (boldness, idle) = (boldness * 0.6, 0);
            prices.clone_from(&summit.prices);
            sides.clone_from(&summit.sides);
            direction.fill(0.0);
        }
        let length = turn(&mut direction, &looked, relaxation, scale);
        if length <= 1e-12 {
            break;
        }
        let ahead = if limit.is_finite() { limit } else { looked.bound + 0.05 * looked.bound.abs().max(1.0) };
        let pace = boldness * (ahead - looked.bound).max(1e-6 * ahead.abs()) / length;
        prices.iter_mut().zip(&direction).for_each(|(price, along)| *price += pace * along);
        let beyond = &direction[prices.len()..];
        if let (Some(scale), Some(along)) = (scale.0, beyond.first()) {
            sides.budget = (sides.budget + pace * along * scale.0).max(0.0);
        }
        for (price, along) in sides.far.iter_mut().zip(&beyond[1..]) {
            *price = (*price + pace * along).max(0.0);
        }
    }
    summit
}

/// What makes the budget count like a tenth of all customers: its factor, and the budget.
#[derive(Clone, Copy)]
struct Scale(Option<(f64, f64)>);

impl Scale {
    fn of(relaxation: &Relaxation) -> Scale {
        let customers = relaxation.levels.customers as f64;
        let budget = relaxation.levels.budget.filter(|budget| budget.is_finite());
        Scale(budget.map(|budget| ((customers / 10.0).sqrt().max(1.0) / budget.max(1e-9), budget)))
    }
}

/// The new direction in place of the old; its squared length.
fn turn(direction: &mut [f64], looked: &Looked, relaxation: &Relaxation, scale: Scale) -> f64 {
    let over = scale.0.map_or(0.0, |(scale, budget)| (looked.spent - budget) * scale);
    let steepest = looked.served.iter().map(|served| 1.0 - served).chain(std::iter::once(over));
    let most = relaxation.levels.coverage.iter().flat_map(|coverage| &coverage.most);
    let steepest = steepest.chain(looked.far.iter().zip(most).map(|(far, most)| far - most));
    let mut length = 0.0;
    for (along, steep) in direction.iter_mut().zip(steepest) {
        *along = MEMORY * *along + (1.0 - MEMORY) * steep;
        length += *along * *along;
    }
    length
}
