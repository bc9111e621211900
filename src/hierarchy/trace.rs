//! How the least times of a batch came about: sums along its paths.
//!
//! First from the ends back: which steps brought a row its least time, for
//! which lanes, and which rows are needed for that. Then from the starts on:
//! sums of each needed row, all lanes side by side. In between, ties are
//! decided: the way with the smallest sum of marks stays.

use super::fan::{Fan, Inward, LANES, Lanes};
use super::metric::NEVER;
use super::query::On;
use multiversion::multiversion;
use std::sync::atomic::{AtomicI64, Ordering::Relaxed};

/// One bit for each lane.
type Mask = u16;
/// One sum for each lane.
type Sums = [i64; LANES];

/// One direction of a sweep.
#[derive(Clone, Copy)]
pub(super) struct Layer<'a> {
    pub fan: &'a Fan,
    pub times: &'a [Lanes],
    /// By step: its quantities.
    pub sums: &'a [i64],
    /// By step: its mark once it was asked for, before that [`UNKNOWN`].
    pub marks: &'a [AtomicI64],
}

/// No sum of marks.
pub(super) const UNKNOWN: i64 = i64::MIN;

impl Layer<'_> {
    /// Whoever comes first adds it up; all find the same.
    fn mark(&self, on: On, step: usize, arcs: &mut Vec<u32>) -> i64 {
        let known = self.marks[step].load(Relaxed);
        if known != UNKNOWN {
            return known;
        }
        let mark = on.mark(self.fan.halves[step], arcs).cast_signed();
        self.marks[step].store(mark, Relaxed);
        mark
    }
}

/// An entry of a start.
#[derive(Clone, Copy, Debug)]
pub(super) struct Start<'a> {
    pub lane: usize,
    /// Row of the way up.
    pub row: u32,
    pub millis: u32,
    /// Its quantities and its mark; empty: all zero.
    pub sums: &'a [i64],
}

/// What a batch's sweep found.
pub(super) struct View<'a> {
    pub on: On<'a>,
    pub up: Layer<'a>,
    pub down: Layer<'a>,
    /// By row of the way down: the row of the same place on the way up, or none.
    pub meets: &'a [u32],
    pub starts: Vec<Start<'a>>,
    /// Quantities of each step.
    pub width: usize,
}

/// What is known about the rows of one direction.
#[derive(Default)]
struct Side {
    needed: Vec<bool>,
    /// By row: lanes that come from a start, or from the way up.
    begun: Vec<Mask>,
    /// By step: lanes that come by it.
    taken: Vec<Mask>,
    /// By row: whether some lane has several ways.
    tied: Vec<bool>,
    /// By row and quantity.
    sums: Vec<Sums>,
}

/// Arrays for following the paths of one batch after the other.
#[derive(Default)]
pub(super) struct Trace {
    up: Side,
    down: Side,
    /// By start: whether its entry counts.
    counts: Vec<bool>,
    best: Vec<i64>,
}

impl Side {
    fn begin(&mut self, layer: &Layer, width: usize) {
        for (list, length) in [(&mut self.begun, layer.times.len()), (&mut self.taken, layer.fan.steps.len())]
        {
            list.clear();
            list.resize(length, 0);
        }
        for list in [&mut self.needed, &mut self.tied] {
            list.clear();
            list.resize(layer.times.len(), false);
        }
        self.sums.resize(self.sums.len().max(layer.times.len() * width), [0; LANES]);
    }

    fn claim(&mut self, layer: &Layer) {
        let Fan { first, steps, .. } = layer.fan;
        claim(first, steps, layer.times, self);
    }

    fn add(&mut self, layer: &Layer, width: usize) {
        add(&layer.fan.first, &layer.fan.steps, layer.sums, width, self);
    }
}

impl Trace {
    /// What grows with the table.
    pub fn bytes(&self) -> usize {
        let of = |side: &Side| {
            side.sums.capacity() * size_of::<Sums>() + side.taken.capacity() * size_of::<Mask>()
        };
        of(&self.up) + of(&self.down)
    }

    /// Finds the paths of a batch to all rows that entries of ends lie in.
    pub fn follow(&mut self, view: &View, ends: impl Iterator<Item = u32>) {
        self.up.begin(&view.up, view.width);
        self.down.begin(&view.down, view.width);
        ends.for_each(|row| self.down.needed[row as usize] = true);
        for (row, &above) in view.meets.iter().enumerate() {
            if let Some(times) = view.up.times.get(above as usize) {
                self.down.begun[row] = same(times, &view.down.times[row]);
            }
        }
        self.down.claim(&view.down);
        for (row, &above) in view.meets.iter().enumerate() {
            if self.down.needed[row] && self.down.begun[row] != 0 {
                self.up.needed[above as usize] = true;
            }
        }
        self.begin(view);
        self.up.claim(&view.up);
        self.decide(view);
        self.add_up(view);
    }

    /// Which entries of the starts are the fastest way to their rows.
    fn begin(&mut self, view: &View) {
        self.counts.clear();
        for start in &view.starts {
            let (row, bit) = (start.row as usize, 1 << start.lane);
            let fits = start.millis < NEVER && view.up.times[row][start.lane] == start.millis;
            self.up.tied[row] |= fits && self.up.begun[row] & bit != 0;
            self.up.begun[row] |= if fits { bit } else { 0 };
            self.counts.push(fits);
        }
    }

    /// Leaves one way for each lane, from the starts on.
    fn decide(&mut self, view: &View) {
        for up in [true, false] {
            let count = if up { view.up.times.len() } else { view.down.times.len() };
            for row in 0..count {
                let side = if up { &self.up } else { &self.down };
                if side.tied[row] && side.needed[row] {
                    (0..LANES).for_each(|lane| self.decide_lane(view, up, row, lane));
                }
            }
        }
    }

    fn decide_lane(&mut self, view: &View, up: bool, row: usize, lane: usize) {
        let ways: Vec<Way> = self.ways(view, up, row, lane).collect();
        if ways.len() < 2 {
            return;
        }
        let mark = |way: &&Way| self.mark_of(view, up, **way, lane);
        let Some(best) = ways.iter().min_by_key(mark).copied() else { return };
        for way in ways.into_iter().filter(|way| *way != best) {
            let side = if up { &mut self.up } else { &mut self.down };
            match way {
                Way::Step(step, _) => side.taken[step] &= !(1 << lane),
                Way::Meet(_) => side.begun[row] &= !(1 << lane),
                Way::Start(number) => {
                    self.counts[number] = false;
                    if !matches!(best, Way::Start(_)) {
                        self.up.begun[row] &= !(1 << lane);
                    }
                }
            }
        }
    }

    /// The ways into a row that are still open to a lane.
    fn ways<'a>(
        &'a self,
        view: &'a View,
        up: bool,
        row: usize,
        lane: usize,
    ) -> impl Iterator<Item = Way> + 'a {
        let (side, layer) = if up { (&self.up, &view.up) } else { (&self.down, &view.down) };
        let range = layer.fan.first[row] as usize..layer.fan.first[row + 1] as usize;
        let bit = 1 << lane;
        let steps = range.filter(move |&step| side.taken[step] & bit != 0);
        let steps = steps.map(|step| Way::Step(step, layer.fan.steps[step].row as usize));
        let meets = (!up && side.begun[row] & bit != 0).then(|| Way::Meet(view.meets[row] as usize));
        let starts = view.starts.iter().zip(&self.counts).enumerate().filter(move |(_, (start, counts))| {
            up && **counts && start.lane == lane && start.row as usize == row
        });
        steps.chain(meets).chain(starts.map(|(number, _)| Way::Start(number)))
    }

    /// The sum of marks on a way into a row, back to the start. What is before it is decided.
    fn mark_of(&self, view: &View, mut up: bool, mut way: Way, lane: usize) -> i64 {
        let (mut sum, mut arcs) = (0, Vec::new());
        loop {
            let row = match way {
                Way::Start(number) => {
                    return sum + view.starts[number].sums.last().copied().unwrap_or(0);
                }
                Way::Meet(above) => {
                    up = true;
                    above
                }
                Way::Step(step, row) => {
                    let layer = if up { &view.up } else { &view.down };
                    sum += layer.mark(view.on, step, &mut arcs);
                    row
                }
            };
            way = self.ways(view, up, row, lane).next().expect("a row that is reached has a way there");
        }
    }

    fn add_up(&mut self, view: &View) {
        let width = view.width;
        for (start, _) in view.starts.iter().zip(&self.counts).filter(|(_, counts)| **counts) {
            for quantity in 0..width {
                let sum = start.sums.get(quantity).copied().unwrap_or(0);
                self.up.sums[start.row as usize * width + quantity][start.lane] = sum;
            }
        }
        self.up.add(&view.up, width);
        for (row, &above) in view.meets.iter().enumerate() {
            if self.down.needed[row] && self.down.begun[row] != 0 {
                let (here, there) = (row * width, above as usize * width);
                self.down.sums[here..here + width].copy_from_slice(&self.up.sums[there..there + width]);
            }
        }
        self.down.add(&view.down, width);
    }

    /// Least milliseconds from a lane's start to one of some entries, given as row and
    /// milliseconds, and the quantities of that path. `sums` are those of the entries.
    pub fn end(
        &mut self,
        view: &View,
        lane: usize,
        entries: &[(u32, i32)],
        sums: &[i64],
    ) -> Option<(i64, &[i64])> {
        let own = |number: usize| {
            sums.get(number * (view.width + 1)..(number + 1) * (view.width + 1)).unwrap_or(&[])
        };
        let time = |&(row, millis): &(u32, i32)| {
            let time = view.down.times[row as usize][lane];
            (time != NEVER).then(|| i64::from(time) + i64::from(millis))
        };
        let (mut least, mut best, mut ties) = (i64::MAX, 0, 0);
        for (number, entry) in entries.iter().enumerate() {
            match time(entry) {
                Some(time) if time < least => (least, best, ties) = (time, number, 1),
                Some(time) if time == least => ties += 1,
                _ => {}
            }
        }
        if ties == 0 {
            return None;
        }
        if ties > 1 {
            let mark = |number: &usize| {
                let way = self.ways(view, false, entries[*number].0 as usize, lane).next();
                let way = way.expect("a row that is reached has a way there");
                self.mark_of(view, false, way, lane) + own(*number).last().copied().unwrap_or(0)
            };
            let fits = (0..entries.len()).filter(|&number| time(&entries[number]) == Some(least));
            best = fits.min_by_key(mark).unwrap_or(best);
        }
        let begin = entries[best].0 as usize * view.width;
        self.best.clear();
        self.best.extend(self.down.sums[begin..begin + view.width].iter().map(|sums| sums[lane]));
        self.best.iter_mut().zip(own(best)).for_each(|(sum, own)| *sum += own);
        Some((least, &*self.best))
    }
}

/// How a row is reached in its least time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    Start(usize),
    /// From the row of the same place on the way up.
    Meet(usize),
    /// A step, and the row that it comes from.
    Step(usize, usize),
}

/// Lanes that are reached, and in the same time.
#[inline(always)]
fn same(one: &Lanes, other: &Lanes) -> Mask {
    let mut mask = 0;
    for lane in 0..LANES {
        mask |= Mask::from(one[lane] == other[lane] && one[lane] != NEVER) << lane;
    }
    mask
}

/// Which steps bring the needed rows their least times; their sources are needed too.
#[multiversion(targets("x86_64+avx512f+avx512bw+avx512vl", "x86_64+avx2", "x86_64+sse4.1"))]
fn claim(first: &[u32], steps: &[Inward], times: &[Lanes], side: &mut Side) {
    for row in (0..times.len()).rev() {
        if !side.needed[row] {
            continue;
        }
        let own = &times[row];
        let mut claimed = side.begun[row];
        let range = first[row] as usize..first[row + 1] as usize;
        for (step, &Inward { row: source, millis }) in range.clone().zip(&steps[range]) {
            let mut there = times[source as usize];
            there.iter_mut().for_each(|time| *time = time.wrapping_add(millis));
            let mask = same(own, &there);
            if mask != 0 {
                side.taken[step] = mask;
                side.needed[source as usize] = true;
                side.tied[row] |= claimed & mask != 0;
                claimed |= mask;
            }
        }
    }
}

/// Sums of the needed rows. Those that have begun hold the sums of these lanes.
#[multiversion(targets("x86_64+avx512f+avx512bw+avx512vl", "x86_64+avx2", "x86_64+sse4.1"))]
fn add(first: &[u32], steps: &[Inward], more: &[i64], width: usize, side: &mut Side) {
    for row in 0..side.needed.len() {
        if !side.needed[row] {
            continue;
        }
        let (before, rest) = side.sums.split_at_mut(row * width);
        let sums = &mut rest[..width];
        keep(sums, side.begun[row]);
        for step in first[row] as usize..first[row + 1] as usize {
            let mask = side.taken[step];
            if mask == 0 {
                continue;
            }
            let source = &before[steps[step].row as usize * width..][..width];
            let more = &more[step * width..][..width];
            for ((sums, source), &more) in sums.iter_mut().zip(source).zip(more) {
                if mask == Mask::MAX {
                    for lane in 0..LANES {
                        sums[lane] = source[lane].wrapping_add(more);
                    }
                } else {
                    for lane in 0..LANES {
                        let all = -i64::from(mask >> lane & 1);
                        sums[lane] |= all & source[lane].wrapping_add(more);
                    }
                }
            }
        }
    }
}

/// Sets all but some lanes to zero.
#[inline(always)]
fn keep(sums: &mut [Sums], mask: Mask) {
    for sums in sums {
        for (lane, sum) in sums.iter_mut().enumerate() {
            *sum &= -i64::from(mask >> lane & 1);
        }
    }
}
