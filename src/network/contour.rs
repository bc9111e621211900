//! The outline of everything near some lines: a grid of distances, and the
//! curve on it where the distance is a given one (marching squares).

use super::ruler::Ruler;
use crate::units::Point;
use rustc_hash::FxHashMap;

/// A closed line; its last point is its first one.
pub type Ring = Vec<Point>;

/// No grid has more points than this; it gets coarser instead.
const MOST: f64 = 4_000_000.0;

/// Distances from lines, at the points of a grid.
pub(super) struct Field {
    west: f64,
    south: f64,
    /// Degrees between grid points.
    lon: f64,
    lat: f64,
    columns: usize,
    rows: usize,
    /// Metres; never more than about twice the reach.
    distance: Vec<f32>,
    reach: f64,
}

impl Field {
    /// Around lines, up to `reach` metres.
    pub(super) fn around(lines: &[Vec<Point>], reach: f64) -> Field {
        let points = || lines.iter().flatten();
        let fold = |start: f64, pick: fn(&Point) -> f64, best: fn(f64, f64) -> f64| {
            points().map(pick).fold(start, best)
        };
        let (west, east) =
            (fold(f64::INFINITY, |p| p.x(), f64::min), fold(f64::NEG_INFINITY, |p| p.x(), f64::max));
        let (south, north) =
            (fold(f64::INFINITY, |p| p.y(), f64::min), fold(f64::NEG_INFINITY, |p| p.y(), f64::max));
        if !(west <= east && south <= north) {
            let empty = Vec::new();
            return Field {
                west: 0.0,
                south: 0.0,
                lon: 1.0,
                lat: 1.0,
                columns: 0,
                rows: 0,
                distance: empty,
                reach,
            };
        }
        let ruler = Ruler::at(f64::midpoint(south, north));
        let [wide, high] = ruler.offset(Point::new(west, south), Point::new(east, north));
        let (wide, high) = (wide + 4.0 * reach, high + 4.0 * reach);
        let cell = (reach / 2.0).max((wide * high / MOST).sqrt());
        let (columns, rows) = ((wide / cell).ceil() as usize + 1, (high / cell).ceil() as usize + 1);
        let [east_m, north_m] = ruler.offset(Point::new(west, south), Point::new(west + 1.0, south + 1.0));
        let (lon, lat) = (cell / east_m, cell / north_m);
        let (west, south) = (west - 2.0 * reach / east_m, south - 2.0 * reach / north_m);
        let distance = vec![(2.0 * reach) as f32; columns * rows];
        let mut field = Field { west, south, lon, lat, columns, rows, distance, reach };
        for line in lines {
            field.stamp(line, cell);
        }
        field
    }

    /// Lowers the distances near a line.
    fn stamp(&mut self, line: &[Point], cell: f64) {
        let place = |point: &Point| ((point.x() - self.west) / self.lon, (point.y() - self.south) / self.lat);
        let places: Vec<(f64, f64)> = line.iter().map(place).collect();
        let reach = (1.5 * self.reach / cell).ceil() + 1.0;
        for pair in places.windows(2) {
            let ((ax, ay), (bx, by)) = (pair[0], pair[1]);
            let columns = span(ax.min(bx) - reach, ax.max(bx) + reach, self.columns);
            let rows = span(ay.min(by) - reach, ay.max(by) + reach, self.rows);
            let (dx, dy) = (bx - ax, by - ay);
            let square = (dx * dx + dy * dy).max(1e-12);
            for row in rows {
                for column in columns.clone() {
                    let (px, py) = (column as f64 - ax, row as f64 - ay);
                    let along = ((px * dx + py * dy) / square).clamp(0.0, 1.0);
                    let off = (px - along * dx).hypot(py - along * dy) * cell;
                    let known = &mut self.distance[row * self.columns + column];
                    *known = known.min(off as f32);
                }
            }
        }
    }

    /// Outer rings with their holes. Outer rings run counterclockwise, holes clockwise.
    pub(super) fn polygons(&self) -> Vec<Vec<Ring>> {
        let (outer, holes): (Vec<Ring>, Vec<Ring>) =
            self.rings().into_iter().filter(|ring| ring.len() > 3).partition(|ring| doubled_area(ring) > 0.0);
        let mut polygons: Vec<Vec<Ring>> = outer.into_iter().map(|ring| vec![ring]).collect();
        for hole in holes {
            // The smallest ring around it.
            let around = polygons.iter_mut().filter(|polygon| contains(&polygon[0], hole[0]));
            let smallest = around.min_by(|a, b| doubled_area(&a[0]).total_cmp(&doubled_area(&b[0])));
            if let Some(polygon) = smallest {
                polygon.push(hole);
            }
        }
        polygons
    }

    /// Segments of the curve, inside on their left, joined end to start.
    fn rings(&self) -> Vec<Ring> {
        let mut next: FxHashMap<Side, Side> = FxHashMap::default();
        for row in 0..self.rows.saturating_sub(1) {
            for column in 0..self.columns.saturating_sub(1) {
                for (from, to) in self.segments(column, row) {
                    next.insert(from, to);
                }
            }
        }
        let mut starts: Vec<Side> = next.keys().copied().collect();
        starts.sort_unstable();
        let mut rings = Vec::new();
        for start in starts {
            let mut ring = Vec::new();
            let mut at = start;
            while let Some(to) = next.remove(&at) {
                ring.push(self.crossing(at));
                at = to;
            }
            if let Some(&first) = ring.first() {
                ring.push(first);
                rings.push(ring);
            }
        }
        rings
    }

    fn is_inside(&self, column: usize, row: usize) -> bool {
        f64::from(self.distance[row * self.columns + column]) < self.reach
    }

    /// Within one square of four grid points; each side is crossed at most once.
    fn segments(&self, column: usize, row: usize) -> Vec<(Side, Side)> {
        let inside = [(0, 0), (1, 0), (1, 1), (0, 1)].map(|(dx, dy)| self.is_inside(column + dx, row + dy));
        let sides = [
            Side { row, column, up: false },
            Side { row, column: column + 1, up: true },
            Side { row: row + 1, column, up: false },
            Side { row, column, up: true },
        ];
        // Around the square counterclockwise: where the border goes out of the inside a segment
        // begins, and it ends at the side where the border came in before.
        let mut segments = Vec::new();
        for leave in 0..4 {
            if inside[leave] && !inside[(leave + 1) % 4] {
                let mut enter = leave;
                while inside[enter] {
                    enter = (enter + 3) % 4;
                }
                segments.push((sides[leave], sides[enter]));
            }
        }
        segments
    }

    /// Where the curve crosses a side, linear between its ends.
    fn crossing(&self, side: Side) -> Point {
        let (right, above) = if side.up { (0, 1) } else { (1, 0) };
        let at = |column: usize, row: usize| f64::from(self.distance[row * self.columns + column]);
        let (low, high) = (at(side.column, side.row), at(side.column + right, side.row + above));
        let share = if high == low { 0.5 } else { ((self.reach - low) / (high - low)).clamp(0.0, 1.0) };
        let x = side.column as f64 + share * right as f64;
        let y = side.row as f64 + share * above as f64;
        Point::new(self.west + x * self.lon, self.south + y * self.lat)
    }
}

/// A side of the grid: from a grid point to the right, or up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
struct Side {
    row: usize,
    column: usize,
    up: bool,
}

fn span(low: f64, high: f64, count: usize) -> std::ops::Range<usize> {
    (low.max(0.0) as usize)..((high.ceil().max(0.0) as usize + 1).min(count))
}

/// Twice the area in square degrees, positive if it runs counterclockwise.
fn doubled_area(ring: &[Point]) -> f64 {
    ring.windows(2).map(|pair| pair[0].x() * pair[1].y() - pair[1].x() * pair[0].y()).sum()
}

fn contains(ring: &[Point], point: Point) -> bool {
    let crosses = |pair: &[Point]| {
        let (a, b) = (pair[0], pair[1]);
        (a.y() > point.y()) != (b.y() > point.y())
            && point.x() < (b.x() - a.x()) * (point.y() - a.y()) / (b.y() - a.y()) + a.x()
    };
    ring.windows(2).filter(|pair| crosses(pair)).count() % 2 == 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::network::sample::{at, metres};

    fn area(polygon: &[Ring]) -> f64 {
        let plane = |ring: &Ring| {
            let points: Vec<(f64, f64)> = ring.iter().map(|&point| metres(point)).collect();
            points.windows(2).map(|p| p[0].0 * p[1].1 - p[1].0 * p[0].1).sum::<f64>() / 2.0
        };
        polygon.iter().map(plane).sum()
    }

    #[test]
    fn a_straight_road_has_a_band_with_round_ends() {
        let polygons = Field::around(&[vec![at(0.0, 0.0), at(2_000.0, 0.0)]], 200.0).polygons();

        // 2,000 m times 400 m and a circle of 200 m: 925,664 m2.
        assert_eq!((polygons.len(), polygons[0].len()), (1, 1));
        assert!((area(&polygons[0]) - 925_664.0).abs() < 15_000.0, "{}", area(&polygons[0]));
        assert_eq!(polygons[0][0].first(), polygons[0][0].last());
    }

    #[test]
    fn a_ring_road_has_a_hole_and_two_roads_far_apart_are_two_polygons() {
        let ring: Vec<Point> = (0..=60)
            .map(|step| f64::from(step) * std::f64::consts::TAU / 60.0)
            .map(|angle| at(2_000.0 + 1_000.0 * angle.cos(), 2_000.0 + 1_000.0 * angle.sin()))
            .collect();
        let apart = vec![at(8_000.0, 0.0), at(8_500.0, 0.0)];

        let polygons = Field::around(&[ring, apart], 150.0).polygons();

        let mut rings: Vec<usize> = polygons.iter().map(Vec::len).collect();
        rings.sort_unstable();
        assert_eq!(rings, [1, 2]);
        // Between circles of 1,150 m and 850 m: 1.885 km2.
        let band = polygons.iter().find(|polygon| polygon.len() == 2).unwrap();
        assert!((area(band) - 1_885_000.0).abs() < 40_000.0, "{}", area(band));
    }

    #[test]
    fn nothing_gives_nothing() {
        assert!(Field::around(&[], 100.0).polygons().is_empty());
    }
}
