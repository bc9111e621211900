//! The trips of one vehicle type that cost least at given prices: ways on and ways back, put
//! together half way.
//!
//! Half way is a moment, or where windows limit nothing, a load. A trip's first stops up to it
//! are a way on, the others a way back (Righini and Salani 2006, doi:10.1016/j.disopt.2006.05.007).

use super::graph::Graph;
use super::label::{Care, Label, Labels, Other, Reach, Way, ways};
use super::reduced::Reduced;
use crate::units::Stop;

/// A trip, and what it costs beyond what the prices pay.
#[derive(Clone, Debug, PartialEq)]
pub struct Trip {
    pub nodes: Vec<u32>,
    pub reduced: f64,
}

/// What a pricing found.
pub struct Priced {
    /// Trips with reduced costs below zero, the lowest first.
    pub trips: Vec<Trip>,
    /// Labels made on the way on, and on the way back.
    pub labels: (usize, usize),
}

/// Trips whose ways on end at the same stop.
const SAME_END: usize = 8;

/// The trips with the lowest reduced costs below zero, at most `most`. `share` of the day, or of
/// the load, is for ways on. `None` if it had to stop before.
pub fn cheapest(
    graph: &Graph,
    reduced: &Reduced,
    care: Care,
    share: f64,
    most: usize,
    stop: &dyn Stop,
) -> Option<Priced> {
    let half = half(graph, share);
    let on = ways(graph, reduced, care, Way::On, reach(graph, Way::On, half), None, stop)?;
    let back = ways(graph, reduced, care, Way::Back, reach(graph, Way::Back, half), None, stop)?;
    let labels = (on.all.len(), back.all.len());
    let join = Join { graph, reduced, half, on, back };
    let trips = join.trips(most, stop)?;
    Some(Priced { trips, labels })
}

/// Ways back.
pub struct Endings {
    pub labels: Vec<Label>,
    /// By node: cost and label, the cheapest first.
    pub at: Vec<Vec<(f64, u32)>>,
}

/// All ways back that a trip which costs less than a gap can end with. `None` if it had to stop
/// before.
pub fn endings(graph: &Graph, reduced: &Reduced, share: f64, gap: f64, stop: &dyn Stop) -> Option<Endings> {
    let half = half(graph, share);
    let everything = Reach { keep: i64::MAX, extend: i64::MAX };
    let on = ways(graph, reduced, Care::Exact, Way::On, reach(graph, Way::On, half), None, stop)?;
    let at: Vec<Vec<(f64, u32)>> = (0..graph.nodes.len() + 2).map(|node| on.at(node)).collect();
    let other = Other { labels: &on, at: &at, until: half.unwrap_or(i64::MAX), gap };
    let back = ways(graph, reduced, Care::Exact, Way::Back, everything, Some(other), stop)?;
    let at = (0..graph.nodes.len() + 2).map(|node| back.at(node)).collect();
    Some(Endings { labels: back.all, at })
}

/// `None` where trips must not be divided: goods both ways, and no clock to divide them by.
fn half(graph: &Graph, share: f64) -> Option<i64> {
    let part = |from: i64, to: i64| from + ((to - from) as f64 * share) as i64;
    if graph.is_timed {
        let last = graph.nodes.iter().map(|node| node.close).max().unwrap_or(graph.close);
        return Some(part(graph.depart, last.min(graph.close)));
    }
    let delivers = graph.nodes.iter().any(|node| node.deliver > 0);
    let collects = graph.nodes.iter().any(|node| node.collect > 0);
    (!delivers || !collects).then(|| part(0, graph.capacity))
}

fn reach(graph: &Graph, way: Way, half: Option<i64>) -> Reach {
    match (half, way) {
        (None, Way::On) => Reach { keep: i64::MAX, extend: i64::MAX },
        (None, Way::Back) => Reach { keep: i64::MAX, extend: i64::MIN },
        (Some(half), Way::On) => Reach { keep: half, extend: half },
        (Some(half), Way::Back) if graph.is_timed => Reach { keep: -half - 1, extend: -half - 1 },
        (Some(half), Way::Back) => Reach { keep: graph.capacity, extend: graph.capacity - half - 1 },
    }
}

struct Join<'a> {
    graph: &'a Graph,
    reduced: &'a Reduced,
    half: Option<i64>,
    on: Labels<'a>,
    back: Labels<'a>,
}

/// A way on and a way back that fit.
type Pair = (f64, u32, u32);

impl Join<'_> {
    fn trips(&self, most: usize, stop: &dyn Stop) -> Option<Vec<Trip>> {
        let graph = self.graph;
        let backs: Vec<Vec<(f64, u32)>> = (0..graph.nodes.len() + 2).map(|node| self.back.at(node)).collect();
        let mut pairs: Vec<Pair> = Vec::new();
        for from in 0..=graph.nodes.len() {
            if stop.now() {
                return None;
            }
            pairs.extend(self.at(from, &backs));
        }
        pairs.sort_by(|one, other| one.0.total_cmp(&other.0).then((one.1, one.2).cmp(&(other.1, other.2))));
        pairs.truncate(most);
        Some(
            pairs
                .into_iter()
                .map(|(reduced, on, back)| Trip { nodes: self.nodes(on, back), reduced })
                .collect(),
        )
    }

    fn nodes(&self, on: u32, back: u32) -> Vec<u32> {
        let mut nodes = self.on.trail(on);
        nodes.reverse();
        nodes.extend(self.back.trail(back));
        nodes
    }

    /// The best pairs over the legs from one stop.
    fn at(&self, from: usize, backs: &[Vec<(f64, u32)>]) -> Vec<Pair> {
        let graph = self.graph;
        let ends = (from != graph.source()).then_some(graph.sink() as u32);
        let next: Vec<u32> = graph.next[from].iter().copied().chain(ends).collect();
        let mut best: Vec<Pair> = Vec::new();
        let mut limit = 0.0;
        for (cost, on) in self.on.at(from) {
            for &to in &next {
                let way = cost + self.reduced.leg(from, to as usize);
                let cheapest = backs[to as usize].first().map_or(f64::INFINITY, |back| back.0);
                if way + cheapest >= limit {
                    continue;
                }
                let Some(latest) = self.crosses(on, to as usize) else { continue };
                for &(rest, back) in &backs[to as usize] {
                    if way + rest >= limit {
                        break;
                    }
                    let Some(penalty) = self.fits(on, back, latest) else { continue };
                    if way + rest + penalty < limit {
                        best.push((way + rest + penalty, on, back));
                        limit = trim(&mut best, limit);
                    }
                }
            }
        }
        best
    }

    /// The clock that a way back must have at most, if the next stop is beyond half way.
    fn crosses(&self, on: u32, to: usize) -> Option<i64> {
        let (graph, label) = (self.graph, &self.on.all[on as usize]);
        if to == graph.sink() {
            return Some(i64::MAX);
        }
        let node = &graph.nodes[to];
        if graph.is_timed {
            let start = graph.arrive(label.node as usize, label.clock, to)?;
            return self.half.is_none_or(|half| start > half).then_some(-start);
        }
        let peak = (label.peak + node.deliver).max(label.carried + node.collect);
        self.half.is_none_or(|half| peak > half).then_some(i64::MAX)
    }

    /// What pairs of visits across the two cost; `None` if they do not fit.
    fn fits(&self, on: u32, back: u32, latest: i64) -> Option<f64> {
        let (on, back) = (&self.on.all[on as usize], &self.back.all[back as usize]);
        let capacity = self.graph.capacity;
        if back.clock > latest || on.peak + back.carried > capacity || on.carried + back.peak > capacity {
            return None;
        }
        let ends = on.node as usize >= self.graph.nodes.len() || back.node as usize >= self.graph.nodes.len();
        if ends {
            return Some(0.0);
        }
        let kept = self.graph.carried(on.node as usize, on.memory, back.node as usize);
        (kept & back.memory == 0).then(|| self.reduced.penalty(on.bits.and(back.bits)))
    }
}

/// Keeps few pairs; the cost that a better one must be below.
fn trim(best: &mut Vec<Pair>, limit: f64) -> f64 {
    if best.len() < 4 * SAME_END {
        return limit;
    }
    best.sort_by(|one, other| one.0.total_cmp(&other.0).then((one.1, one.2).cmp(&(other.1, other.2))));
    best.truncate(SAME_END);
    best.last().map_or(limit, |last| last.0)
}
