//! The words of the trade: cost terms, actions, classes, seasons.

use super::{Lang, Words};
use crate::county::{Season, TemperatureClass};
use crate::plan::Action;
use crate::units::Term;

/// A term of the objective, as it stands in tables and charts.
#[must_use]
pub fn term(term: Term, lang: Lang) -> &'static str {
    match term {
        Term::Fixed => lang.pick("车辆固定", "Vehicles, fixed"),
        Term::Distance => lang.pick("里程", "Distance"),
        Term::Time => lang.pick("工时", "Working time"),
        Term::Energy => lang.pick("行驶能耗", "Driving energy"),
        Term::Refrigeration => lang.pick("制冷", "Refrigeration"),
        Term::Precooling => lang.pick("产地预冷", "Pre-cooling"),
        Term::Spoilage => lang.pick("损腐", "Spoilage"),
        Term::Lateness => lang.pick("迟到", "Lateness"),
        Term::Unserved => lang.pick("未服务", "Left out"),
        Term::Carbon => lang.pick("碳排放", "Carbon"),
        Term::Handover => lang.pick("转运", "Handing over"),
    }
}

#[must_use]
pub fn action(action: Action, lang: Lang) -> &'static str {
    match action {
        Action::Deliver => lang.pick("派送", "Deliver"),
        Action::Collect => lang.pick("揽收", "Collect"),
        Action::PickUp => lang.pick("取件", "Pick up"),
        Action::DropOff => lang.pick("送达", "Drop off"),
    }
}

#[must_use]
pub fn class(class: TemperatureClass, lang: Lang) -> &'static str {
    match class {
        TemperatureClass::Ambient => lang.pick("常温", "ambient"),
        TemperatureClass::Insulated => lang.pick("保温", "insulated"),
        TemperatureClass::Chilled => lang.pick("冷藏", "chilled"),
        TemperatureClass::Frozen => lang.pick("冷冻", "frozen"),
    }
}

#[must_use]
pub fn season(season: Season, lang: Lang) -> &'static str {
    match season {
        Season::Spring => lang.pick("春季", "spring"),
        Season::Summer => lang.pick("夏季", "summer"),
        Season::Autumn => lang.pick("秋季", "autumn"),
        Season::Winter => lang.pick("冬季", "winter"),
    }
}

/// The name in the wanted language; the other one where it is missing.
#[must_use]
pub fn name<'a>(zh: &'a str, en: &'a str, lang: Lang) -> &'a str {
    let (first, second) = lang.pick((zh, en), (en, zh));
    if first.trim().is_empty() { second } else { first }
}

/// Short column headings and labels that several outputs share.
pub mod label {
    use super::Words;

    pub const ORDER: Words = Words::new("订单", "Order");
    pub const PLACE: Words = Words::new("地点", "Place");
    pub const GOODS: Words = Words::new("品类", "Goods");
    pub const ACTION: Words = Words::new("作业", "Action");
    pub const MASS: Words = Words::new("重量", "Mass");
    pub const MASS_KG: Words = Words::new("重量 kg", "Mass kg");
    pub const LITRES: Words = Words::new("体积 L", "Volume L");
    pub const LOAD: Words = Words::new("车上载重", "On board");
    pub const ARRIVE: Words = Words::new("到达", "Arrive");
    pub const START: Words = Words::new("开始", "Start");
    pub const END: Words = Words::new("离开", "Leave");
    pub const DEPART: Words = Words::new("发车", "Depart");
    pub const BACK: Words = Words::new("返回", "Back");
    pub const WINDOW: Words = Words::new("时间窗", "Window");
    pub const VEHICLE: Words = Words::new("车辆", "Vehicle");
    pub const VEHICLES: Words = Words::new("车辆", "Vehicles");
    pub const TYPE: Words = Words::new("车型", "Vehicle type");
    pub const TRIP: Words = Words::new("趟次", "Trip");
    pub const TRIPS: Words = Words::new("趟数", "Trips");
    pub const STOPS: Words = Words::new("站点", "Stops");
    pub const KM: Words = Words::new("里程", "Distance");
    pub const HOURS: Words = Words::new("工时", "Hours");
    pub const COST: Words = Words::new("成本", "Cost");
    pub const TOTAL: Words = Words::new("合计", "Total");
    pub const SPOILAGE: Words = Words::new("损腐", "Spoilage");
    pub const FRESH: Words = Words::new("到手鲜度", "Value left");
    pub const REASON: Words = Words::new("原因", "Reason");
    pub const REMEDY: Words = Words::new("最省的补救办法", "Cheapest change");
    pub const PRICE: Words = Words::new("未服务代价", "Price");
    pub const COMPARTMENT: Words = Words::new("车厢", "Compartment");
    pub const TEMPERATURE: Words = Words::new("温度 °C", "Temperature °C");
    pub const VALUE: Words = Words::new("货值", "Value");
    pub const LOST: Words = Words::new("损失", "Lost");
    pub const LATE: Words = Words::new("迟到", "Late");
    pub const PRECOOLED: Words = Words::new("已预冷", "Pre-cooled");
    pub const ANY_TIME: Words = Words::new("全天", "any time");
    pub const TERM: Words = Words::new("成本项", "Term");
    pub const WITH_CARE: Words = Words::new("顾及保鲜", "With care for freshness");
    pub const WITHOUT: Words = Words::new("不顾保鲜", "Without");
    pub const DIFFERENCE: Words = Words::new("差额", "Difference");
    pub const SERVED: Words = Words::new("已安排", "Served");
    pub const UNSERVED: Words = Words::new("未服务", "Left out");
    pub const YES: Words = Words::new("是", "yes");
    pub const SITE: Words = Words::new("站场", "Site");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_name_is_taken_from_the_other_language() {
        assert_eq!(name("巫峡镇", "", Lang::En), "巫峡镇");
        assert_eq!(name("巫峡镇", "Wuxia", Lang::En), "Wuxia");
    }
}
