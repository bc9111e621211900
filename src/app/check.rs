//! Is a plan that was written down still true?

use super::air;
use super::load::{self, Loaded};
use super::{AppError, Follow, Step, relays, timed};
use crate::check::{self, Violation};
use crate::county::County;
use crate::finding::{Code, Finding, Spot};
use crate::plan::{Past, Plan};
use crate::wire;
use std::fs;
use std::path::{Path, PathBuf};

/// Which plan, and where its county is.
#[derive(Clone, Debug)]
pub struct CheckRequest {
    pub plan: PathBuf,
    /// `None`: `maps/CODE`, seen from here or from a folder above the plan.
    pub county: Option<PathBuf>,
    /// The plan that this one goes on from.
    pub from: Option<PathBuf>,
}

/// A plan that was read, and what it breaks.
pub struct Checked {
    pub loaded: Loaded,
    pub plan: Plan,
    pub violations: Vec<Violation>,
}

/// No plan of a province is larger.
const LARGEST: u64 = 1 << 30;

/// Reads a plan and its county and checks every number.
///
/// # Errors
/// All findings at once: about the plan's file, its county's files, or both if they do not belong
/// together.
pub fn check(request: &CheckRequest, follow: &dyn Follow) -> Result<Checked, AppError> {
    let file = request.plan.display().to_string();
    let named = |findings: Vec<Finding>| AppError::Findings(name(findings, &file));
    let text = read(&request.plan).map_err(|finding| named(vec![*finding]))?;
    let header = wire::plan::header(&text).map_err(named)?;
    let folder = match &request.county {
        Some(folder) => folder.clone(),
        None => find(&request.plan, &header.county).ok_or_else(|| {
            let spot = Spot::file(format!("maps/{}", header.county));
            AppError::Findings(vec![Finding::new(Code::E101, spot)])
        })?,
    };
    let mut loaded = load::load(&folder, Some(&header.date), follow)?;
    air::enlist(&mut loaded);
    let legs = wire::plan::relays(&text, &loaded.read.county);
    if let Some(legs) = legs.as_ref().ok().filter(|(relays, kits)| !relays.is_empty() || !kits.is_empty()) {
        let county = loaded.read.county.clone();
        relays::put(&mut loaded, &county, (&legs.0, &legs.1));
    }
    let plan = legs.and_then(|legs| wire::plan::with_legs(&text, &loaded.read.county, legs));
    let changed = header.county == loaded.read.county.code && plan_is_of_other_files(&header, &loaded);
    let plan = match plan {
        Ok(plan) if !changed => plan,
        other => {
            let mut findings = other.err().unwrap_or_default();
            if changed {
                findings.insert(0, Finding::new(Code::E602, Spot::file("")));
            }
            return Err(named(findings));
        }
    };
    let county = &loaded.read.county;
    let past = match &request.from {
        Some(path) => Some(past(path, county)?),
        None => None,
    };
    let frozen = past.as_ref().zip(plan.again.as_ref().and_then(|again| again.freeze));
    let violations = timed(follow, Step::Check, || match frozen {
        Some((past, freeze)) => {
            check::check_again(Some(&loaded.dem), (county, &loaded.located), &plan, past, freeze)
        }
        None => check::check_over(&loaded.dem, county, &loaded.located, &plan),
    });
    Ok(Checked { plan, violations, loaded })
}

fn past(path: &Path, county: &County) -> Result<Past, AppError> {
    let file = path.display().to_string();
    let text = read(path).map_err(|finding| AppError::Findings(name(vec![*finding], &file)))?;
    wire::plan::past(&text, county).map_err(|findings| AppError::Findings(name(findings, &file)))
}

fn plan_is_of_other_files(header: &wire::plan::Header, loaded: &Loaded) -> bool {
    header.inputs != loaded.read.inputs
}

pub(super) fn read(path: &Path) -> Result<String, Box<Finding>> {
    let unreadable = |cause: String| Box::new(Finding::new(Code::E601, Spot::file("")).with("cause", cause));
    let size = fs::metadata(path).map_err(|error| unreadable(error.to_string()))?.len();
    if size > LARGEST {
        return Err(Box::new(Finding::new(Code::E105, Spot::file("")).with("limit", "1 GiB")));
    }
    let text = fs::read_to_string(path).map_err(|error| unreadable(error.to_string()))?;
    // Editors on Windows put a byte order mark in front.
    Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
}

/// The county's folder: `maps/CODE` here, or beside a folder that the plan lies in.
fn find(plan: &Path, code: &str) -> Option<PathBuf> {
    // A code that is a path would lead out of `maps`.
    if code.is_empty() || code.contains(['/', '\\']) || code.starts_with('.') {
        return None;
    }
    let above = plan.ancestors().skip(1).take(6).map(|folder| folder.join("maps").join(code));
    std::iter::once(Path::new("maps").join(code)).chain(above).find(|folder| folder.is_dir())
}

/// Findings about the plan name its file as it was given.
pub(super) fn name(mut findings: Vec<Finding>, file: &str) -> Vec<Finding> {
    for finding in &mut findings {
        file.clone_into(&mut finding.spot.file);
    }
    findings
}
