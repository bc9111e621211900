//! One workbook instead of tables: the same county; and crafted workbooks do no harm.

use mabang::finding::{Code, Finding};
use mabang::read;
use mabang::report::text::findings;
use proptest::prelude::*;
use rust_xlsxwriter::Workbook;
use std::fs;
use std::io::{Cursor, Read, Write};
use std::path::Path;
use std::sync::OnceLock;
use tempfile::TempDir;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

const BOOK: &str = "county.xlsx";
const TABLES: [(&str, &str); 4] = [
    ("places.csv", "村庄"),
    ("goods.csv", "品类"),
    ("sites.csv", "云仓"),
    ("orders/2026-07-08.csv", "订单 2026-07-08"),
];

fn tiny(file: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("maps/tiny").join(file)
}

/// The tables of the tiny county; what is a number is a number in the sheet too.
fn book() -> Workbook {
    let mut book = Workbook::new();
    for (file, name) in TABLES {
        let sheet = book.add_worksheet();
        sheet.set_name(name).unwrap();
        let text = fs::read_to_string(tiny(file)).unwrap();
        let text = text.trim_start_matches('\u{feff}');
        let mut rows = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
        for (row, record) in rows.records().enumerate() {
            for (column, cell) in record.unwrap().iter().enumerate() {
                let (row, column) = (row as u32, column as u16);
                match cell.parse::<f64>() {
                    _ if cell.is_empty() => continue,
                    Ok(number) => sheet.write(row, column, number).unwrap(),
                    Err(_) => sheet.write(row, column, cell).unwrap(),
                };
            }
        }
    }
    book
}

/// Bytes of the good workbook.
fn good() -> &'static [u8] {
    static BYTES: OnceLock<Vec<u8>> = OnceLock::new();
    BYTES.get_or_init(|| book().save_to_buffer().unwrap())
}

/// The tiny county with this workbook in place of its tables.
fn folder(bytes: &[u8]) -> (TempDir, std::path::PathBuf) {
    let keep = tempfile::tempdir().unwrap();
    let folder = keep.path().join("tiny");
    fs::create_dir(&folder).unwrap();
    for file in ["county.toml", "fleet.toml", "zones.geojson"] {
        fs::copy(tiny(file), folder.join(file)).unwrap();
    }
    fs::write(folder.join(BOOK), bytes).unwrap();
    (keep, folder)
}

fn found(bytes: &[u8]) -> Vec<Finding> {
    let (_keep, folder) = folder(bytes);
    let found = read::county(&folder, Some("2026-07-08")).findings;
    for finding in &found {
        for name in findings::needed(finding.code) {
            assert!(finding.values.iter().any(|(known, _)| *known == name), "{:?}", finding.code);
        }
    }
    found
}

/// Codes of what is found at the workbook itself.
fn at_the_book(bytes: &[u8]) -> Vec<Code> {
    let found = found(bytes);
    found.iter().filter(|finding| finding.spot.file == BOOK).map(|finding| finding.code).collect()
}

/// The good workbook with entries changed.
fn rezipped(change: impl Fn(&str, Vec<u8>) -> Vec<u8>) -> Vec<u8> {
    let mut old = ZipArchive::new(Cursor::new(good())).unwrap();
    let mut new = ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..old.len() {
        let mut entry = old.by_index(index).unwrap();
        let name = entry.name().unwrap().to_string();
        let mut content = Vec::new();
        entry.read_to_end(&mut content).unwrap();
        new.start_file(name.as_str(), SimpleFileOptions::default()).unwrap();
        new.write_all(&change(&name, content)).unwrap();
    }
    new.finish().unwrap().into_inner()
}

#[test]
fn a_county_in_one_workbook_is_the_county_in_its_tables() {
    let (_keep, folder) = folder(good());

    let from_book = read::county(&folder, None);
    let from_tables = read::county(&tiny(""), None);

    assert!(!from_book.has_errors(), "{:?}", from_book.findings);
    let (book, tables) = (from_book.value.unwrap(), from_tables.value.unwrap());
    assert_eq!(book.county, tables.county);
    let mut callers: Vec<_> =
        book.contacts.0.iter().map(|(id, contact)| (*id, contact.phone.clone())).collect();
    let mut same: Vec<_> =
        tables.contacts.0.iter().map(|(id, contact)| (*id, contact.phone.clone())).collect();
    callers.sort();
    same.sort();
    assert_eq!(callers, same);
}

#[test]
fn a_workbook_zipped_again_is_still_the_same() {
    assert_eq!(at_the_book(&rezipped(|_, content| content)), []);
}

#[test]
fn what_is_no_workbook_is_said_once() {
    assert_eq!(at_the_book(b"PK, but no zip"), [Code::E104]);
    assert_eq!(at_the_book(&good()[..good().len() / 2]), [Code::E104]);
    let none = ZipWriter::new(Cursor::new(Vec::new())).finish().unwrap().into_inner();
    assert_eq!(at_the_book(&none), [Code::E104]);
}

#[test]
fn a_workbook_that_inflates_without_end_is_refused() {
    let bomb = rezipped(
        |name, content| {
            if name.ends_with("sheet1.xml") { vec![b' '; (64 << 20) + 1] } else { content }
        },
    );
    assert!(bomb.len() < 1 << 20, "small on disk");
    assert_eq!(at_the_book(&bomb), [Code::E105]);
}

#[test]
fn a_cell_in_the_farthest_corner_costs_nothing_and_is_refused() {
    let mut book = book();
    let sheet = book.worksheet_from_name("村庄").unwrap();
    sheet.write(1_048_575, 16_383, "x").unwrap();

    let found = found(&book.save_to_buffer().unwrap());

    let far = found.iter().find(|finding| finding.code == Code::E105).expect("the sheet is refused");
    assert_eq!(far.spot.sheet.as_deref(), Some("村庄"));
}

#[test]
fn a_count_of_strings_that_lies_is_refused_before_room_is_made() {
    let lying = rezipped(|name, content| {
        if !name.ends_with("sharedStrings.xml") {
            return content;
        }
        let text = String::from_utf8(content).unwrap();
        let (before, after) = text.split_once("uniqueCount=\"").unwrap();
        let (_, after) = after.split_once('"').unwrap();
        format!("{before}uniqueCount=\"4000000000\"{after}").into_bytes()
    });
    assert_eq!(at_the_book(&lying), [Code::E104]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn no_change_inside_of_a_workbook_makes_reading_panic(
        part in 0usize..24,
        at in 0.0..1.0f64,
        cut in 0usize..40,
        new in proptest::collection::vec(any::<u8>(), 0..12),
    ) {
        let names: Vec<String> = ZipArchive::new(Cursor::new(good())).unwrap()
            .file_names().map(|name| name.unwrap().to_string()).collect();
        let chosen = &names[part % names.len()];
        found(&rezipped(|name, mut content| {
            if name == chosen {
                let start = (content.len() as f64 * at) as usize;
                let end = (start + cut).min(content.len());
                content.splice(start..end, new.iter().copied());
            }
            content
        }));
    }

    #[test]
    fn no_change_of_a_workbooks_bytes_makes_reading_panic(at in 0.0..1.0f64, new in any::<[u8; 4]>()) {
        let mut bytes = good().to_vec();
        let start = (bytes.len() as f64 * at) as usize;
        let end = (start + 4).min(bytes.len());
        bytes.splice(start..end, new);
        found(&bytes);
    }
}
