//! The counties that ship with the project.
//!
//! Names, points, populations and village counts of Wushan's townships are
//! facts (GeoNames and the national division codes); those of Leishan's are
//! names and totals only. Everything else is synthetic.

use super::dice::Dice;
use super::spec::{River, Spec, Town};
use crate::county::Bounds;
use crate::units::Point;

/// 巫山县 by township: code, names, longitude, latitude, people, villages.
const WUSHAN: [(&str, &str, &str, f64, f64, u32, u32); 25] = [
    // 巫峡镇 and 高唐街道 share the seat's point and its count of people; villages 19 + 13.
    ("500237111", "巫峡镇", "Wuxia", 109.87639, 31.07749, 117_873, 32),
    ("500237002", "龙门街道", "Longmen", 109.88728, 31.08943, 19_130, 4),
    ("500237101", "庙宇镇", "Miaoyu", 109.64614, 30.86868, 34_913, 20),
    ("500237102", "大昌镇", "Dachang", 109.8021, 31.26861, 36_217, 31),
    ("500237103", "福田镇", "Futian", 109.71068, 31.22201, 32_340, 22),
    ("500237104", "龙溪镇", "Longxi", 109.63552, 31.30223, 16_304, 14),
    ("500237105", "双龙镇", "Shuanglong", 109.88054, 31.19494, 18_646, 21),
    ("500237106", "官阳镇", "Guanyang", 109.90523, 31.34219, 14_762, 14),
    ("500237107", "骡坪镇", "Luoping", 110.08679, 31.20659, 24_859, 18),
    ("500237108", "抱龙镇", "Baolong", 110.00588, 30.94229, 19_472, 18),
    ("500237109", "官渡镇", "Guandu", 109.84697, 30.95589, 42_766, 26),
    ("500237110", "铜鼓镇", "Tonggu", 109.7311, 30.93409, 18_590, 12),
    ("500237200", "红椿乡", "Hongchun", 109.71211, 30.85239, 4_980, 5),
    ("500237207", "两坪乡", "Liangping", 109.96909, 31.12136, 16_794, 11),
    ("500237208", "曲尺乡", "Quchi", 109.74886, 31.03628, 12_728, 11),
    ("500237210", "建平乡", "Jianping", 109.92485, 31.0449, 10_464, 8),
    ("500237211", "大溪乡", "Daxi", 109.63805, 30.99938, 7_321, 7),
    ("500237214", "金坪乡", "Jinping", 109.93537, 31.20842, 2_954, 4),
    ("500237216", "平河乡", "Pinghe", 109.94767, 31.25999, 9_990, 8),
    ("500237219", "当阳乡", "Dangyang", 109.97781, 31.4056, 5_160, 7),
    ("500237222", "竹贤乡", "Zhuxian", 110.06983, 31.28284, 3_928, 6),
    ("500237225", "三溪乡", "Sanxi", 110.09403, 31.13202, 18_961, 19),
    ("500237227", "培石乡", "Peishi", 110.09543, 31.00715, 6_460, 6),
    ("500237229", "笃坪乡", "Duping", 110.1041, 30.93117, 14_965, 11),
    ("500237231", "邓家乡", "Dengjia", 110.05314, 30.84215, 3_625, 5),
];

/// The Yangtze through the county, about 500 m beside the towns on its banks.
const YANGTZE: [(f64, f64); 8] = [
    (109.545, 31.012),
    (109.634, 31.006),
    (109.690, 31.012),
    (109.752, 31.028),
    (109.815, 31.048),
    (109.878, 31.066),
    (109.985, 31.035),
    (110.185, 31.012),
];

/// The Daning joins at the seat, coming from Dachang.
const DANING: [(f64, f64); 6] = [
    (109.700, 31.475),
    (109.735, 31.370),
    (109.792, 31.272),
    (109.845, 31.225),
    (109.872, 31.150),
    (109.866, 31.066),
];

fn town(
    &(code, name_zh, name_en, x, y, population, villages): &(&str, &str, &str, f64, f64, u32, u32),
) -> Town {
    Town {
        code: code.to_owned(),
        name_zh: name_zh.to_owned(),
        name_en: name_en.to_owned(),
        point: Point::new(x, y),
        population,
        villages,
    }
}

fn points(line: &[(f64, f64)]) -> Vec<Point> {
    line.iter().map(|&(x, y)| Point::new(x, y)).collect()
}

/// 巫山县 in the plum season.
#[must_use]
pub fn wushan() -> Spec {
    Spec {
        code: "wushan".to_owned(),
        name_zh: "巫山县".to_owned(),
        name_en: "Wushan".to_owned(),
        seed: 12,
        date: "2026-07-08".to_owned(),
        bounds: Bounds { west: 109.55, south: 30.75, east: 110.18, north: 31.47 },
        summit: 2_680.0,
        rivers: vec![
            River { points: points(&YANGTZE), levels: (160.0, 150.0), width: 700.0 },
            River { points: points(&DANING), levels: (190.0, 155.0), width: 200.0 },
        ],
        towns: WUSHAN.iter().map(town).collect(),
        orders: None,
    }
}

/// 雷山县 by township: code, names, longitude, latitude, people, villages. Points and shares are made up.
const LEISHAN: [(&str, &str, &str, f64, f64, u32, u32); 9] = [
    ("LS01", "丹江镇", "Danjiang", 108.082, 26.378, 42_000, 30),
    ("LS02", "西江镇", "Xijiang", 108.170, 26.490, 16_000, 22),
    ("LS03", "永乐镇", "Yongle", 108.095, 26.262, 17_200, 26),
    ("LS04", "郎德镇", "Langde", 108.070, 26.462, 11_500, 18),
    ("LS05", "大塘镇", "Datang", 108.140, 26.325, 11_500, 20),
    ("LS06", "望丰乡", "Wangfeng", 108.022, 26.415, 9_000, 15),
    ("LS07", "桃江乡", "Taojiang", 108.205, 26.285, 6_500, 13),
    ("LS08", "达地水族乡", "Dadi", 108.255, 26.232, 5_500, 12),
    ("LS09", "方祥乡", "Fangxiang", 108.245, 26.372, 4_000, 10),
];

/// Made up.
const LEISHAN_RIVER: [(f64, f64); 5] =
    [(108.165, 26.190), (108.120, 26.290), (108.088, 26.370), (108.062, 26.455), (108.090, 26.560)];

/// 雷山县, smaller and higher.
#[must_use]
pub fn leishan() -> Spec {
    Spec {
        code: "leishan".to_owned(),
        name_zh: "雷山县".to_owned(),
        name_en: "Leishan".to_owned(),
        seed: 7,
        date: "2026-07-08".to_owned(),
        bounds: Bounds { west: 107.98, south: 26.20, east: 108.295, north: 26.55 },
        summit: 2_179.0,
        rivers: vec![River { points: points(&LEISHAN_RIVER), levels: (640.0, 480.0), width: 60.0 }],
        towns: LEISHAN.iter().map(town).collect(),
        orders: None,
    }
}

/// An invented county with about this many villages; about 8.7 square kilometres for each, as in Wushan.
#[must_use]
pub fn invented(code: &str, villages: u32, seed: u64, date: &str) -> Spec {
    let villages = villages.clamp(3, 50_000);
    let mut dice = Dice::new(seed, 51);
    let side = (f64::from(villages) * 8.7e6).sqrt().max(12_000.0);
    let (west, south) = (105.0, 28.0);
    // Degrees of the side: 111,195 m each to the north, less by the cosine to the east.
    let high = side / 111_195.0;
    let wide = high / (south + high / 2.0).to_radians().cos();
    let at = |x: f64, y: f64| Point::new(west + wide * x, south + high * y);
    let river: Vec<(f64, f64)> = (0..=8)
        .map(|step| {
            let x = f64::from(step) / 8.0 * 1.04 - 0.02;
            (x, 0.5 + dice.between(-0.12, 0.12))
        })
        .collect();
    let beside = |x: f64, y: f64| {
        river.iter().any(|&(rx, ry)| (rx - x).abs() < 0.08 && (ry - y).abs() * side < 1_500.0)
    };
    let count = villages.div_ceil(14).max(1) as usize;
    let mut spots = vec![(river[4].0, river[4].1 + 1_200.0 / side)];
    let mut apart = 0.75 / (count as f64).sqrt();
    while spots.len() < count {
        let (x, y) = (dice.between(0.05, 0.95), dice.between(0.05, 0.95));
        let free = spots.iter().all(|&(a, b)| (a - x).powi(2) + (b - y).powi(2) > apart * apart);
        if free && !beside(x, y) {
            spots.push((x, y));
        }
        apart *= 0.9995;
    }
    let towns = spots.iter().enumerate().map(|(number, &(x, y))| {
        let share = villages / count as u32 + u32::from((number as u32) < villages % count as u32);
        Town {
            code: format!("T{:03}", number + 1),
            name_zh: format!("合成{}镇", number + 1),
            name_en: format!("Synthetic town {}", number + 1),
            point: at(x, y),
            population: ((f64::from(share) * 1_200.0 * dice.factor()) as u32).max(200)
                * if number == 0 { 3 } else { 1 },
            villages: share,
        }
    });
    Spec {
        code: code.to_owned(),
        name_zh: "合成县".to_owned(),
        name_en: "Synthetic county".to_owned(),
        seed,
        date: date.to_owned(),
        bounds: Bounds { west, south, east: west + wide, north: south + high },
        summit: 2_300.0,
        towns: towns.collect(),
        rivers: vec![River {
            points: river.iter().map(|&(x, y)| at(x, y)).collect(),
            levels: (320.0, 280.0),
            width: 250.0,
        }],
        orders: None,
    }
}
