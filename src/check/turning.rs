//! What turning takes, derived by the judge itself from roads, signs and
//! facts. (M36)

use crate::county::Running;
use crate::facts;
use crate::hierarchy::bearings;
use crate::network::{Ban, Network};
use petgraph::Direction;
use petgraph::graph::{EdgeIndex, NodeIndex};
use petgraph::visit::EdgeRef;
use std::collections::{BTreeMap, BTreeSet};

/// How arcs meet, the same for all vehicles.
pub(super) struct Crossings<'a> {
    network: &'a Network,
    /// By arc: degrees from north in which it begins and ends.
    bearings: Vec<[f64; 2]>,
    /// By junction: how many roads meet.
    roads: Vec<usize>,
}

/// Turns of one kind of vehicle.
pub(super) struct Turning<'a> {
    crossings: &'a Crossings<'a>,
    forbidden: BTreeSet<(EdgeIndex, EdgeIndex)>,
    /// Rows of three arcs or more that may not be driven.
    rows: Vec<&'a [EdgeIndex]>,
    /// Numbers of those that begin with an arc.
    begin: BTreeMap<EdgeIndex, Vec<usize>>,
    left: f64,
    right: f64,
    back: f64,
    sharp: f64,
}

/// Which forbidden rows are being driven: their numbers, and how many of their arcs.
pub(super) type Begun = Vec<(usize, usize)>;

impl<'a> Crossings<'a> {
    pub fn of(network: &'a Network) -> Crossings<'a> {
        let graph = network.graph();
        let bearings = graph.edge_weights().map(|arc| bearings(&arc.geometry)).collect();
        // A road open both ways has one arc that leaves and one that enters.
        let roads = graph.node_indices().map(|junction| {
            let entering = graph.edges_directed(junction, Direction::Incoming);
            let only_in = entering.filter(|arc| network.twin(arc.id()).is_none());
            graph.edges(junction).count() + only_in.count()
        });
        Crossings { network, bearings, roads: roads.collect() }
    }

    /// On a day of the week, 0 being Monday.
    pub fn turning(&'a self, running: &Running, day: Option<u8>) -> Turning<'a> {
        let heavy = running.gross_mass > facts::value("import.lorry_mass");
        let meant = |ban: &&Ban| {
            let kind = match (running.narrow, heavy) {
                (true, _) => ban.whom.narrow,
                (false, true) => ban.whom.heavy,
                (false, false) => ban.whom.light,
            };
            // What is forbidden at some hours of the day is not done on that day.
            let today = ban.times.0.is_empty()
                || ban.times.0.iter().any(|span| day.is_some_and(|day| span.days & (1 << day) != 0));
            kind && today && running.gross_mass > f64::from(ban.whom.over)
        };
        let bans: Vec<&Ban> = self.network.bans().iter().filter(meant).collect();
        let rows: Vec<&[EdgeIndex]> =
            bans.iter().map(|ban| ban.arcs.as_slice()).filter(|arcs| arcs.len() > 2).collect();
        let mut begin: BTreeMap<EdgeIndex, Vec<usize>> = BTreeMap::new();
        for (number, row) in rows.iter().enumerate() {
            begin.entry(row[0]).or_default().push(number);
        }
        let beyond = (running.length - facts::value("turn.short")).max(0.0);
        let sharp = facts::value("turn.sharp") * beyond;
        let back = facts::value(if running.narrow { "turn.back.narrow" } else { "turn.back" });
        Turning {
            crossings: self,
            forbidden: bans
                .iter()
                .filter(|ban| ban.arcs.len() == 2)
                .map(|ban| (ban.arcs[0], ban.arcs[1]))
                .collect(),
            rows,
            begin,
            left: facts::value("turn.left"),
            right: facts::value("turn.right"),
            back: back + sharp,
            sharp,
        }
    }
}

impl Turning<'_> {
    /// The forbidden rows that begin with an arc.
    pub fn begun(&self, arc: EdgeIndex) -> Begun {
        self.begin.get(&arc).into_iter().flatten().map(|&number| (number, 1)).collect()
    }

    /// The rows that are being driven after going on into an arc; `None` if one of them is whole.
    pub fn after(&self, begun: &Begun, next: EdgeIndex) -> Option<Begun> {
        let go_on = |&(number, driven): &(usize, usize)| {
            (self.rows[number][driven] == next).then_some((number, driven + 1))
        };
        let mut after: Begun = begun.iter().filter_map(go_on).collect();
        if after.iter().any(|&(number, driven)| driven == self.rows[number].len()) {
            return None;
        }
        after.extend(self.begun(next));
        after.sort_unstable();
        Some(after)
    }

    /// The arcs one may go on into from the end of another, with the milliseconds of the turn.
    pub fn on_from(&self, arc: EdgeIndex) -> impl Iterator<Item = (EdgeIndex, u64)> {
        let network = self.crossings.network;
        let junction = network.graph().edge_endpoints(arc).map_or(NodeIndex::end(), |ends| ends.1);
        let ahead = network.graph().edges(junction).map(|next| next.id());
        ahead.filter_map(move |next| Some((next, self.millis(junction, arc, next)?)))
    }

    /// Milliseconds of the turn itself; `None` if it may not be made.
    pub fn millis(&self, junction: NodeIndex, arc: EdgeIndex, next: EdgeIndex) -> Option<u64> {
        let network = self.crossings.network;
        if self.forbidden.contains(&(arc, next)) {
            return None;
        }
        let roads = self.crossings.roads[junction.index()];
        if network.twin(arc) == Some(next) {
            // Back where the road ends, and nowhere else.
            return (roads == 1).then(|| whole(self.back));
        }
        let change = self.crossings.bearings[next.index()][0] - self.crossings.bearings[arc.index()][1];
        let degrees = (change + 540.0).rem_euclid(360.0).floor() - 180.0;
        let share = ((degrees.abs() - 25.0) / 65.0).clamp(0.0, 1.0);
        let side = if degrees < 0.0 { self.left } else { self.right };
        let crossing = if roads > 2 { share * side } else { 0.0 };
        let sharp = if degrees.abs() > 120.0 { self.sharp } else { 0.0 };
        Some(whole(crossing + sharp))
    }
}

/// Milliseconds, rounded once.
fn whole(seconds: f64) -> u64 {
    (seconds * 1000.0).round() as u64
}
