//! Tiles put together, and voids filled.

use super::{Dem, Grid};

/// Steps of tiles that belong together differ by less than this share.
const SAME_STEP: f64 = 1e-3;

/// A mosaic larger than this (in grid points) is refused: about 20 one-degree tiles at 1 arc second.
const LARGEST: usize = 260_000_000;

impl Dem {
    /// Tiles with the same steps as one grid; where none lies, a void. Where tiles overlap, the
    /// first that knows a height counts.
    ///
    /// `None` without tiles, with tiles of different steps, or when the mosaic would be absurdly
    /// large.
    #[must_use]
    pub fn mosaic(mut tiles: Vec<Dem>) -> Option<Dem> {
        if tiles.len() == 1 {
            return tiles.pop();
        }
        let grid = spanned(&tiles)?;
        let mut heights = vec![f32::NAN; grid.columns * grid.rows];
        for tile in &tiles {
            lay(tile, &grid, &mut heights);
        }
        Dem::new(grid, heights)
    }

    /// Fills voids of up to `widest` grid points across from what lies around them (inverse
    /// distance to the nearest known heights in the four directions). Returns how many were
    /// filled; larger voids stay.
    pub fn fill_voids(&mut self, widest: usize) -> usize {
        let (grid, heights) = self.parts_mut();
        let (columns, rows) = (grid.columns, grid.rows);
        let voids: Vec<usize> = (0..heights.len()).filter(|&cell| heights[cell].is_nan()).collect();
        let filled: Vec<(usize, f32)> = voids
            .into_iter()
            .filter_map(|cell| Some((cell, from_around(heights, columns, rows, cell, widest)?)))
            .collect();
        for &(cell, height) in &filled {
            heights[cell] = height;
        }
        filled.len()
    }
}

/// The mean of the nearest known heights to the west, east, north and south, weighted by
/// 1 / distance. `None` unless there are some on both sides of a line no wider than `widest`.
fn from_around(heights: &[f32], columns: usize, rows: usize, cell: usize, widest: usize) -> Option<f32> {
    let (column, row) = (cell % columns, cell / columns);
    let look = |room: usize, index: &dyn Fn(usize) -> usize| {
        (1..=room.min(widest)).map(|away| (away, heights[index(away)])).find(|(_, height)| !height.is_nan())
    };
    let west = look(column, &|away| cell - away);
    let east = look(columns - 1 - column, &|away| cell + away);
    let north = look(row, &|away| cell - away * columns);
    let south = look(rows - 1 - row, &|away| cell + away * columns);
    let narrow = |one: Option<(usize, f32)>, other: Option<(usize, f32)>| {
        one.zip(other).is_some_and(|((left, _), (right, _))| left + right - 1 <= widest)
    };
    if !narrow(west, east) && !narrow(north, south) {
        return None;
    }
    let known = [west, east, north, south].into_iter().flatten();
    let (sum, weights) = known.fold((0.0, 0.0), |(sum, weights), (away, height)| {
        let weight = 1.0 / away as f64;
        (sum + f64::from(height) * weight, weights + weight)
    });
    Some((sum / weights) as f32)
}

/// The grid that covers all tiles.
fn spanned(tiles: &[Dem]) -> Option<Grid> {
    let first = *tiles.first()?.grid();
    let same = |one: f64, other: f64| (one / other - 1.0).abs() < SAME_STEP;
    let alike =
        |tile: &Dem| same(tile.grid().step_lon, first.step_lon) && same(tile.grid().step_lat, first.step_lat);
    if !tiles.iter().all(alike) {
        return None;
    }
    let bounds = || tiles.iter().map(|tile| tile.grid().bounds());
    let west = bounds().map(|b| b.west).fold(f64::INFINITY, f64::min);
    let east = bounds().map(|b| b.east).fold(f64::NEG_INFINITY, f64::max);
    let south = bounds().map(|b| b.south).fold(f64::INFINITY, f64::min);
    let north = bounds().map(|b| b.north).fold(f64::NEG_INFINITY, f64::max);
    let columns = ((east - west) / first.step_lon).round() + 1.0;
    let rows = ((north - south) / first.step_lat).round() + 1.0;
    let reasonable = columns * rows <= LARGEST as f64;
    reasonable.then_some(Grid { west, north, columns: columns as usize, rows: rows as usize, ..first })
}

fn lay(tile: &Dem, grid: &Grid, heights: &mut [f32]) {
    let right = ((tile.grid().west - grid.west) / grid.step_lon).round() as usize;
    let down = ((grid.north - tile.grid().north) / grid.step_lat).round() as usize;
    for row in 0..tile.grid().rows.min(grid.rows - down) {
        for column in 0..tile.grid().columns.min(grid.columns - right) {
            let cell = (down + row) * grid.columns + right + column;
            if heights[cell].is_nan() {
                heights[cell] = tile.cell(column, row).map_or(f32::NAN, |height| height as f32);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::Point;

    fn tile(west: f64, columns: usize, heights: Vec<f32>) -> Dem {
        let rows = heights.len() / columns;
        Dem::new(Grid { west, north: 30.0, step_lon: 0.5, step_lat: 0.5, columns, rows }, heights).unwrap()
    }

    #[test]
    fn tiles_side_by_side_share_the_column_between_them() {
        let left = tile(100.0, 2, vec![1.0, 2.0, 1.0, f32::NAN]);
        let right = tile(100.5, 2, vec![2.0, 3.0, 2.0, 3.0]);

        let both = Dem::mosaic(vec![left, right]).unwrap();

        assert_eq!((both.grid().columns, both.grid().rows, both.voids()), (3, 2, 0));
        assert_eq!(both.height(Point::new(100.75, 29.75)), Some(2.5));
    }

    #[test]
    fn tiles_that_do_not_fit_together_are_refused() {
        let far = tile(1e9, 2, vec![0.0; 4]);
        assert!(Dem::mosaic(vec![tile(100.0, 2, vec![0.0; 4]), far]).is_none());
        assert!(Dem::mosaic(Vec::new()).is_none());
    }

    #[test]
    fn a_small_void_is_filled_from_around_and_a_large_one_stays() {
        let void = f32::NAN;
        let mut small = tile(100.0, 3, vec![10.0, 20.0, 30.0, 10.0, void, 30.0, 10.0, 20.0, 30.0]);
        let mut large = tile(100.0, 4, vec![1.0, void, void, 1.0, 1.0, void, void, 1.0]);

        assert_eq!((small.fill_voids(1), small.cell(1, 1)), (1, Some(20.0)));
        assert_eq!((large.fill_voids(1), large.voids()), (0, 4));
    }
}
