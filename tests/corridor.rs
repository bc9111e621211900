//! `mabang corridor` as a user starts it, on a county with hills, pads and zones.

mod folders;

use assert_cmd::Command;
use folders::copy;
use mabang::finding::Code;
use mabang::terrain::{Dem, Grid};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

const SITES: &str = "id,name_zh,name_en,kind,opening,lat,lon\n\
    W1,云仓,Warehouse,warehouse,existing,29.0,105.0\n\
    A,甲起降点,Pad A,pad,existing,28.99,104.99\n\
    B,乙<起降点>,Pad <B>,pad,existing,29.04,105.04\n\
    C,丙起降点,Pad C,pad,candidate,29.04,104.99\n";
const DRONE: &str = "\n[[drone]]\nid = \"fc\"\nairframe = \"flycart30\"\nhome = \"W1\"\n";

/// The tiny county with hills, three pads and a drone.
fn county() -> (TempDir, PathBuf) {
    let keep = TempDir::new().expect("a folder");
    let folder = keep.path().join("tiny");
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("maps/tiny"), &folder);
    hills(&folder, |_, _| true);
    fs::write(folder.join("sites.csv"), SITES).unwrap();
    let fleet = fs::read_to_string(folder.join("fleet.toml")).unwrap();
    fs::write(folder.join("fleet.toml"), fleet + DRONE).unwrap();
    (keep, folder)
}

/// Cells of the height model in a row and in a column.
const CELLS: usize = 200;

/// Heights every 40 m or so, by column and row.
fn heights(folder: &Path, height: impl Fn(f32, f32) -> f32) {
    let grid = Grid {
        west: 104.975,
        north: 29.055,
        step_lon: 0.0004,
        step_lat: 0.0004,
        columns: CELLS,
        rows: CELLS,
    };
    let at = |index: usize| height((index % CELLS) as f32, (index / CELLS) as f32);
    let dem = Dem::new(grid, (0..CELLS * CELLS).map(at).collect()).unwrap();
    mabang::store::dem::write_synthetic(&folder.join("dem.tif"), &dem, "test").unwrap();
}

/// Hills, with voids where they are not known.
fn hills(folder: &Path, known: impl Fn(f64, f64) -> bool) {
    heights(folder, |x, y| {
        let (x, y) = (f64::from(x), f64::from(y));
        let height = 500.0 + 90.0 * (x / 19.0).sin() * (y / 23.0).cos() + 0.3 * x;
        if known(x, y) { height as f32 } else { f32::NAN }
    });
}

fn zone(folder: &Path, floor: &str, ring: &str) {
    let text = format!(
        "{{\"type\":\"FeatureCollection\",\"features\":[{{\"type\":\"Feature\",\"properties\":{{\"id\":\"Z9\",\"floor_m\":{floor}}},\"geometry\":{{\"type\":\"Polygon\",\"coordinates\":[[{ring}]]}}}}]}}"
    );
    fs::write(folder.join("zones.geojson"), text).unwrap();
}

fn corridor(folder: &Path, args: &[&str]) -> assert_cmd::assert::Assert {
    let mut command = Command::new(env!("CARGO_BIN_EXE_mabang"));
    command.env("LANG", "en_US.UTF-8").env_remove("LC_ALL").env_remove("LC_MESSAGES").env("COLUMNS", "200");
    command.arg("corridor").arg(folder).args(args).assert()
}

fn json(folder: &Path, args: &[&str]) -> Value {
    let done = corridor(folder, &[args, &["--json"]].concat()).success();
    serde_json::from_slice(&done.get_output().stdout).expect("JSON on stdout")
}

/// What stands on stderr; the run fails if an error is among it.
fn told(folder: &Path, args: &[&str], code: Code) -> String {
    let done = corridor(folder, args);
    let text = String::from_utf8_lossy(&done.get_output().stderr).into_owned();
    assert!(text.contains(code.name()), "{code:?} is not in:\n{text}");
    text
}

#[test]
fn all_outputs_hold_every_directed_edge() {
    let (keep, folder) = county();
    let out = keep.path().join("out");

    let answer = json(&folder, &["--out", out.to_str().unwrap()]);

    let edges = answer["edges"].as_array().unwrap();
    assert_eq!((edges.len(), answer["sound"].as_bool()), (6, Some(true)));
    let (there, back) = (&edges[0], &edges[1]);
    assert_eq!((&there["from"], &there["to"]), (&back["to"], &back["from"]));
    assert_eq!(there["climb_m"], back["descent_m"]);
    assert_eq!(there["file_before"], "2026-07-07 12:00");
    let map: Value =
        serde_json::from_str(&fs::read_to_string(out.join("corridors.geojson")).unwrap()).unwrap();
    let lines: Vec<&Value> = map["features"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|feature| feature["geometry"]["type"] == "LineString")
        .collect();
    assert_eq!(lines.len(), 6);
    for line in &lines {
        let heights = line["geometry"]["coordinates"].as_array().unwrap();
        let grounds = line["properties"]["ground_m"].as_array().unwrap();
        assert_eq!(heights.len(), grounds.len());
        for (at, ground) in heights.iter().zip(grounds) {
            let above = at[2].as_f64().unwrap() - ground.as_f64().unwrap();
            assert!((50.0..=300.0).contains(&above), "{above}");
        }
        let along =
            line["properties"]["profile"].as_array().unwrap().iter().map(|spot| spot[0].as_f64().unwrap());
        assert!(along.is_sorted());
    }
    let kml = fs::read_to_string(out.join("corridors.kml")).unwrap();
    assert_eq!(kml.matches("<LineString>").count(), 6);
    assert!(kml.contains("Pad &lt;B&gt;") && !kml.contains("Pad <B>"));
    let page = fs::read_to_string(out.join("corridors.html")).unwrap();
    assert_eq!(page.matches("class=\"profile\"").count(), 3);
    // The picture in base64 may hold any letters.
    let drawn = page.split("class=\"profile\"").skip(1);
    assert!(drawn.into_iter().all(|part| !part.contains("NaN") && !part.contains("inf")));
    assert!(!page.contains("Pad <B>") && !page.contains("src=\"http") && !page.contains("href=\"http"));
}

#[test]
fn the_filing_sheet_says_in_chinese_what_an_application_asks_for() {
    use calamine::{Reader, open_workbook_auto};
    let (keep, folder) = county();
    let out = keep.path().join("out");
    corridor(&folder, &["--out", out.to_str().unwrap()]).success();

    let mut book = open_workbook_auto(out.join("filing.xlsx")).unwrap();

    assert_eq!(book.sheet_names(), ["申请概况", "航线", "航线点", "备降点"]);
    let summary = book.worksheet_range("申请概况").unwrap();
    let value = |item: &str| {
        let row = summary.rows().find(|row| row[0] == *item).unwrap();
        row[1].to_string()
    };
    assert_eq!(value("申请提交截止"), "2026-07-07 12:00");
    assert!(value("类别（按最大起飞质量）").starts_with("中型"), "{}", value("类别（按最大起飞质量）"));
    assert_eq!(value("操控员姓名、执照编号"), "（请填写）");
    assert_eq!(book.worksheet_range("航线").unwrap().height(), 7);
}

#[test]
fn one_pair_and_suggestions_can_be_asked_for() {
    let (_keep, folder) = county();

    let one = json(&folder, &["--from", "C", "--to", "A"]);
    assert_eq!(one["edges"].as_array().unwrap().len(), 2);
    let more = json(&folder, &["--suggest-pads", "2"]);
    let pads = more["suggested_pads"].as_array().unwrap();
    assert!(pads.iter().all(|pad| pad["slope_deg"].as_f64().unwrap() <= 5.0), "{pads:?}");

    let zh = corridor(&folder, &["--lang", "zh"]).success();
    assert!(String::from_utf8_lossy(&zh.get_output().stdout).contains("独立核验：全部通过"));
}

#[test]
fn a_corridor_that_no_rule_allows_is_refused_with_the_rule_named() {
    let (_keep, folder) = county();
    zone(&folder, "null", "[104.9,29.02],[105.1,29.02],[105.1,29.03],[104.9,29.03],[104.9,29.02]");

    let answer = json(&folder, &[]);

    assert_eq!(answer["edges"].as_array().unwrap().len(), 2);
    let refused = answer["refused"].as_array().unwrap();
    assert_eq!(refused.len(), 2);
    assert_eq!(refused[0]["rule_en"], "no-fly zones cut all ways: Z9");
    assert_eq!(refused[0]["rule_zh"], "禁飞区 Z9 截断所有路径");
}

#[test]
fn pads_that_cannot_be_used_are_findings_with_their_place() {
    let (_keep, folder) = county();
    zone(&folder, "null", "[105.03,29.03],[105.045,29.03],[105.045,29.045],[105.03,29.045],[105.03,29.03]");
    let text = told(&folder, &[], Code::W802);
    assert!(text.contains("sites.csv") && text.contains('B') && text.contains("Z9"), "{text}");

    let (_keep, folder) = county();
    // A void too large to be filled, around pad C.
    hills(&folder, |x, y| !((10.0..65.0).contains(&x) && (10.0..65.0).contains(&y)));
    told(&folder, &[], Code::W801);

    let (_keep, folder) = county();
    // Pad A at the bottom of a shaft of 400 m.
    heights(&folder, |column, row| {
        let (x, y) = (column - 37.5, row - 162.5);
        500.0 + 0.3 * x + if x.hypot(y) < 1.0 { 0.0 } else { 400.0 }
    });
    told(&folder, &[], Code::W803);
}

#[test]
fn what_is_missing_or_beyond_a_limit_is_a_finding() {
    let (_keep, folder) = county();
    told(&folder, &["--wind", "13"], Code::E803);
    told(&folder, &["--drone", "pigeon"], Code::E210);
    told(&folder, &["--from", "A", "--to", "X"], Code::E210);
    let change = |file: &str, from: &str, to: &str| {
        let text = fs::read_to_string(folder.join(file)).unwrap();
        assert!(text.contains(from), "{from}");
        fs::write(folder.join(file), text.replace(from, to)).unwrap();
    };
    change("county.toml", "mean_c = 20.0", "mean_c = 50.0");
    told(&folder, &[], Code::E804);
    change("county.toml", "mean_c = 50.0", "mean_c = 20.0");
    change("fleet.toml", DRONE, "");
    told(&folder, &[], Code::E808);
    fs::write(folder.join("sites.csv"), SITES.replace(",pad,", ",station,")).unwrap();
    told(&folder, &[], Code::E807);
}

#[test]
fn a_drone_that_reaches_no_pad_is_told() {
    let (_keep, folder) = county();
    let fleet = fs::read_to_string(folder.join("fleet.toml")).unwrap();
    // 3 km with 9 kg: nothing is left of it after take-off, landing and reserve.
    let weak = DRONE.replace("flycart30\"", "postal10\"\nrange_km = 3.5");
    fs::write(folder.join("fleet.toml"), fleet.replace(DRONE, &weak)).unwrap();

    let text = told(&folder, &[], Code::W804);

    assert!(text.contains("fleet.toml"), "{text}");
}
