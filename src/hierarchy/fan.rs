//! What lies above some places, in an order in which it can be swept.
//!
//! Rows stand so that each one's steps come from rows before it. A sweep then
//! finds the least times of all rows from several starts at once, with no
//! queue: the same additions for each start, side by side (RPHAST).
//!
//! Source: Delling, Goldberg and Werneck (2011), Faster Batched Shortest Paths
//! in Road Networks, doi:10.4230/OASIcs.ATMOS.2011.52.

use super::metric::NEVER;
use super::prune::Steps;
use super::query::Entry;
use super::skeleton::{NONE, Skeleton};
use multiversion::multiversion;

/// Starts that are swept at once.
pub(super) const LANES: usize = 16;

/// One number for each start.
pub(super) type Lanes = [u32; LANES];

pub(super) const UNREACHED: Lanes = [NEVER; LANES];

/// A step into a row.
#[derive(Clone, Copy, Debug)]
pub(super) struct Inward {
    /// The row it comes from.
    pub row: u32,
    pub millis: u32,
}

/// Rows and the steps between them.
#[derive(Clone, Debug, Default)]
pub(super) struct Fan {
    /// By row: its place.
    pub places: Vec<u32>,
    /// By row: where the steps into it begin; one more at the end.
    pub first: Vec<u32>,
    pub steps: Vec<Inward>,
    /// By step: the half it drives.
    pub halves: Vec<u32>,
}

/// Tables by place for building fans; each use leaves them as they were.
#[derive(Default)]
pub(super) struct Desk {
    /// The row of a place, `NONE` if it has none.
    pub row: Vec<u32>,
    places: Vec<u32>,
}

impl Desk {
    pub fn new(skeleton: &Skeleton) -> Desk {
        Desk { row: vec![NONE; skeleton.nodes()], places: Vec::new() }
    }

    /// All places above some entries, ascending, each numbered by its row.
    fn gather<'e>(&mut self, skeleton: &Skeleton, entries: impl Iterator<Item = &'e Entry>) {
        self.places.clear();
        for entry in entries {
            let mut place = skeleton.place[entry.node as usize];
            while place != NONE && self.row[place as usize] == NONE {
                self.row[place as usize] = 0;
                self.places.push(place);
                place = skeleton.parent[place as usize];
            }
        }
        self.places.sort_unstable();
    }

    pub fn clear(&mut self, fan: &Fan) {
        fan.places.iter().for_each(|&place| self.row[place as usize] = NONE);
    }
}

impl Fan {
    /// From the highest places down to some entries. Leaves the rows in the desk.
    pub fn down<'e>(
        desk: &mut Desk,
        skeleton: &Skeleton,
        steps: &Steps,
        to: impl Iterator<Item = &'e Entry>,
    ) -> Fan {
        desk.gather(skeleton, to);
        let mut fan = Fan { first: vec![0], ..Fan::default() };
        for (row, &place) in desk.places.iter().rev().enumerate() {
            desk.row[place as usize] = row as u32;
            for step in steps.of(place) {
                let from = steps.steps[step];
                fan.steps.push(Inward { row: desk.row[from.other as usize], millis: from.millis });
                fan.halves.push(steps.halves[step]);
            }
            fan.first.push(fan.steps.len() as u32);
        }
        fan.places.extend(desk.places.iter().rev());
        fan
    }

    /// From some entries up to the highest places. Leaves the rows in the desk.
    pub fn up<'e>(
        &mut self,
        desk: &mut Desk,
        skeleton: &Skeleton,
        steps: &Steps,
        from: impl Iterator<Item = &'e Entry>,
    ) {
        desk.gather(skeleton, from);
        self.places.clear();
        self.places.extend_from_slice(&desk.places);
        self.first.clear();
        self.first.resize(self.places.len() + 1, 0);
        for (row, &place) in desk.places.iter().enumerate() {
            desk.row[place as usize] = row as u32;
        }
        for &place in &self.places {
            for step in &steps.steps[steps.of(place)] {
                self.first[desk.row[step.other as usize] as usize + 1] += 1;
            }
        }
        for row in 0..self.places.len() {
            self.first[row + 1] += self.first[row];
        }
        let count = self.first[self.places.len()] as usize;
        self.steps.clear();
        self.steps.resize(count, Inward { row: 0, millis: 0 });
        self.halves.clear();
        self.halves.resize(count, 0);
        self.fill(desk, steps);
    }

    /// Sorts steps by the row they lead to, whose beginnings are in `first`.
    fn fill(&mut self, desk: &Desk, steps: &Steps) {
        for (row, &place) in self.places.iter().enumerate() {
            for step in steps.of(place) {
                let Some(next) = self.first.get_mut(desk.row[steps.steps[step].other as usize] as usize)
                else {
                    continue;
                };
                let at = *next as usize;
                *next += 1;
                self.steps[at] = Inward { row: row as u32, millis: steps.steps[step].millis };
                self.halves[at] = steps.halves[step];
            }
        }
        // Each beginning has moved to its end, which is the next one's beginning.
        self.first.rotate_right(1);
        self.first[0] = 0;
    }

    /// Least times of all rows. `times` holds those of the starts at their rows, and
    /// [`UNREACHED`] elsewhere.
    pub fn sweep(&self, times: &mut [Lanes]) {
        sweep(&self.first, &self.steps, times);
    }
}

#[multiversion(targets("x86_64+avx512f+avx512bw+avx512vl", "x86_64+avx2", "x86_64+sse4.1"))]
fn sweep(first: &[u32], steps: &[Inward], times: &mut [Lanes]) {
    for row in 0..times.len() {
        let (before, rest) = times.split_at_mut(row);
        let mut best = rest[0];
        for step in &steps[first[row] as usize..first[row + 1] as usize] {
            let from = &before[step.row as usize];
            for (best, from) in best.iter_mut().zip(from) {
                *best = (*best).min(from.wrapping_add(step.millis));
            }
        }
        rest[0] = best;
    }
}
