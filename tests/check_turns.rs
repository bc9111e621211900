//! Plans in a town with signs: nobody turns where it is forbidden, and a plan that does is found.

mod plan_support;

use mabang::check::{self, check};
use mabang::county::{Rule as Sign, *};
use mabang::model::{TaskId, TaskKind};
use mabang::network::Located;
use mabang::plan::{self, BuildMeta, Plan};
use mabang::route::Route;
use mabang::solve::{self, Options, Outcome, Solution};
use mabang::units::*;
use plan_support::{PARCEL, VAN, county, deliver, locate, place, problem, roads};
use proptest::collection::vec;
use proptest::prelude::*;

/// The valley road with a side road to the north at each village and a road along their ends.
fn town(signs: &[Restriction]) -> RoadMap {
    let mut map = roads();
    let ends = (0..5).map(|index| Point::new(place(index).x(), 31.008));
    let first = map.nodes.len() as u32;
    map.nodes.extend(ends.enumerate().map(|(index, point)| RoadNode {
        id: 100 + index as i64,
        point,
        barrier: Barrier::Open,
    }));
    let way = |id: u32, nodes: Vec<u32>| Way {
        id: i64::from(id),
        nodes,
        class: RoadClass::Residential,
        ..map.ways[0].clone()
    };
    let sides: Vec<Way> = (0..5).map(|index| way(10 + index, vec![index, first + index])).collect();
    let along = way(20, (first..first + 5).collect());
    map.ways.extend(sides);
    map.ways.push(along);
    map.restrictions = signs.to_vec();
    map
}

fn sign(rule: Sign, from: i64, via: u32, to: i64) -> Restriction {
    Restriction { from, via: Via::Node(via), to, rule, whom: Subjects::EVERYBODY, times: Times::default() }
}

/// A plan of one van that brings a parcel to each of these places in turn.
fn round(doors: &[usize], signs: &[Restriction]) -> (County, Located, Plan) {
    let mut county = county();
    let codes: Vec<String> = (0..doors.len()).map(|index| format!("o{index}")).collect();
    county.orders = doors.iter().zip(&codes).map(|(&to, code)| deliver(code, to, PARCEL)).collect();
    county.vehicle_types[0].shift.breaks.clear();
    let located = locate(&county, &town(signs));
    let problem = problem(&county, &located);
    let tasks = (0..doors.len() as u32).map(TaskId).collect::<Vec<_>>();
    assert!(tasks.iter().all(|task| problem.kind_of(*task) == TaskKind::Deliver));
    let solution =
        Solution { routes: vec![Route { vehicle_type: VAN, trips: vec![tasks] }], unserved: Vec::new() };
    let outcome = Outcome { solution, cost: Fen(0), iterations: 0, partition: None };
    let meta = BuildMeta { inputs: "00ff".into(), seed: 1, spoilage: true, numbers: Default::default() };
    let plan = plan::build(&county, &located, &problem, &outcome, &meta);
    (county, located, plan)
}

#[test]
fn a_plan_that_makes_a_forbidden_turn_is_found() {
    // Straight on past village one and two is forbidden on the valley road: side roads are driven.
    found_with(&[sign(Sign::No, 1, 1, 1), sign(Sign::No, 1, 2, 1)]);
}

#[test]
fn a_plan_that_drives_a_forbidden_way_over_a_whole_road_is_found() {
    // Each stretch of the valley road may be driven, but not three in a row.
    found_with(&[Restriction { via: Via::Ways(vec![1]), ..sign(Sign::No, 1, 0, 1) }]);
}

#[test]
fn a_turn_that_is_forbidden_at_some_hours_is_forbidden_on_that_day_alone() {
    let on = |days: u8| {
        let mut times = Times::default();
        times.add(days, 7 * 3600, 9 * 3600);
        [1, 2].map(|via| Restriction { times: times.clone(), ..sign(Sign::No, 1, via, 1) })
    };
    let today = mabang::county::times::weekday(&county().date).expect("a county has a date");

    found_with(&on(1 << today));
    let drive = |signs: &[Restriction]| round(&[3], signs).2.rounds[0].trips[0].stops[0].leg.duration;
    assert_eq!(drive(&on(0x7f ^ 1 << today)), drive(&[]));
}

/// From the depot to the third village, with signs in the way.
fn found_with(signs: &[Restriction]) {
    let (free_county, free_located, free) = round(&[3], &[]);
    let (county, located, mut plan) = round(&[3], signs);
    assert_eq!(check(&free_county, &free_located, &free), []);
    assert_eq!(check(&county, &located, &plan), []);
    let (lawful, unlawful) =
        (plan.rounds[0].trips[0].stops[0].leg.clone(), free.rounds[0].trips[0].stops[0].leg.clone());
    assert!(lawful.duration > unlawful.duration, "{lawful:?} {unlawful:?}");

    plan.rounds[0].trips[0].stops[0].leg = unlawful;

    let rules: Vec<check::Rule> =
        check(&county, &located, &plan).into_iter().map(|found| found.rule).collect();
    assert!(rules.iter().any(|rule| matches!(rule, check::Rule::LegDuration(_))), "{rules:?}");
    assert!(rules.iter().any(|rule| matches!(rule, check::Rule::LegDistance(_))), "{rules:?}");
}

#[test]
fn a_stop_may_be_left_back_to_where_one_came_from_although_passing_it_may_not_turn() {
    let (county, located, plan) = round(&[1, 2, 1], &[sign(Sign::NoReturn, 1, 2, 1)]);

    assert_eq!(check(&county, &located, &plan), []);
    let stops = &plan.rounds[0].trips[0].stops;
    assert_eq!(stops[1].leg.distance, stops[2].leg.distance);
}

fn signs() -> impl Strategy<Value = Vec<Restriction>> {
    let way = || prop_oneof![Just(1_i64), Just(2), 10..15_i64, Just(20)];
    let whom = prop_oneof![
        Just(Subjects::EVERYBODY),
        Just(Subjects { light: true, ..Subjects::default() }),
        Just(Subjects { narrow: true, ..Subjects::default() }),
    ];
    let rule = prop_oneof![Just(Sign::No), Just(Sign::No), Just(Sign::NoReturn), Just(Sign::Only)];
    let via = prop_oneof![
        (0..11_u32).prop_map(Via::Node),
        way().prop_map(|way| Via::Ways(vec![way])),
        (way(), way()).prop_map(|(one, other)| Via::Ways(vec![one, other])),
    ];
    let times = prop_oneof![3 => Just(None), 1 => (1..128_u8).prop_map(Some)].prop_map(|days| {
        let mut times = Times::default();
        days.into_iter().for_each(|days| times.add(days, 7 * 3600, 9 * 3600));
        times
    });
    let sign = (rule, way(), via, way(), whom, times);
    let sign =
        sign.prop_map(|(rule, from, via, to, whom, times)| Restriction { from, via, to, rule, whom, times });
    vec(sign, 0..25)
}

proptest! {
    #![proptest_config(plan_support::cases(24))]

    #[test]
    fn whatever_the_signs_the_plan_that_was_found_passes(signs in signs(), doors in vec(1..5_usize, 1..8)) {
        let mut county = county();
        county.orders =
            doors.iter().enumerate().map(|(index, &to)| deliver(&format!("o{index}"), to, PARCEL)).collect();
        let located = locate(&county, &town(&signs));
        let problem = problem(&county, &located);
        let options = Options { seed: 7, iterations: Some(40) };

        let outcome = solve::solve(&problem, &options, &Never, &Silent);
        let meta = BuildMeta { inputs: String::new(), seed: 7, spoilage: true, numbers: Default::default() };
        let plan = plan::build(&county, &located, &problem, &outcome, &meta);

        prop_assert_eq!(check(&county, &located, &plan), vec![]);
    }
}
