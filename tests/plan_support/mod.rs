//! A day in a county of one valley road, made by hand: enough for every rule
//! to have something to say.
//!
//! The road has five places in a row, 2 km apart: the warehouse (0), village
//! one (1), the farm (2), village two (3) and a second station (4).

#![allow(dead_code, reason = "each test uses its part")]

use mabang::cold::{Air, Decay, LossCurve};
use mabang::county::*;
use mabang::matrix;
use mabang::model::{Problem, TaskId, TaskKind};
use mabang::network::{self, Located, Network};
use mabang::plan::{self, BuildMeta, Plan};
use mabang::route::Route;
use mabang::solve::{Outcome, Solution};
use mabang::units::*;
use proptest::test_runner::Config;

/// So many random days, or as many as `PROPTEST_CASES` asks for (`make nightly`).
pub fn cases(usual: u32) -> Config {
    match std::env::var_os("PROPTEST_CASES") {
        Some(_) => Config::default(),
        None => Config::with_cases(usual),
    }
}

#[derive(Clone)]
pub struct Case {
    pub county: County,
    pub located: Located,
    pub plan: Plan,
}

pub const VAN: VehicleTypeId = VehicleTypeId(0);
pub const TRIKE: VehicleTypeId = VehicleTypeId(1);

pub fn place(index: usize) -> Point {
    Point::new(109.80 + 0.021 * index as f64, 31.0)
}

pub fn air() -> Air {
    Air {
        mean: Celsius(27.0),
        reference_height: 400.0,
        swing: Celsius(5.0),
        warmest_hour: 15.0,
        lapse: Celsius(6.0),
    }
}

fn ambient(litres: i64) -> Compartment {
    Compartment {
        class: TemperatureClass::Ambient,
        litres: Litres(litres),
        set_point: None,
        door_recovery: Seconds(0),
        watts: 0.0,
    }
}

pub fn chilled(litres: i64) -> Compartment {
    Compartment {
        class: TemperatureClass::Chilled,
        litres: Litres(litres),
        set_point: Some(Celsius(4.0)),
        door_recovery: Seconds(240),
        watts: 700.0,
    }
}

pub fn running(drive: Drive) -> Running {
    let electric = drive == Drive::Electric;
    Running {
        drive,
        curb_mass: if electric { 350.0 } else { 1_600.0 },
        gross_mass: if electric { 800.0 } else { 2_800.0 },
        height: 2.0,
        width: 1.6,
        length: 4.5,
        power: if electric { 3_000.0 } else { 60_000.0 },
        drag_area: 2.0,
        rolling: 0.012,
        efficiency: if electric { 0.8 } else { 0.3 },
        regeneration: if electric { 0.3 } else { 0.0 },
        idle_power: if electric { 50.0 } else { 2_000.0 },
        top_speed: if electric { 35.0 } else { 80.0 },
        narrow: electric,
    }
}

fn van() -> VehicleType {
    VehicleType {
        code: "van".into(),
        name_zh: "冷藏面包车".into(),
        name_en: "Chilled van".into(),
        count: 2,
        running: running(Drive::Diesel),
        payload: Grams(800_000),
        compartments: vec![ambient(2_000), chilled(600)],
        costs: VehicleCosts { fixed: Fen(8_000), per_km: Fen(60), per_hour: Fen(2_500) },
        start: SiteId(0),
        end: SiteId(0),
        shift: Shift {
            start: Moment::at(7, 0),
            end: Moment::at(18, 0),
            breaks: vec![Break {
                earliest: Moment::at(7, 0),
                latest: Moment::at(8, 0),
                duration: Seconds(1_200),
            }],
        },
        max_trips: 2,
        reload: Seconds(900),
        battery: None,
        skills: Skills(1),
        flies: None,
    }
}

fn trike() -> VehicleType {
    VehicleType {
        code: "trike".into(),
        name_zh: "电动三轮车".into(),
        name_en: "E-trike".into(),
        count: 2,
        running: running(Drive::Electric),
        payload: Grams(250_000),
        compartments: vec![ambient(900)],
        costs: VehicleCosts { fixed: Fen(2_000), per_km: Fen(15), per_hour: Fen(2_000) },
        shift: Shift { start: Moment::at(7, 0), end: Moment::at(18, 0), breaks: vec![] },
        battery: Some(WattHours(4_000)),
        skills: Skills(0),
        ..van()
    }
}

pub fn goods() -> Vec<Goods> {
    let any = |code: &str, keeping, carried| Goods {
        code: code.into(),
        name_zh: code.into(),
        name_en: code.into(),
        keeping,
        carried,
        coldest: None,
    };
    let decay = Decay { best: Celsius(0.0), life: Seconds(21 * 86_400), q10: 2.6 };
    use TemperatureClass::{Ambient, Chilled};
    vec![
        any("parcel", Keeping::Keeps, vec![Ambient, Chilled]),
        any("plum", Keeping::Decays { decay, curve: LossCurve::Power { gamma: 1.0 } }, vec![Ambient]),
        any(
            "pork",
            Keeping::Decays {
                decay: Decay { best: Celsius(0.0), life: Seconds(5 * 86_400), q10: 3.0 },
                curve: LossCurve::Exponential { beta: 1.5 },
            },
            vec![Chilled],
        ),
        any(
            "vaccine",
            Keeping::Limited { low: Celsius(2.0), high: Celsius(8.0), budget: Seconds(1_800) },
            vec![Chilled],
        ),
    ]
}

pub const PARCEL: GoodsId = GoodsId(0);
pub const PLUM: GoodsId = GoodsId(1);
pub const PORK: GoodsId = GoodsId(2);
pub const VACCINE: GoodsId = GoodsId(3);

pub fn door(index: usize) -> Door {
    Door { place: Some(PlaceId(index as u32)), point: place(index), windows: vec![], service: Seconds(600) }
}

pub fn order(code: &str, service: Service, goods: GoodsId) -> Order {
    Order {
        code: code.into(),
        service,
        goods,
        mass: Grams(20_000),
        volume: Litres(60),
        value: Fen(40_000),
        ready: Moment::at(6, 0),
        age: ThermalAge(0.01),
        skills: Skills(0),
        price_out: Fen(5_000),
        late_per_hour: None,
        row: None,
    }
}

pub fn deliver(code: &str, to: usize, goods: GoodsId) -> Order {
    order(code, Service::Delivery { from: SiteId(0), to: door(to) }, goods)
}

pub fn collect(code: &str, from: usize, goods: GoodsId) -> Order {
    order(code, Service::Collection { from: door(from), to: SiteId(0) }, goods)
}

fn orders() -> Vec<Order> {
    let window = |from: i64, to: i64| vec![Window::new(Moment(from), Moment(to)).unwrap()];
    let letter = Service::Transfer { from: door(1), to: door(1) };
    let mut late = deliver("late", 3, PARCEL);
    if let Service::Delivery { to, .. } = &mut late.service {
        to.windows = window(7 * 3600, 7 * 3600 + 1_800);
    }
    let mut punctual = deliver("punctual", 1, PARCEL);
    if let Service::Delivery { to, .. } = &mut punctual.service {
        to.windows = window(7 * 3600, 10 * 3600);
    }
    vec![
        deliver("pork", 1, PORK),
        Order { skills: Skills(1), ..deliver("vaccine", 1, VACCINE) },
        Order { mass: Grams(0), volume: Litres(0), ..order("letter", letter, PARCEL) },
        Order { value: Fen(200_000), mass: Grams(100_000), ..collect("plum", 2, PLUM) },
        Order { late_per_hour: Some(Fen(600)), ..late },
        punctual,
        deliver("second", 3, PARCEL),
        collect("return", 3, PARCEL),
        deliver("third", 2, PARCEL),
        Order { skills: Skills(2), ..deliver("nobody", 2, PARCEL) },
    ]
}

fn site(code: &str, index: usize, drivers: Option<u32>) -> Site {
    Site {
        code: code.into(),
        name_zh: code.into(),
        name_en: code.into(),
        kind: SiteKind::Warehouse,
        opening: Opening::Existing,
        point: place(index),
        fixed: Fen(0),
        parcels_per_day: None,
        cold_room: Litres(0),
        cold_temperature: None,
        kilograms_per_day: None,
        dock_hours: None,
        drivers,
    }
}

fn places() -> Vec<Place> {
    let any = |index: usize| Place {
        code: format!("p{index}"),
        name_zh: format!("地点{index}"),
        name_en: format!("Place {index}"),
        kind: PlaceKind::Village,
        point: place(index),
        population: 100,
        township: None,
        precooler: (index == 2).then_some(Precooler { temperature: Celsius(3.0), price: Fen(5) }),
    };
    (0..5).map(any).collect()
}

pub fn county() -> County {
    County {
        code: "valley".into(),
        name_zh: "河谷县".into(),
        name_en: "Valley".into(),
        bounds: Bounds { west: 109.7, south: 30.9, east: 110.0, north: 31.1 },
        date: "2026-07-08".into(),
        season: Season::Summer,
        road_state: RoadState::default(),
        air: air(),
        prices: Prices {
            diesel: Fen(75_300),
            petrol: Fen(90_000),
            electricity: Fen(60_000),
            carbon: Some(Fen(8_000)),
        },
        places: places(),
        goods: goods(),
        sites: vec![site("warehouse", 0, Some(3)), site("station", 4, None)],
        vehicle_types: vec![van(), trike()],
        drone_types: vec![],
        zones: vec![],
        aloft: mabang::county::Aloft::default(),
        orders: orders(),
        skills: vec!["medicine".into(), "crane".into()],
    }
}

/// The valley road, with a detour so that not everything is on one line.
pub fn roads() -> RoadMap {
    let mut nodes: Vec<Point> = (0..5).map(place).collect();
    nodes.push(Point::new(109.83, 31.02));
    let way = |id: i64, nodes: Vec<u32>, class: RoadClass| Way {
        id,
        nodes,
        class,
        surface: Some(Surface::Paved),
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
    RoadMap {
        nodes: (1..).zip(nodes).map(|(id, point)| RoadNode { id, point, barrier: Barrier::Open }).collect(),
        ways: vec![
            way(1, vec![0, 1, 2, 3, 4], RoadClass::Tertiary),
            way(2, vec![1, 5, 3], RoadClass::Unclassified),
        ],
        ..RoadMap::default()
    }
}

/// Rises to the east, 100 m in the whole valley.
pub fn height(point: Point) -> Option<f64> {
    Some(400.0 + (point.x() - 109.80) * 1_200.0)
}

pub fn locate(county: &County, roads: &RoadMap) -> Located {
    let built = Network::build(roads, &height);
    network::locate(built.value, county).value
}

/// The task that does this to the order of this code.
fn task(county: &County, problem: &Problem, code: &str, kind: TaskKind) -> TaskId {
    let tasks: u32 = county
        .orders
        .iter()
        .map(|order| if matches!(order.service, Service::Transfer { .. }) { 2 } else { 1 })
        .sum();
    (0..tasks)
        .map(TaskId)
        .find(|task| problem.kind_of(*task) == kind && county.order(problem.order_of(*task)).code == code)
        .expect("every order has its tasks")
}

pub fn problem(county: &County, located: &Located) -> Problem {
    let ground = matrix::Ground::new(&located.network);
    let classes = Problem::warmth_classes(county);
    let matrices = matrix::compute_on(&ground, located, (&county.air, &classes), &county.road_state.hours);
    Problem::new(county, located, &matrices)
}

/// One van with two trips and two e-trikes; one order left out.
pub fn valley() -> Case {
    use TaskKind::{Collect, Deliver, DropOff, PickUp};
    let county = county();
    let located = locate(&county, &roads());
    let problem = problem(&county, &located);
    let trip = |tasks: &[(&str, TaskKind)]| -> Vec<TaskId> {
        tasks.iter().map(|(code, kind)| task(&county, &problem, code, *kind)).collect()
    };
    let solution = Solution {
        routes: vec![
            Route {
                vehicle_type: VAN,
                trips: vec![
                    trip(&[
                        ("vaccine", Deliver),
                        ("pork", Deliver),
                        ("letter", PickUp),
                        ("letter", DropOff),
                        ("plum", Collect),
                        ("late", Deliver),
                    ]),
                    trip(&[("punctual", Deliver)]),
                ],
            },
            Route { vehicle_type: TRIKE, trips: vec![trip(&[("second", Deliver), ("return", Collect)])] },
            Route { vehicle_type: TRIKE, trips: vec![trip(&[("third", Deliver)])] },
        ],
        unserved: vec![county.order_ids().last().expect("there are orders")],
    };
    let outcome = Outcome { solution, cost: Fen(0), iterations: 0, partition: None };
    let meta = BuildMeta { inputs: "00ff".into(), seed: 1, spoilage: true, numbers: Default::default() };
    let plan = plan::build(&county, &located, &problem, &outcome, &meta);
    Case { county, located, plan }
}
