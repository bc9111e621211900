//! Whole routes chosen from a pool, as a mixed-integer program: (R1) to (R5) with each customer
//! visited once.

use super::super::instance::{Lrp, Route};
use super::master::{Opening, cost};
use crate::lp::{self, Column, Limits, Program, Row};
use crate::units::Stop;
use std::collections::HashSet;

/// A better solution than the one that costs `ceiling`, if the pool holds one and time allows.
#[must_use]
pub fn choose(
    lrp: &Lrp,
    openings: &[Opening],
    pool: Vec<Route>,
    known: &[Route],
    ceiling: f64,
    stop: &dyn Stop,
) -> Option<Vec<Route>> {
    let mut seen = HashSet::new();
    let is_route = |route: &Route| {
        let once: HashSet<usize> = route.customers.iter().copied().collect();
        once.len() == route.customers.len()
    };
    let mut pool: Vec<Route> = pool.into_iter().filter(is_route).collect();
    pool.retain(|route| seen.insert((route.depot, sorted(&route.customers))));
    let program = program(lrp, openings, &pool);
    let start = start(openings, &pool, known);
    let limits = Limits { seconds: None, gap: 1e-6, stop };
    let answer = lp::solve(&program, &limits, start.as_deref()).ok()?;
    let values = answer.values.get(openings.len()..)?;
    let routes: Vec<Route> = pool.into_iter().zip(values).filter(|it| *it.1 > 0.5).map(|it| it.0).collect();
    let better = lrp.judge(&routes).is_ok_and(|cost| cost < ceiling * (1.0 - 1e-9));
    better.then_some(routes)
}

fn sorted(customers: &[usize]) -> Vec<usize> {
    let mut sorted = customers.to_vec();
    sorted.sort_unstable();
    sorted
}

fn program(lrp: &Lrp, openings: &[Opening], pool: &[Route]) -> Program {
    let binary = |cost: f64| Column { cost, lower: 0.0, upper: 1.0, integer: true };
    let mut program = Program::default();
    program.columns.extend(openings.iter().map(|opening| binary(opening.cost)));
    program.columns.extend(pool.iter().map(|route| binary(cost(lrp, route))));
    let mut visits = vec![Vec::new(); lrp.customers()];
    let mut loads = vec![Vec::new(); lrp.depots.len()];
    for (number, route) in pool.iter().enumerate() {
        let column = openings.len() + number;
        route.customers.iter().for_each(|&customer| visits[customer].push((column, 1.0)));
        let load: f64 = route.customers.iter().map(|&customer| lrp.demand[customer]).sum();
        loads[route.depot].push((column, load));
    }
    let exactly = |entries: Vec<(usize, f64)>| Row { lower: 1.0, upper: 1.0, entries };
    program.rows.extend(visits.into_iter().map(exactly));
    program.rows.push(exactly((0..openings.len()).map(|set| (set, 1.0)).collect()));
    for (depot, mut entries) in loads.into_iter().enumerate() {
        let of = openings.iter().enumerate().filter(|it| it.1.depots.contains(&depot));
        entries.extend(of.map(|(set, _)| (set, -lrp.depots[depot].capacity * (1.0 + 1e-9))));
        program.rows.push(Row { lower: f64::NEG_INFINITY, upper: 0.0, entries });
    }
    program
}

/// The known solution in the program's columns.
fn start(openings: &[Opening], pool: &[Route], known: &[Route]) -> Option<Vec<f64>> {
    let mut values = vec![0.0; openings.len() + pool.len()];
    let used: HashSet<usize> = known.iter().map(|route| route.depot).collect();
    let fits = |opening: &&Opening| used.iter().all(|depot| opening.depots.contains(depot));
    let set = openings.iter().filter(fits).min_by(|a, b| a.cost.total_cmp(&b.cost))?;
    let set = openings.iter().position(|opening| opening == set)?;
    values[set] = 1.0;
    let key = |route: &Route| (route.depot, sorted(&route.customers));
    let wanted: HashSet<(usize, Vec<usize>)> = known.iter().map(key).collect();
    for (number, route) in pool.iter().enumerate() {
        if wanted.contains(&key(route)) {
            values[openings.len() + number] = 1.0;
        }
    }
    Some(values)
}
