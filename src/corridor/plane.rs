//! Degrees and metres.

use crate::units::Point;

/// All around: eight ways, each one long.
pub const COMPASS: [(f64, f64); 8] = [
    (1.0, 0.0),
    (SLANT, SLANT),
    (0.0, 1.0),
    (-SLANT, SLANT),
    (-1.0, 0.0),
    (-SLANT, -SLANT),
    (0.0, -1.0),
    (SLANT, -SLANT),
];
const SLANT: f64 = std::f64::consts::FRAC_1_SQRT_2;

/// Metres in a degree of longitude and of latitude (WGS-84 series).
#[must_use]
pub fn metres_per_degree(latitude: f64) -> (f64, f64) {
    let phi = latitude.to_radians();
    let east = 111_412.84 * phi.cos() - 93.5 * (3.0 * phi).cos() + 0.118 * (5.0 * phi).cos();
    let north = 111_132.954 - 559.822 * (2.0 * phi).cos() + 1.175 * (4.0 * phi).cos();
    (east.max(1.0), north)
}

/// Metres to the east and to the north, in the plane between both points.
#[must_use]
pub fn offset(from: Point, to: Point) -> (f64, f64) {
    let (east, north) = metres_per_degree((from.y() + to.y()) / 2.0);
    ((to.x() - from.x()) * east, (to.y() - from.y()) * north)
}

#[must_use]
pub fn distance(from: Point, to: Point) -> f64 {
    let (east, north) = offset(from, to);
    east.hypot(north)
}

/// A point so many metres away.
#[must_use]
pub fn moved(from: Point, east: f64, north: f64) -> Point {
    let (lon, lat) = metres_per_degree(from.y());
    Point::new(from.x() + east / lon, from.y() + north / lat)
}

/// Metres from a point to a polygon; 0 inside.
pub(super) fn apart(point: Point, area: &geo::Polygon<f64>) -> f64 {
    let (lon, lat) = metres_per_degree(point.y());
    let local = |c: geo::Coord<f64>| ((c.x - point.x()) * lon, (c.y - point.y()) * lat);
    let rings = || std::iter::once(area.exterior()).chain(area.interiors());
    let mut inside = false;
    let mut nearest = f64::INFINITY;
    for line in rings().flat_map(geo::LineString::lines) {
        let (a, b) = (local(line.start), local(line.end));
        if (a.1 > 0.0) != (b.1 > 0.0) && a.0 + (0.0 - a.1) / (b.1 - a.1) * (b.0 - a.0) > 0.0 {
            inside = !inside;
        }
        let (dx, dy) = (b.0 - a.0, b.1 - a.1);
        let squared = dx * dx + dy * dy;
        let share = if squared > 0.0 { (-(a.0 * dx + a.1 * dy) / squared).clamp(0.0, 1.0) } else { 0.0 };
        nearest = nearest.min((a.0 + share * dx).hypot(a.1 + share * dy));
    }
    if inside { 0.0 } else { nearest }
}
