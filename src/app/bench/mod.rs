//! Measuring ourselves on public benchmarks.

pub mod roads;
pub mod vrp;
