//! What one vehicle's day costs, exactly: the walk that decides.
//!
//! One code path ([`Walker`]) serves both the search, which wants the cost of
//! a candidate without allocating, and the plan, which wants every time. The
//! walk goes trip by trip: loads (`load`), clocks (`clock`), ages (`fate`).
//! Formula numbers refer to `docs/MODEL.md`.

mod clock;
mod depart;
mod drives;
mod fate;
mod load;
mod schedule;
#[cfg(test)]
mod tests;
mod walker;

pub use clock::{TripClock, earliest_start};
pub use fate::loss;
pub use load::TripLoad;
pub use schedule::{Driven, Route, Schedule, TripTimes, VisitTimes};
pub use walker::{Broken, Walker};

use crate::model::{Problem, TaskId};

/// Times, loads, ages and money of a route, departure times chosen; `None` if it breaks a hard rule.
#[must_use]
pub fn walk(problem: &Problem, route: &Route) -> Option<Schedule> {
    walk_or_why(problem, route).ok()
}

/// Like [`walk`]; says which rule breaks first.
///
/// # Errors
/// The first hard rule that the route breaks.
pub fn walk_or_why(problem: &Problem, route: &Route) -> Result<Schedule, Broken> {
    let (tasks, ends) = flatten(route);
    Walker::new(problem).schedule(route.vehicle_type.index(), &tasks, &ends)
}

/// The tasks of all trips in a row, and where each trip ends.
#[must_use]
pub fn flatten(route: &Route) -> (Vec<TaskId>, Vec<u32>) {
    let mut tasks = Vec::new();
    let mut ends = Vec::new();
    for trip in &route.trips {
        tasks.extend_from_slice(trip);
        ends.push(tasks.len() as u32);
    }
    (tasks, ends)
}
