//! What a hierarchy is made of, for writing it down and for taking it up again.
//!
//! What is taken up is checked as if it came from a stranger: whatever the
//! numbers are, no search on them leaves its arrays or runs without end.

use super::Turns;
use super::skeleton::{NONE, Skeleton};
use super::tasks::Tasks;

/// A skeleton without what follows from the rest.
#[derive(Clone, Copy, Debug)]
pub struct SkeletonParts<'a> {
    pub place: &'a [u32],
    pub first: &'a [u32],
    pub heads: &'a [u32],
    pub halves: &'a [u32],
    pub labels: &'a [u32],
}

impl Skeleton {
    #[must_use]
    pub fn parts(&self) -> SkeletonParts<'_> {
        SkeletonParts {
            place: &self.place,
            first: &self.first,
            heads: &self.heads,
            halves: &self.halves,
            labels: &self.labels,
        }
    }

    /// The skeleton with these parts; `None` if they are those of none.
    #[must_use]
    pub fn from_parts([place, first, heads, halves, labels]: [Vec<u32>; 5]) -> Option<Skeleton> {
        let count = place.len();
        let sound = is_permutation(&place) && are_beginnings(&first, count, heads.len());
        if !sound || heads.len() >= 1 << 31 || halves.len() != labels.len() {
            return None;
        }
        let list = |place: usize| &heads[first[place] as usize..first[place + 1] as usize];
        let parent: Vec<u32> = (0..count).map(|place| list(place).first().copied().unwrap_or(NONE)).collect();
        let ascends = |place: usize| {
            let list = list(place);
            list.is_sorted_by(|one, other| one < other)
                && list.first().is_none_or(|&head| head as usize > place)
                && list.last().is_none_or(|&head| (head as usize) < count)
        };
        let is_clique = |place: usize| match parent[place] {
            NONE => true,
            parent => contains(list(parent as usize), &list(place)[1..]),
        };
        let on_a_link = |&half: &u32| half == NONE || (half as usize) < 2 * heads.len();
        let chordal = (0..count).all(ascends) && (0..count).all(is_clique);
        if !chordal || !is_postorder(&parent) || !halves.iter().all(on_a_link) {
            return None;
        }
        let tasks = Tasks::new(&parent, &first);
        let skeleton = Skeleton { place, parent, first, heads, halves, labels, lower: None, tasks };
        Some(skeleton)
    }

    /// The same with what laying weights needs at hand.
    #[must_use]
    pub fn whole(self) -> Skeleton {
        let lower = Some(self.lower().into_owned());
        Skeleton { lower, ..self }
    }
}

impl Turns {
    /// Turns between `arcs` arcs and a skeleton of their nodes fit together.
    #[must_use]
    pub fn fit(&self, skeleton: &Skeleton, arcs: usize) -> bool {
        self.arc_count() == arcs
            && skeleton.nodes() == self.node_count()
            && skeleton.halves.len() == self.len()
            && (0..self.len() as u32).all(|turn| {
                let nodes = self.nodes(turn).map(|node| skeleton.place[node as usize]);
                let half = skeleton.halves[turn as usize];
                half == NONE || ends(skeleton, half) == nodes
            })
    }
}

/// The places from which and to which a half leads.
fn ends(skeleton: &Skeleton, half: u32) -> [u32; 2] {
    let link = half as usize / 2;
    let (low, high) = (skeleton.tail(link), skeleton.heads[link]);
    if half.is_multiple_of(2) { [low, high] } else { [high, low] }
}

fn is_permutation(places: &[u32]) -> bool {
    let mut seen = vec![false; places.len()];
    places
        .iter()
        .all(|&place| seen.get_mut(place as usize).is_some_and(|seen| !std::mem::replace(seen, true)))
}

fn are_beginnings(first: &[u32], count: usize, things: usize) -> bool {
    first.len() == count + 1
        && first[0] == 0
        && first.is_sorted()
        && first.last().is_some_and(|&last| last as usize == things)
}

/// Whether one ascending list holds all of another.
fn contains(list: &[u32], wanted: &[u32]) -> bool {
    let mut rest = list.iter();
    wanted.iter().all(|wanted| rest.any(|held| held == wanted))
}

/// Whether everything below a place stands directly before it. Parents stand after children.
fn is_postorder(parent: &[u32]) -> bool {
    let mut lowest: Vec<u32> = (0..parent.len() as u32).collect();
    let mut size = vec![1_u32; parent.len()];
    for place in 0..parent.len() {
        if place as u32 - lowest[place] + 1 != size[place] {
            return false;
        }
        if parent[place] != NONE {
            let parent = parent[place] as usize;
            size[parent] += size[place];
            lowest[parent] = lowest[parent].min(lowest[place]);
        }
    }
    true
}
