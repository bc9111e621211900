//! The command line: what was typed becomes a request to `app`; the answer is
//! written by `report`. No logistics here.
//!
//! Data goes to stdout, everything else to stderr.

mod bench;
mod check;
mod compare;
mod corridor;
mod doctor;
mod drone;
mod export;
mod findings;
mod generate;
mod import;
mod inspect;
mod plan;
mod price;
mod progress;
mod serve;
mod site;

use crate::app::AppError;
use crate::app::clock::Interrupt;
use crate::report::text::Lang;
use clap::{CommandFactory, Parser, Subcommand, ValueEnum};
use std::io::Write;
use std::process::ExitCode;

/// Plans who carries what in a mountain county: vehicle routes over real slopes, with the
/// value that fresh goods lose on the way in the objective.
///
/// 山区县域物流规划：真实坡度路网上的车辆路径，把生鲜途中损耗计入目标。
#[derive(Debug, Parser)]
#[command(name = "mabang", version, after_help = EXIT_CODES)]
struct Cli {
    /// Language of everything that is printed or written: zh or en [default: from the locale]
    #[arg(long, global = true, value_enum, value_name = "LANG")]
    lang: Option<LangArg>,
    #[command(subcommand)]
    command: Command,
}

const EXIT_CODES: &str = "\
Exit codes: 0 done; 1 the data or the plan is at fault (all findings are printed);
2 wrong usage; 3 the machine failed (disk, memory); 4 a mistake of mabang's own";

#[derive(Clone, Copy, Debug, ValueEnum)]
enum LangArg {
    Zh,
    En,
}

#[derive(Debug, Subcommand)]
enum Command {
    Plan(plan::PlanArgs),
    Price(price::PriceArgs),
    Export(export::ExportArgs),
    Check(check::CheckArgs),
    Compare(compare::CompareArgs),
    Corridor(corridor::CorridorArgs),
    Doctor(doctor::DoctorArgs),
    Drone(drone::DroneArgs),
    Generate(generate::GenerateArgs),
    Import(import::ImportArgs),
    Inspect(inspect::InspectArgs),
    Bench(bench::BenchArgs),
    Serve(serve::ServeArgs),
    Site(site::SiteArgs),
    Completions(CompletionsArgs),
}

/// Print a completion script for a shell
///
/// Example: mabang completions bash > ~/.local/share/bash-completion/completions/mabang
#[derive(Debug, clap::Args)]
struct CompletionsArgs {
    shell: clap_complete::Shell,
}

/// What every subcommand gets.
struct Context {
    lang: Lang,
    interrupt: Interrupt,
}

/// Runs the program with the process's arguments.
#[must_use]
pub fn run() -> ExitCode {
    let cli = Cli::parse();
    let context = Context { lang: language(cli.lang), interrupt: on_interrupt() };
    let result = match cli.command {
        Command::Plan(args) => plan::run(args, &context),
        Command::Price(args) => price::run(args, &context),
        Command::Export(args) => export::run(args, &context),
        Command::Check(args) => check::run(args, &context),
        Command::Compare(args) => compare::run(args, &context),
        Command::Corridor(args) => corridor::run(args, &context),
        Command::Doctor(args) => {
            doctor::run(args, context.lang, &mut std::io::stdout()).map_err(AppError::from)
        }
        Command::Drone(args) => drone::run(args, &context),
        Command::Generate(args) => generate::run(args, context.lang, &mut std::io::stdout()),
        Command::Import(args) => import::run(args, context.lang, &mut std::io::stdout()),
        Command::Bench(args) => bench::run(args, &context),
        Command::Inspect(args) => inspect::run(args, &context),
        Command::Serve(args) => serve::run(args, &context),
        Command::Site(args) => site::run(args, &context),
        Command::Completions(args) => {
            let mut script = Vec::new();
            clap_complete::generate(args.shell, &mut Cli::command(), "mabang", &mut script);
            // A closed pipe is no failure.
            let _ = std::io::stdout().write_all(&script);
            Ok(ExitCode::SUCCESS)
        }
    };
    result.unwrap_or_else(|error| fail(&error, context.lang))
}

fn language(chosen: Option<LangArg>) -> Lang {
    match chosen {
        Some(LangArg::Zh) => Lang::Zh,
        Some(LangArg::En) => Lang::En,
        None => {
            let set = ["LC_ALL", "LC_MESSAGES", "LANG"]
                .iter()
                .find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()));
            if set.is_some_and(|locale| locale.starts_with("zh")) { Lang::Zh } else { Lang::En }
        }
    }
}

/// The first Ctrl-C ends the search with the best plan so far, the second ends the program.
fn on_interrupt() -> Interrupt {
    let interrupt = Interrupt::default();
    let handle = interrupt.clone();
    // Without a handler Ctrl-C simply ends the program, which is safe too.
    let _ = ctrlc::set_handler(move || {
        if handle.is_set() {
            std::process::exit(130);
        }
        handle.set();
    });
    interrupt
}

fn fail(error: &AppError, lang: Lang) -> ExitCode {
    if let AppError::Findings(findings) = error {
        findings::print(findings, lang);
        return ExitCode::from(1);
    }
    if let AppError::Print(source) = error
        && source.kind() == std::io::ErrorKind::BrokenPipe
    {
        return ExitCode::SUCCESS;
    }
    tell(error);
    ExitCode::from(3)
}

/// What failed, and why, as far as it is known.
fn tell(error: &dyn std::error::Error) {
    let mut text = format!("mabang: {error}");
    let mut source = error.source();
    while let Some(cause) = source {
        text.push_str(&format!(": {cause}"));
        source = cause.source();
    }
    eprintln!("{text}");
}
