//! The road map of a county, from OSM PBF or GeoJSON.
//!
//! A county folder has one of `roads.osm.pbf`, `roads.geojson`, or one such
//! file in `roads/`. Coordinates are WGS-84.

pub mod area;
pub mod cut;
mod geojson;
pub mod parts;
pub mod pbf;
pub mod tags;
pub mod tally;

use crate::county::{Bounds, RoadMap};
use crate::finding::{Code, Finding, Found, Spot};
use area::Area;
use std::fs;
use std::path::{Path, PathBuf};
use tally::Tally;

/// Larger GeoJSON files are refused; PBF is read in pieces.
const GEOJSON_LIMIT: u64 = 1 << 30;
const PBF_LIMIT: u64 = 16 << 30;

/// For whom roads are read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Who {
    #[default]
    Drivers,
    /// Footways, steps and paths too; oneway streets both ways, and no turn is forbidden.
    Walkers,
}

/// What a road file gave, before it is cut.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Read {
    pub map: RoadMap,
    pub tally: Tally,
    pub findings: Vec<Finding>,
}

impl Read {
    fn failed(code: Code, file: &str, problem: String) -> Read {
        let finding = Finding::new(code, Spot::file(file)).with("cause", problem);
        Read { findings: vec![finding], ..Read::default() }
    }
}

/// The roads of a county folder, cut to its bounds. `None` if there is an error among the findings:
/// `E101` no file, `E106` several, `E501` no road in the bounds, and what is wrong in the file.
#[must_use]
pub fn read_roads(folder: &Path, bounds: Bounds) -> Found<Option<RoadMap>> {
    read_roads_for(Who::Drivers, folder, bounds)
}

/// The same for whom they are wanted.
#[must_use]
pub fn read_roads_for(who: Who, folder: &Path, bounds: Bounds) -> Found<Option<RoadMap>> {
    let files = road_files(folder);
    let fail = |finding| Found { value: None, findings: vec![finding] };
    match files.as_slice() {
        [] => fail(Finding::new(Code::E101, Spot::file("roads.geojson"))),
        [path] => read_file_for(who, path, &relative(folder, path), &Area::Box(bounds)),
        [first, second, ..] => fail(
            Finding::new(Code::E106, Spot::file(relative(folder, first)))
                .with("other", relative(folder, second)),
        ),
    }
}

/// One road file, cut to an area. `name` is how findings call it.
#[must_use]
pub fn read_file(path: &Path, name: &str, area: &Area) -> Found<Option<RoadMap>> {
    read_file_for(Who::Drivers, path, name, area)
}

/// The same for whom it is wanted.
#[must_use]
pub fn read_file_for(who: Who, path: &Path, name: &str, area: &Area) -> Found<Option<RoadMap>> {
    let Read { map, tally, mut findings } = read_whole(who, path, name);
    let map = cut::cut(map, area);
    findings.extend(tally.findings(name));
    let broken = findings.iter().any(Finding::is_error);
    if map.ways.is_empty() && !broken {
        findings.push(Finding::new(Code::E501, Spot::file(name)));
    }
    let value = (!broken && !map.ways.is_empty()).then_some(map);
    Found { value, findings }
}

/// One road file as it is.
#[must_use]
pub fn read_whole(who: Who, path: &Path, name: &str) -> Read {
    let size = match fs::metadata(path) {
        Ok(file) => file.len(),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            return Read { findings: vec![Finding::new(Code::E101, Spot::file(name))], ..Read::default() };
        }
        Err(error) => return Read::failed(Code::E104, name, error.to_string()),
    };
    let is_pbf = extension(path) == "pbf";
    let limit = if is_pbf { PBF_LIMIT } else { GEOJSON_LIMIT };
    if size == 0 {
        return Read { findings: vec![Finding::new(Code::E102, Spot::file(name))], ..Read::default() };
    }
    if size > limit {
        let finding = Finding::new(Code::E105, Spot::file(name)).with("limit", format!("{} MB", limit >> 20));
        return Read { findings: vec![finding], ..Read::default() };
    }
    if is_pbf { pbf::read(who, path, name) } else { geojson::read(who, path, name) }
}

/// Road files in the folder, sorted.
fn road_files(folder: &Path) -> Vec<PathBuf> {
    let known = |path: &Path| ["pbf", "geojson"].contains(&extension(path).as_str());
    let plain = ["roads.osm.pbf", "roads.pbf", "roads.geojson"].map(|name| folder.join(name));
    let mut files: Vec<PathBuf> = plain.into_iter().filter(|path| path.is_file()).collect();
    let inside = fs::read_dir(folder.join("roads")).into_iter().flatten().flatten();
    files.extend(inside.map(|entry| entry.path()).filter(|path| path.is_file() && known(path)));
    files.sort();
    files
}

fn extension(path: &Path) -> String {
    path.extension().map_or_else(String::new, |text| text.to_string_lossy().to_lowercase())
}

fn relative(folder: &Path, path: &Path) -> String {
    path.strip_prefix(folder).unwrap_or(path).to_string_lossy().replace('\\', "/")
}

#[cfg(test)]
mod tests;
