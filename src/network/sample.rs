//! Small road maps in metres, and vehicles, for tests.

use super::{Heights, Network};
use crate::cold::Air;
use crate::county::*;
use crate::units::{Celsius, Fen, Grams, Litres, Moment, Point, Seconds, ThermalAge};

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
    RoadMap { nodes: nodes.iter().enumerate().map(node).collect(), ways, ..RoadMap::default() }
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
        timed: Vec::new(),
        breadth: Breadth::default(),
        name: String::new(),
        sign: Sign::default(),
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

pub(crate) const AIR: Air = Air {
    mean: Celsius(22.0),
    reference_height: 400.0,
    swing: Celsius(5.0),
    warmest_hour: 15.0,
    lapse: Celsius(6.0),
};

/// A county with one site, these vehicles, and an order to each of these doors (metres).
pub(crate) fn county(site: (f64, f64), doors: &[(f64, f64)], runnings: &[Running]) -> County {
    County {
        code: "sample".to_owned(),
        name_zh: "样县".to_owned(),
        name_en: "Sample".to_owned(),
        bounds: Bounds { west: 108.0, south: 30.0, east: 110.0, north: 32.0 },
        date: "2026-07-08".to_owned(),
        season: Season::Summer,
        road_state: RoadState::default(),
        air: AIR,
        prices: Prices { diesel: Fen(75_300), petrol: Fen(80_000), electricity: Fen(60_000), carbon: None },
        places: Vec::new(),
        goods: vec![parcel()],
        sites: vec![warehouse(at(site.0, site.1))],
        vehicle_types: runnings.iter().enumerate().map(|(index, &running)| vehicle(index, running)).collect(),
        drone_types: Vec::new(),
        zones: Vec::new(),
        aloft: crate::county::Aloft::default(),
        orders: doors.iter().enumerate().map(|(index, &door)| delivery(index, at(door.0, door.1))).collect(),
        skills: Vec::new(),
    }
}

fn parcel() -> Goods {
    Goods {
        code: "parcel".to_owned(),
        name_zh: "包裹".to_owned(),
        name_en: "Parcel".to_owned(),
        keeping: Keeping::Keeps,
        carried: vec![TemperatureClass::Ambient],
        coldest: None,
    }
}

fn warehouse(point: Point) -> Site {
    Site {
        code: "w".to_owned(),
        name_zh: "云仓".to_owned(),
        name_en: "Warehouse".to_owned(),
        kind: SiteKind::Warehouse,
        opening: Opening::Existing,
        point,
        fixed: Fen(0),
        parcels_per_day: None,
        cold_room: Litres(0),
        cold_temperature: None,
        kilograms_per_day: None,
        dock_hours: None,
        drivers: None,
    }
}

fn vehicle(index: usize, running: Running) -> VehicleType {
    VehicleType {
        code: format!("v{index}"),
        name_zh: "车".to_owned(),
        name_en: "Vehicle".to_owned(),
        count: 1,
        running,
        payload: Grams(500_000),
        compartments: Vec::new(),
        costs: VehicleCosts { fixed: Fen(0), per_km: Fen(0), per_hour: Fen(0) },
        start: SiteId(0),
        end: SiteId(0),
        shift: Shift { start: Moment::at(8, 0), end: Moment::at(18, 0), breaks: Vec::new() },
        max_trips: 1,
        reload: Seconds(0),
        battery: None,
        skills: Skills(0),
        flies: None,
    }
}

fn delivery(index: usize, point: Point) -> Order {
    let to = Door { place: None, point, windows: Vec::new(), service: Seconds(60) };
    Order {
        code: format!("o{index}"),
        service: Service::Delivery { from: SiteId(0), to },
        goods: GoodsId(0),
        mass: Grams(1_000),
        volume: Litres(1),
        value: Fen(1_000),
        ready: Moment::at(0, 0),
        age: ThermalAge(0.0),
        skills: Skills(0),
        price_out: Fen(1_000),
        late_per_hour: None,
        row: Some(index as u64 + 2),
    }
}

/// The same roads with other signs.
pub(crate) fn with_bans(mut network: Network, bans: Vec<super::Ban>) -> Network {
    network.bans = bans;
    network
}

pub(crate) fn without_bans(network: &Network) -> Network {
    with_bans(network.clone(), Vec::new())
}
