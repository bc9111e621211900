//! What a way on costs at least; loads, memories and what goods on board lose with time are forgotten.

use super::road::Road;
use super::search::Tolls;
use crate::units::Stop;

/// A day in stretches.
#[derive(Clone, Copy, Debug)]
pub struct Stretches {
    begin: i64,
    seconds: i64,
    pub count: usize,
    /// Stops and reloads within one, one after another, at most.
    pub steps: usize,
}

impl Stretches {
    pub fn new(road: &Road, parts: i64) -> Stretches {
        let seconds = road.length() / parts + 1;
        let stops = road.graph.nodes.len();
        let steps = if road.shortest > 0 { (seconds / road.shortest) as usize } else { stops };
        let count = (road.length() / seconds) as usize + 1;
        Stretches { begin: road.begin, seconds, count, steps: 2 * (steps.min(stops) + 1) }
    }

    /// The stretch of a moment of the day.
    pub fn of(&self, moment: i64) -> usize {
        ((moment - self.begin) / self.seconds) as usize
    }

    /// The first moment of a stretch.
    fn first(&self, stretch: usize) -> i64 {
        self.begin + stretch as i64 * self.seconds
    }
}

/// By rests, stretch and stop, the depot behind the stops: fen at least, the time until the end
/// of the day with them.
pub struct Rest {
    stretches: Stretches,
    stops: usize,
    fen: Vec<f64>,
    /// By stretch and stop: the least of that stretch and of all later ones.
    later: Vec<f64>,
    /// By from (the depot last) and to: a step at the earliest moment.
    steps: Vec<f64>,
}

impl Rest {
    /// `None` if stopped.
    pub fn new(road: &Road, tolls: &Tolls, stretches: Stretches, stop: &dyn Stop) -> Option<Rest> {
        let stops = road.graph.nodes.len();
        let fen = vec![f64::INFINITY; road.layers() * stretches.count * (stops + 1)];
        let later = vec![f64::INFINITY; (stretches.count + 1) * stops];
        let mut rest = Rest { stretches, stops, fen, later, steps: steps(road, tolls) };
        for stretch in (0..stretches.count).rev() {
            if stop.now() {
                return None;
            }
            rest.go_home(road, stretch);
            // First the ways that leave this stretch, then those that take steps within it.
            for step in 0..=stretches.steps {
                let better = rest.go_on(road, tolls, stretch, step == 0);
                if better.is_empty() {
                    break;
                }
                better.into_iter().for_each(|(place, least)| rest.fen[place] = least);
            }
            rest.remember(road, stretch);
        }
        Some(rest)
    }

    /// What a step to a stop and all behind it cost at least, from the depot where `from` is the
    /// place behind the stops, in a stretch or later.
    pub fn over(&self, from: usize, to: usize, stretch: usize) -> f64 {
        self.steps[from * self.stops + to] + self.later[stretch * self.stops + to]
    }

    fn remember(&mut self, road: &Road, stretch: usize) {
        for at in 0..self.stops {
            let layers = (0..road.layers() as u8).map(|rests| self.fen[self.place(at, stretch, rests)]);
            let least = layers.fold(self.later[(stretch + 1) * self.stops + at], f64::min);
            self.later[stretch * self.stops + at] = least;
        }
    }

    /// From a stop, or from the depot where `at` is the place behind the stops.
    pub fn from(&self, at: usize, (moment, rests): (i64, u8)) -> f64 {
        self.fen[self.place(at, self.stretches.of(moment), rests)]
    }

    fn place(&self, at: usize, stretch: usize, rests: u8) -> usize {
        (usize::from(rests) * self.stretches.count + stretch) * (self.stops + 1) + at
    }

    /// The first moment of a stretch at which service can start at a stop.
    fn open(&self, road: &Road, at: usize, stretch: usize) -> Option<i64> {
        let first = self.stretches.first(stretch);
        let Some(node) = road.graph.nodes.get(at) else { return Some(first.max(road.graph.depart)) };
        let is_open = first <= node.close && first + self.stretches.seconds > node.open;
        is_open.then_some(first.max(node.open))
    }

    fn go_home(&mut self, road: &Road, stretch: usize) {
        for rests in 0..road.layers() as u8 {
            for at in 0..self.stops {
                let Some(open) = self.open(road, at, stretch) else { continue };
                let leg = road.leg(at, road.graph.sink());
                let ends = road.home(at, (open, rests)).map(|back| leg + road.per_second * back.0 as f64);
                let least = ends.fold(f64::INFINITY, f64::min);
                let place = self.place(at, stretch, rests);
                self.fen[place] = least;
            }
        }
    }

    /// Places that get better, and by what.
    fn go_on(&self, road: &Road, tolls: &Tolls, stretch: usize, is_first: bool) -> Vec<(usize, f64)> {
        let mut better = Vec::new();
        let now = |to: usize| {
            let layers = (0..road.layers() as u8).map(|rests| self.fen[self.place(to, stretch, rests)]);
            layers.fold(f64::INFINITY, f64::min)
        };
        let now: Vec<f64> = (0..self.stops).map(now).collect();
        for rests in 0..road.layers() as u8 {
            for at in 0..=self.stops {
                let Some(open) = self.open(road, at, stretch) else { continue };
                let from = if at == self.stops { road.graph.source() } else { at };
                let mut least = self.again(road, at, (open, rests));
                let end = self.stretches.first(stretch + 1);
                let leave = open + road.graph.nodes.get(from).map_or(0, |node| node.service);
                for &to in &road.graph.next[from] {
                    let step = self.steps[at * self.stops + to as usize];
                    let behind = if is_first {
                        self.later[(stretch + 1) * self.stops + to as usize]
                    } else {
                        f64::INFINITY
                    };
                    if step + behind.min(now[to as usize]) >= least {
                        continue;
                    }
                    let drive = road.graph.seconds(from, to as usize).unwrap_or(0);
                    if !is_first && leave + drive >= end {
                        continue;
                    }
                    for start in road.on(from, (open, rests), to as usize) {
                        if is_first || self.stretches.of(start.0) == stretch {
                            let toll = tolls.step(road, from, to as usize, start.0);
                            least = least.min(toll + self.from(to as usize, start));
                        }
                    }
                }
                let place = self.place(at, stretch, rests);
                if least < self.fen[place] {
                    better.push((place, least));
                }
            }
        }
        better
    }

    /// Home and out again.
    fn again(&self, road: &Road, at: usize, clock: (i64, u8)) -> f64 {
        if at == self.stops || !road.reloads {
            return f64::INFINITY;
        }
        let leg = road.leg(at, road.graph.sink());
        let leaves = road.home(at, clock).filter_map(|back| road.again(back));
        leaves.map(|leave| leg + self.from(self.stops, leave)).fold(f64::INFINITY, f64::min)
    }
}

/// By from (the depot last) and to: what a step costs at least.
fn steps(road: &Road, tolls: &Tolls) -> Vec<f64> {
    let stops = road.graph.nodes.len();
    let mut steps = Vec::with_capacity((stops + 1) * stops);
    for at in 0..=stops {
        let from = if at == stops { road.graph.source() } else { at };
        steps.extend((0..stops).map(|to| tolls.step(road, from, to, road.graph.nodes[to].open)));
    }
    steps
}
