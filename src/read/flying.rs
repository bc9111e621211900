//! `flying.csv`: hours at which drones stay on the ground, for fog, rain, wind or another reason.
//! Optional. Rows of other seasons and dates are read and do not count.

use super::cell;
use super::config::SEASONS;
use super::row::{self, Reading, Row};
use super::table::{Column, Table, needed, optional};
use crate::county::{Grounding, Season};
use crate::finding::{Code, Finding};
use crate::units::{DAY, Moment};
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
    let mut clock = |key: &str| {
        row.needed(key);
        let moment = row.moment(key)?;
        let inside = (0..=DAY.0).contains(&moment.0);
        if !inside {
            row.range(key, moment.0 as f64 / 3600.0, 0.0..=24.0);
        }
        inside.then_some(moment)
    };
    let (from, to) = (clock("from"), clock("to"));
    if let Some((from, to)) = from.zip(to)
        && to <= from
    {
        let found = format!("{}-{}", row.shown(&row.text("from")), row.shown(&row.text("to")));
        row.fault(Code::E207, "to", &[("found", found.into())]);
    }
    let seasons = SEASONS.map(|(word, season)| (word, Some(season)));
    let text = row.text("date");
    let date = cell::date(&text);
    if date.is_none() && !text.is_empty() {
        let found = row.shown(&text);
        row.fault(Code::E206, "date", &[("found", found.into())]);
    }
    let hours = Grounding {
        code: row.text("id"),
        from: from.unwrap_or(Moment(0)),
        to: to.unwrap_or(Moment(0)),
        wind: row.maybe_real("wind_ms", WINDS),
    };
    (hours, row.word("season", &seasons, Some(None)), date)
}
