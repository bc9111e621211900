//! HiGHS: one-shot programs, and LPs that grow.
//!
//! The model is written with `good_lp` and handed on as a model of the
//! `highs` crate, because `good_lp` gives no MIP bound, calls some limits an
//! error and cannot be told to stop. One thread and one seed: same program,
//! same answer.

use super::master::{Master, push_column, push_row};
use super::trust::{self, Claim, Presolve, Raw};
use super::write::{Written, write};
use super::{Answer, Column, Limits, LpError, Program, Row};
use crate::units::Stop;
use highs::{HighsModelStatus, HighsSolutionStatus, Model, SolvedModel};
use std::ffi::{c_char, c_int, c_void};

pub(super) fn name() -> String {
    // SAFETY: these three read constants of the library.
    let (major, minor, patch) = unsafe {
        (highs_sys::Highs_versionMajor(), highs_sys::Highs_versionMinor(), highs_sys::Highs_versionPatch())
    };
    format!("HiGHS {major}.{minor}.{patch}")
}

pub(super) fn run(
    program: &Program,
    limits: &Limits,
    presolve: Presolve,
    start: Option<&[f64]>,
) -> Result<Raw, LpError> {
    if program.columns.is_empty() {
        return Ok(Raw {
            claim: Claim::Optimal,
            values: Some(Vec::new()),
            bound: Some(0.0),
            duals: None,
            seconds: 0.0,
        });
    }
    let Written { model, row_of, .. } = write(program, good_lp::solvers::highs::highs);
    let mut model = model.try_into_inner().map_err(|error| LpError::Solver(error.to_string()))?;
    if let Some(start) = start {
        model.try_set_solution(Some(start), None, None, None).map_err(failed("take a start"))?;
    }
    let is_mixed = program.is_mixed();
    let presolve = if is_mixed && !presolve_fits(program, limits) { Presolve::Off } else { presolve };
    let (raw, _) = ask(model, limits, presolve, is_mixed)?;
    Ok(Raw { duals: raw.duals.map(|duals| by_row(program, &row_of, &duals)), ..raw })
}

/// Presolve of a MIP looks at no clock. It takes about a second for each 100,000 coefficients, and
/// may overrun the time limit by half a second or a twentieth of it.
fn presolve_fits(program: &Program, limits: &Limits) -> bool {
    let Some(left) = limits.left() else { return true };
    let entries: usize = program.rows.iter().map(|row| row.entries.len()).sum();
    entries as f64 / 1e5 <= (left / 20.0).max(0.5)
}

/// Sides of one row that were written as two share a price: only one of them can be tight.
fn by_row(program: &Program, row_of: &[usize], written: &[f64]) -> Vec<f64> {
    let mut duals = vec![0.0; program.rows.len()];
    for (&row, &dual) in row_of.iter().zip(written) {
        duals[row] += dual;
    }
    duals
}

/// Runs a model and reads everything off it; the model comes back with its basis.
fn ask(
    mut model: Model,
    limits: &Limits,
    presolve: Presolve,
    is_mixed: bool,
) -> Result<(Raw, Model), LpError> {
    set_options(&mut model, limits, presolve)?;
    let stop: &dyn Stop = limits.stop;
    listen(&mut model, &stop);
    let mut solved = model.try_solve().map_err(failed("solve"))?;
    // SAFETY: the pointer is of a live model. After this, HiGHS holds no pointer to `stop` any more.
    unsafe {
        highs_sys::Highs_setCallback(solved.as_mut_ptr(), None, std::ptr::null_mut());
    }
    let raw = read(&solved, is_mixed)?;
    Ok((raw, Model::from(solved)))
}

fn set_options(model: &mut Model, limits: &Limits, presolve: Presolve) -> Result<(), LpError> {
    model.make_quiet();
    let set = |what: &'static str| move |_| LpError::Solver(format!("HiGHS has no option `{what}`"));
    model.try_set_option("threads", 1).map_err(set("threads"))?;
    model.try_set_option("parallel", "off").map_err(set("parallel"))?;
    model.try_set_option("random_seed", 0).map_err(set("random_seed"))?;
    model.try_set_option("mip_rel_gap", limits.usable_gap()).map_err(set("mip_rel_gap"))?;
    let presolve = if presolve == Presolve::On { "choose" } else { "off" };
    model.try_set_option("presolve", presolve).map_err(set("presolve"))?;
    if limits.left().is_some() {
        // This heuristic looks at no clock either, and finds little where there is a start.
        let jump = "mip_heuristic_run_feasibility_jump";
        model.try_set_option(jump, false).map_err(set(jump))?;
    }
    let seconds = limits.left().unwrap_or(f64::INFINITY);
    model.try_set_option("time_limit", seconds).map_err(set("time_limit"))?;
    // The limit is compared with the time of all runs of this model, so the clock starts anew.
    // SAFETY: the pointer is of a live model.
    unsafe { highs_sys::Highs_zeroAllClocks(model.as_ptr()) };
    Ok(())
}

/// Has HiGHS ask `stop` while it works. `stop` must live until the callback is taken off.
fn listen(model: &mut Model, stop: &&dyn Stop) {
    let data: *const &dyn Stop = stop;
    // SAFETY: the pointer is of a live model, and `ask` keeps `stop` alive until the run is over.
    unsafe {
        highs_sys::Highs_setCallback(model.as_mut_ptr(), Some(should_stop), data.cast_mut().cast());
        for kind in [
            highs_sys::kHighsCallbackSimplexInterrupt,
            highs_sys::kHighsCallbackIpmInterrupt,
            highs_sys::kHighsCallbackMipInterrupt,
        ] {
            highs_sys::Highs_startCallback(model.as_mut_ptr(), kind);
        }
    }
}

/// Called by HiGHS now and then.
unsafe extern "C" fn should_stop(
    _kind: c_int,
    _message: *const c_char,
    _out: *const highs_sys::HighsCallbackDataOut,
    into: *mut highs_sys::HighsCallbackDataIn,
    data: *mut c_void,
) {
    if into.is_null() || data.is_null() {
        return;
    }
    // SAFETY: `data` is what `listen` gave, and HiGHS owns `into` for the time of this call.
    unsafe {
        let stop: &dyn Stop = *data.cast_const().cast::<&dyn Stop>();
        if stop.now() || stop.remaining().is_some_and(|seconds| seconds <= 0.0) {
            (*into).user_interrupt = 1;
        }
    }
}

fn read(solved: &SolvedModel, is_mixed: bool) -> Result<Raw, LpError> {
    let status = solved.status();
    let claim = match status {
        HighsModelStatus::Optimal | HighsModelStatus::ModelEmpty => Claim::Optimal,
        HighsModelStatus::Infeasible => Claim::Infeasible,
        HighsModelStatus::Unbounded => Claim::Unbounded,
        HighsModelStatus::UnboundedOrInfeasible => Claim::InfeasibleOrUnbounded,
        HighsModelStatus::ReachedTimeLimit
        | HighsModelStatus::ReachedIterationLimit
        | HighsModelStatus::ReachedSolutionLimit
        | HighsModelStatus::ReachedInterrupt
        | HighsModelStatus::ReachedMemoryLimit
        | HighsModelStatus::ObjectiveBound
        | HighsModelStatus::ObjectiveTarget
        | HighsModelStatus::Unknown => Claim::Limit,
        other => return Err(LpError::Solver(format!("HiGHS ended with {other:?}"))),
    };
    let has_values = solved.primal_solution_status() == HighsSolutionStatus::Feasible;
    let solution = solved.get_solution();
    let bound = solved.double_info_value(c"mip_dual_bound").ok().filter(|_| is_mixed);
    // SAFETY: the pointer is of a live model.
    let seconds = unsafe { highs_sys::Highs_getRunTime(solved.as_ptr()) };
    Ok(Raw {
        claim,
        values: has_values.then(|| solution.columns().to_vec()),
        bound,
        duals: (!is_mixed).then(|| solution.dual_rows().to_vec()),
        seconds,
    })
}

fn failed(what: &'static str) -> impl Fn(highs::HighsStatus) -> LpError {
    move |status| LpError::Solver(format!("HiGHS could not {what}: {status:?}"))
}

/// An empty LP that columns and rows can be added to.
#[must_use]
pub fn master() -> Box<dyn Master> {
    Box::new(Grown { program: Program::default(), model: None, columns: Vec::new(), rows: Vec::new() })
}

/// The program, and the solver's model of it as far as it has been told.
struct Grown {
    program: Program,
    model: Option<Model>,
    columns: Vec<highs::Col>,
    rows: Vec<highs::Row>,
}

impl Master for Grown {
    fn add_row(&mut self, row: Row) -> Result<usize, LpError> {
        let index = push_row(&mut self.program, row)?;
        if let Some(model) = &mut self.model {
            let row = &self.program.rows[index];
            let entries: Vec<_> =
                row.entries.iter().map(|&(column, by)| (self.columns[column], by)).collect();
            let added = model.try_add_row(row.lower..=row.upper, entries).map_err(failed("add a row"))?;
            self.rows.push(added);
        }
        Ok(index)
    }

    fn add_column(&mut self, column: Column, entries: &[(usize, f64)]) -> Result<usize, LpError> {
        let index = push_column(&mut self.program, column, entries)?;
        if let Some(model) = &mut self.model {
            let entries: Vec<_> = entries.iter().map(|&(row, by)| (self.rows[row], by)).collect();
            let added = tell(model, &column, entries)?;
            self.columns.push(added);
        }
        Ok(index)
    }

    fn solve(&mut self, limits: &Limits) -> Result<Answer, LpError> {
        let is_mixed = self.program.is_mixed();
        if self.program.columns.is_empty() || super::checks::is_absurd(&self.program) || limits.is_over() {
            return super::solve(&self.program, limits, None);
        }
        let model = match self.model.take() {
            Some(model) => model,
            None => self.told()?,
        };
        let (raw, model) = ask(model, limits, Presolve::On, is_mixed)?;
        self.model = Some(model);
        trust::settle(&run, &self.program, limits, None, raw)
    }

    fn program(&self) -> &Program {
        &self.program
    }
}

impl Grown {
    /// The whole program, told to the solver for the first time, or again after a failure.
    fn told(&mut self) -> Result<Model, LpError> {
        let mut model = highs::ColProblem::default()
            .try_optimise(highs::Sense::Minimise)
            .map_err(failed("begin a program"))?;
        self.rows.clear();
        self.columns.clear();
        let mut entries = vec![Vec::new(); self.program.columns.len()];
        for row in &self.program.rows {
            let side = row.lower..=row.upper;
            let added = model.try_add_row(side, []).map_err(failed("add a row"))?;
            self.rows.push(added);
            for &(column, by) in &row.entries {
                entries[column].push((added, by));
            }
        }
        for (column, entries) in self.program.columns.iter().zip(entries) {
            self.columns.push(tell(&mut model, column, entries)?);
        }
        Ok(model)
    }
}

fn tell(model: &mut Model, column: &Column, entries: Vec<(highs::Row, f64)>) -> Result<highs::Col, LpError> {
    let bounds = column.lower..=column.upper;
    model
        .try_add_column_with_integrality(column.cost, bounds, entries, column.integer)
        .map_err(failed("add a column"))
}
