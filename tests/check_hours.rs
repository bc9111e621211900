//! Plans on roads that are slow or closed at some hours: times are those of the hour, nobody who
//! leaves later arrives earlier, and the judge comes to the same by its own sums.

mod plan_support;

use mabang::bound;
use mabang::check::{self, check};
use mabang::county::*;
use mabang::model::{Problem, TaskId};
use mabang::network::{Located, Location};
use mabang::plan::{self, BuildMeta, Plan};
use mabang::route::Route;
use mabang::solve::{self, Options, Outcome, Solution};
use mabang::units::*;
use plan_support::{PARCEL, PLUM, PORK, VAN, collect, county, deliver, locate, place, problem, roads};
use proptest::collection::vec;
use proptest::prelude::*;

fn rule(at: Point, radius: f64, hours: (i64, i64), percent: u8, whom: Whom) -> HourRule {
    let [from, to] = [hours.0, hours.1].map(|hour| Moment::at(hour, 0));
    HourRule { code: String::new(), area: Circle { point: at, radius }, from, to, percent, whom }
}

/// In the middle between villages one and two, off the way around.
fn market() -> Point {
    Point::new(f64::midpoint(place(1).x(), place(2).x()), place(1).y())
}

/// One van that brings a parcel to village two.
fn one_van(hours: Vec<HourRule>, start: Moment) -> (County, Located, Problem, Plan) {
    one_van_on(&roads(), hours, start)
}

fn one_van_on(map: &RoadMap, hours: Vec<HourRule>, start: Moment) -> (County, Located, Problem, Plan) {
    let mut county = county();
    county.orders = vec![deliver("o", 3, PARCEL)];
    county.vehicle_types[0].shift.breaks.clear();
    county.vehicle_types[0].shift.start = start;
    county.road_state.hours = hours;
    let located = locate(&county, map);
    let problem = problem(&county, &located);
    let routes = vec![Route { vehicle_type: VAN, trips: vec![vec![TaskId(0)]] }];
    let outcome = Outcome {
        solution: Solution { routes, unserved: vec![] },
        cost: Fen(0),
        iterations: 0,
        partition: None,
    };
    let meta = BuildMeta { inputs: "00ff".into(), seed: 1, spoilage: true, numbers: Default::default() };
    let plan = plan::build(&county, &located, &problem, &outcome, &meta);
    assert_eq!(check(&county, &located, &plan), []);
    (county, located, problem, plan)
}

fn out(plan: &Plan) -> &plan::Leg {
    &plan.rounds[0].trips[0].stops[0].leg
}

#[test]
fn a_slow_market_takes_longer_and_a_closed_one_is_driven_around() {
    let seven = Moment::at(7, 0);
    let usual = out(&one_van(vec![], seven).3).clone();
    let slow = rule(market(), 500.0, (7, 9), 60, Whom::All);
    let closed = rule(market(), 500.0, (7, 9), 0, Whom::All);

    let slowed = out(&one_van(vec![slow.clone()], seven).3).clone();
    let around = out(&one_van(vec![closed.clone()], seven).3).clone();
    let later = out(&one_van(vec![slow, closed.clone()], Moment::at(9, 0)).3).clone();

    // About 1 km of the way at 60 %: two thirds more for it.
    assert_eq!(slowed.distance, usual.distance);
    assert!((20..90).contains(&(slowed.duration - usual.duration).0), "{slowed:?} {usual:?}");
    assert!(around.distance > usual.distance && around.duration > usual.duration);
    assert!(around.duration < Seconds(3_600) && around.geometry != usual.geometry);
    assert_eq!(later, usual);
    // Both the way out and the drive home go by their own hours: at 09:00 the market is over.
    let home = one_van(vec![rule(market(), 500.0, (0, 24), 0, Whom::Lorries)], seven).3;
    assert_eq!(out(&home), &usual);
}

#[test]
fn a_road_that_its_tags_close_at_hours_of_the_day_is_driven_around() {
    let today = mabang::county::times::weekday(&county().date).expect("a county has a date");
    let closed = |days: u8| {
        let mut times = Times::default();
        times.add(days, 7 * 3600, 9 * 3600);
        let mut map = roads();
        map.ways[0].timed = vec![TimedLimit { times, whom: Subjects::EVERYBODY, kmh: 0.0 }];
        map
    };
    let drive = |map: &RoadMap, hour: i64| out(&one_van_on(map, vec![], Moment::at(hour, 0)).3).duration;

    let usual = drive(&roads(), 7);
    assert!(drive(&closed(1 << today), 7) > usual);
    assert_eq!(drive(&closed(1 << today), 9), usual);
    assert_eq!(drive(&closed(0x7f ^ 1 << today), 7), usual);
}

#[test]
fn a_plan_that_takes_no_notice_of_the_hour_is_found() {
    let usual = out(&one_van(vec![], Moment::at(7, 0)).3).clone();
    let (county, located, _, mut plan) =
        one_van(vec![rule(market(), 500.0, (7, 9), 60, Whom::All)], Moment::at(7, 0));
    plan.rounds[0].trips[0].stops[0].leg.duration = usual.duration;

    let rules = check(&county, &located, &plan);
    assert!(rules.iter().any(|found| matches!(found.rule, check::Rule::LegDuration(_))), "{rules:?}");
}

fn rules() -> impl Strategy<Value = Vec<HourRule>> {
    let whom = prop_oneof![Just(Whom::All), Just(Whom::All), Just(Whom::Lorries)];
    let rule = (0.0..4.0_f64, 100.0..1_500.0_f64, (0..23_i64, 1..6_i64), 0..100_u8, whom).prop_map(
        |(along, radius, (from, long), percent, whom)| {
            let point = Point::new(place(0).x() + 0.021 * along, place(0).y());
            rule(point, radius, (from, (from + long).min(24)), percent, whom)
        },
    );
    vec(rule, 0..5)
}

proptest! {
    #![proptest_config(plan_support::cases(24))]

    #[test]
    fn who_leaves_later_never_arrives_earlier_and_nobody_beats_the_least(
        hours in rules(), moments in vec(-86_400..172_800_i64, 2..12),
    ) {
        let mut county = county();
        county.road_state.hours = hours;
        let located = locate(&county, &roads());
        let problem = problem(&county, &located);
        let mut moments = moments;
        moments.sort_unstable();
        let places = 0..located.junctions.len() as u32;
        for (from, to) in places.clone().flat_map(|from| places.clone().map(move |to| (Location(from), Location(to)))) {
            let drives: Vec<_> = moments.iter().map(|&moment| problem.drive(0, from, to, moment)).collect();
            let leg = problem.leg(0, from, to);
            for (&moment, drive) in moments.iter().zip(&drives) {
                prop_assert_eq!(drive.is_some(), leg.is_some());
                let (Some((seconds, way)), Some(leg)) = (drive, leg) else { continue };
                let exact = problem.leg_by(0, from, to, *way).unwrap();
                prop_assert!(*seconds >= leg.duration.0 && *seconds >= exact.duration.0);
                prop_assert!(exact.distance >= leg.distance && exact.empty >= leg.empty, "{}", moment);
            }
            let arrivals = moments.iter().zip(&drives).filter_map(|(moment, drive)| Some(moment + drive.as_ref()?.0));
            prop_assert!(arrivals.is_sorted());
        }
    }

    #[test]
    fn plans_of_any_hours_pass_the_check_and_cost_no_less_than_their_bound(
        hours in rules(), orders in vec((1..5_usize, 0..3_u8), 1..7),
    ) {
        let mut county = county();
        let order = |(index, &(to, goods)): (usize, &(usize, u8))| {
            let code = format!("o{index}");
            match goods {
                0 => deliver(&code, to, PARCEL),
                1 => deliver(&code, to, PORK),
                _ => Order { value: Fen(200_000), ..collect(&code, to, PLUM) },
            }
        };
        county.orders = orders.iter().enumerate().map(order).collect();
        county.road_state.hours = hours;
        let located = locate(&county, &roads());
        let problem = problem(&county, &located);

        let options = Options { seed: 7, iterations: Some(40) };
        let outcome = solve::solve(&problem, &options, &Never, &Silent);
        let meta = BuildMeta { inputs: String::new(), seed: 7, spoilage: true, numbers: Default::default() };
        let plan = plan::build(&county, &located, &problem, &outcome, &meta);

        prop_assert_eq!(check(&county, &located, &plan), vec![]);
        let proof = bound::bound(&problem, &outcome.solution.routes, Some(outcome.cost), &Never);
        prop_assert!(proof.is_none_or(|proof| proof.value <= plan.breakdown.total()));
    }
}
