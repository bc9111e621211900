//! Headings and sentences of the page, the workbook and the terminal.

use super::{Lang, Words, money};
use crate::plan::{Change, PartitionRecord, Plan};

pub const PLAN: Words = Words::new("配送计划", "Delivery plan");
pub const COUNTY: Words = Words::new("县域", "County");
pub const DATE: Words = Words::new("日期", "Date");
pub const TOTAL_COST: Words = Words::new("总成本", "Total cost");
pub const PER_ORDER: Words = Words::new("每单", "per order");
pub const ORDERS: Words = Words::new("订单", "Orders");
pub const ORDERS_SERVED: Words = Words::new("已安排订单", "Orders served");
pub const ALL_SERVED: Words = Words::new("全部安排", "none left out");
pub const VEHICLES_OUT: Words = Words::new("出车", "Vehicles out");
pub const ROAD: Words = Words::new("行驶里程", "On the road");
pub const KILOMETRES: Words = Words::new("里程 km", "Distance km");
pub const WORKING_HOURS: Words = Words::new("工时 h", "Working h");
pub const SPOILED: Words = Words::new("途中损腐", "Spoiled on the way");
pub const OF_VALUE: Words = Words::new("生鲜货值的", "of the value of fresh goods");
pub const SAVED: Words = Words::new("顾及保鲜省下", "Saved by caring for freshness");
pub const SAVED_WHY: Words =
    Words::new("与同一天不顾保鲜的计划相比", "against the same day planned as if nothing spoiled");
pub const SEED: Words = Words::new("随机种子", "Seed");
pub const ITERATIONS: Words = Words::new("迭代次数", "Iterations");
pub const POOL: Words = Words::new("路线池", "Routes in the pool");
pub const LP_VALUE: Words = Words::new("路线池 LP 值", "LP value of the pool");
pub const MIP_VALUE: Words = Words::new("路线池 MIP 值", "MIP value of the pool");
pub const LOWER_BOUND: Words = Words::new("成本下界", "Lower bound of the cost");
pub const INPUTS: Words = Words::new("输入指纹", "Fingerprint of the inputs");
pub const FIGURE: Words = Words::new("指标", "Figure");
pub const FIGURE_VALUE: Words = Words::new("数值", "Value");
pub const STOP_NUMBER: Words = Words::new("顺序", "Stop");
pub const LATE_MINUTES: Words = Words::new("迟到 分", "Late min");
pub const THIS_PLAN: Words = Words::new("本计划", "This plan");
pub const SHEET_SUMMARY: Words = Words::new("汇总", "Summary");
pub const SHEET_ROUNDS: Words = Words::new("路线", "Rounds");
pub const SHEET_STOPS: Words = Words::new("站点", "Stops");
pub const SHEET_UNSERVED: Words = Words::new("未服务", "Unserved");
pub const SHEET_COSTS: Words = Words::new("成本", "Costs");

pub const AIR: Words = Words::new("公路与航空", "Road and air");
pub const AIR_HELP: Words = Words::new(
    "每单按公路与按航空各需多少：在其余安排不变时新增的成本。航空按计划风速全程逆风、保留电量余量计算。",
    "What each order adds to the rest of the plan by road and by air. Flights are planned with the wind from ahead all the way and a reserve that stays.",
);
pub const RELAYS: Words = Words::new("转运与分份", "Transfers and parts");
pub const RELAYS_HELP: Words = Words::new(
    "这些订单在途中换车或换机，或分成几份运送：先到的一段交接之后，后一段才出发；货龄连续计算。",
    "These orders change vehicles on the way, or go in several parts. The second leg begins after the first was handed over; the goods go on ageing in between.",
);
pub const CARRIED: Words = Words::new("随车无人机（架设至返回）", "Carried drones, from set up to back");
pub const WAY: Words = Words::new("方式", "Way");
pub const HANDING_OVER: Words = Words::new("转运费", "Handing over");
pub const BY_ROAD: Words = Words::new("公路", "By road");
pub const BY_AIR: Words = Words::new("航空", "By air");
pub const WHY: Words = Words::new("结论", "Why");
pub const FROM_PAD: Words = Words::new("起飞点", "From");
pub const TO_PAD: Words = Words::new("降落点", "To");
pub const FLIGHT_TIME: Words = Words::new("飞行时间", "Flight");
pub const LARGEST_LOAD: Words = Words::new("最大载重", "Largest load");
pub const FLYABLE: Words = Words::new("可飞时段占比", "Flyable daylight");
pub const KILOGRAMS: Words = Words::new("重量 kg", "Mass kg");

pub const MAP: Words = Words::new("路线图", "Map");
pub const MAP_HELP: Words = Words::new(
    "点击路线看明细；拖动平移，按住 Ctrl 滚动或双指缩放。",
    "Click a route for its stops; drag to move, Ctrl and wheel or two fingers to zoom.",
);
pub const ALL_ROUTES: Words = Words::new("全部显示", "Show all");
pub const NO_ROUTES: Words = Words::new("全部隐藏", "Hide all");
pub const LEGEND_SITE: Words = Words::new("云仓与站场", "Warehouse or station");
pub const LEGEND_STOP: Words = Words::new("停靠点", "Stop");
pub const LEGEND_UNSERVED: Words = Words::new("未服务订单", "Order left out");
pub const COSTS: Words = Words::new("成本构成", "Cost breakdown");
pub const COSTS_ONE: Words =
    Words::new("各项相加即总成本，精确到分。", "The terms add up to the total, to the fen.");
pub const COSTS_TWO: Words = Words::new(
    "两份计划用同样的种子，都按全部成本项计价；各项相加即总成本，精确到分。",
    "Both plans have the same seed and are priced with all terms, which add up to the total, to the fen.",
);
pub const FRESHNESS: Words = Words::new("到手鲜度", "Freshness at the door");
pub const FRESHNESS_HELP: Words = Words::new(
    "每点一单：交到收货人手里（揽收为入库）时剩余的货值；竖线为中位数。",
    "One dot per order: value left when it reaches the customer (collections: the cold room). The bar is the median.",
);
pub const NOTHING_FRESH: Words =
    Words::new("这一天没有会变质的货物。", "Nothing that ages is carried on this day.");
pub const TIMELINE: Words = Words::new("车辆时间表", "The vehicles' day");
pub const LOADING: Words = Words::new("装车", "Loading");
pub const DRIVING: Words = Words::new("行驶", "Driving");
pub const SERVICE: Words = Words::new("作业", "Service");
pub const WAITING: Words = Words::new("等待", "Waiting");
pub const REST: Words = Words::new("休息", "Rest");
pub const ROUNDS: Words = Words::new("路线明细", "Rounds");
pub const ROUNDS_HELP: Words = Words::new("展开看每一站。", "Open a round for its stops.");
pub const UNSERVED_TITLE: Words = Words::new("未服务的订单", "Orders left out");
pub const UNSERVED_HELP: Words =
    Words::new("每个原因都用放宽后的问题复核过。", "Each reason was re-checked by solving the relaxed case.");
pub const NONE_UNSERVED: Words = Words::new("所有订单都已安排。", "Every order is served.");
pub const DUALS: Words = Words::new("边际价值", "What one more is worth");
pub const DUALS_HELP: Words = Words::new(
    "来自路线池 LP 的对偶值：指导性价格，池外可能还有更好的路线，因此不是全天的下界。",
    "Duals of the LP over the pool of routes: prices for guidance. Routes outside of the pool may be better, so they are no bound of the day.",
);
pub const DEAR_ORDERS: Words = Words::new("最贵的订单", "The dearest orders");
pub const PRICE_OF_ORDER: Words = Words::new("服务它的代价", "Cost of serving it");
pub const ONE_MORE: Words = Words::new("多一辆车", "One more vehicle");
pub const WORTH_A_DAY: Words = Words::new("每天值", "Worth a day");
pub const NO_WORTH: Words =
    Words::new("车辆够用：多一辆不省钱。", "There are enough vehicles: one more would save nothing.");
pub const MORE_COLD: Words = Words::new("多一度冷、多一升冷藏空间", "A degree colder, a litre more");
pub const COLD_HELP: Words = Words::new(
    "冷一度：各趟路线不变，全部该类车辆的损腐减少额，已扣制冷多耗的电。多一升：在一辆车里多出空间后，哪一单最值得改由它装运；其余订单不动。两者都是下限：重新规划只会更省。",
    "A degree colder: what all vehicles of the type save in spoilage on the rounds as they are, less the power for it. A litre more: the order that would pay most for room in one vehicle, all other orders staying where they are. Both are the least there is: planning anew can only save more.",
);
pub const COMPARTMENT: Words = Words::new("车厢", "Compartment");
pub const DEGREE: Words = Words::new("冷一度每天值", "One degree, a day");
pub const LITRE: Words = Words::new("多一升每天值", "One litre, a day");
pub const LITRE_WHY: Words = Words::new("怎样得来", "How");
pub const HURT: Words = Words::new("会冻伤车上货物", "would hurt goods on board");
pub const HOW: Words = Words::new("说明", "How to read this");
pub const CHECKED: Words = Words::new("独立核验通过", "Passed the independent check");
pub const UNCHECKED: Words = Words::new("尚未核验", "Not checked");
pub const VIOLATED: Words = Words::new("核验发现问题", "The check found violations");
pub const BLIND_NOTE: Words = Words::new("本计划求解时未计入损腐", "Solved without regard to spoilage");
pub const BACK_TO: Words = Words::new("返回", "back to");
pub const FILES: Words = Words::new("文件", "Files");
pub const AGAIN: Words = Words::new("与原计划相比", "Against the plan before");
pub const FREEZE: Words = Words::new("冻结时刻", "Frozen until");
pub const BROKEN: Words = Words::new("故障车辆", "Broken down");
pub const CHANGE_OF_ORDERS: Words = Words::new("变化", "What befell orders");
pub const CANCELLED: Words = Words::new("已取消", "Cancelled since");
pub const MORE: Words = Words::new("其余", "others");

/// What befell an order since the plan before.
#[must_use]
pub fn change(change: Change) -> Words {
    match change {
        Change::Fixed => Words::new("已完成、已装车出发或已承诺，不变", "Served or promised, as it was"),
        Change::Kept => Words::new("同车，时间基本不变", "Same vehicle, about the same time"),
        Change::Shifted => Words::new("同车，时间变动 15 分钟以上", "Same vehicle, 15 min or more off"),
        Change::Moved => Words::new("改由其他车辆", "Another vehicle"),
        Change::New => Words::new("新增订单", "New order"),
        Change::TakenIn => Words::new("原未服务，现已安排", "Left out before, served now"),
        Change::Dropped => Words::new("原已安排，现未服务", "Served before, left out now"),
        Change::Out => Words::new("仍未服务", "Left out"),
    }
}

/// What the reader must know about where the numbers come from.
#[must_use]
pub fn notes(lang: Lang) -> &'static [&'static str] {
    lang.pick(
        &[
            "时间、里程和能耗来自道路网最短时间路径；车速随道路等级、路面、坡度和弯道变化。",
            "损腐按 Q10 规则计算货物老化：气温随海拔和时刻变化，车厢按设定温度，每次开门另计。货值剩余由老化程度得出。",
            "成本项相加等于总成本；每份计划由不含求解代码的核验程序重新推算。",
            "哪些数据是实测、哪些是合成或假设，见县域文件夹中的 SOURCES.md。",
            "底图为由高程数据渲染的地势晕渲，坐标系 WGS-84。本页不含任何姓名、电话和地址。",
        ],
        &[
            "Times, distances and energy follow the paths of least time; speed depends on class, surface, slope and bends of the road.",
            "Spoilage follows the Q10 rule: outside air depends on altitude and hour, compartments on their set point, and each opened door counts. The value left follows from the age.",
            "The terms add up to the total; each plan is derived again by a check that shares no code with the solver.",
            "What is measured, synthetic or assumed is listed in SOURCES.md of the county folder.",
            "The relief is rendered from the elevation model, in WGS-84. This page holds no names, phones or addresses.",
        ],
    )
}

/// `种子 1 · 迭代 20,000 · 路线池 812 条，LP ¥…，MIP ¥…`.
#[must_use]
pub fn search(plan: &Plan, lang: Lang) -> String {
    let record = &plan.search;
    let iterations = super::grouped(record.iterations);
    let start = lang.pick(
        format!("种子 {} · 迭代 {iterations} 次", record.seed),
        format!("seed {} · {iterations} iterations", record.seed),
    );
    match &record.partition {
        Some(partition) => format!("{start} · {}", pool(partition, lang)),
        None => start,
    }
}

/// What is proved about the plan's cost, or that nothing is.
#[must_use]
pub fn bound(plan: &Plan, lang: Lang) -> String {
    let Some(record) = &plan.search.bound else {
        return lang.pick(
            "没有下界：不知道离最优还差多少（--bound 可求）".to_owned(),
            "no lower bound: how far the best plan is away is not known (--bound looks for one)".to_owned(),
        );
    };
    let (value, gap) = (money(record.value), super::percent(record.gap(plan.breakdown.total())));
    let more = match (record.is_complete, lang) {
        (true, _) => "",
        (false, Lang::Zh) => "（未算完，时间更长可能更高）",
        (false, Lang::En) => " (more time may raise it)",
    };
    lang.pick(
        format!("下界 {value}{more}：任何方案都不会更低，最多还能省 {gap}"),
        format!("lower bound {value}{more}: no plan is cheaper, at most {gap} can be saved"),
    )
}

fn pool(partition: &PartitionRecord, lang: Lang) -> String {
    let columns = super::count(partition.columns);
    let (lp, mip) = (money(partition.lp_value), money(partition.mip_value));
    lang.pick(
        format!("路线池 {columns} 条，LP 值 {lp}，MIP 值 {mip}"),
        format!("pool of {columns} routes, LP value {lp}, MIP value {mip}"),
    )
}

/// `612 单中的 604 单`.
#[must_use]
pub fn served_of(served: usize, orders: usize, lang: Lang) -> String {
    let (served, orders) = (super::count(served), super::count(orders));
    lang.pick(format!("{orders} 单中安排 {served} 单"), format!("{served} of {orders} orders served"))
}

/// `8 单未服务`.
#[must_use]
pub fn left_out(unserved: usize, lang: Lang) -> String {
    match (unserved, lang) {
        (0, _) => ALL_SERVED.say(lang).to_owned(),
        (_, Lang::Zh) => format!("{} 单未服务", super::count(unserved)),
        (_, Lang::En) => format!("{} left out", super::count(unserved)),
    }
}

/// `31 趟`.
#[must_use]
pub fn trips(trips: usize, lang: Lang) -> String {
    match (trips, lang) {
        (_, Lang::Zh) => format!("{} 趟", super::count(trips)),
        (1, Lang::En) => "1 trip".to_owned(),
        (_, Lang::En) => format!("{} trips", super::count(trips)),
    }
}

/// `12 站`.
#[must_use]
pub fn stops(stops: usize, lang: Lang) -> String {
    match (stops, lang) {
        (_, Lang::Zh) => format!("{} 站", super::count(stops)),
        (1, Lang::En) => "1 stop".to_owned(),
        (_, Lang::En) => format!("{} stops", super::count(stops)),
    }
}

/// Title of the second trip: `第 2 趟`.
#[must_use]
pub fn trip_number(number: usize, lang: Lang) -> String {
    lang.pick(format!("第 {number} 趟"), format!("Trip {number}"))
}
