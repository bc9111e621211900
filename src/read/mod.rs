//! A user's files to the validated domain, with everything that is wrong in them.
//!
//! Reading never stops at the first fault: it returns what it could build and
//! a list of findings. Rows with errors are left out of what is built.
//!
//! The format is described in `maps/README.md`.

mod aloft;
mod archive;
mod carry;
mod cell;
mod config;
mod contacts;
mod county;
mod csv;
pub mod dem;
mod drones;
mod fleet;
mod flying;
mod geo;
mod goods;
mod input;
pub mod instances;
mod keys;
mod orders;
pub mod placements;
mod places;
mod road_state;
pub mod roads;
mod rounds;
mod row;
mod sheets;
mod sites;
pub mod siting;
mod skills;
pub mod study;
mod table;
mod text;
mod workbook;
mod zones;

pub use config::FILE as COUNTY_FILE;
pub use contacts::{Contact, Contacts};
pub use county::{ReadCounty, bounds, county, dates};
pub use rounds::{RoundStop, rounds};

/// One hash over texts, in their order.
#[must_use]
pub fn fingerprint(texts: &[&str]) -> String {
    let mut hash = input::Hash::default();
    for text in texts {
        hash.add(text.as_bytes());
        hash.add(&[0xff]);
    }
    hash.hex()
}

/// A time of day as people write it: `7:30`, `07:30:15`, up to `24:00`.
#[must_use]
pub fn clock(text: &str) -> Option<crate::units::Moment> {
    cell::moment(text, None).filter(|moment| (0..=crate::units::DAY.0).contains(&moment.0))
}
