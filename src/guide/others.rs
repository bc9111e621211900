//! Other ways than that of least time, which somebody might want to drive: plateaus. (M63)
//!
//! One search grows from the start, another one back from the end. Where the
//! ways of both run over the same arcs there is a plateau: whoever drives
//! there is on the fastest way from the start and to the end alike. A way over
//! a long plateau makes no detour that anybody would notice; it is kept if it
//! is not much longer than the best, and does not share too much with those
//! kept before.
//!
//! Source: Abraham, Delling, Goldberg and Werneck (2013), Alternative routes in
//! road networks, ACM Journal of Experimental Algorithmics 18,
//! doi:10.1145/2444016.2444019.

use crate::hierarchy::NEVER;
use rustc_hash::FxHashSet;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Another way takes at most so many times the least time.
const STRETCH: f64 = 1.25;
/// It has at most so much of the least time in common with all ways before it,
const SHARED: f64 = 0.75;
/// and leads over a plateau at least that long.
const PLATEAU: f64 = 0.25;

const NONE: u32 = u32::MAX;

/// Arcs and the turns between them.
pub(super) struct Ways<'a> {
    /// By arc: where the turns from it begin; one more at the end.
    pub first: &'a [u32],
    /// By arc: where its entries in `into` begin; one more at the end.
    pub first_into: &'a [u32],
    /// Turns by the arc they lead into.
    pub into: &'a [u32],
    /// By turn: the arcs before and after it.
    pub arcs: &'a dyn Fn(u32) -> [u32; 2],
    /// By turn: milliseconds with the arc after it.
    pub costs: &'a [u32],
    /// By arc: milliseconds.
    pub millis: &'a dyn Fn(u32) -> i64,
    /// By arc: the junction where it ends.
    pub head: &'a dyn Fn(u32) -> u32,
}

/// An arc and the milliseconds to its end from the start, or from its end to where the way ends.
pub(super) type Seed = (u32, i64);

/// Another way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Other {
    pub millis: i64,
    /// Numbers of the seeds that it begins and ends on.
    pub from: usize,
    pub to: usize,
    /// The turns, in order.
    pub turns: Vec<u32>,
}

/// What a search knows of the ends of arcs.
struct Grown {
    millis: Vec<i64>,
    /// The turn by which the way goes on towards where the search began, or `NONE`.
    by: Vec<u32>,
    /// Seed where the search began.
    seed: Vec<u32>,
}

const FAR: i64 = i64::MAX;

impl Ways<'_> {
    /// At most `most` other ways than `best`, given as its milliseconds and turns, the fastest first.
    pub(super) fn others(
        &self,
        [from, to]: [&[Seed]; 2],
        (best, turns): (i64, &[u32]),
        most: usize,
    ) -> Vec<Other> {
        let share = |share: f64| (best as f64 * share) as i64;
        let out = self.grow(from, share(STRETCH), true);
        let back = self.grow(to, share(STRETCH), false);
        let mut known: FxHashSet<u32> = turns.iter().copied().collect();
        let mut found: Vec<Other> = Vec::new();
        for (millis, _, arc) in self.plateaus(&out, &back, share(STRETCH), share(PLATEAU)) {
            if found.len() >= most {
                break;
            }
            let other = self.over(arc, millis, &out, &back);
            let fresh = other.turns.iter().filter(|turn| !known.contains(turn));
            let own: i64 = fresh.map(|&turn| i64::from(self.costs[turn as usize])).sum();
            let is_new = own > 0 && millis - own <= share(SHARED);
            if is_new && self.passes_nothing_twice(&other) {
                known.extend(&other.turns);
                found.push(other);
            }
        }
        found
    }

    /// Dijkstra's search over turns, forwards or backwards, as far as `limit`.
    fn grow(&self, seeds: &[Seed], limit: i64, ahead: bool) -> Grown {
        let count = self.first.len() - 1;
        let mut grown = Grown { millis: vec![FAR; count], by: vec![NONE; count], seed: vec![NONE; count] };
        let mut heap = BinaryHeap::new();
        for (number, &(arc, millis)) in seeds.iter().enumerate() {
            if millis < grown.millis[arc as usize] {
                grown.millis[arc as usize] = millis;
                grown.seed[arc as usize] = number as u32;
                heap.push(Reverse((millis, arc)));
            }
        }
        while let Some(Reverse((millis, arc))) = heap.pop() {
            if millis > grown.millis[arc as usize] {
                continue;
            }
            let mut offer = |turn: u32| {
                let cost = self.costs[turn as usize];
                let [before, after] = (self.arcs)(turn);
                let next = if ahead { after } else { before } as usize;
                let there = millis + i64::from(cost);
                if cost < NEVER && there <= limit && there < grown.millis[next] {
                    grown.millis[next] = there;
                    grown.by[next] = turn;
                    grown.seed[next] = NONE;
                    heap.push(Reverse((there, next as u32)));
                }
            };
            let at = arc as usize;
            if ahead {
                (self.first[at]..self.first[at + 1]).for_each(&mut offer);
            } else {
                let turns = self.first_into[at] as usize..self.first_into[at + 1] as usize;
                self.into[turns].iter().copied().for_each(&mut offer);
            }
        }
        grown
    }

    /// Milliseconds of the way over each long plateau, how much shorter than that the plateau is,
    /// and its first arc; the fastest way first.
    fn plateaus(&self, out: &Grown, back: &Grown, limit: i64, least: i64) -> Vec<(i64, i64, u32)> {
        let mut found = Vec::new();
        for arc in 0..out.millis.len() {
            if out.millis[arc] == FAR || back.millis[arc] == FAR || out.millis[arc] + back.millis[arc] > limit
            {
                continue;
            }
            let before = out.by[arc];
            let is_first = before == NONE || back.by[(self.arcs)(before)[0] as usize] != before;
            if !is_first {
                continue;
            }
            let mut last = arc;
            while back.by[last] != NONE {
                let next = (self.arcs)(back.by[last])[1] as usize;
                if out.by[next] != back.by[last] {
                    break;
                }
                last = next;
            }
            let length = out.millis[last] - out.millis[arc] + (self.millis)(arc as u32);
            let millis = out.millis[arc] + back.millis[arc];
            if length >= least {
                found.push((millis, millis - length, arc as u32));
            }
        }
        found.sort_unstable();
        found
    }

    fn over(&self, arc: u32, millis: i64, out: &Grown, back: &Grown) -> Other {
        let (mut turns, mut at) = (Vec::new(), arc as usize);
        while out.by[at] != NONE {
            turns.push(out.by[at]);
            at = (self.arcs)(out.by[at])[0] as usize;
        }
        let from = out.seed[at] as usize;
        turns.reverse();
        at = arc as usize;
        while back.by[at] != NONE {
            turns.push(back.by[at]);
            at = (self.arcs)(back.by[at])[1] as usize;
        }
        Other { millis, from, to: back.seed[at] as usize, turns }
    }

    /// Ways over a plateau on which both searches turned around pass their junctions twice.
    fn passes_nothing_twice(&self, other: &Other) -> bool {
        let arcs = other.turns.iter().map(|&turn| (self.arcs)(turn)[0]);
        let mut passed = FxHashSet::default();
        arcs.map(self.head).all(|junction| passed.insert(junction))
    }
}
