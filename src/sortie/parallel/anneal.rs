//! Search: take some customers out, put them back better, and accept worse
//! results ever more rarely.
//!
//! Strings of the tour around a random customer are taken out, with flights to
//! the customers near it (slack induction by string removals; Christiaens and
//! Vanden Berghe 2020). Each is put back where the later of truck and drones
//! gains most, beside near neighbours only.

use super::prove::Hints;
use super::state::State;
use super::{Division, Shared, machines, spend};
use crate::sortie::Effort;
use crate::units::Dice;

/// Neighbours beside which a customer is put.
const NEAR: usize = 30;
/// Customers taken out at once, on average.
const TAKEN: f64 = 8.0;
/// How often they are taken at two places.
const TWO_PLACES: f64 = 0.3;
/// Longest string taken out.
const STRING: f64 = 10.0;
/// A place is passed over this often, so that not always the same is taken.
const BLINK: f64 = 0.01;
/// Weight of what is not the last one back: enough to tell states that end together apart. More
/// keeps customers from flying, unless it is known what the truck's time and the drones' are worth.
const SLACK: f64 = 0.01;
/// Temperatures, as parts of a way between customers of the first tour. Ways to the nearest one
/// say little where customers stand in clusters.
const HOT: f64 = 10.0;
const COLD: f64 = 0.0015;
/// How often flights are put onto drones where only that can show a gain.
const LOOK: f64 = 0.02;

/// How a search that knows what time is worth goes about it.
#[derive(Clone, Copy, Debug)]
pub struct Manner {
    /// Weight of what is not the last one back.
    pub worth: f64,
    /// The first temperature.
    pub hot: f64,
}

/// The best division found, when its last one is back, and the rounds it took.
pub fn anneal(shared: &Shared, effort: &Effort, hints: Option<(&Hints, Manner)>) -> (Division, i64, u64) {
    let mut search = Search::new(shared, effort.seed, hints);
    search.begin();
    let rounds = spend(effort, |spent| {
        if let Some(share) = spent {
            search.cool(share);
        }
        search.round();
    });
    (search.best, search.best_end, rounds)
}

struct Search<'a> {
    state: State<'a>,
    /// Energy of the state.
    energy: f64,
    near: Vec<Vec<usize>>,
    /// Weights of the truck's time and each drone's, whoever is last.
    weights: (f64, f64),
    dice: Dice,
    hot: f64,
    unit: f64,
    heat: f64,
    best: Division,
    best_end: i64,
    /// The best makespan were flights divisible.
    best_spread: i64,
    out: Vec<usize>,
}

impl<'a> Search<'a> {
    fn new(shared: &'a Shared, seed: u64, hints: Option<(&Hints, Manner)>) -> Search<'a> {
        Search {
            state: State::new(shared),
            energy: 0.0,
            near: hints.map_or_else(|| neighbours(shared), |(hints, _)| hints.near.clone()),
            weights: hints
                .map_or((SLACK, SLACK), |(hints, how)| (how.worth * hints.truck, how.worth * hints.air)),
            dice: Dice::new(seed, 0),
            hot: hints.map_or(HOT, |(_, how)| how.hot),
            unit: 0.0,
            heat: 0.0,
            best: Division::default(),
            best_end: i64::MAX,
            best_spread: i64::MAX,
            out: Vec::new(),
        }
    }

    fn begin(&mut self) {
        self.out = (1..self.state.shared.nodes()).collect();
        self.dice.shuffle(&mut self.out);
        self.recreate();
        self.state.keep();
        self.energy = self.measure(self.state.truck, self.state.spread());
        let customers = self.state.shared.nodes().max(2) - 1;
        let toured = customers - self.state.flown().len().min(customers - 1);
        self.unit = self.state.truck.max(self.state.spread()) as f64 / toured as f64;
        self.cool(0.0);
        self.note();
    }

    fn cool(&mut self, done: f64) {
        self.heat = self.unit * self.hot * (COLD / self.hot).powf(done.min(1.0));
    }

    fn round(&mut self) {
        self.ruin();
        self.sort();
        self.recreate();
        let energy = self.measure(self.state.truck, self.state.spread());
        let bar = self.energy - self.heat * self.dice.unit().max(1e-300).ln();
        if energy < bar {
            self.state.keep();
            self.energy = energy;
            // Flights as they are may fit one division better than another that seems as good.
            let makespan = self.state.makespan();
            if makespan < self.best_spread || (makespan < self.best_end && self.dice.chance(LOOK)) {
                self.note();
            }
        } else {
            self.state.undo();
        }
    }

    /// Keeps the state if it is the best with flights as they are.
    fn note(&mut self) {
        self.best_spread = self.best_spread.min(self.state.makespan());
        let (flights, last) = machines::spread(self.state.shared, &self.state.flown());
        let end = last.max(self.state.truck);
        if end < self.best_end {
            self.best_end = end;
            self.best = Division { tour: self.state.tour(), flights };
        }
    }

    fn ruin(&mut self) {
        let customers = self.state.shared.nodes() - 1;
        if customers == 0 {
            return;
        }
        let aim = 1 + (self.dice.unit() * (2.0 * TAKEN - 1.0)) as usize;
        let longest = STRING.min(customers as f64);
        // Two places at times: what flies here makes room for the truck there.
        let places = 1 + usize::from(self.dice.chance(TWO_PLACES));
        for place in 1..=places {
            let seed = 1 + self.dice.below(customers);
            self.take(seed, longest);
            for at in 0..self.near[seed].len() {
                if self.out.len() >= aim * place / places {
                    break;
                }
                self.take(self.near[seed][at], longest);
            }
        }
    }

    /// Takes out a flight, or a string of the tour that holds the node.
    fn take(&mut self, node: usize, longest: f64) {
        if node == 0 {
            return;
        }
        if self.state.flies(node) {
            self.state.ground(node);
            self.out.push(node);
            return;
        }
        if !self.state.is_toured(node) {
            return;
        }
        let length = 1 + (self.dice.unit() * longest) as usize;
        let mut first = node;
        for _ in 0..self.dice.below(length) {
            match self.state.before(first) {
                0 => break,
                before => first = before,
            }
        }
        // Something in the middle may stay.
        let kept = if length > 2 && self.dice.chance(0.5) { 1 + self.dice.below(length - 2) } else { length };
        let mut at = first;
        for step in 0..length {
            let then = self.state.after(at);
            if step != kept || at == node {
                self.state.leave(at);
                self.out.push(at);
            }
            if then == 0 {
                break;
            }
            at = then;
        }
    }

    fn sort(&mut self) {
        let mut out = std::mem::take(&mut self.out);
        let shared = self.state.shared;
        match self.dice.below(8) {
            0..4 => self.dice.shuffle(&mut out),
            4 | 5 => out.sort_unstable_by_key(|&node| std::cmp::Reverse(shared.way(0, node))),
            6 => out.sort_unstable_by_key(|&node| shared.way(0, node)),
            _ => out.sort_unstable_by_key(|&node| shared.flight[node].unwrap_or(i64::MAX)),
        }
        self.out = out;
    }

    fn recreate(&mut self) {
        let drones = self.state.shared.drones as i64;
        for at in 0..self.out.len() {
            let node = self.out[at];
            let (place, detour) = self.best_place(node);
            let by_road = self.measure(self.state.truck + detour, self.state.spread());
            let flight = self.state.shared.flight[node].filter(|_| drones > 0 && !self.dice.chance(BLINK));
            let by_air =
                flight.map(|time| self.measure(self.state.truck, (self.state.air + time) / drones.max(1)));
            if by_air.is_some_and(|by_air| by_air < by_road) {
                self.state.fly(node);
            } else {
                self.state.join(node, place);
            }
        }
        self.out.clear();
    }

    /// What is minimised.
    fn measure(&self, truck: i64, air: i64) -> f64 {
        truck.max(air) as f64 + self.weights.0 * truck as f64 + self.weights.1 * air as f64
    }

    fn best_place(&mut self, node: usize) -> (usize, i64) {
        let mut best = (0, self.state.detour(node, 0));
        for &near in &self.near[node] {
            if !self.state.is_toured(near) || self.dice.chance(BLINK) {
                continue;
            }
            for place in [near, self.state.before(near)] {
                let detour = self.state.detour(node, place);
                if detour < best.1 {
                    best = (place, detour);
                }
            }
        }
        best
    }
}

/// The nearest nodes by truck, nearest first, the depot among them.
fn neighbours(shared: &Shared) -> Vec<Vec<usize>> {
    let nodes = shared.nodes();
    let of = |node: usize| {
        let mut others: Vec<usize> = (0..nodes).filter(|&other| other != node).collect();
        others.sort_by_key(|&other| (shared.way(node, other) + shared.way(other, node), other));
        others.truncate(NEAR);
        others
    };
    (0..nodes).map(of).collect()
}
