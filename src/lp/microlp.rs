//! The pure-Rust solver, for builds without a C++ compiler.
//!
//! Wholly through `good_lp`. It proves optimality but tells no bound when a
//! limit ends it, gives no duals, and looks at nothing but its time limit.

#[cfg(not(feature = "highs"))]
use super::master::{Master, push_column, push_row};
use super::trust::{Claim, Presolve, Raw};
use super::write::{Written, write};
#[cfg(not(feature = "highs"))]
use super::{Answer, Column, Row};
use super::{Limits, LpError, Program};
use good_lp::solvers::SolutionStatus;
use good_lp::{ResolutionError, Solution, SolverModel, WithInitialSolution, WithMipGap, WithTimeLimit};

#[cfg(not(feature = "highs"))]
pub(super) fn name() -> String {
    "microlp 0.6".to_owned()
}

/// Longer than this, in seconds, is no limit.
const LONG: f64 = 3e7;

pub(super) fn run(
    program: &Program,
    limits: &Limits,
    _presolve: Presolve,
    start: Option<&[f64]>,
) -> Result<Raw, LpError> {
    let Written { mut model, variables, .. } = write(program, good_lp::solvers::microlp::microlp);
    if let Some(seconds) = limits.left().filter(|&seconds| seconds < LONG) {
        model = model.with_time_limit(seconds);
    }
    let gap = limits.usable_gap();
    if program.is_mixed() && gap > 0.0 {
        model = model.with_mip_gap(gap as f32).map_err(|error| LpError::Solver(error.to_string()))?;
    }
    if let Some(start) = start {
        model = model.with_initial_solution(variables.iter().copied().zip(start.iter().copied()));
    }
    let solution = match model.solve() {
        Ok(solution) => solution,
        Err(error) => return claimed(error),
    };
    let values: Vec<f64> = variables.iter().map(|&variable| solution.value(variable)).collect();
    let objective = super::checks::objective(program, &values);
    let (claim, bound) = match solution.status() {
        SolutionStatus::Optimal => (Claim::Optimal, Some(objective)),
        SolutionStatus::GapLimit => (Claim::Optimal, Some(objective - gap * objective.abs())),
        _ => (Claim::Limit, None),
    };
    Ok(Raw { claim, values: Some(values), bound, duals: None, seconds: 0.0 })
}

fn claimed(error: ResolutionError) -> Result<Raw, LpError> {
    let claim = match error {
        ResolutionError::Infeasible => Claim::Infeasible,
        ResolutionError::Unbounded => Claim::Unbounded,
        // The one thing that is called "other" is a time limit without an answer.
        ResolutionError::Other(_) => Claim::Limit,
        error => return Err(LpError::Solver(error.to_string())),
    };
    Ok(Raw { claim, values: None, bound: None, duals: None, seconds: 0.0 })
}

/// An empty LP that columns and rows can be added to.
#[cfg(not(feature = "highs"))]
#[must_use]
pub fn master() -> Box<dyn Master> {
    Box::new(Rebuilt::default())
}

/// Solved from the beginning each time.
#[cfg(not(feature = "highs"))]
#[derive(Default)]
struct Rebuilt(Program);

#[cfg(not(feature = "highs"))]
impl Master for Rebuilt {
    fn add_row(&mut self, row: Row) -> Result<usize, LpError> {
        push_row(&mut self.0, row)
    }

    fn add_column(&mut self, column: Column, entries: &[(usize, f64)]) -> Result<usize, LpError> {
        push_column(&mut self.0, column, entries)
    }

    fn solve(&mut self, limits: &Limits) -> Result<Answer, LpError> {
        super::solve(&self.0, limits, None)
    }

    fn program(&self) -> &Program {
        &self.0
    }
}
