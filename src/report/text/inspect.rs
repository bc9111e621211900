//! Words about roads: closures, reach, ways.

use super::{Lang, Words, plural};
use crate::units::Seconds;

pub const ROAD: Words = Words::new("道路", "road");
pub const NEAR: Words = Words::new("附近", "near");
pub const LENGTH: Words = Words::new("长度", "length");
pub const COST: Words = Words::new("中断一天的代价", "cost of a closure");
pub const EXPECTED: Words = Words::new("期望损失/天", "expected a day");
pub const CUT_OFF: Words = Words::new("断送订单", "cut off");
pub const DETOURS: Words = Words::new("绕行订单", "detours");
pub const MORE_TIME: Words = Words::new("每单多用", "more time each");
pub const CHANCE: Words = Words::new("当日中断概率", "chance today");
pub const BRIDGE: Words = Words::new("必经", "only way");
pub const YES: Words = Words::new("是", "yes");
pub const UNNAMED: Words = Words::new("无名道路", "unnamed");
pub const NOTHING: Words =
    Words::new("今日订单不受任何一处道路中断影响", "no single closure changes anything for today's orders");
pub const WITHIN: Words = Words::new("时限", "within");
pub const ROADS_REACHED: Words = Words::new("可达道路", "roads reached");
pub const AREAS: Words = Words::new("片区", "areas");
pub const WAY: Words = Words::new("路线", "way");
pub const TIME: Words = Words::new("时间", "time");
pub const ENERGY: Words = Words::new("空载能耗", "energy, empty");
pub const SHARED: Words = Words::new("与首选共担风险", "risk shared with the first");
pub const NO_WAY: Words = Words::new("没有可行驶的路线", "there is no way for this vehicle");

/// What was closed, and what that means.
#[must_use]
pub fn summary(roads: usize, used: usize, bridges: usize, weak: usize, lang: Lang) -> String {
    lang.pick(
        format!("路段 {roads} 段，其中必经 {bridges} 段，易断 {weak} 段；今日订单经过的 {used} 段全部逐一试断"),
        format!(
            "{}: {} the only way to some place, {} weak; all {used} that today's orders use were closed one by one",
            plural(roads, "stretch").replace("stretchs", "stretches"),
            bridges,
            weak
        ),
    )
}

#[must_use]
pub fn unreachable(count: usize, lang: Lang) -> String {
    lang.pick(
        format!("{count} 个订单本来就无法到达，未计入"),
        format!("{} not reached even on a good day, not counted", plural(count, "order")),
    )
}

/// For whom the times are, and when.
#[must_use]
pub fn for_whom(vehicle: &str, weather: &str, lang: Lang) -> String {
    lang.pick(format!("车型：{vehicle}；天气：{weather}"), format!("Vehicle: {vehicle}; weather: {weather}"))
}

#[must_use]
pub fn weather(weather: crate::county::Weather, lang: Lang) -> &'static str {
    use crate::county::Weather;
    let words = match weather {
        Weather::Fair => Words::new("晴", "fair"),
        Weather::Rain => Words::new("雨", "rain"),
        Weather::Fog => Words::new("雾", "fog"),
        Weather::Snow => Words::new("雪", "snow"),
        Weather::Ice => Words::new("凝冻", "ice"),
    };
    words.say(lang)
}

#[must_use]
pub fn leaves(depart: &str, arrive: Option<&str>, lang: Lang) -> String {
    match arrive {
        Some(arrive) => {
            lang.pick(format!("{depart} 出发，{arrive} 到达"), format!("leaves {depart}, arrives {arrive}"))
        }
        None => NO_WAY.say(lang).to_owned(),
    }
}

#[must_use]
pub fn minutes(within: Seconds, lang: Lang) -> String {
    lang.pick(format!("{} 分钟", within.0 / 60), format!("{} min", within.0 / 60))
}
