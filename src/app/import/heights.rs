//! Height tiles to `dem.tif`, cut to the county.

use super::{Extent, file_name, or_findings, rival};
use crate::app::AppError;
use crate::app::output::write_whole;
use crate::finding::{Code, Finding, Spot};
use crate::read;
use crate::read::roads::area::Area;
use crate::store;
use std::path::PathBuf;

#[derive(Clone, Debug)]
pub struct HeightsRequest {
    pub tiles: Vec<PathBuf>,
    pub into: PathBuf,
    pub extent: Extent,
}

/// What was written.
#[derive(Clone, Debug)]
pub struct Heights {
    pub findings: Vec<Finding>,
    pub columns: usize,
    pub rows: usize,
    /// Lowest and highest, metres.
    pub range: (f64, f64),
}

/// # Errors
/// Findings about the tiles, `E401` if nothing says where the county lies, or what the disk says.
pub fn heights(request: &HeightsRequest) -> Result<Heights, AppError> {
    let bounds = match request.extent.area(&request.into)? {
        Area::Everything => None,
        area => area.bounds(),
    };
    let Some(bounds) = bounds else {
        let spot = Spot::file("county.toml").column("bbox");
        return Err(AppError::Findings(vec![Finding::new(Code::E401, spot).with("key", "bbox")]));
    };
    rival(&request.into, &["dem"], "dem.tif")?;
    let named: Vec<(PathBuf, String)> =
        request.tiles.iter().map(|path| (path.clone(), file_name(path))).collect();
    let found = read::dem::read_files(&named, bounds);
    let (dem, findings) = or_findings(found.value, found.findings)?;
    write_whole(&request.into.join("dem.tif"), |path| store::dem::write(path, &dem))?;
    let grid = dem.grid();
    Ok(Heights { findings, columns: grid.columns, rows: grid.rows, range: dem.range().unwrap_or((0.0, 0.0)) })
}
