//! `goods.csv`: what is carried and how it keeps.
//!
//! A blank cold-chain parameter of a kind of goods that `facts` knows (plum,
//! citrus, pork, ...) is taken from there.

use super::row::{self, Ids, Reading, Row};
use super::table::{Column, Table, needed, optional};
use crate::cold::{Decay, LossCurve};
use crate::county::{Goods, Keeping, TemperatureClass};
use crate::facts;
use crate::finding::{Code, Finding};
use crate::units::{Celsius, Seconds};

pub const COLUMNS: [Column; 13] = [
    needed("id", "编号", &["code", "代码"]),
    needed("name_zh", "中文名", &["名称", "品名"]),
    optional("name_en", "英文名", &[]),
    needed("keeping", "保存方式", &["保鲜方式"]),
    optional("best_c", "最佳温度", &["最佳温度(℃)"]),
    optional("life_days", "保鲜期", &["保鲜期(天)", "货架期(天)"]),
    optional("q10", "Q10系数", &[]),
    optional("curve", "损耗曲线", &[]),
    optional("low", "最低温度", &["low_c", "最低温度(℃)"]),
    optional("high", "最高温度", &["high_c", "最高温度(℃)"]),
    optional("budget_h", "脱冷时限", &["脱冷时限(小时)"]),
    optional("coldest", "冷害温度", &["coldest_c", "冷害温度(℃)"]),
    needed("carried", "可用温层", &["温层"]),
];

#[derive(Clone, Copy)]
enum Kind {
    Keeps,
    Decays,
    Limited,
}

const KINDS: [(&str, Kind); 6] = [
    ("keeps", Kind::Keeps),
    ("decays", Kind::Decays),
    ("limited", Kind::Limited),
    ("耐存", Kind::Keeps),
    ("易腐", Kind::Decays),
    ("限温", Kind::Limited),
];

pub const CLASSES: [(&str, TemperatureClass); 8] = [
    ("ambient", TemperatureClass::Ambient),
    ("insulated", TemperatureClass::Insulated),
    ("chilled", TemperatureClass::Chilled),
    ("frozen", TemperatureClass::Frozen),
    ("常温", TemperatureClass::Ambient),
    ("保温", TemperatureClass::Insulated),
    ("冷藏", TemperatureClass::Chilled),
    ("冷冻", TemperatureClass::Frozen),
];

pub fn read(table: &Table, findings: &mut Vec<Finding>) -> (Vec<Goods>, Ids) {
    row::rows(table, &Reading { columns: &COLUMNS, customers: false, today: None }, findings, goods)
}

fn goods(row: &mut Row) -> Goods {
    let code = row.text("id");
    let name_zh = row.needed("name_zh");
    let name_en =
        Some(row.text("name_en")).filter(|name| !name.is_empty()).unwrap_or_else(|| name_zh.clone());
    let kind = row.word("keeping", &KINDS, None);
    let coldest = row.maybe_real("coldest", -60.0..=30.0);
    let coldest = coldest.or_else(|| match kind {
        Kind::Decays => known(&code, "coldest"),
        _ => None,
    });
    let keeping = match kind {
        Kind::Keeps => Keeping::Keeps,
        Kind::Decays => Keeping::Decays { decay: decay(row, &code), curve: curve(row) },
        Kind::Limited => limited(row, &code),
    };
    Goods { code, name_zh, name_en, keeping, carried: carried(row), coldest: coldest.map(Celsius) }
}

fn known(code: &str, name: &str) -> Option<f64> {
    facts::get(&format!("goods.{code}.{name}")).map(|fact| fact.value)
}

/// The cell, else the fact, else a finding.
fn parameter(row: &mut Row, code: &str, key: &str, low: f64, high: f64) -> f64 {
    match known(code, key) {
        Some(default) => row.real_or(key, low..=high, default),
        None => row.real(key, low..=high),
    }
}

fn decay(row: &mut Row, code: &str) -> Decay {
    let life = parameter(row, code, "life_days", 0.01, 3_650.0);
    Decay {
        best: Celsius(parameter(row, code, "best_c", -40.0, 40.0)),
        life: Seconds::rounded(life * 86_400.0),
        q10: parameter(row, code, "q10", 1.0, 20.0),
    }
}

fn limited(row: &mut Row, code: &str) -> Keeping {
    let low = parameter(row, code, "low", -90.0, 40.0);
    let high = parameter(row, code, "high", -90.0, 40.0);
    if high < low {
        row.range("high", high, low..=40.0);
    }
    let budget = parameter(row, code, "budget_h", 0.01, 10_000.0);
    Keeping::Limited { low: Celsius(low), high: Celsius(high), budget: Seconds::rounded(budget * 3600.0) }
}

/// `linear`, `power:1.5` or `exp:2`; empty is linear.
fn curve(row: &mut Row) -> LossCurve {
    let text = super::text::half_width(&row.text("curve")).to_lowercase();
    let (name, number) = text.split_once(':').unwrap_or((&text, ""));
    let number = number.trim().parse::<f64>().ok().filter(|number| (0.01..=100.0).contains(number));
    match (name.trim(), number) {
        ("" | "linear" | "线性", None) => LossCurve::Power { gamma: 1.0 },
        ("power" | "幂", Some(gamma)) => LossCurve::Power { gamma },
        ("exp" | "指数", Some(beta)) => LossCurve::Exponential { beta },
        _ => {
            let found = row.shown(&text);
            row.fault(
                Code::E208,
                "curve",
                &[("found", found.into()), ("allowed", "linear, power:1.5, exp:2".into())],
            );
            LossCurve::Power { gamma: 1.0 }
        }
    }
}

fn carried(row: &mut Row) -> Vec<TemperatureClass> {
    let text = super::text::half_width(&row.needed("carried")).to_lowercase();
    let mut classes = Vec::new();
    for word in text.split([';', ',', '|', '/']).map(str::trim).filter(|word| !word.is_empty()) {
        match CLASSES.iter().find(|(known, _)| *known == word) {
            Some((_, class)) if classes.contains(class) => {}
            Some((_, class)) => classes.push(*class),
            None => {
                let allowed: Vec<&str> = CLASSES.iter().map(|(word, _)| *word).collect();
                let found = row.shown(word);
                row.fault(
                    Code::E208,
                    "carried",
                    &[("found", found.into()), ("allowed", allowed.join(", ").into())],
                );
            }
        }
    }
    classes
}
