//! Writes the files of a survey: complete, or not at all.

use super::{CorridorReport, ReportError, filing, geojson, kml, page, table};
use crate::report::Lang;
use crate::report::files::write_side_by_side;
use std::path::{Path, PathBuf};

/// Writes `corridors.html`, `corridors.geojson`, `corridors.kml`, `corridors.json` and
/// `filing.xlsx` into `dir`, which is made if it is not there. Returns their paths.
///
/// # Errors
/// If an output cannot be made or written; then nothing was replaced, except when the disk fails
/// between two renames.
pub fn write_corridors(dir: &Path, report: &CorridorReport, lang: Lang) -> Result<Vec<PathBuf>, ReportError> {
    let outputs = [
        ("corridors.html", page::page(report, lang)?.into_bytes()),
        ("corridors.geojson", geojson::geojson(report).into_bytes()),
        ("corridors.kml", kml::kml(report, lang).into_bytes()),
        ("corridors.json", table::corridors_json(report).into_bytes()),
        ("filing.xlsx", filing::workbook(report)?),
    ];
    write_side_by_side(dir, &outputs)
}
