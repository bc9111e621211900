//! `mabang import`: roads, power lines, heights, places and orders of others into a county folder.

use super::findings;
use crate::app::AppError;
use crate::app::import::{
    Extent, Heights, HeightsRequest, OrdersRequest, Power, PowerRequest, Roads, RoadsRequest, heights,
    orders, places, power, roads,
};
use crate::county::Bounds;
use crate::report::text::{Lang, import as words};
use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

/// Fill a county folder from road extracts, height tiles and tables of orders
///
/// Example: mabang import roads andorra.osm.pbf --into maps/andorra
#[derive(Debug, clap::Args)]
pub struct ImportArgs {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    /// Roads from an OSM PBF extract or GeoJSON; a folder without county.toml gets one, with the
    /// extract's places, usual vehicles and a sample day
    Roads(RoadsArgs),
    /// Places of an OSM PBF extract, usual vehicles and a sample day, but not its roads
    Places(RoadsArgs),
    /// Power lines of an OSM PBF extract with their voltage, for drones to keep away from
    Power(PowerArgs),
    /// Heights from GeoTIFF, .hgt or .hgt.zip tiles
    Dem(DemArgs),
    /// Orders of a day from CSV or a workbook, checked against the county
    Orders(OrdersArgs),
}

#[derive(Debug, clap::Args)]
struct ExtentArgs {
    /// Only this box, in WGS-84 degrees [default: the county's]
    #[arg(long, value_name = "W,S,E,N", value_parser = parse_box, allow_hyphen_values = true)]
    bbox: Option<Bounds>,
    /// Only this polygon (GeoJSON or .poly)
    #[arg(long, value_name = "FILE", conflicts_with = "bbox")]
    polygon: Option<PathBuf>,
}

#[derive(Debug, clap::Args)]
struct RoadsArgs {
    /// Road extract: .osm.pbf or .geojson
    file: PathBuf,
    /// County folder, for example `maps/andorra`
    #[arg(long, value_name = "COUNTY")]
    into: PathBuf,
    #[command(flatten)]
    extent: ExtentArgs,
    /// Chinese name of a new county
    #[arg(long, value_name = "NAME", default_value = "")]
    name_zh: String,
    /// English name of a new county
    #[arg(long, value_name = "NAME", default_value = "")]
    name_en: String,
    /// Sample day of a new county
    #[arg(long, value_name = "DATE", default_value = "2026-07-08")]
    date: String,
}

#[derive(Debug, clap::Args)]
struct PowerArgs {
    /// Extract: .osm.pbf
    file: PathBuf,
    /// County folder, for example `maps/wushan`
    #[arg(long, value_name = "COUNTY")]
    into: PathBuf,
    #[command(flatten)]
    extent: ExtentArgs,
}

#[derive(Debug, clap::Args)]
struct DemArgs {
    /// Height tiles: .tif, .hgt or .hgt.zip
    #[arg(required = true)]
    tiles: Vec<PathBuf>,
    /// County folder, for example `maps/andorra`
    #[arg(long, value_name = "COUNTY")]
    into: PathBuf,
    #[command(flatten)]
    extent: ExtentArgs,
}

#[derive(Debug, clap::Args)]
struct OrdersArgs {
    /// Table of orders: .csv, or .xlsx with a sheet `orders DATE`
    file: PathBuf,
    /// County folder, for example `maps/wushan`
    #[arg(long, value_name = "COUNTY")]
    into: PathBuf,
    /// Their day, for example 2026-07-08
    #[arg(long, value_name = "DATE")]
    date: String,
}

impl ExtentArgs {
    fn extent(self) -> Extent {
        match (self.bbox, self.polygon) {
            (Some(bounds), _) => Extent::Box(bounds),
            (None, Some(path)) => Extent::Polygon(path),
            (None, None) => Extent::County,
        }
    }
}

impl RoadsArgs {
    fn request(self) -> RoadsRequest {
        RoadsRequest {
            file: self.file,
            into: self.into,
            extent: self.extent.extent(),
            name_zh: self.name_zh,
            name_en: self.name_en,
            date: self.date,
        }
    }
}

fn parse_box(text: &str) -> Result<Bounds, String> {
    let numbers: Result<Vec<f64>, _> = text.split(',').map(|part| part.trim().parse::<f64>()).collect();
    match numbers.map_err(|error| error.to_string())?.as_slice() {
        &[west, south, east, north]
            if west < east
                && south < north
                && west >= -180.0
                && east <= 180.0
                && south >= -90.0
                && north <= 90.0 =>
        {
            Ok(Bounds { west, south, east, north })
        }
        _ => Err("four degrees: west, south, east, north".to_owned()),
    }
}

/// Does the import, writes what it did to `output` and the warnings to stderr.
///
/// # Errors
/// Whatever the import says, or that `output` failed.
pub fn run(args: ImportArgs, lang: Lang, output: &mut impl Write) -> Result<ExitCode, AppError> {
    let (warnings, written) = match args.what {
        What::Roads(args) => {
            let done = roads(&args.request())?;
            let written = write_roads(&done, lang, output);
            (done.findings, written)
        }
        What::Places(args) => {
            let done = places(&args.request())?;
            let written = write_roads(&done, lang, output);
            (done.findings, written)
        }
        What::Power(args) => {
            let extent = args.extent.extent();
            let done = power(&PowerRequest { file: args.file, into: args.into, extent })?;
            let written = write_power(&done, lang, output);
            (done.findings, written)
        }
        What::Dem(args) => {
            let extent = args.extent.extent();
            let done = heights(&HeightsRequest { tiles: args.tiles, into: args.into, extent })?;
            let written = write_heights(&done, lang, output);
            (done.findings, written)
        }
        What::Orders(args) => {
            let done = orders(&OrdersRequest { file: args.file, into: args.into, date: args.date })?;
            let written = line(output, words::ORDERS.say(lang), &done.orders.to_string());
            (done.findings, written)
        }
    };
    written?;
    findings::print(&warnings, lang);
    Ok(ExitCode::SUCCESS)
}

fn line(output: &mut impl Write, what: &str, value: &str) -> io::Result<()> {
    writeln!(output, "{what}: {value}")
}

fn write_roads(done: &Roads, lang: Lang, output: &mut impl Write) -> io::Result<()> {
    line(output, words::ROADS.say(lang), &done.ways.to_string())?;
    line(output, words::NODES.say(lang), &done.nodes.to_string())?;
    line(output, words::LENGTH.say(lang), &words::km(done.km, lang))?;
    line(output, words::CONNECTED.say(lang), &words::km(done.main_km, lang))?;
    line(output, words::ISLANDS.say(lang), &done.islands_in_all.to_string())?;
    for island in &done.islands {
        let near =
            island.near.as_ref().map_or(String::new(), |near| format!(", {} {near}", words::NEAR.say(lang)));
        let text =
            format!("{} ({:.5}, {:.5}{near})", words::km(island.km, lang), island.at.y(), island.at.x());
        line(output, &format!("  {}", words::ISLAND.say(lang)), &text)?;
    }
    if let Some(founded) = done.founded {
        line(output, words::PLACES.say(lang), &founded.places.to_string())?;
        line(output, words::OFF_ROAD.say(lang), &founded.off_road.to_string())?;
        line(output, words::SAMPLE.say(lang), &founded.orders.to_string())?;
    }
    Ok(())
}

fn write_power(done: &Power, lang: Lang, output: &mut impl Write) -> io::Result<()> {
    line(output, words::LINES.say(lang), &done.lines.to_string())?;
    line(output, words::PYLONS.say(lang), &done.pylons.to_string())?;
    line(output, words::VOLTAGE.say(lang), &done.of_known_voltage.to_string())
}

fn write_heights(done: &Heights, lang: Lang, output: &mut impl Write) -> io::Result<()> {
    line(output, words::GRID.say(lang), &format!("{} x {}", done.columns, done.rows))?;
    let (low, high) = done.range;
    line(output, words::HEIGHTS.say(lang), &format!("{low:.0} - {high:.0} m"))
}
