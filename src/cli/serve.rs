//! `mabang serve`.

mod heap;

use super::{Context, findings, progress::Bar};
use crate::app::AppError;
use crate::app::serve::{Guide, GuideRequest, guide};
use crate::county::{Season, Weather};
use crate::guide::names;
use crate::report::text::{Lang, serve as words};
use crate::serve::{Access, Desk, Limits, Listen, serve};
use crate::wire::prepared::guide::Guide as Roads;
use clap::ValueEnum;
use heap::Stage;
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

/// Answer routes and tables over HTTP as OSRM does, for clients that exist already
///
/// Speaks the OSRM HTTP API v1 (route, table, nearest, trip) over the roads of an extract or a
/// county folder, for several kinds of vehicle at once. docs/SERVE.md says what is answered.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct ServeArgs {
    /// Roads: an .osm.pbf or .geojson file, or a county folder
    #[arg(long, value_name = "FILE|COUNTY")]
    osm: Option<PathBuf>,
    /// The same, under the name of the API
    #[arg(long, value_name = "FILE|COUNTY", conflicts_with = "osm", required_unless_present = "osm")]
    osrm: Option<PathBuf>,
    /// Height tiles for a road file: .hgt, .hgt.zip, GeoTIFF. Without any, roads are flat
    #[arg(long, value_name = "FILE", num_args = 1..)]
    dem: Vec<PathBuf>,
    /// Where to keep the prepared roads, and take them from the next time: ready in a fraction of a
    /// second, in less memory. Made anew when the roads, heights, season or weather are others
    /// [default: a large county's `.cache`; of a road file nothing is kept]
    #[arg(long, value_name = "FILE")]
    prepared: Option<PathBuf>,
    /// Season of the speeds and closures [default: spring; a county's day]
    #[arg(long, value_enum)]
    season: Option<SeasonArg>,
    /// Weather of the speeds [default: fair; a county's]
    #[arg(long, value_enum)]
    weather: Option<WeatherArg>,
    /// Vehicles to prepare
    #[arg(long, value_name = "NAMES", value_delimiter = ',', value_parser = profile,
        default_value = "car,van,truck,refrigerated,etrike,motorbike,foot")]
    profiles: Vec<String>,
    /// Address to listen on; others than loopback let other machines in
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1")]
    bind: IpAddr,
    /// 0 takes any that is free
    #[arg(long, default_value_t = 5000)]
    port: u16,
    /// Name that the server goes by, beside localhost and its addresses; repeat for more
    #[arg(long = "host", value_name = "NAME")]
    hosts: Vec<String>,
    /// Requests that are computed at the same time [default: all cores]
    #[arg(long, value_name = "COUNT", value_parser = clap::value_parser!(u16).range(1..=256))]
    threads: Option<u16>,
    /// Largest table, in entries
    #[arg(long, value_name = "COUNT", default_value_t = Limits::default().table)]
    max_table: usize,
    /// Most coordinates of a route
    #[arg(long, value_name = "COUNT", default_value_t = Limits::default().route)]
    max_route: usize,
    /// No progress on stderr
    #[arg(long, short)]
    quiet: bool,
}

const EXAMPLES: &str = "\
Examples:
  mabang serve --osrm andorra.osm.pbf --dem N42E001.hgt.zip
  mabang serve --osrm chongqing.osm.pbf --prepared chongqing.prepared
  mabang serve --osrm maps/wushan --port 5050 --profiles etrike,van
  curl 'http://127.0.0.1:5000/route/v1/truck/1.521,42.507;1.719,42.540?steps=true'";

#[derive(Clone, Copy, Debug, ValueEnum)]
enum SeasonArg {
    Spring,
    Summer,
    Autumn,
    Winter,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum WeatherArg {
    Fair,
    Rain,
    Fog,
    Snow,
    Ice,
}

/// Bytes of a request's body: some 40,000 coordinates.
const BODY: usize = 1 << 20;
const PATIENCE: Duration = Duration::from_secs(10);

/// # Errors
/// Findings about the roads.
pub fn run(args: ServeArgs, context: &Context) -> Result<ExitCode, AppError> {
    let lang = context.lang;
    let stage = heap::stage();
    if stage == Stage::First {
        heap::again(Stage::Limited);
    }
    let source = args.osrm.or(args.osm).unwrap_or_default();
    let between = if args.prepared.is_some() { None } else { heap::between(&source) };
    let request = GuideRequest {
        source,
        dem: args.dem,
        season: args.season.map(season),
        weather: args.weather.map(weather),
        profiles: args.profiles,
        prepared: args.prepared.or_else(|| between.clone()),
    };
    let guide = prepared(request, between.is_some(), stage, (lang, args.quiet))?;
    between.iter().for_each(|path| heap::forget(path));
    let limits = Limits { table: args.max_table, route: args.max_route, ..Limits::default() };
    let (junctions, arcs, was_kept) = (guide.junctions, guide.arcs, guide.was_kept);
    let desk = |roads: Roads| Desk::new(roads.atlas, roads.ground, roads.vehicles, limits);
    let desk = match guide.walks.map(desk) {
        Some(walks) => desk(guide.roads).beside(walks),
        None => desk(guide.roads),
    };
    let desk = Arc::new(desk);
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let listen = Listen {
        address: SocketAddr::new(args.bind, args.port),
        threads: args.threads.map_or(cores, usize::from),
        head: PATIENCE,
        write: PATIENCE,
        access: Access { hosts: args.hosts, body: BODY, patience: PATIENCE },
    };
    let profiles: Vec<&str> = desk.profiles().collect();
    let ready = |address: SocketAddr| {
        eprintln!("{}", words::roads(junctions, arcs, was_kept, lang));
        if !address.ip().is_loopback() {
            eprintln!("{}", words::open_to_others(lang));
        }
        eprintln!("{}", words::listening(&format!("http://{address}"), &profiles, lang));
    };
    match serve(Arc::clone(&desk), &listen, ready, || context.interrupt.is_set()) {
        Ok(()) => {
            eprintln!("{}", words::ended(lang));
            Ok(ExitCode::SUCCESS)
        }
        Err(error) => {
            super::tell(&error);
            Ok(ExitCode::from(3))
        }
    }
}

/// Roads to serve. Where they were prepared just now, the program starts again and takes them up.
fn prepared(
    request: GuideRequest,
    between: bool,
    stage: Stage,
    (lang, quiet): (Lang, bool),
) -> Result<Guide, AppError> {
    let bar = Bar::new(lang, quiet, None);
    let guide = match guide(&request, &bar) {
        // Whoever named no place for prepared roads does not need one.
        Err(AppError::Write { .. }) if between => guide(&GuideRequest { prepared: None, ..request }, &bar),
        guide => guide,
    }?;
    findings::print(&guide.findings, lang);
    if guide.is_kept && !guide.was_kept && stage == Stage::Limited {
        heap::again(Stage::Prepared);
    }
    Ok(guide)
}

fn profile(text: &str) -> Result<String, String> {
    let known: Vec<&str> = names().collect();
    if known.contains(&text) {
        return Ok(text.to_owned());
    }
    Err(format!("there are {}", known.join(", ")))
}

fn season(season: SeasonArg) -> Season {
    match season {
        SeasonArg::Spring => Season::Spring,
        SeasonArg::Summer => Season::Summer,
        SeasonArg::Autumn => Season::Autumn,
        SeasonArg::Winter => Season::Winter,
    }
}

fn weather(weather: WeatherArg) -> Weather {
    match weather {
        WeatherArg::Fair => Weather::Fair,
        WeatherArg::Rain => Weather::Rain,
        WeatherArg::Fog => Weather::Fog,
        WeatherArg::Snow => Weather::Snow,
        WeatherArg::Ice => Weather::Ice,
    }
}
