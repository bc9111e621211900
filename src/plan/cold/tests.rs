//! A degree and a litre, against days that have them.

use super::*;
use crate::county::{TemperatureClass, VehicleType};
use crate::model::sample::{PLUM, Sample, compartment, van};
use crate::solve::{Options, Outcome, solve};
use crate::units::{Litres, Never, Silent};

/// Plums for more room than two small cold boxes have, in warm air.
fn plums() -> Sample {
    let mut sample = Sample::new();
    sample.county.air.mean = Celsius(28.0);
    let rooms = vec![
        compartment(TemperatureClass::Ambient, 2_000, None),
        compartment(TemperatureClass::Chilled, 100, Some(6.0)),
    ];
    sample.vehicle(VehicleType { count: 2, compartments: rooms, ..van() });
    for number in 0..7 {
        sample.delivery((4_000 + 900 * number, 700 * number), |order| {
            order.goods = PLUM;
            order.volume = Litres(37);
            order.value = Fen(80_000);
            order.price_out = Fen(60_000);
        });
    }
    sample
}

fn solved(problem: &Problem) -> Outcome {
    solve(problem, &Options { seed: 2, iterations: Some(400) }, &Never, &Silent)
}

fn cost(problem: &Problem, solution: &Solution) -> Fen {
    solution.routes.iter().map(|round| route::walk(problem, round).unwrap().breakdown.total()).sum()
}

#[test]
fn a_degree_is_worth_what_the_same_rounds_cost_less_in_colder_vehicles() {
    let mut sample = plums();
    let problem = sample.problem();
    let outcome = solved(&problem);
    let worth = cold_worth(&sample.county, &problem, &outcome.solution);

    let room = &mut sample.county.vehicle_types[0].compartments[1];
    room.set_point = Some(Celsius(5.0));
    room.watts *= 23.0 / 22.0;
    let colder = sample.problem();

    let saved = cost(&problem, &outcome.solution) - cost(&colder, &outcome.solution);
    assert!(saved > Fen(0), "{saved:?}");
    assert_eq!(worth.len(), 1, "the open compartment is not cooled");
    assert_eq!((worth[0].compartment, worth[0].degree), (1, Some(saved)));
}

#[test]
fn a_degree_that_hurts_the_goods_has_no_worth() {
    let mut sample = plums();
    sample.county.goods[PLUM.index()].coldest = Some(Celsius(5.5));
    let problem = sample.problem();
    let outcome = solved(&problem);

    let worth = cold_worth(&sample.county, &problem, &outcome.solution);

    assert_eq!(worth[0].degree, None);
}

#[test]
fn so_many_litres_more_save_that_much_and_one_litre_less_does_not() {
    let mut sample = plums();
    let problem = sample.problem();
    let outcome = solved(&problem);
    assert!(!outcome.solution.unserved.is_empty(), "there is too little room");
    let room = cold_worth(&sample.county, &problem, &outcome.solution)[0].room.unwrap();
    let least = |sample: &Sample, litres: i64| {
        let mut wider = sample.problem();
        wider.kinds[0].holds[1].litres += litres;
        let modes = Scales::new(&wider, &outcome.solution).unwrap().modes(room.order, &|_| false);
        modes.road
    };
    let price = |found: Option<Fen>| found.map_or(Fen(60_000), |fen| fen.min(Fen(60_000)));
    let now = price(least(&sample, 0));

    assert_eq!(price(least(&sample, room.litres.0)), now - room.saved);
    assert_eq!(price(least(&sample, room.litres.0 - 1)), now);
    // With room for all of them, no litre more is worth anything.
    sample.county.vehicle_types[0].compartments[1].litres = Litres(1_000);
    let problem = sample.problem();
    let outcome = solved(&problem);
    assert_eq!(cold_worth(&sample.county, &problem, &outcome.solution)[0].room, None);
}
