//! Which parts of a road map can be reached and left again, and which are islands.
//!
//! Two stretches of road are in one part if one can drive from each to the
//! other, minding oneway streets and closed barriers. The largest part (by
//! length) is the road network; whatever is cut off from it is an island.

use crate::county::{Barrier, Oneway, RoadMap, Way};
use crate::units::Point;
use petgraph::algo::kosaraju_scc;
use petgraph::graph::{DiGraph, NodeIndex};

/// Metres per degree of latitude.
const METRES_PER_DEGREE: f64 = 111_195.0;

/// A part that is cut off.
#[derive(Clone, Debug, PartialEq)]
pub struct Island {
    pub km: f64,
    /// Stretches between two neighbouring nodes.
    pub stretches: usize,
    /// One of its nodes.
    pub at: Point,
}

/// How the roads hang together.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Parts {
    /// Kilometres of the largest part.
    pub main_km: f64,
    /// By node of the map: whether it is in the largest part.
    pub main: Vec<bool>,
    /// The longest first.
    pub islands: Vec<Island>,
    /// Kilometres that lead from one part to another in one direction only.
    pub between_km: f64,
    /// Stretches of these between two neighbouring nodes, and the first of them.
    pub between: usize,
    pub between_at: Option<Point>,
}

/// Finds the parts. Cost: linear in the nodes and stretches.
#[must_use]
pub fn parts(map: &RoadMap) -> Parts {
    let part = part_of_nodes(map);
    let count = part.iter().max().map_or(0, |most| *most as usize + 1);
    let nowhere = Island { km: 0.0, stretches: 0, at: Point::new(0.0, 0.0) };
    let mut islands = vec![nowhere; count];
    let mut oneway = Parts::default();
    for way in &map.ways {
        for (from, to) in stretches(way) {
            let km = length(map, from, to) / 1000.0;
            if part[from] != part[to] {
                oneway.between_km += km;
                oneway.between += 1;
                oneway.between_at.get_or_insert(map.nodes[from].point);
                continue;
            }
            let island = &mut islands[part[from] as usize];
            island.km += km;
            island.stretches += 1;
            island.at = map.nodes[from].point;
        }
    }
    let main = (0..count).max_by(|one, other| islands[*one].km.total_cmp(&islands[*other].km));
    let in_main = part.iter().map(|part| Some(*part as usize) == main).collect();
    let main_km = main.map_or(0.0, |main| islands[main].km);
    if let Some(main) = main {
        islands.swap_remove(main);
    }
    islands.retain(|island| island.stretches > 0);
    islands.sort_by(|one, other| other.km.total_cmp(&one.km));
    Parts { main_km, main: in_main, islands, ..oneway }
}

/// By node: the number of its part.
fn part_of_nodes(map: &RoadMap) -> Vec<u32> {
    let mut graph = DiGraph::<(), (), u32>::with_capacity(map.nodes.len(), map.nodes.len() * 2);
    for _ in &map.nodes {
        graph.add_node(());
    }
    let open = |node: usize| map.nodes[node].barrier != Barrier::Closed;
    for way in &map.ways {
        for (from, to) in stretches(way).filter(|(from, to)| open(*from) && open(*to)) {
            let (from, to) = (NodeIndex::new(from), NodeIndex::new(to));
            if way.oneway != Oneway::Backward {
                graph.add_edge(from, to, ());
            }
            if way.oneway != Oneway::Forward {
                graph.add_edge(to, from, ());
            }
        }
    }
    let mut part = vec![0; map.nodes.len()];
    for (number, nodes) in kosaraju_scc(&graph).iter().enumerate() {
        nodes.iter().for_each(|node| part[node.index()] = number as u32);
    }
    part
}

fn stretches(way: &Way) -> impl Iterator<Item = (usize, usize)> {
    way.nodes.windows(2).map(|pair| (pair[0] as usize, pair[1] as usize))
}

/// Metres, on a plane: good to a thousandth over such short stretches.
fn length(map: &RoadMap, from: usize, to: usize) -> f64 {
    distance(map.nodes[from].point, map.nodes[to].point)
}

/// Metres between two near points.
#[must_use]
pub fn distance(one: Point, other: Point) -> f64 {
    let middle = ((one.y() + other.y()) / 2.0).to_radians();
    let (east, north) = ((one.x() - other.x()) * middle.cos(), one.y() - other.y());
    (east * east + north * north).sqrt() * METRES_PER_DEGREE
}

/// Metres of all roads.
#[must_use]
pub fn total_length(map: &RoadMap) -> f64 {
    map.ways.iter().flat_map(stretches).map(|(from, to)| length(map, from, to)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::county::RoadNode;
    use crate::read::roads::tags::{Tags, way};
    use crate::read::roads::tally::Tally;

    /// Nodes a hundredth of a degree of latitude apart, about 1.11 km.
    fn map(ways: &[(&[u32], Oneway)]) -> RoadMap {
        let tags = Tags(vec![("highway".into(), "tertiary".into())]);
        let node =
            |id: i64| RoadNode { id, point: Point::new(0.0, id as f64 / 100.0), barrier: Barrier::Open };
        let way = |(nodes, oneway): &(&[u32], Oneway)| Way {
            nodes: nodes.to_vec(),
            oneway: *oneway,
            ..way(1, &tags, &mut Tally::default()).unwrap()
        };
        RoadMap {
            nodes: (0..10).map(node).collect(),
            ways: ways.iter().map(way).collect(),
            ..RoadMap::default()
        }
    }

    #[test]
    fn a_road_that_meets_no_other_is_an_island() {
        let parts = parts(&map(&[(&[0, 1, 2, 3], Oneway::No), (&[5, 6, 7], Oneway::No)]));

        assert_eq!(parts.islands.len(), 1);
        assert_eq!(parts.islands[0].stretches, 2);
        assert!((parts.islands[0].km - 2.2239).abs() < 1e-3 && (parts.main_km - 3.33585).abs() < 1e-3);
    }

    #[test]
    fn a_oneway_road_out_of_the_network_lies_between_parts() {
        let parts = parts(&map(&[(&[0, 1, 2], Oneway::No), (&[2, 3], Oneway::Forward)]));

        assert_eq!(parts.islands, vec![]);
        assert!((parts.between_km - 1.11195).abs() < 1e-3);
        assert_eq!((parts.between, parts.between_at), (1, Some(Point::new(0.0, 0.02))));
    }

    #[test]
    fn a_closed_gate_cuts_a_road_in_two() {
        let mut gated = map(&[(&[0, 1, 2, 3, 4], Oneway::No)]);
        gated.nodes[3].barrier = Barrier::Closed;

        let parts = parts(&gated);

        assert!((parts.main_km - 2.2239).abs() < 1e-3 && (parts.between_km - 2.2239).abs() < 1e-3);
    }

    #[test]
    fn an_empty_map_has_no_parts() {
        assert_eq!(parts(&RoadMap::default()), Parts::default());
    }
}
