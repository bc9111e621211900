//! `mabang inspect`.

use super::{Context, findings};
use crate::app::inspect::Inspector;
use crate::app::{AppError, Quiet};
use crate::report::inspect::{self, Critical, Roads, Ways};
use crate::report::text::inspect as words;
use crate::report::text::{self};
use crate::units::{Moment, Seconds};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Ask a county's roads: which closure hurts most, how far one gets, which way to take
///
/// Times are those of one vehicle type in the county's season, weather and hours.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
#[command(group(clap::ArgGroup::new("question").required(true).args(["criticality", "isochrone", "route"])))]
pub struct InspectArgs {
    /// County folder, for example `maps/wushan`
    county: PathBuf,
    /// Rank roads by what closing them would cost today's orders
    #[arg(long)]
    criticality: bool,
    /// What is reached from a site or place, by its id
    #[arg(long, value_name = "ID")]
    isochrone: Option<String>,
    /// The way from one site or place to another, and others that avoid its weak roads
    #[arg(long, num_args = 2, value_names = ["FROM", "TO"])]
    route: Option<Vec<String>>,
    /// Times for --isochrone
    #[arg(long, value_delimiter = ',', default_value = "15,30,60", value_parser = clap::value_parser!(u32).range(1..=1440))]
    minutes: Vec<u32>,
    /// When one leaves
    #[arg(long, value_name = "TIME", default_value = "08:00", value_parser = clock)]
    depart: Moment,
    /// Other ways for --route
    #[arg(long, value_name = "COUNT", default_value_t = 3, value_parser = clap::value_parser!(u8).range(1..=20))]
    ways: u8,
    /// Roads that --criticality shows; all are computed
    #[arg(long, value_name = "COUNT", default_value_t = 20)]
    top: usize,
    /// Vehicle type of `fleet.toml` [default: the one with the most vehicles]
    #[arg(long, value_name = "ID")]
    vehicle: Option<String>,
    /// Day whose orders count [default: the only or first one]
    #[arg(long, value_name = "DATE")]
    date: Option<String>,
    /// GeoJSON file to write
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Print JSON instead of a table
    #[arg(long)]
    json: bool,
}

const EXAMPLES: &str = "\
Examples:
  mabang inspect maps/wushan --criticality --out critical.geojson
  mabang inspect maps/wushan --isochrone warehouse --minutes 15,30,60 --out reach.geojson
  mabang inspect maps/wushan --route warehouse village-12 --depart 07:30";

/// What is shown, and what is written to a file.
struct Answer {
    table: String,
    json: String,
    geojson: String,
}

pub fn run(args: InspectArgs, context: &Context) -> Result<ExitCode, AppError> {
    let inspector = Inspector::open(&args.county, args.date.as_deref(), args.vehicle.as_deref(), &Quiet)?;
    findings::print(&inspector.loaded.findings, context.lang);
    let answer = answer(&args, &inspector, context)?;
    if let Some(path) = &args.out {
        write(path, &answer.geojson)?;
    }
    let shown =
        if args.json { answer.json } else { format!("{}\n{}", whom(&inspector, context), answer.table) };
    writeln!(std::io::stdout(), "{shown}")?;
    Ok(ExitCode::SUCCESS)
}

fn answer(args: &InspectArgs, inspector: &Inspector, context: &Context) -> Result<Answer, AppError> {
    let (lang, width) = (context.lang, super::plan::width());
    let (county, network) = (&inspector.loaded.read.county, &inspector.loaded.located.network);
    if let Some(code) = &args.isochrone {
        let within: Vec<Seconds> =
            args.minutes.iter().map(|&minutes| Seconds(i64::from(minutes) * 60)).collect();
        let reached = inspector.isochrone(code, args.depart, &within)?;
        return Ok(Answer {
            table: inspect::reach_table(&reached, lang, width),
            json: inspect::reach_json(code, &reached),
            geojson: inspect::reach_geojson(code, &reached),
        });
    }
    if let Some([from, to]) = args.route.as_deref() {
        let trip = inspector.route((from, to), args.depart, usize::from(args.ways))?;
        let (path, others) = (&trip.path, &trip.others);
        let ways = Ways { network, depart: trip.depart, arrive: trip.arrive, path, others };
        return Ok(Answer {
            table: inspect::ways_table(&ways, lang, width),
            json: inspect::ways_json(&ways),
            geojson: inspect::ways_geojson(&ways),
        });
    }
    let found = inspector.criticality();
    let roads = Roads { county, network, names: &inspector.loaded.road_names };
    let critical = Critical { roads, found: &found, top: args.top };
    Ok(Answer { table: critical.table(lang, width), json: critical.json(), geojson: critical.geojson() })
}

fn whom(inspector: &Inspector, context: &Context) -> String {
    let county = &inspector.loaded.read.county;
    let kind = county.vehicle_type(inspector.kind);
    let name = text::name(&kind.name_zh, &kind.name_en, context.lang);
    words::for_whom(name, words::weather(county.road_state.weather, context.lang), context.lang)
}

fn write(path: &Path, text: &str) -> Result<(), AppError> {
    std::fs::write(path, text).map_err(|source| AppError::Write { path: path.to_owned(), source })
}

/// `7:30`, `07:30`, up to `24:00`.
fn clock(text: &str) -> Result<Moment, String> {
    crate::read::clock(text).ok_or_else(|| format!("`{text}` is no time of day; write it like 07:30"))
}
