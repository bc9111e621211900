//! Filling a county folder from what others publish: road extracts, power
//! lines, height tiles, tables of orders.
//!
//! Nothing is written while there is an error, and every file appears whole.

mod found;
mod heights;
mod orders;
mod power;
mod roads;

pub use heights::{Heights, HeightsRequest, heights};
pub use orders::{Orders, OrdersRequest, orders};
pub use power::{Power, PowerRequest, power};
pub use roads::{Island, Roads, RoadsRequest, places, roads};

use super::AppError;
use crate::county::Bounds;
use crate::finding::{Code, Finding, Spot};
use crate::read::roads::area::{Area, read_polygon};
use std::path::{Path, PathBuf};

/// What part of the input is wanted.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Extent {
    /// The county's bounds if the folder has them, else all.
    #[default]
    County,
    Box(Bounds),
    /// A GeoJSON or `.poly` file.
    Polygon(PathBuf),
}

impl Extent {
    fn area(&self, folder: &Path) -> Result<Area, AppError> {
        match self {
            Extent::Box(bounds) => Ok(Area::Box(*bounds)),
            Extent::Polygon(path) => read_polygon(path).map_err(|finding| AppError::Findings(vec![*finding])),
            Extent::County => Ok(crate::read::bounds(folder).map_or(Area::Everything, Area::Box)),
        }
    }
}

fn file_name(path: &Path) -> String {
    path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned())
}

/// Another file that would say the same as the one that is to be written.
fn rival(folder: &Path, names: &[&str], written: &str) -> Result<(), AppError> {
    match names.iter().find(|name| folder.join(name).exists()) {
        None => Ok(()),
        Some(name) => {
            let finding = Finding::new(Code::E106, Spot::file(*name)).with("other", written);
            Err(AppError::Findings(vec![finding]))
        }
    }
}

/// Splits off the value if there is no error.
fn or_findings<T>(value: Option<T>, findings: Vec<Finding>) -> Result<(T, Vec<Finding>), AppError> {
    match value {
        Some(value) if !findings.iter().any(Finding::is_error) => Ok((value, findings)),
        _ => Err(AppError::Findings(findings)),
    }
}
