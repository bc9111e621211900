//! One line of JSON for each benchmark that was run.

use serde::Serialize;

/// What came of a routing instance. What is not known is `null`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct VrpLine<'a> {
    pub instance: &'a str,
    /// The variant, as VRPLIB calls it.
    pub set: &'a str,
    /// Customers.
    pub n: usize,
    /// As published; `null` if not feasible.
    pub cost: Option<f64>,
    pub bks: Option<f64>,
    pub gap_pct: Option<f64>,
    pub bound: Option<f64>,
    pub bound_gap_pct: Option<f64>,
    pub seconds: f64,
    pub iterations: u64,
    pub feasible: bool,
    pub vehicles: usize,
    pub seed: u64,
    pub threads: usize,
}

impl VrpLine<'_> {
    /// One line, without its end.
    #[must_use]
    pub fn line(&self) -> String {
        let rounded = VrpLine {
            gap_pct: self.gap_pct.map(|gap| rounded(gap, 1e4)),
            bound_gap_pct: self.bound_gap_pct.map(|gap| rounded(gap, 1e4)),
            seconds: rounded(self.seconds, 1e3),
            ..*self
        };
        serde_json::to_string(&rounded).expect("numbers and texts are always JSON")
    }
}

/// What came of an instance of trucks with drones. What is not known is `null`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DroneLine<'a> {
    pub instance: &'a str,
    /// `TSP-D`, `FSTSP`, `mFSTSP` or `PDSTSP`.
    pub kind: &'a str,
    /// Customers.
    pub n: usize,
    /// As published; `null` if not feasible.
    pub cost: Option<f64>,
    pub known: Option<f64>,
    pub gap_pct: Option<f64>,
    /// What no solution costs less than; the cost where it is proved to be the least.
    pub bound: Option<f64>,
    pub seconds: f64,
    pub iterations: u64,
    pub feasible: bool,
    pub drones: usize,
    pub seed: u64,
}

impl DroneLine<'_> {
    /// One line, without its end.
    #[must_use]
    pub fn line(&self) -> String {
        let gap_pct = self.gap_pct.map(|gap| rounded(gap, 1e4));
        let rounded = DroneLine { gap_pct, seconds: rounded(self.seconds, 1e3), ..*self };
        serde_json::to_string(&rounded).expect("numbers and texts are always JSON")
    }
}

fn rounded(value: f64, per: f64) -> f64 {
    (value * per).round() / per
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_known_is_null() {
        let line = VrpLine {
            instance: "toy",
            set: "CVRP",
            n: 2,
            cost: Some(20.0),
            bks: None,
            gap_pct: None,
            bound: None,
            bound_gap_pct: None,
            seconds: 0.123_456,
            iterations: 7,
            feasible: true,
            vehicles: 1,
            seed: 1,
            threads: 1,
        };
        assert_eq!(
            line.line(),
            r#"{"instance":"toy","set":"CVRP","n":2,"cost":20.0,"bks":null,"gap_pct":null,"bound":null,"bound_gap_pct":null,"seconds":0.123,"iterations":7,"feasible":true,"vehicles":1,"seed":1,"threads":1}"#
        );
    }
}
