//! Measuring ourselves on public benchmarks.

pub mod vrp;
