//! Cells summed up: for each kind of goods, direction and season.

use crate::compare::{Block, Cell, Direction, Figures, Mode};
use crate::county::{County, GoodsId};
use std::collections::BTreeMap;

/// One kind of goods, one way, in one season, over all places.
#[derive(Clone, Debug, PartialEq)]
pub struct Tally {
    pub goods: GoodsId,
    pub direction: Direction,
    pub season: usize,
    pub cells: usize,
    /// Cells that each mode can serve.
    pub served: [usize; 4],
    /// Weighed by kilograms, over the cells that both road and air serve, so that they compare; of
    /// the mixed way over all that it serves. `None` if there are none.
    pub mean: [Option<Figures>; 4],
    /// Cells that road and air both serve.
    pub compared: usize,
    /// Share of these in which air costs less than a shared round, spoilage included.
    pub air_wins: f64,
    /// Cells where a drone, alone or beyond a truck, costs less than a shared round or is the only way.
    pub drone_wins: usize,
    /// What blocks drones, the most often first.
    pub blocks: Vec<(Block, usize)>,
}

/// In the order of goods, directions and seasons.
#[must_use]
pub fn tally(cells: &[Cell], county: &County) -> Vec<Tally> {
    let mut groups: BTreeMap<(GoodsId, Direction, usize), Vec<&Cell>> = BTreeMap::new();
    for cell in cells.iter().filter(|cell| cell.goods.index() < county.goods.len()) {
        groups.entry((cell.goods, cell.direction, cell.season)).or_default().push(cell);
    }
    groups.into_iter().map(|(key, cells)| group(key, &cells)).collect()
}

fn group((goods, direction, season): (GoodsId, Direction, usize), cells: &[&Cell]) -> Tally {
    let has = |cell: &Cell, mode: Mode| cell.figures(mode).is_some();
    let both: Vec<&Cell> =
        cells.iter().copied().filter(|cell| has(cell, Mode::Road) && has(cell, Mode::Air)).collect();
    let sum = |cell: &Cell, mode: Mode| cell.figures(mode).map_or(f64::INFINITY, Figures::sum);
    let wins = both.iter().filter(|cell| sum(cell, Mode::Air) < sum(cell, Mode::Road)).count();
    let drone = |cell: &&&Cell| sum(cell, Mode::Air).min(sum(cell, Mode::Mixed)) < sum(cell, Mode::Road);
    let mut blocks: BTreeMap<Block, usize> = BTreeMap::new();
    for block in cells.iter().filter_map(|cell| cell.blocks[0]) {
        *blocks.entry(block).or_default() += 1;
    }
    let mut blocks: Vec<(Block, usize)> = blocks.into_iter().collect();
    blocks.sort_by_key(|it| (std::cmp::Reverse(it.1), it.0));
    let among = |mode: Mode| {
        let all = cells.iter().copied().filter(|cell| has(cell, mode)).collect::<Vec<&Cell>>();
        if both.is_empty() || mode == Mode::Mixed { all } else { both.clone() }
    };
    Tally {
        goods,
        direction,
        season,
        cells: cells.len(),
        served: Mode::ALL.map(|mode| cells.iter().filter(|cell| has(cell, mode)).count()),
        mean: Mode::ALL.map(|mode| mean(&among(mode), mode)),
        compared: both.len(),
        air_wins: wins as f64 / both.len().max(1) as f64,
        drone_wins: cells.iter().filter(drone).count(),
        blocks,
    }
}

fn mean(cells: &[&Cell], mode: Mode) -> Option<Figures> {
    let known = || cells.iter().filter_map(|cell| Some((cell.figures(mode)?, cell.kilograms)));
    let all: f64 = known().map(|it| it.1).sum();
    let of = |get: fn(&Figures) -> f64| known().map(|(it, weight)| get(it) * weight).sum::<f64>() / all;
    (all > 0.0).then(|| Figures {
        money: of(|it| it.money),
        lost: of(|it| it.lost),
        left: of(|it| it.left),
        minutes: of(|it| it.minutes),
        kwh: of(|it| it.kwh),
        carbon: of(|it| it.carbon),
        labour: of(|it| it.labour),
        available: of(|it| it.available),
        kilometres: of(|it| it.kilometres),
        load: of(|it| it.load),
        trips: of(|it| it.trips),
    })
}
