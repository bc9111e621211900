//! Roads, heights and plans with one thing broken, and exactly its finding.

#[path = "../src/read/roads/pbf/encode.rs"]
#[allow(dead_code)]
mod encode;
mod folders;

use folders::copy;
use mabang::app::check::{CheckRequest, check};
use mabang::app::load::load;
use mabang::app::{AppError, Quiet};
use mabang::county::datum::Datum;
use mabang::finding::{Code, Finding};
use mabang::network::{Network, suspect};
use mabang::report::text::{Lang, findings};
use mabang::units::Point;
use mabang::{read, wire};
use std::fs;
use std::path::{Path, PathBuf};

const ROADS: &str = "roads.geojson";
const PLACES: &str = "places.csv";

fn map(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("maps").join(name)
}

fn change(folder: &Path, file: &str, from: &str, to: &str) {
    let old = fs::read_to_string(folder.join(file)).unwrap();
    assert!(old.contains(from), "{file} has no {from}");
    fs::write(folder.join(file), old.replacen(from, to, 1)).unwrap();
}

/// Every sentence has all its values.
fn complete(found: &[Finding]) {
    for finding in found {
        for name in findings::needed(finding.code) {
            let there = finding.values.iter().any(|(known, _)| *known == name);
            assert!(there, "{:?} lacks {name}", finding.code);
        }
        for lang in [Lang::Zh, Lang::En] {
            assert!(!findings::phrase(finding, lang).to_string().contains(['{', '}']));
        }
    }
}

fn found(folder: &Path) -> Vec<Finding> {
    let found = match load(folder, None, &Quiet) {
        Ok(loaded) => loaded.findings,
        Err(AppError::Findings(findings)) => findings,
        Err(other) => panic!("{other}"),
    };
    complete(&found);
    found
}

/// What is found in a copy of a shipped county after one change.
fn codes_of(county: &str, break_it: impl FnOnce(&Path)) -> Vec<Code> {
    let keep = tempfile::tempdir().unwrap();
    let folder = keep.path().join(county);
    copy(&map(county), &folder);
    break_it(&folder);
    found(&folder).iter().map(|finding| finding.code).collect()
}

fn codes(break_it: impl FnOnce(&Path)) -> Vec<Code> {
    codes_of("tiny", break_it)
}

fn changed(file: &'static str, from: &'static str, to: &'static str) -> Vec<Code> {
    codes(|folder| change(folder, file, from, to))
}

/// One more road on the map of the tiny county.
fn road(tags: &str, line: &str) -> Vec<Code> {
    let feature = format!(
        r#"{{"type":"Feature","id":9,"properties":{{{tags}}},"geometry":{{"type":"LineString","coordinates":{line}}}}},"#
    );
    codes(|folder| change(folder, ROADS, "\"features\":[\n", &format!("\"features\":[\n{feature}\n")))
}

/// The tiny county with a road file of these bytes and no other.
fn pbf(bytes: &[u8]) -> Vec<Code> {
    codes(|folder| {
        fs::remove_file(folder.join(ROADS)).unwrap();
        fs::write(folder.join("roads.osm.pbf"), bytes).unwrap();
    })
}

/// Two nodes, of which the road names these, and more groups.
fn extract(refs: &[i64], more: &[u8]) -> Vec<u8> {
    let names = encode::strings(&["", "highway", "tertiary", "type", "restriction", "no_left_turn"]);
    let nodes = encode::dense(&[1, 2], &[290_000_000, 290_300_000], &[1_050_000_000, 1_050_000_000], &[]);
    let way = encode::way(7, &[1], &[2], refs);
    let block = [names, nodes, way, more.to_vec()].concat();
    [encode::usual_header(), encode::data(&block)].concat()
}

/// One-degree tiles around the tiny county; `void` is a cell of the one that it lies in.
fn tiles(folder: &Path, names: &[&str], void: Option<usize>) {
    fs::remove_file(folder.join("dem.tif")).unwrap();
    fs::create_dir(folder.join("dem")).unwrap();
    for name in names {
        let mut bytes = 500_i16.to_be_bytes().repeat(1201 * 1201);
        if let (Some(cell), "N29E105.hgt") = (void, *name) {
            bytes[2 * cell..2 * cell + 2].copy_from_slice(&(-32768_i16).to_be_bytes());
        }
        fs::write(folder.join("dem").join(name), bytes).unwrap();
    }
}

const AROUND: [&str; 4] = ["N28E104.hgt", "N28E105.hgt", "N29E104.hgt", "N29E105.hgt"];

#[test]
fn nothing_is_found_in_the_tiny_county() {
    assert_eq!(codes(|_| ()), []);
}

#[test]
fn e304_a_village_far_from_every_road() {
    // 0.015 degrees east of the road are 1.5 km.
    assert_eq!(changed(PLACES, "29.018045,105,", "29.018045,105.015,"), [Code::E304]);
}

#[test]
fn e305_a_village_at_a_road_that_leads_nowhere() {
    let codes = codes(|folder| {
        change(folder, PLACES, "29.018045,105,", "29.018045,105.015,");
        let island = r#"{"type":"Feature","id":9,"properties":{"highway":"tertiary"},"geometry":{"type":"LineString","coordinates":[[105.015,29.0175],[105.015,29.0185]]}},"#;
        change(folder, ROADS, "\"features\":[\n", &format!("\"features\":[\n{island}\n"));
    });
    assert_eq!(codes, [Code::W502, Code::E305]);
}

#[test]
fn e306_a_county_that_declares_another_datum() {
    for wrong in ["GCJ-02", "BD-09"] {
        let codes = codes_of("leishan", |folder| change(folder, "county.toml", "WGS-84", wrong));
        assert!(codes.contains(&Code::E306), "{wrong}: {codes:?}");
        assert!(!codes.contains(&Code::E304), "the cause is told, not each stop: {codes:?}");
    }
}

/// Orders with points of their own, in WGS-84 whatever is declared for them.
fn give_orders_points(folder: &Path) {
    let county = read::county(folder, None).value.unwrap().county;
    let of = |code: &str| county.places.iter().find(|place| place.code == code).map(|place| place.point);
    let file = folder.join("orders").join(format!("{}.csv", county.date));
    let text = fs::read_to_string(&file).unwrap();
    let mut rows = Vec::new();
    for row in text.lines() {
        let mut cells: Vec<String> = row.split(',').map(str::to_owned).collect();
        if let Some(point) = of(&cells[2]) {
            // Some steps aside, so that it is not the place's own point.
            (cells[3], cells[4]) = (format!("{:.5}", point.y() + 2e-5), format!("{:.5}", point.x()));
        }
        rows.push(cells.join(","));
    }
    fs::write(file, rows.join("\n")).unwrap();
}

#[test]
fn e306_orders_in_another_datum_than_declared_for_them() {
    assert!(!codes_of("leishan", give_orders_points).contains(&Code::E306), "WGS-84 is right");

    let codes = codes_of("leishan", |folder| {
        give_orders_points(folder);
        change(folder, "county.toml", "datum =", "datum_orders = \"BD-09\"\ndatum =");
    });

    assert!(codes.contains(&Code::E306), "{codes:?}");
    assert!(!codes.contains(&Code::E304), "the cause is told, not each stop: {codes:?}");
}

#[test]
fn e306_names_the_datum_that_fits_and_is_silent_where_all_is_well() {
    for (county, shifts) in [("tiny", false), ("wushan", false), ("leishan", true)] {
        let folder = map(county);
        let county = read::county(&folder, None).value.unwrap().county;
        let roads = read::roads::read_roads(&folder, county.bounds).value.unwrap();
        let network = Network::build(&roads, &|_| None).value;
        let points: Vec<Point> = county.places.iter().map(|place| place.point).collect();
        let all = [Datum::Wgs84, Datum::Gcj02, Datum::Bd09];
        for declared in all {
            assert_eq!(suspect(&network, &points, declared), None, "rightly declared as {declared:?}");
            for truly in all.into_iter().filter(|truly| shifts && *truly != declared) {
                let read = |point: &Point| declared.to_wgs(truly.from_wgs(*point));
                let wrong: Vec<Point> = points.iter().map(read).collect();
                let suspected = suspect(&network, &wrong, declared).map(|suspect| suspect.datum);
                assert_eq!(suspected, Some(truly), "declared as {declared:?}");
            }
        }
    }
}

#[test]
fn e501_a_map_without_a_road() {
    let none = codes(|folder| {
        fs::write(folder.join(ROADS), r#"{"type":"FeatureCollection","features":[]}"#).unwrap();
    });
    assert_eq!(none, [Code::E501]);
}

#[test]
fn e502_a_road_file_cut_short() {
    let whole = extract(&[1, 2], &[]);
    assert_eq!(pbf(&whole[..whole.len() - 3]), [Code::E502]);
    assert_eq!(codes(|folder| fs::write(folder.join(ROADS), "{").unwrap()), [Code::E502]);
}

#[test]
fn e503_an_extract_that_needs_more_than_is_understood() {
    assert_eq!(pbf(&encode::header(&["OsmSchema-V0.6", "HistoricalInformation"])), [Code::E503]);
}

#[test]
fn e504_a_tile_of_the_wrong_size() {
    let codes = codes(|folder| {
        fs::remove_file(folder.join("dem.tif")).unwrap();
        fs::write(folder.join("N29E105.hgt"), [0; 100]).unwrap();
    });
    assert_eq!(codes, [Code::E504]);
}

#[test]
fn e505_heights_of_another_county() {
    assert_eq!(codes(|folder| tiles(folder, &["N40E116.hgt"], None)), [Code::E505]);
    assert_eq!(codes(|folder| tiles(folder, &["N29E105.hgt"], None)), [Code::E505]);
}

#[test]
fn e507_ways_whose_nodes_are_elsewhere() {
    assert_eq!(pbf(&extract(&[1, 2, 3, 4, 5], &[])), [Code::E507]);
}

#[test]
fn e601_e603_what_is_not_a_plan_of_this_county() {
    let county = read::county(&map("tiny"), None).value.unwrap().county;
    let codes = |text: &str| -> Vec<Code> {
        let found = wire::plan::from_json(text, &county).unwrap_err();
        complete(&found);
        found.iter().map(|finding| finding.code).collect()
    };
    let head = |format: &str, county: &str| {
        format!(r#"{{"format":"{format}","county":"{county}","date":"2026-07-08","inputs":"x"}}"#)
    };
    assert_eq!(codes("no plan"), [Code::E601]);
    assert_eq!(codes(&head("mabang-plan/0", "tiny")), [Code::E601]);
    assert_eq!(codes(&head(wire::plan::FORMAT, "huge")), [Code::E603]);
}

#[test]
fn e602_a_plan_that_was_made_from_other_files() {
    let keep = tempfile::tempdir().unwrap();
    let plan = keep.path().join("plan.json");
    let head =
        format!(r#"{{"format":"{}","county":"tiny","date":"2026-07-08","inputs":"x"}}"#, wire::plan::FORMAT);
    fs::write(&plan, head).unwrap();
    let request = CheckRequest { plan, county: Some(map("tiny")), from: None };

    let Err(AppError::Findings(found)) = check(&request, &Quiet) else { panic!("found nothing") };

    complete(&found);
    assert_eq!(found[0].code, Code::E602);
}

#[test]
fn w301_a_bridge_too_weak_for_one_vehicle_type() {
    let codes = codes(|folder| {
        change(folder, "fleet.toml", "id = \"insulated_van\"", "id = \"insulated_van\" # heavier");
        let fleet = fs::read_to_string(folder.join("fleet.toml")).unwrap();
        let (light, heavy) = fleet.split_once("# heavier").unwrap();
        let heavy = heavy.replacen("preset = \"van\"", "preset = \"truck_4t2\"", 1);
        fs::write(folder.join("fleet.toml"), format!("{light}{heavy}")).unwrap();
        change(folder, ROADS, "\"maxspeed\":\"36\"", "\"maxspeed\":\"36\",\"maxweight\":\"2.5\"");
    });
    assert_eq!(codes, [Code::W301]);
}

#[test]
fn w501_a_way_that_no_vehicle_may_use() {
    assert_eq!(road(r#""highway":"tertiary","access":"no""#, "[[105,29.01],[105.01,29.01]]"), [Code::W501]);
}

#[test]
fn w502_a_road_apart_from_the_others() {
    assert_eq!(road(r#""highway":"tertiary""#, "[[105.02,29.02],[105.03,29.02]]"), [Code::W502]);
}

#[test]
fn w503_a_height_that_was_not_measured_is_filled() {
    // 10 cells above and beside the corner at 105, 29: 1 km from the warehouse.
    let keep = tempfile::tempdir().unwrap();
    let folder = keep.path().join("tiny");
    copy(&map("tiny"), &folder);
    tiles(&folder, &AROUND, Some(1190 * 1201 + 10));

    let found = found(&folder);

    assert_eq!(found.iter().map(|finding| finding.code).collect::<Vec<_>>(), [Code::W503]);
    let said = findings::phrase(&found[0], Lang::En).headline;
    assert!(said.starts_with("1 heights were missing and have been filled"), "{said}");
    assert_eq!(codes(|folder| tiles(folder, &AROUND, None)), []);
}

#[test]
fn w505_a_speed_limit_that_is_not_one() {
    assert_eq!(changed(ROADS, "\"maxspeed\":\"36\"", "\"maxspeed\":\"walnut\""), [Code::W505]);
}

#[test]
fn w506_a_turn_that_is_forbidden() {
    let relation = [
        encode::number(1, 5),
        encode::bytes(2, &encode::packed(&[3, 4])),
        encode::bytes(3, &encode::packed(&[4, 5])),
    ];
    let codes = pbf(&extract(&[1, 2], &encode::bytes(2, &encode::bytes(4, &relation.concat()))));
    assert!(codes.contains(&Code::W506), "{codes:?}");
}

/// All Rust files below a folder, as text.
fn sources(folder: &Path, keep: &dyn Fn(&Path) -> bool, into: &mut String) {
    for entry in fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() {
            sources(&path, keep, into);
        } else if path.extension().is_some_and(|end| end == "rs") && keep(&path) {
            into.push_str(&fs::read_to_string(path).unwrap());
        }
    }
}

#[test]
fn every_code_is_emitted_tested_and_explained() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let (mut tests, mut all) = (String::new(), String::new());
    sources(&root.join("tests"), &|_| true, &mut tests);
    sources(&root.join("src"), &|path| path.ends_with("tests.rs"), &mut tests);
    sources(&root.join("src"), &|path| !path.ends_with("tests.rs"), &mut all);
    let errors = fs::read_to_string(root.join("docs/ERRORS.md")).unwrap();
    for code in Code::ALL {
        let name = code.name();
        assert!(all.contains(&format!("Code::{name}")), "nothing emits {name}");
        let tested = tests.contains(&format!("Code::{name}")) || tests.contains(&format!("\"{name}\""));
        assert!(tested, "no test names {name}");
        let sections = errors.lines().filter(|line| line.trim_start_matches('#').trim() == name).count();
        assert_eq!(sections, 1, "sections of {name} in docs/ERRORS.md");
    }
    let headings = errors.lines().filter_map(|line| line.strip_prefix("### "));
    for heading in headings {
        assert!(Code::ALL.iter().any(|code| code.name() == heading), "{heading} is no code");
    }
}
