//! Looks into a zipped workbook before any reader is let at it: how many
//! entries, how much they really inflate to, and whether counts in them lie.

use crate::finding::{Code, Finding, Spot};
use std::io::{Cursor, Read};
use zip::ZipArchive;

const MOST_ENTRIES: usize = 2_000;
/// Bytes of one entry, and of all of them.
const LARGEST_ENTRY: u64 = 64 << 20;
const LARGEST_SUM: u64 = 256 << 20;

/// Why a workbook is not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    NotZip,
    /// More entries or bytes than any honest workbook.
    Large,
    /// A count in it does not agree with its content.
    Lies,
}

impl Refused {
    #[must_use]
    pub fn finding(self, name: &str) -> Finding {
        let spot = Spot::file(name);
        match self {
            Refused::NotZip => Finding::new(Code::E104, spot).with("cause", "not an xlsx workbook"),
            Refused::Lies => {
                Finding::new(Code::E104, spot).with("cause", "its counts do not agree with its content")
            }
            Refused::Large => Finding::new(Code::E105, spot).with("limit", "256 MB unzipped"),
        }
    }
}

/// # Errors
/// See [`Refused`].
pub fn scan(bytes: &[u8]) -> Result<(), Refused> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Refused::NotZip)?;
    if archive.len() > MOST_ENTRIES {
        return Err(Refused::Large);
    }
    let mut sum = 0;
    for index in 0..archive.len() {
        let entry = archive.by_index(index).map_err(|_| Refused::NotZip)?;
        let strings = entry.name().map_err(|_| Refused::NotZip)?.to_lowercase().contains("sharedstrings");
        let limit = LARGEST_ENTRY.min(LARGEST_SUM - sum);
        let mut entry = entry.take(limit + 1);
        let size = if strings {
            let mut content = Vec::new();
            entry.read_to_end(&mut content).map_err(|_| Refused::NotZip)?;
            // The shortest string element, `<si/>`, takes five bytes.
            if counts(&content).into_iter().any(|count| count > content.len() as u64 / 5) {
                return Err(Refused::Lies);
            }
            content.len() as u64
        } else {
            std::io::copy(&mut entry, &mut std::io::sink()).map_err(|_| Refused::NotZip)?
        };
        if size > limit {
            return Err(Refused::Large);
        }
        sum += size;
    }
    Ok(())
}

/// The numbers behind `uniqueCount=`: readers reserve room for as many strings.
fn counts(content: &[u8]) -> Vec<u64> {
    let text = String::from_utf8_lossy(content);
    let mut counts = Vec::new();
    for (at, found) in text.match_indices("uniqueCount") {
        let rest = text[at + found.len()..].trim_start();
        let Some(rest) = rest.strip_prefix('=') else { continue };
        let rest = rest.trim_start().trim_start_matches(['"', '\'']);
        let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
        if !digits.is_empty() {
            counts.push(digits.parse().unwrap_or(u64::MAX));
        }
    }
    counts
}
