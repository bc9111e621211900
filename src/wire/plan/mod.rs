//! `plan.json`, format `mabang.plan/1`, described by `docs/plan.schema.json`.
//!
//! Ids are the users' codes, times are local (`2026-07-08T08:05:00+08:00`),
//! money is in fen. The geometry of drives is not stored: the roads have it.

mod again;
mod air;
mod clock;
mod dto;
mod ids;
mod past;
mod read;
mod relay;
mod worth;
mod write;

pub use past::past;
pub use read::{Header, from_json, header};
pub use relay::{leg_codes, relays, with_legs};
pub use write::to_json;

/// The version that is written, and the only one that is read.
pub const FORMAT: &str = "mabang.plan/1";
