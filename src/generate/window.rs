//! A part of the lattice with its heights, and what a step costs there.
//!
//! Costs are metres of easy road. Grades over the limit of the class cost
//! many times their length, so that on a steep hillside the cheapest line is
//! a switchback; through a sharp ridge or over a gorge it is a tunnel or a
//! bridge, each metre of which is worth many metres of detour.

use super::design::Design;
use super::ground::Ground;
use super::lattice::{Extent, Lattice, MOVES, START, Step, Steps};
use crate::county::Structure;
use rayon::prelude::*;

/// Dearer steps are not built.
pub(super) const DEAREST: f32 = 110_000.0;
/// Each metre, for each limit of grade that a road is steeper than nine tenths of one.
const STEEP: f32 = 200.0;
/// No metre costs more, so that places on cliffs get a road as well.
const CLIFF: f32 = 600.0;
/// Each metre over water.
const WATER: f32 = 30.0;
/// Of tunnels and high bridges, by metre and for each end.
const TUNNEL: f64 = 11.0;
const BRIDGE: f64 = 13.0;
const PORTAL: f64 = 350.0;
/// The ground over a tunnel and the gorge under a bridge, metres at their most.
const DEEP: f64 = 15.0;
/// No bridge is longer or higher, metres.
const LONGEST_BRIDGE: f64 = 1_000.0;
const HIGHEST_BRIDGE: f64 = 220.0;

/// Heights of a box of the lattice.
pub(super) struct Window {
    pub(super) extent: Extent,
    /// Not a number over water.
    pub(super) heights: Vec<f32>,
    /// Nothing is sought here.
    pub(super) closed: Vec<bool>,
}

impl Window {
    pub(super) fn new(ground: &Ground, lattice: &Lattice, extent: Extent) -> Window {
        let columns = ground.columns();
        // Column and row of the ground before each line of the lattice, how far beyond, and the nearest.
        let along = |at: i64, step: f64, by: f64, count: usize| {
            let at = at as f64 * step / by;
            let before = (at as usize).min(count - 2);
            (before, (at - before as f64).min(1.0) as f32, (at.round() as usize).min(count - 1))
        };
        let across: Vec<_> = (extent.west..extent.west + extent.columns)
            .map(|column| along(column, lattice.sx, ground.frame.dx, columns))
            .collect();
        let row = |row: i64| {
            let (north, down, nearest) =
                along(extent.north + row, lattice.sy, ground.frame.dy, ground.rows());
            let (above, below) =
                (&ground.heights[north * columns..], &ground.heights[(north + 1) * columns..]);
            let wet = &ground.water[nearest * columns..];
            across.iter().map(move |&(west, right, nearest)| {
                let mean = |line: &[f32]| line[west] + (line[west + 1] - line[west]) * right;
                if wet[nearest] { f32::NAN } else { mean(above) * (1.0 - down) + mean(below) * down }
            })
        };
        let heights = (0..extent.rows).into_par_iter().flat_map_iter(row).collect();
        Window { extent, heights, closed: Vec::new() }
    }

    /// Closes all that is farther than `reach` metres from each of the cells.
    pub(super) fn only_near(&mut self, cells: &[(i64, i64)], reach: f64, lattice: &Lattice) {
        self.closed = vec![true; self.extent.len()];
        let (wide, high) = ((reach / lattice.sx) as i64, (reach / lattice.sy) as i64);
        for &(column, row) in cells {
            let (c, r) = (column - self.extent.west, row - self.extent.north);
            let across = (c - wide).max(0)..(c + wide + 1).min(self.extent.columns);
            if across.is_empty() {
                continue;
            }
            for r in (r - high).max(0)..(r + high + 1).min(self.extent.rows) {
                let line = (r * self.extent.columns) as usize;
                self.closed[line + across.start as usize..line + across.end as usize].fill(false);
            }
        }
    }

    pub(super) fn wet(&self, at: usize) -> bool {
        self.heights[at].is_nan()
    }

    /// What a jump costs and what it is: a tunnel or a bridge, and nothing in between.
    pub(super) fn jump(&self, at: usize, end: usize, step: &Step, grade: f64) -> Option<(f32, Structure)> {
        let (low, high) = (f64::from(self.heights[at]), f64::from(self.heights[end]));
        let steep = (high - low).abs() / step.length;
        // Tunnels and bridges are flatter than the road, and do not end in water.
        if steep.is_nan() || steep > grade * 0.6 {
            return None;
        }
        let parts = step.by.0.abs().max(step.by.1.abs()) / 2;
        let off = |part: i64| {
            let along = |by: i64| (by * part * 2 + parts) / (parts * 2);
            let cell = at as i64 + along(step.by.1) * self.extent.columns + along(step.by.0);
            let line = low + (high - low) * part as f64 / parts as f64;
            f64::from(self.heights[cell as usize]) - line
        };
        let middle = off(parts / 2);
        if middle.abs() < DEEP * 0.6 {
            return None;
        }
        let (mut above, mut below) = (0.0f64, 0.0f64);
        for part in 1..parts {
            let off = off(part);
            // Water lies below any bridge, and over no tunnel.
            let off = if off.is_nan() { -DEEP } else { off };
            (above, below) = (above.max(off), below.min(off));
        }
        let tunnel = above >= DEEP && below > -3.0;
        let bridge = below <= -DEEP && above < 3.0 && below > -HIGHEST_BRIDGE;
        if tunnel {
            Some(((2.0 * PORTAL + TUNNEL * step.length) as f32, Structure::Tunnel))
        } else if bridge && step.length <= LONGEST_BRIDGE {
            Some(((2.0 * PORTAL + BRIDGE * step.length) as f32, Structure::Bridge))
        } else {
            None
        }
    }
}

/// What a move on the ground costs, without its bend, by the heights before, halfway and after.
/// Not a number over water.
pub(super) fn price((low, between, high): (f32, f32, f32), step: &Priced) -> f32 {
    if (low + between + high).is_nan() {
        return f32::NAN;
    }
    let rise = (high - low).abs();
    let bulge = (between - (low + high) * 0.5).abs() * 1.5;
    let grade = rise.max(bulge) * step.by_grade;
    let steep =
        if grade > 0.9 { (3.0 + STEEP * (grade - 0.9)).min(CLIFF) } else { 1.0 + 1.2 * grade * grade };
    step.length * steep
}

/// A move as the inner loop wants it.
#[derive(Clone, Copy)]
pub(super) struct Priced {
    pub(super) length: f32,
    /// One over the rise that the limit allows.
    pub(super) by_grade: f32,
    /// Over water.
    pub(super) water: f32,
    /// From the index of a cell to that of the end, and of the cell halfway.
    pub(super) end: isize,
    pub(super) middle: isize,
}

/// The moves for a box.
pub(super) fn priced(steps: &Steps, extent: &Extent, design: &Design) -> Vec<Priced> {
    let index = |by: (i64, i64)| (by.1 * extent.columns + by.0) as isize;
    let priced = |step: &Step| Priced {
        length: step.length as f32,
        water: step.length as f32 * WATER,
        by_grade: (1.0 / (step.length * design.grade)) as f32,
        end: index(step.by),
        middle: index((step.by.0 / 2, step.by.1 / 2)),
    };
    steps.all[..MOVES].iter().map(priced).collect()
}

/// Over water a road runs straight.
pub(super) fn straight(steps: &Steps, came: u8, next: usize) -> bool {
    came == START || steps.turn(came, next) < 0.25
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::generate::design;
    use crate::generate::ground::sample;

    /// The jump straight east from the first cell of the row in the middle, about 830 m.
    fn jump(height: &dyn Fn(f64, f64) -> f32) -> Option<(f32, Structure)> {
        let ground = sample(30, 11, height);
        let lattice = Lattice::new(&ground);
        let extent = Extent { west: 0, north: 0, columns: lattice.columns, rows: lattice.rows };
        let window = Window::new(&ground, &lattice, extent);
        let steps = Steps::new(&lattice, &design::main_road());
        let step = steps.all[MOVES..].iter().find(|step| step.by == (21, 0)).unwrap();
        let at = extent.index((6, 9)).unwrap();
        window.jump(at, at + 21, step, 0.06)
    }

    #[test]
    fn through_a_ridge_goes_a_tunnel_over_a_gorge_a_bridge_and_on_flat_ground_neither() {
        // Column 16.5 of the lattice, 8 of the ground, is the middle of the jump.
        let near = |x: f64| (1.0 - (x - 8.25).abs() / 3.0).max(0.0) as f32;

        assert_eq!(jump(&|x, _| 100.0 + 80.0 * near(x)).unwrap().1, Structure::Tunnel);
        assert_eq!(jump(&|x, _| 100.0 - 80.0 * near(x)).unwrap().1, Structure::Bridge);
        assert_eq!(jump(&|_, _| 100.0), None);
        // A gorge of 400 m is too deep for a bridge.
        assert_eq!(jump(&|x, _| 500.0 - 400.0 * near(x)), None);
    }

    #[test]
    fn a_steep_move_costs_more_than_one_that_is_longer_and_level() {
        let step =
            Priced { length: 100.0, by_grade: 1.0 / (100.0 * 0.08), water: 3_000.0, end: 1, middle: 1 };

        let level = price((10.0, 10.0, 10.0), &step);
        let within = price((10.0, 13.0, 16.0), &step);
        let steep = price((10.0, 16.0, 22.0), &step);

        assert_eq!(level, 100.0);
        assert!((100.0..200.0).contains(&within) && steep > 10_000.0, "{within} {steep}");
        assert!(price((10.0, f32::NAN, 10.0), &step).is_nan());
    }
}
