//! Writes the files of a comparison: complete, or not at all.

use super::{Comparison, ReportError, page, summary, table};
use crate::report::Lang;
use crate::report::files::write_side_by_side;
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
    write_side_by_side(dir, &outputs)
}
