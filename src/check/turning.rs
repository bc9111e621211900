//! What turning takes, derived by the judge itself from roads, signs and
//! facts. (M36)

use crate::county::Running;
use crate::facts;
use crate::hierarchy::bearings;
use crate::network::Network;
use petgraph::Direction;
use petgraph::graph::{EdgeIndex, NodeIndex};
use petgraph::visit::EdgeRef;
use std::collections::BTreeSet;

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
    left: f64,
    right: f64,
    back: f64,
    sharp: f64,
}

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

    pub fn turning(&'a self, running: &Running) -> Turning<'a> {
        let heavy = running.gross_mass > facts::value("import.lorry_mass");
        let bans = self.network.bans().iter().filter(|ban| match (running.narrow, heavy) {
            (true, _) => ban.whom.narrow,
            (false, true) => ban.whom.heavy,
            (false, false) => ban.whom.light,
        });
        let beyond = (running.length - facts::value("turn.short")).max(0.0);
        let sharp = facts::value("turn.sharp") * beyond;
        let back = facts::value(if running.narrow { "turn.back.narrow" } else { "turn.back" });
        Turning {
            crossings: self,
            forbidden: bans.map(|ban| (ban.from, ban.to)).collect(),
            left: facts::value("turn.left"),
            right: facts::value("turn.right"),
            back: back + sharp,
            sharp,
        }
    }
}

impl Turning<'_> {
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
