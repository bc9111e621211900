//! What a planner and a courier get: times, legs, freshness, money, and a
//! reason for each order that is left out.
//!
//! A plan is plain data. It is complete: `check` can re-derive every number
//! from the county folder and this.

mod build;
mod drives;
mod types;

pub use build::{BuildMeta, build, price};
pub use types::*;
