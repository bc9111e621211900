//! Measuring ourselves on public benchmarks.

pub mod drone;
pub mod roads;
pub mod site;
pub mod vrp;
