//! Site sets priced by routes instead of shares of round trips. (M181), (M182)
//!
//! The best set and its neighbours are routed on one mean day of each season;
//! what a customer adds becomes its own cost, what is left of a site's rounds
//! becomes a cost of having it. With costs refitted so the best set is
//! sought again, and routed, until that promises nothing more, corrected by
//! how wrong such promises were (`trust`); then the best sets' rounds go on
//! from each other's, until their order stays.

mod book;
mod fit;
#[cfg(all(test, feature = "highs"))]
mod tests;
mod trust;

use super::rounds::Yard;
use crate::county::SiteKind;
use crate::site::levels::{self, Levels, Siting};
use crate::site::survey::{Refined, RoutedSet, Surveyed};
use crate::units::Stop;
use book::Book;
use trust::Trust;

/// Neighbours of the first set that are routed with it.
const NEIGHBOURS: usize = 5;
/// Sites that are looked at for one more.
const CLOSEST: usize = 8;
/// Times that costs are refitted at most.
const REFITS: usize = 40;
/// Another set than the star's is taken if it is routed this much cheaper, in percent: what the
/// routing search leaves to chance must not open a site.
const CLEARLY: i64 = 1;
/// A set that refitted costs promise to be cheaper by less than this share is not worth routing.
const WORTH: f64 = 0.002;
/// Sets that cost more than the cheapest by less than this share are compared again, at most so many.
const CLOSE: f64 = 0.015;
const COMPARED: usize = 4;
/// Sets that differ by less than this share may change places.
const EVEN: f64 = 0.001;

/// Routes the best sets; `None` if there is no time for the first.
#[must_use]
pub fn refine(
    yard: &Yard,
    kinds: &[SiteKind],
    surveyed: &Surveyed,
    (best, with): (&Siting, &[f64]),
    stop: &dyn Stop,
) -> Option<Refined> {
    let mut book = Book::new(yard, kinds, surveyed, stop);
    let mut sets = vec![book.whole(best)?];
    for siting in neighbours(&surveyed.levels, best, with) {
        sets.extend(book.whole(&siting));
    }
    let (mut refits, mut is_stable, mut is_compared) = (0, false, false);
    let mut trust = Trust::default();
    while refits < REFITS && !is_stable && !stop.now() {
        refits += 1;
        let Some((next, promise)) = promised(&book, &sets, &trust, stop) else {
            is_stable = !compare(&mut book, &mut sets) && !stop.now();
            is_compared |= !stop.now();
            continue;
        };
        let new = book.new_sites(&next);
        if let Some(set) = book.whole(&next) {
            trust.learn(promise, set.routed.as_f64(), new);
            sets.push(set);
        }
    }
    // Before sets had the same chance, chance may be all that one is cheaper by.
    let best = if is_compared { taken(&sets) } else { 0 };
    Some(Refined { best, sets, refits, is_stable })
}

/// The best set with costs refitted, if it is new and promises to be cheaper, and its promise.
fn promised(book: &Book, sets: &[RoutedSet], trust: &Trust, stop: &dyn Stop) -> Option<(Siting, f64)> {
    let cheapest = &sets[cheapest(sets)];
    let next = levels::improve_open(&book.refit(trust.dearer()), &cheapest.siting.open, stop)?;
    let is_known = sets.iter().any(|set| set.siting.open == next.open && set.siting.home == next.home);
    let promise = trust.corrected(next.cost, book.new_sites(&next));
    if is_known || promise > cheapest.routed.as_f64() * (1.0 - WORTH) {
        return None;
    }
    let cost = levels::judge(&book.surveyed.levels, &next).ok()?;
    Some((Siting { cost, ..next.clone() }, next.cost))
}

/// Routes the cheapest sets on from each other's rounds, so that all had the same chance; whether
/// that changed their order.
fn compare(book: &mut Book, sets: &mut [RoutedSet]) -> bool {
    let before = closest(sets);
    for &set in &before[1..] {
        book.share(&sets[before[0]].siting, &sets[set].siting);
    }
    for set in sets.iter_mut() {
        if let Some(again) = book.again(&set.siting) {
            *set = again;
        }
    }
    has_turned(&before, sets)
}

/// Whether a set that came before another is clearly dearer than that one by now.
fn has_turned(before: &[usize], sets: &[RoutedSet]) -> bool {
    let routed = |set: usize| sets[set].routed.as_f64();
    before.windows(2).any(|pair| routed(pair[1]) < routed(pair[0]) * (1.0 - EVEN))
}

/// The cheapest sets, the first of them first.
fn closest(sets: &[RoutedSet]) -> Vec<usize> {
    let least = sets[cheapest(sets)].routed.as_f64();
    let mut order: Vec<usize> = (0..sets.len()).collect();
    order.sort_by_key(|&set| (sets[set].routed, set));
    order.retain(|&set| sets[set].routed.as_f64() <= least * (1.0 + CLOSE));
    order.truncate(COMPARED);
    order
}

/// The cheapest, if it is clearly cheaper than the first.
fn taken(sets: &[RoutedSet]) -> usize {
    let best = cheapest(sets);
    let routed = |set: usize| i128::from(sets[set].routed.0);
    if routed(best) * 100 <= routed(0) * i128::from(100 - CLEARLY) { best } else { 0 }
}

fn cheapest(sets: &[RoutedSet]) -> usize {
    (0..sets.len()).min_by_key(|&set| (sets[set].routed, set)).unwrap_or(0)
}

/// Sets with one site less, one of the closest more, or one exchanged, the cheapest first.
fn neighbours(levels: &Levels, best: &Siting, with: &[f64]) -> Vec<Siting> {
    let without = best.open.iter().map(|out| best.open.iter().copied().filter(|at| at != out).collect());
    let mut sets: Vec<Vec<usize>> = without.collect();
    let site = |at: usize| levels.alternatives[at].site;
    let is_open = |at: usize| best.open.iter().any(|&open| site(open) == site(at));
    let is_fed = |at: usize| best.open.iter().any(|&open| site(open) == levels.alternatives[at].hub);
    let mut more: Vec<usize> = levels.usable().filter(|&at| !is_open(at) && is_fed(at)).collect();
    more.sort_by(|&a, &b| with[a].total_cmp(&with[b]));
    let smaller = sets.clone();
    // One more, and one in place of another; rounds of sites that keep their customers are known.
    for at in more.into_iter().take(CLOSEST) {
        for base in std::iter::once(&best.open).chain(&smaller) {
            let mut set = base.clone();
            set.push(at);
            set.sort_unstable();
            sets.push(set);
        }
    }
    let mut found: Vec<Siting> = sets.iter().filter_map(|set| levels::with_open(levels, set)).collect();
    found.sort_by(|a, b| a.cost.total_cmp(&b.cost));
    found.truncate(NEIGHBOURS);
    found
}
