//! Power lines of an extract to `power.geojson`.

use super::{Extent, file_name};
use crate::app::AppError;
use crate::app::output::write_whole;
use crate::finding::{Code, Finding, Spot};
use crate::read::roads::pbf::read_power;
use crate::store;
use std::path::PathBuf;

#[derive(Clone, Debug)]
pub struct PowerRequest {
    pub file: PathBuf,
    pub into: PathBuf,
    pub extent: Extent,
}

/// What was read and written.
#[derive(Clone, Debug)]
pub struct Power {
    pub findings: Vec<Finding>,
    pub lines: usize,
    pub pylons: usize,
    /// Lines whose voltage is tagged.
    pub of_known_voltage: usize,
}

/// Writes the power lines. Where the file has none, nothing is written and that is told (`W509`):
/// many extracts hold roads alone, and then nobody knows what hangs there.
///
/// # Errors
/// Findings about the file or the polygon, or what the disk says.
pub fn power(request: &PowerRequest) -> Result<Power, AppError> {
    let name = file_name(&request.file);
    if !request.file.is_file() {
        return Err(AppError::Findings(vec![Finding::new(Code::E101, Spot::file(name))]));
    }
    let area = request.extent.area(&request.into)?;
    let found = read_power(&request.file, &name, &area);
    let (lines, mut findings) = super::or_findings(Some(found.value), found.findings)?;
    if lines.is_empty() {
        findings.push(Finding::new(Code::W509, Spot::file(name)));
    } else {
        write_whole(&request.into.join("power.geojson"), |path| store::power::write(path, &lines))?;
    }
    Ok(Power {
        findings,
        lines: lines.len(),
        pylons: lines.iter().map(|line| line.pylons.len()).sum(),
        of_known_voltage: lines.iter().filter(|line| line.voltage.is_some()).count(),
    })
}
