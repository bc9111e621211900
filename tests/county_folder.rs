//! County folders: what is written reads back the same.

mod common;

use mabang::county::OrderId;
use mabang::read;
use mabang::store::{self, CountyFiles};

#[test]
fn a_county_that_is_written_reads_back_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path().join("small");
    let county = common::county();

    common::write(&folder, &county);
    let found = read::county(&folder, Some("2026-07-08"));

    let read = found.value.expect("county.toml is without errors");
    let serious: Vec<_> = found.findings.iter().filter(|finding| finding.is_error()).collect();
    assert!(serious.is_empty(), "{serious:?}");
    let mut again = read.county;
    for (order, row) in again.orders.iter_mut().zip(2..) {
        assert_eq!(order.row.take(), Some(row));
    }
    assert_eq!(again, county);
    assert!(read.contacts.0.is_empty());
}

#[test]
fn writing_again_replaces_the_tables_and_keeps_the_roads() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path().join("small");
    let mut county = common::county();
    common::write(&folder, &county);
    std::fs::write(folder.join("roads.geojson"), "{}").unwrap();
    let before = read::county(&folder, None).value.unwrap().inputs;

    county.orders.pop();
    common::write(&folder, &county);

    let after = read::county(&folder, None).value.unwrap();
    assert_eq!(after.county.orders.len(), 2);
    assert_ne!(after.inputs, before);
    assert!(folder.join("roads.geojson").exists());
    let left = std::fs::read_dir(folder.parent().unwrap()).unwrap().count();
    assert_eq!(left, 1, "no temporary folder is left");
}

#[test]
fn customers_stay_beside_the_county_and_out_of_debug_output() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path().join("small");
    let county = common::county();
    let customer = ["张三".to_owned(), "13900000000".to_owned(), "一组 5 号".to_owned()];
    let contacts = [(OrderId(1), customer)].into();

    store::county(&folder, &CountyFiles { county: &county, sources_md: "", contacts: Some(&contacts) })
        .unwrap();
    let read = read::county(&folder, None).value.unwrap();

    assert_eq!(read.contacts.0[&OrderId(1)].phone, "13900000000");
    let printed = format!("{read:?}");
    assert!(!printed.contains("张三") && !printed.contains("13900000000"));
}
