//! read

pub mod dem;
pub mod roads;
