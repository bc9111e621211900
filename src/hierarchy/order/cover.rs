//! The fewest nodes that touch every edge of a cut (König's theorem).
//!
//! A largest matching of the cut's edges is found with alternating paths; the
//! cover are the source-side nodes that are not reached from unmatched ones,
//! and the sink-side nodes that are.

use super::cell::Cell;
use std::collections::BTreeMap;

/// The cover, in order of the cell's numbers.
pub(super) fn cover(cell: &Cell, side: &[bool]) -> Vec<usize> {
    let graph = Bipartite::new(cell, side);
    let mut matched = vec![None; graph.right.len()];
    for left in 0..graph.left.len() {
        graph.augment(left, &mut matched, &mut vec![false; graph.right.len()]);
    }
    let mut free = vec![true; graph.left.len()];
    matched.iter().flatten().for_each(|&left: &usize| free[left] = false);
    let mut seen = (free.clone(), vec![false; graph.right.len()]);
    let mut stack: Vec<usize> = (0..graph.left.len()).filter(|&left| free[left]).collect();
    while let Some(left) = stack.pop() {
        for &right in &graph.edges[left] {
            if !std::mem::replace(&mut seen.1[right], true)
                && let Some(next) = matched[right]
                && !std::mem::replace(&mut seen.0[next], true)
            {
                stack.push(next);
            }
        }
    }
    let lefts = (0..graph.left.len()).filter(|&left| !seen.0[left]).map(|left| graph.left[left]);
    let rights = (0..graph.right.len()).filter(|&right| seen.1[right]).map(|right| graph.right[right]);
    let mut cover: Vec<usize> = lefts.chain(rights).collect();
    cover.sort_unstable();
    cover
}

/// The cut's edges between the nodes of the two sides.
struct Bipartite {
    left: Vec<usize>,
    right: Vec<usize>,
    /// By left node.
    edges: Vec<Vec<usize>>,
}

impl Bipartite {
    fn new(cell: &Cell, side: &[bool]) -> Bipartite {
        let mut graph = Bipartite { left: Vec::new(), right: Vec::new(), edges: Vec::new() };
        let mut number: BTreeMap<usize, usize> = BTreeMap::new();
        for node in (0..cell.len()).filter(|&node| side[node]) {
            let across = cell.halves(node).map(|half| cell.heads[half] as usize).filter(|&head| !side[head]);
            let mut heads: Vec<usize> = across
                .map(|head| {
                    *number.entry(head).or_insert_with(|| {
                        graph.right.push(head);
                        graph.right.len() - 1
                    })
                })
                .collect();
            heads.dedup();
            if !heads.is_empty() {
                graph.left.push(node);
                graph.edges.push(heads);
            }
        }
        graph
    }

    /// Matches one more left node if that can be.
    fn augment(&self, start: usize, matched: &mut [Option<usize>], seen: &mut [bool]) -> bool {
        // Left nodes on the alternating path, each with the next edge to try.
        let mut path: Vec<(usize, usize)> = vec![(start, 0)];
        while let Some((left, place)) = path.last_mut() {
            let Some(&right) = self.edges[*left].get(*place) else {
                path.pop();
                continue;
            };
            *place += 1;
            if std::mem::replace(&mut seen[right], true) {
                continue;
            }
            match matched[right] {
                Some(next) => path.push((next, 0)),
                None => {
                    for &(left, place) in &path {
                        matched[self.edges[left][place - 1]] = Some(left);
                    }
                    return true;
                }
            }
        }
        false
    }
}
