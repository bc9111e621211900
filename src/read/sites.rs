//! `sites.csv`: warehouses, stations, cold rooms, collection points and pads.

use super::geo::{self, Frame};
use super::row::{self, Ids, Reading, Row};
use super::table::{Column, Table, needed, optional};
use crate::county::{Opening, Site, SiteKind};
use crate::finding::Finding;
use crate::units::{Celsius, Fen, Litres, Point};

pub const COLUMNS: [Column; 14] = [
    needed("id", "编号", &["code", "代码"]),
    needed("name_zh", "中文名", &["名称"]),
    optional("name_en", "英文名", &[]),
    needed("kind", "类型", &["type", "类别"]),
    optional("opening", "状态", &["status"]),
    needed("lat", "纬度", &["latitude"]),
    needed("lon", "经度", &["longitude", "lng"]),
    optional("fixed_yuan", "固定成本", &["fixed_yuan_per_day", "固定成本(元/天)"]),
    optional("parcels_per_day", "日处理量", &["日处理量(件)"]),
    optional("cold_room", "冷库容积", &["cold_room_litres", "冷库容积(升)"]),
    optional("cold_temp", "冷库温度", &["cold_temp_c", "冷库温度(℃)"]),
    optional("drivers", "司机数", &["司机"]),
    optional("kg_per_day", "日处理重量", &["日处理重量(kg)"]),
    optional("dock_hours", "月台小时", &["月台小时(h/天)"]),
];

pub const KINDS: [(&str, SiteKind); 11] = [
    ("warehouse", SiteKind::Warehouse),
    ("station", SiteKind::Station),
    ("cold_room", SiteKind::ColdRoom),
    ("collection_point", SiteKind::CollectionPoint),
    ("pad", SiteKind::Pad),
    ("云仓", SiteKind::Warehouse),
    ("仓库", SiteKind::Warehouse),
    ("站点", SiteKind::Station),
    ("冷库", SiteKind::ColdRoom),
    ("揽收点", SiteKind::CollectionPoint),
    ("起降点", SiteKind::Pad),
];

pub const OPENINGS: [(&str, Opening); 4] = [
    ("existing", Opening::Existing),
    ("candidate", Opening::Candidate),
    ("已建", Opening::Existing),
    ("候选", Opening::Candidate),
];

pub fn read(table: &Table, frame: Frame, findings: &mut Vec<Finding>) -> (Vec<Site>, Ids) {
    let reading = Reading { columns: &COLUMNS, customers: false, today: None };
    row::rows(table, &reading, findings, |row| site(row, frame))
}

fn site(row: &mut Row, frame: Frame) -> Site {
    let name_zh = row.needed("name_zh");
    let name_en =
        Some(row.text("name_en")).filter(|name| !name.is_empty()).unwrap_or_else(|| name_zh.clone());
    Site {
        code: row.text("id"),
        name_zh,
        name_en,
        kind: row.word("kind", &KINDS, None),
        opening: row.word("opening", &OPENINGS, Some(Opening::Existing)),
        point: geo::point_needed(row, "lat", "lon", frame).unwrap_or(Point::new(0.0, 0.0)),
        fixed: Fen::rounded(row.real_or("fixed_yuan", 0.0..=1e8, 0.0) * 100.0),
        parcels_per_day: row.maybe_real("parcels_per_day", 0.0..=1e8).map(|parcels| parcels as u32),
        kilograms_per_day: row.maybe_real("kg_per_day", 0.0..=1e8).map(|kilograms| kilograms as u32),
        dock_hours: row.maybe_real("dock_hours", 0.0..=1e5),
        cold_room: Litres(row.real_or("cold_room", 0.0..=1e9, 0.0).floor() as i64),
        cold_temperature: row.maybe_real("cold_temp", -60.0..=20.0).map(Celsius),
        drivers: row.maybe_real("drivers", 0.0..=100_000.0).map(|drivers| drivers as u32),
    }
}
