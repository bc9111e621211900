//! Trucks with drones, as researchers pose them: one truck and a drone that
//! rides with it (`tandem`), or drones that shuttle beside it (`parallel`).
//!
//! Each part has its problem, a search, and a `verify` that recomputes a
//! solution from the problem alone. Few customers are solved exactly.

mod dice;
pub mod parallel;
pub mod tandem;

use crate::units::Stop;

/// How long to search.
pub struct Effort<'a> {
    pub seed: u64,
    /// Rounds of the search, if that is what limits.
    pub iterations: Option<u64>,
    pub stop: &'a dyn Stop,
}
