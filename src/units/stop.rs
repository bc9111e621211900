//! The only way time enters a search: something that says "stop", and
//! something that watches.

use super::Fen;

/// Asked often by everything that works for long.
pub trait Stop: Sync {
    /// True once the work should end with the best it has.
    fn now(&self) -> bool;

    /// Seconds left, if there is a time limit. LP and MIP solvers get it as their own limit.
    fn remaining(&self) -> Option<f64> {
        None
    }
}

/// Runs to the end of its iterations.
pub struct Never;

impl Stop for Never {
    fn now(&self) -> bool {
        false
    }
}

/// Where a search stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Progress {
    pub iteration: u64,
    /// Iterations in all, if that is what limits the search.
    pub of: Option<u64>,
    pub best: Fen,
    pub unserved: usize,
}

/// Told now and then how a search goes.
pub trait Watch: Sync {
    fn see(&self, progress: Progress);
}

pub struct Silent;

impl Watch for Silent {
    fn see(&self, _: Progress) {}
}
