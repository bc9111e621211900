//! A plan of before, as far as another one goes on from it. Ids are the users' codes, since orders
//! and vehicles may be gone since.

use super::Action;
use crate::units::Moment;

/// Who did what and when, by a plan of this county.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Past {
    /// ISO 8601. Moments count from its midnight.
    pub date: String,
    /// Hash of the county's files then (hex).
    pub inputs: String,
    pub rounds: Vec<PastRound>,
    /// Orders that it left out.
    pub unserved: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PastRound {
    pub vehicle_type: String,
    pub number: u32,
    pub trips: Vec<PastTrip>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PastTrip {
    pub load_start: Moment,
    pub depart: Moment,
    pub stops: Vec<PastStop>,
    pub back: Moment,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PastStop {
    pub order: String,
    pub action: Action,
    pub start: Moment,
    pub end: Moment,
}

impl PastTrip {
    /// How many stops stay: those that the vehicle has set out for before `freeze`. (M96)
    #[must_use]
    pub fn fixed(&self, freeze: Moment) -> usize {
        let set_out = |stop: usize| stop.checked_sub(1).map_or(self.depart, |before| self.stops[before].end);
        (0..self.stops.len()).take_while(|&stop| set_out(stop) < freeze).count()
    }

    /// True if loading began before `freeze`: what is on board stays on board.
    #[must_use]
    pub fn has_begun(&self, freeze: Moment) -> bool {
        self.load_start < freeze
    }

    /// True if the drive home began before `freeze`.
    #[must_use]
    pub fn goes_home(&self, freeze: Moment) -> bool {
        self.stops.last().map_or(self.depart, |last| last.end) < freeze
    }
}
