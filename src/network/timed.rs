//! Paths of earliest arrival where speeds depend on the hour.
//!
//! Dijkstra's search with moments instead of sums; it is exact because nobody
//! overtakes by leaving later ([`Hours`]). Without hours it gives the same
//! times as [`Tree`](super::Tree). (M41)

use super::{Hours, Network, Weights};
use petgraph::Direction;
use petgraph::graph::{EdgeIndex, NodeIndex};
use petgraph::visit::EdgeRef;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Earliest moments, in milliseconds after midnight, at all junctions.
#[derive(Clone, Debug)]
pub struct Arrivals {
    at: Vec<Option<u64>>,
    by: Vec<Option<EdgeIndex>>,
}

/// From one junction at a moment, to wherever one gets until `latest`.
#[must_use]
pub fn arrivals(
    network: &Network,
    weights: &Weights,
    hours: &Hours,
    (from, depart): (NodeIndex, u64),
    latest: u64,
) -> Arrivals {
    let graph = network.graph();
    let mut found = Arrivals { at: vec![None; graph.node_count()], by: vec![None; graph.node_count()] };
    let mut done = vec![false; graph.node_count()];
    let mut heap = BinaryHeap::from([Reverse((depart, from.index()))]);
    found.at[from.index()] = Some(depart);
    while let Some(Reverse((now, junction))) = heap.pop() {
        if std::mem::replace(&mut done[junction], true) {
            continue;
        }
        for arc in graph.edges_directed(NodeIndex::new(junction), Direction::Outgoing) {
            let Some(weight) = weights.arcs[arc.id().index()] else { continue };
            let Some(there) = hours.leave(arc.id(), now, weight.millis).filter(|there| *there <= latest)
            else {
                continue;
            };
            let head = arc.target().index();
            let better = found.at[head].is_none_or(|known| there < known);
            let equal = found.at[head] == Some(there) && !done[head];
            if better || (equal && found.by[head].is_some_and(|known| arc.id() < known)) {
                found.at[head] = Some(there);
                found.by[head] = Some(arc.id());
                if better {
                    heap.push(Reverse((there, head)));
                }
            }
        }
    }
    found
}

impl Arrivals {
    /// Milliseconds after midnight; `None`: not reached.
    #[must_use]
    pub fn at(&self, junction: NodeIndex) -> Option<u64> {
        self.at[junction.index()]
    }

    /// The arcs that lead there; empty at the start.
    #[must_use]
    pub fn path(&self, network: &Network, to: NodeIndex) -> Option<Vec<EdgeIndex>> {
        self.at(to)?;
        let mut arcs = Vec::new();
        let mut at = to;
        while let Some(arc) = self.by[at.index()] {
            arcs.push(arc);
            at = network.graph().edge_endpoints(arc)?.0;
        }
        arcs.reverse();
        Some(arcs)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::county::{Circle, HourRule, Season, Whom};
    use crate::network::sample::{at, flat, map, trike, truck, way};
    use crate::units::Moment;
    use proptest::prelude::*;

    fn rule(east: f64, radius: f64, hours: (i64, i64), percent: u8, whom: Whom) -> HourRule {
        HourRule {
            code: String::new(),
            area: Circle { point: at(east, 0.0), radius },
            from: Moment::at(hours.0, 0),
            to: Moment::at(hours.1, 0),
            percent,
            whom,
        }
    }

    /// 2 km straight through the town, or 3 km around it.
    fn town() -> Network {
        let nodes = [(0.0, 0.0), (2_000.0, 0.0), (1_000.0, 1_100.0), (-400.0, 0.0), (2_400.0, 0.0)];
        flat(&map(&nodes, vec![way(&[0, 1]), way(&[0, 2, 1]), way(&[3, 0]), way(&[1, 4])]))
    }

    fn ends(network: &Network) -> (NodeIndex, NodeIndex) {
        let near = |east: f64| {
            let off = |node: &NodeIndex| {
                let point = network.graph()[*node].point;
                crate::network::sample::metres(point).0 - east
            };
            network.graph().node_indices().min_by(|a, b| off(a).abs().total_cmp(&off(b).abs())).unwrap()
        };
        (near(0.0), near(2_000.0))
    }

    #[test]
    fn the_way_around_is_taken_on_market_morning_and_by_lorries_at_night() {
        let network = town();
        let (from, to) = ends(&network);
        let rules =
            [rule(1_000.0, 600.0, (7, 9), 30, Whom::All), rule(1_000.0, 600.0, (22, 24), 0, Whom::Lorries)];
        let through = |running: &crate::county::Running, hour: u64| {
            let weights = network.weigh(running, Season::Autumn);
            let hours = Hours::new(&network, &rules, running, None);
            let found = arrivals(&network, &weights, &hours, (from, hour * 3_600_000), u64::MAX);
            let path = found.path(&network, to).unwrap();
            network.graph()[path[0]].length.0 < 2_500
        };

        assert!(through(&truck(), 12) && !through(&truck(), 8) && !through(&truck(), 22));
        assert!(!through(&trike(), 8) && through(&trike(), 22));
    }

    proptest! {
        #[test]
        fn arrivals_are_those_of_the_slow_way(
            links in proptest::collection::vec((0..7_u32, 0..7_u32), 6..14),
            rules in proptest::collection::vec((0.0..1_800.0_f64, 50.0..900.0_f64, 0..23_i64, 1..8_i64, 0..100_u8), 0..4),
            depart in 0..86_400_000_u64,
        ) {
            let nodes: Vec<(f64, f64)> =
                (0..7).map(|k| (f64::from(k) * 300.0, f64::from(k * k % 5) * 120.0)).collect();
            let network = flat(&map(&nodes, links.iter().map(|&(from, to)| way(&[from, to])).collect()));
            prop_assume!(network.graph().node_count() > 0);
            let weights = network.weigh(&truck(), Season::Autumn);
            let rules: Vec<HourRule> = rules
                .into_iter()
                .map(|(east, radius, from, long, percent)| rule(east, radius, (from, (from + long).min(24)), percent, Whom::All))
                .collect();
            let hours = Hours::new(&network, &rules, &truck(), None);
            let from = NodeIndex::new(0);

            let found = arrivals(&network, &weights, &hours, (from, depart), u64::MAX);

            // Bellman and Ford: go on until nothing gets earlier.
            let mut slow = vec![None; network.graph().node_count()];
            slow[0] = Some(depart);
            for _ in 0..slow.len() + 1 {
                for edge in network.graph().edge_indices() {
                    let (tail, head) = network.graph().edge_endpoints(edge).unwrap();
                    let Some(now) = slow[tail.index()] else { continue };
                    let there = hours.leave(edge, now, weights.arcs[edge.index()].unwrap().millis);
                    if let Some(there) = there && slow[head.index()].is_none_or(|known| there < known) {
                        slow[head.index()] = Some(there);
                    }
                }
            }
            for node in network.graph().node_indices() {
                prop_assert_eq!(found.at(node), slow[node.index()]);
                let Some(path) = found.path(&network, node) else { continue };
                let replayed = path.iter().try_fold(depart, |now, &arc| {
                    hours.leave(arc, now, weights.arcs[arc.index()]?.millis)
                });
                prop_assert_eq!(replayed, found.at(node));
            }
        }

        #[test]
        fn without_hours_times_are_those_of_the_tree(links in proptest::collection::vec((0..7_u32, 0..7_u32), 6..14)) {
            let nodes: Vec<(f64, f64)> =
                (0..7).map(|k| (f64::from(k) * 300.0, f64::from(k * k % 5) * 120.0)).collect();
            let network = flat(&map(&nodes, links.iter().map(|&(from, to)| way(&[from, to])).collect()));
            prop_assume!(network.graph().node_count() > 0);
            let weights = network.weigh(&truck(), Season::Autumn);
            let from = NodeIndex::new(0);
            let found = arrivals(&network, &weights, &Hours::default(), (from, 5), u64::MAX);

            for node in network.graph().node_indices() {
                let path = network.path(&weights, from, node);
                let millis = path.map(|path| {
                    path.iter().map(|arc| u64::from(weights.arcs[arc.index()].unwrap().millis)).sum::<u64>() + 5
                });
                prop_assert_eq!(found.at(node), millis);
            }
        }
    }
}
