//! Which roads may be closed, what that costs, and how to get around.
//!
//! A road fails at random along its length, so `p = 1 - exp(-rate length)`,
//! and rates add up along a route (M42). How much a closure hurts is found by
//! closing: for each road that today's orders use, the trees that used it are
//! mended, and the day is counted again (M43).
//!
//! Absent on purpose: the plan. Orders are weighed by their share of a
//! vehicle, not by the routes that a search would find.

mod alternatives;
mod bridges;
mod critical;
mod hazard;
#[cfg(test)]
mod tests;
mod tree;
mod web;

pub use alternatives::{Alternative, alternatives};
pub use bridges::bridges;
pub use critical::{Criticality, Demand, Prices, Stretch, critical};
pub use hazard::{Rates, rates};
