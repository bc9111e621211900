//! Planning on from a plan of before.

use super::check::{name, read};
use super::load::Loaded;
use super::{AppError, relays};
use crate::finding::{Code, Finding, Spot};
use crate::model::Problem;
use crate::plan::{Anchored, Past, Terms, anchor};
use crate::units::{Fen, Moment};
use crate::wire;
use std::collections::BTreeSet;
use std::path::PathBuf;

/// Which plan to go on from, and how.
#[derive(Clone, Debug)]
pub struct FromRequest {
    /// A `plan.json`.
    pub plan: PathBuf,
    /// What was begun or promised before stays.
    pub freeze: Option<Moment>,
    /// Price of sending another vehicle to an order.
    pub stability: Fen,
    /// Codes and numbers of vehicles that broke down.
    pub broken: Vec<(String, u32)>,
}

/// The plan before, and the day tied to it. Warnings go to the county's findings.
///
/// # Errors
/// Findings about the plan before, or about what of it cannot stay.
pub fn go_on(
    request: &FromRequest,
    loaded: &mut Loaded,
    problem: &Problem,
) -> Result<(Past, Anchored), AppError> {
    let file = request.plan.display().to_string();
    let failed = |findings: Vec<Finding>| AppError::Findings(name(findings, &file));
    let mut past = past(request, loaded).map_err(failed)?;
    relays::dissolve(request, loaded, &mut past)?;
    let county = &loaded.read.county;
    let mut broken = BTreeSet::new();
    let mut unknown = Vec::new();
    for (code, number) in &request.broken {
        match county.type_of_vehicle(code, *number) {
            Some(id) => drop(broken.insert((id, *number))),
            None => unknown.push(
                Finding::new(Code::E210, Spot::file("--broken")).with("id", format!("{code}:{number}")),
            ),
        }
    }
    if !unknown.is_empty() {
        return Err(AppError::Findings(unknown));
    }
    let terms = Terms { freeze: request.freeze, stability: request.stability, broken };
    let found = anchor(county, problem, &past, &terms);
    match found.value {
        Some(anchored) => {
            loaded.findings.extend(name(found.findings, &file));
            Ok((past, anchored))
        }
        None => Err(failed(found.findings)),
    }
}

/// Reads the plan before.
fn past(request: &FromRequest, loaded: &Loaded) -> Result<Past, Vec<Finding>> {
    let text = read(&request.plan).map_err(|finding| vec![*finding])?;
    wire::plan::past(&text, &loaded.read.county)
}
