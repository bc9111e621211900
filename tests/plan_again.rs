//! Planning on from a plan of before, as a user starts it.

mod folders;

use assert_cmd::Command;
use folders::copy;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

fn mabang(arguments: &[&str]) -> assert_cmd::assert::Assert {
    let mut command = Command::new(env!("CARGO_BIN_EXE_mabang"));
    command.env_remove("LC_ALL").env_remove("LC_MESSAGES").env("LANG", "en_US.UTF-8");
    command.args(arguments).assert()
}

/// A county of its own, its plan of the morning, and room for later ones.
struct Day {
    folder: TempDir,
    orders: PathBuf,
}

impl Day {
    fn of(map: &str) -> Day {
        let folder = TempDir::new().expect("a folder");
        let county = folder.path().join(map);
        copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("maps").join(map), &county);
        let mut files = fs::read_dir(county.join("orders")).expect("orders").flatten();
        let orders = files.find(|file| file.path().extension().is_some_and(|end| end == "csv"));
        let day = Day { orders: orders.expect("a day").path(), folder };
        day.plan("old", &["--spoilage", "only"]).success();
        day
    }

    fn path(&self, name: &str) -> String {
        self.folder.path().join(name).display().to_string()
    }

    fn county(&self) -> String {
        self.orders.parent().and_then(Path::parent).expect("the county").display().to_string()
    }

    fn plan(&self, out: &str, extra: &[&str]) -> assert_cmd::assert::Assert {
        let (county, out) = (self.county(), self.path(out));
        let fixed = ["plan", &county, "--iterations", "80", "--no-drones", "--quiet", "--out", &out];
        mabang(&[&fixed[..], extra].concat())
    }

    /// Goes on from the plan of the morning.
    fn again(&self, extra: &[&str]) -> assert_cmd::assert::Assert {
        self.plan("new", &[&["--from", &self.path("old/plan.json")][..], extra].concat())
    }

    fn read(&self, name: &str) -> Value {
        let text = fs::read_to_string(self.folder.path().join(name).join("plan.json")).expect("a plan");
        serde_json::from_str(&text).expect("JSON")
    }

    /// Rows of the orders, the heading first, changed and written back.
    fn edit(&self, change: impl FnOnce(&mut Vec<String>)) {
        let text = fs::read_to_string(&self.orders).expect("orders");
        let mut rows: Vec<String> = text.lines().map(str::to_owned).collect();
        change(&mut rows);
        fs::write(&self.orders, rows.join("\n") + "\n").expect("orders are written");
    }
}

/// Stops that were set out for before a time, by vehicle, trip and place.
fn set_out(plan: &Value, freeze: &str) -> BTreeMap<(String, usize, usize), (String, String)> {
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    let mut stops = BTreeMap::new();
    for round in plan["rounds"].as_array().expect("rounds") {
        let vehicle = format!("{} {}", round["vehicle_type"], round["number"]);
        for (number, trip) in round["trips"].as_array().expect("trips").iter().enumerate() {
            let mut left = text(&trip["depart"]);
            for (place, stop) in trip["stops"].as_array().expect("stops").iter().enumerate() {
                if left.as_str() < freeze {
                    let what = (text(&stop["order"]), text(&stop["start"]));
                    stops.insert((vehicle.clone(), number, place), what);
                }
                left = text(&stop["end"]);
            }
        }
    }
    stops
}

fn count(plan: &Value, change: &str) -> usize {
    plan["again"]["orders"][change].as_array().map_or(0, Vec::len)
}

/// `T10:30:00` of the plan's day.
fn at(plan: &Value, time: &str) -> String {
    format!("{}T{time}:00+08:00", plan["date"].as_str().expect("a date"))
}

fn code(row: &str) -> &str {
    row.split(',').next().expect("a cell")
}

#[test]
fn what_has_begun_stays_and_new_cancelled_and_broken_come_in() {
    let day = Day::of("leishan");
    let old = day.read("old");
    let freeze = at(&old, "10:30");
    let fixed = set_out(&old, &freeze);
    assert!(!fixed.is_empty());
    let is_fixed = |order: &str| fixed.values().any(|stop| stop.0 == order);
    // The vehicle that is out longest breaks down.
    let back = |round: &Value| Some(round["trips"].as_array()?.last()?["back"].as_str()?.to_owned());
    let rounds = old["rounds"].as_array().expect("rounds").iter();
    let broken = rounds.max_by_key(|round| back(round)).expect("a round");
    let vehicle = format!("{}:{}", broken["vehicle_type"].as_str().expect("a type"), broken["number"]);
    let mut cancelled = String::new();
    day.edit(|rows| {
        let mut again = rows[1].clone();
        again.insert_str(0, "added-");
        let at = rows.iter().skip(1).position(|row| !is_fixed(code(row))).expect("one is not served") + 1;
        cancelled = code(&rows.remove(at)).to_owned();
        rows.push(again);
    });

    let again = day.again(&["--freeze", "10:30", "--broken", &vehicle]);
    let shown = String::from_utf8(again.success().get_output().stdout.clone()).expect("UTF-8");

    let new = day.read("new");
    assert_eq!(new["again"]["cancelled"], serde_json::json!([cancelled]));
    assert_eq!(set_out(&new, &freeze), fixed, "nothing of the past differs, and nothing joins it");
    assert!(count(&new, "new") + count(&new, "out") >= 1);
    let cold = new["search"]["cold_worth"].as_array().expect("worth of cold");
    let of = |one: &Value| (one["vehicle_type"].to_string(), one["compartment"].to_string());
    let compartments: BTreeSet<(String, String)> = cold.iter().map(of).collect();
    assert!(!cold.is_empty() && compartments.len() == cold.len(), "each compartment once: {cold:?}");
    assert!(shown.contains("Against the plan before"), "{shown}");
    let same = |round: &&Value| {
        round["vehicle_type"] == broken["vehicle_type"] && round["number"] == broken["number"]
    };
    let left = new["rounds"].as_array().expect("rounds").iter().find(same);
    let stops = |round: &Value| -> usize {
        round["trips"]
            .as_array()
            .expect("trips")
            .iter()
            .map(|trip| trip["stops"].as_array().map_or(0, Vec::len))
            .sum()
    };
    let begun =
        fixed.keys().filter(|key| key.0 == format!("{} {}", broken["vehicle_type"], broken["number"]));
    // Second halves of transfers on board are still handed over.
    let (left, begun) = (left.map_or(0, stops), begun.count());
    assert!((begun..=begun + 2).contains(&left), "what broke down goes nowhere: {left}, {begun}");
    let (file, county) = (day.path("new/plan.json"), day.county());
    mabang(&["check", &file, "--county", &county, "--from", &day.path("old/plan.json"), "--quiet"]).success();
}

#[test]
fn a_day_on_which_nothing_happened_keeps_its_vehicles() {
    let day = Day::of("leishan");

    day.again(&["--freeze", "9:00", "--stability", "10000"]).success();

    let new = day.read("new");
    assert_eq!([count(&new, "moved"), count(&new, "dropped"), count(&new, "new")], [0, 0, 0]);
    let total = |plan: &Value| plan["total_yuan"].as_f64().expect("a total");
    assert!(total(&new) <= total(&day.read("old")) + 0.01);
}

#[test]
fn the_same_plan_comes_of_any_number_of_threads() {
    let day = Day::of("leishan");

    day.again(&["--freeze", "9:30", "--threads", "1"]).success();
    let one = day.read("new");
    day.again(&["--freeze", "9:30", "--threads", "4"]).success();

    assert_eq!(one, day.read("new"));
}

#[test]
fn yesterdays_plan_is_where_the_search_for_today_begins() {
    let day = Day::of("tiny");
    let next = day.orders.with_file_name("2026-12-01.csv");
    let text = fs::read_to_string(&day.orders).expect("orders");
    let date = day.orders.file_stem().and_then(|stem| stem.to_str()).expect("a date");
    fs::write(&next, text.replace(date, "2026-12-01")).expect("orders of another day");

    day.again(&["--date", "2026-12-01"]).success();
    let new = day.read("new");
    let refused = day.again(&["--date", "2026-12-01", "--freeze", "10:00"]);

    assert_eq!(new["date"], "2026-12-01");
    assert_eq!(new["again"]["date"], date);
    assert!(count(&new, "kept") + count(&new, "shifted") + count(&new, "moved") > 0);
    let told = String::from_utf8(refused.failure().get_output().stderr.clone()).expect("UTF-8");
    assert!(told.contains("E604"), "{told}");
}

#[test]
fn what_cannot_stay_is_told() {
    let day = Day::of("tiny");
    let old = day.read("old");
    let last = at(&old, "23:59");
    let served = set_out(&old, &last).into_values().next().expect("a stop").0;
    let tell = |extra: &[&str]| {
        let output = day.again(extra).get_output().clone();
        (output.status.success(), String::from_utf8(output.stderr).expect("UTF-8"))
    };

    let file = day.path("old/plan.json");
    let text = fs::read_to_string(&file).expect("a plan");
    fs::write(&file, text.replacen("\"number\": 1", "\"number\": 99", 1)).expect("a changed plan");
    let fewer = tell(&[]);
    fs::write(&file, text).expect("the plan");
    let unknown = tell(&["--broken", "no-such-type:1"]);
    day.edit(|rows| rows.retain(|row| code(row) != served));
    let gone = tell(&["--freeze", "23:59"]);

    assert!(fewer.0 && fewer.1.contains("W601"), "{}", fewer.1);
    assert!(!unknown.0 && unknown.1.contains("E210"), "{}", unknown.1);
    assert!(!gone.0 && gone.1.contains("E604"), "{}", gone.1);
}
