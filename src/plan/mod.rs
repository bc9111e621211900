//! What a planner and a courier get: times, legs, freshness, money, and a
//! reason for each order that is left out.
//!
//! A plan is plain data. It is complete: `check` can re-derive every number
//! from the county folder and this.

mod again;
mod air;
mod begun;
mod build;
mod changes;
mod cold;
mod crowd;
mod drives;
mod past;
mod types;

pub use again::{Anchored, Terms, anchor};
pub use air::{Air, AirDoor, AirFix, AirHome, AirWay, Block, Verdict};
pub use build::{BuildMeta, Numbers, build, build_with, price};
pub use changes::{Again, Change, changes};
pub use cold::cold_worth;
pub use crowd::crowded;
pub use past::{Past, PastRound, PastStop, PastTrip};
pub use types::*;
