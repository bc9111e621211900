//! `mabang check`.

use super::{Context, findings, progress::Bar};
use crate::app::AppError;
use crate::app::check::{CheckRequest, check};
use crate::report::text::violations;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

/// Check a plan: are its times, loads, roads, temperatures and money true?
///
/// Derives every number again from the county folder alone and says what does not hold. Shares
/// no code with the search. Exit code 0 if the plan is valid, 1 if it is not or cannot be read.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: mabang check out/wushan/plan.json --county maps/wushan")]
pub struct CheckArgs {
    /// The plan, as `mabang plan` wrote it
    #[arg(value_name = "PLAN.json")]
    plan: PathBuf,
    /// County folder [default: maps/CODE, from the plan]
    #[arg(long, value_name = "DIR")]
    county: Option<PathBuf>,
    /// The plan that this one goes on from (`plan --from`): also check that what it had begun or
    /// promised stays
    #[arg(long, value_name = "OLD_PLAN.json")]
    from: Option<PathBuf>,
    /// No progress on stderr
    #[arg(long, short)]
    quiet: bool,
}

pub fn run(args: CheckArgs, context: &Context) -> Result<ExitCode, AppError> {
    let bar = Bar::new(context.lang, args.quiet, None);
    let checked = check(&CheckRequest { plan: args.plan, county: args.county, from: args.from }, &bar)?;
    findings::print(&checked.loaded.findings, context.lang);
    let county = &checked.loaded.read.county;
    let mut text = String::new();
    for violation in &checked.violations {
        text.push_str(&violations::phrase(violation, &checked.plan, county, context.lang));
        text.push('\n');
    }
    text.push_str(&violations::verdict(checked.violations.len(), &checked.plan, context.lang));
    text.push('\n');
    // A closed pipe is no failure.
    let _ = std::io::stdout().write_all(text.as_bytes());
    Ok(if checked.violations.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(1) })
}
