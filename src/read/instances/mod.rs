//! Public benchmark formats. The format is told by the content, not by the
//! file's name or folder.
//!
//! VRPLIB and TSPLIB with the sections of HGS and PyVRP; Solomon, Gehring and
//! Homberger; Li and Lim; Cordeau's multi-depot files; the heterogeneous
//! fleets of Taillard and of Duhamel, Lacomme and Prodhon.

mod cordeau;
mod fleets;
mod known;
mod lilim;
pub(in crate::read) mod lines;
mod sections;
mod solomon;
mod sorties;
mod teams;
#[cfg(test)]
mod tests;
mod vrplib;

pub use known::{Known, known};
pub use sorties::{Kind, Sorties, UNIT, sorties};

use crate::finding::{Code, Finding, Spot};
use crate::instance::{Instance, Rounding};
use lines::{Lines, Wrong};
use std::path::Path;

/// No benchmark file is larger. Bytes.
const LARGEST: u64 = 256 << 20;
/// Distances are kept for each pair of nodes: 4 bytes each, 3.6 GB at most.
const MOST_NODES: usize = 30_000;

/// Reads one instance. `rounding` replaces the usual convention of its kind.
///
/// # Errors
/// `E701` if it is not an instance of a known format, `E702` if it needs what is not supported;
/// findings about the file as such.
pub fn read(path: &Path, rounding: Option<Rounding>) -> Result<Instance, Vec<Finding>> {
    let (text, name) = text_of(path, LARGEST)?;
    let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    parse(&text, &stem, rounding).map_err(|wrong| vec![wrong.finding(&name)])
}

/// A file's text and its name for findings.
fn text_of(path: &Path, largest: u64) -> Result<(String, String), Vec<Finding>> {
    let name = path.display().to_string();
    let fault = |code: Code, key: &'static str, cause: &str| {
        vec![Finding::new(code, Spot::file(name.clone())).with(key, cause)]
    };
    let size = std::fs::metadata(path).map_err(|error| fault(Code::E104, "cause", &error.to_string()))?.len();
    if size > largest {
        return Err(fault(Code::E105, "limit", "256 MB"));
    }
    let bytes = std::fs::read(path).map_err(|error| fault(Code::E104, "cause", &error.to_string()))?;
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(vec![Finding::new(Code::E102, Spot::file(name))]);
    }
    // Comments of old files are in Latin-1; what counts is ASCII.
    Ok((String::from_utf8_lossy(&bytes).into_owned(), name))
}

fn parse(text: &str, stem: &str, rounding: Option<Rounding>) -> Result<Instance, Wrong> {
    let lines = Lines::of(text);
    let first = lines.all.first().ok_or(Wrong::format(1, "it has no lines"))?;
    let numbers = first.numbers().map_or(0, |numbers| numbers.len());
    let headed =
        |word: &str| lines.all.iter().take(60).any(|line| line.text.to_uppercase().starts_with(word));
    if headed("DIMENSION") || headed("NODE_COORD_SECTION") {
        vrplib::parse(&lines, stem, rounding)
    } else if headed("CUST") && headed("VEHICLE") {
        solomon::parse(&lines, rounding.unwrap_or(Rounding::Dimacs))
    } else if numbers == 3 && lines.all.get(1).is_some_and(|line| line.words().count() == 9) {
        lilim::parse(&lines, stem, rounding.unwrap_or(Rounding::Exact))
    } else if numbers == 4 && lines.all.get(1).is_some_and(|line| line.words().count() == 2) {
        cordeau::parse(&lines, stem, rounding.unwrap_or(Rounding::Exact))
    } else if numbers >= 2 && lines.all.get(1).is_some_and(|line| line.words().count() == 4) {
        fleets::parse(&lines, stem, rounding.unwrap_or(Rounding::Exact))
    } else {
        Err(Wrong::format(first.row, "no format is known that begins like this"))
    }
}

/// The distances of an instance's points, if there are not too many nodes.
fn placed(instance: Instance, points: &[(f64, f64)]) -> Result<Instance, Wrong> {
    few_enough(points.len())?;
    let far = Wrong::format(1, "points are farther apart than can be counted");
    let distances = Instance::euclidean(points, instance.rounding).ok_or(far)?;
    Ok(instance.with_distances(distances))
}

fn few_enough(nodes: usize) -> Result<(), Wrong> {
    if nodes > MOST_NODES {
        return Err(Wrong::unsupported(1, format!("{nodes} nodes; the most are {MOST_NODES}")));
    }
    if nodes < 2 { Err(Wrong::format(1, "it has no customers")) } else { Ok(()) }
}
