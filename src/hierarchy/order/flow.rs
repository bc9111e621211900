//! The narrowest place between two ends of a cell: maximum flow, minimum cut.
//!
//! Dinic's algorithm: levels by breadth-first search, then a blocking flow
//! along rising levels. Cuts of road networks are narrow, so few rounds do.
//!
//! Source: Dinic (1970), Soviet Mathematics Doklady 11, 1277-1280.

use super::cell::Cell;

/// Which end a node belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    Source,
    Sink,
    Between,
}

/// The two sides of a cut.
#[derive(Clone, Debug)]
pub(super) struct Cut {
    /// Sum of the widths of the edges between the sides.
    pub width: u32,
    /// By node: true on the side of the source.
    pub side: Vec<bool>,
}

const NEVER: u32 = u32::MAX;

/// Arrays of a search, reused from direction to direction.
#[derive(Default)]
pub(super) struct Flow {
    /// By half: what flows out along it; the mate has the same, negated.
    flow: Vec<i32>,
    level: Vec<u32>,
    next: Vec<u32>,
    queue: Vec<u32>,
    path: Vec<u32>,
}

impl Flow {
    /// The minimum cut between the ends, the more even one of those nearest to either end.
    /// `None` if it is wider than `limit`.
    pub fn cut(&mut self, cell: &Cell, ends: &[End], limit: u32) -> Option<Cut> {
        self.flow.clear();
        self.flow.resize(cell.heads.len(), 0);
        let mut width = 0;
        while self.rise(cell, ends) {
            self.next.clear();
            self.next.extend_from_slice(&cell.first[..cell.len()]);
            for source in (0..cell.len()).filter(|&node| ends[node] == End::Source) {
                width += self.block(cell, ends, source as u32);
                if width > limit {
                    return None;
                }
            }
        }
        let near_source: Vec<bool> = self.level.iter().map(|&level| level != NEVER).collect();
        let near_sink = self.leads_to_sink(cell, ends);
        let uneven = |size: usize| size.abs_diff(cell.len() - size);
        let from = near_source.iter().filter(|&&side| side).count();
        let to = near_sink.iter().filter(|&&side| side).count();
        let side = if uneven(from) <= uneven(to) {
            near_source
        } else {
            near_sink.into_iter().map(|near| !near).collect()
        };
        Some(Cut { width, side })
    }

    fn left(&self, cell: &Cell, half: usize) -> i32 {
        i32::from(cell.widths[half]) - self.flow[half]
    }

    /// Levels from the source; whether the sink is reached.
    fn rise(&mut self, cell: &Cell, ends: &[End]) -> bool {
        self.level.clear();
        self.level.resize(cell.len(), NEVER);
        self.queue.clear();
        for node in (0..cell.len()).filter(|&node| ends[node] == End::Source) {
            self.level[node] = 0;
            self.queue.push(node as u32);
        }
        let (mut at, mut reached) = (0, false);
        while at < self.queue.len() {
            let node = self.queue[at] as usize;
            at += 1;
            for half in cell.halves(node) {
                let head = cell.heads[half] as usize;
                if self.level[head] == NEVER && self.left(cell, half) > 0 {
                    self.level[head] = self.level[node] + 1;
                    reached |= ends[head] == End::Sink;
                    self.queue.push(head as u32);
                }
            }
            if reached && at < self.queue.len() && self.level[self.queue[at] as usize] > self.level[node] {
                // Everything nearer than the sink has its level; what is farther is of no use.
                return true;
            }
        }
        reached
    }

    /// Pushes all it can from one source along rising levels.
    fn block(&mut self, cell: &Cell, ends: &[End], source: u32) -> u32 {
        let mut pushed = 0;
        self.path.clear();
        let mut node = source as usize;
        loop {
            if ends[node] == End::Sink {
                pushed += self.push(cell);
                self.path.clear();
                node = source as usize;
                continue;
            }
            let place = self.next[node] as usize;
            if place == cell.first[node + 1] as usize {
                let Some(half) = self.path.pop() else { return pushed };
                node = cell.heads[cell.mates[half as usize] as usize] as usize;
                self.next[node] += 1;
                continue;
            }
            let head = cell.heads[place] as usize;
            let rises = self.level[head] != NEVER && self.level[head] == self.level[node] + 1;
            if rises && self.left(cell, place) > 0 {
                self.path.push(place as u32);
                node = head;
            } else {
                self.next[node] += 1;
            }
        }
    }

    /// Sends what the path holds along it.
    fn push(&mut self, cell: &Cell) -> u32 {
        let most = self.path.iter().map(|&half| self.left(cell, half as usize)).min().unwrap_or(0);
        for &half in &self.path {
            self.flow[half as usize] += most;
            self.flow[cell.mates[half as usize] as usize] -= most;
        }
        most.unsigned_abs()
    }

    /// By node: whether more could flow from here to the sink.
    fn leads_to_sink(&mut self, cell: &Cell, ends: &[End]) -> Vec<bool> {
        let mut leads: Vec<bool> = ends.iter().map(|&end| end == End::Sink).collect();
        self.queue.clear();
        self.queue.extend((0..cell.len() as u32).filter(|&node| leads[node as usize]));
        let mut at = 0;
        while at < self.queue.len() {
            let node = self.queue[at] as usize;
            at += 1;
            for half in cell.halves(node) {
                let from = cell.heads[half] as usize;
                if !leads[from] && self.left(cell, cell.mates[half] as usize) > 0 {
                    leads[from] = true;
                    self.queue.push(from as u32);
                }
            }
        }
        leads
    }
}
