//! Metres between points of one neighbourhood, and points along a line.

use crate::units::Point;

/// Metres per degree near one latitude (WGS-84 series; within 0.1 % over 50 km).
#[derive(Clone, Copy, Debug)]
pub(super) struct Ruler {
    lon: f64,
    lat: f64,
}

impl Ruler {
    pub(super) fn at(latitude: f64) -> Ruler {
        let phi = latitude.to_radians();
        let lon = 111_412.84 * phi.cos() - 93.5 * (3.0 * phi).cos() + 0.118 * (5.0 * phi).cos();
        let lat = 111_132.92 - 559.82 * (2.0 * phi).cos() + 1.175 * (4.0 * phi).cos();
        Ruler { lon: lon.max(1.0), lat }
    }

    /// Metres east and north from one point to another.
    pub(super) fn offset(&self, from: Point, to: Point) -> [f64; 2] {
        [(to.x() - from.x()) * self.lon, (to.y() - from.y()) * self.lat]
    }

    /// The same between places of the grid of 1e-7 degrees.
    pub(super) fn steps(&self, from: [i32; 2], to: [i32; 2]) -> [f64; 2] {
        let steps = |axis: usize| (i64::from(to[axis]) - i64::from(from[axis])) as f64;
        [steps(0) * (self.lon * 1e-7), steps(1) * (self.lat * 1e-7)]
    }

    pub(super) fn distance(&self, from: Point, to: Point) -> f64 {
        let [east, north] = self.offset(from, to);
        east.hypot(north)
    }
}

/// Metres from the first point of a line to each.
#[must_use]
pub fn lengths(points: &[Point]) -> Vec<f64> {
    if points.is_empty() { Vec::new() } else { Line::new(points).along }
}

/// A line with the metres along it.
pub(super) struct Line<'a> {
    pub(super) points: &'a [Point],
    pub(super) ruler: Ruler,
    /// Metres from the first point to each.
    along: Vec<f64>,
}

impl<'a> Line<'a> {
    /// `points` must not be empty.
    pub(super) fn new(points: &'a [Point]) -> Line<'a> {
        let ruler = Ruler::at(points[points.len() / 2].y());
        let mut along = Vec::with_capacity(points.len());
        along.push(0.0);
        for pair in points.windows(2) {
            along.push(along[along.len() - 1] + ruler.distance(pair[0], pair[1]));
        }
        Line { points, ruler, along }
    }

    pub(super) fn length(&self) -> f64 {
        self.along[self.along.len() - 1]
    }

    /// The point so many metres along, at the ends beyond them.
    pub(super) fn at(&self, metres: f64) -> Point {
        let after = self.along.partition_point(|&along| along <= metres);
        if after == 0 || after == self.points.len() {
            return self.points[after.saturating_sub(1)];
        }
        let (from, to) = (self.points[after - 1], self.points[after]);
        let share = (metres - self.along[after - 1]) / (self.along[after] - self.along[after - 1]);
        Point::new(from.x() + (to.x() - from.x()) * share, from.y() + (to.y() - from.y()) * share)
    }

    /// The points so many metres to the left and right of a place along the line.
    pub(super) fn beside(&self, metres: f64, aside: f64) -> (Point, Point) {
        let place = self.at(metres);
        let [east, north] = self.ruler.offset(self.at(metres - aside), self.at(metres + aside));
        let length = east.hypot(north).max(1e-9);
        let (lon, lat) = (-north / length * aside / self.ruler.lon, east / length * aside / self.ruler.lat);
        (Point::new(place.x() + lon, place.y() + lat), Point::new(place.x() - lon, place.y() - lat))
    }

    /// The part between two distances along, ends included, at least two points.
    pub(super) fn part(&self, from: f64, to: f64) -> Vec<Point> {
        let (first, last) = (
            self.along.partition_point(|&along| along <= from),
            self.along.partition_point(|&along| along < to),
        );
        let mut points = vec![self.at(from)];
        points.extend_from_slice(self.points.get(first..last).unwrap_or_default());
        points.push(self.at(to));
        points
    }

    /// Metres along of each point.
    pub(super) fn along(&self, index: usize) -> f64 {
        self.along[index]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_degree_is_as_long_as_the_tables_say() {
        // WGS-84 at 30 degrees: 96.49 km of longitude, 110.85 km of latitude.
        let [east, north] = Ruler::at(30.0).offset(Point::new(109.0, 30.0), Point::new(110.0, 31.0));
        assert!((east - 96_486.0).abs() < 10.0 && (north - 110_852.0).abs() < 15.0);
    }

    #[test]
    fn parts_of_a_line_have_their_lengths_and_keep_the_points_between() {
        let points = [Point::new(109.0, 31.0), Point::new(109.001, 31.0), Point::new(109.001, 31.001)];
        let line = Line::new(&points);

        let part = line.part(50.0, 150.0);

        assert_eq!((part.len(), part[1]), (3, points[1]));
        assert!((Line::new(&part).length() - 100.0).abs() < 0.01);
        assert_eq!(line.at(1e9), points[2]);
        assert_eq!(line.at(-5.0), points[0]);
    }
}
