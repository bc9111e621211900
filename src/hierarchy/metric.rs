//! Weights laid over a skeleton: customization.
//!
//! Each half gets the least time of all ways that lead from one of its ends to
//! the other over lower nodes only. Such a way is an arc of the input, or two
//! halves that meet in a lower node: a *lower triangle*. Going up the tree,
//! each triangle is looked at once.
//!
//! Ties: of two ways with the same time the one with the smaller sum of marks.
//! A mark is a number that only depends on the arc (see `network::mark`).

use super::prune::{Scrap, Steps, prune};
use super::query::{Entry, Query};
use super::skeleton::{Lower, NONE, Skeleton};
use super::ways::Ways;
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::ops::Range;

/// Milliseconds of what cannot be driven, about 24 days. Two of them fit into 32 bits.
pub const NEVER: u32 = (1 << 31) - 1;

/// What a half is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Made {
    /// An input arc, if `then` is `NONE`; else the half that is driven first, `NONE` if there is no way.
    pub first: u32,
    pub then: u32,
}

impl Made {
    const OF_NOTHING: Made = Made { first: NONE, then: NONE };
}

/// A skeleton's weights, ready to be asked.
#[derive(Clone, Debug, PartialEq)]
pub struct Metric {
    /// By half. Empty in a slim one.
    pub(super) millis: Vec<u32>,
    pub(super) made: Ways,
    /// From each place to higher ones; only what lies on a path of least time.
    pub(super) up: Steps,
    /// To each place from higher ones.
    pub(super) down: Steps,
    scrap: Scrap,
}

impl Metric {
    /// Lays weights over a skeleton: the milliseconds of each input arc, [`NEVER`] or more where it
    /// is closed. The same on any number of threads.
    #[must_use]
    pub fn new(skeleton: &Skeleton, costs: &[u32]) -> Metric {
        let (millis, made) = (Vec::new(), Ways::default());
        let [up, down] = [Steps::default(), Steps::default()];
        let mut metric = Metric { millis, made, up, down, scrap: Scrap::default() };
        metric.renew(skeleton, costs);
        metric
    }

    /// Lays other weights over the same skeleton: what [`Metric::new`] gives, in memory that is
    /// there already.
    pub fn renew(&mut self, skeleton: &Skeleton, costs: &[u32]) {
        drop(self.lay(skeleton, costs));
    }

    /// The same, with distances to be had before searches are thinned out.
    pub fn lay<'a>(&'a mut self, skeleton: &'a Skeleton, costs: &[u32]) -> Fresh<'a> {
        let halves = 2 * skeleton.links();
        if self.millis.len() != halves {
            // Each thread fills a part, so that none waits for all of the memory.
            self.millis = (0..halves).into_par_iter().map(|_| NEVER).collect();
            self.made = Ways::new((0..halves).into_par_iter().map(|_| Made::OF_NOTHING).collect());
        }
        customize(skeleton, costs, &mut self.millis, self.made.all());
        Fresh { metric: self, skeleton }
    }

    /// The same answers in half the memory; a change then costs as much as laying all weights anew.
    #[must_use]
    pub fn slim(self) -> Metric {
        let kept = [&self.up.halves, &self.down.halves].into_iter().flatten().copied();
        let made = self.made.only(self.millis.len(), kept);
        let (mut up, mut down) = (self.up, self.down);
        [&mut up, &mut down].into_iter().for_each(Steps::shrink);
        Metric { millis: Vec::new(), made, up, down, scrap: Scrap::default() }
    }

    /// Lays changed weights over the same skeleton: `costs` of all arcs, of which those of `arcs`
    /// differ from what this metric was made of. The result is what [`Metric::new`] gives; what is
    /// above the changed arcs is looked at again, and what searches leave out.
    pub fn change(&mut self, skeleton: &Skeleton, costs: &[u32], arcs: &[u32]) {
        if self.millis.len() != 2 * skeleton.links() {
            *self = Metric::new(skeleton, costs).slim();
            return;
        }
        let (all, lower) = (self.made.all(), skeleton.lower());
        let mut links = vec![0; skeleton.nodes()];
        let mut open: BTreeSet<u32> = arcs
            .iter()
            .map(|&arc| skeleton.halves[arc as usize])
            .filter(|&half| half != NONE)
            .map(|half| lower.tails[half as usize / 2])
            .collect();
        while let Some(place) = open.pop_first() {
            let above = skeleton.above(place);
            let halves = 2 * above.start..2 * above.end;
            let before = (self.millis[halves.clone()].to_vec(), all[halves.clone()].to_vec());
            let mut whole = Chunk { base: 0, millis: &mut self.millis, made: all };
            whole.settle((skeleton, &lower), costs, place, &mut links);
            if before.0 != self.millis[halves.clone()] || before.1 != all[halves] {
                open.extend(&skeleton.heads[above]);
            }
        }
        prune(skeleton, &self.millis, &mut self.scrap, &mut self.up, &mut self.down);
    }

    /// The input arcs of a half, in the order in which they are driven.
    pub(super) fn unpack(&self, half: u32, path: &mut Vec<u32>) {
        let mut stack = vec![half];
        while let Some(half) = stack.pop() {
            let made = self.made.of(half);
            if made.then == NONE {
                path.push(made.first);
            } else {
                stack.push(made.then);
                stack.push(made.first);
            }
        }
    }

    /// Sums of some quantities of arcs over each half, one row after the other by number in
    /// `made`; rows of halves without a way are zero. `values` adds one arc's quantities to a row.
    pub(super) fn carry(&self, width: usize, values: impl Fn(u32, &mut [i64])) -> Vec<i64> {
        let mut rows = vec![0_i64; self.made.list().len() * width];
        for (number, made) in self.made.list().iter().enumerate() {
            let (before, rest) = rows.split_at_mut(number * width);
            let row = &mut rest[..width];
            if made.first == NONE {
                continue;
            }
            if made.then == NONE {
                values(made.first, row);
                continue;
            }
            let part = |half: u32| &before[self.made.number(half) * width..][..width];
            let [first, then] = [made.first, made.then].map(part);
            for ((sum, one), other) in row.iter_mut().zip(first).zip(then) {
                *sum = one + other;
            }
        }
        rows
    }
}

/// Weights that have just been laid. Dropped, they become a whole metric: what no search needs is
/// left out, which takes about as long as laying them.
pub struct Fresh<'a> {
    metric: &'a mut Metric,
    skeleton: &'a Skeleton,
}

impl Fresh<'_> {
    /// What [`Query::millis`] gives on the whole metric, slower by itself and sooner to be had.
    pub fn millis(&self, query: &mut Query, from: &[Entry], to: &[Entry]) -> Option<i64> {
        query.all_ways(self.skeleton, &self.metric.millis, from, to)
    }
}

impl Drop for Fresh<'_> {
    fn drop(&mut self) {
        let Metric { millis, scrap, up, down, .. } = &mut *self.metric;
        prune(self.skeleton, millis, scrap, up, down);
    }
}

/// The halves of neighbouring places, while they are worked on.
struct Chunk<'a> {
    /// The first half's number.
    base: usize,
    millis: &'a mut [u32],
    made: &'a mut [Made],
}

fn customize(skeleton: &Skeleton, costs: &[u32], millis: &mut [u32], made: &mut [Made]) {
    let lower = skeleton.lower();
    let chunks = Chunk { base: 0, millis, made }.split(skeleton, &skeleton.tasks.subtrees);
    let tasks: Vec<_> = skeleton.tasks.subtrees.iter().cloned().zip(chunks).collect();
    tasks.into_par_iter().for_each_init(
        || vec![0; skeleton.nodes()],
        |links, (places, mut chunk)| {
            for place in places {
                chunk.settle((skeleton, &lower), costs, place, links);
            }
        },
    );
    let mut whole = Chunk { base: 0, millis, made };
    let mut links = vec![0; skeleton.nodes()];
    let top = skeleton.tasks.top.iter();
    top.for_each(|&place| whole.settle((skeleton, &lower), costs, place, &mut links));
}

impl Chunk<'_> {
    /// The parts that belong to these places; the places are ascending and apart.
    fn split(self, skeleton: &Skeleton, places: &[Range<u32>]) -> Vec<Self> {
        let mut chunks = Vec::with_capacity(places.len());
        let mut rest = self;
        for places in places {
            let [begin, end] =
                [places.start, places.end].map(|place| 2 * skeleton.first[place as usize] as usize);
            let (chunk, after) = rest.cut(begin).1.cut(end);
            chunks.push(chunk);
            rest = after;
        }
        chunks
    }

    /// What is before a half, and the rest.
    fn cut(self, half: usize) -> (Self, Self) {
        let at = half - self.base;
        let (millis, made) = (self.millis.split_at_mut(at), self.made.split_at_mut(at));
        let before = Chunk { base: self.base, millis: millis.0, made: made.0 };
        (before, Chunk { base: half, millis: millis.1, made: made.1 })
    }

    /// Takes a way if it is faster than what is known, or as fast with a smaller mark.
    #[inline(never)]
    fn offer(&mut self, skeleton: &Skeleton, half: usize, millis: u32, made: Made) {
        let at = half - self.base;
        let known = self.millis[at];
        if millis >= NEVER || millis > known {
            return;
        }
        if millis < known || self.mark(skeleton, made) < self.mark(skeleton, self.made[at]) {
            self.millis[at] = millis;
            self.made[at] = made;
        }
    }

    /// The sum of marks of a way over lower nodes. Only ties ask for it.
    fn mark(&self, skeleton: &Skeleton, made: Made) -> u64 {
        let (mut sum, mut stack) = (0, vec![made]);
        while let Some(made) = stack.pop() {
            if made.then == NONE {
                sum += skeleton.mark(made.first);
            } else {
                stack.extend([made.first, made.then].map(|half| self.made[half as usize - self.base]));
            }
        }
        sum
    }

    /// Takes the input arcs between a place and higher ones, then looks at all triangles over
    /// which its links can be replaced. `links` is a table by place, of which only the higher
    /// neighbours of this one are used.
    fn settle(
        &mut self,
        (skeleton, lower): (&Skeleton, &Lower),
        costs: &[u32],
        place: u32,
        links: &mut [u32],
    ) {
        let above = skeleton.above(place);
        let halves = 2 * above.start - self.base..2 * above.end - self.base;
        self.millis[halves.clone()].fill(NEVER);
        self.made[halves].fill(Made::OF_NOTHING);
        for &arc in lower.own(place) {
            let half = skeleton.halves[arc as usize] as usize;
            self.offer(skeleton, half, costs[arc as usize], Made { first: arc, then: NONE });
        }
        for link in above {
            links[skeleton.heads[link] as usize] = link as u32;
        }
        for &link in lower.below(place) {
            self.triangles(skeleton, link as usize, lower.tails[link as usize], links);
        }
    }

    /// The triangles over the lower end of a link, its tail.
    fn triangles(&mut self, skeleton: &Skeleton, lower: usize, tail: u32, links: &[u32]) {
        let (climb, drop) = (2 * lower, 2 * lower + 1);
        let (to, from) = (self.millis[drop - self.base], self.millis[climb - self.base]);
        if to == NEVER && from == NEVER {
            return;
        }
        let made = |first: usize, then: usize| Made { first: first as u32, then: then as u32 };
        let end = skeleton.first[tail as usize + 1] as usize;
        for other in lower + 1..end {
            let (rise, fall) = (2 * other, 2 * other + 1);
            let link = 2 * links[skeleton.heads[other] as usize] as usize;
            let there = to.wrapping_add(self.millis[rise - self.base]);
            if there <= self.millis[link - self.base] {
                self.offer(skeleton, link, there, made(drop, rise));
            }
            let back = from.wrapping_add(self.millis[fall - self.base]);
            if back <= self.millis[link + 1 - self.base] {
                self.offer(skeleton, link + 1, back, made(fall, climb));
            }
        }
    }
}
