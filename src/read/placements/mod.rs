//! Public placement benchmarks. The format is told by the content, not by
//! the file's name or folder.
//!
//! Medians and facilities of Beasley's OR-Library, facilities as Holmberg,
//! Rönnqvist and Yuan and as Avella and Boccia write them, location-routing
//! of Prodhon.

mod facilities;
mod known;
mod medians;
mod routing;
#[cfg(test)]
mod tests;
mod words;

pub use known::{Known, known};

use super::instances::lines::Wrong;
use crate::finding::{Code, Finding, Spot};
use crate::site::lrp::Lrp;
use crate::site::{Problem, Sourcing};
use std::path::Path;
use words::Words;

/// No benchmark file is larger. Bytes.
const LARGEST: u64 = 256 << 20;
/// Costs are kept for each pair: 8 bytes each, 800 MB at most.
const MOST_PAIRS: usize = 100_000_000;

/// What a file asks.
#[derive(Clone, Debug)]
pub enum Question {
    Location(Problem),
    Routing(Lrp),
}

/// An instance as it was read.
#[derive(Clone, Debug)]
pub struct Placement {
    pub name: String,
    /// `p-median`, `uflp`, `cflp`, `sscflp` or `lrp`.
    pub kind: &'static str,
    /// How the file is written, and its size: known values belong to both.
    pub key: String,
    pub sites: usize,
    pub customers: usize,
    pub question: Question,
}

/// What the file does not say.
#[derive(Clone, Copy, Debug)]
pub struct Wanted {
    pub sourcing: Sourcing,
    /// Of every site, in place of the file's.
    pub capacity: Option<f64>,
}

/// Reads one instance.
///
/// # Errors
/// `E701` if it is not an instance of a known format, `E702` if it needs what is not given;
/// findings about the file as such.
pub fn read(path: &Path, wanted: Wanted) -> Result<Placement, Vec<Finding>> {
    let name = path.display().to_string();
    let fault = |code: Code, key: &'static str, cause: &str| {
        vec![Finding::new(code, Spot::file(name.clone())).with(key, cause)]
    };
    let size = std::fs::metadata(path).map_err(|error| fault(Code::E104, "cause", &error.to_string()))?.len();
    if size > LARGEST {
        return Err(fault(Code::E105, "limit", "256 MB"));
    }
    let bytes = std::fs::read(path).map_err(|error| fault(Code::E104, "cause", &error.to_string()))?;
    if bytes.iter().all(|&byte| byte == 0 || byte.is_ascii_whitespace()) {
        return Err(vec![Finding::new(Code::E102, Spot::file(name))]);
    }
    let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    parse(&String::from_utf8_lossy(&bytes), &stem, wanted).map_err(|wrong| vec![wrong.finding(&name)])
}

fn parse(text: &str, stem: &str, wanted: Wanted) -> Result<Placement, Wrong> {
    let words = Words::of(text);
    match words.in_first_line() {
        1 => routing::parse(&words, stem),
        2 => facilities::parse(&words, stem, wanted),
        3 => medians::parse(&words, stem),
        _ => Err(Wrong::format(words.row(0), "no format is known that begins like this")),
    }
}

/// A table of so many rows and columns can be kept.
fn fits(rows: usize, columns: usize, row: u64) -> Result<(), Wrong> {
    if rows == 0 || columns == 0 {
        return Err(Wrong::format(row, "it has no customers"));
    }
    match rows.checked_mul(columns) {
        Some(pairs) if pairs <= MOST_PAIRS => Ok(()),
        _ => Err(Wrong::unsupported(row, "a table of more than 100 million costs")),
    }
}
