//! Break one thing in a valid plan: exactly that rule fires.

mod plan_support;

use mabang::check::{Rule, check};
use mabang::county::{Break, Break as Pause, OrderId, Service, SiteId, TemperatureClass, VehicleTypeId};
use mabang::plan::{Action, Freshness, Round, Stop};
use mabang::units::{
    Celsius, Fen, Grams, Joules, Litres, Metres, Moment, Seconds, Term, ThermalAge, WattHours, Window,
};
use plan_support::{Case, TRIKE, VAN, valley};
use std::collections::BTreeSet;
use std::sync::OnceLock;

fn case() -> Case {
    static CASE: OnceLock<Case> = OnceLock::new();
    CASE.get_or_init(valley).clone()
}

fn fired(case: &Case) -> BTreeSet<&'static str> {
    check(&case.county, &case.located, &case.plan).iter().map(|violation| violation.rule.name()).collect()
}

impl Case {
    fn id(&self, code: &str) -> OrderId {
        self.county.order_ids().find(|id| self.county.order(*id).code == code).unwrap()
    }

    fn order(&mut self, code: &str) -> &mut mabang::county::Order {
        let id = self.id(code);
        &mut self.county.orders[id.index()]
    }

    fn find(&self, code: &str, action: Action) -> (usize, usize, usize) {
        let id = self.id(code);
        for (r, round) in self.plan.rounds.iter().enumerate() {
            for (t, trip) in round.trips.iter().enumerate() {
                for (s, stop) in trip.stops.iter().enumerate() {
                    if stop.order == id && stop.action == action {
                        return (r, t, s);
                    }
                }
            }
        }
        panic!("`{code}` is not served")
    }

    fn stop_of(&mut self, code: &str, action: Action) -> &mut Stop {
        let (round, trip, stop) = self.find(code, action);
        &mut self.plan.rounds[round].trips[trip].stops[stop]
    }

    fn stop(&mut self, code: &str) -> &mut Stop {
        self.stop_of(code, Action::Deliver)
    }

    fn freshness(&mut self, code: &str) -> &mut Freshness {
        self.stop(code).freshness.as_mut().unwrap()
    }

    fn round(&mut self, kind: VehicleTypeId) -> &mut Round {
        self.plan.rounds.iter_mut().find(|round| round.vehicle_type == kind).unwrap()
    }

    fn kind(&mut self, kind: VehicleTypeId) -> &mut mabang::county::VehicleType {
        &mut self.county.vehicle_types[kind.index()]
    }
}

#[test]
fn a_plan_as_it_was_built_breaks_nothing() {
    let case = case();

    assert_eq!(check(&case.county, &case.located, &case.plan), []);
}

#[test]
fn the_valley_has_what_the_mutations_need() {
    let mut case = case();

    assert_eq!(case.plan.rounds.len(), 3);
    assert_eq!(case.round(VAN).trips.len(), 2);
    assert!(case.round(VAN).stops().any(|stop| stop.rest.is_some()));
    assert!(case.stop_of("plum", Action::Collect).precooled);
    assert!(case.stop("late").late > Seconds::ZERO);
    assert!(case.plan.breakdown[Term::Spoilage] > Fen::ZERO);
    assert!(case.plan.breakdown[Term::Refrigeration] > Fen::ZERO);
    assert!(case.plan.breakdown[Term::Carbon] > Fen::ZERO);
}

type Mutation = (&'static str, fn(&mut Case));

const NAMED: &[Mutation] = &[
    ("other_county", |case| case.plan.county = "elsewhere".into()),
    ("other_date", |case| case.plan.date = "2026-07-09".into()),
    ("unknown_vehicle_type", |case| case.plan.rounds[0].vehicle_type = VehicleTypeId(9)),
    ("unknown_order", |case| case.stop("pork").order = OrderId(99)),
    ("unknown_order", |case| case.plan.unserved[0].order = OrderId(99)),
    ("unknown_site", |case| case.plan.rounds[0].trips[0].to = SiteId(9)),
    ("unknown_compartment", |case| case.stop("pork").compartment = 2),
    ("empty_round", |case| {
        let empty = Round { number: 2, trips: vec![], ..case.round(VAN).clone() };
        case.plan.rounds.push(empty);
    }),
    // What flies and how is broken in `tests/flights.rs`, rule by rule.
    ("air", |case| case.plan.air = Some(mabang::plan::Air::default())),
    ("relay", |case| {
        let mut whole = case.county.orders[0].clone();
        whole.code = "of another day".into();
        let parts = vec![mabang::relay::Part::default(); 2];
        case.plan.relays.push(mabang::relay::Relay { order: OrderId(0), whole, parts });
    }),
    ("empty_trip", |case| case.plan.rounds[0].trips[1].stops.clear()),
];

const ORDERS: &[Mutation] = &[
    ("order_missing", |case| {
        let another = case.order("pork").clone();
        case.county.orders.push(another);
    }),
    ("order_twice", |case| {
        // Listed as left out, with its price, although it is served.
        let order = case.id("pork");
        let price = case.order("pork").price_out;
        let listed = mabang::plan::Unserved { order, price, ..case.plan.unserved[0].clone() };
        case.plan.unserved.push(listed);
        case.plan.breakdown[Term::Unserved] += price;
    }),
    ("wrong_action", |case| case.stop("pork").action = Action::Collect),
    ("half_transfer", |case| {
        // Dropped before it was picked up. Both doors are one place and the letter weighs nothing,
        // so only its freshness moves along.
        let (r, t, s) = case.find("letter", Action::PickUp);
        let stops = &mut case.plan.rounds[r].trips[t].stops;
        let arrived = stops[s + 1].freshness.take().map(|told| Freshness { at: stops[s].end, ..told });
        stops[s].freshness = arrived;
        (stops[s].action, stops[s + 1].action) = (Action::DropOff, Action::PickUp);
        let at = stops[s].end;
        let air = case.county.air;
        let place = case.located.drops[stops[s].order.index()].unwrap();
        stops[s].freshness.as_mut().unwrap().temperature = air.at(case.located.height(place), at);
    }),
    ("unserved_price", |case| case.plan.unserved[0].price += Fen(5)),
];

const FLEET: &[Mutation] = &[
    ("vehicle_number", |case| case.round(VAN).number = 3),
    ("vehicle_number", |case| case.round(VAN).number = 0),
    ("vehicle_twice", |case| {
        for round in &mut case.plan.rounds {
            round.number = 1;
        }
    }),
    ("too_many_drivers", |case| case.county.sites[0].drivers = Some(2)),
    ("trip_from", |case| case.plan.rounds[0].trips[0].from = SiteId(1)),
    ("trip_to", |case| case.plan.rounds[0].trips[0].to = SiteId(1)),
    ("order_site", |case| {
        if let Service::Delivery { from, .. } = &mut case.order("pork").service {
            *from = SiteId(1);
        }
    }),
    ("order_site", |case| {
        if let Service::Collection { to, .. } = &mut case.order("plum").service {
            *to = SiteId(1);
        }
    }),
    ("too_many_trips", |case| case.kind(VAN).max_trips = 1),
    ("skills", |case| case.order("second").skills = mabang::county::Skills(1)),
];

const ROADS: &[Mutation] = &[
    ("no_road", |case| {
        let running = case.located.running_of[TRIKE.index()];
        case.located.weights[running].arcs.fill(None);
    }),
    ("leg_duration", |case| case.stop("pork").leg.duration += Seconds(1)),
    ("leg_duration", |case| case.plan.rounds[0].trips[0].home.duration += Seconds(1)),
    ("leg_distance", |case| case.stop("second").leg.distance += Metres(1)),
    ("leg_energy", |case| case.stop("second").leg.energy += Joules(1)),
    ("battery", |case| case.kind(TRIKE).battery = Some(WattHours(50))),
];

const TIMES: &[Mutation] = &[
    ("loading_too_short", |case| {
        let trip = &mut case.round(VAN).trips[1];
        trip.load_start = trip.load_start + Seconds(60);
    }),
    ("trip_overlap", |case| {
        let back = case.round(VAN).trips[0].back;
        case.round(VAN).trips[1].load_start = back - Seconds(60);
    }),
    ("before_shift", |case| {
        let start = case.round(TRIKE).trips[0].load_start;
        case.kind(TRIKE).shift.start = start + Seconds(24 * 3600);
    }),
    ("after_shift", |case| case.kind(TRIKE).shift.end = Moment::at(7, 16)),
    ("arrive", |case| case.stop("pork").arrive = Moment::at(8, 0)),
    ("start_before_arrive", |case| {
        // Starts early and takes longer, so that it ends as before.
        let wait = {
            let stop = case.stop("second");
            stop.start - stop.arrive
        } + Seconds(60);
        let stop = case.stop("second");
        stop.start = stop.start - wait;
        if let Service::Delivery { to, .. } = &mut case.order("second").service {
            to.service += wait;
        }
    }),
    ("end", |case| {
        let stop = case.stop("pork");
        stop.end = stop.end + Seconds(1)
    }),
    ("back", |case| {
        let trip = &mut case.round(VAN).trips[0];
        trip.back = trip.back + Seconds(1)
    }),
    ("outside_window", |case| {
        let start = case.stop("second").start;
        if let Service::Delivery { to, .. } = &mut case.order("second").service {
            to.windows = vec![Window::new(start + Seconds(1), start + Seconds(60)).unwrap()];
        }
    }),
    ("outside_window", |case| {
        // Hard windows: late is not allowed.
        let start = case.stop("second").start;
        if let Service::Delivery { to, .. } = &mut case.order("second").service {
            to.windows = vec![Window::new(start - Seconds(60), start - Seconds(1)).unwrap()];
        }
    }),
    ("late", |case| case.stop("late").late += Seconds(1)),
    ("late", |case| case.stop("pork").late = Seconds(1)),
    ("before_ready", |case| {
        let (r, t, _) = case.find("second", Action::Deliver);
        case.order("second").ready = case.plan.rounds[r].trips[t].depart + Seconds(1);
    }),
    ("before_ready", |case| {
        case.order("return").ready = case.stop_of("return", Action::Collect).start + Seconds(1);
    }),
];

const RESTS: &[Mutation] = &[
    ("rest_before_end", |case| {
        // A longer break that begins while the stop before is still served.
        case.kind(VAN).shift.breaks[0].duration += Seconds(60);
        let stops = case.round(VAN).trips.iter_mut().flat_map(|trip| &mut trip.stops);
        let rest = stops.filter_map(|stop| stop.rest.as_mut()).next().unwrap();
        rest.start = rest.start - Seconds(60);
    }),
    ("rest_unknown", |case| case.kind(VAN).shift.breaks.clear()),
    ("rest_missing", |case| {
        let pause = Pause { earliest: Moment::at(7, 20), latest: Moment::at(7, 40), duration: Seconds(77) };
        case.kind(VAN).shift.breaks.push(pause);
    }),
    ("rest_missing", |case| {
        let pause: Break =
            Break { earliest: Moment::at(7, 0), latest: Moment::at(7, 16), duration: Seconds(600) };
        case.kind(TRIKE).shift.breaks.push(pause);
    }),
];

const LOADS: &[Mutation] = &[
    ("depart_load", |case| case.plan.rounds[0].trips[0].load += Grams(1)),
    ("stop_load", |case| case.stop("pork").load += Grams(1)),
    ("overload", |case| case.kind(TRIKE).payload = Grams(19_999)),
    ("overload", |case| case.kind(VAN).payload = Grams(99_999)),
    ("overfull", |case| case.kind(TRIKE).compartments[0].litres = Litres(59)),
    ("overfull", |case| case.kind(VAN).compartments[1].litres = Litres(119)),
    ("compartment", |case| case.county.goods[2].carried = vec![TemperatureClass::Frozen]),
    ("compartment", |case| case.county.goods[2].coldest = Some(Celsius(5.0))),
    ("compartment_changed", |case| case.stop_of("letter", Action::DropOff).compartment = 1),
];

const FRESH: &[Mutation] = &[
    ("no_precooler", |case| case.stop("pork").precooled = true),
    ("no_precooler", |case| case.stop_of("return", Action::Collect).precooled = true),
    ("precool_choice", |case| case.stop_of("plum", Action::Collect).precooled = false),
    ("freshness_missing", |case| case.stop("pork").freshness = None),
    ("freshness_misplaced", |case| {
        let told = *case.freshness("pork");
        case.stop_of("letter", Action::PickUp).freshness = Some(told);
    }),
    ("freshness_at", |case| {
        let told = case.freshness("pork");
        told.at = told.at + Seconds(1)
    }),
    ("freshness_temperature", |case| case.freshness("pork").temperature = Celsius(5.0)),
    ("freshness_temperature", |case| case.freshness("second").temperature = Celsius(f64::NAN)),
    ("freshness_age", |case| case.freshness("pork").age.0 *= 1.001),
    ("freshness_age", |case| case.freshness("vaccine").age = ThermalAge(f64::NAN)),
    ("freshness_value", |case| case.freshness("pork").value += Fen(1)),
    ("freshness_lost", |case| case.freshness("pork").lost += Fen(2)),
];

fn exactly_these_fire(mutations: &[Mutation]) {
    for (index, (rule, mutate)) in mutations.iter().enumerate() {
        let mut case = case();

        mutate(&mut case);

        assert_eq!(fired(&case), BTreeSet::from([*rule]), "mutation {index}");
    }
}

#[test]
fn names_that_do_not_exist_fire_their_rule() {
    exactly_these_fire(NAMED);
}

#[test]
fn orders_served_wrongly_fire_their_rule() {
    exactly_these_fire(ORDERS);
}

#[test]
fn vehicles_and_drivers_that_are_not_there_fire_their_rule() {
    exactly_these_fire(FLEET);
}

#[test]
fn drives_that_are_not_the_roads_fire_their_rule() {
    exactly_these_fire(ROADS);
}

#[test]
fn times_that_do_not_follow_fire_their_rule() {
    exactly_these_fire(TIMES);
}

#[test]
fn rests_that_are_not_taken_as_told_fire_their_rule() {
    exactly_these_fire(RESTS);
}

#[test]
fn loads_that_do_not_fit_fire_their_rule() {
    exactly_these_fire(LOADS);
}

#[test]
fn freshness_that_does_not_follow_fires_its_rule() {
    exactly_these_fire(FRESH);
}

#[test]
fn each_term_of_a_round_that_is_not_true_fires_its_rule() {
    for term in Term::ALL {
        let mut case = case();

        case.plan.rounds[0].breakdown[term] += Fen(100);

        let broken = check(&case.county, &case.located, &case.plan);
        assert!(
            matches!(&broken[..], [one] if matches!(one.rule, Rule::RoundTerm { term: of, .. } if of == term))
        );
    }
}

#[test]
fn each_term_of_the_plan_that_is_not_the_sum_fires_its_rule() {
    for term in Term::ALL {
        let mut case = case();

        case.plan.breakdown[term] -= Fen(1);

        let broken = check(&case.county, &case.located, &case.plan);
        assert!(
            matches!(&broken[..], [one] if matches!(one.rule, Rule::PlanTerm { term: of, .. } if of == term))
        );
    }
}

#[test]
fn every_rule_has_a_mutation() {
    let tables = [NAMED, ORDERS, FLEET, ROADS, TIMES, RESTS, LOADS, FRESH];
    let mut tried: BTreeSet<&str> = tables.into_iter().flatten().map(|(rule, _)| *rule).collect();
    tried.extend(["round_term", "plan_term"]);
    tried.extend(["order_gone", "not_as_before", "not_on_board", "before_freeze"]);

    assert_eq!(tried, Rule::NAMES.iter().copied().collect());
}
