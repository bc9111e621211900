//! Writes everything that a plan leaves behind.

use super::plan::Planned;
use super::{AppError, Follow, Step, timed};
use crate::county::OrderId;
use crate::relay;
use crate::report::text::violations;
use crate::report::{self, Lang, Picture, ReportInput, SheetContact};
use crate::{terrain, wire};
use std::path::{Path, PathBuf};

/// Whether outputs may go to this folder, asked before the work begins.
///
/// # Errors
/// If it is a file, or a county's folder.
pub fn may_write(dir: &Path) -> Result<(), AppError> {
    if dir.exists() && !dir.is_dir() {
        let source = std::io::Error::from(std::io::ErrorKind::NotADirectory);
        return Err(AppError::Write { path: dir.to_owned(), source });
    }
    if dir.join(crate::read::COUNTY_FILE).exists() {
        return Err(AppError::IntoCounty(dir.to_owned()));
    }
    Ok(())
}

/// Writes a file beside its place and then moves it there.
pub(super) fn write_whole(
    path: &Path,
    write: impl FnOnce(&Path) -> std::io::Result<()>,
) -> Result<(), AppError> {
    let failed = |source| AppError::Write { path: path.to_owned(), source };
    let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    let beside = path.with_file_name(format!(".{name}.new"));
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(failed)?;
    }
    let done = write(&beside).and_then(|()| std::fs::rename(&beside, path));
    done.map_err(|source| {
        // Whatever is left of it helps nobody; the first error is the one to tell.
        let _ = std::fs::remove_file(&beside);
        AppError::Write { path: path.to_owned(), source }
    })
}

/// Writes `plan.json`, maps, sheets and tables into a folder; all files or none. Returns their paths.
///
/// # Errors
/// If an output cannot be made or written.
pub fn write(
    planned: &Planned,
    dir: &Path,
    lang: Lang,
    follow: &dyn Follow,
) -> Result<Vec<PathBuf>, AppError> {
    let (plan, county) = (&planned.plan, &planned.loaded.read.county);
    let contacts = &planned.loaded.read.contacts;
    let orders = county.orders.len().saturating_sub(relay::extra(&plan.relays, &plan.kits));
    let contact = |order: OrderId| {
        let customer = relay::customer(orders, &plan.relays, order)?;
        contacts.0.get(&customer).map(|contact| SheetContact {
            name: contact.name.clone(),
            phone: contact.phone.clone(),
            address: contact.address.clone(),
        })
    };
    let said: Vec<String> =
        planned.violations.iter().map(|one| violations::phrase(one, plan, county, lang)).collect();
    timed(follow, Step::Write, || {
        let relief = terrain::relief(&planned.loaded.dem, county.bounds, report::RELIEF_WIDTH);
        let input = ReportInput {
            plan,
            county,
            roads: Some(&planned.loaded.located.network),
            relief: Some(Picture { width: relief.width, height: relief.height, rgb: &relief.rgb }),
            contacts: &contact,
            violations: Some(&said),
            plan_json: &wire::plan::to_json(plan, county),
        };
        Ok(report::write_all(dir, &input, lang)?)
    })
}
