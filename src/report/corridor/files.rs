//! Writes the files of a survey: complete, or not at all.

use super::{CorridorReport, ReportError, filing, geojson, kml, page, table};
use crate::report::Lang;
use std::fs;
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
