//! `mabang bench drone`.

use super::{Context, findings, say, seconds};
use crate::app::AppError;
use crate::app::bench::drone::{DroneRequest, DroneResult, drone, drone_instances};
use crate::report::text::bench as words;
use crate::wire::bench::DroneLine;
use std::path::PathBuf;
use std::process::ExitCode;

/// Solve instances of trucks with drones: TSP-D, FSTSP, mFSTSP and parallel drone scheduling (PDSTSP)
///
/// Formats are told by content: Agatz, Bouman and Schmidt's files (with #MAXFLY and #NOVISIT), rows
/// of points, PDSTSP with its settings before the points, and folders: mFSTSP (tbl_locations.csv
/// with its ways and vehicles; one instance for each file of vehicles and number of drones) and
/// FSTSP (tau.csv, tauprime.csv, Cprime.csv; with 20 and 40 minutes of endurance). Each solution is
/// verified from the instance alone; few customers of TSP-D are solved exactly.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct DroneArgs {
    /// Instance files or folders
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Limit for each instance, in processor time [default: 5, if there is no limit of iterations]
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    seconds: Option<f64>,
    /// Limit of iterations: the same seed gives the same solution on any machine
    #[arg(long, value_name = "COUNT")]
    iterations: Option<u64>,
    /// Seed of the search
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// One JSON line for each instance
    #[arg(long)]
    json: bool,
}

const EXAMPLES: &str = "\
Examples:
  mabang bench drone uniform-1-n11.txt
  mabang bench drone Problems/20170608T121411132375 --json
  mabang bench drone instances/*.txt --seconds 30 --seed 2 --json

Exit code 1 if a file could not be read or a solution is not feasible.";

const DEFAULT_SECONDS: f64 = 5.0;

pub fn run(args: &DroneArgs, context: &Context) -> Result<ExitCode, AppError> {
    let request = DroneRequest {
        seconds: args.seconds.or(args.iterations.is_none().then_some(DEFAULT_SECONDS)),
        iterations: args.iterations,
        seed: args.seed,
    };
    if !args.json {
        say(&words::heading(context.lang))?;
    }
    let mut all_well = true;
    for file in &args.files {
        let instances = match drone_instances(file) {
            Err(AppError::Findings(list)) => {
                findings::print(&list, context.lang);
                all_well = false;
                continue;
            }
            other => other?,
        };
        for instance in &instances {
            let result = drone(instance, &request, &context.interrupt);
            all_well &= result.cost.is_some();
            say(&if args.json { json(&result, args.seed) } else { words::row(&row(&result), context.lang) })?;
            if context.interrupt.is_set() {
                return Ok(ExitCode::from(u8::from(!all_well)));
            }
        }
    }
    Ok(ExitCode::from(u8::from(!all_well)))
}

fn json(result: &DroneResult, seed: u64) -> String {
    let line = DroneLine {
        instance: &result.instance,
        kind: result.kind,
        n: result.customers,
        cost: result.cost,
        known: result.known,
        gap_pct: result.gap(),
        bound: result.bound,
        seconds: result.seconds,
        iterations: result.iterations,
        feasible: result.cost.is_some(),
        drones: result.drones,
        seed,
    };
    line.line()
}

fn row(result: &DroneResult) -> words::Row<'_> {
    words::Row {
        instance: &result.instance,
        set: result.kind,
        customers: result.customers,
        vehicles: 1 + result.drones,
        cost: result.cost,
        known: result.known,
        gap: result.gap(),
        bound_gap: result.bound_gap(),
        seconds: result.seconds,
        iterations: result.iterations,
    }
}
