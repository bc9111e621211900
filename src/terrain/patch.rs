//! Voids filled from around.

use super::Dem;

impl Dem {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::terrain::Grid;

    fn tile(west: f64, columns: usize, heights: Vec<f32>) -> Dem {
        let rows = heights.len() / columns;
        Dem::new(Grid { west, north: 30.0, step_lon: 0.5, step_lat: 0.5, columns, rows }, heights).unwrap()
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
