//! Where a stop lies on the roads.

use super::Network;
use super::cut::Mark;
use super::lines::{Heading, LineId, Lines};
use super::nearest::{Hit, Nearest};
use super::ruler::Line;
use crate::county::{RoadClass, Structure};
use crate::units::Point;
use petgraph::graph::EdgeIndex;

/// Farther than this is not at a road, in metres.
pub(super) const FARTHEST: f64 = 500.0;
/// A road for every vehicle is preferred if it is at most this much farther, in metres:
/// a path beside a road is no place to stop.
const DETOUR: f64 = 50.0;

/// Who may use an arc.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Use {
    /// Nobody, or nobody who comes back.
    Nobody,
    Some,
    Everybody,
}

/// What lies near a point.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Snap {
    On(Mark),
    /// The nearest road is one that cannot be reached and left again; metres to it.
    CutOff(f64),
    /// No road within [`FARTHEST`].
    Far,
}

pub(super) struct Snapper<'a> {
    network: &'a Network,
    uses: &'a [Use],
    lines: Lines,
    index: Nearest,
}

impl<'a> Snapper<'a> {
    /// `uses` is by edge index.
    pub(super) fn new(network: &'a Network, uses: &'a [Use]) -> Snapper<'a> {
        let lines = Lines::new(network);
        let stops = |line: LineId| {
            let arc = lines.arc(line, Heading::Along).map(|arc| &network.graph()[arc]);
            arc.is_some_and(|arc| {
                !matches!(arc.class, RoadClass::Motorway | RoadClass::Ferry)
                    && arc.structure != Structure::Tunnel
                    && !arc.narrow_only
            })
        };
        let index = Nearest::new(&lines, stops);
        Snapper { network, uses, lines, index }
    }

    pub(super) fn snap(&self, point: Point) -> Snap {
        let mut unusable = None;
        let mut usable: Option<Hit> = None;
        for hit in self.index.near(&self.lines, point, FARTHEST) {
            if usable.is_some_and(|nearest| hit.away > nearest.away + DETOUR) {
                break;
            }
            match self.uses[self.arc(hit.line).index()] {
                Use::Nobody => unusable = unusable.or(Some(hit.away)),
                Use::Some => usable = usable.or(Some(hit)),
                Use::Everybody => {
                    usable = Some(hit);
                    break;
                }
            }
        }
        match (usable, unusable) {
            (Some(hit), _) => Snap::On(self.mark(hit)),
            (None, Some(away)) => Snap::CutOff(away),
            (None, None) => Snap::Far,
        }
    }

    /// Metres to the nearest usable road, however far.
    pub(super) fn distance(&self, point: Point) -> Option<f64> {
        let usable = |hit: &Hit| self.uses[self.arc(hit.line).index()] != Use::Nobody;
        self.index.near(&self.lines, point, f64::INFINITY).find(usable).map(|hit| hit.away)
    }

    /// Metres to the nearest road, usable or not.
    pub(super) fn nearest(&self, point: Point) -> Option<f64> {
        self.index.nearest(&self.lines, point).map(|hit| hit.away)
    }

    /// Of the two directions of a road the one that more vehicles may use.
    fn arc(&self, line: LineId) -> EdgeIndex {
        let along = self.lines.arc(line, Heading::Along).expect("a line is drawn by an arc along it");
        let against = self.lines.arc(line, Heading::Against);
        against.filter(|arc| self.uses[arc.index()] > self.uses[along.index()]).unwrap_or(along)
    }

    /// Metres along the arc.
    fn mark(&self, hit: Hit) -> Mark {
        let arc = self.arc(hit.line);
        let line = Line::new(&self.network.graph()[arc].geometry);
        let (stretch, share) = match self.lines.of(arc).1 {
            Heading::Along => (hit.stretch as usize, hit.share),
            Heading::Against => (line.points.len() - 2 - hit.stretch as usize, 1.0 - hit.share),
        };
        let (before, after) = (line.along(stretch), line.along(stretch + 1));
        Mark { arc, metres: before + share * (after - before) }
    }
}
