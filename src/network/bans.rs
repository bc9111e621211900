//! Which ways over junctions signs forbid, as arcs in a row.

use super::Network;
use super::courses::Courses;
use super::lines::LineId;
use crate::county::{Restriction, RoadMap, Rule, Subjects, Times, Via};
use petgraph::graph::{EdgeIndex, NodeIndex};
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::VecDeque;

/// Signs lead over no more arcs than this.
const FARTHEST: usize = 40;

/// Arcs that may not be driven in a row: two for a forbidden turn, more where a sign leads over
/// whole ways.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ban {
    pub arcs: Vec<EdgeIndex>,
    pub whom: Subjects,
    pub times: Times,
}

/// Arcs by the ways they follow, as far as restrictions name these.
#[derive(Default)]
struct Meeting {
    /// By node of the map and way: arcs that enter it, coming by this way.
    entering: FxHashMap<(u32, i64), Vec<EdgeIndex>>,
    leaving: FxHashMap<(u32, i64), Vec<EdgeIndex>>,
    /// By arc: its nodes at both ends, and the ways it follows.
    arcs: FxHashMap<EdgeIndex, Followed>,
    /// By way: arcs that end on it.
    of_way: FxHashMap<i64, Vec<EdgeIndex>>,
}

struct Followed {
    ends: [u32; 2],
    ways: Vec<i64>,
}

/// The map's restrictions on the arcs of a network. One whose ways do not meet any more, because
/// they became one road, forbids nothing.
pub(super) fn bans(map: &RoadMap, network: &Network, courses: &Courses) -> Vec<Ban> {
    if map.restrictions.is_empty() {
        return Vec::new();
    }
    let meeting = Meeting::gather(map, network, courses);
    let mut bans = Vec::new();
    for restriction in &map.restrictions {
        let mut ban = |arcs: Vec<EdgeIndex>| {
            bans.push(Ban { arcs, whom: restriction.whom, times: restriction.times.clone() });
        };
        match &restriction.via {
            Via::Node(via) => meeting.at_node(network, restriction, *via, &mut ban),
            Via::Ways(ways) => meeting.over_ways(network, restriction, ways, &mut ban),
        }
    }
    bans
}

impl Meeting {
    fn gather(map: &RoadMap, network: &Network, courses: &Courses) -> Meeting {
        let (mut wanted, mut named) = (FxHashSet::<u32>::default(), FxHashSet::<i64>::default());
        for restriction in &map.restrictions {
            match &restriction.via {
                Via::Node(via) => drop(wanted.insert(*via)),
                Via::Ways(ways) => named.extend(ways.iter().chain([&restriction.from, &restriction.to])),
            }
        }
        let mut meeting = Meeting::default();
        let mut line = 0;
        for arc in network.graph().edge_indices() {
            let twin = network.twin(arc);
            if twin.is_some_and(|twin| twin < arc) {
                continue;
            }
            let (nodes, ways) = (courses.nodes(LineId(line)), courses.ways(LineId(line)));
            line += 1;
            let (Some(&first), Some(&last)) = (nodes.first(), nodes.last()) else { continue };
            let mut ways: Vec<i64> = ways.iter().map(|&(_, way)| map.ways[way as usize].id).collect();
            if ways.is_empty() {
                continue;
            }
            let known = ways.iter().any(|way| named.contains(way));
            if !known && !wanted.contains(&first) && !wanted.contains(&last) {
                continue;
            }
            meeting.take(arc, [first, last], ways.clone());
            if let Some(twin) = twin {
                ways.reverse();
                meeting.take(twin, [last, first], ways);
            }
        }
        meeting
    }

    fn take(&mut self, arc: EdgeIndex, ends: [u32; 2], ways: Vec<i64>) {
        let (Some(&begin), Some(&end)) = (ways.first(), ways.last()) else { return };
        self.leaving.entry((ends[0], begin)).or_default().push(arc);
        self.entering.entry((ends[1], end)).or_default().push(arc);
        self.of_way.entry(end).or_default().push(arc);
        self.arcs.insert(arc, Followed { ends, ways });
    }

    fn at_node(&self, network: &Network, rule: &Restriction, via: u32, ban: &mut impl FnMut(Vec<EdgeIndex>)) {
        for &from in self.entering.get(&(via, rule.from)).into_iter().flatten() {
            let onward = self.arcs_from(network, from).filter(|(_, followed)| followed.ends[0] == via);
            for (to, followed) in onward {
                let is_back = network.twin(from) == Some(to);
                let way = followed.ways.first();
                let banned = match rule.rule {
                    Rule::No => way == Some(&rule.to) && !is_back,
                    Rule::NoReturn => is_back,
                    Rule::Only => way != Some(&rule.to),
                };
                if banned {
                    ban(vec![from, to]);
                }
            }
        }
    }

    /// Known arcs that leave from where another ends.
    fn arcs_from<'a>(
        &'a self,
        network: &'a Network,
        arc: EdgeIndex,
    ) -> impl Iterator<Item = (EdgeIndex, &'a Followed)> + 'a {
        let junction = network.graph().edge_endpoints(arc).map_or(NodeIndex::end(), |ends| ends.1);
        let mut leaving: Vec<EdgeIndex> =
            network.graph().edges(junction).map(|edge| petgraph::visit::EdgeRef::id(&edge)).collect();
        leaving.sort_unstable();
        leaving.into_iter().filter_map(|next| Some((next, self.arcs.get(&next)?)))
    }

    /// From each end of the first way along the others to the last. What only one way is open for
    /// is forbidden everywhere else on it.
    fn over_ways(
        &self,
        network: &Network,
        rule: &Restriction,
        ways: &[i64],
        ban: &mut impl FnMut(Vec<EdgeIndex>),
    ) {
        for &from in self.of_way.get(&rule.from).into_iter().flatten() {
            let Some(path) = self.along(network, rule, from, ways) else { continue };
            if rule.rule != Rule::Only {
                ban(path);
                continue;
            }
            for (at, next) in path.iter().enumerate().skip(1) {
                let here = path[at - 1];
                let Some((_, head)) = network.graph().edge_endpoints(here) else { continue };
                let others = network.graph().edges(head).map(|edge| petgraph::visit::EdgeRef::id(&edge));
                for other in others.filter(|other| other != next) {
                    ban(path[..at].iter().copied().chain([other]).collect());
                }
            }
        }
    }

    /// The arcs from `from` over ways to the way after them, the fewest that do; `None` if there
    /// are none, or too many.
    fn along(
        &self,
        network: &Network,
        rule: &Restriction,
        from: EdgeIndex,
        ways: &[i64],
    ) -> Option<Vec<EdgeIndex>> {
        let mut before: FxHashMap<EdgeIndex, EdgeIndex> = FxHashMap::default();
        let mut queue = VecDeque::from([(from, 0)]);
        while let Some((arc, count)) = queue.pop_front() {
            for (next, followed) in self.arcs_from(network, arc) {
                let is_back = network.twin(arc) == Some(next);
                if count > 0 && !is_back && followed.ways.first() == Some(&rule.to) {
                    let mut path = vec![next, arc];
                    while let Some(&earlier) = path.last().and_then(|last| before.get(last)) {
                        path.push(earlier);
                    }
                    path.reverse();
                    return Some(path);
                }
                let follows = followed.ways.iter().all(|way| ways.contains(way));
                if follows && !is_back && next != from && count < FARTHEST && !before.contains_key(&next) {
                    before.insert(next, arc);
                    queue.push_back((next, count + 1));
                }
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::county::{Oneway, Way};
    use crate::network::sample;

    /// Four roads that meet at node 0; ways 1 to 4 lead east, north, west and south.
    fn crossing(restrictions: Vec<Restriction>) -> Network {
        let nodes = [(0.0, 0.0), (500.0, 0.0), (0.0, 500.0), (-500.0, 0.0), (0.0, -500.0)];
        let way = |id: u32| Way { id: i64::from(id), ..sample::way(&[0, id]) };
        let map = RoadMap { restrictions, ..sample::map(&nodes, (1..5).map(way).collect()) };
        sample::flat(&map)
    }

    fn restriction(rule: Rule, from: i64, to: i64) -> Restriction {
        let (whom, times) = (Subjects::EVERYBODY, Times::default());
        Restriction { from, via: Via::Node(0), to, rule, whom, times }
    }

    /// From and to, as ids of ways.
    fn banned(network: &Network) -> Vec<(i64, i64)> {
        let way = |arc: EdgeIndex| network.graph()[arc].way;
        let mut pairs: Vec<_> =
            network.bans().iter().map(|ban| (way(ban.arcs[0]), way(ban.arcs[1]))).collect();
        pairs.sort_unstable();
        pairs
    }

    #[test]
    fn a_forbidden_turn_is_one_pair_of_arcs_at_the_node() {
        let network = crossing(vec![restriction(Rule::No, 1, 4)]);

        assert_eq!(banned(&network), [(1, 4)]);
        let ban = &network.bans()[0];
        let ends = |arc| network.graph().edge_endpoints(arc).unwrap();
        assert_eq!(ends(ban.arcs[0]).1, ends(ban.arcs[1]).0);
    }

    #[test]
    fn the_only_turn_allowed_forbids_all_others() {
        assert_eq!(banned(&crossing(vec![restriction(Rule::Only, 1, 3)])), [(1, 1), (1, 2), (1, 4)]);
    }

    #[test]
    fn a_forbidden_return_leaves_all_other_turns() {
        assert_eq!(banned(&crossing(vec![restriction(Rule::NoReturn, 2, 2)])), [(2, 2)]);
    }

    #[test]
    fn ways_that_are_not_there_forbid_nothing() {
        assert_eq!(banned(&crossing(vec![restriction(Rule::No, 9, 4), restriction(Rule::No, 1, 9)])), []);
    }

    /// A dual carriageway: way 1 to the east and 2 to the west, joined by the link 3 between nodes 1
    /// and 4; a lane 5 leaves the link in its middle, node 6.
    fn carriageways(rule: Rule) -> Network {
        let nodes = [
            (0.0, 0.0),
            (500.0, 0.0),
            (1_000.0, 0.0),
            (1_000.0, 20.0),
            (500.0, 20.0),
            (0.0, 20.0),
            (500.0, 10.0),
            (600.0, 10.0),
        ];
        let way = |id: i64, nodes: &[u32], oneway| Way { id, oneway, ..sample::way(nodes) };
        let ways = vec![
            way(1, &[0, 1], Oneway::Forward),
            way(4, &[1, 2], Oneway::Forward),
            way(2, &[3, 4, 5], Oneway::Forward),
            way(3, &[1, 6, 4], Oneway::No),
            way(5, &[6, 7], Oneway::No),
        ];
        let over = Restriction { via: Via::Ways(vec![3]), ..restriction(rule, 1, 2) };
        sample::flat(&RoadMap { restrictions: vec![over], ..sample::map(&nodes, ways) })
    }

    fn in_a_row(network: &Network) -> Vec<Vec<i64>> {
        let way = |arc: &EdgeIndex| network.graph()[*arc].way;
        let mut rows: Vec<Vec<i64>> =
            network.bans().iter().map(|ban| ban.arcs.iter().map(way).collect()).collect();
        rows.sort_unstable();
        rows
    }

    #[test]
    fn a_way_around_over_a_link_is_forbidden_as_arcs_in_a_row() {
        assert_eq!(in_a_row(&carriageways(Rule::No)), [vec![1, 3, 3, 2]]);
        assert_eq!(in_a_row(&carriageways(Rule::NoReturn)), [vec![1, 3, 3, 2]]);
    }

    #[test]
    fn the_only_way_over_a_link_forbids_every_other_on_it() {
        // Straight on; back or into the lane from the link; back at its end.
        let others = [vec![1, 3, 3], vec![1, 3, 3, 3], vec![1, 3, 5], vec![1, 4]];

        assert_eq!(in_a_row(&carriageways(Rule::Only)), others);
    }
}
