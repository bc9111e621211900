//! Matrices from a hierarchy over the county's roads.
//!
//! The hierarchy is prepared once for all kinds of vehicle. Lengths, energies
//! and warmth are carried along the very paths that take the least time.

use super::{Ground, Matrix, PackedLeg};
use crate::cold::Air;
use crate::hierarchy::{Carried, Entry, Metric, On, Side, Turns, table_with};
use crate::network::{Located, Weights, mark};
use rustc_hash::FxHashMap;

/// Warmth classes that are carried at once, beside length and energies.
const CLASSES: usize = 4;
/// Quantities before warmth: decimetres, joules empty, joules for a tonne.
const PLAIN: usize = 3;

pub(super) fn matrix(
    located: &Located,
    ground: &Ground,
    weights: &Weights,
    air: &Air,
    q10: &[f64],
) -> Matrix {
    let metric = Metric::new(&ground.skeleton, &ground.turns.costs(weights));
    let on = On { skeleton: &ground.skeleton, metric: &metric };
    let size = located.junctions.len();
    let mut warmth: Vec<Vec<u32>> = Vec::new();
    let mut parts = q10.chunks(CLASSES).peekable();
    loop {
        let part = parts.next().unwrap_or(&[]);
        let cells = cells(located, (on, &ground.turns), weights, air, part);
        warmth.extend((0..part.len()).map(|class| cells.iter().map(|cell| cell.1[class]).collect()));
        if parts.peek().is_none() {
            let legs = cells.into_iter().map(|cell| cell.0).collect();
            return Matrix { size, legs, warmth: warmth.into(), hourly: None, limits: None };
        }
    }
}

/// Each leg, with its warmth for up to [`CLASSES`] classes.
fn cells(
    located: &Located,
    (on, turns): (On, &Turns),
    weights: &Weights,
    air: &Air,
    q10: &[f64],
) -> Vec<(PackedLeg, [u32; CLASSES])> {
    let warm: Vec<Vec<u32>> = q10.iter().map(|&q10| located.network.warmth(weights, air, q10)).collect();
    let width = PLAIN + warm.len();
    let add = |arc: usize, row: &mut [i64]| {
        let weight = weights.arcs[arc].expect("a path uses arcs that the vehicle may use");
        row[0] += i64::from(weight.decimetres);
        row[1] += i64::from(weight.empty);
        row[2] += i64::from(weight.per_tonne);
        for (sum, warm) in row[PLAIN..width].iter_mut().zip(&warm) {
            *sum += i64::from(warm[arc]);
        }
    };
    // A turn brings the arc after it; the first arc of a path comes with its entry.
    let carried = Carried::new(on.metric, width, |turn, row| add(turns.arcs(turn)[1].index(), row));
    let network = &located.network;
    let junctions = || located.junctions.iter();
    let from: Vec<Vec<Entry>> =
        junctions().map(|&junction| Turns::leaving(network, weights, junction)).collect();
    let to: Vec<Vec<Entry>> =
        junctions().map(|&junction| turns.arriving(network, weights, junction)).collect();
    let begun = from.iter().flatten().flat_map(|entry| {
        let mut row = vec![0; width + 1];
        add(entry.node as usize, &mut row);
        row[width] = mark(entry.node).cast_signed();
        row
    });
    let begun: Vec<i64> = begun.collect();
    let from = Side { entries: &from, sums: &begun };
    let mut cells = table_with(on, &carried, from, Side::bare(&to), |cell| {
        let Some((millis, sums)) = cell else { return (PackedLeg::NONE, [0; CLASSES]) };
        let mut warmth = [0; CLASSES];
        warmth.iter_mut().zip(&sums[PLAIN..]).for_each(|(warmth, &sum)| *warmth = rounded(sum, 1000));
        (packed(millis, sums), warmth)
    });
    for at in standing(located) {
        cells[at] = (PackedLeg::ZERO, [0; CLASSES]);
    }
    cells
}

/// Cells between locations on the same junction: there is nothing to drive. (M37)
fn standing(located: &Located) -> Vec<usize> {
    let mut at: FxHashMap<usize, Vec<usize>> = FxHashMap::default();
    for (location, junction) in located.junctions.iter().enumerate() {
        at.entry(junction.index()).or_default().push(location);
    }
    let size = located.junctions.len();
    let together = |group: &Vec<usize>| -> Vec<usize> {
        group.iter().flat_map(|from| group.iter().map(move |to| from * size + to)).collect()
    };
    at.values().flat_map(together).collect()
}

/// A leg from milliseconds, decimetres and joules.
pub(super) fn packed(millis: i64, sums: &[i64]) -> PackedLeg {
    let joules = |sum: i64| sum.clamp(i64::from(i32::MIN), i64::from(i32::MAX)) as i32;
    PackedLeg {
        duration: rounded(millis, 1000),
        distance: rounded(sums[0], 10),
        empty: joules(sums[1]),
        per_tonne: joules(sums[2]),
    }
}

/// Rounded half up to whole units.
pub(super) fn rounded(value: i64, per: i64) -> u32 {
    ((value + per / 2) / per).clamp(0, i64::from(u32::MAX - 1)) as u32
}
