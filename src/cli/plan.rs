//! `mabang plan`.

use super::{Context, findings, progress::Bar};
use crate::app::AppError;
use crate::app::again::FromRequest;
use crate::app::air::Drones;
use crate::app::output;
use crate::app::plan::{PlanRequest, Planned, plan};
use crate::report;
use crate::report::text::violations;
use crate::units::{Fen, Moment};
use clap::ValueEnum;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

/// Plan one day: who drives what, in which order, at what cost
///
/// Reads a county folder, solves the day's routes with spoilage in the objective, checks the
/// result independently and writes plan.json, a map report, courier sheets, GPX, GeoJSON and XLSX.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct PlanArgs {
    /// County folder, for example `maps/wushan`
    county: PathBuf,
    /// Day to plan; needs `orders/DATE.csv` [default: the only or first one]
    #[arg(long, value_name = "DATE")]
    date: Option<String>,
    /// Where to write [default: `out/COUNTY`]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Time for the search, the comparison included: `30s`, `5m`, `1h` [default: 60s]
    #[arg(long, value_name = "TIME", value_parser = duration)]
    time: Option<Duration>,
    /// Of that time, what proving a lower bound of the cost may take; it gets better with time: of
    /// days of some 60 orders about two thirds of the cost in a minute [default: none]
    #[arg(long, value_name = "TIME", value_parser = duration)]
    bound: Option<Duration>,
    /// Iterations for each search instead of a time: the same seed gives the same plan on any machine
    #[arg(long, value_name = "COUNT")]
    iterations: Option<u64>,
    /// Seed of the search
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Threads; the plan does not depend on them [default: all cores]
    #[arg(long, value_name = "COUNT", value_parser = clap::value_parser!(u16).range(1..=256))]
    threads: Option<u16>,
    /// Whether spoilage counts: `on` compares with a spoilage-blind plan, `only` does not compare,
    /// `off` plans as if nothing spoiled
    #[arg(long, value_enum, default_value_t = Spoilage::On)]
    spoilage: Spoilage,
    /// Go on from this plan of the same county: its vehicles keep their orders, as far as that is
    /// possible and a change is not worth its price; a plan of another day is where the search begins
    #[arg(long, value_name = "OLD_PLAN.json", conflicts_with = "bound")]
    from: Option<PathBuf>,
    /// What vehicles have set out for, loaded or promised before this time of the day (`10:30`) stays
    #[arg(long, value_name = "TIME", value_parser = moment, requires = "from")]
    freeze: Option<Moment>,
    /// Yuan that sending another vehicle to an order must save
    #[arg(long, value_name = "YUAN", value_parser = yuan, requires = "from", default_value = "5")]
    stability: Fen,
    /// A vehicle that broke down, by type and number; may be given several times
    #[arg(long, value_name = "TYPE:NUMBER", value_parser = vehicle, requires = "from")]
    broken: Vec<(String, u32)>,
    /// Plan as if the county had no drones
    #[arg(long)]
    no_drones: bool,
    /// Pads that drones may use: `all` counts candidates as if they were there
    #[arg(long, value_enum, default_value_t = Pads::All, value_name = "WHICH", conflicts_with = "no_drones")]
    pads: Pads,
    /// Every order whole, and by one vehicle from its site to its door: nothing changes vehicles at
    /// a township, nothing is split over flights. Without this there is no `--bound` where drones fly
    /// or vehicles are based at townships
    #[arg(long)]
    no_transfers: bool,
    /// No progress on stderr
    #[arg(long, short)]
    quiet: bool,
}

const EXAMPLES: &str = "\
Examples:
  mabang plan maps/wushan
  mabang plan maps/wushan --time 5m --out out/monday --lang zh
  mabang plan maps/wushan --iterations 20000 --seed 7
  mabang plan maps/wushan --spoilage off
  mabang plan maps/wushan --no-drones
  mabang plan maps/tiny --time 20s --bound 5s
  mabang plan maps/wushan --from out/wushan/plan.json --freeze 10:30 --broken van:3 --out out/later

Ctrl-C ends the search and writes the best plan so far.";

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Spoilage {
    On,
    Only,
    Off,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Pads {
    Existing,
    All,
}

const DEFAULT_TIME: Duration = Duration::from_secs(60);

pub fn run(args: PlanArgs, context: &Context) -> Result<ExitCode, AppError> {
    let time = args.time.or(args.iterations.is_none().then_some(DEFAULT_TIME));
    let request = PlanRequest {
        county: args.county,
        date: args.date,
        time,
        bound: args.bound,
        iterations: args.iterations,
        seed: args.seed,
        threads: args.threads.map(usize::from),
        ignore_spoilage: args.spoilage == Spoilage::Off,
        compare: args.spoilage == Spoilage::On && args.from.is_none(),
        drones: match args.pads {
            _ if args.no_drones => Drones::Off,
            Pads::Existing => Drones::Existing,
            Pads::All => Drones::All,
        },
        relays: !args.no_transfers,
        from: args.from.map(|plan| FromRequest {
            plan,
            freeze: args.freeze,
            stability: args.stability,
            broken: args.broken,
        }),
    };
    let searching = time.map(|time| time.saturating_sub(request.bound.unwrap_or_default()));
    let limit = searching.map(|time| if request.compare { time / 2 } else { time });
    let bar = Bar::new(context.lang, args.quiet, limit);
    args.out.as_deref().map_or(Ok(()), output::may_write)?;
    let planned = plan(&request, &context.interrupt, &bar)?;
    findings::print(planned.findings(), context.lang);
    let dir = args.out.unwrap_or_else(|| PathBuf::from("out").join(&planned.plan.county));
    let files = output::write(&planned, &dir, context.lang, &bar)?;
    show(&planned, &files, context);
    Ok(if planned.violations.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(4) })
}

pub(super) fn show(planned: &Planned, files: &[PathBuf], context: &Context) {
    let (plan, county) = (&planned.plan, &planned.loaded.read.county);
    for violation in &planned.violations {
        eprintln!("{}", violations::phrase(violation, plan, county, context.lang));
    }
    let summary = report::terminal(plan, county, context.lang, width());
    let verdict = violations::verdict(planned.violations.len(), plan, context.lang);
    let files = report::written(files, context.lang);
    // A closed pipe is no failure: the files are written.
    let _ = writeln!(std::io::stdout(), "{summary}\n{verdict}\n\n{files}");
}

/// Columns of the terminal, or 100 where there is none.
pub(super) fn width() -> u16 {
    std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok()).unwrap_or(100)
}

/// `90`, `90s`, `5m`, `1h`, `1.5m`.
pub(super) fn duration(text: &str) -> Result<Duration, String> {
    let (number, factor) = match text.trim().char_indices().last() {
        Some((end, 's')) => (&text.trim()[..end], 1.0),
        Some((end, 'm')) => (&text.trim()[..end], 60.0),
        Some((end, 'h')) => (&text.trim()[..end], 3600.0),
        _ => (text.trim(), 1.0),
    };
    let seconds = number.parse::<f64>().map(|number| number * factor);
    match seconds {
        Ok(seconds) if seconds.is_finite() && (0.0..=604_800.0).contains(&seconds) => {
            Ok(Duration::from_secs_f64(seconds))
        }
        _ => Err(format!("`{text}` is no time between 0 and 168h; write it like `30s`, `5m` or `1h`")),
    }
}

/// `10:30`; hours beyond 24 are of the next day.
fn moment(text: &str) -> Result<Moment, String> {
    let number = |part: &str| {
        let is_number = (1..=2).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
        part.parse::<i64>().ok().filter(|_| is_number)
    };
    let parsed =
        text.trim().split_once(':').and_then(|(hour, minute)| Some((number(hour)?, number(minute)?)));
    match parsed {
        Some((hour @ 0..=48, minute @ 0..=59)) => Ok(Moment::at(hour, minute)),
        _ => Err(format!("`{text}` is no time of the day; write it like `10:30`")),
    }
}

fn yuan(text: &str) -> Result<Fen, String> {
    match text.trim().parse::<f64>() {
        Ok(yuan) if (0.0..=1e6).contains(&yuan) => Ok(Fen::rounded(yuan * 100.0)),
        _ => Err(format!("`{text}` is no amount between 0 and 1000000 yuan")),
    }
}

fn vehicle(text: &str) -> Result<(String, u32), String> {
    let parsed = text.rsplit_once(':').and_then(|(code, number)| Some((code, number.trim().parse().ok()?)));
    match parsed {
        Some((code, number)) if !code.trim().is_empty() => Ok((code.trim().to_owned(), number)),
        _ => Err(format!("`{text}` is no vehicle; write its type and number like `van:3`")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn freezes_prices_and_vehicles_are_read() {
        assert_eq!(moment("10:30"), Ok(Moment::at(10, 30)));
        assert_eq!(moment("0:05"), Ok(Moment::at(0, 5)));
        assert!(
            ["", "10", "10:60", "49:00", "-1:00", "+1:00", "1:2:3"]
                .into_iter()
                .all(|text| moment(text).is_err())
        );
        assert_eq!(yuan("2.5"), Ok(Fen(250)));
        assert!(["-1", "NaN", "inf", "five"].into_iter().all(|text| yuan(text).is_err()));
        assert_eq!(vehicle("van:3"), Ok(("van".into(), 3)));
        assert!(["van", ":3", "van:", "van:x"].into_iter().all(|text| vehicle(text).is_err()));
    }

    #[test]
    fn times_are_read_with_and_without_unit() {
        assert_eq!(duration("90"), Ok(Duration::from_secs(90)));
        assert_eq!(duration("1.5m"), Ok(Duration::from_secs(90)));
        assert_eq!(duration("1h"), Ok(Duration::from_secs(3_600)));
        assert!(duration("soon").is_err());
        assert!(duration("-1s").is_err());
        assert!(duration("NaN").is_err());
        assert!(duration("1e300h").is_err());
        assert!(duration("").is_err());
        assert!(duration("五m").is_err());
    }
}
