//! store

pub mod dem;
pub mod roads;
