//! The cheapest roads from many places at once.
//!
//! One search spreads from all sources together, so that each cell belongs
//! to the source that reaches it cheapest; where two meet, a road between
//! their sources is known (Mehlhorn 1988, doi:10.1016/0020-0190(88)90066-X).
//! All roads of a class are so found in one pass over the map, whatever the
//! number of places. A cell keeps one label, with the step that came there.

use super::design::Design;
use super::lattice::{Extent, MOVES, SPARSE, START, Steps};
use super::queue::Queue;
use super::window::{DEAREST, Priced, Window, price, priced, straight};
use rustc_hash::FxHashMap;

/// Nobody's cell.
const NOBODY: u32 = u32::MAX;
/// Metres over water.
const LONGEST_BRIDGE: f32 = 1_300.0;

/// A road between two sources, by way of the cells where their searches met.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Link {
    /// Owners of the sources.
    pub(super) a: u32,
    pub(super) b: u32,
    pub(super) cost: f32,
    /// From the source of `a` to that of `b`.
    pub(super) cells: Vec<(i32, i32)>,
}

/// What the innermost loop reads of a cell.
#[derive(Clone, Copy)]
struct Node {
    cost: f32,
    height: f32,
}

/// A search over a window.
pub(super) struct Spread<'a> {
    window: &'a Window,
    steps: &'a Steps,
    design: &'a Design,
    moves: Vec<Priced>,
    nodes: Vec<Node>,
    /// Index of the step that came here.
    came: Vec<u8>,
    owner: Vec<u32>,
    /// What is farther is not searched to its end.
    most: f32,
}

impl<'a> Spread<'a> {
    /// Spreads from cells with their owners until nothing within `most` is left.
    pub(super) fn run(
        window: &'a Window,
        steps: &'a Steps,
        design: &'a Design,
        sources: &[(usize, u32)],
        most: f32,
    ) -> Spread<'a> {
        let count = window.extent.len();
        let mut spread = Spread {
            window,
            steps,
            design,
            moves: priced(steps, &window.extent, design),
            nodes: window.heights.iter().map(|&height| Node { cost: f32::INFINITY, height }).collect(),
            came: vec![START; count],
            owner: vec![NOBODY; count],
            most,
        };
        for (node, _) in spread.nodes.iter_mut().zip(&window.closed).filter(|(_, closed)| **closed) {
            // No way is cheaper, so none leads here.
            node.cost = f32::NEG_INFINITY;
        }
        let least = spread.moves.iter().map(|step| step.length).fold(f32::INFINITY, f32::min);
        let mut queue = Queue::new(least, DEAREST * 2.0);
        for &(cell, owner) in sources {
            if spread.owner[cell] == NOBODY && spread.nodes[cell].cost > 0.0 {
                (spread.nodes[cell].cost, spread.owner[cell]) = (0.0, owner);
                queue.push(cell as u32, 0.0);
            }
        }
        while let Some((at, cost)) = queue.pop() {
            if cost > spread.nodes[at as usize].cost {
                continue;
            }
            if cost > most {
                break;
            }
            spread.moves(at as usize, &mut queue);
            spread.jumps(at as usize, &mut queue);
        }
        spread
    }

    fn moves(&mut self, at: usize, queue: &mut Queue) {
        let (here, came, owner) = (self.nodes[at].cost, self.came[at], self.owner[at]);
        let (column, row) = self.local(at);
        let Extent { columns, rows, .. } = self.window.extent;
        let inner = column >= 3 && row >= 3 && column + 3 < columns && row + 3 < rows;
        let (bends, height) = (&self.steps.bends(came)[..MOVES], self.nodes[at].height);
        for (next, &bend) in bends.iter().enumerate() {
            if !inner && !self.inside(column, row, next) {
                continue;
            }
            let step = &self.moves[next];
            let end = at.wrapping_add_signed(step.end);
            let known = self.nodes[end].cost;
            // No move costs less than its length.
            let base = here + bend;
            if known <= base + step.length {
                continue;
            }
            let middle = self.nodes[at.wrapping_add_signed(step.middle)].height;
            let mut total = base + price((height, middle, self.nodes[end].height), step);
            if total.is_nan() {
                if !self.bridged(at, next) {
                    continue;
                }
                total = base + step.water;
            }
            if total >= known || total - here >= DEAREST {
                continue;
            }
            self.reach(end, (total, next as u8, owner), queue);
        }
    }

    /// Whether a move may go over water: straight, and no longer than a bridge.
    fn bridged(&self, at: usize, next: usize) -> bool {
        straight(self.steps, self.came[at], next) && self.over(at) + self.moves[next].length <= LONGEST_BRIDGE
    }

    /// Metres since the last dry cell.
    fn over(&self, mut at: usize) -> f32 {
        let mut over = 0.0;
        while self.window.wet(at) && (self.came[at] as usize) < MOVES {
            let step = self.moves[self.came[at] as usize];
            over += step.length;
            at = at.wrapping_add_signed(-step.end);
        }
        over
    }

    fn jumps(&mut self, at: usize, queue: &mut Queue) {
        let (column, row) = self.window.extent.cell(at);
        if self.steps.all.len() == MOVES || column % SPARSE != 0 || row % SPARSE != 0 {
            return;
        }
        let (here, came) = (self.nodes[at].cost, self.came[at]);
        for next in MOVES..self.steps.all.len() {
            let step = &self.steps.all[next];
            let bend = self.steps.bend(came, next);
            let Some(end) = self.window.extent.index((column + step.by.0, row + step.by.1)) else { continue };
            if !bend.is_finite() || self.nodes[end].cost <= here + bend + step.length as f32 * 10.0 {
                continue;
            }
            let Some((price, _)) = self.window.jump(at, end, step, self.design.grade) else { continue };
            if here + price + bend < self.nodes[end].cost {
                self.reach(end, (here + price + bend, next as u8, self.owner[at]), queue);
            }
        }
    }

    fn reach(&mut self, end: usize, (cost, came, owner): (f32, u8, u32), queue: &mut Queue) {
        (self.nodes[end].cost, self.came[end], self.owner[end]) = (cost, came, owner);
        queue.push(end as u32, cost);
    }

    fn local(&self, at: usize) -> (i64, i64) {
        (at as i64 % self.window.extent.columns, at as i64 / self.window.extent.columns)
    }

    fn inside(&self, column: i64, row: i64, next: usize) -> bool {
        let (c, r) = (column + self.steps.all[next].by.0, row + self.steps.all[next].by.1);
        c >= 0 && r >= 0 && c < self.window.extent.columns && r < self.window.extent.rows
    }

    /// The cheapest road between each two owners that met in `core`, cheapest first.
    /// `wanted` leaves out pairs that nobody needs.
    pub(super) fn links(&self, core: &Extent, wanted: &dyn Fn(u32, u32, f32) -> bool) -> Vec<Link> {
        let mut best: FxHashMap<(u32, u32), (f32, usize, usize)> = FxHashMap::default();
        let extent = &self.window.extent;
        for row in core.north - extent.north..core.north - extent.north + core.rows {
            for column in core.west - extent.west..core.west - extent.west + core.columns {
                self.met((column, row), &mut best);
            }
        }
        let mut links: Vec<Link> = best
            .into_iter()
            .filter(|((a, b), (cost, ..))| wanted(*a, *b, *cost))
            .map(|((a, b), (cost, from, to))| Link { a, b, cost, cells: self.way(from, to) })
            .collect();
        links.sort_by(|x, y| x.cost.total_cmp(&y.cost).then((x.a, x.b).cmp(&(y.a, y.b))));
        links
    }

    /// Notes roads to the neighbours of a cell that belong to others.
    fn met(&self, (column, row): (i64, i64), best: &mut FxHashMap<(u32, u32), (f32, usize, usize)>) {
        let Extent { columns, rows, .. } = self.window.extent;
        let at = (row * columns + column) as usize;
        let a = self.owner[at];
        if a == NOBODY || self.nodes[at].cost > self.most {
            return;
        }
        let inner = column >= 3 && row >= 3 && column + 3 < columns && row + 3 < rows;
        for next in 0..MOVES / 2 {
            if !inner && !self.inside(column, row, next) {
                continue;
            }
            let end = at.wrapping_add_signed(self.moves[next].end);
            let b = self.owner[end];
            if a == b || b == NOBODY || self.nodes[end].cost > self.most {
                continue;
            }
            let Some(cost) = self.joined(at, end, next) else { continue };
            let (pair, ends) = if a < b { ((a, b), (at, end)) } else { ((b, a), (end, at)) };
            let entry = best.entry(pair).or_insert((f32::INFINITY, 0, 0));
            if cost < entry.0 {
                *entry = (cost, ends.0, ends.1);
            }
        }
    }

    /// What a road costs that goes from one source to `at`, by a move to `end`, and back to the other.
    fn joined(&self, at: usize, end: usize, next: usize) -> Option<f32> {
        let step = &self.moves[next];
        let middle = self.nodes[at.wrapping_add_signed(step.middle)].height;
        let mut price = price((self.nodes[at].height, middle, self.nodes[end].height), step);
        if price.is_nan() {
            if !self.bridged(at, next) || self.over(at) + self.over(end) > LONGEST_BRIDGE {
                return None;
            }
            price = step.water;
        }
        let bends = self.steps.bend(self.came[at], next) + self.steps.bend(self.came[end], Steps::back(next));
        // A farther search would find a gentler way round.
        (price + bends < DEAREST.min(self.most))
            .then_some(self.nodes[at].cost + self.nodes[end].cost + price + bends)
    }

    fn way(&self, from: usize, to: usize) -> Vec<(i32, i32)> {
        let mut cells = self.trail(from);
        cells.reverse();
        cells.extend(self.trail(to));
        cells
    }

    /// From a cell back to its source.
    fn trail(&self, mut at: usize) -> Vec<(i32, i32)> {
        let short = |(column, row): (i64, i64)| (column as i32, row as i32);
        let mut cells = vec![short(self.window.extent.cell(at))];
        while self.came[at] != START {
            let by = self.steps.all[self.came[at] as usize].by;
            at = (at as i64 - by.1 * self.window.extent.columns - by.0) as usize;
            cells.push(short(self.window.extent.cell(at)));
        }
        cells
    }
}

#[cfg(test)]
mod tests;
