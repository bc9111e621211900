//! `mabang compare` as a user starts it, on a county with hills, pads and a drone.

mod folders;

use assert_cmd::Command;
use folders::copy;
use mabang::terrain::{Dem, Grid};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

const SITES: &str = "id,name_zh,name_en,kind,opening,lat,lon,fixed_yuan\n\
    W1,云仓,Warehouse,warehouse,existing,29.0,105.0,1000\n\
    A,甲起降点,Pad A,pad,existing,29.0,105.0005,60\n\
    B,乙<起降点>,Pad <B>,pad,existing,29.018045,105.0005,60\n\
    C,丙起降点,Pad C,pad,candidate,29.0361,105.0005,60\n";
const DRONE: &str = "\n[[drone]]\nid = \"fc\"\nairframe = \"flycart30\"\nhome = \"W1\"\n";
/// Two seasons and few points, so that it is quick without optimisation.
const STUDY: &str = "seed = 7\nseasons = [\"summer\", \"冬\"]\nsample = 0\n\
    [grid]\ndistance_km = [1, 4, 7, 10]\ndetour = [1, 4, 8]\npayload_kg = [5, 30]\n\
    value_yuan_per_kg = [1, 100]\nq10 = [2, 3]\nkg_per_day = [1, 10, 100]\n\
    [[scenario]]\nname = \"diesel <dear>\"\ndiesel = 2\n[[scenario.fact]]\nkey = \"air.operator.drones\"\nvalue = 5\n";

/// The tiny county with gentle hills, three pads and a drone.
fn county() -> (TempDir, PathBuf) {
    let keep = TempDir::new().expect("a folder");
    let folder = keep.path().join("tiny");
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("maps/tiny"), &folder);
    const CELLS: usize = 120;
    let step = 0.0008;
    let grid =
        Grid { west: 104.97, north: 29.06, step_lon: step, step_lat: step, columns: CELLS, rows: CELLS };
    let height = |at: usize| {
        let (x, y) = ((at % CELLS) as f32, (at / CELLS) as f32);
        500.0 + 40.0 * (x / 19.0).sin() * (y / 23.0).cos() + 0.3 * x
    };
    let dem = Dem::new(grid, (0..CELLS * CELLS).map(height).collect()).unwrap();
    mabang::store::dem::write_synthetic(&folder.join("dem.tif"), &dem, "test").unwrap();
    fs::write(folder.join("sites.csv"), SITES).unwrap();
    let fleet = fs::read_to_string(folder.join("fleet.toml")).unwrap();
    fs::write(folder.join("fleet.toml"), fleet + DRONE).unwrap();
    fs::write(folder.join("compare.toml"), STUDY).unwrap();
    (keep, folder)
}

fn compare(folder: &Path, out: &Path, args: &[&str]) -> assert_cmd::assert::Assert {
    let mut command = Command::new(env!("CARGO_BIN_EXE_mabang"));
    command.env("LANG", "en_US.UTF-8").env_remove("LC_ALL").env_remove("LC_MESSAGES").env("COLUMNS", "160");
    command.arg("compare").arg(folder).arg("--out").arg(out).args(args).assert()
}

/// Names and contents of all files but the finished parts.
fn files(dir: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path());
    entries
        .filter(|path| path.is_file())
        .map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), fs::read(&path).unwrap()))
        .collect()
}

fn parts(dir: &Path) -> Vec<PathBuf> {
    let keys: Vec<PathBuf> =
        fs::read_dir(dir.join("finished")).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert_eq!(keys.len(), 1, "one study, one folder");
    let mut all: Vec<PathBuf> = fs::read_dir(&keys[0]).unwrap().map(|entry| entry.unwrap().path()).collect();
    all.sort();
    all
}

#[test]
fn a_study_is_the_same_on_any_number_of_threads_and_goes_on_where_it_stopped() {
    let (keep, folder) = county();
    let (one, two, again) = (keep.path().join("one"), keep.path().join("two"), keep.path().join("again"));

    compare(&folder, &one, &["--threads", "1"]).success();
    compare(&folder, &two, &["--threads", "2"]).success();

    let whole = files(&one);
    assert_eq!(whole, files(&two));
    assert_eq!(parts(&one).len(), parts(&two).len());

    // Half of it lost and one part damaged, as when the power fails.
    for (at, part) in parts(&two).iter().enumerate() {
        match at % 2 {
            0 => fs::remove_file(part).unwrap(),
            _ if at == 1 => fs::write(part, "{\"Cells\":[{").unwrap(),
            _ => {}
        }
    }
    fs::remove_file(two.join("index.html")).unwrap();
    let done = compare(&folder, &two, &[]).success();
    let told = String::from_utf8_lossy(&done.get_output().stderr).into_owned();
    assert!(told.contains("finished before and used again"), "{told}");
    assert_eq!(whole, files(&two));

    // The study as it was used says all that the county's own file said.
    fs::remove_file(folder.join("compare.toml")).unwrap();
    let used = one.join("compare.toml");
    compare(&folder, &again, &["--study", used.to_str().unwrap()]).success();
    assert_eq!(whole, files(&again));
    numbers(&one);
}

#[test]
fn the_page_has_bars_that_move_and_no_number_that_is_none() {
    let (keep, folder) = county();
    let one = keep.path().join("one");
    let quick = STUDY.replace("sample = 0", "sample = 1").replace(", \"冬\"", "");
    fs::write(folder.join("compare.toml"), quick).unwrap();

    compare(&folder, &one, &["--threads", "2"]).success();

    bars(&one);
    page(&one);
    // One bar computed again is the same bar.
    let lost = parts(&one).into_iter().find(|part| part.ends_with("bar-air.clearance.json")).unwrap();
    let before = fs::read(&lost).unwrap();
    fs::remove_file(&lost).unwrap();
    compare(&folder, &one, &["--threads", "1"]).success();
    assert_eq!(fs::read(&lost).unwrap(), before);
}

/// Facts of roads, of flights and of prices all move the difference.
fn bars(out: &Path) {
    let bars = fs::read_to_string(out.join("sensitivity.csv")).unwrap();
    let moves = |line: &&str| {
        let cells: Vec<&str> = line.split(',').collect();
        cells[5] != cells[6] || cells[7] != cells[6]
    };
    let moving: Vec<&str> = bars.lines().skip(1).filter(moves).collect();
    for fact in
        ["road.flow.rural,", "air.operator,", "drone.hover,", "goods.plum.q10,", "vehicle.van.efficiency,"]
    {
        assert!(moving.iter().any(|line| line.starts_with(fact)), "{fact} of\n{bars}");
    }
}

/// What stands in the tables is whole and adds up.
fn numbers(out: &Path) {
    let text = fs::read_to_string(out.join("cells.csv")).unwrap();
    let mut rows = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let heading = rows.headers().unwrap().clone();
    let column = |name: &str| heading.iter().position(|it| it == name).unwrap_or_else(|| panic!("{name}"));
    let records: Vec<csv::StringRecord> = rows.records().map(Result::unwrap).collect();
    let number = |row: &csv::StringRecord, name: &str| row[column(name)].parse::<f64>().ok();
    assert!(!records.is_empty());
    for row in &records {
        for mode in ["road", "own", "air", "mixed"] {
            let Some(sum) = number(row, &format!("{mode}_sum_yuan_per_kg")) else { continue };
            let money = number(row, &format!("{mode}_yuan_per_kg")).unwrap();
            let lost = number(row, &format!("{mode}_lost_yuan_per_kg")).unwrap();
            assert!((sum - money - lost).abs() < 2e-4 && money > 0.0 && lost >= 0.0, "{row:?}");
            let parcel = number(row, &format!("{mode}_yuan_per_parcel")).unwrap();
            assert!((parcel - money * 1.2).abs() < 2e-4);
            let open = number(row, &format!("{mode}_available_pct")).unwrap();
            assert!((0.0..=100.0).contains(&open));
        }
        let air = number(row, "air_yuan_per_kg").is_some();
        assert_ne!(air, !row[column("air_blocked_by")].is_empty(), "it flies or it is said why not");
    }
    let of = |place: &str, name: &str| {
        let row = records.iter().find(|row| {
            &row[column("place")] == place
                && &row[column("goods")] == "parcel"
                && &row[column("season")] == "summer"
        });
        row.unwrap_or_else(|| panic!("{place}"))[column(name)].to_owned()
    };
    assert_eq!((of("A", "air_basis"), of("C", "air_basis")), ("corridor".to_owned(), "straight".to_owned()));
    assert_eq!(of("W", "air_blocked_by"), "beside");
    // Twice as far by road costs a trip of its own more; twice the kilometres are told.
    let km = |place: &str| of(place, "road_km").parse::<f64>().unwrap();
    assert!((km("B") / km("A") - 2.0).abs() < 0.1);
    let lines = fs::read_to_string(out.join("cells.jsonl")).unwrap();
    let first: Value = serde_json::from_str(lines.lines().next().unwrap()).unwrap();
    assert_eq!(lines.lines().count(), records.len());
    assert!(first["road"]["yuan_per_kg"].is_number());
    let all: Value = serde_json::from_str(&fs::read_to_string(out.join("compare.json")).unwrap()).unwrap();
    assert_eq!(all["scenarios"][1]["scenario"], "diesel <dear>");
}

fn page(out: &Path) {
    for name in ["index.html", "summary.html"] {
        let text = fs::read_to_string(out.join(name)).unwrap();
        for bad in ["NaN", ">inf", "Infinity", "<dear>", "Pad <B>", "−0.00<"] {
            assert!(!text.contains(bad), "{name}: {bad}");
        }
        assert!(text.contains("</html>"));
    }
    let text = fs::read_to_string(out.join("index.html")).unwrap();
    assert!(text.matches("<svg").count() >= 6 && text.contains("Everest"));
    let text = fs::read_to_string(out.join("summary.html")).unwrap();
    assert!(text.contains("公路拼车") && text.contains("shared round"));
}

#[test]
fn a_bad_study_is_told_at_once_and_nothing_is_written() {
    let (keep, folder) = county();
    let out = keep.path().join("out");
    let bad = keep.path().join("bad.toml");
    fs::write(&bad, "seasons = [\"monsoon\"]\ndrone = \"kite\"\nsample = -1\n").unwrap();

    let done = compare(&folder, &out, &["--study", bad.to_str().unwrap()]).failure().code(1);

    let told = String::from_utf8_lossy(&done.get_output().stderr).into_owned();
    for code in ["E208", "E210", "E205"] {
        assert!(told.contains(code), "{told}");
    }
    assert!(told.contains("bad.toml, row 3") && !out.exists());
    let missing = compare(&folder, &out, &["--study", "nowhere.toml"]).failure().code(1);
    assert!(String::from_utf8_lossy(&missing.get_output().stderr).contains("E101"));
}

#[test]
fn a_county_without_drones_or_an_output_inside_it_is_refused() {
    let (keep, folder) = county();
    compare(&folder, &folder, &[]).failure().code(3);
    let fleet = fs::read_to_string(folder.join("fleet.toml")).unwrap();
    fs::write(folder.join("fleet.toml"), fleet.replace(DRONE, "")).unwrap();

    let out = keep.path().join("out");
    let done = compare(&folder, &out, &[]).failure().code(1);

    assert!(String::from_utf8_lossy(&done.get_output().stderr).contains("E808") && !out.exists());
}

#[test]
fn a_drone_that_serves_nothing_is_told_and_the_study_is_written() {
    let (keep, folder) = county();
    let out = keep.path().join("out");
    let fleet = fs::read_to_string(folder.join("fleet.toml")).unwrap();
    fs::write(folder.join("fleet.toml"), fleet + "range_km = 0.9\n").unwrap();
    fs::write(folder.join("compare.toml"), STUDY.replace(", \"冬\"", "")).unwrap();

    let done = compare(&folder, &out, &[]).success();

    let told = String::from_utf8_lossy(&done.get_output().stderr).into_owned();
    assert!(told.contains("W810") && told.contains("out of range with the reserve"), "{told}");
    // Not a terminal: how far it has come is told in lines.
    assert!(told.contains(" parts done"), "{told}");
    assert!(out.join("index.html").is_file());
}
