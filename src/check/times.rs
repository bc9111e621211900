//! Do the times follow from each other, and do they keep to shifts, windows
//! and ready times? (M16)

use super::replay::{Day, Run, Visit};
use super::{Rule, Violations, Where, compare, report};
use crate::county::{County, Door, Order};
use crate::plan::Action;
use crate::units::{Moment, Seconds};

pub(super) fn check(county: &County, day: &Day, found: &mut Violations) {
    let shift = &day.kind.shift;
    let at = Where::Round(day.index);
    let mut free = None;
    for run in &day.trips {
        let trip = run.trip;
        match free {
            None if trip.load_start < shift.start => {
                report(found, at, Rule::BeforeShift { start: trip.load_start, shift: shift.start });
            }
            Some(back) if trip.load_start < back => {
                report(found, run.trip_at(), Rule::TripOverlap { load_start: trip.load_start, back });
            }
            _ => {}
        }
        let earliest = trip.load_start + day.kind.reload;
        if trip.depart < earliest {
            report(found, run.trip_at(), Rule::LoadingTooShort { depart: trip.depart, earliest });
        }
        check_run(county, run, found);
        free = Some(run.back());
    }
    if let Some(end) = free.filter(|end| *end > shift.end) {
        report(found, at, Rule::AfterShift { end, shift: shift.end });
    }
}

fn check_run(county: &County, run: &Run, found: &mut Violations) {
    for (index, visit) in run.visits.iter().enumerate() {
        let (at, stop) = (run.stop_at(index), visit.stop);
        compare(found, at, (stop.arrive, visit.drove.arrive), Rule::Arrive);
        if stop.start < visit.drove.arrive {
            let rule = Rule::StartBeforeArrive { start: stop.start, arrive: visit.drove.arrive };
            report(found, at, rule);
        }
        compare(found, at, (stop.end, visit.end), Rule::End);
        let order = county.order(stop.order);
        check_ready(run, visit, order, at, found);
        let Some(door) = door(order, visit.action) else { continue };
        if !in_time(order, door, stop.start) {
            report(found, at, Rule::OutsideWindow { order: stop.order, start: stop.start });
        }
        compare(found, at, (stop.late, late(order, door, stop.start)), Rule::Late);
    }
    compare(found, run.home_at(), (run.trip.back, run.back()), Rule::Back);
}

/// The door of a stop.
pub(super) fn door(order: &Order, action: Action) -> Option<&Door> {
    match action {
        Action::Deliver | Action::DropOff => order.drop(),
        Action::Collect | Action::PickUp => order.pick(),
    }
}

/// Deliveries are not loaded, the others not picked up before they are ready.
fn check_ready(run: &Run, visit: &Visit, order: &Order, at: Where, found: &mut Violations) {
    let taken = match visit.action {
        Action::Deliver => run.trip.depart,
        Action::Collect | Action::PickUp => visit.stop.start,
        Action::DropOff => return,
    };
    if taken < order.ready {
        report(found, at, Rule::BeforeReady { order: visit.stop.order, at: taken, ready: order.ready });
    }
}

fn in_time(order: &Order, door: &Door, start: Moment) -> bool {
    door.windows.is_empty()
        || door.windows.iter().any(|window| window.contains(start))
        || late(order, door, start) > Seconds::ZERO
}

/// After the close of the last window, where windows are soft.
pub(super) fn late(order: &Order, door: &Door, start: Moment) -> Seconds {
    match (door.windows.last(), order.late_per_hour) {
        (Some(last), Some(_)) => (start - last.close).max(Seconds::ZERO),
        _ => Seconds::ZERO,
    }
}
