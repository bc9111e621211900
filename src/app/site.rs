//! Where sites go: one answer for the county's own rules, and one for each scenario.

mod apply;
mod case;
mod closures;
mod front;
pub mod refine;
pub mod rounds;

pub use apply::apply;

use super::clock::{Deadline, Interrupt};
use super::inspect::Inspector;
use super::load::{self, Loaded};
use super::{AppError, Follow, Quiet, Step, timed};
use crate::county::{Circle, Report, RoadReport};
use crate::finding::{Code, Finding, Found, Spot};
use crate::network::{self, Network};
use crate::read::siting;
use crate::report::site::SiteInput;
use crate::report::{self, Lang, Picture};
use crate::site::levels::Answer;
use crate::site::survey::{Customer, Drawn, EventCost, FrontPoint, Outcome, Refined, Surveyed, Wishes};
use crate::terrain;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// What to place, and how long to think.
#[derive(Clone, Debug)]
pub struct SiteRequest {
    pub county: PathBuf,
    pub date: Option<String>,
    /// For everything, all scenarios together; `None`: until everything is proved or tried.
    pub time: Option<Duration>,
    /// `None`: all cores.
    pub threads: Option<usize>,
    pub scenarios: Vec<PathBuf>,
    /// Also ask what if diesel got dearer, parcels more, and the costliest road closed; what these
    /// are called.
    pub what_if: Option<[String; 3]>,
    /// Route the best site sets of each set of rules.
    pub routes: bool,
    /// Weigh cost against coverage under the county's own rules.
    pub pareto: bool,
}

/// One set of rules and what came of it.
pub struct Case {
    pub wishes: Wishes,
    pub customers: Vec<Customer>,
    pub surveyed: Surveyed,
    pub answer: Answer,
    /// What routing the best site sets said, if asked for and there was time.
    pub refined: Option<Refined>,
    /// Cost against coverage, if asked for.
    pub front: Vec<FrontPoint>,
    /// What the siting would cost in a year of each state of the roads; empty without events.
    pub events: Vec<EventCost>,
    /// How closures were drawn, if they were.
    pub drawn: Option<Drawn>,
    /// `None` if nothing feasible was found.
    pub outcome: Option<Outcome>,
    /// What exists, left as it is; `None` if that does not serve everybody.
    pub today: Option<Outcome>,
}

/// All of it.
pub struct Sited {
    pub loaded: Loaded,
    /// The county's own rules first.
    pub cases: Vec<Case>,
    /// Whether rounds were asked for.
    pub wants_rounds: bool,
}

/// Reads a county, prices its sites and chooses.
///
/// # Errors
/// All findings at once, if the data or the rules have errors.
pub fn site(request: &SiteRequest, interrupt: &Interrupt, follow: &dyn Follow) -> Result<Sited, AppError> {
    let count = request.threads.unwrap_or(0);
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(count)
        .build()
        .map_err(|source| AppError::Threads { count, source })?;
    pool.install(|| on_this_pool(request, interrupt, follow))
}

fn on_this_pool(
    request: &SiteRequest,
    interrupt: &Interrupt,
    follow: &dyn Follow,
) -> Result<Sited, AppError> {
    let whole = Deadline::after(request.time, interrupt.clone());
    let mut loaded = load::load(&request.county, request.date.as_deref(), follow)?;
    let mut all = rules(request, &loaded)?;
    if let (Some(names), Some(own)) = (&request.what_if, all.first().cloned()) {
        all.extend(what_if(request, &own, names)?);
    }
    let mut cases = Vec::new();
    let count = all.len();
    for (done, wishes) in all.into_iter().enumerate() {
        // What one case does not need of its time is the next one's.
        let stop = whole.share(1.0 / (count - done) as f64);
        let extra = case::Extra { routes: request.routes, front: request.pareto && done == 0 };
        cases.push(case::case(&mut loaded, wishes, extra, &stop, follow)?);
    }
    Ok(Sited { loaded, cases, wants_rounds: request.routes })
}

/// The county's own rules, then the scenarios; every finding of all files at once.
fn rules(request: &SiteRequest, loaded: &Loaded) -> Result<Vec<Wishes>, AppError> {
    let (county, datum) = (&loaded.read.county, loaded.read.datum);
    let Found { value: own, mut findings } = siting::own(&request.county, county, datum);
    let base = own.clone().unwrap_or_default();
    let mut all: Vec<Wishes> = own.into_iter().collect();
    for path in &request.scenarios {
        let found = siting::scenario(path, &base, county, datum);
        findings.extend(found.findings);
        all.extend(found.value);
    }
    for wishes in &all {
        findings.extend(closures(&loaded.located.network, wishes));
    }
    if findings.iter().any(Finding::is_error) { Err(AppError::Findings(findings)) } else { Ok(all) }
}

/// Factors of the questions that are asked most.
const DEARER: f64 = 1.3;
const MORE: f64 = 1.5;
/// Metres around the middle of a road that is closed.
const AROUND: f64 = 20.0;

/// The county's own rules with dearer diesel, with more parcels, and with the road closed whose
/// closure costs the day's orders most without cutting anybody off.
fn what_if(request: &SiteRequest, own: &Wishes, names: &[String; 3]) -> Result<Vec<Wishes>, AppError> {
    let named = |at: usize| Wishes { name: Some(names[at].clone()), ..own.clone() };
    let mut all = vec![
        Wishes { diesel: own.diesel * DEARER, ..named(0) },
        Wishes { parcels: own.parcels * MORE, ..named(1) },
    ];
    let inspector = Inspector::open(&request.county, request.date.as_deref(), None, &Quiet)?;
    let found = inspector.criticality();
    let graph = inspector.loaded.located.network.graph();
    let road = found.stretches.iter().find(|stretch| stretch.cut_off == 0);
    let middle = road.and_then(|road| {
        let points = &graph[*road.edges.get(road.edges.len() / 2)?].geometry;
        points.get(points.len() / 2).copied()
    });
    all.extend(middle.map(|point| {
        let area = Circle { point, radius: AROUND };
        let mut wishes = named(2);
        wishes.closed.push(RoadReport { code: String::new(), area, report: Report::Closed });
        wishes
    }));
    Ok(all)
}

/// Closures that no road runs through.
fn closures(network: &Network, wishes: &Wishes) -> Vec<Finding> {
    let closed = wishes.closed.iter().map(|report| ("closed", report));
    let events = wishes.events.iter().map(|event| ("event", &event.report));
    let misses = closed.chain(events).filter(|(_, report)| {
        let arcs = network.graph().edge_weights();
        arcs.into_iter().all(|arc| network::metres_within(&arc.geometry, report.area) <= 0.0)
    });
    let told = misses.map(|(key, report)| {
        let point = report.area.point;
        Finding::new(Code::E906, Spot::file(siting::file_of(wishes)).column(key))
            .with("lat", format!("{:.5}", point.y()))
            .with("lon", format!("{:.5}", point.x()))
            .with("radius", report.area.radius.round() as i64)
    });
    told.collect()
}

impl Sited {
    /// For the outputs.
    #[must_use]
    pub fn input<'a>(&'a self, relief: Option<Picture<'a>>) -> SiteInput<'a> {
        let view = |case: &'a Case| report::site::Case {
            wishes: &case.wishes,
            customers: &case.customers,
            surveyed: &case.surveyed,
            outcome: case.outcome.as_ref(),
            today: case.today.as_ref(),
            refined: case.refined.as_ref(),
            wants_rounds: self.wants_rounds,
            front: &case.front,
            events: &case.events,
            drawn: case.drawn,
        };
        SiteInput {
            county: &self.loaded.read.county,
            roads: &self.loaded.located.network,
            relief,
            cases: self.cases.iter().map(view).collect(),
        }
    }
}

/// Writes page, workbook and GeoJSON into a folder; all or none. Returns their paths.
///
/// # Errors
/// If an output cannot be made or written.
pub fn write(sited: &Sited, dir: &Path, lang: Lang, follow: &dyn Follow) -> Result<Vec<PathBuf>, AppError> {
    timed(follow, Step::Write, || {
        let bounds = sited.loaded.read.county.bounds;
        let relief = terrain::relief(&sited.loaded.dem, bounds, report::RELIEF_WIDTH);
        let picture = Picture { width: relief.width, height: relief.height, rgb: &relief.rgb };
        Ok(report::site::write(dir, &sited.input(Some(picture)), lang)?)
    })
}
