//! Signs that lead over whole ways, held against a search that remembers all it has driven.

use super::*;
use crate::network::Ban;
use std::collections::BTreeSet;

/// So many arcs back a ban can reach.
const LONGEST: usize = 5;

/// Least milliseconds to all junctions: Dijkstra's search over the last arcs driven, which looks
/// through all bans at each turn.
fn naive(network: &Network, running: &Running, from: NodeIndex) -> BTreeMap<NodeIndex, u64> {
    let graph = network.graph();
    let plain = Turns::new(&sample::without_bans(network));
    let price: BTreeMap<[EdgeIndex; 2], u64> = (0..plain.len() as u32)
        .map(|turn| (plain.arcs(turn), u64::from(plain.millis(turn, running))))
        .collect();
    let weights = network.weigh(running, Season::Summer);
    let millis = |arc: EdgeIndex| weights.arcs[arc.index()].map(|weight| u64::from(weight.millis));
    let forbidden =
        |driven: &[EdgeIndex]| network.bans().iter().any(|ban| ban.whom.heavy && driven.ends_with(&ban.arcs));
    let mut queue: BTreeSet<(u64, Vec<EdgeIndex>)> =
        graph.edges(from).filter_map(|edge| Some((millis(edge.id())?, vec![edge.id()]))).collect();
    let mut seen: BTreeSet<Vec<EdgeIndex>> = BTreeSet::new();
    let mut best = BTreeMap::from([(from, 0)]);
    while let Some((time, driven)) = queue.pop_first() {
        if !seen.insert(driven.clone()) {
            continue;
        }
        let last = driven[driven.len() - 1];
        let (_, head) = graph.edge_endpoints(last).unwrap();
        let known = best.entry(head).or_insert(time);
        *known = time.min(*known);
        for edge in graph.edges(head) {
            let mut next = driven.clone();
            next.push(edge.id());
            let (Some(turn), Some(drive)) = (price.get(&[last, edge.id()]), millis(edge.id())) else {
                continue;
            };
            if !forbidden(&next) {
                let short = next.split_off(next.len().saturating_sub(LONGEST - 1));
                queue.insert((time + turn + drive, short));
            }
        }
    }
    best
}

/// A walk along arcs, chosen by numbers.
fn walk(network: &Network, picks: &[usize]) -> Vec<EdgeIndex> {
    let graph = network.graph();
    let mut walk = vec![EdgeIndex::new(picks[0] % graph.edge_count())];
    for pick in &picks[1..] {
        let (_, head) = graph.edge_endpoints(walk[walk.len() - 1]).unwrap();
        let next: Vec<EdgeIndex> = graph.edges(head).map(|edge| edge.id()).collect();
        if next.is_empty() {
            break;
        }
        walk.push(next[pick % next.len()]);
    }
    walk
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn the_hierarchy_obeys_signs_over_ways_as_a_search_that_remembers_everything(
        (nodes, ways) in roads(),
        bans in proptest::collection::vec((proptest::collection::vec(0..1_000_usize, 2..=LONGEST), 0..4_u8), 0..16),
    ) {
        let way = |&(from, to, kind): &(u32, u32, u8)| Way {
            oneway: if kind % 3 == 0 { Oneway::Forward } else { Oneway::No },
            ..sample::way(&[from, to])
        };
        let network = sample::flat(&sample::map(&nodes, ways.iter().map(way).collect()));
        prop_assume!(network.graph().edge_count() > 0);
        let ban = |(picks, whom): &(Vec<usize>, u8)| Ban {
            arcs: walk(&network, picks),
            whom: if *whom == 0 { Subjects { light: true, ..Subjects::NOBODY } } else { Subjects::EVERYBODY },
            times: Times::default(),
        };
        let bans = bans.iter().map(ban).filter(|ban| ban.arcs.len() > 1).collect();
        let network = sample::with_bans(network, bans);
        let turns = Turns::new(&network);
        prop_assert_eq!(Turns::from_numbers(turns.numbers()), Some(turns.clone()));
        let skeleton = turns.hierarchy(&network);
        prop_assert!(turns.fit(&skeleton, network.graph().edge_count()));
        let weights = weights(&network);
        let metric = Metric::new(&skeleton, &turns.costs(&weights));
        let on = On { skeleton: &skeleton, metric: &metric };
        let mut query = Query::new(&skeleton);
        for from in network.graph().node_indices().take(2) {
            let slow = naive(&network, weights.running(), from);
            let starts = Turns::leaving(&network, &weights, from);
            for to in network.graph().node_indices().filter(|to| *to != from) {
                let ends = turns.arriving(&network, &weights, to);

                let path = query.path(on, &starts, &ends);

                prop_assert_eq!(path.as_ref().map(|path| path.millis as u64), slow.get(&to).copied());
                let Some(path) = path else { continue };
                let first = turns.arc(starts[path.from].node);
                let after = path.arcs.iter().map(|&turn| turns.arcs(turn)[1]);
                let driven: Vec<EdgeIndex> = [first].into_iter().chain(after).collect();
                let broken = |ban: &&Ban| {
                    ban.whom.heavy && driven.windows(ban.arcs.len()).any(|row| row == ban.arcs)
                };
                prop_assert_eq!(network.bans().iter().find(broken), None);
            }
        }
    }
}
