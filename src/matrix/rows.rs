//! Matrices from a hierarchy over the county's roads.
//!
//! The hierarchy is prepared once for all kinds of vehicle. Lengths, energies
//! and warmth are carried along the very paths that take the least time.

use super::{Matrix, PackedLeg};
use crate::cold::Air;
use crate::hierarchy::{Carried, Entry, Metric, On, Side, Skeleton, costs, table_with};
use crate::network::{Located, Weights};

/// Warmth classes that are carried at once, beside length and energies.
const CLASSES: usize = 4;
/// Quantities before warmth: decimetres, joules empty, joules for a tonne.
const PLAIN: usize = 3;

pub(super) fn matrix(
    located: &Located,
    skeleton: &Skeleton,
    weights: &Weights,
    air: &Air,
    q10: &[f64],
) -> Matrix {
    let metric = Metric::new(skeleton, &costs(weights));
    let size = located.junctions.len();
    let mut matrix = Matrix { size, legs: Vec::new(), warmth: Vec::new() };
    let mut parts = q10.chunks(CLASSES).peekable();
    loop {
        let part = parts.next().unwrap_or(&[]);
        let cells = cells(located, On { skeleton, metric: &metric }, weights, air, part);
        matrix.warmth.extend((0..part.len()).map(|class| cells.iter().map(|cell| cell.1[class]).collect()));
        if parts.peek().is_none() {
            matrix.legs = cells.into_iter().map(|cell| cell.0).collect();
            return matrix;
        }
    }
}

/// Each leg, with its warmth for up to [`CLASSES`] classes.
fn cells(
    located: &Located,
    on: On,
    weights: &Weights,
    air: &Air,
    q10: &[f64],
) -> Vec<(PackedLeg, [u32; CLASSES])> {
    let warm: Vec<Vec<u32>> = q10.iter().map(|&q10| located.network.warmth(weights, air, q10)).collect();
    let carried = Carried::new(on.skeleton, on.metric, PLAIN + warm.len(), |arc, row| {
        let weight = weights.arcs[arc as usize].expect("a path uses arcs that the vehicle may use");
        row[0] += i64::from(weight.decimetres);
        row[1] += i64::from(weight.empty);
        row[2] += i64::from(weight.per_tonne);
        for (sum, warm) in row[PLAIN..].iter_mut().zip(&warm) {
            *sum += i64::from(warm[arc as usize]);
        }
    });
    let entries: Vec<Vec<Entry>> =
        located.junctions.iter().map(|junction| vec![Entry::at(junction.index() as u32)]).collect();
    table_with(on, &carried, Side::bare(&entries), Side::bare(&entries), |cell| {
        let Some((millis, sums)) = cell else { return (PackedLeg::NONE, [0; CLASSES]) };
        let mut warmth = [0; CLASSES];
        warmth.iter_mut().zip(&sums[PLAIN..]).for_each(|(warmth, &sum)| *warmth = rounded(sum, 1000));
        let leg = PackedLeg {
            duration: rounded(millis, 1000),
            distance: rounded(sums[0], 10),
            empty: sums[1].clamp(i64::from(i32::MIN), i64::from(i32::MAX)) as i32,
            per_tonne: sums[2].clamp(i64::from(i32::MIN), i64::from(i32::MAX)) as i32,
        };
        (leg, warmth)
    })
}

/// Rounded half up to whole units.
fn rounded(value: i64, per: i64) -> u32 {
    ((value + per / 2) / per).clamp(0, i64::from(u32::MAX - 1)) as u32
}
