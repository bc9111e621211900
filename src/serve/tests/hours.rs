//! `depart_at`, where roads and turns have hours.

use super::*;
use crate::county::{Circle, HourRule, Restriction, Rule, Subjects, TimedLimit, Times, Via, Whom};
use crate::units::Moment;

fn morning(days: u8) -> Times {
    let mut times = Times::default();
    times.add(days, 7 * 3600, 9 * 3600);
    times
}

const WORKDAYS: u8 = 0b1_1111;

/// 2 km straight through the town, or 3 km around it.
fn town(change: impl FnOnce(&mut RoadMap), rules: &[HourRule]) -> Desk {
    let nodes = [(0.0, 0.0), (2_000.0, 0.0), (1_000.0, 1_100.0), (-400.0, 0.0), (2_400.0, 0.0)];
    let numbered = |id: i64, nodes: &[u32]| Way { id, ..way(nodes) };
    let ways =
        vec![numbered(1, &[0, 1]), numbered(2, &[0, 2, 1]), numbered(3, &[3, 0]), numbered(4, &[1, 4])];
    let mut roads = map(&nodes, ways);
    change(&mut roads);
    let (network, courses) = Network::build_with_courses(&roads, &|_| None).value;
    let atlas = Atlas::new(&roads, &network, &courses);
    let network = network.without_limits();
    let state = State::from(Season::Spring);
    let vehicles = ["car", "truck"]
        .iter()
        .map(|name| vehicle(name, &atlas, &network, state, rules).expect("a known kind"));
    let vehicles = vehicles.collect();
    Desk::new(atlas, Ground::new(&network), vehicles, Limits::default())
}

/// Seconds and metres from west to east; 2026-11-20 is a Friday.
fn drive(desk: &Desk, profile: &str, departs: &str) -> (f64, f64) {
    let ends = format!("{};{}", place(-200.0, 0.0), place(2_200.0, 0.0));
    let target = format!("/route/v1/{profile}/{ends}{departs}");
    let text = answer(desk, &target, None).unwrap_or_else(|refusal| panic!("{target}: {}", refusal.message));
    let value: Value = serde_json::from_str(&text).expect("answers are JSON");
    let number = |key: &str| value["routes"][0][key].as_f64().expect("a number");
    let table = answer(desk, &format!("/table/v1/{profile}/{ends}{departs}"), None).expect("a table");
    let table: Value = serde_json::from_str(&table).expect("answers are JSON");
    assert!((table["durations"][0][1].as_f64().expect("a number") - number("duration")).abs() < 0.11);
    (number("duration"), number("distance"))
}

#[test]
fn a_closed_street_is_driven_around_while_it_is_closed() {
    let closed = TimedLimit { times: morning(WORKDAYS), whom: Subjects::EVERYBODY, kmh: 0.0 };
    let desk = town(|roads| roads.ways[0].timed = vec![closed], &[]);
    let metres = |departs: &str| drive(&desk, "car", departs).1;

    let usual = metres("");
    assert!((usual - 2_400.0).abs() < 5.0, "{usual}");
    assert_eq!(metres("?depart_at=2026-11-20T06:00"), usual);
    assert!(metres("?depart_at=2026-11-20T08:00:30") > usual + 500.0);
    // Saturday is no working day.
    assert_eq!(metres("?depart_at=2026-11-21T08:00"), usual);
}

#[test]
fn rules_of_a_county_slow_at_their_hours_and_some_are_for_lorries() {
    let rule = HourRule {
        code: "market".into(),
        area: Circle { point: at(1_000.0, 0.0), radius: 5_000.0 },
        from: Moment::at(7, 0),
        to: Moment::at(9, 0),
        percent: 50,
        whom: Whom::Lorries,
    };
    let desk = town(|_| {}, &[rule]);
    let seconds = |profile: &str, departs: &str| drive(&desk, profile, departs).0;

    assert_eq!(seconds("car", "?depart_at=2026-11-20T07:30"), seconds("car", ""));
    // All of it takes twice as long, but the turns.
    let (slow, usual) = (seconds("truck", "?depart_at=2026-11-20T07:30"), seconds("truck", ""));
    assert!(slow > 1.9 * usual && slow <= 2.0 * usual + 0.2, "{slow} {usual}");
    assert_eq!(seconds("truck", "?depart_at=2026-11-20T12:00"), usual);
}

#[test]
fn a_turn_that_is_forbidden_in_the_morning_is_made_at_noon() {
    let sign = |from, via| Restriction {
        from,
        to: 1,
        via: Via::Node(via),
        rule: Rule::No,
        whom: Subjects::EVERYBODY,
        times: morning(WORKDAYS),
    };
    let desk = town(|roads| roads.restrictions = vec![sign(3, 0)], &[]);
    let metres = |departs: &str| drive(&desk, "car", departs).1;

    assert_eq!(metres("?depart_at=2026-11-20T12:00"), metres(""));
    assert!(metres("?depart_at=2026-11-20T08:00") > metres("") + 500.0);
}

#[test]
fn a_departure_is_a_local_date_and_time() {
    let desk = town(|_| {}, &[]);
    for wrong in
        ["08:00", "2026-11-20", "2026-11-20T24:00", "2026-13-20T08:00", "now", "2026-11-20T08:00Z", ""]
    {
        let target = format!("/route/v1/car/{};{}?depart_at={wrong}", place(0.0, 0.0), place(9.0, 0.0));
        assert_eq!(answer(&desk, &target, None).expect_err(wrong).code, "InvalidQuery");
    }
}
