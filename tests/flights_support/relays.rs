//! Orders that change vehicles at a township, and orders in parts: what is carried so, what the
//! judge says of it, and what users are told.

use crate::flights_support::{Case, DRONE, Judged, county, edit, on_threads, planned, request};
use mabang::app::Quiet;
use mabang::app::air::Drones;
use mabang::app::check::{CheckRequest, check};
use mabang::app::output;
use mabang::app::plan::Planned;
use mabang::check::{RelayRule, Rule, check_over};
use mabang::county::{OrderId, SiteId};
use mabang::model::Reason;
use mabang::plan::{Action, Block, Unserved};
use mabang::report::Lang;
use mabang::units::{Fen, Grams, Litres, Moment, Seconds, ThermalAge};
use mabang::wire;
use std::collections::BTreeSet;
use std::fs;

/// Heavy goods for A, where the station is; light ones for B beyond it, and plums from there.
pub const BEYOND: &str = "\
1,delivery,A,W1,parcel,300,900,2000,00:00,08:00-18:00,5,,900
2,delivery,B,W1,parcel,6,20,500,00:00,08:00-18:00,5,,600
3,delivery,B,W1,parcel,8,20,500,00:00,08:00-18:00,5,,600
4,collection,B,W1,plum,9,20,400,08:00,08:00-16:00,5,,600
";

const TRIKE: &str = "
[[vehicle]]
id = \"trike\"
preset = \"etrike\"
count = 1
start = \"S1\"
payload_kg = 100
shift = [\"07:30\", \"18:00\"]
trips = 4
reload_min = 5
fixed_yuan = 5
per_km_yuan = 0.1
per_hour_yuan = 20
[[vehicle.compartment]]
class = \"ambient\"
litres = 400
";

/// The tiny county with a station in A, and `fleet` based there.
fn township(fleet: &str, orders: &str) -> Case {
    let case = county(fleet, orders);
    edit(
        &case,
        "sites.csv",
        "D0,起降点零",
        "S1,甲站,Station A,station,existing,29.018045,105.0,0\nD0,起降点零",
    );
    case
}

pub fn with_drone() -> Case {
    township(&DRONE.replace("home = \"W1\"", "home = \"S1\""), BEYOND)
}

/// Gives the station in A further columns.
fn station(case: &Case, headings: &str, values: &str) {
    let path = case.folder.join("sites.csv");
    let text = fs::read_to_string(&path).unwrap();
    let blank = ",".repeat(values.matches(',').count());
    let line = |(row, line): (usize, &str)| match row {
        0 => format!("{line},{headings}\n"),
        _ if line.starts_with("S1,") => format!("{line},{values}\n"),
        _ => format!("{line},{blank}\n"),
    };
    fs::write(&path, text.lines().enumerate().map(line).collect::<String>()).unwrap();
}

fn site(done: &Planned, code: &str) -> SiteId {
    let sites = &done.loaded.read.county.sites;
    SiteId(sites.iter().position(|site| site.code == code).unwrap() as u32)
}

pub fn total(done: &Planned) -> Fen {
    done.plan.breakdown.total()
}

#[test]
fn a_truck_brings_goods_to_the_township_and_drones_fly_on() {
    let case = with_drone();
    let on = planned(&case, &request(&case, Drones::All));
    let mut direct = request(&case, Drones::All);
    direct.relays = false;
    let direct = planned(&case, &direct);

    assert_eq!((&on.violations[..], &direct.violations[..]), (&[][..], &[][..]));
    assert!(direct.plan.relays.is_empty());
    let order = |id: OrderId| direct.loaded.read.county.order(id).code.as_str();
    let verdicts = &direct.plan.air.as_ref().unwrap().verdicts;
    let block = |code: &str| verdicts.iter().find(|one| order(one.order) == code).unwrap().block;
    assert_eq!((block("1"), block("2")), (Some(Block::Payload), Some(Block::Transfer)));
    assert!(!on.plan.relays.is_empty());
    assert!(total(&on) < total(&direct), "{} {}", total(&on).0, total(&direct).0);
    let s1 = site(&on, "S1");
    for relay in &on.plan.relays {
        assert!(relay.parts.iter().all(|part| part.over.unwrap().site == s1));
    }
    // What goes out and what comes back both change there.
    let codes: BTreeSet<&str> = on.plan.relays.iter().map(|relay| relay.whole.code.as_str()).collect();
    assert!(codes.contains("2") && codes.contains("4"), "{codes:?}");
    let flies =
        |round: &mabang::plan::Round| on.loaded.read.county.vehicle_type(round.vehicle_type).flies.is_some();
    assert!(on.plan.rounds.iter().any(flies));
}

#[test]
fn a_small_vehicle_at_the_township_carries_on_as_a_drone_does() {
    let case = township(TRIKE, BEYOND);

    let done = planned(&case, &request(&case, Drones::Off));

    assert_eq!(done.violations, []);
    assert!(!done.plan.relays.is_empty());
    let trike = |round: &mabang::plan::Round| {
        done.loaded.read.county.vehicle_type(round.vehicle_type).code == "trike"
    };
    let stops = done.plan.rounds.iter().filter(|round| trike(round)).flat_map(|round| round.stops());
    assert!(stops.filter(|stop| stop.action == Action::DropOff).count() >= 2);
}

#[test]
fn where_the_second_vehicle_is_dear_everything_goes_direct() {
    let case = township(&TRIKE.replace("fixed_yuan = 5", "fixed_yuan = 5000"), BEYOND);
    let none = township("", BEYOND);

    let one = planned(&case, &request(&case, Drones::Off));
    let other = planned(&none, &request(&none, Drones::Off));

    assert!(one.plan.relays.is_empty());
    assert_eq!(total(&one), total(&other));
}

#[test]
fn an_order_too_heavy_for_one_flight_goes_in_parts() {
    let case = county(DRONE, "1,delivery,B,W1,parcel,50,100,500,00:00,08:00-18:00,5,,900\n");

    let done = planned(&case, &request(&case, Drones::All));

    assert_eq!(done.violations, []);
    let [relay] = &done.plan.relays[..] else { panic!("{:?}", done.plan.relays) };
    assert!(relay.parts.len() >= 2 && relay.parts.iter().all(|part| part.over.is_none()));
    let flown = done.plan.rounds.iter().flat_map(|round| round.stops()).count();
    assert_eq!(flown, relay.parts.len());
    let whole: Grams = done.loaded.read.county.orders.iter().map(|order| order.mass).sum();
    assert_eq!(whole, Grams(50_000));
}

#[test]
fn plans_with_legs_are_written_read_back_and_judged_from_their_file() {
    let case = with_drone();
    let done = planned(&case, &request(&case, Drones::All));
    let dir = case.folder.parent().unwrap().join("out");

    let files = output::write(&done, &dir, Lang::En, &Quiet).unwrap();
    assert!(files.len() > 5);
    let text = fs::read_to_string(dir.join("plan.json")).unwrap();
    let schema = serde_json::from_str(include_str!("../../docs/plan.schema.json")).unwrap();
    let schema = jsonschema::draft202012::new(&schema).unwrap();
    let document = serde_json::from_str(&text).unwrap();
    let errors: Vec<String> = schema.iter_errors(&document).map(|error| error.to_string()).collect();
    assert_eq!(errors, Vec::<String>::new());
    let request = CheckRequest { plan: dir.join("plan.json"), county: Some(case.folder.clone()), from: None };
    let checked = check(&request, &Quiet).unwrap();
    assert_eq!(checked.violations, []);
    assert_eq!(checked.plan.relays, done.plan.relays);
    assert_eq!(wire::plan::to_json(&checked.plan, &checked.loaded.read.county), text);
    let page = fs::read_to_string(dir.join("report.html")).unwrap();
    assert!(page.contains("Transfers and parts"));
}

#[test]
fn legs_that_no_order_has_are_told() {
    let case = with_drone();
    let done = planned(&case, &request(&case, Drones::All));
    let text = wire::plan::to_json(&done.plan, &done.loaded.read.county);
    let told = |from: &str, to: &str| {
        assert!(text.contains(from), "{from}");
        let file = case.folder.parent().unwrap().join("broken.json");
        fs::write(&file, text.replacen(from, to, 1)).unwrap();
        let request = CheckRequest { plan: file, county: Some(case.folder.clone()), from: None };
        check(&request, &Quiet).is_err()
    };

    assert!(told("\"site\": \"S1\"", "\"site\": \"S9\""));
    assert!(told("\"relays\": [\n    {\n      \"order\": \"", "\"relays\": [\n    {\n      \"order\": \"9"));
    assert!(told("\"cold\": false", "\"cold\": 7"));
}

#[test]
fn threads_do_not_change_a_plan_with_legs() {
    let case = with_drone();
    assert_eq!(on_threads(&case, 1), on_threads(&case, 3));
}

#[test]
fn a_place_that_handles_one_parcel_gets_no_more() {
    let case = with_drone();
    station(&case, "parcels_per_day", "1");

    let done = planned(&case, &request(&case, Drones::All));

    assert_eq!(done.violations, []);
    assert!(done.plan.relays.len() <= 1);
}

#[test]
fn goods_that_wait_in_a_cold_room_age_less() {
    let warm = with_drone();
    let cold = with_drone();
    station(&cold, "cold_room,cold_temp", "5000,2");
    let [warm, cold] = [warm, cold].map(|case| planned(&case, &request(&case, Drones::All)));

    let plums = |done: &Planned| {
        assert_eq!(done.violations, []);
        let relay = done.plan.relays.iter().find(|relay| relay.whole.code == "4").unwrap();
        let lost =
            done.plan.rounds.iter().flat_map(|round| round.stops()).filter(|stop| stop.order == relay.order);
        (
            relay.parts[0].over.unwrap(),
            lost.filter_map(|stop| stop.freshness).map(|fresh| fresh.age.0).sum::<f64>(),
        )
    };
    let (over, age) = plums(&warm);
    assert!(!over.cold && over.age.0 > 0.0 && age > over.age.0);
    let (over, cooled) = plums(&cold);
    assert!(over.cold && cooled < age, "{cooled} {age}");
}

/// Each rule of carrying in several legs with a plan that breaks it.
#[test]
fn every_rule_of_legs_is_found_broken() {
    let case = with_drone();
    let done = planned(&case, &request(&case, Drones::All));
    assert_eq!(done.violations, []);
    let mut tried = crate::kits::every_rule_of_kits();
    tried.extend(crate::sorties::every_rule_of_meeting());
    let mut try_it = |name: &'static str, change: &dyn Fn(&mut Judged)| {
        let names = broken(&done, change);
        assert!(names.contains(name), "{name} is not among {names:?}");
        tried.insert(name);
    };
    let leg = |one: &Judged, first: bool| {
        let at = one.plan.relays.iter().position(|relay| relay.whole.code == "2").unwrap();
        let code = if first { "2@S1" } else { "2" };
        let orders = &one.county.orders;
        (at, OrderId(orders.iter().position(|order| order.code == code).unwrap() as u32))
    };
    try_it("leg", &|one| one.plan.relays[0].whole.code = "77".into());
    try_it("goods", &|one| one.plan.relays[0].whole.mass += Grams(1));
    try_it("goods", &|one| one.plan.relays[0].whole.volume += Litres(1));
    try_it("goods", &|one| {
        let (_, first) = leg(one, true);
        one.county.orders[first.index()].value = Fen(1);
    });
    try_it("goods", &|one| {
        let (_, first) = leg(one, true);
        one.county.orders[first.index()].goods = mabang::county::GoodsId(1);
    });
    try_it("route", &|one| {
        let at = leg(one, true).0;
        let over = one.plan.relays[at].parts[0].over.as_mut().unwrap();
        over.at = over.at + Seconds(60);
    });
    try_it("out", &|one| {
        let order = leg(one, true).1;
        one.plan.unserved.push(left_out(order));
    });
    try_it("late", &|one| {
        let order = leg(one, true).1;
        stop_of(one, order).end = Moment::at(17, 0);
    });
    try_it("early", &|one| {
        let order = leg(one, false).1;
        stop_of(one, order).start = Moment::at(7, 31);
    });
    try_it("age", &|one| {
        let at = leg(one, true).0;
        one.plan.relays[at].parts[0].over.as_mut().unwrap().age = ThermalAge(0.5);
    });
    try_it("parcels", &|one| {
        for site in &mut one.county.sites {
            site.parcels_per_day = Some(0);
        }
    });
    try_it("cold", &|one| one.plan.relays[0].parts[0].over.as_mut().unwrap().cold = true);
    assert_eq!(tried, RelayRule::NAMES.into_iter().collect());

    let money = |one: &mut Judged| one.plan.breakdown[mabang::units::Term::Handover] = Fen(0);
    assert!(all_broken(&done, &money).iter().any(|rule| matches!(rule, Rule::PlanTerm { .. })));
}

fn left_out(order: OrderId) -> Unserved {
    Unserved { order, price: Fen(1), reason: Reason::Busy, remedy: None }
}

/// The stop where the goods of a leg are taken on, or else where they are handed over.
fn stop_of(one: &mut Judged, order: OrderId) -> &mut mabang::plan::Stop {
    let rounds = one.plan.rounds.iter_mut();
    let stops = rounds.flat_map(|round| &mut round.trips).flat_map(|trip| &mut trip.stops);
    stops.into_iter().find(|stop| stop.order == order).expect("it is served")
}

pub fn all_broken(done: &Planned, change: &dyn Fn(&mut Judged)) -> Vec<Rule> {
    let loaded = &done.loaded;
    let (county, located) = (loaded.read.county.clone(), loaded.located.clone());
    let mut judged = Judged { county, located, plan: done.plan.clone() };
    change(&mut judged);
    let found = check_over(&loaded.dem, &judged.county, &judged.located, &judged.plan);
    found.into_iter().map(|one| one.rule).collect()
}

pub fn broken(done: &Planned, change: &dyn Fn(&mut Judged)) -> BTreeSet<&'static str> {
    let rules = all_broken(done, change).into_iter();
    rules.filter_map(|rule| if let Rule::Relay(rule) = rule { Some(rule.name()) } else { None }).collect()
}
