//! Energy per kilometre by slope and load, on a straight road made for it.

use super::running;
use mabang::county::{
    Barrier, Breadth, Closure, Limits, Oneway, RoadClass, RoadMap, RoadNode, Season, Sign, Structure, Way,
};
use mabang::network::Network;
use mabang::units::{Grams, Point};
use std::fmt::Write;

/// A tertiary road of 10 km to the north that climbs steadily.
fn road(slope: f64) -> Network {
    let node =
        |id: i64| RoadNode { id, point: Point::new(100.0, 27.0 + 0.09 * id as f64), barrier: Barrier::Open };
    let way = Way {
        id: 1,
        nodes: vec![0, 1],
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
    let map = RoadMap { nodes: vec![node(0), node(1)], ways: vec![way], ..RoadMap::default() };
    Network::build(&map, &|point: Point| Some(1_000.0 + slope * (point.y() - 27.0) * 110_790.0)).value
}

pub fn table() -> String {
    let mut text =
        "| vehicle | load, kg | -8 % | -4 % | level | 4 % | 8 % |\n|---|---:|---:|---:|---:|---:|---:|\n"
            .to_owned();
    let litre = mabang::facts::value("energy.diesel.kwh_per_litre");
    for (preset, unit) in [("truck_4t2", "l/100 km"), ("van", "kWh/100 km"), ("etrike", "kWh/100 km")] {
        let running = running(preset);
        for load in [0.0, running.gross_mass - running.curb_mass - 75.0] {
            let _ = write!(text, "| {preset}, {:?}, {unit} | {load:.0} ", running.drive);
            for slope in [-0.08, -0.04, 0.0, 0.04, 0.08_f64] {
                let weights = road(slope.abs()).weigh(&running, Season::Autumn);
                let arc = weights.arcs[usize::from(slope < 0.0)].expect("everybody may drive here");
                let grams = Grams((load * 1000.0) as i64);
                let joules = f64::from(arc.empty) + f64::from(arc.per_tonne) * grams.0 as f64 / 1e6;
                let kwh = joules / 3.6e6 / (f64::from(arc.decimetres) / 1e6);
                let value = if unit.starts_with('l') { kwh / litre } else { kwh };
                let _ = write!(text, "| {value:.1} ");
            }
            text.push_str("|\n");
        }
    }
    text
}
