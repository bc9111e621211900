//! Orders in several legs, in sentences.

use super::Lang;
use crate::check::RelayRule;
use crate::county::{County, OrderId, SiteId, VehicleTypeId};
use crate::relay::{Kit, Relay};
use crate::units::{DAY, Moment};

/// What a plan breaks about an order in several legs.
#[must_use]
pub fn broken(rule: RelayRule, county: &County, lang: Lang) -> String {
    let order = |id: OrderId| county.orders.get(id.index()).map_or("?", |order| &order.code);
    let site = |id: SiteId| county.sites.get(id.index()).map_or("?", |site| &site.code);
    match rule {
        RelayRule::Leg(id) => lang.pick(
            format!("订单 `{}` 缺一段", order(id)),
            format!("a leg of order `{}` is missing", order(id)),
        ),
        RelayRule::Goods(id) => lang.pick(
            format!("订单 `{}` 各段合起来与原订单不符", order(id)),
            format!("the legs of order `{}` are not what the order is", order(id)),
        ),
        RelayRule::Route(id) => lang.pick(
            format!("订单 `{}` 的某段不在转运点起止", order(id)),
            format!("a leg of order `{}` does not begin or end where it should", order(id)),
        ),
        RelayRule::Out(id) => lang.pick(
            format!("订单 `{}` 的一段未安排", order(id)),
            format!("the leg `{}` is left out", order(id)),
        ),
        RelayRule::Late { order: id, end, at } => lang.pick(
            format!("`{}` 于 {} 到达转运点，计划交接时刻为 {}", order(id), clock(end), clock(at)),
            format!("`{}` is at the transfer place at {}, not at {}", order(id), clock(end), clock(at)),
        ),
        RelayRule::Early { order: id, start, at } => lang.pick(
            format!("`{}` 于 {} 被取走，早于交接时刻 {}", order(id), clock(start), clock(at)),
            format!(
                "`{}` is taken on at {}, before it is handed over at {}",
                order(id),
                clock(start),
                clock(at)
            ),
        ),
        RelayRule::Age(id) => lang.pick(
            format!("`{}` 交接时的货龄不连续", order(id)),
            format!("the age of `{}` changes while it is handed over", order(id)),
        ),
        RelayRule::Parcels { site: id, parcels, most } => lang.pick(
            format!("转运点 `{}` 当日转运 {parcels} 件，上限 {most} 件", site(id)),
            format!("{parcels} parcels change vehicles at `{}`, which handles {most} a day", site(id)),
        ),
        RelayRule::Kit(_) | RelayRule::KitTime(_) | RelayRule::Kits { .. } | RelayRule::Meet(_) => {
            of_kits(rule, county, lang)
        }
        RelayRule::Cold { site: id } => lang.pick(
            format!("转运点 `{}` 没有冷库或容积不足", site(id)),
            format!("the cold room of `{}` is not there or too small", site(id)),
        ),
    }
}

fn of_kits(rule: RelayRule, county: &County, lang: Lang) -> String {
    let kind = |id: VehicleTypeId| county.vehicle_types.get(id.index()).map_or("?", |kind| &kind.code);
    match rule {
        RelayRule::Kit(id) => lang.pick(
            format!("随车无人机 `{}` 未由车辆送到并接回", kind(id)),
            format!("the carried drone `{}` is not brought and fetched by vehicles", kind(id)),
        ),
        RelayRule::KitTime(id) => lang.pick(
            format!("随车无人机 `{}` 在架设之前装货，或在返回之前被接走", kind(id)),
            format!(
                "the carried drone `{}` is loaded before it is set up, or fetched before it is back",
                kind(id)
            ),
        ),
        RelayRule::Meet(id) => lang.pick(
            format!("随车无人机 `{}` 不是由同一车次放飞并在后站接回", kind(id)),
            format!(
                "the carried drone `{}` is not launched and taken up further on by one vehicle on one trip",
                kind(id)
            ),
        ),
        RelayRule::Kits { drone, used, count } => {
            let code = county.drone_types.get(drone).map_or("?", |drone| &drone.code);
            lang.pick(
                format!("随车无人机 `{code}` 同日用了 {used} 架，只有 {count} 架"),
                format!("{used} carried drones `{code}` fly on one day, there are {count}"),
            )
        }
        _ => rule.name().to_owned(),
    }
}

/// How an order goes, for example `S01 10:40` or `3 份`.
#[must_use]
pub fn way(relay: &Relay, county: &County, lang: Lang) -> String {
    let over = relay.parts.iter().filter_map(|part| part.over).max_by_key(|over| over.at);
    let over = over.map(|over| {
        let site = county.site(over.site);
        let name = super::name(&site.name_zh, &site.name_en, lang);
        format!("{name} {}", super::clock(over.at, lang))
    });
    let parts = (relay.parts.len() > 1).then(|| {
        let count = relay.parts.len();
        lang.pick(format!("分 {count} 份"), format!("in {count} parts"))
    });
    over.into_iter().chain(parts).collect::<Vec<_>>().join(lang.pick("，", ", "))
}

/// Where a carried drone is set up and from when to when, for example `fc @ 乙站 09:10–11:20`.
#[must_use]
pub fn kit(kit: &Kit, county: &County, lang: Lang) -> String {
    let kind = county.vehicle_type(kit.kind);
    let name = super::name(&kind.name_zh, &kind.name_en, lang);
    let times = format!("{name} {}–{}", super::clock(kit.out, lang), super::clock(kit.back, lang));
    match kit.meet.map(|meet| county.site(meet.pad)) {
        None => times,
        Some(pad) => {
            let pad = super::name(&pad.name_zh, &pad.name_en, lang);
            lang.pick(
                format!("{times}（在{pad}由同车接回）"),
                format!("{times} (taken up by the same vehicle at {pad})"),
            )
        }
    }
}

/// How many orders change vehicles, and how many go in parts.
#[must_use]
pub fn summary(relays: &[Relay], lang: Lang) -> String {
    let over = relays.iter().filter(|relay| relay.parts.iter().any(|part| part.over.is_some())).count();
    let parts = relays.iter().filter(|relay| relay.parts.len() > 1).count();
    lang.pick(
        format!("{over} 单在乡镇换车（机）转运，{parts} 单分份运送"),
        format!("{over} orders change vehicles at a township, {parts} go in parts"),
    )
}

/// To the second.
fn clock(moment: Moment) -> String {
    format!("{moment}:{:02}", moment.0.rem_euclid(DAY.0) % 60)
}
