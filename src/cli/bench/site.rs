//! `mabang bench site`.

use super::{say, seconds};
use crate::app::AppError;
use crate::app::bench::site::{SiteRequest, SiteResult, Status, site};
use crate::cli::{Context, findings};
use crate::read::placements::Known;
use crate::report::text::bench_site as words;
use crate::site::Sourcing;
use crate::wire::bench_site::SiteLine;
use std::path::PathBuf;
use std::process::ExitCode;

/// Solve placement instances: medians, facilities with and without capacities, location-routing
///
/// Formats are told by content: OR-Library, Holmberg, Avella and Boccia, Prodhon. The lower bound
/// is computed from prices of customers (and of routes), without trust in a solver; each siting is
/// verified from the instance alone.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct SiteArgs {
    /// Instance files
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Limit for each instance: processor time with one thread, time on the clock with several
    #[arg(long, value_name = "SECONDS", value_parser = seconds, default_value = "30")]
    seconds: f64,
    /// Threads; without a time limit in the way the answer does not depend on them
    #[arg(long, default_value_t = 1, value_name = "COUNT", value_parser = clap::value_parser!(u16).range(1..=256))]
    threads: u16,
    /// Every customer is served by one site only
    #[arg(long)]
    single_source: bool,
    /// Capacity of every site, in place of the file's (OR-Library's capa, capb, capc leave it open)
    #[arg(long, value_name = "AMOUNT", value_parser = amount)]
    capacity: Option<f64>,
    /// Known value, or a JSON file of them [default: `bks.json` beside the file, or the published
    /// values that come with mabang]
    #[arg(long, value_name = "VALUE|FILE")]
    known: Option<String>,
    /// One JSON line for each instance
    #[arg(long)]
    json: bool,
}

const EXAMPLES: &str = "\
Examples:
  mabang bench site pmed1.txt pmed40.txt --seconds 30
  mabang bench site capa.txt --capacity 8000 --single-source --json
  mabang bench site p71 --known 25540 --single-source --threads 2

Exit code 1 if a file could not be read, 4 if an answer breaks its instance.";

pub fn run(args: &SiteArgs, context: &Context) -> Result<ExitCode, AppError> {
    let request = SiteRequest {
        seconds: args.seconds,
        threads: usize::from(args.threads),
        sourcing: if args.single_source { Sourcing::Single } else { Sourcing::Split },
        capacity: args.capacity,
        known: known(args.known.as_deref()),
    };
    if !args.json {
        say(&words::heading(context.lang))?;
    }
    let mut code = 0;
    for file in &args.files {
        let result = match site(file, &request, &context.interrupt) {
            Err(AppError::Findings(list)) => {
                findings::print(&list, context.lang);
                code = code.max(1);
                continue;
            }
            other => other?,
        };
        if result.status == Status::Wrong {
            code = 4;
        }
        say(&if args.json { json(&result, &request) } else { words::row(&row(&result), context.lang) })?;
        if context.interrupt.is_set() {
            break;
        }
    }
    Ok(ExitCode::from(code))
}

fn known(given: Option<&str>) -> Known {
    let Some(given) = given else { return Known::Found };
    given.parse().map_or_else(|_| Known::File(given.into()), Known::Value)
}

fn amount(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(amount) if amount > 0.0 && amount <= 1e12 => Ok(amount),
        _ => Err(format!("`{text}` is no capacity above 0")),
    }
}

fn word(status: Status) -> &'static str {
    match status {
        Status::Optimal => "optimal",
        Status::Feasible => "feasible",
        Status::Infeasible => "infeasible",
        Status::Unknown => "unknown",
        Status::Wrong => "wrong",
    }
}

fn json(result: &SiteResult, request: &SiteRequest) -> String {
    let line = SiteLine {
        instance: &result.instance,
        kind: result.kind,
        sites: result.sites,
        customers: result.customers,
        upper: result.upper,
        lower: result.lower,
        lower_radial: result.radial,
        lower_routes: result.by_routes,
        gap_pct: result.gap(),
        status: word(result.status),
        seconds: result.seconds,
        known: result.known,
        above_known_pct: result.above(),
        open: &result.open,
        threads: request.threads,
    };
    line.line()
}

fn row(result: &SiteResult) -> words::Row<'_> {
    words::Row {
        instance: &result.instance,
        kind: result.kind,
        sites: result.sites,
        customers: result.customers,
        upper: result.upper,
        lower: result.lower,
        radial: result.radial,
        by_routes: result.by_routes,
        gap: result.gap(),
        known: result.known,
        status: word(result.status),
        open: result.open.len(),
        seconds: result.seconds,
    }
}
