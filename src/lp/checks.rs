//! What can be said about a program and an answer without any solver.

use super::{LpError, Program, Row};

/// Solvers read numbers of this size as infinite, or lose all their digits.
const TOO_LARGE: f64 = 1e15;

/// By how much an answer may miss a bound or a row, relative to the numbers that are added up in it.
pub(super) const TOLERANCE: f64 = 1e-6;

/// How far from a whole number a solver's whole number may be.
const WHOLE: f64 = 1e-5;

/// Every number of the program is usable and every index is there.
///
/// Solvers take NaN without complaint and call the result optimal.
pub(super) fn usable(program: &Program) -> Result<(), LpError> {
    for (index, column) in program.columns.iter().enumerate() {
        number("cost", index, column.cost)?;
        sides("bound", index, column.lower, column.upper)?;
    }
    for (index, row) in program.rows.iter().enumerate() {
        sides("side", index, row.lower, row.upper)?;
        for &(column, coefficient) in &row.entries {
            number("coefficient", index, coefficient)?;
            if column >= program.columns.len() {
                return Err(LpError::NoSuchColumn { row: index, column });
            }
        }
    }
    Ok(())
}

pub(super) fn number(what: &'static str, index: usize, value: f64) -> Result<(), LpError> {
    if value.abs() < TOO_LARGE { Ok(()) } else { Err(LpError::NotFinite { what, index }) }
}

pub(super) fn sides(what: &'static str, index: usize, lower: f64, upper: f64) -> Result<(), LpError> {
    let is_usable = (lower == f64::NEG_INFINITY || lower.abs() < TOO_LARGE)
        && (upper == f64::INFINITY || upper.abs() < TOO_LARGE);
    if is_usable { Ok(()) } else { Err(LpError::NotFinite { what, index }) }
}

/// True if a bound, a side or an empty row cannot be kept by anything.
pub(super) fn is_absurd(program: &Program) -> bool {
    let crossed = |lower: f64, upper: f64| lower > upper;
    let no_whole = |lower: f64, upper: f64| (lower - WHOLE).ceil() > (upper + WHOLE).floor();
    program.columns.iter().any(|it| crossed(it.lower, it.upper) || it.integer && no_whole(it.lower, it.upper))
        || program.rows.iter().any(|row| {
            crossed(row.lower, row.upper) || row.entries.is_empty() && (row.lower > 0.0 || row.upper < 0.0)
        })
}

pub(super) fn objective(program: &Program, values: &[f64]) -> f64 {
    program.columns.iter().zip(values).map(|(column, value)| column.cost * value).sum()
}

/// The values with whole numbers made whole and bounds kept exactly.
pub(super) fn tidied(program: &Program, values: &[f64]) -> Result<Vec<f64>, LpError> {
    if values.len() != program.columns.len() {
        return Err(LpError::Solver(format!(
            "{} values for {} columns",
            values.len(),
            program.columns.len()
        )));
    }
    let tidy = |(column, (it, &value)): (usize, (&super::Column, &f64))| {
        let whole = if it.integer { value.round() } else { value };
        let kept = whole.max(it.lower).min(it.upper);
        let by = (value - kept).abs();
        let allowed = if it.integer { WHOLE } else { TOLERANCE * kept.abs().max(1.0) };
        let stays_whole = !it.integer || kept.fract() == 0.0;
        if by <= allowed && stays_whole { Ok(kept) } else { Err(LpError::WrongColumn { column, by }) }
    };
    program.columns.iter().zip(values).enumerate().map(tidy).collect()
}

/// Every row holds, up to [`TOLERANCE`].
pub(super) fn rows_hold(program: &Program, values: &[f64]) -> Result<(), LpError> {
    for (index, row) in program.rows.iter().enumerate() {
        let (missed, scale) = missed(row, values);
        if missed.is_nan() || missed > TOLERANCE * scale {
            return Err(LpError::WrongAnswer { row: index, by: missed });
        }
    }
    Ok(())
}

/// By how much a row is missed, and how large the numbers in it are.
fn missed(row: &Row, values: &[f64]) -> (f64, f64) {
    let mut sum = 0.0;
    let mut scale = 1.0_f64;
    for &(column, coefficient) in &row.entries {
        let term = coefficient * values[column];
        sum += term;
        scale = scale.max(term.abs());
    }
    ((row.lower - sum).max(sum - row.upper).max(0.0), scale)
}

/// The lower bound that any row prices prove, by weak duality:
/// `sum_i (y_i > 0 ? y_i lower_i : y_i upper_i) + sum_j min over x_j of (c_j - y A_j) x_j`.
///
/// True whatever the prices are and whoever made them. `None` where it is
/// minus infinity. A reduced cost that is zero up to rounding counts as zero.
pub(super) fn bound_from_prices(program: &Program, prices: &[f64]) -> Option<f64> {
    let mut reduced: Vec<f64> = program.columns.iter().map(|column| column.cost).collect();
    let mut scale: Vec<f64> = reduced.iter().map(|cost| cost.abs().max(1.0)).collect();
    let mut bound = 0.0;
    for (row, &price) in program.rows.iter().zip(prices) {
        bound += at_worst(price, row.lower, row.upper);
        for &(column, coefficient) in &row.entries {
            reduced[column] -= price * coefficient;
            scale[column] = scale[column].max((price * coefficient).abs());
        }
    }
    for ((column, &reduced), &scale) in program.columns.iter().zip(&reduced).zip(&scale) {
        let price = if reduced.abs() <= 1e-7 * scale { 0.0 } else { reduced };
        bound += at_worst(price, column.lower, column.upper);
    }
    bound.is_finite().then_some(bound)
}

/// The least of `price * x` for `lower <= x <= upper`.
fn at_worst(price: f64, lower: f64, upper: f64) -> f64 {
    if price > 0.0 {
        price * lower
    } else if price < 0.0 {
        price * upper
    } else {
        0.0
    }
}
