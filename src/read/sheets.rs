//! Where each table comes from: a CSV of its own, or a sheet of the folder's
//! one workbook.

use super::table::Table;
use super::{cell, csv, input, text, workbook};
use crate::finding::{Code, Finding, Spot};
use jiff::civil::Date;
use std::path::Path;

/// Tables and what their sheets are called.
const SHEETS: [(&str, &[&str]); 6] = [
    ("places.csv", &["places", "地点", "村庄"]),
    ("goods.csv", &["goods", "品类", "货物"]),
    ("sites.csv", &["sites", "云仓", "站点"]),
    ("hours.csv", &["hours", "时段", "限行"]),
    ("closures.csv", &["closures", "中断", "封路"]),
    ("flying.csv", &["flying", "飞行时段", "停飞时段"]),
];
const ORDERS: [&str; 2] = ["orders", "订单"];

/// The folder's tables, opened once.
pub struct Sheets<'a> {
    folder: &'a Path,
    /// Name of the workbook and its sheets.
    book: Option<(String, Vec<(String, Table)>)>,
    /// The workbook could not be read: what is missing may be in it.
    pub broken: bool,
}

impl<'a> Sheets<'a> {
    pub fn open(folder: &'a Path, findings: &mut Vec<Finding>) -> Sheets<'a> {
        let mut books: Vec<String> =
            input::names_in(folder).into_iter().filter(|name| is_workbook(name)).collect();
        if books.len() > 1 && books.iter().any(|name| name == "county.xlsx") {
            books = vec!["county.xlsx".to_owned()];
        }
        let mut sheets = Sheets { folder, book: None, broken: false };
        let Some(name) = books.first().cloned() else { return sheets };
        if books.len() > 1 {
            for other in &books[1..] {
                findings
                    .push(Finding::new(Code::E106, Spot::file(other.clone())).with("other", name.clone()));
            }
        }
        let read =
            input::open(folder, &name, findings).and_then(|bytes| workbook::read(&name, bytes, findings));
        sheets.broken = read.is_none();
        sheets.book = read.map(|tables| (name, tables));
        sheets
    }

    /// The table of a CSV's name, wherever it is; `None` with a finding if it is nowhere or broken.
    pub fn table(&mut self, file: &str, findings: &mut Vec<Finding>) -> Option<Table> {
        let names = SHEETS.iter().find(|(known, _)| *known == file).map_or(&[][..], |(_, names)| names);
        let sheet = self.take(|name| names.contains(&name));
        self.choose(file, sheet, Some(Code::E101), findings)
    }

    /// As [`Sheets::table`], but it may be nowhere.
    pub fn maybe(&mut self, file: &str, findings: &mut Vec<Finding>) -> Option<Table> {
        let names = SHEETS.iter().find(|(known, _)| *known == file).map_or(&[][..], |(_, names)| names);
        let sheet = self.take(|name| names.contains(&name));
        self.choose(file, sheet, None, findings)
    }

    /// The orders of a date.
    pub fn orders(&mut self, date: Date, findings: &mut Vec<Finding>) -> Option<Table> {
        let sheet = self.take(|name| orders_date(name) == Some(date));
        self.choose(&format!("orders/{date}.csv"), sheet, Some(Code::E406), findings)
    }

    fn choose(
        &self,
        file: &str,
        sheet: Option<Table>,
        missing: Option<Code>,
        findings: &mut Vec<Finding>,
    ) -> Option<Table> {
        let before = findings.len();
        let bytes = input::open(self.folder, file, findings);
        let silent = findings.len() == before;
        match (bytes, sheet) {
            (Some(_), Some(sheet)) => {
                let other = sheet.spot.sheet.clone().unwrap_or_default();
                let other = super::row::shown(&other, false);
                findings.push(Finding::new(Code::E106, Spot::file(file)).with("other", other));
                None
            }
            (None, Some(sheet)) => Some(sheet),
            (Some(bytes), None) => match text::decode(&bytes) {
                Some(text) => csv::parse(file, &text, findings),
                None => {
                    findings.push(Finding::new(Code::E103, Spot::file(file)));
                    None
                }
            },
            (None, None) => {
                if silent && !self.broken {
                    findings.extend(missing.map(|code| Finding::new(code, Spot::file(file))));
                }
                None
            }
        }
    }

    fn take(&mut self, fits: impl Fn(&str) -> bool) -> Option<Table> {
        let (_, sheets) = self.book.as_mut()?;
        let at = sheets.iter().position(|(name, _)| fits(name))?;
        Some(sheets.swap_remove(at).1)
    }

    /// Dates that have orders, in a file or a sheet.
    #[must_use]
    pub fn dates(&self) -> Vec<Date> {
        let files = input::names_in(&self.folder.join("orders"));
        let mut dates: Vec<Date> =
            files.iter().filter_map(|name| name.strip_suffix(".csv").and_then(cell::date)).collect();
        if let Some((_, sheets)) = &self.book {
            dates.extend(sheets.iter().filter_map(|(name, _)| orders_date(name)));
        }
        dates.sort();
        dates.dedup();
        dates
    }

    /// Sheets that nothing asked for are not used.
    pub fn finish(self, findings: &mut Vec<Finding>) {
        let Some((file, sheets)) = self.book else { return };
        for (name, _) in sheets {
            let known = orders_date(&name).is_some() || is_note(&name);
            if !known {
                let sheet = super::row::shown(&name, false);
                findings.push(Finding::new(Code::W102, Spot::file(file.clone()).sheet(sheet)));
            }
        }
    }

    #[must_use]
    pub fn workbook(&self) -> Option<&str> {
        self.book.as_ref().map(|(name, _)| name.as_str())
    }
}

pub fn is_workbook(name: &str) -> bool {
    let hidden = name.starts_with('~') || name.starts_with('.');
    !hidden && name.to_lowercase().ends_with(".xlsx")
}

fn is_note(name: &str) -> bool {
    matches!(name, "notes" | "readme" | "说明" | "备注")
}

fn orders_date(sheet: &str) -> Option<Date> {
    let rest = ORDERS.iter().find_map(|word| sheet.strip_prefix(word))?;
    cell::date(rest.trim_matches(|letter: char| matches!(letter, ' ' | '_' | '-')))
}
