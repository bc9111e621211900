//! Why an order is left out, and what would serve it.

use super::{Lang, clock, mass, money, span};
use crate::county::{County, VehicleTypeId};
use crate::model::{Change, Reason, Remedy};
use crate::units::{Fen, Litres};

/// One or two words, for tables and groups.
#[must_use]
pub fn reason_short(reason: Reason, lang: Lang) -> &'static str {
    match reason {
        Reason::Temperature => lang.pick("无合适温度", "no temperature"),
        Reason::Skills => lang.pick("无合适资质", "no skill"),
        Reason::Mass => lang.pick("超重", "too heavy"),
        Reason::Volume => lang.pick("超大", "too large"),
        Reason::Road => lang.pick("道路不通", "no road"),
        Reason::Window => lang.pick("赶不上时间窗", "window"),
        Reason::Shift => lang.pick("超出班次", "shift too short"),
        Reason::Battery => lang.pick("电量不足", "battery"),
        Reason::Busy => lang.pick("车辆都忙", "all vehicles busy"),
        Reason::Price => lang.pick("不划算", "not worth it"),
    }
}

/// A whole sentence.
#[must_use]
pub fn reason(reason: Reason, lang: Lang) -> &'static str {
    match reason {
        Reason::Temperature => {
            lang.pick("没有车型能提供它要求的温度。", "No vehicle type offers the temperature it needs.")
        }
        Reason::Skills => lang.pick("没有车辆具备它要求的资质。", "No vehicle has the skills it needs."),
        Reason::Mass => {
            lang.pick("超过所有合适车辆的载重。", "It is heavier than any fitting vehicle can carry.")
        }
        Reason::Volume => lang.pick("超过所有合适车厢的容积。", "It is larger than any fitting compartment."),
        Reason::Road => {
            lang.pick("没有合适的车能经公路往返。", "No fitting vehicle can get there and back by road.")
        }
        Reason::Window => lang.pick(
            "即使专车专送，也赶不上它的时间窗。",
            "Even alone on a trip, no vehicle meets its time window.",
        ),
        Reason::Shift => lang.pick(
            "即使专车专送，下班前也回不来。",
            "Even alone on a trip, no vehicle is back before its shift ends.",
        ),
        Reason::Battery => lang
            .pick("即使专车专送，电量也不够往返。", "Even alone on a trip, no battery lasts there and back."),
        Reason::Busy => lang
            .pick("单独可送，但所有合适的车都已排满。", "It fits alone, but every fitting vehicle is busy."),
        Reason::Price => lang.pick(
            "可以送，但比不送的代价更高。",
            "It could be served, but that costs more than its price of leaving it out.",
        ),
    }
}

/// The cheapest change, with what it costs: `加一辆4.2吨冷藏车，多花 ¥212.00 可送达`.
#[must_use]
pub fn remedy(county: &County, remedy: &Remedy, lang: Lang) -> String {
    let change = change(county, remedy.change, lang);
    let cost = money(remedy.cost);
    match (remedy.cost.0 < 0, lang) {
        (false, Lang::Zh) => format!("{change}，多花 {cost} 可送达"),
        (false, Lang::En) => format!("{change}: served for {cost} more"),
        (true, Lang::Zh) => format!("{change}，可送达且总成本变化 {cost}"),
        (true, Lang::En) => format!("{change}: served, and the total changes by {cost}"),
    }
}

/// What pays for more room: `多 36 升可改装 D017，省 ¥8.20`.
#[must_use]
pub fn more_room(litres: Litres, order: &str, saved: Fen, lang: Lang) -> String {
    let (litres, saved) = (litres.0, money(saved));
    lang.pick(
        format!("多 {litres} 升可改装 {order}，省 {saved}"),
        format!("{litres} L more would take {order} and save {saved}"),
    )
}

fn change(county: &County, change: Change, lang: Lang) -> String {
    let kind = |id: VehicleTypeId| {
        let kind = county.vehicle_type(id);
        super::name(&kind.name_zh, &kind.name_en, lang)
    };
    match change {
        Change::OneMore(id) => format!("{}{}", lang.pick("加一辆", "One more "), kind(id)),
        Change::OtherTime(at) => {
            let at = clock(at, lang);
            lang.pick(format!("改约到 {at} 左右"), format!("Move its window to about {at}"))
        }
        Change::LongerShift(id, by) => {
            let (kind, by) = (kind(id), span(by, lang));
            lang.pick(format!("{kind}延长班次 {by}"), format!("{kind}: work {by} longer"))
        }
        Change::Split(most, litres) => {
            let most = mass(most);
            lang.pick(
                format!("分装成每件不超过 {most}、{} 升", litres.0),
                format!("Split into parts of at most {most} and {} L", litres.0),
            )
        }
        Change::ColdBox(id) => {
            let kind = kind(id);
            lang.pick(
                format!("给{kind}加装合适温度的箱体"),
                format!("Fit a box of its temperature to: {kind}"),
            )
        }
        Change::HigherPrice(price) => {
            let price = money(price);
            lang.pick(
                format!("把未服务代价提高到 {price}"),
                format!("Raise its price of leaving out to {price}"),
            )
        }
    }
}
