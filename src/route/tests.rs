//! Walks worked out by hand. The sample's roads take 0.1 s a metre; its van costs 100 yuan a day,
//! 2 yuan a km, 30 yuan an hour, loads for half an hour from 08:00 on and serves in 5 minutes.

use super::*;
use crate::county::{Break, OrderId, Shift, TemperatureClass, VehicleType, VehicleTypeId};
use crate::model::sample::{PLUM, Sample, VACCINE, compartment, van};
use crate::units::{Fen, Grams, Moment, Seconds, Term, Window};

fn route(problem: &Problem, trips: &[&[OrderId]]) -> Route {
    let tasks = |trip: &&[OrderId]| trip.iter().flat_map(|&order| problem.job(order).tasks()).collect();
    Route { vehicle_type: VehicleTypeId(0), trips: trips.iter().map(tasks).collect() }
}

fn between(order: &mut crate::county::Order, open: Moment, close: Moment) {
    let window = vec![Window::new(open, close).unwrap()];
    match &mut order.service {
        crate::county::Service::Delivery { to: door, .. }
        | crate::county::Service::Collection { from: door, .. }
        | crate::county::Service::Transfer { from: door, .. } => door.windows = window,
    }
}

#[test]
fn one_parcel_costs_the_day_the_way_and_the_time() {
    let mut sample = Sample::new();
    sample.vehicle(van());
    let parcel = sample.delivery((3_600, 0), |_| ());
    let problem = sample.problem();

    let schedule = walk(&problem, &route(&problem, &[&[parcel]])).unwrap();

    // Loaded 08:00 to 08:30, there 08:36, served until 08:41, back 08:47: 47 minutes, 23.50 yuan.
    assert_eq!(schedule.trips[0].depart, Moment::at(8, 30));
    assert_eq!(schedule.trips[0].visits[0].end, Moment::at(8, 41));
    assert_eq!(schedule.trips[0].back, Moment::at(8, 47));
    assert_eq!(schedule.breakdown[Term::Time], Fen(2_350));
    // 7.2 km, 14.40 yuan. 7.2 MJ and 0.0108 MJ for 10 kg one way: 1.51 yuan of diesel.
    assert_eq!(schedule.breakdown[Term::Distance], Fen(1_440));
    assert_eq!(schedule.breakdown[Term::Energy], Fen(151));
    assert_eq!(schedule.breakdown.total(), Fen(10_000 + 2_350 + 1_440 + 151));
}

#[test]
fn plums_age_from_departure_to_the_end_of_their_service() {
    let mut sample = Sample::new();
    sample.vehicle(van());
    let plums = sample.delivery((3_600, 0), |order| order.goods = PLUM);
    let problem = sample.problem();

    let schedule = walk(&problem, &route(&problem, &[&[plums]])).unwrap();

    // 11 minutes at 20 °C of a life of two days there: 660 of 172,800 s of 100 yuan.
    assert_eq!(schedule.breakdown[Term::Spoilage], Fen(38));
}

#[test]
fn a_vehicle_that_would_wait_leaves_later() {
    let mut sample = Sample::new();
    sample.vehicle(van());
    let harvest = sample.collection((3_600, 0), |order| order.ready = Moment::at(10, 0));
    let problem = sample.problem();

    let schedule = walk(&problem, &route(&problem, &[&[harvest]])).unwrap();

    // There at 10:00 sharp, so away at 09:54 and loading at 09:24; back 10:11. Still 47 minutes.
    assert_eq!(schedule.trips[0].load_start, Moment::at(9, 24));
    assert_eq!(schedule.trips[0].back, Moment::at(10, 11));
    assert_eq!(schedule.breakdown[Term::Time], Fen(2_350));
}

fn with_lunch() -> VehicleType {
    let lunch = Break { earliest: Moment::at(11, 0), latest: Moment::at(12, 0), duration: Seconds(1_800) };
    VehicleType { shift: Shift { breaks: vec![lunch], ..van().shift }, ..van() }
}

#[test]
fn lunch_is_taken_where_the_vehicle_would_wait_anyway() {
    let mut sample = Sample::new();
    sample.vehicle(with_lunch());
    let early = sample.delivery((3_600, 0), |order| between(order, Moment::at(8, 0), Moment::at(8, 40)));
    let late = sample.delivery((7_200, 0), |order| between(order, Moment::at(12, 30), Moment::at(13, 0)));
    let problem = sample.problem();

    let schedule = walk(&problem, &route(&problem, &[&[early, late]])).unwrap();

    // Served until 08:41 or some minutes later, parked there, at rest from 11:00 to 11:30, and
    // at the second door long before 12:30.
    let second = &schedule.trips[0].visits[1];
    assert_eq!(second.rest, Some((Moment::at(11, 0), Moment::at(11, 30))));
    assert_eq!(second.arrive, Moment::at(11, 36));
    assert_eq!(second.start, Moment::at(12, 30));
}

#[test]
fn a_round_that_starts_after_lunch_time_needs_no_rest() {
    let mut sample = Sample::new();
    sample.vehicle(with_lunch());
    let late = sample.delivery((3_600, 0), |order| between(order, Moment::at(14, 0), Moment::at(15, 0)));
    let problem = sample.problem();

    let schedule = walk(&problem, &route(&problem, &[&[late]])).unwrap();

    assert_eq!(schedule.trips[0].load_start, Moment::at(13, 24));
    assert_eq!(schedule.trips[0].visits[0].rest, None);
}

#[test]
fn a_second_trip_loads_when_the_first_is_back() {
    let mut sample = Sample::new();
    sample.vehicle(VehicleType { max_trips: 2, ..van() });
    let [one, two] = [0, 1].map(|_| sample.delivery((3_600, 0), |order| order.mass = Grams(600_000)));
    let problem = sample.problem();

    let together = walk_or_why(&problem, &route(&problem, &[&[one, two]]));
    let apart = walk(&problem, &route(&problem, &[&[one], &[two]])).unwrap();

    assert_eq!(together, Err(Broken::Mass));
    assert_eq!(apart.trips[1].load_start, Moment::at(8, 47));
    assert_eq!(apart.trips[1].back, Moment::at(9, 34));
    assert_eq!(apart.breakdown[Term::Fixed], Fen(10_000));
}

#[test]
fn a_transfer_is_picked_up_before_it_is_dropped() {
    let mut sample = Sample::new();
    sample.vehicle(van());
    let transfer = sample.transfer((3_600, 0), (7_200, 0), |_| ());
    let problem = sample.problem();
    let mut wrong = route(&problem, &[&[transfer]]);

    assert!(walk(&problem, &wrong).is_some());
    wrong.trips[0].reverse();
    assert_eq!(walk_or_why(&problem, &wrong), Err(Broken::Transfer));
}

#[test]
fn medicine_counts_the_doors_opened_before_its_own() {
    let mut sample = Sample::new();
    let cold = compartment(TemperatureClass::Chilled, 500, Some(5.0));
    sample.vehicle(VehicleType { compartments: vec![cold], ..van() });
    let [one, two] = [3_600, 7_200].map(|far| sample.delivery((far, 0), |order| order.goods = VACCINE));
    let problem = sample.problem();

    let schedule = walk(&problem, &route(&problem, &[&[one, two]])).unwrap();

    // The first door costs the second dose 2 of its 30 minutes. Nothing is lost.
    let ages: Vec<f64> = schedule.trips[0].visits.iter().map(|visit| visit.arrival.unwrap().1.0).collect();
    assert_eq!(ages, [0.0, 120.0 / 1_800.0]);
    assert_eq!(schedule.breakdown[Term::Spoilage], Fen(0));
    // 1.5 kW for 24 minutes of driving and 10 of service.
    let seconds = (schedule.trips[0].back - schedule.trips[0].depart).0;
    assert_eq!(seconds, 2 * 720 + 2 * 300);
    assert_eq!(schedule.breakdown[Term::Refrigeration], Fen::rounded(75_300.0 * 1_500.0 * 2_040.0 / 3.6e9));
}

#[test]
fn cost_and_schedule_are_one_walk() {
    let mut sample = Sample::new();
    sample.vehicle(with_lunch());
    let plums = sample.delivery((9_000, 1_000), |order| order.goods = PLUM);
    let harvest = sample.collection((5_000, 2_000), |order| order.goods = PLUM);
    let problem = sample.problem();
    let (tasks, ends) = flatten(&route(&problem, &[&[plums, harvest]]));

    let mut walker = Walker::new(&problem);
    let cost = walker.cost(0, &tasks, &ends).unwrap();

    assert_eq!(cost, walker.schedule(0, &tasks, &ends).unwrap().breakdown.total().0);
}
