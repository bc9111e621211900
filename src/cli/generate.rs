//! `mabang generate`.

use crate::app::generate::{GenerateError, GenerateRequest, Made, Wanted, county};
use clap::ValueEnum;
use indicatif::{ProgressBar, ProgressStyle};
use std::path::PathBuf;

/// Make a synthetic mountain county, deterministic by seed
///
/// Example: mabang generate --out maps/mine --villages 300 --seed 4
#[derive(Debug, clap::Args)]
pub struct GenerateArgs {
    /// Folder to make
    #[arg(long, value_name = "FOLDER")]
    out: PathBuf,
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

#[derive(Clone, Copy, Debug, ValueEnum)]
enum PresetArg {
    Wushan,
    Leishan,
    Tiny,
}

/// Makes the county and says what it has.
///
/// # Errors
/// As [`county`].
pub fn run(args: GenerateArgs) -> Result<Made, GenerateError> {
    let wanted = match args.preset {
        Some(PresetArg::Wushan) => Wanted::Wushan,
        Some(PresetArg::Leishan) => Wanted::Leishan,
        Some(PresetArg::Tiny) => Wanted::Tiny,
        None => Wanted::Villages(args.villages),
    };
    let request = GenerateRequest {
        out: args.out,
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
