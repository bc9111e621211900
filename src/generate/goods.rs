//! What is carried, with its cold-chain figures from the facts.

use crate::cold::{Decay, LossCurve};
use crate::county::{Goods, GoodsId, Keeping, TemperatureClass};
use crate::facts::value;
use crate::units::{Celsius, Seconds};

pub(super) const PARCEL: GoodsId = GoodsId(0);
pub(super) const PLUM: GoodsId = GoodsId(1);
pub(super) const ORANGE: GoodsId = GoodsId(2);
pub(super) const VEGETABLE: GoodsId = GoodsId(3);
pub(super) const PORK: GoodsId = GoodsId(4);
pub(super) const MEDICINE: GoodsId = GoodsId(5);

const ANY: [TemperatureClass; 3] =
    [TemperatureClass::Ambient, TemperatureClass::Insulated, TemperatureClass::Chilled];
const COLD: [TemperatureClass; 2] = [TemperatureClass::Insulated, TemperatureClass::Chilled];

/// In the order of the ids above.
pub(super) fn all() -> Vec<Goods> {
    vec![
        goods("parcel", ("包裹", "Parcels"), Keeping::Keeps, &ANY, None),
        fresh("plum", ("脆李", "Crisp plums"), &ANY),
        fresh("citrus", ("晚熟脐橙", "Late oranges"), &ANY),
        fresh("leafy", ("高山蔬菜", "Highland vegetables"), &ANY),
        fresh("pork", ("鲜猪肉", "Fresh pork"), &COLD),
        goods("medicine", ("冷藏药品（2-8 °C）", "Medicine, 2-8 °C"), medicine(), &COLD, None),
    ]
}

fn goods(
    code: &str,
    (zh, en): (&str, &str),
    keeping: Keeping,
    carried: &[TemperatureClass],
    coldest: Option<Celsius>,
) -> Goods {
    let (name_zh, name_en) = (zh.to_owned(), en.to_owned());
    Goods { code: code.to_owned(), name_zh, name_en, keeping, carried: carried.to_vec(), coldest }
}

fn fresh(code: &str, names: (&str, &str), carried: &[TemperatureClass]) -> Goods {
    let fact = |what: &str| value(&format!("goods.{code}.{what}"));
    let decay = Decay {
        best: Celsius(fact("best_c")),
        life: Seconds::rounded(fact("life_days") * 86_400.0),
        q10: fact("q10"),
    };
    let keeping = Keeping::Decays { decay, curve: LossCurve::Power { gamma: 1.0 } };
    goods(code, names, keeping, carried, Some(Celsius(fact("coldest"))))
}

fn medicine() -> Keeping {
    Keeping::Limited {
        low: Celsius(value("goods.medicine.low")),
        high: Celsius(value("goods.medicine.high")),
        budget: Seconds::rounded(value("goods.medicine.budget_h") * 3600.0),
    }
}
