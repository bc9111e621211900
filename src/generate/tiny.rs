//! A county small enough to check by hand.
//!
//! ```text
//!     B  village, 4 km north, 120 m higher
//!     |  2 km at 6 %
//!     A  village, 2 km north
//!     |  2 km, level
//!     W --- C  village, 3 km east, level
//!     |  1 km, level
//!     F  plum farm
//! ```

use super::day;
use super::make::contacts;
use super::sites::WAREHOUSE;
use super::{Generated, Spec, fleet, goods, sources};
use crate::cold::Air;
use crate::county::{
    Barrier, Bounds, Breadth, Closure, County, Door, GoodsId, Limits, Oneway, Opening, Order, Place, PlaceId,
    PlaceKind, Prices, RoadClass, RoadMap, RoadNode, RoadState, Service, Sign, Site, SiteKind, Skills,
    Structure, Surface, VehicleCosts, VehicleType, Way,
};
use crate::terrain::{Dem, Grid};
use crate::units::{Celsius, Fen, Grams, Litres, Moment, Point, Seconds, ThermalAge, Window};

const WEST: f64 = 105.0;
const SOUTH: f64 = 29.0;
/// One kilometre north, in degrees.
const NORTHWARD: f64 = 0.009_022_36;
/// One kilometre east at 29 degrees north.
const EASTWARD: f64 = 0.010_262_79;

/// Kilometres east and north of the warehouse.
fn at(east: f64, north: f64) -> Point {
    let round = |at: f64| (at * 1e6).round() / 1e6;
    Point::new(round(WEST + east * EASTWARD), round(SOUTH + north * NORTHWARD))
}

/// The hand-sized county.
#[must_use]
pub fn tiny() -> Generated {
    let bounds = Bounds { west: 104.98, south: 28.98, east: 105.05, north: 29.05 };
    let mut county = County {
        code: "tiny".to_owned(),
        name_zh: "小算县".to_owned(),
        name_en: "Tiny".to_owned(),
        bounds,
        date: "2026-07-08".to_owned(),
        season: day::season("2026-07-08"),
        road_state: RoadState::default(),
        // 20 degrees at every hour and height.
        air: Air {
            mean: Celsius(20.0),
            reference_height: 500.0,
            swing: Celsius(0.0),
            warmest_hour: 15.0,
            lapse: Celsius(0.0),
        },
        prices: Prices { carbon: None, ..day::prices() },
        places: places(),
        goods: goods::all(),
        sites: vec![warehouse()],
        vehicle_types: vehicles(),
        drone_types: Vec::new(),
        zones: Vec::new(),
        aloft: crate::county::Aloft::default(),
        orders: Vec::new(),
        skills: vec!["medicine".to_owned()],
    };
    county.orders = orders(&county);
    let spec = Spec {
        code: "tiny".to_owned(),
        name_zh: county.name_zh.clone(),
        name_en: county.name_en.clone(),
        seed: 0,
        date: county.date.clone(),
        bounds,
        summit: 620.0,
        rivers: Vec::new(),
        towns: Vec::new(),
        orders: None,
    };
    let sources = sources::text(&spec, &county);
    let contacts = contacts(&county);
    Generated { roads: roads(), dem: dem(bounds), sources, contacts, county }
}

fn places() -> Vec<Place> {
    let place = |code: &str, zh: &str, en: &str, kind: PlaceKind, point: Point, population: u32| Place {
        code: code.to_owned(),
        name_zh: zh.to_owned(),
        name_en: en.to_owned(),
        kind,
        point,
        population,
        township: (kind != PlaceKind::Seat).then_some(PlaceId(0)),
        precooler: None,
    };
    vec![
        place("W", "小算镇", "Tiny town", PlaceKind::Seat, at(0.0, 0.0), 3_000),
        place("A", "甲村", "Village A", PlaceKind::Village, at(0.0, 2.0), 1_000),
        place("B", "乙村", "Village B", PlaceKind::Village, at(0.0, 4.0), 500),
        place("C", "丙村", "Village C", PlaceKind::Village, at(3.0, 0.0), 1_000),
        place("F", "李园", "Plum farm", PlaceKind::Farm, at(0.0, -1.0), 0),
    ]
}

fn warehouse() -> Site {
    Site {
        code: "W1".to_owned(),
        name_zh: "云仓".to_owned(),
        name_en: "Cloud warehouse".to_owned(),
        kind: SiteKind::Warehouse,
        opening: Opening::Existing,
        point: at(0.0, 0.0),
        fixed: Fen(100_000),
        parcels_per_day: None,
        cold_room: Litres(10_000),
        cold_temperature: Some(Celsius(4.0)),
        drivers: None,
        kilograms_per_day: None,
        dock_hours: None,
    }
}

/// One van and one insulated van; 100 yuan a day, 1 yuan a kilometre, 36 yuan an hour (1 fen a second).
fn vehicles() -> Vec<VehicleType> {
    fleet::vehicles(1, WAREHOUSE)
        .into_iter()
        .filter(|kind| kind.code.contains("van"))
        .map(|kind| VehicleType {
            count: 1,
            costs: VehicleCosts { fixed: Fen(10_000), per_km: Fen(100), per_hour: Fen(3_600) },
            reload: Seconds(600),
            shift: fleet::shift(),
            ..kind
        })
        .collect()
}

fn orders(county: &County) -> Vec<Order> {
    let door = |place: u32, open: i64, close: i64, minutes: i64| Door {
        place: Some(PlaceId(place)),
        point: county.place(PlaceId(place)).point,
        windows: Window::new(Moment::at(open, 0), Moment::at(close, 0)).into_iter().collect(),
        service: Seconds(minutes * 60),
    };
    let order = |code: &str, service: Service, goods: GoodsId, kilos: i64, yuan: i64| Order {
        code: code.to_owned(),
        service,
        goods,
        mass: Grams(kilos * 1_000),
        volume: Litres(kilos * 2),
        value: Fen(yuan * 100),
        ready: Moment(0),
        age: ThermalAge(0.0),
        skills: Skills::default(),
        price_out: Fen(20_000),
        late_per_hour: None,
        row: None,
    };
    let to = |door: Door| Service::Delivery { from: WAREHOUSE, to: door };
    let plums = Order {
        ready: Moment::at(8, 0),
        price_out: Fen(100_000),
        ..order("5", Service::Collection { from: door(4, 8, 16, 20), to: WAREHOUSE }, goods::PLUM, 100, 1_200)
    };
    let medicine = Order {
        skills: fleet::MEDICINE,
        price_out: Fen(50_000),
        ..order("4", to(door(2, 9, 12, 10)), goods::MEDICINE, 2, 800)
    };
    vec![
        order("1", to(door(1, 8, 18, 10)), goods::PARCEL, 50, 1_000),
        order("2", to(door(2, 8, 18, 10)), goods::PARCEL, 20, 500),
        order("3", to(door(3, 8, 18, 10)), goods::PARCEL, 50, 1_000),
        medicine,
        plums,
        order("6", to(door(1, 8, 11, 10)), goods::PORK, 30, 720),
    ]
}

/// Straight roads with a point every 100 m.
fn roads() -> RoadMap {
    let mut map = RoadMap::default();
    let push = |map: &mut RoadMap, point: Point| {
        map.nodes.push(RoadNode { id: map.nodes.len() as i64 + 1, point, barrier: Barrier::Open });
        map.nodes.len() as u32 - 1
    };
    let centre = push(&mut map, at(0.0, 0.0));
    for (number, (east, north, kilometres)) in
        [(0.0, 1.0, 4), (1.0, 0.0, 3), (0.0, -1.0, 1)].into_iter().enumerate()
    {
        let mut nodes = vec![centre];
        for step in 1..=kilometres * 10 {
            let far = f64::from(step) / 10.0;
            nodes.push(push(&mut map, at(east * far, north * far)));
        }
        map.ways.push(Way {
            id: number as i64 + 1,
            nodes,
            class: RoadClass::Tertiary,
            surface: Some(Surface::Concrete),
            structure: Structure::Ground,
            oneway: Oneway::No,
            maxspeed: Some(36.0),
            limits: Limits::default(),
            closure: Closure::default(),
            destination_only: false,
            minutes: None,
            urban: false,
            timed: Vec::new(),
            breadth: Breadth::default(),
            name: format!("X00{}", number + 1),
            sign: Sign::default(),
        });
    }
    map
}

/// 500 m up to village A, then 6 % for 2 km, then level at 620 m.
fn dem(bounds: Bounds) -> Dem {
    let steps = ((bounds.north - bounds.south) / NORTHWARD * 10.0).ceil() as usize + 2;
    let grid = Grid {
        west: bounds.west,
        // A row of heights every 100 m, one of them at the warehouse.
        north: SOUTH + NORTHWARD / 10.0 * ((bounds.north - SOUTH) / NORTHWARD * 10.0).ceil(),
        step_lon: 0.01,
        step_lat: NORTHWARD / 10.0,
        columns: ((bounds.east - bounds.west) / 0.01).ceil() as usize + 1,
        rows: steps,
    };
    let heights = (0..grid.columns * grid.rows).map(|cell| {
        let north = (grid.point(0, cell / grid.columns).y() - SOUTH) / NORTHWARD;
        (500.0 + 60.0 * (north - 2.0).clamp(0.0, 2.0)).round() as f32
    });
    let heights = heights.collect();
    Dem::new(grid, heights).expect("one height for each grid point")
}
