//! Drones as vehicles of a plan: which doors have a pad within a walk, what a flight between two
//! pads takes, and the matrix that a search sees. (M170) to (M174)
//!
//! A door is served from one pad: the nearest of those that the drone can fly to and back from its
//! home. The leg to a door is the flight and the walk from its pad; the leg on from there begins at
//! the pad again, and leads home or to another pad.
//!
//! Absent on purpose: who flies what, and when. That is the search's.

mod between;
mod reach;
mod survey;
#[cfg(test)]
mod tests;

pub use reach::{Foot, on_foot};
pub use survey::{Grounds, survey, survey_all};

use crate::cold::Warming;
use crate::corridor::{Corridors, Rule};
use crate::county::{County, SiteId, VehicleTypeId};
use crate::energy::drone::Airframe;
use crate::matrix::{Leg, Matrix};
use crate::network::{Located, Location};
use crate::units::{Grams, Joules, Metres, Point, Seconds};
use rustc_hash::FxHashMap;

/// What flying from one pad to another takes, in the wind that the drone type plans for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Flight {
    /// Index into [`Wing::corridors`], and whether it is flown from its second pad to its first.
    pub corridor: usize,
    pub backwards: bool,
    pub duration: Seconds,
    pub distance: Metres,
    /// From the batteries, without load.
    pub empty: Joules,
    /// More for each 1,000 kg: along the chord from no load to the largest, which is never below
    /// the curve. (M173)
    pub per_tonne: Joules,
    /// The largest load that arrives with the reserve, and that can be landed on the way.
    pub limit: Grams,
    /// Share of the season's daylight on which it can be flown.
    pub available: f64,
}

/// One drone type over a county's pads.
#[derive(Clone, Debug)]
pub struct Wing {
    /// The vehicle type that stands for it.
    pub kind: VehicleTypeId,
    pub drone: usize,
    pub frame: Airframe,
    /// Sites that are pads; corridors name them by their index here.
    pub pads: Vec<SiteId>,
    pub corridors: Corridors,
    /// By directed pair of pads.
    pub flights: FxHashMap<(usize, usize), Flight>,
    /// The pad beside its home.
    pub home: Option<usize>,
    pub home_walk: Seconds,
    /// By location: its pad.
    pub foot: Vec<Option<Foot>>,
    /// By location: the nearest pad within a walk, flown to or not.
    pub nearest: Vec<Option<Foot>>,
}

impl Wing {
    /// True if it can leave home for anywhere.
    #[must_use]
    pub fn is_any_use(&self) -> bool {
        self.home.is_some_and(|home| self.flights.keys().any(|pair| pair.0 == home))
    }

    /// The flight between two locations' pads; `None` where there is none or they share a pad.
    #[must_use]
    pub fn flight(&self, from: Location, to: Location) -> Option<&Flight> {
        let (from, to) = (self.foot[from.index()]?, self.foot[to.index()]?);
        self.flights.get(&(from.pad, to.pad))
    }

    /// Pads where a flight from home may end: those with a road that are served from themselves.
    #[must_use]
    pub fn landings(&self, located: &Located) -> Vec<SiteId> {
        let own = |&(pad, site): &(usize, &SiteId)| {
            let foot = located.sites[site.index()].and_then(|place| self.foot[place.index()]);
            Some(pad) != self.home && foot.is_some_and(|foot| foot.pad == pad && foot.walk == Seconds::ZERO)
        };
        self.pads.iter().enumerate().filter(own).map(|(_, site)| *site).collect()
    }

    /// What a leg between two locations takes, and the largest load on it. (M174)
    #[must_use]
    pub fn leg(&self, from: Location, to: Location) -> Option<(Leg, Grams)> {
        let (start, end) = (self.foot[from.index()]?, self.foot[to.index()]?);
        if from == to {
            return Some((Leg::default(), Grams::rounded(self.frame.payload * 1000.0)));
        }
        if start.pad == end.pad {
            let leg = Leg { duration: end.walk, ..Leg::default() };
            return Some((leg, Grams::rounded(self.frame.payload * 1000.0)));
        }
        let flight = self.flights.get(&(start.pad, end.pad))?;
        let leg = Leg {
            duration: flight.duration + end.walk,
            distance: flight.distance,
            empty: flight.empty,
            per_tonne: flight.per_tonne,
        };
        Some((leg, flight.limit))
    }

    /// All legs between a county's locations.
    #[must_use]
    pub fn matrix(&self, county: &County, located: &Located, q10: &[f64]) -> Matrix {
        let size = located.junctions.len();
        let warmth: Vec<Vec<u32>> = q10.iter().map(|&q10| self.warmth(county, located, q10)).collect();
        let limit = |from, to| self.leg(from, to).map_or(0, |leg| leg.1.0);
        Matrix::from_legs(size, |from, to| Some(self.leg(from, to)?.0), &warmth).with_limits(limit)
    }

    /// Seconds at 20 °C of every leg: all of it at the height of its lower end, which is the warmer.
    fn warmth(&self, county: &County, located: &Located, q10: f64) -> Vec<u32> {
        let places = || (0..located.junctions.len() as u32).map(Location);
        let warm: Vec<f64> =
            places().map(|place| Warming::warmth(&county.air, q10, located.height(place), 1.0)).collect();
        let seconds = |from: Location, to: Location| {
            let duration = self.leg(from, to).map_or(0.0, |leg| leg.0.duration.as_f64());
            (duration * warm[from.index()].max(warm[to.index()])).round() as u32
        };
        places()
            .flat_map(|from| places().map(move |to| (from, to)))
            .map(|(from, to)| seconds(from, to))
            .collect()
    }

    /// The line that is flown, with heights above sea level; empty where nothing is.
    #[must_use]
    pub fn line(&self, from: Location, to: Location) -> Vec<Point> {
        let Some(flight) = self.flight(from, to) else { return Vec::new() };
        let fixes = &self.corridors.corridors[flight.corridor].fixes;
        let mut points: Vec<Point> = fixes.iter().map(|fix| fix.point).collect();
        if flight.backwards {
            points.reverse();
        }
        points
    }

    /// Why there is no corridor between home and a pad, if there is none.
    #[must_use]
    pub fn refusal(&self, pad: usize) -> Option<&Rule> {
        let home = self.home?;
        let ends = [home.min(pad), home.max(pad)];
        self.corridors.refusals.iter().find(|refusal| refusal.ends == ends).map(|refusal| &refusal.rule)
    }
}

/// All drone types of a county that can fly today.
#[derive(Clone, Debug, Default)]
pub struct Airlift {
    pub wings: Vec<Wing>,
}

impl Airlift {
    #[must_use]
    pub fn wing(&self, kind: VehicleTypeId) -> Option<&Wing> {
        self.wings.iter().find(|wing| wing.kind == kind)
    }
}
