//! Which air corridors a county has: all of them, one pair, and where further pads could be.

use super::drone::plain;
use super::{AppError, Follow, Step, timed};
use crate::corridor::verify::{Fault, verify};
use crate::corridor::{Corridors, Pad, PadState, Rule, Rules, Suggestion, Terms, Which, plan, suggest};
use crate::county::{County, DroneType, SiteId, SiteKind, still};
use crate::energy::drone::{Airframe, Battery};
use crate::facts;
use crate::finding::{Code, Finding, Spot};
use crate::network::Network;
use crate::read::{self, ReadCounty};
use crate::terrain::Dem;
use crate::units::Point;
use geo::Contains;
use std::path::PathBuf;

/// What is asked.
#[derive(Clone, Debug)]
pub struct CorridorRequest {
    pub county: PathBuf,
    pub date: Option<String>,
    /// Drone type of `fleet.toml`; `None`: the first one.
    pub drone: Option<String>,
    /// Codes of two pads; `None`: all pairs.
    pub pair: Option<(String, String)>,
    /// Metres between pads that are looked at.
    pub within: f64,
    /// On a windy day, m/s; `None`: from the facts.
    pub wind: Option<f64>,
    /// How many further pads to look for.
    pub suggest: usize,
    /// Roads are read for the map and for suggestions only.
    pub roads: bool,
}

/// Corridors of a county, judged, with everything a report needs.
pub struct Surveyed {
    pub read: ReadCounty,
    pub dem: Dem,
    pub network: Option<Network>,
    /// Index into the county's drone types.
    pub kind: usize,
    pub frame: Airframe,
    /// Sites that are pads; corridors name them by their index here.
    pub sites: Vec<SiteId>,
    pads: Vec<Pad>,
    wind: f64,
    which: Which,
    pub all: Corridors,
    /// What the independent check found: the corridor's index, and the fault. Empty unless there
    /// is a mistake of ours.
    pub faults: Vec<(usize, Fault)>,
    pub suggestions: Vec<Suggestion>,
    /// Warnings only.
    pub findings: Vec<Finding>,
}

impl Surveyed {
    #[must_use]
    pub fn county(&self) -> &County {
        &self.read.county
    }

    #[must_use]
    pub fn drone(&self) -> &DroneType {
        &self.county().drone_types[self.kind]
    }

    /// What the corridors were made from.
    #[must_use]
    pub fn terms(&self) -> Terms<'_> {
        let county = self.county();
        Terms {
            dem: &self.dem,
            zones: &county.zones,
            aloft: &county.aloft,
            places: &county.places,
            pads: &self.pads,
            which: self.which,
            frame: &self.frame,
            rules: Rules::usual(&self.frame),
            battery: Battery::default(),
            day: still(county),
            wind: self.wind,
            electricity: county.prices.electricity,
        }
    }
}

/// Reads a county and plans its corridors.
///
/// # Errors
/// All findings, if one of them is an error: `E807` no pads, `E808` no drones, `E210` an id that
/// is not known, `E803` and `E804` wind and air beyond the drone's limits, and those of the files.
pub fn survey(request: &CorridorRequest, follow: &dyn Follow) -> Result<Surveyed, AppError> {
    let mut surveyed = open(request, follow)?;
    surveyed.all = timed(follow, Step::Corridors, || plan(&surveyed.terms()));
    surveyed.faults = timed(follow, Step::Check, || judge(&surveyed));
    if request.suggest > 0 {
        surveyed.suggestions = suggestions(&surveyed, request.suggest);
    }
    let told = about_pads(surveyed.county(), &surveyed.sites, &surveyed.all, surveyed.drone());
    surveyed.findings.extend(told);
    Ok(surveyed)
}

fn judge(surveyed: &Surveyed) -> Vec<(usize, Fault)> {
    let terms = surveyed.terms();
    let numbered = surveyed.all.corridors.iter().enumerate();
    numbered
        .flat_map(|(at, corridor)| verify(&terms, corridor).into_iter().map(move |fault| (at, fault)))
        .collect()
}

/// Everything that is read, and the request's own words.
fn open(request: &CorridorRequest, follow: &dyn Follow) -> Result<Surveyed, AppError> {
    let mut findings = Vec::new();
    let found = timed(follow, Step::ReadCounty, || read::county(&request.county, request.date.as_deref()));
    findings.extend(found.findings);
    let Some(read) = found.value else { return Err(AppError::Findings(findings)) };
    let bounds = read.county.bounds;
    let dem = timed(follow, Step::ReadHeights, || read::dem::read_dem(&request.county, bounds));
    findings.extend(dem.findings);
    let county = &read.county;
    let kind = match chosen(county, request.drone.as_deref()) {
        Ok(kind) => Some(kind),
        // A drone with a fault is told already.
        Err(_) if findings.iter().any(|one| one.is_error() && one.spot.file == "fleet.toml") => None,
        Err(finding) => {
            findings.push(*finding);
            None
        }
    };
    let sites: Vec<SiteId> = (0..)
        .map(SiteId)
        .zip(&county.sites)
        .filter(|(_, site)| site.kind == SiteKind::Pad)
        .map(|(id, _)| id)
        .collect();
    if sites.len() < 2 && request.suggest == 0 {
        findings.push(Finding::new(Code::E807, Spot::file("sites.csv")).with("count", sites.len()));
    }
    let which = pair(county, &sites, request, &mut findings);
    let frame = kind.and_then(|kind| county.drone_types[kind].frame());
    let wind = request.wind.unwrap_or_else(|| facts::value("air.wind.p90"));
    if let Some(frame) = &frame {
        findings.extend(beyond(frame, county.air.mean.0, wind));
    }
    let network = if request.roads { roads(request, bounds, &dem.value, &mut findings) } else { None };
    let (Some(dem), Some(kind), Some(frame)) = (dem.value, kind, frame) else {
        return Err(AppError::Findings(findings));
    };
    if findings.iter().any(Finding::is_error) {
        return Err(AppError::Findings(findings));
    }
    let pads = sites.iter().map(|id| Pad { point: county.site(*id).point }).collect();
    let all = Corridors { pads: Vec::new(), corridors: Vec::new(), refusals: Vec::new() };
    let (faults, suggestions) = (Vec::new(), Vec::new());
    Ok(Surveyed {
        read,
        dem,
        network,
        kind,
        frame,
        sites,
        pads,
        wind,
        which,
        all,
        faults,
        suggestions,
        findings,
    })
}

fn chosen(county: &County, code: Option<&str>) -> Result<usize, Box<Finding>> {
    let drones = &county.drone_types;
    match code {
        None if drones.is_empty() => Err(Box::new(Finding::new(Code::E808, Spot::file("fleet.toml")))),
        None => Ok(0),
        Some(code) => {
            drones.iter().position(|kind| kind.code == code).ok_or_else(|| unknown("--drone", code))
        }
    }
}

fn unknown(asked: &str, code: &str) -> Box<Finding> {
    let shown: String = code.chars().filter(|letter| !letter.is_control()).take(40).collect();
    Box::new(Finding::new(Code::E210, Spot::file(asked)).with("id", shown))
}

fn pair(county: &County, sites: &[SiteId], request: &CorridorRequest, findings: &mut Vec<Finding>) -> Which {
    let Some((from, to)) = &request.pair else { return Which::Within(request.within) };
    let find = |code: &str| sites.iter().position(|id| county.site(*id).code == code);
    for (asked, code) in [("--from", from), ("--to", to)] {
        if find(code).is_none() {
            findings.push(*unknown(asked, code));
        }
    }
    Which::Pair(find(from).unwrap_or(0), find(to).unwrap_or(0))
}

/// Air and wind that the airframe may not fly in.
fn beyond(frame: &Airframe, celsius: f64, wind: f64) -> Vec<Finding> {
    let over = |code: Code, spot: Spot, found: f64, limit: f64| {
        let finding = Finding::new(code, spot).with("found", plain(found)).with("limit", plain(limit));
        finding.with("airframe", frame.code.clone())
    };
    let mean = || Spot::file("county.toml").column("air.mean_c");
    let mut findings = Vec::new();
    if wind > frame.wind {
        findings.push(over(Code::E803, Spot::file("--wind"), wind, frame.wind));
    }
    if celsius < frame.coldest {
        findings.push(over(Code::E804, mean(), celsius, frame.coldest));
    }
    if celsius > frame.hottest {
        findings.push(over(Code::E804, mean(), celsius, frame.hottest));
    }
    findings
}

fn roads(
    request: &CorridorRequest,
    bounds: crate::county::Bounds,
    dem: &Option<Dem>,
    findings: &mut Vec<Finding>,
) -> Option<Network> {
    let map = read::roads::read_roads(&request.county, bounds);
    findings.extend(map.findings);
    let height = |point: Point| dem.as_ref().and_then(|dem| dem.height(point));
    let built = Network::build(&map.value?, &height);
    findings.extend(built.findings);
    Some(built.value)
}

fn suggestions(surveyed: &Surveyed, count: usize) -> Vec<Suggestion> {
    let county = surveyed.county();
    let points: Vec<Point> = surveyed.network.iter().flat_map(road_points).collect();
    let ground = (&surveyed.dem, &county.zones[..], &county.places[..]);
    let rules = Rules::usual(&surveyed.frame);
    suggest(ground, &county.aloft, &rules, surveyed.frame.highest, &surveyed.pads, &points, count)
}

fn road_points(network: &Network) -> Vec<Point> {
    network.graph().edge_weights().flat_map(|arc| arc.geometry.iter().copied()).collect()
}

/// Pads that cannot be used, and a drone that reaches none.
/// Pads on ground whose height is not known, or inside a zone: where no corridors are planned yet.
pub(super) fn misplaced(county: &County, dem: &Dem) -> Vec<Finding> {
    let pads = county.sites.iter().filter(|site| site.kind == SiteKind::Pad);
    pads.filter_map(|site| {
        let spot = Spot::file("sites.csv").feature(site.code.clone());
        let told = |code: Code| Finding::new(code, spot.clone()).with("pad", site.code.clone());
        if dem.height(site.point).is_none() {
            return Some(told(Code::W801));
        }
        let zone =
            county.zones.iter().find(|zone| zone.floor.is_none() && zone.area.contains(&site.point))?;
        Some(told(Code::W802).with("zone", zone.code.clone()))
    })
    .collect()
}

pub(super) fn about_pads(
    county: &County,
    sites: &[SiteId],
    all: &Corridors,
    drone: &DroneType,
) -> Vec<Finding> {
    let mut findings: Vec<Finding> = Vec::new();
    for (id, state) in sites.iter().zip(&all.pads) {
        let pad = county.site(*id).code.clone();
        let spot = Spot::file("sites.csv").feature(pad.clone());
        let told = |code: Code| Finding::new(code, spot.clone()).with("pad", pad.clone());
        match state {
            PadState::Good => {}
            PadState::Off | PadState::Void => findings.push(told(Code::W801)),
            PadState::Zone(zone) => {
                findings.push(told(Code::W802).with("zone", county.zones[*zone].code.clone()));
            }
            PadState::Steep | PadState::Wires | PadState::High | PadState::Walled => {
                findings.push(told(Code::W803))
            }
        }
    }
    let Corridors { corridors, refusals, .. } = all;
    let far = refusals.iter().filter(|refusal| matches!(refusal.rule, Rule::Range { .. })).count();
    if corridors.is_empty() && far > 0 {
        let spot = Spot::file("fleet.toml").feature(drone.code.clone());
        let finding = Finding::new(Code::W804, spot).with("drone", drone.code.clone());
        findings.push(finding.with("count", far));
    }
    findings
}
