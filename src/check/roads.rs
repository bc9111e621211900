//! What the plan's drives take on the road network: an own search for the
//! paths of least time, turns included, by vehicle and by starting place.
//! (M20, M36, M37)
//!
//! Ties: of several paths of the same least time, the one whose arcs' marks
//! have the smallest sum (M33). Sums are exact; they are rounded once.

use super::replay;
use super::turning::{Crossings, Turning};
use crate::cold::Air;
use crate::county::{County, Keeping};
use crate::network::{ArcWeight, Located, Location, Weights, mark};
use crate::plan::Plan;
use crate::units::{Grams, Joules, Metres, Seconds};
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

type Key = (usize, Location, Location);

/// Every drive of a plan.
pub(super) struct Roads {
    drives: BTreeMap<Key, Drive>,
}

impl Roads {
    /// Searches once for each vehicle kind and starting place, in parallel.
    pub fn of_plan(county: &County, located: &Located, plan: &Plan) -> Roads {
        let mut wanted: BTreeMap<(usize, Location), BTreeSet<Location>> = BTreeMap::new();
        for round in &plan.rounds {
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
        let warm = Warm::of_plan(county, located, &wanted);
        let crossings = Crossings::of(&located.network);
        let turning: Vec<Turning> =
            located.runnings.iter().map(|running| crossings.turning(running)).collect();
        let searches: Vec<_> = wanted.into_iter().collect();
        let drives = searches.par_iter().flat_map_iter(|((running, from), targets)| {
            search(located, (&warm, &turning[*running]), *running, *from, targets)
        });
        Roads { drives: drives.collect() }
    }

    /// `None` where there is no way. From a place to itself: nothing.
    pub fn drive(&self, running: usize, from: Location, to: Location) -> Option<&Drive> {
        self.drives.get(&(running, from, to))
    }
}

/// Warmth of every arc, by kind of vehicle and Q10. (M3)
struct Warm(HashMap<usize, Vec<(u64, Vec<u32>)>>);

impl Warm {
    fn of_plan<T>(county: &County, located: &Located, wanted: &BTreeMap<(usize, Location), T>) -> Warm {
        let rates: BTreeMap<u64, f64> = county
            .goods
            .iter()
            .filter_map(|goods| match goods.keeping {
                Keeping::Decays { decay, .. } => Some((decay.q10.to_bits(), decay.q10)),
                Keeping::Keeps | Keeping::Limited { .. } => None,
            })
            .collect();
        let used: BTreeSet<usize> = wanted.keys().map(|(running, _)| *running).collect();
        let of = |running: usize, air: &Air| {
            let weights = &located.weights[running];
            rates.iter().map(|(bits, q10)| (*bits, located.network.warmth(weights, air, *q10))).collect()
        };
        Warm(used.into_iter().map(|running| (running, of(running, &county.air))).collect())
    }
}

fn search(
    located: &Located,
    (warm, turning): (&Warm, &Turning),
    running: usize,
    from: Location,
    targets: &BTreeSet<Location>,
) -> Vec<(Key, Drive)> {
    let junction = |location: &Location| located.junctions[location.index()];
    let start = junction(&from);
    let nodes = targets.iter().map(junction).filter(|node| *node != start).collect();
    let reached = least_times(located, &located.weights[running], turning, start, nodes);
    let drive = |to: &Location| {
        let drive = match junction(to) == start {
            true => Drive::default(),
            false => add_up(located, running, warm, &reached, junction(to))?,
        };
        Some(((running, from, *to), drive))
    };
    targets.iter().filter_map(drive).collect()
}

/// By arc that was driven to its end: least milliseconds and marks, and the arc before it.
type Reached = HashMap<EdgeIndex, ((u64, u64), Option<EdgeIndex>)>;

/// By junction that was asked for: the arc by which it is reached first.
struct Found {
    by_arc: Reached,
    last: HashMap<NodeIndex, EdgeIndex>,
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
    let offer = |queue: &mut BinaryHeap<_>, by_arc: &mut Reached, arc: EdgeIndex, at: (u64, u64), before| {
        let Some(weight) = weights.arcs[arc.index()] else { return };
        let then = (at.0 + u64::from(weight.millis), at.1 + mark(arc.index() as u32));
        if by_arc.get(&arc).is_none_or(|(known, _)| then < *known) {
            by_arc.insert(arc, (then, before));
            queue.push(Reverse((then, arc)));
        }
    };
    for arc in graph.edges_directed(from, Direction::Outgoing) {
        offer(&mut queue, &mut found.by_arc, arc.id(), (0, 0), None);
    }
    while let Some(Reverse((so_far, arc))) = queue.pop() {
        if targets.is_empty() {
            break;
        }
        if !settled.insert(arc) {
            continue;
        }
        if let Some((_, head)) = graph.edge_endpoints(arc)
            && targets.remove(&head)
        {
            found.last.insert(head, arc);
        }
        for (next, turn) in turning.on_from(arc) {
            offer(&mut queue, &mut found.by_arc, next, (so_far.0 + turn, so_far.1), Some(arc));
        }
    }
    found
}

/// Sums along the path, rounded once at the end.
fn add_up(located: &Located, running: usize, warm: &Warm, found: &Found, to: NodeIndex) -> Option<Drive> {
    let (arcs, warms) = (&located.weights[running].arcs, &warm.0[&running]);
    let mut drive = Drive::default();
    let mut decimetres = 0_u64;
    let mut warmth = vec![0_u64; warms.len()];
    let last = *found.last.get(&to)?;
    let millis = found.by_arc.get(&last)?.0.0;
    let mut at = Some(last);
    while let Some(arc) = at {
        let weight: ArcWeight = arcs[arc.index()]?;
        decimetres += u64::from(weight.decimetres);
        drive.empty += Joules(i64::from(weight.empty));
        drive.per_tonne += Joules(i64::from(weight.per_tonne));
        for (sum, (_, by_arc)) in warmth.iter_mut().zip(warms) {
            *sum += u64::from(by_arc[arc.index()]);
        }
        at = found.by_arc.get(&arc)?.1;
    }
    drive.duration = Seconds(half_up(millis, 1000));
    drive.distance = Metres(half_up(decimetres, 10));
    let seconds = warmth.iter().map(|sum| Seconds(half_up(*sum, 1000)));
    drive.warmth = warms.iter().map(|(bits, _)| *bits).zip(seconds).collect();
    Some(drive)
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
