//! `mabang bench vrp` on a small instance of our own, and on public ones where they are there.

use assert_cmd::Command;
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// Eight customers around a depot, two of them for each vehicle.
const TOY: &str = "NAME : toy\nTYPE : CVRP\nDIMENSION : 9\nEDGE_WEIGHT_TYPE : EUC_2D\nCAPACITY : 2\n\
NODE_COORD_SECTION\n1 0 0\n2 30 1\n3 30 -1\n4 -30 1\n5 -30 -1\n6 1 30\n7 -1 30\n8 1 -30\n9 -1 -30\n\
DEMAND_SECTION\n1 0\n2 1\n3 1\n4 1\n5 1\n6 1\n7 1\n8 1\n9 1\nDEPOT_SECTION\n1\n-1\nEOF\n";

fn bench(files: &[PathBuf], extra: &[&str]) -> (Vec<Value>, i32, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_mabang"));
    command.args(["bench", "vrp", "--json", "--quiet", "--lang", "en"]).args(files).args(extra);
    let output = command.output().expect("the program starts");
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    let lines = text.lines().map(|line| serde_json::from_str(line).expect("a JSON line")).collect();
    (lines, output.status.code().expect("no signal"), String::from_utf8_lossy(&output.stderr).into_owned())
}

fn toy(folder: &TempDir) -> PathBuf {
    let path = folder.path().join("toy.1.vrp");
    fs::write(&path, TOY).expect("a file");
    path
}

#[test]
fn a_toy_is_solved_verified_and_written() {
    let folder = TempDir::new().expect("a folder");
    let sols = folder.path().join("sols");

    let (lines, code, _) = bench(
        &[toy(&folder)],
        &["--iterations", "400", "--bks", "248", "--sol", sols.to_str().expect("UTF-8")],
    );

    // Each pair costs 30 + 2 + 30.
    assert_eq!((lines[0]["cost"].as_f64(), code), (Some(248.0), 0), "{lines:?}");
    assert_eq!((lines[0]["gap_pct"].as_f64(), lines[0]["feasible"].as_bool()), (Some(0.0), Some(true)));
    let sol = fs::read_to_string(sols.join("toy.1.sol")).expect("the solution");
    assert_eq!(sol.lines().filter(|line| line.starts_with("Route #")).count(), 4);
    assert!(sol.ends_with("Cost 248\n"), "{sol}");
}

#[test]
fn backhauls_come_after_deliveries_and_never_alone() {
    let folder = TempDir::new().expect("a folder");
    let path = folder.path().join("back.vrp");
    // Of each pair one is delivered to and one collected from.
    let text = TOY.replace("TYPE : CVRP", "TYPE : VRPB").replace("CAPACITY : 2", "CAPACITY : 1");
    let odd: String =
        (1..=9).map(|node| format!("{node} {}\n", u8::from(node % 2 == 1 && node > 1))).collect();
    let even: String = (1..=9).map(|node| format!("{node} {}\n", u8::from(node % 2 == 0))).collect();
    let at = text.find("DEMAND_SECTION").expect("demands");
    let rest = text.find("DEPOT_SECTION").expect("depots");
    let text = format!("{}DEMAND_SECTION\n{even}BACKHAUL_SECTION\n{odd}{}", &text[..at], &text[rest..]);
    fs::write(&path, text).expect("a file");
    let sols = folder.path().join("sols");

    let (lines, code, said) =
        bench(&[path], &["--iterations", "400", "--sol", sols.to_str().expect("UTF-8")]);

    assert_eq!((lines[0]["cost"].as_f64(), code), (Some(248.0), 0), "{lines:?} {said}");
    let sol = fs::read_to_string(sols.join("back.sol")).expect("the solution");
    let routes: Vec<Vec<u32>> = sol
        .lines()
        .filter_map(|line| line.strip_prefix("Route #")?.split_once(':'))
        .map(|(_, nodes)| nodes.split_whitespace().map(|node| node.parse().expect("a number")).collect())
        .collect();
    // Written without the depot: node 2 is customer 1.
    assert!(routes.iter().all(|route| route.len() == 2 && route[0] % 2 == 1 && route[1] % 2 == 0), "{sol}");
}

#[test]
fn the_same_seed_and_iterations_give_the_same_on_any_number_of_threads() {
    let folder = TempDir::new().expect("a folder");
    let sol = |threads: &str| {
        let out = folder.path().join(threads);
        let to = out.to_str().expect("UTF-8");
        bench(&[toy(&folder)], &["--iterations", "150", "--seed", "5", "--threads", threads, "--sol", to]);
        fs::read_to_string(out.join("toy.1.sol")).expect("the solution")
    };
    assert_eq!(sol("1"), sol("2"));
}

#[test]
fn a_broken_file_is_told_and_the_others_are_solved() {
    let folder = TempDir::new().expect("a folder");
    let broken = folder.path().join("broken.vrp");
    fs::write(&broken, TOY.replace("2 30 1\n", "2 30 x\n")).expect("a file");

    let (lines, code, told) = bench(&[broken, toy(&folder)], &["--iterations", "50"]);

    assert_eq!((lines.len(), code), (1, 1));
    assert!(told.contains("E701") && told.contains("row 8"), "{told}");
}

#[test]
fn what_vehicles_are_too_few_for_is_not_feasible() {
    let folder = TempDir::new().expect("a folder");
    let path = folder.path().join("few.vrp");
    fs::write(&path, TOY.replace("CAPACITY : 2", "CAPACITY : 2\nVEHICLES : 3")).expect("a file");

    let (lines, code, _) = bench(&[path], &["--iterations", "50"]);

    assert_eq!((lines[0]["feasible"].as_bool(), code), (Some(false), 1));
    assert_eq!(lines[0]["cost"], Value::Null);
}

/// Every public instance at hand is read, and a short search gives feasible solutions where fleets
/// are not tight.
#[test]
fn public_instances_are_read_and_solved() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/bench/vrp/instances");
    if !folder.is_dir() {
        eprintln!("skipped: there is no {}", folder.display());
        return;
    }
    let files = [
        ("CVRP_X/X-n101-k25.vrp", "CVRP", 100),
        ("VRPTW_Solomon/R101.txt", "VRPTW", 100),
        ("VRPTW_GH/r1_2_1.txt", "VRPTW", 200),
        ("PDPTW_LiLim/lrc105.txt", "PDPTW", 108),
        ("HFVRP_DLP/HVRP_DLP_01.txt", "HFVRP", 91),
        ("HFVRP_Taillard/vfmpf13.txt", "HFVRP", 50),
        ("MDVRPTW_Vidal/PR11A.vrp", "MDVRPTW", 360),
        ("MTVRPTWR_Yang/C201R0.25.vrp", "MTVRPTWR", 100),
    ];
    let paths: Vec<PathBuf> = files.iter().map(|(file, ..)| folder.join(file)).collect();

    let (lines, _, told) = bench(&paths, &["--iterations", "400"]);

    assert_eq!(lines.len(), files.len(), "{told}");
    for (line, (file, set, customers)) in lines.iter().zip(files) {
        assert_eq!((line["set"].as_str(), line["n"].as_u64()), (Some(set), Some(customers)), "{file}");
        // Its fleet is too tight for so few iterations.
        if set == "MDVRPTW" && line["feasible"] == Value::Bool(false) {
            continue;
        }
        let gap = line["gap_pct"].as_f64().expect("the best known value is at hand");
        assert!((-1e-3..100.0).contains(&gap), "{file}: {gap} %");
    }
}
