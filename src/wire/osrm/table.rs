//! Tables, digit by digit.

use serde_json::{Value, json};

/// What stands in a table's answer. Entries by row; `None` where there is no way.
#[derive(Clone, Debug, Default)]
pub struct Table {
    pub columns: usize,
    /// Tenths of a second.
    pub durations: Option<Vec<Option<i64>>>,
    /// Decimetres.
    pub distances: Option<Vec<Option<i64>>>,
    /// Row and column of entries that were guessed.
    pub fallbacks: Option<Vec<[usize; 2]>>,
    /// Waypoints; `None` if they are not wanted.
    pub sources: Option<Vec<Value>>,
    pub destinations: Option<Vec<Value>>,
}

/// The whole answer.
#[must_use]
pub fn write_table(table: &Table) -> String {
    let entries = table.durations.as_ref().or(table.distances.as_ref()).map_or(0, Vec::len);
    let mut text: Vec<u8> = Vec::with_capacity(entries * 16 + 256);
    text.extend(b"{\"code\":\"Ok\"");
    for (name, entries) in [("distances", &table.distances), ("durations", &table.durations)] {
        if let Some(entries) = entries {
            key(name, &mut text);
            rows(entries, table.columns, &mut text);
        }
    }
    if let Some(fallbacks) = &table.fallbacks {
        key("fallback_speed_cells", &mut text);
        text.extend(json!(fallbacks).to_string().bytes());
    }
    for (name, waypoints) in [("sources", &table.sources), ("destinations", &table.destinations)] {
        if let Some(waypoints) = waypoints {
            key(name, &mut text);
            text.extend(json!(waypoints).to_string().bytes());
        }
    }
    text.push(b'}');
    String::from_utf8(text).expect("digits, and what was text before")
}

fn key(name: &str, text: &mut Vec<u8>) {
    text.extend(b",\"");
    text.extend(name.bytes());
    text.extend(b"\":");
}

fn rows(entries: &[Option<i64>], columns: usize, text: &mut Vec<u8>) {
    text.push(b'[');
    for (number, row) in entries.chunks(columns.max(1)).enumerate() {
        text.extend(if number > 0 { &b",["[..] } else { b"[" });
        for (number, entry) in row.iter().enumerate() {
            if number > 0 {
                text.push(b',');
            }
            match entry {
                Some(tenths) => push_tenths(*tenths, text),
                None => text.extend(b"null"),
            }
        }
        text.push(b']');
    }
    text.push(b']');
}

/// A whole number of tenths with at most one decimal.
fn push_tenths(tenths: i64, text: &mut Vec<u8>) {
    let mut digits = [0_u8; 24];
    let mut at = digits.len();
    let mut put = |byte: u8| {
        at -= 1;
        digits[at] = byte;
    };
    let size = tenths.unsigned_abs();
    if !size.is_multiple_of(10) {
        put(b'0' + (size % 10) as u8);
        put(b'.');
    }
    let mut whole = size / 10;
    put(b'0' + (whole % 10) as u8);
    while whole >= 10 {
        whole /= 10;
        put(b'0' + (whole % 10) as u8);
    }
    if tenths < 0 {
        put(b'-');
    }
    // Written from the last digit to the first, so all of them stand at the end.
    text.extend_from_slice(&digits[at..]);
}
