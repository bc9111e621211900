//! What planners and couriers look at: complete, consistent, safe to share.

#[path = "report/day.rs"]
mod day;
#[path = "report/records.rs"]
mod records;

use calamine::{Data, Reader, Xlsx};
use day::{Day, SECRET, day};
use mabang::county::OrderId;
use mabang::report::text::money;
use mabang::report::{Lang, Picture, ReportInput, SheetContact, terminal, write_all};
use mabang::units::Term;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

fn contact(id: OrderId) -> Option<SheetContact> {
    let name = format!("{SECRET}{}", id.0);
    Some(SheetContact { name, phone: "13800001234".into(), address: "秘密路7号 <b>".into() })
}

fn relief() -> Vec<u8> {
    (0..40 * 44).flat_map(|pixel| [120 + (pixel % 40) as u8, 150, 110]).collect()
}

/// All outputs of a day, by path below the folder.
fn outputs(day: &Day, lang: Lang) -> BTreeMap<PathBuf, Vec<u8>> {
    let dir = tempfile::tempdir().unwrap();
    write(day, dir.path(), lang);
    let mut found = BTreeMap::new();
    for folder in [dir.path().to_path_buf(), dir.path().join("sheets")] {
        for entry in fs::read_dir(folder).unwrap().flatten().filter(|entry| entry.path().is_file()) {
            let below = entry.path().strip_prefix(dir.path()).unwrap().to_path_buf();
            found.insert(below, fs::read(entry.path()).unwrap());
        }
    }
    found
}

fn write(day: &Day, dir: &Path, lang: Lang) -> Vec<PathBuf> {
    let rgb = relief();
    let input = ReportInput {
        plan: &day.plan,
        county: &day.county,
        roads: None,
        relief: Some(Picture { width: 40, height: 44, rgb: &rgb }),
        contacts: &contact,
        violations: Some(&[]),
        plan_json: "{}",
    };
    write_all(dir, &input, lang).unwrap()
}

fn text(outputs: &BTreeMap<PathBuf, Vec<u8>>, name: &str) -> String {
    String::from_utf8(outputs[Path::new(name)].clone()).unwrap()
}

#[test]
fn names_phones_and_addresses_are_on_the_sheets_and_nowhere_else() {
    let outputs = outputs(&day(3, 6), Lang::Zh);

    let mut sheets = 0;
    for (path, bytes) in &outputs {
        let mut content = String::from_utf8_lossy(bytes).into_owned();
        if path.ends_with("plan.xlsx") {
            content = cells(bytes).into_values().flatten().flatten().map(|cell| cell.to_string()).collect();
        }
        let told = content.contains(SECRET) || content.contains("13800001234") || content.contains("秘密路");
        let sheet = path.starts_with("sheets") && !path.ends_with("index.html");
        assert_eq!(told, sheet, "{}", path.display());
        sheets += usize::from(sheet);
    }
    assert_eq!(sheets, 3);
}

#[test]
fn every_page_has_balanced_tags_and_asks_nothing_of_the_network() {
    for lang in [Lang::Zh, Lang::En] {
        for (path, bytes) in outputs(&day(4, 7), lang) {
            if path.extension().is_some_and(|end| end == "html") {
                let page = String::from_utf8(bytes).unwrap();
                balanced(&page).unwrap_or_else(|wrong| panic!("{}: {wrong}", path.display()));
                for asks in ["src=\"http", "url(", "@import", "<link", "<iframe"] {
                    assert!(!page.contains(asks), "{}: {asks}", path.display());
                }
            }
        }
    }
}

/// A small reader of tags: what opens must close, in order.
fn balanced(page: &str) -> Result<(), String> {
    let mut open: Vec<&str> = Vec::new();
    let mut rest = page.strip_prefix("<!doctype html>").ok_or("no doctype")?;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        let end = rest.find('>').ok_or("a tag without end")?;
        let (tag, after) = (&rest[..end], &rest[end + 1..]);
        if tag.matches('"').count() % 2 == 1 {
            return Err(format!("an open quote in <{tag}>"));
        }
        rest = after;
        let name = tag.split([' ', '/']).find(|part| !part.is_empty()).unwrap_or_default();
        if tag.starts_with('/') {
            let last = open.pop();
            if last != Some(name) {
                return Err(format!("</{name}> closes {last:?}"));
            }
        } else if !tag.ends_with('/') && !["meta", "br", "input"].contains(&name) {
            open.push(name);
            if name == "script" || name == "style" {
                rest = &rest[rest.find(&format!("</{name}>")).ok_or("raw text without end")?..];
            }
        }
    }
    if open.is_empty() { Ok(()) } else { Err(format!("not closed: {open:?}")) }
}

#[test]
fn names_that_are_scripts_stay_names_in_every_file() {
    let mut day = day(2, 4);
    let attack = "<script>alert(1)</script>\"'&\u{1}";
    day.county.name_zh = attack.into();
    day.county.sites[0].name_zh = attack.into();
    day.county.places.iter_mut().for_each(|place| place.name_zh = attack.into());
    day.county.goods.iter_mut().for_each(|goods| goods.name_zh = attack.into());
    day.county.vehicle_types.iter_mut().for_each(|kind| kind.name_zh = attack.into());
    day.county.vehicle_types.iter_mut().for_each(|kind| kind.code = "../../etc/x".into());
    day.county.orders.iter_mut().for_each(|order| order.code = attack.into());

    let outputs = outputs(&day, Lang::Zh);

    for (path, bytes) in &outputs {
        let content = String::from_utf8_lossy(bytes);
        if path.extension().is_some_and(|end| end == "html") {
            assert!(!content.contains("<script>alert"), "{}", path.display());
            balanced(&content).unwrap_or_else(|wrong| panic!("{}: {wrong}", path.display()));
        }
    }
    assert!(outputs.contains_key(Path::new("sheets/01-------etc-x-1.html")), "{:?}", outputs.keys());
    gpx::read(&outputs[Path::new("routes.gpx")][..]).unwrap();
    cells(&outputs[Path::new("plan.xlsx")]);
}

#[test]
fn the_gpx_file_has_a_track_for_each_courier_and_a_segment_for_each_trip() {
    let day = day(3, 8);
    let outputs = outputs(&day, Lang::Zh);

    let read = gpx::read(&outputs[Path::new("routes.gpx")][..]).unwrap();

    assert_eq!(read.tracks.len(), 3);
    assert_eq!(read.waypoints.len(), 24);
    for (track, round) in read.tracks.iter().zip(&day.plan.rounds) {
        assert_eq!(track.segments.len(), round.trips.len());
        let first = track.segments[0].points[0].point();
        assert!((first.x() - day.county.sites[0].point.x()).abs() < 1e-9);
    }
}

#[test]
fn the_geojson_file_reads_back_with_every_leg_and_stop() {
    let day = day(3, 8);
    let read: geojson::GeoJson = text(&outputs(&day, Lang::En), "routes.geojson").parse().unwrap();

    let geojson::GeoJson::FeatureCollection(collection) = read else { panic!("not a collection") };
    let mut kinds: BTreeMap<String, usize> = BTreeMap::new();
    for feature in &collection.features {
        let kind = feature.property("kind").unwrap().as_str().unwrap().to_owned();
        *kinds.entry(kind).or_default() += 1;
    }
    let legs = day.plan.rounds.iter().flat_map(|round| &round.trips).flat_map(|trip| &trip.stops);
    let moving = legs.filter(|stop| stop.leg.distance.0 > 0).count() + 6;
    let expected = [("leg", moving), ("site", 1), ("stop", 24), ("unserved", 6)];
    assert_eq!(kinds, expected.map(|(kind, count)| (kind.to_owned(), count)).into());
}

#[test]
fn without_geometry_legs_are_straight_lines() {
    let mut day = day(1, 4);
    for trip in &mut day.plan.rounds[0].trips {
        trip.home.geometry.clear();
        trip.stops.iter_mut().for_each(|stop| stop.leg.geometry.clear());
    }
    let read = gpx::read(&outputs(&day, Lang::Zh)[Path::new("routes.gpx")][..]).unwrap();

    // Warehouse, two doors, warehouse.
    assert!(read.tracks[0].segments.iter().all(|segment| segment.points.len() == 4));
}

type Rows = Vec<Vec<Data>>;

fn cells(bytes: &[u8]) -> BTreeMap<String, Rows> {
    let mut book = Xlsx::new(std::io::Cursor::new(bytes)).unwrap();
    let sheets = book.worksheets();
    sheets.into_iter().map(|(name, range)| (name, range.rows().map(<[Data]>::to_vec).collect())).collect()
}

/// Yuan in a cell as fen.
fn fen(cell: &Data) -> i64 {
    match cell {
        Data::Float(yuan) => (yuan * 100.0).round() as i64,
        Data::Int(yuan) => yuan * 100,
        other => panic!("{other:?} is no money"),
    }
}

#[test]
fn money_in_the_workbook_sums_to_the_plan() {
    let day = day(5, 9);
    let sheets = cells(&outputs(&day, Lang::Zh)[Path::new("plan.xlsx")]);

    assert_eq!(
        sheets.keys().map(String::as_str).collect::<Vec<_>>(),
        ["成本", "未服务", "汇总", "站点", "路线"]
    );
    let total = |rows: &Rows, column: usize| {
        let body: i64 = rows[1..rows.len() - 1].iter().map(|row| fen(&row[column])).sum();
        assert_eq!(body, fen(&rows[rows.len() - 1][column]), "the last row is the sum");
        body
    };
    let rounds: i64 = day.plan.rounds.iter().map(|round| round.breakdown.total().0).sum();
    let left_out: i64 = day.plan.unserved.iter().map(|left_out| left_out.price.0).sum();
    assert_eq!(total(&sheets["路线"], 8 + Term::ALL.len()), rounds);
    assert_eq!(total(&sheets["未服务"], 4), left_out);
    assert_eq!(total(&sheets["成本"], 1), day.plan.breakdown.total().0);
    assert_eq!(sheets["站点"].len(), 1 + 45);
}

#[test]
fn a_plan_of_nothing_still_makes_every_file() {
    let mut day = day(1, 1);
    day.plan.rounds.clear();
    day.plan.unserved.clear();
    day.plan.blind = None;
    day.plan.search = Default::default();
    day.county.orders.clear();

    let outputs = outputs(&day, Lang::En);

    assert!(text(&outputs, "report.html").contains("Nothing that ages"));
    assert!(outputs.contains_key(Path::new("sheets/index.html")));
    assert!(terminal(&day.plan, &day.county, Lang::En, 80).contains("Total cost"));
}

#[test]
fn a_second_run_replaces_the_first_and_leaves_nothing_beside_it() {
    let dir = tempfile::tempdir().unwrap();
    write(&day(4, 3), dir.path(), Lang::Zh);
    fs::write(dir.path().join("sheets/notes.html"), "mine").unwrap();

    let files = write(&day(2, 3), dir.path(), Lang::Zh);

    let mut left: Vec<_> =
        fs::read_dir(dir.path().join("sheets")).unwrap().flatten().map(|e| e.file_name()).collect();
    left.sort();
    assert_eq!(left, ["01-van-1.html", "02-reefer-1.html", "index.html", "notes.html"]);
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 6, "five files and the sheets");
    assert!(files[0].ends_with("report.html") && files.iter().all(|file| file.exists()));
}

#[test]
fn a_folder_that_cannot_be_made_is_an_error_that_names_it() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("taken");
    fs::write(&file, "a file").unwrap();
    let day = day(1, 2);
    let input = ReportInput {
        plan: &day.plan,
        county: &day.county,
        roads: None,
        relief: None,
        contacts: &|_| None,
        violations: None,
        plan_json: "{}",
    };

    let error = write_all(&file, &input, Lang::Zh).unwrap_err();

    assert!(error.to_string().contains("taken"));
    assert_eq!(fs::read_to_string(&file).unwrap(), "a file");
}

#[test]
fn violations_are_told_on_the_page() {
    let day = day(1, 2);
    let found = ["路线 1 超载 <3 kg>".to_owned()];
    let input = ReportInput {
        plan: &day.plan,
        county: &day.county,
        roads: None,
        relief: None,
        contacts: &|_| None,
        violations: Some(&found),
        plan_json: "{}",
    };
    let dir = tempfile::tempdir().unwrap();

    write_all(dir.path(), &input, Lang::Zh).unwrap();

    let page = fs::read_to_string(dir.path().join("report.html")).unwrap();
    assert!(page.contains("路线 1 超载 &lt;3 kg&gt;") && page.contains("核验发现问题"));
}

#[test]
fn the_terminal_table_fits_its_width_and_names_the_total() {
    let day = day(6, 9);
    for (lang, width) in [(Lang::Zh, 80), (Lang::En, 100)] {
        let shown = terminal(&day.plan, &day.county, lang, width);

        assert!(shown.contains(&money(day.plan.breakdown.total())), "{shown}");
        for line in shown.lines().filter(|line| line.contains('─')) {
            assert!(line.chars().count() <= width as usize, "{line}");
        }
    }
}

#[test]
fn six_hundred_orders_make_a_page_of_less_than_three_megabytes() {
    let outputs = outputs(&day(24, 25), Lang::Zh);
    let page = &outputs[Path::new("report.html")];

    assert!(page.len() < 3_000_000, "{} bytes", page.len());
}
