//! Where people live: on gentle ground near streams, not too high, apart
//! from each other, each village in the township that is nearest.

use super::bends::distance;
use super::ground::Ground;
use super::noise::{mix, unit};
use super::spec::Spec;

/// A village or farm before it has a name.
#[derive(Clone, Copy, Debug)]
pub(super) struct Homestead {
    pub(super) cell: usize,
    /// Index of the township.
    pub(super) town: usize,
}

/// The nearest town of every cell, by index.
pub(super) fn townships(spec: &Spec, ground: &Ground) -> Vec<u32> {
    let spots: Vec<(f64, f64)> = spec.towns.iter().map(|town| ground.frame.metres(town.point)).collect();
    // Exact at every eighth cell, and the same in the block around it.
    let block = 8;
    let columns = ground.columns().div_ceil(block);
    let nearest = |cell: usize| {
        let centre = |index: usize, step: f64| (index * block) as f64 * step + step * block as f64 / 2.0;
        let spot = (centre(cell % columns, ground.frame.dx), centre(cell / columns, ground.frame.dy));
        let apart = |index: &usize| distance(spot, spots[*index]);
        (0..spots.len()).min_by(|a, b| apart(a).total_cmp(&apart(b))).unwrap_or(0) as u32
    };
    let blocks: Vec<u32> = (0..columns * ground.rows().div_ceil(block)).map(nearest).collect();
    (0..ground.heights.len())
        .map(|cell| {
            let (column, row) = (cell % ground.columns(), cell / ground.columns());
            blocks[row / block * columns + column / block]
        })
        .collect()
}

/// How much people like to live at a cell, 0 for not at all.
fn liking(ground: &Ground, cell: usize) -> f64 {
    let (column, row) = (cell % ground.columns(), cell / ground.columns());
    let edge = column < 12 || row < 12 || column + 12 >= ground.columns() || row + 12 >= ground.rows();
    let steep = ground.steepness(cell);
    if edge || ground.water[cell] || steep > 0.45 {
        return 0.0;
    }
    let height = f64::from(ground.heights[cell]);
    let gentle = (1.0 - steep / 0.45).powi(2);
    let low = 1.0 / (1.0 + (height / 900.0).powi(3));
    let stream = 1.0 + (f64::from(ground.drained[cell]).min(4.0)) / 4.0;
    let flood = if ground.drained[cell] > 60.0 { 0.2 } else { 1.0 };
    gentle * low * stream * flood
}

/// Villages of each township, in the order of its towns; as many as the ground has room for.
pub(super) fn villages(spec: &Spec, ground: &Ground, towns: &[u32]) -> Vec<Homestead> {
    let mut order = drawn(ground, mix(spec.seed, 11), &|cell| liking(ground, cell));
    let mut wanted: Vec<u32> = spec.towns.iter().map(|town| town.villages).collect();
    let mut area = vec![0u32; wanted.len()];
    towns.iter().for_each(|&town| area[town as usize] += 1);
    let mut taken: Vec<Vec<usize>> = vec![Vec::new(); wanted.len()];
    let cell_area = ground.frame.dx * ground.frame.dy;
    for shrink in [0.75, 0.55, 0.4, 0.25, 0.12] {
        for &cell in &order {
            let town = towns[cell] as usize;
            if wanted[town] == 0 {
                continue;
            }
            let room = f64::from(area[town]) * cell_area / f64::from(spec.towns[town].villages.max(1));
            let apart = room.sqrt().min(4_000.0) * shrink;
            let spot = ground.place(cell);
            let centre = ground.frame.metres(spec.towns[town].point);
            let free = distance(spot, centre) > 700.0
                && taken[town].iter().all(|&other| distance(spot, ground.place(other)) > apart);
            if free {
                taken[town].push(cell);
                wanted[town] -= 1;
            }
        }
        order.retain(|&cell| wanted[towns[cell] as usize] > 0);
    }
    taken
        .into_iter()
        .enumerate()
        .flat_map(|(town, cells)| cells.into_iter().map(move |cell| Homestead { cell, town }))
        .collect()
}

/// One cell for a farm within 500 m to 2 km of a village, if the ground has one.
pub(super) fn farm(ground: &Ground, village: usize, seed: u64) -> Option<usize> {
    let (columns, rows) = (ground.columns() as i64, ground.rows() as i64);
    let (column, row) = (village as i64 % columns, village as i64 / columns);
    let home = ground.place(village);
    let reach = (2_000.0 / ground.frame.dy) as i64;
    let mut best: Option<(f64, usize)> = None;
    for r in (row - reach).max(1)..=(row + reach).min(rows - 2) {
        for c in (column - reach).max(1)..=(column + reach).min(columns - 2) {
            let cell = (r * columns + c) as usize;
            let apart = distance(home, ground.place(cell));
            let height = f64::from(ground.heights[cell]);
            if ground.water[cell] || !(500.0..=2_000.0).contains(&apart) || height > 1_300.0 {
                continue;
            }
            // Sunny slopes face south: the ground north of the cell is higher.
            let sunny =
                f64::from(ground.heights[cell - columns as usize] - ground.heights[cell + columns as usize])
                    / (2.0 * ground.frame.dy);
            let steep = ground.steepness(cell);
            let worth = unit(mix(seed, cell as u64)) + sunny.clamp(-0.3, 0.3) - (steep - 0.25).abs() * 2.0;
            if best.is_none_or(|(most, _)| worth > most) {
                best = Some((worth, cell));
            }
        }
    }
    best.map(|(_, cell)| cell)
}

/// Cells in a random order in which likely ones come early (Efraimidis and Spirakis 2006,
/// doi:10.1016/j.ipl.2005.11.003): by `-ln(u) / weight`.
fn drawn(ground: &Ground, seed: u64, weight: &dyn Fn(usize) -> f64) -> Vec<usize> {
    let mut keyed: Vec<(f64, usize)> = (0..ground.heights.len())
        .filter_map(|cell| {
            let weight = weight(cell);
            let chance = unit(mix(seed, cell as u64)).max(1e-12);
            // One cell in five is enough to choose from.
            (weight > 0.0 && mix(seed, cell as u64 ^ 0xABCD).is_multiple_of(5))
                .then(|| (-chance.ln() / weight, cell))
        })
        .collect();
    keyed.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    keyed.into_iter().map(|(_, cell)| cell).collect()
}
