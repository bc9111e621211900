//! The course of every road, once, whichever way it is driven.
//!
//! Arcs hold their geometry for both directions and in `f64`. What snaps
//! points and draws routes for a whole province needs less: 8 bytes a point,
//! on the grid of 1e-7 degrees (1 cm) that map files use themselves.

use super::Network;
use super::ruler::Ruler;
use crate::units::Point;
use petgraph::graph::EdgeIndex;

/// Steps of the grid in a degree.
const PER_DEGREE: f64 = 1e7;
const NONE: u32 = u32::MAX;

/// Index of a line: a road between two junctions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LineId(pub u32);

impl LineId {
    #[must_use]
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// Whether a line is driven from its first point to its last, or back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Heading {
    Along,
    Against,
}

/// All lines of a network, and which arcs drive along them.
#[derive(Clone, Debug, Default)]
pub struct Lines {
    /// By line: its first point; one more at the end.
    first: Vec<u32>,
    /// Longitude and latitude in grid steps.
    points: Vec<[i32; 2]>,
    /// By line: the arc along it and the one against it.
    arcs: Vec<[u32; 2]>,
    /// By arc: twice its line, plus one if it is driven against it.
    of: Vec<u32>,
}

impl Lines {
    /// Takes each pair of arcs that are the same road once, as the arc of the smaller index draws it.
    #[must_use]
    pub fn new(network: &Network) -> Lines {
        let graph = network.graph();
        let mut lines = Lines { of: vec![NONE; graph.edge_count()], ..Lines::default() };
        lines.first.push(0);
        for arc in graph.edge_indices() {
            let twin = network.twin(arc);
            if twin.is_some_and(|twin| twin < arc) {
                continue;
            }
            let line = lines.arcs.len() as u32;
            lines.of[arc.index()] = 2 * line;
            if let Some(twin) = twin {
                lines.of[twin.index()] = 2 * line + 1;
            }
            lines.arcs.push([arc.index() as u32, twin.map_or(NONE, |twin| twin.index() as u32)]);
            lines.points.extend(graph[arc].geometry.iter().map(|&point| grid(point)));
            lines.first.push(lines.points.len() as u32);
        }
        lines.points.shrink_to_fit();
        lines
    }

    /// Where lines begin, all points, and the arcs along and against each line (`u32::MAX`: none).
    #[must_use]
    pub fn parts(&self) -> (&[u32], &[[i32; 2]], &[[u32; 2]]) {
        (&self.first, &self.points, &self.arcs)
    }

    /// The lines with these parts, for so many arcs; `None` if they are those of none.
    #[must_use]
    pub fn from_parts(
        first: Vec<u32>,
        points: Vec<[i32; 2]>,
        arcs: Vec<[u32; 2]>,
        count: usize,
    ) -> Option<Lines> {
        let on_earth = |&[east, north]: &[i32; 2]| {
            east.unsigned_abs() <= 1_800_000_000 && north.unsigned_abs() <= 900_000_000
        };
        let sound = first.len() == arcs.len() + 1
            && first[0] == 0
            && first.last().is_some_and(|&last| last as usize == points.len())
            && first.windows(2).all(|pair| pair[0].checked_add(2).is_some_and(|least| least <= pair[1]))
            && arcs.len() < 1 << 31
            && count <= 2 * arcs.len()
            && points.iter().all(on_earth);
        if !sound {
            return None;
        }
        let mut of = vec![NONE; count];
        for (line, pair) in arcs.iter().enumerate() {
            for (side, &arc) in pair.iter().enumerate().filter(|(_, arc)| **arc != NONE) {
                let known = of.get_mut(arc as usize).filter(|known| **known == NONE)?;
                *known = (2 * line + side) as u32;
            }
        }
        let drawn = arcs.iter().all(|pair| pair[0] != NONE);
        (drawn && !of.contains(&NONE)).then_some(Lines { first, points, arcs, of })
    }

    /// How many lines there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.arcs.len()
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.arcs.is_empty()
    }

    /// Longitude and latitude of each point of a line, in 1e-7 degrees.
    #[must_use]
    pub fn points(&self, line: LineId) -> &[[i32; 2]] {
        &self.points[self.range(line)]
    }

    /// Where the points of a line stand among those of all lines.
    #[must_use]
    pub fn range(&self, line: LineId) -> std::ops::Range<usize> {
        self.first[line.index()] as usize..self.first[line.index() + 1] as usize
    }

    /// The line that a point of all lines belongs to; `None` if there is no such point.
    #[must_use]
    pub fn holding(&self, point: u32) -> Option<LineId> {
        let before = self.first.partition_point(|&first| first <= point);
        (before > 0 && before < self.first.len()).then(|| LineId(before as u32 - 1))
    }

    /// The arc that drives a line this way, if there is one.
    #[must_use]
    pub fn arc(&self, line: LineId, way: Heading) -> Option<EdgeIndex> {
        let arc = self.arcs[line.index()][way as usize];
        (arc != NONE).then(|| EdgeIndex::new(arc as usize))
    }

    /// The line that an arc drives, and which way.
    #[must_use]
    pub fn of(&self, arc: EdgeIndex) -> (LineId, Heading) {
        let of = self.of[arc.index()];
        (LineId(of / 2), if of.is_multiple_of(2) { Heading::Along } else { Heading::Against })
    }

    /// Metres of each stretch between two neighbouring points of a line.
    pub fn stretches(&self, line: LineId) -> impl DoubleEndedIterator<Item = f64> + ExactSizeIterator {
        let points = self.points(line);
        let ruler = Ruler::at(degrees(points[points.len() / 2]).y());
        points.windows(2).map(move |pair| ruler.distance(degrees(pair[0]), degrees(pair[1])))
    }
}

/// The nearest place of the grid of 1e-7 degrees; what is no place at all is the corner of the grid.
#[must_use]
pub fn grid(point: Point) -> [i32; 2] {
    // A cast saturates, and turns what is no number into 0.
    [(point.x() * PER_DEGREE).round() as i32, (point.y() * PER_DEGREE).round() as i32]
}

/// A place of the grid in degrees.
#[must_use]
pub fn degrees(place: [i32; 2]) -> Point {
    Point::new(f64::from(place[0]) / PER_DEGREE, f64::from(place[1]) / PER_DEGREE)
}

/// Metres between two near points.
#[must_use]
pub fn metres(from: Point, to: Point) -> f64 {
    Ruler::at(f64::midpoint(from.y(), to.y())).distance(from, to)
}
