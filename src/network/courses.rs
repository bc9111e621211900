//! Which nodes and ways of the map the roads of a network follow.
//!
//! A network forgets them: several ways in a row that are alike become one
//! arc. Whoever tells a driver the names of roads needs them again.

use super::links::Links;

/// By line of [`super::lines::Lines`], in the order of its points.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Courses {
    /// By line: its first point; one more at the end.
    first: Vec<u32>,
    /// By point of all lines: index of the node in the map.
    nodes: Vec<u32>,
    /// By line: its first entry in `ways`; one more at the end.
    runs: Vec<u32>,
    /// Where along its line a way begins, and its index in the map.
    ways: Vec<(u32, u32)>,
}

impl Courses {
    pub(super) fn of(links: &Links) -> Courses {
        let points = links.links.iter().map(|link| link.nodes.len()).sum();
        let mut courses = Courses {
            first: vec![0],
            nodes: Vec::with_capacity(points),
            runs: vec![0],
            ways: Vec::with_capacity(links.links.len()),
        };
        for link in &links.links {
            let last = link.nodes.len() as u32 - 1;
            if link.forward {
                courses.nodes.extend(&link.nodes);
                courses.ways.extend(&link.ways);
            } else {
                // Its only arc runs from the last point to the first.
                courses.nodes.extend(link.nodes.iter().rev());
                let ends = link.ways.iter().skip(1).map(|&(start, _)| start).chain([last]);
                let ends: Vec<u32> = ends.collect();
                let turned = link.ways.iter().zip(ends).rev().map(|(&(_, way), end)| (last - end, way));
                courses.ways.extend(turned);
            }
            courses.first.push(courses.nodes.len() as u32);
            courses.runs.push(courses.ways.len() as u32);
        }
        courses
    }

    /// The nodes of a line, by index in the map.
    #[must_use]
    pub fn nodes(&self, line: super::lines::LineId) -> &[u32] {
        let line = line.index();
        &self.nodes[self.first[line] as usize..self.first[line + 1] as usize]
    }

    /// The ways that a line follows: from which of its points, and their index in the map.
    #[must_use]
    pub fn ways(&self, line: super::lines::LineId) -> &[(u32, u32)] {
        let line = line.index();
        &self.ways[self.runs[line] as usize..self.runs[line + 1] as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::super::lines::{LineId, Lines};
    use super::super::sample::{flat, map, way};
    use crate::county::{Oneway, Way};
    use crate::network::Network;

    #[test]
    fn a_line_of_several_ways_knows_where_each_begins() {
        // Three ways in a row; the second is drawn the other way round.
        let numbered = |id: i64, nodes: &[u32]| Way { id, ..way(nodes) };
        let roads = map(
            &[(0.0, 0.0), (100.0, 0.0), (200.0, 0.0), (300.0, 0.0), (400.0, 0.0)],
            vec![numbered(1, &[0, 1]), numbered(2, &[3, 2, 1]), numbered(3, &[3, 4])],
        );

        let (_, courses) = Network::build_with_courses(&roads, &|_| None).value;

        assert_eq!(courses.nodes(LineId(0)), [0, 1, 2, 3, 4]);
        assert_eq!(courses.ways(LineId(0)), [(0, 0), (1, 1), (3, 2)]);
    }

    #[test]
    fn a_oneway_drawn_backwards_is_told_in_the_direction_it_is_driven() {
        let backward = |nodes: &[u32]| Way { oneway: Oneway::Backward, ..way(nodes) };
        let roads = map(
            &[(0.0, 0.0), (100.0, 0.0), (200.0, 0.0), (300.0, 0.0)],
            vec![backward(&[0, 1]), backward(&[1, 2, 3])],
        );

        let (network, courses) = Network::build_with_courses(&roads, &|_| None).value;

        assert_eq!(courses.nodes(LineId(0)), [3, 2, 1, 0]);
        assert_eq!(courses.ways(LineId(0)), [(0, 1), (2, 0)]);
        let lines = Lines::new(&network);
        assert_eq!(lines.len(), 1);
        assert_eq!(lines.points(LineId(0)).len(), 4);
        // The same again from a network that was built without them.
        assert_eq!(flat(&roads).graph().edge_count(), 1);
    }
}
