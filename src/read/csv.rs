//! CSV text to a table whose rows are numbered as a spreadsheet shows them.
//!
//! A cell with line breaks in quotes is one row, an empty line is one too.
//! Comma, tab and semicolon are understood; the first line decides.

use super::table::{Line, Table};
use crate::finding::{Code, Finding, Spot};

/// The table, or `None` with a finding if a quote is never closed.
pub fn parse(name: &str, text: &str, findings: &mut Vec<Finding>) -> Option<Table> {
    let spot = Spot::file(name);
    let delimiter = delimiter(text);
    let Some(records) = records(text, delimiter) else {
        findings.push(Finding::new(Code::E104, spot).with("cause", "unclosed quote"));
        return None;
    };
    let lines = records.into_iter().zip(1..).map(|(cells, row)| Line { row, cells }).collect();
    Table::new(spot, lines, true, findings)
}

fn delimiter(text: &str) -> char {
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let count = |delimiter: char| first.matches(delimiter).count();
    let most = [';', '\t', ','].into_iter().max_by_key(|delimiter| count(*delimiter));
    most.unwrap_or(',')
}

/// `None` if the last quote is never closed.
fn records(text: &str, delimiter: char) -> Option<Vec<Vec<String>>> {
    let mut records = Vec::new();
    let (mut record, mut cell) = (Vec::new(), String::new());
    let mut quoted = false;
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '"' if quoted && letters.peek() == Some(&'"') => {
                letters.next();
                cell.push('"');
            }
            '"' if quoted => quoted = false,
            _ if quoted => cell.push(letter),
            '"' if cell.trim().is_empty() => {
                cell.clear();
                quoted = true;
            }
            _ if letter == delimiter => record.push(std::mem::take(&mut cell)),
            '\r' | '\n' => {
                if letter == '\r' && letters.peek() == Some(&'\n') {
                    letters.next();
                }
                record.push(std::mem::take(&mut cell));
                records.push(std::mem::take(&mut record));
            }
            _ => cell.push(letter),
        }
    }
    if !cell.is_empty() || !record.is_empty() {
        record.push(cell);
        records.push(record);
    }
    (!quoted).then_some(records)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_counted_as_a_spreadsheet_shows_them() {
        let text = "id,note\r\na,\"two\nlines, \"\"quoted\"\"\"\n\nb,x\n,\n";

        let table = parse("t.csv", text, &mut Vec::new()).unwrap();

        let rows: Vec<u64> = table.lines.iter().map(|line| line.row).collect();
        assert_eq!(rows, [2, 4]);
        assert_eq!(table.lines[0].cells[1], "two\nlines, \"quoted\"");
    }

    #[test]
    fn tabs_and_semicolons_separate_too() {
        for text in ["id\tname\na\tb,c\n", "id;name\na;b,c\n"] {
            assert_eq!(parse("t.csv", text, &mut Vec::new()).unwrap().lines[0].cells, ["a", "b,c"]);
        }
    }

    #[test]
    fn a_quote_that_is_never_closed_is_a_finding() {
        let mut findings = Vec::new();
        assert!(parse("t.csv", "id\n\"a", &mut findings).is_none());
        assert_eq!(findings[0].code, Code::E104);
    }
}
