//! Where a road goes: the cheapest line under its class's limits.
//!
//! Dijkstra's search on a fine grid with moves of 90 to 165 m in 32
//! directions. Grades over the limit cost many times their length, and so do
//! bends tighter than the limit, so that on a steep hillside the cheapest
//! line is a switchback. Costs are metres of easy road.

use super::design::Design;
use super::ground::Ground;
use super::taken::Taken;
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::f64::consts::{PI, TAU};

/// Moves in fine cells, by angle from east to south.
const QUADRANT: [(i64, i64); 8] = [(2, 0), (3, 1), (2, 1), (3, 2), (2, 2), (2, 3), (1, 2), (1, 3)];
const DIRECTIONS: usize = 32;
const NOWHERE: u32 = u32::MAX;
const START: u8 = u8::MAX;
/// Metres over water.
const LONGEST_BRIDGE: f32 = 1_300.0;

/// The grid that roads are searched on: each cell of the ground in `factor` by `factor`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Lattice {
    pub(super) columns: i64,
    pub(super) rows: i64,
    pub(super) sx: f64,
    pub(super) sy: f64,
}

impl Lattice {
    pub(super) fn new(ground: &Ground) -> Lattice {
        // Cells of about 45 m; coarse grounds are cut finer.
        let factor = (ground.frame.dy / 50.0).ceil().max(1.0);
        Lattice {
            columns: ((ground.columns() - 1) as f64 * factor) as i64 + 1,
            rows: ((ground.rows() - 1) as f64 * factor) as i64 + 1,
            sx: ground.frame.dx / factor,
            sy: ground.frame.dy / factor,
        }
    }

    pub(super) fn cell(&self, (x, y): (f64, f64)) -> (i64, i64) {
        let column = ((x / self.sx).round() as i64).clamp(0, self.columns - 1);
        (column, ((y / self.sy).round() as i64).clamp(0, self.rows - 1))
    }

    pub(super) fn place(&self, (column, row): (i64, i64)) -> (f64, f64) {
        (column as f64 * self.sx, row as f64 * self.sy)
    }
}

/// What the search meets in a cell.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Meeting {
    Free,
    /// A road that may be joined; what driving on from there costs.
    Join(f64),
    /// A road that may not be crossed.
    Blocked,
}

#[derive(Clone, Copy)]
struct Move {
    by: (i64, i64),
    length: f64,
    angle: f64,
}

/// A search from one point within a box.
pub(super) struct Search<'a> {
    pub(super) ground: &'a Ground,
    pub(super) lattice: Lattice,
    pub(super) taken: &'a Taken,
    pub(super) design: Design,
    pub(super) from: (f64, f64),
    /// Half of the box's width, metres.
    pub(super) reach: f64,
    /// Dearer roads are not built; metres of easy road.
    pub(super) budget: f64,
    /// Nobody counts what driving on costs.
    pub(super) ring: bool,
    /// What a metre that is still to be built is taken to cost; 0 looks to all sides.
    pub(super) greed: f64,
}

/// The cells of a search, west, north, columns and rows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Extent {
    pub(super) west: i64,
    pub(super) north: i64,
    pub(super) columns: i64,
    pub(super) rows: i64,
}

struct Window<'a> {
    search: &'a Search<'a>,
    extent: Extent,
    /// Height, and whether there is water; not a number where nobody has looked yet.
    seen: Vec<(f32, bool)>,
    /// No road here is cheaper to drive on from.
    least: f64,
    /// What is still to come from each block of cells, guessed; empty if nobody guesses.
    ahead: Vec<f32>,
}

/// The cheapest way to each cell that is known so far.
struct Labels {
    cost: Vec<f32>,
    parent: Vec<u32>,
    /// Index of the move that came here.
    heading: Vec<u8>,
    /// Metres since the last dry cell.
    over: Vec<f32>,
}

impl Labels {
    fn new(count: usize) -> Labels {
        Labels {
            cost: vec![f32::INFINITY; count],
            parent: vec![NOWHERE; count],
            heading: vec![START; count],
            over: vec![0.0; count],
        }
    }
}

impl Extent {
    /// With a margin of so many cells on all sides, also outside of the map.
    pub(super) fn wider(&self, by: i64) -> Extent {
        let (west, north) = (self.west - by, self.north - by);
        Extent { west, north, columns: self.columns + 2 * by, rows: self.rows + 2 * by }
    }

    pub(super) fn index(&self, (column, row): (i64, i64)) -> Option<usize> {
        let (c, r) = (column - self.west, row - self.north);
        let inside = c >= 0 && r >= 0 && c < self.columns && r < self.rows;
        inside.then(|| (r * self.columns + c) as usize)
    }

    pub(super) fn cell(&self, index: usize) -> (i64, i64) {
        (self.west + index as i64 % self.columns, self.north + index as i64 / self.columns)
    }
}

impl<'a> Window<'a> {
    fn new(search: &'a Search<'a>) -> Window<'a> {
        let extent = search.extent();
        let ahead = match search.greed > 0.0 && !search.ring {
            true => search.taken.ahead(&extent, search.greed, (search.lattice.sx, search.lattice.sy)),
            false => Vec::new(),
        };
        Window {
            search,
            extent,
            seen: vec![(f32::NAN, false); (extent.columns * extent.rows) as usize],
            least: if search.ring { 0.0 } else { search.taken.least(&extent) },
            ahead,
        }
    }

    /// Height, and whether there is water.
    fn look(&mut self, index: usize) -> (f32, bool) {
        let seen = self.seen[index];
        if !seen.0.is_nan() {
            return seen;
        }
        let ground = self.search.ground;
        let place = self.search.lattice.place(self.extent.cell(index));
        self.seen[index] = (ground.height(place) as f32, ground.water[ground.cell(place)]);
        self.seen[index]
    }

    fn ahead(&self, index: usize) -> f32 {
        if self.ahead.is_empty() { 0.0 } else { Taken::guess(&self.ahead, &self.extent, index) }
    }
}

impl Search<'_> {
    /// Cells from the start to the cell where a road is met; `None` if none is met in the box.
    /// `meet` is asked at the cells with a road only, with the point of the road.
    pub(super) fn run(&self, meet: &mut dyn FnMut(u32) -> Meeting) -> Option<Vec<(i64, i64)>> {
        let mut window = Window::new(self);
        let moves = moves(self.lattice);
        let bends = self.bends(&moves);
        let Labels { mut cost, mut parent, mut heading, mut over } = Labels::new(window.seen.len());
        let mut queue = BinaryHeap::new();
        let mut best: Option<(f64, Vec<(i64, i64)>)> = None;
        let start = window.extent.index(self.lattice.cell(self.from))?;
        cost[start] = 0.0;
        queue.push((Reverse(0f32.to_bits()), start as u32, 0f32.to_bits()));
        while let Some((Reverse(guess), at, bits)) = queue.pop() {
            let (guess, here, at) = (f64::from(f32::from_bits(guess)), f32::from_bits(bits), at as usize);
            if here > cost[at] {
                continue;
            }
            let floor = guess.max(f64::from(here) + window.least);
            let done = best.as_ref().is_some_and(|(least, _)| *least <= floor);
            if done || f64::from(here) > self.budget {
                break;
            }
            let cell = window.extent.cell(at);
            for (direction, step) in moves.iter().enumerate() {
                let Some(end) = window.extent.index((cell.0 + step.by.0, cell.1 + step.by.1)) else {
                    continue;
                };
                // No move costs less than its length.
                if cost[end] <= here + step.length as f32 * 0.999 {
                    continue;
                }
                let bend = bends.get(heading[at] as usize).map(|row| row[direction]);
                let Some(price) = self.price(&mut window, at, end, bend, step) else { continue };
                let total = here + price as f32;
                let wet = if window.look(end).1 { over[at] + step.length as f32 } else { 0.0 };
                if wet > LONGEST_BRIDGE || total >= cost[end] {
                    continue;
                }
                match self.met(&window.extent, at, step, meet) {
                    None => continue,
                    Some((cell, on)) if on.is_finite() => {
                        let all = f64::from(total) + on;
                        if best.as_ref().is_none_or(|(least, _)| all < *least) {
                            let mut cells = trail(&window.extent, &parent, at);
                            cells.push(cell);
                            best = Some((all, cells));
                        }
                    }
                    Some(_) => {
                        (cost[end], parent[end], heading[end]) = (total, at as u32, direction as u8);
                        over[end] = wet;
                        let guess = total + window.ahead(end);
                        queue.push((Reverse(guess.to_bits()), end as u32, total.to_bits()));
                    }
                }
            }
        }
        best.map(|(_, cells)| cells)
    }

    /// The box that is searched.
    pub(super) fn extent(&self) -> Extent {
        let lattice = self.lattice;
        let (column, row) = lattice.cell(self.from);
        let (wide, high) = ((self.reach / lattice.sx) as i64, (self.reach / lattice.sy) as i64);
        let (west, north) = ((column - wide).max(0), (row - high).max(0));
        let columns = (column + wide).min(lattice.columns - 1) - west + 1;
        let rows = (row + high).min(lattice.rows - 1) - north + 1;
        Extent { west, north, columns, rows }
    }

    /// For each heading and move: the turn, and what it is worth in metres of detour.
    fn bends(&self, moves: &[Move]) -> Vec<Vec<(f64, f64)>> {
        let row = |came: &Move| {
            moves
                .iter()
                .map(|step| between(came.angle, step.angle))
                .zip(moves)
                .map(|(turn, step)| (turn, self.bend(turn, step.length)))
                .collect()
        };
        moves.iter().map(row).collect()
    }

    /// What a move costs. `bend`: the turn before it, and what that costs.
    fn price(
        &self,
        window: &mut Window,
        at: usize,
        end: usize,
        bend: Option<(f64, f64)>,
        step: &Move,
    ) -> Option<f64> {
        let (turn, bend) = bend.unwrap_or((0.0, 0.0));
        if turn > PI * 0.95 {
            return None;
        }
        // Both cells are in the box, so the one between them is.
        let middle = (at as i64 + step.by.1 / 2 * window.extent.columns + step.by.0 / 2) as usize;
        let ((high, wet), (between, over)) = (window.look(end), window.look(middle));
        if wet || over {
            // Bridges are straight, and dear.
            return (turn < 0.25).then_some(step.length * 30.0);
        }
        let (low, high) = (f64::from(window.look(at).0), f64::from(high));
        let rise = (high - low).abs();
        let bulge = (f64::from(between) - (low + high) / 2.0).abs();
        // Cuts and fills of up to 2 m are cheap.
        let grade = (rise.max(bulge * 1.5) - 2.0).max(0.0) / step.length / self.design.grade;
        let steep = if grade <= 0.9 { 1.0 + 1.2 * grade * grade } else { 3.0 + 60.0 * (grade - 0.9) };
        Some(step.length * steep + bend)
    }

    /// Metres of detour that a bend is worth.
    fn bend(&self, turn: f64, length: f64) -> f64 {
        if turn < 0.2 {
            return 0.0;
        }
        let radius = length / 2.0 / (turn / 2.0).tan();
        let tight = (self.design.radius / radius - 1.0).clamp(0.0, 6.0);
        25.0 * turn * turn + self.design.turning * tight
    }

    /// The first cell of a move with a road: where, and what driving on costs (infinite if free).
    /// `None` if the way is blocked.
    fn met(
        &self,
        extent: &Extent,
        at: usize,
        step: &Move,
        meet: &mut dyn FnMut(u32) -> Meeting,
    ) -> Option<((i64, i64), f64)> {
        let (column, row) = extent.cell(at);
        let parts = step.by.0.abs().max(step.by.1.abs()) * 2;
        let mut last = (column, row);
        for part in 1..=parts {
            let along = |by: i64| (by as f64 * part as f64 / parts as f64).round() as i64;
            let cell = (column + along(step.by.0), row + along(step.by.1));
            if cell == last {
                continue;
            }
            last = cell;
            let Some(knot) = self.taken.at(cell) else { continue };
            match meet(knot) {
                Meeting::Free => {}
                Meeting::Join(on) => return Some((cell, on)),
                Meeting::Blocked => return None,
            }
        }
        Some((last, f64::INFINITY))
    }
}

fn trail(extent: &Extent, parent: &[u32], mut at: usize) -> Vec<(i64, i64)> {
    let mut cells = vec![extent.cell(at)];
    while parent[at] != NOWHERE {
        at = parent[at] as usize;
        cells.push(extent.cell(at));
    }
    cells.reverse();
    cells
}

fn moves(lattice: Lattice) -> Vec<Move> {
    let mut moves = Vec::with_capacity(DIRECTIONS);
    for quarter in 0..4 {
        for (x, y) in QUADRANT {
            let by = match quarter {
                0 => (x, y),
                1 => (-y, x),
                2 => (-x, -y),
                _ => (y, -x),
            };
            let (dx, dy) = (by.0 as f64 * lattice.sx, by.1 as f64 * lattice.sy);
            moves.push(Move { by, length: (dx * dx + dy * dy).sqrt(), angle: dy.atan2(dx) });
        }
    }
    moves
}

/// The angle between two headings, 0 to half a turn.
fn between(a: f64, b: f64) -> f64 {
    let apart = (a - b).abs();
    apart.min(TAU - apart)
}
