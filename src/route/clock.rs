//! When: legs, waiting, windows and rests of one trip. (M16, M17, M31)
//!
//! A rest is taken as late as its window allows, before the leg after which
//! it would be too late, or earlier where the vehicle would wait anyway. Where
//! the hour counts each leg takes what it takes at the moment it begins (M46).

use super::walker::Broken;
use crate::matrix::WayNumber;
use crate::model::{Kind, Pause, Problem, Task, TaskId};
use crate::network::Location;

/// The times of one visit. The leg begins at `arrive - duration`.
#[derive(Clone, Copy, Debug, Default)]
pub struct Clock {
    pub duration: i64,
    /// Which way was driven, where the hour decides (M46).
    pub way: WayNumber,
    pub rest: Option<(i64, i64)>,
    pub arrive: i64,
    pub start: i64,
    pub end: i64,
    pub late: i64,
}

/// The times of one trip.
#[derive(Clone, Debug, Default)]
pub struct TripClock {
    pub depart: i64,
    /// One for each visit, and one for the drive home, where all times are those of arrival.
    pub visits: Vec<Clock>,
    /// The first break not yet taken.
    pub next_break: usize,
    /// By how much the departure may be later without a later end.
    pub slack: i64,
}

impl TripClock {
    pub fn back(&self) -> i64 {
        self.visits.last().expect("the drive home is always there").arrive
    }
}

/// One trip of a route, with what the trips around it ask.
pub struct Outing<'a> {
    pub kind: usize,
    pub tasks: &'a [TaskId],
    /// Seconds of each leg, the drive home last; where the hour counts, at the least.
    pub durations: &'a [i64],
    pub is_last: bool,
    /// Some legs take longer at some hours.
    pub has_hours: bool,
    /// `ready` of the next trip's deliveries.
    pub next_ready: i64,
}

impl Outing<'_> {
    /// Where the trip ends.
    pub fn home(&self, kind: &Kind) -> Location {
        if self.is_last { kind.end } else { kind.start }
    }

    /// Where a leg begins and ends; the drive home has the number after the last visit.
    pub fn ends(&self, problem: &Problem, leg: usize) -> (Location, Location) {
        let kind = &problem.kinds[self.kind];
        let place = |visit: usize| self.tasks.get(visit).map(|&task| problem.task(task).location);
        let from = leg.checked_sub(1).and_then(place).unwrap_or(kind.start);
        (from, place(leg).unwrap_or_else(|| self.home(kind)))
    }

    /// Seconds of a leg that begins at `begin`, and its way. (M46)
    fn drive(&self, problem: &Problem, leg: usize, begin: i64) -> Result<(i64, WayNumber), Broken> {
        if !self.has_hours {
            return Ok((self.durations[leg], 0));
        }
        let (from, to) = self.ends(problem, leg);
        problem.drive(self.kind, from, to, begin).ok_or(Broken::Road)
    }
}

/// First moment at or after `from` at which the task's service may start, and the close of that
/// window; `None` if there is none.
#[must_use]
pub fn earliest_start(task: &Task, from: i64) -> Option<(i64, i64)> {
    let from = from.max(task.earliest);
    if task.windows.is_empty() {
        return Some((from, i64::MAX));
    }
    for &(open, close) in &task.windows {
        if from <= close {
            return Some((from.max(open), close));
        }
    }
    task.soft.then_some((from, from))
}

/// Runs a trip from `depart`, with breaks from `clock.next_break` on still to be taken.
pub fn run(problem: &Problem, outing: &Outing, depart: i64, clock: &mut TripClock) -> Result<(), Broken> {
    let kind = &problem.kinds[outing.kind];
    clock.depart = depart;
    clock.visits.clear();
    let mut now = depart;
    let (mut waited, mut slack) = (0_i64, i64::MAX);
    for (leg, &task) in outing.tasks.iter().enumerate() {
        let task = problem.task(task);
        let mut visit = serve(task, now, outing.drive(problem, leg, now)?)?;
        if let Some(&pause) = kind.breaks.get(clock.next_break) {
            let rested = now.max(pause.earliest) + pause.duration;
            let free = rested + outing.drive(problem, leg, rested)?.0 <= visit.0.start;
            let must = visit.0.end > pause.latest;
            if must || (free && now <= pause.latest) {
                let rest = take(kind, pause, now, clock)?;
                let idle = rest.0 - now;
                waited += idle;
                slack = slack.min(waited.saturating_add(pause.latest - rest.0));
                visit = serve(task, rest.1, outing.drive(problem, leg, rest.1)?)?;
                visit.0.rest = Some(rest);
                let too_late = |pause: &Pause| visit.0.end > pause.latest;
                if kind.breaks.get(clock.next_break).is_some_and(too_late) {
                    return Err(Broken::Rest);
                }
            }
        }
        let (visit, close) = visit;
        waited += visit.start - visit.arrive;
        slack = slack.min(waited.saturating_add(close - visit.start));
        now = visit.end;
        clock.visits.push(visit);
    }
    drive_home(problem, outing, now, clock, (waited, slack))
}

fn drive_home(
    problem: &Problem,
    outing: &Outing,
    now: i64,
    clock: &mut TripClock,
    (mut waited, mut slack): (i64, i64),
) -> Result<(), Broken> {
    let (kind, leg) = (&problem.kinds[outing.kind], outing.tasks.len());
    let (mut duration, mut way) = outing.drive(problem, leg, now)?;
    let too_late = |pause: &Pause, back: i64| match outing.is_last {
        true => back > pause.latest,
        false => (back + kind.reload).max(outing.next_ready) > pause.latest,
    };
    let mut back = now + duration;
    let mut rest = None;
    if let Some(&pause) = kind.breaks.get(clock.next_break).filter(|pause| too_late(pause, back)) {
        let taken = take(kind, pause, now, clock)?;
        waited += taken.0 - now;
        slack = slack.min(waited.saturating_add(pause.latest - taken.0));
        (duration, way) = outing.drive(problem, leg, taken.1)?;
        back = taken.1 + duration;
        rest = Some(taken);
        if kind.breaks.get(clock.next_break).is_some_and(|pause| too_late(pause, back)) {
            return Err(Broken::Rest);
        }
    }
    clock.visits.push(Clock { duration, way, rest, arrive: back, start: back, end: back, late: 0 });
    clock.slack = slack.min(waited);
    if back > kind.shift_end { Err(Broken::Shift) } else { Ok(()) }
}

/// The rest of `pause` for a vehicle that is parked from `now` on.
fn take(_kind: &Kind, pause: Pause, now: i64, clock: &mut TripClock) -> Result<(i64, i64), Broken> {
    let begin = now.max(pause.earliest);
    if begin > pause.latest {
        return Err(Broken::Rest);
    }
    clock.next_break += 1;
    Ok((begin, begin + pause.duration))
}

/// A visit after a leg that begins now, and the close of its window.
fn serve(task: &Task, now: i64, (duration, way): (i64, WayNumber)) -> Result<(Clock, i64), Broken> {
    let arrive = now + duration;
    let (start, close) = earliest_start(task, arrive).ok_or(Broken::Window)?;
    let last_close = task.windows.last().map_or(i64::MAX, |window| window.1);
    let late = (start.saturating_sub(last_close)).max(0);
    Ok((Clock { duration, way, rest: None, arrive, start, end: start + task.service, late }, close))
}
