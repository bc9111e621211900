//! One height file: where its grid lies, known before its heights are read.

use super::{geotiff, hgt};
use crate::finding::{Code, Finding, Spot};
use crate::terrain::{Dem, Grid};
use std::path::{Path, PathBuf};

/// Heights in metres outside of this are voids, not ground.
pub const PLAUSIBLE: std::ops::RangeInclusive<f32> = -500.0..=9_000.0;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Hgt,
    HgtZip,
    GeoTiff,
}

/// A height file whose header was read.
#[derive(Clone, Debug, PartialEq)]
pub struct Tile {
    pub path: PathBuf,
    /// How findings call it.
    pub name: String,
    pub format: Format,
    pub grid: Grid,
}

/// What is wrong with a height file.
#[derive(Clone, Debug, PartialEq)]
pub struct Fault {
    pub code: Code,
    pub problem: String,
}

impl Fault {
    pub fn new(code: Code, problem: impl Into<String>) -> Fault {
        Fault { code, problem: problem.into() }
    }

    #[must_use]
    pub fn finding(self, name: &str) -> Finding {
        let value = match self.code {
            Code::E105 => "limit",
            Code::E303 => "found",
            _ => "cause",
        };
        Finding::new(self.code, Spot::file(name)).with(value, self.problem)
    }
}

impl From<std::io::Error> for Fault {
    fn from(error: std::io::Error) -> Fault {
        Fault::new(Code::E104, error.to_string())
    }
}

/// What a file is by its name, `None` if it holds no heights.
#[must_use]
pub fn format(path: &Path) -> Option<Format> {
    let name = path.file_name()?.to_str()?.to_lowercase();
    if name.ends_with(".hgt") {
        Some(Format::Hgt)
    } else if name.ends_with(".hgt.zip") {
        Some(Format::HgtZip)
    } else if name.ends_with(".tif") || name.ends_with(".tiff") {
        Some(Format::GeoTiff)
    } else {
        None
    }
}

/// Reads what is needed to know the grid.
///
/// # Errors
/// What is wrong with the file.
pub fn open(path: &Path, name: &str) -> Result<Tile, Fault> {
    let format = format(path).ok_or_else(|| Fault::new(Code::E104, "neither .hgt, .hgt.zip nor .tif"))?;
    let size = std::fs::metadata(path)?.len();
    if size == 0 {
        return Err(Fault::new(Code::E102, "0 bytes"));
    }
    let grid = match format {
        Format::Hgt => hgt::grid(path, size)?,
        Format::HgtZip => hgt::zipped_grid(path)?,
        Format::GeoTiff => geotiff::grid(path)?,
    };
    Ok(Tile { path: path.to_owned(), name: name.to_owned(), format, grid })
}

impl Tile {
    /// Reads the heights.
    ///
    /// # Errors
    /// What is wrong with the file.
    pub fn load(&self) -> Result<Dem, Fault> {
        let mut heights = match self.format {
            Format::Hgt => hgt::heights(&self.path, &self.grid)?,
            Format::HgtZip => hgt::zipped_heights(&self.path, &self.grid)?,
            Format::GeoTiff => geotiff::heights(&self.path)?,
        };
        heights.iter_mut().filter(|height| !PLAUSIBLE.contains(height)).for_each(|height| *height = f32::NAN);
        Dem::new(self.grid, heights).ok_or_else(|| Fault::new(Code::E504, "not a grid of at least 2 x 2"))
    }
}
