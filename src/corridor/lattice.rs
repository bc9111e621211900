//! Steps between the points of a lattice over the height cells, and what they cost. (M99)

use super::rules::Rules;
use super::sky::Sky;
use rayon::prelude::*;

/// Metres from one point of the lattice to the next, about.
const SPACING: f64 = 90.0;

/// Half of the 16 steps from a point; the others are these, backwards.
const AHEAD: [(isize, isize); 8] = [(1, 0), (0, 1), (1, 1), (1, -1), (2, 1), (1, 2), (2, -1), (1, -2)];

/// Steps from a point.
pub(super) const STEPS: usize = 2 * AHEAD.len();

/// Points, and the cost of each step in metres of level flight over nobody; infinite where a step
/// crosses what is blocked.
pub(super) struct Lattice {
    pub columns: usize,
    pub rows: usize,
    /// Cells from one point to the next.
    pub stride: usize,
    pub costs: Vec<[f32; STEPS]>,
    /// From a point's index to where each step leads.
    pub offsets: [isize; STEPS],
    /// The cheapest step of all.
    pub least: f32,
}

/// Metres of level flight that a metre up and down again is worth.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Weights {
    pub hill: f64,
    /// Metres for each person below.
    pub person: f64,
    /// Metres for each metre without a radio link.
    pub link: f64,
}

impl Weights {
    pub fn new(rules: &Rules, hill: f64) -> Weights {
        Weights { hill, person: rules.detour, link: rules.link }
    }
}

impl Lattice {
    /// `open` says by its bits whether a cell may be flown over.
    pub fn new(sky: &Sky, weights: Weights, open: impl Fn(u8) -> bool + Sync) -> Lattice {
        let stride = (SPACING / sky.cell.0.max(sky.cell.1)).round().max(1.0) as usize;
        let columns = (sky.size.columns - 1) / stride + 1;
        let rows = (sky.size.rows - 1) / stride + 1;
        let mut offsets = [0; STEPS];
        for (kind, (right, down)) in AHEAD.iter().enumerate() {
            offsets[kind] = down * columns as isize + right;
            offsets[kind + AHEAD.len()] = -offsets[kind];
        }
        let mut costs = vec![[f32::INFINITY; STEPS]; columns * rows];
        costs.par_iter_mut().enumerate().for_each(|(node, costs)| {
            let at = (node % columns * stride, node / columns * stride);
            for (cost, (right, down)) in costs.iter_mut().zip(AHEAD) {
                let column = at.0.checked_add_signed(right * stride as isize);
                let row = at.1.checked_add_signed(down * stride as isize);
                let inside = |at: &usize, count: usize| *at <= (count - 1) * stride;
                let to = column.filter(|at| inside(at, columns)).zip(row.filter(|at| inside(at, rows)));
                let flown = to.and_then(|to| straight(sky, at, to, weights, &open));
                *cost = flown.map_or(f32::INFINITY, |cost| cost as f32);
            }
        });
        for node in 0..costs.len() {
            for kind in 0..AHEAD.len() {
                let cost = costs[node][kind];
                if cost.is_finite() {
                    costs[node.wrapping_add_signed(offsets[kind])][kind + AHEAD.len()] = cost;
                }
            }
        }
        let least = costs.iter().flatten().copied().fold(f32::INFINITY, f32::min);
        Lattice { columns, rows, stride, costs, offsets, least }
    }

    /// The cell of a point.
    pub fn cell(&self, node: usize) -> (usize, usize) {
        (node % self.columns * self.stride, node / self.columns * self.stride)
    }

    /// The point nearest to a cell.
    pub fn nearest(&self, (column, row): (usize, usize)) -> usize {
        let near = |at: usize, count: usize| ((at + self.stride / 2) / self.stride).min(count - 1);
        near(row, self.rows) * self.columns + near(column, self.columns)
    }

    /// All steps from a point: where to, and what it costs.
    pub fn steps(&self, node: usize) -> impl Iterator<Item = (usize, f32)> + '_ {
        let all = self.costs[node].iter().zip(&self.offsets);
        all.filter(|(cost, _)| cost.is_finite())
            .map(move |(cost, offset)| (node.wrapping_add_signed(*offset), *cost))
    }
}

/// What a straight flight between two cells costs; `None` where it crosses a cell that is not
/// open. The same in both directions.
pub(super) fn straight(
    sky: &Sky,
    from: (usize, usize),
    to: (usize, usize),
    weights: Weights,
    open: &impl Fn(u8) -> bool,
) -> Option<f64> {
    let (right, down) = (to.0 as f64 - from.0 as f64, to.1 as f64 - from.1 as f64);
    let length = (right * sky.cell.0).hypot(down * sky.cell.1);
    // Half a cell is never stepped over.
    let steps = (right.abs().max(down.abs()) * 2.0).max(1.0) as usize;
    let (mut people, mut hills, mut unlinked) = (0.0, 0.0, 0.0);
    let mut before: Option<f64> = None;
    for step in 0..=steps {
        let share = step as f64 / steps as f64;
        let cell = ((from.0 as f64 + right * share).round(), (from.1 as f64 + down * share).round());
        let at = sky.index((cell.0 as usize, cell.1 as usize));
        if !open(sky.blocked[at]) {
            return None;
        }
        let weight = if step == 0 || step == steps { 0.5 } else { 1.0 };
        people += weight * f64::from(sky.people[at]);
        unlinked += if sky.is_linked(at) { 0.0 } else { weight };
        let level = f64::from(sky.level[at]);
        hills += before.map_or(0.0, |before| (level - before).abs());
        before = Some(level);
    }
    let extra = weights.person * people + weights.link * unlinked;
    Some(length + length * extra / steps as f64 + weights.hill * hills / 2.0)
}
