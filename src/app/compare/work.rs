//! The study from its files to all its parts.

use super::super::clock::Interrupt;
use super::super::corridor::misplaced;
use super::super::load::{self, Loaded};
use super::super::{AppError, Follow, Step, timed};
use super::keep::Kept;
use super::lab::Lab;
use super::{CompareRequest, Parts, Unit};
use crate::compare::{
    Block, Calibrated, Mode, Own, Roads, Scenario, Study, calibrate, curves, difference, present, roads,
    season, speed, touches, typical, uncertain, vary,
};
use crate::county::{County, GoodsId, Keeping, PlaceId, Service};
use crate::energy::drone::Airframe;
use crate::facts;
use crate::finding::{Code, Finding, Spot};
use crate::matrix::Streets;
use crate::read;
use crate::report::Lang;
use crate::report::text::compare as words;
use crate::site::survey::SEASONS;
use crate::units::Dice;
use crate::wire::compare::{Bar, Middle, Part, study_toml};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, OnceLock};

/// A study with everything that a report needs.
pub struct Compared {
    pub loaded: Loaded,
    pub study: Study,
    /// The study as a file.
    pub used: String,
    /// Index into the county's drone types.
    pub kind: usize,
    pub frame: Airframe,
    pub parts: Parts,
    pub calibrated: Vec<Calibrated>,
    /// Parts that were kept from before, and all of them.
    pub reused: usize,
    pub units: usize,
    /// `Some`: interrupted, with so many parts finished and kept; the rest of this is empty.
    pub interrupted: Option<usize>,
    /// Warnings only.
    pub findings: Vec<Finding>,
}

/// Reads a county and a study, and does what is not finished yet.
///
/// # Errors
/// All findings of county and study, if one is an error; `E808` without drones.
pub fn compare(
    request: &CompareRequest,
    interrupt: &Interrupt,
    follow: &dyn Follow,
) -> Result<Compared, AppError> {
    let Asked { loaded, study, mut findings, kind } = ask(request, follow)?;
    let frame = kind.and_then(|kind| loaded.read.county.drone_types[kind].frame());
    let (Some(study), Some(kind), Some(frame)) = (study, kind, frame) else {
        return Err(AppError::Findings(findings));
    };
    if findings.iter().any(Finding::is_error) {
        return Err(AppError::Findings(findings));
    }
    findings.splice(0..0, loaded.findings.iter().cloned());
    findings.extend(misplaced(&loaded.read.county, &loaded.dem));
    let county = &loaded.read.county;
    let used = study_toml(&study, &county.drone_types[kind].code);
    let limits = [county.places.len(), county.goods.len(), county.sites.len()];
    let key = read::fingerprint(&[
        env!("CARGO_PKG_VERSION"),
        &loaded.read.inputs,
        &county.date,
        &used,
        &facts::fingerprint_text(),
    ]);
    let kept = Kept::new(&request.out, &key, limits);
    let work = Work { loaded: &loaded, study: &study, kind, kept, labs: labs(&study), bars: OnceLock::new() };
    let units = work.units();
    let (parts, reused) =
        timed(follow, Step::Study, || work.all(&units, request.threads, interrupt, follow))?;
    let done = parts.iter().flatten().count();
    let interrupted = (done < units.len()).then_some(done);
    let whole: Option<Vec<Part>> = parts.into_iter().collect();
    let parts =
        whole.map_or_else(Parts::default, |parts| Parts::gather(&units, parts, study.scenarios.len()));
    let own = Own {
        speed: parts.middles.first().map(|middle| middle.speed),
        parcels: parcels(county),
        electricity: county.prices.electricity.as_f64(),
    };
    findings.extend(idle(parts.cells.first(), &county.drone_types[kind].code));
    let (calibrated, count) = (calibrate(&own), units.len());
    Ok(Compared {
        study,
        used,
        kind,
        frame,
        parts,
        calibrated,
        reused,
        units: count,
        interrupted,
        findings,
        loaded,
    })
}

/// That the drone serves nothing at all as things are, and what blocks it most often.
fn idle(cells: Option<&Vec<crate::compare::Cell>>, drone: &str) -> Option<Finding> {
    let cells = cells.filter(|cells| !cells.is_empty())?;
    let flies = |cell: &crate::compare::Cell| {
        [Mode::Air, Mode::Mixed].iter().any(|mode| cell.figures(*mode).is_some())
    };
    if cells.iter().any(flies) {
        return None;
    }
    let mut counts: BTreeMap<Block, usize> = BTreeMap::new();
    for block in cells.iter().filter_map(|cell| cell.blocks[0]) {
        *counts.entry(block).or_default() += 1;
    }
    let (block, found) = counts.into_iter().max_by_key(|it| (it.1, std::cmp::Reverse(it.0)))?;
    let finding = Finding::new(Code::W810, Spot::file("fleet.toml").feature(drone.to_owned()));
    let finding = finding.with("drone", drone.to_owned()).with("count", cells.len());
    Some(finding.with("cause", words::block(block, Lang::En)).with("found", found))
}

/// What was read, and everything that is wrong with the study.
struct Asked {
    loaded: Loaded,
    study: Option<Study>,
    findings: Vec<Finding>,
    kind: Option<usize>,
}

fn ask(request: &CompareRequest, follow: &dyn Follow) -> Result<Asked, AppError> {
    let loaded = load::load(&request.county, request.date.as_deref(), follow)?;
    let county = &loaded.read.county;
    let found = read::study::study(&request.county, request.study.as_deref(), county);
    let mut findings = found.findings;
    let kind = kind(county, found.value.as_ref()).map_err(|finding| findings.push(*finding)).ok();
    Ok(Asked { loaded, study: found.value, findings, kind })
}

fn kind(county: &County, study: Option<&Study>) -> Result<usize, Box<Finding>> {
    let asked = study.and_then(|study| study.drone.as_ref());
    let found = match asked {
        Some(code) => county.drone_types.iter().position(|kind| kind.code == *code),
        None => (!county.drone_types.is_empty()).then_some(0),
    };
    found.ok_or_else(|| Box::new(Finding::new(Code::E808, Spot::file("fleet.toml"))))
}

/// Parcels a person and day on the sample day.
fn parcels(county: &County) -> f64 {
    let people: f64 = county.places.iter().map(|place| f64::from(place.population)).sum();
    let is_parcel = |order: &&crate::county::Order| {
        matches!(order.service, Service::Delivery { .. })
            && county.goods(order.goods).keeping == Keeping::Keeps
    };
    let grams: f64 = county.orders.iter().filter(is_parcel).map(|order| order.mass.as_f64()).sum();
    grams / 1000.0 / facts::value("day.parcel.mass") / people.max(1.0)
}

type Labs<'a> = Vec<OnceLock<Option<Lab<'a>>>>;

fn labs<'a>(study: &Study) -> Labs<'a> {
    study.scenarios.iter().map(|_| OnceLock::new()).collect()
}

/// What the bars share: a few places, their roads, and what the facts as they are say.
struct Bars<'a> {
    lab: Lab<'a>,
    roads: Roads,
    season: usize,
    usual: Vec<crate::compare::Cell>,
}

struct Work<'a> {
    loaded: &'a Loaded,
    study: &'a Study,
    kind: usize,
    kept: Kept,
    labs: Labs<'a>,
    bars: OnceLock<Option<Bars<'a>>>,
}

impl<'a> Work<'a> {
    fn units(&self) -> Vec<Unit> {
        let county = &self.loaded.read.county;
        let scenarios = 0..self.study.scenarios.len();
        let cells = scenarios.flat_map(|at| self.study.seasons.iter().map(move |&it| Unit::Cells(at, it)));
        let airframe = &county.drone_types[self.kind].airframe;
        let wanted = if self.study.sample == 0 { Vec::new() } else { uncertain(airframe) };
        let bars = wanted.into_iter().filter(|key| present(county, key)).map(Unit::Bar);
        cells.chain([Unit::Middles]).chain(bars).collect()
    }

    /// All parts, on so many threads; those that an interrupt left undone are `None`.
    fn all(
        &self,
        units: &[Unit],
        threads: Option<usize>,
        interrupt: &Interrupt,
        follow: &dyn Follow,
    ) -> Result<(Vec<Option<Part>>, usize), AppError> {
        let mut parts: Vec<Option<Part>> = units.iter().map(|unit| self.kept.find(unit)).collect();
        let reused = parts.iter().flatten().count();
        let left: Vec<usize> = (0..units.len()).filter(|&at| parts[at].is_none()).collect();
        let cores = || std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        let count = threads.unwrap_or_else(cores).clamp(1, left.len().max(1));
        let (next, done) = (AtomicUsize::new(0), AtomicUsize::new(reused));
        let found: Mutex<Vec<(usize, Result<Part, AppError>)>> = Mutex::new(Vec::new());
        // Suppositions hold on one thread: each part is worked on by a pool of one.
        let pools: Result<Vec<rayon::ThreadPool>, AppError> = (0..count)
            .map(|_| rayon::ThreadPoolBuilder::new().num_threads(1).build())
            .map(|pool| pool.map_err(|source| AppError::Threads { count, source }))
            .collect();
        let worker = || {
            while let Some(&at) = left.get(next.fetch_add(1, Ordering::Relaxed)) {
                if interrupt.is_set() {
                    return;
                }
                let part = self.part(&units[at]).and_then(|part| self.kept.keep(&units[at], &part));
                follow.part(done.fetch_add(1, Ordering::Relaxed) + 1, units.len());
                found.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push((at, part));
            }
        };
        std::thread::scope(|scope| {
            pools?.into_iter().for_each(|pool| {
                scope.spawn(move || pool.install(worker));
            });
            Ok::<(), AppError>(())
        })?;
        for (at, part) in found.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner) {
            parts[at] = Some(part?);
        }
        Ok((parts, reused))
    }

    fn part(&self, unit: &Unit) -> Result<Part, AppError> {
        Ok(match *unit {
            Unit::Cells(scenario, at) => Part::Cells(self.cells(scenario, at)),
            Unit::Middles => Part::Middles(self.middles()),
            Unit::Bar(key) => Part::Bar(self.bar(key)),
        })
    }

    fn scenario(&self, at: usize) -> &Scenario {
        &self.study.scenarios[at]
    }

    /// The lab of a scenario, made by whoever needs it first.
    fn lab(&self, at: usize) -> Option<&Lab<'a>> {
        let make = || {
            let county = self.scenario(at).county(&self.loaded.read.county);
            let terms = (self.kind, self.study.within);
            Lab::new(self.loaded, county, terms, &self.scenario(at).wishes(), None)
        };
        self.labs[at].get_or_init(|| facts::suppose(&self.scenario(at).facts, make)).as_ref()
    }

    fn cells(&self, scenario: usize, at: usize) -> Vec<crate::compare::Cell> {
        let Some(lab) = self.lab(scenario) else { return Vec::new() };
        facts::suppose(&self.scenario(scenario).facts, || {
            let streets = Streets::new(&lab.located.network);
            let scene = lab.scene(Some(&streets));
            season(&scene, &roads(&scene, at), at)
        })
    }

    /// The season of the sample day, if it is asked for; else the first that is.
    fn usual_season(&self) -> usize {
        let own = SEASONS.iter().position(|season| *season == self.loaded.read.county.season);
        own.filter(|own| self.study.seasons.contains(own))
            .or(self.study.seasons.first().copied())
            .unwrap_or_default()
    }

    fn middles(&self) -> Vec<Middle> {
        let Some(lab) = self.lab(0) else { return Vec::new() };
        let (scene, at) = (lab.scene(None), self.usual_season());
        let roads = roads(&scene, at);
        let flying = scene.flying(roads.county());
        let middle = |typical: &crate::compare::Typical| {
            let goods = lab.county.goods.iter().position(|goods| goods.code == typical.goods.code)?;
            Some(Middle {
                goods: GoodsId(goods as u32),
                direction: typical.direction,
                kilometres: typical.kilometres,
                detour: typical.detour,
                kilograms: typical.kilograms,
                value: typical.value,
                speed: speed(typical),
                curves: curves(typical, &flying, &self.study.grid),
            })
        };
        let cells = season(&scene, &roads, at);
        typical(&scene, &roads, at, &cells).iter().filter_map(middle).collect()
    }

    /// A few places that a drone reaches as things are, drawn by the study's seed.
    fn bars(&self) -> Option<&Bars<'a>> {
        let make = || {
            let lab = self.lab(0)?;
            let at = self.usual_season();
            let cells = self.cells(0, at);
            let both = |cell: &&crate::compare::Cell| {
                cell.figures(Mode::Air).is_some() && cell.figures(Mode::Road).is_some()
            };
            let places: BTreeSet<PlaceId> = cells.iter().filter(both).map(|cell| cell.place).collect();
            let mut places: Vec<PlaceId> = places.into_iter().collect();
            Dice::new(self.study.seed, 0).shuffle(&mut places);
            let chosen: BTreeSet<PlaceId> = places.into_iter().take(self.study.sample).collect();
            let wishes = self.scenario(0).wishes();
            let terms = (self.kind, self.study.within);
            let lab = Lab::new(self.loaded, lab.county.clone(), terms, &wishes, Some(&chosen))?;
            let roads = roads(&lab.scene(None), at);
            let usual = season(&lab.scene(None), &roads, at);
            Some(Bars { lab, roads, season: at, usual })
        };
        self.bars.get_or_init(make).as_ref()
    }

    fn bar(&self, key: &str) -> Bar {
        let nothing = Bar { key: key.to_owned(), usual: None, low: None, high: None, cells: [0; 3] };
        let (Some(bars), Some(fact)) = (self.bars(), facts::get(key)) else { return nothing };
        let wishes = self.scenario(0).wishes();
        let with = |value: f64| {
            facts::suppose(&[(key.to_owned(), value)], || {
                let mut county = bars.lab.county.clone();
                vary(&mut county, key, value);
                let at = (bars.season, &bars.roads);
                let cells = bars.lab.again(&county, at, &wishes, touches(key))?;
                difference(&cells, &bars.usual)
            })
        };
        let all = [with(fact.low), difference(&bars.usual, &bars.usual), with(fact.high)];
        let [low, usual, high] = all.map(|it| it.map(|it| it.0));
        Bar { usual, low, high, cells: all.map(|it| it.map_or(0, |it| it.1)), ..nothing }
    }
}
