//! The ground while it is being made: a grid with distances in metres.

use crate::county::Bounds;
use crate::terrain::{Dem, Grid};
use crate::units::Point;

/// Metres of one degree of latitude (mean Earth radius 6,371,008.8 m).
const DEGREE: f64 = 111_195.08;

/// Steps of three arc seconds, as most free height models have.
const ARC: f64 = 3.0 / 3600.0;

/// More grid points than this and the steps become longer.
const MOST: f64 = 6.0e6;

/// A flat view of a part of the Earth: x to the east and y to the south of the first grid point.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Frame {
    pub(super) grid: Grid,
    /// Metres from column to column and from row to row.
    pub(super) dx: f64,
    pub(super) dy: f64,
}

impl Frame {
    pub(super) fn new(bounds: Bounds) -> Frame {
        let (wide, high) = (bounds.east - bounds.west, bounds.north - bounds.south);
        let mut step = ARC;
        while wide / step * (high / step) > MOST {
            step *= 2.0;
        }
        let grid = Grid {
            west: bounds.west,
            north: bounds.north,
            step_lon: step,
            step_lat: step,
            columns: (wide / step).round() as usize + 1,
            rows: (high / step).round() as usize + 1,
        };
        let middle = (bounds.north + bounds.south) / 2.0;
        Frame { grid, dx: step * DEGREE * middle.to_radians().cos(), dy: step * DEGREE }
    }

    /// Arc seconds from row to row, where these are more than usual.
    pub(super) fn coarse(&self) -> Option<f64> {
        (self.grid.step_lat > ARC * 1.5).then(|| (self.grid.step_lat * 3600.0).round())
    }

    /// Metres east and south of the north-west corner.
    pub(super) fn metres(&self, point: Point) -> (f64, f64) {
        let (column, row) = (
            (point.x() - self.grid.west) / self.grid.step_lon,
            (self.grid.north - point.y()) / self.grid.step_lat,
        );
        (column * self.dx, row * self.dy)
    }

    pub(super) fn point(&self, (x, y): (f64, f64)) -> Point {
        Point::new(
            self.grid.west + x / self.dx * self.grid.step_lon,
            self.grid.north - y / self.dy * self.grid.step_lat,
        )
    }
}

/// Heights, water and streams.
#[derive(Clone, Debug)]
pub(super) struct Ground {
    pub(super) frame: Frame,
    /// Whole metres.
    pub(super) heights: Vec<f32>,
    /// River cells, which only bridges cross.
    pub(super) water: Vec<bool>,
    /// Square kilometres that drain through the cell.
    pub(super) drained: Vec<f32>,
}

impl Ground {
    pub(super) fn columns(&self) -> usize {
        self.frame.grid.columns
    }

    pub(super) fn rows(&self) -> usize {
        self.frame.grid.rows
    }

    /// The nearest cell.
    pub(super) fn cell(&self, (x, y): (f64, f64)) -> usize {
        let column = (x / self.frame.dx).round().clamp(0.0, (self.columns() - 1) as f64) as usize;
        let row = (y / self.frame.dy).round().clamp(0.0, (self.rows() - 1) as f64) as usize;
        row * self.columns() + column
    }

    pub(super) fn place(&self, cell: usize) -> (f64, f64) {
        ((cell % self.columns()) as f64 * self.frame.dx, (cell / self.columns()) as f64 * self.frame.dy)
    }

    /// Bilinear; outside of the grid as on its edge.
    pub(super) fn height(&self, (x, y): (f64, f64)) -> f64 {
        bilinear(&self.heights, self.columns(), self.rows(), x / self.frame.dx, y / self.frame.dy)
    }

    /// Rise over run of the steepest way down or up at a cell.
    pub(super) fn steepness(&self, cell: usize) -> f64 {
        let (column, row) = (cell % self.columns(), cell / self.columns());
        let at = |column: usize, row: usize| f64::from(self.heights[row * self.columns() + column]);
        let (west, east) = (column.saturating_sub(1), (column + 1).min(self.columns() - 1));
        let (north, south) = (row.saturating_sub(1), (row + 1).min(self.rows() - 1));
        let gx = (at(east, row) - at(west, row)) / ((east - west) as f64 * self.frame.dx);
        let gy = (at(column, south) - at(column, north)) / ((south - north) as f64 * self.frame.dy);
        (gx * gx + gy * gy).sqrt()
    }

    /// The same with other heights, to whole metres.
    pub(super) fn with(mut self, heights: &[f32]) -> Ground {
        self.heights.iter_mut().zip(heights).for_each(|(old, new)| *old = new.round());
        self
    }

    pub(super) fn dem(&self) -> Dem {
        Dem::new(self.frame.grid, self.heights.clone()).expect("one height for each grid point")
    }
}

pub(super) fn bilinear(values: &[f32], columns: usize, rows: usize, x: f64, y: f64) -> f64 {
    let (x, y) = (x.clamp(0.0, (columns - 1) as f64), y.clamp(0.0, (rows - 1) as f64));
    let (column, row) = ((x as usize).min(columns - 2), (y as usize).min(rows - 2));
    let (east, south) = (x - column as f64, y - row as f64);
    let at = |column: usize, row: usize| f64::from(values[row * columns + column]);
    let north = at(column, row) * (1.0 - east) + at(column + 1, row) * east;
    let below = at(column, row + 1) * (1.0 - east) + at(column + 1, row + 1) * east;
    north * (1.0 - south) + below * south
}

/// A dry ground of so many columns and rows, its heights by column and row.
#[cfg(test)]
pub(super) fn sample(columns: usize, rows: usize, height: &dyn Fn(f64, f64) -> f32) -> Ground {
    let bounds = Bounds {
        west: 105.0,
        south: 30.0,
        east: 105.0 + ARC * (columns - 1) as f64,
        north: 30.0 + ARC * (rows - 1) as f64,
    };
    let frame = Frame::new(bounds);
    let heights = (0..columns * rows).map(|cell| height((cell % columns) as f64, (cell / columns) as f64));
    Ground {
        frame,
        heights: heights.collect(),
        water: vec![false; columns * rows],
        drained: vec![0.0; columns * rows],
    }
}
