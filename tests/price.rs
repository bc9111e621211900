//! Rounds of others, as a user prices them.

use assert_cmd::Command;
use serde_json::Value;
use std::fmt::Write;
use std::fs;
use std::path::Path;
use tempfile::TempDir;

fn mabang(arguments: &[&str]) -> (bool, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_mabang"));
    command.env_remove("LC_ALL").env_remove("LC_MESSAGES").env("LANG", "en_US.UTF-8");
    let output = command.args(arguments).output().expect("it runs");
    (output.status.success(), String::from_utf8_lossy(&output.stderr).into_owned())
}

fn tiny() -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("maps/tiny").display().to_string()
}

fn json(path: &Path) -> Value {
    serde_json::from_str(&fs::read_to_string(path).expect("a file")).expect("JSON")
}

fn list<'a>(value: &'a Value, key: &str) -> impl Iterator<Item = &'a Value> {
    value[key].as_array().into_iter().flatten()
}

/// A plan of the tiny county.
fn planned(scratch: &Path) -> Value {
    let out = scratch.join("first");
    let (done, said) = mabang(&[
        "plan",
        &tiny(),
        "--iterations",
        "200",
        "--no-drones",
        "--quiet",
        "--out",
        &out.display().to_string(),
    ]);
    assert!(done, "{said}");
    json(&out.join("plan.json"))
}

/// The rounds of a plan as a user's table.
fn table(plan: &Value) -> String {
    let mut text = String::from("车型,车号,趟次,订单\n");
    for round in list(plan, "rounds") {
        for (trip, stops) in list(round, "trips").enumerate() {
            for stop in list(stops, "stops") {
                let (kind, order) = (&round["vehicle_type"], &stop["order"]);
                let (kind, order) = (kind.as_str().expect("a type"), order.as_str().expect("an order"));
                writeln!(text, "{kind},{},{},{order}", round["number"], trip + 1).expect("text");
            }
        }
    }
    text
}

#[test]
fn a_plan_given_back_as_rounds_costs_the_same_and_passes_the_check() {
    let scratch = TempDir::new().expect("a folder");
    let path = |name: &str| scratch.path().join(name).display().to_string();
    let (county, second) = (tiny(), path("second"));
    let planned = planned(scratch.path());
    fs::write(path("rounds.csv"), table(&planned)).expect("a file");

    let (done, said) = mabang(&["price", &county, &path("rounds.csv"), "--quiet", "--out", &second]);

    assert!(done, "{said}");
    let priced = json(&scratch.path().join("second/plan.json"));
    assert_eq!(priced["breakdown_fen"], planned["breakdown_fen"]);
    assert!(mabang(&["check", &path("second/plan.json"), "--county", &county, "--quiet"]).0);
}

#[test]
fn orders_in_no_round_are_left_out_and_priced() {
    let scratch = TempDir::new().expect("a folder");
    let path = |name: &str| scratch.path().join(name).display().to_string();
    let county = tiny();
    let planned = planned(scratch.path());
    let table = table(&planned);
    let fewer: Vec<&str> = table.lines().collect();
    fs::write(path("rounds.csv"), fewer[..fewer.len() - 1].join("\n")).expect("a file");

    let (done, said) = mabang(&["price", &county, &path("rounds.csv"), "--quiet", "--out", &path("second")]);

    assert!(done, "{said}");
    let priced = json(&scratch.path().join("second/plan.json"));
    assert_eq!(list(&priced, "unserved").count(), list(&planned, "unserved").count() + 1);
    assert!(priced["breakdown_fen"]["total"].as_i64() > planned["breakdown_fen"]["total"].as_i64());
}

#[test]
fn what_the_county_does_not_know_is_told_with_its_row_and_all_at_once() {
    let scratch = TempDir::new().expect("a folder");
    let file = scratch.path().join("rounds.csv");
    let (county, out) = (tiny(), scratch.path().join("out"));
    let orders = fs::read_dir(Path::new(&county).join("orders")).expect("orders").flatten();
    let orders = orders.map(|file| file.path()).find(|path| path.extension().is_some_and(|end| end == "csv"));
    let text = fs::read_to_string(orders.expect("a day")).expect("orders");
    let order = text.lines().nth(1).and_then(|line| line.split(',').next()).expect("an order");
    let known = some_type(&county);
    let rows = format!(
        "vehicle,number,trip,order\nno-such,1,1,{order}\n{known},1,1,no-such\n{known},1,1,{order}\n{known},9999,1,{order}\n"
    );
    fs::write(&file, rows).expect("a file");

    let (done, said) = mabang(&[
        "price",
        &county,
        &file.display().to_string(),
        "--quiet",
        "--out",
        &out.display().to_string(),
    ]);

    assert!(!done && said.matches("E210").count() == 3 && said.contains("E209"), "{said}");
    assert!(!out.exists(), "nothing is written");
}

/// Some vehicle type of a county.
fn some_type(county: &str) -> String {
    let text = fs::read_to_string(Path::new(county).join("fleet.toml")).expect("a fleet");
    let id =
        text.lines().find_map(|line| line.strip_prefix("id = ").or_else(|| line.strip_prefix("code = ")));
    id.expect("a vehicle").trim_matches('"').to_owned()
}

#[test]
fn a_round_that_cannot_be_driven_says_what_is_in_the_way() {
    let scratch = TempDir::new().expect("a folder");
    let path = |name: &str| scratch.path().join(name).display().to_string();
    let county = tiny();
    let planned = planned(scratch.path());
    let each_a_trip: Vec<String> = table(&planned)
        .lines()
        .enumerate()
        .map(|(at, line)| match line.split(',').collect::<Vec<_>>()[..] {
            [kind, number, _, order] if at > 0 => format!("{kind},{number},{at},{order}"),
            _ => line.to_owned(),
        })
        .collect();
    fs::write(path("rounds.csv"), each_a_trip.join("\n")).expect("a file");

    let (done, said) = mabang(&["price", &county, &path("rounds.csv"), "--quiet", "--out", &path("second")]);

    assert!(!done && said.contains("E605") && said.contains("more trips"), "{said}");
}

#[test]
fn a_day_is_exported_with_every_order_and_vehicle() {
    let scratch = TempDir::new().expect("a folder");
    let file = scratch.path().join("day.json");
    let county = tiny();

    let (done, said) = mabang(&["export", &county, "--quiet", "--out", &file.display().to_string()]);

    assert!(done, "{said}");
    let day = json(&file);
    let orders = list(&day, "jobs").count() + list(&day, "shipments").count();
    assert!(orders > 0 && list(&day, "vehicles").count() > 0);
    let size = day["matrices"]["type0"]["durations"].as_array().map_or(0, Vec::len);
    let within = |stop: &Value| stop["location_index"].as_u64().is_some_and(|at| (at as usize) < size);
    assert!(list(&day, "jobs").all(within));
    let stands = |at: usize| day["matrices"]["type0"]["durations"][at][at] == 0;
    assert!((0..size).all(stands));
}
