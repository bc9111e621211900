//! Where further pads could be: flat, clear, beside a road, near people who have none.

use super::alternate::{close, slope, water};
use super::network::Pad;
use super::plane::{distance, metres_per_degree};
use super::rules::Rules;
use super::sky::Sky;
use crate::county::{Aloft, Place, Zone};
use crate::facts;
use crate::terrain::Dem;
use crate::units::Point;
use std::collections::HashMap;

/// A place for a pad.
#[derive(Clone, Debug, PartialEq)]
pub struct Suggestion {
    pub point: Point,
    /// Metres above sea level.
    pub ground: f64,
    /// Steepest slope to a neighbouring height, degrees.
    pub slope: f64,
    /// Metres to the next road point.
    pub road: f64,
    /// Indices of places within walking distance that no other pad serves, and their people.
    pub places: Vec<usize>,
    pub people: u64,
}

/// Points of roads by squares, so that only near ones are looked at.
struct Roads {
    squares: HashMap<(i64, i64), Vec<Point>>,
    /// Degrees.
    side: (f64, f64),
}

impl Roads {
    fn new(points: &[Point], reach: f64, latitude: f64) -> Roads {
        let (east, north) = metres_per_degree(latitude);
        let mut roads = Roads { squares: HashMap::new(), side: (reach / east, reach / north) };
        for point in points {
            roads.squares.entry(roads.square(*point)).or_default().push(*point);
        }
        roads
    }

    fn square(&self, point: Point) -> (i64, i64) {
        ((point.x() / self.side.0).floor() as i64, (point.y() / self.side.1).floor() as i64)
    }

    fn nearest(&self, point: Point) -> Option<f64> {
        let (x, y) = self.square(point);
        let squares = (x - 1..=x + 1).flat_map(|x| (y - 1..=y + 1).map(move |y| (x, y)));
        let near = squares.filter_map(|square| self.squares.get(&square)).flatten();
        near.map(|road| distance(*road, point)).reduce(f64::min)
    }
}

/// Up to `count` further pads, the one that serves most people first. Greedy: each serves those
/// that the pads before leave out.
#[must_use]
pub fn suggest(
    (dem, zones, places): (&Dem, &[Zone], &[Place]),
    aloft: &Aloft,
    rules: &Rules,
    highest: f64,
    pads: &[Pad],
    roads: &[Point],
    count: usize,
) -> Vec<Suggestion> {
    let sky = Sky::new((dem, zones, places), aloft, rules, highest);
    let walk = facts::value("air.pad.walk");
    let served = |point: Point| pads.iter().any(|pad| close(pad.point, point, walk));
    let mut left: Vec<usize> =
        (0..places.len()).filter(|at| places[*at].population > 0 && !served(places[*at].point)).collect();
    let spots = spots(&sky, places, &left, roads);
    let mut found = Vec::new();
    while found.len() < count {
        let serves = |spot: &Spot| -> Vec<usize> {
            left.iter().copied().filter(|at| close(places[*at].point, spot.point, walk)).collect()
        };
        let people = |places_at: &[usize]| -> u64 {
            places_at.iter().map(|at| u64::from(places[*at].population)).sum()
        };
        let best = spots.iter().map(|spot| (spot, serves(spot))).max_by(|one, other| {
            let by_people = people(&one.1).cmp(&people(&other.1));
            by_people.then(other.0.slope.total_cmp(&one.0.slope)).then(other.0.index.cmp(&one.0.index))
        });
        let Some((spot, places_at)) = best.filter(|best| !best.1.is_empty()) else { break };
        left.retain(|at| !places_at.contains(at));
        let slope = spot.slope.atan().to_degrees();
        let people = people(&places_at);
        let (point, ground, road) = (spot.point, spot.ground, spot.road);
        found.push(Suggestion { point, ground, slope, road, places: places_at, people });
    }
    found
}

struct Spot {
    point: Point,
    ground: f64,
    slope: f64,
    road: f64,
    index: usize,
}

/// Cells on which a pad may be, within walking distance of a place that is left.
fn spots(sky: &Sky, places: &[Place], left: &[usize], roads: &[Point]) -> Vec<Spot> {
    let walk = facts::value("air.pad.walk");
    let near_road = facts::value("air.pad.road");
    let steepest = facts::value("air.pad.slope").to_radians().tan();
    let latitude = sky.dem.grid().north;
    let roads = Roads::new(roads, near_road, latitude);
    let reach = ((walk / sky.cell.0).ceil() as usize, (walk / sky.cell.1).ceil() as usize);
    let mut cells: Vec<usize> = Vec::new();
    for at in left {
        let Some((column, row)) = sky.at(places[*at].point) else { continue };
        for row in row.saturating_sub(reach.1)..(row + reach.1 + 1).min(sky.size.rows) {
            let columns = column.saturating_sub(reach.0)..(column + reach.0 + 1).min(sky.size.columns);
            cells.extend(columns.map(|column| sky.index((column, row))));
        }
    }
    cells.sort_unstable();
    cells.dedup();
    let spot = |index: usize| {
        let at = (index % sky.size.columns, index / sky.size.columns);
        let slope = slope(sky, at).filter(|slope| *slope <= steepest && !water(sky, at))?;
        let point = sky.point(at);
        let road = roads.nearest(point).filter(|road| *road <= near_road)?;
        let ground = sky.dem.height(point)?;
        let good = sky.blocked[index] == 0 && clear(sky, at, ground);
        good.then_some(Spot { point, ground, slope, road, index })
    };
    cells.into_iter().filter_map(spot).collect()
}

/// Nothing around rises above half of the clearance.
fn clear(sky: &Sky, (column, row): (usize, usize), ground: f64) -> bool {
    let reach = facts::value("air.pad.open");
    let across = (reach / sky.cell.0).ceil() as usize;
    let along = (reach / sky.cell.1).ceil() as usize;
    let rows = row.saturating_sub(along)..(row + along + 1).min(sky.size.rows);
    rows.flat_map(|row| {
        (column.saturating_sub(across)..(column + across + 1).min(sky.size.columns))
            .map(move |column| (column, row))
    })
    .all(|(column, row)| {
        sky.dem.cell(column, row).is_some_and(|height| height - ground <= sky.rules.clearance / 2.0)
    })
}
