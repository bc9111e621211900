//! `hours.csv` and `closures.csv`: where roads are slow or closed at some hours, and what people
//! report about them. Both are optional.

use super::geo::{self, Frame};
use super::row::{self, Reading, Row};
use super::table::{Column, Table, needed, optional};
use crate::county::{Circle, HourRule, Report, RoadReport, Whom};
use crate::finding::Finding;
use crate::units::Point;

pub const HOURS: &str = "hours.csv";
pub const CLOSURES: &str = "closures.csv";

/// Metres around a point where none are said.
const RADIUS: f64 = 100.0;
const RADII: std::ops::RangeInclusive<f64> = 10.0..=50_000.0;

const HOUR_COLUMNS: [Column; 8] = [
    needed("id", "编号", &["code", "代码"]),
    needed("lat", "纬度", &["latitude"]),
    needed("lon", "经度", &["longitude", "lng"]),
    optional("radius_m", "半径", &["radius", "半径(米)"]),
    needed("from", "开始", &["start", "开始时间"]),
    needed("to", "结束", &["end", "结束时间"]),
    needed("speed_percent", "速度百分比", &["speed", "速度(%)"]),
    optional("vehicles", "车辆", &["车型"]),
];

const CLOSURE_COLUMNS: [Column; 6] = [
    needed("id", "编号", &["code", "代码"]),
    needed("lat", "纬度", &["latitude"]),
    needed("lon", "经度", &["longitude", "lng"]),
    optional("radius_m", "半径", &["radius", "半径(米)"]),
    needed("state", "状态", &["status"]),
    optional("times_per_year", "每年次数", &["times", "年中断次数"]),
];

const WHOM: [(&str, Whom); 5] = [
    ("all", Whom::All),
    ("lorries", Whom::Lorries),
    ("全部", Whom::All),
    ("货车", Whom::Lorries),
    ("trucks", Whom::Lorries),
];

/// True: closed today. False: closed now and then.
const STATES: [(&str, bool); 4] = [("closed", true), ("weak", false), ("中断", true), ("易断", false)];

pub fn hours(table: &Table, frame: Frame, findings: &mut Vec<Finding>) -> Vec<HourRule> {
    let reading = Reading { columns: &HOUR_COLUMNS, customers: false, today: None };
    row::rows(table, &reading, findings, |row| hour(row, frame)).0
}

pub fn closures(table: &Table, frame: Frame, findings: &mut Vec<Finding>) -> Vec<RoadReport> {
    let reading = Reading { columns: &CLOSURE_COLUMNS, customers: false, today: None };
    row::rows(table, &reading, findings, |row| closure(row, frame)).0
}

fn area(row: &mut Row, frame: Frame) -> Circle {
    let point = geo::point_needed(row, "lat", "lon", frame).unwrap_or(Point::new(0.0, 0.0));
    Circle { point, radius: row.real_or("radius_m", RADII, RADIUS) }
}

fn hour(row: &mut Row, frame: Frame) -> HourRule {
    let (from, to) = row.hours();
    HourRule {
        code: row.text("id"),
        area: area(row, frame),
        from,
        to,
        percent: row.real("speed_percent", 0.0..=100.0).round() as u8,
        whom: row.word("vehicles", &WHOM, Some(Whom::All)),
    }
}

fn closure(row: &mut Row, frame: Frame) -> RoadReport {
    let closed = row.word("state", &STATES, None);
    let report = if closed { Report::Closed } else { Report::Weak(row.real("times_per_year", 0.0..=365.0)) };
    RoadReport { code: row.text("id"), area: area(row, frame), report }
}
