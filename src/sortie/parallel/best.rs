//! A division and a bound together: a short search, an LP that tells the
//! search what time is worth and which nodes are near, and programs in whole
//! numbers for the rest of the time.

use super::anneal::anneal;
use super::bound::bound;
use super::prove::{Hints, Part, Proof};
use super::{Division, Shared};
use crate::sortie::Effort;

/// Rounds of the search before the LP, which needs a time that can be reached.
const FIRST: u64 = 20_000;
/// Shares of the time left: for the LP, and for searches after it with few customers and with many.
const LINEAR: f64 = 0.3;
const SEARCH: f64 = 0.5;
const LONG: f64 = 0.93;
/// Up to so many nodes there are two searches after the LP, since one alone may end anywhere where
/// customers stand in clusters, and time for programs in whole numbers.
const SMALL: usize = 250;

/// What came of it.
#[derive(Clone, Debug)]
pub struct Found {
    pub division: Division,
    /// When the last one is back.
    pub end: i64,
    /// Nobody can be done before; equal to `end` if that is proved best, up to two millionths.
    pub bound: i64,
    /// Rounds of searches.
    pub rounds: u64,
}

/// The best division that can be found, with a bound. Programs in whole numbers are solved only
/// where a clock limits the effort: they have no rounds that could be counted.
#[must_use]
pub fn best(shared: &Shared, effort: &Effort) -> Found {
    let first = Effort { iterations: Some(effort.iterations.map_or(FIRST, |all| all.min(FIRST))), ..*effort };
    let (division, end, rounds) = anneal(shared, &first, None);
    let mut found = Found { division, end, bound: 0, rounds };
    let linear = Part::of(effort.stop, LINEAR);
    let Some(mut proof) = Proof::new(shared, &found.division, end, &linear) else {
        let search = Part::of(effort.stop, LONG);
        let iterations = effort.iterations.map(|all| all.saturating_sub(FIRST));
        found.search(shared, &Effort { iterations, stop: &search, ..*effort }, None);
        found.bound = bound(shared, found.end, effort.stop);
        return found;
    };
    let hints = proof.hints();
    let is_small = shared.nodes() <= SMALL;
    let runs = if is_small { 2 } else { 1 };
    let share = if is_small && proof.is_whole() { SEARCH } else { LONG };
    let search = Part::of(effort.stop, share);
    for run in 0..runs {
        found.bound = proof.bound(found.end);
        if found.bound < found.end {
            let part = Part::of(&search, 1.0 / (runs - run) as f64);
            let iterations = effort.iterations.map(|all| all.saturating_sub(FIRST) / runs);
            let effort = Effort { seed: effort.seed.wrapping_add(run), iterations, stop: &part };
            found.search(shared, &effort, Some(&hints));
        }
    }
    found.bound = proof.bound(found.end);
    if effort.stop.remaining().is_some() {
        (found.division, found.end, found.bound) = proof.improved(found.division, found.end, effort.stop);
    }
    found
}

impl Found {
    /// Another search; its division is kept if it ends sooner.
    fn search(&mut self, shared: &Shared, effort: &Effort, hints: Option<&Hints>) {
        let (division, end, rounds) = anneal(shared, effort, hints);
        self.rounds += rounds;
        if end < self.end {
            (self.division, self.end) = (division, end);
        }
    }
}
