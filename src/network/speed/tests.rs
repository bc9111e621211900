use crate::county::{Breadth, Drive, RoadClass, Running, Season, Surface, Way, Weather};
use crate::network::sample::{AIR, diesel, flat, map, network, trike, truck, way};
use crate::network::{Network, State};
use crate::units::Celsius;

fn road(way: Way) -> Network {
    flat(&map(&[(0.0, 0.0), (3_000.0, 0.0)], vec![way]))
}

fn kmh(network: &Network, running: &Running, state: impl Into<State>) -> f64 {
    let weight = network.weigh(running, state).arcs[0].unwrap();
    f64::from(weight.decimetres) / f64::from(weight.millis) * 360.0
}

fn under(weather: Weather, mean: f64) -> State {
    let air = crate::cold::Air { mean: Celsius(mean), ..AIR };
    State { season: Season::Winter, weather, air: Some(air), day: None }
}

#[test]
fn single_tracks_are_slow_and_passing_places_help() {
    let with = |breadth: Breadth| kmh(&road(Way { breadth, ..tertiary() }), &truck(), Season::Autumn);

    let wide = with(Breadth { width: Some(6.5), lanes: Some(2), passing_places: false });
    let lane = with(Breadth { lanes: Some(1), ..Breadth::default() });
    let narrow = with(Breadth { width: Some(3.5), ..Breadth::default() });
    let passing = with(Breadth { width: Some(3.5), passing_places: true, ..Breadth::default() });

    // Tertiary: 40 km/h at 90 % of it; single-track: at most 30, of which 72 or 81 %.
    assert!((wide - 36.0).abs() < 0.1 && (lane - 21.6).abs() < 0.1, "{wide} {lane}");
    assert_eq!(lane, narrow);
    assert!((passing - 24.3).abs() < 0.1, "{passing}");
}

fn tertiary() -> Way {
    Way { class: RoadClass::Tertiary, ..way(&[0, 1]) }
}

#[test]
fn a_oneway_street_of_one_lane_is_no_single_track() {
    let breadth = Breadth { lanes: Some(1), ..Breadth::default() };
    let oneway = Way { oneway: crate::county::Oneway::Forward, breadth, ..tertiary() };

    assert!(kmh(&road(oneway), &truck(), Season::Autumn) > 35.0);
}

#[test]
fn a_vehicle_that_is_wider_than_the_road_stays_out() {
    let breadth = Breadth { width: Some(1.6), ..Breadth::default() };
    let alley = road(Way { breadth, ..tertiary() });

    assert!(alley.weigh(&truck(), Season::Autumn).arcs[0].is_none());
    assert!(alley.weigh(&trike(), Season::Autumn).arcs[0].is_some());
}

#[test]
fn ice_slows_only_the_road_above_the_line_of_frost() {
    let road = map(&[(0.0, 0.0), (3_000.0, 0.0)], vec![Way { class: RoadClass::Primary, ..way(&[0, 1]) }]);
    let (low, high) = (network(&road, &|_| Some(900.0)), network(&road, &|_| Some(1_900.0)));

    // 4 degrees at 400 m, so zero at 1,067 m.
    let on = |network: &Network, weather: Weather| kmh(network, &diesel(), under(weather, 4.0));

    assert!((on(&high, Weather::Ice) - 20.0).abs() < 0.1, "{}", on(&high, Weather::Ice));
    assert!(on(&low, Weather::Ice) > 40.0);
    assert!(on(&high, Weather::Snow) > on(&high, Weather::Ice));
    assert!(on(&high, Weather::Fair) < on(&low, Weather::Fair));
    assert!((on(&low, Weather::Fog) - 30.0).abs() < 0.1);
}

#[test]
fn rain_is_worse_on_earth_than_on_asphalt_and_in_bends_than_straight_on() {
    let of = |surface: Surface, weather: Weather| {
        kmh(&road(Way { surface: Some(surface), ..tertiary() }), &truck(), under(weather, 15.0))
    };
    let lost = |surface: Surface| of(surface, Weather::Rain) / of(surface, Weather::Fair);

    assert!(lost(Surface::Ground) < lost(Surface::Paved) - 0.2);
    // A bend of about 40 m: v = sqrt(127 R (0.16 + 0.06)) = 33 km/h dry.
    let bend: Vec<(f64, f64)> = (0..60)
        .map(|step| f64::from(step) * 0.1)
        .map(|angle| (40.0 * angle.sin(), 40.0 - 40.0 * angle.cos()))
        .collect();
    let line: Vec<u32> = (0..60).collect();
    let road = flat(&map(&bend, vec![Way { class: RoadClass::Primary, ..way(&line) }]));
    let bent =
        kmh(&road, &truck(), under(Weather::Rain, 15.0)) / kmh(&road, &truck(), under(Weather::Fair, 15.0));
    assert!(bent < lost(Surface::Paved), "{bent}");
}

#[test]
fn long_vehicles_take_the_tightest_hairpins_slower() {
    let turn: Vec<(f64, f64)> = (0..30)
        .map(|step| f64::from(step) * 0.2)
        .map(|angle| (3.0 * angle.sin(), 3.0 - 3.0 * angle.cos()))
        .collect();
    let line: Vec<u32> = (0..30).collect();
    let tight = flat(&map(&turn, vec![Way { class: RoadClass::Primary, ..way(&line) }]));

    let short = kmh(&tight, &Running { length: 5.0, ..diesel() }, Season::Autumn);
    let long = kmh(&tight, &Running { length: 10.0, ..diesel() }, Season::Autumn);

    assert!(long < 0.7 * short, "{long} {short}");
}

#[test]
fn engines_lose_breath_on_the_plateau_and_motors_do_not() {
    let road = map(&[(0.0, 0.0), (3_000.0, 0.0)], vec![Way { class: RoadClass::Primary, ..way(&[0, 1]) }]);
    let up = |base: f64, running: &Running| {
        let climb =
            move |point: crate::units::Point| Some(base + 0.1 * crate::network::sample::metres(point).0);
        kmh(&network(&road, &climb), running, Season::Autumn)
    };
    let weak = Running { power: 40_000.0, ..diesel() };

    assert!(up(3_500.0, &weak) < 0.93 * up(500.0, &weak));
    let motor = Running { drive: Drive::Electric, ..weak };
    assert!(up(3_500.0, &motor) >= up(500.0, &motor));
}
