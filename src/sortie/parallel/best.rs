//! A division and a bound together: a short search, an LP that tells further
//! searches what time is worth and which nodes are near, and programs in whole
//! numbers that merge what they found, and prove.

use super::anneal::{Manner, anneal};
use super::bound::bound;
use super::chain::{self, chain};
use super::prove::{Hints, Part, Proof};
use super::{Division, Shared};
use crate::sortie::Effort;

/// Rounds of the search before the LP, which needs a time that can be reached.
const FIRST: u64 = 20_000;
/// Shares of the time: for the search where there is no LP, and for the LP.
const ALONE: f64 = 0.93;
const LINEAR: f64 = 0.3;
/// Searches of a batch, each with its manner. What is best differs between instances.
const MANNERS: [Manner; 2] = [PLAIN, WORTHY];
const PLAIN: Manner = Manner { worth: 0.2, hot: 10.0 };
const WORTHY: Manner = Manner { worth: 1.0, hot: 1.0 };
/// Batches, after each of which what was found is merged, and the share of time for searches.
const BATCHES: u64 = 3;
const SEARCH: f64 = 0.55;
/// Share of the time for batches where there is some for larger programs in whole numbers.
const SOME: f64 = 0.75;
/// Of a search's time, what is left for mending its end.
const CHAIN: f64 = 0.25;
/// Divisions that are merged at most, the best ones.
const MERGED: usize = 10;
/// Up to so many nodes there is time for larger programs in whole numbers.
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
    let rest = Effort { iterations: effort.iterations.map(|all| all.saturating_sub(FIRST)), ..*effort };
    match Proof::new(shared, &found.division, end, &linear) {
        Some(mut proof) => found.go_on(shared, &mut proof, &rest),
        None => {
            let stop = Part::of(effort.stop, ALONE);
            let (division, end, rounds) = anneal(shared, &Effort { stop: &stop, ..rest }, None);
            found.rounds += rounds;
            found.take(division, end);
            found.bound = bound(shared, found.end, effort.stop);
        }
    }
    found
}

impl Found {
    /// Searches that know the LP, in batches; after each, what was found is merged.
    fn go_on(&mut self, shared: &Shared, proof: &mut Proof, effort: &Effort) {
        let hints = proof.hints();
        let has_clock = effort.stop.remaining().is_some();
        let proves = has_clock && shared.nodes() <= SMALL && proof.is_whole();
        let batches = Part::of(effort.stop, if proves { SOME } else { 1.0 });
        let mut pool = Pool::default();
        for batch in 0..BATCHES {
            let slot = Part::of(&batches, 1.0 / (BATCHES - batch) as f64);
            let stop = Part::of(&slot, if has_clock { SEARCH } else { 1.0 });
            let seed = effort.seed.wrapping_add(batch * MANNERS.len() as u64);
            let iterations = effort.iterations.map(|all| all / BATCHES);
            self.search(shared, &Effort { seed, iterations, stop: &stop }, (proof, &hints), &mut pool);
            if has_clock
                && let Some((division, end)) = proof.merged(pool.best(), &self.division, self.end, &slot)
            {
                pool.add(end, division.clone());
                self.take(division, end);
            }
        }
        self.bound = proof.bound(self.end);
        if proves {
            let division = std::mem::take(&mut self.division);
            (self.division, self.end, self.bound) = proof.improved(division, self.end, effort.stop);
        }
    }

    /// A batch, unless the best is known already.
    fn search(
        &mut self,
        shared: &Shared,
        effort: &Effort,
        (proof, hints): (&Proof, &Hints),
        pool: &mut Pool,
    ) {
        for (run, manner) in MANNERS.iter().enumerate() {
            if proof.bound(self.end) >= self.end {
                return;
            }
            let stop = Part::of(effort.stop, 1.0 / (MANNERS.len() - run) as f64);
            let iterations = effort.iterations.map(|all| all / MANNERS.len() as u64);
            let effort = Effort { seed: effort.seed.wrapping_add(run as u64), iterations, stop: &stop };
            self.run(shared, &effort, hints, *manner, pool);
        }
    }

    /// A search, and a shorter one that mends what it found.
    fn run(&mut self, shared: &Shared, effort: &Effort, hints: &Hints, manner: Manner, pool: &mut Pool) {
        let part = Part::of(effort.stop, 1.0 - CHAIN);
        let share = |share: f64| effort.iterations.map(|all| (all as f64 * share) as u64);
        let long = Effort { iterations: share(1.0 - CHAIN), stop: &part, ..*effort };
        let (division, end, rounds) = anneal(shared, &long, Some((hints, manner)));
        self.rounds += rounds;
        if chain::is_even(shared) {
            let short = Effort { iterations: share(CHAIN), ..*effort };
            let (division, end, rounds) = chain(shared, &division, &short, hints);
            self.rounds += rounds;
            pool.add(end, division.clone());
            self.take(division, end);
        }
        pool.add(end, division.clone());
        self.take(division, end);
    }

    /// Keeps a division if it ends sooner.
    fn take(&mut self, division: Division, end: i64) {
        if end < self.end {
            (self.division, self.end) = (division, end);
        }
    }
}

/// Divisions by their ends, the best ones only.
#[derive(Default)]
struct Pool(Vec<(i64, Division)>);

impl Pool {
    fn add(&mut self, end: i64, division: Division) {
        if self.0.iter().any(|known| known.1.tour == division.tour) {
            return;
        }
        let at = self.0.partition_point(|known| known.0 <= end);
        self.0.insert(at, (end, division));
        self.0.truncate(MERGED);
    }

    fn best(&self) -> impl Iterator<Item = &Division> {
        self.0.iter().map(|known| &known.1)
    }
}
