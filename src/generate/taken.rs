//! Which cells have a road.

use super::lattice::{Extent, Lattice};

const NONE: u32 = u32::MAX;

/// The cells with roads, and a point of the road for each.
#[derive(Clone, Debug)]
pub(super) struct Taken {
    columns: i64,
    knots: Vec<u32>,
}

impl Taken {
    pub(super) fn new(lattice: &Lattice) -> Taken {
        Taken { columns: lattice.columns, knots: vec![NONE; (lattice.columns * lattice.rows) as usize] }
    }

    /// A point of the road in a cell.
    pub(super) fn at(&self, (column, row): (i64, i64)) -> Option<u32> {
        let knot = self.knots[(row * self.columns + column) as usize];
        (knot != NONE).then_some(knot)
    }

    /// A road takes a cell; a cell that is taken stays as it is.
    pub(super) fn take(&mut self, (column, row): (i64, i64), knot: u32) {
        let cell = &mut self.knots[(row * self.columns + column) as usize];
        if *cell == NONE {
            *cell = knot;
        }
    }

    /// All taken cells of a box: index in the box, and the point of the road.
    pub(super) fn within(&self, extent: &Extent) -> Vec<(usize, u32)> {
        (0..extent.len()).filter_map(|index| Some((index, self.at(extent.cell(index))?))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_keeps_its_first_road_and_a_box_knows_its_cells() {
        let mut taken = Taken::new(&Lattice { columns: 40, rows: 30, sx: 40.0, sy: 46.0 });
        taken.take((10, 5), 3);
        taken.take((10, 5), 4);
        taken.take((39, 29), 5);

        assert_eq!((taken.at((10, 5)), taken.at((11, 5))), (Some(3), None));
        let part = Extent { west: 8, north: 4, columns: 24, rows: 20 };
        // Two columns in from the west, one row down.
        assert_eq!(taken.within(&part), [(24 + 2, 3)]);
    }
}
