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
    /// By leaf: its box in 255ths of the box around it, rounded outwards: 4 bytes instead of 16.
    small: Vec<[u8; 4]>,
    /// Boxes around leaves, boxes around those, up to a single one.
    rects: Vec<Rect>,
    /// Where each level begins, the leaves first, `rects` behind them; one more at the end.
    levels: Vec<u32>,
    /// By leaf: its first point among those of all lines.
    leaves: Vec<u32>,
}

impl Nearest {
    /// Indexes the lines that `wanted` lets in.
    #[must_use]
    pub fn new(lines: &Lines, wanted: impl Fn(LineId) -> bool) -> Nearest {
        let mut leaves = Vec::new();
        for line in (0..lines.len() as u32).map(LineId).filter(|&line| wanted(line)) {
            let range = lines.range(line);
            leaves.extend((range.start..range.end - 1).step_by(LEAF).map(|first| first as u32));
        }
        let boxed: Vec<Rect> = leaves.par_iter().map(|&leaf| rect_of(lines, leaf)).collect();
        let whole = boxed.iter().copied().reduce(around).unwrap_or_default();
        let mut order: Vec<(u32, u32)> =
            boxed.par_iter().enumerate().map(|(index, rect)| (curve(*rect, whole), index as u32)).collect();
        order.par_sort_unstable();
        let boxed: Vec<Rect> = order.iter().map(|&(_, leaf)| boxed[leaf as usize]).collect();
        Nearest::over(&boxed, order.iter().map(|&(_, leaf)| leaves[leaf as usize]).collect())
    }

    /// Over leaves and their boxes.
    fn over(boxed: &[Rect], leaves: Vec<u32>) -> Nearest {
        let around_all = |rects: &[Rect]| rects.iter().copied().reduce(around).expect("chunks are not empty");
        let mut rects: Vec<Rect> = boxed.chunks(FAN).map(around_all).collect();
        let inside = |(leaf, &rect): (usize, &Rect)| within(rect, rects[leaf / FAN]);
        let small = boxed.iter().enumerate().map(inside).collect();
        let mut levels = vec![0, boxed.len() as u32];
        let mut from = 0;
        loop {
            let to = rects.len();
            levels.push((boxed.len() + to) as u32);
            if to - from <= 1 {
                break;
            }
            let above: Vec<Rect> = rects[from..to].chunks(FAN).map(around_all).collect();
            rects.extend(above);
            from = to;
        }
        rects.shrink_to_fit();
        Nearest { small, rects, levels, leaves }
    }

    /// By leaf its first point: with the lines, all that an index is made of.
    #[must_use]
    pub fn leaves(&self) -> &[u32] {
        &self.leaves
    }

    /// The index with these leaves; `None` if the lines have none like that.
    #[must_use]
    pub fn from_leaves(lines: &Lines, leaves: Vec<u32>) -> Option<Nearest> {
        let fits = |&first: &u32| {
            lines.holding(first).is_some_and(|line| (first as usize) + 1 < lines.range(line).end)
        };
        if !leaves.par_iter().all(fits) {
            return None;
        }
        let boxed: Vec<Rect> = leaves.par_iter().map(|&leaf| rect_of(lines, leaf)).collect();
        Some(Nearest::over(&boxed, leaves))
    }

    /// A box by its number among all levels.
    fn rect(&self, index: usize) -> Rect {
        match self.small.get(index) {
            Some(&small) => widened(small, self.rects[index / FAN]),
            None => self.rects[index - self.small.len()],
        }
    }

    /// Places on lines in the order of their distance, each stretch once, up to `within` metres.
    /// Ties: the line and stretch of the smaller number. None for a point that is no place.
    #[must_use]
    pub fn near<'a>(&'a self, lines: &'a Lines, point: Point, within: f64) -> Near<'a> {
        self.search(lines, None, point, within)
    }

    /// The same on some lines only. The others are not even looked at, however many lie nearer.
    #[must_use]
    pub fn near_in<'a>(&'a self, lines: &'a Lines, mask: &'a Mask, point: Point, within: f64) -> Near<'a> {
        self.search(lines, Some(mask), point, within)
    }

    /// Which boxes hold a line like that.
    #[must_use]
    pub fn mask(&self, lines: &Lines, wanted: impl Fn(LineId) -> bool + Sync) -> Mask {
        let leaf = |&first: &u32| wanted(stretch_points(lines, first).0);
        let mut boxes: Vec<bool> = self.leaves.par_iter().map(leaf).collect();
        let mut below = boxes.clone();
        loop {
            below = below.chunks(FAN).map(|chunk| chunk.contains(&true)).collect();
            boxes.extend(&below);
            if below.len() <= 1 {
                break;
            }
        }
        Mask(boxes)
    }

    fn search<'a>(&'a self, lines: &'a Lines, mask: Option<&'a Mask>, point: Point, within: f64) -> Near<'a> {
        let mut near = Near {
            index: self,
            lines,
            mask,
            at: grid(point),
            ruler: Ruler::at(point.y()),
            within: within.max(0.0).powi(2),
            heap: BinaryHeap::with_capacity(64),
        };
        let on_earth = point.x().abs() <= 180.0 && point.y().abs() <= 90.0;
        if on_earth && !self.leaves.is_empty() {
            near.push_rect(self.small.len() + self.rects.len() - 1);
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
fn rect_of(lines: &Lines, first: u32) -> Rect {
    let (_, points) = stretch_points(lines, first);
    points.iter().map(|&[x, y]| [x, y, x, y]).reduce(around).expect("a leaf has points")
}

/// The line of a leaf, and its points: one more than it has stretches.
fn stretch_points(lines: &Lines, first: u32) -> (LineId, &[[i32; 2]]) {
    let line = lines.holding(first).expect("a leaf begins at a point of a line");
    let from = first as usize - lines.range(line).start;
    let points = lines.points(line);
    (line, &points[from..points.len().min(from + LEAF + 1)])
}

/// Steps of a box's width and height that leaves in it are measured by.
fn steps(outer: Rect) -> [i64; 2] {
    [0, 1].map(|axis| (i64::from(outer[axis + 2]) - i64::from(outer[axis])).div_euclid(255) + 1)
}

/// A box inside another one, in its steps, rounded outwards.
fn within(rect: Rect, outer: Rect) -> [u8; 4] {
    let steps = steps(outer);
    [0, 1, 2, 3].map(|side| {
        let (axis, far) = (side % 2, side / 2);
        let offset = i64::from(rect[side]) - i64::from(outer[axis]);
        // No more than 255: a step is more than a 255th of the width.
        (if far == 0 { offset / steps[axis] } else { (offset + steps[axis] - 1) / steps[axis] }) as u8
    })
}

/// The box again, at most a step wider on each side.
fn widened(small: [u8; 4], outer: Rect) -> Rect {
    let steps = steps(outer);
    [0, 1, 2, 3].map(|side| {
        let axis = side % 2;
        let place = i64::from(outer[axis]) + i64::from(small[side]) * steps[axis];
        place.clamp(i64::from(outer[axis]), i64::from(outer[axis + 2])) as i32
    })
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

/// By box, leaves first: whether a line that is wanted lies in it.
#[derive(Clone, Debug)]
pub struct Mask(Vec<bool>);

/// A search in progress; see [`Nearest::near`].
pub struct Near<'a> {
    index: &'a Nearest,
    lines: &'a Lines,
    mask: Option<&'a Mask>,
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
        if self.mask.is_some_and(|mask| !mask.0[index]) {
            return;
        }
        let [west, south, east, north] = self.index.rect(index);
        let inside = [self.at[0].clamp(west, east), self.at[1].clamp(south, north)];
        let [east, north] = self.offset(inside);
        self.push(east * east + north * north, Waiting::Rect(index as u32));
    }

    /// What is in a box, or in a leaf.
    fn open(&mut self, index: u32) {
        if let Some(&first) = self.index.leaves.get(index as usize) {
            return self.open_leaf(first);
        }
        let levels = &self.index.levels;
        let level = levels.partition_point(|&start| start <= index) - 1;
        let (below, own) = (levels[level - 1] as usize, levels[level] as usize);
        let from = below + (index as usize - own) * FAN;
        for child in from..(from + FAN).min(own) {
            self.push_rect(child);
        }
    }

    fn open_leaf(&mut self, first: u32) {
        let (LineId(line), points) = stretch_points(self.lines, first);
        let start = first - self.lines.range(LineId(line)).start as u32;
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
