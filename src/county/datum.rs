//! The three datums of Chinese maps, and how to get from one to another.
//!
//! WGS-84 is what satellites give and what is used inside. GCJ-02 (Amap,
//! Tencent) shifts it by 300 to 700 m with a published formula; BD-09 (Baidu)
//! shifts GCJ-02 once more. The way back is found by iteration, to well under
//! a centimetre.
//!
//! Outside of China the GCJ-02 shift is zero, as in the maps themselves.
//! Sample values: the tests of eviltransform and coordtransform.

use crate::units::Point;
use std::f64::consts::PI;

/// What the coordinates of a file mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Datum {
    Wgs84,
    /// Amap, Tencent.
    Gcj02,
    /// Baidu.
    Bd09,
}

impl Datum {
    /// As `county.toml` says it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Datum::Wgs84 => "WGS-84",
            Datum::Gcj02 => "GCJ-02",
            Datum::Bd09 => "BD-09",
        }
    }

    /// The same place in WGS-84.
    #[must_use]
    pub fn to_wgs(self, point: Point) -> Point {
        match self {
            Datum::Wgs84 => point,
            Datum::Gcj02 => gcj_to_wgs(point),
            Datum::Bd09 => gcj_to_wgs(bd_to_gcj(point)),
        }
    }

    /// The same WGS-84 place in this datum.
    #[must_use]
    pub fn from_wgs(self, point: Point) -> Point {
        match self {
            Datum::Wgs84 => point,
            Datum::Gcj02 => wgs_to_gcj(point),
            Datum::Bd09 => gcj_to_bd(wgs_to_gcj(point)),
        }
    }
}

/// Krasovsky 1940: half of the long axis in metres, and the eccentricity squared.
const AXIS: f64 = 6_378_245.0;
const ECCENTRICITY: f64 = 0.006_693_421_622_965_943;
const BAIDU: f64 = PI * 3000.0 / 180.0;

/// The same place as Amap and Tencent draw it.
#[must_use]
pub fn wgs_to_gcj(point: Point) -> Point {
    let (lon, lat) = (point.x(), point.y());
    if !((72.004..=137.8347).contains(&lon) && (0.8293..=55.8271).contains(&lat)) {
        return point;
    }
    let (east, north) = shift(lon - 105.0, lat - 35.0);
    let radians = lat / 180.0 * PI;
    let magic = 1.0 - ECCENTRICITY * radians.sin().powi(2);
    let root = magic.sqrt();
    let d_lat = north * 180.0 / (AXIS * (1.0 - ECCENTRICITY) / (magic * root) * PI);
    let d_lon = east * 180.0 / (AXIS / root * radians.cos() * PI);
    Point::new(lon + d_lon, lat + d_lat)
}

/// The shift in metres, by the published series.
fn shift(x: f64, y: f64) -> (f64, f64) {
    let wave = |argument: f64| (argument * PI).sin();
    let common = (20.0 * wave(6.0 * x) + 20.0 * wave(2.0 * x)) * 2.0 / 3.0;
    let root = x.abs().sqrt();
    let east = 300.0
        + x
        + 2.0 * y
        + 0.1 * x * x
        + 0.1 * x * y
        + 0.1 * root
        + common
        + (20.0 * wave(x) + 40.0 * wave(x / 3.0)) * 2.0 / 3.0
        + (150.0 * wave(x / 12.0) + 300.0 * wave(x / 30.0)) * 2.0 / 3.0;
    let north = -100.0
        + 2.0 * x
        + 3.0 * y
        + 0.2 * y * y
        + 0.1 * x * y
        + 0.2 * root
        + common
        + (20.0 * wave(y) + 40.0 * wave(y / 3.0)) * 2.0 / 3.0
        + (160.0 * wave(y / 12.0) + 320.0 * wave(y / 30.0)) * 2.0 / 3.0;
    (east, north)
}

/// The inverse of [`wgs_to_gcj`], to about a micrometre.
#[must_use]
pub fn gcj_to_wgs(point: Point) -> Point {
    invert(point, wgs_to_gcj)
}

#[must_use]
pub fn gcj_to_bd(point: Point) -> Point {
    let (x, y) = (point.x(), point.y());
    let z = x.hypot(y) + 0.000_02 * (y * BAIDU).sin();
    let theta = y.atan2(x) + 0.000_003 * (x * BAIDU).cos();
    Point::new(z * theta.cos() + 0.0065, z * theta.sin() + 0.006)
}

/// The inverse of [`gcj_to_bd`], to about a micrometre.
#[must_use]
pub fn bd_to_gcj(point: Point) -> Point {
    invert(point, gcj_to_bd)
}

/// The point that `forward` moves to `target`. The shifts change slowly, so that each round
/// gains two digits or more.
fn invert(target: Point, forward: fn(Point) -> Point) -> Point {
    let mut guess = target;
    for _ in 0..12 {
        let miss = forward(guess) - target;
        guess -= miss;
        if miss.x().abs() + miss.y().abs() < 1e-12 {
            break;
        }
    }
    guess
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn near(left: Point, right: Point, degrees: f64) -> bool {
        (left.x() - right.x()).abs() < degrees && (left.y() - right.y()).abs() < degrees
    }

    #[test]
    fn published_samples_are_met_within_a_few_centimetres() {
        // Shanghai, Shenzhen and Beijing from eviltransform's tests; Baidu's from coordtransform's.
        let samples = [
            (Point::new(121.527_210_6, 31.177_427_6), Point::new(121.531_541_859_215, 31.175_303_983_645_97)),
            (Point::new(113.912_316, 22.543_847), Point::new(113.917_176_480_836_3, 22.540_796_131_694_766)),
            (Point::new(116.377_817, 39.911_954), Point::new(116.384_047_224_556_57, 39.913_345_455_360_69)),
        ];
        for (wgs, gcj) in samples {
            assert!(near(wgs_to_gcj(wgs), gcj, 3e-7), "{:?}", wgs_to_gcj(wgs));
        }
        let baidu = gcj_to_bd(Point::new(116.404, 39.915));
        assert!(near(baidu, Point::new(116.410_369_493_710_29, 39.921_336_993_510_21), 1e-9), "{baidu:?}");
    }

    #[test]
    fn in_wushan_the_shift_is_four_hundred_to_five_hundred_and_thirty_metres() {
        let seat = Point::new(109.876_39, 31.077_49);
        let moved = wgs_to_gcj(seat) - seat;

        let metres = (moved.x() * 111_320.0 * seat.y().to_radians().cos()).hypot(moved.y() * 110_900.0);

        assert!((400.0..=600.0).contains(&metres), "{metres}");
    }

    #[test]
    fn outside_of_china_nothing_is_shifted() {
        let andorra = Point::new(1.52, 42.5);
        assert_eq!(wgs_to_gcj(andorra), andorra);
    }

    proptest! {
        #[test]
        fn there_and_back_again_is_within_a_centimetre(lon in 98.0..122.0f64, lat in 20.0..42.0f64) {
            let point = Point::new(lon, lat);
            for datum in [Datum::Wgs84, Datum::Gcj02, Datum::Bd09] {
                // 1e-8 degrees are about a millimetre.
                prop_assert!(near(datum.to_wgs(datum.from_wgs(point)), point, 1e-8));
            }
        }
    }
}
