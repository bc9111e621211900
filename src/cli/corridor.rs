//! `mabang corridor`.

use super::{Context, findings, progress};
use crate::app::corridor::{self, CorridorRequest, Surveyed};
use crate::app::{AppError, output};
use crate::report::corridor::{CorridorReport, corridors_json, corridors_table, write_corridors};
use crate::report::{self, Picture};
use crate::terrain;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

/// Plan air corridors between a county's pads: over the terrain, under the ceiling, around zones
///
/// Each corridor is flown in both directions; those that no rule allows are refused with the rule.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES, allow_negative_numbers = true)]
pub struct CorridorArgs {
    /// County folder, for example `maps/wushan`
    county: PathBuf,
    /// Folder for corridors.html, .geojson, .kml, .json and filing.xlsx
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Only the corridor from this pad (id in sites.csv)
    #[arg(long, value_name = "PAD", requires = "to")]
    from: Option<String>,
    /// to this pad
    #[arg(long, value_name = "PAD", requires = "from")]
    to: Option<String>,
    /// Look for so many further places for pads: flat, clear, beside a road, near people
    #[arg(long, value_name = "COUNT", default_value_t = 0, value_parser = clap::value_parser!(u16).range(0..=1000))]
    suggest_pads: u16,
    /// Drone type of fleet.toml [default: the first one]
    #[arg(long, value_name = "ID")]
    drone: Option<String>,
    /// Pads farther apart are not looked at
    #[arg(long, value_name = "KM", default_value_t = 25.0, value_parser = kilometres)]
    within: f64,
    /// Wind of a windy day in m/s, from ahead all the way [default: of nine days in ten]
    #[arg(long, value_name = "SPEED", value_parser = speed)]
    wind: Option<f64>,
    /// Day [default: the first one with orders]
    #[arg(long, value_name = "DATE")]
    date: Option<String>,
    /// Print JSON instead of tables
    #[arg(long)]
    json: bool,
}

const EXAMPLES: &str = "\
Examples:
  mabang corridor maps/wushan --out out/air
  mabang corridor maps/wushan --from D01 --to D05
  mabang corridor maps/leishan --suggest-pads 5 --lang zh";

pub fn run(args: CorridorArgs, context: &Context) -> Result<ExitCode, AppError> {
    if let Some(dir) = &args.out {
        output::may_write(dir)?;
    }
    let request = CorridorRequest {
        county: args.county,
        date: args.date,
        drone: args.drone,
        pair: args.from.zip(args.to),
        within: args.within * 1000.0,
        wind: args.wind,
        suggest: usize::from(args.suggest_pads),
        roads: args.out.is_some() || args.suggest_pads > 0,
    };
    let follow = progress::Bar::new(context.lang, false, None);
    let surveyed = corridor::survey(&request, &follow)?;
    findings::print(&surveyed.findings, context.lang);
    let relief = args.out.is_some().then(|| {
        let bounds = surveyed.county().bounds;
        terrain::relief(&surveyed.dem, bounds, report::RELIEF_WIDTH)
    });
    let picture = relief.as_ref().map(|relief| Picture {
        width: relief.width,
        height: relief.height,
        rgb: &relief.rgb,
    });
    let terms = surveyed.terms();
    let shown = input(&surveyed, &terms, picture);
    let text = if args.json {
        corridors_json(&shown)
    } else {
        corridors_table(&shown, context.lang, super::plan::width())
    };
    writeln!(std::io::stdout(), "{text}")?;
    if let Some(dir) = &args.out {
        let written = write_corridors(dir, &shown, context.lang)?;
        eprint!("{}", report::written(&written, context.lang));
    }
    let sound = surveyed.faults.is_empty();
    Ok(if sound { ExitCode::SUCCESS } else { ExitCode::from(4) })
}

fn input<'a>(
    surveyed: &'a Surveyed,
    terms: &'a crate::corridor::Terms<'a>,
    relief: Option<Picture<'a>>,
) -> CorridorReport<'a> {
    CorridorReport {
        county: surveyed.county(),
        drone: surveyed.drone(),
        terms,
        pads: &surveyed.sites,
        all: &surveyed.all,
        suggestions: &surveyed.suggestions,
        faults: &surveyed.faults,
        roads: surveyed.network.as_ref(),
        relief,
    }
}

fn within(text: &str, low: f64, high: f64) -> Result<f64, String> {
    let number = text.trim().parse::<f64>().ok().filter(|number| (low..=high).contains(number));
    number.ok_or_else(|| format!("`{text}` is not between {low} and {high}"))
}

fn kilometres(text: &str) -> Result<f64, String> {
    within(text.trim().trim_end_matches("km"), 0.1, 1_000.0)
}

fn speed(text: &str) -> Result<f64, String> {
    within(text, 0.0, 100.0)
}
