//! Heights on a grid: how high is the ground at a point?

use crate::county::Bounds;
use crate::units::Point;

/// Where grid points lie: the first in the north-west corner, rows going south.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Grid {
    /// Longitude of the first column.
    pub west: f64,
    /// Latitude of the first row.
    pub north: f64,
    /// Degrees from one column to the next, positive.
    pub step_lon: f64,
    /// Degrees from one row to the next one south, positive.
    pub step_lat: f64,
    pub columns: usize,
    pub rows: usize,
}

impl Grid {
    /// Outermost grid points. There are heights up to here and no farther.
    #[must_use]
    pub fn bounds(&self) -> Bounds {
        Bounds {
            west: self.west,
            south: self.north - self.step_lat * (self.rows as f64 - 1.0),
            east: self.west + self.step_lon * (self.columns as f64 - 1.0),
            north: self.north,
        }
    }

    /// The longitude and latitude of a grid point.
    #[must_use]
    pub fn point(&self, column: usize, row: usize) -> Point {
        Point::new(self.west + self.step_lon * column as f64, self.north - self.step_lat * row as f64)
    }

    /// Column and row as fractions; both finite if the point is.
    fn position(&self, point: Point) -> (f64, f64) {
        ((point.x() - self.west) / self.step_lon, (self.north - point.y()) / self.step_lat)
    }

    fn is_sound(&self) -> bool {
        let finite = [self.west, self.north, self.step_lon, self.step_lat].iter().all(|x| x.is_finite());
        finite && self.step_lon > 0.0 && self.step_lat > 0.0 && self.columns >= 2 && self.rows >= 2
    }
}

/// A digital elevation model.
#[derive(Clone, Debug, PartialEq)]
pub struct Dem {
    grid: Grid,
    /// Row-major, `NaN` where there is a void.
    heights: Vec<f32>,
}

/// A point this far outside of the grid (in cells) still counts as on its edge.
const EDGE: f64 = 1e-6;

impl Dem {
    /// Heights in metres, row-major from the north-west corner, `NaN` for voids.
    ///
    /// `None` if the grid has fewer than two rows or columns, a step that is not positive, or
    /// another number of heights. Heights that are infinite become voids.
    #[must_use]
    pub fn new(grid: Grid, mut heights: Vec<f32>) -> Option<Dem> {
        let sound = grid.is_sound() && grid.columns.checked_mul(grid.rows) == Some(heights.len());
        if !sound {
            return None;
        }
        heights.iter_mut().filter(|height| !height.is_finite()).for_each(|height| *height = f32::NAN);
        Some(Dem { grid, heights })
    }

    #[must_use]
    pub fn grid(&self) -> &Grid {
        &self.grid
    }

    /// The height of a grid point, `None` at a void.
    ///
    /// # Panics
    /// If there is no such grid point.
    #[must_use]
    pub fn cell(&self, column: usize, row: usize) -> Option<f64> {
        assert!(column < self.grid.columns && row < self.grid.rows, "a grid point of this model");
        let height = self.heights[row * self.grid.columns + column];
        (!height.is_nan()).then_some(f64::from(height))
    }

    #[must_use]
    pub fn voids(&self) -> usize {
        self.heights.iter().filter(|height| height.is_nan()).count()
    }

    /// Lowest and highest, `None` if all is void.
    #[must_use]
    pub fn range(&self) -> Option<(f64, f64)> {
        let known = || self.heights.iter().copied().filter(|height| !height.is_nan());
        let (low, high) = (known().reduce(f32::min)?, known().reduce(f32::max)?);
        Some((f64::from(low), f64::from(high)))
    }

    /// Bilinear between the four grid points around; where some of them are voids, the mean of
    /// the others with the same weights. `None` outside of the grid or among voids only.
    #[must_use]
    pub fn height(&self, point: Point) -> Option<f64> {
        let (x, y) = self.grid.position(point);
        let (right, bottom) = ((self.grid.columns - 1) as f64, (self.grid.rows - 1) as f64);
        let inside = (-EDGE..=right + EDGE).contains(&x) && (-EDGE..=bottom + EDGE).contains(&y);
        if !inside {
            return None;
        }
        let (x, y) = (x.clamp(0.0, right), y.clamp(0.0, bottom));
        let (column, row) = ((x as usize).min(self.grid.columns - 2), (y as usize).min(self.grid.rows - 2));
        let (east, south) = (x - column as f64, y - row as f64);
        let corners = [
            (column, row, (1.0 - east) * (1.0 - south)),
            (column + 1, row, east * (1.0 - south)),
            (column, row + 1, (1.0 - east) * south),
            (column + 1, row + 1, east * south),
        ];
        let known = corners.iter().filter_map(|&(c, r, weight)| Some((self.cell(c, r)?, weight)));
        let (sum, weights) = known
            .fold((0.0, 0.0), |(sum, weights), (height, weight)| (sum + height * weight, weights + weight));
        (weights > 0.0).then(|| sum / weights)
    }

    pub(super) fn parts_mut(&mut self) -> (&Grid, &mut Vec<f32>) {
        (&self.grid, &mut self.heights)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grid(columns: usize, rows: usize) -> Grid {
        Grid { west: 100.0, north: 30.0, step_lon: 0.01, step_lat: 0.01, columns, rows }
    }

    #[test]
    fn heights_between_grid_points_are_bilinear() {
        let dem = Dem::new(grid(2, 2), vec![100.0, 200.0, 300.0, 400.0]).unwrap();

        // A quarter of the way east of 100..200 and half of the way south: 125 and 325, then 225.
        assert!((dem.height(Point::new(100.0025, 29.995)).unwrap() - 225.0).abs() < 1e-3);
        assert!((dem.height(Point::new(100.01, 29.99)).unwrap() - 400.0).abs() < 1e-3);
        assert_eq!(dem.height(Point::new(100.02, 29.995)), None);
        assert_eq!(dem.height(Point::new(f64::NAN, 29.995)), None);
    }

    #[test]
    fn a_void_is_left_out_of_the_mean_and_voids_alone_give_nothing() {
        let void = f32::NAN;
        let dem = Dem::new(grid(3, 2), vec![100.0, void, void, 100.0, void, f32::INFINITY]).unwrap();

        assert!((dem.height(Point::new(100.004, 29.995)).unwrap() - 100.0).abs() < 1e-3);
        assert_eq!(dem.height(Point::new(100.015, 29.995)), None);
        assert_eq!(dem.voids(), 4);
    }

    #[test]
    fn a_grid_that_does_not_fit_its_heights_is_refused() {
        assert!(Dem::new(grid(2, 2), vec![0.0; 5]).is_none());
        assert!(Dem::new(grid(1, 2), vec![0.0; 2]).is_none());
        assert!(Dem::new(Grid { step_lat: 0.0, ..grid(2, 2) }, vec![0.0; 4]).is_none());
        assert!(Dem::new(grid(usize::MAX, 2), vec![0.0; 4]).is_none());
    }
}
