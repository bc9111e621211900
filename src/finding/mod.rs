//! What is wrong with a user's data: a code, a place and typed values.
//!
//! Reading collects all findings and stops only at the end. No sentence is
//! built here: `report::text` phrases a code and its values in Chinese and
//! English. Absent on purpose: names, phones and addresses of customers.

mod code;

pub use code::{Code, Severity};

use std::fmt;

/// Where it is: a file, and as much more as is known.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Spot {
    /// Relative to the county folder, for example `orders/2026-07-08.csv`.
    pub file: String,
    /// Sheet of a workbook.
    pub sheet: Option<String>,
    /// As the user's program counts: the heading is row 1.
    pub row: Option<u64>,
    /// Heading as the user wrote it, or a TOML key.
    pub column: Option<String>,
    /// An OSM way, a GeoJSON feature, a tile.
    pub feature: Option<String>,
}

impl Spot {
    #[must_use]
    pub fn file(file: impl Into<String>) -> Spot {
        Spot { file: file.into(), ..Spot::default() }
    }

    #[must_use]
    pub fn sheet(mut self, sheet: impl Into<String>) -> Spot {
        self.sheet = Some(sheet.into());
        self
    }

    #[must_use]
    pub fn row(mut self, row: u64) -> Spot {
        self.row = Some(row);
        self
    }

    #[must_use]
    pub fn column(mut self, column: impl Into<String>) -> Spot {
        self.column = Some(column.into());
        self
    }

    #[must_use]
    pub fn feature(mut self, feature: impl Into<String>) -> Spot {
        self.feature = Some(feature.into());
        self
    }
}

/// A value that a sentence about a finding can use.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    Text(String),
    Whole(i64),
    Real(f64),
}

impl fmt::Display for Value {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Value::Text(text) => out.write_str(text),
            Value::Whole(number) => write!(out, "{number}"),
            Value::Real(number) => write!(out, "{number:.3}"),
        }
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Value {
        Value::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Value {
        Value::Text(text)
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Value {
        Value::Whole(number)
    }
}

impl From<usize> for Value {
    fn from(number: usize) -> Value {
        Value::Whole(number as i64)
    }
}

impl From<f64> for Value {
    fn from(number: f64) -> Value {
        Value::Real(number)
    }
}

/// One thing that is wrong or worth knowing, and where.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    pub code: Code,
    pub spot: Spot,
    /// What the sentence for this code fills its `{name}` places with.
    pub values: Vec<(&'static str, Value)>,
}

impl Finding {
    #[must_use]
    pub fn new(code: Code, spot: Spot) -> Finding {
        Finding { code, spot, values: Vec::new() }
    }

    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<Value>) -> Finding {
        self.values.push((name, value.into()));
        self
    }

    #[must_use]
    pub fn is_error(&self) -> bool {
        self.code.severity() == Severity::Error
    }
}

/// What was built, as far as it could be, and everything found on the way.
#[derive(Clone, Debug)]
pub struct Found<T> {
    pub value: T,
    pub findings: Vec<Finding>,
}

impl<T> Found<T> {
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.findings.iter().any(Finding::is_error)
    }
}
