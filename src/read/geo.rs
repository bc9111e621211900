//! A point in two cells: range, swapped axes, bounds, datum.

use super::config::Config;
use super::row::{Row, plain};
use crate::county::Bounds;
use crate::county::datum::Datum;
use crate::finding::Code;
use crate::units::Point;

/// Where the points of a table are checked and what they mean.
#[derive(Clone, Copy, Debug)]
pub struct Frame {
    /// `None`: the county file is at fault, so that nothing can be said.
    pub bounds: Option<Bounds>,
    pub datum: Datum,
}

impl Frame {
    #[must_use]
    pub fn of(config: Option<&Config>, orders: bool) -> Frame {
        let placed = config.filter(|config| config.placed);
        Frame {
            bounds: placed.map(|config| config.bounds),
            datum: placed
                .map_or(Datum::Wgs84, |config| if orders { config.datum_orders } else { config.datum }),
        }
    }
}

/// The point in WGS-84; `None` with a finding, or without one if both cells are empty.
pub fn point(row: &mut Row, lat_key: &str, lon_key: &str, frame: Frame) -> Option<Point> {
    if !row.has(lat_key) && !row.has(lon_key) {
        return None;
    }
    let before = row.ok;
    row.ok = true;
    let lat = row.real(lat_key, -180.0..=180.0);
    let lon = row.real(lon_key, -180.0..=180.0);
    let good = row.ok;
    row.ok &= before;
    if !good {
        return None;
    }
    let inside = |point: Point| frame.bounds.is_none_or(|bounds| bounds.contains(point));
    let turned = Point::new(lat, lon);
    let values = [("lat", plain(lat).into()), ("lon", plain(lon).into())];
    if lat.abs() > 90.0 {
        if lon.abs() <= 90.0 && inside(frame.datum.to_wgs(turned)) {
            row.fault(Code::E301, lat_key, &values);
        } else {
            row.range(lat_key, lat, -90.0..=90.0);
        }
        return None;
    }
    let point = frame.datum.to_wgs(Point::new(lon, lat));
    if inside(point) {
        return Some(point);
    }
    let swapped = frame.bounds.is_some() && lon.abs() <= 90.0 && inside(frame.datum.to_wgs(turned));
    row.fault(if swapped { Code::E301 } else { Code::E302 }, lat_key, &values);
    None
}

/// As [`point`], but empty cells are findings.
pub fn point_needed(row: &mut Row, lat_key: &str, lon_key: &str, frame: Frame) -> Option<Point> {
    if !row.has(lat_key) && !row.has(lon_key) {
        row.needed(lat_key);
        row.needed(lon_key);
        return None;
    }
    point(row, lat_key, lon_key, frame)
}
