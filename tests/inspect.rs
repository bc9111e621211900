//! `mabang inspect` as a user starts it, and against closing roads for real.

mod folders;

use assert_cmd::Command;
use folders::copy;
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// A copy of a shipped county with these files more.
fn county(name: &str, files: &[(&str, &str)]) -> (TempDir, PathBuf) {
    let keep = TempDir::new().expect("a folder");
    let folder = keep.path().join(name);
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("maps").join(name), &folder);
    for (file, text) in files {
        fs::write(folder.join(file), text).expect("a file");
    }
    (keep, folder)
}

fn inspect(folder: &Path, args: &[&str]) -> assert_cmd::assert::Assert {
    let mut command = Command::new(env!("CARGO_BIN_EXE_mabang"));
    command.env("LANG", "en_US.UTF-8").env_remove("LC_ALL").env_remove("LC_MESSAGES");
    command.arg("inspect").arg(folder).args(args).assert()
}

fn json(folder: &Path, args: &[&str]) -> Value {
    let done = inspect(folder, &[args, &["--json"]].concat()).success();
    serde_json::from_slice(&done.get_output().stdout).expect("JSON on stdout")
}

#[test]
fn the_worst_closure_cuts_off_whom_it_says_when_it_happens() {
    let (_keep, folder) = county("leishan", &[]);
    let before = json(&folder, &["--criticality"]);
    let worst = &before["stretches"][0];
    let (lon, lat) = (worst["middle"][0].as_f64().unwrap(), worst["middle"][1].as_f64().unwrap());

    let slide = format!("id,lat,lon,radius_m,state\nslide,{lat},{lon},15,closed\n");
    fs::write(folder.join("closures.csv"), slide).unwrap();
    let after = json(&folder, &["--criticality"]);

    let number = |value: &Value| value.as_u64().unwrap();
    assert_eq!(number(&before["orders_unreachable"]), 0);
    assert!(number(&worst["cut_off"]) > 0);
    assert_eq!(number(&after["orders_unreachable"]), number(&worst["cut_off"]));
    let costs: Vec<i64> =
        before["stretches"].as_array().unwrap().iter().map(|one| one["cost_fen"].as_i64().unwrap()).collect();
    assert!(costs.is_sorted_by(|one, other| one >= other));
}

#[test]
fn longer_times_reach_more_and_the_files_are_geojson() {
    let (keep, folder) = county("leishan", &[]);
    let sites = fs::read_to_string(folder.join("sites.csv")).unwrap();
    let site = sites.lines().nth(1).unwrap().split(',').next().unwrap().to_owned();
    let out = keep.path().join("reach.geojson");

    let done =
        inspect(&folder, &["--isochrone", &site, "--minutes", "10,40", "--out", out.to_str().unwrap()]);
    says(&done.success().get_output().stdout, "40 min");

    let map: geojson::FeatureCollection = fs::read_to_string(&out).unwrap().parse().unwrap();
    assert_eq!(map.features.len(), 4);
    let metres = |at: usize| map.features[at].property("road_m").unwrap().as_f64().unwrap();
    assert!(metres(0) > 1.5 * metres(2), "{} {}", metres(0), metres(2));
    for feature in &map.features {
        let lines = matches!(
            feature.geometry.as_ref().unwrap().value,
            geojson::GeometryValue::MultiPolygon { .. } | geojson::GeometryValue::MultiLineString { .. }
        );
        assert!(lines);
    }
}

fn says(bytes: &[u8], text: &str) {
    let shown = String::from_utf8_lossy(bytes);
    assert!(shown.contains(text), "{shown}");
}

fn refused(folder: &Path, args: &[&str]) {
    let done = inspect(folder, args).code(1);
    says(&done.get_output().stderr, "E210");
}

#[test]
fn a_market_morning_delays_the_way_and_noon_does_not() {
    let (_keep, folder) = county("leishan", &[]);
    let rows = |file: &str| fs::read_to_string(folder.join(file)).unwrap();
    let first = |text: &str| text.lines().nth(1).unwrap().split(',').map(str::to_owned).collect::<Vec<_>>();
    let (site, place) = (first(&rows("sites.csv")), rows("places.csv"));
    let far = place.lines().last().unwrap().split(',').next().unwrap().to_owned();
    let (lat, lon) = (&site[5], &site[6]);
    let hours =
        format!("id,lat,lon,radius_m,from,to,speed_percent\nmarket,{lat},{lon},1500,07:00,10:00,25\n");
    fs::write(folder.join("hours.csv"), hours).unwrap();

    let takes = |depart: &str| {
        let way = json(&folder, &["--route", &site[0], &far, "--depart", depart]);
        let clock = |text: &str| {
            let parts: Vec<i64> = text.split(':').map(|part| part.parse().unwrap()).collect();
            parts.iter().fold(0, |sum, part| sum * 60 + part) * if parts.len() == 2 { 60 } else { 1 }
        };
        clock(way["arrive"].as_str().unwrap()) - clock(way["depart"].as_str().unwrap())
    };

    let (morning, noon) = (takes("08:00"), takes("12:00"));
    assert!(morning > noon + 60, "{morning} {noon}");
}

#[test]
fn what_is_not_there_and_what_makes_no_sense_is_refused() {
    let (_keep, folder) = county("tiny", &[]);

    refused(&folder, &["--isochrone", "nowhere"]);
    refused(&folder, &["--criticality", "--vehicle", "balloon"]);
    inspect(&folder, &["--criticality", "--isochrone", "w"]).code(2);
    inspect(&folder, &[]).code(2);
    inspect(&folder, &["--isochrone", "w", "--depart", "25:00"]).code(2);
    inspect(&folder, &["--isochrone", "w", "--minutes", "0"]).code(2);
}
