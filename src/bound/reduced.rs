//! What a vehicle type's legs cost beyond what the rows of the LP pay.

use super::bits::Bits;
use super::cuts::{Cut, MOST_TRIPLES};
use super::graph::Graph;
use super::master::Prices;

/// Prices below this are none.
const NOTHING: f64 = 1e-9;

/// Costs of legs, and of pairs of visits.
pub struct Reduced {
    size: usize,
    /// By from, to: with the stop's time, less what serving it pays.
    legs: Vec<f64>,
    /// What a trip costs before it begins.
    pub begin: f64,
    /// By place: what a pair of visits costs.
    penalties: Vec<f64>,
    /// By node: triples it is one of, and those that are remembered there.
    member: Vec<Bits>,
    memory: Vec<Bits>,
}

impl Reduced {
    pub fn new(graph: &Graph, kind: usize, prices: &Prices, cuts: &[Cut]) -> Reduced {
        let (count, size) = (graph.nodes.len(), graph.nodes.len() + 2);
        let per_second = prices.per_second(kind);
        let mut reduced = Reduced {
            size,
            legs: vec![f64::INFINITY; size * size],
            begin: prices.per_trip(kind) + per_second * graph.reload as f64,
            penalties: vec![0.0; MOST_TRIPLES],
            member: vec![Bits::default(); count],
            memory: vec![Bits::default(); count],
        };
        for from in (0..size).filter(|&from| from != graph.sink()) {
            for to in (0..size).filter(|&to| to != graph.source()) {
                let Some(seconds) = graph.seconds(from, to) else { continue };
                let node = graph.nodes.get(to);
                let (service, paid) = node.map_or((0, 0.0), |node| (node.service, prices.of_row(node.row)));
                reduced.legs[from * size + to] =
                    graph.cost(from, to) + per_second * (seconds + service) as f64 - paid;
            }
        }
        let mut place = 0;
        for (cut, price) in cuts.iter().zip(prices.of_cuts()).filter(|(_, price)| **price > NOTHING) {
            match cut {
                Cut::Triple { .. } if place < MOST_TRIPLES => {
                    reduced.remember(graph, cut, place, *price);
                    place += 1;
                }
                // A penalty left out makes trips cheaper, so the bound stays one.
                Cut::Triple { .. } => {}
                Cut::Inflow { .. } => reduced.pay(graph, cut, *price),
            }
        }
        reduced
    }

    fn remember(&mut self, graph: &Graph, cut: &Cut, place: usize, price: f64) {
        let Cut::Triple { rows, memory } = cut else { return };
        self.penalties[place] = price;
        for (index, node) in graph.nodes.iter().enumerate() {
            if rows.contains(&node.row) {
                self.member[index].insert(place);
            }
            if memory.has(node.row) {
                self.memory[index].insert(place);
            }
        }
    }

    fn pay(&mut self, graph: &Graph, cut: &Cut, price: f64) {
        let Cut::Inflow { rows, .. } = cut else { return };
        let is_in = |at: usize| graph.nodes.get(at).is_some_and(|node| rows.has(node.row));
        let inside: Vec<bool> = (0..self.size).map(is_in).collect();
        for from in (0..self.size).filter(|&from| !inside[from]) {
            for to in (0..self.size).filter(|&to| inside[to]) {
                self.legs[from * self.size + to] -= price;
            }
        }
    }

    /// Infinite where there is no way.
    pub fn leg(&self, from: usize, to: usize) -> f64 {
        self.legs[from * self.size + to]
    }

    /// What a whole trip costs beyond what the prices pay for it.
    pub fn trip(&self, graph: &Graph, nodes: &[u32]) -> f64 {
        let legs: f64 = graph.legs(nodes).map(|(from, to)| self.leg(from, to)).sum();
        let mut bits = Bits::default();
        let mut pairs = 0.0;
        for &node in nodes {
            let (next, penalty) = self.visit(bits, node as usize);
            (bits, pairs) = (next, pairs + penalty);
        }
        self.begin + legs + pairs
    }

    /// What is remembered of triples after a visit, and what it costs.
    pub fn visit(&self, bits: Bits, node: usize) -> (Bits, f64) {
        let kept = bits.and(self.memory[node]);
        (kept.toggled(self.member[node]), self.penalty(kept.and(self.member[node])))
    }

    pub fn penalty(&self, bits: Bits) -> f64 {
        if bits == Bits::default() { 0.0 } else { bits.sum(&self.penalties) }
    }
}
