//! What a plan breaks in the air, and why an order flies or does not, in sentences.

use super::Lang;
use crate::check::AirRule;
use crate::corridor::verify::Fault;
use crate::county::{County, OrderId, SiteId};
use crate::plan::{Block, Verdict};
use crate::units::{DAY, Fen, Joules, Moment};
use std::collections::BTreeMap;

/// What is wrong with a flight.
#[must_use]
pub fn broken(rule: &AirRule, county: &County, lang: Lang) -> String {
    let site = |site: SiteId| county.sites.get(site.index()).map_or("?", |site| site.code.as_str());
    let order = |order: OrderId| county.orders.get(order.index()).map_or("?", |order| order.code.as_str());
    let say = |zh: String, en: String| lang.pick(zh, en);
    match *rule {
        AirRule::NoHeights => {
            say("没有高程数据，无法核验飞行".into(), "without heights no flight can be judged".into())
        }
        AirRule::Unknown => say(
            "空中部分引用了不存在或不会飞的车型、站点或订单".into(),
            "the air part names a vehicle type, site or order that is not there or does not fly".into(),
        ),
        AirRule::NotAPad(pad) => {
            say(format!("`{}` 不是起降点", site(pad)), format!("`{}` is no pad", site(pad)))
        }
        AirRule::PadFar { pad, metres, most } => say(
            format!("起降点 `{}` 距门 {metres}，超过步行上限 {most}", site(pad)),
            format!("pad `{}` is {metres} from the door; goods are carried {most} at most", site(pad)),
        ),
        AirRule::Walk(values) => say(
            format!("步行时间为 {}，应为 {}", values.stated, values.derived),
            format!("the walk is said to take {}, and takes {}", values.stated, values.derived),
        ),
        AirRule::Verdict(one) => say(
            format!("订单 `{}` 的飞行说明与安排不符", order(one)),
            format!("what is said of order `{}` is not what is done with it", order(one)),
        ),
        _ => of_lines(rule, &site, lang).unwrap_or_else(|| of_crews(rule, &site, lang)),
    }
}

fn of_lines<'a>(rule: &AirRule, site: &dyn Fn(SiteId) -> &'a str, lang: Lang) -> Option<String> {
    let between = |from: SiteId, to: SiteId| {
        lang.pick(
            format!("航线 `{}` 至 `{}`", site(from), site(to)),
            format!("the flight from `{}` to `{}`", site(from), site(to)),
        )
    };
    Some(match *rule {
        AirRule::Line { from, to, fault } => format!("{}{}", between(from, to), line(fault, lang)),
        AirRule::FlightTime { from, to, values } => {
            let way = between(from, to);
            lang.pick(
                format!("{way}用时写为 {}，应为 {}", values.stated, values.derived),
                format!("{way} is said to take {}, and takes {}", values.stated, values.derived),
            )
        }
        AirRule::FlightLength { from, to, values } => {
            let way = between(from, to);
            lang.pick(
                format!("{way}长度写为 {}，应为 {}", values.stated, values.derived),
                format!("{way} is said to be {} long, and is {}", values.stated, values.derived),
            )
        }
        AirRule::FlightEnergy { from, to, values } => {
            let (way, stated, derived) = (between(from, to), kwh(values.stated), kwh(values.derived));
            lang.pick(
                format!("{way}能耗写为 {stated}，应为 {derived}"),
                format!("{way} is said to draw {stated}, and draws {derived}"),
            )
        }
        AirRule::Limit { from, to, limit } => {
            let (way, kg) = (between(from, to), limit.as_f64() / 1000.0);
            lang.pick(
                format!("{way}最大载重 {kg:.1} kg 无法保留余量或超出机型"),
                format!("{way} does not arrive with its reserve at its largest load, {kg:.1} kg"),
            )
        }
        _ => return None,
    })
}

fn line(fault: Fault, lang: Lang) -> String {
    let at = |zh: &str, en: &str, along: f64| {
        lang.pick(format!("在 {along:.0} m 处{zh}"), format!(" {en} {along:.0} m along"))
    };
    match fault {
        Fault::Shape => lang.pick("不成线".into(), " is no line".into()),
        Fault::End(_) => lang.pick("不在起降点起止".into(), " does not begin and end at its pads".into()),
        Fault::Clearance(along, _) => at("离地过近", "is too near to the ground", along),
        Fault::Ceiling(along, _) => at("高于限高", "is above the ceiling", along),
        Fault::Zone(along, _) => at("进入禁飞区", "enters a zone", along),
        Fault::Wire(along, _) => at("离电力线过近", "is too near to a power line", along),
        Fault::Highest(along) => at("超出机型最高高度", "is above what the airframe may fly at", along),
        Fault::Void(along) => at("高程未知", "crosses ground of unknown height", along),
        Fault::Turn(along) => at("转弯过急", "turns too sharply", along),
        Fault::Figure(..) => lang.pick("数值不符".into(), " has a false figure".into()),
    }
}

fn of_crews<'a>(rule: &AirRule, site: &dyn Fn(SiteId) -> &'a str, lang: Lang) -> String {
    match *rule {
        AirRule::Wind => lang.pick(
            "计划风速超出机型限值".into(),
            "more wind is planned for than the airframe may fly in".into(),
        ),
        AirRule::Load { load, limit } => {
            let (load, limit) = (load.as_f64() / 1000.0, limit.as_f64() / 1000.0);
            lang.pick(
                format!("载重 {load:.3} kg 超过该航段上限 {limit:.3} kg"),
                format!("{load:.3} kg on a leg that carries {limit:.3} kg"),
            )
        }
        AirRule::Reserve { needed, usable } => lang.pick(
            format!("整个架次需 {}，保留余量后只有 {}", kwh(needed), kwh(usable)),
            format!("the flight draws {} of {} above the reserve", kwh(needed), kwh(usable)),
        ),
        AirRule::Set { ready, load_start } => lang.pick(
            format!("{} 装货时没有充满的电池，最早 {}", clock(load_start), clock(ready)),
            format!("no full battery at {}: the next is full at {}", clock(load_start), clock(ready)),
        ),
        AirRule::PadTaken { pad, until } => lang.pick(
            format!("起降点 `{}` 被另一架无人机占用至 {}", site(pad), clock(until)),
            format!("another drone stands on pad `{}` until {}", site(pad), clock(until)),
        ),
        AirRule::Landings { pad, landings, most } => lang.pick(
            format!("起降点 `{}` 一小时内降落 {landings} 次，上限 {most} 次", site(pad)),
            format!("{landings} landings on pad `{}` within an hour, it takes {most}", site(pad)),
        ),
        AirRule::FlightSum { stated, needed } => lang.pick(
            format!("架次各段能耗合计 {}，最不利风向下需 {}", kwh(stated), kwh(needed)),
            format!(
                "the legs of a flight add up to {}, in the worst wind it draws {}",
                kwh(stated),
                kwh(needed)
            ),
        ),
        AirRule::NoLanding { from, to, metres } => lang.pick(
            format!("`{}` 到 `{}` 的航线上，备降点超出余量 {} 米", site(from), site(to), metres.0),
            format!(
                "on the way from `{}` to `{}` the nearest place to land is {} m too far",
                site(from),
                site(to),
                metres.0
            ),
        ),
        AirRule::Weather { from, to } => lang.pick(
            format!("{}–{} 因雾或大风停飞，却在飞行", clock(from), clock(to)),
            format!("away from home while fog or wind keeps it on the ground, {}–{}", clock(from), clock(to)),
        ),
        AirRule::Dark { at, light } => lang.pick(
            format!("{} 天不亮（日出或日落 {}）", clock(at), clock(light)),
            format!("flown in the dark at {}: the sun rises or sets at {}", clock(at), clock(light)),
        ),
        _ => rule.name().to_owned(),
    }
}

/// Why an order stays on the ground.
#[must_use]
pub fn block(block: Block, lang: Lang) -> &'static str {
    let (zh, en) = match block {
        Block::Site => ("不经无人机基地", "not from or to the drones' home"),
        Block::Temperature => ("无合适温区货箱", "no box for these goods"),
        Block::Skills => ("无相应资质", "the crew lacks a skill"),
        Block::Payload => ("超过载重", "heavier than the drone lifts"),
        Block::Volume => ("超过货箱容积", "larger than its box"),
        Block::NoPad => ("步行范围内无起降点", "no pad within a walk"),
        Block::Corridor => ("起降点无可用航线", "no corridor to its pad"),
        Block::Range => ("超出航程（含余量）", "too far with the reserve"),
        Block::Window => ("赶不上时间窗", "its windows cannot be met"),
        Block::Weather => ("雾或大风时段停飞", "at hours of fog or wind only"),
        Block::Daylight => ("超出白昼或班次", "not by daylight or within the shift"),
        Block::Busy => ("无人机或起降点忙", "drones or pad are busy"),
        Block::Transfer => {
            ("须先运到无人机驻点，未采用", "would have to be brought to where drones are, which is not done")
        }
        Block::Dearer => ("比公路贵", "dearer than the road"),
    };
    lang.pick(zh, en)
}

/// Why an order flies or does not, with what the other way would cost more.
#[must_use]
pub fn why(one: &Verdict, lang: Lang) -> String {
    let more = one.road.zip(one.air).map(|(road, air)| super::money(Fen((air - road).0.abs())));
    match (one.block, more) {
        (None, Some(more)) => lang.pick(format!("飞行，省 {more}"), format!("flies, saves {more}")),
        (None, None) => lang.pick("飞行，公路到不了", "flies: no vehicle gets there").to_owned(),
        (Some(Block::Dearer), Some(more)) => {
            lang.pick(format!("比公路贵 {more}"), format!("dearer than the road by {more}"))
        }
        (Some(reason), _) => block(reason, lang).to_owned(),
    }
}

/// How many orders fly, and how many each hindrance keeps on the ground.
#[must_use]
pub fn summary(verdicts: &[Verdict], lang: Lang) -> String {
    let mut counts: BTreeMap<Block, usize> = BTreeMap::new();
    verdicts.iter().filter_map(|one| one.block).for_each(|block| *counts.entry(block).or_default() += 1);
    let flying = verdicts.iter().filter(|one| one.flies).count();
    let mut parts = vec![lang.pick(format!("{flying} 单飞行"), format!("{flying} orders fly"))];
    let mut counts: Vec<(Block, usize)> = counts.into_iter().collect();
    counts.sort_by_key(|(block, count)| (std::cmp::Reverse(*count), *block));
    for (reason, count) in counts {
        let words = block(reason, lang);
        parts.push(lang.pick(format!("{count} 单{words}"), format!("{count}: {words}")));
    }
    parts.join(lang.pick("；", "; "))
}

fn kwh(joules: Joules) -> String {
    format!("{:.3} kWh", joules.as_f64() / 3.6e6)
}

/// To the second.
fn clock(moment: Moment) -> String {
    format!("{moment}:{:02}", moment.0.rem_euclid(DAY.0) % 60)
}
