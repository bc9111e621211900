//! Customizable contraction hierarchies: paths of least time in microseconds,
//! tables of them in milliseconds, and new weights without a new preparation.
//!
//! ```text
//! Network -> order -> Skeleton     once for a network, whatever it is driven with
//! weights -> Metric                for each vehicle, season and set of closed roads
//! Query, table, table_with         least times, paths, quantities along them
//! ```
//!
//! Nodes may be junctions, or arcs of the network, so that turns cost
//! something (`turns`). Nothing here assumes that there and back is the same,
//! or that a detour is longer than the straight way. Every answer is that of
//! Dijkstra's search, to the millisecond and to the arc (M33).
//!
//! Absent on purpose: what a road costs a vehicle; that is `network`'s.

mod fan;
mod metric;
pub mod order;
mod parts;
mod prune;
mod query;
mod roads;
mod skeleton;
mod sums;
mod table;
mod tasks;
#[cfg(test)]
mod tests;
mod trace;
mod turns;
mod ways;

pub use metric::{Fresh, Metric, NEVER};
pub use parts::SkeletonParts;
pub use query::{Entry, On, Path, Query};
pub use roads::{costs, junctions, plane};
pub use skeleton::Skeleton;
pub use sums::{Carried, Side, table_with};
pub use table::{Tables, UNREACHABLE, table};
pub use turns::{TurnNumbers, Turns, bearings};
