//! Prodhon's location-routing: customers, depots, places of both, capacity of
//! a vehicle, of depots, demands, opening costs, cost of a route, and 0 if
//! costs are 100 times the distance, truncated.

use super::words::Words;
use super::{Placement, Question, Wrong, fits};
use crate::site::lrp::{Depot, Lrp};

pub fn parse(words: &Words, stem: &str) -> Result<Placement, Wrong> {
    let (customers, depots) = (words.whole(0)?, words.whole(1)?);
    fits(depots, customers, words.row(0))?;
    let nodes = customers.saturating_add(depots);
    fits(nodes, nodes, words.row(0))?;
    words.reach(2 + 2 * nodes + 1 + 2 * depots + customers + 2)?;
    let place = |node: usize| Ok((words.number(2 + 2 * node)?, words.number(3 + 2 * node)?));
    let places: Vec<(f64, f64)> = (0..nodes).map(place).collect::<Result<_, Wrong>>()?;
    let from = 2 + 2 * nodes;
    let vehicle = words.amount(from)?;
    let capacities = words.amounts(from + 1, depots)?;
    let demand = words.amounts(from + 1 + depots, customers)?;
    let opening = words.amounts(from + 1 + depots + customers, depots)?;
    let last = from + 1 + 2 * depots + customers;
    let is_real = match words.number(last + 1)? {
        0.0 => false,
        1.0 => true,
        _ => return Err(Wrong::format(words.row(last + 1), "the last number is neither 0 nor 1")),
    };
    if let Some(at) = demand.iter().position(|&demand| demand > vehicle) {
        return Err(Wrong::format(
            words.row(from + 1 + depots + at),
            "a demand above the vehicle's capacity",
        ));
    }
    let way = |a: (f64, f64), b: (f64, f64)| {
        let distance = (a.0 - b.0).hypot(a.1 - b.1);
        if is_real { distance } else { (100.0 * distance).trunc() }
    };
    let ways = places.iter().flat_map(|&a| places.iter().map(move |&b| way(a, b))).collect();
    let list = opening.into_iter().zip(capacities);
    let list = list.map(|(opening, capacity)| Depot { opening, capacity }).collect();
    Ok(Placement {
        name: stem.to_owned(),
        kind: "lrp",
        key: format!("lrp.{}.{depots}.{customers}", stem.to_lowercase()),
        sites: depots,
        customers,
        question: Question::Routing(Lrp::new(list, demand, vehicle, words.amount(last)?, ways)),
    })
}
