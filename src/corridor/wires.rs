//! Power lines as obstacles: each span hangs no higher than straight from pylon to pylon, and is
//! flown over, never under. (M102)

use super::plane::{distance, offset};
use super::sky::Sky;
use crate::county::Wire;
use crate::terrain::Dem;
use crate::units::Point;
use std::collections::HashMap;

#[cfg(test)]
mod tests;

/// Where a corridor crosses a power line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Crossing {
    /// Metres from the first pad, on the map.
    pub along: f64,
    /// Index of the line.
    pub wire: usize,
    /// Metres kept above it.
    pub over: f64,
}

/// Between two pylons.
#[derive(Clone, Copy, Debug)]
struct Span {
    wire: usize,
    ends: [Point; 2],
    /// Above sea level.
    tops: [f64; 2],
}

/// All spans, found by the cells they are near to.
#[derive(Default)]
pub(super) struct Wires {
    spans: Vec<Span>,
    near: HashMap<usize, Vec<u32>>,
}

/// The power lines beside one straight flight.
pub struct Beside {
    spans: Vec<Span>,
    within: f64,
}

impl Beside {
    /// Those that come within so many metres of the way between two points.
    #[must_use]
    pub fn new(dem: &Dem, wires: &[Wire], [from, to]: [Point; 2], within: f64) -> Beside {
        let way = offset(from, to);
        let between =
            |a: f64, b: f64, end: f64| a.min(b) <= end.max(0.0) + within && a.max(b) >= end.min(0.0) - within;
        let mut spans = Vec::new();
        for (wire, it) in wires.iter().enumerate() {
            for side in it.line.lines() {
                let ends = [Point::from(side.start), Point::from(side.end)];
                let [a, b] = ends.map(|end| offset(from, end));
                if between(a.0, b.0, way.0)
                    && between(a.1, b.1, way.1)
                    && let Some(grounds) = grounds(dem, ends)
                {
                    spans.push(Span { wire, ends, tops: grounds.map(|ground| ground + it.height) });
                }
            }
        }
        Beside { spans, within }
    }

    /// The highest that hangs that near to a point, above sea level.
    #[must_use]
    pub fn top(&self, point: Point) -> Option<f64> {
        self.spans.iter().filter_map(|span| span.top(point, self.within)).reduce(f64::max)
    }
}

/// The ground at both pylons. One off the model stands as high as the other one; where both do, as
/// the highest of the ground between them.
fn grounds(dem: &Dem, ends: [Point; 2]) -> Option<[f64; 2]> {
    match ends.map(|end| dem.height(end)) {
        [Some(one), Some(other)] => Some([one, other]),
        [Some(one), None] | [None, Some(one)] => Some([one, one]),
        [None, None] => {
            let between = (1..BETWEEN).map(|place| {
                let share = f64::from(place) / f64::from(BETWEEN);
                let mix = |from: f64, to: f64| from + (to - from) * share;
                Point::new(mix(ends[0].x(), ends[1].x()), mix(ends[0].y(), ends[1].y()))
            });
            between.filter_map(|point| dem.height(point)).reduce(f64::max).map(|top| [top, top])
        }
    }
}

/// Places between two pylons that are looked at where both stand off the model.
const BETWEEN: u32 = 200;

impl Wires {
    /// Spans over unknown ground all the way are left out: nothing is flown there.
    pub fn new(sky: &Sky, wires: &[Wire], within: f64) -> Wires {
        let mut all = Wires::default();
        for (wire, it) in wires.iter().enumerate() {
            for side in it.line.lines() {
                let ends = [Point::from(side.start), Point::from(side.end)];
                let Some(grounds) = grounds(sky.dem, ends) else { continue };
                let span = Span { wire, ends, tops: grounds.map(|ground| ground + it.height) };
                all.mark(sky, span, within);
            }
        }
        all
    }

    fn mark(&mut self, sky: &Sky, span: Span, within: f64) {
        let number = self.spans.len() as u32;
        let cell = sky.cell.0.min(sky.cell.1).max(1.0);
        let steps = (distance(span.ends[0], span.ends[1]) / cell).ceil().clamp(1.0, 1e5);
        let reach = |cell: f64| (within / cell).ceil() as isize + 1;
        let (across, along) = (reach(sky.cell.0), reach(sky.cell.1));
        for step in 0..=steps as usize {
            let Some(middle) = sky.at(span.at(step as f64 / steps)) else { continue };
            for row in -along..=along {
                for column in -across..=across {
                    let at = middle.0.checked_add_signed(column).zip(middle.1.checked_add_signed(row));
                    let Some(at) = at.filter(|at| at.0 < sky.size.columns && at.1 < sky.size.rows) else {
                        continue;
                    };
                    let spans = self.near.entry(sky.index(at)).or_default();
                    if spans.last() != Some(&number) {
                        spans.push(number);
                    }
                }
            }
        }
        self.spans.push(span);
    }

    /// Cells that may have a span near them.
    pub fn cells(&self) -> impl Iterator<Item = usize> + '_ {
        self.near.keys().copied()
    }

    /// The highest that hangs within so many metres of a point of a cell, above sea level.
    pub fn top(&self, cell: usize, point: Point, within: f64) -> Option<f64> {
        let spans = self.near.get(&cell)?.iter();
        spans.filter_map(|span| self.spans[*span as usize].top(point, within)).reduce(f64::max)
    }

    /// The lines that a short straight flight crosses: share of the way, the line, its height there.
    pub fn crossed(
        &self,
        cell: usize,
        from: Point,
        to: Point,
    ) -> impl Iterator<Item = (f64, usize, f64)> + '_ {
        let spans = self.near.get(&cell).into_iter().flatten().map(|span| &self.spans[*span as usize]);
        spans.filter_map(move |span| {
            let (share, on) = meet(from, to, span.ends)?;
            Some((share, span.wire, span.tops[0] + (span.tops[1] - span.tops[0]) * on))
        })
    }
}

impl Span {
    fn at(&self, share: f64) -> Point {
        let [a, b] = self.ends;
        Point::new(a.x() + (b.x() - a.x()) * share, a.y() + (b.y() - a.y()) * share)
    }

    /// The highest of the part that lies within a disc around a point.
    fn top(&self, point: Point, within: f64) -> Option<f64> {
        let [a, b] = self.ends.map(|end| offset(point, end));
        let (x, y) = (b.0 - a.0, b.1 - a.1);
        let squared = (x * x + y * y).max(1e-12);
        let nearest = -(a.0 * x + a.1 * y) / squared;
        let away = (a.0 + x * nearest).hypot(a.1 + y * nearest);
        let half = (within * within - away * away).max(0.0).sqrt() / squared.sqrt();
        let (first, last) = ((nearest - half).max(0.0), (nearest + half).min(1.0));
        let height = |share: f64| self.tops[0] + (self.tops[1] - self.tops[0]) * share;
        (away <= within && first <= last).then(|| height(first).max(height(last)))
    }
}

/// Where two straight lines cross: shares of both. The end of the first one does not count.
fn meet(from: Point, to: Point, ends: [Point; 2]) -> Option<(f64, f64)> {
    let way = offset(from, to);
    let [a, b] = ends.map(|end| offset(from, end));
    let span = (b.0 - a.0, b.1 - a.1);
    let cross = way.0 * span.1 - way.1 * span.0;
    if cross.abs() < 1e-9 {
        return None;
    }
    let share = (a.0 * span.1 - a.1 * span.0) / cross;
    let on = (a.0 * way.1 - a.1 * way.0) / cross;
    ((0.0..1.0).contains(&share) && (0.0..=1.0).contains(&on)).then_some((share, on))
}
