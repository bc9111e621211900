//! An LP that grows: column generation asks, adds columns and asks again.

use super::{Answer, Column, Limits, LpError, Program, Row, checks};

/// A program that keeps what its solver learned while columns are added.
///
/// HiGHS goes on from its last basis; the pure-Rust solver starts anew each
/// time and gives no duals.
pub trait Master {
    /// A row over the columns that are there; returns its index.
    ///
    /// # Errors
    /// [`LpError::NotFinite`], [`LpError::NoSuchColumn`]; nothing is added then.
    fn add_row(&mut self, row: Row) -> Result<usize, LpError>;

    /// A column with its rows and coefficients, each row at most once; returns its index.
    ///
    /// # Errors
    /// [`LpError::NotFinite`], [`LpError::NoSuchRow`]; nothing is added then.
    fn add_column(&mut self, column: Column, entries: &[(usize, f64)]) -> Result<usize, LpError>;

    /// Solves what is there now, as [`super::solve`] does.
    ///
    /// # Errors
    /// See [`LpError`].
    fn solve(&mut self, limits: &Limits) -> Result<Answer, LpError>;

    /// Everything added so far.
    fn program(&self) -> &Program;
}

pub(super) fn push_row(program: &mut Program, row: Row) -> Result<usize, LpError> {
    let index = program.rows.len();
    checks::sides("side", index, row.lower, row.upper)?;
    for &(column, coefficient) in &row.entries {
        checks::number("coefficient", index, coefficient)?;
        if column >= program.columns.len() {
            return Err(LpError::NoSuchColumn { row: index, column });
        }
    }
    program.rows.push(row);
    Ok(index)
}

pub(super) fn push_column(
    program: &mut Program,
    column: Column,
    entries: &[(usize, f64)],
) -> Result<usize, LpError> {
    let index = program.columns.len();
    checks::number("cost", index, column.cost)?;
    checks::sides("bound", index, column.lower, column.upper)?;
    for &(row, coefficient) in entries {
        checks::number("coefficient", index, coefficient)?;
        if row >= program.rows.len() {
            return Err(LpError::NoSuchRow { row });
        }
    }
    program.columns.push(column);
    for &(row, coefficient) in entries {
        program.rows[row].entries.push((index, coefficient));
    }
    Ok(index)
}
