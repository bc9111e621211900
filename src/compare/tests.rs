//! Small cases that one can work out by hand, and laws that hold for all.

use super::air::{Flying, Shuttle};
use super::keep::Keep;
use super::line::{Course, Space, straight};
use super::price::{Heights, Hold, Load, by_air, by_both, by_road};
use super::road::{Stay, Trip};
use super::{
    Block, Calibrated, Direction, Operation, Own, Verdict, What, calibrate, touches, uncertain, vary,
};
use crate::cold::{Air, Decay, LossCurve};
use crate::compare::Touches;
use crate::corridor::Rules;
use crate::county::{Goods, Keeping, Season, TemperatureClass, Wire, Zone};
use crate::energy::drone::{Day, airframe};
use crate::facts;
use crate::terrain::{Dem, Grid};
use crate::units::{Celsius, Point, Seconds};
use geo::{LineString, Polygon};

/// 27 degC at every hour and height.
const AIR: Air = Air {
    mean: Celsius(27.0),
    reference_height: 500.0,
    swing: Celsius(0.0),
    warmest_hour: 15.0,
    lapse: Celsius(0.0),
};

fn goods(keeping: Keeping) -> Goods {
    Goods {
        code: "x".to_owned(),
        name_zh: "物".to_owned(),
        name_en: "thing".to_owned(),
        keeping,
        carried: vec![TemperatureClass::Ambient],
        coldest: None,
    }
}

fn plum() -> Keeping {
    let decay = Decay { best: Celsius(0.0), life: Seconds(21 * 86_400), q10: 2.6 };
    Keeping::Decays { decay, curve: LossCurve::Power { gamma: 1.0 } }
}

fn keep(keeping: Keeping) -> Keep {
    Keep::new(&goods(keeping), AIR)
}

/// An hour there, an hour back and half an hour of loading; 100 yuan, 700 kg.
fn trip() -> Trip {
    Trip {
        money: 10_000.0,
        busy: 9_000.0,
        loading: 1_800.0,
        riding: 3_600.0,
        warmth: None,
        joules: 3.6e8,
        carbon: 25_000.0,
        kilometres: 30.0,
        payload: 700.0,
        litres: 4_500.0,
        left: 27_000.0,
        per_second: 1.0,
        per_metre: 0.035,
        held: None,
        door: 0.0,
    }
}

fn load(direction: Direction, kilograms: f64) -> Load {
    Load {
        kilograms,
        litres: kilograms * 5.0,
        value: 1_000.0,
        age: 0.0,
        service: 600.0,
        direction,
        parcel: 1.2,
        cooled: None,
        hold: None,
    }
}

fn flying() -> Flying {
    Flying::new(airframe("flycart30").unwrap(), 1, Season::Summer, Day::spec(), 80_000.0)
}

fn shuttle(metres: f64, climb: f64) -> Shuttle {
    Shuttle::line(&Course::over_nothing(metres, [500.0, 500.0 + climb], 60.0)).unwrap()
}

#[test]
fn a_shared_round_costs_its_share_and_the_own_stop() {
    // 70 of 700 kg, 350 of 4,500 litres, 900 of 27,000 s: a tenth of the trip, by mass.
    let stay = Stay { seconds: 300.0, metres: 2_000.0 };

    let road = by_road(
        &trip(),
        &load(Direction::Out, 70.0),
        Some(stay),
        &keep(Keeping::Keeps),
        Heights::default(),
        0.9,
    );

    // 1,000 for the tenth, 900 s at 1 fen, 2,000 m at 0.035 fen: 1,970 fen for 70 kg.
    assert!((road.money - 1_970.0 / 70.0).abs() < 1e-9);
    // Loading 30 min, riding 60 min, and half of nine other stops of 15 min: 67.5 min.
    assert!((road.minutes - 157.5).abs() < 1e-9);
    // A tenth of 100 kWh and 2 of 60 km more.
    assert!((road.kwh - (10.0 + 100.0 * 2.0 / 60.0) / 70.0).abs() < 1e-9);
    assert!((road.labour - (900.0 + 900.0) / 60.0 / 70.0).abs() < 1e-9);
    assert_eq!((road.lost, road.left, road.available), (0.0, 1.0, 0.9));
}

#[test]
fn a_trip_of_its_own_is_paid_whole_however_little_it_carries() {
    let own =
        by_road(&trip(), &load(Direction::Out, 7.0), None, &keep(Keeping::Keeps), Heights::default(), 1.0);
    let two = by_road(
        &trip(),
        &load(Direction::Out, 1_000.0),
        None,
        &keep(Keeping::Keeps),
        Heights::default(),
        1.0,
    );

    assert!((own.money - (10_000.0 + 600.0) / 7.0).abs() < 1e-9);
    assert_eq!((own.trips, own.minutes), (1.0, 90.0));
    // 1,000 kg are 5,000 litres: two trips by either.
    assert_eq!((two.trips, two.load), (2.0, 500.0));
}

#[test]
fn plums_lose_what_their_hours_outside_cost() {
    let own = by_road(&trip(), &load(Direction::In, 100.0), None, &keep(plum()), Heights::default(), 1.0);

    // Three hours of waiting and one on board at 27 degC: 4 h 2.6^2.7 / 504 h.
    let age = 4.0 * 2.6_f64.powf(2.7) / 504.0;
    assert!((own.left - (1.0 - age)).abs() < 1e-9 && (own.lost - 1_000.0 * age).abs() < 1e-6);
    assert_eq!(own.minutes, 240.0);
}

#[test]
fn pre_cooling_counts_for_the_wait_alone() {
    let cooled = Load { cooled: Some(Celsius(5.0)), ..load(Direction::In, 100.0) };
    let road = by_road(&trip(), &cooled, None, &keep(plum()), Heights::default(), 1.0);

    let age = (3.0 * 2.6_f64.powf(0.5) + 2.6_f64.powf(2.7)) / 504.0;
    assert!((road.left - (1.0 - age)).abs() < 1e-9);
}

#[test]
fn a_drone_takes_as_many_flights_as_its_load_asks_for() {
    let (flying, near) = (flying(), shuttle(3_000.0, 200.0));
    let largest = flying.largest(&near, Direction::Out).unwrap();
    assert!((largest - 30.0).abs() < 1e-9);

    let air = by_air(
        &flying,
        &near,
        &load(Direction::Out, 100.0),
        &keep(Keeping::Keeps),
        (Heights::default(), 6_000.0),
    );

    // 25 parcels of 1.2 kg fit on a flight: four flights of 25 kg.
    let air = air.unwrap();
    assert_eq!((air.trips, air.load), (4.0, 25.0));
    let turn = flying.turn(&near, 25.0, Direction::Out, 0.0).unwrap();
    assert!((air.money - (4.0 * flying.money(&near, &turn) + 6_000.0) / 100.0).abs() < 1e-9);
    // Three flights are waited for, half on average: 1.5 cycles; handling at both ends.
    let seconds = 1.5 * flying.cycle(&turn) + 2.0 * flying.handling + turn.out.seconds;
    assert!((air.minutes - seconds / 60.0).abs() < 1e-9);
}

#[test]
fn what_blocks_a_drone_is_named() {
    let flying = flying();
    let by = |metres: f64, kilograms: f64, keeping: Keeping| {
        let load = load(Direction::Out, kilograms);
        by_air(&flying, &shuttle(metres, 0.0), &load, &keep(keeping), (Heights::default(), 0.0)).err()
    };
    let budget = Keeping::Limited { low: Celsius(2.0), high: Celsius(8.0), budget: Seconds(600) };

    assert_eq!(by(40_000.0, 10.0, Keeping::Keeps), Some(Block::Range));
    assert_eq!(by(3_000.0, 10_000.0, Keeping::Keeps), Some(Block::Daylight));
    assert_eq!(by(3_000.0, 10.0, budget), Some(Block::Warm));
    assert_eq!(by(3_000.0, 10.0, Keeping::Keeps), None);
    // Its limits are -20 and 45 °C; 500 m up it is 3 degrees colder than at sea level.
    for (celsius, block) in [(-30.0, Some(Block::Air)), (-10.0, None), (60.0, Some(Block::Air))] {
        let day = Day { celsius, ..Day::spec() };
        let flying = Flying::new(airframe("flycart30").unwrap(), 1, Season::Winter, day, 80_000.0);
        assert_eq!(flying.largest(&shuttle(1_000.0, 0.0), Direction::Out).err(), block, "{celsius}");
    }
}

#[test]
fn loads_out_and_in_over_the_same_line_are_about_the_same_and_farther_is_less() {
    let flying = flying();
    for climb in [0.0, 300.0, 800.0] {
        let mut before = f64::INFINITY;
        for metres in [2_000.0, 6_000.0, 8_000.0, 9_500.0] {
            let Ok(out) = flying.largest(&shuttle(metres, climb), Direction::Out) else { continue };
            assert!(out <= before);
            let turn = flying.turn(&shuttle(metres, climb), out, Direction::Out, 0.0).unwrap();
            assert!(turn.joules() > 0.0 && turn.seconds() > metres / 15.0);
            before = out;
        }
    }
}

#[test]
fn a_box_limits_what_flies_and_keeps_it_cool() {
    let (flying, near) = (flying(), shuttle(3_000.0, 200.0));
    let by = |hold: Option<Hold>, keeping: Keeping| {
        let load = Load { litres: 400.0, hold, ..load(Direction::Out, 100.0) };
        by_air(&flying, &near, &load, &keep(keeping), (Heights::default(), 0.0))
    };
    let hold = |litres: f64, held: Option<f64>| Some(Hold { litres, held: held.map(Celsius) });

    // 4 litres a kilogram: 70 litres are 17.5 kg, 14 parcels of 1.2 kg; six flights instead of four.
    assert_eq!(by(None, Keeping::Keeps).unwrap().trips, 4.0);
    assert_eq!(by(hold(70.0, None), Keeping::Keeps).unwrap().trips, 6.0);
    assert_eq!(by(hold(4.0, None), Keeping::Keeps).err(), Some(Block::Box));
    let (warm, cool) = (by(hold(70.0, None), plum()).unwrap(), by(hold(70.0, Some(5.0)), plum()).unwrap());
    assert!(cool.lost < warm.lost && cool.money == warm.money);
    // Longer outside than the ten minutes there are, unless a cold box holds them on the flight.
    let medicine = |seconds: f64| {
        let budget = Seconds::rounded(2.0 * flying.handling + seconds);
        Keeping::Limited { low: Celsius(2.0), high: Celsius(8.0), budget }
    };
    assert_eq!(by(hold(70.0, None), medicine(10.0)).err(), Some(Block::Warm));
    assert!(by(hold(70.0, Some(5.0)), medicine(10.0)).is_ok());
}

#[test]
fn truck_and_drone_add_up() {
    let (flying, near) = (flying(), shuttle(3_000.0, 100.0));
    let load = load(Direction::Out, 28.0);
    let air = by_air(&flying, &near, &load, &keep(Keeping::Keeps), (Heights::default(), 500.0)).unwrap();

    let both =
        by_both(&trip(), (&flying, &near), &load, &keep(Keeping::Keeps), (Heights::default(), 500.0, 0.5))
            .unwrap();

    // 28 of 700 kg: a twenty-fifth of the truck's trip, and handling for each kilogram.
    let more = 10_000.0 / 25.0 / 28.0 + facts::value("siting.handling");
    assert!((both.money - air.money - more).abs() < 1e-9);
    assert!((both.available - air.available / 2.0).abs() < 1e-12);
    assert!((both.minutes - air.minutes - 90.0 - 60.0 * facts::value("compare.transfer")).abs() < 1e-9);
}

/// 3 by 3 km of flat ground with a wall of a height along a meridian.
fn ground(wall: f32) -> Dem {
    let grid =
        Grid { west: 105.0, north: 30.03, step_lon: 0.0003, step_lat: 0.0003, columns: 100, rows: 100 };
    let heights = (0..100 * 100).map(|at| if at % 100 == 50 { 500.0 + wall } else { 500.0 }).collect();
    Dem::new(grid, heights).unwrap()
}

fn over(dem: &Dem, zones: &[Zone]) -> Result<Course, Block> {
    through(Space { dem, zones, wires: &[] })
}

fn through(space: Space) -> Result<Course, Block> {
    let rules = Rules::usual(&airframe("flycart30").unwrap());
    straight(space, &rules, 6_000.0, [Point::new(105.002, 30.015), Point::new(105.027, 30.015)])
}

#[test]
fn a_straight_line_climbs_over_what_the_ceiling_allows() {
    let flat = over(&ground(0.0), &[]).unwrap();
    assert!(flat.fixes.iter().all(|fix| (fix.height - 553.0).abs() < 1e-6));

    let low = over(&ground(60.0), &[]).unwrap();
    let top = low.fixes.iter().map(|fix| fix.height).fold(0.0, f64::max);
    assert!(top > 590.0 && top <= 613.1);

    // 400 m up within 30 m: 50 m above the wall is more than 300 m above its foot.
    assert_eq!(over(&ground(400.0), &[]), Err(Block::Ceiling));
}

#[test]
fn zones_voids_and_edges_block_a_straight_line() {
    let ring = vec![(105.01, 30.01), (105.02, 30.01), (105.02, 30.02), (105.01, 30.02), (105.01, 30.01)];
    let zone = |floor| Zone {
        code: "Z".to_owned(),
        area: Polygon::new(LineString::from(ring.clone()), Vec::new()),
        floor,
    };
    assert_eq!(over(&ground(0.0), &[zone(None)]), Err(Block::Zone));
    assert!(over(&ground(0.0), &[zone(Some(120.0))]).is_ok());

    let rules = Rules::usual(&airframe("flycart30").unwrap());
    let far = [Point::new(105.002, 30.015), Point::new(105.2, 30.015)];
    let flat = ground(0.0);
    let space = Space { dem: &flat, zones: &[], wires: &[] };
    assert_eq!(straight(space, &rules, 6_000.0, far), Err(Block::Void));
    let near = [Point::new(105.002, 30.015), Point::new(105.0021, 30.015)];
    assert_eq!(straight(space, &rules, 6_000.0, near), Err(Block::Beside));
    let high = [Point::new(105.002, 30.015), Point::new(105.02, 30.015)];
    assert_eq!(straight(space, &rules, 520.0, high), Err(Block::Highest));
}

#[test]
fn a_straight_line_climbs_over_power_lines_or_is_blocked_by_them() {
    let dem = ground(0.0);
    let wire = |height| Wire {
        code: "L".to_owned(),
        line: LineString::from(vec![(105.015, 30.01), (105.0152, 30.02)]),
        height,
    };

    let low = [wire(70.0)];
    let course = through(Space { dem: &dem, zones: &[], wires: &low }).unwrap();
    let high = [wire(290.0)];

    // 500 m of ground, 70 m of pylon, 20 m above it, 3 m for what lies between the places looked at.
    let top = course.fixes.iter().map(|fix| fix.height).fold(0.0, f64::max);
    assert!((top - 593.0).abs() < 0.1, "{top}");
    assert_eq!(through(Space { dem: &dem, zones: &[], wires: &high }), Err(Block::Wires));
}

#[test]
fn every_reported_operation_has_its_line() {
    let lines = calibrate(&Own { speed: Some(32.0), parcels: 0.026, electricity: 80_000.0 });
    let line = |operation: Operation, what: What| -> Calibrated {
        *lines.iter().find(|line| line.operation == operation && line.what == what).unwrap()
    };
    let told: std::collections::BTreeSet<&str> = lines.iter().map(|line| line.operation).collect();
    let known = facts::all().keys().filter_map(|key| key.strip_prefix("operation."));
    let known: std::collections::BTreeSet<&str> = known.filter_map(|key| key.split('.').next()).collect();

    assert_eq!(told, known);
    // 11.9 km at 12 m/s take 16.5 min, and what goes up comes down.
    let anxin = line("anxin", What::DroneMinutes);
    assert!(anxin.model.is_some_and(|minutes| (17.0..19.0).contains(&minutes)));
    assert_eq!(anxin.verdict, Verdict::Agrees);
    assert_eq!(line("hongyuan", What::DroneMinutes).verdict, Verdict::Differs);
    assert_eq!(line("longquan", What::GroundSpeed).verdict, Verdict::Agrees);
    assert_eq!(line("zipline", What::NotModelled).verdict, Verdict::Open);
    assert_eq!(line("banan", What::ParcelsPerPerson).verdict, Verdict::Agrees);
}

#[test]
fn a_fact_reaches_vehicles_and_goods_that_keep_to_it_and_no_others() {
    let mut county = crate::compare::tests::county();
    let usual = facts::value("vehicle.van.rolling");
    county.vehicle_types[1].running.rolling = 0.5;

    vary(&mut county, "vehicle.van.rolling", 0.02);

    assert_eq!(county.vehicle_types[0].running.rolling, 0.02);
    assert_eq!(county.vehicle_types[1].running.rolling, 0.5);
    vary(&mut county, "vehicle.van.rolling", usual);
    assert_eq!(county.vehicle_types[0].running.rolling, 0.02, "it is no longer the fact's value");
}

fn county() -> crate::county::County {
    crate::read::county(std::path::Path::new("maps/tiny"), None).value.unwrap().county
}

#[test]
fn uncertain_facts_are_those_of_the_own_airframe() {
    let keys = uncertain("flycart30");

    assert!(keys.contains(&"air.operator") && keys.contains(&"drone.flycart30.price"));
    assert!(!keys.iter().any(|key| key.starts_with("drone.postal10") || key.starts_with("road.grade")));
    assert!(keys.iter().all(|key| facts::get(key).is_some_and(|fact| fact.low < fact.high)));
    assert_eq!(touches("road.flow.rural"), Touches::Roads);
    assert_eq!(touches("air.clearance"), Touches::Corridors);
    assert_eq!(touches("air.operator"), Touches::Cells);
}

#[test]
fn suppositions_reach_flights_and_prices() {
    let usual = flying();
    let near = shuttle(5_000.0, 0.0);
    let turn = |flying: &Flying| flying.turn(&near, 10.0, Direction::Out, 0.0).unwrap();

    let (joules, money) = facts::suppose(&[("drone.rotor.profile".to_owned(), 0.5)], || {
        let supposed = Flying::new(airframe("flycart30").unwrap(), 1, Season::Summer, Day::spec(), 80_000.0);
        (turn(&supposed).joules(), supposed.money(&near, &turn(&supposed)))
    });

    assert!((joules / turn(&usual).joules() - 1.0).abs() > 1e-4);
    assert!((money - usual.money(&near, &turn(&usual))).abs() > 1e-6);
}
