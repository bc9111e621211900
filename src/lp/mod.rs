//! Linear and mixed-integer programs: arrays in, values, bound and duals out.
//!
//! Nothing outside of this module names a solver. Inputs are checked to be
//! finite, the objective is recomputed from the values, and every row is
//! verified again: a solver's word is not trusted.

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

/// How long and how well to solve.
pub struct Limits<'a> {
    pub seconds: Option<f64>,
    /// Relative gap at which a MIP may end.
    pub gap: f64,
    pub stop: &'a dyn Stop,
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
    #[error("the solver's answer breaks row {row} by {by}")]
    WrongAnswer { row: usize, by: f64 },
    #[error("the solver failed: {0}")]
    Solver(String),
}

/// Solves with HiGHS, or with the pure-Rust solver where HiGHS is not built in.
///
/// # Errors
/// See [`LpError`].
pub fn solve(_program: &Program, _limits: &Limits, _start: Option<&[f64]>) -> Result<Answer, LpError> {
    todo!()
}

/// Which solver answers, with its version: `HiGHS 1.15.1` or `microlp 0.7`.
#[must_use]
pub fn solver_name() -> String {
    todo!()
}
