//! How far to trust what refitted costs promise.
//!
//! The best set at refitted costs is the best of many estimates, so it is
//! mostly dearer once routed; and a site that was never routed looks as if its
//! vehicles were full. How much promises were wrong by is learned from those
//! that were routed: for each new site, and as a share where none is new.

/// What promises were wrong by.
#[derive(Clone, Debug, Default)]
pub struct Trust {
    /// Fen that sets with new sites cost more than promised, and how many new sites they had.
    new: (f64, usize),
    /// Shares that other sets cost more.
    known: Vec<f64>,
}

/// So many promises of sets without new sites before their mean is believed.
const BELIEVED: usize = 2;

impl Trust {
    /// Notes what a set costs that was promised for less, or more.
    pub fn learn(&mut self, promise: f64, routed: f64, new_sites: usize) {
        if new_sites == 0 {
            self.known.push((routed / promise.max(1.0) - 1.0).max(0.0));
            return;
        }
        // The promise had what was known of new sites by then.
        let more = routed - promise + self.dearer() * new_sites as f64;
        self.new = (self.new.0 + more, self.new.1 + new_sites);
    }

    /// Fen a year that a new site costs more than ways like those of the others.
    #[must_use]
    pub fn dearer(&self) -> f64 {
        if self.new.1 == 0 { 0.0 } else { (self.new.0 / self.new.1 as f64).max(0.0) }
    }

    /// What a set is likely to cost for which so much is promised.
    #[must_use]
    pub fn corrected(&self, promise: f64, new_sites: usize) -> f64 {
        if new_sites > 0 || self.known.len() < BELIEVED {
            return promise;
        }
        promise * (1.0 + self.known.iter().sum::<f64>() / self.known.len() as f64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn new_sites_become_dearer_by_what_they_were_wrong_by() {
        let mut trust = Trust::default();
        assert_eq!(trust.dearer(), 0.0);

        trust.learn(1000.0, 1600.0, 3);

        assert_eq!(trust.dearer(), 200.0);
        // 200 were in the promise already and 100 were missing: (600 + 300)/4.
        trust.learn(1000.0, 1100.0, 1);
        assert_eq!(trust.dearer(), 225.0);
        assert_eq!(trust.corrected(1000.0, 1), 1000.0);
    }

    #[test]
    fn sets_without_new_sites_are_believed_less_after_two_wrong_promises() {
        let mut trust = Trust::default();
        trust.learn(1000.0, 1100.0, 0);
        assert_eq!(trust.corrected(1000.0, 0), 1000.0);

        trust.learn(1000.0, 900.0, 0);

        assert!((trust.corrected(1000.0, 0) - 1050.0).abs() < 1e-9);
        assert_eq!(trust.dearer(), 0.0);
    }
}
