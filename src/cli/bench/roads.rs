//! `mabang bench roads`.

use super::say;
use crate::app::AppError;
use crate::app::bench::roads::{RoadsRequest, RoadsResult, roads};
use crate::cli::progress::Bar;
use crate::cli::{Context, findings};
use crate::county::preset::PRESETS;
use crate::report::text::bench_roads as words;
use crate::wire::bench_roads::{MatrixMillis, RoadsLine, TwoThreads};
use std::path::PathBuf;
use std::process::ExitCode;

/// Measure the road engine on an extract, and check its answers with Dijkstra's search
///
/// Prepares the hierarchies over junctions and over turns, writes and loads them, computes tables
/// and routes between places drawn with the seed, closes roads. On one thread all times are of the
/// processor, on several on the clock.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct RoadsArgs {
    /// Roads: OSM PBF or GeoJSON, or a county folder
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Heights: GeoTIFF or SRTM tile; a folder has its own
    #[arg(long, value_name = "FILE")]
    dem: Option<PathBuf>,
    /// Starts and ends of the large table
    #[arg(long, default_value_t = 1_000, value_name = "COUNT", value_parser = clap::value_parser!(u32).range(1..=20_000))]
    size: u32,
    /// Seed of the places and of the closed roads
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Threads; answers do not depend on them
    #[arg(long, default_value_t = 1, value_name = "COUNT", value_parser = clap::value_parser!(u16).range(1..=256))]
    threads: u16,
    /// The vehicle
    #[arg(long, default_value = "truck_4t2", value_parser = PRESETS)]
    vehicle: String,
    /// One JSON line
    #[arg(long)]
    json: bool,
    /// No progress on stderr
    #[arg(long, short)]
    quiet: bool,
}

const EXAMPLES: &str = "\
Examples:
  mabang bench roads andorra.osm.pbf --dem N42E001.hgt.zip
  mabang bench roads chongqing.osm.pbf --size 1000 --seed 1 --threads 2 --json

Exit code 4 if an answer is wrong.";

pub fn run(args: RoadsArgs, context: &Context) -> Result<ExitCode, AppError> {
    let request = RoadsRequest {
        file: args.file,
        dem: args.dem,
        size: args.size as usize,
        seed: args.seed,
        threads: usize::from(args.threads),
        vehicle: args.vehicle,
    };
    let result = roads(&request, &Bar::new(context.lang, args.quiet, None))?;
    if !args.quiet {
        findings::print(&result.findings, context.lang);
    }
    let file = request.file.file_name().unwrap_or_default().to_string_lossy();
    let line = line(&file, &request, &result);
    say(&if args.json { line.line() } else { words::table(&rows(&line), context.lang) })?;
    Ok(if result.wrong == 0 { ExitCode::SUCCESS } else { ExitCode::from(4) })
}

fn line<'a>(file: &'a str, request: &'a RoadsRequest, result: &RoadsResult) -> RoadsLine<'a> {
    RoadsLine {
        file,
        junctions: result.junctions,
        arcs: result.arcs,
        turns: result.turns,
        km: digits(result.kilometres, 1),
        size: request.size,
        seed: request.seed,
        threads: request.threads,
        vehicle: &request.vehicle,
        time: if request.threads == 1 { "processor" } else { "clock" },
        read_s: digits(result.read, 3),
        build_s: digits(result.build, 3),
        prepare_s: digits(result.prepare, 3),
        load_s: digits(result.load, 4),
        prepared_mb: digits(result.file_bytes as f64 / 1e6, 2),
        customize_ms: millis(result.customize),
        close_ms: millis(result.close),
        weather_ms: millis(result.season),
        weather_whole_ms: millis(result.season_whole),
        matrix_ms: matrix(result),
        distance_ms: millis(result.distance),
        route_ms: millis(result.route),
        two_threads: result.two.as_deref().map(|two| TwoThreads {
            customize_ms: millis(two.customize),
            close_ms: millis(two.close),
            weather_ms: millis(two.season),
            weather_whole_ms: millis(two.season_whole),
            matrix_ms: matrix(two),
        }),
        peak_mb: result.peak_bytes.map(|bytes| digits(bytes as f64 / 1e6, 1)),
        checked: result.checked,
        wrong: result.wrong,
    }
}

fn digits(value: f64, digits: i32) -> f64 {
    (value * 10_f64.powi(digits)).round() / 10_f64.powi(digits)
}

fn millis(seconds: f64) -> f64 {
    digits(seconds * 1_000.0, 4)
}

fn matrix(result: &RoadsResult) -> MatrixMillis {
    MatrixMillis {
        durations: millis(result.durations),
        all: millis(result.quantities),
        durations_plain: millis(result.durations_plain),
        all_plain: millis(result.quantities_plain),
        small: millis(result.small),
    }
}

fn rows(line: &RoadsLine) -> Vec<(words::Row, f64)> {
    use words::Row;
    let matrix = line.matrix_ms;
    let mut rows = vec![
        (Row::Junctions, line.junctions as f64),
        (Row::Arcs, line.arcs as f64),
        (Row::Turns, line.turns as f64),
        (Row::Kilometres, line.km),
        (Row::Read, line.read_s),
        (Row::Build, line.build_s),
        (Row::Prepare, line.prepare_s),
        (Row::Load, line.load_s),
        (Row::Customize, line.customize_ms),
        (Row::Close, line.close_ms),
        (Row::Season, line.weather_ms),
        (Row::SeasonWhole, line.weather_whole_ms),
        (Row::Small, matrix.small),
        (Row::Durations, matrix.durations),
        (Row::All, matrix.all),
        (Row::DurationsPlain, matrix.durations_plain),
        (Row::AllPlain, matrix.all_plain),
        (Row::Distance, line.distance_ms),
        (Row::Route, line.route_ms),
    ];
    rows.extend(line.peak_mb.map(|peak| (Row::Peak, peak)));
    rows.extend([(Row::Checked, line.checked as f64), (Row::Wrong, line.wrong as f64)]);
    rows
}
