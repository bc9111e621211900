//! Prices that make the lower bound large: a subgradient search.
//!
//! Steps follow Polyak (1969): `t (target - L) / |d|^2` along a direction
//! that remembers the ones before it (Camerini, Fratta and Maffioli 1975); a
//! running average of relaxed solutions tells which sites are undecided
//! (Barahona and Anbil 2000, the volume algorithm).

use super::problem::{Choice, Problem};
use super::relax::{Looked, Relaxation};
use crate::units::Stop;

/// How long and how boldly to climb.
#[derive(Clone, Copy, Debug)]
pub struct Climb {
    pub steps: usize,
    /// First factor of the steps.
    pub boldness: f64,
    /// Steps without a better bound before the factor is halved.
    pub patience: usize,
}

/// Where a climb ended.
pub struct Summit {
    pub bound: f64,
    pub prices: Vec<f64>,
    /// Open sites of the relaxed solution at the best prices.
    pub open: Vec<usize>,
    /// How often each site was open, of late; 0 to 1.
    pub share: Vec<f64>,
    /// By how much turning a free site's choice at the best prices would worsen the bound.
    pub turning: Vec<(usize, f64)>,
}

/// Weight of the newest relaxed solution in the average.
const NEWEST: f64 = 0.08;
/// Weight of the direction before.
const MEMORY: f64 = 0.6;
/// The factor of the steps below which it is not worth going on.
const TIMID: f64 = 0.004;

/// Climbs from `prices`; sites that cannot change without reaching `limit` are fixed on the way.
///
/// `see` gets the open sites of relaxed solutions and may lower the limit.
pub fn climb(
    relaxation: &Relaxation,
    fixed: &mut [Choice],
    mut prices: Vec<f64>,
    climb: Climb,
    mut limit: f64,
    stop: &dyn Stop,
    see: &mut dyn FnMut(&[usize]) -> f64,
) -> Summit {
    let problem = relaxation.problem;
    let mut summit = Summit {
        bound: f64::NEG_INFINITY,
        prices: prices.clone(),
        open: Vec::new(),
        share: vec![0.0; fixed.len()],
        turning: Vec::new(),
    };
    let mut direction = vec![0.0; prices.len()];
    let (mut boldness, mut idle) = (climb.boldness, 0);
    for step in 0..climb.steps.max(1) {
        let looked = relaxation.look(&prices, fixed);
        average(&mut summit.share, &looked, step);
        if looked.bound > summit.bound {
            idle =
                if looked.bound > summit.bound + 1e-5 * (limit - summit.bound).abs() { 0 } else { idle + 1 };
            keep(&mut summit, &looked, &prices, problem);
            looked.fix(problem, limit, fixed);
        } else {
            idle += 1;
        }
        if summit.bound >= limit || step + 1 == climb.steps || boldness < TIMID || stop.now() {
            break;
        }
        limit = see(&looked.open).min(limit);
        if idle >= climb.patience {
            (boldness, idle) = (boldness * 0.6, 0);
            prices.clone_from(&summit.prices);
            direction.fill(0.0);
        }
        let length = turn(&mut direction, &looked.served);
        if length <= 1e-12 {
            break;
        }
        let target =
            if limit.is_finite() { limit } else { looked.bound + 0.05 * looked.bound.abs().max(1.0) };
        let pace = boldness * (target - looked.bound).max(1e-6 * target.abs()) / length;
        for (price, along) in prices.iter_mut().zip(&direction) {
            *price += pace * along;
        }
    }
    summit
}

fn keep(summit: &mut Summit, looked: &Looked, prices: &[f64], problem: &Problem) {
    summit.bound = looked.bound;
    summit.prices.copy_from_slice(prices);
    summit.open.clone_from(&looked.open);
    summit.turning.clear();
    summit.turning.extend(looked.turning(problem));
}

fn average(share: &mut [f64], looked: &Looked, step: usize) {
    let newest = NEWEST.max(1.0 / (step + 1) as f64);
    share.iter_mut().for_each(|share| *share *= 1.0 - newest);
    looked.open.iter().for_each(|&site| share[site] += newest);
}

/// The new direction in place of the old; its squared length.
fn turn(direction: &mut [f64], served: &[f64]) -> f64 {
    let mut length = 0.0;
    for (along, served) in direction.iter_mut().zip(served) {
        *along = MEMORY * *along + (1.0 - MEMORY) * (1.0 - served);
        length += *along * *along;
    }
    length
}
