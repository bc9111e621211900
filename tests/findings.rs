//! One thing broken in a good county folder, and exactly its finding.

mod common;

use mabang::finding::{Code, Finding};
use mabang::read;
use mabang::report::text::{Lang, findings};
use proptest::prelude::*;
use std::fs;
use std::path::{Path, PathBuf};

const ORDERS: &str = "orders/2026-07-08.csv";

/// A written county in a folder of its own.
struct Folder {
    _keep: tempfile::TempDir,
    path: PathBuf,
}

fn good() -> Folder {
    let keep = tempfile::tempdir().unwrap();
    let path = keep.path().join("small");
    common::write(&path, &common::county());
    Folder { _keep: keep, path }
}

fn text(folder: &Path, file: &str) -> String {
    fs::read_to_string(folder.join(file)).unwrap()
}

/// Replaces the first `from`, which must be there.
fn change(folder: &Path, file: &str, from: &str, to: &str) {
    let old = text(folder, file);
    assert!(old.contains(from), "{file} has no {from}:\n{old}");
    fs::write(folder.join(file), old.replacen(from, to, 1)).unwrap();
}

fn values(finding: &Finding) -> String {
    finding.values.iter().map(|(_, value)| value.to_string()).collect()
}

/// All findings; every sentence has all its values.
fn found(folder: &Path) -> Vec<Finding> {
    let found = read::county(folder, Some("2026-07-08")).findings;
    for finding in &found {
        for name in findings::needed(finding.code) {
            assert!(
                finding.values.iter().any(|(known, _)| *known == name),
                "{:?} lacks {name}",
                finding.code
            );
        }
        // Braces that the user wrote are shown as they are.
        let users = values(finding).contains(['{', '}']);
        for lang in [Lang::Zh, Lang::En] {
            let phrase = findings::phrase(finding, lang);
            let said = format!("{}{}", phrase.headline, phrase.fix);
            assert!(users || !said.contains(['{', '}']), "{said}");
        }
    }
    found
}

/// The errors and warnings of a good folder after one change, without those of the untouched one.
fn codes(break_it: impl FnOnce(&Path)) -> Vec<Code> {
    let folder = good();
    let before = found(&folder.path);
    assert!(before.iter().all(|finding| !finding.is_error()), "{before:?}");
    break_it(&folder.path);
    let after = found(&folder.path);
    after.iter().filter(|finding| !before.contains(finding)).map(|finding| finding.code).collect()
}

fn changed(file: &'static str, from: &'static str, to: &'static str) -> Vec<Code> {
    codes(|folder| change(folder, file, from, to))
}

#[test]
fn e101_a_missing_file() {
    for file in ["county.toml", "places.csv", "goods.csv", "sites.csv", "fleet.toml"] {
        let codes = codes(|folder| fs::remove_file(folder.join(file)).unwrap());
        assert!(codes.contains(&Code::E101), "{file}: {codes:?}");
    }
}

#[test]
fn e102_an_empty_file() {
    assert_eq!(codes(|folder| fs::write(folder.join("goods.csv"), "\n\n").unwrap()), [Code::E102]);
}

#[test]
fn e103_an_unknown_encoding() {
    assert_eq!(
        codes(|folder| fs::write(folder.join("goods.csv"), [0x41, 0xff, 0xff]).unwrap()),
        [Code::E103]
    );
}

#[test]
fn e104_a_file_that_is_not_what_it_says() {
    assert_eq!(codes(|folder| fs::write(folder.join("zones.geojson"), "{").unwrap()), [Code::E104]);
    assert!(codes(|folder| fs::write(folder.join("county.xlsx"), "no zip").unwrap()).contains(&Code::E104));
    assert!(changed("county.toml", "season", "= =").contains(&Code::E104));
}

#[test]
fn e105_a_file_that_is_too_large() {
    let codes = codes(|folder| fs::write(folder.join("fleet.toml"), vec![b'#'; (4 << 20) + 1]).unwrap());
    assert!(codes.contains(&Code::E105), "{codes:?}");
}

#[test]
fn e106_a_table_given_twice() {
    let codes = codes(|folder| {
        let mut book = rust_xlsxwriter::Workbook::new();
        let sheet = book.add_worksheet();
        sheet.set_name("品类").unwrap();
        sheet.write(0, 0, "编号").unwrap();
        book.save(folder.join("county.xlsx")).unwrap();
    });
    assert_eq!(codes, [Code::E106]);
}

#[test]
fn e201_and_w101_a_wrong_heading() {
    assert_eq!(changed(ORDERS, ",kg,", ",stones,"), [Code::W101, Code::E201]);
}

#[test]
fn e202_a_column_twice() {
    assert_eq!(changed(ORDERS, ",age", ",重量"), [Code::E202]);
}

#[test]
fn e203_an_empty_cell() {
    assert_eq!(changed(ORDERS, ",box,", ",,"), [Code::E203]);
}

#[test]
fn e204_not_a_number() {
    for wrong in [",NaN,", ",inf,", ",2kg,"] {
        assert_eq!(changed(ORDERS, ",1.234,", wrong), [Code::E204]);
    }
}

#[test]
fn e205_a_negative_or_absurd_mass() {
    for wrong in [",-1,", ",0,", ",1e9,"] {
        assert_eq!(changed(ORDERS, ",1.234,", wrong), [Code::E205]);
    }
}

#[test]
fn e206_not_a_time() {
    assert_eq!(changed(ORDERS, "-1d 18:00", "25:99"), [Code::E206]);
}

#[test]
fn e207_a_reversed_window() {
    assert_eq!(changed(ORDERS, "08:00-11:30", "11:30-08:00"), [Code::E207]);
}

#[test]
fn e208_an_unknown_word() {
    assert_eq!(changed("sites.csv", ",warehouse,", ",palace,"), [Code::E208]);
}

#[test]
fn e209_an_id_twice() {
    assert_eq!(changed(ORDERS, "c2,", "d1,"), [Code::E209]);
}

#[test]
fn e210_an_unknown_id() {
    assert_eq!(changed(ORDERS, ",box,", ",boxes,"), [Code::E210]);
    assert_eq!(changed("places.csv", ",t1,", ",t9,"), [Code::E210]);
    assert_eq!(changed("fleet.toml", "end = \"p1\"", "end = \"p9\""), [Code::E210]);
}

#[test]
fn e213_a_row_with_too_many_cells() {
    assert_eq!(changed(ORDERS, "d1,", "d1,d1,"), [Code::E213]);
}

#[test]
fn e301_swapped_axes() {
    assert_eq!(changed("places.csv", ",31.2,109.7,", ",109.7,31.2,"), [Code::E301]);
}

#[test]
fn e301_swapped_columns_are_told_once() {
    let folder = good();
    let places = text(&folder.path, "places.csv").replacen("lat", "x", 1).replacen("lon", "lat", 1);
    fs::write(folder.path.join("places.csv"), places.replacen(",x,", ",lon,", 1)).unwrap();

    let found = found(&folder.path);

    let swapped: Vec<&Finding> = found.iter().filter(|finding| finding.code == Code::E301).collect();
    let [one] = swapped[..] else { panic!("{} findings", swapped.len()) };
    let rows = text(&folder.path, "places.csv").lines().count() - 1;
    let said = findings::phrase(one, Lang::En).headline;
    assert!(said.contains(&format!("in {} more rows", rows - 1)), "{said}");
}

#[test]
fn e302_a_point_outside() {
    assert_eq!(changed("places.csv", ",31.2,109.7,", ",40.1,116.3,"), [Code::E302]);
}

#[test]
fn e303_no_datum() {
    assert_eq!(changed("county.toml", "datum = \"WGS-84\"\n", ""), [Code::E303]);
    assert_eq!(changed("county.toml", "WGS-84", "Beijing-54"), [Code::E303]);
}

#[test]
fn e401_e402_e403_keys_of_settings() {
    assert_eq!(changed("county.toml", "season = \"summer\"\n", ""), [Code::E401]);
    assert_eq!(changed("county.toml", "season =", "seasons = 1\nseason ="), [Code::E402]);
    assert_eq!(changed("county.toml", "season = \"summer\"", "season = 3"), [Code::E403]);
}

#[test]
fn e404_no_vehicles() {
    let codes = codes(|folder| fs::write(folder.join("fleet.toml"), "# none\n").unwrap());
    assert!(codes.contains(&Code::E404), "{codes:?}");
}

#[test]
fn e405_no_orders() {
    let codes = codes(|folder| {
        let heading = text(folder, ORDERS).lines().next().unwrap().to_owned();
        fs::write(folder.join(ORDERS), heading).unwrap();
    });
    assert_eq!(codes, [Code::E405]);
}

#[test]
fn e406_no_orders_file() {
    assert_eq!(codes(|folder| fs::remove_file(folder.join(ORDERS)).unwrap()), [Code::E406]);
}

#[test]
fn e407_no_warehouse() {
    assert_eq!(changed("sites.csv", "existing", "candidate"), [Code::E407]);
}

#[test]
fn e506_a_polygon_that_is_not_closed() {
    assert_eq!(changed("zones.geojson", "[109.7,31.0]", "[109.71,31.0]"), [Code::E506]);
}

#[test]
fn e508_a_power_line_of_one_point() {
    let line = r#"{"type":"Feature","properties":{"power":"line"},
        "geometry":{"type":"LineString","coordinates":[[109.7,31.0]]}}"#;
    assert_eq!(codes(|folder| fs::write(folder.join("power.geojson"), line).unwrap()), [Code::E508]);
    assert_eq!(codes(|folder| fs::write(folder.join("link.geojson"), line).unwrap()), [Code::E508]);
    let sound = line.replace("[[109.7,31.0]]", "[[109.7,31.0],[109.8,31.0]]");
    assert_eq!(codes(|folder| fs::write(folder.join("power.geojson"), &sound).unwrap()), []);
}

#[test]
fn e801_e802_e806_airframes_of_the_fleet() {
    assert_eq!(changed("fleet.toml", "airframe = \"flycart30\"", "airframe = \"kite\""), [Code::E801]);
    assert_eq!(changed("fleet.toml", "airframe = \"flycart30\"\n", ""), [Code::E401]);
    let drone = "airframe = \"flycart30\"\npayload_kg = 30";
    assert_eq!(changed("fleet.toml", drone, "airframe = \"flycart30\"\npayload_kg = 31"), [Code::E802]);
    assert_eq!(changed("fleet.toml", drone, "airframe = \"flycart30\"\npayload_kg = 0"), [Code::E205]);
    assert_eq!(changed("fleet.toml", "range_km = 16.0", "range_km = 160.0"), [Code::E806]);
}

#[test]
fn w102_an_unknown_file() {
    assert_eq!(codes(|folder| fs::write(folder.join("old.bak"), "x").unwrap()), [Code::W102]);
}

#[test]
fn w201_customers_where_they_are_not_needed() {
    assert_eq!(changed("places.csv", ",population,", ",电话,"), [Code::W201]);
}

#[test]
fn w211_w212_w214_what_no_vehicle_can_carry() {
    assert_eq!(changed(ORDERS, ",1.234,", ",5000,"), [Code::W211]);
    assert_eq!(changed(ORDERS, ",17,", ",999999,"), [Code::W214]);
    let frozen = changed("goods.csv", "insulated;chilled", "frozen");
    assert_eq!(frozen, [Code::W212]);
}

#[test]
fn a_brace_that_a_user_wrote_is_shown_as_it_is() {
    let folder = good();
    change(&folder.path, ORDERS, ",box,", ",{found},");
    let found = found(&folder.path);
    assert_eq!(found.iter().filter(|finding| finding.code == Code::E210).count(), 1);
    let heading = codes(|folder| change(folder, ORDERS, ",age", ",}age"));
    assert_eq!(heading, [Code::W101]);
}

#[test]
fn all_faults_are_told_at_once_with_their_rows() {
    let folder = good();
    change(&folder.path, "places.csv", ",31.2,109.7,", ",40.1,116.3,");
    change(&folder.path, ORDERS, ",box,", ",boxes,");
    change(&folder.path, ORDERS, "c2,collection", "c2,theft");

    let found = found(&folder.path);

    let rows: Vec<_> = found.iter().filter(|f| f.is_error()).map(|f| (f.code, f.spot.row)).collect();
    assert_eq!(rows, [(Code::E302, Some(3)), (Code::E210, Some(2)), (Code::E208, Some(3))]);
}

#[test]
fn no_customer_is_named_in_a_finding() {
    let folder = good();
    change(&folder.path, ORDERS, ",box,", ",张三,");
    change(&folder.path, ORDERS, ",1.234,", ",13900000000x,");
    let found = found(&folder.path);

    let said: String = found.iter().map(|finding| findings::phrase(finding, Lang::Zh).to_string()).collect();

    assert!(!said.contains("张三"), "{said}");
}

#[test]
fn gb18030_tables_read_like_utf8_ones() {
    let folder = good();
    let before = read::county(&folder.path, None).value.unwrap().county;
    let table = text(&folder.path, "places.csv");
    let (bytes, _, _) = encoding_rs::GB18030.encode(table.trim_start_matches('\u{feff}'));
    fs::write(folder.path.join("places.csv"), bytes).unwrap();

    assert_eq!(read::county(&folder.path, None).value.unwrap().county, before);
}

const FILES: [&str; 6] = ["county.toml", "places.csv", "goods.csv", "fleet.toml", "zones.geojson", ORDERS];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn no_change_of_bytes_makes_reading_panic(
        file in 0..FILES.len(),
        at in 0.0..1.0f64,
        cut in 0usize..40,
        new in proptest::collection::vec(any::<u8>(), 0..12),
    ) {
        let folder = good();
        let path = folder.path.join(FILES[file]);
        let mut bytes = fs::read(&path).unwrap();
        let start = (bytes.len() as f64 * at) as usize;
        let end = (start + cut).min(bytes.len());
        bytes.splice(start..end, new);
        fs::write(&path, bytes).unwrap();
        found(&folder.path);
    }
}
