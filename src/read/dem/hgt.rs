//! SRTM tiles: a square of big-endian 16-bit metres, named after its
//! south-west corner; as they are or zipped.

use super::tile::Fault;
use crate::finding::Code;
use crate::terrain::Grid;
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;

/// Points along an edge of 3" and 1" tiles; neighbours share their edges.
const SIDES: [usize; 2] = [1201, 3601];
/// No tile is larger.
const BYTES_LIMIT: u64 = (3601 * 3601 * 2) as u64;
const VOID: i16 = -32_768;

/// The grid of a plain tile of `size` bytes.
///
/// # Errors
/// `E104` if the name does not say where it lies, `E504` if the size fits no tile.
pub fn grid(path: &Path, size: u64) -> Result<Grid, Fault> {
    let (west, south) = corner(path)?;
    let side = SIDES.into_iter().find(|side| (side * side * 2) as u64 == size);
    let side = side.ok_or_else(|| {
        Fault::new(Code::E504, format!("{size} bytes; 1201 x 1201 has 2884802, 3601 x 3601 has 25934402"))
    })?;
    let step = 1.0 / (side - 1) as f64;
    Ok(Grid { west, north: south + 1.0, step_lon: step, step_lat: step, columns: side, rows: side })
}

/// The grid of the one tile in a zip file, by the size that the zip declares.
///
/// # Errors
/// As [`grid`], and `E104` for what is no zip file with one tile.
pub fn zipped_grid(path: &Path) -> Result<Grid, Fault> {
    let mut archive = open_zip(path)?;
    let entry = archive.by_index(only_tile(&archive)?).map_err(zip_fault)?;
    grid(path, entry.size())
}

/// # Errors
/// `E104` if it cannot be read to the end.
pub fn heights(path: &Path, grid: &Grid) -> Result<Vec<f32>, Fault> {
    decode(BufReader::new(File::open(path)?), grid)
}

/// # Errors
/// `E104` if it cannot be read, `E504` if it is larger or smaller than it said.
pub fn zipped_heights(path: &Path, grid: &Grid) -> Result<Vec<f32>, Fault> {
    let mut archive = open_zip(path)?;
    let index = only_tile(&archive)?;
    decode(archive.by_index(index).map_err(zip_fault)?, grid)
}

/// Never reads more than a tile, whatever a zip file unpacks to.
fn decode(source: impl Read, grid: &Grid) -> Result<Vec<f32>, Fault> {
    let wanted = grid.columns * grid.rows * 2;
    let mut bytes = Vec::with_capacity(wanted);
    source.take(BYTES_LIMIT + 1).read_to_end(&mut bytes)?;
    if bytes.len() != wanted {
        return Err(Fault::new(Code::E504, format!("{} bytes where {wanted} were declared", bytes.len())));
    }
    let height = |pair: &[u8]| match i16::from_be_bytes([pair[0], pair[1]]) {
        VOID => f32::NAN,
        metres => f32::from(metres),
    };
    Ok(bytes.chunks_exact(2).map(height).collect())
}

type Archive = zip::ZipArchive<BufReader<File>>;

fn open_zip(path: &Path) -> Result<Archive, Fault> {
    zip::ZipArchive::new(BufReader::new(File::open(path)?)).map_err(zip_fault)
}

fn zip_fault(error: zip::result::ZipError) -> Fault {
    Fault::new(Code::E104, error.to_string())
}

fn only_tile(archive: &Archive) -> Result<usize, Fault> {
    let is_tile = |name: &str| name.to_lowercase().ends_with(".hgt") && !name.starts_with("__MACOSX");
    let mut tiles = (0..archive.len())
        .filter(|at| matches!(archive.name_for_index(*at), Some(Ok(name)) if is_tile(&name)));
    match (tiles.next(), tiles.next()) {
        (Some(tile), None) => Ok(tile),
        (None, _) => Err(Fault::new(Code::E104, "no .hgt in the zip file")),
        _ => Err(Fault::new(Code::E104, "several .hgt in the zip file")),
    }
}

/// Longitude and latitude of the south-west corner, from `N42E001`.
fn corner(path: &Path) -> Result<(f64, f64), Fault> {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_uppercase();
    parse_corner(&name).ok_or_else(|| Fault::new(Code::E104, "the name says no corner like N42E001"))
}

fn parse_corner(name: &str) -> Option<(f64, f64)> {
    let signed = |letter: &str, digits: &str, plus: &str, minus: &str| {
        let number: f64 =
            digits.bytes().all(|digit| digit.is_ascii_digit()).then(|| digits.parse().ok())??;
        if letter == plus {
            Some(number)
        } else if letter == minus {
            Some(-number)
        } else {
            None
        }
    };
    let south = signed(name.get(0..1)?, name.get(1..3)?, "N", "S")?;
    let west = signed(name.get(3..4)?, name.get(4..7)?, "E", "W")?;
    let ends = name.get(7..).is_some_and(|rest| !rest.starts_with(|next: char| next.is_alphanumeric()));
    let on_earth = (-90.0..=89.0).contains(&south) && (-180.0..=179.0).contains(&west);
    (ends && on_earth).then_some((west, south))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_is_the_south_west_corner() {
        assert_eq!(parse_corner("N42E001.HGT"), Some((1.0, 42.0)));
        assert_eq!(parse_corner("S03W070.SRTMGL1.HGT.ZIP"), Some((-70.0, -3.0)));
        assert_eq!(parse_corner("ANDORRA.HGT"), None);
        assert_eq!(parse_corner("N42E1.HGT"), None);
        assert_eq!(parse_corner("N99E001.HGT"), None);
        assert_eq!(parse_corner("N42E0011.HGT"), None);
        assert_eq!(parse_corner("高高高"), None);
    }
}
