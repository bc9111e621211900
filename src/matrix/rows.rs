//! Rows of a matrix: one tree of shortest paths each, in parallel.
//!
//! Sums go along the tree as junctions are settled, so a leg costs nothing
//! beyond the search that finds it. Each thread reuses its arrays.

use super::{Matrix, PackedLeg};
use crate::cold::Air;
use crate::network::{Costs, Located, Sums, Tree, Weights};
use petgraph::graph::NodeIndex;
use rayon::prelude::*;

pub(super) fn matrix(located: &Located, weights: &Weights, air: &Air, q10: &[f64]) -> Matrix {
    let network = &located.network;
    let warm: Vec<Vec<u32>> = q10.iter().map(|&q10| network.warmth(weights, air, q10)).collect();
    let costs = network.roads().costs(weights);
    let size = located.junctions.len();
    let start = || (Tree::new(network.roads()), Totals::new(weights, &warm, network.roads().junctions()));
    let rows: Vec<Row> = located
        .junctions
        .par_iter()
        .map_init(start, |(tree, totals), &from| row(located, &costs, tree, totals, from))
        .collect();
    let mut matrix = Matrix {
        size,
        legs: Vec::with_capacity(size * size),
        warmth: q10.iter().map(|_| Vec::with_capacity(size * size)).collect(),
    };
    for row in rows {
        matrix.legs.extend(row.legs);
        for (class, values) in matrix.warmth.iter_mut().zip(row.warmth) {
            class.extend(values);
        }
    }
    matrix
}

struct Row {
    legs: Vec<PackedLeg>,
    /// By warmth class.
    warmth: Vec<Vec<u32>>,
}

fn row(located: &Located, costs: &Costs, tree: &mut Tree, totals: &mut Totals, from: NodeIndex) -> Row {
    tree.grow_with(located.network.roads(), costs, from, &located.junctions, totals);
    let to = || located.junctions.iter().map(|&to| (to.index(), tree.millis(to)));
    let leg = |(to, millis): (usize, Option<u32>)| {
        let Some(millis) = millis else { return PackedLeg::NONE };
        let sums = &totals.sums[to];
        PackedLeg {
            duration: thousandths(u64::from(millis)),
            distance: capped((sums.decimetres + 5) / 10),
            empty: sums.empty.clamp(i64::from(i32::MIN), i64::from(i32::MAX)) as i32,
            per_tonne: sums.per_tonne.clamp(i64::from(i32::MIN), i64::from(i32::MAX)) as i32,
        }
    };
    let warmth = |class: usize| {
        to().map(|(to, millis)| millis.map_or(0, |_| thousandths(totals.warmth(to, class)))).collect()
    };
    Row { legs: to().map(leg).collect(), warmth: (0..totals.warm.len()).map(warmth).collect() }
}

/// Rounded half up to whole units.
fn thousandths(value: u64) -> u32 {
    capped((value + 500) / 1000)
}

fn capped(value: u64) -> u32 {
    value.min(u64::from(u32::MAX - 1)) as u32
}

#[derive(Clone, Copy, Debug, Default)]
struct Sum {
    decimetres: u64,
    empty: i64,
    per_tonne: i64,
}

/// Sums from the root to each settled junction.
struct Totals<'a> {
    weights: &'a Weights,
    /// By warmth class, then edge: milliseconds.
    warm: &'a [Vec<u32>],
    sums: Vec<Sum>,
    /// By junction, then warmth class.
    warmth: Vec<u64>,
}

impl<'a> Totals<'a> {
    fn new(weights: &'a Weights, warm: &'a [Vec<u32>], junctions: usize) -> Totals<'a> {
        let (sums, warmth) = (vec![Sum::default(); junctions], vec![0; junctions * warm.len()]);
        Totals { weights, warm, sums, warmth }
    }

    fn warmth(&self, junction: usize, class: usize) -> u64 {
        self.warmth[junction * self.warm.len() + class]
    }
}

impl Sums for Totals<'_> {
    fn start(&mut self, root: u32) {
        let (root, classes) = (root as usize, self.warm.len());
        self.sums[root] = Sum::default();
        self.warmth[root * classes..(root + 1) * classes].fill(0);
    }

    fn add(&mut self, from: u32, edge: u32, to: u32) {
        let weight = self.weights.arcs[edge as usize].expect("a path uses arcs that the vehicle may use");
        let before = self.sums[from as usize];
        self.sums[to as usize] = Sum {
            decimetres: before.decimetres + u64::from(weight.decimetres),
            empty: before.empty + i64::from(weight.empty),
            per_tonne: before.per_tonne + i64::from(weight.per_tonne),
        };
        let classes = self.warm.len();
        for (class, warm) in self.warm.iter().enumerate() {
            let more = u64::from(warm[edge as usize]);
            self.warmth[to as usize * classes + class] = self.warmth[from as usize * classes + class] + more;
        }
    }
}
