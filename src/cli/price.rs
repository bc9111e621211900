//! `mabang price`.

use super::plan::show;
use super::{Context, findings, progress::Bar};
use crate::app::AppError;
use crate::app::output;
use crate::app::price::{PriceRequest, price};
use std::path::PathBuf;
use std::process::ExitCode;

/// Price rounds that are driven today: what they cost with spoilage, and whether they can be driven
///
/// Reads a table with a row for each stop, in the order of the day: `vehicle` (type), `number`,
/// `trip` and `order`, as CSV or as the first sheet of a workbook. Each round leaves at the times
/// that cost least. Writes the same files as `plan`, so that today's practice and a plan can be
/// laid side by side; orders in no round count as left out. A transfer has two rows: where it is
/// picked up, and where it is dropped.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct PriceArgs {
    /// County folder, for example `maps/wushan`
    county: PathBuf,
    /// The rounds
    #[arg(value_name = "ROUNDS.csv")]
    rounds: PathBuf,
    /// Day of the rounds; needs `orders/DATE.csv` [default: the only or first one]
    #[arg(long, value_name = "DATE")]
    date: Option<String>,
    /// Where to write [default: `out/COUNTY-today`]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// No progress on stderr
    #[arg(long, short)]
    quiet: bool,
}

const EXAMPLES: &str = "\
Examples:
  mabang price maps/wushan rounds.csv
  mabang price maps/wushan today.xlsx --date 2026-06-12 --out out/today --lang zh

rounds.csv:
  vehicle,number,trip,order
  van,1,1,0007
  van,1,1,0012
  van,1,2,0031";

pub fn run(args: PriceArgs, context: &Context) -> Result<ExitCode, AppError> {
    let bar = Bar::new(context.lang, args.quiet, None);
    args.out.as_deref().map_or(Ok(()), output::may_write)?;
    let request = PriceRequest { county: args.county, date: args.date, rounds: args.rounds };
    let priced = price(&request, &bar)?;
    findings::print(priced.findings(), context.lang);
    let named = || PathBuf::from("out").join(format!("{}-today", priced.plan.county));
    let dir = args.out.unwrap_or_else(named);
    let files = output::write(&priced, &dir, context.lang, &bar)?;
    show(&priced, &files, context);
    Ok(if priced.violations.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(4) })
}
