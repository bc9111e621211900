//! `mabang bench`.

mod drone;
mod roads;
mod site;

use super::{Context, findings, progress::Bar};
use crate::app::bench::vrp::{VrpRequest, VrpResult, vrp};
use crate::app::{AppError, Follow, Step};
use crate::instance::Rounding;
use crate::read::instances::Known;
use crate::report::text::bench as words;
use crate::units::{Progress, Watch};
use crate::wire::bench::VrpLine;
use clap::{Subcommand, ValueEnum};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

/// Measure the solvers on public benchmarks, and the road engine on a map
#[derive(Debug, clap::Args)]
pub struct BenchArgs {
    #[command(subcommand)]
    what: Bench,
}

#[derive(Debug, Subcommand)]
enum Bench {
    Vrp(VrpArgs),
    Roads(roads::RoadsArgs),
    Drone(drone::DroneArgs),
    Site(site::SiteArgs),
}

/// Solve routing instances: CVRP, VRPTW, PDPTW, several depots, mixed fleets, prizes, several trips
///
/// Formats are told by content: VRPLIB and TSPLIB, Solomon, Gehring-Homberger, Li-Lim, Cordeau,
/// Taillard, Duhamel. The very search of `mabang plan` runs; each solution is verified from the
/// instance alone.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
struct VrpArgs {
    /// Instance files
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Limit for each instance: processor time with one thread, time on the clock with several
    /// [default: 10, if there is no limit of iterations]
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    seconds: Option<f64>,
    /// Limit of iterations: the same seed gives the same solution on any machine
    #[arg(long, value_name = "COUNT")]
    iterations: Option<u64>,
    /// Seed of the search
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Threads; the solution does not depend on them where iterations are the limit
    #[arg(long, default_value_t = 1, value_name = "COUNT", value_parser = clap::value_parser!(u16).range(1..=256))]
    threads: u16,
    /// Seconds more for a lower bound by column generation, counted as --seconds [default: none]
    #[arg(long, value_name = "SECONDS", value_parser = seconds, default_value = "0", hide_default_value = true)]
    bound: f64,
    /// Best known value, or a JSON file of them [default: `bks.json` beside or above the file, or
    /// its `.sol`]
    #[arg(long, value_name = "VALUE|FILE")]
    bks: Option<String>,
    /// How distances become whole numbers [default: as the set is published]
    #[arg(long, value_enum)]
    rounding: Option<RoundingArg>,
    /// One JSON line for each instance
    #[arg(long)]
    json: bool,
    /// Write solutions there, as `NAME.sol`
    #[arg(long, value_name = "DIR")]
    sol: Option<PathBuf>,
    /// No progress on stderr
    #[arg(long, short)]
    quiet: bool,
}

const EXAMPLES: &str = "\
Examples:
  mabang bench vrp X-n101-k25.vrp --seconds 30
  mabang bench vrp instances/*.txt --seconds 10 --seed 2 --json --sol solutions
  mabang bench vrp R101.txt --iterations 50000 --bks 1637.7

Exit code 1 if a file could not be read or a solution is not feasible.";

#[derive(Clone, Copy, Debug, ValueEnum)]
enum RoundingArg {
    /// To the nearest whole number
    Round,
    /// One decimal, truncated
    Dimacs,
    /// Three decimals
    Exact,
}

const DEFAULT_SECONDS: f64 = 10.0;

pub fn run(args: BenchArgs, context: &Context) -> Result<ExitCode, AppError> {
    match args.what {
        Bench::Vrp(args) => run_vrp(&args, context),
        Bench::Roads(args) => roads::run(args, context),
        Bench::Drone(args) => drone::run(&args, context),
        Bench::Site(args) => site::run(&args, context),
    }
}

fn run_vrp(args: &VrpArgs, context: &Context) -> Result<ExitCode, AppError> {
    let request = VrpRequest {
        seconds: args.seconds.or(args.iterations.is_none().then_some(DEFAULT_SECONDS)),
        iterations: args.iterations,
        seed: args.seed,
        threads: usize::from(args.threads),
        bound_seconds: args.bound,
        known: known(args.bks.as_deref()),
        rounding: args.rounding.map(|rounding| match rounding {
            RoundingArg::Round => Rounding::Nearest,
            RoundingArg::Dimacs => Rounding::Dimacs,
            RoundingArg::Exact => Rounding::Exact,
        }),
    };
    if !args.json {
        say(&words::heading(context.lang))?;
    }
    let mut all_well = true;
    for file in &args.files {
        let result = match watched(file, &request, args.quiet, context) {
            Err(AppError::Findings(list)) => {
                findings::print(&list, context.lang);
                all_well = false;
                continue;
            }
            other => other?,
        };
        all_well &= result.faults.is_empty();
        if let Some(dir) = &args.sol {
            write_solution(dir, file, &result)?;
        }
        let line = if args.json { json(&result, &request) } else { words::row(&row(&result), context.lang) };
        say(&line)?;
        if context.interrupt.is_set() {
            break;
        }
    }
    Ok(if all_well { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

fn known(given: Option<&str>) -> Known {
    let Some(given) = given else { return Known::Found };
    given.parse().map_or_else(|_| Known::File(given.into()), Known::Value)
}

struct Watching<'a>(&'a Bar);

impl Watch for Watching<'_> {
    fn see(&self, progress: Progress) {
        self.0.search(progress);
    }
}

fn watched(file: &Path, request: &VrpRequest, quiet: bool, context: &Context) -> Result<VrpResult, AppError> {
    let bar = Bar::new(context.lang, quiet, request.seconds.map(Duration::from_secs_f64));
    bar.begin(Step::Search);
    let result = vrp(file, request, &context.interrupt, &Watching(&bar));
    bar.clear();
    result
}

fn write_solution(dir: &Path, file: &Path, result: &VrpResult) -> Result<(), AppError> {
    let mut name = file.file_stem().unwrap_or_default().to_owned();
    name.push(".sol");
    let path = dir.join(name);
    let write = || {
        std::fs::create_dir_all(dir)?;
        std::fs::write(&path, result.sol())
    };
    write().map_err(|source| AppError::Write { path: path.clone(), source })
}

fn json(result: &VrpResult, request: &VrpRequest) -> String {
    let line = VrpLine {
        instance: &result.instance,
        set: result.set,
        n: result.customers,
        cost: result.cost,
        bks: result.known,
        gap_pct: result.gap(),
        bound: result.bound,
        bound_gap_pct: result.bound_gap(),
        seconds: result.seconds,
        iterations: result.iterations,
        feasible: result.faults.is_empty(),
        vehicles: result.tours.len(),
        seed: request.seed,
        threads: request.threads,
    };
    line.line()
}

fn row(result: &VrpResult) -> words::Row<'_> {
    words::Row {
        instance: &result.instance,
        set: result.set,
        customers: result.customers,
        vehicles: result.tours.len(),
        cost: result.cost,
        known: result.known,
        gap: result.gap(),
        bound_gap: result.bound_gap(),
        seconds: result.seconds,
        iterations: result.iterations,
    }
}

fn say(line: &str) -> Result<(), AppError> {
    let mut out = std::io::stdout();
    writeln!(out, "{line}")?;
    out.flush()?;
    Ok(())
}

fn seconds(text: &str) -> Result<f64, String> {
    match text.trim().trim_end_matches('s').parse::<f64>() {
        Ok(seconds) if (0.0..=604_800.0).contains(&seconds) => Ok(seconds),
        _ => Err(format!("`{text}` is no number of seconds between 0 and 604800")),
    }
}
