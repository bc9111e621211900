//! Between which heights one may fly over each cell, and what lies below.

use super::plane::{COMPASS, apart, metres_per_degree};
use super::raster::{Size, cover, extreme, mean};
use super::rules::Rules;
use super::wires::Wires;
use crate::county::{Aloft, Place, Zone};
use crate::facts;
use crate::terrain::Dem;
use crate::units::Point;
use geo::{MapCoords, coord};
use rayon::prelude::*;

/// Why a cell cannot be flown over; several may hold.
pub(super) mod block {
    /// No height is known within the half width.
    pub const VOID: u8 = 1;
    /// A zone at all heights, or from so low on that nothing is left below it.
    pub const ZONE: u8 = 2;
    /// The ground is so steep that clearance and ceiling leave nothing.
    pub const STEEP: u8 = 4;
    /// Above what the airframe may fly at.
    pub const HIGH: u8 = 8;
    /// Power lines hang so high that nothing is left above them.
    pub const WIRE: u8 = 16;
}

/// The air over every cell of a height model.
pub(super) struct Sky<'a> {
    pub dem: &'a Dem,
    zones: &'a [Zone],
    pub rules: Rules,
    /// Above sea level: what the airframe may fly at.
    pub highest: f64,
    pub size: Size,
    /// Metres from one column, and from one row, to the next.
    pub cell: (f64, f64),
    pub blocked: Vec<u8>,
    /// Smoothed ground above sea level: what a profile roughly follows.
    pub level: Vec<f32>,
    /// People below a metre of corridor.
    pub people: Vec<f32>,
    /// Above the ground: where the lowest zone begins, infinite where there is none.
    limits: Vec<f32>,
    pub wires: Wires,
    /// Whether the radio link holds; empty where nothing is known of it.
    pub linked: Vec<bool>,
}

/// Metres over which the ground is smoothed for the search.
const SMOOTHED: f64 = 300.0;

/// Kept from floor and ceiling, m: heights are read at points, and flown between them.
pub(super) const MARGIN: f64 = 3.0;

impl<'a> Sky<'a> {
    pub fn new(
        (dem, zones, places): (&'a Dem, &'a [Zone], &[Place]),
        aloft: &Aloft,
        rules: &Rules,
        highest: f64,
    ) -> Sky<'a> {
        let grid = dem.grid();
        let size = Size { columns: grid.columns, rows: grid.rows };
        let middle = grid.north - grid.step_lat * (grid.rows as f64) / 2.0;
        let (east, north) = metres_per_degree(middle);
        let cell = (grid.step_lon * east, grid.step_lat * north);
        let ground = ground(dem, size);
        let reach = |metres: f64| ((metres / cell.0).ceil() as usize, (metres / cell.1).ceil() as usize);
        let limits = limits(dem, size, zones, reach(rules.half_width + cell.0.max(cell.1) / 2.0));
        let blocked = blocked(&Local { size, cell, ground: &ground }, &limits, rules, highest);
        let known = |height: &f32| if height.is_finite() { *height } else { 0.0 };
        let level: Vec<f32> = ground.iter().map(known).collect();
        let level = mean(size, &level, reach(SMOOTHED));
        let people = people(dem, size, cell, places, rules);
        let linked = linked(dem, size, aloft);
        let wires = Wires::default();
        let mut sky = Sky {
            dem,
            zones,
            rules: *rules,
            highest,
            size,
            cell,
            blocked,
            level,
            people,
            limits,
            wires,
            linked,
        };
        // A cell that is open leaves room at each point of it.
        let within = rules.half_width + BETWEEN + cell.0.hypot(cell.1) / 2.0;
        sky.wires = Wires::new(&sky, &aloft.wires, within);
        sky.block_wires(&Local { size, cell, ground: &ground }, within);
        sky
    }

    /// The cell nearest to a point; `None` off the model.
    pub fn at(&self, point: Point) -> Option<(usize, usize)> {
        let grid = self.dem.grid();
        let (x, y) = ((point.x() - grid.west) / grid.step_lon, (grid.north - point.y()) / grid.step_lat);
        let inside = (-0.5..=self.size.columns as f64 - 0.5).contains(&x)
            && (-0.5..=self.size.rows as f64 - 0.5).contains(&y);
        let clamp = |value: f64, count: usize| (value.round().max(0.0) as usize).min(count - 1);
        inside.then(|| (clamp(x, self.size.columns), clamp(y, self.size.rows)))
    }

    pub fn point(&self, (column, row): (usize, usize)) -> Point {
        self.dem.grid().point(column, row)
    }

    pub fn index(&self, (column, row): (usize, usize)) -> usize {
        row * self.size.columns + column
    }

    /// Above the ground at a point: ceiling, or where a zone begins.
    pub fn limit(&self, point: Point) -> f64 {
        let near = self.at(point).is_none_or(|cell| self.limits[self.index(cell)].is_finite());
        if !near {
            return self.rules.ceiling;
        }
        // The raster is wider than the zones: a line that grazes one of its cells is not in a zone.
        let width = self.rules.half_width + 1.0;
        let zones = self.zones.iter().filter(|zone| apart(point, &zone.area) <= width);
        zones.map(|zone| zone.floor.unwrap_or(0.0)).fold(self.rules.ceiling, f64::min)
    }

    fn block_wires(&mut self, local: &Local, within: f64) {
        let radius = self.rules.half_width + self.cell.0.max(self.cell.1) / 2.0;
        let blocked = |&cell: &usize| {
            let at = (cell % self.size.columns, cell / self.size.columns);
            let Some(top) = self.wires.top(cell, self.point(at), within) else { return false };
            let Some((_, bottom)) = local.around(at, radius) else { return false };
            let floor = top + self.rules.wire + MARGIN;
            let limit = self.rules.ceiling.min(f64::from(self.limits[cell]));
            floor > bottom + limit - MARGIN || floor > self.highest
        };
        let cells: Vec<usize> = self.wires.cells().filter(blocked).collect();
        cells.into_iter().for_each(|cell| self.blocked[cell] |= block::WIRE);
    }

    /// The lowest height above sea level that power lines leave at a place of a line whose heights
    /// are looked at every [`BETWEEN`] metres at least.
    pub fn above_wires(&self, point: Point) -> Option<f64> {
        let cell = self.index(self.at(point)?);
        let top = self.wires.top(cell, point, self.rules.half_width + BETWEEN)?;
        Some(top + self.rules.wire + MARGIN)
    }

    /// Whether the radio link holds at a cell, or nothing is known of it.
    pub fn is_linked(&self, cell: usize) -> bool {
        self.linked.get(cell).copied().unwrap_or(true)
    }

    /// People below a metre of corridor at a point.
    pub fn people_at(&self, point: Point) -> f64 {
        self.at(point).map_or(0.0, |cell| f64::from(self.people[self.index(cell)]))
    }
}

/// Metres between places of a line, and a little more.
const BETWEEN: f64 = 12.0;

/// Cells whose middle lies in an area of the link, or that its border passes.
fn linked(dem: &Dem, size: Size, aloft: &Aloft) -> Vec<bool> {
    let Some(areas) = &aloft.links else { return Vec::new() };
    let mut linked = vec![false; size.columns * size.rows];
    for area in areas {
        cover(size, &in_cells(dem, area), |cell| linked[cell] = true);
    }
    linked
}

/// A polygon in cells of the model.
fn in_cells(dem: &Dem, area: &geo::Polygon<f64>) -> geo::Polygon<f64> {
    let grid = *dem.grid();
    area.map_coords(|c| {
        coord! { x: (c.x - grid.west) / grid.step_lon, y: (grid.north - c.y) / grid.step_lat }
    })
}

/// Heights around a cell, between the grid points too.
struct Local<'a> {
    size: Size,
    cell: (f64, f64),
    ground: &'a [f32],
}

impl Local<'_> {
    /// Bilinear, so many cells from a grid point; `NaN` off the model or at a void.
    fn height(&self, at: (usize, usize), right: f64, down: f64) -> f32 {
        let (x, y) = (at.0 as f64 + right, at.1 as f64 + down);
        let (most_x, most_y) = ((self.size.columns - 1) as f64, (self.size.rows - 1) as f64);
        if x < 0.0 || y < 0.0 || x > most_x || y > most_y {
            return f32::NAN;
        }
        let (column, row) = ((x as usize).min(self.size.columns - 2), (y as usize).min(self.size.rows - 2));
        let (east, south) = ((x - column as f64) as f32, (y - row as f64) as f32);
        let first = row * self.size.columns + column;
        let second = first + self.size.columns;
        let top = self.ground[first] * (1.0 - east) + self.ground[first + 1] * east;
        let bottom = self.ground[second] * (1.0 - east) + self.ground[second + 1] * east;
        top * (1.0 - south) + bottom * south
    }

    /// Highest ground within `radius` metres and lowest within half a cell, about; `None` if a
    /// height is not known.
    fn around(&self, at: (usize, usize), radius: f64) -> Option<(f64, f64)> {
        let middle = self.ground[at.1 * self.size.columns + at.0];
        let (mut top, mut bottom) = (middle, middle);
        let mut known = middle.is_finite();
        for (right, down) in COMPASS {
            let far = self.height(at, right * radius / self.cell.0, down * radius / self.cell.1);
            let near = self.height(at, right * 0.5, down * 0.5);
            known &= far.is_finite() && near.is_finite();
            top = top.max(far).max(near);
            bottom = bottom.min(near);
        }
        known.then_some((f64::from(top), f64::from(bottom)))
    }
}

/// A cell that is open leaves room at each point of it, not only in its middle.
fn blocked(local: &Local, limits: &[f32], rules: &Rules, highest: f64) -> Vec<u8> {
    let radius = rules.half_width + local.cell.0.max(local.cell.1) / 2.0;
    let flag = |on: bool, bit: u8| if on { bit } else { 0 };
    (0..limits.len())
        .into_par_iter()
        .map(|index| {
            let at = (index % local.size.columns, index / local.size.columns);
            let Some((top, bottom)) = local.around(at, radius) else {
                // What is known of it still counts: at the model's edge as well.
                let floor = f64::from(local.ground[index]) + rules.clearance;
                let zone = f64::from(limits[index]) <= rules.clearance;
                return block::VOID | flag(zone, block::ZONE) | flag(floor > highest, block::HIGH);
            };
            let floor = top + rules.clearance + MARGIN;
            let zone = bottom + f64::from(limits[index]) - MARGIN < floor;
            let steep = bottom + rules.ceiling - MARGIN < floor;
            // A zone is to blame where nothing else is.
            let zone = zone && (!steep || limits[index] <= 0.0);
            flag(zone, block::ZONE) | flag(steep, block::STEEP) | flag(floor > highest, block::HIGH)
        })
        .collect()
}

fn ground(dem: &Dem, size: Size) -> Vec<f32> {
    let cells = (0..size.rows).flat_map(|row| (0..size.columns).map(move |column| (column, row)));
    cells.map(|(column, row)| dem.cell(column, row).map_or(f32::NAN, |height| height as f32)).collect()
}

/// Zones are widened by the half width and half a cell.
fn limits(dem: &Dem, size: Size, zones: &[Zone], around: (usize, usize)) -> Vec<f32> {
    let mut limits = vec![f32::INFINITY; size.columns * size.rows];
    for zone in zones {
        let cells = in_cells(dem, &zone.area);
        let floor = zone.floor.unwrap_or(0.0) as f32;
        cover(size, &cells, |cell| limits[cell] = limits[cell].min(floor));
    }
    if zones.is_empty() { limits } else { extreme(size, &limits, around, f32::min) }
}

/// People below a metre of corridor: everybody lives within a disc around the place's point.
fn people(dem: &Dem, size: Size, cell: (f64, f64), places: &[Place], rules: &Rules) -> Vec<f32> {
    let density = facts::value("air.people.density") / 1e6;
    let grid = dem.grid();
    let mut all = vec![0.0_f32; size.columns * size.rows];
    for place in places.iter().filter(|place| place.population > 0) {
        let radius = (f64::from(place.population) / density / std::f64::consts::PI).sqrt();
        let x = (place.point.x() - grid.west) / grid.step_lon;
        let y = (grid.north - place.point.y()) / grid.step_lat;
        let disc: Vec<usize> = span(y, radius / cell.1, size.rows)
            .flat_map(|row| span(x, radius / cell.0, size.columns).map(move |column| (column, row)))
            .filter(|&(column, row)| {
                ((column as f64 - x) * cell.0).hypot((row as f64 - y) * cell.1) <= radius
            })
            .map(|(column, row)| row * size.columns + column)
            .collect();
        // A hamlet smaller than a cell still has its people: they are in the cell of its point.
        let middle = span(y.round(), 0.0, size.rows)
            .zip(span(x.round(), 0.0, size.columns))
            .map(|(row, column)| row * size.columns + column);
        let disc: Vec<usize> = if disc.is_empty() { middle.collect() } else { disc };
        let each = f64::from(place.population) / (disc.len().max(1) as f64 * cell.0 * cell.1);
        disc.into_iter().for_each(|at| all[at] += each as f32);
    }
    let reach = ((rules.buffer / cell.0).round() as usize, (rules.buffer / cell.1).round() as usize);
    let mut people = mean(size, &all, reach);
    people.iter_mut().for_each(|people| *people *= 2.0 * rules.buffer as f32);
    people
}

/// Whole numbers within `reach` of `middle` that are indices of `count` things.
fn span(middle: f64, reach: f64, count: usize) -> std::ops::Range<usize> {
    let first = (middle - reach).ceil().max(0.0);
    let end = (middle + reach).floor().min(count as f64 - 1.0) + 1.0;
    if first < end { first as usize..end as usize } else { 0..0 }
}
