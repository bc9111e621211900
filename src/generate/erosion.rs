//! Valleys and ridges as water makes them.
//!
//! One idea: land rises, and rivers cut down in proportion to `area^m slope`
//! (the stream power law). Solved implicitly from the mouth upwards, so that
//! large steps of time are stable and every cell drains into a river.
//! Source: Braun and Willett (2013), Geomorphology 180-181:170-179,
//! doi:10.1016/j.geomorph.2012.10.008. Depressions are filled by priority
//! flood: Barnes et al. (2014), doi:10.1016/j.cageo.2013.04.024.

use super::noise::{mix, unit};
use rayon::prelude::*;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

const NEIGHBOURS: [(i64, i64); 8] = [(1, 0), (1, 1), (0, 1), (-1, 1), (-1, 0), (-1, -1), (0, -1), (1, -1)];

/// Exponent of the drained area.
const AREA_POWER: f64 = 0.42;

/// Cells drain downhill to the `mouth` cells, whose heights are fixed.
pub(super) struct Field {
    pub(super) columns: usize,
    pub(super) rows: usize,
    pub(super) dx: f64,
    pub(super) dy: f64,
    pub(super) heights: Vec<f32>,
    pub(super) mouth: Vec<bool>,
    /// Metres of rise per step of time.
    pub(super) uplift: Vec<f32>,
    /// How easily the rock is cut.
    pub(super) softness: Vec<f32>,
    /// Seed of the chance in where cells drain.
    pub(super) luck: u64,
    /// No hillside is steeper: rise over run.
    pub(super) steepest: f32,
}

/// Where each cell drains, and the cells from the mouths upwards.
pub(super) struct Drainage {
    receiver: Vec<u32>,
    order: Vec<u32>,
}

impl Field {
    fn neighbours(&self, cell: usize) -> impl Iterator<Item = (usize, f32)> + '_ {
        let (column, row) = ((cell % self.columns) as i64, (cell / self.columns) as i64);
        NEIGHBOURS.iter().filter_map(move |&(dc, dr)| {
            let (c, r) = (column + dc, row + dr);
            let inside = c >= 0 && r >= 0 && c < self.columns as i64 && r < self.rows as i64;
            let run = ((dc as f64 * self.dx).powi(2) + (dr as f64 * self.dy).powi(2)).sqrt();
            inside.then(|| (r as usize * self.columns + c as usize, run as f32))
        })
    }

    /// Raises every depression until it drains, by a little more than its rim.
    pub(super) fn fill(&mut self) {
        let mut seen = self.mouth.clone();
        let mut queue: BinaryHeap<Reverse<(u32, u32)>> = (0..self.heights.len())
            .filter(|&cell| self.mouth[cell])
            .map(|cell| Reverse((self.heights[cell].max(0.0).to_bits(), cell as u32)))
            .collect();
        while let Some(Reverse((_, cell))) = queue.pop() {
            let rim = self.heights[cell as usize] + 0.02;
            let around: Vec<usize> = self.neighbours(cell as usize).map(|(next, _)| next).collect();
            for next in around {
                if !seen[next] {
                    seen[next] = true;
                    self.heights[next] = self.heights[next].max(rim);
                    queue.push(Reverse((self.heights[next].max(0.0).to_bits(), next as u32)));
                }
            }
        }
    }

    pub(super) fn drainage(&self) -> Drainage {
        let count = self.heights.len();
        let receiver: Vec<u32> = (0..count).into_par_iter().map(|cell| self.below(cell)).collect();
        let mut donors = vec![0u32; count + 1];
        for (cell, &below) in receiver.iter().enumerate() {
            if below as usize != cell {
                donors[below as usize + 1] += 1;
            }
        }
        for cell in 0..count {
            donors[cell + 1] += donors[cell];
        }
        Drainage { order: upwards(&receiver, &donors), receiver }
    }

    /// The neighbour that a cell drains into; itself if it is a mouth or a hollow.
    fn below(&self, cell: usize) -> u32 {
        let mut receiver = cell as u32;
        if self.mouth[cell] {
            return receiver;
        }
        let here = self.heights[cell];
        let mut best = 0.0;
        for (next, run) in self.neighbours(cell) {
            // A little chance among the neighbours keeps streams off the grid's eight
            // directions (after Fairfield and Leymarie 1991, doi:10.1029/90WR02658).
            let luck = 0.7 + 0.6 * unit(mix(self.luck ^ cell as u64, next as u64)) as f32;
            let slope = (here - self.heights[next]) / run * luck;
            if slope > best {
                (best, receiver) = (slope, next as u32);
            }
        }
        receiver
    }

    /// Square metres that drain through each cell.
    pub(super) fn drained(&self, drainage: &Drainage) -> Vec<f32> {
        let mut area = vec![(self.dx * self.dy) as f32; self.heights.len()];
        for &cell in drainage.order.iter().rev() {
            let below = drainage.receiver[cell as usize];
            if below != cell {
                area[below as usize] += area[cell as usize];
            }
        }
        area
    }

    /// One step of time: rise, then cut down from the mouths upwards.
    pub(super) fn erode(&mut self) {
        let drainage = self.drainage();
        let area = self.drained(&drainage);
        for &cell in &drainage.order {
            let (cell, below) = (cell as usize, drainage.receiver[cell as usize] as usize);
            if self.mouth[cell] {
                continue;
            }
            let raised = self.heights[cell] + self.uplift[cell];
            if cell == below {
                self.heights[cell] = raised;
                continue;
            }
            let run = self.run(cell, below);
            let cut = self.softness[cell] * (f64::from(area[cell])).powf(AREA_POWER) as f32 / run;
            let low = self.heights[below];
            let height = (raised + cut * low) / (1.0 + cut);
            self.heights[cell] = height.clamp(low + 0.01, low + self.steepest * run);
        }
    }

    fn run(&self, a: usize, b: usize) -> f32 {
        let dc = (a % self.columns) as f64 - (b % self.columns) as f64;
        let dr = (a / self.columns) as f64 - (b / self.columns) as f64;
        ((dc * self.dx).powi(2) + (dr * self.dy).powi(2)).sqrt() as f32
    }
}

/// Cells such that each comes after the one it drains into.
fn upwards(receiver: &[u32], first: &[u32]) -> Vec<u32> {
    let count = receiver.len();
    let mut place = first.to_vec();
    let mut donors = vec![0u32; first[count] as usize];
    for (cell, &below) in receiver.iter().enumerate() {
        if below as usize != cell {
            donors[place[below as usize] as usize] = cell as u32;
            place[below as usize] += 1;
        }
    }
    let mut order: Vec<u32> = (0..count as u32).filter(|&cell| receiver[cell as usize] == cell).collect();
    let mut next = 0;
    while next < order.len() {
        let cell = order[next] as usize;
        order.extend_from_slice(&donors[first[cell] as usize..first[cell + 1] as usize]);
        next += 1;
    }
    order
}
