//! OR-Library's medians: `n edges p`, then `u v cost` for each edge. Of two
//! lines about one edge the later holds. Costs are those of shortest paths.

use super::words::Words;
use super::{Placement, Question, Wrong, fits};
use crate::site::{Choice, Problem, Site, Sourcing};
use rayon::prelude::*;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

pub fn parse(words: &Words, stem: &str) -> Result<Placement, Wrong> {
    let row = words.row(0);
    let (nodes, edges, medians) = (words.whole(0)?, words.whole(1)?, words.whole(2)?);
    fits(nodes, nodes, row)?;
    if medians == 0 || medians > nodes {
        return Err(Wrong::format(row, "as many medians as there are places at most"));
    }
    words.reach(edges.saturating_mul(3).saturating_add(3))?;
    let mut costs = BTreeMap::new();
    for at in (0..edges).map(|edge| 3 + 3 * edge) {
        let ends = (words.whole(at)?, words.whole(at + 1)?);
        if ends.0.min(ends.1) == 0 || ends.0.max(ends.1) > nodes {
            return Err(Wrong::format(words.row(at), "an edge to a node that is not there"));
        }
        let ends = (ends.0.min(ends.1) - 1, ends.0.max(ends.1) - 1);
        costs.insert(ends, words.amount(at + 2)?);
    }
    let mut links = vec![Vec::new(); nodes];
    for ((from, to), cost) in costs {
        links[from].push((to, cost));
        links[to].push((from, cost));
    }
    let table: Vec<f64> = (0..nodes).into_par_iter().flat_map_iter(|from| paths(&links, from)).collect();
    let site = Site { fixed: 0.0, capacity: f64::INFINITY, choice: Choice::Free };
    let problem =
        Problem::new(vec![site; nodes], vec![1.0; nodes], table, (medians, medians), Sourcing::Single);
    Ok(Placement {
        name: stem.to_owned(),
        kind: "p-median",
        key: format!("median.{}.{nodes}.{medians}", stem.to_lowercase()),
        sites: nodes,
        customers: nodes,
        question: Question::Location(problem),
    })
}

/// Costs of least cost paths from a node; infinite where there is none.
fn paths(links: &[Vec<(usize, f64)>], from: usize) -> Vec<f64> {
    let mut costs = vec![f64::INFINITY; links.len()];
    costs[from] = 0.0;
    // Costs are not negative, so that their bits are in their order.
    let mut queue = BinaryHeap::from([(Reverse(0_u64), from)]);
    while let Some((Reverse(bits), at)) = queue.pop() {
        let cost = f64::from_bits(bits);
        if cost > costs[at] {
            continue;
        }
        for &(to, way) in &links[at] {
            if cost + way < costs[to] {
                costs[to] = cost + way;
                queue.push((Reverse((cost + way).to_bits()), to));
            }
        }
    }
    costs
}
