//! Tables, digit by digit.

use serde_json::Value;

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
    let mut text = String::with_capacity(entries * 16 + 256);
    text.push_str("{\"code\":\"Ok\"");
    for (name, entries) in [("distances", &table.distances), ("durations", &table.durations)] {
        if let Some(entries) = entries {
            text.push_str(",\"");
            text.push_str(name);
            text.push_str("\":");
            rows(entries, table.columns, &mut text);
        }
    }
    if let Some(fallbacks) = &table.fallbacks {
        text.push_str(",\"fallback_speed_cells\":");
        text.push_str(
            &Value::from(fallbacks.iter().map(|cell| Value::from(cell.to_vec())).collect::<Vec<_>>())
                .to_string(),
        );
    }
    for (name, waypoints) in [("sources", &table.sources), ("destinations", &table.destinations)] {
        if let Some(waypoints) = waypoints {
            text.push_str(",\"");
            text.push_str(name);
            text.push_str("\":");
            text.push_str(&Value::from(waypoints.clone()).to_string());
        }
    }
    text.push('}');
    text
}

fn rows(entries: &[Option<i64>], columns: usize, text: &mut String) {
    text.push('[');
    for (number, row) in entries.chunks(columns.max(1)).enumerate() {
        text.push_str(if number > 0 { ",[" } else { "[" });
        for (number, entry) in row.iter().enumerate() {
            if number > 0 {
                text.push(',');
            }
            match entry {
                Some(tenths) => push_tenths(*tenths, text),
                None => text.push_str("null"),
            }
        }
        text.push(']');
    }
    text.push(']');
}

/// A whole number of tenths with at most one decimal.
fn push_tenths(tenths: i64, text: &mut String) {
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
    // From the last digit to the first, so all of them stand at the end.
    text.extend(digits[at..].iter().map(|&byte| byte as char));
}
