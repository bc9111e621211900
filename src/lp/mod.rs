//! Linear and mixed-integer programs: arrays in, values, bound and duals out.
//!
//! Nothing outside of this module names a solver. Programs are written with
//! `good_lp` (`write`); HiGHS answers (`highs`), or the pure-Rust `microlp`
//! where HiGHS is not built in. A solver's word is not trusted: inputs are
//! checked to be usable numbers, the objective is recomputed, every row, bound
//! and whole number is verified, and "infeasible" is asked twice (`trust`).
//!
//! Absent on purpose: a clock. Time comes in through [`Limits`].

mod checks;
#[cfg(feature = "highs")]
mod highs;
mod master;
#[cfg(any(test, not(feature = "highs")))]
mod microlp;
#[cfg(test)]
mod tests;
mod trust;
mod write;

#[cfg(feature = "highs")]
use highs as solver;
#[cfg(not(feature = "highs"))]
use microlp as solver;

pub use master::Master;
pub use solver::master;

use crate::units::Stop;

/// `minimise cost . x` with `lower <= row . x <= upper` for each row and `lower <= x <= upper`.
#[derive(Clone, Debug, Default)]
pub struct Program {
    pub columns: Vec<Column>,
    pub rows: Vec<Row>,
}

#[derive(Clone, Copy, Debug)]
pub struct Column {
    pub cost: f64,
    /// May be minus infinity.
    pub lower: f64,
    /// May be infinite.
    pub upper: f64,
    pub integer: bool,
}

#[derive(Clone, Debug)]
pub struct Row {
    /// May be minus infinity.
    pub lower: f64,
    /// May be infinite.
    pub upper: f64,
    /// Column index and coefficient, each column at most once.
    pub entries: Vec<(usize, f64)>,
}

impl Program {
    /// Whether any column must be a whole number.
    #[must_use]
    pub fn is_mixed(&self) -> bool {
        self.columns.iter().any(|column| column.integer)
    }
}

/// How long and how well to solve.
pub struct Limits<'a> {
    /// Less than 0 or no number counts as 0. `stop.remaining()` limits as well.
    pub seconds: Option<f64>,
    /// Relative gap at which a MIP may end.
    pub gap: f64,
    pub stop: &'a dyn Stop,
}

impl Limits<'_> {
    /// Seconds that may still be used, if there is any limit.
    fn left(&self) -> Option<f64> {
        let usable = |seconds: f64| if seconds > 0.0 { seconds } else { 0.0 };
        match (self.seconds.map(usable), self.stop.remaining().map(usable)) {
            (Some(own), Some(all)) => Some(own.min(all)),
            (own, all) => own.or(all),
        }
    }

    fn is_over(&self) -> bool {
        self.stop.now() || self.left().is_some_and(|seconds| seconds <= 0.0)
    }

    fn usable_gap(&self) -> f64 {
        if self.gap > 0.0 { self.gap.min(1e6) } else { 0.0 }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Proved optimal within the gap asked for.
    Optimal,
    /// Ended by a limit with a feasible answer.
    Feasible,
    Infeasible,
    Unbounded,
    /// Ended by a limit without an answer.
    Nothing,
}

#[derive(Clone, Debug)]
pub struct Answer {
    pub status: Status,
    /// By column; empty without a feasible answer.
    pub values: Vec<f64>,
    /// Recomputed from `values`.
    pub objective: Option<f64>,
    /// Proven lower bound, where the solver gives one.
    pub bound: Option<f64>,
    /// By row, for pure LPs, where the solver gives them. The objective's change per unit of the row's side.
    pub duals: Option<Vec<f64>>,
}

#[derive(Debug, thiserror::Error)]
pub enum LpError {
    #[error("`{what}` of column or row {index} is not a usable number")]
    NotFinite { what: &'static str, index: usize },
    #[error("row {row} names column {column}, which is not there")]
    NoSuchColumn { row: usize, column: usize },
    #[error("column names row {row}, which is not there")]
    NoSuchRow { row: usize },
    #[error("the solver's answer breaks row {row} by {by}")]
    WrongAnswer { row: usize, by: f64 },
    #[error("the solver's answer breaks the bounds or the wholeness of column {column} by {by}")]
    WrongColumn { column: usize, by: f64 },
    #[error("the solver failed: {0}")]
    Solver(String),
}

/// Solves with HiGHS, or with the pure-Rust solver where HiGHS is not built in.
///
/// `start` is a MIP start, one value per column; one that does not satisfy
/// the program is ignored, and the answer is never worse than one that does.
/// HiGHS looks at `limits.stop` while it works; the pure-Rust solver only
/// takes its time limit from there. Same program, same answer, unless a time
/// limit ends it.
///
/// # Errors
/// See [`LpError`].
pub fn solve(program: &Program, limits: &Limits, start: Option<&[f64]>) -> Result<Answer, LpError> {
    trust::solve(&solver::run, program, limits, start)
}

/// Which solver answers, with its version: `HiGHS 1.15.1` or `microlp 0.6`.
#[must_use]
pub fn solver_name() -> String {
    solver::name()
}
