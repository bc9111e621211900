//! Where to cut a cell in two: inertial flow.
//!
//! The nodes are lined up along a direction; the quarter at one end is the
//! source, the quarter at the other the sink, and the minimum cut between
//! them is a candidate. Of several directions the best is taken: narrow, and
//! with two sides of like size.
//!
//! Source: Schild and Sommer (2015), On balanced separators in road networks,
//! doi:10.1007/978-3-319-20086-6_22.

use super::cell::Cell;
use super::flow::{Cut, End, Flow};

/// Share of the nodes at each end.
const ENDS: f64 = 0.25;
/// A cut that is this much wider than the best one is not looked at to its end.
const WIDER: u32 = 2;
/// Directions to try: for small cells, and for large ones.
const DIRECTIONS: (usize, usize) = (4, 8);
/// From so many nodes on a cell is large.
const LARGE: usize = 2_000;

/// By node: true on one of two sides, neither of which is empty. The cell has two nodes at least.
pub(super) fn split(cell: &Cell, points: &[[f64; 2]]) -> Vec<bool> {
    let count = if cell.len() < LARGE { DIRECTIONS.0 } else { DIRECTIONS.1 };
    let mut flow = Flow::default();
    let mut best: Option<Cut> = None;
    for direction in 0..count {
        let angle = std::f64::consts::PI * direction as f64 / count as f64;
        let ends = ends(cell, points, angle);
        let limit = best.as_ref().map_or(u32::MAX, |cut| cut.width.saturating_mul(WIDER));
        let Some(cut) = flow.cut(cell, &ends, limit) else { continue };
        if best.as_ref().is_none_or(|best| price(&cut) < price(best)) {
            best = Some(cut);
        }
    }
    best.expect("the first direction has no limit").side
}

/// Width for each node of the smaller side.
fn price(cut: &Cut) -> f64 {
    let one = cut.side.iter().filter(|&&side| side).count();
    let smaller = one.min(cut.side.len() - one);
    (f64::from(cut.width) + 1e-3) / smaller.max(1) as f64
}

fn ends(cell: &Cell, points: &[[f64; 2]], angle: f64) -> Vec<End> {
    let (sine, cosine) = angle.sin_cos();
    let along = |&node: &u32| {
        let [east, north] = points[cell.nodes[node as usize] as usize];
        (east * cosine + north * sine, node)
    };
    let mut line: Vec<(f64, u32)> = (0..cell.len() as u32).map(|node| along(&node)).collect();
    let by_place = |one: &(f64, u32), other: &(f64, u32)| one.0.total_cmp(&other.0).then(one.1.cmp(&other.1));
    let share = ((cell.len() as f64 * ENDS) as usize).max(1);
    line.select_nth_unstable_by(share - 1, by_place);
    line[share..].select_nth_unstable_by(cell.len() - 2 * share, by_place);
    let mut ends = vec![End::Between; cell.len()];
    line[..share].iter().for_each(|&(_, node)| ends[node as usize] = End::Source);
    line[cell.len() - share..].iter().for_each(|&(_, node)| ends[node as usize] = End::Sink);
    ends
}
