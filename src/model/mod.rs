//! The solver-facing problem: indices and whole numbers only.
//!
//! A `Problem` is immutable and consistent. Behind it nothing validates again.

mod reason;

pub use reason::{Change, Reason, Remedy};

use crate::county::{County, OrderId};
use crate::matrix::Matrices;
use crate::network::Located;

/// Index into the problem's tasks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TaskId(pub u32);

/// What a task does to the load.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TaskKind {
    /// A delivery: on board from the site on.
    Deliver,
    /// A collection: on board until back at the site.
    Collect,
    /// First half of a transfer.
    PickUp,
    /// Second half of a transfer.
    DropOff,
}

/// The day's problem.
#[derive(Clone, Debug)]
pub struct Problem {}

impl Problem {
    /// `located` and `matrices` must come from the same county.
    #[must_use]
    pub fn new(_county: &County, _located: &Located, _matrices: &Matrices) -> Problem {
        todo!()
    }

    /// The same day as if nothing spoiled: ageing costs nothing, all hard rules stay.
    #[must_use]
    pub fn without_spoilage(&self) -> Problem {
        todo!()
    }

    /// Q10 ages of goods in the county that need a warmth matrix, sorted, each once.
    #[must_use]
    pub fn warmth_classes(_county: &County) -> Vec<f64> {
        todo!()
    }

    #[must_use]
    pub fn order_of(&self, _task: TaskId) -> OrderId {
        todo!()
    }

    #[must_use]
    pub fn kind_of(&self, _task: TaskId) -> TaskKind {
        todo!()
    }
}
