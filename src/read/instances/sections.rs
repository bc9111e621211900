//! The shape of TSPLIB and VRPLIB files: headings `KEY : value`, then sections
//! of rows.

use super::lines::{Lines, TextLine, Wrong, number};
use rustc_hash::FxHashMap;

/// A file taken apart.
pub struct Sections<'a> {
    heads: FxHashMap<&'a str, (&'a str, u64)>,
    sections: FxHashMap<&'a str, Vec<TextLine<'a>>>,
    last: u64,
}

impl<'a> Sections<'a> {
    pub fn of(lines: &Lines<'a>) -> Result<Sections<'a>, Wrong> {
        let mut found =
            Sections { heads: FxHashMap::default(), sections: FxHashMap::default(), last: lines.last() };
        let mut current: Option<&str> = None;
        for line in &lines.all {
            let starts_with_letter = line.text.starts_with(|first: char| first.is_ascii_uppercase());
            if line.text == "EOF" {
                break;
            }
            let (key, value) = line.text.split_once(':').unwrap_or((line.text, ""));
            let key = key.trim();
            if starts_with_letter && key.ends_with("_SECTION") {
                if found.sections.insert(key, Vec::new()).is_some() {
                    return Err(Wrong::format(line.row, "a section that stands twice"));
                }
                current = Some(key);
            } else if starts_with_letter && line.text.contains(':') {
                found.heads.insert(key, (value.trim().trim_matches('"'), line.row));
                current = None;
            } else if let Some(current) = current {
                found.sections.get_mut(current).expect("it was begun").push(*line);
            } else {
                return Err(Wrong::format(line.row, "a row outside of every section"));
            }
        }
        Ok(found)
    }

    pub fn has(&self, section: &str) -> bool {
        self.sections.contains_key(section)
    }

    pub fn rows(&self, section: &str) -> Option<&[TextLine<'a>]> {
        self.sections.get(section).map(Vec::as_slice)
    }

    /// Names of all sections.
    pub fn names(&self) -> impl Iterator<Item = &'a str> + '_ {
        self.sections.keys().copied()
    }

    pub fn head(&self, key: &str) -> Option<&'a str> {
        self.heads.get(key).map(|head| head.0)
    }

    /// A number in a heading.
    pub fn head_number(&self, key: &str) -> Result<Option<f64>, Wrong> {
        self.heads.get(key).map(|(text, row)| number(text, *row)).transpose()
    }

    pub fn last(&self) -> u64 {
        self.last
    }

    /// The second number of each row, in order; the first counts from 1. `None` without a section.
    pub fn column(&self, section: &str, count: usize) -> Result<Option<Vec<f64>>, Wrong> {
        let Some(rows) = self.columns(section, count, 1)? else { return Ok(None) };
        Ok(Some(rows.into_iter().map(|row| row[0]).collect()))
    }

    /// The numbers behind the first one of each row, `width` of them at least.
    pub fn columns(&self, section: &str, count: usize, width: usize) -> Result<Option<Vec<Vec<f64>>>, Wrong> {
        let Some(lines) = self.rows(section) else { return Ok(None) };
        if lines.len() != count {
            let row = lines.last().map_or(self.last, |line| line.row);
            return Err(Wrong::format(
                row,
                "a section with more or fewer rows than there are nodes or vehicles",
            ));
        }
        let mut rows = Vec::with_capacity(count);
        for (place, line) in lines.iter().enumerate() {
            let row = line.row_of(width + 1)?;
            if row[0] != (place + 1) as f64 {
                return Err(Wrong::format(line.row, "rows are not numbered 1, 2, 3"));
            }
            rows.push(row[1..].to_vec());
        }
        Ok(Some(rows))
    }
}
