//! Words about air corridors.

use super::{Lang, Words};
use crate::corridor::{Approval, PadState, Rule};
use crate::county::{County, SiteId};

pub const TITLE: Words = Words::new("无人机航线", "Drone corridors");
pub const FROM: Words = Words::new("起点", "from");
pub const TO: Words = Words::new("终点", "to");
pub const LENGTH: Words = Words::new("航程 km", "km");
pub const UP_DOWN: Words = Words::new("爬升/下降 m", "up/down m");
pub const ABOVE: Words = Words::new("真高 m", "above ground m");
pub const LOAD_CALM: Words = Words::new("静风载荷 kg", "load, calm kg");
pub const LOAD_WINDY: Words = Words::new("大风载荷 kg", "load, windy kg");
pub const LOAD_RETURN: Words = Words::new("往返载荷 kg", "there and back kg");
pub const MINUTES: Words = Words::new("分钟", "min");
pub const ENERGY: Words = Words::new("满载电耗 Wh", "Wh loaded");
pub const PEOPLE: Words = Words::new("下方人口", "people below");
pub const FLIGHTS: Words = Words::new("日架次", "flights a day");
pub const CAPACITY: Words = Words::new("日运力 kg", "kg a day");
pub const COST: Words = Words::new("每架次 元", "¥ a flight");
pub const CARBON: Words = Words::new("CO₂ g", "CO₂ g");
pub const ZONES: Words = Words::new("下穿空域", "zones flown under");
pub const POWER: Words = Words::new("跨越电力线", "power lines crossed");
pub const MAP_AIR: Words = Words::new("航线", "corridor");
pub const MAP_WIRE: Words = Words::new("电力线", "power line");
pub const MAP_LINK: Words = Words::new("有通信链路", "radio link");
pub const MAP_ZONE: Words = Words::new("管制空域", "zone");
pub const UNLINKED: Words = Words::new("无链路 m", "without link m");
pub const LANDING: Words = Words::new("最远备降 m", "farthest landing m");
pub const REFUSED: Words = Words::new("不可行的航线", "Refused");
pub const REASON: Words = Words::new("依据", "rule");
pub const SUGGESTED: Words = Words::new("推荐起降点", "Places for further pads");
pub const LATITUDE: Words = Words::new("纬度", "latitude");
pub const LONGITUDE: Words = Words::new("经度", "longitude");
pub const GROUND: Words = Words::new("地面高程 m", "ground m");
pub const SLOPE: Words = Words::new("坡度 °", "slope °");
pub const ROAD: Words = Words::new("离路 m", "to road m");
pub const SERVES: Words = Words::new("服务地点", "serves");
pub const SERVED_PEOPLE: Words = Words::new("服务人口", "people");
pub const PROFILE: Words = Words::new("剖面", "Profiles");
pub const MAP: Words = Words::new("航线图", "Map");
pub const SOUND: Words = Words::new("独立核验：全部通过", "checked independently: all sound");
pub const FAULTY: Words = Words::new("独立核验发现问题", "the independent check found faults");
pub const NOTHING: Words = Words::new("没有可行航线", "no corridor");
pub const NO_PLACE: Words = Words::new("没有合适的位置", "no place is flat, clear and beside a road");
pub const KEY: Words = Words::new(
    "灰：地形；棕线：半宽内最高地面；蓝线：飞行高度；虚线：限高",
    "grey: ground; brown: highest ground within the half width; blue: flight; dashed: ceiling",
);
pub const NO_LANDING: Words = Words::new("无", "none");

/// Notes at the end of a page.
#[must_use]
pub fn notes(lang: Lang) -> [&'static str; 6] {
    let all = [
        Words::new(
            "真高按正下方地面计；净空按半宽内最高地面计。每条航线都由另一套代码逐段复核。",
            "True height counts from the ground straight below, clearance from the highest ground within the half width. Each corridor is checked again by other code.",
        ),
        Words::new(
            "静风载荷、大风载荷均为到达后仍留有余量的最大载荷；大风按全程顶风计。往返载荷：满去空回，中途不换电。",
            "Loads are the largest that arrive with the reserve kept; a windy day blows from ahead all the way. There and back: loaded there, empty back on the same batteries.",
        ),
        Words::new(
            "日架次、日运力按一架无人机往返计，含装卸与换电，未计天气。可飞时段占比见文件中的 available。",
            "Flights and kilograms a day are for one drone flying there and back, with handling and battery changes, before weather. The share of flyable daylight is `available` in the files.",
        ),
        Words::new(
            "费用含折旧、电池、电费与操作员工时；多数单价为估计值，见 src/facts。",
            "Costs are wear, batteries, electricity and the operator's time; most prices are estimates, see src/facts.",
        ),
        Words::new(
            "中型无人机限高为假设值，以批复为准；人口按地点人口与假定密度推算；连片绝对水平的地面按水面处理。",
            "The ceiling of medium drones is an assumption: the approval decides. People are spread around each place's point at an assumed density. Stretches of exactly level ground are taken for water.",
        ),
        Words::new(
            "未计：power.geojson 以外的输电线、link.geojson 未给出的通信覆盖、阵风、结冰。飞行前须现场踏勘并获批准。",
            "Not modelled: power lines that power.geojson does not have, radio links where there is no link.geojson, gusts, ice. Survey the ground and obtain approval before any flight.",
        ),
    ];
    all.map(|words| words.say(lang))
}

/// What the regulator asks for.
#[must_use]
pub fn approval(approval: Approval, lang: Lang) -> &'static str {
    let words = match approval {
        Approval::SuitableAirspace => Words::new(
            "适飞空域内无须申请（以当地公布的适飞空域为准）",
            "no application inside airspace published as suitable for small drones",
        ),
        Approval::Application => Words::new(
            "须提出飞行活动申请并获批准",
            "each flight activity needs an application and its approval",
        ),
    };
    words.say(lang)
}

/// `2026-07-07 12:00` for a flight on 2026-07-08: the deadline of an application.
#[must_use]
pub fn deadline(date: &str) -> String {
    let hour = crate::facts::value("air.filing.hour");
    let day = date.parse::<jiff::civil::Date>().and_then(jiff::civil::Date::yesterday);
    day.map_or_else(|_| format!("{hour:02.0}:00"), |day| format!("{day} {hour:02.0}:00"))
}

/// The rule that refuses a corridor.
#[must_use]
pub fn rule(rule: &Rule, county: &County, pads: &[SiteId], lang: Lang) -> String {
    let zone = |at: &usize| county.zones.get(*at).map_or("?", |zone| zone.code.as_str());
    match rule {
        Rule::Pad(pad, state) => {
            let code = pads.get(*pad).map_or("?", |id| county.site(*id).code.as_str());
            let why = match state {
                PadState::Zone(at) => {
                    lang.pick(format!("位于禁飞区 {} 内", zone(at)), format!("lies in zone {}", zone(at)))
                }
                other => pad_state(*other, lang).to_owned(),
            };
            lang.pick(format!("起降点 {code} {why}"), format!("pad {code} {why}"))
        }
        Rule::Zones(zones) => {
            let names: Vec<&str> = zones.iter().map(zone).collect();
            lang.pick(
                format!("禁飞区 {} 截断所有路径", names.join("、")),
                format!("no-fly zones cut all ways: {}", names.join(", ")),
            )
        }
        Rule::Range { metres, needed, usable } => range(*metres, *needed, *usable, lang),
        Rule::Alternate { metres } if metres.is_infinite() => {
            lang.pick("途中没有任何可备降处", "nowhere on the way is there a place to land").to_owned()
        }
        Rule::Alternate { metres } => lang.pick(
            format!("途中最近备降场远达 {metres:.0} 米，空载余量也飞不到"),
            format!("the nearest place to land is up to {metres:.0} m away, more than the reserve reaches even empty"),
        ),
        other => plain(other, lang).to_owned(),
    }
}

fn plain(rule: &Rule, lang: Lang) -> &'static str {
    let words = match rule {
        Rule::Ceiling => Words::new(
            "沿途地势过陡，净空与真高上限之间没有余地",
            "true-height ceiling: ground so steep leaves nothing between clearance and ceiling",
        ),
        Rule::Wires => Words::new(
            "电力线过高，其上方与真高上限之间没有余地",
            "power lines hang so high that the true-height ceiling leaves nothing above them",
        ),
        Rule::Beside => Words::new("两个起降点在同一处", "both pads are at the same place"),
        Rule::Void => Words::new("沿途有高程缺失", "heights in between are not known"),
        Rule::Highest => {
            Words::new("沿途地面高于机型升限", "the ground in between is higher than the airframe may fly")
        }
        _ => Words::new(
            "禁飞区、真高上限与高程缺失共同截断所有路径",
            "zones, ceiling and unknown heights together cut all ways",
        ),
    };
    words.say(lang)
}

fn range(metres: f64, needed: Option<f64>, usable: f64, lang: Lang) -> String {
    let km = metres / 1000.0;
    match needed {
        Some(needed) => lang.pick(
            format!("超出航程：{km:.1} 千米空载需 {needed:.0} Wh，留余量后可用 {usable:.0} Wh"),
            format!("range: {km:.1} km take {needed:.0} Wh empty, {usable:.0} Wh may be used with the reserve kept"),
        ),
        None => lang.pick(
            format!("超出航程：相距 {km:.1} 千米"),
            format!("range: the pads are {km:.1} km apart"),
        ),
    }
}

fn pad_state(state: PadState, lang: Lang) -> &'static str {
    let words = match state {
        PadState::Off => Words::new("在高程范围之外", "lies outside of the heights"),
        PadState::Void => Words::new("处没有高程", "has no known height"),
        PadState::Steep => Words::new("周围过陡", "has ground around it that is too steep"),
        PadState::Wires => Words::new("上方有电力线", "lies under power lines"),
        PadState::High => Words::new("高于机型升限", "is higher than the airframe may fly"),
        PadState::Walled => Words::new("四周都不能飞出", "has no way out"),
        PadState::Good | PadState::Zone(_) => Words::new("", ""),
    };
    words.say(lang)
}

/// How many corridors there are, and what for.
#[must_use]
pub fn summary(county: &str, drone: &str, found: usize, refused: usize, lang: Lang) -> String {
    lang.pick(
        format!(
            "{county}，{drone}：可行航线 {found} 条（往返各计一次共 {}），不可行 {refused} 条",
            found * 2
        ),
        format!("{county}, {drone}: {found} corridors ({} directed edges), {refused} refused", found * 2),
    )
}
