//! `flying.csv`: hours at which drones stay on the ground, for fog, rain, wind or another reason.
//! Optional. Rows of other seasons and dates are read and do not count.

use super::cell;
use super::config::SEASONS;
use super::row::{self, Reading, Row};
use super::table::{Column, Table, needed, optional};
use crate::county::{Grounding, Season};
use crate::finding::{Code, Finding};
use jiff::civil::Date;

pub const FILE: &str = "flying.csv";

const COLUMNS: [Column; 7] = [
    needed("id", "编号", &["code", "代码"]),
    needed("from", "开始", &["start", "开始时间"]),
    needed("to", "结束", &["end", "结束时间"]),
    optional("wind_ms", "风速", &["wind", "风速(米/秒)"]),
    optional("season", "季节", &[]),
    optional("date", "日期", &["day"]),
    optional("reason", "原因", &["cause", "天气"]),
];

/// m/s; no more was ever measured on a mountain.
const WINDS: std::ops::RangeInclusive<f64> = 0.0..=110.0;

/// The rows that hold on a day.
pub fn read(
    table: &Table,
    today: Option<Date>,
    season: Option<Season>,
    findings: &mut Vec<Finding>,
) -> Vec<Grounding> {
    let reading = Reading { columns: &COLUMNS, customers: false, today: None };
    let all = row::rows(table, &reading, findings, one).0;
    let holds = |(_, when, on): &(Grounding, Option<Season>, Option<Date>)| {
        when.is_none_or(|when| Some(when) == season) && on.is_none_or(|on| Some(on) == today)
    };
    all.into_iter().filter(holds).map(|(hours, _, _)| hours).collect()
}

fn one(row: &mut Row) -> (Grounding, Option<Season>, Option<Date>) {
    let (from, to) = row.hours();
    let seasons = SEASONS.map(|(word, season)| (word, Some(season)));
    let text = row.text("date");
    let date = cell::date(&text);
    if date.is_none() && !text.is_empty() {
        let found = row.shown(&text);
        row.fault(Code::E206, "date", &[("found", found.into())]);
    }
    let hours = Grounding { code: row.text("id"), from, to, wind: row.maybe_real("wind_ms", WINDS) };
    (hours, row.word("season", &seasons, Some(None)), date)
}
