//! A way on the map becomes a corridor: heights, room above and below, people and zones.

use super::alternate::Alternate;
use super::assess::Quality;
use super::plane::{apart, distance, moved, offset};
use super::profile::taut;
use super::rules::Rules;
use super::sky::{MARGIN, Sky};
use super::wires::Crossing;
use crate::county::Zone;
use crate::energy::drone::Airframe;
use crate::facts;
use crate::units::Point;

/// A corner of the line that is flown.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fix {
    pub point: Point,
    /// Metres from the first pad, on the map.
    pub along: f64,
    /// Metres above sea level.
    pub ground: f64,
    pub height: f64,
    /// Turned on the spot: too sharp for a turn at cruising speed within the half width.
    pub slow: bool,
}

/// A place along a corridor, for drawings of its profile.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spot {
    pub along: f64,
    pub ground: f64,
    /// Highest ground within the half width.
    pub around: f64,
    pub height: f64,
    /// What the rules allow here.
    pub ceiling: f64,
}

/// A corridor between two pads, flown in both directions.
#[derive(Clone, Debug, PartialEq)]
pub struct Corridor {
    /// Indices of its pads.
    pub ends: [usize; 2],
    /// From the first pad to the second one; straight between them.
    pub fixes: Vec<Fix>,
    pub profile: Vec<Spot>,
    /// Metres on the map.
    pub length: f64,
    /// True height above the ground straight below, lowest and highest.
    pub above: (f64, f64),
    /// Metres up and down from the first pad's ground to the second one's, take-off and landing
    /// included. Backwards they change places.
    pub climb: f64,
    pub descent: f64,
    /// Who lives within the buffer.
    pub people: f64,
    /// Indices of zones that are flown under.
    pub zones: Vec<usize>,
    /// Power lines on the way, in order.
    pub crossings: Vec<Crossing>,
    /// Metres without a radio link; `None` where nothing is known of it.
    pub unlinked: Option<f64>,
    /// Where one can land on the way, and how far the nearest such place is at most.
    pub alternates: Vec<Alternate>,
    pub farthest: f64,
    /// Forwards and backwards.
    pub ways: [Quality; 2],
}

/// Metres between the places whose heights are looked at.
const STEP: f64 = 10.0;

/// Places of a profile, and metres between them at least.
const SPOTS: f64 = 400.0;
const APART: f64 = 40.0;

/// The line without what flying it takes.
pub(super) struct Course {
    pub fixes: Vec<Fix>,
    pub profile: Vec<Spot>,
    pub length: f64,
    pub above: (f64, f64),
    pub people: f64,
    pub zones: Vec<usize>,
    pub crossings: Vec<Crossing>,
    pub unlinked: Option<f64>,
}

impl Course {
    /// Metres up and down, from the first pad's ground to the last one's.
    pub fn rises(&self) -> (f64, f64) {
        let (first, last) = (self.fixes[0], self.fixes[self.fixes.len() - 1]);
        let ends = (first.height - first.ground, last.height - last.ground);
        self.fixes.windows(2).fold(ends, |(up, down), pair| {
            let rise = pair[1].height - pair[0].height;
            (up + rise.max(0.0), down + (-rise).max(0.0))
        })
    }
}

/// Why there is no course along a way.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Shut {
    /// A height on the way is not known.
    Void,
    /// Floor and ceiling cross.
    Narrow,
}

/// Evenly spaced places on a line.
struct Line {
    points: Vec<Point>,
    /// Metres from the start of each corner.
    corners: Vec<f64>,
    step: f64,
    length: f64,
}

impl Line {
    fn new(corners: &[Point]) -> Line {
        let mut along = vec![0.0];
        for pair in corners.windows(2) {
            along.push(along[along.len() - 1] + distance(pair[0], pair[1]));
        }
        let length = along[along.len() - 1];
        let count = (length / STEP).ceil().max(1.0);
        let step = length / count;
        let mut leg = 0;
        let points = (0..=count as usize).map(|place| {
            let at = (place as f64 * step).min(length);
            while leg + 2 < along.len() && along[leg + 1] < at {
                leg += 1;
            }
            let span = (along[leg + 1] - along[leg]).max(1e-9);
            let share = ((at - along[leg]) / span).clamp(0.0, 1.0);
            let (from, to) = (corners[leg], corners[leg + 1]);
            Point::new(from.x() + (to.x() - from.x()) * share, from.y() + (to.y() - from.y()) * share)
        });
        Line { points: points.collect(), corners: along, step, length }
    }
}

/// Between which heights each place of a line may be flown over.
struct Room {
    ground: Vec<f64>,
    /// Highest ground within the half width.
    around: Vec<f64>,
    low: Vec<f64>,
    high: Vec<f64>,
}

impl Room {
    fn new(sky: &Sky, line: &Line, corners: &[Point]) -> Result<Room, Shut> {
        let width = sky.rules.half_width;
        let height = |point: Point| sky.dem.height(point).ok_or(Shut::Void);
        let ground = line.points.iter().map(|point| height(*point)).collect::<Result<Vec<f64>, Shut>>()?;
        let mut sides = Vec::with_capacity(ground.len());
        for (at, point) in line.points.iter().enumerate() {
            let ahead = line.points[(at + 1).min(line.points.len() - 1)];
            let behind = line.points[at.saturating_sub(1)];
            let (east, north) = offset(behind, ahead);
            let long = east.hypot(north).max(1e-9);
            let (x, y) = (-north / long, east / long);
            let mut top = ground[at];
            for share in [-1.0, -0.5, 0.5, 1.0] {
                top = top.max(height(moved(*point, x * width * share, y * width * share))?);
            }
            sides.push(top);
        }
        // At its corners and ends a line has sides to all directions.
        for (corner, along) in corners.iter().zip(&line.corners) {
            let place = ((along / line.step.max(1e-9)).round() as usize).min(sides.len() - 1);
            for turn in 0..16 {
                let (y, x) = (f64::from(turn) * std::f64::consts::PI / 8.0).sin_cos();
                for share in [0.5, 1.0] {
                    let top = height(moved(*corner, x * width * share, y * width * share))?;
                    sides[place] = sides[place].max(top);
                }
            }
        }
        let reach = (width / line.step.max(1e-9)).ceil().min(1e6) as usize;
        let most = |at: usize| {
            let near = &sides[at.saturating_sub(reach)..(at + reach + 1).min(sides.len())];
            near.iter().copied().fold(f64::MIN, f64::max)
        };
        let around: Vec<f64> = (0..sides.len()).map(most).collect();
        let low = around.iter().zip(&line.points).map(|(top, point)| {
            let floor = top + sky.rules.clearance + MARGIN;
            sky.above_wires(*point).map_or(floor, |wires| floor.max(wires))
        });
        let low: Vec<f64> = low.collect();
        let top = |(point, ground): (&Point, &f64)| (ground + sky.limit(*point) - MARGIN).min(sky.highest);
        let mut high: Vec<f64> = line.points.iter().zip(&ground).map(top).collect();
        for at in 1..ground.len() {
            let (one, other) = (line.points[at - 1], line.points[at]);
            let middle = Point::new(f64::midpoint(one.x(), other.x()), f64::midpoint(one.y(), other.y()));
            // Where the ground dips between two places, the ceiling dips as well.
            let dip = (f64::midpoint(ground[at - 1], ground[at]) - height(middle)?).max(0.0);
            high[at - 1] -= dip;
            high[at] -= dip;
        }
        if low.iter().zip(&high).any(|(low, high)| low > high) {
            return Err(Shut::Narrow);
        }
        Ok(Room { ground, around, low, high })
    }
}

/// The course with least energy along corners on the map, the pads' points included.
pub(super) fn course(sky: &Sky, frame: &Airframe, zones: &[Zone], corners: &[Point]) -> Result<Course, Shut> {
    let line = Line::new(corners);
    let room = Room::new(sky, &line, corners)?;
    let last = room.low.len() - 1;
    let bends = taut(&room.low, &room.high, (room.low[0], room.low[last])).ok_or(Shut::Narrow)?;
    let flown = heights(&bends);
    let fixes = fixes(sky, frame, &line, corners, &bends).ok_or(Shut::Void)?;
    let stride = ((line.length / SPOTS).max(APART) / line.step.max(1e-9)).round().max(1.0) as usize;
    let spots = (0..=last).filter(|at| at % stride == 0 || *at == last);
    let profile = spots.map(|at| Spot {
        along: at as f64 * line.step,
        ground: room.ground[at],
        around: room.around[at],
        height: flown[at],
        ceiling: room.high[at] + MARGIN,
    });
    let above = flown.iter().zip(&room.ground).map(|(flown, ground)| flown - ground);
    let above = above.fold((f64::MAX, f64::MIN), |(low, high), above| (low.min(above), high.max(above)));
    Ok(Course {
        fixes,
        profile: profile.collect(),
        length: line.length,
        above,
        people: line.points.iter().map(|point| sky.people_at(*point) * line.step).sum(),
        zones: touched(sky, zones, &line.points),
        crossings: crossings(sky, &line, &flown),
        unlinked: unlinked(sky, &line),
    })
}

/// Power lines between the places of a line, and how far below the flight they hang.
fn crossings(sky: &Sky, line: &Line, flown: &[f64]) -> Vec<Crossing> {
    let mut all = Vec::new();
    for (at, pair) in line.points.windows(2).enumerate() {
        let Some(cell) = sky.at(pair[0]).map(|cell| sky.index(cell)) else { continue };
        for (share, wire, top) in sky.wires.crossed(cell, pair[0], pair[1]) {
            let height = flown[at] + (flown[at + 1] - flown[at]) * share;
            all.push(Crossing { along: (at as f64 + share) * line.step, wire, over: height - top });
        }
    }
    all.sort_by(|one, other| one.along.total_cmp(&other.along));
    // Right below a place of the line a wire is met before and after it.
    all.dedup_by(|one, other| one.wire == other.wire && one.along - other.along < 1.0);
    all
}

fn unlinked(sky: &Sky, line: &Line) -> Option<f64> {
    let cut = |point: &&Point| sky.at(**point).is_some_and(|cell| !sky.is_linked(sky.index(cell)));
    (!sky.linked.is_empty()).then(|| line.points.iter().filter(cut).count() as f64 * line.step)
}

/// Heights at all places.
fn heights(bends: &[(usize, f64)]) -> Vec<f64> {
    let mut all = vec![bends[0].1];
    for pair in bends.windows(2) {
        let ((from, low), (to, high)) = (pair[0], pair[1]);
        all.extend((from + 1..=to).map(|at| low + (high - low) * (at - from) as f64 / (to - from) as f64));
    }
    all
}

/// Corners of the map and of the profile, in order.
fn fixes(
    sky: &Sky,
    frame: &Airframe,
    line: &Line,
    corners: &[Point],
    bends: &[(usize, f64)],
) -> Option<Vec<Fix>> {
    let height = |along: f64| {
        let place = along / line.step.max(1e-9);
        let after = bends.partition_point(|bend| (bend.0 as f64) < place).clamp(1, bends.len() - 1);
        let ((from, low), (to, high)) = (bends[after - 1], bends[after]);
        low + (high - low) * ((place - from as f64) / (to - from) as f64).clamp(0.0, 1.0)
    };
    let turns = corners.iter().enumerate().map(|(at, point)| {
        let slow = at > 0 && at + 1 < corners.len() && sharp(&sky.rules, frame, &corners[at - 1..=at + 1]);
        (line.corners[at], *point, slow)
    });
    let bent = bends.iter().map(|(at, _)| (*at as f64 * line.step, line.points[*at], false));
    let mut all: Vec<(f64, Point, bool)> = turns.chain(bent).collect();
    all.sort_by(|one, other| one.0.total_cmp(&other.0).then(other.2.cmp(&one.2)));
    // A bend of the profile beside a corner of the map is the same fix.
    let mut kept: Vec<(f64, Point, bool)> = Vec::new();
    for fix in all {
        match kept.last() {
            Some(before) if fix.0 - before.0 < 0.01 => {}
            _ => kept.push(fix),
        }
    }
    let fix = |(along, point, slow): (f64, Point, bool)| {
        Some(Fix { point, along, ground: sky.dem.height(point)?, height: height(along), slow })
    };
    kept.into_iter().map(fix).collect()
}

/// Whether a corner cannot be rounded at cruising speed within the half width and half of both
/// legs. The turn's radius is `v^2 / (g tan bank)`.
fn sharp(rules: &Rules, frame: &Airframe, corner: &[Point]) -> bool {
    let (before, after) = (offset(corner[0], corner[1]), offset(corner[1], corner[2]));
    let cross = before.0 * after.1 - before.1 * after.0;
    let dot = before.0 * after.0 + before.1 * after.1;
    let half = cross.atan2(dot).abs() / 2.0;
    let bank = facts::value("drone.turn.bank").to_radians();
    let radius = frame.cruise * frame.cruise / (facts::value("physics.gravity") * bank.tan());
    let cut = radius * (1.0 / half.cos().max(1e-6) - 1.0);
    let tangent = radius * half.tan();
    let shorter = before.0.hypot(before.1).min(after.0.hypot(after.1));
    cut > rules.half_width || tangent > shorter / 2.0
}

/// Zones over or within the half width of the line.
fn touched(sky: &Sky, zones: &[Zone], points: &[Point]) -> Vec<usize> {
    let near: Vec<&Point> = points.iter().filter(|point| sky.limit(**point) < sky.rules.ceiling).collect();
    let close = |zone: &Zone| near.iter().any(|point| apart(**point, &zone.area) <= sky.rules.half_width);
    zones.iter().enumerate().filter(|(_, zone)| close(zone)).map(|(at, _)| at).collect()
}
