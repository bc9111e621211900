//! Which turns signs forbid, as pairs of arcs.

use super::Network;
use super::courses::Courses;
use super::lines::LineId;
use crate::county::{RoadMap, Rule, Subjects};
use petgraph::graph::EdgeIndex;
use rustc_hash::FxHashMap;

/// A turn that is forbidden.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ban {
    pub from: EdgeIndex,
    pub to: EdgeIndex,
    pub whom: Subjects,
}

/// Arcs that meet at a node, each with the id of the way it follows there.
#[derive(Default)]
struct Meeting {
    entering: Vec<(EdgeIndex, i64)>,
    leaving: Vec<(EdgeIndex, i64)>,
}

/// The map's restrictions on the arcs of a network. One whose ways do not meet at its node any
/// more, because they became one road, forbids nothing.
pub(super) fn bans(map: &RoadMap, network: &Network, courses: &Courses) -> Vec<Ban> {
    let mut meetings: FxHashMap<u32, Meeting> =
        map.restrictions.iter().map(|restriction| (restriction.via, Meeting::default())).collect();
    if meetings.is_empty() {
        return Vec::new();
    }
    gather(map, network, courses, &mut meetings);
    let mut bans = Vec::new();
    for restriction in &map.restrictions {
        let Some(meeting) = meetings.get(&restriction.via) else { continue };
        let from = meeting.entering.iter().filter(|(_, way)| *way == restriction.from);
        for (from, &(to, way)) in from.flat_map(|from| meeting.leaving.iter().map(move |to| (from.0, to))) {
            let is_back = network.twin(from) == Some(to);
            let banned = match restriction.rule {
                Rule::No => way == restriction.to && !is_back,
                Rule::NoReturn => is_back,
                Rule::Only => way != restriction.to,
            };
            if banned {
                bans.push(Ban { from, to, whom: restriction.whom });
            }
        }
    }
    bans
}

fn gather(map: &RoadMap, network: &Network, courses: &Courses, meetings: &mut FxHashMap<u32, Meeting>) {
    let mut line = 0;
    for arc in network.graph().edge_indices() {
        let twin = network.twin(arc);
        if twin.is_some_and(|twin| twin < arc) {
            continue;
        }
        let (nodes, ways) = (courses.nodes(LineId(line)), courses.ways(LineId(line)));
        line += 1;
        let (Some(&first), Some(&last)) = (nodes.first(), nodes.last()) else { continue };
        let (Some(begin), Some(end)) = (ways.first(), ways.last()) else { continue };
        let [begin, end] = [begin, end].map(|&(_, way)| map.ways[way as usize].id);
        let mut note = |arc: EdgeIndex, [tail, head]: [(u32, i64); 2]| {
            if let Some(meeting) = meetings.get_mut(&tail.0) {
                meeting.leaving.push((arc, tail.1));
            }
            if let Some(meeting) = meetings.get_mut(&head.0) {
                meeting.entering.push((arc, head.1));
            }
        };
        note(arc, [(first, begin), (last, end)]);
        if let Some(twin) = twin {
            note(twin, [(last, end), (first, begin)]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::county::{Restriction, Way};
    use crate::network::sample;

    /// Four roads that meet at node 0; ways 1 to 4 lead east, north, west and south.
    fn crossing(restrictions: Vec<Restriction>) -> Network {
        let nodes = [(0.0, 0.0), (500.0, 0.0), (0.0, 500.0), (-500.0, 0.0), (0.0, -500.0)];
        let way = |id: u32| Way { id: i64::from(id), ..sample::way(&[0, id]) };
        let map = RoadMap { restrictions, ..sample::map(&nodes, (1..5).map(way).collect()) };
        sample::flat(&map)
    }

    fn restriction(rule: Rule, from: i64, to: i64) -> Restriction {
        Restriction { from, via: 0, to, rule, whom: Subjects::EVERYBODY }
    }

    /// From and to, as ids of ways.
    fn banned(network: &Network) -> Vec<(i64, i64)> {
        let way = |arc: EdgeIndex| network.graph()[arc].way;
        let mut pairs: Vec<_> = network.bans().iter().map(|ban| (way(ban.from), way(ban.to))).collect();
        pairs.sort_unstable();
        pairs
    }

    #[test]
    fn a_forbidden_turn_is_one_pair_of_arcs_at_the_node() {
        let network = crossing(vec![restriction(Rule::No, 1, 4)]);

        assert_eq!(banned(&network), [(1, 4)]);
        let ban = network.bans()[0];
        let ends = |arc| network.graph().edge_endpoints(arc).unwrap();
        assert_eq!(ends(ban.from).1, ends(ban.to).0);
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
}
