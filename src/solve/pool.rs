//! Routes found on the way: the cheapest for each set of orders and vehicle type.

use super::line::Line;
use crate::model::Problem;
use rustc_hash::{FxHashMap, FxHasher};
use std::hash::{Hash, Hasher};
use std::sync::Arc;

/// Routes that are kept; beyond, the older half goes.
const CAPACITY: usize = 30_000;

#[derive(Clone, Debug, Default)]
pub struct Pool {
    lines: Vec<Arc<Line>>,
    /// By hash of the orders and the type: index into `lines`.
    known: FxHashMap<u64, usize>,
}

impl Pool {
    pub fn lines(&self) -> &[Arc<Line>] {
        &self.lines
    }

    /// Keeps a route if it is new or cheaper than the one known.
    pub fn offer(&mut self, problem: &Problem, line: &Arc<Line>) {
        let key = key(problem, line);
        match self.known.get(&key) {
            Some(&index) if self.lines[index].cost <= line.cost => (),
            Some(&index) => self.lines[index] = Arc::clone(line),
            None => {
                self.known.insert(key, self.lines.len());
                self.lines.push(Arc::clone(line));
            }
        }
        if self.lines.len() > CAPACITY {
            self.lines.drain(..CAPACITY / 2);
            self.known.clear();
            self.known
                .extend(self.lines.iter().enumerate().map(|(index, line)| (self::key(problem, line), index)));
        }
    }
}

fn key(problem: &Problem, line: &Line) -> u64 {
    let mut orders: Vec<u32> = line.orders(problem).collect();
    orders.sort_unstable();
    let mut hasher = FxHasher::default();
    (line.kind, orders).hash(&mut hasher);
    hasher.finish()
}
