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
#[derive(Clone, Debug, Default, PartialEq)]
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

/// Memory that is used again each time weights are laid; it holds nothing that lasts.
#[derive(Debug, Default)]
pub struct Scrap {
    /// By half: least milliseconds over any way.
    least: Vec<AtomicU32>,
}

impl Clone for Scrap {
    fn clone(&self) -> Scrap {
        Scrap::default()
    }
}

impl PartialEq for Scrap {
    fn eq(&self, _: &Scrap) -> bool {
        true
    }
}

/// What is left of both directions, into `up` and `down`.
pub(super) fn prune(
    skeleton: &Skeleton,
    millis: &[u32],
    scrap: &mut Scrap,
    up: &mut Steps,
    down: &mut Steps,
) {
    // Each place fills in its own before any lower one reads them.
    scrap.least.resize_with(millis.len(), AtomicU32::default);
    let least = &scrap.least;
    let mut scratch = Scratch::new(skeleton);
    skeleton.tasks.top.iter().rev().for_each(|&place| scratch.improve(skeleton, millis, least, place));
    skeleton.tasks.subtrees.par_iter().for_each_init(
        || Scratch::new(skeleton),
        |scratch, places| {
            places.clone().rev().for_each(|place| scratch.improve(skeleton, millis, least, place));
        },
    );
    let kept = |half: usize| millis[half] < NEVER && millis[half] == least[half].load(Relaxed);
    rayon::join(|| up.fill(skeleton, millis, 0, kept), || down.fill(skeleton, millis, 1, kept));
}

impl Steps {
    pub(super) fn shrink(&mut self) {
        self.first.shrink_to_fit();
        self.steps.shrink_to_fit();
        self.halves.shrink_to_fit();
    }

    /// All steps anew, in the memory of the old ones.
    fn fill(&mut self, skeleton: &Skeleton, millis: &[u32], direction: usize, kept: impl Fn(usize) -> bool) {
        self.first.clear();
        self.steps.clear();
        self.halves.clear();
        self.first.push(0);
        for place in 0..skeleton.nodes() as u32 {
            for link in skeleton.above(place) {
                let half = 2 * link + direction;
                if kept(half) {
                    self.steps.push(Step { other: skeleton.heads[link], millis: millis[half] });
                    self.halves.push(half as u32);
                }
            }
            self.first.push(self.steps.len() as u32);
        }
    }
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
            // Those above it are neighbours of this one too.
            let mut left = self.row.len() - one - 1;
            if left == 0 {
                break;
            }
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
                left -= 1;
                if left == 0 {
                    break;
                }
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
