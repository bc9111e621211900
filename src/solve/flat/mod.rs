//! A problem whose cost is a sum over legs, seen flat: arrays of 32-bit numbers.
//!
//! Where goods keep, hours and energy have no price, and each vehicle makes one
//! trip without rests, an insertion's cost and feasibility follow exactly from
//! sums along the route before and behind the gap. Then a candidate costs a few
//! additions instead of a walk. [`build`] says which problems are flat.
//!
//! Money here is in thousandths of a fen, so that the price of a kilometre is
//! a whole number for each metre.

pub mod anneal;
mod build;
mod choose;
pub mod insert;
pub mod pair;
pub mod pool;
pub mod recreate;
pub mod route;
pub mod ruin;
pub mod search;
pub mod split;
pub mod state;
#[cfg(test)]
mod tests;
pub mod trade;

/// No order, node or route.
pub const NONE: u32 = u32::MAX;
/// Times, loads and distances are within this, so that three of them can be added.
pub const FAR: i32 = 500_000_000;

/// The problem. Nodes are the tasks, then the places where vehicles start and end.
#[derive(Clone, Debug)]
pub struct Flat {
    pub jobs: Vec<FlatJob>,
    /// By task.
    pub nodes: Vec<Node>,
    pub kinds: Vec<FlatKind>,
    pub tables: Vec<Table>,
    /// By task: the nearest tasks of other orders, nearest first.
    pub near: Vec<Box<[u32]>>,
    /// By order, then kind.
    pub fits: Vec<bool>,
    /// Windows or shifts can bind.
    pub timed: bool,
    /// The length of a round can bind.
    pub limited: bool,
    /// Loads rise and fall on the way.
    pub mixed: bool,
}

/// An order.
#[derive(Clone, Copy, Debug)]
pub struct FlatJob {
    pub first: u32,
    /// A transfer's drop-off, or [`NONE`].
    pub second: u32,
    pub price: i64,
    /// From the nearest start, in metres.
    pub reach: i32,
}

/// A task.
#[derive(Clone, Copy, Debug)]
pub struct Node {
    pub order: u32,
    pub open: i32,
    pub close: i32,
    pub service: i32,
    /// Mass on board from the start on.
    pub brought: i32,
    /// Change of the load at the visit.
    pub change: i32,
}

impl Node {
    pub fn mass(&self) -> i32 {
        self.change.abs()
    }
}

/// A vehicle type.
#[derive(Clone, Copy, Debug)]
pub struct FlatKind {
    pub capacity: i32,
    pub fixed: i64,
    /// For each metre.
    pub unit: i64,
    pub count: u32,
    pub start: u32,
    pub end: u32,
    /// Departure at the earliest, return at the latest.
    pub leave: i32,
    pub until: i32,
    /// From departure to return at most.
    pub longest: i32,
    /// Indices into the tables: metres, seconds.
    pub metres: usize,
    pub seconds: usize,
    /// Kinds of one family differ in capacity, price and number only.
    pub family: usize,
}

impl FlatKind {
    /// Cost of a round of so many metres.
    pub fn cost(&self, metres: i64) -> i64 {
        self.fixed + self.unit * metres
    }
}

/// A square matrix, and its transpose where that differs.
#[derive(Clone, Debug)]
pub struct Table {
    size: usize,
    rows: Vec<i32>,
    columns: Option<Vec<i32>>,
}

impl Table {
    pub fn new(size: usize, rows: Vec<i32>) -> Table {
        debug_assert_eq!(rows.len(), size * size);
        let is_symmetric = (0..size).all(|i| (0..i).all(|j| rows[i * size + j] == rows[j * size + i]));
        let transposed = || (0..size * size).map(|at| rows[at % size * size + at / size]).collect();
        let columns = (!is_symmetric).then(transposed);
        Table { size, rows, columns }
    }

    /// From a node to all.
    #[inline]
    pub fn from(&self, node: u32) -> &[i32] {
        &self.rows[node as usize * self.size..][..self.size]
    }

    /// To a node from all.
    #[inline]
    pub fn to(&self, node: u32) -> &[i32] {
        let table = self.columns.as_ref().unwrap_or(&self.rows);
        &table[node as usize * self.size..][..self.size]
    }

    #[inline]
    pub fn at(&self, from: u32, to: u32) -> i32 {
        self.rows[from as usize * self.size + to as usize]
    }
}

impl Flat {
    #[inline]
    pub fn fits(&self, order: u32, kind: usize) -> bool {
        self.fits[order as usize * self.kinds.len() + kind]
    }

    /// The tasks of an order.
    pub fn tasks(&self, order: u32) -> impl Iterator<Item = u32> + use<> {
        let FlatJob { first, second, .. } = self.jobs[order as usize];
        std::iter::once(first).chain((second != NONE).then_some(second))
    }
}
