//! Best known values: from a `bks.json` beside the instances or above them,
//! or from the `.sol` file beside an instance.

use crate::instance::{Instance, Variant};
use serde_json::Value;
use std::path::{Path, PathBuf};

/// Folders above an instance in which `bks.json` is looked for.
const ABOVE: usize = 4;

/// Where best known values come from.
#[derive(Clone, Debug, PartialEq)]
pub enum Known {
    /// Looked for beside and above the instance.
    Found,
    /// `{"set": {"name": {"bks": 1.0}}}` or `{"name": 1.0}`.
    File(PathBuf),
    Value(f64),
}

/// The best known value of an instance, `None` if there is none.
#[must_use]
pub fn known(instance: &Instance, path: &Path, from: &Known) -> Option<f64> {
    match from {
        Known::Value(value) => Some(*value),
        Known::File(file) => listed(instance, path, file),
        Known::Found => {
            let folders = path.ancestors().skip(1).take(ABOVE);
            let files = folders.map(|folder| folder.join("bks.json")).filter(|file| file.is_file());
            files.filter_map(|file| listed(instance, path, &file)).next().or_else(|| beside(path))
        }
    }
}

fn listed(instance: &Instance, path: &Path, file: &Path) -> Option<f64> {
    let text = std::fs::read_to_string(file).ok()?;
    let list: Value = serde_json::from_str(&text).ok()?;
    let stem = path.file_stem()?.to_string_lossy().to_lowercase();
    let folder = path.parent().and_then(Path::file_name).map(|name| name.to_string_lossy().into_owned());
    let names = [stem, instance.name.to_lowercase()];
    let value = |sets: &Value| names.iter().find_map(|name| number(sets.get(name)?));
    let own = folder.and_then(|folder| value(list.get(folder)?));
    // A copy of the file elsewhere: sets of the same variant.
    let alike = || {
        let sets = list.as_object()?.iter().filter(|(set, _)| is_of(set, instance.variant));
        sets.filter_map(|(_, sets)| value(sets)).next()
    };
    own.or_else(|| value(&list)).or_else(alike)
}

/// Sets are called by their variant and author: `CVRP_X`.
fn is_of(set: &str, variant: Variant) -> bool {
    let kind = set.split('_').next().unwrap_or_default().to_uppercase();
    kind == variant.name()
}

fn number(value: &Value) -> Option<f64> {
    value.as_f64().or_else(|| value.get("bks")?.as_f64()).filter(|number| *number > 0.0)
}

/// The last line `Cost 27591` of the solution beside an instance.
fn beside(path: &Path) -> Option<f64> {
    let text = std::fs::read_to_string(path.with_extension("sol")).ok()?;
    let cost = text.lines().rev().find_map(|line| line.trim().strip_prefix("Cost"))?;
    cost.trim_start_matches([' ', ':', '\t'])
        .trim()
        .parse()
        .ok()
        .filter(|cost: &f64| cost.is_finite() && *cost > 0.0)
}
