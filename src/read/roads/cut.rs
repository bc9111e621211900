//! Cutting a road map to the area that is wanted, and tidying it.

use super::area::Area;
use crate::county::{Restriction, RoadMap, Via, Way};

/// The part of the map in the area.
///
/// A stretch between two nodes is kept if either of them is inside, so roads
/// end one node beyond the border. Ways that leave and come back become
/// several ways with the same id. Afterwards every way has at least two nodes,
/// no node follows itself, and every node is on a way. Cutting again changes nothing.
#[must_use]
pub fn cut(map: RoadMap, area: &Area) -> RoadMap {
    let inside: Vec<bool> = map.nodes.iter().map(|node| area.contains(node.point)).collect();
    let mut index = vec![u32::MAX; map.nodes.len()];
    let mut kept = RoadMap::default();
    for mut way in map.ways {
        let mut line = std::mem::take(&mut way.nodes);
        line.dedup();
        for nodes in runs(&line, &inside) {
            let nodes = nodes.iter().map(|&old| {
                let new = &mut index[old as usize];
                if *new == u32::MAX {
                    *new = kept.nodes.len() as u32;
                    kept.nodes.push(map.nodes[old as usize]);
                }
                *new
            });
            kept.ways.push(Way { nodes: nodes.collect(), ..way.clone() });
        }
    }
    let via = |old: u32| index.get(old as usize).copied().filter(|&new| new != u32::MAX);
    let placed = |rule: Restriction| {
        let via = match rule.via {
            Via::Node(old) => Via::Node(via(old)?),
            ways => ways,
        };
        Some(Restriction { via, ..rule })
    };
    kept.restrictions = map.restrictions.into_iter().filter_map(placed).collect();
    kept
}

/// Longest runs of nodes where each pair of neighbours has a node inside.
fn runs<'n>(nodes: &'n [u32], inside: &[bool]) -> Vec<&'n [u32]> {
    let is_in = |at: usize| inside[nodes[at] as usize];
    let (mut runs, mut start) = (Vec::new(), 0);
    for at in 1..nodes.len() {
        if !is_in(at - 1) && !is_in(at) {
            if at - start >= 2 {
                runs.push(&nodes[start..at]);
            }
            start = at;
        }
    }
    if nodes.len() - start.min(nodes.len()) >= 2 {
        runs.push(&nodes[start..]);
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::county::{Barrier, Bounds, RoadNode};
    use crate::read::roads::tags::{Tags, way};
    use crate::read::roads::tally::Tally;
    use crate::units::Point;

    fn line(longitudes: &[f64]) -> RoadMap {
        let tags = Tags(vec![("highway".into(), "tertiary".into())]);
        let nodes = (0..longitudes.len() as u32).collect();
        let node = |(id, x): (usize, &f64)| RoadNode {
            id: id as i64,
            point: Point::new(*x, 0.0),
            barrier: Barrier::Open,
        };
        RoadMap {
            nodes: longitudes.iter().enumerate().map(node).collect(),
            ways: vec![Way { nodes, ..way(1, &tags, &mut Tally::default()).unwrap() }],
            ..RoadMap::default()
        }
    }

    fn west() -> Area {
        Area::Box(Bounds { west: 0.0, south: -1.0, east: 1.0, north: 1.0 })
    }

    #[test]
    fn a_road_ends_one_node_beyond_the_border() {
        let cut = cut(line(&[0.2, 0.8, 1.2, 1.5]), &west());

        assert_eq!(cut.ways[0].nodes, vec![0, 1, 2]);
        assert_eq!(cut.nodes.len(), 3);
    }

    #[test]
    fn a_road_that_leaves_and_returns_becomes_two() {
        let map = cut(line(&[0.5, 1.2, 1.5, 1.2, 0.6, 0.7]), &west());

        // Inside: the first node and the last two. Kept: 0.5 to 1.2, and 1.2 to 0.7.
        let lengths: Vec<usize> = map.ways.iter().map(|way| way.nodes.len()).collect();
        assert_eq!(lengths, vec![2, 3]);
        assert_eq!(cut(map.clone(), &west()), map);
    }

    #[test]
    fn ways_outside_and_ways_of_one_place_vanish() {
        assert!(cut(line(&[1.2, 1.5]), &west()).ways.is_empty());
        let mut still = line(&[0.5, 0.6]);
        still.ways[0].nodes = vec![0, 0];
        assert_eq!(cut(still, &Area::Everything), RoadMap::default());
    }
}
