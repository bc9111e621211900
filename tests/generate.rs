//! Synthetic counties: what ships can be made again, and reads without a finding.

use mabang::app::generate::{GenerateError, GenerateRequest, Wanted, county};
use std::fs;
use std::path::{Path, PathBuf};

fn request(out: PathBuf, wanted: Wanted) -> GenerateRequest {
    GenerateRequest { out, wanted, seed: None, orders: None, date: None, force: false }
}

/// Every file below a folder, with its bytes, sorted by path.
fn files(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(at) = open.pop() {
        for entry in fs::read_dir(at).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().to_owned();
                found.push((name, fs::read(path).unwrap()));
            }
        }
    }
    found.sort();
    found
}

#[test]
fn the_tiny_county_that_ships_can_be_made_again_byte_for_byte() {
    let room = tempfile::tempdir().unwrap();
    let out = room.path().join("tiny");

    county(&request(out.clone(), Wanted::Tiny), &mut |_| {}).unwrap();

    let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("maps/tiny");
    for (name, bytes) in files(&out) {
        assert!(fs::read(shipped.join(&name)).unwrap() == bytes, "{}", name.display());
    }
}

#[test]
fn counties_that_ship_read_without_a_finding() {
    for name in ["tiny", "leishan", "wushan"] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("maps").join(name);

        let read = mabang::read::county(&folder, None);

        assert!(read.findings.is_empty(), "{name}: {:?}", read.findings.first());
        let orders = read.value.unwrap().county.orders.len();
        assert!(name != "wushan" || orders >= 600, "{orders} orders");
    }
}

#[test]
fn an_invented_county_is_the_same_each_time_and_another_seed_is_another_county() {
    let room = tempfile::tempdir().unwrap();
    let make = |name: &str, seed: u64| {
        // The folder's name is the county's, so both are called the same.
        let out = room.path().join(name).join("hills");
        fs::create_dir_all(room.path().join(name)).unwrap();
        let wanted = GenerateRequest { seed: Some(seed), ..request(out.clone(), Wanted::Villages(4)) };
        county(&wanted, &mut |_| {}).unwrap();
        files(&out)
    };

    let first = make("a", 5);

    assert!(first == make("b", 5));
    assert!(first != make("c", 6));
}

#[test]
fn a_folder_with_something_in_it_is_left_alone() {
    let room = tempfile::tempdir().unwrap();
    fs::write(room.path().join("mine.txt"), "keep").unwrap();

    let refused = county(&request(room.path().to_owned(), Wanted::Tiny), &mut |_| {});

    assert!(matches!(refused, Err(GenerateError::NotEmpty(_))));
    assert_eq!(files(room.path()), [(PathBuf::from("mine.txt"), b"keep".to_vec())]);
}

#[test]
fn a_date_that_is_none_is_refused_before_any_work() {
    let room = tempfile::tempdir().unwrap();
    let wanted = GenerateRequest {
        date: Some("2026-02-30".to_owned()),
        ..request(room.path().join("new"), Wanted::Wushan)
    };

    assert!(matches!(county(&wanted, &mut |_| {}), Err(GenerateError::Date(_))));
    assert!(!room.path().join("new").exists());
}
