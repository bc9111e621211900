//! The road graph: junctions, directed arcs, and what an arc costs a vehicle.
//!
//! The public face is a petgraph graph; searches run on compact arrays beside
//! it. An arc keeps its geometry as short pieces with slope, bend radius and
//! height, so that time, energy and warmth can be weighed for any vehicle.

mod agree;
mod area;
mod bans;
mod bends;
mod build;
mod chains;
mod contour;
mod courses;
mod cut;
mod datum;
mod free;
mod ground;
mod hours;
pub mod isochrone;
pub mod lines;
mod links;
mod locate;
pub mod nearest;
mod parts;
mod profile;
mod ruler;
#[cfg(test)]
pub(crate) mod sample;
mod search;
mod slopes;
mod snap;
mod speed;
#[cfg(test)]
mod tests;
pub mod timed;
mod weather;
mod weigh;

pub use area::metres_within;
pub use bans::Ban;
pub use contour::Ring;
pub use courses::Courses;
pub use datum::{Suspect, suspect};
pub use hours::{Course, Hours, Step, steps};
pub use locate::locate;
pub use ruler::lengths;
pub use search::{Costs, Roads, Sums, Tree, mark};
pub use timed::Arrivals;
pub use weather::frozen_line;

use crate::cold::Air;
use crate::county::times::weekday;
use crate::county::{
    Breadth, Closure, County, Limits, Report, RoadClass, RoadMap, RoadReport, Running, Season, Structure,
    Surface, TimedLimit, Weather,
};
use crate::finding::Found;
use crate::units::{Metres, Point};
use petgraph::graph::{DiGraph, EdgeIndex, NodeIndex};

/// Height of the ground in metres above sea level, `None` where unknown.
pub type Heights<'a> = &'a (dyn Fn(Point) -> Option<f64> + Sync);

/// Where arcs meet, or where a stop lies on the road.
#[derive(Clone, Debug, PartialEq)]
pub struct Junction {
    pub point: Point,
    /// Metres above sea level, smoothed along the road; `None` without a DEM.
    pub height: Option<f64>,
}

/// A short stretch of an arc with one slope, one bend and one height.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Piece {
    /// Metres along the road.
    pub length: f32,
    /// Rise over run in the direction of the arc.
    pub slope: f32,
    /// Metres; infinite on a straight.
    pub radius: f32,
    /// `NaN` where not known.
    middle: f32,
}

impl Piece {
    /// `height` is that of the middle.
    #[must_use]
    pub fn new(length: f64, slope: f64, radius: f64, height: Option<f64>) -> Piece {
        let middle = height.map_or(f32::NAN, |height| height as f32);
        Piece { length: length as f32, slope: slope as f32, radius: radius as f32, middle }
    }

    /// Metres above sea level at the middle, `None` without a DEM.
    #[must_use]
    pub fn height(&self) -> Option<f64> {
        (!self.middle.is_nan()).then_some(f64::from(self.middle))
    }

    /// The same piece, driven the other way.
    fn turned(self) -> Piece {
        Piece { slope: -self.slope, ..self }
    }
}

/// One direction of a road between two junctions.
#[derive(Clone, Debug, PartialEq)]
pub struct Arc {
    /// Way id in the source file.
    pub way: i64,
    pub length: Metres,
    pub class: RoadClass,
    pub surface: Option<Surface>,
    pub structure: Structure,
    pub maxspeed: Option<f64>,
    pub limits: Limits,
    pub closure: Closure,
    /// Slower or closed at some hours.
    pub timed: Box<[TimedLimit]>,
    pub destination_only: bool,
    /// A barrier on it lets narrow vehicles through only.
    pub narrow_only: bool,
    pub urban: bool,
    pub breadth: Breadth,
    /// Both directions share one lane.
    pub single: bool,
    /// Closed today, by a report.
    pub shut: bool,
    pub pieces: Vec<Piece>,
    /// From the first junction to the second, both included.
    pub geometry: Vec<Point>,
}

/// What one arc costs one vehicle. Whole numbers, so that sums along a path are exact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ArcWeight {
    /// Milliseconds.
    pub millis: u32,
    /// Decimetres.
    pub decimetres: u32,
    /// Energy without load; negative where a battery is charged downhill.
    pub empty: i32,
    /// Joules more for each 1,000 kg of load.
    pub per_tonne: i32,
}

/// The weight of every arc for one kind of vehicle in one season, by edge index.
#[derive(Clone, Debug)]
pub struct Weights {
    /// `None`: this vehicle may not use the arc.
    pub arcs: Vec<Option<ArcWeight>>,
    /// For whom, and when.
    running: Running,
    state: State,
}

/// The state of the day that speeds depend on. From a season alone: fair weather, and no height
/// at which it freezes is known.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct State {
    pub season: Season,
    pub weather: Weather,
    pub air: Option<Air>,
    /// Day of the week, 0 for Monday; `None`: not known, and what holds on some days does not.
    pub day: Option<u8>,
}

impl From<Season> for State {
    fn from(season: Season) -> State {
        State { season, weather: Weather::Fair, air: None, day: None }
    }
}

impl From<&County> for State {
    fn from(county: &County) -> State {
        State {
            season: county.season,
            weather: county.road_state.weather,
            air: Some(county.air),
            day: weekday(&county.date),
        }
    }
}

/// How large a network is.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Stats {
    pub junctions: usize,
    pub arcs: usize,
    pub pieces: usize,
    /// Of road, both directions counted once.
    pub kilometres: f64,
}

/// Index of a stop or site in the matrices.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Location(pub u32);

impl Location {
    #[must_use]
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// Junctions and arcs of a county's roads.
#[derive(Clone, Debug)]
pub struct Network {
    graph: DiGraph<Junction, Arc>,
    /// By arc: the same stretch of road the other way, if it may be driven that way.
    twins: Vec<Option<EdgeIndex>>,
    roads: Roads,
    bans: Vec<Ban>,
}

impl Network {
    /// Builds junctions and arcs; slopes are smoothed, bridges and tunnels do not follow the
    /// ground. Findings: islands (`W502`), flattened steepness (`W504`), and `E501` if no road is
    /// left, with a network without arcs.
    #[must_use]
    pub fn build(map: &RoadMap, heights: Heights) -> Found<Network> {
        let Found { value: (network, _), findings } = build::build(map, heights);
        Found { value: network, findings }
    }

    /// The same, and which nodes and ways of the map each road follows, by line of
    /// [`lines::Lines`].
    #[must_use]
    pub fn build_with_courses(map: &RoadMap, heights: Heights) -> Found<(Network, Courses)> {
        build::build(map, heights)
    }

    fn new(graph: DiGraph<Junction, Arc>, twins: Vec<Option<EdgeIndex>>) -> Network {
        let roads = Roads::new(&graph);
        Network { graph, twins, roads, bans: Vec::new() }
    }

    /// Turns that signs forbid.
    #[must_use]
    pub fn bans(&self) -> &[Ban] {
        &self.bans
    }

    #[must_use]
    pub fn graph(&self) -> &DiGraph<Junction, Arc> {
        &self.graph
    }

    /// The compact arrays that searches run on.
    #[must_use]
    pub fn roads(&self) -> &Roads {
        &self.roads
    }

    /// The arc of the same road in the other direction, if there is one.
    #[must_use]
    pub fn twin(&self, arc: EdgeIndex) -> Option<EdgeIndex> {
        self.twins[arc.index()]
    }

    /// Closes the arcs that run through places reported as closed.
    pub fn shut(&mut self, reports: &[RoadReport]) {
        for report in reports.iter().filter(|report| report.report == Report::Closed) {
            for arc in self.graph.edge_weights_mut() {
                arc.shut |= area::metres_within(&arc.geometry, report.area) > 0.0;
            }
        }
    }

    /// Time and energy of every arc for one kind of vehicle. (M10, M12)
    #[must_use]
    pub fn weigh(&self, running: &Running, state: impl Into<State>) -> Weights {
        weigh::weigh(self, running, state.into())
    }

    /// Milliseconds of every arc by edge index, as [`Network::weigh`] has them, `u32::MAX` where the
    /// vehicle may not go: what a change of the weather needs first, in half the time. (M10)
    #[must_use]
    pub fn times(&self, running: &Running, state: impl Into<State>) -> Vec<u32> {
        weigh::times(self, running, state.into())
    }

    /// Warmth of every arc in milliseconds at `cold::REFERENCE`, for goods with this Q10,
    /// by edge index. Arcs that the weights forbid have 0. (M3)
    #[must_use]
    pub fn warmth(&self, weights: &Weights, air: &Air, q10: f64) -> Vec<u32> {
        weigh::warmth(self, weights, air, q10)
    }

    /// The path of least time, ties broken by marks (M33); empty if `from == to`. `None` if there is none.
    #[must_use]
    pub fn path(&self, weights: &Weights, from: NodeIndex, to: NodeIndex) -> Option<Vec<EdgeIndex>> {
        let mut tree = Tree::new(&self.roads);
        tree.grow(&self.roads, &self.roads.costs(weights), from, &[to]);
        tree.path(to)
    }

    /// The line along a path, each point once.
    #[must_use]
    pub fn geometry(&self, path: &[EdgeIndex]) -> Vec<Point> {
        let mut points: Vec<Point> =
            path.iter().flat_map(|&arc| self.graph[arc].geometry.iter().copied()).collect();
        points.dedup();
        points
    }

    /// True if some road is slower or closed at some hours.
    #[must_use]
    pub fn has_hours(&self) -> bool {
        self.graph.edge_weights().any(|arc| !arc.timed.is_empty())
    }

    #[must_use]
    pub fn stats(&self) -> Stats {
        let once = |arc: &EdgeIndex| self.twin(*arc).is_none_or(|twin| *arc < twin);
        let metres = |arc: EdgeIndex| self.graph[arc].length.as_f64();
        Stats {
            junctions: self.graph.node_count(),
            arcs: self.graph.edge_count(),
            pieces: self.graph.edge_weights().map(|arc| arc.pieces.len()).sum(),
            kilometres: self.graph.edge_indices().filter(once).map(metres).sum::<f64>() / 1000.0,
        }
    }
}

/// A county's stops and sites on its roads.
///
/// Arcs are split where a stop snaps to them, so every location is a junction.
/// Stops with the same point share a location.
#[derive(Clone, Debug)]
pub struct Located {
    pub network: Network,
    /// Distinct kinds of vehicle.
    pub runnings: Vec<Running>,
    /// By vehicle type: index into `runnings` and `weights`.
    pub running_of: Vec<usize>,
    pub weights: Vec<Weights>,
    /// Junction of each location.
    pub junctions: Vec<NodeIndex>,
    /// By site. `None` for sites that did not snap (an error finding for existing sites that are
    /// used; candidates may lie off the roads).
    pub sites: Vec<Option<Location>>,
    /// By order: the door where it is picked up.
    pub picks: Vec<Option<Location>>,
    /// By order: the door where it is dropped.
    pub drops: Vec<Option<Location>>,
}

impl Located {
    /// Metres above sea level on the road at a location.
    #[must_use]
    pub fn height(&self, location: Location) -> Option<f64> {
        self.network.graph()[self.junctions[location.index()]].height
    }
}
