//! The validated domain to a user's files.
//!
//! What is written here, `read` reads back as the same county.

mod county;
pub mod dem;
mod fleet;
mod number;
pub mod power;
pub mod prepared;
pub mod roads;
mod stationed;
mod table;
mod tables;
mod zones;

pub use county::{CountyFiles, Customers, StoreError, county};
pub use stationed::{Stationed, stationed};
pub use tables::sites;
