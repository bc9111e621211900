//! What other programs read and write: the only stability boundary.
//!
//! The core's types are not serialisable. Here they become documents with a
//! version, users' codes instead of indices, and units in the names of keys.

pub mod bench;
pub mod bench_roads;
pub mod bench_site;
pub mod compare;
pub mod osrm;
pub mod plan;
pub mod prepared;
pub mod vroom;
