//! The days of one vehicle type that cost least at given prices.
//!
//! Labels go from stretch to stretch of the day. Those that are alike at a
//! stop and in a stretch become one that is as good as all of them, so the
//! work is bounded and what is found is never above the truth.

use super::label::{Label, NONE, Shelf, kept, offer};
use super::rest::{Rest, Stretches};
use super::road::Road;
use super::way::Way;
use crate::bound::bits::Bits;
use crate::units::Stop;

/// Days that save less are not looked for, in fen.
pub const SAVES: f64 = 1e-3;
/// Days that end at the same stop.
const SAME_END: usize = 4;

/// A vehicle's day: its stops, trips divided by [`AGAIN`].
pub type Path = Vec<u32>;
pub const AGAIN: u32 = u32::MAX;

/// How finely days are told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Grain {
    /// Stretches of the day, about.
    pub parts: i64,
    /// Parts of what a vehicle carries.
    pub loads: i64,
}

/// What a type's stops pay, and what a vehicle costs before it leaves.
pub struct Tolls {
    /// By node.
    pub paid: Vec<f64>,
    pub begin: f64,
}

impl Tolls {
    /// A step to a stop where service starts at a moment.
    pub fn step(&self, road: &Road, from: usize, to: usize, start: i64) -> f64 {
        road.leg(from, to) + road.losses.at(to, start) - self.paid[to]
    }
}

/// What a search found.
pub struct Found {
    /// No day costs less beyond what the prices pay; below 0, as the least are not looked for.
    pub least: f64,
    /// The cheapest, with what they cost at least beyond what the prices pay.
    pub days: Vec<(f64, Path)>,
}

pub struct Search<'a> {
    road: &'a Road<'a>,
    tolls: &'a Tolls,
    /// By node: the stops that are remembered there.
    remembered: &'a [Bits],
    grain: Grain,
    stretches: Stretches,
    rest: Rest,
    /// By stretch and stop, the depot behind the stops.
    shelves: Vec<Shelf>,
    /// Where labels were that have gone on, and where they came from.
    trail: Vec<(u32, u32)>,
    /// By last stop: the cheapest days.
    ends: Vec<Vec<(f64, u32)>>,
}

impl<'a> Search<'a> {
    /// `None` if stopped.
    pub fn new(
        road: &'a Road,
        tolls: &'a Tolls,
        remembered: &'a [Bits],
        grain: Grain,
        stop: &dyn Stop,
    ) -> Option<Search<'a>> {
        let stops = road.graph.nodes.len();
        let stretches = Stretches::new(road, grain.parts);
        Some(Search {
            road,
            tolls,
            remembered,
            grain,
            stretches,
            rest: Rest::new(road, tolls, stretches, stop)?,
            shelves: vec![Shelf::new(); stretches.count * (stops + 1)],
            trail: Vec::new(),
            ends: vec![Vec::new(); stops],
        })
    }

    /// At most so many days. `None` if stopped.
    pub fn run(mut self, most: usize, stop: &dyn Stop) -> Option<Found> {
        let stops = self.road.graph.nodes.len();
        self.begin();
        for stretch in 0..self.stretches.count {
            for _ in 0..=self.stretches.steps {
                if stop.now() {
                    return None;
                }
                let here = stretch * (stops + 1)..(stretch + 1) * (stops + 1);
                let shelves: Vec<Shelf> = self.shelves[here].iter_mut().map(std::mem::take).collect();
                if shelves.iter().all(Vec::is_empty) {
                    break;
                }
                for (at, shelf) in shelves.into_iter().enumerate() {
                    shelf.iter().for_each(|label| self.visit(at, label));
                }
            }
            // Steps that no day can take within one stretch.
            self.shelves[stretch * (stops + 1)..(stretch + 1) * (stops + 1)].fill(Shelf::new());
        }
        Some(self.found(most))
    }

    fn begin(&mut self) {
        for way in self.road.beginnings() {
            let way = Way { cost: self.tolls.begin + way.cost, ..way };
            let label = Label { way, peak: 0, carried: 0, memory: Bits::default(), parent: NONE };
            self.put(self.road.graph.nodes.len(), label);
        }
    }

    /// Puts a label on its shelf if a day that saves anything can go that way.
    fn put(&mut self, at: usize, label: Label) {
        debug_assert!(label.way.cost.is_finite(), "{:?}", label.way);
        if label.way.cost + self.rest.from(at, label.way.clock) >= -SAVES {
            return;
        }
        let place = self.stretches.of(label.way.clock.0) * (self.road.graph.nodes.len() + 1) + at;
        let (Grain { loads, .. }, capacity) = (self.grain, self.road.graph.capacity.max(1));
        let part = |load: i64| load.saturating_mul(loads) / capacity.saturating_add(1);
        let kept = kept(self.road.graph.nodes.len());
        offer(&mut self.shelves[place], label, kept, &|label| (part(label.peak), part(label.carried)));
    }

    /// All ways on from a label at a stop or at the depot.
    fn visit(&mut self, at: usize, label: &Label) {
        let (graph, stops) = (self.road.graph, self.road.graph.nodes.len());
        let (mut from, mut parent) = (graph.source(), NONE);
        // Nothing of a day's first departure is told.
        if at < stops || label.parent != NONE {
            parent = self.trail.len() as u32;
            self.trail.push((if at == stops { AGAIN } else { at as u32 }, label.parent));
        }
        if at < stops {
            from = at;
            self.go_home(at, label, parent);
        }
        let stretch = self.stretches.of(label.way.clock.0);
        for &to in &graph.next[from] {
            if label.way.cost + self.rest.over(at, to as usize, stretch) < -SAVES {
                self.go_on(from, &Label { parent, ..*label }, to as usize);
            }
        }
    }

    fn go_on(&mut self, from: usize, label: &Label, to: usize) {
        if label.memory.has(to) {
            return;
        }
        let (road, node) = (self.road, &self.road.graph.nodes[to]);
        let carried = label.carried + node.collect;
        let peak = (label.peak + node.deliver).max(carried);
        if peak > road.graph.capacity {
            return;
        }
        let mut memory = label.memory.and(self.remembered[to]);
        memory.insert(to);
        for way in road.ahead(from, label.way, to) {
            let way = Way { cost: way.cost - self.tolls.paid[to], ..way };
            self.put(to, Label { way, peak, carried, memory, parent: label.parent });
        }
    }

    fn go_home(&mut self, from: usize, label: &Label, id: u32) {
        let road = self.road;
        for back in road.back(from, label.way) {
            self.end(from, (road.end(&back), id));
            if let Some(clock) = road.again(back.clock) {
                let way = Way { clock, ..back };
                let next = Label { way, peak: 0, carried: 0, memory: label.memory, parent: id };
                self.put(road.graph.nodes.len(), next);
            }
        }
    }

    fn end(&mut self, at: usize, new: (f64, u32)) {
        let ends = &mut self.ends[at];
        let place = ends.partition_point(|end| end.0 <= new.0);
        if place < SAME_END {
            ends.insert(place, new);
            ends.truncate(SAME_END);
        }
    }

    fn found(&self, most: usize) -> Found {
        let mut ends = self.ends.concat();
        ends.sort_by(|one, other| one.0.total_cmp(&other.0).then(one.1.cmp(&other.1)));
        let least = ends.first().map_or(-SAVES, |end| end.0.min(-SAVES));
        let worth = ends.iter().filter(|end| end.0 < -SAVES).take(most);
        Found { least, days: worth.map(|&(cost, id)| (cost, self.path(id))).collect() }
    }

    fn path(&self, end: u32) -> Path {
        let mut path = Path::new();
        let mut at = end;
        while at != NONE {
            let (stop, parent) = self.trail[at as usize];
            path.push(stop);
            at = parent;
        }
        path.reverse();
        path
    }
}

/// Least cost of a day over these stops; `None` if it cannot be driven.
pub fn measure(road: &Road, path: &[u32]) -> Option<f64> {
    let graph = road.graph;
    let mut ways: Vec<Way> = road.beginnings().collect();
    let (mut at, mut peak, mut carried) = (graph.source(), 0, 0);
    for &stop in path {
        let step = |&way: &Way| -> Vec<Way> {
            if stop == AGAIN {
                let leave = |back: Way| Some(Way { clock: road.again(back.clock)?, ..back });
                road.back(at, way).filter_map(leave).collect()
            } else {
                road.ahead(at, way, stop as usize).collect()
            }
        };
        ways = best(ways.iter().flat_map(step).collect());
        (at, peak, carried) = match graph.nodes.get(stop as usize) {
            None => (graph.source(), 0, 0),
            Some(node) => {
                let carried = carried + node.collect;
                (stop as usize, (peak + node.deliver).max(carried), carried)
            }
        };
        if peak > graph.capacity {
            return None;
        }
    }
    let ends = ways.iter().flat_map(|&way| road.back(at, way).map(|back| road.end(&back)));
    let least = ends.fold(f64::INFINITY, f64::min);
    least.is_finite().then_some(least + graph.fixed)
}

/// Those that no other rules out.
fn best(mut ways: Vec<Way>) -> Vec<Way> {
    ways.sort_by(|one, other| one.clock.0.cmp(&other.clock.0).then(one.cost.total_cmp(&other.cost)));
    let mut kept: Vec<Way> = Vec::new();
    for way in ways {
        if !kept.iter().any(|known| known.rules_out(&way)) {
            kept.push(way);
        }
    }
    kept
}
