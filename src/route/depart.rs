//! When a trip may leave: behind closed hours, and later where that spares a rest.

use super::clock::{self, Outing, TripClock};
use super::walker::Broken;
use crate::model::{Kind, Problem};

/// Runs a trip from `depart`, or, where it would be under way at closed hours and has not begun,
/// from the end of those; says from when. (M179)
pub(super) fn leave(
    problem: &Problem,
    outing: &Outing,
    depart: i64,
    clock: &mut TripClock,
    has_begun: bool,
    first_break: &impl Fn(i64) -> usize,
) -> Result<i64, Broken> {
    let vehicle = &problem.kinds[outing.kind];
    let mut depart = depart;
    let mut is_put_off = false;
    loop {
        clock.next_break = first_break(depart);
        let ran = clock::run(problem, outing, depart, clock);
        ran.map_err(|broken| if is_put_off { Broken::Closed } else { broken })?;
        match shut(vehicle, clock).filter(|_| !has_begun) {
            Some(until) => (depart, is_put_off) = (until, true),
            None => return Ok(depart),
        }
    }
}

/// When the closed hours end that a trip runs into.
pub(super) fn shut(vehicle: &Kind, clock: &TripClock) -> Option<i64> {
    let mut hours = vehicle.closed.iter();
    hours.find(|(from, to)| *from < clock.back() && clock.depart < *to).map(|(_, to)| *to)
}

/// How much later a trip may leave if leaving after the hours of a rest spares it.
pub(super) fn slack_behind_a_rest(
    problem: &Problem,
    outing: &Outing,
    depart: i64,
    (early, late): (&TripClock, &mut TripClock),
    first_break: impl Fn(i64) -> usize,
) -> Option<i64> {
    late.next_break = problem.kinds[outing.kind].breaks.len();
    clock::run(problem, outing, depart, late).ok()?;
    let later = late.slack;
    if later <= early.slack {
        return None;
    }
    late.next_break = first_break(depart + later);
    clock::run(problem, outing, depart + later, late).ok()?;
    delays_nothing(early, late).then_some(later)
}

/// The later departure is back no later, with the same rests taken.
pub(super) fn delays_nothing(early: &TripClock, late: &TripClock) -> bool {
    late.back() <= early.back() && late.next_break == early.next_break
}
