use super::*;
use std::io::Write;
use tempfile::TempDir;

const BOX: Bounds = Bounds { west: 1.1, south: 42.1, east: 1.2, north: 42.2 };

fn folder() -> TempDir {
    tempfile::tempdir().unwrap()
}

/// A 3" tile whose height is the column plus the row, with a void in its middle.
fn hgt() -> Vec<u8> {
    let mut bytes = Vec::new();
    for row in 0..1201_i16 {
        for column in 0..1201_i16 {
            let height = if (row, column) == (1000, 180) { -32_768 } else { row + column };
            bytes.extend(height.to_be_bytes());
        }
    }
    bytes
}

fn codes(found: &Found<Option<Dem>>) -> Vec<&'static str> {
    found.findings.iter().map(|finding| finding.code.name()).collect()
}

fn small() -> Dem {
    let grid = Grid { west: 1.0, north: 42.3, step_lon: 0.01, step_lat: 0.01, columns: 31, rows: 31 };
    let heights = (0..31 * 31).map(|at| 500.0 + at as f32).collect();
    Dem::new(grid, heights).unwrap()
}

#[test]
fn a_tile_is_placed_by_its_name() {
    let folder = folder();
    fs::write(folder.path().join("N42E001.hgt"), hgt()).unwrap();

    let found = read_dem(folder.path(), BOX);

    // 1.15 degrees east is column 180; 42.15 north is 0.85 degrees below the top, row 1020.
    let dem = found.value.as_ref().unwrap();
    assert_eq!(dem.height(Point::new(1.15, 42.15)).map(f64::round), Some(1200.0));
    assert_eq!(codes(&found), vec!["W503"]);
    assert_eq!(found.findings[0].spot.feature.as_deref(), Some("42.1667 N, 1.1500 E"));
    assert!(dem.grid().columns < 200, "only the box and a margin are kept");
}

#[test]
fn a_zipped_tile_is_the_same_as_a_plain_one() {
    let (plain, zipped) = (folder(), folder());
    fs::write(plain.path().join("N42E001.hgt"), hgt()).unwrap();
    let mut zip = zip::ZipWriter::new(fs::File::create(zipped.path().join("N42E001.hgt.zip")).unwrap());
    zip.start_file("N42E001.hgt", zip::write::SimpleFileOptions::default()).unwrap();
    zip.write_all(&hgt()).unwrap();
    zip.finish().unwrap();

    let (plain, zipped) = (read_dem(plain.path(), BOX), read_dem(zipped.path(), BOX));

    // Voids are NaN and equal nothing, so a picture of the values is compared.
    assert_eq!(format!("{:?}", plain.value), format!("{:?}", zipped.value));
}

#[test]
fn a_zip_that_unpacks_to_more_than_a_tile_is_refused() {
    let folder = folder();
    let mut zip = zip::ZipWriter::new(fs::File::create(folder.path().join("N42E001.hgt.zip")).unwrap());
    zip.start_file("N42E001.hgt", zip::write::SimpleFileOptions::default()).unwrap();
    zip.write_all(&vec![0; 60_000_000]).unwrap();
    zip.finish().unwrap();

    assert_eq!(codes(&read_dem(folder.path(), BOX)), vec!["E504"]);
}

#[test]
fn a_tile_of_the_wrong_size_is_e504_and_one_without_a_corner_e104() {
    let folder = folder();
    fs::write(folder.path().join("N42E001.hgt"), &hgt()[..1_000_000]).unwrap();
    fs::write(folder.path().join("mountains.hgt"), hgt()).unwrap();

    assert_eq!(codes(&read_dem(folder.path(), BOX)), vec!["E504", "E104"]);
}

#[test]
fn no_heights_at_all_is_e101_and_heights_elsewhere_e505() {
    let folder = folder();
    assert_eq!(codes(&read_dem(folder.path(), BOX)), vec!["E101"]);

    fs::write(folder.path().join("N43E001.hgt"), hgt()).unwrap();
    assert_eq!(codes(&read_dem(folder.path(), BOX)), vec!["E505"]);
}

#[test]
fn an_empty_file_and_a_file_of_noise_are_found() {
    let folder = folder();
    fs::write(folder.path().join("dem.tif"), b"").unwrap();
    fs::write(folder.path().join("other.tif"), b"II*\0 this is no image at all").unwrap();

    assert_eq!(codes(&read_dem(folder.path(), BOX)), vec!["E102", "E104"]);
}

#[test]
fn heights_written_as_geotiff_are_read_back() {
    let folder = folder();
    crate::store::dem::write(&folder.path().join("dem.tif"), &small()).unwrap();

    let found = read_dem(folder.path(), BOX);

    let dem = found.value.as_ref().unwrap();
    assert!(found.findings.is_empty());
    for (x, y) in [(1.1, 42.1), (1.15, 42.2), (1.2, 42.17)] {
        let point = Point::new(x, y);
        let (read, wrote) = (dem.height(point).unwrap(), small().height(point).unwrap());
        assert!((read - wrote).abs() < 1e-3, "{read} {wrote}");
    }
}

#[test]
fn a_geotiff_cut_short_anywhere_is_found_and_never_a_panic() {
    let folder = folder();
    let path = folder.path().join("dem.tif");
    crate::store::dem::write(&path, &small()).unwrap();
    let whole = fs::read(&path).unwrap();

    for length in (0..whole.len()).step_by(7) {
        fs::write(&path, &whole[..length]).unwrap();
        assert!(read_dem(folder.path(), BOX).has_errors(), "{length} of {} bytes", whole.len());
    }
}

#[test]
fn a_byte_changed_anywhere_in_a_geotiff_is_never_a_panic() {
    let folder = folder();
    let path = folder.path().join("dem.tif");
    crate::store::dem::write(&path, &small()).unwrap();
    let whole = fs::read(&path).unwrap();

    for at in 0..whole.len() {
        let mut bytes = whole.clone();
        bytes[at] ^= 0x55;
        fs::write(&path, &bytes).unwrap();
        let _any = read_dem(folder.path(), BOX);
    }
}

#[test]
fn two_tiles_are_joined_at_their_edge() {
    let folder = folder();
    fs::create_dir(folder.path().join("dem")).unwrap();
    fs::write(folder.path().join("dem/N42E001.hgt"), hgt()).unwrap();
    fs::write(folder.path().join("dem/N41E001.hgt"), hgt()).unwrap();
    let across = Bounds { south: 41.9, north: 42.1, ..BOX };

    let found = read_dem(folder.path(), across);

    let dem = found.value.unwrap();
    // A cell above the edge is row 1199 of the northern tile, far below it the southern one begins anew.
    assert!(dem.height(Point::new(1.15, 42.0009)).unwrap() > 1300.0);
    assert!(dem.height(Point::new(1.15, 41.95)).unwrap() < 300.0);
}
