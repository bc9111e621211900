//! What was made, and why nothing was, in words.

use super::{Lang, plural};

/// One line about a county or day that was made.
#[must_use]
pub fn made(places: usize, orders: usize, vehicles: u32, lang: Lang) -> String {
    lang.pick(
        format!("已生成：地点 {places}，订单 {orders}，车辆 {vehicles}"),
        format!(
            "Made: {}, {}, {}",
            plural(places, "place"),
            plural(orders, "order"),
            plural(vehicles as usize, "vehicle")
        ),
    )
}

#[must_use]
pub fn not_empty(folder: &str, lang: Lang) -> String {
    lang.pick(
        format!("{folder} 不是空文件夹；加 --force 会替换其中由程序生成的文件"),
        format!("{folder} is not empty; --force replaces the files that are generated"),
    )
}

#[must_use]
pub fn no_date(text: &str, lang: Lang) -> String {
    lang.pick(
        format!("“{text}”不是日期；应写成 2026-07-08 这样"),
        format!("`{text}` is not a date; write it like 2026-07-08"),
    )
}

#[must_use]
pub fn no_places(folder: &str, lang: Lang) -> String {
    lang.pick(format!("{folder} 里没有靠近道路的地点"), format!("{folder} has no places near roads"))
}

#[must_use]
pub fn tiny_is_fixed(lang: Lang) -> String {
    lang.pick(
        "tiny 是手算样例，只有这一天：请去掉 --seed、--orders 和 --date".to_owned(),
        "tiny is worked out by hand and has one day only: leave out --seed, --orders and --date".to_owned(),
    )
}
