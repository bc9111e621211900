//! An `.xlsx` workbook to tables, cell by cell.
//!
//! Crafted workbooks make readers allocate without limit: the archive is
//! scanned first ([`super::archive`]), and cells are taken one at a time, so
//! that a cell at the far corner costs nothing.

use super::archive;
use super::table::{Line, Table};
use crate::finding::{Code, Finding, Spot};
use calamine::{Data, DataRef, Reader, Xlsx};
use std::collections::BTreeMap;
use std::io::Cursor;

const MOST_ROWS: u32 = 200_000;
const MOST_COLUMNS: u32 = 200;

/// Sheets by their lower-case name; `None` with a finding if the workbook cannot be read.
pub fn read(name: &str, bytes: Vec<u8>, findings: &mut Vec<Finding>) -> Option<Vec<(String, Table)>> {
    if let Err(fault) = archive::scan(&bytes) {
        findings.push(fault.finding(name));
        return None;
    }
    let broken = |cause: &str| Finding::new(Code::E104, Spot::file(name)).with("cause", cause.to_owned());
    let mut book: Xlsx<_> = match Xlsx::new(Cursor::new(bytes)) {
        Ok(book) => book,
        Err(_) => {
            findings.push(broken("not an xlsx workbook"));
            return None;
        }
    };
    let mut sheets = Vec::new();
    for sheet in book.sheet_names() {
        let spot = Spot::file(name).sheet(super::row::shown(&sheet, false));
        match lines(&mut book, &sheet) {
            Ok(lines) if lines.is_empty() => {}
            Ok(lines) => {
                if let Some(table) = Table::new(spot, lines, false, findings) {
                    sheets.push((super::text::half_width(&sheet).to_lowercase(), table));
                }
            }
            Err(code) => findings.push(
                Finding::new(code, spot)
                    .with("cause", "the sheet is damaged")
                    .with("limit", format!("{MOST_ROWS} x {MOST_COLUMNS}")),
            ),
        }
    }
    Some(sheets)
}

fn lines(book: &mut Xlsx<Cursor<Vec<u8>>>, sheet: &str) -> Result<Vec<Line>, Code> {
    let mut reader = book.worksheet_cells_reader(sheet).map_err(|_| Code::E104)?;
    let mut rows: BTreeMap<u32, Vec<String>> = BTreeMap::new();
    while let Some(cell) = reader.next_cell().map_err(|_| Code::E104)? {
        let (row, column) = cell.get_position();
        let text = text(cell.get_value());
        if text.is_empty() {
            continue;
        }
        if row >= MOST_ROWS || column >= MOST_COLUMNS {
            return Err(Code::E105);
        }
        let cells = rows.entry(row).or_default();
        if cells.len() <= column as usize {
            cells.resize(column as usize + 1, String::new());
        }
        cells[column as usize] = text;
    }
    Ok(rows.into_iter().map(|(row, cells)| Line { row: u64::from(row) + 1, cells }).collect())
}

/// Times become `08:30`, dates with times `2026-07-08 08:30`, whole numbers have no point.
fn text(value: &DataRef) -> String {
    match Data::from(value.clone()) {
        Data::Empty => String::new(),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => text.trim().to_owned(),
        Data::Int(number) => number.to_string(),
        Data::Float(number) => number.to_string(),
        Data::Bool(flag) => flag.to_string(),
        Data::Error(_) => "#ERROR".to_owned(),
        Data::DateTime(moment) => {
            let days = moment.as_f64();
            if !days.is_finite() || !(0.0..2_958_466.0).contains(&days) {
                return "#ERROR".to_owned();
            }
            let seconds = (days.fract() * 86_400.0).round() as u32;
            let clock = format!("{:02}:{:02}:{:02}", seconds / 3600, seconds % 3600 / 60, seconds % 60);
            if days < 1.0 {
                return clock;
            }
            let (year, month, day, ..) = moment.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02} {clock}")
        }
    }
}
