//! Hours and reports of the roads: read, checked, and minded.

mod common;
mod folders;

use folders::copy;
use mabang::app::Quiet;
use mabang::app::load::{Loaded, load};
use mabang::county::{Report, Weather, Whom};
use mabang::finding::{Code, Finding};
use mabang::read;
use mabang::units::Moment;
use std::fs;
use std::path::{Path, PathBuf};

/// A written county with these files more.
fn with(files: &[(&str, &str)]) -> (tempfile::TempDir, PathBuf) {
    let keep = tempfile::tempdir().unwrap();
    let path = keep.path().join("small");
    common::write(&path, &common::county());
    for (name, text) in files {
        fs::write(path.join(name), text).unwrap();
    }
    (keep, path)
}

fn middle() -> (f64, f64) {
    let bounds = common::county().bounds;
    ((bounds.south + bounds.north) / 2.0, (bounds.west + bounds.east) / 2.0)
}

fn codes(file: &str, text: &str) -> Vec<Code> {
    let (_keep, folder) = with(&[(file, text)]);
    let errors = read::county(&folder, None).findings.into_iter().filter(Finding::is_error);
    errors.map(|finding| finding.code).collect()
}

#[test]
fn hours_and_reports_are_read_in_both_languages() {
    let (lat, lon) = middle();
    let hours =
        format!("编号,纬度,经度,半径,开始,结束,速度百分比,车辆\n夜,{lat},{lon},500,22:00,24:00,0,货车\n");
    let reports = format!("id,lat,lon,state,times_per_year\na,{lat},{lon},closed,\nb,{lat},{lon},易断,2.5\n");
    let (_keep, folder) = with(&[("hours.csv", &hours), ("closures.csv", &reports)]);
    let toml = fs::read_to_string(folder.join("county.toml")).unwrap();
    fs::write(folder.join("county.toml"), format!("weather = \"凝冻\"\n{toml}")).unwrap();

    let found = read::county(&folder, None);

    assert!(found.findings.iter().all(|finding| !finding.is_error()), "{:?}", found.findings);
    let state = found.value.unwrap().county.road_state;
    assert_eq!(state.weather, Weather::Ice);
    let rule = &state.hours[0];
    assert_eq!(
        (rule.from, rule.to, rule.percent, rule.whom),
        (Moment::at(22, 0), Moment::at(24, 0), 0, Whom::Lorries)
    );
    assert!((rule.area.radius - 500.0).abs() < 1e-9);
    assert_eq!(
        state.reports.iter().map(|report| report.report).collect::<Vec<_>>(),
        [Report::Closed, Report::Weak(2.5)]
    );
}

#[test]
fn what_is_wrong_in_them_is_told() {
    let (lat, lon) = middle();
    let hour =
        |rest: &str| codes("hours.csv", &format!("id,lat,lon,from,to,speed_percent\na,{lat},{lon},{rest}\n"));
    let report = |rest: &str| {
        codes("closures.csv", &format!("id,lat,lon,state,times_per_year\na,{lat},{lon},{rest}\n"))
    };

    assert_eq!(hour("07:00,09:00,60"), []);
    assert_eq!(hour("22:00,06:00,0"), [Code::E207]);
    assert_eq!(hour("22:00,次日 06:00,0"), [Code::E205]);
    assert_eq!(hour("soon,09:00,60"), [Code::E206]);
    assert_eq!(hour("07:00,09:00,160"), [Code::E205]);
    assert_eq!(hour("07:00,,60"), [Code::E203]);
    assert_eq!(report("closed,"), []);
    assert_eq!(report("gone,"), [Code::E208]);
    assert_eq!(report("weak,"), [Code::E203]);
    assert_eq!(report("weak,-1"), [Code::E205]);
    assert_eq!(codes("closures.csv", "id,lat,lon,state\na,0,0,closed\n"), [Code::E302]);
    assert_eq!(codes("closures.csv", "id,lat,lon\na,0,0\n"), [Code::E201, Code::E302]);
}

fn tiny(closures: Option<String>) -> (tempfile::TempDir, Loaded) {
    let keep = tempfile::tempdir().unwrap();
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("maps/tiny");
    let folder = keep.path().join("tiny");
    copy(&from, &folder);
    if let Some(text) = closures {
        fs::write(folder.join("closures.csv"), text).unwrap();
    }
    let loaded = load(&folder, None, &Quiet).unwrap_or_else(|error| panic!("{error}"));
    (keep, loaded)
}

#[test]
fn a_road_reported_closed_is_not_driven() {
    let (_keep, before) = tiny(None);
    let network = &before.located.network;
    let longest = network.graph().edge_weights().max_by_key(|arc| arc.length).unwrap();
    let point = longest.geometry[longest.geometry.len() / 2];

    let text = format!("id,lat,lon,radius_m,state\nslide,{},{},30,closed\n", point.y(), point.x());
    let (_other, after) = tiny(Some(text));

    let closed = |loaded: &Loaded| {
        let network = &loaded.located.network;
        network.graph().edge_weights().filter(|arc| arc.shut).count()
    };
    assert_eq!(closed(&before), 0);
    assert!(closed(&after) >= 1);
    for (arc, weight) in after.located.network.graph().edge_weights().zip(&after.located.weights[0].arcs) {
        assert!(!arc.shut || weight.is_none());
    }
    // Whoever lives behind it keeps a place on the map; the order is left out with a reason.
    assert_eq!(after.located.drops, before.located.drops);
}
