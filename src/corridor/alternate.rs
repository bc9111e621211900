//! Where one can land on the way.

use super::course::Course;
use super::lattice::Lattice;
use super::plane::{distance, metres_per_degree};
use super::search::Scratch;
use super::sky::Sky;
use crate::county::Place;
use crate::facts;
use crate::units::Point;

/// A place to land, when something fails.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Alternate {
    /// Metres from the first pad, where one leaves the corridor for it.
    pub along: f64,
    pub point: Point,
    /// Metres from there, on the map.
    pub metres: f64,
}

/// The nearest place to land from each point of the lattice.
pub(super) struct Landings {
    /// Metres of flight to it, detours around what is blocked included.
    metres: Vec<f32>,
    /// The lattice point where it is; `u32::MAX` if none can be reached.
    spot: Vec<u32>,
}

/// Metres of a corridor between two alternates that are told.
const EVERY: f64 = 1_500.0;

impl Landings {
    /// Ground that is flat enough, away from where people live, and no water.
    pub fn new(sky: &Sky, lattice: &Lattice, places: &[Place]) -> Landings {
        let apart = facts::value("air.landing.apart");
        let lived: Vec<Point> =
            places.iter().filter(|place| place.population > 0).map(|place| place.point).collect();
        let steepest = facts::value("air.landing.slope").to_radians().tan();
        let good = |node: &usize| {
            let at = lattice.cell(*node);
            let point = sky.point(at);
            sky.blocked[sky.index(at)] == 0
                && !water(sky, at)
                && slope(sky, at).is_some_and(|slope| slope <= steepest)
                && !lived.iter().any(|place| close(*place, point, apart))
        };
        let starts: Vec<(usize, f32)> =
            (0..lattice.costs.len()).filter(good).map(|node| (node, 0.0)).collect();
        let mut search = Scratch::new(lattice);
        search.search(lattice, &starts, &[]);
        let (metres, parents) = search.parts();
        Landings { metres: metres.to_vec(), spot: roots(parents, metres) }
    }

    /// Alternates of a course, and how far they are.
    pub fn of(&self, sky: &Sky, lattice: &Lattice, course: &Course) -> Refuges {
        let mut found = Refuges { told: Vec::new(), farthest: 0.0, excess: [f64::NEG_INFINITY; 2] };
        let mut next = 0.0;
        for pair in course.fixes.windows(2) {
            let span = (pair[1].along - pair[0].along).max(1e-9);
            let steps = (span / 300.0).ceil();
            for step in 0..=steps as usize {
                let share = step as f64 / steps;
                let mix = |from: f64, to: f64| from + (to - from) * share;
                let (from, to) = (pair[0].point, pair[1].point);
                let point = Point::new(mix(from.x(), to.x()), mix(from.y(), to.y()));
                let along = pair[0].along + span * share;
                let near = self.near(sky, lattice, point);
                found.see(along, near.map_or(f64::INFINITY, |near| near.0), course.length);
                let Some((_, spot)) = near else { continue };
                if along >= next && found.told.iter().all(|one| distance(one.point, spot) > 1.0) {
                    found.told.push(Alternate { along, point: spot, metres: distance(point, spot) });
                    next = along + EVERY;
                }
            }
        }
        found
    }

    fn near(&self, sky: &Sky, lattice: &Lattice, point: Point) -> Option<(f64, Point)> {
        let node = lattice.nearest(sky.at(point)?);
        let spot = self.spot[node];
        let place = (spot != u32::MAX).then(|| sky.point(lattice.cell(spot as usize)))?;
        let away = distance(point, sky.point(lattice.cell(node)));
        Some((f64::from(self.metres[node]) + away, place))
    }
}

/// Alternates of a course.
pub(super) struct Refuges {
    /// A few of them along the way.
    pub told: Vec<Alternate>,
    /// Metres to the nearest one, at the worst place.
    pub farthest: f64,
    /// Forwards and backwards: how much farther than the end of the corridor the nearest
    /// alternate is, at the worst place. The reserve has to last for so much.
    pub excess: [f64; 2],
}

impl Refuges {
    fn see(&mut self, along: f64, metres: f64, length: f64) {
        self.farthest = self.farthest.max(metres);
        self.excess[0] = self.excess[0].max(metres - (length - along));
        self.excess[1] = self.excess[1].max(metres - along);
    }
}

/// Where each chain of parents begins.
fn roots(parents: &[u32], metres: &[f32]) -> Vec<u32> {
    let mut roots = vec![u32::MAX; parents.len()];
    let reached = metres.iter().enumerate().filter(|(_, metres)| metres.is_finite());
    for (start, _) in reached {
        let mut chain = vec![start];
        let mut at = start;
        while roots[at] == u32::MAX && parents[at] != u32::MAX {
            at = parents[at] as usize;
            chain.push(at);
        }
        let root = if roots[at] == u32::MAX { at as u32 } else { roots[at] };
        chain.into_iter().for_each(|node| roots[node] = root);
    }
    roots
}

/// Steepest of the slopes from a cell to its neighbours.
pub(super) fn slope(sky: &Sky, (column, row): (usize, usize)) -> Option<f64> {
    let middle = sky.dem.cell(column, row)?;
    let mut steepest = 0.0_f64;
    for (right, down) in [(1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (-1, -1), (1, -1), (-1, 1)] {
        let column = column.checked_add_signed(right).filter(|column| *column < sky.size.columns)?;
        let row = row.checked_add_signed(down).filter(|row| *row < sky.size.rows)?;
        let away = (right as f64 * sky.cell.0).hypot(down as f64 * sky.cell.1);
        steepest = steepest.max((sky.dem.cell(column, row)? - middle).abs() / away);
    }
    Some(steepest)
}

/// Whether the ground is exactly level for two cells to all sides: the surface of a river or lake.
pub(super) fn water(sky: &Sky, (column, row): (usize, usize)) -> bool {
    let middle = sky.dem.cell(column, row);
    let rows = row.saturating_sub(2)..(row + 3).min(sky.size.rows);
    let mut around = rows.flat_map(|row| {
        (column.saturating_sub(2)..(column + 3).min(sky.size.columns)).map(move |column| (column, row))
    });
    around.all(|(column, row)| sky.dem.cell(column, row) == middle)
}

/// Whether two points are no farther apart than `within` metres.
pub(super) fn close(one: Point, other: Point, within: f64) -> bool {
    let (east, north) = metres_per_degree(one.y());
    let (x, y) = ((one.x() - other.x()) * east, (one.y() - other.y()) * north);
    x * x + y * y <= within * within
}
