//! A TOML table, key by key, collecting what is wrong with it.

use super::row::{plain, shown};
use super::{cell, text};
use crate::finding::{Code, Finding, Spot, Value};
use crate::units::Moment;
use std::collections::BTreeSet;
use std::ops::RangeInclusive;
use toml::de::{DeTable, DeValue};

/// Parses a file. `None` with a finding if it is not text or not TOML.
pub fn with_file<T>(
    name: &str,
    bytes: &[u8],
    findings: &mut Vec<Finding>,
    read: impl FnOnce(&mut Keys) -> T,
) -> Option<T> {
    let Some(text) = text::decode(bytes) else {
        findings.push(Finding::new(Code::E103, Spot::file(name)));
        return None;
    };
    match DeTable::parse(&text) {
        Ok(table) => {
            let mut keys = Keys::new(name, &text, String::new(), 1, table.get_ref());
            let value = read(&mut keys);
            findings.append(&mut keys.finish());
            Some(value)
        }
        Err(error) => {
            let row = error.span().map_or(1, |span| row_of(&text, span.start));
            // The first line says what is wrong; the rest repeats the user's text.
            let cause = shown(error.message().lines().next().unwrap_or_default(), false);
            findings.push(Finding::new(Code::E104, Spot::file(name).row(row)).with("cause", cause));
            None
        }
    }
}

fn row_of(text: &str, at: usize) -> u64 {
    1 + text.as_bytes()[..at.min(text.len())].iter().filter(|byte| **byte == b'\n').count() as u64
}

/// A table of the file. Each question gives an answer; `ok` says whether all of them can be used.
pub struct Keys<'a> {
    file: &'a str,
    text: &'a str,
    /// With a dot at the end, empty for the file itself.
    path: String,
    row: u64,
    table: &'a DeTable<'a>,
    used: BTreeSet<String>,
    findings: Vec<Finding>,
    pub ok: bool,
}

impl<'a> Keys<'a> {
    fn new(file: &'a str, text: &'a str, path: String, row: u64, table: &'a DeTable<'a>) -> Keys<'a> {
        Keys { file, text, path, row, table, used: BTreeSet::new(), findings: Vec::new(), ok: true }
    }

    #[must_use]
    pub fn has(&self, key: &str) -> bool {
        self.table.get(key).is_some()
    }

    fn get(&mut self, key: &str) -> Option<(&'a DeValue<'a>, u64)> {
        self.used.insert(key.to_owned());
        let value = self.table.get(key)?;
        Some((value.get_ref(), row_of(self.text, value.span().start)))
    }

    /// Where a key stands; where its table begins, if it is not there.
    #[must_use]
    pub fn row_of(&self, key: &str) -> u64 {
        self.table.get(key).map_or(self.row, |value| row_of(self.text, value.span().start))
    }

    /// A finding at a key of this table.
    pub fn fault(&mut self, code: Code, key: &str, values: Vec<(&'static str, Value)>) {
        let row = self.row_of(key);
        let spot = Spot::file(self.file).row(row).column(format!("{}{key}", self.path));
        let finding = Finding { code, spot, values };
        self.ok &= !finding.is_error();
        self.findings.push(finding);
    }

    fn missing(&mut self, key: &str) {
        self.fault(Code::E401, key, vec![("key", format!("{}{key}", self.path).into())]);
    }

    fn wrong(&mut self, key: &str, wanted: &'static str) {
        self.fault(Code::E403, key, vec![("wanted", wanted.into())]);
    }

    /// A text, or "" with a finding.
    pub fn text(&mut self, key: &str) -> String {
        self.maybe_text(key).unwrap_or_else(|| {
            if !self.has(key) {
                self.missing(key);
            }
            String::new()
        })
    }

    pub fn maybe_text(&mut self, key: &str) -> Option<String> {
        let (value, _) = self.get(key)?;
        let text = value.as_str().map(|text| text.trim().to_owned());
        if text.is_none() {
            self.wrong(key, "text");
        }
        text
    }

    /// A number in its range, or the range's start with a finding.
    pub fn real(&mut self, key: &str, range: RangeInclusive<f64>) -> f64 {
        let low = *range.start();
        if !self.has(key) {
            self.missing(key);
        }
        self.maybe_real(key, range).unwrap_or(low)
    }

    pub fn real_or(&mut self, key: &str, range: RangeInclusive<f64>, default: f64) -> f64 {
        self.maybe_real(key, range).unwrap_or(default)
    }

    pub fn maybe_real(&mut self, key: &str, range: RangeInclusive<f64>) -> Option<f64> {
        let (value, _) = self.get(key)?;
        let Some(number) = as_number(value) else {
            self.wrong(key, "number");
            return None;
        };
        if !number.is_finite() {
            self.fault(Code::E204, key, vec![("found", plain(number).into())]);
            return None;
        }
        if !range.contains(&number) {
            let values = vec![
                ("found", plain(number).into()),
                ("low", plain(*range.start()).into()),
                ("high", plain(*range.end()).into()),
            ];
            self.fault(Code::E205, key, values);
            return None;
        }
        Some(number)
    }

    /// A whole number in its range.
    pub fn maybe_whole(&mut self, key: &str, range: RangeInclusive<u32>) -> Option<u32> {
        let number = self.maybe_real(key, f64::from(*range.start())..=f64::from(*range.end()))?;
        if number.fract() != 0.0 {
            self.wrong(key, "whole number");
            return None;
        }
        Some(number as u32)
    }

    pub fn flag_or(&mut self, key: &str, default: bool) -> bool {
        let Some((value, _)) = self.get(key) else { return default };
        value.as_bool().unwrap_or_else(|| {
            self.wrong(key, "true or false");
            default
        })
    }

    pub fn word<T: Copy>(&mut self, key: &str, words: &[(&str, T)], default: Option<T>) -> T {
        let fallback = default.unwrap_or(words[0].1);
        if !self.has(key) {
            if default.is_none() {
                self.missing(key);
            }
            return fallback;
        }
        let Some(text) = self.maybe_text(key) else { return fallback };
        let text = text.to_lowercase();
        match words.iter().find(|(word, _)| *word == text) {
            Some((_, meaning)) => *meaning,
            None => {
                let allowed: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
                let found = shown(&text, false);
                self.fault(
                    Code::E208,
                    key,
                    vec![("found", found.into()), ("allowed", allowed.join(", ").into())],
                );
                fallback
            }
        }
    }

    pub fn moment(&mut self, key: &str) -> Moment {
        let text = self.text(key);
        if text.is_empty() {
            return Moment(0);
        }
        cell::moment(&text, None).unwrap_or_else(|| {
            self.fault(Code::E206, key, vec![("found", shown(&text, false).into())]);
            Moment(0)
        })
    }

    pub fn texts(&mut self, key: &str) -> Vec<String> {
        let Some((value, _)) = self.get(key) else { return Vec::new() };
        let array = value.as_array();
        let texts: Option<Vec<String>> = array
            .and_then(|array| array.iter().map(|item| Some(item.get_ref().as_str()?.to_owned())).collect());
        texts.unwrap_or_else(|| {
            self.wrong(key, "list of texts");
            Vec::new()
        })
    }

    /// Exactly `N` finite numbers.
    pub fn reals<const N: usize>(&mut self, key: &str) -> Option<[f64; N]> {
        let Some((value, _)) = self.get(key) else {
            self.missing(key);
            return None;
        };
        let numbers: Option<Vec<f64>> = value.as_array().and_then(|array| {
            array.iter().map(|item| as_number(item.get_ref()).filter(|x| x.is_finite())).collect()
        });
        let numbers = numbers.and_then(|numbers| <[f64; N]>::try_from(numbers).ok());
        if numbers.is_none() {
            self.wrong(key, "list of numbers");
        }
        numbers
    }

    /// Numbers in a range, in ascending order and each once; `None` if there is no such key, or with
    /// a finding.
    pub fn numbers(&mut self, key: &str, range: RangeInclusive<f64>) -> Option<Vec<f64>> {
        const MOST: usize = 400;
        let (value, _) = self.get(key)?;
        let list = value.as_array().and_then(|array| {
            array.iter().map(|item| as_number(item.get_ref()).filter(|x| x.is_finite())).collect()
        });
        let Some(mut numbers): Option<Vec<f64>> = list else {
            self.wrong(key, "list of numbers");
            return None;
        };
        let outside = numbers.iter().copied().find(|number| !range.contains(number));
        let count = numbers.len() as f64;
        let counts = 2.0..=MOST as f64;
        let fault =
            outside.map(|found| (found, range)).or((!counts.contains(&count)).then_some((count, counts)));
        if let Some((found, range)) = fault {
            let values = vec![
                ("found", plain(found).into()),
                ("low", plain(*range.start()).into()),
                ("high", plain(*range.end()).into()),
            ];
            self.fault(Code::E205, key, values);
            return None;
        }
        numbers.sort_by(f64::total_cmp);
        numbers.dedup();
        Some(numbers)
    }

    /// A table below this one, read if it is there.
    pub fn table<T>(&mut self, key: &str, read: impl FnOnce(&mut Keys<'a>) -> T) -> Option<T> {
        let (value, row) = self.get(key)?;
        let Some(table) = value.as_table() else {
            self.wrong(key, "table");
            return None;
        };
        let path = format!("{}{key}.", self.path);
        Some(self.below(path, row, table, read).0)
    }

    /// A list of tables below this one, each read, and whether it was without errors.
    pub fn tables<T>(&mut self, key: &str, mut read: impl FnMut(&mut Keys<'a>) -> T) -> Vec<(T, bool)> {
        let Some((value, _)) = self.get(key) else { return Vec::new() };
        let Some(array) = value.as_array() else {
            self.wrong(key, "list of tables");
            return Vec::new();
        };
        let mut items = Vec::new();
        for (index, item) in array.iter().enumerate() {
            let Some(table) = item.get_ref().as_table() else {
                self.wrong(key, "list of tables");
                continue;
            };
            let row = row_of(self.text, item.span().start);
            let path = format!("{}{key}[{}].", self.path, index + 1);
            items.push(self.below(path, row, table, &mut read));
        }
        items
    }

    fn below<T>(
        &mut self,
        path: String,
        row: u64,
        table: &'a DeTable<'a>,
        read: impl FnOnce(&mut Keys<'a>) -> T,
    ) -> (T, bool) {
        let mut keys = Keys::new(self.file, self.text, path, row, table);
        let value = read(&mut keys);
        let ok = keys.ok;
        let mut findings = keys.finish();
        let ok = ok && !findings.iter().any(Finding::is_error);
        self.ok &= ok;
        self.findings.append(&mut findings);
        (value, ok)
    }

    /// All findings, with one for each key that nobody asked for.
    fn finish(mut self) -> Vec<Finding> {
        let unknown: Vec<String> = self
            .table
            .iter()
            .map(|(key, _)| key.get_ref().to_string())
            .filter(|key| !self.used.contains(key))
            .collect();
        for key in unknown {
            let path = shown(&format!("{}{key}", self.path), false);
            self.fault(Code::E402, &key, vec![("key", path.into())]);
        }
        self.findings.sort_by_key(|finding| finding.spot.row);
        self.findings
    }
}

fn as_number(value: &DeValue) -> Option<f64> {
    if let Some(whole) = value.as_integer() {
        let exact = i64::from_str_radix(whole.as_str(), whole.radix()).ok().map(|whole| whole as f64);
        // More digits than fit are still a number, one that is out of range.
        return exact.or_else(|| whole.as_str().parse().ok());
    }
    value.as_float()?.as_str().parse().ok()
}
