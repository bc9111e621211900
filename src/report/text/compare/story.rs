//! The sentences about road and air.

use crate::compare::Mode;
use crate::report::text::Lang;

#[must_use]
pub fn reach([all, flies, planned, mixed, wins]: [usize; 5], lang: Lang) -> String {
    let share = |count: usize| (count as f64 / all.max(1) as f64 * 100.0).round();
    match lang {
        Lang::Zh => format!(
            "“地点×品类×季节”共 {all} 个：无人机可从云仓直飞 {flies} 个（{}%，其中规划航线 {planned} 个，其余为直线估算），货车+无人机可服务 {mixed} 个（{}%）；含损耗算，无人机（单独或接驳）最省的有 {wins} 个（{}%）。",
            share(flies),
            share(mixed),
            share(wins)
        ),
        Lang::En => format!(
            "Of {all} combinations of place, goods and season the drone serves {flies} from the warehouse ({} %; {planned} along planned corridors, the others along straight lines) and {mixed} beyond a truck ({} %). Spoilage included, a drone alone or beyond a truck costs least in {wins} ({} %).",
            share(flies),
            share(mixed),
            share(wins)
        ),
    }
}

#[must_use]
pub fn blocked(list: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("直飞主要受阻于：{list}。"),
        Lang::En => format!("What blocks the drone most often: {list}."),
    }
}

/// Road, own trip and air in yuan, hours by road and air, grams by road and air, percent of wins.
#[must_use]
pub fn costs(goods: &str, places: usize, numbers: &[String; 8], lang: Lang) -> String {
    let [road, own, air, slow, fast, brown, green, wins] = numbers;
    match lang {
        Lang::Zh => format!(
            "{goods}，{places} 处可比：拼车 {road} 元/kg、专车 {own} 元/kg、无人机 {air} 元/kg；门到门 {slow} 与 {fast} 小时；CO₂ {brown} 与 {green} g/kg；无人机比拼车省的占 {wins}%。"
        ),
        Lang::En => format!(
            "{goods}, {places} places compared: shared round {road}, own trip {own}, drone {air} yuan/kg; {slow} against {fast} hours from door to door; {brown} against {green} g of CO₂ a kilogram; the drone beats the shared round in {wins} %."
        ),
    }
}

/// Lost by road, by air, by road pre-cooled; price; worth; what air costs more; worth.
#[must_use]
pub fn harvest(goods: &str, season: &str, numbers: &[String; 7], lang: Lang) -> String {
    let [road, air, cool, price, cooling, more, speed] = numbers;
    match lang {
        Lang::Zh => format!(
            "{goods}（{season}）：公路途中损耗 {road} 元/kg，飞行 {air}，公路加预冷 {cool}。预冷价 {price}，净值 {cooling} 元/kg；飞行多花 {more}，净值 {speed} 元/kg。"
        ),
        Lang::En => format!(
            "{goods} in {season} lose {road} yuan/kg by road, {air} by air, {cool} by road when pre-cooled. Cooling costs {price} and is worth {cooling} yuan/kg net; flying costs {more} more and is worth {speed} net."
        ),
    }
}

/// One crossing.
#[must_use]
pub fn meets(axis: &str, at: &str, mode: Mode, above: bool, lang: Lang) -> String {
    let name = super::mode(mode, lang);
    match lang {
        Lang::Zh => format!("{axis}{} {at} 时无人机比{name}省", if above { "大于" } else { "小于" }),
        Lang::En => {
            format!("cheaper than the {name} {} {at} ({axis})", if above { "from" } else { "up to" })
        }
    }
}

#[must_use]
pub fn break_even(goods: &str, harvest: bool, meets: &[String], lang: Lang) -> String {
    let place = if harvest { lang.pick("产地", "farm") } else { lang.pick("村", "village") };
    match (lang, meets.is_empty()) {
        (Lang::Zh, true) => format!("{goods}，居中的{place}：在所查范围内无人机不与公路相交。"),
        (Lang::En, true) => {
            format!("{goods}, the {place} in the middle: within the grid drone and road do not meet.")
        }
        (Lang::Zh, false) => format!("{goods}，居中的{place}：{}。", meets.join("；")),
        (Lang::En, false) => {
            format!("{goods}, the {place} in the middle: the drone is {}.", meets.join("; "))
        }
    }
}

#[must_use]
pub fn scenario(name: &str, wins: usize, all: usize, lang: Lang) -> String {
    let share = (wins as f64 / all.max(1) as f64 * 100.0).round();
    match lang {
        Lang::Zh => format!("情景“{name}”：无人机最省的为 {wins}/{all}（{share}%）。"),
        Lang::En => format!("Scenario \"{name}\": a drone costs least in {wins} of {all} ({share} %)."),
    }
}

#[must_use]
pub fn matters(usual: &str, list: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("无人机与拼车之差现为 {usual} 元/kg；最要紧的假设（取下限…上限时）：{list}。"),
        Lang::En => format!(
            "Drone less shared round is {usual} yuan/kg; the assumptions that move it most, from their low to their high: {list}."
        ),
    }
}

#[must_use]
pub fn calibrated([agrees, differs, open]: [usize; 3], list: &str, lang: Lang) -> String {
    match (lang, list.is_empty()) {
        (Lang::Zh, false) => {
            format!("与报道对照：相符 {agrees}，不符 {differs}，无法判定 {open}。不符的是：{list}。")
        }
        (Lang::En, false) => format!(
            "Beside reported operations: {agrees} agree, {differs} differ, {open} stay open. Those that differ: {list}."
        ),
        (Lang::Zh, true) => format!("与报道对照：相符 {agrees}，不符 {differs}，无法判定 {open}。"),
        (Lang::En, true) => {
            format!("Beside reported operations: {agrees} agree, {differs} differ, {open} stay open.")
        }
    }
}
