//! From a county folder to stops on a road graph.

use super::{AppError, Follow, Step, timed};
use crate::county::datum::Datum;
use crate::finding::{Code, Finding, Found, Spot};
use crate::network::{self, Located, Network};
use crate::read::{self, ReadCounty};
use crate::terrain::Dem;
use crate::units::Point;
use std::collections::BTreeMap;
use std::path::Path;

/// A county, read and located.
pub struct Loaded {
    pub read: ReadCounty,
    pub located: Located,
    pub dem: Dem,
    /// Names of roads, by way; those without one are not here.
    pub road_names: BTreeMap<i64, String>,
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
    let road_names = roads.ways.iter().filter(|way| !way.name.is_empty());
    let road_names = road_names.map(|way| (way.id, way.name.clone())).collect();
    let suspects = wrong_datums(&built.value, &read);
    let located = timed(follow, Step::Locate, || network::locate(built.value, &read.county));
    // Stops off the roads are what a wrong datum looks like: the cause is told, not each of them.
    let explained = |code: Code| !suspects.is_empty() && matches!(code, Code::E304 | Code::E305);
    findings.extend(located.findings.into_iter().filter(|finding| !explained(finding.code)));
    findings.extend(suspects);
    if findings.iter().any(Finding::is_error) {
        return Err(AppError::Findings(findings));
    }
    Ok(Loaded { read, located: located.value, dem, road_names, findings })
}

/// Points that lie at the roads only if they are read in another datum than the declared one.
fn wrong_datums(network: &Network, read: &ReadCounty) -> Vec<Finding> {
    let county = &read.county;
    let fixed =
        county.places.iter().map(|place| place.point).chain(county.sites.iter().map(|site| site.point));
    let doors = county.orders.iter().flat_map(|order| order.pick().into_iter().chain(order.drop()));
    let own = doors
        .filter(|door| door.place.is_none_or(|id| county.place(id).point != door.point))
        .map(|door| door.point);
    let judge = |points: Vec<Point>, declared: Datum, key: &str| {
        let suspect = network::suspect(network, &points, declared)?;
        let finding = Finding::new(Code::E306, Spot::file("county.toml").column(key));
        let finding = finding.with("share", suspect.percent).with("datum", suspect.datum.name());
        Some(finding.with("declared", declared.name()).with("key", key))
    };
    let fixed = judge(fixed.collect(), read.datum, "datum");
    fixed.into_iter().chain(judge(own.collect(), read.datum_orders, "datum_orders")).collect()
}

fn keep<T>(found: Found<Option<T>>, findings: &mut Vec<Finding>) -> Option<T> {
    findings.extend(found.findings);
    found.value
}
