//! Which cells have a road, and how far a road can be at least.
//!
//! Cells are kept in blocks as well: a block knows the least that driving on
//! from any of its roads costs, so that a search neither looks through all
//! cells of its box nor runs in all directions.

use super::trace::Extent;

/// Cells along a block's side.
const BLOCK: i64 = 4;
const NONE: u32 = u32::MAX;

/// The cells with roads.
#[derive(Clone, Debug)]
pub(super) struct Taken {
    columns: i64,
    /// A point of the road by cell.
    knots: Vec<u32>,
    block_columns: i64,
    /// The least that driving on from a road of the block costs.
    least: Vec<f64>,
}

impl Taken {
    pub(super) fn new(columns: i64, rows: i64) -> Taken {
        let block = |count: i64| (count - 1) / BLOCK + 1;
        Taken {
            columns,
            knots: vec![NONE; (columns * rows) as usize],
            block_columns: block(columns),
            least: vec![f64::INFINITY; (block(columns) * block(rows)) as usize],
        }
    }

    /// A point of the road in a cell.
    pub(super) fn at(&self, (column, row): (i64, i64)) -> Option<u32> {
        let knot = self.knots[(row * self.columns + column) as usize];
        (knot != NONE).then_some(knot)
    }

    /// A road takes a cell, from which driving on costs `on`; a cell that is taken stays as it is.
    pub(super) fn take(&mut self, (column, row): (i64, i64), knot: u32, on: f64) {
        let cell = &mut self.knots[(row * self.columns + column) as usize];
        if *cell != NONE {
            return;
        }
        *cell = knot;
        let block = (row / BLOCK * self.block_columns + column / BLOCK) as usize;
        self.least[block] = self.least[block].min(on);
    }

    /// Driving on from a road of the box costs no less.
    pub(super) fn least(&self, extent: &Extent) -> f64 {
        let blocks = blocks(extent);
        (0..(blocks.columns * blocks.rows) as usize)
            .map(|index| self.block(&blocks, index))
            .fold(f64::INFINITY, f64::min)
    }

    fn block(&self, blocks: &Extent, index: usize) -> f64 {
        let (column, row) = blocks.cell(index);
        self.least[(row * self.block_columns + column) as usize]
    }

    /// For each block of the box: what it costs to build a road from there at `greed` for each
    /// metre, and to drive on. Empty if there is no road in the box.
    pub(super) fn ahead(&self, extent: &Extent, greed: f64, (sx, sy): (f64, f64)) -> Vec<f32> {
        let blocks = blocks(extent);
        let (columns, rows) = (blocks.columns as usize, blocks.rows as usize);
        let mut cost: Vec<f32> = (0..columns * rows).map(|at| self.block(&blocks, at) as f32).collect();
        if cost.iter().all(|cost| cost.is_infinite()) {
            return Vec::new();
        }
        let (east, south) = (greed * sx * BLOCK as f64, greed * sy * BLOCK as f64);
        let across = (east * east + south * south).sqrt() as f32;
        let (east, south) = (east as f32, south as f32);
        // Distances spread to the neighbours before and above, then to those after and below.
        let mut spread = |at: usize, before: i64| {
            let (column, row) = ((at % columns) as i64, (at / columns) as i64);
            for (dc, dr, step) in [(1, 0, east), (0, 1, south), (1, 1, across), (-1, 1, across)] {
                let (c, r) = (column + dc * before, row + dr * before);
                if c >= 0 && r >= 0 && c < columns as i64 && r < rows as i64 {
                    cost[at] = cost[at].min(cost[r as usize * columns + c as usize] + step);
                }
            }
        };
        (0..columns * rows).for_each(|at| spread(at, -1));
        (0..columns * rows).rev().for_each(|at| spread(at, 1));
        cost
    }

    /// The guess for a cell of the box, between those of the blocks around it.
    pub(super) fn guess(ahead: &[f32], extent: &Extent, index: usize) -> f32 {
        let blocks = blocks(extent);
        let (column, row) = extent.cell(index);
        // A block's number holds in its middle.
        let along = |cell: i64, first: i64, count: i64| {
            let at = (cell as f32 + 0.5) / BLOCK as f32 - 0.5 - first as f32;
            let at = at.clamp(0.0, (count - 1) as f32);
            let low = (at as usize).min((count - 1).max(1) as usize - 1);
            (low, (low + 1).min(count as usize - 1), at - low as f32)
        };
        let (west, east, x) = along(column, blocks.west, blocks.columns);
        let (north, south, y) = along(row, blocks.north, blocks.rows);
        let at = |column: usize, row: usize| ahead[row * blocks.columns as usize + column];
        let above = at(west, north) * (1.0 - x) + at(east, north) * x;
        let below = at(west, south) * (1.0 - x) + at(east, south) * x;
        above * (1.0 - y) + below * y
    }
}

/// The blocks that cover a box.
fn blocks(extent: &Extent) -> Extent {
    let (west, north) = (extent.west / BLOCK, extent.north / BLOCK);
    Extent {
        west,
        north,
        columns: (extent.west + extent.columns - 1) / BLOCK - west + 1,
        rows: (extent.north + extent.rows - 1) / BLOCK - north + 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BOX: Extent = Extent { west: 8, north: 4, columns: 24, rows: 20 };

    #[test]
    fn a_cell_keeps_its_first_road_and_a_box_knows_its_cheapest() {
        let mut taken = Taken::new(40, 30);
        taken.take((10, 5), 3, 700.0);
        taken.take((10, 5), 4, 1.0);
        taken.take((39, 29), 5, 2.0);

        assert_eq!((taken.at((10, 5)), taken.at((11, 5))), (Some(3), None));
        assert_eq!(taken.least(&BOX), 700.0);
    }

    #[test]
    fn the_guess_is_the_metres_to_the_road_and_what_driving_on_costs() {
        let mut taken = Taken::new(40, 30);
        assert!(taken.ahead(&BOX, 1.0, (10.0, 10.0)).is_empty());
        taken.take((10, 6), 0, 500.0);

        let ahead = taken.ahead(&BOX, 2.0, (10.0, 10.0));
        let guess = |cell| Taken::guess(&ahead, &BOX, BOX.index(cell).unwrap());

        // Sixteen cells of 10 m to the east, at 2 for each metre.
        assert!((guess((26, 6)) - guess((10, 6)) - 320.0).abs() < 20.0);
        assert!((guess((10, 6)) - 500.0).abs() < 41.0);
    }
}
