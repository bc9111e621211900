//! The grid that roads are searched on, and the steps a road can take on it.
//!
//! Moves of two to three cells in 32 directions follow the ground. Jumps of
//! several hundred metres in 16 directions leave it: they become tunnels and
//! bridges. What a turn between two steps costs depends on the class.

use super::design::Design;
use super::ground::Ground;
use std::f64::consts::{PI, TAU};

/// Moves in cells, by angle from east to south.
const QUADRANT: [(i64, i64); 8] = [(2, 0), (3, 1), (2, 1), (3, 2), (2, 2), (2, 3), (1, 2), (1, 3)];
/// Moves on the ground come first among the steps.
pub(super) const MOVES: usize = 32;
/// Directions of jumps; the same ones turned by quarters.
const JUMPS: [(i64, i64); 4] = [(1, 0), (2, 1), (1, 1), (1, 2)];
/// Jumps start and end on every third cell only, or there were too many to try.
pub(super) const SPARSE: i64 = 3;
/// Lengths of jumps, in multiples of `SPARSE` cells.
const LENGTHS: [i64; 9] = [2, 3, 4, 5, 7, 9, 11, 14, 17];
/// No tunnel and no high bridge is shorter, metres.
const SHORTEST_JUMP: f64 = 250.0;
/// A step that nobody came by.
pub(super) const START: u8 = u8::MAX;
/// Into and out of tunnels and bridges a road turns less than this.
const STRAIGHT: f64 = 0.3;

/// The grid: each cell of the ground cut in equal parts.
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

/// A box of cells: west, north, columns and rows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Extent {
    pub(super) west: i64,
    pub(super) north: i64,
    pub(super) columns: i64,
    pub(super) rows: i64,
}

impl Extent {
    /// With a margin of so many cells on all sides, as far as the lattice goes.
    pub(super) fn wider(&self, across: i64, down: i64, lattice: &Lattice) -> Extent {
        let (west, north) = ((self.west - across).max(0), (self.north - down).max(0));
        let columns = (self.west + self.columns + across).min(lattice.columns) - west;
        let rows = (self.north + self.rows + down).min(lattice.rows) - north;
        Extent { west, north, columns, rows }
    }

    pub(super) fn index(&self, (column, row): (i64, i64)) -> Option<usize> {
        let (c, r) = (column - self.west, row - self.north);
        let inside = c >= 0 && r >= 0 && c < self.columns && r < self.rows;
        inside.then(|| (r * self.columns + c) as usize)
    }

    pub(super) fn cell(&self, index: usize) -> (i64, i64) {
        (self.west + index as i64 % self.columns, self.north + index as i64 / self.columns)
    }

    pub(super) fn len(&self) -> usize {
        (self.columns * self.rows) as usize
    }
}

/// One step of a road.
#[derive(Clone, Copy, Debug)]
pub(super) struct Step {
    pub(super) by: (i64, i64),
    pub(super) length: f64,
    pub(super) angle: f64,
}

/// All steps of a class of road, and what turning from one into another costs.
pub(super) struct Steps {
    /// Moves first, then jumps.
    pub(super) all: Vec<Step>,
    /// Metres of detour that a turn is worth, by step before and step after; infinite where no
    /// road turns.
    bends: Vec<f32>,
    /// Radians, by step before and step after.
    turns: Vec<f32>,
}

impl Steps {
    pub(super) fn new(lattice: &Lattice, design: &Design) -> Steps {
        let mut all: Vec<Step> = turned(&QUADRANT).map(|by| step(lattice, by)).collect();
        let jumps = turned(&JUMPS).flat_map(|(x, y)| LENGTHS.map(|by| (x * by * SPARSE, y * by * SPARSE)));
        let jumps = jumps.map(|by| step(lattice, by));
        let fits = |step: &Step| (SHORTEST_JUMP..design.longest_tunnel).contains(&step.length);
        all.extend(jumps.filter(fits));
        let mut steps = Steps { bends: Vec::new(), turns: Vec::new(), all };
        for came in 0..steps.all.len() {
            for next in 0..steps.all.len() {
                let turn = between(steps.all[came].angle, steps.all[next].angle);
                steps.turns.push(turn as f32);
                steps.bends.push(steps.cost(came, next, turn, design) as f32);
            }
        }
        steps
    }

    fn cost(&self, came: usize, next: usize, turn: f64, design: &Design) -> f64 {
        let jump = came >= MOVES || next >= MOVES;
        if turn > PI * 0.95 || (jump && turn > STRAIGHT) {
            return f64::INFINITY;
        }
        if turn < 0.2 {
            return 0.0;
        }
        let radius = self.all[next].length / 2.0 / (turn / 2.0).tan();
        let tight = (design.radius / radius - 1.0).clamp(0.0, 6.0);
        25.0 * turn * turn + design.turning * tight
    }

    /// What the turn before each step costs; nothing at the start of a road.
    pub(super) fn bends(&self, came: u8) -> &[f32] {
        const NONE: [f32; 256] = [0.0; 256];
        if came == START { &NONE } else { &self.bends[came as usize * self.all.len()..][..self.all.len()] }
    }

    /// What the turn before a step costs; nothing at the start of a road.
    pub(super) fn bend(&self, came: u8, next: usize) -> f32 {
        if came == START { 0.0 } else { self.bends[came as usize * self.all.len() + next] }
    }

    pub(super) fn turn(&self, came: u8, next: usize) -> f32 {
        if came == START { 0.0 } else { self.turns[came as usize * self.all.len() + next] }
    }

    /// The move that leads back; moves only.
    pub(super) fn back(next: usize) -> usize {
        (next + MOVES / 2) % MOVES
    }
}

fn step(lattice: &Lattice, by: (i64, i64)) -> Step {
    let (dx, dy) = (by.0 as f64 * lattice.sx, by.1 as f64 * lattice.sy);
    Step { by, length: (dx * dx + dy * dy).sqrt(), angle: dy.atan2(dx) }
}

/// The same steps in all four quarters.
fn turned(quarter: &[(i64, i64)]) -> impl Iterator<Item = (i64, i64)> {
    (0..4).flat_map(move |turns| {
        quarter.iter().map(move |&(x, y)| match turns {
            0 => (x, y),
            1 => (-y, x),
            2 => (-x, -y),
            _ => (y, -x),
        })
    })
}

/// The angle between two headings, 0 to half a turn.
fn between(a: f64, b: f64) -> f64 {
    let apart = (a - b).abs();
    apart.min(TAU - apart)
}
