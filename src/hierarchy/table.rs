//! Many to many: least times from each of some starts to each of some ends.
//!
//! The ends' part of the hierarchy is laid out once. Starts are taken in
//! batches of neighbours; each batch sweeps up from its starts, then down to
//! all ends.

use super::fan::{Desk, Fan, LANES, Lanes, UNREACHED};
use super::metric::NEVER;
use super::query::{Entry, On};
use super::trace::Trace;
use rayon::prelude::*;
use std::sync::atomic::AtomicI64;
use std::sync::{Mutex, PoisonError};

/// Least milliseconds that cannot be reached.
pub const UNREACHABLE: i64 = i64::MAX;

/// Arrays larger than this are not kept for the next table, in bytes: a large one comes seldom.
const KEPT: usize = 6 << 20;

/// Least milliseconds from each start to each end, row by row of the starts; [`UNREACHABLE`]
/// where there is no way. Starts and ends are entries of which the best pair counts.
///
/// The same on any number of threads.
#[must_use]
pub fn table(on: On, from: &[Vec<Entry>], to: &[Vec<Entry>]) -> Vec<i64> {
    Tables::default().times(on, from, to)
}

/// Arrays of tables that are not being made, for many tables over one hierarchy.
#[derive(Default)]
pub struct Tables {
    idle: Mutex<Vec<Bench>>,
    /// For laying out ends, which other threads do than those that sweep.
    desks: Mutex<Vec<Desk>>,
}

impl Tables {
    /// [`table`] in arrays that are there already.
    #[must_use]
    pub fn times(&self, on: On, from: &[Vec<Entry>], to: &[Vec<Entry>]) -> Vec<i64> {
        let ends = self.ends(on, to);
        let batches = batches(on, from);
        let rows: Vec<(usize, Vec<i64>)> = batches
            .par_iter()
            .map(|batch| self.bench(on).own().rows(on, from, batch, &ends))
            .flatten_iter()
            .collect();
        self.trim();
        in_order(rows, (from.len(), to.len()), UNREACHABLE)
    }

    /// Lets large arrays go.
    pub(super) fn trim(&self) {
        self.idle().retain(|bench| bench.bytes() <= KEPT);
    }

    fn idle(&self) -> std::sync::MutexGuard<'_, Vec<Bench>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn ends(&self, on: On, to: &[Vec<Entry>]) -> Ends {
        let desks = || self.desks.lock().unwrap_or_else(PoisonError::into_inner);
        let idle = desks().pop();
        let mut desk = idle.unwrap_or_else(|| Desk::new(on.skeleton));
        let ends = Ends::new(&mut desk, on, to);
        desks().push(desk);
        ends
    }

    pub(super) fn bench(&self, on: On) -> Held<'_> {
        let idle = self.idle().pop();
        Held { of: self, bench: idle.unwrap_or_else(|| Bench::new(on)) }
    }
}

/// Arrays that go back to the others when they are let go.
pub(super) struct Held<'a> {
    of: &'a Tables,
    bench: Bench,
}

impl Held<'_> {
    pub fn own(&mut self) -> &mut Bench {
        &mut self.bench
    }
}

impl Drop for Held<'_> {
    fn drop(&mut self) {
        // Half-done work would stand in them.
        if !std::thread::panicking() {
            self.of.idle().push(std::mem::take(&mut self.bench));
        }
    }
}

/// Rows in whatever order as one table; `none` where there is no row.
pub(super) fn in_order<T: Copy>(
    rows: Vec<(usize, Vec<T>)>,
    (starts, ends): (usize, usize),
    none: T,
) -> Vec<T> {
    let mut table = vec![none; starts * ends];
    for (start, row) in rows {
        table[start * ends..(start + 1) * ends].copy_from_slice(&row);
    }
    table
}

/// Starts in groups of neighbours.
pub(super) fn batches(on: On, from: &[Vec<Entry>]) -> Vec<Vec<usize>> {
    let mut starts: Vec<usize> = (0..from.len()).collect();
    let place = |start: &usize| from[*start].first().map(|entry| on.skeleton.place[entry.node as usize]);
    starts.sort_by_key(place);
    starts.chunks(LANES).map(<[usize]>::to_vec).collect()
}

/// The ends, laid out.
pub(super) struct Ends {
    pub fan: Fan,
    /// By end: where its entries begin; one more at the end.
    pub first: Vec<u32>,
    /// Row and milliseconds of each entry.
    pub entries: Vec<(u32, i32)>,
}

impl Ends {
    fn new(desk: &mut Desk, on: On, to: &[Vec<Entry>]) -> Ends {
        let fan = Fan::down(desk, on.skeleton, &on.metric.down, to.iter().flatten());
        let mut ends = Ends { fan, first: vec![0], entries: Vec::new() };
        for entries in to {
            let place = |entry: &Entry| on.skeleton.place[entry.node as usize] as usize;
            ends.entries.extend(entries.iter().map(|entry| (desk.row[place(entry)], entry.millis)));
            ends.first.push(ends.entries.len() as u32);
        }
        desk.clear(&ends.fan);
        ends
    }

    pub fn of(&self, end: usize) -> &[(u32, i32)] {
        &self.entries[self.first[end] as usize..self.first[end + 1] as usize]
    }

    pub fn len(&self) -> usize {
        self.first.len() - 1
    }
}

/// What one thread works on.
#[derive(Default)]
pub(super) struct Bench {
    desk: Desk,
    pub up: Fan,
    /// By row of the way up, and of the way down.
    pub above: Vec<Lanes>,
    pub below: Vec<Lanes>,
    /// By row of the way down: the row of the same place on the way up, `NONE` if it has none.
    pub meets: Vec<u32>,
    /// By lane: row and milliseconds of each entry.
    pub starts: Vec<Vec<(u32, u32)>>,
    pub trace: Trace,
    /// Quantities and marks of the steps up.
    pub sums: Vec<i64>,
    pub marks: Vec<AtomicI64>,
}

impl Bench {
    pub fn new(on: On) -> Bench {
        Bench { desk: Desk::new(on.skeleton), ..Bench::default() }
    }

    /// What grows with the table.
    fn bytes(&self) -> usize {
        (self.above.capacity() + self.below.capacity()) * size_of::<Lanes>()
            + (self.sums.capacity() + self.marks.capacity()) * size_of::<i64>()
            + self.trace.bytes()
    }

    fn rows(&mut self, on: On, from: &[Vec<Entry>], batch: &[usize], ends: &Ends) -> Vec<(usize, Vec<i64>)> {
        self.sweep(on, from, batch, ends);
        let mut rows = vec![vec![UNREACHABLE; ends.len()]; batch.len()];
        for end in 0..ends.len() {
            for &(row, millis) in ends.of(end) {
                let times = &self.below[row as usize];
                for (lane, row) in rows.iter_mut().enumerate() {
                    if times[lane] < NEVER {
                        row[end] = row[end].min(i64::from(times[lane]) + i64::from(millis));
                    }
                }
            }
        }
        batch.iter().copied().zip(rows).collect()
    }

    /// Least times of all rows of the ends.
    pub fn sweep(&mut self, on: On, from: &[Vec<Entry>], batch: &[usize], ends: &Ends) {
        let entries = || batch.iter().flat_map(|&start| &from[start]);
        self.up.up(&mut self.desk, on.skeleton, &on.metric.up, entries());
        self.above.clear();
        self.above.resize(self.up.places.len(), UNREACHED);
        self.starts.clear();
        for (lane, &start) in batch.iter().enumerate() {
            let place = |entry: &Entry| on.skeleton.place[entry.node as usize] as usize;
            let millis =
                |entry: &Entry| u32::try_from(entry.millis).map_or(NEVER, |millis| millis.min(NEVER));
            let starts: Vec<(u32, u32)> =
                from[start].iter().map(|entry| (self.desk.row[place(entry)], millis(entry))).collect();
            for &(row, millis) in &starts {
                let time = &mut self.above[row as usize][lane];
                *time = millis.min(*time);
            }
            self.starts.push(starts);
        }
        self.up.sweep(&mut self.above);
        self.meets.clear();
        self.meets.extend(ends.fan.places.iter().map(|&place| self.desk.row[place as usize]));
        self.below.clear();
        let above = |row: &u32| self.above.get(*row as usize).copied().unwrap_or(UNREACHED);
        self.below.extend(self.meets.iter().map(above));
        self.desk.clear(&self.up);
        ends.fan.sweep(&mut self.below);
    }
}
