//! The cheapest ways from one pad over the lattice to all others: Dijkstra's search with buckets.
//!
//! No step costs less than a bucket is wide, so that all points of the lowest bucket are settled
//! together (Dial 1969, doi:10.1145/363269.363610; Denardo and Fox 1979).

use super::lattice::Lattice;

/// Arrays of a search, used again for the next one.
pub(super) struct Scratch {
    cost: Vec<f32>,
    parent: Vec<u32>,
    touched: Vec<u32>,
    buckets: Vec<Vec<u32>>,
    /// Targets that are not settled yet.
    wanted: Vec<bool>,
}

const NONE: u32 = u32::MAX;

impl Scratch {
    pub fn new(lattice: &Lattice) -> Scratch {
        let count = lattice.costs.len();
        Scratch {
            cost: vec![f32::INFINITY; count],
            parent: vec![NONE; count],
            touched: Vec::new(),
            buckets: Vec::new(),
            wanted: vec![false; count],
        }
    }

    /// Searches from points with their costs until every one of `targets` is settled, or all
    /// that can be reached.
    pub fn search(&mut self, lattice: &Lattice, starts: &[(usize, f32)], targets: &[usize]) {
        for node in self.touched.drain(..) {
            self.cost[node as usize] = f32::INFINITY;
            self.parent[node as usize] = NONE;
        }
        self.buckets.iter_mut().for_each(Vec::clear);
        let mut left = 0;
        for target in targets {
            left += usize::from(!self.wanted[*target]);
            self.wanted[*target] = true;
        }
        let width = if lattice.least.is_finite() { (lattice.least * 0.99).max(1.0) } else { 1.0 };
        for &(node, cost) in starts {
            self.reach(node, cost, NONE, width);
        }
        let mut lowest = 0;
        while lowest < self.buckets.len() && (left > 0 || targets.is_empty()) {
            let bucket = std::mem::take(&mut self.buckets[lowest]);
            for node in bucket.iter().map(|node| *node as usize) {
                let cost = self.cost[node];
                // It was reached more cheaply after it was put here.
                if bucket_of(cost, width) != lowest {
                    continue;
                }
                if self.wanted[node] {
                    self.wanted[node] = false;
                    left -= 1;
                }
                for (to, step) in lattice.steps(node) {
                    self.reach(to, cost + step, node as u32, width);
                }
            }
            self.buckets[lowest] = bucket;
            lowest += 1;
        }
        targets.iter().for_each(|target| self.wanted[*target] = false);
    }

    fn reach(&mut self, node: usize, cost: f32, parent: u32, width: f32) {
        let known = self.cost[node];
        // Between equal costs the smaller parent wins: the way does not depend on the order.
        if cost > known || (cost == known && parent >= self.parent[node]) {
            return;
        }
        if known == f32::INFINITY {
            self.touched.push(node as u32);
        }
        self.cost[node] = cost;
        self.parent[node] = parent;
        let bucket = bucket_of(cost, width);
        if known == f32::INFINITY || bucket != bucket_of(known, width) {
            if bucket >= self.buckets.len() {
                self.buckets.resize_with(bucket + 64, Vec::new);
            }
            self.buckets[bucket].push(node as u32);
        }
    }

    /// Costs and parents of all points.
    pub fn parts(&self) -> (&[f32], &[u32]) {
        (&self.cost, &self.parent)
    }

    pub fn cost(&self, node: usize) -> f32 {
        self.cost[node]
    }

    /// Points from a start to `node`.
    pub fn way(&self, node: usize) -> Vec<usize> {
        let mut way = vec![node];
        let mut at = node;
        while self.parent[at] != NONE {
            at = self.parent[at] as usize;
            way.push(at);
        }
        way.reverse();
        way
    }
}

fn bucket_of(cost: f32, width: f32) -> usize {
    (cost / width) as usize
}
