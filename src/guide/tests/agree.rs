//! Routes and tables against a slow search, on random towns.

use super::super::*;
use super::Town;
use crate::county::{Oneway, RoadClass, RoadMap, Running, Way};
use crate::hierarchy::Turns;
use crate::network::lines::Heading;
use crate::network::sample::{at, map, way};
use petgraph::algo::dijkstra;
use petgraph::graph::{DiGraph, NodeIndex};
use proptest::prelude::*;

/// A random town on a grid of crossings 100 m apart.
pub(super) fn towns() -> impl Strategy<Value = RoadMap> {
    prop::collection::vec((0_u32..5, 0_u32..5, any::<bool>(), 0_u8..6), 4..45).prop_map(|roads| {
        let nodes: Vec<(f64, f64)> =
            (0..36).map(|node| (f64::from(node % 6) * 100.0, f64::from(node / 6) * 100.0)).collect();
        let road = |(x, y, north, kind): (u32, u32, bool, u8)| {
            let from = 6 * y + x;
            let to = if north { from + 6 } else { from + 1 };
            let oneway = if kind < 2 { Oneway::Forward } else { Oneway::No };
            let class = if kind % 3 == 0 { RoadClass::Service } else { RoadClass::Tertiary };
            Way { oneway, class, ..way(&if kind == 0 { [to, from] } else { [from, to] }) }
        };
        map(&nodes, roads.into_iter().map(road).collect())
    })
}

/// The least time between two phantoms on a graph in which they are nodes and arcs are too: the
/// slow, obvious way. Without `turns` they take no time and all of them are made.
fn replayed(town: &Town, turns: Option<(&Turns, &Running)>, from: &Phantom, to: &Phantom) -> Option<i64> {
    let arcs = town.atlas.arcs();
    let mut graph = DiGraph::<(), i64>::new();
    for _ in 0..arcs + 2 {
        graph.add_node(());
    }
    let (start, goal) = (NodeIndex::new(arcs), NodeIndex::new(arcs + 1));
    let arc = petgraph::graph::EdgeIndex::new;
    let behind = |number: usize, phantom: &Phantom| {
        let (line, heading) = town.atlas.lines().of(arc(number));
        let along = if heading == Heading::Along { phantom.along } else { 1.0 - phantom.along };
        let cost = town.profile.cost(arc(number))?;
        (line == phantom.line).then(|| (cost.millis as f64 * along).round() as i64)
    };
    let pairs: Vec<(usize, usize, i64)> = match turns {
        Some((turns, running)) => (0..turns.len() as u32)
            .map(|turn| {
                let [before, after] = turns.arcs(turn);
                (before.index(), after.index(), i64::from(turns.millis(turn, running)))
            })
            .collect(),
        None => (0..arcs)
            .flat_map(|before| (0..arcs).map(move |after| (before, after, 0)))
            .filter(|&(before, after, _)| town.atlas.ends(arc(before)).1 == town.atlas.ends(arc(after)).0)
            .collect(),
    };
    for (before, after, turning) in pairs {
        let (Some(_), Some(cost)) = (town.profile.cost(arc(before)), town.profile.cost(arc(after))) else {
            continue;
        };
        graph.add_edge(NodeIndex::new(before), NodeIndex::new(after), turning + cost.millis);
        if let Some(part) = behind(after, to) {
            graph.add_edge(NodeIndex::new(before), goal, turning + part);
        }
    }
    for number in 0..arcs {
        let Some(done) = behind(number, from) else { continue };
        let whole = town.profile.cost(arc(number)).map_or(0, |cost| cost.millis);
        graph.add_edge(start, NodeIndex::new(number), whole - done);
        let ahead = town.atlas.lines().of(arc(number)).1 == Heading::Along;
        let ahead = if ahead { from.along <= to.along } else { from.along >= to.along };
        if let Some(part) = behind(number, to).filter(|_| ahead) {
            graph.add_edge(start, goal, part - done);
        }
    }
    dijkstra(&graph, start, Some(goal), |edge| *edge.weight()).get(&goal).copied()
}

/// Tables, routes, their lines and their steps agree with each other and with the slow way.
fn agree(town: &Town, turns: Option<(&Turns, &Running)>, places: &[(f64, f64)]) -> Result<(), TestCaseError> {
    let asks: Vec<Ask> = places.iter().map(|&(east, north)| Ask::at(at(east, north))).collect();
    let choices: Option<Vec<Choice>> = asks.iter().map(|ask| snap(&town.atlas, &town.profile, ask)).collect();
    let phantoms = choose(&choices.expect("there is a road"));
    let engine = town.engine.as_ref();

    let costs = table(&town.atlas, &town.profile, engine, &phantoms, &phantoms, true);
    let times = table(&town.atlas, &town.profile, engine, &phantoms, &phantoms, false);

    for (row, from) in phantoms.iter().enumerate() {
        for (column, to) in phantoms.iter().enumerate() {
            let entry = costs[row * phantoms.len() + column];
            let millis = |cost: Option<Cost>| cost.map(|cost| cost.millis);
            prop_assert_eq!(millis(entry), replayed(town, turns, from, to));
            prop_assert_eq!(millis(times[row * phantoms.len() + column]), millis(entry));
            let legs = town.route(&[*from, *to], Vias::Straight);
            prop_assert_eq!(legs.as_ref().map(|legs| legs[0].cost), entry);
            let Some(legs) = legs else { continue };
            let trace = trace(&town.atlas, &town.profile, engine, &legs[0]);
            prop_assert_eq!(trace.points.len(), trace.stretches.len() + 1);
            prop_assert_eq!(trace.cost(0..trace.stretches.len()), legs[0].cost);
            let ends = ((asks[row].point, from), (asks[column].point, to));
            let steps = steps(&town.atlas, &town.profile, &trace, ends.0, ends.1);
            prop_assert_eq!(steps.iter().map(|step| step.cost.millis).sum::<i64>(), legs[0].cost.millis);
            other_ways(town, [from, to], &legs[0])?;
        }
    }
    Ok(())
}

/// Other ways are ways, within their limits, and none is given twice.
fn other_ways(town: &Town, ends: [&Phantom; 2], best: &Leg) -> Result<(), TestCaseError> {
    let engine = town.engine.as_ref();
    let mut known = vec![best.clone()];
    for leg in others(&town.atlas, &town.profile, engine, ends, 3) {
        let drawn = trace(&town.atlas, &town.profile, engine, &leg);
        prop_assert_eq!(drawn.cost(0..drawn.stretches.len()), leg.cost);
        let meet = |pair: &[Span]| town.atlas.ends(pair[0].arc).1 == town.atlas.ends(pair[1].arc).0;
        prop_assert!(leg.spans.windows(2).all(meet));
        prop_assert!(leg.cost.millis >= best.cost.millis);
        prop_assert!(leg.cost.millis as f64 <= 1.25 * best.cost.millis as f64);
        let mut passed: Vec<u32> = leg.spans[1..].iter().map(|span| town.atlas.ends(span.arc).0).collect();
        let count = passed.len();
        passed.sort_unstable();
        passed.dedup();
        prop_assert_eq!(passed.len(), count);
        prop_assert!(known.iter().all(|known| known.spans != leg.spans));
        known.push(leg);
    }
    prop_assert!(known.len() <= 4);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn routes_and_tables_are_those_of_a_search_on_a_graph_with_the_places_in_it(
        roads in towns(),
        places in prop::collection::vec((0.0..500.0, 0.0..500.0), 2..6),
    ) {
        agree(&Town::of(&roads), None, &places)?;
    }

    #[test]
    fn with_turns_they_are_so_as_well(
        roads in towns(),
        places in prop::collection::vec((0.0..500.0, 0.0..500.0), 2..6),
    ) {
        let (town, turns, running) = Town::with_turns(&roads);
        agree(&town, Some((&turns, &running)), &places)?;
    }
}
