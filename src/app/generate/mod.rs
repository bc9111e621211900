//! Making a synthetic county, or a synthetic day for a county that has places.

mod day;

pub use day::{OrdersRequest, orders};

use super::AppError;
use crate::generate::{self, Generated};
use crate::store;
use std::fs;
use std::path::{Path, PathBuf};

/// What generated files name as their maker.
const MAKER: &str = "mabang generate";

/// Which county to make.
#[derive(Clone, Debug, PartialEq)]
pub enum Wanted {
    Wushan,
    Leishan,
    Tiny,
    /// An invented one with this many villages.
    Villages(u32),
}

/// What `mabang generate` was asked for. `None` leaves the preset's own.
#[derive(Clone, Debug, PartialEq)]
pub struct GenerateRequest {
    pub out: PathBuf,
    pub wanted: Wanted,
    pub seed: Option<u64>,
    pub orders: Option<usize>,
    pub date: Option<String>,
    /// Replace the files of a folder that is not empty.
    pub force: bool,
}

/// What was made.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Made {
    pub places: usize,
    pub orders: usize,
    pub vehicles: u32,
    pub road_points: usize,
}

/// Why nothing was made.
#[derive(Debug, thiserror::Error)]
pub enum GenerateError {
    #[error("`{0}` is not empty; --force replaces the files that are generated")]
    NotEmpty(PathBuf),
    #[error("`{0}` is not a date like 2026-07-08")]
    Date(String),
    #[error("there are no places in `{0}`: import some, or write places.csv")]
    NoPlaces(PathBuf),
    #[error("the tiny county has one day only")]
    TinyIsFixed,
    #[error(transparent)]
    App(#[from] AppError),
}

/// Makes a county folder: all of it or nothing.
///
/// # Errors
/// If the folder is not empty and `force` is not set, if the date is none, or if the disk fails.
pub fn county(request: &GenerateRequest, seen: &mut dyn FnMut(f64)) -> Result<Made, GenerateError> {
    if !request.force && occupied(&request.out) {
        return Err(GenerateError::NotEmpty(request.out.clone()));
    }
    let date = request.date.as_deref().map(checked).transpose()?;
    let made = make(request, date, seen);
    write(&request.out, &made)?;
    Ok(summary(&made))
}

fn make(request: &GenerateRequest, date: Option<String>, seen: &mut dyn FnMut(f64)) -> Generated {
    let name = request.out.file_name().map_or("county".into(), |name| name.to_string_lossy().into_owned());
    let mut spec = match request.wanted {
        Wanted::Tiny => return generate::tiny(),
        Wanted::Wushan => generate::wushan(),
        Wanted::Leishan => generate::leishan(),
        Wanted::Villages(villages) => {
            generate::invented(&name, villages, request.seed.unwrap_or(1), "2026-07-08")
        }
    };
    spec.seed = request.seed.unwrap_or(spec.seed);
    spec.date = date.unwrap_or(spec.date);
    spec.orders = request.orders.or(spec.orders);
    generate::generate(&spec, seen)
}

fn occupied(folder: &Path) -> bool {
    fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_some())
}

/// A date of the calendar, as it was written.
fn checked(date: &str) -> Result<String, GenerateError> {
    let parsed: Result<jiff::civil::Date, _> = date.parse();
    parsed.map(|date| date.to_string()).map_err(|_| GenerateError::Date(date.to_owned()))
}

/// Roads and heights go in first, under hidden names, so that the tables appear last and whole.
fn write(folder: &Path, made: &Generated) -> Result<(), AppError> {
    let wrote = |path: &Path, done: std::io::Result<()>| {
        done.map_err(|source| AppError::Write { path: path.to_owned(), source })
    };
    let name = folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let half = folder.with_file_name(format!(".{name}.half"));
    if half.exists() {
        wrote(&half, fs::remove_dir_all(&half))?;
    }
    let all = || {
        wrote(&half, fs::create_dir_all(&half))?;
        let (roads, dem) = (half.join("roads.geojson"), half.join("dem.tif"));
        wrote(&roads, store::roads::write_synthetic(&roads, &made.roads, MAKER))?;
        wrote(&dem, store::dem::write_synthetic(&dem, &made.dem, MAKER))?;
        let files = store::CountyFiles {
            county: &made.county,
            sources_md: &made.sources,
            contacts: Some(&made.contacts),
        };
        store::county(folder, &files)
            .map_err(|error| AppError::Write { path: error.path, source: error.source })?;
        wrote(folder, fs::rename(&roads, folder.join("roads.geojson")))?;
        wrote(folder, fs::rename(&dem, folder.join("dem.tif")))
    };
    let done = all();
    let _ = fs::remove_dir_all(&half);
    done
}

fn summary(made: &Generated) -> Made {
    Made {
        places: made.county.places.len(),
        orders: made.county.orders.len(),
        vehicles: made.county.vehicle_types.iter().map(|kind| kind.count).sum(),
        road_points: made.roads.nodes.len(),
    }
}
