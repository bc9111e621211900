//! `plan.json`: what is written fits the schema and comes back; what is foreign is refused.

mod plan_support;

use mabang::check::check;
use mabang::county::{County, OrderId, SiteId};
use mabang::finding::Code;
use mabang::model::{Reason, Remedy};
use mabang::plan::*;
use mabang::units::{
    Breakdown, Celsius, Fen, Grams, Joules, Litres, Metres, Moment, Seconds, Term, ThermalAge,
};
use mabang::wire::plan::{from_json, header, to_json};
use plan_support::{TRIKE, VAN, county};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

fn money() -> impl Strategy<Value = Fen> {
    (-1_000_000_i64..1_000_000_000).prop_map(Fen)
}

/// Values of goods: never negative, and a fault in them is told only as one of their record.
fn worth() -> impl Strategy<Value = Fen> {
    (0_i64..1_000_000_000).prop_map(Fen)
}

fn moment() -> impl Strategy<Value = Moment> {
    (-172_800_i64..172_800).prop_map(Moment)
}

fn order() -> impl Strategy<Value = OrderId> {
    (0..10_u32).prop_map(OrderId)
}

fn breakdown() -> impl Strategy<Value = Breakdown> {
    vec(money(), Term::ALL.len()).prop_map(|amounts| {
        let mut breakdown = Breakdown::default();
        for (term, amount) in Term::ALL.into_iter().zip(amounts) {
            breakdown[term] = amount;
        }
        breakdown
    })
}

fn leg() -> impl Strategy<Value = Leg> {
    (0..90_000_i64, 0..500_000_i64, -1_000_000..1_000_000_000_i64).prop_map(|(duration, distance, energy)| {
        Leg {
            duration: Seconds(duration),
            distance: Metres(distance),
            energy: Joules(energy),
            geometry: vec![],
        }
    })
}

fn rest() -> impl Strategy<Value = Rest> {
    (moment(), moment()).prop_map(|(start, end)| Rest { start, end })
}

fn freshness() -> impl Strategy<Value = Freshness> {
    (moment(), -30.0..50.0_f64, 0.0..2.0_f64, worth(), worth()).prop_map(
        |(at, temperature, age, value, lost)| Freshness {
            at,
            // Halves and quarters are written and read without rounding.
            temperature: Celsius((temperature * 4.0).round() / 4.0),
            age: ThermalAge((age * 1024.0).round() / 1024.0),
            value,
            lost,
        },
    )
}

fn stop() -> impl Strategy<Value = Stop> {
    let actions = [Action::Deliver, Action::Collect, Action::PickUp, Action::DropOff];
    let what = (order(), proptest::sample::select(actions.to_vec()), leg(), option::of(rest()));
    let when = (moment(), moment(), moment(), 0..90_000_i64);
    let how = (0..1_000_000_i64, 0..2_usize, any::<bool>(), option::of(freshness()));
    (what, when, how).prop_map(|(what, when, how)| Stop {
        order: what.0,
        action: what.1,
        leg: what.2,
        rest: what.3,
        arrive: when.0,
        start: when.1,
        end: when.2,
        late: Seconds(when.3),
        load: Grams(how.0),
        compartment: how.1,
        precooled: how.2,
        freshness: how.3,
    })
}

fn trip() -> impl Strategy<Value = Trip> {
    let ends = (0..2_u32, 0..2_u32, 0..1_000_000_i64);
    let times = (moment(), moment(), moment());
    (ends, times, vec(stop(), 1..4), leg(), option::of(rest())).prop_map(
        |((from, to, load), (load_start, depart, back), stops, home, rest)| Trip {
            from: SiteId(from),
            to: SiteId(to),
            load_start,
            depart,
            load: Grams(load),
            stops,
            home,
            back,
            rest,
        },
    )
}

fn round() -> impl Strategy<Value = Round> {
    (any::<bool>(), 1..9_u32, vec(trip(), 1..3), breakdown()).prop_map(|(van, number, trips, breakdown)| {
        Round { vehicle_type: if van { VAN } else { TRIKE }, number, trips, breakdown }
    })
}

fn remedy() -> impl Strategy<Value = Remedy> {
    let change = prop_oneof![
        Just(mabang::model::Change::OneMore(VAN)),
        moment().prop_map(mabang::model::Change::OtherTime),
        (0..90_000_i64).prop_map(|by| mabang::model::Change::LongerShift(TRIKE, Seconds(by))),
        (0..9_000_i64, 0..900_i64)
            .prop_map(|(mass, volume)| mabang::model::Change::Split(Grams(mass), Litres(volume))),
        Just(mabang::model::Change::ColdBox(TRIKE)),
        (0..90_000_i64).prop_map(|price| mabang::model::Change::HigherPrice(Fen(price))),
    ];
    (change, money()).prop_map(|(change, cost)| Remedy { change, cost })
}

fn unserved() -> impl Strategy<Value = Unserved> {
    let reasons = [
        Reason::Temperature,
        Reason::Skills,
        Reason::Mass,
        Reason::Volume,
        Reason::Road,
        Reason::Window,
        Reason::Shift,
        Reason::Battery,
        Reason::Busy,
        Reason::Price,
    ];
    let reason = proptest::sample::select(reasons.to_vec());
    (order(), 0..90_000_i64, reason, option::of(remedy()))
        .prop_map(|(order, price, reason, remedy)| Unserved { order, price: Fen(price), reason, remedy })
}

fn search() -> impl Strategy<Value = SearchRecord> {
    let partition = (0..9_999_usize, money(), money(), vec((order(), money()), 0..3)).prop_map(
        |(columns, lp_value, mip_value, order_prices)| PartitionRecord {
            columns,
            lp_value,
            mip_value,
            order_prices,
            vehicle_worth: vec![(VAN, lp_value)],
        },
    );
    let bound = (money(), any::<bool>(), 0..9_999_usize, vec((order(), money()), 0..3)).prop_map(
        |(value, is_complete, columns, order_prices)| BoundRecord {
            value,
            is_complete,
            columns,
            order_prices,
            vehicle_worth: vec![(VAN, value)],
        },
    );
    let room = (1..900_i64, money(), order()).prop_map(|(litres, saved, order)| RoomWorth {
        litres: Litres(litres),
        saved,
        order,
    });
    let cold = (0..2_usize, option::of(money()), option::of(room))
        .prop_map(|(compartment, degree, room)| ColdWorth { vehicle_type: VAN, compartment, degree, room });
    let flags = (any::<u64>(), any::<u64>(), any::<bool>());
    (flags, option::of(partition), option::of(bound), vec(cold, 0..3)).prop_map(
        |((seed, iterations, spoilage), partition, bound, cold)| SearchRecord {
            seed,
            iterations,
            spoilage,
            partition,
            bound,
            cold,
        },
    )
}

fn again() -> impl Strategy<Value = Again> {
    let orders = proptest::collection::btree_map(order(), proptest::sample::select(&Change::ALL[..]), 0..9);
    (option::of(moment()), money(), orders, vec("[a-z0-9]{1,6}", 0..3), 0..9_u32).prop_map(
        |(freeze, stability, orders, cancelled, number)| Again {
            date: "2026-07-07".into(),
            inputs: "01fe".into(),
            freeze,
            stability,
            broken: vec![(VAN, number)],
            orders,
            cancelled,
        },
    )
}

fn any_plan() -> impl Strategy<Value = Plan> {
    let blind = (breakdown(), 0..9_usize, 0..9_usize, 0..900_000_i64).prop_map(
        |(breakdown, unserved, rounds, distance)| Blind {
            breakdown,
            unserved,
            rounds,
            distance: Metres(distance),
        },
    );
    let again = option::of(again());
    let parts = (search(), vec(round(), 0..4), vec(unserved(), 0..4), breakdown(), option::of(blind), again);
    parts.prop_map(|(search, rounds, unserved, breakdown, blind, again)| Plan {
        county: "valley".into(),
        date: "2026-07-08".into(),
        inputs: "00ff".into(),
        search,
        rounds,
        unserved,
        breakdown,
        blind,
        again,
        air: None,
        relays: Vec::new(),
        kits: Vec::new(),
    })
}

fn schema() -> jsonschema::Validator {
    let schema = include_str!("../docs/plan.schema.json");
    let schema = serde_json::from_str(schema).expect("the schema is JSON");
    jsonschema::draft202012::meta::validate(&schema).expect("the schema is a schema");
    jsonschema::draft202012::new(&schema).expect("the schema compiles")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn what_is_written_comes_back(plan in any_plan()) {
        let county = county();

        let text = to_json(&plan, &county);

        prop_assert_eq!(from_json(&text, &county), Ok(plan));
    }

    #[test]
    fn a_document_with_any_bytes_changed_never_panics(
        plan in any_plan(),
        changes in vec((any::<prop::sample::Index>(), any::<u8>()), 1..4),
    ) {
        let county = county();
        let mut bytes = to_json(&plan, &county).into_bytes();

        for (place, byte) in changes {
            let place = place.index(bytes.len());
            bytes[place] = byte;
        }

        let text = String::from_utf8_lossy(&bytes);
        let _ = header(&text);
        let _ = from_json(&text, &county);
    }

    #[test]
    fn a_document_cut_short_is_not_a_plan(plan in any_plan(), cut in any::<prop::sample::Index>()) {
        let county = county();
        let text = to_json(&plan, &county);
        let text: String = text.chars().take(cut.index(text.trim_end().len())).collect();

        let findings = from_json(&text, &county).unwrap_err();

        prop_assert_eq!(findings[0].code, Code::E601);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn what_is_written_fits_the_schema(plan in any_plan()) {
        let text = to_json(&plan, &county());

        let document: serde_json::Value = serde_json::from_str(&text).unwrap();

        let errors: Vec<String> = schema().iter_errors(&document).map(|error| error.to_string()).collect();
        // Times and prices of made-up plans may be negative; their shape may not be wrong.
        let shape: Vec<&String> = errors.iter().filter(|error| !error.contains("less than the minimum")).collect();
        prop_assert!(shape.is_empty(), "{shape:?}");
    }
}

fn plan() -> Plan {
    Plan {
        county: "valley".into(),
        date: "2026-07-08".into(),
        inputs: "00ff".into(),
        search: SearchRecord::default(),
        rounds: vec![],
        unserved: vec![Unserved { order: OrderId(0), price: Fen(5), reason: Reason::Busy, remedy: None }],
        breakdown: Breakdown::default(),
        blind: None,
        again: None,
        relays: Vec::new(),
        kits: Vec::new(),
        air: None,
    }
}

fn codes(text: &str, county: &County) -> Vec<Code> {
    from_json(text, county).unwrap_err().into_iter().map(|finding| finding.code).collect()
}

/// The document with one text replaced by another.
fn altered(from: &str, to: &str) -> String {
    let text = to_json(&plan(), &county());
    assert!(text.contains(from), "`{from}` is in the document");
    text.replacen(from, to, 1)
}

#[test]
fn what_is_not_a_plan_of_this_version_is_e601() {
    let county = county();
    let deep = "[".repeat(100_000);
    for text in ["", "{}", "null", "[1, 2]", "{\"type\":\"FeatureCollection\",\"features\":[]}", &deep] {
        assert_eq!(codes(text, &county), [Code::E601]);
        assert_eq!(header(text).unwrap_err()[0].code, Code::E601);
    }
    assert_eq!(codes(&altered("mabang.plan/1", "mabang.plan/2"), &county), [Code::E601]);
    assert_eq!(codes(&altered("\"rounds\"", "\"routes\""), &county), [Code::E601]);
    assert_eq!(codes(&altered("\"busy\"", "\"lazy\""), &county), [Code::E601]);
}

#[test]
fn a_plan_for_another_county_or_day_is_e603() {
    assert_eq!(codes(&altered("\"valley\"", "\"hill\""), &county()), [Code::E603]);
    assert_eq!(codes(&altered("\"2026-07-08\"", "\"2026-07-09\""), &county()), [Code::E603]);
}

#[test]
fn an_order_that_the_county_does_not_have_is_e210() {
    assert_eq!(codes(&altered("\"pork\"", "\"beef\""), &county()), [Code::E210]);
}

#[test]
fn absurd_numbers_and_false_totals_are_e601() {
    let county = county();
    for (from, to) in [
        ("\"price_fen\": 5", "\"price_fen\": 9000000000000000000"),
        ("\"price_fen\": 5", "\"price_fen\": 1e3"),
        ("\"price_fen\": 5", "\"price_fen\": -99999999999999999999999"),
        ("\"total\": 0", "\"total\": 1"),
        ("\"total_yuan\": 0.0", "\"total_yuan\": 1e308"),
        ("\"fixed\": 0", "\"fixed\": 9223372036854775807"),
    ] {
        assert!(codes(&altered(from, to), &county).iter().all(|code| *code == Code::E601), "{to}");
    }
}

#[test]
fn a_real_plan_fits_the_schema_and_is_still_valid_when_read_back() {
    let case = plan_support::valley();

    let text = to_json(&case.plan, &case.county);
    let document = serde_json::from_str(&text).unwrap();
    let read = from_json(&text, &case.county).unwrap();

    let errors: Vec<String> = schema().iter_errors(&document).map(|error| error.to_string()).collect();
    assert_eq!(errors, Vec::<String>::new());
    assert_eq!(check(&case.county, &case.located, &read), []);
    assert_eq!(to_json(&read, &case.county), text);
}
