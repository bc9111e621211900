//! From a solver's claim to an answer that can be relied on.

use super::checks;
use super::{Answer, Limits, LpError, Program, Status};

/// What a solver says it found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Claim {
    Optimal,
    /// A limit ended it, with or without values.
    Limit,
    Infeasible,
    Unbounded,
    /// One of the two; presolve does not know which.
    #[cfg_attr(not(feature = "highs"), allow(dead_code))]
    InfeasibleOrUnbounded,
}

/// A solver's answer, word for word.
#[derive(Clone, Debug)]
pub(super) struct Raw {
    pub claim: Claim,
    pub values: Option<Vec<f64>>,
    /// Only for MIPs: what branch and bound proved.
    pub bound: Option<f64>,
    pub duals: Option<Vec<f64>>,
    /// Time the solver took, where it says so.
    pub seconds: f64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Presolve {
    On,
    Off,
}

/// Runs a solver once.
pub(super) type Run = dyn Fn(&Program, &Limits, Presolve, Option<&[f64]>) -> Result<Raw, LpError>;

/// Checks the question, asks, and checks the answer.
pub(super) fn solve(
    run: &Run,
    program: &Program,
    limits: &Limits,
    start: Option<&[f64]>,
) -> Result<Answer, LpError> {
    checks::usable(program)?;
    if checks::is_absurd(program) {
        return Ok(without_values(Status::Infeasible));
    }
    let start = start.and_then(|values| satisfying(program, values));
    if limits.is_over() {
        return settle(run, program, limits, start, nothing());
    }
    let pass_on = start.as_deref().filter(|_| program.is_mixed());
    let raw = run(program, limits, Presolve::On, pass_on)?;
    settle(run, program, limits, start, raw)
}

/// Turns a claim into an answer; `start` is feasible if it is there.
pub(super) fn settle(
    run: &Run,
    program: &Program,
    limits: &Limits,
    start: Option<Vec<f64>>,
    raw: Raw,
) -> Result<Answer, LpError> {
    let raw = match raw.claim {
        Claim::Optimal | Claim::Limit => raw,
        claim => match asked_again(run, program, limits, claim, raw.seconds)? {
            Again::Status(Status::Infeasible) if start.is_some() => return Err(contradiction()),
            Again::Status(Status::Nothing) => nothing(),
            Again::Status(status) => return Ok(without_values(status)),
            Again::Raw(raw) => raw,
        },
    };
    let found = match &raw.values {
        Some(values) => Some(verified(run, program, limits, values)?),
        None => None,
    };
    let values = better(program, found, start);
    Ok(answer(program, limits, &raw, values))
}

enum Again {
    Status(Status),
    Raw(Raw),
}

/// An "infeasible" or "unbounded" is believed when it is said again without presolve.
///
/// With all costs at zero nothing is unbounded, so that run tells the two apart.
fn asked_again(
    run: &Run,
    program: &Program,
    limits: &Limits,
    claim: Claim,
    spent: f64,
) -> Result<Again, LpError> {
    let mut free = program.clone();
    free.columns.iter_mut().for_each(|column| column.cost = 0.0);
    let left = shortened(limits, spent);
    if left.is_over() {
        return Ok(Again::Status(Status::Nothing));
    }
    let any = run(&free, &left, Presolve::Off, None)?;
    match any.claim {
        Claim::Infeasible | Claim::InfeasibleOrUnbounded => return Ok(Again::Status(Status::Infeasible)),
        Claim::Limit if any.values.is_none() => return Ok(Again::Status(Status::Nothing)),
        _ => {}
    }
    let left = shortened(&left, any.seconds);
    if left.is_over() {
        return Ok(Again::Raw(Raw { claim: Claim::Limit, bound: None, duals: None, ..any }));
    }
    let raw = run(program, &left, Presolve::Off, None)?;
    match raw.claim {
        Claim::Optimal | Claim::Limit => Ok(Again::Raw(raw)),
        Claim::Infeasible if claim == Claim::Infeasible => Err(contradiction()),
        _ => Ok(Again::Status(Status::Unbounded)),
    }
}

fn contradiction() -> LpError {
    LpError::Solver("calls a program infeasible that has an answer".to_owned())
}

fn shortened<'a>(limits: &Limits<'a>, spent: f64) -> Limits<'a> {
    Limits { seconds: limits.seconds.map(|seconds| (seconds - spent).max(0.0)), ..*limits }
}

/// The values, tidied, if they keep every bound and row.
fn satisfying(program: &Program, values: &[f64]) -> Option<Vec<f64>> {
    let values = checks::tidied(program, values).ok()?;
    checks::rows_hold(program, &values).ok()?;
    Some(values)
}

/// As [`satisfying`], but where making numbers whole broke a row, the real numbers are found anew.
fn verified(run: &Run, program: &Program, limits: &Limits, values: &[f64]) -> Result<Vec<f64>, LpError> {
    let tidied = checks::tidied(program, values)?;
    let Err(broken) = checks::rows_hold(program, &tidied) else { return Ok(tidied) };
    if !program.is_mixed() || program.columns.iter().all(|column| column.integer) {
        return Err(broken);
    }
    let mut fixed = program.clone();
    for (column, &value) in fixed.columns.iter_mut().zip(&tidied) {
        if column.integer {
            (column.lower, column.upper, column.integer) = (value, value, false);
        }
    }
    let raw = run(&fixed, &Limits { seconds: None, ..*limits }, Presolve::On, None)?;
    raw.values.and_then(|values| satisfying(program, &values)).ok_or(broken)
}

fn better(program: &Program, found: Option<Vec<f64>>, start: Option<Vec<f64>>) -> Option<Vec<f64>> {
    match (found, start) {
        (Some(found), Some(start)) => {
            let keeps = checks::objective(program, &found) <= checks::objective(program, &start);
            Some(if keeps { found } else { start })
        }
        (found, start) => found.or(start),
    }
}

fn answer(program: &Program, limits: &Limits, raw: &Raw, values: Option<Vec<f64>>) -> Answer {
    let is_mixed = program.is_mixed();
    let duals = raw.duals.clone().filter(|duals| {
        !is_mixed && duals.len() == program.rows.len() && duals.iter().all(|dual| dual.is_finite())
    });
    let priced = duals.as_deref().and_then(|duals| checks::bound_from_prices(program, duals));
    let bound = if is_mixed { raw.bound.filter(|bound| bound.is_finite()) } else { priced };
    // Prices of zero prove what the columns' bounds alone do: little, but always something.
    let free = || checks::bound_from_prices(program, &vec![0.0; program.rows.len()]);
    let bound = if raw.claim == Claim::Limit { bound.or_else(free) } else { bound };
    let objective = values.as_deref().map(|values| checks::objective(program, values));
    let Some(objective) = objective else {
        return Answer { bound, ..without_values(Status::Nothing) };
    };
    // Without prices an LP solver's "optimal" is all there is to go by.
    let bound = bound.or((raw.claim == Claim::Optimal && duals.is_none() && !is_mixed).then_some(objective));
    let bound = bound.map(|bound| bound.min(objective));
    let slack = if is_mixed { limits.usable_gap() * 1.01 * objective.abs() } else { 0.0 };
    let slack = slack + if is_mixed { 2e-6 } else { 1e-5 } * objective.abs().max(1.0);
    let is_proved = bound.is_none_or(|bound| objective - bound <= slack);
    let is_optimal = raw.claim == Claim::Optimal && is_proved;
    let status = if is_optimal { Status::Optimal } else { Status::Feasible };
    let duals = duals.filter(|_| is_optimal);
    Answer { status, values: values.unwrap_or_default(), objective: Some(objective), bound, duals }
}

fn nothing() -> Raw {
    Raw { claim: Claim::Limit, values: None, bound: None, duals: None, seconds: 0.0 }
}

fn without_values(status: Status) -> Answer {
    Answer { status, values: Vec::new(), objective: None, bound: None, duals: None }
}
