//! Prints the tables of docs/VALIDATION.md from a real extract and its heights:
//!
//! ```sh
//! cargo run --release --example mountains -- andorra.osm.pbf N42E001.hgt.zip
//! ```

mod energy;
mod others;
mod profile;
mod routes;

use mabang::county::preset::vehicle;
use mabang::county::{Bounds, Running, SiteId};
use mabang::network::Network;
use mabang::read::dem::read_files;
use mabang::read::roads::{area::Area, read_file};
use mabang::terrain::Dem;
use std::path::PathBuf;

/// Where the passes and routes of the tables lie.
const ANDORRA: Bounds = Bounds { west: 1.40, south: 42.42, east: 1.80, north: 42.66 };

/// Roads and the heights that they were built on.
struct Country {
    network: Network,
    dem: Dem,
}

fn main() -> Result<(), String> {
    let mut args = std::env::args().skip(1).map(PathBuf::from);
    let (Some(roads), Some(heights)) = (args.next(), args.next()) else {
        return Err("give an extract (.osm.pbf) and its heights (.hgt.zip)".to_owned());
    };
    let country = read(&roads, heights)?;
    println!("{}", profile::climbs(&country));
    println!("{}", profile::slopes(&country));
    println!("{}", routes::table(&country.network));
    println!("{}", routes::pass(&country.network));
    println!("{}", energy::table());
    Ok(())
}

fn read(roads: &std::path::Path, heights: PathBuf) -> Result<Country, String> {
    let named = |path: &std::path::Path| path.file_name().map(|name| name.to_string_lossy().into_owned());
    let map = read_file(roads, &named(roads).unwrap_or_default(), &Area::Box(ANDORRA));
    let map = map.value.ok_or_else(|| format!("{:?}", map.findings))?;
    let name = named(&heights).unwrap_or_default();
    let dem = read_files(&[(heights, name)], ANDORRA);
    let dem = dem.value.ok_or_else(|| format!("{:?}", dem.findings))?;
    let built = Network::build(&map, &|point| dem.height(point));
    for finding in &built.findings {
        eprintln!("{} {:?}", finding.code.name(), finding.values);
    }
    Ok(Country { network: built.value, dem })
}

/// A vehicle as the program ships it.
fn running(preset: &str) -> Running {
    vehicle(preset, SiteId(0)).unwrap_or_else(|| panic!("`{preset}` is a preset")).running
}
