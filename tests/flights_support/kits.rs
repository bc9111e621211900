//! Drones that trucks carry, and days that go on from a plan with legs.

use crate::flights_support::{Case, DRONE, Judged, county, edit, planned, request};
use crate::relays::{BEYOND, all_broken, broken, total, with_drone};
use mabang::app::again::FromRequest;
use mabang::app::air::Drones;
use mabang::app::check::{CheckRequest, check};
use mabang::app::clock::Interrupt;
use mabang::app::plan::plan;
use mabang::app::{AppError, Quiet, output};
use mabang::check::Rule;
use mabang::finding::Code;
use mabang::report::Lang;
use mabang::units::{Fen, Grams, Moment};
use std::collections::BTreeSet;

/// A drone that the van takes along to A.
fn with_carried() -> Case {
    let drone = DRONE.replace("count = 2", "count = 1\ncarried = true\nper_hour_yuan = 5");
    // Too heavy for one flight, so that the drone stays at its pad for two.
    let orders = BEYOND.replace("parcel,6,20", "parcel,25,60").replace("parcel,8,20", "parcel,26,60");
    county(&drone, &orders)
}

#[test]
fn a_truck_sets_a_drone_up_on_its_way_and_fetches_it() {
    let case = with_carried();
    let on = planned(&case, &request(&case, Drones::All));
    let off = planned(&case, &request(&case, Drones::Off));

    assert_eq!(on.violations, []);
    let [kit] = on.plan.kits[..] else { panic!("{:?} {:?}", on.plan.kits, on.plan.relays) };
    assert!(total(&on) < total(&off), "{} {}", total(&on).0, total(&off).0);
    assert_eq!(kit.meet, None);
    let county = &on.loaded.read.county;
    let code = &county.vehicle_type(kit.kind).code;
    let stop = |name: String| {
        let mut stops = on.plan.rounds.iter().flat_map(|round| round.stops());
        stops.find(|stop| county.order(stop.order).code == name).unwrap()
    };
    let round = on.plan.rounds.iter().find(|round| round.vehicle_type == kit.kind).unwrap();
    assert!(stop(format!("{code}>")).end <= round.start().unwrap());
    assert!(stop(format!("{code}<")).start >= round.end().unwrap());
}

#[test]
fn a_plan_with_a_carried_drone_is_read_back_and_judged_from_its_file() {
    let case = with_carried();
    let done = planned(&case, &request(&case, Drones::All));
    let dir = case.folder.parent().unwrap().join("out");

    output::write(&done, &dir, Lang::Zh, &Quiet).unwrap();

    let request = CheckRequest { plan: dir.join("plan.json"), county: Some(case.folder.clone()), from: None };
    let checked = check(&request, &Quiet).unwrap();
    assert_eq!(checked.violations, []);
    assert_eq!((checked.plan.kits, checked.plan.relays), (done.plan.kits, done.plan.relays));
}

#[test]
fn a_dear_crew_stays_at_home() {
    let case = with_carried();
    edit(&case, "fleet.toml", "per_hour_yuan = 5\n", "per_hour_yuan = 500\n");

    let done = planned(&case, &request(&case, Drones::All));

    assert_eq!(done.violations, []);
    assert!(done.plan.kits.is_empty() && done.plan.relays.is_empty());
}

/// Each rule of carried drones with a plan that breaks it.
pub fn every_rule_of_kits() -> BTreeSet<&'static str> {
    let case = with_carried();
    let done = planned(&case, &request(&case, Drones::All));
    let mut tried = BTreeSet::new();
    let mut try_it = |name: &'static str, change: &dyn Fn(&mut Judged)| {
        let names = broken(&done, change);
        assert!(names.contains(name), "{name} is not among {names:?}");
        tried.insert(name);
    };
    try_it("kit", &|one| one.plan.kits.clear());
    try_it("kit", &|one| one.county.orders.last_mut().unwrap().mass = Grams(1));
    try_it("kit_time", &|one| one.plan.kits[0].out = Moment::at(6, 0));
    try_it("kit_time", &|one| one.plan.kits[0].back = Moment::at(17, 59));
    try_it("kits", &|one| one.county.drone_types[0].count = 0);
    let unpaid = |one: &mut Judged| one.plan.breakdown[mabang::units::Term::Time] += Fen(-100);
    assert!(all_broken(&done, &unpaid).iter().any(|rule| matches!(rule, Rule::PlanTerm { .. })));
    tried
}

#[test]
fn a_day_goes_on_from_a_plan_with_legs_as_far_as_none_has_begun() {
    let case = with_drone();
    let done = planned(&case, &request(&case, Drones::All));
    assert!(!done.plan.relays.is_empty());
    let dir = case.folder.parent().unwrap().join("out");
    output::write(&done, &dir, Lang::En, &Quiet).unwrap();
    let again = |freeze: Option<Moment>| {
        let mut request = request(&case, Drones::All);
        let plan = dir.join("plan.json");
        request.from = Some(FromRequest { plan, freeze, stability: Fen(500), broken: Vec::new() });
        request
    };

    let free = planned(&case, &again(Some(Moment::at(5, 0))));
    assert_eq!(free.violations, []);
    assert!(free.plan.relays.is_empty());
    match plan(&again(Some(Moment::at(17, 0))), &Interrupt::default(), &Quiet) {
        Err(AppError::Findings(told)) => assert!(told.iter().any(|one| one.code == Code::E604)),
        other => panic!("{:?}", other.map(|planned| planned.plan.breakdown)),
    }
}
