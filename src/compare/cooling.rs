//! What pre-cooling is worth beside speed. (M214)

use super::{Cell, Direction, Mode};
use crate::county::GoodsId;
use crate::facts;
use std::collections::BTreeMap;

/// One kind of harvest in one season, over all its places, weighed by kilograms; fen a kilogram.
#[derive(Clone, Debug, PartialEq)]
pub struct Cooling {
    pub goods: GoodsId,
    pub season: usize,
    /// Places with both road and air.
    pub places: usize,
    /// Lost by road and by air, waiting outside.
    pub warm: [f64; 2],
    /// The same, waiting pre-cooled.
    pub cool: [f64; 2],
    /// Cost without spoilage by road and by air.
    pub money: [f64; 2],
    /// Minutes by road and by air.
    pub minutes: [f64; 2],
    /// Fen a kilogram for pre-cooling.
    pub price: f64,
}

impl Cooling {
    /// What pre-cooling before the road saves beyond its price.
    #[must_use]
    pub fn worth_of_cooling(&self) -> f64 {
        self.warm[0] - self.cool[0] - self.price
    }

    /// What flying uncooled saves beyond what it costs more.
    #[must_use]
    pub fn worth_of_speed(&self) -> f64 {
        self.warm[0] - self.warm[1] - (self.money[1] - self.money[0])
    }
}

/// By kind of harvest and season.
#[must_use]
pub fn cooling(cells: &[Cell]) -> Vec<Cooling> {
    let mut groups: BTreeMap<(GoodsId, usize), Vec<&Cell>> = BTreeMap::new();
    for cell in cells.iter().filter(|cell| cell.direction == Direction::In) {
        groups.entry((cell.goods, cell.season)).or_default().push(cell);
    }
    groups.into_iter().filter_map(|((goods, season), cells)| group(goods, season, &cells)).collect()
}

fn group(goods: GoodsId, season: usize, cells: &[&Cell]) -> Option<Cooling> {
    const BOTH: [Mode; 2] = [Mode::Road, Mode::Air];
    let whole = |cell: &&&Cell| {
        BOTH.iter().all(|&mode| cell.figures(mode).is_some() && cell.cooled[mode as usize].is_some())
    };
    let cells: Vec<&&Cell> = cells.iter().filter(whole).collect();
    let all: f64 = cells.iter().map(|cell| cell.kilograms).sum();
    let mean = |of: &dyn Fn(&Cell, Mode) -> Option<f64>| {
        BOTH.map(|mode| {
            let each = cells.iter().filter_map(|cell| Some(of(cell, mode)? * cell.kilograms));
            each.sum::<f64>() / all
        })
    };
    (all > 0.0).then(|| Cooling {
        goods,
        season,
        places: cells.len(),
        warm: mean(&|cell, mode| Some(cell.figures(mode)?.lost)),
        cool: mean(&|cell, mode| cell.cooled[mode as usize]),
        money: mean(&|cell, mode| Some(cell.figures(mode)?.money)),
        minutes: mean(&|cell, mode| Some(cell.figures(mode)?.minutes)),
        price: facts::value("generate.precooler.price"),
    })
}
