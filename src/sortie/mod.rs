//! Trucks with drones, as researchers pose them: one truck and a drone that
//! rides with it (`tandem`), several that do, with the driver's work at each
//! stop and batteries (`team`), or drones that shuttle beside it (`parallel`).
//!
//! Each part has its problem, a search, and a `verify` that recomputes a
//! solution from the problem alone. Few customers are solved exactly.

pub mod multirotor;
pub mod parallel;
pub mod tandem;
pub mod team;

use crate::units::Stop;

/// How long to search.
pub struct Effort<'a> {
    pub seed: u64,
    /// Rounds of the search, if that is what limits.
    pub iterations: Option<u64>,
    pub stop: &'a dyn Stop,
}
