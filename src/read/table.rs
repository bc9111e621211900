//! A table of text cells, whether it came from a CSV or from a sheet, and its
//! columns by our names.

use super::text::half_width;
use crate::finding::{Code, Finding, Spot};

/// One row with its number as the user's program shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub row: u64,
    pub cells: Vec<String>,
}

/// A heading and the rows that are not empty.
#[derive(Clone, Debug)]
pub struct Table {
    /// File and sheet.
    pub spot: Spot,
    pub headings: Vec<String>,
    pub lines: Vec<Line>,
}

impl Table {
    /// The first row that is not empty is the heading. `None` with a finding if there is none.
    /// With `strict`, rows must have as many cells as the heading.
    pub fn new(spot: Spot, lines: Vec<Line>, strict: bool, findings: &mut Vec<Finding>) -> Option<Table> {
        let mut lines =
            lines.into_iter().filter(|line| !line.cells.iter().all(|cell| cell.trim().is_empty()));
        let Some(heading) = lines.next() else {
            findings.push(Finding::new(Code::E102, spot));
            return None;
        };
        let mut headings = heading.cells;
        while headings.last().is_some_and(|heading| heading.trim().is_empty()) {
            headings.pop();
        }
        let mut kept = Vec::new();
        for mut line in lines {
            while line.cells.len() > headings.len()
                && line.cells.last().is_some_and(|cell| cell.trim().is_empty())
            {
                line.cells.pop();
            }
            if line.cells.len() > headings.len() || (strict && line.cells.len() < headings.len()) {
                findings.push(
                    Finding::new(Code::E213, spot.clone().row(line.row))
                        .with("cells", line.cells.len())
                        .with("columns", headings.len()),
                );
                continue;
            }
            kept.push(line);
        }
        Some(Table { spot, headings, lines: kept })
    }
}

/// A column that we know.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// What it is called in English, and in our own files.
    pub key: &'static str,
    pub zh: &'static str,
    /// Other headings that mean the same.
    pub also: &'static [&'static str],
    pub required: bool,
}

/// A column that must be there.
pub const fn needed(key: &'static str, zh: &'static str, also: &'static [&'static str]) -> Column {
    Column { key, zh, also, required: true }
}

/// A column that may be there.
pub const fn optional(key: &'static str, zh: &'static str, also: &'static [&'static str]) -> Column {
    Column { key, zh, also, required: false }
}

/// Customers' columns: read with orders, never named in findings, not wanted elsewhere.
pub const CUSTOMER: [Column; 3] = [
    optional("name", "姓名", &["收件人", "联系人", "客户", "customer", "contact"]),
    optional("phone", "电话", &["手机", "手机号", "联系电话", "tel", "mobile"]),
    optional("address", "地址", &["详细地址", "收货地址"]),
];

/// Where our columns stand in a user's table.
#[derive(Clone, Debug)]
pub struct Columns {
    at: Vec<(&'static str, usize)>,
    /// Required columns that are missing, so that no row can be complete.
    pub complete: bool,
}

impl Columns {
    /// Finds columns by their headings; what is unknown, twice or missing is a finding.
    pub fn find(
        table: &Table,
        known: &[Column],
        with_customers: bool,
        findings: &mut Vec<Finding>,
    ) -> Columns {
        let mut at: Vec<(&'static str, usize)> = Vec::new();
        // Where no heading is known, the first customer may stand in the headings' place: the
        // missing columns are told, but not what was found instead.
        let is_known = |heading: &String| known.iter().any(|column| column.is(heading));
        let is_readable = !with_customers || table.headings.iter().any(is_known);
        let headings = if is_readable { &table.headings[..] } else { &[] };
        for (index, heading) in headings.iter().enumerate().filter(|(_, text)| !text.trim().is_empty()) {
            let spot = table.spot.clone().column(heading.trim());
            let customer = CUSTOMER.iter().find(|column| column.is(heading));
            let Some(column) = known.iter().find(|column| column.is(heading)) else {
                match customer {
                    Some(column) if with_customers => at.push((column.key, index)),
                    Some(_) => findings.push(Finding::new(Code::W201, spot)),
                    None => findings.push(Finding::new(Code::W101, spot)),
                }
                continue;
            };
            if at.iter().any(|(key, _)| *key == column.key) {
                findings.push(Finding::new(Code::E202, spot).with("column", column.key));
            } else {
                at.push((column.key, index));
            }
        }
        let mut complete = true;
        for column in known.iter().filter(|column| column.required) {
            if !at.iter().any(|(key, _)| *key == column.key) {
                complete = false;
                findings.push(
                    Finding::new(Code::E201, table.spot.clone())
                        .with("column", column.key)
                        .with("column_zh", column.zh),
                );
            }
        }
        Columns { at, complete }
    }

    #[must_use]
    pub fn at(&self, key: &str) -> Option<usize> {
        self.at.iter().find(|(known, _)| *known == key).map(|(_, index)| *index)
    }
}

impl Column {
    fn is(&self, heading: &str) -> bool {
        let heading = plain(heading);
        plain(self.key) == heading
            || plain(self.zh) == heading
            || self.also.iter().any(|also| plain(also) == heading)
    }
}

/// Without case, spaces, underscores and brackets: `重量（kg）` is `重量kg`.
fn plain(heading: &str) -> String {
    let heading = half_width(heading).to_lowercase();
    heading.chars().filter(|letter| !matches!(letter, ' ' | '_' | '-' | '(' | ')' | '*')).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(headings: &[&str]) -> Table {
        let headings = headings.iter().map(|heading| (*heading).to_owned()).collect();
        Table { spot: Spot::file("t.csv"), headings, lines: Vec::new() }
    }

    #[test]
    fn chinese_and_english_headings_mean_the_same() {
        let known = [needed("id", "编号", &[]), needed("kg", "重量", &["重量kg"])];
        for headings in [["ID", "kg"], ["编号", "重量（KG）"], ["编号 ", "重量"]] {
            let mut findings = Vec::new();
            let columns = Columns::find(&table(&headings), &known, false, &mut findings);
            assert_eq!((columns.at("id"), columns.at("kg"), findings.len()), (Some(0), Some(1), 0));
        }
    }

    #[test]
    fn another_unit_is_another_column() {
        let known = [needed("kg", "重量", &["重量kg"])];
        let mut findings = Vec::new();
        Columns::find(&table(&["重量(g)"]), &known, false, &mut findings);
        let codes: Vec<Code> = findings.iter().map(|finding| finding.code).collect();
        assert_eq!(codes, [Code::W101, Code::E201]);
    }
}
