//! Writes the files of a comparison: complete, or not at all.

use super::{Comparison, ReportError, page, summary, table};
use crate::report::Lang;
use std::fs;
use std::path::{Path, PathBuf};

/// Writes `index.html`, `summary.html`, `cells.csv`, `cells.jsonl`, `break_even.csv`,
/// `sensitivity.csv`, `calibration.csv`, `compare.json` and `compare.toml` into `dir`, which is
/// made if it is not there. Returns their paths.
///
/// # Errors
/// If an output cannot be made or written; then nothing was replaced, except when the disk fails
/// between two renames.
pub fn write_comparison(dir: &Path, input: &Comparison, lang: Lang) -> Result<Vec<PathBuf>, ReportError> {
    let outputs = [
        ("index.html", page::page(input, lang).into_bytes()),
        ("summary.html", summary::summary(input).into_bytes()),
        ("cells.csv", table::cells_csv(input)?),
        ("cells.jsonl", table::cells_jsonl(input).into_bytes()),
        ("break_even.csv", table::curves_csv(input).into_bytes()),
        ("sensitivity.csv", table::bars_csv(input).into_bytes()),
        ("calibration.csv", table::calibration_csv(input).into_bytes()),
        ("compare.json", table::summary_json(input).into_bytes()),
        ("compare.toml", input.used.as_bytes().to_vec()),
    ];
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
