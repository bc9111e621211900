//! Hills, pads and terms for tests.

use super::{Pad, Rules, Terms, Which};
use crate::county::{Aloft, Place, PlaceKind, Zone};
use crate::energy::drone::{Airframe, Battery, Day, Wind, airframe};
use crate::terrain::{Dem, Grid};
use crate::units::{Fen, Point};

/// Degrees between heights: 30 m from row to row.
pub const CELL: f64 = 0.000_27;

/// A model of so many cells to each side with its north-west corner at 110° E, 31° N.
pub fn land(cells: usize, height: impl Fn(f64, f64) -> f64) -> Dem {
    let grid = Grid { west: 110.0, north: 31.0, step_lon: CELL, step_lat: CELL, columns: cells, rows: cells };
    let at = |index: usize| height((index % cells) as f64, (index / cells) as f64) as f32;
    Dem::new(grid, (0..cells * cells).map(at).collect()).unwrap()
}

/// Ridges and valleys of a few hundred metres.
pub fn rough(x: f64, y: f64) -> f64 {
    600.0 + 220.0 * (x / 23.0).sin() * (y / 31.0).cos() + 120.0 * ((x + 2.0 * y) / 17.0).sin()
}

pub fn cell(x: f64, y: f64) -> Point {
    Point::new(110.0 + x * CELL, 31.0 - y * CELL)
}

pub fn pads(cells: &[(f64, f64)]) -> Vec<Pad> {
    cells.iter().map(|(x, y)| Pad { point: cell(*x, *y) }).collect()
}

pub fn zone(from: (f64, f64), to: (f64, f64), floor: Option<f64>) -> Zone {
    let corners = [(from.0, from.1), (to.0, from.1), (to.0, to.1), (from.0, to.1), (from.0, from.1)];
    let ring: Vec<(f64, f64)> = corners.iter().map(|(x, y)| (cell(*x, *y).x(), cell(*x, *y).y())).collect();
    Zone { code: "Z".to_owned(), area: geo::Polygon::new(ring.into(), Vec::new()), floor }
}

pub fn village(at: (f64, f64), population: u32) -> Place {
    Place {
        code: "v".to_owned(),
        name_zh: "村".to_owned(),
        name_en: "village".to_owned(),
        kind: PlaceKind::Village,
        point: cell(at.0, at.1),
        population,
        township: None,
        precooler: None,
    }
}

/// Neither power lines nor links.
pub static CLEAR: Aloft = Aloft { wires: Vec::new(), links: None, groundings: Vec::new() };

pub fn frame() -> Airframe {
    airframe("flycart30").unwrap()
}

pub fn terms<'a>(dem: &'a Dem, frame: &'a Airframe, pads: &'a [Pad], zones: &'a [Zone]) -> Terms<'a> {
    Terms {
        dem,
        zones,
        aloft: &CLEAR,
        places: &[],
        pads,
        which: Which::Within(1e6),
        frame,
        rules: Rules::usual(frame),
        battery: Battery::default(),
        day: Day { celsius: 20.0, reference: 500.0, lapse: 6.5, wind: Wind::default() },
        wind: 6.0,
        electricity: Fen(80_000),
    }
}
