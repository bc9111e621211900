//! One line of JSON for each placement instance that was solved.

use serde::Serialize;

/// What came of an instance. What is not known is `null`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SiteLine<'a> {
    pub instance: &'a str,
    /// `p-median`, `uflp`, `cflp`, `sscflp` or `lrp`.
    pub kind: &'a str,
    pub sites: usize,
    pub customers: usize,
    pub upper: Option<f64>,
    pub lower: Option<f64>,
    /// Of location-routing, `lower` by what proved it: from ways there and back.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lower_radial: Option<f64>,
    /// From an LP over sets of depots and routes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lower_routes: Option<f64>,
    /// Between the two, in percent of the upper.
    pub gap_pct: Option<f64>,
    /// `optimal`, `feasible`, `infeasible`, `unknown` or `wrong`.
    pub status: &'a str,
    pub seconds: f64,
    pub known: Option<f64>,
    pub above_known_pct: Option<f64>,
    /// Open sites, numbered from 1.
    pub open: &'a [usize],
    pub threads: usize,
}

impl SiteLine<'_> {
    /// One line, without its end.
    #[must_use]
    pub fn line(&self) -> String {
        let rounded = |value: Option<f64>| value.map(|value| (value * 1e5).round() / 1e5);
        let floored = |value: Option<f64>| value.map(|value| (value * 1e5).floor() / 1e5);
        let line = SiteLine {
            upper: rounded(self.upper),
            // A bound is never rounded up.
            lower: floored(self.lower).map(|value| self.under(value)),
            lower_radial: floored(self.lower_radial),
            lower_routes: floored(self.lower_routes),
            gap_pct: rounded(self.gap_pct),
            above_known_pct: rounded(self.above_known_pct),
            seconds: (self.seconds * 1e3).round() / 1e3,
            ..*self
        };
        serde_json::to_string(&line).expect("numbers and texts are always JSON")
    }

    /// What is proved best has equal bounds, rounding or not.
    fn under(&self, floored: f64) -> f64 {
        match self.upper {
            Some(upper) if self.lower == self.upper => (upper * 1e5).round() / 1e5,
            _ => floored,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bound_is_rounded_down_and_what_is_not_known_is_null() {
        let line = SiteLine {
            instance: "toy",
            kind: "cflp",
            sites: 2,
            customers: 3,
            upper: Some(10.000_001),
            lower: Some(9.999_999_9),
            lower_radial: None,
            lower_routes: None,
            gap_pct: Some(0.000_011),
            status: "feasible",
            seconds: 0.123_456,
            known: None,
            above_known_pct: None,
            open: &[2],
            threads: 1,
        };
        assert_eq!(
            line.line(),
            r#"{"instance":"toy","kind":"cflp","sites":2,"customers":3,"upper":10.0,"lower":9.99999,"gap_pct":0.00001,"status":"feasible","seconds":0.123,"known":null,"above_known_pct":null,"open":[2],"threads":1}"#
        );
    }
}
