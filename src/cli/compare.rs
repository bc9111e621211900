//! `mabang compare`.

use super::plan::width;
use super::{Context, findings, progress::Bar};
use crate::app::AppError;
use crate::app::compare::{CompareRequest, compare};
use crate::app::output;
use crate::corridor::Rules;
use crate::facts;
use crate::report;
use crate::report::compare::{Comparison, terminal, write_comparison};
use crate::report::text::compare as words;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

/// Compare road, drone and both: cost, time, freshness, energy, CO2 for every village and season
///
/// Goods of the sample day, spread over the seasons, are carried to and from each place by a shared
/// round, by a trip of its own, by drone, and by truck and drone. With break-even curves,
/// sensitivities, pre-cooling against speed, and the model held against reported operations.
/// `compare.toml` in the county, or a file, says what is asked. Finished parts are kept in the
/// output folder: an interrupted study goes on where it stopped.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct CompareArgs {
    /// County folder, for example `maps/wushan`
    county: PathBuf,
    /// Folder for index.html, summary.html, tables and finished parts
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Study file [default: `compare.toml` in the county, or usual seasons, scenarios and grid]
    #[arg(long, value_name = "FILE")]
    study: Option<PathBuf>,
    /// Day that the demand is taken from; needs `orders/DATE.csv` [default: the only or first one]
    #[arg(long, value_name = "DATE")]
    date: Option<String>,
    /// Threads; results are the same on any number [default: all cores]
    #[arg(long, value_name = "COUNT", value_parser = clap::value_parser!(u16).range(1..=256))]
    threads: Option<u16>,
    /// No progress on stderr
    #[arg(long, short)]
    quiet: bool,
}

const EXAMPLES: &str = "\
Examples:
  mabang compare maps/wushan --out out/compare
  mabang compare maps/wushan --study study.toml --out out/compare --lang zh
  mabang compare maps/leishan --out out/leishan --threads 1

DIR/compare.toml is the study as it was used: `--study DIR/compare.toml` gives the same again.
Exit code 1 if county or study have errors, 130 if interrupted (finished parts are kept).";

pub fn run(args: CompareArgs, context: &Context) -> Result<ExitCode, AppError> {
    output::may_write(&args.out)?;
    let request = CompareRequest {
        county: args.county,
        study: args.study,
        date: args.date,
        out: args.out.clone(),
        threads: args.threads.map(usize::from),
    };
    let bar = Bar::new(context.lang, args.quiet, None);
    let compared = compare(&request, &context.interrupt, &bar)?;
    findings::print(&compared.findings, context.lang);
    if let Some(done) = compared.interrupted {
        eprintln!("{}", words::interrupted(done, compared.units, context.lang));
        return Ok(ExitCode::from(130));
    }
    if compared.reused > 0 && !args.quiet {
        eprintln!("{}", words::reused(compared.reused, compared.units, context.lang));
    }
    let county = &compared.loaded.read.county;
    let drone = &county.drone_types[compared.kind];
    let input = Comparison {
        county,
        study: &compared.study,
        used: &compared.used,
        drone,
        frame: &compared.frame,
        approval: Rules::usual(&compared.frame).approval(&compared.frame),
        parcel: facts::value("day.parcel.mass"),
        cells: &compared.parts.cells,
        middles: &compared.parts.middles,
        bars: &compared.parts.bars,
        calibrated: &compared.calibrated,
    };
    let files = write_comparison(&args.out, &input, context.lang)?;
    eprint!("{}", report::written(&files, context.lang));
    // A closed pipe is no failure: the files are written.
    let _ = writeln!(std::io::stdout(), "{}", terminal(&input, context.lang, width()));
    Ok(ExitCode::SUCCESS)
}
