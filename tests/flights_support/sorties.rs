//! Flights over several pads, drones that a vehicle meets further on, and hours of fog and wind.

use crate::flights_support::{Case, DRONE, Judged, county, edit, planned, request};
use crate::relays::{broken, total};
use mabang::app::again::FromRequest;
use mabang::app::air::Drones;
use mabang::app::check::{CheckRequest, check};
use mabang::app::clock::Interrupt;
use mabang::app::plan::{PlanRequest, Planned, plan};
use mabang::app::{AppError, Quiet, output};
use mabang::county::{Grounding, SiteId};
use mabang::finding::Code;
use mabang::plan::Block;
use mabang::report::{Lang, text};
use mabang::units::{Fen, Moment, Seconds};
use std::collections::BTreeSet;
use std::fs;

const LIGHT: &str = "\
1,delivery,A,W1,parcel,4,15,500,00:00,08:00-18:00,5,,300
2,delivery,B,W1,parcel,4,15,500,00:00,08:00-18:00,5,,300
";

/// Heavy goods for A and C, light ones for B beyond A.
const AROUND: &str = "\
1,delivery,A,W1,parcel,250,400,2000,00:00,08:00-18:00,5,,900
2,delivery,B,W1,parcel,6,20,500,00:00,08:00-18:00,5,,600
3,delivery,C,W1,parcel,250,400,2000,00:00,08:00-18:00,5,,900
4,collection,B,W1,plum,9,20,400,08:00,08:00-16:00,5,,600
";

/// A drone that vans carry, vans that are dear by the kilometre and by the hour, and villages
/// around: going to B costs more than flying there, and so does waiting at A.
fn around() -> Case {
    let drone = DRONE.replace("count = 2", "count = 1\ncarried = true\nper_hour_yuan = 5");
    let case = county(&drone, AROUND);
    edit(&case, "sites.csv", "D0,起降点零,Pad 0,pad,existing,29.0,105.0,0\n", "");
    edit(&case, "fleet.toml", "per_km_yuan = 20", "per_km_yuan = 80");
    edit(&case, "fleet.toml", "per_hour_yuan = 36", "per_hour_yuan = 300");
    case
}

/// One drone that flies once a day.
fn once() -> String {
    DRONE.replace("count = 2", "count = 1\nflights = 1")
}

fn pads(done: &Planned) -> Vec<Vec<SiteId>> {
    let air = done.plan.air.as_ref().expect("drones can fly here");
    let county = &done.loaded.read.county;
    let flying = done.plan.rounds.iter().filter(|one| county.vehicle_type(one.vehicle_type).flies.is_some());
    let trips = flying.flat_map(|round| round.trips.iter().map(move |trip| (round.vehicle_type, trip)));
    let door = |kind, order| air.doors.iter().find(|door| door.kind == kind && door.order == order);
    trips
        .map(|(kind, trip)| {
            let mut pads: Vec<SiteId> =
                trip.stops.iter().filter_map(|stop| Some(door(kind, stop.order)?.pad)).collect();
            pads.dedup();
            pads
        })
        .collect()
}

#[test]
fn one_flight_serves_two_pads_where_that_is_cheaper() {
    let case = county(&once(), LIGHT);

    let done = planned(&case, &request(&case, Drones::All));

    assert_eq!(done.violations, []);
    assert_eq!(pads(&done).iter().map(Vec::len).collect::<Vec<_>>(), [2]);
    // The way between them is in the plan, and neither end of it is home.
    let air = done.plan.air.as_ref().unwrap();
    let home = air.homes[0].pad;
    assert!(air.ways.iter().any(|way| way.from != home && way.to != home));
}

#[test]
fn a_wind_that_one_flight_lasts_through_may_be_too_much_for_two_pads() {
    // 12 m/s leave 3 m/s over ground against them.
    let strong = once().replace("wind_ms = 3", "wind_ms = 11.5");
    let case = county(&strong, LIGHT);

    let done = planned(&case, &request(&case, Drones::All));

    // Whatever is flown keeps its reserve with the wind from any side.
    assert_eq!(done.violations, []);
}

#[test]
fn a_van_launches_a_drone_and_takes_it_up_further_on() {
    let case = around();
    let on = planned(&case, &request(&case, Drones::All));
    let off = planned(&case, &request(&case, Drones::Off));

    assert_eq!(on.violations, []);
    let [kit] = on.plan.kits[..] else { panic!("{:?} {:?}", on.plan.kits, on.plan.relays) };
    let meet = kit.meet.unwrap_or_else(|| panic!("{kit:?} {:?}", on.plan.breakdown));
    let county = &on.loaded.read.county;

    assert_ne!(meet.pad, county.vehicle_type(kit.kind).start);
    assert!(total(&on) < total(&off), "{} {}", total(&on).0, total(&off).0);
    let said = text::relays::kit(&kit, county, Lang::En);
    assert!(said.contains(&county.site(meet.pad).name_en), "{said}");
}

#[test]
fn a_plan_with_a_drone_met_elsewhere_is_read_back_and_judged_from_its_file() {
    let case = around();
    let done = planned(&case, &request(&case, Drones::All));
    assert!(done.plan.kits.iter().any(|kit| kit.meet.is_some()));
    let dir = case.folder.parent().unwrap().join("out");

    output::write(&done, &dir, Lang::Zh, &Quiet).unwrap();

    let request = CheckRequest { plan: dir.join("plan.json"), county: Some(case.folder.clone()), from: None };
    let checked = check(&request, &Quiet).unwrap();
    assert_eq!(checked.violations, []);
    assert_eq!((checked.plan.kits, checked.plan.relays), (done.plan.kits, done.plan.relays));
}

/// The rule of drones that are met, with plans that break it.
pub fn every_rule_of_meeting() -> BTreeSet<&'static str> {
    let case = around();
    let done = planned(&case, &request(&case, Drones::All));
    let mut tried = BTreeSet::new();
    let mut try_it = |name: &'static str, change: &dyn Fn(&mut Judged)| {
        let names = broken(&done, change);
        assert!(names.contains(name), "{name} is not among {names:?}");
        tried.insert(name);
    };
    let meet = |one: &mut Judged, change: &dyn Fn(&mut mabang::relay::Meet)| {
        change(one.plan.kits[0].meet.as_mut().expect("it lands elsewhere"));
    };
    // At no pad; where it took off; aloft long after the van has gone on.
    try_it("meet", &|one| meet(one, &|meet| meet.pad = SiteId(0)));
    try_it("meet", &|one| one.plan.kits[0].meet = None);
    let later = |trip: &mut mabang::plan::Trip| {
        trip.stops.iter_mut().for_each(|stop| stop.end = stop.end + Seconds(7_200));
    };
    try_it("meet", &|one| one.flying(later));
    try_it("kit_time", &|one| meet(one, &|meet| meet.launch = Seconds(0)));
    tried
}

fn fog(case: &Case, rows: &str) {
    fs::write(case.folder.join("flying.csv"), format!("id,from,to,wind_ms,season,date,reason\n{rows}"))
        .unwrap();
}

#[test]
fn nobody_flies_in_the_fog_of_the_morning() {
    let case = county(DRONE, LIGHT);
    let clear = planned(&case, &request(&case, Drones::All));
    fog(&case, "f1,06:00,10:00,,,,fog\nf2,09:30,11:15,,,,fog\n");

    let foggy = planned(&case, &request(&case, Drones::All));

    assert_eq!((&clear.violations[..], &foggy.violations[..]), (&[][..], &[][..]));
    let first = |done: &Planned| {
        let county = &done.loaded.read.county;
        let flying =
            done.plan.rounds.iter().filter(|one| county.vehicle_type(one.vehicle_type).flies.is_some());
        flying.flat_map(|round| &round.trips).map(|trip| trip.depart).min().unwrap()
    };
    assert!(first(&clear) < Moment::at(10, 0));
    assert!(first(&foggy) >= Moment::at(11, 15));
}

#[test]
fn rows_of_other_days_seasons_and_weaker_winds_do_not_count() {
    let case = county(DRONE, LIGHT);
    let clear = planned(&case, &request(&case, Drones::All));
    // The drone plans for 3 m/s; the day is in summer.
    fog(&case, "a,06:00,20:00,,winter,,fog\nb,06:00,20:00,,,2026-07-09,show\nc,06:00,20:00,2.5,,,breeze\n");

    let same = planned(&case, &request(&case, Drones::All));

    assert_eq!((&same.violations[..], &same.plan.rounds), (&[][..], &clear.plan.rounds));
}

#[test]
fn a_day_of_wind_keeps_drones_at_home_and_says_so() {
    let case = county(DRONE, LIGHT);
    fog(&case, "w,00:00,24:00,8,夏,2026-07-08,大风\n");

    let done = planned(&case, &request(&case, Drones::All));

    assert!(done.plan.air.is_none() && done.violations.is_empty());
    assert!(done.findings().iter().any(|finding| finding.code == Code::W809));
}

#[test]
fn an_order_that_could_fly_only_in_the_fog_says_so() {
    let case = county(DRONE, "1,delivery,B,W1,parcel,3,10,500,00:00,08:00-09:00,5,,300\n");
    fog(&case, "f,06:00,10:00,,,,fog\n");

    let done = planned(&case, &request(&case, Drones::All));

    assert_eq!(done.plan.air.as_ref().unwrap().verdicts[0].block, Some(Block::Weather));
}

#[test]
fn wrong_rows_of_flying_hours_are_told() {
    let case = county(DRONE, LIGHT);
    fog(
        &case,
        "a,10:00,06:00,,,,\nb,06:00,10:00,,,soon,\nc,06:00,10:00,-4,,,\nd,06:00,10:00,,lent,,\n,25:00,26:00,,,,\n",
    );

    let told = mabang::read::county(&case.folder, None).findings;

    let rows: BTreeSet<u64> =
        told.iter().filter(|one| one.is_error()).filter_map(|one| one.spot.row).collect();
    assert_eq!(rows, BTreeSet::from([2, 3, 4, 5, 6]), "{told:?}");
    assert!(told.iter().any(|one| one.code == Code::E207) && told.iter().any(|one| one.code == Code::E206));
}

#[test]
fn a_carried_drone_that_no_vehicle_can_take_along_is_told() {
    let case = around();
    edit(&case, "goods.csv", "ambient;insulated", "insulated");

    let done = planned(&case, &request(&case, Drones::All));

    assert!(done.findings().iter().any(|finding| finding.code == Code::W808), "{:?}", done.findings());
    assert!(done.plan.kits.is_empty());
}

#[test]
fn a_day_goes_on_from_a_plan_with_carried_drones_as_far_as_none_has_begun() {
    let case = around();
    let done = planned(&case, &request(&case, Drones::All));
    assert!(!done.plan.kits.is_empty());
    let dir = case.folder.parent().unwrap().join("out");
    output::write(&done, &dir, Lang::En, &Quiet).unwrap();
    let again = |freeze: Option<Moment>| {
        let plan = dir.join("plan.json");
        let from = FromRequest { plan, freeze, stability: Fen(500), broken: Vec::new() };
        PlanRequest { from: Some(from), ..request(&case, Drones::All) }
    };

    for freeze in [None, Some(Moment::at(5, 0))] {
        let free = planned(&case, &again(freeze));
        assert_eq!(free.violations, []);
        assert!(free.plan.kits.is_empty() && free.plan.relays.is_empty() && free.plan.unserved.is_empty());
    }
    match plan(&again(Some(Moment::at(17, 0))), &Interrupt::default(), &Quiet) {
        Err(AppError::Findings(told)) => assert!(told.iter().any(|one| one.code == Code::E604)),
        other => panic!("{:?}", other.map(|planned| planned.plan.breakdown)),
    }
}

#[test]
fn a_drone_that_reaches_no_pad_from_home_is_told() {
    let case = county(&DRONE.replace("wind_ms = 3", "wind_ms = 3\nrange_km = 0.9"), LIGHT);

    let done = planned(&case, &request(&case, Drones::All));

    assert!(done.findings().iter().any(|finding| finding.code == Code::W804), "{:?}", done.findings());
}

#[test]
fn nobody_sets_a_drone_up_to_walk_from_its_pad() {
    let drone = DRONE
        .replace("count = 2", "count = 1\ncarried = true\nfixed_yuan = 0")
        .replace("fixed_yuan = 20\n", "");
    let case = county(&drone, AROUND);

    let done = planned(&case, &request(&case, Drones::All));

    assert_eq!(done.violations, []);
    if let Some(air) = &done.plan.air {
        for door in &air.doors {
            let home = air.homes.iter().find(|home| home.kind == door.kind).unwrap();
            let order = done.loaded.read.county.order(door.order);
            let at = if door.is_pick { order.pick() } else { order.drop() }.unwrap();
            let is_site = done.loaded.read.county.sites.iter().any(|site| site.point == at.point);
            assert!(door.pad != home.pad || is_site, "{}", order.code);
        }
    }
}

/// Rules of flying that only these plans break.
pub fn grounded(one: &mut Judged) {
    let hours = Grounding { code: "f".into(), from: Moment(0), to: Moment::at(24, 0), wind: None };
    one.county.aloft.groundings.push(hours);
}
