//! Small road maps in metres, and vehicles, for tests.

use super::{Heights, Network};
use crate::county::*;
use crate::units::Point;

/// The south-west corner of all samples.
const ORIGIN: (f64, f64) = (109.0, 31.0);

/// A point so many metres east and north of the corner.
pub(crate) fn at(east: f64, north: f64) -> Point {
    Point::new(ORIGIN.0 + east / 95_504.0, ORIGIN.1 + north / 110_870.0)
}

/// Metres east and north of the corner.
pub(crate) fn metres(point: Point) -> (f64, f64) {
    ((point.x() - ORIGIN.0) * 95_504.0, (point.y() - ORIGIN.1) * 110_870.0)
}

pub(crate) fn map(nodes: &[(f64, f64)], ways: Vec<Way>) -> RoadMap {
    let node = |(id, &(east, north)): (usize, &(f64, f64))| RoadNode {
        id: id as i64,
        point: at(east, north),
        barrier: Barrier::Open,
    };
    RoadMap { nodes: nodes.iter().enumerate().map(node).collect(), ways }
}

/// An unclassified paved road.
pub(crate) fn way(nodes: &[u32]) -> Way {
    Way {
        id: 7,
        nodes: nodes.to_vec(),
        class: RoadClass::Unclassified,
        surface: None,
        structure: Structure::Ground,
        oneway: Oneway::No,
        maxspeed: None,
        limits: Limits::default(),
        closure: Closure::default(),
        destination_only: false,
        minutes: None,
        urban: false,
        name: String::new(),
    }
}

pub(crate) fn network(map: &RoadMap, heights: Heights) -> Network {
    Network::build(map, heights).value
}

pub(crate) fn flat(map: &RoadMap) -> Network {
    network(map, &|_| Some(400.0))
}

/// A 4.2 t electric truck.
pub(crate) fn truck() -> Running {
    Running {
        drive: Drive::Electric,
        curb_mass: 2_600.0,
        gross_mass: 4_200.0,
        height: 2.6,
        width: 2.0,
        length: 5.9,
        power: 90_000.0,
        drag_area: 3.4,
        rolling: 0.011,
        efficiency: 0.8,
        regeneration: 0.5,
        idle_power: 800.0,
        top_speed: 90.0,
        narrow: false,
    }
}

/// An e-trike for paths.
pub(crate) fn trike() -> Running {
    Running {
        curb_mass: 350.0,
        gross_mass: 900.0,
        height: 1.8,
        width: 1.2,
        length: 3.0,
        power: 2_650.0,
        drag_area: 1.0,
        rolling: 0.012,
        idle_power: 40.0,
        top_speed: 35.0,
        narrow: true,
        ..truck()
    }
}

pub(crate) fn diesel() -> Running {
    Running { drive: Drive::Diesel, efficiency: 0.36, regeneration: 0.0, idle_power: 6_000.0, ..truck() }
}
