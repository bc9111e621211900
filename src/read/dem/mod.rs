//! The heights of a county, from GeoTIFF or HGT tiles.
//!
//! A county folder has `dem.tif`, or tiles (`.tif`, `.hgt`, `.hgt.zip`) in
//! `dem/` or beside `county.toml`. Tiles are joined on the finest of their
//! grids; where one has a void, another may fill it. Only the county's box and
//! a margin are kept.

mod geotiff;
mod hgt;
mod tile;

use crate::county::Bounds;
use crate::finding::{Code, Finding, Found, Spot};
use crate::terrain::{Dem, Grid};
use crate::units::Point;
use std::fs;
use std::path::{Path, PathBuf};
use tile::{Fault, Tile};

/// Degrees around the box that are kept: slopes are smoothed over some hundred metres.
const MARGIN: f64 = 0.01;
/// Cells of the joined grid.
const CELLS_LIMIT: f64 = 100_000_000.0;
/// Share of the box that must have heights.
const COVERED: f64 = 0.9;
/// Voids of so many cells across are filled: a cloud or a cliff, about 1 km at 30 m.
const WIDEST: usize = 32;
/// Points along each side of the box where that is looked at.
const PROBES: usize = 60;

/// The heights of a county folder. `None` if there is an error among the findings: `E101` no file,
/// `E505` heights for less than nine tenths of the box, and what is wrong with the files.
/// Voids that are filled from around are the warning `W503`.
#[must_use]
pub fn read_dem(folder: &Path, bounds: Bounds) -> Found<Option<Dem>> {
    let files = dem_files(folder);
    if files.is_empty() {
        return Found { value: None, findings: vec![Finding::new(Code::E101, Spot::file("dem.tif"))] };
    }
    let named: Vec<(PathBuf, String)> = files
        .into_iter()
        .map(|path| {
            let name = path.strip_prefix(folder).unwrap_or(&path).to_string_lossy().replace('\\', "/");
            (path, name)
        })
        .collect();
    read_files(&named, bounds)
}

/// The heights of these files (each with the name that findings use) in a box and a margin around it.
#[must_use]
pub fn read_files(files: &[(PathBuf, String)], bounds: Bounds) -> Found<Option<Dem>> {
    let mut findings = Vec::new();
    let mut tiles = Vec::new();
    for (path, name) in files {
        match tile::open(path, name) {
            Ok(tile) => tiles.push(tile),
            Err(fault) => findings.push(fault.finding(name)),
        }
    }
    if !findings.is_empty() {
        return Found { value: None, findings };
    }
    let nothing = |code: Code| Finding::new(code, Spot::file(first_name(files)));
    let value = match target(&tiles, bounds) {
        None => Err(vec![nothing(Code::E505).with("percent", 0_i64)]),
        Some(grid) if grid.columns as f64 * grid.rows as f64 > CELLS_LIMIT => {
            Err(vec![nothing(Code::E105).with("limit", "100 million cells")])
        }
        Some(grid) => join(&tiles, grid),
    };
    match value {
        Ok(dem) => judge(dem, bounds, &first_name(files)),
        Err(findings) => Found { value: None, findings },
    }
}

fn first_name(files: &[(PathBuf, String)]) -> String {
    files.first().map_or_else(String::new, |(_, name)| name.clone())
}

/// Whether a file of this name is read as heights, wherever in the folder it lies.
pub(super) fn is_heights(name: &str) -> bool {
    tile::format(Path::new(name)).is_some()
}

/// Height files in the folder and in `dem/`, sorted by name.
fn dem_files(folder: &Path) -> Vec<PathBuf> {
    let listed = |folder: &Path| -> Vec<PathBuf> {
        let entries = fs::read_dir(folder).into_iter().flatten().flatten();
        entries
            .map(|entry| entry.path())
            .filter(|path| path.is_file() && tile::format(path).is_some())
            .collect()
    };
    let mut files = listed(folder);
    files.extend(listed(&folder.join("dem")));
    files.sort();
    files
}

/// The finest grid of the tiles that touch the box, continued over the part of the box and its
/// margin that the tiles span.
fn target(tiles: &[Tile], bounds: Bounds) -> Option<Grid> {
    let wide = Bounds {
        west: bounds.west - MARGIN,
        south: bounds.south - MARGIN,
        east: bounds.east + MARGIN,
        north: bounds.north + MARGIN,
    };
    let touching: Vec<&Tile> = tiles.iter().filter(|tile| touches(tile.grid.bounds(), wide)).collect();
    let finest = touching.iter().min_by(|one, other| one.grid.step_lat.total_cmp(&other.grid.step_lat))?.grid;
    let spans = touching.iter().map(|tile| tile.grid.bounds()).reduce(around)?;
    let part = common(spans, wide);
    let first = |from: f64, to: f64, step: f64| ((to - from) / step - 1e-6).ceil();
    let last = |from: f64, to: f64, step: f64| ((to - from) / step + 1e-6).floor();
    let (left, right) =
        (first(finest.west, part.west, finest.step_lon), last(finest.west, part.east, finest.step_lon));
    let (top, bottom) =
        (first(part.north, finest.north, finest.step_lat), last(part.south, finest.north, finest.step_lat));
    let (columns, rows) = (right - left + 1.0, bottom - top + 1.0);
    (columns >= 2.0 && rows >= 2.0).then_some(Grid {
        west: finest.west + left * finest.step_lon,
        north: finest.north - top * finest.step_lat,
        columns: columns as usize,
        rows: rows as usize,
        ..finest
    })
}

fn touches(one: Bounds, other: Bounds) -> bool {
    one.west <= other.east && other.west <= one.east && one.south <= other.north && other.south <= one.north
}

fn around(one: Bounds, other: Bounds) -> Bounds {
    Bounds {
        west: one.west.min(other.west),
        south: one.south.min(other.south),
        east: one.east.max(other.east),
        north: one.north.max(other.north),
    }
}

fn common(one: Bounds, other: Bounds) -> Bounds {
    Bounds {
        west: one.west.max(other.west),
        south: one.south.max(other.south),
        east: one.east.min(other.east),
        north: one.north.min(other.north),
    }
}

/// Fills the grid from one tile after the other; what is filled stays.
fn join(tiles: &[Tile], grid: Grid) -> Result<Dem, Vec<Finding>> {
    let mut heights = vec![f32::NAN; grid.columns * grid.rows];
    let mut findings = Vec::new();
    for tile in tiles.iter().filter(|tile| touches(tile.grid.bounds(), grid.bounds())) {
        match tile.load() {
            Ok(dem) => fill(&mut heights, &grid, &dem),
            Err(fault) => findings.push(fault.finding(&tile.name)),
        }
    }
    if !findings.is_empty() {
        return Err(findings);
    }
    let broken = || vec![Fault::new(Code::E504, "not a grid of at least 2 x 2").finding("dem")];
    Dem::new(grid, heights).ok_or_else(broken)
}

fn fill(heights: &mut [f32], grid: &Grid, from: &Dem) {
    for (at, height) in heights.iter_mut().enumerate().filter(|(_, height)| height.is_nan()) {
        if let Some(known) = sample(from, grid.point(at % grid.columns, at / grid.columns)) {
            *height = known as f32;
        }
    }
}

/// The height of the grid point if it is one, so that voids stay voids; between them, interpolated.
fn sample(dem: &Dem, point: Point) -> Option<f64> {
    let grid = dem.grid();
    let (x, y) = ((point.x() - grid.west) / grid.step_lon, (grid.north - point.y()) / grid.step_lat);
    let on_grid = (x - x.round()).abs() < 1e-3 && (y - y.round()).abs() < 1e-3;
    let (column, row) = (x.round(), y.round());
    let inside = (0.0..grid.columns as f64).contains(&column) && (0.0..grid.rows as f64).contains(&row);
    match (on_grid, inside) {
        (true, true) => dem.cell(column as usize, row as usize),
        (true, false) => None,
        (false, _) => dem.height(point),
    }
}

/// Enough of the box must have heights; small voids are filled from around.
fn judge(mut dem: Dem, bounds: Bounds, name: &str) -> Found<Option<Dem>> {
    let share = |part: usize| (part as f64 + 0.5) / PROBES as f64;
    let probe = |at: usize| {
        let x = bounds.west + (bounds.east - bounds.west) * share(at % PROBES);
        let y = bounds.south + (bounds.north - bounds.south) * share(at / PROBES);
        Point::new(x, y)
    };
    let hollow: Vec<Point> =
        (0..PROBES * PROBES).map(probe).filter(|&point| dem.height(point).is_none()).collect();
    let covered = 1.0 - hollow.len() as f64 / (PROBES * PROBES) as f64;
    if covered < COVERED {
        let percent = (covered * 100.0).floor() as i64;
        let finding = Finding::new(Code::E505, at(name, hollow.first().copied())).with("percent", percent);
        return Found { value: None, findings: vec![finding] };
    }
    let first = first_void(&dem);
    let filled = dem.fill_voids(WIDEST);
    let findings = (filled > 0).then(|| {
        let cells = dem.grid().columns * dem.grid().rows;
        Finding::new(Code::W503, at(name, first)).with("count", filled).with("cells", cells)
    });
    Found { value: Some(dem), findings: findings.into_iter().collect() }
}

/// The northernmost grid point without a height.
fn first_void(dem: &Dem) -> Option<Point> {
    let grid = dem.grid();
    let cells = (0..grid.rows).flat_map(|row| (0..grid.columns).map(move |column| (column, row)));
    let mut voids = cells.filter(|&(column, row)| dem.cell(column, row).is_none());
    voids.next().map(|(column, row)| grid.point(column, row))
}

/// A file, and where in it heights begin to be missing.
fn at(name: &str, point: Option<Point>) -> Spot {
    let spot = Spot::file(name);
    match point {
        Some(point) => spot.feature(format!("{:.4} N, {:.4} E", point.y(), point.x())),
        None => spot,
    }
}

#[cfg(test)]
mod tests;
