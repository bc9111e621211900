//! The program as a user starts it: exit codes, files, streams.

mod folders;

use assert_cmd::Command;
use folders::copy;
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

fn mabang() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_mabang"));
    command.env_remove("LC_ALL").env_remove("LC_MESSAGES").env("LANG", "en_US.UTF-8");
    command
}

fn map(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("maps").join(name)
}

/// Plans with a fixed number of iterations into a fresh folder.
fn plan(county: &Path, extra: &[&str]) -> (TempDir, assert_cmd::assert::Assert) {
    let out = TempDir::new().expect("a folder for the output");
    let assert = mabang()
        .arg("plan")
        .arg(county)
        .args(["--iterations", "60", "--quiet", "--out"])
        .arg(out.path().join("plan"))
        .args(extra)
        .assert();
    (out, assert)
}

fn read(out: &TempDir, file: &str) -> String {
    fs::read_to_string(out.path().join("plan").join(file)).expect("the file was written")
}

#[test]
fn the_tiny_county_is_planned_and_everything_is_written() {
    let (out, assert) = plan(&map("tiny"), &[]);
    assert.success();

    for file in ["plan.json", "routes.geojson", "routes.gpx", "plan.xlsx", "report.html", "sheets/index.html"]
    {
        assert!(out.path().join("plan").join(file).is_file(), "{file}");
    }
}

#[test]
fn a_plan_that_was_written_passes_check() {
    for county in ["tiny", "wushan", "leishan"] {
        let (out, assert) = plan(&map(county), &["--spoilage", "only"]);
        assert.success();

        mabang()
            .arg("check")
            .arg(out.path().join("plan/plan.json"))
            .arg("--county")
            .arg(map(county))
            .assert()
            .success();
    }
}

#[test]
fn threads_do_not_change_the_plan() {
    let (one, first) = plan(&map("leishan"), &["--threads", "1", "--seed", "3"]);
    let (four, second) = plan(&map("leishan"), &["--threads", "4", "--seed", "3"]);
    first.success();
    second.success();

    assert_eq!(read(&one, "plan.json"), read(&four, "plan.json"));
}

#[test]
fn ignoring_spoilage_is_recorded_in_the_plan() {
    let (out, assert) = plan(&map("tiny"), &["--spoilage", "off"]);
    assert.success();

    let plan: serde_json::Value = serde_json::from_str(&read(&out, "plan.json")).expect("valid JSON");
    assert_eq!(plan["search"]["spoilage"], serde_json::Value::Bool(false));
}

#[test]
fn a_broken_county_is_told_whole_and_nothing_is_written() {
    let folder = TempDir::new().expect("a folder");
    let county = folder.path().join("tiny");
    copy(&map("tiny"), &county);
    fs::write(county.join("goods.csv"), "id\n").expect("a broken table");
    fs::write(county.join("sites.csv"), "").expect("an empty table");

    let (out, assert) = plan(&county, &[]);

    let assert = assert.code(1);
    let told = String::from_utf8_lossy(&assert.get_output().stderr).into_owned();
    assert!(told.contains("goods.csv") && told.contains("sites.csv"), "{told}");
    assert!(!out.path().join("plan").exists());
}

#[test]
fn a_folder_that_is_not_there_is_a_finding() {
    let (out, assert) = plan(Path::new("no/such/county"), &[]);

    assert.code(1);
    assert!(!out.path().join("plan").exists());
}

#[test]
fn data_goes_to_stdout_and_chinese_is_spoken_on_request() {
    let (_, assert) = plan(&map("tiny"), &["--lang", "zh"]);

    let assert = assert.success();
    let shown = String::from_utf8_lossy(&assert.get_output().stdout).into_owned();
    assert!(shown.contains("成本"), "{shown}");
}

#[test]
fn help_shows_examples_and_exit_codes() {
    let top = mabang().arg("--help").assert().success();
    assert!(String::from_utf8_lossy(&top.get_output().stdout).contains("Exit codes"));
    for command in ["plan", "generate", "import", "check", "doctor"] {
        let help = mabang().args([command, "--help"]).assert().success();
        let text = String::from_utf8_lossy(&help.get_output().stdout).into_owned();
        assert!(text.contains("Example"), "{command}: {text}");
    }
}

#[test]
fn a_table_without_headings_does_not_spill_its_first_customer() {
    let folder = TempDir::new().expect("a folder");
    let county = folder.path().join("tiny");
    copy(&map("tiny"), &county);
    let orders = county.join("orders/2026-07-08.csv");
    let text = fs::read_to_string(&orders).expect("the orders are there");
    let rows: Vec<&str> = text.lines().skip(1).collect();
    let customer = rows[0].rsplit(',').nth(2).expect("a name").to_owned();
    fs::write(&orders, rows.join("\n")).expect("a table without headings");

    let (_, assert) = plan(&county, &[]);

    let told = String::from_utf8_lossy(&assert.code(1).get_output().stderr).into_owned();
    assert!(customer.contains("收件人"), "the name column moved: {customer}");
    assert!(told.contains("E201") && !told.contains(&customer), "{told}");
}

#[test]
fn what_ends_elsewhere_can_still_collect_for_where_it_starts() {
    let folder = TempDir::new().expect("a folder");
    let county = folder.path().join("tiny");
    copy(&map("tiny"), &county);
    let sites = fs::read_to_string(county.join("sites.csv")).expect("the sites are there");
    let second = "W2,二仓,Two,warehouse,existing,29.018045,105,0,,,,\n";
    fs::write(county.join("sites.csv"), format!("{}\n{second}", sites.trim_end())).expect("two sites");
    let fleet = fs::read_to_string(county.join("fleet.toml")).expect("the fleet is there");
    let fleet = fleet.replace("start = \"W1\"", "start = \"W1\"\nend = \"W2\"");
    fs::write(county.join("fleet.toml"), fleet).expect("a fleet that ends elsewhere");

    let (out, assert) = plan(&county, &["--spoilage", "only"]);

    assert.success();
    let plan: serde_json::Value = serde_json::from_str(&read(&out, "plan.json")).expect("valid JSON");
    assert_eq!(plan["unserved"].as_array().map(Vec::len), Some(0), "{}", plan["unserved"]);
}

#[test]
fn a_plan_does_not_go_into_a_county() {
    let folder = TempDir::new().expect("a folder");
    let county = folder.path().join("tiny");
    copy(&map("tiny"), &county);

    let assert = mabang().arg("plan").arg(&county).arg("--out").arg(&county).assert();

    let told = String::from_utf8_lossy(&assert.code(3).get_output().stderr).into_owned();
    assert!(told.contains("holds a county"), "{told}");
    assert!(!county.join("plan.json").exists());
}

#[test]
fn a_plan_saved_by_an_editor_is_still_checked() {
    let (out, assert) = plan(&map("tiny"), &["--spoilage", "only"]);
    assert.success();
    let path = out.path().join("plan/plan.json");
    fs::write(&path, format!("\u{feff}{}", read(&out, "plan.json"))).expect("the same with a mark");

    mabang().arg("check").arg(&path).arg("--county").arg(map("tiny")).assert().success();

    fs::write(&path, read(&out, "plan.json").replacen("\"rounds\"", "\"routes\"", 1)).expect("a broken one");
    let assert = mabang().arg("check").arg(&path).arg("--county").arg(map("tiny")).assert().code(1);
    let told = String::from_utf8_lossy(&assert.get_output().stderr).into_owned();
    assert!(told.contains("rounds"), "the field that is missing is named: {told}");
}
