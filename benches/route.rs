//! Walking one round of 24 stops in two trips: every candidate of the search that is looked at
//! exactly is walked once, so this is where the search spends its time.

use criterion::{Criterion, criterion_group, criterion_main};
use mabang::cold::{Air, Decay, LossCurve, Warming};
use mabang::county::*;
use mabang::matrix::{Leg, Matrices, Matrix};
use mabang::model::{Placing, Problem, TaskId};
use mabang::network::Location;
use mabang::route::Walker;
use mabang::units::*;
use std::hint::black_box;

const STOPS: u32 = 24;

fn walk_two_trips(criterion: &mut Criterion) {
    let problem = problem();
    let tasks: Vec<TaskId> = (0..STOPS).map(TaskId).collect();
    let ends = [STOPS / 2, STOPS];
    let mut walker = Walker::new(&problem);
    let cost = walker.cost(0, &tasks, &ends);
    assert_eq!(cost, walker.schedule(0, &tasks, &ends).ok().map(|schedule| schedule.breakdown.total().0));
    assert!(cost.is_some(), "the round is feasible");
    criterion.bench_function("route/walk/24", |bencher| {
        bencher.iter(|| walker.cost(0, black_box(&tasks), black_box(&ends)));
    });
}

fn problem() -> Problem {
    let size = STOPS as usize + 1;
    let placing = Placing {
        running_of: vec![0],
        sites: vec![Some(Location(0))],
        picks: (1..=STOPS).map(|stop| (stop % 2 == 0).then_some(Location(stop))).collect(),
        drops: (1..=STOPS).map(|stop| (stop % 2 == 1).then_some(Location(stop))).collect(),
        heights: vec![Some(600.0); size],
    };
    let county = county();
    let apart = |from: Location, to: Location| i64::from(from.0.abs_diff(to.0));
    let leg = |from, to| {
        Some(Leg {
            duration: Seconds(180 * apart(from, to)),
            distance: Metres(1_500 * apart(from, to)),
            empty: Joules(4_000_000 * apart(from, to)),
            per_tonne: Joules(900_000 * apart(from, to)),
        })
    };
    let q10 = Problem::warmth_classes(&county);
    let factor = Warming::warmth(&county.air, q10[0], Some(600.0), 1.0);
    let warmth = (0..size * size).map(|pair| {
        let (from, to) = ((pair / size) as i64, (pair % size) as i64);
        ((180 * (from - to).abs()) as f64 * factor).round() as u32
    });
    let matrix = Matrix::from_legs(size, leg, &[warmth.collect()]);
    Problem::assemble(&county, &placing, &Matrices { by_running: vec![matrix], q10 })
}

fn county() -> County {
    let door =
        || Door { place: None, point: Point::new(110.0, 31.0), windows: vec![], service: Seconds(180) };
    let order = |stop: u32| Order {
        code: stop.to_string(),
        service: if stop % 2 == 1 {
            Service::Delivery { from: SiteId(0), to: door() }
        } else {
            Service::Collection { from: door(), to: SiteId(0) }
        },
        goods: GoodsId(stop % 2),
        mass: Grams(20_000),
        volume: Litres(40),
        value: Fen(40_000),
        ready: Moment::at(6, 0),
        age: ThermalAge(0.0),
        skills: Skills(0),
        price_out: Fen(10_000),
        late_per_hour: None,
        row: None,
    };
    let decay = Decay { best: Celsius(0.0), life: Seconds(21 * 86_400), q10: 2.6 };
    let goods = |code: &str, keeping| Goods {
        code: code.into(),
        name_zh: code.into(),
        name_en: code.into(),
        keeping,
        carried: vec![TemperatureClass::Ambient],
        coldest: None,
    };
    County {
        code: "bench".into(),
        name_zh: "样县".into(),
        name_en: "Bench".into(),
        bounds: Bounds { west: 109.0, south: 30.0, east: 111.0, north: 32.0 },
        date: "2026-07-08".into(),
        season: Season::Summer,
        road_state: RoadState::default(),
        air: Air {
            mean: Celsius(26.0),
            reference_height: 300.0,
            swing: Celsius(5.0),
            warmest_hour: 15.0,
            lapse: Celsius(6.0),
        },
        prices: Prices { diesel: Fen(75_300), petrol: Fen(90_000), electricity: Fen(60_000), carbon: None },
        places: vec![],
        goods: vec![
            goods("plum", Keeping::Decays { decay, curve: LossCurve::Power { gamma: 1.0 } }),
            goods("parcel", Keeping::Keeps),
        ],
        sites: vec![site()],
        vehicle_types: vec![van()],
        drone_types: vec![],
        zones: vec![],
        aloft: mabang::county::Aloft::default(),
        orders: (1..=STOPS).map(order).collect(),
        skills: vec![],
    }
}

fn site() -> Site {
    Site {
        code: "w".into(),
        name_zh: "云仓".into(),
        name_en: "warehouse".into(),
        kind: SiteKind::Warehouse,
        opening: Opening::Existing,
        point: Point::new(110.0, 31.0),
        fixed: Fen(0),
        parcels_per_day: None,
        cold_room: Litres(0),
        cold_temperature: None,
        kilograms_per_day: None,
        dock_hours: None,
        drivers: None,
    }
}

fn van() -> VehicleType {
    let running = Running {
        drive: Drive::Diesel,
        curb_mass: 1_500.0,
        gross_mass: 2_600.0,
        height: 2.0,
        width: 1.8,
        length: 5.0,
        power: 60_000.0,
        drag_area: 2.0,
        rolling: 0.01,
        efficiency: 0.35,
        regeneration: 0.0,
        idle_power: 2_000.0,
        top_speed: 80.0,
        narrow: false,
    };
    let lunch = Break { earliest: Moment::at(11, 0), latest: Moment::at(13, 0), duration: Seconds(1_800) };
    VehicleType {
        code: "van".into(),
        name_zh: "厢式车".into(),
        name_en: "van".into(),
        count: 1,
        running,
        payload: Grams(1_000_000),
        compartments: vec![Compartment {
            class: TemperatureClass::Ambient,
            litres: Litres(4_000),
            set_point: None,
            door_recovery: Seconds(0),
            watts: 0.0,
        }],
        costs: VehicleCosts { fixed: Fen(10_000), per_km: Fen(200), per_hour: Fen(3_000) },
        start: SiteId(0),
        end: SiteId(0),
        shift: Shift { start: Moment::at(6, 0), end: Moment::at(20, 0), breaks: vec![lunch] },
        max_trips: 3,
        reload: Seconds(1_800),
        battery: None,
        skills: Skills(0),
        flies: None,
    }
}

criterion_group!(benches, walk_two_trips);
criterion_main!(benches);
