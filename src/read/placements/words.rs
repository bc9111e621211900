//! The numbers of a file in a row, and where its lines end.

use crate::read::instances::lines::{Wrong, number, whole};

struct Word<'a> {
    text: &'a str,
    row: u64,
    ends_line: bool,
}

/// All words of a file.
pub struct Words<'a> {
    all: Vec<Word<'a>>,
}

impl<'a> Words<'a> {
    /// Some published files end in a block of NUL: these count as space.
    pub fn of(text: &'a str) -> Words<'a> {
        let mut all = Vec::new();
        for (line, row) in text.trim_start_matches('\u{feff}').lines().zip(1..) {
            let words = line.split(|letter: char| letter.is_whitespace() || letter == '\0');
            let first = all.len();
            all.extend(words.filter(|word| !word.is_empty()).map(|text| Word {
                text,
                row,
                ends_line: false,
            }));
            if all.len() > first
                && let Some(last) = all.last_mut()
            {
                last.ends_line = true;
            }
        }
        Words { all }
    }

    pub fn in_first_line(&self) -> usize {
        self.all.iter().position(|word| word.ends_line).map_or(0, |last| last + 1)
    }

    /// The line of a word; of the last one beyond the end.
    pub fn row(&self, at: usize) -> u64 {
        self.all.get(at).or(self.all.last()).map_or(1, |word| word.row)
    }

    pub fn ends_line(&self, at: usize) -> bool {
        self.all.get(at).is_some_and(|word| word.ends_line)
    }

    pub fn text(&self, at: usize) -> Result<&'a str, Wrong> {
        self.all.get(at).map(|word| word.text).ok_or(Wrong::format(self.row(at), "it ends too early"))
    }

    pub fn number(&self, at: usize) -> Result<f64, Wrong> {
        number(self.text(at)?, self.row(at))
    }

    /// A number of 0 or more.
    pub fn amount(&self, at: usize) -> Result<f64, Wrong> {
        let number = self.number(at)?;
        if number >= 0.0 { Ok(number) } else { Err(Wrong::format(self.row(at), "a negative number")) }
    }

    pub fn whole(&self, at: usize) -> Result<usize, Wrong> {
        whole(self.number(at)?, self.row(at))
    }

    pub fn amounts(&self, from: usize, count: usize) -> Result<Vec<f64>, Wrong> {
        (from..from + count).map(|at| self.amount(at)).collect()
    }

    /// There are at least so many words.
    pub fn reach(&self, count: usize) -> Result<(), Wrong> {
        if self.all.len() < count {
            return Err(Wrong::format(self.row(self.all.len()), "it ends too early"));
        }
        Ok(())
    }
}
