//! One path: from some nodes to some others, by two walks up the tree.
//!
//! A walk looks at the places above its start, the lowest first; nothing else
//! can lie on a path of least time. The walks meet at the path's highest place.

use super::metric::{Metric, NEVER};
use super::prune::Steps;
use super::skeleton::{NONE, Skeleton};

/// Where a path may begin or end, and what that takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    pub node: u32,
    /// Milliseconds before the first node or after the last one. After the last one it may be
    /// negative, where the path ends before the end of an arc. Absolutely less than 12 days.
    pub millis: i32,
}

impl Entry {
    /// At a node itself.
    #[must_use]
    pub fn at(node: u32) -> Entry {
        Entry { node, millis: 0 }
    }
}

/// A path of least time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Path {
    /// With what its entries take.
    pub millis: i64,
    /// Numbers of the entries where it begins and ends.
    pub from: usize,
    pub to: usize,
    /// Input arcs, in order.
    pub arcs: Vec<u32>,
}

/// Arrays of a search. Reusable: asking again costs only what the search touches.
#[derive(Clone, Debug)]
pub struct Query {
    out: Walk,
    back: Walk,
}

impl Query {
    #[must_use]
    pub fn new(skeleton: &Skeleton) -> Query {
        Query { out: Walk::new(skeleton.nodes()), back: Walk::new(skeleton.nodes()) }
    }

    /// Least milliseconds from one of some entries to one of others; `None` if there is no way.
    pub fn millis(&mut self, on: On, from: &[Entry], to: &[Entry]) -> Option<i64> {
        self.meet(on, from, to).map(|(millis, _)| millis)
    }

    /// The path of least time from one of some entries to one of others; `None` if there is none.
    /// Of several the one with the smallest sum of marks.
    pub fn path(&mut self, on: On, from: &[Entry], to: &[Entry]) -> Option<Path> {
        let (millis, top) = self.meet(on, from, to)?;
        let (mut out, from) = self.out.halves(on, &on.metric.up, top);
        let (back, to) = self.back.halves(on, &on.metric.down, top);
        out.reverse();
        let mut arcs = Vec::new();
        out.into_iter().chain(back).for_each(|half| on.metric.unpack(half, &mut arcs));
        Some(Path { millis, from, to, arcs })
    }

    /// Least milliseconds on all halves of a skeleton, by half.
    pub(super) fn all_ways(
        &mut self,
        skeleton: &Skeleton,
        halves: &[u32],
        from: &[Entry],
        to: &[Entry],
    ) -> Option<i64> {
        let lift = lift(to);
        self.out.climb_all(skeleton, |link| halves[2 * link], from, 0);
        self.back.climb_all(skeleton, |link| halves[2 * link + 1], to, lift);
        let both = self
            .out
            .places
            .iter()
            .map(|&place| [&self.out, &self.back].map(|walk| walk.millis[place as usize]));
        let sums =
            both.filter(|both| !both.contains(&NEVER)).map(|[one, other]| i64::from(one) + i64::from(other));
        sums.min().map(|least| least + i64::from(lift))
    }

    /// Least milliseconds, and the highest place on the way.
    fn meet(&mut self, on: On, from: &[Entry], to: &[Entry]) -> Option<(i64, u32)> {
        let lift = lift(to);
        self.out.climb(on, &on.metric.up, from, 0);
        self.back.climb(on, &on.metric.down, to, lift);
        let (mut least, mut top) = (u64::MAX, NONE);
        for &place in &self.out.places {
            let (one, other) = (self.out.millis[place as usize], self.back.millis[place as usize]);
            if one == NEVER || other == NEVER {
                continue;
            }
            let sum = u64::from(one) + u64::from(other);
            if sum < least || (sum == least && self.mark(on, place) < self.mark(on, top)) {
                (least, top) = (sum, place);
            }
        }
        (top != NONE).then(|| (least.cast_signed() + i64::from(lift), top))
    }

    /// Sum of marks on the way over a place.
    fn mark(&self, on: On, place: u32) -> u64 {
        self.out.mark(on, &on.metric.up, place) + self.back.mark(on, &on.metric.down, place)
    }
}

/// Milliseconds that are taken off all ends alike, so that nothing is negative in a walk.
fn lift(to: &[Entry]) -> i32 {
    to.iter().map(|entry| entry.millis).min().unwrap_or(0).min(0)
}

/// What is asked: a skeleton and weights laid over it.
#[derive(Clone, Copy, Debug)]
pub struct On<'a> {
    pub skeleton: &'a Skeleton,
    pub metric: &'a Metric,
}

impl On<'_> {
    /// Sum of marks of what a half drives. Only ties ask for it. `arcs` is empty, and is so again.
    pub(super) fn mark(self, half: u32, arcs: &mut Vec<u32>) -> u64 {
        self.metric.unpack(half, arcs);
        arcs.drain(..).map(|arc| self.skeleton.mark(arc)).sum()
    }
}

/// How a place is reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reached {
    Entry(u32),
    Step(u32),
}

/// All places above some entries.
#[derive(Clone, Debug)]
struct Walk {
    /// By place: least milliseconds, `NEVER` where not reached.
    millis: Vec<u32>,
    /// By place, where it is reached.
    by: Vec<Reached>,
    /// Places of the walk, ascending.
    places: Vec<u32>,
}

impl Walk {
    fn new(nodes: usize) -> Walk {
        Walk { millis: vec![NEVER; nodes], by: vec![Reached::Entry(0); nodes], places: Vec::new() }
    }

    fn climb(&mut self, on: On, steps: &Steps, entries: &[Entry], lift: i32) {
        for place in self.places.drain(..) {
            self.millis[place as usize] = NEVER;
        }
        for (number, entry) in entries.iter().enumerate() {
            let millis = u32::try_from(i64::from(entry.millis) - i64::from(lift)).unwrap_or(NEVER);
            let place = on.skeleton.place[entry.node as usize];
            self.offer(on, steps, place, millis, Reached::Entry(number as u32));
        }
        above(on.skeleton, entries.iter().map(|entry| entry.node), &mut self.places);
        for at in 0..self.places.len() {
            let place = self.places[at];
            let millis = self.millis[place as usize];
            if millis == NEVER {
                continue;
            }
            for step in steps.of(place) {
                let there = millis + steps.steps[step].millis;
                self.offer(on, steps, steps.steps[step].other, there, Reached::Step(step as u32));
            }
        }
    }

    /// The same over all links; how a place is reached is not kept.
    fn climb_all(&mut self, skeleton: &Skeleton, cost: impl Fn(usize) -> u32, entries: &[Entry], lift: i32) {
        for place in self.places.drain(..) {
            self.millis[place as usize] = NEVER;
        }
        for entry in entries {
            let millis = u32::try_from(i64::from(entry.millis) - i64::from(lift)).unwrap_or(NEVER);
            let known = &mut self.millis[skeleton.place[entry.node as usize] as usize];
            *known = millis.min(*known);
        }
        above(skeleton, entries.iter().map(|entry| entry.node), &mut self.places);
        for &place in &self.places {
            let millis = self.millis[place as usize];
            if millis == NEVER {
                continue;
            }
            for link in skeleton.above(place) {
                let known = &mut self.millis[skeleton.heads[link] as usize];
                *known = (millis + cost(link)).min(*known);
            }
        }
    }

    fn offer(&mut self, on: On, steps: &Steps, place: u32, millis: u32, by: Reached) {
        let known = self.millis[place as usize];
        if millis > known || millis >= NEVER {
            return;
        }
        if millis < known || self.mark_by(on, steps, by) < self.mark(on, steps, place) {
            self.millis[place as usize] = millis;
            self.by[place as usize] = by;
        }
    }

    /// Sum of marks on the way to a place. Only ties ask for it.
    fn mark(&self, on: On, steps: &Steps, place: u32) -> u64 {
        self.mark_by(on, steps, self.by[place as usize])
    }

    fn mark_by(&self, on: On, steps: &Steps, mut by: Reached) -> u64 {
        let (mut sum, mut arcs) = (0, Vec::new());
        while let Reached::Step(step) = by {
            let half = steps.halves[step as usize];
            sum += on.mark(half, &mut arcs);
            by = self.by[on.skeleton.tail(half as usize / 2) as usize];
        }
        sum
    }

    /// Halves from a place down to the entry where the walk began, and that entry.
    fn halves(&self, on: On, steps: &Steps, place: u32) -> (Vec<u32>, usize) {
        let (mut halves, mut by) = (Vec::new(), self.by[place as usize]);
        loop {
            match by {
                Reached::Entry(number) => return (halves, number as usize),
                Reached::Step(step) => {
                    let half = steps.halves[step as usize];
                    halves.push(half);
                    by = self.by[on.skeleton.tail(half as usize / 2) as usize];
                }
            }
        }
    }
}

/// The places of some nodes and everything above them, ascending and each once.
pub(super) fn above(skeleton: &Skeleton, nodes: impl Iterator<Item = u32>, places: &mut Vec<u32>) {
    let mut fronts: Vec<u32> = nodes.map(|node| skeleton.place[node as usize]).collect();
    fronts.sort_unstable();
    fronts.dedup();
    // Paths up the tree meet and never part: the lowest front moves on until there is one.
    while fronts.len() > 1 {
        let lowest = fronts[0];
        places.push(lowest);
        let next = skeleton.parent[lowest as usize];
        let until = fronts[1..].partition_point(|&front| front < next);
        let meets = fronts.get(until + 1) == Some(&next);
        fronts.copy_within(1..=until, 0);
        if next == NONE || meets {
            fronts.remove(until);
        } else {
            fronts[until] = next;
        }
    }
    let mut place = fronts.first().copied().unwrap_or(NONE);
    while place != NONE {
        places.push(place);
        place = skeleton.parent[place as usize];
    }
}
