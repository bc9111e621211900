//! Puts all outputs on the disk: complete, or not at all.
//!
//! Everything is made in memory, written to a hidden folder beside its place
//! and renamed file by file at the end. A run that fails earlier leaves the
//! files of the run before untouched.

use super::{Lang, ReportError, ReportInput, geojson, gpx, html, sheet, xlsx};
use std::fs;
use std::path::{Path, PathBuf};

/// Writes `plan.json`, `routes.geojson`, `routes.gpx`, `plan.xlsx`, `report.html` and `sheets/`
/// into `dir`, which is made if it is not there. Sheets of an earlier plan are replaced.
///
/// Returns the paths of the files, `report.html` first.
///
/// # Errors
/// If an output cannot be made or written; then nothing was replaced, except when the disk fails
/// between two renames.
pub fn write_all(dir: &Path, input: &ReportInput, lang: Lang) -> Result<Vec<PathBuf>, ReportError> {
    let outputs = make(input, lang)?;
    let staging = dir.join(format!(".mabang-{}", std::process::id()));
    let placed = stage(&staging, &outputs).and_then(|()| place(dir, &staging, &outputs));
    let _gone_or_never_there = fs::remove_dir_all(&staging);
    placed
}

/// Writes files with these names into `dir`, which is made if it is not there; returns their
/// paths.
///
/// # Errors
/// If one cannot be written; then nothing was replaced, except when the disk fails between two
/// renames.
pub(super) fn write_side_by_side(
    dir: &Path,
    outputs: &[(&str, Vec<u8>)],
) -> Result<Vec<PathBuf>, ReportError> {
    let failed = |path: &Path| {
        let path = path.to_owned();
        move |source| ReportError::Write { path, source }
    };
    fs::create_dir_all(dir).map_err(failed(dir))?;
    let hidden = |name: &str| dir.join(format!(".mabang-{}-{name}", std::process::id()));
    let staged = outputs.iter().try_for_each(|(name, content)| {
        let path = hidden(name);
        fs::write(&path, content).map_err(failed(&path))
    });
    let placed = staged.and_then(|()| {
        let place = |(name, _): &(&str, Vec<u8>)| {
            let path = dir.join(name);
            fs::rename(hidden(name), &path).map_err(failed(&path)).map(|()| path)
        };
        outputs.iter().map(place).collect()
    });
    if placed.is_err() {
        outputs.iter().for_each(|(name, _)| {
            let _gone_or_never_there = fs::remove_file(hidden(name));
        });
    }
    placed
}

/// Path below the folder, and content.
type Output = (PathBuf, Vec<u8>);

fn make(input: &ReportInput, lang: Lang) -> Result<Vec<Output>, ReportError> {
    let mut outputs = vec![
        (PathBuf::from("report.html"), html::page(input, lang)?.into_bytes()),
        (PathBuf::from("plan.xlsx"), xlsx::workbook(input.plan, input.county, lang)?),
        (PathBuf::from("routes.geojson"), geojson::routes(input.plan, input.county, lang).into_bytes()),
        (PathBuf::from("routes.gpx"), gpx::routes(input.plan, input.county, lang)?),
        (PathBuf::from("plan.json"), input.plan_json.as_bytes().to_vec()),
    ];
    let sheets = sheet::sheets(input, lang);
    outputs
        .extend(sheets.into_iter().map(|(name, text)| (Path::new("sheets").join(name), text.into_bytes())));
    Ok(outputs)
}

fn stage(staging: &Path, outputs: &[Output]) -> Result<(), ReportError> {
    let sheets = staging.join("sheets");
    fs::create_dir_all(&sheets).map_err(|source| ReportError::Write { path: sheets, source })?;
    for (name, content) in outputs {
        let path = staging.join(name);
        fs::write(&path, content).map_err(|source| ReportError::Write { path, source })?;
    }
    Ok(())
}

fn place(dir: &Path, staging: &Path, outputs: &[Output]) -> Result<Vec<PathBuf>, ReportError> {
    let sheets = dir.join("sheets");
    fs::create_dir_all(&sheets).map_err(|source| ReportError::Write { path: sheets.clone(), source })?;
    let mut written = Vec::with_capacity(outputs.len());
    for (name, _) in outputs {
        let path = dir.join(name);
        fs::rename(staging.join(name), &path)
            .map_err(|source| ReportError::Write { path: path.clone(), source })?;
        written.push(path);
    }
    remove_old_sheets(&sheets, &written);
    Ok(written)
}

/// Sheets of vehicles that do not drive any more. One that cannot be removed stays: the index
/// does not list it.
fn remove_old_sheets(sheets: &Path, written: &[PathBuf]) {
    let Ok(entries) = fs::read_dir(sheets) else { return };
    for path in entries.flatten().map(|entry| entry.path()) {
        if is_sheet(&path) && !written.contains(&path) {
            let _stays = fs::remove_file(&path);
        }
    }
}

/// `NN-….html`, as [`sheet::sheets`] names them; other files in the folder are the user's.
fn is_sheet(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let digits = name.bytes().take_while(u8::is_ascii_digit).count();
    digits >= 2 && name[digits..].starts_with('-') && name.ends_with(".html")
}
