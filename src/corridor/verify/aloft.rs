//! Power lines and radio links, judged: each wire as straight as it can hang, by distance from
//! points of the flight; crossings by the sides on which ends lie; the link by winding numbers.

use super::super::{Corridor, Fix, Terms};
use super::{Fault, Figure, Plane, STRIDE};
use crate::units::Point;

/// A span as the judge sees it: its line, both pylons, and their tops above sea level.
type Span = (usize, [Point; 2], [f64; 2]);

/// Spans whose box comes near the flight's.
fn spans(terms: &Terms, fixes: &[Fix]) -> Vec<Span> {
    // Wider than any half width: a hundredth of a degree is about a kilometre.
    const NEAR: f64 = 0.01;
    let (mut west, mut east, mut south, mut north) = (f64::MAX, f64::MIN, f64::MAX, f64::MIN);
    for point in fixes.iter().map(|fix| fix.point) {
        (west, east) = (west.min(point.x() - NEAR), east.max(point.x() + NEAR));
        (south, north) = (south.min(point.y() - NEAR), north.max(point.y() + NEAR));
    }
    let mut all = Vec::new();
    for (number, wire) in terms.aloft.wires.iter().enumerate() {
        for pair in wire.line.0.windows(2) {
            let is_far = pair[0].x.max(pair[1].x) < west
                || pair[0].x.min(pair[1].x) > east
                || pair[0].y.max(pair[1].y) < south
                || pair[0].y.min(pair[1].y) > north;
            let ends = [Point::from(pair[0]), Point::from(pair[1])];
            if is_far {
                continue;
            }
            if let Some((first, last)) = feet(terms, ends) {
                all.push((number, ends, [first + wire.height, last + wire.height]));
            }
        }
    }
    all
}

/// Where pylons stand: one off the model as high as the other one, two of them as high as anything
/// between them, by two hundred steps.
fn feet(terms: &Terms, ends: [Point; 2]) -> Option<(f64, f64)> {
    let [one, other] = ends.map(|end| terms.dem.height(end));
    if let Some(known) = one.or(other).zip(other.or(one)) {
        return Some(known);
    }
    let step = ((ends[1].x() - ends[0].x()) / 200.0, (ends[1].y() - ends[0].y()) / 200.0);
    let place =
        |at: i32| Point::new(ends[0].x() + step.0 * f64::from(at), ends[0].y() + step.1 * f64::from(at));
    let mut highest: Option<f64> = None;
    for height in (1..200).filter_map(|at| terms.dem.height(place(at))) {
        highest = Some(highest.map_or(height, |most| most.max(height)));
    }
    highest.map(|height| (height, height))
}

/// The flight keeps above every wire within the half width. One fault is enough.
pub fn wires(terms: &Terms, fixes: &[Fix], faults: &mut Vec<Fault>) {
    let spans = spans(terms, fixes);
    if spans.is_empty() {
        return;
    }
    let mut before = 0.0;
    for pair in fixes.windows(2) {
        let plane = Plane::at(pair[0].point);
        let long = plane.apart(pair[0].point, pair[1].point);
        let steps = (long / STRIDE).ceil().max(1.0);
        for step in 0..=steps as usize {
            let share = step as f64 / steps;
            let (point, height) = between(pair, share);
            let low = |span: &&Span| is_low(terms, &plane, point, height, span);
            if let Some((wire, ..)) = spans.iter().find(low) {
                faults.push(Fault::Wire(before + long * share, *wire));
                return;
            }
        }
        before += long;
    }
}

fn is_low(terms: &Terms, plane: &Plane, point: Point, height: f64, (_, ends, tops): &Span) -> bool {
    let [a, b] = ends.map(|end| ((end.x() - point.x()) * plane.east, (end.y() - point.y()) * plane.north));
    let long = (b.0 - a.0).hypot(b.1 - a.1);
    // From the first pylon to the foot of the perpendicular.
    let foot = -(a.0 * (b.0 - a.0) + a.1 * (b.1 - a.1)) / long.max(1e-9);
    let share = (foot / long.max(1e-9)).clamp(0.0, 1.0);
    let away = (a.0 + (b.0 - a.0) * share).hypot(a.1 + (b.1 - a.1) * share);
    away < terms.rules.half_width && height < tops[0] * (1.0 - share) + tops[1] * share + terms.rules.wire
}

/// What is said of crossings and of the link.
pub fn figures(terms: &Terms, corridor: &Corridor, faults: &mut Vec<Fault>) {
    let spans = spans(terms, &corridor.fixes);
    let legs = corridor.fixes.windows(2);
    let crossed = legs.flat_map(|leg| spans.iter().filter(move |span| crosses(leg, span.1))).count();
    let said = corridor.crossings.len();
    // Where the flight turns right below a wire both may count it once more or less.
    let corners = corridor.fixes.len().saturating_sub(2).min(1);
    if (said == 0) != (crossed == 0) || said.abs_diff(crossed) > corners {
        faults.push(Fault::Figure(Figure::Crossings, said as f64, crossed as f64));
    }
    let Some(areas) = &terms.aloft.links else {
        if let Some(says) = corridor.unlinked {
            faults.push(Fault::Figure(Figure::Unlinked, says, 0.0));
        }
        return;
    };
    let cut = |point: Point| !areas.iter().any(|area| Plane::at(point).to_zone(point, area) <= 0.0);
    let mut follows = 0.0;
    for pair in corridor.fixes.windows(2) {
        let long = Plane::at(pair[0].point).apart(pair[0].point, pair[1].point);
        let steps = (long / (5.0 * STRIDE)).ceil().max(1.0);
        for step in 0..steps as usize {
            let share = (step as f64 + 0.5) / steps;
            follows += if cut(between(pair, share).0) { long / steps } else { 0.0 };
        }
    }
    // The planner looks at cells of the height model: each border may be off by two of them.
    let grid = terms.dem.grid();
    let cell = Plane::at(corridor.fixes[0].point);
    let cell = (grid.step_lon * cell.east).max(grid.step_lat * cell.north);
    let says = corridor.unlinked.unwrap_or(f64::NAN);
    let is_close = (says - follows).abs() <= 8.0 * cell + 0.05 * corridor.length;
    if !is_close {
        faults.push(Fault::Figure(Figure::Unlinked, says, follows));
    }
}

/// Whether the ends of each lie on different sides of the other.
fn crosses(leg: &[Fix], ends: [Point; 2]) -> bool {
    let side = |a: Point, b: Point, c: Point| {
        let turn = (b.x() - a.x()) * (c.y() - a.y()) - (b.y() - a.y()) * (c.x() - a.x());
        turn > 0.0
    };
    let (from, to) = (leg[0].point, leg[1].point);
    side(from, to, ends[0]) != side(from, to, ends[1])
        && side(ends[0], ends[1], from) != side(ends[0], ends[1], to)
}

/// Where a straight leg is after a share of it, and how high.
pub(super) fn between(pair: &[Fix], share: f64) -> (Point, f64) {
    let mix = |from: f64, to: f64| from + (to - from) * share;
    let (one, other) = (&pair[0], &pair[1]);
    let point = Point::new(mix(one.point.x(), other.point.x()), mix(one.point.y(), other.point.y()));
    (point, mix(one.height, other.height))
}
