//! `mabang export`.

use super::{Context, findings, progress::Bar};
use crate::app::AppError;
use crate::app::price::day;
use std::path::PathBuf;
use std::process::ExitCode;

/// Write a day as another routing engine reads it: VROOM's JSON with matrices of seconds and metres
///
/// Orders, vehicles, windows, breaks, weights and volumes, who may carry what, and costs in fen.
/// Not spoilage, energy or second trips: that format does not know them. The rounds that come
/// back can be priced with `mabang price`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: mabang export maps/wushan --out wushan.json")]
pub struct ExportArgs {
    /// County folder, for example `maps/wushan`
    county: PathBuf,
    /// The file to write
    #[arg(long, value_name = "FILE.json")]
    out: PathBuf,
    /// Day; needs `orders/DATE.csv` [default: the only or first one]
    #[arg(long, value_name = "DATE")]
    date: Option<String>,
    /// No progress on stderr
    #[arg(long, short)]
    quiet: bool,
}

pub fn run(args: ExportArgs, context: &Context) -> Result<ExitCode, AppError> {
    let bar = Bar::new(context.lang, args.quiet, None);
    let found = day(&args.county, args.date.as_deref(), &args.out, &bar)?;
    findings::print(&found, context.lang);
    Ok(ExitCode::SUCCESS)
}
