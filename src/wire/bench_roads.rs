//! One line of JSON for the road engine's measurements.

use serde::Serialize;

/// Milliseconds of tables, by what they hold.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct MatrixMillis {
    /// Of `size` by `size`, with turns: durations; duration, length and both energies.
    pub durations: f64,
    pub all: f64,
    /// The same without turns.
    pub durations_plain: f64,
    pub all_plain: f64,
    /// Durations of 100 by 100, with turns.
    pub small: f64,
}

/// Milliseconds on the clock with two threads, whatever the others were measured with.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct TwoThreads {
    pub customize_ms: f64,
    pub close_ms: f64,
    pub weather_ms: f64,
    /// The same until tables are as fast as ever.
    pub weather_whole_ms: f64,
    pub matrix_ms: MatrixMillis,
}

/// What was measured on an extract. What is not known is `null`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RoadsLine<'a> {
    pub file: &'a str,
    pub junctions: usize,
    pub arcs: usize,
    pub turns: usize,
    pub km: f64,
    pub size: usize,
    pub seed: u64,
    pub threads: usize,
    pub vehicle: &'a str,
    /// `processor` or `clock`: which time all times are.
    pub time: &'a str,
    pub read_s: f64,
    pub build_s: f64,
    pub prepare_s: f64,
    pub load_s: f64,
    pub prepared_mb: f64,
    pub customize_ms: f64,
    pub close_ms: f64,
    pub weather_ms: f64,
    /// The same until tables are as fast as ever.
    pub weather_whole_ms: f64,
    pub matrix_ms: MatrixMillis,
    pub distance_ms: f64,
    pub route_ms: f64,
    pub two_threads: Option<TwoThreads>,
    pub peak_mb: Option<f64>,
    pub checked: usize,
    pub wrong: usize,
}

impl RoadsLine<'_> {
    /// One line, without its end.
    #[must_use]
    pub fn line(&self) -> String {
        serde_json::to_string(self).expect("numbers and texts are always JSON")
    }
}
