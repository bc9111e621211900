//! Answers of the OSRM HTTP API v1 as JSON.
//!
//! Numbers are rounded as OSRM rounds them: seconds and metres to tenths,
//! coordinates to six decimals. Tables are written digit by digit, since a
//! million entries are no place for a tree of values.

mod hint;
mod polyline;
mod route;
mod table;
#[cfg(test)]
mod tests;

pub use hint::{Hint, read_hint, write_hint};
pub use polyline::{decode, encode};
pub use route::{Annotations, Drawn, Line, Overview, Shown, route, waypoint};
pub use table::{Table, write_table};

use serde_json::{Value, json};

/// Tenths, from milliseconds.
fn seconds(millis: i64) -> f64 {
    tenths((millis + 50).div_euclid(100))
}

/// Tenths, from decimetres.
fn metres(decimetres: i64) -> f64 {
    tenths(decimetres)
}

fn tenths(whole: i64) -> f64 {
    whole as f64 / 10.0
}

/// Longitude and latitude with six decimals.
fn location(place: [i32; 2]) -> Value {
    let rounded = |steps: i32| f64::from((steps + 5).div_euclid(10)) / 1e6;
    json!([rounded(place[0]), rounded(place[1])])
}

/// An answer that says why there is none.
#[must_use]
pub fn failure(code: &str, message: &str) -> String {
    json!({ "code": code, "message": message }).to_string()
}
