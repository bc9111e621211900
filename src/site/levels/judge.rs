//! What a siting costs, and what it breaks, from the problem alone.

use super::problem::{Levels, SHARED, SLACK, Siting};
use crate::site::problem::Choice;

/// What a siting breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// A customer is not served, or by an alternative that is closed or cannot serve it.
    Unserved(usize),
    /// A site is open in two alternatives, or must not be open.
    Wrong(usize),
    /// A site must be open and is not.
    Missing(usize),
    /// An open alternative is fed by a hub that is closed.
    Unfed(usize),
    /// More than an alternative takes, of a resource.
    Overloaded(usize, usize),
    Exclusive(usize),
    TooMany,
    Budget,
    /// More customers of a group are far than may be.
    Far(usize),
}

/// The cost of a siting.
///
/// # Errors
/// What it breaks, all of it.
pub fn judge(levels: &Levels, siting: &Siting) -> Result<f64, Vec<Fault>> {
    let mut faults = Vec::new();
    let mut of_site = vec![None; levels.choice.len()];
    for &at in &siting.open {
        let site = levels.alternatives[at].site;
        if of_site[site].is_some() || levels.choice[site] == Choice::Closed {
            faults.push(Fault::Wrong(site));
        }
        of_site[site] = Some(at);
    }
    for (site, choice) in levels.choice.iter().enumerate() {
        if *choice == Choice::Open && of_site[site].is_none() {
            faults.push(Fault::Missing(site));
        }
    }
    faults.extend(
        siting
            .open
            .iter()
            .filter(|&&at| of_site[levels.alternatives[at].hub].is_none())
            .map(|&at| Fault::Unfed(at)),
    );
    let mut load = vec![0.0; levels.alternatives.len() * levels.resources];
    let mut cost: f64 = siting.open.iter().map(|&at| levels.alternatives[at].fixed).sum();
    for (customer, home, share) in siting.all() {
        let way = levels.cost(home, customer);
        if !way.is_finite() || of_site[levels.alternatives[home].site] != Some(home) {
            faults.push(Fault::Unserved(customer));
            continue;
        }
        cost += way * share;
        let hub = of_site[levels.alternatives[home].hub].filter(|&hub| hub != home);
        for at in std::iter::once(home).chain(hub) {
            for (load, uses) in load[at * levels.resources..].iter_mut().zip(levels.uses(customer)) {
                *load += uses * share;
            }
        }
    }
    let slack = if siting.aside.is_empty() { SLACK } else { SHARED };
    for &at in &siting.open {
        for (resource, room) in levels.alternatives[at].capacity.iter().enumerate() {
            if load[at * levels.resources + resource] > room * (1.0 + slack) + slack {
                faults.push(Fault::Overloaded(at, resource));
            }
        }
    }
    faults.extend(overall(levels, siting, &of_site));
    for (group, (far, most)) in far(levels, siting).into_iter().zip(most(levels)).enumerate() {
        if far > most * (1.0 + slack) + slack {
            faults.push(Fault::Far(group));
        }
    }
    if faults.is_empty() { Ok(cost) } else { Err(faults) }
}

/// By group: how many customers are served from afar.
#[must_use]
pub fn far(levels: &Levels, siting: &Siting) -> Vec<f64> {
    let mut far = vec![0.0; most(levels).len()];
    for (customer, at, share) in siting.all().filter(|it| it.1 != usize::MAX) {
        levels.far(at, customer).into_iter().for_each(|group| far[group] += share);
    }
    far
}

/// By group: how many may be.
#[must_use]
pub fn most(levels: &Levels) -> &[f64] {
    levels.coverage.as_ref().map_or(&[], |coverage| &coverage.most)
}

fn overall(levels: &Levels, siting: &Siting, of_site: &[Option<usize>]) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (group, sites) in levels.exclusive.iter().enumerate() {
        if sites.iter().filter(|&&site| of_site[site].is_some()).count() > 1 {
            faults.push(Fault::Exclusive(group));
        }
    }
    if siting.open.len() > levels.most {
        faults.push(Fault::TooMany);
    }
    let spent: f64 = siting.open.iter().map(|&at| levels.alternatives[at].spend).sum();
    if levels.budget.is_some_and(|budget| spent > budget * (1.0 + SLACK) + SLACK) {
        faults.push(Fault::Budget);
    }
    faults
}
