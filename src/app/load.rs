//! From a county folder to stops on a road graph.

use super::{AppError, Follow, Step, timed};
use crate::finding::{Finding, Found};
use crate::network::{self, Located, Network};
use crate::read::{self, ReadCounty};
use crate::terrain::Dem;
use std::path::Path;

/// A county, read and located.
pub struct Loaded {
    pub read: ReadCounty,
    pub located: Located,
    pub dem: Dem,
    /// Warnings only.
    pub findings: Vec<Finding>,
}

/// Reads a county folder and puts its stops on its roads.
///
/// # Errors
/// All findings at once, if one of them is an error.
pub fn load(folder: &Path, date: Option<&str>, follow: &dyn Follow) -> Result<Loaded, AppError> {
    let mut findings = Vec::new();
    let county = timed(follow, Step::ReadCounty, || read::county(folder, date));
    let read = keep(county, &mut findings);
    // Roads and heights are read even if the tables are at fault, so that everything is told at once.
    let Some(bounds) = read.as_ref().map(|read| read.county.bounds).or_else(|| read::bounds(folder)) else {
        return Err(AppError::Findings(findings));
    };
    let roads = timed(follow, Step::ReadRoads, || read::roads::read_roads(folder, bounds));
    let roads = keep(roads, &mut findings);
    let dem = timed(follow, Step::ReadHeights, || read::dem::read_dem(folder, bounds));
    let dem = keep(dem, &mut findings);
    let (Some(read), Some(roads), Some(dem)) = (read, roads, dem) else {
        return Err(AppError::Findings(findings));
    };
    let built = timed(follow, Step::BuildNetwork, || Network::build(&roads, &|point| dem.height(point)));
    findings.extend(built.findings);
    if findings.iter().any(|finding| finding.spot.file.starts_with("roads") && finding.is_error()) {
        return Err(AppError::Findings(findings));
    }
    let located = timed(follow, Step::Locate, || network::locate(built.value, &read.county));
    findings.extend(located.findings);
    if findings.iter().any(Finding::is_error) {
        return Err(AppError::Findings(findings));
    }
    Ok(Loaded { read, located: located.value, dem, findings })
}

fn keep<T>(found: Found<Option<T>>, findings: &mut Vec<Finding>) -> Option<T> {
    findings.extend(found.findings);
    found.value
}
