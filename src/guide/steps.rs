//! A leg as a list of what to do: each step begins with a maneuver.

use super::arms::{Turning, arms};
use super::maneuver::{self, Maneuver, Modifier, Move};
use super::phantom::{bearing, turn};
use super::trace::{Passed, Trace};
use super::{Atlas, Cost, Phantom, Profile, side};
use crate::units::Point;
use std::ops::Range;

/// A junction on a step, or where it begins or ends.
#[derive(Clone, Debug, PartialEq)]
pub struct Intersection {
    /// Which point of the trace.
    pub at: usize,
    /// Bearing of each arm and whether it may be driven into, clockwise from north.
    pub arms: Vec<(f64, bool)>,
    /// The arms one comes from and goes to.
    pub came: Option<usize>,
    pub goes: Option<usize>,
    pub tunnel: bool,
    pub motorway: bool,
    pub toll: bool,
}

/// From one maneuver to the next.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    pub maneuver: Maneuver,
    /// Of the trace. Empty for the arrival, which stands at the last point.
    pub stretches: Range<usize>,
    pub cost: Cost,
    /// Number of the road in the atlas.
    pub road: u32,
    pub ferry: bool,
    /// At least one.
    pub intersections: Vec<Intersection>,
}

/// A maneuver and the point of the trace where it is done.
type Event = (usize, Maneuver);

/// The steps of a leg, from the departure to the arrival. `from` and `to` are the points asked about.
#[must_use]
pub fn steps(
    atlas: &Atlas,
    profile: &Profile,
    trace: &Trace,
    (from, departs): (Point, &Phantom),
    (to, arrives): (Point, &Phantom),
) -> Vec<Step> {
    let turnings: Vec<Turning> = trace.passed.iter().map(|passed| arms(atlas, profile, passed)).collect();
    let (first, last) = (direction(trace, 0), direction(trace, trace.points.len() - 2));
    let depart = Maneuver {
        kind: Move::Depart,
        modifier: Some(side(departs, first, from)).filter(|side| *side != Modifier::Straight),
        before: 0.0,
        after: first,
        exit: None,
    };
    let arrive = Maneuver {
        kind: Move::Arrive,
        modifier: Some(side(arrives, last, to)).filter(|side| *side != Modifier::Straight),
        before: last,
        after: 0.0,
        exit: None,
    };
    let mut events = vec![(0, depart)];
    events.extend(told(atlas, trace, &turnings));
    events.push((trace.points.len() - 1, arrive));
    let ends: Vec<usize> =
        events.iter().skip(1).map(|event| event.0).chain([trace.points.len() - 1]).collect();
    let step = |((at, maneuver), end): (Event, usize)| step(atlas, trace, &turnings, (at, maneuver), at..end);
    events.into_iter().zip(ends).map(step).collect()
}

/// Degrees from north around a stretch; of the next one that has any length.
fn direction(trace: &Trace, stretch: usize) -> f64 {
    let forward = trace.points[stretch..].windows(2).find(|pair| pair[0] != pair[1]);
    let before = || trace.points.windows(2).rfind(|pair| pair[0] != pair[1]);
    forward.or_else(before).map_or(0.0, |pair| bearing(pair[0], pair[1]))
}

/// Maneuvers between the departure and the arrival.
fn told(atlas: &Atlas, trace: &Trace, turnings: &[Turning]) -> Vec<Event> {
    let mut events = Vec::new();
    let mut around: Option<Round> = None;
    for (passed, turning) in trace.passed.iter().zip(turnings) {
        let circles = atlas.road(turning.arms[turning.goes].road).roundabout;
        match (&mut around, circles) {
            (None, true) if !in_circle(atlas, turning) => {
                around = Some(Round { event: events.len(), before: turning.before(), exits: 0 });
                events.push((passed.at, maneuver_of(turning, Move::Roundabout, Modifier::Right, None)));
            }
            (Some(round), true) => round.exits += u32::from(turning.others().next().is_some()),
            (Some(round), false) => {
                let modifier = Modifier::of(turn(round.before, turning.after()));
                let (entered, exits) = (round.event, round.exits + 1);
                around = None;
                let enter: &mut Event = &mut events[entered];
                enter.1.exit = Some(exits);
                enter.1.modifier = Some(modifier);
                events.push((passed.at, maneuver_of(turning, Move::ExitRoundabout, modifier, Some(exits))));
            }
            (None, _) => {
                let told = maneuver::at(atlas, turning);
                events.extend(
                    told.map(|(kind, modifier)| (passed.at, maneuver_of(turning, kind, modifier, None))),
                );
            }
        }
    }
    events.extend(renamed(atlas, trace));
    events.sort_by_key(|event| event.0);
    events
}

/// A roundabout that is being driven.
struct Round {
    /// Where it was entered, among the events.
    event: usize,
    before: f64,
    exits: u32,
}

fn in_circle(atlas: &Atlas, turning: &Turning) -> bool {
    atlas.road(turning.arms[turning.came].road).roundabout
}

fn maneuver_of(turning: &Turning, kind: Move, modifier: Modifier, exit: Option<u32>) -> Maneuver {
    Maneuver { kind, modifier: Some(modifier), before: turning.before(), after: turning.after(), exit }
}

/// Roads that are called differently from a point on where nothing else happens.
fn renamed<'a>(atlas: &'a Atlas, trace: &'a Trace) -> impl Iterator<Item = Event> + 'a {
    let at_junction = |at: usize| trace.passed.binary_search_by_key(&at, |passed: &Passed| passed.at).is_ok();
    let change = move |(number, pair): (usize, &[super::Stretch])| {
        let at = number + 1;
        let quiet = !at_junction(at) && maneuver::renamed(atlas, pair[0].road, pair[1].road);
        let (before, after) = (direction(trace, number), direction(trace, at));
        let modifier = Some(Modifier::of(turn(before, after)));
        quiet.then_some((at, Maneuver { kind: Move::NewName, modifier, before, after, exit: None }))
    };
    trace.stretches.windows(2).enumerate().filter_map(change)
}

fn step(
    atlas: &Atlas,
    trace: &Trace,
    turnings: &[Turning],
    (at, maneuver): Event,
    stretches: Range<usize>,
) -> Step {
    let on_it = stretches.start.min(trace.stretches.len() - 1);
    let begins = trace.passed.partition_point(|passed| passed.at < at);
    let ends = trace.passed.partition_point(|passed| passed.at < stretches.end);
    let mut intersections: Vec<Intersection> =
        (begins..ends).map(|number| junction(atlas, &trace.passed[number], &turnings[number])).collect();
    if intersections.first().is_none_or(|first| first.at != at) {
        intersections.insert(0, bare(&maneuver, at));
    }
    let last = trace.stretches.len() - 1;
    let line =
        trace.passed.get(begins).map(|passed| if passed.at == at { passed.to.0 } else { passed.from.0 });
    Step {
        cost: trace.cost(stretches.clone()),
        road: trace.stretches[on_it.min(last)].road,
        ferry: line.is_some_and(|line| atlas.kind(line).ferry),
        maneuver,
        stretches,
        intersections,
    }
}

fn junction(atlas: &Atlas, passed: &Passed, turning: &Turning) -> Intersection {
    let kind = atlas.kind(passed.to.0);
    Intersection {
        at: passed.at,
        arms: turning.arms.iter().map(|arm| (arm.bearing, arm.entry)).collect(),
        came: Some(turning.came),
        goes: Some(turning.goes),
        tunnel: kind.tunnel,
        motorway: kind.motorway,
        toll: kind.toll,
    }
}

/// A place on a road that is no junction.
fn bare(maneuver: &Maneuver, at: usize) -> Intersection {
    let back = (maneuver.before + 180.0).rem_euclid(360.0);
    let (arms, came, goes) = match maneuver.kind {
        Move::Depart => (vec![(maneuver.after, true)], None, Some(0)),
        Move::Arrive => (vec![(back, true)], Some(0), None),
        _ if back <= maneuver.after => (vec![(back, false), (maneuver.after, true)], Some(0), Some(1)),
        _ => (vec![(maneuver.after, true), (back, false)], Some(1), Some(0)),
    };
    Intersection { at, arms, came, goes, tunnel: false, motorway: false, toll: false }
}
