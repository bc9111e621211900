//! Days are never dearer here than on the road, searches miss none, and bounds are below plans.

use super::search::Tolls;
use super::*;
use crate::cold::LossCurve;
use crate::county::{Break, Keeping, TemperatureClass, VehicleType, VehicleTypeId};
use crate::model::TaskId;
use crate::model::sample::{PLUM, Sample, compartment, van};
use crate::solve::{self, Options};
use crate::units::{Celsius, Dice, Grams, Moment, Never, Seconds, Silent, Window};

/// Deliveries, fruit that waits to be collected and is held cool, late service, a rest, several
/// trips.
fn rich(seed: u64) -> Sample {
    let mut dice = Dice::new(seed, 1);
    let mut sample = Sample::new();
    if seed.is_multiple_of(5)
        && let Keeping::Decays { curve, .. } = &mut sample.county.goods[PLUM.index()].keeping
    {
        *curve = LossCurve::Exponential { beta: 0.5 };
    }
    let mut vehicle = VehicleType { count: 2, max_trips: 1 + (seed % 3) as u32, ..van() };
    vehicle.payload = Grams(400_000);
    if seed.is_multiple_of(2) {
        let pause =
            Break { earliest: Moment::at(11, 0), latest: Moment::at(12, 30), duration: Seconds(1_800) };
        vehicle.shift.breaks = vec![pause];
    }
    if seed % 4 < 2 {
        sample.county.air.mean = Celsius(28.0);
        let open = compartment(TemperatureClass::Ambient, 2_000, None);
        vehicle.compartments = vec![open, compartment(TemperatureClass::Chilled, 2_000, Some(6.0))];
    }
    sample.vehicle(vehicle.clone());
    sample.vehicle(VehicleType { code: "other".into(), count: 1, reload: Seconds(0), ..vehicle });
    for order in 0..7 {
        let at = (dice.below(60_000) as i64 - 30_000, dice.below(60_000) as i64 - 30_000);
        let mass = Grams(50_000 + dice.below(150_000) as i64);
        let ready = Moment::at(6 + dice.below(5) as i64, 0);
        let price = Fen(dice.below(60_000) as i64);
        if order % 2 == 0 {
            sample.delivery(at, |order| {
                (order.price_out, order.mass) = (price, mass);
                let window = Window::new(Moment::at(8, 0), Moment::at(9, 0)).expect("in order");
                if seed.is_multiple_of(3)
                    && let crate::county::Service::Delivery { to, .. } = &mut order.service
                {
                    to.windows = vec![window];
                    order.late_per_hour = Some(Fen(2_000));
                }
            });
        } else {
            sample.collection(at, |order| {
                (order.goods, order.ready, order.mass, order.value) = (PLUM, ready, mass, Fen(80_000));
            });
        }
    }
    sample
}

fn graphs(problem: &Problem) -> Vec<Graph> {
    (0..problem.kinds.len()).map(|kind| Graph::new(problem, kind)).collect()
}

/// Some tasks in some order, in one to three trips.
fn round(problem: &Problem, dice: &mut Dice) -> Route {
    let mut tasks: Vec<TaskId> = (0..problem.tasks.len() as u32).map(TaskId).collect();
    for place in (1..tasks.len()).rev() {
        tasks.swap(place, dice.below(place + 1));
    }
    tasks.truncate(1 + dice.below(4));
    let size = tasks.len().div_ceil(1 + dice.below(3));
    let vehicle_type = VehicleTypeId(dice.below(problem.kinds.len()) as u32);
    Route { vehicle_type, trips: tasks.chunks(size).map(<[TaskId]>::to_vec).collect() }
}

fn path(graph: &Graph, route: &Route) -> Option<Path> {
    let trips: Option<Vec<Path>> = route.trips.iter().map(|trip| Some(graph.trip(trip)?.nodes)).collect();
    Some(trips?.join(&AGAIN))
}

#[test]
fn no_round_costs_less_on_the_road_than_here() {
    let (mut compared, mut share) = (0, 0.0);
    for seed in 0..20 {
        let problem = rich(seed).problem();
        let graphs = graphs(&problem);
        let roads: Vec<Road> = graphs
            .iter()
            .enumerate()
            .map(|(kind, graph)| Road::new(&problem, kind, graph).unwrap())
            .collect();
        let mut dice = Dice::new(seed, 2);
        for _ in 0..60 {
            let route = round(&problem, &mut dice);
            let Some(walk) = crate::route::walk(&problem, &route) else { continue };
            let kind = route.vehicle_type.index();
            let path = path(&graphs[kind], &route).expect("the walk is there");

            let least = measure(&roads[kind], &path).expect("what is driven can be driven");

            let cost = walk.breakdown.total().as_f64();
            assert!(least <= cost + 1e-6, "seed {seed}: {least} above {cost} for {route:?}");
            compared += 1;
            share += least / cost;
        }
    }
    assert!(compared > 300, "{compared}");
    assert!(share / f64::from(compared) > 0.9, "{}", share / f64::from(compared));
}

/// What is collected first rides to the farther stop and back, and its doors open again there.
#[test]
fn goods_held_cool_lose_on_a_detour_about_what_their_line_says() {
    let mut sample = Sample::new();
    sample.county.air.mean = Celsius(28.0);
    let rooms = vec![compartment(TemperatureClass::Chilled, 2_000, Some(6.0))];
    sample.vehicle(VehicleType { compartments: rooms, ..van() });
    for far in [4_000, 30_000] {
        sample.collection((far, 0), |order| {
            (order.goods, order.ready, order.value) = (PLUM, Moment::at(9, 0), Fen(5_000_000));
        });
    }
    let problem = sample.problem();
    let graphs = graphs(&problem);
    let road = Road::new(&problem, 0, &graphs[0]).unwrap();
    let spoiled = |tasks: &[u32]| {
        let trips = vec![tasks.iter().copied().map(TaskId).collect()];
        let route = Route { vehicle_type: VehicleTypeId(0), trips };
        let breakdown = crate::route::walk(&problem, &route).unwrap().breakdown;
        (breakdown[crate::units::Term::Spoilage], breakdown.total())
    };
    let (together, cost) = spoiled(&[0, 1]);
    let alone = spoiled(&[0]).0 + spoiled(&[1]).0;
    assert!(together - alone > Fen(cost.0 / 20), "the detour costs goods: {together:?}, {alone:?}, {cost:?}");

    let least = measure(&road, &[0, 1]).unwrap();

    assert!(least <= cost.as_f64() && least > 0.98 * cost.as_f64(), "{least} of {cost:?}");
}

#[test]
fn a_search_finds_nothing_dearer_than_any_day_there_is() {
    for seed in 0..8 {
        let problem = rich(seed).problem();
        let graphs = graphs(&problem);
        let mut dice = Dice::new(seed, 3);
        for (kind, graph) in graphs.iter().enumerate() {
            let road = Road::new(&problem, kind, graph).unwrap();
            let paid = graph.nodes.iter().map(|_| dice.below(40_000) as f64).collect();
            let tolls = Tolls { paid, begin: graph.fixed };
            let near = nearest(graph);
            let mut before = f64::NEG_INFINITY;
            for grain in [Grain { parts: 16, loads: 2 }, FIRST] {
                let search = Search::new(&road, &tolls, &near, grain, &Never).unwrap();
                let found = search.run(10, &Never).unwrap();
                for _ in 0..100 {
                    let route = round(&problem, &mut dice);
                    let Some(path) = path(graph, &route).filter(|_| route.trips.len() < 2 || road.reloads)
                    else {
                        continue;
                    };
                    let Some(cost) = measure(&road, &path) else { continue };
                    let paid: f64 = path.iter().filter_map(|&stop| tolls.paid.get(stop as usize)).sum();
                    let reduced = cost - graph.fixed + tolls.begin - paid;
                    assert!(
                        found.least <= reduced + 1e-6,
                        "seed {seed} {grain:?}: {} above {reduced}",
                        found.least
                    );
                }
                before = before.max(found.least);
            }
            assert!(before < 0.0, "some day is worth it");
        }
    }
}

#[test]
fn no_plan_is_cheaper_than_its_bound() {
    let (mut open, mut count) = (0.0, 0);
    for seed in 0..4 {
        let problem = rich(seed).problem();
        let outcome = solve::solve(&problem, &Options { seed: 1, iterations: Some(600) }, &Never, &Silent);

        let bound =
            bound(&problem, &graphs(&problem), &outcome.solution.routes, None, &Never).expect("a bound");

        assert!(bound.value <= outcome.cost, "seed {seed}: {:?} above {:?}", bound.value, outcome.cost);
        assert!(bound.is_complete, "seed {seed}");
        open += 1.0 - bound.value.as_f64() / outcome.cost.as_f64().max(1.0);
        count += 1;
    }
    assert!(open / f64::from(count) < 0.2, "{}", open / f64::from(count));
}
