//! Rows of a matrix: the step that grows with the square of the stops. Input
//! is a grid of hill roads, 60 by 60 junctions, and 100 stops.

use criterion::{Criterion, criterion_group, criterion_main};
use mabang::cold::Air;
use mabang::county::{
    Barrier, Breadth, Closure, Drive, Limits, Oneway, RoadClass, RoadMap, RoadNode, Running, Season, Sign,
    Structure, Way,
};
use mabang::matrix::{Location, compute};
use mabang::network::{Located, Network};
use mabang::units::{Celsius, Point};
use std::hint::black_box;

const SIDE: u32 = 60;

fn roads() -> RoadMap {
    let place =
        |at: u32| Point::new(109.0 + f64::from(at % SIDE) * 0.003, 31.0 + f64::from(at / SIDE) * 0.003);
    let node = |at: u32| RoadNode { id: i64::from(at), point: place(at), barrier: Barrier::Open };
    let way = |nodes: Vec<u32>| Way {
        id: i64::from(nodes[0]),
        nodes,
        class: RoadClass::Tertiary,
        surface: None,
        structure: Structure::Ground,
        oneway: Oneway::No,
        maxspeed: None,
        limits: Limits::default(),
        closure: Closure::default(),
        destination_only: false,
        minutes: None,
        urban: false,
        timed: Vec::new(),
        breadth: Breadth::default(),
        name: String::new(),
        sign: Sign::default(),
    };
    let rows = (0..SIDE).map(|row| way((0..SIDE).map(|column| row * SIDE + column).collect()));
    let columns = (0..SIDE).map(|column| way((0..SIDE).map(|row| row * SIDE + column).collect()));
    RoadMap {
        nodes: (0..SIDE * SIDE).map(node).collect(),
        ways: rows.chain(columns).collect(),
        ..RoadMap::default()
    }
}

fn located() -> Located {
    let hills = |point: Point| Some(600.0 + 150.0 * (point.x() * 300.0).sin() * (point.y() * 200.0).cos());
    let network = Network::build(&roads(), &hills).value;
    let running = Running {
        drive: Drive::Diesel,
        curb_mass: 2_400.0,
        gross_mass: 4_200.0,
        height: 2.6,
        width: 2.0,
        length: 5.9,
        power: 80_000.0,
        drag_area: 3.4,
        rolling: 0.011,
        efficiency: 0.36,
        regeneration: 0.0,
        idle_power: 5_000.0,
        top_speed: 90.0,
        narrow: false,
    };
    Located {
        runnings: vec![running],
        running_of: vec![0],
        weights: vec![network.weigh(&running, Season::Summer)],
        junctions: network.graph().node_indices().step_by(36).take(100).collect(),
        sites: Vec::new(),
        picks: Vec::new(),
        drops: Vec::new(),
        network,
    }
}

fn hundred_by_hundred(criterion: &mut Criterion) {
    let air = Air {
        mean: Celsius(24.0),
        reference_height: 500.0,
        swing: Celsius(6.0),
        warmest_hour: 15.0,
        lapse: Celsius(6.0),
    };
    let located = located();
    let matrix = compute(&located, &air, &[2.6]).by_running.remove(0);
    assert_eq!(matrix.size(), 100);
    assert!(matrix.leg(Location(0), Location(99)).is_some_and(|leg| leg.distance.0 > 15_000));
    criterion.bench_function("matrix/100x100", |bencher| {
        bencher.iter(|| compute(black_box(&located), &air, &[2.6]));
    });
}

criterion_group!(benches, hundred_by_hundred);
criterion_main!(benches);
