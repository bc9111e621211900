//! `orders/DATE.csv`: what has to be brought on one day.
//!
//! Customers' columns are put aside as [`Contacts`]; an order keeps its id.

use super::contacts::Contact;
use super::fleet::too_many;
use super::geo::{self, Frame};
use super::row::{self, Ids, Reading, Row};
use super::skills::SkillNames;
use super::table::{Column, Table, needed, optional};
use crate::county::{Door, Goods, GoodsId, Keeping, Order, Place, PlaceId, Service, SiteId, Skills};
use crate::facts;
use crate::finding::{Code, Finding};
use crate::units::{Fen, Grams, Litres, Moment, Point, Seconds, ThermalAge};
use jiff::civil::Date;

pub const COLUMNS: [Column; 25] = [
    needed("id", "编号", &["订单号", "单号", "运单号", "order"]),
    needed("type", "类型", &["业务类型", "kind"]),
    optional("place", "地点", &["地点编号", "村", "to"]),
    optional("lat", "纬度", &["latitude"]),
    optional("lon", "经度", &["longitude", "lng"]),
    optional("site", "云仓", &["仓库", "站点"]),
    optional("from_place", "取货地点", &["起点", "from"]),
    optional("to_place", "送货地点", &["终点"]),
    optional("to_lat", "送货纬度", &[]),
    optional("to_lon", "送货经度", &[]),
    needed("goods", "品类", &["货物", "品名"]),
    needed("kg", "重量", &["重量(kg)", "重量(公斤)", "重量(千克)", "mass_kg", "weight_kg"]),
    optional("litres", "体积", &["体积(升)", "体积(L)", "volume_litres", "liters"]),
    optional("value_yuan", "货值", &["货值(元)", "价值", "value"]),
    optional("ready", "备好时间", &["采收时间", "就绪时间"]),
    optional("windows", "时间窗", &["时间窗口", "window", "预约时间"]),
    optional("to_windows", "送货时间窗", &[]),
    optional("service_min", "服务时长", &["服务时长(分钟)", "服务分钟"]),
    optional("to_service_min", "送货服务时长", &["送货服务时长(分钟)"]),
    optional("skills", "技能", &["要求"]),
    optional("priority", "优先级", &[]),
    optional("price_out", "不送代价", &["不送代价(元)", "price_out_yuan"]),
    optional("late_per_hour", "迟到费用", &["迟到费用(元/小时)", "late_per_hour_yuan"]),
    optional("age", "已用寿命", &[]),
    optional("note", "备注", &["remark", "说明"]),
];

#[derive(Clone, Copy)]
enum Kind {
    Delivery,
    Collection,
    Transfer,
}

const KINDS: [(&str, Kind); 8] = [
    ("delivery", Kind::Delivery),
    ("collection", Kind::Collection),
    ("transfer", Kind::Transfer),
    ("派送", Kind::Delivery),
    ("派件", Kind::Delivery),
    ("揽收", Kind::Collection),
    ("揽件", Kind::Collection),
    ("转运", Kind::Transfer),
];

/// Masses are whole grams. kg.
const LIGHTEST: f64 = 0.001;
/// Heavier is a mistake in the cell, not a load. kg.
const HEAVIEST: f64 = 100_000.0;

/// What orders can point to.
pub struct Known<'a> {
    pub frame: Frame,
    pub today: Option<Date>,
    pub places: &'a [Place],
    pub place_ids: &'a Ids,
    pub goods: &'a [Goods],
    pub goods_ids: &'a Ids,
    pub site_ids: &'a Ids,
    /// The only warehouse, if there is just one.
    pub home: Option<SiteId>,
}

pub fn read(
    table: &Table,
    known: &Known,
    skills: &mut SkillNames,
    findings: &mut Vec<Finding>,
) -> Vec<(Order, Contact)> {
    let reading = Reading { columns: &COLUMNS, customers: true, today: known.today };
    let read = row::rows(table, &reading, findings, |row| {
        let order = order(row, known, skills);
        let contact =
            Contact { name: row.text("name"), phone: row.text("phone"), address: row.text("address") };
        (order, contact)
    });
    read.0
}

fn order(row: &mut Row, known: &Known, skills: &mut SkillNames) -> Order {
    let kind = row.word("type", &KINDS, None);
    let goods = goods(row, known);
    let decays = known.goods.get(goods.index()).is_some_and(|goods| goods.keeping != Keeping::Keeps);
    let kg = row.real("kg", LIGHTEST..=HEAVIEST);
    let litres = row.real_or("litres", 0.0..=1e6, kg * facts::value("orders.litres_per_kg"));
    let value =
        if decays { row.real("value_yuan", 0.0..=1e8) } else { row.real_or("value_yuan", 0.0..=1e8, 0.0) };
    let value = yuan(value);
    let late = row.maybe_real("late_per_hour", 0.0..=1e6).map(yuan);
    Order {
        code: row.text("id"),
        service: service(row, kind, known),
        goods,
        mass: Grams::rounded(kg * 1000.0).max(Grams(1)),
        // Parcels are rounded up; a billionth is the noise of floating point.
        volume: Litres((litres - 1e-9).ceil().max(0.0) as i64),
        value,
        ready: ready(row, kind, decays),
        age: ThermalAge(row.real_or("age", 0.0..=1.0, 0.0)),
        skills: needs(row, skills),
        price_out: price_out(row, value),
        late_per_hour: late,
        row: Some(row.number()),
    }
}

fn yuan(yuan: f64) -> Fen {
    Fen::rounded(yuan * 100.0)
}

fn goods(row: &mut Row, known: &Known) -> GoodsId {
    row.needed("goods");
    GoodsId(row.reference("goods", known.goods_ids).unwrap_or(0))
}

/// Harvest that ages must say since when; everything else is ready from midnight on.
fn ready(row: &mut Row, kind: Kind, decays: bool) -> Moment {
    if decays && !matches!(kind, Kind::Delivery) {
        row.needed("ready");
    }
    row.moment("ready").unwrap_or(Moment(0))
}

fn needs(row: &mut Row, skills: &mut SkillNames) -> Skills {
    let text = super::text::half_width(&row.text("skills"));
    let names: Vec<String> = text.split([';', ',', '|']).map(str::to_owned).collect();
    skills.bits(&names).unwrap_or_else(|| {
        row.fault(Code::E205, "skills", &too_many());
        Skills::default()
    })
}

fn price_out(row: &mut Row, value: Fen) -> Fen {
    let priority = row.real_or("priority", 0.0..=9.0, 0.0);
    let base = facts::value("orders.price_out_base") * 100.0;
    row.maybe_real("price_out", 0.0..=1e9).map_or(Fen::rounded(base * (1.0 + priority)) + value, yuan)
}

fn service(row: &mut Row, kind: Kind, known: &Known) -> Service {
    let first = if row.has("from_place") && !row.has("place") { "from_place" } else { "place" };
    let near = Cells { place: first, lat: "lat", lon: "lon", windows: "windows", minutes: "service_min" };
    let far = Cells {
        place: "to_place",
        lat: "to_lat",
        lon: "to_lon",
        windows: "to_windows",
        minutes: "to_service_min",
    };
    match kind {
        Kind::Delivery => {
            // A delivery may name its door as `to_place`.
            let near =
                if row.has("place") || row.has("lat") { near } else { Cells { place: pick(row), ..near } };
            Service::Delivery { from: site(row, known), to: door(row, &near, known) }
        }
        Kind::Collection => Service::Collection { from: door(row, &near, known), to: site(row, known) },
        Kind::Transfer => Service::Transfer { from: door(row, &near, known), to: door(row, &far, known) },
    }
}

fn pick(row: &Row) -> &'static str {
    if row.has("to_place") { "to_place" } else { "place" }
}

fn site(row: &mut Row, known: &Known) -> SiteId {
    if !row.has("site") {
        if known.home.is_none() {
            if !known.site_ids.unknown {
                row.fault(Code::E203, "site", &[("column", "site".into())]);
            }
            row.ok = false;
        }
        return known.home.unwrap_or(SiteId(0));
    }
    SiteId(row.reference("site", known.site_ids).unwrap_or(0))
}

/// Columns of one door.
struct Cells {
    place: &'static str,
    lat: &'static str,
    lon: &'static str,
    windows: &'static str,
    minutes: &'static str,
}

fn door(row: &mut Row, cells: &Cells, known: &Known) -> Door {
    let place = row.reference(cells.place, known.place_ids).map(PlaceId);
    let own = geo::point(row, cells.lat, cells.lon, known.frame);
    let of_place = place.and_then(|place| known.places.get(place.index())).map(|place| place.point);
    if !row.has(cells.place) && !row.has(cells.lat) && !row.has(cells.lon) {
        row.fault(Code::E203, cells.place, &[("column", cells.place.into())]);
    }
    let minutes = row.real_or(cells.minutes, 0.0..=1_440.0, facts::value("orders.service"));
    Door {
        place,
        point: own.or(of_place).unwrap_or(Point::new(0.0, 0.0)),
        windows: row.windows(cells.windows),
        service: Seconds::rounded(minutes * 60.0),
    }
}
