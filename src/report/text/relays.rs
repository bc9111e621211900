//! Orders in several legs, in sentences.

use super::Lang;
use crate::check::RelayRule;
use crate::county::{County, OrderId, SiteId};
use crate::relay::Relay;
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
        RelayRule::Cold { site: id } => lang.pick(
            format!("转运点 `{}` 没有冷库或容积不足", site(id)),
            format!("the cold room of `{}` is not there or too small", site(id)),
        ),
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
