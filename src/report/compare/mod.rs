//! A comparison of road and air: tables, a page with plots, and a summary on one sheet.

mod files;
mod page;
mod places;
mod plots;
mod story;
mod summary;
mod table;
mod tally;

pub use files::write_comparison;
pub use table::terminal;
pub use tally::{Tally, tally};

use super::ReportError;
use super::text::{self, Lang};
use crate::compare::{Calibrated, Cell, Study};
use crate::corridor::Approval;
use crate::county::{County, DroneType};
use crate::energy::drone::Airframe;
use crate::wire::compare::{Bar, Middle};

/// What the outputs are made from.
pub struct Comparison<'a> {
    pub county: &'a County,
    pub study: &'a Study,
    /// The study as a file.
    pub used: &'a str,
    pub drone: &'a DroneType,
    pub frame: &'a Airframe,
    pub approval: Approval,
    /// Kilograms of a parcel.
    pub parcel: f64,
    /// By scenario.
    pub cells: &'a [Vec<Cell>],
    pub middles: &'a [Middle],
    pub bars: &'a [Bar],
    pub calibrated: &'a [Calibrated],
}

impl Comparison<'_> {
    fn title(&self, lang: Lang) -> &str {
        text::name(&self.county.name_zh, &self.county.name_en, lang)
    }

    fn scenario(&self, at: usize, lang: Lang) -> String {
        match at {
            0 => text::compare::AS_IT_IS.say(lang).to_owned(),
            _ => self.study.scenarios.get(at).map(|it| it.name.clone()).unwrap_or_default(),
        }
    }
}

/// Yuan, from fen.
fn yuan(fen: f64) -> f64 {
    fen / 100.0
}

/// So many digits behind the point, never `-0`.
fn fixed(value: f64, digits: usize) -> String {
    let text = format!("{value:.digits$}");
    let is_zero = text.bytes().all(|byte| matches!(byte, b'-' | b'0' | b'.'));
    if is_zero { text.trim_start_matches('-').to_owned() } else { text.replace('-', "−") }
}
