//! What the plan's drives take on the road network: an own search for the
//! paths of least time, turns included, by vehicle and by starting place.
//! (M20, M36, M37)
//!
//! Ties: of several paths of the same least time, the one whose arcs' marks
//! have the smallest sum (M33). Sums are exact; they are rounded once.

use super::hours::{self, Way};
use super::replay;
use super::turning::{Begun, Crossings, Turning};
use crate::county::times::weekday;
use crate::county::{County, Keeping};
use crate::network::{ArcWeight, Hours, Located, Location, Weights, mark};
use crate::plan::Plan;
use crate::units::{DAY, Grams, Joules, Metres, Moment, Seconds};
use petgraph::Direction;
use petgraph::graph::{EdgeIndex, NodeIndex};
use petgraph::visit::EdgeRef;
use rayon::prelude::*;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap, HashMap};

/// What one drive takes.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Drive {
    pub duration: Seconds,
    pub distance: Metres,
    empty: Joules,
    per_tonne: Joules,
    /// Seconds at 20 °C by Q10 (its bits), where some goods need it.
    warmth: BTreeMap<u64, Seconds>,
}

impl Drive {
    /// What is not driven.
    pub fn flown(
        (duration, distance): (Seconds, Metres),
        (empty, per_tonne): (Joules, Joules),
        warmth: BTreeMap<u64, Seconds>,
    ) -> Drive {
        Drive { duration, distance, empty, per_tonne, warmth }
    }

    /// (M11)
    pub fn energy(&self, load: Grams) -> Joules {
        let millionths = i128::from(self.per_tonne.0) * i128::from(load.0);
        let more = (millionths + 500_000).div_euclid(1_000_000);
        Joules(self.empty.0.saturating_add(i64::try_from(more).unwrap_or(i64::MAX)))
    }

    /// (M3)
    pub fn warmth(&self, q10: f64) -> Seconds {
        self.warmth.get(&q10.to_bits()).copied().unwrap_or_default()
    }
}

impl Drive {
    /// The same way in another time: goods age for as much longer. (M46)
    pub fn lasting(&self, duration: Seconds) -> Drive {
        let usual = self.duration.0.cast_unsigned();
        let longer = |warmth: &Seconds| match usual {
            0 => *warmth,
            _ => Seconds(half_up(warmth.0.cast_unsigned() * duration.0.cast_unsigned(), usual)),
        };
        let warmth = self.warmth.iter().map(|(q10, warmth)| (*q10, longer(warmth))).collect();
        Drive { duration, warmth, ..self.clone() }
    }
}

/// Kind of vehicle, from where, to where.
type Key = (usize, Location, Location);

/// Every way between places of a plan.
pub(super) struct Roads {
    ways: BTreeMap<Key, Vec<Way>>,
}

/// What searches of one kind of vehicle need.
struct Kind<'a> {
    turning: Turning<'a>,
    hours: Hours,
    /// By state of the roads, the usual one first.
    weights: Vec<Weights>,
    /// Warmth of every arc by Q10 (its bits). (M3)
    warm: Vec<(u64, Vec<u32>)>,
}

impl Roads {
    /// Searches once for each vehicle kind and starting place, in parallel.
    pub fn of_plan(county: &County, located: &Located, plan: &Plan) -> Roads {
        let mut wanted: BTreeMap<(usize, Location), BTreeSet<Location>> = BTreeMap::new();
        for round in
            plan.rounds.iter().filter(|round| county.vehicle_type(round.vehicle_type).flies.is_none())
        {
            let running = located.running_of[round.vehicle_type.index()];
            for trip in 0..round.trips.len() {
                let places = replay::places(county, located, round, trip);
                for pair in places.windows(2) {
                    if let (Some(from), Some(to)) = (pair[0], pair[1]) {
                        wanted.entry((running, from)).or_default().insert(to);
                    }
                }
            }
        }
        let crossings = Crossings::of(&located.network);
        let used: BTreeSet<usize> = wanted.keys().map(|(running, _)| *running).collect();
        let kinds: BTreeMap<usize, Kind> =
            used.into_iter().map(|running| (running, kind(county, located, &crossings, running))).collect();
        let searches: Vec<_> = wanted.into_iter().collect();
        let ways = searches.par_iter().flat_map_iter(|((running, from), targets)| {
            let found = search(located, &kinds[running], *from, targets);
            found.into_iter().map(|(to, ways)| ((*running, *from, to), ways))
        });
        Roads { ways: ways.collect() }
    }

    /// What a drive takes that begins then; `None` where there is no way. From a place to itself:
    /// nothing.
    pub fn drive(&self, running: usize, from: Location, to: Location, begin: Moment) -> Option<Drive> {
        hours::first(self.ways.get(&(running, from, to))?, begin)
    }
}

fn kind<'a>(county: &County, located: &Located, crossings: &'a Crossings<'a>, running: usize) -> Kind<'a> {
    let (vehicle, usual) = (&located.runnings[running], &located.weights[running]);
    let rates: BTreeMap<u64, f64> = county
        .goods
        .iter()
        .filter_map(|goods| match goods.keeping {
            Keeping::Decays { decay, .. } => Some((decay.q10.to_bits(), decay.q10)),
            Keeping::Keeps | Keeping::Limited { .. } => None,
        })
        .collect();
    let warm = |(bits, q10): (&u64, &f64)| (*bits, located.network.warmth(usual, &county.air, *q10));
    let hours = Hours::new(&located.network, &county.road_state.hours, vehicle, weekday(&county.date));
    let mut weights = vec![usual.clone()];
    if !hours.is_empty() {
        let rules = county.road_state.hours.iter().flat_map(|rule| [rule.from.0, rule.to.0]);
        let signs = located.network.graph().edge_weights().flat_map(|arc| &arc.timed);
        let spans = signs.flat_map(|limit| &limit.times.0).flat_map(|span| [span.from, span.to]);
        let moments: BTreeSet<i64> =
            rules.chain(spans.map(i64::from)).map(|moment| moment.rem_euclid(DAY.0)).collect();
        let at = |moment: &i64| slowed(usual, &hours, moment.cast_unsigned() * 1000);
        weights.extend(moments.iter().chain([&0]).map(at));
    }
    let turning = crossings.turning(vehicle, weekday(&county.date));
    Kind { turning, hours, weights, warm: rates.iter().map(warm).collect() }
}

/// Weights at the speeds of one moment: where roads are closed then, nobody drives. (M46)
fn slowed(usual: &Weights, hours: &Hours, moment: u64) -> Weights {
    let mut weights = usual.clone();
    for (arc, weight) in weights.arcs.iter_mut().enumerate() {
        let Some(course) = hours.course(EdgeIndex::new(arc)) else { continue };
        let rate = course.rate(moment);
        if rate == 0 {
            *weight = None;
        } else if let Some(weight) = weight {
            weight.millis =
                u32::try_from((u64::from(weight.millis) * 1000).div_ceil(rate)).unwrap_or(u32::MAX);
        }
    }
    weights
}

/// The different ways to each target.
fn search(
    located: &Located,
    kind: &Kind,
    from: Location,
    targets: &BTreeSet<Location>,
) -> Vec<(Location, Vec<Way>)> {
    let junction = |location: &Location| located.junctions[location.index()];
    let start = junction(&from);
    let nodes: BTreeSet<NodeIndex> = targets.iter().map(junction).filter(|node| *node != start).collect();
    let mut paths: BTreeMap<NodeIndex, BTreeSet<Vec<EdgeIndex>>> = BTreeMap::new();
    for weights in &kind.weights {
        let found = least_times(located, weights, &kind.turning, start, nodes.clone());
        for &node in &nodes {
            paths.entry(node).or_default().extend(found.path(node));
        }
    }
    let ways = |to: &Location| match junction(to) == start {
        true => vec![Way::default()],
        false => paths[&junction(to)].iter().filter_map(|path| add_up(located, kind, path)).collect(),
    };
    targets.iter().map(|to| (*to, ways(to))).collect()
}

/// At the end of an arc, with the forbidden rows that are being driven.
type At = (EdgeIndex, Begun);

/// Where one was: least milliseconds and marks, and where before.
type Reached = HashMap<At, ((u64, u64), Option<At>)>;

/// By junction that was asked for: how it is reached first.
struct Found {
    by_arc: Reached,
    last: HashMap<NodeIndex, At>,
}

impl Found {
    fn path(&self, to: NodeIndex) -> Option<Vec<EdgeIndex>> {
        let mut at = self.last.get(&to)?;
        let mut path = vec![at.0];
        while let Some(before) = &self.by_arc.get(at)?.1 {
            path.push(before.0);
            at = before;
        }
        path.reverse();
        Some(path)
    }
}

/// Dijkstra's search over arcs until every target is reached or nothing is left. It sets out by
/// any arc, and comes by any. (M37)
fn least_times(
    located: &Located,
    weights: &Weights,
    turning: &Turning,
    from: NodeIndex,
    mut targets: BTreeSet<NodeIndex>,
) -> Found {
    let graph = located.network.graph();
    let mut found = Found { by_arc: HashMap::new(), last: HashMap::new() };
    let mut settled = BTreeSet::new();
    let mut queue = BinaryHeap::new();
    let offer = |queue: &mut BinaryHeap<_>, by_arc: &mut Reached, to: At, at: (u64, u64), before| {
        let Some(weight) = weights.arcs[to.0.index()] else { return };
        let then = (at.0 + u64::from(weight.millis), at.1 + mark(to.0.index() as u32));
        if by_arc.get(&to).is_none_or(|(known, _)| then < *known) {
            by_arc.insert(to.clone(), (then, before));
            queue.push(Reverse((then, to)));
        }
    };
    for arc in graph.edges_directed(from, Direction::Outgoing) {
        let at = (arc.id(), turning.begun(arc.id()));
        offer(&mut queue, &mut found.by_arc, at, (0, 0), None);
    }
    while let Some(Reverse((so_far, at))) = queue.pop() {
        if targets.is_empty() {
            break;
        }
        if !settled.insert(at.clone()) {
            continue;
        }
        if let Some((_, head)) = graph.edge_endpoints(at.0)
            && targets.remove(&head)
        {
            found.last.insert(head, at.clone());
        }
        for (next, turn) in turning.on_from(at.0) {
            let Some(begun) = turning.after(&at.1, next) else { continue };
            let (to, then) = ((next, begun), (so_far.0 + turn, so_far.1));
            offer(&mut queue, &mut found.by_arc, to, then, Some(at.clone()));
        }
    }
    found
}

/// Sums along a path, rounded once at the end.
fn add_up(located: &Located, kind: &Kind, path: &[EdgeIndex]) -> Option<Way> {
    let arcs = &kind.weights[0].arcs;
    let mut way = Way::default();
    let mut decimetres = 0_u64;
    let mut warmth = vec![0_u64; kind.warm.len()];
    for (index, &arc) in path.iter().enumerate() {
        let weight: ArcWeight = arcs[arc.index()]?;
        let before = index.checked_sub(1).map(|before| path[before]);
        let junction = located.network.graph().edge_endpoints(arc)?.0;
        way.millis += before.map_or(Some(0), |before| kind.turning.millis(junction, before, arc))?;
        if let Some(course) = kind.hours.course(arc) {
            way.slow.push((way.millis, u64::from(weight.millis), course.clone()));
        }
        way.millis += u64::from(weight.millis);
        way.marks += mark(arc.index() as u32);
        decimetres += u64::from(weight.decimetres);
        way.usual.empty += Joules(i64::from(weight.empty));
        way.usual.per_tonne += Joules(i64::from(weight.per_tonne));
        for (sum, (_, by_arc)) in warmth.iter_mut().zip(&kind.warm) {
            *sum += u64::from(by_arc[arc.index()]);
        }
    }
    way.usual.duration = Seconds(half_up(way.millis, 1000));
    way.usual.distance = Metres(half_up(decimetres, 10));
    let seconds = warmth.iter().map(|sum| Seconds(half_up(*sum, 1000)));
    way.usual.warmth = kind.warm.iter().map(|(bits, _)| *bits).zip(seconds).collect();
    Some(way)
}

fn half_up(sum: u64, per: u64) -> i64 {
    ((sum + per / 2) / per).cast_signed()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_are_rounded_once_and_halves_go_up() {
        assert_eq!((half_up(1_499, 1000), half_up(1_500, 1000), half_up(25, 10)), (1, 2, 3));
    }

    #[test]
    fn energy_grows_with_the_load_and_its_half_joules_go_up() {
        let drive = Drive { empty: Joules(10), per_tonne: Joules(-3), ..Drive::default() };

        // 500 kg: 10 - 1.5 = 8.5, the second term rounded half up to -1.
        assert_eq!(drive.energy(Grams(500_000)), Joules(9));
        assert_eq!(drive.energy(Grams(0)), Joules(10));
    }
}
