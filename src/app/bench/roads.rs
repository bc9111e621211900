//! Measuring the road engine on one extract: preparation, loading, tables,
//! routes, closures; and checking its answers with petgraph's Dijkstra.

mod checks;
mod measure;

use crate::app::clock::{Spent, peak_memory};
use crate::app::{AppError, Follow, Step, timed};
use crate::county::{Bounds, RoadMap, Running, Season, SiteId, preset};
use crate::finding::{Finding, Found};
use crate::hierarchy::{Metric, Skeleton, Turns, costs, junctions};
use crate::network::{Network, Weights};
use crate::read::roads::{area::Area, read_file};
use crate::read::{self, dem::read_files};
use crate::store;
use crate::terrain::Dem;
use crate::wire::prepared::Prepared;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// What to measure.
#[derive(Clone, Debug)]
pub struct RoadsRequest {
    pub file: PathBuf,
    pub dem: Option<PathBuf>,
    /// Starts, and as many ends, of the large table. At least 1.
    pub size: usize,
    pub seed: u64,
    /// At least 1.
    pub threads: usize,
    /// One of [`preset::PRESETS`].
    pub vehicle: String,
}

/// What was measured. Times in seconds: of the processor on one thread, on the clock on several.
#[derive(Clone, Debug, Default)]
pub struct RoadsResult {
    pub junctions: usize,
    pub arcs: usize,
    pub turns: usize,
    pub kilometres: f64,
    /// Reading the map, building the graph.
    pub read: f64,
    pub build: f64,
    /// From the file to the first answer, orders of both hierarchies included.
    pub prepare: f64,
    /// From the prepared file to weights that can be customized.
    pub load: f64,
    pub file_bytes: usize,
    pub customize: f64,
    /// Closing 50 roads, and rain in winter on all roads, each to the next answer.
    pub close: f64,
    pub season: f64,
    /// The same until tables are as fast as ever.
    pub season_whole: f64,
    /// Tables of durations, and of duration, length and energies, with turns.
    pub durations: f64,
    pub quantities: f64,
    /// 100 by 100.
    pub small: f64,
    /// The same without turns.
    pub durations_plain: f64,
    pub quantities_plain: f64,
    /// One distance, and one route with its arcs.
    pub distance: f64,
    pub route: f64,
    pub peak_bytes: Option<u64>,
    /// Entries compared with Dijkstra's search or with their replayed path, and those that differ.
    pub checked: usize,
    pub wrong: usize,
    /// Customizing, tables and changes once more, on two threads and on the clock.
    pub two: Option<Box<RoadsResult>>,
    /// Warnings about the map.
    pub findings: Vec<Finding>,
}

/// Roads in both forms, with what they cost one vehicle.
struct Roads {
    network: Network,
    weights: Weights,
    turns: Turns,
    skeleton: Skeleton,
    plain: Skeleton,
}

/// Measures everything on a pool of so many threads.
///
/// # Errors
/// Findings about the files, or what the system says.
pub fn roads(request: &RoadsRequest, follow: &dyn Follow) -> Result<RoadsResult, AppError> {
    let count = request.threads;
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(count)
        .build()
        .map_err(|source| AppError::Threads { count, source })?;
    pool.install(|| on_this_pool(request, follow))
}

fn on_this_pool(request: &RoadsRequest, follow: &dyn Follow) -> Result<RoadsResult, AppError> {
    let clock = || Spent::start(request.threads == 1);
    let mut result = RoadsResult::default();
    let start = clock();
    let roads = prepare(request, &mut result, start, follow)?;
    let metric = {
        let step = clock();
        let metric = Metric::new(&roads.skeleton, &roads.turns.costs(&roads.weights));
        result.customize = step.seconds();
        metric
    };
    result.prepare = start.seconds();
    timed(follow, Step::Load, || load(&roads, request, &mut result, clock))?;
    let sample = measure::Sample::new(&roads.network, &roads.weights, request);
    timed(follow, Step::Measure, || {
        measure::tables(&roads, &metric, &sample, &mut result, clock);
        measure::routes(&roads, &metric, &sample, &mut result, clock);
        measure::changes(&roads, &metric, &sample, request, &mut result, clock);
    });
    if let Some(two) = timed(follow, Step::Measure, || measure::on_two(&roads, &metric, &sample, request)) {
        result.checked += two.checked;
        result.wrong += two.wrong;
        result.two = Some(Box::new(two));
    }
    result.peak_bytes = peak_memory();
    timed(follow, Step::Check, || checks::check(&roads, &metric, &sample, &mut result));
    Ok(result)
}

fn prepare(
    request: &RoadsRequest,
    result: &mut RoadsResult,
    start: Spent,
    follow: &dyn Follow,
) -> Result<Roads, AppError> {
    let running = running(&request.vehicle)?;
    let (map, dem) = read(request, result, follow)?;
    result.read = start.seconds();
    let height = |point| dem.as_ref().and_then(|dem| dem.height(point));
    let found = timed(follow, Step::BuildNetwork, || Network::build(&map, &height));
    drop(map);
    let network = keep(Found { value: Some(found.value), findings: found.findings }, result)?;
    let weights = network.weigh(&running, Season::Summer);
    result.build = start.seconds() - result.read;
    let stats = network.stats();
    (result.junctions, result.arcs, result.kilometres) = (stats.junctions, stats.arcs, stats.kilometres);
    let (turns, skeleton, plain) = timed(follow, Step::Prepare, || {
        let turns = Turns::new(&network);
        let skeleton = turns.hierarchy(&network);
        (turns, skeleton, junctions(&network))
    });
    result.turns = turns.len();
    Ok(Roads { network, weights, turns, skeleton, plain })
}

/// The roads and heights of a file, or of a county folder.
fn read(
    request: &RoadsRequest,
    result: &mut RoadsResult,
    follow: &dyn Follow,
) -> Result<(RoadMap, Option<Dem>), AppError> {
    let path = &request.file;
    if path.is_dir() {
        let missing = || {
            let text = format!("`{}` is no county folder", path.display());
            AppError::Print(std::io::Error::new(std::io::ErrorKind::InvalidInput, text))
        };
        let bounds = read::bounds(path).ok_or_else(missing)?;
        let map = timed(follow, Step::ReadRoads, || keep(read::roads::read_roads(path, bounds), result))?;
        let dem = timed(follow, Step::ReadHeights, || keep(read::dem::read_dem(path, bounds), result))?;
        return Ok((map, Some(dem)));
    }
    let map =
        timed(follow, Step::ReadRoads, || keep(read_file(path, &name(path), &Area::Everything), result))?;
    let tile = |file: &PathBuf| {
        let found = read_files(&[(file.clone(), name(file))], around(&map));
        timed(follow, Step::ReadHeights, || keep::<Dem>(found, result))
    };
    let dem = request.dem.as_ref().map(tile).transpose()?;
    Ok((map, dem))
}

/// Writes the prepared roads down, and takes them up again.
fn load(
    roads: &Roads,
    request: &RoadsRequest,
    result: &mut RoadsResult,
    clock: impl Fn() -> Spent,
) -> Result<(), AppError> {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("roads.prepared");
    let key = crate::app::prepared::key(&roads.network);
    let weights = BTreeMap::from([(request.vehicle.clone(), roads.weights.arcs.clone())]);
    let prepared = Prepared { turns: Some(roads.turns.clone()), skeleton: roads.skeleton.clone(), weights };
    store::prepared::write(&path, &prepared, key)
        .map_err(|source| AppError::Write { path: path.clone(), source })?;
    result.file_bytes = std::fs::metadata(&path)?.len() as usize;
    let step = clock();
    let found = store::prepared::read(&path, key);
    result.load = step.seconds();
    result.checked += 1;
    result.wrong += usize::from(found.value != Some(prepared));
    Ok(())
}

fn running(vehicle: &str) -> Result<Running, AppError> {
    preset::vehicle(vehicle, SiteId(0)).map(|kind| kind.running).ok_or_else(|| {
        AppError::Print(std::io::Error::new(
            std::io::ErrorKind::InvalidInput,
            format!("no vehicle `{vehicle}`"),
        ))
    })
}

fn keep<T>(found: Found<Option<T>>, result: &mut RoadsResult) -> Result<T, AppError> {
    let is_wrong = found.findings.iter().any(Finding::is_error);
    match found.value {
        Some(value) if !is_wrong => {
            result.findings.extend(found.findings);
            Ok(value)
        }
        _ => Err(AppError::Findings(found.findings)),
    }
}

fn name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// The box around all nodes.
fn around(map: &RoadMap) -> Bounds {
    let nothing = Bounds { west: 180.0, south: 90.0, east: -180.0, north: -90.0 };
    map.nodes.iter().fold(nothing, |bounds, node| Bounds {
        west: bounds.west.min(node.point.x()),
        south: bounds.south.min(node.point.y()),
        east: bounds.east.max(node.point.x()),
        north: bounds.north.max(node.point.y()),
    })
}

/// Milliseconds without turns, by edge index.
fn plain_costs(roads: &Roads) -> Vec<u32> {
    costs(&roads.weights)
}
