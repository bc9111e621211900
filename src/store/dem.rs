//! Heights as GeoTIFF: 16-bit whole metres, deflated, EPSG:4326.

use crate::terrain::Dem;
use std::fs::File;
use std::io::{self, BufWriter, Seek, Write};
use std::path::Path;
use tiff::encoder::compression::DeflateLevel;
use tiff::encoder::{Compression, Predictor, TiffEncoder, colortype};
use tiff::tags::Tag;

/// What stands for "height not known".
const VOID: i16 = -32_768;

/// GeoTIFF keys: version 1.1.0 and four entries of (key, 0, 1, value): geographic model, a value
/// is the mean of its cell's area, WGS-84, degrees.
const KEYS: [u16; 20] = [1, 1, 0, 4, 1024, 0, 1, 2, 1025, 0, 1, 1, 2048, 0, 1, 4326, 2054, 0, 1, 9102];

/// Writes the whole grid, heights rounded to metres.
///
/// # Errors
/// If the file cannot be written.
pub fn write(path: &Path, dem: &Dem) -> io::Result<()> {
    let mut out = BufWriter::new(File::create(path)?);
    write_to(&mut out, dem, None)?;
    out.flush()
}

/// Writes a grid of heights that do not exist: the image's description says so.
///
/// # Errors
/// If the file cannot be written.
pub fn write_synthetic(path: &Path, dem: &Dem, maker: &str) -> io::Result<()> {
    let mut out = BufWriter::new(File::create(path)?);
    write_to(&mut out, dem, Some(maker))?;
    out.flush()
}

/// Writes the whole grid to anything that can seek; with who made it up, if somebody did.
///
/// # Errors
/// If `out` fails.
pub fn write_to(out: &mut (impl Write + Seek), dem: &Dem, maker: Option<&str>) -> io::Result<()> {
    encode(out, dem, maker).map_err(|error| match error {
        tiff::TiffError::IoError(error) => error,
        other => io::Error::other(other),
    })
}

fn encode(out: &mut (impl Write + Seek), dem: &Dem, maker: Option<&str>) -> tiff::TiffResult<()> {
    let grid = dem.grid();
    let (Ok(width), Ok(height)) = (u32::try_from(grid.columns), u32::try_from(grid.rows)) else {
        return Err(tiff::TiffError::LimitsExceeded);
    };
    let mut heights = Vec::with_capacity(grid.columns * grid.rows);
    for row in 0..grid.rows {
        heights.extend((0..grid.columns).map(|column| dem.cell(column, row).map_or(VOID, whole)));
    }
    let mut tiff = TiffEncoder::new(out)?
        .with_compression(Compression::Deflate(DeflateLevel::Best))
        .with_predictor(Predictor::Horizontal);
    let mut image = tiff.new_image::<colortype::GrayI16>(width, height)?;
    let tags = image.encoder();
    // The outer corner of the first cell, whose middle is the first grid point.
    let corner = [grid.west - grid.step_lon / 2.0, grid.north + grid.step_lat / 2.0];
    tags.write_tag(Tag::ModelPixelScaleTag, &[grid.step_lon, grid.step_lat, 0.0][..])?;
    tags.write_tag(Tag::ModelTiepointTag, &[0.0, 0.0, 0.0, corner[0], corner[1], 0.0][..])?;
    tags.write_tag(Tag::GeoKeyDirectoryTag, &KEYS[..])?;
    if let Some(maker) = maker {
        tags.write_tag(Tag::ImageDescription, format!("synthetic terrain, {maker}").as_str())?;
    }
    tags.write_tag(Tag::GdalNodata, "-32768")?;
    image.write_data(&heights)
}

fn whole(height: f64) -> i16 {
    height.round().clamp(f64::from(VOID + 1), f64::from(i16::MAX)) as i16
}
