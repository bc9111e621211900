//! A made-up day with hundreds of orders, to look at outputs: money adds up,
//! ids are consistent, roads are wiggles.

use mabang::cold::{Air, Decay, LossCurve};
use mabang::county::*;
use mabang::model::{Change, Reason, Remedy};
use mabang::plan::*;
use mabang::units::{
    Breakdown, Celsius, Fen, Grams, Joules, Litres, Metres, Moment, Point, Seconds, Term, ThermalAge, Window,
};

/// Marks what must never leave the courier sheets.
pub const SECRET: &str = "张三秘密";

pub struct Day {
    pub county: County,
    pub plan: Plan,
}

const BOUNDS: Bounds = Bounds { west: 109.55, south: 30.75, east: 110.20, north: 31.50 };
const TOWNS: [&str; 25] = [
    "高唐街道",
    "庙宇镇",
    "大昌镇",
    "福田镇",
    "龙溪镇",
    "双龙镇",
    "官阳镇",
    "骡坪镇",
    "抱龙镇",
    "官渡镇",
    "铜鼓镇",
    "巫峡镇",
    "红椿乡",
    "两坪乡",
    "曲尺乡",
    "建平乡",
    "大溪乡",
    "金坪乡",
    "平河乡",
    "当阳乡",
    "竹贤乡",
    "三溪乡",
    "培石乡",
    "笃坪乡",
    "邓家乡",
];

/// A number from 0 to 1 that looks random and is not.
pub fn noise(seed: u64) -> f64 {
    let mut mixed = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 0x5851_F42D_4C95_7F2D;
    mixed = (mixed ^ (mixed >> 31)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    ((mixed ^ (mixed >> 29)) >> 11) as f64 / (1u64 << 53) as f64
}

/// `rounds` vehicles with `stops` orders each, and a few orders left out.
pub fn day(rounds: usize, stops: usize) -> Day {
    let mut county = county(rounds * stops + 6);
    let mut plan = Plan {
        county: "wushan".into(),
        date: county.date.clone(),
        inputs: "3f9a11c0ffee".into(),
        search: super::records::search(&county),
        rounds: (0..rounds).map(|at| round(&county, at, stops)).collect(),
        unserved: unserved(rounds * stops),
        breakdown: Breakdown::default(),
        blind: None,
        again: None,
        relays: Vec::new(),
        kits: Vec::new(),
        air: None,
    };
    plan.breakdown = plan.rounds.iter().map(|round| round.breakdown).sum();
    plan.breakdown[Term::Unserved] += plan.unserved.iter().map(|left_out| left_out.price).sum();
    let mut without = plan.breakdown;
    without[Term::Spoilage] = without[Term::Spoilage] * 9 / 4;
    without[Term::Distance] = without[Term::Distance] * 19 / 20;
    without[Term::Precooling] = Fen(0);
    let distance = plan.rounds.iter().map(Round::distance).sum();
    plan.blind = Some(Blind { breakdown: without, unserved: 5, rounds, distance });
    county.orders.truncate(rounds * stops + plan.unserved.len());
    Day { county, plan }
}

fn county(orders: usize) -> County {
    let air = Air {
        mean: Celsius(27.0),
        reference_height: 300.0,
        swing: Celsius(5.0),
        warmest_hour: 15.0,
        lapse: Celsius(6.0),
    };
    let prices = Prices { diesel: Fen(75_300), petrol: Fen(86_000), electricity: Fen(62_000), carbon: None };
    let places = places();
    let orders = (0..orders).map(|at| order(&places, at)).collect();
    County {
        code: "wushan".into(),
        name_zh: "巫山县".into(),
        name_en: "Wushan".into(),
        bounds: BOUNDS,
        date: "2026-07-08".into(),
        season: Season::Summer,
        road_state: RoadState::default(),
        air,
        prices,
        places,
        goods: goods(),
        sites: vec![site()],
        vehicle_types: vehicle_types(),
        drone_types: Vec::new(),
        zones: Vec::new(),
        aloft: mabang::county::Aloft::default(),
        orders,
        skills: Vec::new(),
    }
}

fn places() -> Vec<Place> {
    let place = |at: usize| {
        let town = at % 25;
        let (east, north) = (noise(town as u64 * 2 + 1), noise(town as u64 * 2 + 2));
        let near = if at < 25 { 0.0 } else { 0.07 };
        let lon = BOUNDS.west + 0.06 + east * 0.53 + near * (noise(at as u64 + 900) - 0.5) * 1.6;
        let lat = BOUNDS.south + 0.06 + north * 0.63 + near * (noise(at as u64 + 9_000) - 0.5) * 1.6;
        let name = if at < 25 { TOWNS[town].to_owned() } else { format!("{}{}村", &TOWNS[town][..6], at) };
        let kind = if at == 0 { PlaceKind::Seat } else { PlaceKind::Township };
        Place {
            code: format!("P{at:03}"),
            name_zh: name,
            name_en: if at < 25 { format!("Town {at}") } else { String::new() },
            kind: if at < 25 { kind } else { PlaceKind::Village },
            point: if at == 0 { Point::new(109.878, 31.075) } else { Point::new(lon, lat) },
            population: 900 + (noise(at as u64) * 30_000.0) as u32,
            township: None,
            precooler: None,
        }
    };
    (0..340).map(place).collect()
}

fn goods() -> Vec<Goods> {
    let decay = Decay { best: Celsius(0.0), life: Seconds(21 * 86_400), q10: 2.6 };
    let decays = Keeping::Decays { decay, curve: LossCurve::Power { gamma: 1.0 } };
    let limited = Keeping::Limited { low: Celsius(2.0), high: Celsius(8.0), budget: Seconds(3_600) };
    let kinds = [("parcel", "包裹", "Parcel", Keeping::Keeps), ("plum", "脆李", "Crisp plum", decays)];
    let more = [("pork", "鲜猪肉", "Fresh pork", decays), ("medicine", "冷藏药品", "Medicine", limited)];
    let kinds = kinds.into_iter().chain(more);
    kinds
        .map(|(code, zh, en, keeping)| Goods {
            code: code.into(),
            name_zh: zh.into(),
            name_en: en.into(),
            keeping,
            carried: vec![TemperatureClass::Ambient, TemperatureClass::Chilled],
            coldest: None,
        })
        .collect()
}

fn site() -> Site {
    Site {
        code: "W1".into(),
        name_zh: "巫山县域云仓".into(),
        name_en: "Wushan cloud warehouse".into(),
        kind: SiteKind::Warehouse,
        opening: Opening::Existing,
        point: Point::new(109.868, 31.083),
        fixed: Fen(0),
        parcels_per_day: None,
        cold_room: Litres(0),
        cold_temperature: Some(Celsius(2.0)),
        kilograms_per_day: None,
        dock_hours: None,
        drivers: None,
    }
}

fn vehicle_types() -> Vec<VehicleType> {
    let running = Running {
        drive: Drive::Diesel,
        curb_mass: 2_500.0,
        gross_mass: 4_500.0,
        height: 2.6,
        width: 2.0,
        length: 6.0,
        power: 90_000.0,
        drag_area: 3.9,
        rolling: 0.01,
        efficiency: 0.38,
        regeneration: 0.0,
        idle_power: 2_000.0,
        top_speed: 80.0,
        narrow: false,
    };
    let compartment = |class, set: Option<f64>| Compartment {
        class,
        litres: Litres(9_000),
        set_point: set.map(Celsius),
        door_recovery: Seconds(300),
        watts: 900.0,
    };
    let ambient = compartment(TemperatureClass::Ambient, None);
    let chilled = compartment(TemperatureClass::Chilled, Some(4.0));
    let shift = Shift { start: Moment::at(7, 0), end: Moment::at(19, 0), breaks: Vec::new() };
    let kind = |code: &str, zh: &str, en: &str, compartments: Vec<Compartment>| VehicleType {
        code: code.into(),
        name_zh: zh.into(),
        name_en: en.into(),
        count: 14,
        running,
        payload: Grams(2_000_000),
        compartments,
        costs: VehicleCosts { fixed: Fen(12_000), per_km: Fen(90), per_hour: Fen(3_000) },
        start: SiteId(0),
        end: SiteId(0),
        shift: shift.clone(),
        max_trips: 3,
        reload: Seconds(1_200),
        battery: None,
        skills: Skills(0),
        flies: None,
    };
    vec![
        kind("etrike", "电动三轮车", "E-trike", vec![ambient]),
        kind("van", "厢式货车", "Van", vec![ambient]),
        kind("reefer", "4.2吨冷藏车", "Refrigerated truck 4.2 t", vec![chilled, ambient]),
    ]
}

fn order(places: &[Place], at: usize) -> Order {
    // Orders of one round lie in one direction from the warehouse.
    let place = 25 + (at / 3 + (at % 3) * 25) % 315;
    let door = Door {
        place: Some(PlaceId(place as u32)),
        point: places[place].point,
        windows: if at.is_multiple_of(4) {
            vec![Window { open: Moment::at(8, 0), close: Moment::at(12, 0) }]
        } else {
            vec![]
        },
        service: Seconds(300),
    };
    let goods = GoodsId([0, 0, 1, 0, 2, 1, 0, 3][at % 8]);
    let service = match goods {
        GoodsId(1) => Service::Collection { from: door, to: SiteId(0) },
        _ => Service::Delivery { from: SiteId(0), to: door },
    };
    Order {
        code: format!("{at:04}"),
        service,
        goods,
        mass: Grams(2_000 + (noise(at as u64) * 60_000.0) as i64),
        volume: Litres(6 + at as i64 % 90),
        value: Fen(5_000 + 130 * (at as i64 % 400)),
        ready: Moment::at(6, 0),
        age: ThermalAge(0.0),
        skills: Skills(0),
        price_out: Fen(6_000),
        late_per_hour: None,
        row: None,
    }
}

fn round(county: &County, at: usize, stops: usize) -> Round {
    let first = at * stops;
    let half = stops.div_ceil(2);
    let start = Moment::at(7, 0) + Seconds((at as i64 % 5) * 600);
    let morning = trip(county, first..first + half, start);
    let mut trips = vec![morning];
    if stops > half {
        let start = trips[0].back + Seconds(900);
        trips.push(trip(county, first + half..first + stops, start));
    }
    let mut round = Round {
        vehicle_type: VehicleTypeId([1, 2, 0][at % 3]),
        number: at as u32 / 3 + 1,
        trips,
        breakdown: Breakdown::default(),
    };
    let distance = round.distance();
    let lost = round.stops().filter_map(|stop| stop.freshness).map(|fresh| fresh.lost).sum();
    let paid = round.end().unwrap() - round.start().unwrap();
    for (term, amount) in [
        (Term::Fixed, Fen(12_000)),
        (Term::Distance, Fen(distance.0 * 90 / 1_000)),
        (Term::Time, Fen(paid.0 * 3_000 / 3_600)),
        (Term::Energy, Fen(distance.0 * 75 / 1_000)),
        (Term::Refrigeration, Fen(if at % 3 == 1 { 1_733 } else { 0 })),
        (Term::Precooling, Fen(241)),
        (Term::Spoilage, lost),
    ] {
        round.breakdown[term] = amount;
    }
    round
}

fn trip(county: &County, orders: std::ops::Range<usize>, load_start: Moment) -> Trip {
    let home = county.sites[0].point;
    let depart = load_start + Seconds(1_200);
    let (mut here, mut now, mut stops) = (home, depart, Vec::new());
    for at in orders {
        let id = OrderId(at as u32);
        let order = county.order(id);
        let there = order.drop().or(order.pick()).unwrap().point;
        let leg = leg(here, there);
        let rest = (stops.len() == 5).then_some(Rest { start: now, end: now + Seconds(1_800) });
        let arrive = rest.map_or(now, |rest| rest.end) + leg.duration;
        let start = arrive + Seconds(if at % 9 == 0 { 600 } else { 0 });
        let end = start + Seconds(300);
        let collected = order.goods == GoodsId(1);
        let age = ThermalAge(0.002 * (stops.len() + 1) as f64 + 0.04 * noise(at as u64 + 5));
        let lost = if matches!(order.goods, GoodsId(1 | 2)) { order.value.as_f64() * age.0 } else { 0.0 };
        stops.push(Stop {
            order: id,
            action: if collected { Action::Collect } else { Action::Deliver },
            leg,
            rest,
            arrive,
            start,
            end,
            load: order.mass * 3,
            compartment: 0,
            late: Seconds(0),
            precooled: collected && at % 3 == 0,
            freshness: Some(Freshness {
                at: end,
                temperature: Celsius(6.0),
                age,
                value: order.value,
                lost: Fen::rounded(lost),
            }),
        });
        (here, now) = (there, end);
    }
    let back = leg(here, home);
    let arrives = now + back.duration;
    let site = SiteId(0);
    Trip {
        from: site,
        to: site,
        load_start,
        depart,
        load: Grams(412_500),
        stops,
        home: back,
        back: arrives,
        rest: None,
    }
}

/// A wiggle from one place to another.
fn leg(from: Point, to: Point) -> Leg {
    let far = ((to.x() - from.x()).hypot(to.y() - from.y()) * 111_000.0 * 1.5) as i64;
    if far == 0 {
        return Leg::default();
    }
    let steps = 24 + far as usize / 400;
    let along = |k: usize| {
        let share = k as f64 / steps as f64;
        let fade = (share * (1.0 - share)).sqrt();
        let bend = 0.012 * fade * ((share * 9.0).sin() + 0.6 * (share * 31.0).cos());
        Point::new(
            from.x() + (to.x() - from.x()) * share + bend,
            from.y() + (to.y() - from.y()) * share - bend,
        )
    };
    let geometry = (0..=steps).map(along).collect();
    Leg { duration: Seconds(far / 9), distance: Metres(far), energy: Joules(far * 4_000), geometry }
}

fn unserved(first: usize) -> Vec<Unserved> {
    let remedies = [
        (Reason::Busy, Some(Change::OneMore(VehicleTypeId(2)))),
        (Reason::Window, Some(Change::OtherTime(Moment::at(13, 30)))),
        (Reason::Shift, Some(Change::LongerShift(VehicleTypeId(1), Seconds(2_700)))),
        (Reason::Mass, Some(Change::Split(Grams(1_500_000), Litres(9_000)))),
        (Reason::Price, Some(Change::HigherPrice(Fen(9_900)))),
        (Reason::Road, None),
    ];
    let left_out = |(at, (reason, change)): (usize, (Reason, Option<Change>))| Unserved {
        order: OrderId((first + at) as u32),
        price: Fen(6_000),
        reason,
        remedy: change.map(|change| Remedy { change, cost: Fen(21_200) }),
    };
    remedies.into_iter().enumerate().map(left_out).collect()
}
