//! Fills a county that has places with goods, sites, a fleet and a day of orders.

use super::orders::Ground;
use super::{fleet, goods, orders, sites};
use crate::cold::Air;
use crate::county::{County, Opening, Prices, Season, SiteKind, Zone};
use crate::facts::value;
use crate::units::{Celsius, Fen};
use geo::{LineString, Polygon};

/// What decides a day.
#[derive(Clone, Debug, PartialEq)]
pub struct Day {
    /// ISO 8601.
    pub date: String,
    pub seed: u64,
    /// `None`: as many orders as the people and farms give.
    pub orders: Option<usize>,
}

/// Goods, sites, fleet and orders for the county's places; what was there of these is replaced.
/// The county's places stay as they are. Deterministic by the day's seed.
///
/// `ground` tells heights, by which farms grow one thing or another. Without any place nothing
/// is made.
pub fn fill(county: &mut County, day: &Day, ground: &dyn Fn(crate::units::Point) -> Option<f64>) {
    let ground: Ground = ground;
    county.date.clone_from(&day.date);
    county.season = season(&day.date);
    county.goods = goods::all();
    county.skills = vec!["medicine".to_owned()];
    county.sites = sites::sites(county, day.seed);
    county.orders.clear();
    county.vehicle_types.clear();
    county.drone_types.clear();
    if county.sites.is_empty() {
        return;
    }
    county.orders = orders::day(county, day.seed, day.orders, ground);
    county.vehicle_types = fleet::vehicles(county.orders.len(), sites::WAREHOUSE);
    county.drone_types = fleet::drones(sites::WAREHOUSE);
}

/// Air of a day in July in the Three Gorges, from the facts.
#[must_use]
pub fn air() -> Air {
    Air {
        mean: Celsius(value("generate.air.mean")),
        reference_height: 200.0,
        swing: Celsius(value("generate.air.swing")),
        warmest_hour: value("generate.air.warmest"),
        lapse: Celsius(value("generate.air.lapse")),
    }
}

/// Prices of energy from the facts.
#[must_use]
pub fn prices() -> Prices {
    let burnt = |fuel: &str| {
        let litre = value(&format!("generate.price.{fuel}"));
        Fen::rounded(litre * 1000.0 / value(&format!("energy.{fuel}.kwh_per_litre")))
    };
    Prices {
        diesel: burnt("diesel"),
        petrol: burnt("petrol"),
        electricity: Fen::rounded(value("generate.price.electricity") * 1000.0),
        carbon: None,
    }
}

/// By the month of an ISO date; summer if it cannot be read.
#[must_use]
pub fn season(date: &str) -> Season {
    match date.get(5..7).and_then(|month| month.parse::<u32>().ok()) {
        Some(12 | 1 | 2) => Season::Winter,
        Some(3..=5) => Season::Spring,
        Some(9..=11) => Season::Autumn,
        _ => Season::Summer,
    }
}

/// A square of 2 km around a candidate pad's neighbour: an invented zone without drones.
pub(super) fn zones(county: &County) -> Vec<Zone> {
    let stations = county
        .sites
        .iter()
        .filter(|site| site.kind == SiteKind::Station && site.opening == Opening::Candidate)
        .step_by(5);
    let square = |(number, site): (usize, &crate::county::Site)| {
        let (x, y) = (site.point.x(), site.point.y());
        let (wide, high) = (0.01, 0.009);
        let ring = vec![
            (x - wide, y - high),
            (x + wide, y - high),
            (x + wide, y + high),
            (x - wide, y + high),
            (x - wide, y - high),
        ];
        let round = |at: f64| (at * 1e5).round() / 1e5;
        let ring: Vec<(f64, f64)> = ring.into_iter().map(|(x, y)| (round(x), round(y))).collect();
        Zone {
            code: format!("Z{}", number + 1),
            area: Polygon::new(LineString::from(ring), Vec::new()),
            floor: (number % 2 == 1).then_some(60.0),
        }
    };
    stations.enumerate().map(square).collect()
}
