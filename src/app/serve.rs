//! Getting ready to serve: roads and heights to an atlas and the vehicles on it.

use super::{AppError, Follow, Step, timed};
use crate::county::{Bounds, RoadMap, Season, Weather};
use crate::finding::{Finding, Found};
use crate::guide::{Atlas, Ground, Vehicle, vehicle};
use crate::network::{Network, State};
use crate::read::{self, roads::area::Area};
use crate::terrain::Dem;
use std::path::{Path, PathBuf};

#[derive(Clone, Debug)]
pub struct GuideRequest {
    /// A road file, or a county folder.
    pub source: PathBuf,
    /// Height tiles for a road file; a folder has its own.
    pub dem: Vec<PathBuf>,
    /// Of a road file; a folder has its own date. Fair spring weather if not given.
    pub season: Option<Season>,
    pub weather: Option<Weather>,
    /// Names of vehicles, see [`crate::guide::names`].
    pub profiles: Vec<String>,
}

/// What can be served.
pub struct Guide {
    pub atlas: Atlas,
    pub ground: Ground,
    pub vehicles: Vec<Vehicle>,
    pub junctions: usize,
    pub arcs: usize,
    /// Warnings only.
    pub findings: Vec<Finding>,
}

/// Reads and prepares everything.
///
/// # Errors
/// All findings at once, if one of them is an error.
pub fn guide(request: &GuideRequest, follow: &dyn Follow) -> Result<Guide, AppError> {
    let mut findings = Vec::new();
    let (map, dem, state, reports) = if request.source.is_dir() {
        folder(request, follow, &mut findings)
    } else {
        file(request, follow, &mut findings)
    }
    .ok_or_else(|| AppError::Findings(std::mem::take(&mut findings)))?;
    let heights = |point| dem.as_ref().and_then(|dem| dem.height(point));
    let built = timed(follow, Step::BuildNetwork, || Network::build_with_courses(&map, &heights));
    findings.extend(built.findings);
    if findings.iter().any(Finding::is_error) {
        return Err(AppError::Findings(findings));
    }
    let (mut network, courses) = built.value;
    network.shut(&reports);
    let atlas = Atlas::new(&map, &network, &courses);
    drop((map, courses));
    let network = network.without_limits();
    let vehicles = timed(follow, Step::Weigh, || {
        let of = |name: &String| vehicle(name, &atlas, &network, state);
        request.profiles.iter().filter_map(of).collect()
    });
    let ground = timed(follow, Step::Order, || Ground::new(&network));
    let stats = network.stats();
    Ok(Guide { atlas, ground, vehicles, junctions: stats.junctions, arcs: stats.arcs, findings })
}

type Read = (RoadMap, Option<Dem>, State, Vec<crate::county::RoadReport>);

fn folder(request: &GuideRequest, follow: &dyn Follow, findings: &mut Vec<Finding>) -> Option<Read> {
    let path = &request.source;
    let county = keep(timed(follow, Step::ReadCounty, || read::county(path, None)), findings);
    let bounds = county.as_ref().map(|read| read.county.bounds).or_else(|| read::bounds(path))?;
    let map = keep(timed(follow, Step::ReadRoads, || read::roads::read_roads(path, bounds)), findings);
    let dem = keep(timed(follow, Step::ReadHeights, || read::dem::read_dem(path, bounds)), findings);
    let county = county?.county;
    let mut state = State::from(&county);
    state.season = request.season.unwrap_or(state.season);
    state.weather = request.weather.unwrap_or(state.weather);
    Some((map?, Some(dem?), state, county.road_state.reports))
}

fn file(request: &GuideRequest, follow: &dyn Follow, findings: &mut Vec<Finding>) -> Option<Read> {
    let name = file_name(&request.source);
    let read = || read::roads::read_file(&request.source, &name, &Area::Everything);
    let map = keep(timed(follow, Step::ReadRoads, read), findings)?;
    let dem = match request.dem.as_slice() {
        [] => None,
        tiles => {
            let named: Vec<(PathBuf, String)> =
                tiles.iter().map(|path| (path.clone(), file_name(path))).collect();
            let read = || read::dem::read_files(&named, bounds(&map));
            Some(keep(timed(follow, Step::ReadHeights, read), findings)?)
        }
    };
    let mut state = State::from(request.season.unwrap_or(Season::Spring));
    state.weather = request.weather.unwrap_or_default();
    Some((map, dem, state, Vec::new()))
}

fn bounds(map: &RoadMap) -> Bounds {
    let nothing = Bounds { west: 180.0, south: 90.0, east: -180.0, north: -90.0 };
    map.nodes.iter().fold(nothing, |bounds, node| Bounds {
        west: bounds.west.min(node.point.x()),
        south: bounds.south.min(node.point.y()),
        east: bounds.east.max(node.point.x()),
        north: bounds.north.max(node.point.y()),
    })
}

fn file_name(path: &Path) -> String {
    path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned())
}

fn keep<T>(found: Found<Option<T>>, findings: &mut Vec<Finding>) -> Option<T> {
    findings.extend(found.findings);
    found.value
}
