//! The nearest road to a point.
//!
//! Only segments near one of the points are looked at: those in the cells
//! around them. They go into an R-tree.

use super::Network;
use super::cut::Mark;
use super::ruler::{Line, Ruler};
use crate::county::{RoadClass, Structure};
use crate::units::Point;
use petgraph::graph::EdgeIndex;
use rstar::primitives::{GeomWithData, Line as Segment};
use rstar::{PointDistance, RTree};
use rustc_hash::FxHashSet;

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

type Entry = GeomWithData<Segment<[f64; 2]>, (u32, u32)>;

pub(super) struct Snapper<'a> {
    network: &'a Network,
    uses: &'a [Use],
    origin: Point,
    ruler: Ruler,
    tree: RTree<Entry>,
}

impl<'a> Snapper<'a> {
    /// `uses` is by edge index.
    pub(super) fn new(network: &'a Network, uses: &'a [Use], points: &[Point]) -> Snapper<'a> {
        let origin = middle(points);
        let ruler = Ruler::at(origin.y());
        let cells = Cells::around(points, origin, ruler);
        let mut entries = Vec::new();
        for edge in network.graph().edge_indices() {
            let arc = &network.graph()[edge];
            let second = network
                .twin(edge)
                .is_some_and(|twin| twin < edge && uses[twin.index()] >= uses[edge.index()]);
            let stops = !matches!(arc.class, RoadClass::Motorway | RoadClass::Ferry);
            if second || !stops || arc.structure == Structure::Tunnel || arc.narrow_only {
                continue;
            }
            for (index, pair) in arc.geometry.windows(2).enumerate() {
                let (from, to) = (ruler.offset(origin, pair[0]), ruler.offset(origin, pair[1]));
                if cells.near(from, to) {
                    entries.push(Entry::new(Segment::new(from, to), (edge.index() as u32, index as u32)));
                }
            }
        }
        Snapper { network, uses, origin, ruler, tree: RTree::bulk_load(entries) }
    }

    pub(super) fn snap(&self, point: Point) -> Snap {
        let at = self.ruler.offset(self.origin, point);
        if !at.iter().all(|metres| metres.is_finite()) {
            return Snap::Far;
        }
        let mut unusable = None;
        let mut usable: Option<(f64, &Entry)> = None;
        for (entry, square) in self.tree.nearest_neighbor_iter_with_distance_2(&at) {
            let away = square.sqrt();
            if away > FARTHEST || usable.is_some_and(|(nearest, _)| away > nearest + DETOUR) {
                break;
            }
            match self.uses[entry.data.0 as usize] {
                Use::Nobody => unusable = unusable.or(Some(away)),
                Use::Some => usable = usable.or(Some((away, entry))),
                Use::Everybody => {
                    usable = Some((away, entry));
                    break;
                }
            }
        }
        match (usable, unusable) {
            (Some((_, entry)), _) => Snap::On(self.mark(entry, at)),
            (None, Some(away)) => Snap::CutOff(away),
            (None, None) => Snap::Far,
        }
    }

    /// Metres to the nearest junction of a usable road, or to a road closer than that. For points
    /// that are far away from all; looks at every junction.
    pub(super) fn distance(&self, point: Point) -> Option<f64> {
        let graph = self.network.graph();
        let usable = graph.edge_indices().filter(|edge| self.uses[edge.index()] != Use::Nobody);
        let ends = usable.filter_map(|edge| graph.edge_endpoints(edge)).map(|(from, _)| graph[from].point);
        let junctions = ends.map(|end| self.ruler.distance(point, end));
        junctions.chain(self.nearest(point)).filter(|metres| metres.is_finite()).reduce(f64::min)
    }

    /// Metres to the nearest road that is near any of the points.
    pub(super) fn nearest(&self, point: Point) -> Option<f64> {
        let at = self.ruler.offset(self.origin, point);
        let finite = at.iter().all(|metres| metres.is_finite());
        let entry = finite.then(|| self.tree.nearest_neighbor(&at)).flatten()?;
        Some(entry.distance_2(&at).sqrt())
    }

    /// Metres along the arc of the point on the segment that is nearest.
    fn mark(&self, entry: &Entry, at: [f64; 2]) -> Mark {
        let (from, to) = (entry.geom().from, entry.geom().to);
        let along = [to[0] - from[0], to[1] - from[1]];
        let square = along[0] * along[0] + along[1] * along[1];
        let dot = (at[0] - from[0]) * along[0] + (at[1] - from[1]) * along[1];
        let share = if square > 0.0 { (dot / square).clamp(0.0, 1.0) } else { 0.0 };
        let (edge, index) = (EdgeIndex::new(entry.data.0 as usize), entry.data.1 as usize);
        let line = Line::new(&self.network.graph()[edge].geometry);
        let (before, after) = (line.along(index), line.along(index + 1));
        Mark { arc: edge, metres: before + share * (after - before) }
    }
}

fn middle(points: &[Point]) -> Point {
    let known = points.iter().filter(|point| point.x().is_finite() && point.y().is_finite());
    let (sum, count) =
        known.fold((Point::new(0.0, 0.0), 0.0), |(sum, count), &point| (sum + point, count + 1.0));
    if count > 0.0 { sum / count } else { Point::new(0.0, 0.0) }
}

/// Squares of [`FARTHEST`] metres with a point in them or beside them.
struct Cells(FxHashSet<(i64, i64)>);

/// Segments across more cells than this count as near.
const WIDE: i64 = 64;

impl Cells {
    fn around(points: &[Point], origin: Point, ruler: Ruler) -> Cells {
        let mut cells = FxHashSet::default();
        for &point in points {
            let (x, y) = cell(ruler.offset(origin, point));
            for right in -1..=1 {
                for up in -1..=1 {
                    cells.insert((x.saturating_add(right), y.saturating_add(up)));
                }
            }
        }
        Cells(cells)
    }

    fn near(&self, from: [f64; 2], to: [f64; 2]) -> bool {
        let (one, other) = (cell(from), cell(to));
        let (west, east) = (one.0.min(other.0), one.0.max(other.0));
        let (south, north) = (one.1.min(other.1), one.1.max(other.1));
        if east - west > WIDE || north - south > WIDE {
            return true;
        }
        (west..=east).any(|x| (south..=north).any(|y| self.0.contains(&(x, y))))
    }
}

fn cell(at: [f64; 2]) -> (i64, i64) {
    ((at[0] / FARTHEST).floor() as i64, (at[1] / FARTHEST).floor() as i64)
}
