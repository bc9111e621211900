//! One row of a table, cell by cell, collecting what is wrong with it.
//!
//! Every question gives an answer, so that all cells are looked at; `ok` says
//! in the end whether the answers can be used.

use super::cell::{self, NotWindows};
use super::table::{Column, Columns, Line, Table};
use crate::finding::{Code, Finding};
use crate::units::{DAY, Moment, Window};
use jiff::civil::Date;
use std::collections::HashMap;
use std::ops::RangeInclusive;

/// What ids a table declares.
#[derive(Debug, Default)]
pub struct Ids {
    /// `None`: declared in a row that cannot be used.
    index: HashMap<String, Option<u32>>,
    /// The table could not be read, so unknown ids prove nothing.
    pub unknown: bool,
}

impl Ids {
    /// Of a table that could not be read.
    #[must_use]
    pub fn missing() -> Ids {
        Ids { index: HashMap::new(), unknown: true }
    }

    pub fn insert(&mut self, code: &str, index: Option<u32>) {
        self.index.insert(code.to_owned(), index);
    }

    /// `Ok(None)`: declared, but not usable.
    fn find(&self, code: &str) -> Result<Option<u32>, ()> {
        match self.index.get(code) {
            Some(index) => Ok(*index),
            None if self.unknown => Ok(None),
            None => Err(()),
        }
    }

    #[must_use]
    pub fn get(&self, code: &str) -> Option<u32> {
        self.index.get(code).copied().flatten()
    }

    #[must_use]
    pub fn declares(&self, code: &str) -> bool {
        self.unknown || self.index.contains_key(code)
    }
}

/// How a table is read.
pub struct Reading<'a> {
    pub columns: &'a [Column],
    /// Customers' columns are allowed, and cells are shown in findings only if they cannot hold a
    /// name or a phone.
    pub customers: bool,
    /// The day that is planned, where times stand in the table.
    pub today: Option<Date>,
}

/// Reads every row; those with errors are left out. Ids must differ.
pub fn rows<T>(
    table: &Table,
    reading: &Reading,
    findings: &mut Vec<Finding>,
    mut read: impl FnMut(&mut Row) -> T,
) -> (Vec<T>, Ids) {
    let columns = Columns::find(table, reading.columns, reading.customers, findings);
    let mut ids = Ids { index: HashMap::new(), unknown: columns.at("id").is_none() };
    let mut first: HashMap<String, u64> = HashMap::new();
    let mut items = Vec::new();
    let before = findings.len();
    for line in &table.lines {
        let mut row = Row { table, columns: &columns, line, reading, findings, ok: columns.complete };
        let code = row.needed("id");
        if let Some(other) = first.get(&code) {
            let other = *other as i64;
            let id = row.shown(&code);
            row.fault(Code::E209, "id", &[("id", id.into()), ("other", other.into())]);
        }
        let item = read(&mut row);
        let ok = row.ok;
        if !code.is_empty() && !first.contains_key(&code) {
            first.insert(code.clone(), line.row);
            ids.insert(&code, ok.then_some(items.len() as u32));
        }
        if ok {
            items.push(item);
        }
    }
    swapped_once(findings, before);
    (items, ids)
}

/// Reads every row of a table that has no ids; rows with errors are left out.
pub fn each<T>(
    table: &Table,
    reading: &Reading,
    findings: &mut Vec<Finding>,
    mut read: impl FnMut(&mut Row) -> T,
) -> Vec<T> {
    let columns = Columns::find(table, reading.columns, reading.customers, findings);
    let mut items = Vec::new();
    for line in &table.lines {
        let mut row = Row { table, columns: &columns, line, reading, findings, ok: columns.complete };
        let item = read(&mut row);
        if row.ok {
            items.push(item);
        }
    }
    items
}

/// Whoever swaps latitude and longitude does so in all rows: that is told once, with its count.
fn swapped_once(findings: &mut Vec<Finding>, before: usize) {
    let swapped = |finding: &Finding| finding.code == Code::E301;
    let more = findings[before..].iter().filter(|finding| swapped(finding)).count().saturating_sub(1);
    let Some(first) = findings[before..].iter().position(swapped).filter(|_| more > 0) else { return };
    let first = before + first;
    findings[first].values.push(("more", more.into()));
    let mut at = 0;
    findings.retain(|finding| {
        at += 1;
        at - 1 <= first || !swapped(finding)
    });
}

/// One row that is being read.
pub struct Row<'a> {
    table: &'a Table,
    columns: &'a Columns,
    line: &'a Line,
    reading: &'a Reading<'a>,
    findings: &'a mut Vec<Finding>,
    pub ok: bool,
}

impl Row<'_> {
    #[must_use]
    pub fn number(&self) -> u64 {
        self.line.row
    }

    /// Trimmed; empty if there is no such column.
    #[must_use]
    pub fn text(&self, key: &str) -> String {
        let cell = self.columns.at(key).and_then(|at| self.line.cells.get(at));
        cell.map(|cell| cell.trim().to_owned()).unwrap_or_default()
    }

    #[must_use]
    pub fn has(&self, key: &str) -> bool {
        !self.text(key).is_empty()
    }

    /// An empty cell is a finding, unless the whole column is missing, which is one already.
    pub fn needed(&mut self, key: &str) -> String {
        let text = self.text(key);
        if text.is_empty() {
            let known = self.reading.columns.iter().any(|column| column.key == key && column.required);
            if self.columns.at(key).is_some() || !known {
                self.fault(Code::E203, key, &[("column", key.into())]);
            }
            self.ok = false;
        }
        text
    }

    /// A number in its range, or 0 with a finding.
    pub fn real(&mut self, key: &str, range: RangeInclusive<f64>) -> f64 {
        if self.needed(key).is_empty() { 0.0 } else { self.real_or(key, range, 0.0) }
    }

    /// As [`Row::real`], but empty means `default`.
    pub fn real_or(&mut self, key: &str, range: RangeInclusive<f64>, default: f64) -> f64 {
        self.maybe_real(key, range).unwrap_or(default)
    }

    /// As [`Row::real`], but empty means `None`.
    pub fn maybe_real(&mut self, key: &str, range: RangeInclusive<f64>) -> Option<f64> {
        let text = self.text(key);
        if text.is_empty() {
            return None;
        }
        let Some(number) = cell::number(&text) else {
            let found = self.shown(&text);
            self.fault(Code::E204, key, &[("found", found.into())]);
            return Some(*range.start());
        };
        if !range.contains(&number) {
            self.range(key, number, range.clone());
            return Some(*range.start());
        }
        Some(number)
    }

    pub fn range(&mut self, key: &str, number: f64, range: RangeInclusive<f64>) {
        let (low, high) = (*range.start(), *range.end());
        let found = plain(number);
        self.fault(
            Code::E205,
            key,
            &[("found", found.into()), ("low", plain(low).into()), ("high", plain(high).into())],
        );
    }

    /// One of the words, each with its meaning; the first word of a meaning is ours.
    pub fn word<T: Copy>(&mut self, key: &str, words: &[(&str, T)], default: Option<T>) -> T {
        let text = if default.is_none() { self.needed(key) } else { self.text(key) };
        let text = super::text::half_width(&text).to_lowercase();
        let fallback = default.unwrap_or(words[0].1);
        if text.is_empty() {
            return fallback;
        }
        match words.iter().find(|(word, _)| *word == text) {
            Some((_, meaning)) => *meaning,
            None => {
                let allowed: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
                let found = self.shown(&text);
                self.fault(
                    Code::E208,
                    key,
                    &[("found", found.into()), ("allowed", allowed.join(", ").into())],
                );
                fallback
            }
        }
    }

    pub fn moment(&mut self, key: &str) -> Option<Moment> {
        let text = self.text(key);
        if text.is_empty() {
            return None;
        }
        let moment = cell::moment(&text, self.reading.today);
        if moment.is_none() {
            let found = self.shown(&text);
            self.fault(Code::E206, key, &[("found", found.into())]);
        }
        moment
    }

    pub fn windows(&mut self, key: &str) -> Vec<Window> {
        let text = self.text(key);
        match cell::windows(&text, self.reading.today) {
            Ok(windows) => windows,
            Err(why) => {
                let code = if why == NotWindows::Reversed { Code::E207 } else { Code::E206 };
                let found = self.shown(&text);
                self.fault(code, key, &[("found", found.into())]);
                Vec::new()
            }
        }
    }

    /// The index of what an id points to; `None` if the cell is empty or the id is of no use.
    pub fn reference(&mut self, key: &str, ids: &Ids) -> Option<u32> {
        let text = self.text(key);
        if text.is_empty() {
            return None;
        }
        match ids.find(&text) {
            Ok(Some(index)) => Some(index),
            Ok(None) => {
                self.ok = false;
                None
            }
            Err(()) => {
                let id = self.shown(&text);
                self.fault(Code::E210, key, &[("id", id.into())]);
                None
            }
        }
    }

    /// Columns `from` and `to`: hours of one day, the second later.
    pub fn hours(&mut self) -> (Moment, Moment) {
        let mut clock = |key: &str| {
            self.needed(key);
            let moment = self.moment(key)?;
            let inside = (0..=DAY.0).contains(&moment.0);
            if !inside {
                self.range(key, moment.0 as f64 / 3600.0, 0.0..=24.0);
            }
            inside.then_some(moment)
        };
        let (from, to) = (clock("from"), clock("to"));
        if let Some((from, to)) = from.zip(to)
            && to <= from
        {
            let found = format!("{}-{}", self.shown(&self.text("from")), self.shown(&self.text("to")));
            self.fault(Code::E207, "to", &[("found", found.into())]);
        }
        (from.unwrap_or_default(), to.unwrap_or_default())
    }

    /// A finding at this row and column.
    pub fn fault(&mut self, code: Code, key: &str, values: &[(&'static str, crate::finding::Value)]) {
        let heading = self.columns.at(key).and_then(|at| self.table.headings.get(at));
        let column = heading.map_or_else(|| key.to_owned(), |heading| heading.trim().to_owned());
        let mut finding = Finding::new(code, self.table.spot.clone().row(self.line.row).column(column));
        for (name, value) in values {
            finding = finding.with(name, value.clone());
        }
        self.ok &= !finding.is_error();
        self.findings.push(finding);
    }

    /// What a finding may show of a cell: never what could be a customer's name or phone.
    #[must_use]
    pub fn shown(&self, text: &str) -> String {
        shown(text, self.reading.customers)
    }
}

/// At most 40 letters; with customers in the table only short words without Chinese letters or phone numbers.
#[must_use]
pub fn shown(text: &str, customers: bool) -> String {
    let text = super::text::half_width(text).replace(['\n', '\r', '`'], " ");
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let letters = text.chars().filter(char::is_ascii_alphabetic).count();
    let private = !text.is_ascii() || (digits >= 7 && letters == 0) || text.contains(' ') || letters > 12;
    if customers && private {
        return "…".to_owned();
    }
    if text.chars().count() > 40 { text.chars().take(39).chain(['…']).collect() } else { text }
}

/// A number without needless zeros.
#[must_use]
pub fn plain(number: f64) -> String {
    if number.abs() >= 1e15 { format!("{number:e}") } else { format!("{number}") }
}
