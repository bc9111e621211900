//! GeoTIFF heights: one band on a grid of longitude and latitude.

use super::tile::Fault;
use crate::finding::Code;
use crate::terrain::Grid;
use std::fs::File;
use std::io::BufReader;
use std::path::Path;
use tiff::ColorType;
use tiff::decoder::{Decoder, DecodingResult, Limits};
use tiff::tags::Tag;

/// Cells of one file.
const CELLS_LIMIT: u64 = 100_000_000;
const BYTES_LIMIT: usize = 800 << 20;

/// GeoTIFF keys and values that matter.
const MODEL_TYPE: u16 = 1024;
const RASTER_TYPE: u16 = 1025;
const GEOGRAPHIC: u16 = 2;
const POINT: u16 = 2;
const GEOGRAPHIC_CRS: u16 = 2048;
/// WGS-84, and CGCS2000 which differs from it by centimetres.
const DATUMS: [u16; 2] = [4326, 4490];

type Tiff = Decoder<BufReader<File>>;

impl From<tiff::TiffError> for Fault {
    fn from(error: tiff::TiffError) -> Fault {
        match error {
            tiff::TiffError::LimitsExceeded => Fault::new(Code::E105, error.to_string()),
            other => Fault::new(Code::E104, other.to_string()),
        }
    }
}

fn open(path: &Path) -> Result<Tiff, Fault> {
    let mut limits = Limits::default();
    limits.decoding_buffer_size = BYTES_LIMIT;
    limits.intermediate_buffer_size = BYTES_LIMIT;
    Ok(Decoder::new(BufReader::new(File::open(path)?))?.with_limits(limits))
}

/// Where the grid lies. Reads tags only.
///
/// # Errors
/// `E104` for what is no GeoTIFF with one band, `E303` for another datum, `E504` for an absurd grid.
pub fn grid(path: &Path) -> Result<Grid, Fault> {
    let mut tiff = open(path)?;
    let (columns, rows) = tiff.dimensions()?;
    if u64::from(columns) * u64::from(rows) > CELLS_LIMIT {
        return Err(Fault::new(Code::E105, format!("{columns} x {rows} cells")));
    }
    if !matches!(tiff.colortype()?, ColorType::Gray(_)) {
        return Err(Fault::new(Code::E104, "more than one band, or colours"));
    }
    let is_point = keys(&mut tiff)?;
    let (x, y, step_lon, step_lat) = placed(&mut tiff)?;
    let shift = if is_point { 0.0 } else { 0.5 };
    let grid = Grid {
        west: x + shift * step_lon,
        north: y - shift * step_lat,
        step_lon,
        step_lat,
        columns: columns as usize,
        rows: rows as usize,
    };
    is_sane(&grid)
        .then_some(grid)
        .ok_or_else(|| Fault::new(Code::E504, "fewer than 2 x 2 cells, not on Earth, or north is not up"))
}

fn is_sane(grid: &Grid) -> bool {
    let step = 1e-6..=1.0;
    let on_earth = |bounds: crate::county::Bounds| {
        bounds.west >= -181.0 && bounds.east <= 181.0 && bounds.south >= -91.0 && bounds.north <= 91.0
    };
    grid.columns >= 2
        && grid.rows >= 2
        && step.contains(&grid.step_lon)
        && step.contains(&grid.step_lat)
        && on_earth(grid.bounds())
}

/// Checks the reference system; tells whether values are of points rather than of cells.
fn keys(tiff: &mut Tiff) -> Result<bool, Fault> {
    let directory = match tiff.find_tag(Tag::GeoKeyDirectoryTag)? {
        Some(value) => value.into_u16_vec()?,
        None => return Err(Fault::new(Code::E303, "no GeoTIFF keys")),
    };
    let value = |key: u16| {
        let entries = directory.get(4..).unwrap_or_default().chunks_exact(4);
        entries.filter(|entry| entry[0] == key && entry[1] == 0).map(|entry| entry[3]).next()
    };
    match (value(MODEL_TYPE), value(GEOGRAPHIC_CRS)) {
        (Some(GEOGRAPHIC), Some(datum)) if DATUMS.contains(&datum) => Ok(value(RASTER_TYPE) == Some(POINT)),
        (Some(GEOGRAPHIC), Some(datum)) => Err(Fault::new(Code::E303, format!("EPSG:{datum}"))),
        _ => Err(Fault::new(Code::E303, "not longitude and latitude")),
    }
}

/// Longitude and latitude of the first cell's reference point, and the steps.
fn placed(tiff: &mut Tiff) -> Result<(f64, f64, f64, f64), Fault> {
    let mut numbers = |tag| tiff.find_tag(tag)?.map(|value| value.into_f64_vec()).transpose();
    let scale = numbers(Tag::ModelPixelScaleTag)?;
    let tie = numbers(Tag::ModelTiepointTag)?;
    let matrix = numbers(Tag::ModelTransformationTag)?;
    let found = match (scale.as_deref(), tie.as_deref(), matrix.as_deref()) {
        (Some([sx, sy, ..]), Some([i, j, _, x, y, _, ..]), _) => Some((x - i * sx, y + j * sy, *sx, *sy)),
        (_, _, Some([a, b, _, x, c, d, _, y, ..])) if *b == 0.0 && *c == 0.0 => Some((*x, *y, *a, -*d)),
        _ => None,
    };
    found
        .filter(|(x, y, sx, sy)| [x, y, sx, sy].iter().all(|number| number.is_finite()))
        .ok_or_else(|| Fault::new(Code::E104, "no position (pixel scale and tie point), or turned"))
}

/// All heights, row by row; `NaN` where the file says there are none.
///
/// # Errors
/// `E104` or `E105` where it cannot be decoded.
pub fn heights(path: &Path) -> Result<Vec<f32>, Fault> {
    let mut tiff = open(path)?;
    let void = tiff.find_tag(Tag::GdalNodata)?.map(|value| value.into_string()).transpose()?;
    let void = void.and_then(|text| text.trim_matches(['\0', ' ']).parse::<f32>().ok()).unwrap_or(f32::NAN);
    let image = tiff.read_image()?;
    let mut heights: Vec<f32> = match image {
        DecodingResult::U8(values) => values.into_iter().map(f32::from).collect(),
        DecodingResult::I8(values) => values.into_iter().map(f32::from).collect(),
        DecodingResult::U16(values) => values.into_iter().map(f32::from).collect(),
        DecodingResult::I16(values) => values.into_iter().map(f32::from).collect(),
        DecodingResult::U32(values) => values.into_iter().map(|value| value as f32).collect(),
        DecodingResult::I32(values) => values.into_iter().map(|value| value as f32).collect(),
        DecodingResult::F32(values) => values,
        DecodingResult::F64(values) => values.into_iter().map(|value| value as f32).collect(),
        _ => return Err(Fault::new(Code::E104, "a kind of number that heights do not have")),
    };
    heights.iter_mut().filter(|height| **height == void).for_each(|height| *height = f32::NAN);
    Ok(heights)
}
