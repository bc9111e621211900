//! From published extracts to a county folder that can be read.

use mabang::app::AppError;
use mabang::app::import::{
    Extent, HeightsRequest, OrdersRequest, PowerRequest, RoadsRequest, heights, orders, places, power, roads,
};
use mabang::county::Bounds;
use std::fs;
use std::path::{Path, PathBuf};

/// A real extract, or a printed reason why there is none here.
fn real(file: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/realmaps").join(file);
    if path.is_file() {
        return Some(path);
    }
    println!("skipped: no {}", path.display());
    None
}

fn request(file: PathBuf, into: &Path, extent: Extent) -> RoadsRequest {
    RoadsRequest {
        file,
        into: into.to_owned(),
        extent,
        name_zh: "安道尔".to_owned(),
        name_en: String::new(),
        date: "2026-07-08".to_owned(),
    }
}

const ANDORRA: Bounds = Bounds { west: 1.41, south: 42.43, east: 1.79, north: 42.66 };

fn codes(result: Result<(), AppError>) -> Vec<&'static str> {
    match result {
        Err(AppError::Findings(findings)) => findings.iter().map(|finding| finding.code.name()).collect(),
        Err(other) => panic!("{other}"),
        Ok(()) => Vec::new(),
    }
}

#[test]
fn andorra_becomes_a_county_that_reads_without_errors() {
    let (Some(pbf), Some(tile)) = (real("andorra.osm.pbf"), real("N42E001.hgt.zip")) else { return };
    let parent = tempfile::tempdir().unwrap();
    let folder = parent.path().join("andorra");

    let done = roads(&request(pbf.clone(), &folder, Extent::Box(ANDORRA))).unwrap();
    let high =
        heights(&HeightsRequest { tiles: vec![tile], into: folder.clone(), extent: Extent::County }).unwrap();

    assert!(done.main_km > 0.8 * done.km, "{} of {} km", done.main_km, done.km);
    assert!(high.range.0 > 500.0 && high.range.1 < 3_100.0, "{:?}", high.range);
    let found = mabang::read::county(&folder, None);
    let errors: Vec<_> = found.findings.iter().filter(|finding| finding.is_error()).collect();
    assert!(errors.is_empty(), "{errors:?}");
    let county = found.value.unwrap().county;
    assert_eq!((county.name_zh.as_str(), county.name_en.as_str()), ("安道尔", "andorra"));
    assert!(county.orders.len() > 10, "{} orders", county.orders.len());
    assert!(mabang::read::roads::read_roads(&folder, county.bounds).value.is_some());
    assert!(mabang::read::dem::read_dem(&folder, county.bounds).value.is_some());
    // Places are there already, so they are not founded again.
    assert_eq!(codes(places(&request(pbf, &folder, Extent::County)).map(drop)), vec!["E106"]);
}

#[test]
fn orders_with_errors_leave_the_county_as_it_was() {
    let Some(pbf) = real("andorra.osm.pbf") else { return };
    let parent = tempfile::tempdir().unwrap();
    let folder = parent.path().join("andorra");
    roads(&request(pbf, &folder, Extent::Box(ANDORRA))).unwrap();
    let file = parent.path().join("my orders.csv");
    let import = |text: &str| {
        fs::write(&file, text).unwrap();
        orders(&OrdersRequest { file: file.clone(), into: folder.clone(), date: "2026-08-01".to_owned() })
    };

    let bad = import("id,type,place,goods,kg\nA,delivery,P0001,parcel,-3\n");
    assert_eq!(codes(bad.map(drop)), vec!["E205"]);
    assert!(!folder.join("orders/2026-08-01.csv").exists());

    let good = import("id,type,place,goods,kg\nA,delivery,P0001,parcel,3\n").unwrap();
    assert_eq!(good.orders, 1);
    assert!(folder.join("orders/2026-08-01.csv").exists());
    let left: Vec<_> =
        fs::read_dir(parent.path()).unwrap().flatten().map(|entry| entry.file_name()).collect();
    assert_eq!(left.len(), 2, "the county and the table, no trial folder: {left:?}");
}

#[test]
fn files_that_are_not_there_are_e101_and_nothing_is_written() {
    let parent = tempfile::tempdir().unwrap();
    let folder = parent.path().join("nowhere");
    let missing = parent.path().join("missing.osm.pbf");

    assert_eq!(codes(roads(&request(missing, &folder, Extent::County)).map(drop)), vec!["E101"]);
    assert!(!folder.exists());
}

#[test]
fn heights_need_to_know_where_the_county_lies() {
    let parent = tempfile::tempdir().unwrap();
    let tiles = vec![parent.path().join("N42E001.hgt")];
    let nowhere = HeightsRequest { tiles, into: parent.path().join("x"), extent: Extent::County };
    assert_eq!(codes(heights(&nowhere).map(drop)), vec!["E401"]);
}

#[test]
fn a_oneway_dead_end_and_odd_values_are_told_and_not_guessed() {
    let parent = tempfile::tempdir().unwrap();
    let file = parent.path().join("roads.geojson");
    let road = |id: u32, tags: &str, line: &str| {
        format!(
            r#"{{"type":"Feature","id":{id},"properties":{{"highway":"tertiary"{tags}}},"geometry":{{"type":"LineString","coordinates":{line}}}}}"#
        )
    };
    let roads_of = [
        road(1, "", "[[109.0,31.0],[109.01,31.0],[109.02,31.0]]"),
        road(2, r#","oneway":"yes""#, "[[109.02,31.0],[109.02,31.01]]"),
        road(3, r#","maxspeed":"signals","maxweight":"heavy""#, "[[109.0,31.0],[109.0,31.01]]"),
        road(4, r#","maxspeed":"CN:urban","maxweight":"10000 lbs""#, "[[109.0,31.0],[108.99,31.0]]"),
    ];
    fs::write(&file, format!(r#"{{"type":"FeatureCollection","features":[{}]}}"#, roads_of.join(",")))
        .unwrap();

    let done = roads(&request(file, &parent.path().join("out"), Extent::County));

    let done = done.unwrap_or_else(|error| panic!("{error}"));
    let told: Vec<(&str, String)> = done
        .findings
        .iter()
        .map(|finding| {
            let values: Vec<String> = finding.values.iter().map(|(_, value)| value.to_string()).collect();
            (finding.code.name(), values.join(" "))
        })
        .collect();
    assert!(told.iter().any(|(code, values)| *code == "W507" && values.starts_with("1 1112 ")), "{told:?}");
    assert!(told.contains(&("W505", "1 maxspeed signals".to_owned())), "{told:?}");
    assert!(told.contains(&("W505", "1 maxweight heavy".to_owned())), "{told:?}");
    assert_eq!(told.len(), 3, "{told:?}");
}

#[test]
fn power_lines_of_an_extract_become_wires_of_the_county() {
    let Some(pbf) = real("andorra.osm.pbf") else { return };
    let parent = tempfile::tempdir().unwrap();
    let folder = parent.path().join("andorra");
    roads(&request(pbf.clone(), &folder, Extent::Box(ANDORRA))).unwrap();

    let done = power(&PowerRequest { file: pbf, into: folder.clone(), extent: Extent::County }).unwrap();

    assert!(done.lines > 10 && done.pylons > 100 && done.of_known_voltage > 0, "{done:?}");
    assert_eq!(done.findings, vec![]);
    let county = mabang::read::county(&folder, None).value.unwrap().county;
    assert_eq!(county.aloft.wires.len(), done.lines);
}

#[test]
fn an_extract_of_roads_alone_is_told_and_writes_no_power_lines() {
    let parent = tempfile::tempdir().unwrap();
    // A header block that asks for nothing, and no data: a valid file of nothing.
    let file = parent.path().join("empty.osm.pbf");
    let blob = [&[0x0a, 16][..], &[0x22, 14], b"OsmSchema-V0.6"].concat();
    let header = [&[0x0a, 9][..], b"OSMHeader", &[0x18, blob.len() as u8]].concat();
    fs::write(&file, [&(header.len() as u32).to_be_bytes()[..], &header, &blob].concat()).unwrap();
    let into = parent.path().join("county");

    let missing =
        PowerRequest { file: parent.path().join("none.pbf"), into: into.clone(), extent: Extent::County };
    assert_eq!(codes(power(&missing).map(drop)), ["E101"]);

    let done = power(&PowerRequest { file, into: into.clone(), extent: Extent::County }).unwrap();

    assert_eq!(done.findings.iter().map(|finding| finding.code.name()).collect::<Vec<_>>(), ["W509"]);
    assert!(done.lines == 0 && !into.join("power.geojson").exists());
}
