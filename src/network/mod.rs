//! The road graph: junctions, directed arcs, and what an arc costs a vehicle.
//!
//! The public face is a petgraph graph; searches run on compact arrays beside
//! it. An arc keeps its geometry as short pieces with slope, bend radius and
//! height, so that time, energy and warmth can be weighed for any vehicle.

use crate::county::{Closure, County, Limits, RoadClass, RoadMap, Running, Season, Structure, Surface};
use crate::finding::{Finding, Found};
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
    pub length: f64,
    /// Rise over run in the direction of the arc.
    pub slope: f64,
    /// Metres; infinite on a straight.
    pub radius: f64,
    /// Metres above sea level at the middle, `None` without a DEM.
    pub height: Option<f64>,
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
    pub destination_only: bool,
    /// A barrier on it lets narrow vehicles through only.
    pub narrow_only: bool,
    pub urban: bool,
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
}

impl Network {
    /// Builds junctions and arcs; slopes are smoothed, bridges and tunnels do not follow the
    /// ground. Findings: islands, voids, flattened steepness.
    ///
    /// # Errors
    /// Findings with `E501` if no road is left.
    #[must_use]
    pub fn build(_map: &RoadMap, _heights: Heights) -> Found<Network> {
        todo!()
    }

    #[must_use]
    pub fn graph(&self) -> &DiGraph<Junction, Arc> {
        &self.graph
    }

    /// Time and energy of every arc for one kind of vehicle.
    #[must_use]
    pub fn weigh(&self, _running: &Running, _season: Season) -> Weights {
        todo!()
    }

    /// Warmth of every arc in milliseconds at `cold::REFERENCE`, for goods with this Q10,
    /// by edge index. Arcs that the weights forbid have 0.
    #[must_use]
    pub fn warmth(&self, _weights: &Weights, _air: &crate::cold::Air, _q10: f64) -> Vec<u32> {
        todo!()
    }

    /// The path of least time, ties broken by arc index; empty if `from == to`. `None` if there is none.
    #[must_use]
    pub fn path(&self, _weights: &Weights, _from: NodeIndex, _to: NodeIndex) -> Option<Vec<EdgeIndex>> {
        todo!()
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

/// Snaps all stops and sites to the nearest road point that some vehicle of the county can reach
/// and leave again. Farther than 500 m is a finding (`E304`), in a part that cannot be left (`E305`).
#[must_use]
pub fn locate(_network: Network, _county: &County) -> Found<Located> {
    let _unused: Option<Finding> = None;
    todo!()
}
