//! Drone or road: a study of one county, in parts that are kept as they are finished.

mod keep;
mod lab;
mod work;

pub use keep::Kept;
pub use work::{Compared, compare};

use crate::wire::compare::{Bar, Middle, Part};
use std::path::PathBuf;

/// What is asked.
#[derive(Clone, Debug)]
pub struct CompareRequest {
    pub county: PathBuf,
    /// A study file; `None`: the county's own, or the usual one.
    pub study: Option<PathBuf>,
    pub date: Option<String>,
    /// Where finished parts are kept.
    pub out: PathBuf,
    /// `None`: all cores.
    pub threads: Option<usize>,
}

/// A part of the work.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Unit {
    /// All cells of a scenario, by its index, in a season.
    Cells(usize, usize),
    Middles,
    /// Low and high of a fact.
    Bar(&'static str),
}

impl Unit {
    /// Of its file.
    fn name(&self) -> String {
        match self {
            Unit::Cells(scenario, season) => format!("cells-{scenario}-{season}.json"),
            Unit::Middles => "middles.json".to_owned(),
            Unit::Bar(key) => format!("bar-{key}.json"),
        }
    }
}

/// What all parts say, sorted.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Parts {
    /// By scenario: cells of all seasons.
    pub cells: Vec<Vec<crate::compare::Cell>>,
    pub middles: Vec<Middle>,
    /// The widest first.
    pub bars: Vec<Bar>,
}

impl Parts {
    fn gather(units: &[Unit], parts: Vec<Part>, scenarios: usize) -> Parts {
        let mut all = Parts { cells: vec![Vec::new(); scenarios], ..Parts::default() };
        for (unit, part) in units.iter().zip(parts) {
            match (unit, part) {
                (Unit::Cells(scenario, _), Part::Cells(cells)) => all.cells[*scenario].extend(cells),
                (_, Part::Middles(middles)) => all.middles = middles,
                (_, Part::Bar(bar)) => all.bars.push(bar),
                (Unit::Middles | Unit::Bar(_), Part::Cells(_)) => {}
            }
        }
        let width = |bar: &Bar| {
            let usual = bar.usual.unwrap_or(0.0);
            let off = |value: Option<f64>| value.map_or(0.0, |value| (value - usual).abs());
            off(bar.low).max(off(bar.high))
        };
        all.bars.sort_by(|one, other| width(other).total_cmp(&width(one)).then(one.key.cmp(&other.key)));
        all
    }
}
