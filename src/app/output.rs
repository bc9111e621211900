//! Writes everything that a plan leaves behind.

use super::plan::Planned;
use super::{AppError, Follow, Step, timed};
use crate::report::text::Lang;
use crate::report::{self, ReportInput};
use crate::wire;
use std::path::PathBuf;

/// Where to, and in which language.
#[derive(Clone, Debug)]
pub struct OutputRequest {
    pub dir: PathBuf,
    /// As the user named it, so that `check` finds it again.
    pub county_folder: PathBuf,
    pub lang: Lang,
}

/// What was written.
pub struct Written {
    pub files: Vec<PathBuf>,
    /// For the terminal.
    pub summary: String,
}

/// Writes `plan.json`, maps, sheets and tables; all files or none.
///
/// # Errors
/// If a file cannot be written.
pub fn write(planned: &Planned, request: &OutputRequest, follow: &dyn Follow) -> Result<Written, AppError> {
    let county = &planned.loaded.read.county;
    let contacts = &planned.loaded.read.contacts;
    let contact = |order| {
        contacts.0.get(&order).map(|contact| report::SheetContact {
            name: contact.name.clone(),
            phone: contact.phone.clone(),
            address: contact.address.clone(),
        })
    };
    let input = ReportInput {
        plan: &planned.plan,
        county,
        located: &planned.loaded.located,
        dem: &planned.loaded.dem,
        contact: &contact,
        plan_json: wire::plan::to_json(&planned.plan, county),
        violations: &planned.violations,
    };
    let files = timed(follow, Step::Write, || report::write_all(&request.dir, &input, request.lang))?;
    let summary = report::terminal(&input, request.lang, &request.dir);
    Ok(Written { files, summary })
}
