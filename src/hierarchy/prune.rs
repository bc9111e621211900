//! Halves that no path of least time needs are left out of searches.
//!
//! Going down the tree, each half is compared with the ways over a higher
//! node (perfect customization). A half that takes longer than such a way is
//! never driven; one that takes as long is kept, so ties stay what they are.

use super::metric::NEVER;
use super::skeleton::Skeleton;
use rayon::prelude::*;
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

/// One half, as a search sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// The higher place.
    pub other: u32,
    pub millis: u32,
}

/// The halves of one direction that are worth driving, by their lower place.
#[derive(Clone, Debug, PartialEq)]
pub struct Steps {
    /// By place: where its steps begin; one more at the end.
    pub first: Vec<u32>,
    pub steps: Vec<Step>,
    /// By step.
    pub halves: Vec<u32>,
}

impl Steps {
    pub fn of(&self, place: u32) -> std::ops::Range<usize> {
        self.first[place as usize] as usize..self.first[place as usize + 1] as usize
    }
}

/// What is left of both directions: up, and down.
pub(super) fn prune(skeleton: &Skeleton, millis: &[u32]) -> (Steps, Steps) {
    let least: Vec<AtomicU32> = millis.iter().map(|&millis| AtomicU32::new(millis)).collect();
    let mut scratch = Scratch::new(skeleton);
    skeleton.tasks.top.iter().rev().for_each(|&place| scratch.improve(skeleton, millis, &least, place));
    skeleton.tasks.subtrees.par_iter().for_each_init(
        || Scratch::new(skeleton),
        |scratch, places| {
            places.clone().rev().for_each(|place| scratch.improve(skeleton, millis, &least, place));
        },
    );
    let kept = |half: usize| millis[half] < NEVER && millis[half] == least[half].load(Relaxed);
    rayon::join(|| steps(skeleton, millis, 0, kept), || steps(skeleton, millis, 1, kept))
}

fn steps(skeleton: &Skeleton, millis: &[u32], direction: usize, kept: impl Fn(usize) -> bool) -> Steps {
    let mut all = Steps {
        first: Vec::with_capacity(skeleton.nodes() + 1),
        steps: Vec::with_capacity(millis.len() / 4),
        halves: Vec::with_capacity(millis.len() / 4),
    };
    all.first.push(0);
    for place in 0..skeleton.nodes() as u32 {
        for link in skeleton.above(place) {
            let half = 2 * link + direction;
            if kept(half) {
                all.steps.push(Step { other: skeleton.heads[link], millis: millis[half] });
                all.halves.push(half as u32);
            }
        }
        all.first.push(all.steps.len() as u32);
    }
    all
}

struct Scratch {
    /// By place: one more than its number among the higher neighbours of the current one, or 0.
    number: Vec<u32>,
    /// By number: least milliseconds up and down.
    row: Vec<[u32; 2]>,
}

impl Scratch {
    fn new(skeleton: &Skeleton) -> Scratch {
        Scratch { number: vec![0; skeleton.nodes()], row: Vec::new() }
    }

    /// Least times between a place and its higher neighbours, which have theirs.
    fn improve(&mut self, skeleton: &Skeleton, millis: &[u32], least: &[AtomicU32], place: u32) {
        let above = skeleton.above(place);
        let begin = above.start;
        self.row.clear();
        for link in above.clone() {
            self.number[skeleton.heads[link] as usize] = (link - begin) as u32 + 1;
            self.row.push([millis[2 * link], millis[2 * link + 1]]);
        }
        for link in above.clone() {
            let one = link - begin;
            let own = [millis[2 * link], millis[2 * link + 1]];
            for over in skeleton.above(skeleton.heads[link]) {
                let other = self.number[skeleton.heads[over] as usize] as usize;
                if other == 0 {
                    continue;
                }
                let other = other - 1;
                let [rise, fall] = [2 * over, 2 * over + 1].map(|half| least[half].load(Relaxed));
                let far = [millis[2 * (begin + other)], millis[2 * (begin + other) + 1]];
                let row = &mut self.row;
                row[other][0] = row[other][0].min(own[0].wrapping_add(rise));
                row[other][1] = row[other][1].min(own[1].wrapping_add(fall));
                row[one][0] = row[one][0].min(far[0].wrapping_add(fall));
                row[one][1] = row[one][1].min(far[1].wrapping_add(rise));
            }
        }
        for link in above {
            self.number[skeleton.heads[link] as usize] = 0;
            let [up, down] = self.row[link - begin];
            least[2 * link].store(up, Relaxed);
            least[2 * link + 1].store(down, Relaxed);
        }
    }
}
