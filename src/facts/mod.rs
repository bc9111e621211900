//! Numbers from the world: one CSV row each, with unit, kind and source.
//!
//! A row without unit, kind or source does not load. Rows are embedded; a
//! key that is asked for and is not there is a mistake of ours.

mod suppose;

pub use suppose::{derived, suppose};

use std::collections::BTreeMap;
use std::sync::OnceLock;

/// How a value is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Measured,
    Statute,
    Vendor,
    Assumption,
}

/// One row.
#[derive(Clone, Debug, PartialEq)]
pub struct Fact {
    pub value: f64,
    pub low: f64,
    pub high: f64,
    pub unit: String,
    pub kind: Kind,
    pub source: String,
    pub note: String,
}

/// The files, by subject. Add a file here when a new subject needs one.
const FILES: &[(&str, &str)] = &[
    ("air.csv", include_str!("air.csv")),
    ("bench.csv", include_str!("bench.csv")),
    ("compare.csv", include_str!("compare.csv")),
    ("car.csv", include_str!("car.csv")),
    ("cold.csv", include_str!("cold.csv")),
    ("drones.csv", include_str!("drones.csv")),
    ("generate.csv", include_str!("generate.csv")),
    ("goods.csv", include_str!("goods.csv")),
    ("import.csv", include_str!("import.csv")),
    ("operations.csv", include_str!("operations.csv")),
    ("orders.csv", include_str!("orders.csv")),
    ("placements.csv", include_str!("placements.csv")),
    ("reliability.csv", include_str!("reliability.csv")),
    ("roads.csv", include_str!("roads.csv")),
    ("siting.csv", include_str!("siting.csv")),
    ("turns.csv", include_str!("turns.csv")),
    ("vehicles.csv", include_str!("vehicles.csv")),
];

/// The value of a fact, in the unit of its row; what it is supposed to be inside of [`suppose`].
///
/// # Panics
/// If there is no such key: a mistake of ours, held by a test.
#[must_use]
pub fn value(key: &str) -> f64 {
    if let Some(supposed) = suppose::value(key) {
        return supposed;
    }
    get(key).unwrap_or_else(|| panic!("`{key}` is not in src/facts")).value
}

/// The row of a fact, as it is.
#[must_use]
pub fn get(key: &str) -> Option<&'static Fact> {
    all().get(key)
}

/// Every fact by key.
///
/// # Panics
/// If a row is incomplete: a mistake of ours, held by a test.
#[must_use]
pub fn all() -> &'static BTreeMap<String, Fact> {
    static FACTS: OnceLock<BTreeMap<String, Fact>> = OnceLock::new();
    FACTS.get_or_init(|| {
        let mut facts = BTreeMap::new();
        for (file, text) in FILES {
            for (key, fact) in parse(file, text).expect("a test loads every embedded row") {
                let twice = facts.insert(key.clone(), fact).is_some();
                assert!(!twice, "{file}: `{key}` stands twice");
            }
        }
        facts
    })
}

/// The text of all files, for telling whether what was computed before still holds.
#[must_use]
pub fn fingerprint_text() -> String {
    FILES.iter().map(|(_, text)| *text).collect()
}

fn parse(file: &str, text: &str) -> Result<Vec<(String, Fact)>, String> {
    let mut rows = csv::Reader::from_reader(text.as_bytes());
    rows.records()
        .map(|record| {
            let record = record.map_err(|error| format!("{file}: {error}"))?;
            let key = record.get(0).unwrap_or_default().to_owned();
            fact(&record).map(|fact| (key.clone(), fact)).ok_or(format!("{file}: `{key}` is incomplete"))
        })
        .collect()
}

/// `key,value,low,high,unit,kind,source,note`; low and high may be empty.
fn fact(record: &csv::StringRecord) -> Option<Fact> {
    let number = |column: usize| record.get(column)?.trim().parse::<f64>().ok().filter(|x| x.is_finite());
    let text = |column: usize| record.get(column).map(|text| text.trim().to_owned());
    let value = number(1)?;
    let kind = match record.get(5)?.trim() {
        "measured" => Kind::Measured,
        "statute" => Kind::Statute,
        "vendor" => Kind::Vendor,
        "assumption" => Kind::Assumption,
        _ => return None,
    };
    let (unit, source) = (text(4)?, text(6)?);
    if unit.is_empty() || source.is_empty() {
        return None;
    }
    let (low, high) = (number(2).unwrap_or(value), number(3).unwrap_or(value));
    Some(Fact { value, low, high, unit, kind, source, note: text(7).unwrap_or_default() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_complete_and_inside_its_own_range() {
        for (key, fact) in all() {
            assert!(fact.low <= fact.value && fact.value <= fact.high, "{key}");
        }
    }

    #[test]
    fn a_row_without_a_source_does_not_load() {
        assert!(parse("x", "key,value,low,high,unit,kind,source,note\na,1,,,m,measured,,\n").is_err());
        assert!(parse("x", "key,value,low,high,unit,kind,source,note\na,1,,,m,guess,s,\n").is_err());
        assert!(parse("x", "key,value,low,high,unit,kind,source,note\na,1,,,m,measured,s,\n").is_ok());
    }
}
