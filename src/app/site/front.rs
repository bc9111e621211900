//! Cost against coverage: the best siting for several prices of being far. (M184)

use crate::app::clock::Deadline;
use crate::county::County;
use crate::site::levels;
use crate::site::survey::{Customer, FrontPoint, Part, Surveyed, Wishes};
use crate::units::Fen;

/// Prices of a stream that is far, as shares of what a stream costs on average.
const PRICES: [f64; 6] = [0.0, 0.03, 0.1, 0.3, 1.0, 10.0];

/// Sitings of which none is both cheaper and nearer than another, the cheapest first.
#[must_use]
pub fn front(
    county: &County,
    customers: &[Customer],
    surveyed: &Surveyed,
    wishes: &Wishes,
    stop: &Deadline,
) -> Vec<FrontPoint> {
    let mut points: Vec<FrontPoint> = Vec::new();
    let mut proved: Vec<(f64, f64)> = Vec::new();
    let mut mean = None;
    for (done, share) in PRICES.into_iter().enumerate() {
        let price = share * mean.unwrap_or(0.0);
        let own = Wishes { beyond: price, ..wishes.clone() };
        let mut asked = surveyed.clone().serving(county, customers, &own);
        // A share that must be near would hide what it costs.
        asked.levels.coverage = None;
        let answer = levels::solve(&asked.levels, &stop.share(1.0 / (PRICES.len() - done) as f64));
        proved.push((price, answer.bound));
        let Some(best) = answer.best else { continue };
        mean.get_or_insert(best.cost / customers.len().max(1) as f64);
        let reach = asked.reach(county, customers, &own, &best);
        let service = |(customer, home, share): (usize, usize, f64)| {
            let cell = asked.levels.alternatives[home].row * customers.len() + customer;
            share * asked.parts[Part::Service as usize][cell]
        };
        let priced: f64 = best.all().map(service).sum();
        points.push(FrontPoint {
            price: Fen::rounded(price),
            cost: Fen::rounded(best.cost - priced),
            bound: Fen(0),
            reach,
            open: best.open,
        });
    }
    for point in &mut points {
        // Nothing as near costs less: at any price, the bound less what as many far streams are priced at.
        let far = point.reach.beyond as f64;
        let bound = proved.iter().map(|(price, bound)| bound - price * far).fold(0.0, f64::max);
        point.bound = Fen(bound.floor() as i64).min(point.cost);
    }
    points.sort_by_key(|point| (point.cost, point.reach.beyond));
    let mut nearest = usize::MAX;
    points.retain(|point| {
        let is_nearer = point.reach.beyond < nearest;
        nearest = nearest.min(point.reach.beyond);
        is_nearer
    });
    points
}
