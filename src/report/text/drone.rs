//! Words about drones.

use super::{Lang, Words};
use crate::energy::drone::Class;

pub const CODE: Words = Words::new("代号", "code");
pub const AIRFRAME: Words = Words::new("机型", "airframe");
pub const CLASS: Words = Words::new("类别", "class");
pub const LOAD: Words = Words::new("载荷", "load");
pub const MASS: Words = Words::new("空载起飞质量", "mass, empty");
pub const BATTERY: Words = Words::new("电池", "batteries");
pub const BATTERIES: Words = Words::new("电池数", "batteries");
pub const RANGE_LOADED: Words = Words::new("满载航程", "range, loaded");
pub const RANGE_EMPTY: Words = Words::new("空载航程", "range, empty");
pub const LIST_NOTE: Words = Words::new(
    "航程：海拔 500 米、25 ℃附近、无风，含起降与悬停，留 20% 电量",
    "ranges: at 500 m and about 25 °C in still air, with take-off, landing and hovering, 20 % left",
);
pub const NO_RANGE: Words = Words::new(
    "在此条件下连起降并保留余量都不够，不能飞行",
    "under these conditions taking off and landing already uses the reserve: it cannot fly",
);
pub const ALTITUDE: Words = Words::new("海拔", "altitude");
pub const TEMPERATURE: Words = Words::new("气温", "temperature");
pub const HEADWIND: Words = Words::new("逆风", "headwind");
pub const RANGE: Words = Words::new("单程航程", "range, one way");
pub const RADIUS: Words = Words::new("作业半径（满去空回）", "radius, loaded out and empty back");
pub const TIME: Words = Words::new("飞行时间", "flight time");
pub const GROUND_SPEED: Words = Words::new("地速", "ground speed");
pub const CRUISE_POWER: Words = Words::new("巡航功率", "power, cruising");
pub const HOVER_POWER: Words = Words::new("悬停功率", "power, hovering");
pub const USABLE: Words = Words::new("可用电量", "usable energy");
pub const RESERVE: Words = Words::new("保留电量", "reserve");
pub const PUBLISHED: Words = Words::new("公布航程", "published");
pub const MODEL: Words = Words::new("模型航程", "model");
pub const ERROR: Words = Words::new("误差", "error");
pub const USE: Words = Words::new("用途", "use");
pub const FITTED: Words = Words::new("用于标定", "fitted on");
pub const PREDICTED: Words = Words::new("用于检验", "predicted");
pub const EFFICIENCY: Words = Words::new("效率（电池到空气）", "efficiency, battery to air");
pub const LIFT_OVER_DRAG: Words = Words::new("升阻比（含推进）", "lift over drag, propulsion included");
pub const AXIS_RANGE: Words = Words::new("单程航程（千米）", "range one way, km");
pub const AXIS_LOAD: Words = Words::new("载荷（占最大载荷 %）", "load, % of the largest");
pub const AXIS_ALTITUDE: Words = Words::new("海拔（米），半载", "altitude, m, with half of the load");
pub const AXIS_TEMPERATURE: Words = Words::new("气温（℃），半载", "temperature, °C, with half of the load");
pub const AXIS_WIND: Words =
    Words::new("逆风（米/秒，负为顺风），半载", "headwind, m/s, with half of the load");

/// The legal class by mass.
#[must_use]
pub fn class(class: Class, lang: Lang) -> &'static str {
    let words = match class {
        Class::Light => Words::new("轻型", "light"),
        Class::Small => Words::new("小型", "small"),
        Class::Medium => Words::new("中型", "medium"),
        Class::Large => Words::new("大型", "large"),
    };
    words.say(lang)
}
