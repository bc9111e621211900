//! `mabang generate`.

use crate::app::AppError;
use crate::app::generate::{GenerateError, GenerateRequest, OrdersRequest, Wanted, county, orders};
use crate::report::text::{Lang, generate as words};
use clap::ValueEnum;
use indicatif::{ProgressBar, ProgressStyle};
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

/// Make a synthetic mountain county, deterministic by seed
///
/// Example: mabang generate --out maps/mine --villages 300 --seed 4
#[derive(Debug, clap::Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub struct GenerateArgs {
    #[command(subcommand)]
    what: Option<What>,
    /// Folder to make
    #[arg(long, value_name = "FOLDER", required = true)]
    out: Option<PathBuf>,
    /// One of the counties that ship with mabang
    #[arg(long, value_enum, conflicts_with = "villages")]
    preset: Option<PresetArg>,
    /// How many villages an invented county has
    #[arg(long, value_name = "COUNT", default_value_t = 120, value_parser = clap::value_parser!(u32).range(3..=50_000))]
    villages: u32,
    /// Another seed is another county
    #[arg(long, value_name = "NUMBER")]
    seed: Option<u64>,
    /// How many orders [default: as many as the people and farms give]
    #[arg(long, value_name = "COUNT", value_parser = clap::value_parser!(u32).range(1..=100_000))]
    orders: Option<u32>,
    /// The day of the orders, for example 2026-07-08
    #[arg(long, value_name = "DATE")]
    date: Option<String>,
    /// Replace the files of a folder that is not empty
    #[arg(long)]
    force: bool,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    /// Fill a county that has places, roads and heights with goods, sites, a fleet and a day
    ///
    /// Example: mabang generate orders --county maps/andorra --date 2026-07-08 --count 200
    Orders(OrdersArgs),
}

#[derive(Debug, clap::Args)]
struct OrdersArgs {
    /// County folder, for example `maps/andorra`
    #[arg(long, value_name = "COUNTY")]
    county: PathBuf,
    /// The day of the orders
    #[arg(long, value_name = "DATE")]
    date: String,
    /// How many orders [default: as many as the people give]
    #[arg(long, value_name = "COUNT", value_parser = clap::value_parser!(u32).range(1..=100_000))]
    count: Option<u32>,
    /// Another seed is another day
    #[arg(long, value_name = "NUMBER", default_value_t = 1)]
    seed: u64,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum PresetArg {
    Wushan,
    Leishan,
    Tiny,
}

/// Makes the county or the day and says what it has.
///
/// # Errors
/// If the data is at fault or the disk fails.
pub fn run(args: GenerateArgs, lang: Lang, out: &mut impl Write) -> Result<ExitCode, AppError> {
    let made = match args.what {
        Some(What::Orders(args)) => orders(&OrdersRequest {
            county: args.county,
            date: args.date,
            count: args.count.map(|count| count as usize),
            seed: args.seed,
        }),
        None if args.asks_tiny_for_more() => Err(GenerateError::TinyIsFixed),
        None => whole(args),
    };
    let refused = match made {
        Ok(made) => {
            writeln!(out, "{}", words::made(made.places, made.orders, made.vehicles, lang))?;
            return Ok(ExitCode::SUCCESS);
        }
        Err(GenerateError::App(error)) => return Err(error),
        Err(GenerateError::NotEmpty(path)) => words::not_empty(&path.display().to_string(), lang),
        Err(GenerateError::Date(text)) => words::no_date(&text, lang),
        Err(GenerateError::TinyIsFixed) => words::tiny_is_fixed(lang),
        Err(GenerateError::NoPlaces(path)) => words::no_places(&path.display().to_string(), lang),
    };
    eprintln!("mabang: {refused}");
    Ok(ExitCode::from(2))
}

impl GenerateArgs {
    fn asks_tiny_for_more(&self) -> bool {
        let more = self.seed.is_some() || self.orders.is_some() || self.date.is_some();
        matches!(self.preset, Some(PresetArg::Tiny)) && more
    }
}

fn whole(args: GenerateArgs) -> Result<crate::app::generate::Made, GenerateError> {
    let wanted = match args.preset {
        Some(PresetArg::Wushan) => Wanted::Wushan,
        Some(PresetArg::Leishan) => Wanted::Leishan,
        Some(PresetArg::Tiny) => Wanted::Tiny,
        None => Wanted::Villages(args.villages),
    };
    let request = GenerateRequest {
        out: args.out.expect("clap asks for it where there is no subcommand"),
        wanted,
        seed: args.seed,
        orders: args.orders.map(|count| count as usize),
        date: args.date,
        force: args.force,
    };
    let style = ProgressStyle::with_template("{spinner} {bar:32} {percent} % {elapsed}")
        .expect("the template is a constant")
        .progress_chars("━╸ ");
    let bar = ProgressBar::new(1_000).with_style(style);
    let made = county(&request, &mut |share| bar.set_position((share * 1_000.0) as u64));
    bar.finish_and_clear();
    made
}
