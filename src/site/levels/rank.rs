//! Moves in the order of what they would bring if nobody's capacity counted.
//!
//! All closings with one opening are valued together from each customer's
//! home and the next best open alternative (Whitaker 1983).

use super::problem::Levels;
use super::search::Trial;
use crate::site::problem::Choice;
use rayon::prelude::*;

/// One change of the open alternatives.
#[derive(Clone, Copy, Debug)]
pub struct Ranked {
    /// What it would bring: negative is better.
    pub delta: f64,
    /// An alternative to open, in place of another one of its site.
    pub add: Option<usize>,
    /// A site to close.
    pub drop: Option<usize>,
}

impl Ranked {
    /// The alternatives after the move. Sites that lose their hub get another one where they can.
    #[must_use]
    pub fn applied(&self, levels: &Levels, of_site: &[Option<usize>]) -> Vec<Option<usize>> {
        let mut next = of_site.to_vec();
        if let Some(site) = self.drop {
            next[site] = None;
        }
        if let Some(at) = self.add {
            next[levels.alternatives[at].site] = Some(at);
        }
        if self
            .drop
            .is_some_and(|site| levels.alternatives.iter().any(|it| it.hub == site && it.site != site))
        {
            rehub(levels, &mut next);
        }
        next
    }
}

fn rehub(levels: &Levels, next: &mut [Option<usize>]) {
    for site in 0..next.len() {
        let Some(at) = next[site] else { continue };
        let old = &levels.alternatives[at];
        if next[old.hub].is_some() {
            continue;
        }
        let others = levels.usable().filter(|&other| {
            let own = &levels.alternatives[other];
            own.site == site && next[own.hub].is_some() && own.capacity == old.capacity
        });
        next[site] =
            others.min_by(|&a, &b| levels.alternatives[a].fixed.total_cmp(&levels.alternatives[b].fixed));
    }
}

/// Worth a full trial even if it seems to cost so much more, as a share of the cost.
const HOPE: f64 = 2e-3;

/// Moves that may help, the most promising first.
#[must_use]
pub fn ranked(levels: &Levels, now: &Trial, far: f64) -> Vec<Ranked> {
    let near = near(levels, now, far);
    let droppable: Vec<usize> = (0..now.of_site.len())
        .filter(|&site| now.of_site[site].is_some() && levels.choice[site] != Choice::Open)
        .collect();
    let usable: Vec<usize> =
        levels.usable().filter(|&at| now.of_site[levels.alternatives[at].site] != Some(at)).collect();
    let mut moves: Vec<Ranked> = usable
        .par_iter()
        .with_min_len(8)
        .flat_map_iter(|&at| with(levels, now, &near, &droppable, far, Some(at)))
        .collect();
    moves.extend(with(levels, now, &near, &droppable, far, None));
    let most = HOPE * now.cost.abs();
    moves.retain(|it| it.delta < most);
    moves.sort_by(|a, b| a.delta.total_cmp(&b.delta).then((a.add, a.drop).cmp(&(b.add, b.drop))));
    moves
}

/// What a customer costs now, at which site, and what it would cost elsewhere.
struct Near {
    site: usize,
    cost: f64,
    next: f64,
}

fn near(levels: &Levels, now: &Trial, far: f64) -> Vec<Near> {
    let open: Vec<usize> = now.of_site.iter().flatten().copied().collect();
    let of = |(customer, &home): (usize, &usize)| {
        let others = open.iter().filter(|&&at| at != home);
        let next = others.map(|&at| levels.cost(at, customer)).fold(far, f64::min);
        match home {
            usize::MAX => Near { site: usize::MAX, cost: far, next: far },
            at => Near { site: levels.alternatives[at].site, cost: levels.cost(at, customer), next },
        }
    };
    now.home.iter().enumerate().map(of).collect()
}

/// An opening (or none): alone, and with the best closing.
fn with(
    levels: &Levels,
    now: &Trial,
    near: &[Near],
    droppable: &[usize],
    far: f64,
    add: Option<usize>,
) -> Vec<Ranked> {
    let own = add.map(|at| &levels.alternatives[at]);
    let replaced = own.and_then(|own| now.of_site[own.site].map(|old| (own.site, old)));
    let mut losses = vec![0.0; now.of_site.len()];
    let mut delta =
        own.map_or(0.0, |own| own.fixed) - replaced.map_or(0.0, |it| levels.alternatives[it.1].fixed);
    for (customer, near) in near.iter().enumerate() {
        let cost = add.map_or(far, |at| levels.cost(at, customer).min(far));
        if replaced.is_some_and(|it| it.0 == near.site) {
            // The home changes with the alternative: to its new cost, or to the next best.
            delta += cost.min(near.next) - near.cost;
        } else if cost < near.cost {
            delta += cost - near.cost;
        } else if near.site != usize::MAX {
            losses[near.site] += near.next.min(cost) - near.cost;
        }
    }
    let mut moves = vec![Ranked { delta, add, drop: None }];
    let drops = droppable.iter().filter(|&&site| own.is_none_or(|own| own.site != site));
    let after = |site: usize| {
        let fixed = now.of_site[site].map_or(0.0, |at| levels.alternatives[at].fixed);
        Ranked { delta: delta + losses[site] - fixed, add, drop: Some(site) }
    };
    let valued = drops.map(|&site| after(site));
    if add.is_none() {
        moves.clear();
        moves.extend(valued);
    } else {
        moves.extend(valued.min_by(|a, b| a.delta.total_cmp(&b.delta)));
    }
    moves
}
