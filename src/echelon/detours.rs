//! Doors that one vehicle drives a long way for: only without all of them is the way saved.

use super::groups::{Group, Scout};
use crate::county::OrderId;
use std::cmp::Reverse;
use std::collections::BTreeSet;

/// Doors of one detour at most.
const DOORS: usize = 12;
/// Detours that are told.
const DETOURS: usize = 3;

impl Scout<'_> {
    /// For each route the doors that save most together, by index, those of the best routes: from
    /// the door that saves most alone on, always the one is added that saves most with the others.
    pub fn detours(&self, groups: &[Group]) -> Vec<Vec<usize>> {
        let mut found: Vec<(i64, Vec<usize>)> = Vec::new();
        for route in &self.chosen.solution.routes {
            let tasks = route.trips.iter().flatten();
            let orders: BTreeSet<OrderId> = tasks.map(|task| self.problem().order_of(*task)).collect();
            let is_on = |at: &usize| groups[*at].orders.iter().any(|order| orders.contains(order));
            let own: Vec<usize> = (0..groups.len()).filter(is_on).collect();
            found.extend(self.grow(groups, &own).filter(|best| best.0 > 0));
        }
        found.sort_by_key(|(gain, set)| (Reverse(*gain), set.clone()));
        found.truncate(DETOURS);
        found.into_iter().map(|one| one.1).collect()
    }

    fn grow(&self, groups: &[Group], own: &[usize]) -> Option<(i64, Vec<usize>)> {
        let mut set: Vec<usize> = Vec::new();
        let mut best: Option<(i64, Vec<usize>)> = None;
        while set.len() < DOORS.min(own.len()) {
            let with = |at: usize| {
                let all: Vec<&Group> = set.iter().chain([&at]).map(|at| &groups[*at]).collect();
                (self.gain(&all), Reverse(at))
            };
            let left = own.iter().copied().filter(|at| !set.contains(at));
            let (gain, Reverse(next)) = left.map(with).max()?;
            set.push(next);
            if best.as_ref().is_none_or(|best| gain > best.0) {
                let mut sorted = set.clone();
                sorted.sort_unstable();
                best = Some((gain, sorted));
            }
        }
        best
    }
}
