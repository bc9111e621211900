//! What a guide asks of whoever searches paths.

use super::Atlas;
use super::departing::Departure;
use crate::county::Running;
use crate::network::Step;
use petgraph::graph::EdgeIndex;
use std::ops::Add;

/// What is summed on a way. Whole numbers, so that sums are exact.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cost {
    pub millis: i64,
    pub decimetres: i64,
}

impl Add for Cost {
    type Output = Cost;

    fn add(self, other: Cost) -> Cost {
        Cost { millis: self.millis + other.millis, decimetres: self.decimetres + other.decimetres }
    }
}

/// An arc that a way begins or ends on, and what the driven part of it costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seed {
    pub arc: EdgeIndex,
    pub cost: Cost,
}

/// A path between two seeds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// With the parts of the first and last arc.
    pub cost: Cost,
    /// Numbers of the seeds that it begins and ends on.
    pub source: usize,
    pub target: usize,
    /// The arcs between those of the two seeds.
    pub arcs: Vec<EdgeIndex>,
}

/// Searches paths of least time over arcs, from the end of one to the start of another.
///
/// Whatever the engine, the same question has the same answer every time. Ways that begin and
/// end on the same arc without leaving it are not its business.
pub trait Engine: Send + Sync {
    /// Costs from each group of seeds to each other, row by row; `None` where there is no way.
    /// Without `distances` the decimetres may be anything.
    fn table(&self, sources: &[Vec<Seed>], targets: &[Vec<Seed>], distances: bool) -> Vec<Option<Cost>>;

    /// The path of least time from any of some seeds to any of others.
    fn path(&self, sources: &[Seed], targets: &[Seed]) -> Option<Run>;

    /// At most so many other ways worth driving than the one [`Engine::path`] finds, the fastest
    /// first. None from an engine that does not look for them.
    fn others(&self, _atlas: &Atlas, _sources: &[Seed], _targets: &[Seed], _most: usize) -> Vec<Run> {
        Vec::new()
    }

    /// Milliseconds that it takes to turn from one arc into another.
    fn turning(&self, from: EdgeIndex, to: EdgeIndex) -> i64;

    /// [`Engine::path`] for one who begins so many milliseconds after setting out. It matters only
    /// where roads have hours.
    fn path_after(&self, sources: &[Seed], targets: &[Seed], _after: i64) -> Option<Run> {
        self.path(sources, targets)
    }

    /// [`Engine::turning`] so many milliseconds after setting out, with waiting.
    fn turning_after(&self, from: EdgeIndex, to: EdgeIndex, _after: i64) -> i64 {
        self.turning(from, to)
    }

    /// Milliseconds on an arc of which so many at usual speed are driven, begun so many after
    /// setting out; `None`: it is never left.
    fn drive(&self, _arc: EdgeIndex, millis: i64, _after: i64) -> Option<i64> {
        Some(millis)
    }

    /// The same for one who sets out at a moment; `None` where no hour matters.
    fn departing<'a>(
        &'a self,
        _running: &'a Running,
        _steps: &[Step],
        _departure: Departure,
    ) -> Option<Box<dyn Engine + 'a>> {
        None
    }
}
