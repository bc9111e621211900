//! What routing the best site sets said.

use crate::county::{PlaceId, SiteId, VehicleTypeId};
use crate::site::levels::Siting;
use crate::units::Fen;
use std::collections::BTreeMap;

/// Trips of one day from a site, each as the places it stops at.
pub type Trips = (SiteId, Vec<Vec<PlaceId>>);

/// How many vehicles of each type drive a day's trips from a site.
pub type Stand = (SiteId, BTreeMap<VehicleTypeId, u32>);

/// A set of sites with what it costs a year.
#[derive(Clone, Debug)]
pub struct RoutedSet {
    pub siting: Siting,
    /// With ways as shares of round trips.
    pub star: Fen,
    /// With the day's solver's rounds in place of these.
    pub routed: Fen,
    /// Of the season of the sample day.
    pub trips: Vec<Trips>,
    /// The same day's vehicles.
    pub vehicles: Vec<Stand>,
}

/// What routing changed.
#[derive(Clone, Debug)]
pub struct Refined {
    /// The star's choice first, then in the order they were routed.
    pub sets: Vec<RoutedSet>,
    /// The cheapest as routed.
    pub best: usize,
    /// Times that costs were refitted.
    pub refits: usize,
    /// Whether refitting led to no new set in the end.
    pub is_stable: bool,
}

impl Refined {
    /// Trips of the cheapest set.
    #[must_use]
    pub fn trips(&self) -> &[Trips] {
        &self.sets[self.best].trips
    }

    /// Vehicles of the cheapest set.
    #[must_use]
    pub fn vehicles(&self) -> &[Stand] {
        &self.sets[self.best].vehicles
    }
}
