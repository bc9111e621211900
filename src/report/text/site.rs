//! Words about sites: tables, the page, and what they say of a siting.

use super::{Lang, Words, percent, plural, season, yuan};
use crate::county::{Season, SiteKind};
use crate::site::split::Split;
use crate::site::survey::{Drawn, Hold, Offer, Opened, Outcome, Part, Reach, Refined, Resource, Stream};
use crate::units::Fen;

pub const TITLE: Words = Words::new("站点选址", "Sites");
pub const COST: Words = Words::new("年成本", "Cost a year");
pub const BOUND: Words = Words::new("可证下界", "Proven bound");
pub const GAP: Words = Words::new("差距", "Gap");
pub const OPEN_SITES: Words = Words::new("启用站点", "Open sites");
pub const NEW: Words = Words::new("新增", "new");
pub const TODAY: Words = Words::new("现有站点不变", "Existing sites as they are");
pub const SAVES: Words = Words::new("每年节省", "Saved a year");
pub const NOT_TODAY: Words =
    Words::new("现有站点无法服务全部需求", "the existing sites alone cannot serve everybody");
pub const SITE: Words = Words::new("站点", "Site");
pub const KIND: Words = Words::new("类型", "Kind");
pub const SIZE: Words = Words::new("规模与温层", "Size and temperature");
pub const HUB: Words = Words::new("上级云仓", "Fed by");
pub const PLACES: Words = Words::new("服务地点", "Places");
pub const PARCELS: Words = Words::new("日件量", "Parcels a day");
pub const USE: Words = Words::new("最满季节利用率", "Use in the fullest season");
pub const FRESH: Words = Words::new("生鲜吨/年", "Fresh t a year");
pub const YEARLY: Words = Words::new("年费用", "Cost a year");
pub const SPOILED: Words = Words::new("损耗", "Spoiled");
pub const HAVING: Words = Words::new("站点固定费用", "Having sites");
pub const TOTAL: Words = Words::new("合计", "Total");
pub const WHY_NOT: Words = Words::new("为何不选", "Why not that one");
pub const WHY: Words = Words::new("为何选它", "Why this one");
pub const WORSE: Words = Words::new("启用至少多花", "Opening it costs at least more");
pub const AT_MOST: Words = Words::new("至多多花", "At most");
pub const NOW_A_DAY: Words = Words::new("现日费用", "Costs a day");
pub const WORTH_FROM: Words = Words::new("降到此价即可启用(日)", "Would be opened below (a day)");
pub const WHY_NOT_NOTE: Words = Words::new(
    "“至少多花”为已证：任何含该站点的方案都至少多花这么多；“至多多花”为在所示方案中加开该站点的实际增量。日费用降到最后一列以下，含它的方案即更省；“–”表示免费也不值得，或规则不允许加开。",
    "“At least” is proved: any siting with the site costs so much more; “at most” is what the siting shown costs more with it opened. Below the last column the siting with it is the cheaper one; “–”: not even for nothing, or a rule forbids it.",
);
pub const DIFFERENCE: Words = Words::new("差额", "Difference");
pub const MARKED: Words = Words::new(
    "与本县方案相差 0.5% 以上的已标出。",
    "Marked: what differs from the county's own by more than 0.5 %.",
);
pub const UNDECIDED: Words = Words::new("在差距之内，未定", "within the gap, undecided");
pub const SCENARIO: Words = Words::new("情景", "Scenario");
pub const OWN: Words = Words::new("本县", "The county");
pub const COMPARED: Words = Words::new("情景对比", "Scenarios side by side");
pub const BREAKDOWN: Words = Words::new("成本构成", "What it is made of");
pub const MAP: Words = Words::new("站点与服务范围", "Sites and whom they serve");
pub const PLACE: Words = Words::new("地点", "Place");
pub const GOODS: Words = Words::new("流向", "Stream");
pub const SERVED_BY: Words = Words::new("由谁服务", "Served by");
pub const VEHICLES: Words = Words::new("平均日从各站出发的车辆", "Vehicles of each site on a mean day");
pub const PART: Words = Words::new("份额", "Part");
pub const NOTHING: Words = Words::new("没有找到可行方案", "No feasible siting was found");
pub const STAR: Words = Words::new(
    "成本表与下界中的运费按满载往返分摊（载重加权星形）；几个最好的方案另用本程序的排线求解器按四季各一平均日核算，再反推费用、重新选址。",
    "In the tables and the bound, ways are shares of full round trips (load-weighted star); the best site sets are routed as well, by the day's own solver on a mean day of each season, and costs refitted from that.",
);
pub const SURE: Words = Words::new(
    "下界由价格自行累加得出，不依赖求解器；“已证最优”指在此模型内。",
    "The bound is added up from prices, no solver is believed for it; “proven best” holds within this model.",
);
pub const SEASONAL: Words = Words::new(
    "需求取样日订单，按季节系数外推全年；系数见 src/facts/siting.csv，多为假设。",
    "Demand is that of the sample day, carried over the year by factors of the season; they are in src/facts/siting.csv, and mostly assumptions.",
);
pub const ROUTED_SETS: Words = Words::new("按实际排线核算", "Priced by real rounds");
pub const SET: Words = Words::new("与首选方案的差别（* 大型）", "Difference from the first (* large)");
pub const STAR_COST: Words = Words::new("按往返分摊", "By shares of round trips");
pub const OTHER_PLACES: Words = Words::new("（服务关系不同）", "(other places)");
pub const ROUTED_COST: Words = Words::new("按排线", "Routed");
pub const TAKEN: Words = Words::new("采用", "taken");
pub const SAMPLE_ROUNDS: Words = Words::new("样日线路", "Rounds of the sample day");
pub const FRONT: Words = Words::new("费用与覆盖的权衡", "Cost against coverage");
pub const FAR_PRICE: Words = Words::new("每个远流向计价/年", "Price of a far stream");
pub const NEAR: Words = Words::new("时限内", "Near");
pub const LONGEST: Words = Words::new("最长车程(h)", "Longest drive (h)");
pub const EQUAL: Words = Words::new("公平等价车程(h)", "Equal drive (h)");
pub const FRONT_NOTE: Words = Words::new(
    "“时限内”为车程不超过 within_h 的地点流向占比；公平等价车程按人口加权（Kolm-Pollak）；下界：同样多的远流向，没有更省的方案。",
    "“Near” is the share of streams of places within within_h of driving; the equal drive weighs people (Kolm-Pollak); bound: no siting with as few far streams costs less.",
);
pub const EVENTS: Words = Words::new("道路状况", "States of the roads");
pub const EVENT: Words = Words::new("中断事件", "Event");
pub const SHARE_OF_YEAR: Words = Words::new("占全年", "Share of the year");
pub const USUAL: Words = Words::new("平常", "as usual");
pub const SAVED_SPOILAGE: Words = Words::new("节省损耗", "Spoilage saved");
pub const COLD_SHARES: Words = Words::new("冷库分摊", "Shares of cold rooms");
pub const BY_PRICES: Words = Words::new("按库容价格（对偶）年分摊", "A year by the price of room (dual)");
pub const BY_SHAPLEY: Words = Words::new("按 Shapley 值年分摊", "A year by Shapley's value");
pub const SHARES_NOTE: Words = Words::new(
    "两种分法的合计都等于冷库费用，用量相同则分摊相同。库容价格只出现在最满的季节：谁在那时占用库容，谁付费；Shapley 值按每户加入时平均多花的费用，最多 12 户。",
    "Both ways add up to the room's cost, and equal needs pay equal shares. Room has a price in the fullest season only: who needs it then pays. Shapley's value is what each user makes the room dearer by on average; for up to 12 users.",
);

/// What a shared cold room costs, and what its price pays of that.
#[must_use]
pub fn cold_room(site: &str, split: &Split, lang: Lang) -> String {
    let (cost, litre, priced) = (yuan(split.cost), split.litre / 100.0, yuan(split.priced));
    // Either way of sharing; the larger rest is told.
    let rest = |shares: &[Fen]| (split.cost - shares.iter().copied().sum::<Fen>()).0;
    let kept = split.shapley.iter().chain([&split.by_prices]).map(|it| rest(it)).max().unwrap_or(0);
    let kept = match (kept, lang) {
        (0, _) => String::new(),
        (kept, Lang::Zh) => format!("；至多 {kept} 分无法在同等用户间均分，由站点承担"),
        (kept, Lang::En) => format!("; up to {kept} fen that equal users cannot divide stay with the site"),
    };
    match lang {
        Lang::Zh => format!(
            "{site}：冷库年费用 {cost}；最满季节每升库容价格 ¥{litre:.2}，按此共付 {priced}，其余为空置库容，按同比例分摊{kept}"
        ),
        Lang::En => format!(
            "{site}: the room costs {cost} a year; a litre in the fullest season is worth ¥{litre:.2}, which pays {priced}; the rest is room that stands empty, shared in proportion{kept}"
        ),
    }
}
/// Questions that are asked of every siting.
pub const WHAT_IF: [Words; 3] = [
    Words::new("柴油涨价 30%", "Diesel +30 %"),
    Words::new("件量增加 50%", "Parcels +50 %"),
    Words::new("最要紧的一条路中断", "The costliest road closed"),
];
pub const APPLIED: Words = Words::new("已写入", "Written");

/// What serving consists of.
#[must_use]
pub fn part(part: Part, lang: Lang) -> &'static str {
    match part {
        Part::LastMile => lang.pick("末端配送与揽收", "Last and first mile"),
        Part::Haul => lang.pick("干线转运", "Between warehouse and site"),
        Part::Spoilage => lang.pick("损耗", "Spoilage"),
        Part::Handling => lang.pick("装卸与预冷", "Handling and pre-cooling"),
        Part::Service => lang.pick("时效与公平的计价", "Priced service and equity"),
    }
}

#[must_use]
pub fn stream(stream: Stream, lang: Lang) -> &'static str {
    match stream {
        Stream::Dry => lang.pick("常温件", "parcels"),
        Stream::Cold => lang.pick("冷链配送", "cold deliveries"),
        Stream::Harvest => lang.pick("农产品揽收", "harvest"),
    }
}

#[must_use]
pub fn kind(kind: SiteKind, lang: Lang) -> &'static str {
    match kind {
        SiteKind::Warehouse => lang.pick("云仓", "warehouse"),
        SiteKind::Station => lang.pick("站点", "station"),
        SiteKind::ColdRoom => lang.pick("冷库", "cold room"),
        SiteKind::CollectionPoint => lang.pick("揽收点", "collection point"),
        SiteKind::Pad => lang.pick("起降点", "pad"),
    }
}

/// A size and temperature.
#[must_use]
pub fn size(offer: &Offer, lang: Lang) -> String {
    let size = if offer.is_large { lang.pick("大", "large") } else { lang.pick("标准", "basic") };
    match offer.hold {
        Hold::Outside => format!("{size} · {}", lang.pick("常温", "ambient")),
        Hold::At(point) => format!("{size} · {} {:.0} °C", lang.pick("冷藏", "cold"), point.0),
        Hold::Cooled(point, _) => format!("{size} · {} {:.0} °C", lang.pick("预冷", "pre-cooled"), point.0),
    }
}

/// Cost, bound and gap in a line.
#[must_use]
pub fn verdict(outcome: &Outcome, lang: Lang) -> String {
    let colon = lang.pick("：", ": ");
    format!(
        "{}{colon}{} · {}{colon}{} · {}",
        COST.say(lang),
        yuan(outcome.total),
        BOUND.say(lang),
        yuan(outcome.bound),
        proof(outcome, lang)
    )
}

/// Whether a siting is proved to be best, else what the bound leaves open.
#[must_use]
pub fn proof(outcome: &Outcome, lang: Lang) -> String {
    if outcome.is_optimal {
        return lang.pick("已证最优", "proven best").to_owned();
    }
    format!("{} {:.3} %", GAP.say(lang), outcome.gap() * 100.0)
}

/// What the siting costs by real rounds, beside its cost by shares of round trips.
#[must_use]
pub fn by_rounds(refined: &Refined, lang: Lang) -> String {
    let routed = yuan(refined.sets[refined.best].routed);
    match lang {
        Lang::Zh => format!("按往返分摊；按实际排线 {routed}"),
        Lang::En => format!("by shares of round trips; by real rounds {routed}"),
    }
}

/// How many sites are open, and how many of them are new.
#[must_use]
pub fn opened(open: usize, new: usize, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("启用 {open} 处，其中新增 {new} 处"),
        Lang::En => format!("{open} sites open, {new} of them new"),
    }
}

/// How far people are in a line.
#[must_use]
pub fn reach(reach: &Reach, lang: Lang) -> String {
    let (share, within) = (percent(reach.share()), reach.within);
    let (longest, equal) = (reach.longest, reach.equal);
    match lang {
        Lang::Zh => {
            format!("{share} 的流向在 {within} 小时车程内；最长 {longest:.2} 小时；公平等价 {equal:.2} 小时")
        }
        Lang::En => format!(
            "{share} of the streams within {within} h of driving; longest {longest:.2} h; equal drive {equal:.2} h"
        ),
    }
}

/// What routing the best sets changed.
#[must_use]
pub fn refined(refined: &Refined, lang: Lang) -> String {
    let (first, set) = (&refined.sets[0], &refined.sets[refined.best]);
    let more = (set.routed.as_f64() / set.star.as_f64().max(1.0) - 1.0) * 100.0;
    let (routed, star, instead) = (yuan(set.routed), yuan(set.star), yuan(first.routed));
    let taken = match (refined.best > 0, lang) {
        (false, Lang::Zh) => "首选方案不变".to_owned(),
        (false, Lang::En) => "the choice stays".to_owned(),
        (true, Lang::Zh) => format!("改选其他方案（首选方案排线后 {instead}）"),
        (true, Lang::En) => format!("another set is taken (the first choice would be {instead})"),
    };
    let state = if refined.is_stable {
        lang.pick("次序已稳定", "the order of sets is stable")
    } else {
        lang.pick(
            "次序未稳定，时间已尽（可加长 --time）",
            "their order is not stable yet, time was over (a longer --time helps)",
        )
    };
    let (sets, refits) = (refined.sets.len(), refined.refits);
    match lang {
        Lang::Zh => format!(
            "按实际排线：年成本 {routed}，按往返分摊为 {star}（{more:+.1} %）· 排线 {sets} 组，反推 {refits} 次：{taken}，{state}"
        ),
        Lang::En => format!(
            "By real rounds: {routed} a year where shares of round trips say {star} ({more:+.1} %) · {sets} sets routed, costs refitted {refits} times: {taken}, {state}"
        ),
    }
}

/// Where the best sets were to be routed, and time was over before the first was.
pub const NOT_ROUTED: Words = Words::new(
    "时间不足，未能按实际排线核算（可加长 --time）",
    "There was no time to price sites by real rounds (a longer --time helps)",
);

/// A share in whole percent, or a dash where nothing limits.
#[must_use]
pub fn whole_percent(share: Option<f64>) -> String {
    share.map_or_else(|| "–".to_owned(), |share| format!("{:.0}", share * 100.0))
}

/// What a site has little of.
#[must_use]
pub fn resource(resource: Resource, lang: Lang) -> &'static str {
    match resource {
        Resource::Parcels => lang.pick("件量", "parcels"),
        Resource::Cold => lang.pick("冷库", "cold room"),
        Resource::Kilograms => lang.pick("重量", "kg"),
        Resource::Docks => lang.pick("月台", "docks"),
    }
}

/// How much of each resource is used in the fullest season; what is not limited is left out.
#[must_use]
pub fn fullest(own: &Opened, lang: Lang) -> String {
    let used = |of: Resource| Some(format!("{} {}", resource(of, lang), percent(own.fullest(of)?)));
    let all: Vec<String> = Resource::ALL.into_iter().filter_map(used).collect();
    if all.is_empty() { "–".to_owned() } else { all.join(lang.pick("，", ", ")) }
}

/// A draw of closed roads.
#[must_use]
pub fn draw(of: Season, roads: usize, lang: Lang) -> String {
    let season = season(of, lang);
    match lang {
        Lang::Zh => format!("抽样：{season}，{roads} 处中断"),
        Lang::En => format!("drawn: {season}, {} closed", plural(roads, "road")),
    }
}

/// How closures were drawn.
#[must_use]
pub fn drawn(drawn: &Drawn, lang: Lang) -> String {
    let share = percent(drawn.share);
    let Drawn { asked, priced, included, rounds, .. } = *drawn;
    match lang {
        Lang::Zh => format!(
            "全年 {share} 的时间有道路中断（按坡面、等级与季节估算）；抽样 {asked} 次，核算 {priced} 次，其中 {included} 次进入选址，求解 {rounds} 轮；表中为费用最高的几次"
        ),
        Lang::En => format!(
            "Some road is closed on {share} of the year (estimated from hillside, class and season); {asked} draws, {priced} priced, {included} of them in the question, asked {rounds} times; the table shows the costliest"
        ),
    }
}

/// What is proved about opening a site that is closed.
#[must_use]
pub fn worse(by: Fen, lang: Lang) -> String {
    if by.0 > 0 { yuan(by) } else { UNDECIDED.say(lang).to_owned() }
}

/// Why a site is open: what it serves, and what that saves against its own cost.
#[must_use]
pub fn why(places: usize, tonnes: f64, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("服务 {places} 处，生鲜 {tonnes:.0} 吨/年"),
        Lang::En => format!("serves {places} places, {tonnes:.0} t of fresh goods a year"),
    }
}
