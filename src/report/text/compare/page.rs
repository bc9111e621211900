//! Headings and notes of the page about road and air.

use crate::compare::{Curve, Mode, crossing};
use crate::report::text::{Lang, Words};

pub const PER_KG: Words = Words::new("元/公斤，含损耗", "yuan a kilogram, spoilage included");
pub const BY_ROAD: Words = Words::new("公路拼车 元/公斤", "shared round by road, yuan/kg");
pub const BY_AIR: Words = Words::new("无人机直飞 元/公斤", "drone, yuan/kg");
pub const HOURS: Words = Words::new("门到门 小时", "door to door, hours");
pub const FINDINGS: Words = Words::new("主要结论", "What comes out");
pub const NOTHING: Words = Words::new("当日没有可比较的货物", "there is nothing to compare on this day");
pub const BY_GOODS: Words = Words::new("按品类、方向与季节", "By goods, direction and season");
pub const BY_GOODS_NOTE: Words = Words::new(
    "按重量平均。公路与直飞取两者都能服务的地点，因此可以相比；货车+无人机取其能服务的地点。",
    "Means weighed by mass. Road and drone over the places that both serve, so that they compare; truck + drone over the places that it serves.",
);
pub const TALLY: [Words; 13] = [
    super::GOODS,
    Words::new("方式", "mode"),
    Words::new("可服务", "serves"),
    Words::new("元/kg", "yuan/kg"),
    Words::new("损耗 元/kg", "lost yuan/kg"),
    Words::new("元/件", "yuan/parcel"),
    Words::new("小时", "hours"),
    Words::new("余值 %", "value left %"),
    Words::new("kWh/kg", "kWh/kg"),
    Words::new("CO₂ g/kg", "CO₂ g/kg"),
    Words::new("人工 分/kg", "work min/kg"),
    Words::new("可行 %", "can be done %"),
    Words::new("每趟 kg", "kg a trip"),
];
pub const PLACES_PLOTS: Words = Words::new("各地点", "Place by place");
pub const DOTS: Words = Words::new(
    "绿点：规划航线；蓝点：未规划的直线估算；虚线：两者相等，线下方为无人机更省",
    "green: planned corridors; blue: straight lines that nobody planned; dashed: equal, the drone is cheaper below",
);
pub const SCATTER: Words = Words::new("公路拼车与无人机的单位成本", "Cost by shared round and by drone");
pub const TIMES: Words =
    Words::new("门到门时间与直线距离", "Time from door to door over the straight distance");
pub const BLOCKS: Words = Words::new("什么挡住了无人机", "What blocks the drone");
pub const BLOCKS_NOTE: Words = Words::new(
    "所有季节、品类的个数。直线估算不绕行；规划航线会绕。",
    "Counted over all seasons and goods. Straight lines do not go around anything; corridors do.",
);
pub const BLOCK_COLUMNS: [Words; 3] =
    [Words::new("依据", "rule"), Words::new("直飞", "drone"), Words::new("货车+无人机", "truck + drone")];
pub const SCENARIOS: Words = Words::new("情景：各方式最省的个数", "Scenarios: where each mode costs least");
pub const SCENARIO_COLUMNS: [Words; 7] = [
    super::SCENARIO,
    Words::new("改变的参数", "changed facts"),
    Words::new("个数", "cells"),
    Words::new("公路拼车", "road, shared"),
    Words::new("公路专车", "road, own trip"),
    Words::new("无人机直飞", "drone"),
    Words::new("货车+无人机", "truck + drone"),
];
pub const CURVES: Words = Words::new("盈亏平衡曲线", "Break-even curves");
pub const CURVES_NOTE: Words = Words::new(
    "取全县居中的一个地点，每次只改变一个量；竖虚线是该地点的实际值，圈是无人机与公路相交处。地面起伏不计，只计两端高差。",
    "One place in the middle of the county, one quantity changed at a time; the dashed upright is the place as it is, circles are where drone and road meet. Between both ends there is no ground, only their difference in height.",
);
pub const COOLING: Words = Words::new("预冷与速度，哪个更值", "Pre-cooling against speed");
pub const COOLING_NOTE: Words = Words::new(
    "元/公斤，按重量平均，取公路与无人机都能服务的产地。预冷净值 = 公路少损耗 − 预冷价格；速度净值 = 飞行少损耗 − 飞行多出的成本（均不预冷）。",
    "Yuan a kilogram, weighed by mass, over the farms that both serve. Worth of cooling: what the road then loses less, less its price. Worth of speed: what flying loses less, less what it costs more; both uncooled.",
);
pub const COOLING_COLUMNS: [Words; 11] = [
    super::GOODS,
    super::PLACES,
    Words::new("公路损耗", "lost by road"),
    Words::new("公路损耗（预冷）", "road, pre-cooled"),
    Words::new("飞行损耗", "lost by air"),
    Words::new("飞行损耗（预冷）", "air, pre-cooled"),
    Words::new("预冷价格", "price of cooling"),
    Words::new("飞行多花", "air costs more"),
    Words::new("预冷净值", "worth of cooling"),
    Words::new("速度净值", "worth of speed"),
    Words::new("小时 公路/飞行", "hours road/air"),
];
pub const BARS: Words = Words::new("哪些假设最要紧", "Which assumptions matter most");
pub const CALIBRATION: Words = Words::new("与已报道的运行对照", "The model beside reported operations");
pub const CALIBRATION_NOTE: Words = Words::new(
    "没有为这些数字调整任何参数。相符：在所报范围内，或相差不超过四分之一；爬升时间是下限，最长飞行是上限。",
    "Nothing was tuned to these figures. Agrees: within the reported range, or a quarter off at most; the time of a climb is a lower limit, the longest flight an upper one.",
);
pub const CALIBRATION_COLUMNS: [Words; 7] = [
    Words::new("运行", "operation"),
    Words::new("量", "quantity"),
    Words::new("机型", "airframe"),
    Words::new("所报", "reported"),
    Words::new("模型", "model"),
    Words::new("结论", "verdict"),
    Words::new("说明", "note"),
];
pub const EACH_PLACE: Words = Words::new("逐个地点", "Every place");
pub const EACH_PLACE_NOTE: Words = Words::new(
    "元/公斤（含损耗）· 门到门小时；绿色为最省；* 为未规划的直线估算。其余季节与数字见 cells.csv。",
    "Yuan a kilogram, spoilage included · hours from door to door; green costs least; * is a straight line that nobody planned. Other seasons and figures: cells.csv.",
);
pub const PLACE_COLUMNS: [Words; 10] = [
    Words::new("地点", "place"),
    super::GOODS,
    Words::new("日 kg", "kg a day"),
    Words::new("直线 km", "straight km"),
    Words::new("公路拼车", "road, shared"),
    Words::new("公路专车", "road, own trip"),
    Words::new("无人机直飞", "drone"),
    Words::new("货车+无人机", "truck + drone"),
    Words::new("转运点", "changes at"),
    Words::new("直飞受阻于", "drone blocked by"),
];

/// How things are counted.
#[must_use]
pub fn notes(lang: Lang) -> [&'static str; 8] {
    let all = [
        Words::new(
            "公路拼车：最省的车型往返一趟，按重量、体积或停靠时间中占用最大的一项分摊，外加本站停靠与绕到邻村的时间（M210）。满载的路线才有这么便宜，所以对公路有利。",
            "Road, shared: the share of the cheapest vehicle's round trip that the load takes of payload, litres or time for stops, whichever is most, and the own stop with the way from the nearest other place (M210). Rounds cost so little when they are full: this favours the road.",
        ),
        Words::new(
            "公路专车：只为这一个地点跑整趟。急件更接近这一项。",
            "Road, own trip: whole trips for this place alone. What is urgent is nearer to this.",
        ),
        Words::new(
            "无人机：一次充电往返，一程带货一程空飞，留足余量；人工、折旧、电池、电费、起降点费用都计入；当天货量分成几架次，白天飞不完即不可行（M211）。",
            "Drone: there and back on one charge, loaded one way, with the reserve; people, wear, batteries, electricity and the pad are in it. The day's amount takes so many flights; what does not fit into daylight is blocked (M211).",
        ),
        Words::new(
            "村里 1 公里内有起降点的用规划航线；没有的用两点间直线估算，按净空与限高沿地形起伏，不绕行（M212），均有标记。",
            "Places with a pad within a kilometre fly planned corridors; others a straight line between clearance and ceiling that goes around nothing (M212), marked as such.",
        ),
        Words::new(
            "货车+无人机：货车按载重分摊到最省的起降点，再由无人机飞末段；揽收反向（M213）。",
            "Truck + drone: a truck's share to the pad where it comes cheapest, the drone beyond; collections the other way round (M213).",
        ),
        Words::new(
            "损耗：等待、装车、行驶、飞行各段按所在高度与时刻的气温或车厢温度累计（M214）。",
            "Spoilage: waiting, loading, the ride and the flight each age goods at the air of their height and hour, or at the compartment's temperature (M214).",
        ),
        Words::new(
            "可行：公路是沿途无阻断日的比例，无人机是白天中天气与风允许的比例。",
            "Can be done: the share of days without a closure on the way; for drones the share of daylight that weather and wind leave.",
        ),
        Words::new(
            "季节差异来自 src/facts/siting.csv；参数来源与范围在 src/facts/*.csv，多数标为假设。",
            "Seasons differ by src/facts/siting.csv; each number has its source and range in src/facts/*.csv. Many are marked as assumptions.",
        ),
    ];
    all.map(|note| note.say(lang))
}

/// Below the title.
#[must_use]
pub fn terms(airframe: &str, count: u32, parcel: f64, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("机型 {airframe}，{count} 架；一件按 {parcel} kg"),
        Lang::En => format!("{airframe}, {count} of them; a parcel is {parcel} kg"),
    }
}

#[must_use]
pub fn compared(both: usize, all: usize, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{all} 处，其中 {both} 处可比"),
        Lang::En => format!("{all} places, {both} of them compared"),
    }
}

/// Over the dashed line of the bars.
#[must_use]
pub fn usual(yuan: f64, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("无人机比公路拼车贵 {yuan:.2} 元/kg（现状）"),
        Lang::En => format!("drone less shared round: {yuan:.2} yuan/kg as things are"),
    }
}

#[must_use]
pub fn bars_note(cells: usize, all: usize, still: usize, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!(
            "每个参数单独取其下限（蓝）与上限（橙），其余不变；抽取的 {cells} 个“地点×品类”的平均。共 {all} 个有范围的参数，其中 {still} 个影响不足 0.0005 元。红线右侧公路更省，左侧无人机更省。全部见 sensitivity.csv。"
        ),
        Lang::En => format!(
            "Each fact alone at its low (blue) and its high (orange), everything else as it is; the mean over {cells} places and goods drawn by the seed. Of {all} facts with a range {still} move it by less than 0.0005 yuan. To the left of the red line the drone is cheaper. All of them: sensitivity.csv."
        ),
    }
}

/// Heading of a typical place.
#[must_use]
pub fn middle(
    goods: &str,
    direction: &str,
    [km, detour, kg, value]: [f64; 4],
    harvest: bool,
    lang: Lang,
) -> String {
    let what = if harvest { lang.pick("产地", "farm") } else { lang.pick("村", "village") };
    match lang {
        Lang::Zh => format!(
            "{goods}（{direction}）：居中的{what}，直线 {km:.1} km，绕行 {detour:.1} 倍，每天 {kg:.1} kg，{value:.0} 元/kg"
        ),
        Lang::En => format!(
            "{goods}, {direction}: the {what} in the middle, {km:.1} km straight, a detour of {detour:.1}, {kg:.1} kg a day, {value:.0} yuan/kg"
        ),
    }
}

/// Below a curve: where drone and road meet on it.
#[must_use]
pub fn crossings(curve: &Curve, lang: Lang) -> String {
    let axis = super::axis(curve.axis, lang);
    let told: Vec<String> = [Mode::Road, Mode::Own]
        .into_iter()
        .map(|mode| match crossing(curve, mode) {
            Some((x, above)) => super::meets(axis, &format!("{x:.1}"), mode, above, lang),
            None => {
                let name = super::mode(mode, lang);
                match lang {
                    Lang::Zh => format!("与{name}在此范围内不相交"),
                    Lang::En => format!("it does not meet the {name} here"),
                }
            }
        })
        .collect();
    format!("{axis}: {}", told.join(lang.pick("；", "; ")))
}
