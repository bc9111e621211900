//! `mabang site`.

use super::plan::{duration, width};
use super::{Context, findings, progress::Bar};
use crate::app::AppError;
use crate::app::output;
use crate::app::site::{SiteRequest, Sited, apply, site, write};
use crate::report;
use crate::report::text::site as words;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

/// Place sites: which warehouses, stations, cold rooms, collection points and pads to open
///
/// Reads a county folder and chooses among its sites, in sizes and temperatures, for deliveries and
/// harvests of four seasons, spoilage included. The cost comes with a lower bound that no siting
/// can beat. `site.toml` in the folder sets rules; each scenario changes some of them.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct SiteArgs {
    /// County folder, for example `maps/wushan`
    county: PathBuf,
    /// Day that the demand is taken from; needs `orders/DATE.csv` [default: the only or first one]
    #[arg(long, value_name = "DATE")]
    date: Option<String>,
    /// Time for everything but writing, all scenarios together: `30s`, `5m`, `1h`
    #[arg(long, value_name = "TIME", value_parser = duration, default_value = "60s")]
    time: Duration,
    /// Where to write [default: `out/COUNTY`]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// A file like `site.toml` with what is different; may be given several times
    #[arg(long, value_name = "FILE")]
    scenario: Vec<PathBuf>,
    /// Also with diesel +30 %, parcels +50 %, and the road closed that costs most without cutting
    /// anybody off, side by side
    #[arg(long)]
    sensitivity: bool,
    /// Also cost against coverage: the best sitings for several prices of being far
    #[arg(long)]
    pareto: bool,
    /// Do not route the best site sets; ways stay shares of round trips
    #[arg(long)]
    no_routes: bool,
    /// Write the choice into the county's `sites.csv`, and the vehicles of its rounds into `fleet.toml`
    #[arg(long)]
    apply: bool,
    /// Threads [default: all cores]
    #[arg(long, value_name = "COUNT", value_parser = clap::value_parser!(u16).range(1..=256))]
    threads: Option<u16>,
    /// No progress on stderr
    #[arg(long, short)]
    quiet: bool,
}

const EXAMPLES: &str = "\
Examples:
  mabang site maps/wushan
  mabang site maps/wushan --time 2m --out out/sites --lang zh
  mabang site maps/wushan --sensitivity
  mabang site maps/wushan --scenario diesel.toml --scenario closed.toml

Exit code 1 if the data has errors, 2 if no siting was found. Ctrl-C ends the search with the best so far.";

pub fn run(args: SiteArgs, context: &Context) -> Result<ExitCode, AppError> {
    let request = SiteRequest {
        county: args.county,
        date: args.date,
        time: Some(args.time),
        threads: args.threads.map(usize::from),
        scenarios: args.scenario,
        what_if: args.sensitivity.then(|| words::WHAT_IF.map(|name| name.say(context.lang).to_owned())),
        routes: !args.no_routes,
        pareto: args.pareto,
    };
    args.out.as_deref().map_or(Ok(()), output::may_write)?;
    let bar = Bar::new(context.lang, args.quiet, Some(args.time));
    let sited = site(&request, &context.interrupt, &bar)?;
    findings::print(&sited.loaded.findings, context.lang);
    let dir = args.out.unwrap_or_else(|| PathBuf::from("out").join(&sited.loaded.read.county.code));
    let mut files = write(&sited, &dir, context.lang, &bar)?;
    let is_found = sited.cases.first().is_some_and(|case| case.outcome.is_some());
    if args.apply && is_found {
        files.extend(apply(&sited, &request.county)?);
    }
    show(&sited, &files, context);
    Ok(if is_found { ExitCode::SUCCESS } else { ExitCode::from(2) })
}

fn show(sited: &Sited, files: &[PathBuf], context: &Context) {
    let lang = context.lang;
    let input = sited.input(None);
    let table = report::site::table(&input, lang, width());
    let files: Vec<String> = files.iter().map(|file| format!("  {}", file.display())).collect();
    // A closed pipe is no failure: the files are written.
    let _ = writeln!(std::io::stdout(), "{}:\n{}\n\n{table}", words::APPLIED.say(lang), files.join("\n"));
}
