//! Getting ready to serve: roads and heights to an atlas and the vehicles on it, or all of that
//! from a file where it was kept.

use super::{AppError, Follow, Step, prepared, timed};
use crate::county::{Bounds, RoadMap, RoadState, Season, Weather};
use crate::finding::{Code, Finding, Found};
use crate::guide::{Atlas, Ground, ON_FOOT, names, vehicle, walks};
use crate::network::{Network, State};
use crate::read;
use crate::read::roads::{Who, area::Area};
use crate::store;
use crate::terrain::Dem;
use crate::wire::prepared::guide::Guide as Roads;
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
    /// Where prepared roads are kept, and taken from the next time. Without it those of a large
    /// county are kept in its folder, and those of a road file nowhere.
    pub prepared: Option<PathBuf>,
}

/// What can be served.
pub struct Guide {
    /// For vehicles; without any if only those on foot are wanted.
    pub roads: Roads,
    /// The roads of those on foot, if they are wanted and there are any.
    pub walks: Option<Roads>,
    pub junctions: usize,
    pub arcs: usize,
    /// In a file, from which it can be taken up again.
    pub is_kept: bool,
    /// Taken from where it was kept: no map was read.
    pub was_kept: bool,
    /// Warnings only.
    pub findings: Vec<Finding>,
}

/// Takes up what was prepared before, or reads and prepares everything.
///
/// # Errors
/// All findings at once, if one of them is an error; a named place for prepared roads that cannot
/// be written.
pub fn guide(request: &GuideRequest, follow: &dyn Follow) -> Result<Guide, AppError> {
    let mut findings = Vec::new();
    let (on_foot, driven): (Vec<String>, Vec<String>) =
        request.profiles.iter().cloned().partition(|name| walks(name));
    let (roads, [is_kept, was_kept]) = part(request, (Who::Drivers, &driven), follow, &mut findings)?;
    let walks = match on_foot.as_slice() {
        [] => None,
        on_foot => {
            // What is wrong with the file was told when it was read for vehicles.
            let mut again = Vec::new();
            let found = part(request, (Who::Walkers, on_foot), follow, &mut again);
            findings.extend(again.into_iter().filter(|finding| finding.code == Code::W508));
            match found {
                Ok((roads, _)) => Some(roads),
                // Nowhere to walk.
                Err(AppError::Findings(_)) => None,
                Err(error) => return Err(error),
            }
        }
    };
    let (junctions, arcs) = (roads.atlas.junctions(), roads.atlas.arcs());
    Ok(Guide { roads, walks, junctions, arcs, is_kept, was_kept, findings })
}

/// The roads of vehicles, or of those on foot, and whether they are in a file now, and were before.
fn part(
    request: &GuideRequest,
    (who, wanted): (Who, &[String]),
    follow: &dyn Follow,
    findings: &mut Vec<Finding>,
) -> Result<(Roads, [bool; 2]), AppError> {
    let Some(place) = Place::of(request, who) else {
        return Ok((build(request, (who, wanted), follow, findings)?, [false; 2]));
    };
    if let Some(roads) = place.take(wanted, follow, findings) {
        return Ok((roads, [true; 2]));
    }
    let all: Vec<String> =
        names().filter(|name| walks(name) == (who == Who::Walkers)).map(str::to_owned).collect();
    let mut roads = build(request, (who, &all), follow, findings)?;
    if !place.keep(&roads)? {
        let Roads { vehicles, .. } = &mut roads;
        vehicles.retain(|vehicle| wanted.iter().any(|name| vehicle.names.contains(&name.as_str())));
        return Ok((roads, [false; 2]));
    }
    // Building leaves holes in memory; what is taken up again is packed.
    drop(roads);
    let again = place.take(wanted, follow, findings);
    let roads = again.ok_or_else(|| place.fault(std::io::ErrorKind::InvalidData.into()))?;
    Ok((roads, [true, false]))
}

/// Where prepared roads are kept.
struct Place {
    path: PathBuf,
    /// What they are made of.
    key: u64,
    /// The user named it; else it is a county's, for large ones only.
    named: bool,
}

impl Place {
    /// None if nothing is to be kept, or if what the roads are made of cannot be read: that is
    /// told where they are read.
    fn of(request: &GuideRequest, who: Who) -> Option<Place> {
        let county = || request.source.join(prepared::FOLDER).join("serve.prepared");
        let path = match &request.prepared {
            Some(path) => path.clone(),
            None if request.source.is_dir() => county(),
            None => return None,
        };
        let mut inputs = vec![request.source.clone()];
        inputs.extend(request.dem.iter().cloned());
        let said = format!("{:?} {:?} {who:?}", request.season, request.weather);
        let key = prepared::inputs(&inputs, &said).ok()?;
        let path = if who == Who::Walkers { beside(&path) } else { path };
        Some(Place { path, key, named: request.prepared.is_some() })
    }

    fn take(&self, wanted: &[String], follow: &dyn Follow, findings: &mut Vec<Finding>) -> Option<Roads> {
        let read = || store::prepared::read_guide(&self.path, self.key, wanted);
        if self.path.exists() { keep(timed(follow, Step::Load, read), findings) } else { None }
    }

    /// Whether it was kept. A county's folder that cannot be written is no fault.
    fn keep(&self, roads: &Roads) -> Result<bool, AppError> {
        if !self.named && roads.atlas.junctions() < prepared::LARGE {
            return Ok(false);
        }
        match store::prepared::write_guide(&self.path, roads, self.key) {
            Err(source) if self.named => Err(self.fault(source)),
            written => Ok(written.is_ok()),
        }
    }

    fn fault(&self, source: std::io::Error) -> AppError {
        AppError::Write { path: self.path.clone(), source }
    }
}

/// Where the roads of those on foot are kept: beside those of vehicles.
#[must_use]
pub fn beside(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".");
    name.push(ON_FOOT);
    path.with_file_name(name)
}

fn build(
    request: &GuideRequest,
    (who, kinds): (Who, &[String]),
    follow: &dyn Follow,
    findings: &mut Vec<Finding>,
) -> Result<Roads, AppError> {
    let (map, dem, state, known) = if request.source.is_dir() {
        folder(request, who, follow, findings)
    } else {
        file(request, who, follow, findings)
    }
    .ok_or_else(|| AppError::Findings(std::mem::take(findings)))?;
    let heights = |point| dem.as_ref().and_then(|dem| dem.height(point));
    let built = timed(follow, Step::BuildNetwork, || Network::build_with_courses(&map, &heights));
    findings.extend(built.findings);
    if findings.iter().any(Finding::is_error) {
        return Err(AppError::Findings(std::mem::take(findings)));
    }
    let (mut network, courses) = built.value;
    network.shut(&known.reports);
    let atlas = Atlas::new(&map, &network, &courses);
    drop((map, courses));
    let network = network.without_limits();
    let vehicles = timed(follow, Step::Weigh, || {
        kinds.iter().filter_map(|name| vehicle(name, &atlas, &network, state, &known.hours)).collect()
    });
    let ground = timed(follow, Step::Order, || Ground::new(&network));
    Ok(Roads { atlas, ground, vehicles })
}

type Read = (RoadMap, Option<Dem>, State, RoadState);

fn folder(
    request: &GuideRequest,
    who: Who,
    follow: &dyn Follow,
    findings: &mut Vec<Finding>,
) -> Option<Read> {
    let path = &request.source;
    let county = keep(timed(follow, Step::ReadCounty, || read::county(path, None)), findings);
    let bounds = county.as_ref().map(|read| read.county.bounds).or_else(|| read::bounds(path))?;
    let roads = || read::roads::read_roads_for(who, path, bounds);
    let map = keep(timed(follow, Step::ReadRoads, roads), findings);
    let dem = keep(timed(follow, Step::ReadHeights, || read::dem::read_dem(path, bounds)), findings);
    let county = county?.county;
    let mut state = State::from(&county);
    state.season = request.season.unwrap_or(state.season);
    state.weather = request.weather.unwrap_or(state.weather);
    Some((map?, Some(dem?), state, county.road_state))
}

fn file(request: &GuideRequest, who: Who, follow: &dyn Follow, findings: &mut Vec<Finding>) -> Option<Read> {
    let name = file_name(&request.source);
    let read = || read::roads::read_file_for(who, &request.source, &name, &Area::Everything);
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
    Some((map, dem, state, RoadState::default()))
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
