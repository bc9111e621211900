//! Lines of a text file with their numbers, and what can be wrong with one.

use crate::finding::{Code, Finding, Spot};

/// Larger numbers are a mistake in the file; sums of these stay whole.
const MOST: f64 = 1e9;
/// More than any instance has.
const MOST_VEHICLES: usize = 1_000_000;

/// A line that holds something.
#[derive(Clone, Copy, Debug)]
pub struct TextLine<'a> {
    /// From 1.
    pub row: u64,
    pub text: &'a str,
}

/// Lines that hold something; comments that begin with `//` are left out.
pub struct Lines<'a> {
    pub all: Vec<TextLine<'a>>,
}

impl<'a> Lines<'a> {
    pub fn of(text: &'a str) -> Lines<'a> {
        let lines = text.trim_start_matches('\u{feff}').lines().zip(1..);
        let lines = lines.map(|(text, row)| TextLine { row, text: text.trim() });
        Lines { all: lines.filter(|line| !line.text.is_empty() && !line.text.starts_with("//")).collect() }
    }

    /// The number of the last line.
    pub fn last(&self) -> u64 {
        self.all.last().map_or(1, |line| line.row)
    }

    /// The line at an index.
    pub fn at(&self, index: usize) -> Result<TextLine<'a>, Wrong> {
        self.all.get(index).copied().ok_or(Wrong::format(self.last(), "it ends too early"))
    }
}

impl<'a> TextLine<'a> {
    pub fn words(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        self.text.split_whitespace()
    }

    /// All words as numbers; a trailing comment that begins with `//` does not count.
    pub fn numbers(&self) -> Result<Vec<f64>, Wrong> {
        let words = self.words().take_while(|word| !word.starts_with("//"));
        words.map(|word| number(word, self.row)).collect()
    }

    /// At least `count` numbers.
    pub fn row_of(&self, count: usize) -> Result<Vec<f64>, Wrong> {
        let numbers = self.numbers()?;
        if numbers.len() < count { Err(Wrong::format(self.row, "too few numbers")) } else { Ok(numbers) }
    }
}

pub fn number(word: &str, row: u64) -> Result<f64, Wrong> {
    let number = word.parse::<f64>().ok().filter(|number| number.is_finite() && number.abs() <= MOST);
    number.ok_or(Wrong::format(row, "not a number, or an absurd one"))
}

/// A whole number of 0 or more.
pub fn whole(value: f64, row: u64) -> Result<usize, Wrong> {
    if value >= 0.0 && value.fract() == 0.0 {
        Ok(value as usize)
    } else {
        Err(Wrong::format(row, "not a whole number"))
    }
}

/// Numbers of so many vehicles, the first of them given.
pub fn vehicles(first: usize, count: f64, row: u64) -> Result<Vec<u32>, Wrong> {
    let end = first.saturating_add(whole(count, row)?);
    if end > MOST_VEHICLES {
        return Err(Wrong::format(row, "absurdly many vehicles"));
    }
    Ok((first as u32..end as u32).collect())
}

/// Why a file is not read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    pub code: Code,
    pub row: u64,
    pub cause: String,
}

impl Wrong {
    pub fn format(row: u64, cause: impl Into<String>) -> Wrong {
        Wrong { code: Code::E701, row, cause: cause.into() }
    }

    pub fn unsupported(row: u64, what: impl Into<String>) -> Wrong {
        Wrong { code: Code::E702, row, cause: what.into() }
    }

    #[must_use]
    pub fn finding(self, file: &str) -> Finding {
        Finding::new(self.code, Spot::file(file).row(self.row)).with("cause", self.cause)
    }
}
