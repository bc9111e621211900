//! A tree of shortest paths that can be mended after a closure.
//!
//! Junctions stand in the order of a walk through the tree, so whatever hangs
//! on an arc is one range. When arcs close, only that range is searched again,
//! from the junctions at its border.

use super::web::{Way, Web};
use crate::network::Weights;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

const NONE: u32 = u32::MAX;

/// From one junction to all others, or from all others to it.
pub(super) struct Tree<'a> {
    web: &'a Web,
    /// Arcs the other way around, to find what leads into a range.
    back: &'a Web,
    weights: &'a Weights,
    ways: Vec<Option<Way>>,
    /// Edge that leads to each junction.
    parent: Vec<u32>,
    /// Place of each junction in the walk, and the end of what hangs on it.
    enter: Vec<u32>,
    leave: Vec<u32>,
    walk: Vec<u32>,
}

impl<'a> Tree<'a> {
    pub(super) fn new(web: &'a Web, back: &'a Web, weights: &'a Weights, root: u32) -> Tree<'a> {
        let count = web.junctions();
        let mut tree = Tree {
            web,
            back,
            weights,
            ways: vec![None; count],
            parent: vec![NONE; count],
            enter: vec![NONE; count],
            leave: vec![NONE; count],
            walk: Vec::with_capacity(count),
        };
        tree.grow(root);
        tree
    }

    fn grow(&mut self, root: u32) {
        let mut from = vec![NONE; self.web.junctions()];
        let mut done = vec![false; self.web.junctions()];
        self.ways[root as usize] = Some(Way::default());
        let mut heap = BinaryHeap::from([Reverse((0_u64, root))]);
        while let Some(Reverse((_, at))) = heap.pop() {
            if std::mem::replace(&mut done[at as usize], true) {
                continue;
            }
            let Some(way) = self.ways[at as usize] else { continue };
            for step in self.web.from(at) {
                let Some(weight) = self.weights.arcs[step.edge as usize] else { continue };
                let there = way.then(weight);
                let head = step.to as usize;
                let known = self.ways[head].map_or(u64::MAX, |known| known.millis);
                let equal = there.millis == known && !done[head] && step.edge < self.parent[head];
                if there.millis < known || equal {
                    self.ways[head] = Some(there);
                    self.parent[head] = step.edge;
                    from[head] = at;
                    if !equal {
                        heap.push(Reverse((there.millis, step.to)));
                    }
                }
            }
        }
        self.order(root, &from);
    }

    /// Numbers the junctions in the order of a walk, without recursion.
    fn order(&mut self, root: u32, from: &[u32]) {
        let count = from.len();
        let mut first = vec![NONE; count];
        let mut next = vec![NONE; count];
        for (child, &parent) in from.iter().enumerate().rev().filter(|(_, parent)| **parent != NONE) {
            next[child] = first[parent as usize];
            first[parent as usize] = child as u32;
        }
        let mut stack = vec![root];
        while let Some(at) = stack.pop() {
            self.enter[at as usize] = self.walk.len() as u32;
            self.walk.push(at);
            let mut child = first[at as usize];
            while child != NONE {
                stack.push(child);
                child = next[child as usize];
            }
        }
        // Whoever is walked later hangs on somebody walked before: ends carry upwards.
        for &at in self.walk.iter().rev() {
            let own = &mut self.leave[at as usize];
            if *own == NONE {
                *own = self.enter[at as usize] + 1;
            }
            let end = *own;
            let parent = from[at as usize];
            if parent != NONE {
                let above = &mut self.leave[parent as usize];
                *above = if *above == NONE { end } else { (*above).max(end) };
            }
        }
    }

    pub(super) fn way(&self, junction: u32) -> Option<Way> {
        self.ways[junction as usize]
    }

    /// The edge of the tree that leads to a junction.
    pub(super) fn parent(&self, junction: u32) -> Option<u32> {
        Some(self.parent[junction as usize]).filter(|edge| *edge != NONE)
    }

    /// Place of a junction in the walk.
    pub(super) fn place(&self, junction: u32) -> Option<u32> {
        Some(self.enter[junction as usize]).filter(|place| *place != NONE)
    }

    /// Ranges of the walk that hang on these closed edges, apart from each other and sorted.
    pub(super) fn hanging(&self, heads: impl Iterator<Item = (u32, u32)>) -> Vec<(u32, u32)> {
        let tops = heads.filter(|(edge, head)| self.parent[*head as usize] == *edge);
        let mut ranges: Vec<(u32, u32)> =
            tops.map(|(_, head)| (self.enter[head as usize], self.leave[head as usize])).collect();
        ranges.sort_unstable();
        let mut apart: Vec<(u32, u32)> = Vec::new();
        for range in ranges {
            if apart.last().is_none_or(|last| range.0 >= last.1) {
                apart.push(range);
            }
        }
        apart
    }

    /// Ways to the junctions in these ranges without the closed edges.
    pub(super) fn mended(&self, ranges: &[(u32, u32)], closed: impl Fn(u32) -> bool, scratch: &mut Scratch) {
        scratch.begin(self.ways.len());
        for &(low, high) in ranges {
            for &junction in &self.walk[low as usize..high as usize] {
                scratch.cut[junction as usize] = scratch.round;
            }
        }
        for &(low, high) in ranges {
            for &junction in &self.walk[low as usize..high as usize] {
                for step in self.back.from(junction) {
                    let inside = scratch.cut[step.to as usize] == scratch.round;
                    if inside || closed(step.edge) {
                        continue;
                    }
                    if let (Some(way), Some(weight)) =
                        (self.ways[step.to as usize], self.weights.arcs[step.edge as usize])
                    {
                        scratch.reach(junction, way.then(weight));
                    }
                }
            }
        }
        while let Some(Reverse((millis, at))) = scratch.heap.pop() {
            let Some(way) = scratch.way(at).filter(|way| way.millis == millis) else { continue };
            for step in self.web.from(at) {
                let inside = scratch.cut[step.to as usize] == scratch.round;
                if let (true, false, Some(weight)) =
                    (inside, closed(step.edge), self.weights.arcs[step.edge as usize])
                {
                    scratch.reach(step.to, way.then(weight));
                }
            }
        }
    }
}

/// What mending needs, used again and again.
#[derive(Default)]
pub(super) struct Scratch {
    round: u32,
    cut: Vec<u32>,
    seen: Vec<u32>,
    ways: Vec<Way>,
    heap: BinaryHeap<Reverse<(u64, u32)>>,
}

impl Scratch {
    fn begin(&mut self, count: usize) {
        if self.cut.len() != count || self.round == u32::MAX {
            *self = Scratch {
                cut: vec![0; count],
                seen: vec![0; count],
                ways: vec![Way::default(); count],
                ..Scratch::default()
            };
        }
        self.round += 1;
        self.heap.clear();
    }

    fn reach(&mut self, junction: u32, way: Way) {
        let at = junction as usize;
        if self.seen[at] != self.round || way.millis < self.ways[at].millis {
            self.seen[at] = self.round;
            self.ways[at] = way;
            self.heap.push(Reverse((way.millis, junction)));
        }
    }

    /// The mended way to a junction that was in the ranges; `None`: cut off.
    pub(super) fn way(&self, junction: u32) -> Option<Way> {
        (self.seen[junction as usize] == self.round).then(|| self.ways[junction as usize])
    }
}
