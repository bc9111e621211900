//! Drones and vehicles in one plan: what flies, what the judge says of every flight, and what
//! users are told.

mod flights_support;
#[path = "flights_support/kits.rs"]
mod kits;
#[path = "flights_support/relays.rs"]
mod relays;
#[path = "flights_support/sorties.rs"]
mod sorties;

use flights_support::{Case, DRONE, ORDERS, broken, county, edit, on_threads, planned, request};
use mabang::app::air::Drones;
use mabang::app::plan::PlanRequest;
use mabang::check::{AirRule, Rule, check, check_over};
use mabang::county::{SiteId, VehicleTypeId};
use mabang::finding::Code;
use mabang::plan::{AirHome, Block, Plan, crowded};
use mabang::units::{Grams, Joules, Metres, Moment, Point, Seconds};
use mabang::wire;
use std::collections::BTreeSet;

#[test]
fn drones_fly_where_that_is_cheaper_and_every_flight_is_sound() {
    let case = county(DRONE, ORDERS);
    let on = planned(&case, &request(&case, Drones::All));
    let off = planned(&case, &request(&case, Drones::Off));

    assert_eq!((&on.violations[..], &off.violations[..]), (&[][..], &[][..]));
    let air = on.plan.air.as_ref().expect("drones can fly here");
    assert!(air.verdicts.iter().any(|one| one.flies), "{:?}", air.verdicts);
    assert!(on.plan.breakdown.total() < off.plan.breakdown.total());
    assert!(off.plan.air.is_none());
    // 300 kg to C are not for a drone; the farm has no pad within a walk.
    let block = |code: &str| {
        let one = air.verdicts.iter().find(|one| on.loaded.read.county.order(one.order).code == code);
        one.unwrap().block
    };
    assert_eq!(block("5"), Some(Block::Payload));
    assert_eq!(block("6"), Some(Block::NoPad));
    for one in air.verdicts.iter().filter(|one| one.flies) {
        assert!(one.air.unwrap() <= one.road.unwrap_or(one.air.unwrap()), "{one:?}");
    }
    assert!(on.findings().iter().any(|finding| finding.code == Code::W807));
}

#[test]
fn a_plan_with_flights_is_read_back_as_it_was_and_still_judged() {
    let case = county(DRONE, ORDERS);
    let done = planned(&case, &request(&case, Drones::All));
    let county = &done.loaded.read.county;

    let text = wire::plan::to_json(&done.plan, county);
    let back = wire::plan::from_json(&text, county).unwrap();

    let schema = serde_json::from_str(include_str!("../docs/plan.schema.json")).unwrap();
    let schema = jsonschema::draft202012::new(&schema).unwrap();
    let document = serde_json::from_str(&text).unwrap();
    let errors: Vec<String> = schema.iter_errors(&document).map(|error| error.to_string()).collect();
    assert_eq!(errors, Vec::<String>::new());
    assert_eq!(back.air, done.plan.air);
    assert_eq!(wire::plan::to_json(&back, county), text);
    assert_eq!(check_over(&done.loaded.dem, county, &done.loaded.located, &back), []);
    let unseen = check(county, &done.loaded.located, &back);
    assert!(unseen.iter().any(|one| one.rule == Rule::Air(AirRule::NoHeights)));
}

#[test]
fn threads_do_not_change_a_plan_with_flights() {
    let case = county(DRONE, ORDERS);
    assert_eq!(on_threads(&case, 1), on_threads(&case, 3));
}

#[test]
fn without_drones_a_plan_is_the_same_as_where_there_are_none() {
    let with = county(DRONE, ORDERS);
    let without = county("", ORDERS);

    let one = planned(&with, &request(&with, Drones::Off)).plan;
    let other = planned(&without, &request(&without, Drones::All)).plan;

    assert_eq!(Plan { inputs: String::new(), ..one }, Plan { inputs: String::new(), ..other });
}

#[test]
fn existing_pads_only_leave_a_drone_nowhere_to_go() {
    let case = county(DRONE, ORDERS);

    let done = planned(&case, &request(&case, Drones::Existing));

    // Only the pad at home is there.
    assert!(done.plan.air.is_none() && done.violations.is_empty());
}

#[test]
fn a_drone_with_one_slow_battery_waits_for_it() {
    let slow = DRONE.replace("batteries = 6", "batteries = 1").replace("count = 2", "count = 1");
    let case = county(&slow.replace("charge_min = 20", "charge_min = 90"), ORDERS);

    let done = planned(&case, &request(&case, Drones::All));

    assert_eq!(done.violations, []);
    let flying = done
        .plan
        .rounds
        .iter()
        .filter(|round| done.loaded.read.county.vehicle_type(round.vehicle_type).flies.is_some());
    for round in flying {
        for pair in round.trips.windows(2) {
            assert!(pair[1].load_start - pair[0].back >= Seconds(90 * 60));
        }
    }
}

#[test]
fn two_drones_never_stand_on_one_pad() {
    // Four parcels of half a box each for B within twenty minutes: two drones would be there at once.
    let rush: String = (1..=4)
        .map(|id| format!("{id},delivery,B,W1,parcel,12,80,500,00:00,08:30-08:50,10,,800\n"))
        .collect();
    let case = county(DRONE, &rush);

    let done = planned(&case, &request(&case, Drones::All));

    assert_eq!(done.violations, []);
    assert!(crowded(&done.loaded.read.county, &done.plan).is_empty());
}

#[test]
fn what_stands_against_drones_is_told() {
    let told = |fleet: &str, change: &dyn Fn(&Case)| {
        let case = county(fleet, ORDERS);
        change(&case);
        let done = planned(&case, &request(&case, Drones::All));
        assert!(done.plan.air.is_none());
        done.findings().iter().map(|finding| finding.code).collect::<BTreeSet<_>>()
    };
    let homeless = |case: &Case| edit(case, "sites.csv", "29.0,105.0,0\n", "29.05,105.04,0\n");
    assert!(told(DRONE, &homeless).contains(&Code::W805));
    let frost = |case: &Case| edit(case, "county.toml", "mean_c = 20.0", "mean_c = -35.0");
    assert!(told(DRONE, &frost).contains(&Code::W806));
}

#[test]
fn orders_stay_on_the_ground_for_the_reason_that_is_told() {
    let only = |fleet: &str, order: &str| {
        let case = county(fleet, &format!("1,{order}\n"));
        // In parts a heavy order does fly.
        let whole = PlanRequest { relays: false, ..request(&case, Drones::All) };
        let done = planned(&case, &whole);
        done.plan.air.map(|air| air.verdicts[0].block)
    };
    let parcel = |kg: f64, litres: f64, windows: &str| {
        format!("delivery,B,W1,parcel,{kg},{litres},500,00:00,{windows},10,,300")
    };

    assert_eq!(only(DRONE, &parcel(31.0, 10.0, "08:00-18:00")), Some(Some(Block::Payload)));
    assert_eq!(only(DRONE, &parcel(3.0, 200.0, "08:00-18:00")), Some(Some(Block::Volume)));
    assert_eq!(only(DRONE, &parcel(3.0, 10.0, "20:00-21:00")), Some(Some(Block::Daylight)));
    assert_eq!(only(DRONE, &parcel(3.0, 10.0, "05:00-05:30")), Some(Some(Block::Window)));
    let far = DRONE.replace("wind_ms = 3", "wind_ms = 3\nrange_km = 0.9");
    assert_eq!(only(&far, &parcel(3.0, 10.0, "08:00-18:00")), None);
    let dear = DRONE.replace("fixed_yuan = 20", "fixed_yuan = 2000");
    assert_eq!(only(&dear, &parcel(3.0, 10.0, "08:00-18:00")), Some(Some(Block::Dearer)));
    let warm = DRONE.replace("class = \"insulated\"\nset_point_c = 5.0", "class = \"ambient\"");
    let pork = "delivery,B,W1,pork,3,10,500,00:00,08:00-18:00,10,,300";
    assert_eq!(only(&warm, pork), Some(Some(Block::Temperature)));
    let plain = DRONE.replace("skills = [\"medicine\"]\n", "");
    let medicine = "delivery,B,W1,medicine,3,10,500,00:00,08:00-18:00,10,medicine,300";
    assert_eq!(only(&plain, medicine), Some(Some(Block::Skills)));
}

/// Each rule of flying with a plan that breaks it.
#[test]
fn every_rule_of_flying_is_found_broken() {
    let case = county(DRONE, ORDERS);
    let done = planned(&case, &request(&case, Drones::All));
    let mut tried: BTreeSet<&str> = BTreeSet::from(["no_heights"]);
    let mut try_it = |name: &'static str, change: &dyn Fn(&mut flights_support::Judged)| {
        let names = broken(&done, change);
        assert!(names.contains(name), "{name} is not among {names:?}");
        tried.insert(name);
    };
    try_it("unknown", &|one| {
        one.air().homes.push(AirHome { kind: VehicleTypeId(0), pad: SiteId(1), walk: Seconds(0) })
    });
    try_it("not_a_pad", &|one| one.air().homes[0].pad = SiteId(0));
    try_it("pad_far", &|one| one.county.drone_types[0].work.walk = -1.0);
    try_it("walk", &|one| one.air().doors[0].walk = Seconds(900));
    try_it("line", &|one| one.air().ways[0].fixes.iter_mut().for_each(|fix| fix.height -= 60.0));
    try_it("line", &|one| one.air().ways[0].fixes.iter_mut().for_each(|fix| fix.height += 900.0));
    try_it("line", &|one| {
        let way = &mut one.air().ways[0];
        let last = way.fixes.len() - 1;
        way.fixes[last].point = Point::new(105.01, 29.01);
    });
    try_it("line", &|one| one.zone_over_everything());
    try_it("flight_time", &|one| one.air().ways[0].duration = Seconds(20));
    try_it("flight_length", &|one| one.air().ways[0].distance = Metres(5));
    try_it("flight_energy", &|one| one.air().ways[0].empty = Joules(1_000));
    try_it("flight_energy", &|one| one.air().ways[0].per_tonne = Joules(1_000));
    try_it("limit", &|one| one.air().ways[0].limit = Grams(99_000));
    try_it("wind", &|one| one.county.drone_types[0].work.wind = 13.0);
    try_it("flight_sum", &|one| one.air().ways.iter_mut().for_each(|way| way.empty = Joules(1_000)));
    try_it("weather", &sorties::grounded);
    try_it("load", &|one| one.air().ways.iter_mut().for_each(|way| way.limit = Grams(100)));
    try_it("reserve", &|one| one.county.drone_types[0].work.wind = 11.9);
    try_it("set", &|one| one.county.drone_types[0].work.sets = 0);
    try_it("pad_taken", &|one| one.two_at_once());
    try_it("landings", &|one| (0..21).for_each(|_| one.two_at_once()));
    try_it("no_landing", &|one| one.zone_over_everything());
    try_it("dark", &|one| one.flying(|trip| trip.depart = Moment::at(3, 0)));
    try_it("verdict", &|one| {
        let flips = one.air().verdicts.iter_mut().find(|verdict| verdict.flies).unwrap();
        flips.flies = false;
    });

    assert_eq!(tried, AirRule::NAMES.into_iter().collect());
}
