//! `mabang drone`.

use super::Context;
use crate::app::AppError;
use crate::app::drone::{self, RangeRequest};
use crate::energy::drone::{Battery, Claim};
use crate::report::drone as report;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

/// Ask one drone: how far it gets, and what constant a spec sheet gives it
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct DroneArgs {
    #[command(subcommand)]
    question: Question,
}

const EXAMPLES: &str = "\
Examples:
  mabang drone list
  mabang drone range --airframe flycart30 --payload 20kg --altitude 2500 --temperature -5 --wind 8
  mabang drone fit --airframe flycart30 --range 16km@30kg --range 28km@0kg --range 8km@40kg/1
  mabang drone plots --out out/drones";

#[derive(Debug, clap::Subcommand)]
enum Question {
    /// The airframes that ship, and how far they get with and without load
    List(Json),
    Range(RangeArgs),
    Fit(FitArgs),
    /// Draw what altitude, cold, wind and payload do to each airframe's range (SVG)
    Plots {
        /// Folder to write to
        #[arg(long, value_name = "DIR")]
        out: PathBuf,
    },
}

#[derive(Debug, clap::Args)]
struct Json {
    /// Print JSON instead of a table
    #[arg(long)]
    json: bool,
}

/// How far a drone gets on a level flight between two pads, phases and reserve included
#[derive(Debug, clap::Args)]
#[command(allow_negative_numbers = true)]
struct RangeArgs {
    /// Code of `mabang drone list`
    #[arg(long, value_name = "CODE", default_value = "flycart30")]
    airframe: String,
    /// Load, for example `20kg`
    #[arg(long, value_name = "MASS", default_value = "0kg", value_parser = kilograms)]
    payload: f64,
    /// Height of the pads above sea level in metres
    #[arg(long, value_name = "METRES", default_value_t = 500.0, value_parser = metres)]
    altitude: f64,
    /// Height of the flight above the pads in metres
    #[arg(long, value_name = "METRES", default_value_t = 60.0, value_parser = metres)]
    transit: f64,
    /// Air temperature at the pads in degrees Celsius
    #[arg(long, value_name = "DEGREES", default_value_t = 20.0, value_parser = finite)]
    temperature: f64,
    /// Wind against the drone in m/s; negative: from behind
    #[arg(long, value_name = "SPEED", default_value_t = 0.0, value_parser = finite)]
    wind: f64,
    /// Share of a full battery that must remain, in percent [default: 20]
    #[arg(long, value_name = "PERCENT", value_parser = percent)]
    reserve: Option<f64>,
    /// Full cycles that the batteries have flown
    #[arg(long, value_name = "COUNT", default_value_t = 0)]
    cycles: u32,
    /// Batteries on board [default: all]
    #[arg(long, value_name = "COUNT", value_parser = clap::value_parser!(u32).range(1..=100))]
    batteries: Option<u32>,
    #[command(flatten)]
    json: Json,
}

/// Fit an airframe's one constant on the first range given, and predict the others
///
/// A range is written `16km@30kg`, or `8km@40kg/1` where one battery is on board.
#[derive(Debug, clap::Args)]
struct FitArgs {
    /// Airframe to start from
    #[arg(long, value_name = "CODE", default_value = "flycart30")]
    airframe: String,
    /// Published range with a load, level in still air, batteries flown empty
    #[arg(long = "range", value_name = "RANGE@LOAD", required = true, value_parser = claim)]
    ranges: Vec<Claim>,
    /// Mass ready to fly without load, if it differs
    #[arg(long, value_name = "MASS", value_parser = kilograms)]
    mass: Option<f64>,
    /// Wh of each battery, if it differs
    #[arg(long, value_name = "WH", value_parser = positive)]
    battery: Option<f64>,
    /// Area of all rotor discs in m2, if it differs
    #[arg(long, value_name = "M2", value_parser = positive)]
    rotor_area: Option<f64>,
    /// Airspeed of the range in m/s, if it differs
    #[arg(long, value_name = "SPEED", value_parser = positive)]
    cruise: Option<f64>,
    #[command(flatten)]
    json: Json,
}

pub fn run(args: DroneArgs, context: &Context) -> Result<ExitCode, AppError> {
    let (lang, width) = (context.lang, super::plan::width());
    let shown = match args.question {
        Question::List(Json { json: true }) => report::list_json(&drone::all()),
        Question::List(_) => report::list_table(&drone::all(), lang, width),
        Question::Range(args) => {
            let json = args.json.json;
            let answer = drone::range_of(args.request())?;
            let asked = report::Asked {
                frame: &answer.frame,
                payload: answer.request.payload,
                altitude: answer.request.altitude,
                temperature: answer.request.temperature,
                wind: answer.request.wind,
                range: answer.range,
            };
            if json { report::range_json(&asked) } else { report::range_table(&asked, lang, width) }
        }
        Question::Fit(args) => {
            let base = args.base()?;
            let fitted = drone::fit(&base, &args.ranges)?;
            let (frame, claims) = (&fitted.frame, &fitted.claims);
            if args.json.json {
                report::fit_json(frame, claims)
            } else {
                report::fit_table(frame, claims, lang, width)
            }
        }
        Question::Plots { out } => report::write_plots(&out, &drone::all(), lang)?,
    };
    writeln!(std::io::stdout(), "{shown}")?;
    Ok(ExitCode::SUCCESS)
}

impl RangeArgs {
    fn request(self) -> RangeRequest {
        let usual = Battery::default();
        let reserve = self.reserve.map_or(usual.reserve, |percent| percent / 100.0);
        RangeRequest {
            airframe: self.airframe,
            payload: self.payload,
            altitude: self.altitude,
            transit: self.transit,
            temperature: self.temperature,
            wind: self.wind,
            battery: Battery { cycles: f64::from(self.cycles), reserve },
            batteries: self.batteries,
        }
    }
}

impl FitArgs {
    fn base(&self) -> Result<crate::energy::drone::Airframe, AppError> {
        let mut base = drone::known(&self.airframe, "--airframe")
            .map_err(|finding| AppError::Findings(vec![finding]))?;
        base.mass = self.mass.unwrap_or(base.mass);
        base.battery = self.battery.unwrap_or(base.battery);
        base.rotor_area = self.rotor_area.unwrap_or(base.rotor_area);
        base.cruise = self.cruise.unwrap_or(base.cruise);
        base.gross = base.gross.max(base.mass + base.payload);
        Ok(base)
    }
}

fn number(text: &str, unit: &str) -> Result<f64, String> {
    let digits = text.trim().strip_suffix(unit).unwrap_or(text.trim()).trim();
    digits
        .parse::<f64>()
        .ok()
        .filter(|number| number.is_finite())
        .ok_or_else(|| format!("`{text}` is no number of {unit}"))
}

fn within(text: &str, unit: &str, low: f64, high: f64) -> Result<f64, String> {
    let found = number(text, unit)?;
    let good = (low..=high).contains(&found);
    if good { Ok(found) } else { Err(format!("`{text}` is not between {low} and {high} {unit}")) }
}

fn kilograms(text: &str) -> Result<f64, String> {
    within(text, "kg", 0.0, 100_000.0)
}

fn metres(text: &str) -> Result<f64, String> {
    within(text, "m", -450.0, 9_000.0)
}

fn finite(text: &str) -> Result<f64, String> {
    within(text, "", -1_000.0, 1_000.0)
}

fn positive(text: &str) -> Result<f64, String> {
    within(text, "", 0.001, 1e9)
}

fn percent(text: &str) -> Result<f64, String> {
    within(text, "%", 0.0, 95.0)
}

/// `16km@30kg`, `8km@40kg/1`.
fn claim(text: &str) -> Result<Claim, String> {
    let wrong = || format!("`{text}` is not a range like 16km@30kg or 8km@40kg/1");
    let (range, load) = text.split_once('@').ok_or_else(wrong)?;
    let (load, batteries) = match load.split_once('/') {
        Some((load, count)) => {
            let count = count.parse::<u32>().ok().filter(|count| (1..=100).contains(count));
            (load, Some(count.ok_or_else(wrong)?))
        }
        None => (load, None),
    };
    let metres = within(range, "km", 0.001, 100_000.0)? * 1000.0;
    Ok(Claim { metres, payload: kilograms(load)?, batteries })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_read_as_spec_sheets_write_them() {
        let read = claim("8km@40kg/1").unwrap();
        assert_eq!(read, Claim { metres: 8_000.0, payload: 40.0, batteries: Some(1) });
        assert_eq!(claim("16km@30kg").unwrap().batteries, None);
        for wrong in ["16km", "16km@", "km@kg", "-3km@2kg", "16km@30kg/0", "16km@30kg/x", "nan@1", "1e999@1"]
        {
            assert!(claim(wrong).is_err(), "{wrong}");
        }
    }
}
