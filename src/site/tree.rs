//! Branch and bound over the sites, with bounds by relaxation.
//!
//! Nodes with the smallest bound are divided first, a fixed number of them at
//! a time and side by side: so the result does not depend on the number of
//! threads, and the least bound of the open nodes is a bound for all.

use super::ascend::{Climb, Summit, climb};
use super::incumbent::Incumbent;
use super::kernel;
use super::problem::Choice;
use super::relax::Relaxation;
use crate::units::Stop;
use rayon::prelude::*;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Nodes that are divided side by side.
const TOGETHER: usize = 8;

/// Steps at a node: it begins where its parent ended.
const CLIMB: Climb = Climb { steps: 60, boldness: 0.5, patience: 5 };

/// A part of the solutions.
struct Node {
    fixed: Vec<Choice>,
    prices: Vec<f64>,
    bound: f64,
    /// The site to divide by; `None` if none is left.
    branch: Option<usize>,
}

/// What the tree proved.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Proof {
    /// No solution costs less than this.
    pub bound: f64,
    pub nodes: u64,
    /// Whether nothing was left.
    pub is_done: bool,
}

/// Searches below a root until nothing is left or it is told to stop.
pub fn search(
    relaxation: &Relaxation,
    fixed: Vec<Choice>,
    root: Summit,
    incumbent: &mut Incumbent,
    stop: &dyn Stop,
) -> Proof {
    let mut open: BTreeMap<(OrderedBound, u64), Node> = BTreeMap::new();
    let mut nodes = 1;
    let first = node(fixed, root);
    let mut unresolved = f64::INFINITY;
    if first.bound < incumbent.limit() {
        match first.branch {
            Some(_) => drop(open.insert((OrderedBound(first.bound), 0), first)),
            None => unresolved = settled(relaxation, &first, incumbent, stop).max(first.bound),
        }
    }
    while !open.is_empty() && !stop.now() {
        let mut parents = Vec::with_capacity(TOGETHER);
        while parents.len() < TOGETHER
            && let Some((_, node)) = open.pop_first()
        {
            parents.push(node);
        }
        let limit = incumbent.limit();
        parents.retain(|node| node.bound < limit);
        let children: Vec<(Node, Vec<usize>)> = parents
            .par_iter()
            .flat_map_iter(|node| [Choice::Open, Choice::Closed].map(|choice| (node, choice)))
            .collect::<Vec<_>>()
            .into_par_iter()
            .filter_map(|(parent, choice)| divided(relaxation, parent, choice, limit, stop))
            .collect();
        for (child, sites) in children {
            nodes += 1;
            incumbent.offer(&sites);
            if child.bound >= incumbent.limit() {
                continue;
            }
            if child.branch.is_some() {
                open.insert((OrderedBound(child.bound), nodes), child);
            } else {
                let left = settled(relaxation, &child, incumbent, stop);
                unresolved = unresolved.min(left.max(child.bound));
            }
        }
    }
    let limit = incumbent.limit();
    let least = open.first_key_value().map_or(f64::INFINITY, |((bound, _), _)| bound.0).min(unresolved);
    let is_done = least >= limit;
    Proof { bound: if is_done { limit } else { least }, nodes, is_done }
}

/// The bound that is left where all sites are decided.
fn settled(relaxation: &Relaxation, node: &Node, incumbent: &mut Incumbent, stop: &dyn Stop) -> f64 {
    if let Some(exact) = incumbent.settle(&node.fixed) {
        return exact;
    }
    kernel::prove(relaxation, &node.fixed, &node.prices, incumbent, stop).unwrap_or(f64::NEG_INFINITY)
}

fn divided(
    relaxation: &Relaxation,
    parent: &Node,
    choice: Choice,
    limit: f64,
    stop: &dyn Stop,
) -> Option<(Node, Vec<usize>)> {
    let mut fixed = parent.fixed.clone();
    fixed[parent.branch?] = choice;
    let summit =
        climb(relaxation, &mut fixed, parent.prices.clone(), CLIMB, limit, stop, &mut |_| f64::INFINITY);
    let sites = summit.open.clone();
    let mut child = node(fixed, summit);
    child.bound = child.bound.max(parent.bound);
    Some((child, sites))
}

fn node(fixed: Vec<Choice>, summit: Summit) -> Node {
    let undecided = |site: usize| summit.share[site].min(1.0 - summit.share[site]);
    let free = summit.turning.iter().filter(|it| fixed[it.0] == Choice::Free);
    let branch = free.max_by(|a, b| {
        let (left, right) = (undecided(a.0), undecided(b.0));
        left.total_cmp(&right).then(b.1.total_cmp(&a.1)).then(Reverse(a.0).cmp(&Reverse(b.0)))
    });
    let branch = branch.map(|it| it.0).or_else(|| fixed.iter().position(|it| *it == Choice::Free));
    Node { branch, fixed, prices: summit.prices, bound: summit.bound }
}

#[derive(Clone, Copy, Debug, PartialEq)]
struct OrderedBound(f64);

impl Eq for OrderedBound {}

impl PartialOrd for OrderedBound {
    fn partial_cmp(&self, other: &OrderedBound) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for OrderedBound {
    fn cmp(&self, other: &OrderedBound) -> std::cmp::Ordering {
        self.0.total_cmp(&other.0)
    }
}
