//! A program, written down with `good_lp`, for whichever solver is named.

use super::{Program, Row};
use good_lp::variable::UnsolvedProblem;
use good_lp::{Expression, ProblemVariables, SolverModel, Variable, variable};

/// A model with what it takes to read its answer.
pub(super) struct Written<M> {
    pub model: M,
    pub variables: Vec<Variable>,
    /// Program row of each row of the model: a row with two different sides is written twice, one without sides not at all.
    pub row_of: Vec<usize>,
}

/// Minimise the cost, keep each row.
pub(super) fn write<M: SolverModel>(
    program: &Program,
    solver: impl FnMut(UnsolvedProblem) -> M,
) -> Written<M> {
    let mut names = ProblemVariables::new();
    let variables: Vec<Variable> = program
        .columns
        .iter()
        .map(|column| {
            let it = variable().min(column.lower).max(column.upper);
            names.add(if column.integer { it.integer() } else { it })
        })
        .collect();
    let mut cost = Expression::with_capacity(variables.len());
    for (column, &variable) in program.columns.iter().zip(&variables) {
        cost.add_mul(column.cost, variable);
    }
    let mut written = Written { model: names.minimise(cost).using(solver), variables, row_of: Vec::new() };
    for (index, row) in program.rows.iter().enumerate() {
        written.keep(index, row);
    }
    written
}

impl<M: SolverModel> Written<M> {
    fn keep(&mut self, index: usize, row: &Row) {
        if row.entries.is_empty() {
            return;
        }
        if row.lower == row.upper {
            self.model.add_constraint(self.sum(row).eq(row.lower));
            self.row_of.push(index);
            return;
        }
        if row.lower.is_finite() {
            self.model.add_constraint(self.sum(row).geq(row.lower));
            self.row_of.push(index);
        }
        if row.upper.is_finite() {
            self.model.add_constraint(self.sum(row).leq(row.upper));
            self.row_of.push(index);
        }
    }

    fn sum(&self, row: &Row) -> Expression {
        let mut sum = Expression::with_capacity(row.entries.len());
        for &(column, coefficient) in &row.entries {
            sum.add_mul(coefficient, self.variables[column]);
        }
        sum
    }
}
