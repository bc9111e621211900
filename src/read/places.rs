//! `places.csv`: the seat, townships, villages and farms.

use super::geo::{self, Frame};
use super::row::{self, Ids, Reading, Row};
use super::table::{Column, Table, needed, optional};
use crate::county::{Place, PlaceId, PlaceKind, Precooler};
use crate::finding::{Code, Finding};
use crate::units::{Celsius, Fen, Point};

pub const COLUMNS: [Column; 10] = [
    needed("id", "编号", &["code", "代码"]),
    needed("name_zh", "中文名", &["名称", "地名"]),
    optional("name_en", "英文名", &["拼音"]),
    needed("kind", "类型", &["type", "类别"]),
    needed("lat", "纬度", &["latitude"]),
    needed("lon", "经度", &["longitude", "lng"]),
    optional("population", "人口", &[]),
    optional("township", "所属乡镇", &["乡镇"]),
    optional("precool_temp", "预冷温度", &["预冷温度(℃)", "precool_temp_c"]),
    optional("precool_price", "预冷价格", &["预冷价格(元/kg)", "precool_price_yuan_per_kg"]),
];

pub const KINDS: [(&str, PlaceKind); 9] = [
    ("village", PlaceKind::Village),
    ("township", PlaceKind::Township),
    ("seat", PlaceKind::Seat),
    ("farm", PlaceKind::Farm),
    ("村", PlaceKind::Village),
    ("乡镇", PlaceKind::Township),
    ("县城", PlaceKind::Seat),
    ("农场", PlaceKind::Farm),
    ("果园", PlaceKind::Farm),
];

pub fn read(table: &Table, frame: Frame, findings: &mut Vec<Finding>) -> (Vec<Place>, Ids) {
    let start = findings.len();
    let reading = Reading { columns: &COLUMNS, customers: false, today: None };
    let (mut read, ids) =
        row::rows(table, &reading, findings, |row| (place(row, frame), row.number(), row.text("township")));
    for (place, number, township) in &mut read {
        if township.is_empty() {
            continue;
        }
        // A place whose township is at fault loses only the township.
        place.township = ids.get(township).map(PlaceId);
        if !ids.declares(township) {
            let spot = table.spot.clone().row(*number).column("township");
            findings.push(Finding::new(Code::E210, spot).with("id", row::shown(township, false)));
        }
    }
    findings[start..].sort_by_key(|finding| finding.spot.row);
    (read.into_iter().map(|(place, _, _)| place).collect(), ids)
}

fn place(row: &mut Row, frame: Frame) -> Place {
    let name_zh = row.needed("name_zh");
    let name_en =
        Some(row.text("name_en")).filter(|name| !name.is_empty()).unwrap_or_else(|| name_zh.clone());
    let temperature = row.maybe_real("precool_temp", -5.0..=30.0);
    let price = row.real_or("precool_price", 0.0..=1_000.0, 0.0);
    Place {
        code: row.text("id"),
        name_zh,
        name_en,
        kind: row.word("kind", &KINDS, None),
        point: geo::point_needed(row, "lat", "lon", frame).unwrap_or(Point::new(0.0, 0.0)),
        population: row.real_or("population", 0.0..=100_000_000.0, 0.0).round() as u32,
        township: None,
        precooler: temperature.map(|temperature| Precooler {
            temperature: Celsius(temperature),
            price: Fen::rounded(price * 100.0),
        }),
    }
}
