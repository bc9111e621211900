//! What a site has little of: parcels a day, cold room, kilograms a day, hours at its docks.
//!
//! Inbound and outbound goods share all of them; each season has its own. (M186)

use super::demand::{Customer, Stream};
use super::options::{Hold, Offer};
use super::season::SEASONS;
use crate::facts;

/// Something that a site has little of, as an index within a season.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Resource {
    /// Deliveries sorted a day; harvests are not sorted by address.
    Parcels,
    /// Litres of cold room.
    Cold,
    Kilograms,
    /// Hours that vehicles stand at the docks to be loaded and unloaded.
    Docks,
}

/// How many there are in a season.
pub const RESOURCES: usize = 4;

impl Resource {
    pub const ALL: [Resource; RESOURCES] =
        [Resource::Parcels, Resource::Cold, Resource::Kilograms, Resource::Docks];

    /// Column of `sites.csv` that sets it.
    #[must_use]
    pub fn column(self) -> &'static str {
        match self {
            Resource::Parcels => "parcels_per_day",
            Resource::Cold => "cold_room",
            Resource::Kilograms => "kg_per_day",
            Resource::Docks => "dock_hours",
        }
    }

    /// What it is counted in, in the words of findings.
    #[must_use]
    pub fn unit(self) -> &'static str {
        match self {
            Resource::Parcels => "parcels a day",
            Resource::Cold => "litres of cold room",
            Resource::Kilograms => "kg a day",
            Resource::Docks => "dock hours a day",
        }
    }

    /// Where it is among all resources of all seasons.
    #[must_use]
    pub fn at(self, season: usize) -> usize {
        season * RESOURCES + self as usize
    }

    /// What serving a customer takes of it on a mean day of a season.
    fn use_of(self, customer: &Customer, season: usize) -> f64 {
        let kilograms = customer.kilograms(season);
        match self {
            Resource::Parcels if customer.stream == Stream::Harvest => 0.0,
            Resource::Parcels => kilograms / facts::value("day.parcel.mass"),
            Resource::Cold if customer.stream == Stream::Dry => 0.0,
            Resource::Cold => customer.litres(season),
            Resource::Kilograms => kilograms,
            // Everything is unloaded and loaded once.
            Resource::Docks if customer.stream == Stream::Dry => {
                2.0 * kilograms / facts::value("day.parcel.mass") / facts::value("siting.dock.parcels")
            }
            Resource::Docks => 2.0 * kilograms / facts::value("siting.dock.kilograms"),
        }
    }

    fn room_of(self, offer: &Offer) -> f64 {
        let unless_said = f64::INFINITY;
        match self {
            Resource::Parcels => offer.parcels_per_day.unwrap_or(unless_said),
            Resource::Cold if offer.hold == Hold::Outside => unless_said,
            Resource::Cold => offer.cold.as_f64(),
            Resource::Kilograms => offer.kilograms_per_day.unwrap_or(unless_said),
            Resource::Docks => offer.dock_hours.unwrap_or(unless_said),
        }
    }
}

/// What serving a customer takes, by season, then resource.
#[must_use]
pub fn uses(customer: &Customer) -> Vec<f64> {
    let seasons = 0..SEASONS.len();
    seasons.flat_map(|season| Resource::ALL.map(|resource| resource.use_of(customer, season))).collect()
}

/// What a site has, by season, then resource; infinite where nothing limits it.
#[must_use]
pub fn room(offer: &Offer) -> Vec<f64> {
    SEASONS.iter().flat_map(|_| Resource::ALL.map(|resource| resource.room_of(offer))).collect()
}
