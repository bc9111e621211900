//! Quantities along paths of least time: metres, joules, anything that adds up.
//!
//! They are carried through the halves once for each metric. In a table only
//! the rows that lie on some path are looked at: from an end, the step by
//! which its least time came about is found again, up to the start. Where
//! several steps fit, the one with the smaller sum of marks is taken, as
//! everywhere.

use super::fan::Fan;
use super::metric::Metric;
use super::query::{Entry, On};
use super::table::{Bench, Ends, Tables, batches, in_order};
use super::trace::{Layer, Start, UNKNOWN, View};
use rayon::prelude::*;
use std::sync::atomic::AtomicI64;

/// Sums of some quantities over each half.
#[derive(Clone, Debug)]
pub struct Carried {
    width: usize,
    rows: Rows,
}

/// By number of a half in the metric: its quantities, in half the memory where they are small.
#[derive(Clone, Debug)]
enum Rows {
    Narrow(Vec<i32>),
    Wide(Vec<i64>),
}

impl Rows {
    fn of(rows: Vec<i64>) -> Rows {
        let narrow = |sum: &i64| i32::try_from(*sum).is_ok();
        if rows.iter().all(narrow) {
            Rows::Narrow(rows.iter().map(|&sum| sum as i32).collect())
        } else {
            Rows::Wide(rows)
        }
    }

    fn add_to(&self, at: std::ops::Range<usize>, sums: &mut Vec<i64>) {
        match self {
            Rows::Narrow(rows) => sums.extend(rows[at].iter().map(|&sum| i64::from(sum))),
            Rows::Wide(rows) => sums.extend_from_slice(&rows[at]),
        }
    }
}

impl Carried {
    /// `add` adds the quantities of one input arc to a row of `width` numbers.
    #[must_use]
    pub fn new(metric: &Metric, width: usize, add: impl Fn(u32, &mut [i64])) -> Carried {
        Carried { width, rows: Rows::of(metric.carry(width, add)) }
    }

    /// Those of the steps of a fan, one after the other, into `sums`.
    fn of_steps(&self, metric: &Metric, fan: &Fan, sums: &mut Vec<i64>) {
        let width = self.width;
        sums.clear();
        sums.reserve(fan.halves.len() * width);
        for &half in &fan.halves {
            let at = metric.made.number(half) * width;
            self.rows.add_to(at..at + width, sums);
        }
    }
}

/// What starts and ends are, with the quantities of their entries.
#[derive(Clone, Copy, Debug)]
pub struct Side<'a> {
    /// Of the entries of each, the one on the fastest path counts.
    pub entries: &'a [Vec<Entry>],
    /// Quantities and mark of each entry, in order; empty: all zero.
    pub sums: &'a [i64],
}

impl<'a> Side<'a> {
    /// Entries that take nothing.
    #[must_use]
    pub fn bare(entries: &'a [Vec<Entry>]) -> Side<'a> {
        Side { entries, sums: &[] }
    }

    /// By start or end: the number of its first entry.
    fn numbers(&self) -> Vec<usize> {
        let add = |sum: &mut usize, entries: &Vec<Entry>| {
            *sum += entries.len();
            Some(*sum - entries.len())
        };
        self.entries.iter().scan(0, add).collect()
    }

    /// Sums of some entries; nothing if all are zero.
    fn sums(&self, number: usize, count: usize, width: usize) -> &'a [i64] {
        self.sums.get(number * width..(number + count) * width).unwrap_or(&[])
    }
}

/// From each start to each end, row by row: `make` gets the least milliseconds and the quantities
/// along that path, or `None` where there is no way. The same on any number of threads.
#[must_use]
pub fn table_with<T: Copy + Send + Sync>(
    on: On,
    carried: &Carried,
    from: Side,
    to: Side,
    make: impl Fn(Option<(i64, &[i64])>) -> T + Sync,
) -> Vec<T> {
    Tables::default().with(on, carried, from, to, make)
}

impl Tables {
    /// [`table_with`] in arrays that are there already.
    #[must_use]
    pub fn with<T: Copy + Send + Sync>(
        &self,
        on: On,
        carried: &Carried,
        from: Side,
        to: Side,
        make: impl Fn(Option<(i64, &[i64])>) -> T + Sync,
    ) -> Vec<T> {
        let ends = self.ends(on, to.entries);
        let mut steps = Vec::new();
        carried.of_steps(on.metric, &ends.fan, &mut steps);
        let marks = ends.fan.halves.iter().map(|_| AtomicI64::new(UNKNOWN)).collect();
        let job = Job { on, carried, from, numbers: from.numbers(), to, steps, marks, ends: &ends };
        let batches = batches(on, from.entries);
        let rows: Vec<(usize, Vec<T>)> = batches
            .par_iter()
            .map(|batch| job.rows(self.bench(on).own(), batch, &make))
            .flatten_iter()
            .collect();
        self.trim();
        in_order(rows, (from.entries.len(), ends.len()), make(None))
    }
}

/// What all batches share.
struct Job<'a> {
    on: On<'a>,
    carried: &'a Carried,
    from: Side<'a>,
    /// By start: the number of its first entry.
    numbers: Vec<usize>,
    to: Side<'a>,
    ends: &'a Ends,
    /// Quantities of the steps down.
    steps: Vec<i64>,
    /// Marks of the steps down, as far as ties asked for them.
    marks: Vec<AtomicI64>,
}

impl Job<'_> {
    fn rows<T: Copy>(
        &self,
        bench: &mut Bench,
        batch: &[usize],
        make: &impl Fn(Option<(i64, &[i64])>) -> T,
    ) -> Vec<(usize, Vec<T>)> {
        bench.sweep(self.on, self.from.entries, batch, self.ends);
        let Bench { up, above, below, meets, starts, trace, sums, marks, .. } = bench;
        let width = self.carried.width;
        self.carried.of_steps(self.on.metric, up, sums);
        marks.clear();
        marks.resize_with(up.halves.len(), || AtomicI64::new(UNKNOWN));
        let starts = batch.iter().enumerate().flat_map(|(lane, &start)| {
            let sums = self.from.sums(self.numbers[start], self.from.entries[start].len(), width + 1);
            starts[lane].iter().enumerate().map(move |(number, &(row, millis))| {
                let own = number * (width + 1)..(number + 1) * (width + 1);
                Start { lane, row, millis, sums: sums.get(own).unwrap_or(&[]) }
            })
        });
        let view = View {
            on: self.on,
            up: Layer { fan: up, times: above, sums, marks },
            down: Layer { fan: &self.ends.fan, times: below, sums: &self.steps, marks: &self.marks },
            meets,
            starts: starts.collect(),
            width,
        };
        trace.follow(&view, self.ends.entries.iter().map(|&(row, _)| row));
        let mut rows = vec![Vec::with_capacity(self.ends.len()); batch.len()];
        let mut number = 0;
        for end in 0..self.ends.len() {
            let entries = self.ends.of(end);
            let sums = self.to.sums(number, entries.len(), width + 1);
            number += entries.len();
            for (lane, row) in rows.iter_mut().enumerate() {
                row.push(make(trace.end(&view, lane, entries, sums)));
            }
        }
        batch.iter().copied().zip(rows).collect()
    }
}
