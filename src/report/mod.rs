//! Everything that users look at.

pub mod text;
