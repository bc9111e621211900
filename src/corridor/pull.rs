//! Pulling a way over the lattice straight, as far as that costs nothing.

use super::lattice::{Weights, straight};
use super::sky::Sky;

/// Cells of the way's corners, first and last included. From each corner the farthest point of
/// the way is taken to which a straight flight is open and no dearer than the way; looked for by
/// doubling and halving, so it may not be the very farthest.
pub(super) fn pull(
    sky: &Sky,
    way: &[(usize, usize)],
    weights: Weights,
    open: &impl Fn(u8) -> bool,
) -> Vec<(usize, usize)> {
    let mut along = vec![0.0];
    for pair in way.windows(2) {
        let step = straight(sky, pair[0], pair[1], weights, open).unwrap_or(f64::INFINITY);
        along.push(along[along.len() - 1] + step);
    }
    let direct = |from: usize, to: usize| {
        straight(sky, way[from], way[to], weights, open)
            .is_some_and(|cost| cost <= along[to] - along[from] + 1e-6)
    };
    let last = way.len().saturating_sub(1);
    let mut corners = vec![way[0]];
    let mut at = 0;
    while at < last {
        let (mut good, mut span) = (at + 1, 2);
        while at + span <= last && direct(at, at + span) {
            good = at + span;
            span *= 2;
        }
        let mut bad = (at + span).min(last + 1);
        while bad - good > 1 {
            let middle = good.midpoint(bad);
            if direct(at, middle) { good = middle } else { bad = middle }
        }
        corners.push(way[good]);
        at = good;
    }
    corners
}
