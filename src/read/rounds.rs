//! Rounds as they are driven: one row for each stop, in the order of the day.

use super::csv;
use super::input;
use super::row::{self, Reading, Row};
use super::sheets::is_workbook;
use super::table::{Column, Table, needed, optional};
use super::{text, workbook};
use crate::finding::{Code, Finding, Spot};
use std::path::Path;

pub const COLUMNS: [Column; 4] = [
    needed("vehicle", "车型", &["vehicle_type", "type", "车辆类型"]),
    optional("number", "车号", &["vehicle_number", "车辆编号"]),
    optional("trip", "趟次", &[]),
    needed("order", "订单", &["order_id", "订单号", "订单编号"]),
];

/// A stop of a round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoundStop {
    /// Row of the file.
    pub row: u64,
    /// Code of the vehicle's type.
    pub vehicle: String,
    /// Which vehicle of the type, from 1.
    pub number: u32,
    /// Which trip of the vehicle, from 1.
    pub trip: u32,
    /// Code of the order.
    pub order: String,
}

/// The stops of a CSV file or of a workbook's first sheet, in their order.
///
/// # Errors
/// All findings at once; their file is the one that was given.
pub fn rounds(path: &Path) -> Result<Vec<RoundStop>, Vec<Finding>> {
    let mut findings = Vec::new();
    let folder = path.parent().unwrap_or(Path::new(""));
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let stops = table(folder, &name, &mut findings).map(|table| {
        let reading = Reading { columns: &COLUMNS, customers: false, today: None };
        row::each(&table, &reading, &mut findings, stop)
    });
    match stops {
        Some(stops) if !findings.iter().any(Finding::is_error) => Ok(stops),
        _ => {
            findings.iter_mut().for_each(|finding| finding.spot.file = path.display().to_string());
            Err(findings)
        }
    }
}

fn table(folder: &Path, name: &str, findings: &mut Vec<Finding>) -> Option<Table> {
    let before = findings.len();
    let Some(bytes) = input::open(folder, name, findings) else {
        if findings.len() == before {
            findings.push(Finding::new(Code::E101, Spot::file(name)));
        }
        return None;
    };
    if is_workbook(name) {
        return workbook::read(name, bytes, findings)?.into_iter().next().map(|(_, table)| table);
    }
    let Some(text) = text::decode(&bytes) else {
        findings.push(Finding::new(Code::E103, Spot::file(name)));
        return None;
    };
    csv::parse(name, &text, findings)
}

fn stop(row: &mut Row) -> RoundStop {
    RoundStop {
        row: row.number(),
        vehicle: row.needed("vehicle"),
        number: row.real_or("number", 1.0..=1e6, 1.0) as u32,
        trip: row.real_or("trip", 1.0..=1e4, 1.0) as u32,
        order: row.needed("order"),
    }
}
