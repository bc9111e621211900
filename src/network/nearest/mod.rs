//! Which roads are nearest to a point: a packed R-tree over all lines.
//!
//! A leaf holds up to eight stretches of one line that follow each other, so
//! that leaves need no geometry of their own. Leaves are sorted along a
//! Hilbert curve and boxed in tens, level upon level (Kamel and Faloutsos
//! 1993, "On packing R-trees"). A search takes boxes, leaves and stretches in
//! the order of their distance: what it hands out comes nearest first and is
//! exact, in the plane that touches the earth at the point asked about.

mod hilbert;
#[cfg(test)]
mod tests;

use super::lines::{LineId, Lines, degrees, grid};
use super::ruler::Ruler;
use crate::units::Point;
use rayon::prelude::*;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Stretches in a leaf.
const LEAF: usize = 8;
/// Boxes in a box.
const FAN: usize = 10;

/// West, south, east, north in 1e-7 degrees.
type Rect = [i32; 4];

/// A place on a line near the point that was asked about.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hit {
    pub line: LineId,
    /// The stretch between this point of the line and the next.
    pub stretch: u32,
    /// How far along that stretch, 0 to 1.
    pub share: f64,
    /// Metres from the point asked about.
    pub away: f64,
    pub point: Point,
}

/// The index. It knows places and numbers of lines only; [`Lines`] holds the rest.
#[derive(Clone, Debug)]
pub struct Nearest {
    /// Leaves first, then their boxes, up to a single one.
    rects: Vec<Rect>,
    /// Where each level begins in `rects`; one more at the end.
    levels: Vec<u32>,
    /// By leaf: its line, and its first point among those of all lines.
    leaves: Vec<(u32, u32)>,
}

impl Nearest {
    /// Indexes the lines that `wanted` lets in.
    #[must_use]
    pub fn new(lines: &Lines, wanted: impl Fn(LineId) -> bool) -> Nearest {
        let mut leaves = Vec::new();
        for line in (0..lines.len() as u32).map(LineId).filter(|&line| wanted(line)) {
            let range = lines.range(line);
            leaves.extend((range.start..range.end - 1).step_by(LEAF).map(|first| (line.0, first as u32)));
        }
        let boxed: Vec<Rect> = leaves.par_iter().map(|&leaf| rect_of(lines, leaf)).collect();
        let whole = boxed.iter().copied().reduce(around).unwrap_or_default();
        let mut order: Vec<(u32, u32)> =
            boxed.par_iter().enumerate().map(|(index, rect)| (curve(*rect, whole), index as u32)).collect();
        order.par_sort_unstable();
        let mut index = Nearest {
            rects: order.iter().map(|&(_, leaf)| boxed[leaf as usize]).collect(),
            levels: vec![0],
            leaves: order.iter().map(|&(_, leaf)| leaves[leaf as usize]).collect(),
        };
        index.stack();
        index
    }

    /// Boxes around boxes.
    fn stack(&mut self) {
        let mut from = 0;
        loop {
            let to = self.rects.len();
            self.levels.push(to as u32);
            if to - from <= 1 {
                break;
            }
            let above: Vec<Rect> = self.rects[from..to]
                .chunks(FAN)
                .filter_map(|rects| rects.iter().copied().reduce(around))
                .collect();
            self.rects.extend(above);
            from = to;
        }
        self.rects.shrink_to_fit();
    }

    /// Places on lines in the order of their distance, each stretch once, up to `within` metres.
    /// Ties: the line and stretch of the smaller number. None for a point that is no place.
    #[must_use]
    pub fn near<'a>(&'a self, lines: &'a Lines, point: Point, within: f64) -> Near<'a> {
        let mut near = Near {
            index: self,
            lines,
            at: grid(point),
            ruler: Ruler::at(point.y()),
            within: within.max(0.0).powi(2),
            heap: BinaryHeap::with_capacity(64),
        };
        let on_earth = point.x().abs() <= 180.0 && point.y().abs() <= 90.0;
        if on_earth && !self.leaves.is_empty() {
            near.push_rect(self.rects.len() - 1);
        }
        near
    }

    /// The nearest place of all.
    #[must_use]
    pub fn nearest(&self, lines: &Lines, point: Point) -> Option<Hit> {
        self.near(lines, point, f64::INFINITY).next()
    }
}

/// The box around the points of a leaf.
fn rect_of(lines: &Lines, (line, first): (u32, u32)) -> Rect {
    stretch_points(lines, line, first)
        .iter()
        .map(|&[x, y]| [x, y, x, y])
        .reduce(around)
        .expect("a leaf has points")
}

/// The points of a leaf: one more than it has stretches.
fn stretch_points(lines: &Lines, line: u32, first: u32) -> &[[i32; 2]] {
    let range = lines.range(LineId(line));
    let from = first as usize - range.start;
    let points = lines.points(LineId(line));
    &points[from..points.len().min(from + LEAF + 1)]
}

fn around(one: Rect, other: Rect) -> Rect {
    [one[0].min(other[0]), one[1].min(other[1]), one[2].max(other[2]), one[3].max(other[3])]
}

/// Where the middle of a box lies along the curve through the whole.
fn curve(rect: Rect, whole: Rect) -> u32 {
    let scaled = |low: i32, high: i32, least: i32, most: i32| {
        let middle = i64::midpoint(i64::from(low), i64::from(high)) - i64::from(least);
        let width = (i64::from(most) - i64::from(least)).max(1);
        (middle * i64::from(u16::MAX) / width) as u16
    };
    hilbert::place(scaled(rect[0], rect[2], whole[0], whole[2]), scaled(rect[1], rect[3], whole[1], whole[3]))
}

/// What waits in a search: a box, or a stretch of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Waiting {
    /// Opened before a stretch at the same distance is handed out.
    Rect(u32),
    Stretch {
        line: u32,
        stretch: u32,
    },
}

/// A search in progress; see [`Nearest::near`].
pub struct Near<'a> {
    index: &'a Nearest,
    lines: &'a Lines,
    at: [i32; 2],
    ruler: Ruler,
    /// Square metres.
    within: f64,
    /// By square of the distance, as bits: for numbers that are not negative the order is the same.
    heap: BinaryHeap<Reverse<(u64, Waiting)>>,
}

impl Near<'_> {
    /// Metres east and north of the point asked about.
    fn offset(&self, place: [i32; 2]) -> [f64; 2] {
        self.ruler.steps(self.at, place)
    }

    fn push(&mut self, square: f64, waiting: Waiting) {
        if square <= self.within {
            self.heap.push(Reverse((square.to_bits(), waiting)));
        }
    }

    fn push_rect(&mut self, index: usize) {
        let [west, south, east, north] = self.index.rects[index];
        let inside = [self.at[0].clamp(west, east), self.at[1].clamp(south, north)];
        let [east, north] = self.offset(inside);
        self.push(east * east + north * north, Waiting::Rect(index as u32));
    }

    /// What is in a box, or in a leaf.
    fn open(&mut self, index: u32) {
        if let Some(&(line, first)) = self.index.leaves.get(index as usize) {
            return self.open_leaf(line, first);
        }
        let levels = &self.index.levels;
        let level = levels.partition_point(|&start| start <= index) - 1;
        let (below, own) = (levels[level - 1] as usize, levels[level] as usize);
        let from = below + (index as usize - own) * FAN;
        for child in from..(from + FAN).min(own) {
            self.push_rect(child);
        }
    }

    fn open_leaf(&mut self, line: u32, first: u32) {
        let start = first - self.lines.range(LineId(line)).start as u32;
        let points = stretch_points(self.lines, line, first);
        for (step, pair) in points.windows(2).enumerate() {
            let (_, [east, north]) = foot(self.offset(pair[0]), self.offset(pair[1]));
            let stretch = start + step as u32;
            self.push(east * east + north * north, Waiting::Stretch { line, stretch });
        }
    }

    fn hit(&self, line: u32, stretch: u32, square: f64) -> Hit {
        let points = self.lines.points(LineId(line));
        let (from, to) = (points[stretch as usize], points[stretch as usize + 1]);
        let (share, _) = foot(self.offset(from), self.offset(to));
        let (from, to) = (degrees(from), degrees(to));
        let between = |from: f64, to: f64| from + (to - from) * share;
        let point = Point::new(between(from.x(), to.x()), between(from.y(), to.y()));
        Hit { line: LineId(line), stretch, share, away: square.sqrt(), point }
    }
}

impl Iterator for Near<'_> {
    type Item = Hit;

    fn next(&mut self) -> Option<Hit> {
        while let Some(Reverse((square, waiting))) = self.heap.pop() {
            match waiting {
                Waiting::Rect(index) => self.open(index),
                Waiting::Stretch { line, stretch } => {
                    return Some(self.hit(line, stretch, f64::from_bits(square)));
                }
            }
        }
        None
    }
}

/// The place on a stretch that is nearest to the origin: the share along it, and where it is.
fn foot(from: [f64; 2], to: [f64; 2]) -> (f64, [f64; 2]) {
    let along = [to[0] - from[0], to[1] - from[1]];
    let square = along[0] * along[0] + along[1] * along[1];
    let dot = -(from[0] * along[0] + from[1] * along[1]);
    let share = if square > 0.0 { (dot / square).clamp(0.0, 1.0) } else { 0.0 };
    (share, [from[0] + along[0] * share, from[1] + along[1] * share])
}
