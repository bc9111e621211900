//! What a set of depots costs before anybody has drawn a route, and a bound.
//!
//! A route with load at most `Q` from depot `j` is at least as long as there
//! and back to its farthest customer, so at least `sum q[i]/Q (there + back)`
//! over its customers; and it costs its `F`, of which each customer can be
//! said to carry `q[i]/Q`. So a location problem with
//!
//! ```text
//! (S1)  c[i,j] = (there[i,j] + back[i,j] + F) q[i]/Q
//! ```
//!
//! never costs more than the best routes, if ways are those of shortest
//! paths. There are at least `ceil(sum q / Q)` routes, which adds the rest of
//! the last `F`.

use super::instance::Lrp;
use crate::site::problem::{Choice, Problem, Site, Sourcing};
use crate::site::transport::serve;
use crate::site::{Answer, solve};
use crate::units::Stop;

/// More depots than this are too many to look at each set of them.
const ALL_SETS: usize = 12;

/// (S1) over shortest paths.
#[must_use]
pub fn problem(lrp: &Lrp) -> Problem {
    let sites = lrp.depots.iter().map(|depot| Site {
        fixed: depot.opening,
        capacity: depot.capacity,
        choice: Choice::Free,
    });
    let sites: Vec<Site> = sites.collect();
    let there = shortest(lrp);
    let nodes = lrp.depots.len() + lrp.customers();
    let mut cost = Vec::with_capacity(sites.len() * lrp.customers());
    for depot in 0..sites.len() {
        for customer in 0..lrp.customers() {
            let node = lrp.node(customer);
            let way = there[depot * nodes + node] + there[node * nodes + depot];
            cost.push((way + lrp.per_route) * lrp.demand[customer] / lrp.vehicle);
        }
    }
    let count = (1, sites.len());
    Problem::new(sites, lrp.demand.clone(), cost, count, Sourcing::Split)
}

/// Lengths of shortest paths between all nodes (Floyd 1962).
fn shortest(lrp: &Lrp) -> Vec<f64> {
    let nodes = lrp.depots.len() + lrp.customers();
    let mut ways: Vec<f64> = (0..nodes * nodes).map(|at| lrp.way(at / nodes, at % nodes)).collect();
    for over in 0..nodes {
        let row: Vec<f64> = ways[over * nodes..(over + 1) * nodes].to_vec();
        for from in ways.chunks_mut(nodes) {
            let first = from[over];
            for (way, rest) in from.iter_mut().zip(&row) {
                *way = way.min(first + rest);
            }
        }
    }
    ways
}

/// A lower bound for all routes, and the depots that the star would open.
#[must_use]
pub fn bound(lrp: &Lrp, star: &Problem, stop: &dyn Stop) -> (f64, Answer) {
    let answer = solve(star, stop);
    let vehicles = star.total_demand() / lrp.vehicle;
    let rest = ((vehicles * (1.0 - 1e-9)).ceil() - vehicles).max(0.0) * lrp.per_route;
    let bound = answer.bound + rest;
    let bound = bound - 1e-9 * bound.abs();
    (if lrp.is_whole() { (bound - 1e-6).ceil() } else { bound }, answer)
}

/// Sets of depots that are worth routing, the cheapest star first.
#[must_use]
pub fn sets(star: &Problem, best: &[usize], most: usize) -> Vec<Vec<usize>> {
    let depots = star.sites.len();
    let tries: Vec<Vec<usize>> = if depots <= ALL_SETS {
        (1_u32..1 << depots).map(|set| (0..depots).filter(|&depot| set >> depot & 1 == 1).collect()).collect()
    } else {
        around(best, depots)
    };
    let mut valued: Vec<(f64, Vec<usize>)> =
        tries.into_iter().filter_map(|set| Some((serve(star, &set)?.cost, set))).collect();
    valued.sort_by(|a, b| a.0.total_cmp(&b.0).then_with(|| a.1.cmp(&b.1)));
    valued.truncate(most);
    valued.into_iter().map(|it| it.1).collect()
}

/// A set, and those with one depot more, less or exchanged.
fn around(best: &[usize], depots: usize) -> Vec<Vec<usize>> {
    let mut sets = vec![best.to_vec()];
    for &out in best {
        sets.push(best.iter().copied().filter(|&depot| depot != out).collect());
    }
    for new in (0..depots).filter(|depot| !best.contains(depot)) {
        let with = |base: &[usize]| {
            let mut set = base.to_vec();
            set.push(new);
            set.sort_unstable();
            set
        };
        let smaller: Vec<Vec<usize>> = sets[1..=best.len()].to_vec();
        sets.push(with(best));
        sets.extend(smaller.iter().map(|set| with(set)));
    }
    sets.retain(|set| !set.is_empty());
    sets
}
