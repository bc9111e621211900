//! Estimates are near what the walk says, goods in cooled compartments included.

use crate::county::{TemperatureClass, VehicleType};
use crate::model::Problem;
use crate::model::sample::{PLUM, Sample, VACCINE, compartment, van};
use crate::route::Walker;
use crate::solve::context::Context;
use crate::solve::insert::{How, rank_line};
use crate::solve::line::Line;
use crate::units::{Fen, Grams, Moment};

/// Orders of one kind of goods that a cooled truck serves along a road.
fn cooled(collects: bool, goods: crate::county::GoodsId) -> Problem {
    let mut sample = Sample::new();
    let compartments = vec![compartment(TemperatureClass::Chilled, 4_000, Some(4.0))];
    sample.vehicle(VehicleType { count: 1, compartments, ..van() });
    for order in 0..8 {
        let at = (2_000 + order * 900, order % 3 * 700);
        let set = |order: &mut crate::county::Order| {
            order.goods = goods;
            order.mass = Grams(40_000);
            order.value = Fen(60_000);
            order.ready = if collects { Moment::at(7, 0) } else { order.ready };
        };
        if collects {
            sample.collection(at, set)
        } else {
            sample.delivery(at, set)
        };
    }
    sample.problem()
}

/// By gap: the estimate for the last order in a round of all others, and what it costs.
fn estimates(problem: &Problem) -> Vec<(f64, f64)> {
    let context = Context::new(problem);
    let mut walker = Walker::new(problem);
    let last = problem.jobs.len() - 1;
    let tasks: Vec<_> = problem.jobs[..last].iter().flat_map(|job| job.tasks()).collect();
    let ends = vec![tasks.len() as u32];
    let line = Line::build(&context, &mut walker, 0, tasks, ends).unwrap();
    let mut places = Vec::new();
    rank_line(&context, &line, last as u32, &mut places);
    let exact = |how: How| {
        let How::Gap { place, .. } = how else { return None };
        let mut tasks = line.tasks.clone();
        tasks.insert(place as usize, problem.jobs[last].first);
        let cost = walker.cost(0, &tasks, &[tasks.len() as u32])?;
        Some((cost - line.cost) as f64)
    };
    let mut exact = exact;
    places.iter().filter_map(|place| Some((place.estimate, exact(place.how)?))).collect()
}

#[test]
fn waiting_plums_and_opened_doors_are_in_the_estimate() {
    for (collects, goods) in [(true, PLUM), (false, PLUM), (false, VACCINE)] {
        let found = estimates(&cooled(collects, goods));
        assert!(found.len() >= 6, "{collects} {goods:?}: {found:?}");
        for (estimate, exact) in &found {
            let off = (estimate - exact).abs();
            assert!(off < 500.0 + 0.1 * exact.abs(), "{collects} {goods:?}: {estimate:.0} for {exact:.0}");
        }
    }
}
