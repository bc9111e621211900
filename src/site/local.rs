//! Better sets of sites by opening, closing and exchanging one at a time,
//! where capacities count: each try is a transport problem.

use super::problem::{Choice, Problem, Siting, Sourcing};
use super::single;
use super::transport::{Transport, serve};
use crate::units::Stop;
use rayon::prelude::*;

/// Sites tried for closing after one was opened, the most promising first.
const CLOSINGS: usize = 5;

/// Serves from these sites, in the way that the problem asks for.
#[must_use]
pub fn serve_as_asked(problem: &Problem, open: &[usize]) -> Option<Siting> {
    let split = serve(problem, open)?;
    match problem.sourcing {
        Sourcing::Split => Some(split),
        Sourcing::Single => single::whole(problem, split),
    }
}

/// Makes the best move with these newcomers until none helps.
#[must_use]
pub fn improve(
    problem: &Problem,
    fixed: &[Choice],
    mut best: Siting,
    newcomers: &[usize],
    stop: &dyn Stop,
) -> Siting {
    while !stop.now() {
        let tries: Vec<Option<usize>> = std::iter::once(None)
            .chain(
                newcomers
                    .iter()
                    .filter(|site| best.open.binary_search(site).is_err())
                    .map(|&site| Some(site)),
            )
            .collect();
        let found = tries.into_par_iter().filter_map(|site| changed(problem, fixed, &best, site, stop));
        let found = found.min_by(|a, b| a.cost.total_cmp(&b.cost).then_with(|| a.open.cmp(&b.open)));
        match found {
            Some(found) if found.cost < best.cost * (1.0 - 1e-9) => best = found,
            _ => break,
        }
    }
    best
}

/// The best of opening this site, if any, and closing up to one other.
fn changed(
    problem: &Problem,
    fixed: &[Choice],
    best: &Siting,
    add: Option<usize>,
    stop: &dyn Stop,
) -> Option<Siting> {
    if stop.now() {
        return None;
    }
    let mut open = best.open.clone();
    open.extend(add);
    let mut base = Transport::begin(problem, &open)?;
    if !base.balance() {
        return None;
    }
    let mut found: Option<(f64, Vec<usize>)> =
        add.filter(|_| open.len() <= problem.count.1).map(|_| (base.cost(), open.clone()));
    if open.len() > problem.count.0 {
        let mut closings: Vec<(f64, usize)> = open
            .iter()
            .filter(|&&site| Some(site) != add && fixed[site] != Choice::Open)
            .map(|&site| (base.loss_without(site), site))
            .collect();
        closings.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        for &(loss, site) in closings.iter().take(CLOSINGS) {
            if base.cost() + loss >= found.as_ref().map_or(best.cost, |it| it.0.min(best.cost)) {
                break;
            }
            let mut without = base.clone();
            if without.close(site) && found.as_ref().is_none_or(|it| without.cost() < it.0) {
                found = Some((without.cost(), open.iter().copied().filter(|&it| it != site).collect()));
            }
        }
    }
    let (cost, open) = found?;
    if cost >= best.cost { None } else { serve_as_asked(problem, &open) }
}
