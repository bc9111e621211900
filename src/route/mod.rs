//! What one vehicle's day costs, exactly: the walk that decides.

mod schedule;

pub use schedule::{Route, Schedule, TripTimes, VisitTimes};

use crate::model::Problem;

/// Times, loads, ages and money of a route, departure times chosen; `None` if it breaks a hard rule.
#[must_use]
pub fn walk(_problem: &Problem, _route: &Route) -> Option<Schedule> {
    todo!()
}
