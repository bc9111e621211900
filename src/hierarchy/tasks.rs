//! Work along the elimination tree on several threads.
//!
//! Whole subtrees are tasks: nothing in one of them depends on another. What
//! is above all of them is done in order by one thread. The division depends
//! on the tree alone, so the result does not depend on the threads.

use super::skeleton::NONE;
use std::ops::Range;

/// About this many tasks.
const TASKS: u64 = 48;

/// A division of the places.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Tasks {
    /// Places of one or several whole subtrees, ascending.
    pub subtrees: Vec<Range<u32>>,
    /// The places above all of these, ascending.
    pub top: Vec<u32>,
}

impl Tasks {
    /// By the parents of all places and where the links of each begin.
    pub fn new(parent: &[u32], first: &[u32]) -> Tasks {
        // What a place costs: its links, squared, since they meet in triangles.
        let cost = |place: usize| {
            let links = u64::from(first[place + 1] - first[place]);
            1 + links * links
        };
        let mut below: Vec<u64> = (0..parent.len()).map(cost).collect();
        let mut lowest: Vec<u32> = (0..parent.len() as u32).collect();
        for place in 0..parent.len() {
            if parent[place] != NONE {
                let parent = parent[place] as usize;
                below[parent] += below[place];
                lowest[parent] = lowest[parent].min(lowest[place]);
            }
        }
        let total: u64 =
            (0..parent.len()).filter(|&place| parent[place] == NONE).map(|root| below[root]).sum();
        let limit = total / TASKS + 1;
        let (mut tasks, mut place, mut load) = (Tasks::default(), parent.len() as u32, 0);
        while place > 0 {
            let root = place as usize - 1;
            if below[root] > limit {
                tasks.top.push(root as u32);
                place -= 1;
                continue;
            }
            // Neighbouring small subtrees share a task.
            match tasks.subtrees.last_mut() {
                Some(last) if last.start == place && load + below[root] <= limit => {
                    last.start = lowest[root];
                    load += below[root];
                }
                _ => {
                    tasks.subtrees.push(lowest[root]..place);
                    load = below[root];
                }
            }
            place = lowest[root];
        }
        tasks.top.reverse();
        tasks.subtrees.reverse();
        tasks
    }
}
