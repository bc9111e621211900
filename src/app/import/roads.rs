//! A road extract to `roads.geojson`, and to a whole folder where there is none yet.

use super::{Extent, file_name, found, or_findings, rival};
use crate::app::AppError;
use crate::app::output::write_whole;
use crate::county::{Bounds, RoadMap};
use crate::finding::{Code, Finding, Spot};
use crate::read::roads::area::Area;
use crate::read::roads::parts::{self, Parts};
use crate::read::roads::pbf::{NamedPlace, read_places};
use crate::read::roads::read_file;
use crate::store;
use crate::units::Point;
use std::path::{Path, PathBuf};

/// Islands that are reported one by one.
const ISLANDS_SHOWN: usize = 10;

#[derive(Clone, Debug)]
pub struct RoadsRequest {
    pub file: PathBuf,
    pub into: PathBuf,
    pub extent: Extent,
    /// Of a county that is founded here; the folder's name if empty.
    pub name_zh: String,
    pub name_en: String,
    /// The sample day of a county that is founded here, `YYYY-MM-DD`.
    pub date: String,
}

/// A part of the roads that is cut off.
#[derive(Clone, Debug, PartialEq)]
pub struct Island {
    pub km: f64,
    pub at: Point,
    /// The nearest place, if any is known.
    pub near: Option<String>,
}

/// What was read and written.
#[derive(Clone, Debug)]
pub struct Roads {
    /// What was left out and why, among others.
    pub findings: Vec<Finding>,
    pub ways: usize,
    pub nodes: usize,
    pub km: f64,
    /// Kilometres of the largest part that can be reached and left again.
    pub main_km: f64,
    /// The longest first.
    pub islands: Vec<Island>,
    pub islands_in_all: usize,
    /// Places and orders of a county that was founded.
    pub founded: Option<found::Founded>,
}

/// Writes the roads; founds a county around them if the folder has no `county.toml`.
///
/// # Errors
/// Findings about the file or the polygon, or what the disk says.
pub fn roads(request: &RoadsRequest) -> Result<Roads, AppError> {
    rival(&request.into, &["roads.osm.pbf", "roads.pbf", "roads"], "roads.geojson")?;
    let survey = survey(request)?;
    write_whole(&request.into.join("roads.geojson"), |path| store::roads::write(path, &survey.map))?;
    let founded = match request.into.join("county.toml").exists() {
        true => None,
        false => Some(survey.found(request)?),
    };
    Ok(survey.report(founded))
}

/// Founds a county with the places of an extract; its roads are not written.
///
/// # Errors
/// As [`roads`]; also if the folder has places already.
pub fn places(request: &RoadsRequest) -> Result<Roads, AppError> {
    rival(&request.into, &["places.csv", "county.xlsx"], "places.csv")?;
    let survey = survey(request)?;
    let founded = survey.found(request)?;
    Ok(survey.report(Some(founded)))
}

/// An extract, read and looked at.
struct Survey {
    area: Area,
    map: RoadMap,
    parts: Parts,
    places: Vec<NamedPlace>,
    findings: Vec<Finding>,
}

fn survey(request: &RoadsRequest) -> Result<Survey, AppError> {
    let area = request.extent.area(&request.into)?;
    let name = file_name(&request.file);
    let found = read_file(&request.file, &name, &area);
    let (map, mut findings) = or_findings(found.value, found.findings)?;
    let places = if is_pbf(&request.file) {
        let places = read_places(&request.file, &name, &area);
        findings.extend(places.findings);
        places.value
    } else {
        Vec::new()
    };
    let parts = parts::parts(&map);
    if !parts.islands.is_empty() {
        let first = &parts.islands[0];
        let near = nearest(&places, first.at).unwrap_or_else(|| coordinates(first.at));
        let metres = parts.islands.iter().map(|island| island.km * 1000.0).sum::<f64>().round() as i64;
        let finding = Finding::new(Code::W502, Spot::file(name).feature(coordinates(first.at)));
        findings.push(finding.with("count", parts.islands.len()).with("metres", metres).with("near", near));
    }
    if let Some(at) = parts.between_at {
        let near = nearest(&places, at).unwrap_or_else(|| coordinates(at));
        let metres = (parts.between_km * 1000.0).round() as i64;
        let finding = Finding::new(Code::W507, Spot::file(file_name(&request.file)).feature(coordinates(at)));
        findings.push(finding.with("count", parts.between).with("metres", metres).with("near", near));
    }
    Ok(Survey { area, map, parts, places, findings })
}

impl Survey {
    fn found(&self, request: &RoadsRequest) -> Result<found::Founded, AppError> {
        let folder = file_name(&request.into);
        let or_folder = |name: &str| if name.is_empty() { folder.clone() } else { name.to_owned() };
        found::found(
            &request.into,
            &found::Ground {
                bounds: self.area.bounds().unwrap_or_else(|| around(&self.map)),
                map: &self.map,
                main: &self.parts.main,
                places: &self.places,
                name_zh: or_folder(&request.name_zh),
                name_en: or_folder(&request.name_en),
                date: &request.date,
                source: file_name(&request.file),
            },
        )
    }

    fn report(self, founded: Option<found::Founded>) -> Roads {
        let islands = self.parts.islands.iter().take(ISLANDS_SHOWN).map(|island| Island {
            km: island.km,
            at: island.at,
            near: nearest(&self.places, island.at),
        });
        Roads {
            islands: islands.collect(),
            islands_in_all: self.parts.islands.len(),
            ways: self.map.ways.len(),
            nodes: self.map.nodes.len(),
            km: parts::total_length(&self.map) / 1000.0,
            main_km: self.parts.main_km,
            findings: self.findings,
            founded,
        }
    }
}

fn is_pbf(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("pbf"))
}

fn nearest(places: &[NamedPlace], at: Point) -> Option<String> {
    let far = |place: &&NamedPlace| parts::distance(place.point, at);
    places.iter().min_by(|one, other| far(one).total_cmp(&far(other))).map(|place| place.name_en.clone())
}

fn coordinates(at: Point) -> String {
    format!("{:.5}, {:.5}", at.y(), at.x())
}

/// The box around all nodes, and a little more.
fn around(map: &RoadMap) -> Bounds {
    const MARGIN: f64 = 0.001;
    let start = Bounds { west: 180.0, south: 90.0, east: -180.0, north: -90.0 };
    let wide = map.nodes.iter().fold(start, |bounds, node| Bounds {
        west: bounds.west.min(node.point.x()),
        south: bounds.south.min(node.point.y()),
        east: bounds.east.max(node.point.x()),
        north: bounds.north.max(node.point.y()),
    });
    Bounds {
        west: wide.west - MARGIN,
        south: wide.south - MARGIN,
        east: wide.east + MARGIN,
        north: wide.north + MARGIN,
    }
}
