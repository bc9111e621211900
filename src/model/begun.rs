//! The part of a vehicle's day that is over or promised, and stays as it is. (M96)

use super::{Kind, Problem, TaskId, TaskKind};
use crate::county::OrderId;

/// What one vehicle has begun. Its round begins with these tasks, and its first trips leave at
/// these times.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Begun {
    /// In the order of the round.
    pub tasks: Box<[TaskId]>,
    /// By trip that is loaded: when it left or leaves, and when it is back if the drive home has
    /// begun.
    pub trips: Box<[(i64, Option<i64>)]>,
    /// Where trips end whose drive home has begun, as places in `tasks`.
    pub ends: Box<[u32]>,
    /// Deliveries on board of the last of these trips, sorted.
    pub loaded: Box<[OrderId]>,
    /// The vehicle broke down: nothing follows.
    pub is_over: bool,
}

impl Begun {
    /// The trip that is on its way.
    fn open(&self) -> Option<usize> {
        (self.ends.len() < self.trips.len()).then_some(self.ends.len())
    }

    /// True if a round has what has begun at its beginning, and puts nothing on a vehicle that has
    /// left.
    #[must_use]
    pub fn agrees(&self, problem: &Problem, tasks: &[TaskId], ends: &[u32]) -> bool {
        if !tasks.starts_with(&self.tasks) || !ends.starts_with(&self.ends) || ends.len() < self.trips.len() {
            return false;
        }
        if self.is_over && (tasks.len() > self.tasks.len() || ends.len() > self.trips.len()) {
            return false;
        }
        let Some(open) = self.open() else { return true };
        let from = open.checked_sub(1).map_or(0, |before| ends[before] as usize);
        let end = ends[open] as usize;
        let is_on_board = |task: TaskId| {
            problem.kind_of(task) != TaskKind::Deliver || self.is_on_board(problem.order_of(task))
        };
        end >= self.tasks.len()
            && tasks[from.max(self.tasks.len())..end].iter().all(|&task| is_on_board(task))
    }

    fn is_on_board(&self, order: OrderId) -> bool {
        self.loaded.binary_search(&order).is_ok()
    }

    /// True if a task may be put before place `place` of a trip.
    #[must_use]
    pub fn has_gap(&self, problem: &Problem, task: TaskId, trip: usize, place: usize) -> bool {
        if self.is_over || place < self.tasks.len() || trip < self.ends.len() {
            return false;
        }
        let is_delivery = problem.kind_of(task) == TaskKind::Deliver;
        !is_delivery || (self.open() == Some(trip)) == self.is_on_board(problem.order_of(task))
    }

    /// True if a new trip may be put before trip `trip` for a task.
    #[must_use]
    pub fn has_room(&self, problem: &Problem, task: TaskId, trip: usize) -> bool {
        !self.is_over && trip >= self.trips.len() && !self.is_on_board(problem.order_of(task))
    }
}

impl Kind {
    /// How many tasks of a round of this vehicle are not to be touched.
    #[must_use]
    pub fn fixed_tasks(&self) -> usize {
        self.begun.as_ref().map_or(0, |begun| begun.tasks.len())
    }

    /// When a trip that has begun leaves, and when it is back if that is known.
    #[must_use]
    pub fn begun_trip(&self, trip: usize) -> Option<(i64, Option<i64>)> {
        self.begun.as_ref()?.trips.get(trip).copied()
    }
}
