//! Can the drone be brought down at every place of a line? (M101)
//!
//! Places to land are sought cell by cell around the line, as the crow flies: never farther than
//! the planner, who flies around what is closed, has them.

use super::super::{Rule, Violations, Where, report};
use super::lines::{Craft, fixes};
use super::{AirRule, Sky};
use crate::corridor::{Fix, Terms};
use crate::county::{County, Place};
use crate::energy::drone::Motion;
use crate::facts;
use crate::plan::{Air, AirWay};
use crate::terrain::Dem;
use crate::units::{Metres, Point};
use geo::{Contains, Distance, Haversine};

/// Metres between two looks along a line.
const STEP: f64 = 300.0;
/// Rounding in two sums of energy.
const SLACK: f64 = 1.02;
/// Cells around a place in which one is sought.
const WIDEST: usize = 150;

pub(super) fn check(dem: &Dem, sky: &Sky, air: &Air, found: &mut Violations) {
    let ground = Ground { dem, county: sky.county };
    for way in &air.ways {
        let flies = sky.county.vehicle_type(way.kind).flies;
        let Some(craft) = flies.and_then(|flies| Craft::of(sky.county, flies.drone)) else { continue };
        let terms = craft.terms(dem, sky.county, &[]);
        let line = fixes(dem, way);
        if line.len() < 2 || line.iter().any(|fix| !fix.height.is_finite() || !fix.ground.is_finite()) {
            continue;
        }
        let missing = ground.excess(&line);
        if missing > 0.0 && !lasts(&craft, &terms, (way, &line), missing) {
            let metres = Metres::rounded(missing.min(1e9));
            let (from, to) = (way.from, way.to);
            report(found, Where::Plan, Rule::Air(AirRule::NoLanding { from, to, metres }));
        }
    }
}

/// True if the reserve alone takes the largest load so many metres on, and down.
fn lasts(craft: &Craft, terms: &Terms, (way, line): (&AirWay, &[Fix]), metres: f64) -> bool {
    let kept = terms.battery.reserve;
    let reserve = craft.usable(terms, line[0].point) / (1.0 - kept) * kept;
    let frame = &craft.frame;
    let mass = frame.mass + way.limit.as_f64() / 1000.0;
    let height = line.iter().map(|fix| fix.height).sum::<f64>() / line.len() as f64;
    let above = line.iter().map(|fix| fix.height - fix.ground).fold(0.0, f64::max);
    let density = terms.day.density_at(height);
    let level = frame.power(&Motion { mass, airspeed: frame.cruise, climb: 0.0, density });
    let down = frame.power(&Motion { mass, airspeed: 0.0, climb: -frame.descent, density });
    level * metres / frame.cruise + down * above / frame.descent <= reserve * SLACK
}

struct Ground<'a> {
    dem: &'a Dem,
    county: &'a County,
}

impl Ground<'_> {
    /// How many metres farther than the end of the line the nearest place to land is, at worst.
    fn excess(&self, line: &[Fix]) -> f64 {
        let long = |pair: &[Fix]| Haversine.distance(pair[0].point, pair[1].point);
        let length: f64 = line.windows(2).map(long).sum();
        let (mut along, mut worst) = (0.0, f64::NEG_INFINITY);
        for pair in line.windows(2) {
            let span = long(pair);
            let steps = (span / STEP).ceil().max(1.0);
            for step in 0..=steps as usize {
                let share = step as f64 / steps;
                let mix = |from: f64, to: f64| from + (to - from) * share;
                let (from, to) = (pair[0].point, pair[1].point);
                let point = Point::new(mix(from.x(), to.x()), mix(from.y(), to.y()));
                worst = worst.max(self.nearest(point) - (length - along - span * share));
                if worst == f64::INFINITY {
                    return worst;
                }
            }
            along += span;
        }
        worst
    }

    /// Metres to the nearest cell where one can land; endless if there is none around.
    fn nearest(&self, point: Point) -> f64 {
        let grid = self.dem.grid();
        let column = ((point.x() - grid.west) / grid.step_lon).round().clamp(0.0, grid.columns as f64 - 1.0);
        let row = ((grid.north - point.y()) / grid.step_lat).round().clamp(0.0, grid.rows as f64 - 1.0);
        let middle = (column as usize, row as usize);
        let mut best = f64::INFINITY;
        for ring in 0..WIDEST {
            // Cells of later rings are no nearer than this.
            if best <= (ring as f64 - 1.5) * self.cell() {
                break;
            }
            for (column, row) in around(middle, ring, (grid.columns, grid.rows)) {
                let at = grid.point(column, row);
                let metres = Haversine.distance(at, point);
                if metres < best && self.is_good((column, row), at) {
                    best = metres;
                }
            }
        }
        best
    }

    /// Metres across a cell, the shorter way.
    fn cell(&self) -> f64 {
        let grid = self.dem.grid();
        let here = grid.point(0, grid.rows / 2);
        let across = Haversine.distance(here, Point::new(here.x() + grid.step_lon, here.y()));
        across.min(Haversine.distance(here, Point::new(here.x(), here.y() - grid.step_lat)))
    }

    /// Flat enough, no water, no zone, and away from where people live.
    fn is_good(&self, at: (usize, usize), point: Point) -> bool {
        let apart = facts::value("air.landing.apart");
        // No degree is longer than this many metres.
        let far = apart / 111_700.0;
        let is_near = |place: &&Place| {
            place.population > 0
                && (place.point.y() - point.y()).abs() <= far
                && Haversine.distance(place.point, point) < apart * 0.99
        };
        self.is_flat(at)
            && !self.county.zones.iter().any(|zone| zone.area.contains(&point))
            && !self.county.places.iter().any(|place| is_near(&place))
    }

    fn is_flat(&self, at: (usize, usize)) -> bool {
        let grid = self.dem.grid();
        let size = (grid.columns, grid.rows);
        let Some(own) = self.dem.cell(at.0, at.1) else { return false };
        let near: Vec<_> = around(at, 1, size).collect();
        let steepest = facts::value("air.landing.slope").to_radians().tan() * 1.01;
        let here = grid.point(at.0, at.1);
        let gentle = |&(column, row): &(usize, usize)| {
            let away = Haversine.distance(here, grid.point(column, row));
            self.dem.cell(column, row).is_some_and(|height| (height - own).abs() <= steepest * away)
        };
        let mut wide = near.iter().copied().chain(around(at, 2, size));
        let is_water = wide.all(|(column, row)| self.dem.cell(column, row) == Some(own));
        near.len() == 8 && near.iter().all(gentle) && !is_water
    }
}

/// The cells of a square ring around one, as far as they are on the grid.
fn around(
    (column, row): (usize, usize),
    ring: usize,
    (columns, rows): (usize, usize),
) -> impl Iterator<Item = (usize, usize)> {
    let ring = ring as isize;
    let cells = (-ring..=ring).flat_map(move |right| (-ring..=ring).map(move |down| (right, down)));
    let edge = cells.filter(move |(right, down)| right.abs().max(down.abs()) == ring);
    edge.filter_map(move |(right, down)| {
        let column = column.checked_add_signed(right).filter(|column| *column < columns)?;
        Some((column, row.checked_add_signed(down).filter(|row| *row < rows)?))
    })
}
