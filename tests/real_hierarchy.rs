//! The hierarchy on real extracts, with turns: 10,000 pairs each, held against
//! petgraph's Dijkstra and against the replayed paths. Skips where an extract
//! is not there; they are not part of the project.

use mabang::county::{Season, SiteId, preset};
use mabang::hierarchy::{Entry, Metric, NEVER, On, Query, Turns, UNREACHABLE, table};
use mabang::network::Network;
use mabang::read::roads::{area::Area, read_file};
use petgraph::algo::dijkstra;
use petgraph::graph::{DiGraph, NodeIndex};
use std::path::Path;

/// Few starts and many ends: one search of the slow way serves a whole row.
const STARTS: usize = 20;
const ENDS: usize = 500;

fn network(name: &str) -> Option<Network> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/realmaps").join(name);
    if !path.is_file() {
        eprintln!("skipped: there is no {}", path.display());
        return None;
    }
    let map = read_file(&path, name, &Area::Everything).value.expect("the extract is sound");
    Some(Network::build(&map, &|_| None).value)
}

/// Arcs spread over the network, without chance.
fn spread(arcs: usize, count: usize, offset: usize) -> Vec<u32> {
    (0..count).map(|number| ((offset + number * 7_919) % arcs) as u32).collect()
}

fn compare(name: &str) {
    let Some(network) = network(name) else { return };
    let van = preset::vehicle("van", SiteId(0)).expect("a preset").running;
    let weights = network.weigh(&van, Season::Autumn);
    let turns = Turns::new(&network);
    let skeleton = turns.hierarchy(&network);
    let costs = turns.costs(&weights);
    let metric = Metric::new(&skeleton, &costs);
    let on = On { skeleton: &skeleton, metric: &metric };
    let arcs = network.graph().edge_count();
    let (starts, ends) = (spread(arcs, STARTS, 3), spread(arcs, ENDS, 77));
    let entries = |arcs: &[u32]| arcs.iter().map(|&arc| vec![Entry::at(arc)]).collect::<Vec<_>>();
    let times = table(on, &entries(&starts), &entries(&ends));
    let mut graph = DiGraph::<(), u64>::with_capacity(arcs, turns.len());
    for _ in 0..arcs {
        graph.add_node(());
    }
    for turn in (0..turns.len() as u32).filter(|&turn| costs[turn as usize] < NEVER) {
        let [from, to] = turns.arcs(turn).map(|arc| NodeIndex::new(arc.index()));
        graph.add_edge(from, to, u64::from(costs[turn as usize]));
    }

    let mut query = Query::new(&skeleton);
    let mut reached = 0;
    for (row, &start) in starts.iter().enumerate() {
        let slow = dijkstra(&graph, NodeIndex::new(start as usize), None, |edge| *edge.weight());
        for (column, &end) in ends.iter().enumerate() {
            let expected = slow.get(&NodeIndex::new(end as usize)).map(|&millis| millis as i64);
            let path = query.path(on, &[Entry::at(start)], &[Entry::at(end)]);
            assert_eq!(times[row * ENDS + column], expected.unwrap_or(UNREACHABLE));
            assert_eq!(path.as_ref().map(|path| path.millis), expected);
            let Some(path) = path else { continue };
            let (mut at, mut millis) = (start, 0);
            for &turn in &path.arcs {
                let [before, after] = turns.arcs(turn);
                assert_eq!(before.index() as u32, at);
                at = after.index() as u32;
                millis += i64::from(costs[turn as usize]);
            }
            assert_eq!((at, millis), (end, path.millis));
            reached += 1;
        }
    }
    eprintln!("{name}: {reached} of {} pairs are joined", STARTS * ENDS);
    assert!(reached > STARTS * ENDS / 4);
}

#[test]
fn andorra_is_routed_as_by_dijkstra() {
    compare("andorra.osm.pbf");
}

#[test]
fn liechtenstein_is_routed_as_by_dijkstra() {
    compare("liechtenstein.osm.pbf");
}

#[test]
fn a_whole_municipality_is_routed_as_by_dijkstra() {
    compare("chongqing2014.osm.pbf");
}

#[test]
fn signs_of_a_real_map_forbid_turns() {
    let Some(network) = network("liechtenstein.osm.pbf") else { return };

    // This extract has hardly any: one is on roads that are kept.
    assert!(!network.bans().is_empty());
    for ban in network.bans() {
        let graph = network.graph();
        let ends = |arc| graph.edge_endpoints(arc).expect("an arc of this network");
        assert!(ban.arcs.windows(2).all(|pair| ends(pair[0]).1 == ends(pair[1]).0));
    }
}
