//! What rounds cost that somebody else drew up: those that are driven today, or another
//! program's; and the day as other programs read it.

use super::check::name;
use super::load::{self, Loaded};
use super::output::write_whole;
use super::plan::Planned;
use super::{AppError, Follow, Step, prepared, timed};
use crate::check;
use crate::county::{County, OrderId, VehicleTypeId};
use crate::finding::{Code, Finding, Spot};
use crate::model::{Misfit, Problem, TaskId};
use crate::plan::{self, BuildMeta, Numbers};
use crate::read::{self, RoundStop};
use crate::route::{Broken, Route, walk_or_why};
use crate::solve::{Outcome, Solution};
use crate::units::Fen;
use crate::wire;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Which rounds of which day.
#[derive(Clone, Debug)]
pub struct PriceRequest {
    pub county: PathBuf,
    /// `None`: the only or first day.
    pub date: Option<String>,
    /// One row for each stop.
    pub rounds: PathBuf,
}

/// The rounds as a plan, with the departure times that cost least, checked. Orders in no round
/// are not served.
///
/// # Errors
/// All findings at once: about the county's files, or about rounds that cannot be driven.
pub fn price(request: &PriceRequest, follow: &dyn Follow) -> Result<Planned, AppError> {
    let stops = read::rounds(&request.rounds).map_err(AppError::Findings)?;
    let (loaded, problem) = pose(&request.county, request.date.as_deref(), follow)?;
    let county = &loaded.read.county;
    let file = request.rounds.display().to_string();
    let outcome =
        outcome(county, &problem, &stops).map_err(|findings| AppError::Findings(name(findings, &file)))?;
    let meta = BuildMeta {
        inputs: loaded.read.inputs.clone(),
        seed: 0,
        spoilage: true,
        numbers: Numbers::default(),
    };
    let plan = plan::build(county, &loaded.located, &problem, &outcome, &meta);
    let violations =
        timed(follow, Step::Check, || check::check_over(&loaded.dem, county, &loaded.located, &plan));
    Ok(Planned { plan, violations, loaded })
}

/// A day and its problem, without drones.
fn pose(folder: &Path, date: Option<&str>, follow: &dyn Follow) -> Result<(Loaded, Problem), AppError> {
    let mut loaded = load::load(folder, date, follow)?;
    let matrices = prepared::matrices(folder, &mut loaded, follow);
    let problem = Problem::new(&loaded.read.county, &loaded.located, &matrices);
    Ok((loaded, problem))
}

/// Writes a day as another engine reads it. Returns warnings about the county.
///
/// # Errors
/// All findings at once if the county's data has errors; a file that cannot be written.
pub fn day(
    county: &Path,
    date: Option<&str>,
    out: &Path,
    follow: &dyn Follow,
) -> Result<Vec<Finding>, AppError> {
    let (loaded, problem) = pose(county, date, follow)?;
    let text = wire::vroom::day(&loaded.read.county, &problem);
    write_whole(out, |path| std::fs::write(path, text))?;
    Ok(loaded.findings)
}

/// A round and the row it begins in.
struct Round {
    row: u64,
    trips: BTreeMap<u32, Vec<TaskId>>,
}

/// The rounds as an outcome of a search that had nothing to decide.
fn outcome(county: &County, problem: &Problem, stops: &[RoundStop]) -> Result<Outcome, Vec<Finding>> {
    let mut findings = Vec::new();
    let rounds = rounds(county, problem, stops, &mut findings);
    let (mut routes, mut cost) = (Vec::new(), Fen::ZERO);
    for ((kind, number), round) in rounds {
        let route = Route { vehicle_type: kind, trips: round.trips.into_values().collect() };
        match walk_or_why(problem, &route) {
            Ok(schedule) => cost += schedule.breakdown.total(),
            Err(broken) => {
                let vehicle = format!("{}:{number}", county.vehicle_type(kind).code);
                let finding = Finding::new(Code::E605, Spot::file("").row(round.row));
                findings.push(finding.with("vehicle", vehicle).with("cause", cause(broken)));
            }
        }
        routes.push(route);
    }
    if !findings.is_empty() {
        return Err(findings);
    }
    let served: BTreeSet<TaskId> = routes.iter().flat_map(|route| route.trips.concat()).collect();
    let is_left = |order: &OrderId| !served.contains(&problem.job(*order).first);
    let unserved: Vec<OrderId> = county.order_ids().filter(is_left).collect();
    cost += unserved.iter().map(|order| county.order(*order).price_out).sum();
    Ok(Outcome { solution: Solution { routes, unserved }, cost, iterations: 0, partition: None })
}

/// Stops by vehicle and trip; what the county does not know is a finding.
fn rounds(
    county: &County,
    problem: &Problem,
    stops: &[RoundStop],
    findings: &mut Vec<Finding>,
) -> BTreeMap<(VehicleTypeId, u32), Round> {
    let orders = county.orders_by_code();
    let mut rounds: BTreeMap<(VehicleTypeId, u32), Round> = BTreeMap::new();
    let mut rows: BTreeMap<OrderId, Vec<u64>> = BTreeMap::new();
    for stop in stops {
        let spot = |column: &str| Spot::file("").row(stop.row).column(column);
        let kind = county.type_of_vehicle(&stop.vehicle, stop.number);
        if kind.is_none() {
            let id = format!("{}:{}", stop.vehicle, stop.number);
            findings.push(Finding::new(Code::E210, spot("vehicle")).with("id", id));
        }
        let Some(&order) = orders.get(stop.order.as_str()) else {
            findings.push(Finding::new(Code::E210, spot("order")).with("id", stop.order.clone()));
            continue;
        };
        let before = rows.entry(order).or_default();
        let Some(task) = problem.job(order).tasks().nth(before.len()) else {
            let other = before.last().map_or(0, |&row| row as i64);
            findings.push(
                Finding::new(Code::E209, spot("order")).with("id", stop.order.clone()).with("other", other),
            );
            continue;
        };
        before.push(stop.row);
        let Some(kind) = kind else { continue };
        let round = rounds.entry((kind, stop.number));
        let round = round.or_insert_with(|| Round { row: stop.row, trips: BTreeMap::new() });
        round.trips.entry(stop.trip).or_default().push(task);
    }
    rounds
}

fn cause(broken: Broken) -> &'static str {
    match broken {
        Broken::Trips => "it makes more trips than it may",
        Broken::Misfit(Misfit::Temperature) => "an order without a compartment for its goods",
        Broken::Misfit(Misfit::Skills) => "an order that needs a skill it does not have",
        Broken::Misfit(Misfit::Road) => "a stop that is on no road it may use",
        Broken::Misfit(Misfit::Mass) | Broken::Mass => "it carries more weight than it may",
        Broken::Misfit(Misfit::Volume) | Broken::Volume => "it carries more volume than it may",
        Broken::Misfit(_) | Broken::Begun => "an order that it may not carry",
        Broken::Site => "goods collected for another site",
        Broken::Transfer => "goods dropped before they are picked up",
        Broken::Road => "there is no way between two stops",
        Broken::Window => "a window closes before it arrives",
        Broken::Rest => "there is no time for the rest",
        Broken::Shift => "the shift ends before it is back",
        Broken::Battery => "the battery does not last",
        Broken::Closed => "fog or wind keeps it on the ground",
    }
}
