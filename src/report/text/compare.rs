//! Words about road and air side by side.

mod page;
mod story;

pub use page::*;
pub use story::*;

use super::{Lang, Words};
use crate::compare::{Axis, Block, Direction, Mode, Verdict, What};
use crate::site::survey::SEASONS;

pub const TITLE: Words = Words::new("公路与无人机比较", "Road and drone compared");
pub const AS_IT_IS: Words = Words::new("现状", "as it is");
pub const SUMMARY: Words = Words::new("一页摘要", "Summary on one page");
pub const WRITTEN: Words = Words::new("已写出", "Written");
pub const SCENARIO: Words = Words::new("情景", "scenario");
pub const GOODS: Words = Words::new("品类", "goods");
pub const SEASON: Words = Words::new("季节", "season");
pub const PLACES: Words = Words::new("地点", "places");
pub const SERVED: Words = Words::new("可飞", "flyable");
pub const WINS: Words = Words::new("无人机更省", "drone wins");
pub const KEPT: Words = Words::new("已完成部分沿用", "finished parts used again");

/// Headings of the table on screen.
pub const TERMINAL: [Words; 9] = [
    GOODS,
    SEASON,
    PLACES,
    Words::new("公路拼车", "road, shared"),
    Words::new("公路专车", "road, own trip"),
    Words::new("直飞", "air"),
    Words::new("车+机", "truck + air"),
    SERVED,
    WINS,
];
pub const TERMINAL_NOTE: Words = Words::new(
    "元/公斤，含途中损耗；按重量平均；公路与直飞取两者都能服务的地点，车+机取其能服务的地点",
    "yuan a kilogram, spoilage included, weighed by mass; road and air over the places that both serve, truck + air over those that it serves",
);

/// A study that was interrupted.
#[must_use]
pub fn interrupted(done: usize, of: usize, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("已中断：{of} 个部分中的 {done} 个已完成并保存；再次运行同一命令即可继续"),
        Lang::En => {
            format!("interrupted: {done} of {of} parts are finished and kept; run the same command to go on")
        }
    }
}

/// Parts that were kept from a run before.
#[must_use]
pub fn reused(count: usize, of: usize, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("  沿用已完成的部分：{count}/{of}"),
        Lang::En => format!("  finished before and used again: {count} of {of} parts"),
    }
}

#[must_use]
pub fn mode(mode: Mode, lang: Lang) -> &'static str {
    let (zh, en) = match mode {
        Mode::Road => ("公路拼车", "road, shared round"),
        Mode::Own => ("公路专车", "road, own trip"),
        Mode::Air => ("无人机直飞", "drone"),
        Mode::Mixed => ("货车+无人机", "truck + drone"),
    };
    lang.pick(zh, en)
}

#[must_use]
pub fn direction(direction: Direction, lang: Lang) -> &'static str {
    match direction {
        Direction::Out => lang.pick("派送", "delivered"),
        Direction::In => lang.pick("揽收", "collected"),
    }
}

#[must_use]
pub fn season(season: usize, lang: Lang) -> &'static str {
    SEASONS.get(season).map_or("", |season| super::season(*season, lang))
}

#[must_use]
pub fn block(block: Block, lang: Lang) -> &'static str {
    let (zh, en) = match block {
        Block::Pad => ("起降点不可用", "a pad cannot be used"),
        Block::Beside => ("就在起飞点旁", "beside the take-off"),
        Block::Zone => ("禁飞区", "no-fly zone"),
        Block::Ceiling => {
            ("净空与限高冲突（地形太陡）", "clearance and ceiling leave nothing over steep ground")
        }
        Block::Air => ("气温超出机型限值", "air colder or warmer than the airframe may fly in"),
        Block::Wires => ("电线上方没有可飞的高度", "above power lines the ceiling leaves nothing"),
        Block::Void => ("高程未知", "heights not known"),
        Block::Highest => ("超过机型升限", "above the airframe's highest"),
        Block::Several => ("多条规则叠加", "several rules together"),
        Block::Range => ("超出航程（含余量）", "out of range with the reserve"),
        Block::Landing => ("途中无备降点", "no place to land in an emergency"),
        Block::Heavy => ("往返载荷不足一件", "not even one parcel there and back"),
        Block::Warm => ("脱冷时间超限", "too long out of its temperature range"),
        Block::Daylight => ("架次超过白天所能", "more flights than the day has light for"),
        Block::Box => ("机箱温区或容积不合", "no box of the drone may carry or hold it"),
        Block::Skill => ("无人机不具备所需能力", "a skill that the drone lacks"),
        Block::NoPad => ("没有可转运的起降点", "no pad to change at"),
    };
    lang.pick(zh, en)
}

#[must_use]
pub fn axis(axis: Axis, lang: Lang) -> &'static str {
    let (zh, en) = match axis {
        Axis::Distance => ("直线距离 km", "straight distance, km"),
        Axis::Detour => ("绕行系数（公路/直线）", "detour: road over straight line"),
        Axis::Payload => ("每架次载重上限 kg", "most on a flight, kg"),
        Axis::Value => ("货值 元/kg", "value, yuan/kg"),
        Axis::Q10 => ("Q10（升温10°C变质加快倍数）", "Q10"),
        Axis::Volume => ("日货量 kg", "kg a day"),
    };
    lang.pick(zh, en)
}

#[must_use]
pub fn what(what: What, lang: Lang) -> &'static str {
    let (zh, en) = match what {
        What::DroneMinutes => ("飞行时间 分钟", "minutes of flight"),
        What::ClimbMinutes => ("爬升至少需 分钟", "minutes that the climb takes at least"),
        What::Endurance => {
            ("带载最长飞行 分钟（留余量）", "longest flight with the load, minutes, reserve kept")
        }
        What::Reach => ("所报分钟内可飞 公里", "kilometres flown in the reported minutes"),
        What::GroundSpeed => ("山路车速 km/h", "km/h on mountain roads"),
        What::ParcelsPerPerson => ("人均日包裹 件", "parcels a person and day"),
        What::PricePerTonne => ("每吨 元（模型为成本）", "yuan a tonne (the model's is a cost)"),
        What::TonnesPerHour => ("每机每小时 吨", "tonnes an hour for a drone"),
        What::TonnesPerDay => ("每机每天 吨", "tonnes a day for a drone"),
        What::NotModelled => ("模型未涉及", "not modelled"),
    };
    lang.pick(zh, en)
}

/// As it stands in files.
#[must_use]
pub fn what_word(what: What) -> &'static str {
    match what {
        What::DroneMinutes => "drone_minutes",
        What::ClimbMinutes => "climb_minutes_at_least",
        What::Endurance => "endurance_minutes",
        What::Reach => "minutes_against_km_flown",
        What::GroundSpeed => "ground_km_per_h",
        What::ParcelsPerPerson => "parcels_per_person_day",
        What::PricePerTonne => "yuan_per_tonne",
        What::TonnesPerHour => "tonnes_per_hour",
        What::TonnesPerDay => "tonnes_per_day",
        What::NotModelled => "not_modelled",
    }
}

#[must_use]
pub fn verdict(verdict: Verdict, lang: Lang) -> &'static str {
    match verdict {
        Verdict::Agrees => lang.pick("相符", "agrees"),
        Verdict::Differs => lang.pick("不符", "differs"),
        Verdict::Open => lang.pick("无法判定", "open"),
    }
}

/// As it stands in files.
#[must_use]
pub fn verdict_word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Agrees => "agrees",
        Verdict::Differs => "differs",
        Verdict::Open => "open",
    }
}

/// A reported operation: where, and what stands between the report and the model.
#[must_use]
pub fn operation(code: &str, what: What, lang: Lang) -> (&'static str, &'static str) {
    let place = match code {
        "anxin" => ("安新 邮政多旋翼 11.9 km", "Anxin, postal multirotor, 11.9 km"),
        "hongyuan" => ("红原阿木乡 邮政 20 km", "Hongyuan Amu, China Post, 20 km"),
        "shangluo" => ("商洛 八村循环 109 km", "Shangluo, eight villages, 109 km"),
        "cliff_village" => ("昭觉悬崖村 5 kg 升 1000 m", "Zhaojue cliff village, 5 kg up 1,000 m"),
        "nanchuan" => ("南川柏枝山 80 kg", "Nanchuan Baizhi mountain, 80 kg"),
        "everest" => ("珠峰大本营–一号营地 15 kg 往返", "Everest base camp to camp 1, 15 kg, there and back"),
        "luding_village" => ("泸定脚乌村 公路 18 km", "Luding Jiaowu, 18 km by road"),
        "longquan" => ("龙泉宝溪–青井 公路 30 km", "Longquan Baoxi to Qingjing, 30 km by road"),
        "luding_river" => ("泸定大渡河 80 kg", "Luding, Dadu river, 80 kg"),
        "banan" => ("巴南中坝岛", "Banan, Zhongba island"),
        "anyue" => ("安岳柠檬吊运 300 m", "Anyue, lemons lifted 300 m"),
        "tongnan" => ("潼南柠檬吊运", "Tongnan, lemons lifted"),
        "wushan_plums" => ("巫山–江北 脆李航班", "Wushan to Jiangbei, plums by aircraft"),
        "lanzhou" => ("兰州百合吊运", "Lanzhou, lilies lifted"),
        "zigui" => ("秭归脐橙吊运", "Zigui, oranges lifted"),
        "yuanyang" => ("元阳香蕉吊运", "Yuanyang, bananas lifted"),
        "zipline" => ("卢旺达 Zipline", "Rwanda, Zipline"),
        _ => ("", ""),
    };
    let note = match (code, what) {
        ("hongyuan", What::DroneMinutes) => (
            "所报 5 分钟合 240 km/h，多旋翼不可信",
            "5 minutes would be 240 km/h: the report is not plausible for a multirotor",
        ),
        ("shangluo", _) => ("含每村两次装卸", "with handling at both ends of each village"),
        (_, What::ClimbMinutes) => {
            ("水平距离未报，仅为下限", "the distance is not reported: a lower limit only")
        }
        (_, What::Reach) => ("空中距离未报", "the distance in the air is not reported"),
        ("luding_river", _) => ("所报时间可能含装卸", "the reported time may include handling"),
        ("banan", What::Endurance) => {
            ("模型单电载重只有 95 kg", "the model lifts 95 kg with one battery, not 100")
        }
        ("anyue", What::PricePerTonne) => {
            ("报价含利润与两人班组", "the price includes profit and a crew of two")
        }
        ("anyue", What::TonnesPerHour) => (
            "模型按包裹每端装卸 4 分钟；吊运挂钩只需几秒",
            "the model takes 4 minutes of handling at each end as for parcels; a sling takes seconds",
        ),
        ("tongnan", _) => {
            ("取安岳的距离与载重；装卸同上", "with the distance and load of Anyue; handling as there")
        }
        ("wushan_plums", _) => ("支线飞机不在模型内", "aircraft are not in the model"),
        ("lanzhou" | "yuanyang", _) => (
            "未报距离与对照方式，只有节省比例",
            "a share saved, without distance or what it is compared with",
        ),
        ("zipline", _) => ("固定翼弹射机不在机型表内", "catapulted fixed wings are not among the airframes"),
        ("zigui", _) => ("未报距离与费用", "neither distance nor cost is reported"),
        _ => ("", ""),
    };
    (lang.pick(place.0, place.1), lang.pick(note.0, note.1))
}
