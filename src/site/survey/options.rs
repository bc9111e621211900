//! In which sizes and temperatures a site may be opened.
//!
//! A row of `sites.csv` is the basic size. Candidates come in a large size
//! too; stations may get a cold room, collection points a pre-cooler. What
//! exists stays as it is or is enlarged.

use super::demand::Stream;
use super::wishes::Size;
use crate::county::{County, Site, SiteKind};
use crate::facts;
use crate::units::{Celsius, Fen, Litres};

/// How goods wait at a site.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Hold {
    Outside,
    At(Celsius),
    /// Cooled down for fen a kilogram, then kept at that temperature.
    Cooled(Celsius, f64),
}

impl Hold {
    #[must_use]
    pub fn temperature(&self) -> Option<Celsius> {
        match self {
            Hold::Outside => None,
            Hold::At(temperature) | Hold::Cooled(temperature, _) => Some(*temperature),
        }
    }
}

/// A size and temperature of a site.
#[derive(Clone, Debug, PartialEq)]
pub struct Offer {
    pub is_large: bool,
    pub hold: Hold,
    /// Fen a day.
    pub fixed: Fen,
    /// `None`: no limit.
    pub parcels_per_day: Option<f64>,
    /// `None`: no limit.
    pub kilograms_per_day: Option<f64>,
    /// Hours a day at all docks together; `None`: no limit.
    pub dock_hours: Option<f64>,
    /// Room for what waits cold.
    pub cold: Litres,
    /// The daily cost of what is there already; 0 for candidates.
    pub present: Fen,
}

/// What a kind of site takes.
#[must_use]
pub fn takes(kind: SiteKind, stream: Stream) -> bool {
    match kind {
        SiteKind::Warehouse | SiteKind::Station => true,
        SiteKind::ColdRoom => stream != Stream::Dry,
        SiteKind::CollectionPoint => stream == Stream::Harvest,
        SiteKind::Pad => stream != Stream::Harvest,
    }
}

/// All options of a site, the one in the file first.
#[must_use]
pub fn options(county: &County, sizes: &[Size], site: &Site) -> Vec<Offer> {
    let mut found = Vec::new();
    for is_large in [false, true] {
        if is_large && site.kind == SiteKind::Pad {
            continue;
        }
        let own = own(site, sizes, is_large);
        found.push(own.clone());
        match site.kind {
            SiteKind::Station if site.cold_room.0 == 0 => found.push(with_cold_room(own)),
            SiteKind::CollectionPoint if site.cold_room.0 == 0 => found.push(with_cooler(county, own)),
            _ => {}
        }
    }
    found
}

fn own(site: &Site, sizes: &[Size], is_large: bool) -> Offer {
    let (wide, dear) = if is_large {
        (facts::value("siting.large.capacity"), facts::value("siting.large.cost"))
    } else {
        (1.0, 1.0)
    };
    let cold = Litres::rounded(site.cold_room.as_f64() * wide);
    let temperature = site.cold_temperature.unwrap_or(Celsius(facts::value("siting.cold.temperature")));
    let is_existing = site.opening == crate::county::Opening::Existing;
    Offer {
        is_large,
        hold: if cold.0 > 0 { Hold::At(temperature) } else { Hold::Outside },
        fixed: Fen::rounded(site.fixed.as_f64() * dear),
        parcels_per_day: site.parcels_per_day.map(|parcels| f64::from(parcels) * wide),
        kilograms_per_day: kilograms(site, sizes).map(|kilograms| kilograms * wide),
        dock_hours: docks(site, sizes).map(|hours| hours * wide),
        cold,
        present: if is_existing { site.fixed } else { Fen(0) },
    }
}

/// As the site says, or `site.toml` of its kind, or what a site for so many parcels usually takes.
fn kilograms(site: &Site, sizes: &[Size]) -> Option<f64> {
    let of_kind = || sizes.iter().rev().find(|size| size.kind == site.kind)?.kilograms;
    let usual = || Some(f64::from(site.parcels_per_day?) * facts::value("siting.kilograms.parcel"));
    site.kilograms_per_day.map(f64::from).or_else(of_kind).or_else(usual)
}

/// As the site says, or `site.toml` of its kind, or one dock for so many parcels. Pads have none.
fn docks(site: &Site, sizes: &[Size]) -> Option<f64> {
    let of_kind = || sizes.iter().rev().find(|size| size.kind == site.kind)?.dock_hours;
    let docks = || match site.kind {
        SiteKind::Warehouse | SiteKind::Station => {
            let each = facts::value("siting.dock.each");
            site.parcels_per_day.map(|parcels| (f64::from(parcels) / each).ceil().max(1.0))
        }
        SiteKind::ColdRoom | SiteKind::CollectionPoint => Some(1.0),
        SiteKind::Pad => None,
    };
    let usual = || Some(docks()? * facts::value("siting.dock.open"));
    site.dock_hours.or_else(of_kind).or_else(usual)
}

fn with_cold_room(own: Offer) -> Offer {
    let wide = if own.is_large { facts::value("siting.large.capacity") } else { 1.0 };
    let dear = if own.is_large { facts::value("siting.large.cost") } else { 1.0 };
    Offer {
        hold: Hold::At(Celsius(facts::value("siting.cold.temperature"))),
        fixed: own.fixed + Fen::rounded(facts::value("siting.cold.fixed") * dear),
        cold: Litres::rounded(facts::value("siting.cold.litres") * wide),
        ..own
    }
}

/// With the temperature and price that the county's own pre-coolers have, if it has any.
fn with_cooler(county: &County, own: Offer) -> Offer {
    let wide = if own.is_large { facts::value("siting.large.capacity") } else { 1.0 };
    let dear = if own.is_large { facts::value("siting.large.cost") } else { 1.0 };
    let known = county.places.iter().find_map(|place| place.precooler);
    let temperature =
        known.map_or(Celsius(facts::value("generate.precooler.temperature")), |cooler| cooler.temperature);
    let price = known.map_or(facts::value("generate.precooler.price"), |cooler| cooler.price.as_f64());
    Offer {
        hold: Hold::Cooled(temperature, price),
        fixed: own.fixed + Fen::rounded(facts::value("siting.precool.fixed") * dear),
        cold: Litres::rounded(facts::value("siting.precool.litres") * wide),
        ..own
    }
}
