//! Known values: given, listed in a file, or published optima from the facts.

use super::Placement;
use crate::facts;
use serde_json::Value;
use std::path::{Path, PathBuf};

/// Where known values come from.
#[derive(Clone, Debug, PartialEq)]
pub enum Known {
    /// `bks.json` beside the file, else the published values that mabang carries.
    Found,
    /// `{"file name or instance": 1.0}`.
    File(PathBuf),
    Value(f64),
}

/// The best known value of an instance, `None` if there is none.
#[must_use]
pub fn known(placement: &Placement, path: &Path, from: &Known) -> Option<f64> {
    match from {
        Known::Value(value) => Some(*value),
        Known::File(file) => listed(path, file),
        Known::Found => {
            let beside = path.with_file_name("bks.json");
            listed(path, &beside)
                .or_else(|| facts::get(&format!("known.{}", placement.key)).map(|fact| fact.value))
        }
    }
}

fn listed(path: &Path, file: &Path) -> Option<f64> {
    let list: Value = serde_json::from_str(&std::fs::read_to_string(file).ok()?).ok()?;
    let names = [path.file_name()?.to_string_lossy(), path.file_stem()?.to_string_lossy()];
    let value = names.iter().find_map(|name| list.get(name.as_ref()))?;
    value.as_f64().filter(|value| value.is_finite())
}
