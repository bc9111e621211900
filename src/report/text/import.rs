//! What an import did, in words.

use super::{Lang, Words};

pub const ROADS: Words = Words::new("道路", "roads");
pub const NODES: Words = Words::new("节点", "nodes");
pub const LENGTH: Words = Words::new("总长", "length");
pub const CONNECTED: Words = Words::new("连通部分", "connected");
pub const ISLANDS: Words = Words::new("孤立部分", "islands");
pub const ISLAND: Words = Words::new("孤立", "island");
pub const NEAR: Words = Words::new("靠近", "near");
pub const PLACES: Words = Words::new("地点", "places");
pub const OFF_ROAD: Words = Words::new("远离道路的地点（无订单）", "places far from roads (no orders)");
pub const SAMPLE: Words = Words::new("示例订单", "sample orders");
pub const ORDERS: Words = Words::new("订单", "orders");
pub const GRID: Words = Words::new("高程网格", "height grid");
pub const LINES: Words = Words::new("电力线路", "power lines");
pub const PYLONS: Words = Words::new("杆塔", "pylons");
pub const VOLTAGE: Words = Words::new("已知电压的线路", "lines of known voltage");
pub const HEIGHTS: Words = Words::new("海拔", "heights");

/// Kilometres with one decimal.
#[must_use]
pub fn km(km: f64, lang: Lang) -> String {
    lang.pick(format!("{km:.1} 公里"), format!("{km:.1} km"))
}
