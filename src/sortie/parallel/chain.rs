//! Search where ways are as long in both directions: a small part of the tour
//! is shaken, a few customers fly instead or no longer, and the tour mends
//! itself by chains of exchanges around what was touched (chained
//! Lin-Kernighan; Martin, Otto and Felten 1991).

use super::mend::{Touched, mend};
use super::prove::Hints;
use super::ring::Ring;
use super::{Division, Shared, machines, spend};
use crate::sortie::Effort;
use crate::units::Dice;

/// Longest part of the tour that is shaken.
const SHAKEN: usize = 50;
/// Temperatures, as parts of a way between customers of the first tour.
const HOT: f64 = 0.02;
const COLD: f64 = 0.003;
/// Weight of the truck's time and the drones', whoever is last, as the LP values them.
const WORTH: f64 = 0.2;
/// How often it is changed who flies, and not the order of the tour.
const FLIGHTS: f64 = 0.6;
/// How often flights are put onto drones where only that can show a gain.
const LOOK: f64 = 0.02;

/// Whether this search can be used.
pub fn is_even(shared: &Shared) -> bool {
    let nodes = shared.nodes();
    (0..nodes).all(|one| (0..one).all(|other| shared.way(one, other) == shared.way(other, one)))
}

/// The best division found from a known one, when its last one is back, and the rounds it took.
pub fn chain(shared: &Shared, from: &Division, effort: &Effort, hints: &Hints) -> (Division, i64, u64) {
    let mut search = Search::new(shared, from, effort.seed, hints);
    let rounds = spend(effort, |spent| {
        if let Some(share) = spent {
            search.cool(share);
        }
        search.round();
    });
    (search.best, search.best_end, rounds)
}

struct Search<'a> {
    ring: Ring<'a>,
    near: &'a [Vec<usize>],
    /// Weights of the truck's time and each drone's, whoever is last.
    weights: (f64, f64),
    dice: Dice,
    unit: f64,
    heat: f64,
    energy: f64,
    touched: Touched,
    best: Division,
    best_end: i64,
    best_spread: i64,
}

impl<'a> Search<'a> {
    fn new(shared: &'a Shared, from: &Division, seed: u64, hints: &'a Hints) -> Search<'a> {
        let ring = Ring::new(shared, from);
        let mut search = Search {
            near: &hints.near,
            weights: (WORTH * hints.truck, WORTH * hints.air),
            dice: Dice::new(seed, 1),
            unit: ring.truck as f64 / ring.len() as f64,
            heat: 0.0,
            energy: 0.0,
            touched: Touched::new(shared.nodes()),
            best: Division::default(),
            best_end: i64::MAX,
            best_spread: i64::MAX,
            ring,
        };
        (0..search.ring.len()).for_each(|position| search.touched.add(search.ring.at(position)));
        search.mend();
        search.ring.keep();
        search.energy = search.measure(search.ring.truck, search.ring.spread());
        search.note();
        search
    }

    fn cool(&mut self, done: f64) {
        self.heat = self.unit * HOT * (COLD / HOT).powf(done.min(1.0));
    }

    fn round(&mut self) {
        let (truck, air) = (self.ring.truck, self.ring.air);
        if self.dice.chance(FLIGHTS) {
            self.regroup();
        } else {
            self.shake();
        }
        self.mend();
        debug_assert!(self.ring.is_sound());
        let energy = self.measure(self.ring.truck, self.ring.spread());
        let bar = self.energy - self.heat * self.dice.unit().max(1e-300).ln();
        if energy < bar {
            self.ring.keep();
            self.energy = energy;
            let makespan = self.ring.truck.max(self.ring.spread());
            if makespan < self.best_spread || (makespan < self.best_end && self.dice.chance(LOOK)) {
                self.note();
            }
        } else {
            self.ring.undo(truck, air);
        }
    }

    /// Keeps the state if it is the best with flights as they are.
    fn note(&mut self) {
        self.best_spread = self.best_spread.min(self.ring.truck.max(self.ring.spread()));
        let (flights, last) = machines::spread(self.ring.shared, &self.ring.flown());
        let end = last.max(self.ring.truck);
        if end < self.best_end {
            self.best_end = end;
            self.best = Division { tour: self.ring.tour(), flights };
        }
    }

    /// What is minimised.
    fn measure(&self, truck: i64, air: i64) -> f64 {
        truck.max(air) as f64 + self.weights.0 * truck as f64 + self.weights.1 * air as f64
    }

    /// Two parts that follow each other change places.
    fn shake(&mut self) {
        let all = self.ring.len();
        if all < 8 {
            return;
        }
        let span = SHAKEN.min(all - 2);
        let first = self.dice.below(all);
        let mut cuts = [1 + self.dice.below(span), 1 + self.dice.below(span), 1 + self.dice.below(span)];
        cuts.sort_unstable();
        if cuts[0] == cuts[1] || cuts[1] == cuts[2] {
            return;
        }
        let node = |position: usize| self.ring.at((first + position) % all);
        let [(a, b), (c, d), (e, f)] = cuts.map(|cut| (node(cut - 1), node(cut)));
        let way = |one: usize, other: usize| self.ring.shared.way(one, other);
        let longer = way(a, d) + way(e, b) + way(c, f) - way(a, b) - way(c, d) - way(e, f);
        self.ring.turn(b, e);
        self.ring.turn_beside(a, e, d);
        self.ring.turn_beside(f, b, c);
        self.ring.truck += longer;
        [a, b, c, d, e, f].into_iter().for_each(|node| self.touched.add(node));
    }

    /// A few customers fly from now on, and others no longer.
    fn regroup(&mut self) {
        let customers = self.ring.shared.nodes() - 1;
        let count = 1 + self.dice.below(3);
        let mut node = 1 + self.dice.below(customers);
        for _ in 0..count {
            self.switch(node);
            node = if self.dice.chance(0.5) {
                1 + self.dice.below(customers)
            } else {
                self.near[node][self.dice.below(self.near[node].len())]
            };
        }
    }

    fn switch(&mut self, node: usize) {
        if node == 0 || self.ring.shared.flight[node].is_none() || self.ring.shared.drones == 0 {
            return;
        }
        if self.ring.is_toured(node) {
            if self.ring.len() > 8 {
                let (before, after) = (self.ring.before(node), self.ring.after(node));
                self.ring.fly(node);
                self.touched.add(before);
                self.touched.add(after);
            }
        } else {
            let (from, _) = self.best_place(node);
            let then = self.ring.after(from);
            self.ring.join(node, from);
            [node, from, then].into_iter().for_each(|node| self.touched.add(node));
        }
    }

    /// After whom a node is best toured, and what that takes.
    fn best_place(&self, node: usize) -> (usize, i64) {
        let mut best = (0, self.ring.detour(node, 0, self.ring.after(0)));
        for &near in &self.near[node] {
            if self.ring.is_toured(near) {
                for from in [near, self.ring.before(near)] {
                    let detour = self.ring.detour(node, from, self.ring.after(from));
                    if detour < best.1 {
                        best = (from, detour);
                    }
                }
            }
        }
        best
    }

    /// Improves around touched nodes until nothing more is found.
    fn mend(&mut self) {
        while let Some(node) = self.touched.pop() {
            if self.ring.is_toured(node) {
                mend(&mut self.ring, self.near, &mut self.touched, node);
            }
            self.mend_flights(node);
        }
    }

    /// Lets the node fly, or no longer, where that alone is better.
    fn mend_flights(&mut self, node: usize) {
        if node == 0 || self.ring.shared.drones == 0 {
            return;
        }
        let Some(time) = self.ring.shared.flight[node] else { return };
        let drones = self.ring.shared.drones as i64;
        let now = self.measure(self.ring.truck, self.ring.spread());
        let sign = if self.ring.is_toured(node) { 1 } else { -1 };
        let spread = (self.ring.air + sign * time + drones - 1) / drones;
        if sign > 0 {
            if self.ring.len() > 8 && self.measure(self.ring.truck - self.ring.saved(node), spread) < now {
                self.switch(node);
            }
        } else {
            let (_, detour) = self.best_place(node);
            if self.measure(self.ring.truck + detour, spread) < now {
                self.switch(node);
            }
        }
    }
}
