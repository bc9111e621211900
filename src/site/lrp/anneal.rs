//! Simulated annealing over ruins, for as long as it is given.

use super::change::{Neighbours, Rules, recreate, ruin};
use super::instance::{Lrp, Route};
use super::state::State;
use crate::units::{Dice, Stop};

/// Steps where there is no time limit.
const STEPS: u64 = 150_000;
/// Steps between looks at the time.
const GLANCE: u64 = 64;
/// Steps taken between changes of the price of depots that are too full.
const ADAPT: u32 = 100;
/// Share of the steps that are to end with no depot too full.
const WITHIN: f64 = 0.4;
/// Temperatures as shares of what a customer costs on average.
const FIRST: f64 = 0.3;
const LAST: f64 = 0.003;

/// How a run is limited and how hot it begins, as a share of the usual.
#[derive(Clone, Copy)]
pub struct Run {
    /// Seconds, if there is any limit.
    pub seconds: Option<f64>,
    pub heat: f64,
    pub seed: u64,
}

/// Better routes from these depots than those given.
#[must_use]
pub fn anneal(
    lrp: &Lrp,
    routes: &[Route],
    allowed: &[bool],
    neighbours: &Neighbours,
    run: Run,
    stop: &dyn Stop,
) -> (f64, Vec<Route>) {
    let mut state = State::of(lrp, routes);
    let mut dice = Dice::new(run.seed, 0);
    let (mut best, mut kept) = (state.cost, state.routes());
    let opened: f64 = (0..lrp.depots.len())
        .filter(|&depot| state.depot_lines[depot] > 0)
        .map(|depot| lrp.depots[depot].opening)
        .sum();
    let per_customer = ((best - opened) / lrp.customers() as f64).max(1e-9);
    let begin = stop.remaining();
    let mut temperature = FIRST * run.heat * per_customer;
    // Depots may be too full for a while, at a price that keeps about a third of the steps within.
    let mean = lrp.demand.iter().sum::<f64>() / lrp.customers() as f64;
    let mut price = per_customer / mean.max(1e-9);
    let (mut within, mut accepted) = (0, 0);
    for step in 0_u64.. {
        if step.is_multiple_of(GLANCE) {
            let done = match (run.seconds, begin, stop.remaining()) {
                (Some(seconds), Some(begin), Some(now)) => (begin - now) / seconds.max(1e-9),
                _ => step as f64 / STEPS as f64,
            };
            if done >= 1.0 || stop.now() {
                break;
            }
            temperature = per_customer * FIRST * run.heat * (LAST / (FIRST * run.heat)).powf(done);
        }
        if accepted == ADAPT {
            let share = f64::from(within) / f64::from(accepted);
            price *= if share < WITHIN { 1.15 } else { 1.0 / 1.15 };
            (within, accepted) = (0, 0);
        }
        let over = state.over();
        let before = state.cost + price * over;
        state.mark();
        let out = ruin(&mut state, neighbours, &mut dice);
        let fits = recreate(&mut state, out, Rules { allowed, over: price }, &mut dice);
        let over = state.over();
        if !fits || state.cost + price * over >= before - temperature * dice.unit().max(1e-300).ln() {
            state.back();
            continue;
        }
        accepted += 1;
        within += u32::from(over <= 0.0);
        if over <= 0.0 && state.cost < best - 1e-7 * best.abs() {
            best = state.cost;
            kept = state.routes();
        }
    }
    let cost = lrp.judge(&kept).unwrap_or(f64::INFINITY);
    (cost, kept)
}

/// Customers by distance from each customer.
#[must_use]
pub fn neighbours(lrp: &Lrp) -> Neighbours {
    let near = |customer: usize| {
        let mut others: Vec<u32> =
            (0..lrp.customers() as u32).filter(|&other| other as usize != customer).collect();
        let way = |other: u32| lrp.way(lrp.node(customer), lrp.node(other as usize));
        others.sort_by(|&a, &b| way(a).total_cmp(&way(b)).then(a.cmp(&b)));
        others
    };
    (0..lrp.customers()).map(near).collect()
}

/// A first set of routes from these depots, `None` if none was found.
#[must_use]
pub fn first(lrp: &Lrp, allowed: &[bool], seed: u64) -> Option<(f64, Vec<Route>)> {
    (0..30).find_map(|attempt| {
        let mut state = State::empty(lrp);
        let mut dice = Dice::new(seed.wrapping_mul(31).wrapping_add(attempt), 0);
        let all = (0..lrp.customers()).collect();
        recreate(&mut state, all, Rules { allowed, over: f64::INFINITY }, &mut dice)
            .then(|| (state.cost, state.routes()))
    })
}
