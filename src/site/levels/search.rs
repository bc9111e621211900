//! A siting that minds all capacities, and better ones by opening, closing,
//! exchanging and changing one alternative at a time.
//!
//! Moves are ranked as if nobody's capacity counted (`rank`); the most
//! promising are then tried in full. A customer that nobody can take costs
//! `far`, so that the way to a feasible siting is downhill too.

use super::judge::judge;
use super::problem::{Levels, SLACK, Siting};
use super::rank::{Ranked, ranked};
use crate::site::problem::Choice;
use crate::units::{Never, Stop};
use rayon::prelude::*;

/// Moves of each round that are tried in full.
const TRIED: usize = 16;

/// Alternatives that are open and what that costs.
#[derive(Clone, Debug)]
pub struct Trial {
    /// By site.
    pub of_site: Vec<Option<usize>>,
    /// By customer; `usize::MAX`: nobody can take it.
    pub home: Vec<usize>,
    /// With `far` for each that nobody takes.
    pub cost: f64,
}

impl Trial {
    fn siting(&self) -> Option<Siting> {
        let mut open: Vec<usize> = self.of_site.iter().flatten().copied().collect();
        open.sort_unstable();
        let is_whole = self.home.iter().all(|&home| home != usize::MAX);
        is_whole.then(|| Siting { open, home: self.home.clone(), aside: Vec::new(), cost: self.cost })
    }
}

/// More than serving anybody costs.
#[must_use]
pub fn far(levels: &Levels) -> f64 {
    let ways =
        levels.costs.iter().filter(|cost| cost.is_finite()).fold(0.0_f64, |most, &cost| most.max(cost));
    let fixed = levels.alternatives.iter().map(|it| it.fixed).fold(0.0_f64, f64::max);
    10.0 * (ways + fixed).max(1.0)
}

/// A first siting: what is required and one hub, then whatever helps most.
#[must_use]
pub fn begin(levels: &Levels, stop: &dyn Stop) -> Option<Siting> {
    let starts = levels.hubs().into_iter().filter_map(|hub| start(levels, hub));
    let best = starts.map(|start| descend(levels, trial(levels, start), stop));
    let best = best.min_by(|a, b| a.cost.total_cmp(&b.cost))?;
    // Without anything feasible a siting is of no use, so that takes the time it takes.
    let found =
        best.siting().or_else(|| if stop.now() { descend(levels, best, &Never).siting() } else { None });
    // What must be open may itself be too much, and no exchange mends that.
    found.filter(|found| judge(levels, found).is_ok())
}

/// Required sites and a hub, each in its widest alternative that is fed.
fn start(levels: &Levels, hub: usize) -> Option<Vec<Option<usize>>> {
    let required = |site: usize| site == hub || levels.choice[site] == Choice::Open;
    let mut of_site = vec![None; levels.choice.len()];
    let width = |at: usize| levels.alternatives[at].capacity.iter().fold(f64::INFINITY, |a, &b| a.min(b));
    for is_hub in [true, false] {
        let usable: Vec<usize> = levels.usable().filter(|&at| levels.is_hub(at) == is_hub).collect();
        for at in usable {
            let own = &levels.alternatives[at];
            let is_fed = is_hub || of_site[own.hub].is_some();
            let is_wider = of_site[own.site].is_none_or(|old| width(at) > width(old));
            if required(own.site) && is_fed && is_wider {
                of_site[own.site] = Some(at);
            }
        }
    }
    of_site[hub].map(|_| of_site)
}

/// Makes a siting of open alternatives and improves it; keeps it if it is the best so far.
pub fn offer(levels: &Levels, open: &[usize], best: &mut Option<Siting>, stop: &dyn Stop) {
    let mut of_site = vec![None; levels.choice.len()];
    open.iter().for_each(|&at| of_site[levels.alternatives[at].site] = Some(at));
    let first = trial(levels, of_site);
    if !is_legal(levels, &first.of_site) {
        return;
    }
    let found = descend(levels, first, stop).siting();
    if let Some(found) = found.filter(|found| best.as_ref().is_none_or(|best| found.cost < best.cost)) {
        *best = Some(found);
    }
}

/// Exactly these alternatives, everybody where there is room.
#[must_use]
pub fn of(levels: &Levels, open: &[usize]) -> Option<Siting> {
    let mut of_site = vec![None; levels.choice.len()];
    open.iter().for_each(|&at| of_site[levels.alternatives[at].site] = Some(at));
    if is_legal(levels, &of_site) { trial(levels, of_site).siting() } else { None }
}

/// The best that exchanges lead to.
#[must_use]
pub fn improve(levels: &Levels, siting: Siting, stop: &dyn Stop) -> Siting {
    let mut of_site = vec![None; levels.choice.len()];
    siting.open.iter().for_each(|&at| of_site[levels.alternatives[at].site] = Some(at));
    let first = Trial { of_site, home: siting.home.clone(), cost: siting.cost };
    descend(levels, first, stop).siting().filter(|found| found.cost < siting.cost).unwrap_or(siting)
}

fn descend(levels: &Levels, mut now: Trial, stop: &dyn Stop) -> Trial {
    let far = far(levels);
    while !stop.now() {
        let moves: Vec<Ranked> = ranked(levels, &now, far);
        let legal = moves.into_iter().filter_map(|it| {
            let next = it.applied(levels, &now.of_site);
            is_legal(levels, &next).then_some(next)
        });
        let tries: Vec<Vec<Option<usize>>> = legal.take(TRIED).collect();
        let best =
            tries.into_par_iter().map(|next| trial(levels, next)).min_by(|a, b| a.cost.total_cmp(&b.cost));
        match best.filter(|best| best.cost < now.cost - SLACK * now.cost.abs()) {
            Some(best) => now = best,
            None => break,
        }
    }
    now
}

/// Whether (L5), (L6) and (L7) hold.
#[must_use]
pub fn is_legal(levels: &Levels, of_site: &[Option<usize>]) -> bool {
    let open = || of_site.iter().flatten().map(|&at| &levels.alternatives[at]);
    let keeps = |site: usize| match levels.choice[site] {
        Choice::Open => of_site[site].is_some(),
        Choice::Closed => of_site[site].is_none(),
        Choice::Free => true,
    };
    let spent: f64 = open().map(|it| it.spend).sum();
    open().all(|it| of_site[it.hub].is_some())
        && (0..of_site.len()).all(keeps)
        && open().count() <= levels.most
        && levels.budget.is_none_or(|budget| spent <= budget * (1.0 + SLACK))
        && levels
            .exclusive
            .iter()
            .all(|group| group.iter().filter(|&&site| of_site[site].is_some()).count() <= 1)
}

/// Everybody where it costs least and there is room; those who would lose most choose first.
#[must_use]
pub fn trial(levels: &Levels, of_site: Vec<Option<usize>>) -> Trial {
    let open: Vec<usize> = of_site.iter().flatten().copied().collect();
    let mut order: Vec<(f64, usize)> = (0..levels.customers)
        .map(|customer| {
            let (mut first, mut second) = (f64::INFINITY, f64::INFINITY);
            for &at in &open {
                let cost = levels.cost(at, customer);
                (first, second) = if cost < first { (cost, first) } else { (first, second.min(cost)) };
            }
            (if second.is_finite() { second - first } else { f64::INFINITY }, customer)
        })
        .collect();
    order.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let mut room = Room::of(levels, &of_site);
    let mut home = vec![usize::MAX; levels.customers];
    for &(_, customer) in &order {
        let fits = open.iter().filter(|&&at| levels.cost(at, customer).is_finite() && room.has(at, customer));
        if let Some(&at) =
            fits.min_by(|&&a, &&b| levels.cost(a, customer).total_cmp(&levels.cost(b, customer)))
        {
            room.change(at, customer, -1.0);
            home[customer] = at;
        }
    }
    settle(levels, &open, &mut room, &mut home);
    let far = far_of(levels, &home);
    let ways = home.iter().enumerate().filter(|it| *it.1 != usize::MAX);
    let ways: f64 = ways.map(|(customer, &at)| levels.cost(at, customer)).sum();
    let fixed: f64 = open.iter().map(|&at| levels.alternatives[at].fixed).sum();
    Trial { of_site, cost: ways + fixed + far, home }
}

fn far_of(levels: &Levels, home: &[usize]) -> f64 {
    let out = home.iter().filter(|&&home| home == usize::MAX).count();
    if out > 0 { far(levels) * out as f64 } else { 0.0 }
}

/// Moves customers to cheaper places that have room by now, and makes room for those left out.
fn settle(levels: &Levels, open: &[usize], room: &mut Room, home: &mut [usize]) {
    if room.is_endless {
        return;
    }
    for _ in 0..4 {
        let mut changed = false;
        for (customer, home) in home.iter_mut().enumerate() {
            let from = *home;
            let here = if from == usize::MAX { f64::INFINITY } else { levels.cost(from, customer) };
            if from != usize::MAX {
                room.change(from, customer, 1.0);
            }
            let better =
                open.iter().filter(|&&at| levels.cost(at, customer) < here && room.has(at, customer));
            let to = better.min_by(|&&a, &&b| levels.cost(a, customer).total_cmp(&levels.cost(b, customer)));
            let to = to.copied().unwrap_or(from);
            if to != usize::MAX {
                room.change(to, customer, -1.0);
            }
            changed |= to != from;
            *home = to;
        }
        if !changed {
            break;
        }
    }
}

/// What is left of the capacities of open alternatives.
pub struct Room<'a> {
    levels: &'a Levels,
    of_site: &'a [Option<usize>],
    /// By site, then resource.
    left: Vec<f64>,
    is_endless: bool,
}

impl<'a> Room<'a> {
    pub fn of(levels: &'a Levels, of_site: &'a [Option<usize>]) -> Room<'a> {
        let mut left = vec![f64::INFINITY; of_site.len() * levels.resources];
        for (site, at) in of_site.iter().enumerate() {
            let Some(at) = at else { continue };
            let own = site * levels.resources..(site + 1) * levels.resources;
            left[own].copy_from_slice(&levels.alternatives[*at].capacity);
        }
        let is_endless = left.iter().all(|left| left.is_infinite());
        Room { levels, of_site, left, is_endless }
    }

    /// The sites whose room an alternative takes.
    fn sites(&self, at: usize) -> impl Iterator<Item = usize> + use<> {
        let own = &self.levels.alternatives[at];
        std::iter::once(own.site).chain((own.hub != own.site).then_some(own.hub))
    }

    pub fn has(&self, at: usize, customer: usize) -> bool {
        let uses = self.levels.uses(customer);
        self.is_endless
            || self.sites(at).all(|site| {
                self.of_site[site].is_some()
                    && uses.iter().zip(&self.left[site * uses.len()..]).all(|(uses, left)| uses <= left)
            })
    }

    pub fn change(&mut self, at: usize, customer: usize, sign: f64) {
        if self.is_endless {
            return;
        }
        let uses = self.levels.uses(customer);
        for site in self.sites(at) {
            for (uses, left) in uses.iter().zip(&mut self.left[site * uses.len()..]) {
                *left += sign * uses;
            }
        }
    }
}
