//! The least of all alternatives' values: which hubs, and which sites with them.
//!
//! Every set of hubs is tried; with the hubs known each other site takes its
//! best alternative or stays closed, exclusive sites the best of them.

use super::cover::Cover;
use super::problem::Levels;
use crate::site::problem::Choice;

/// A choice of alternatives.
#[derive(Clone, Debug)]
pub struct Chosen {
    /// Infinite if nothing can be chosen.
    pub value: f64,
    /// Ascending.
    pub open: Vec<usize>,
}

/// More hubs than this are too many sets of them.
pub const MOST_HUBS: usize = 10;

/// Hubs, ascending, and what they have to hold.
pub struct Feeding {
    pub hubs: Vec<usize>,
    pub cover: Cover,
}

impl Feeding {
    #[must_use]
    pub fn of(levels: &Levels) -> Feeding {
        let hubs = levels.hubs();
        Feeding { cover: Cover::of(levels, &hubs), hubs }
    }
}

/// The least sum of `values` that keeps to (L5), (L6) and (L10); with `forced`, only sets with that
/// alternative.
#[must_use]
pub fn choose(levels: &Levels, feeding: &Feeding, values: &[f64], forced: Option<usize>) -> Chosen {
    let hubs = &feeding.hubs;
    let best = best_of(levels, hubs, values, forced);
    let required = |hub: usize| {
        levels.choice[hub] == Choice::Open || forced.is_some_and(|at| levels.alternatives[at].hub == hub)
    };
    let must: u32 = (0..hubs.len()).filter(|&at| required(hubs[at])).map(|at| 1 << at).sum();
    let mut chosen = Chosen { value: f64::INFINITY, open: Vec::new() };
    for set in 1_u32..1 << hubs.len() {
        if set & must != must {
            continue;
        }
        let Some(own) = feeding.cover.cheapest(levels, values, set, forced) else { continue };
        let found = with_hubs(levels, hubs, &best, set, forced);
        let value = found.value + own.value;
        if value < chosen.value {
            let open = own.open.into_iter().chain(found.open).collect();
            chosen = Chosen { value, open };
        }
    }
    chosen.open.sort_unstable();
    chosen
}

/// By site and hub (index): the best alternative and its value.
type Best = Vec<Vec<(f64, usize)>>;

fn best_of(levels: &Levels, hubs: &[usize], values: &[f64], forced: Option<usize>) -> Best {
    let mut best = vec![vec![(f64::INFINITY, usize::MAX); hubs.len()]; levels.choice.len()];
    for (at, own) in levels.alternatives.iter().enumerate() {
        let is_other =
            forced.is_some_and(|forced| levels.alternatives[forced].site == own.site && forced != at);
        if is_other || levels.choice[own.site] == Choice::Closed {
            continue;
        }
        if let Ok(hub) = hubs.binary_search(&own.hub)
            && values[at] < best[own.site][hub].0
        {
            best[own.site][hub] = (values[at], at);
        }
    }
    best
}

/// What is chosen besides the hubs, and its value.
fn with_hubs(levels: &Levels, hubs: &[usize], best: &Best, set: u32, forced: Option<usize>) -> Chosen {
    let of = |site: usize| {
        let fed = (0..hubs.len()).filter(|hub| set >> hub & 1 == 1).map(|hub| best[site][hub]);
        fed.min_by(|a, b| a.0.total_cmp(&b.0)).unwrap_or((f64::INFINITY, usize::MAX))
    };
    let mut open = Vec::new();
    let mut free: Vec<(f64, usize)> = Vec::new();
    let mut value = 0.0;
    let groups = Groups::of(levels);
    let mut best_in: Vec<Option<(f64, usize)>> = vec![None; levels.exclusive.len()];
    let mut taken = vec![false; levels.exclusive.len()];
    for site in 0..levels.choice.len() {
        let hub = hubs.binary_search(&site).ok();
        if hub.is_some_and(|hub| set >> hub & 1 == 0) {
            continue;
        }
        let (gain, at) = of(site);
        let forced_here = forced.is_some_and(|forced| levels.alternatives[forced].site == site);
        if hub.is_some() || forced_here || levels.choice[site] == Choice::Open {
            if hub.is_none() {
                value += gain;
                open.push(at);
            }
            if let Some(group) = groups.0[site] {
                value += if std::mem::replace(&mut taken[group], true) { f64::INFINITY } else { 0.0 };
            }
        } else if gain < 0.0 {
            match groups.0[site] {
                Some(group) if best_in[group].is_none_or(|best| gain < best.0) => {
                    best_in[group] = Some((gain, at))
                }
                Some(_) => {}
                None => free.push((gain, at)),
            }
        }
    }
    free.extend(best_in.into_iter().zip(taken).filter(|it| !it.1).filter_map(|it| it.0));
    let taken_sites = open.len() + set.count_ones() as usize;
    let room = levels.most.saturating_sub(taken_sites);
    if free.len() > room {
        free.sort_by(|a, b| a.0.total_cmp(&b.0));
        free.truncate(room);
    }
    value += if taken_sites > levels.most { f64::INFINITY } else { free.iter().map(|it| it.0).sum() };
    open.extend(free.into_iter().map(|it| it.1));
    Chosen { value, open }
}

/// By site: the first exclusive group that it is in. Other groups are left out, which can only lower the value.
struct Groups(Vec<Option<usize>>);

impl Groups {
    fn of(levels: &Levels) -> Groups {
        let mut groups = vec![None; levels.choice.len()];
        for (group, sites) in levels.exclusive.iter().enumerate() {
            for &site in sites {
                groups[site].get_or_insert(group);
            }
        }
        Groups(groups)
    }
}
