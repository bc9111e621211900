//! The part of a hierarchy that does not depend on weights.
//!
//! Nodes are contracted from the lowest to the highest; the higher neighbours
//! of a contracted node become neighbours of each other. What comes out is a
//! chordal graph: the higher neighbours of each node are a clique, and the
//! lowest of them is its parent in the elimination tree. A path up a tree is
//! all that a search needs to look at.
//!
//! Nodes are numbered by place: children before parents, and everything below
//! a node directly before it. A *link* joins a node to a higher one; a *half*
//! is a link with a direction: twice its number, plus one for downwards.
//!
//! Source: Dibbelt, Strasser and Wagner (2016), Customizable Contraction
//! Hierarchies, ACM JEA 21, doi:10.1145/2886843.

use super::tasks::Tasks;
use crate::network::mark;
use std::borrow::Cow;

/// No node, arc or half.
pub const NONE: u32 = u32::MAX;

/// Nodes, links and the elimination tree.
#[derive(Clone, Debug, PartialEq)]
pub struct Skeleton {
    /// By input node: its place.
    pub(super) place: Vec<u32>,
    /// By place: the next higher one in the tree, `NONE` at a root.
    pub(super) parent: Vec<u32>,
    /// By place: where its links begin; one more at the end.
    pub(super) first: Vec<u32>,
    /// By link: its higher place. Ascending for each lower place.
    pub(super) heads: Vec<u32>,
    /// By input arc: its half, `NONE` for arcs from a node to itself.
    pub(super) halves: Vec<u32>,
    /// By input arc: the road it drives, whose mark decides between ways of the same time.
    pub(super) labels: Vec<u32>,
    /// What laying weights needs; `None` where memory counts more than the hundredth of a second
    /// that it takes to make it each time.
    pub(super) lower: Option<Lower>,
    /// Parts that can be worked on at the same time.
    pub(super) tasks: Tasks,
}

/// What leads up to each place.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Lower {
    /// By link: its lower place.
    pub(super) tails: Vec<u32>,
    /// By place: where the links that lead up to it begin in `below`; one more at the end.
    first_below: Vec<u32>,
    /// Links by their higher place, ascending.
    below: Vec<u32>,
    /// By place: where its input arcs begin in `own`; one more at the end.
    first_own: Vec<u32>,
    /// Input arcs by the lower place of their half.
    own: Vec<u32>,
}

impl Lower {
    fn new(skeleton: &Skeleton) -> Lower {
        let count = skeleton.nodes();
        let mut tails = Vec::with_capacity(skeleton.links());
        (0..count).for_each(|place| tails.resize(skeleton.first[place + 1] as usize, place as u32));
        let tail = |&half: &u32| tails.get(half as usize / 2).copied().unwrap_or(NONE);
        let ((first_below, below), (first_own, own)) = rayon::join(
            || grouped(count, &skeleton.heads),
            || grouped(count, &skeleton.halves.iter().map(tail).collect::<Vec<u32>>()),
        );
        Lower { tails, first_below, below, first_own, own }
    }

    /// Input arcs between a place and higher ones.
    pub fn own(&self, place: u32) -> &[u32] {
        let range = self.first_own[place as usize]..self.first_own[place as usize + 1];
        &self.own[range.start as usize..range.end as usize]
    }

    /// Links whose higher place this is.
    pub fn below(&self, place: u32) -> &[u32] {
        let range = self.first_below[place as usize]..self.first_below[place as usize + 1];
        &self.below[range.start as usize..range.end as usize]
    }
}

impl Skeleton {
    /// Contracts the nodes of a graph in this order, the lowest first. `labels` are the numbers
    /// of the roads that the arcs drive, from which their marks come.
    ///
    /// Cost: about linear in the links that come out.
    ///
    /// # Panics
    /// If `order` does not hold each of the nodes once, or an arc ends at no node.
    #[must_use]
    pub fn new(order: &[u32], arcs: &[[u32; 2]], labels: Vec<u32>) -> Skeleton {
        assert!(labels.len() == arcs.len(), "each arc has a label");
        let mut rank = vec![NONE; order.len()];
        for (place, &node) in order.iter().enumerate() {
            let rank = &mut rank[node as usize];
            assert!(*rank == NONE, "a node stands twice in an order");
            *rank = place as u32;
        }
        let higher = contract(&rank, arcs);
        let parent: Vec<u32> = higher.iter().map(|list| list.first().copied().unwrap_or(NONE)).collect();
        let place = postorder(&parent);
        let mut skeleton = number(&rank, &place, &parent, higher);
        skeleton.halves = arcs.iter().map(|arc| half(&skeleton, *arc)).collect();
        skeleton.labels = labels;
        skeleton.lower = Some(Lower::new(&skeleton));
        skeleton
    }

    /// The same in less memory; laying weights over it takes a hundredth of a second longer for a
    /// million links.
    #[must_use]
    pub fn slim(self) -> Skeleton {
        Skeleton { lower: None, ..self }
    }

    pub(super) fn lower(&self) -> Cow<'_, Lower> {
        self.lower.as_ref().map_or_else(|| Cow::Owned(Lower::new(self)), Cow::Borrowed)
    }

    #[must_use]
    pub fn nodes(&self) -> usize {
        self.parent.len()
    }

    #[must_use]
    pub fn links(&self) -> usize {
        self.heads.len()
    }

    /// The lower place of a link. Cost: a binary search.
    pub(super) fn tail(&self, link: usize) -> u32 {
        (self.first.partition_point(|&first| first as usize <= link) - 1) as u32
    }

    /// What decides between ways of the same time. (M33)
    pub(super) fn mark(&self, arc: u32) -> u64 {
        mark(self.labels[arc as usize])
    }

    pub(super) fn above(&self, place: u32) -> std::ops::Range<usize> {
        self.first[place as usize] as usize..self.first[place as usize + 1] as usize
    }
}

/// By rank: the ranks of its higher neighbours after contraction, ascending.
fn contract(rank: &[u32], arcs: &[[u32; 2]]) -> Vec<Vec<u32>> {
    let mut higher: Vec<Vec<u32>> = vec![Vec::new(); rank.len()];
    for [tail, head] in arcs {
        let (one, other) = (rank[*tail as usize], rank[*head as usize]);
        if one != other {
            higher[one.min(other) as usize].push(one.max(other));
        }
    }
    for node in 0..higher.len() {
        let mut list = std::mem::take(&mut higher[node]);
        list.sort_unstable();
        list.dedup();
        list.shrink_to_fit();
        if let Some((&parent, rest)) = list.split_first() {
            higher[parent as usize].extend_from_slice(rest);
        }
        higher[node] = list;
    }
    higher
}

/// By node of a forest, whose parents have larger numbers: its place with children before parents
/// and everything below a node directly before it.
fn postorder(parent: &[u32]) -> Vec<u32> {
    let mut size = vec![1_u32; parent.len()];
    for node in 0..parent.len() {
        if parent[node] != NONE {
            size[parent[node] as usize] += size[node];
        }
    }
    // From the roots down, each node takes the last place of its range and deals out the rest.
    let mut place = vec![0; parent.len()];
    let mut free = vec![0_u32; parent.len()];
    let mut roots = 0;
    for node in (0..parent.len()).rev() {
        let begin = if parent[node] == NONE { &mut roots } else { &mut free[parent[node] as usize] };
        let start = *begin;
        *begin += size[node];
        free[node] = start;
        place[node] = start + size[node] - 1;
    }
    place
}

/// Puts everything into place.
fn number(rank: &[u32], place: &[u32], parent: &[u32], higher: Vec<Vec<u32>>) -> Skeleton {
    let count = rank.len();
    let mut lists: Vec<Vec<u32>> = vec![Vec::new(); count];
    let mut parents = vec![NONE; count];
    for (node, mut list) in higher.into_iter().enumerate() {
        list.iter_mut().for_each(|head| *head = place[*head as usize]);
        list.sort_unstable();
        parents[place[node] as usize] =
            if parent[node] == NONE { NONE } else { place[parent[node] as usize] };
        lists[place[node] as usize] = list;
    }
    let links = lists.iter().map(Vec::len).sum();
    let mut first = Vec::with_capacity(count + 1);
    let mut heads = Vec::with_capacity(links);
    first.push(0);
    for list in lists {
        heads.extend(list);
        first.push(heads.len() as u32);
    }
    assert!(heads.len() < (1 << 31), "a hierarchy has less than two thousand million links");
    let place: Vec<u32> = rank.iter().map(|&rank| place[rank as usize]).collect();
    let tasks = Tasks::new(&parents, &first);
    let [halves, labels] = [const { Vec::new() }; 2];
    Skeleton { place, parent: parents, first, heads, halves, labels, lower: None, tasks }
}

/// The half on which an input arc lies.
fn half(skeleton: &Skeleton, arc: [u32; 2]) -> u32 {
    let [tail, head] = arc.map(|node| skeleton.place[node as usize]);
    if tail == head {
        return NONE;
    }
    let above = skeleton.above(tail.min(head));
    let place = skeleton.heads[above.clone()].binary_search(&tail.max(head));
    let link = above.start + place.expect("each arc of the graph has a link");
    (link as u32) << 1 | u32::from(tail > head)
}

/// Numbers of things by the place they belong to, and where those of each place begin. Things
/// that belong to `NONE` are left out.
fn grouped(count: usize, places: &[u32]) -> (Vec<u32>, Vec<u32>) {
    let mut first = vec![0_u32; count + 1];
    let placed = || places.iter().enumerate().filter(|(_, place)| **place != NONE);
    placed().for_each(|(_, &place)| first[place as usize + 1] += 1);
    for place in 0..count {
        first[place + 1] += first[place];
    }
    let mut next = first.clone();
    let mut things = vec![0; first[count] as usize];
    for (thing, &place) in placed() {
        things[next[place as usize] as usize] = thing as u32;
        next[place as usize] += 1;
    }
    (first, things)
}
