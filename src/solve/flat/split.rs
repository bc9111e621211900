//! Dividing a solution among walkers, so that all work on the same one.
//!
//! Source for the idea: Santini, Schneider, Vidal and Vigo (2023), Decomposition
//! strategies for vehicle routing heuristics, INFORMS Journal on Computing 35(3),
//! doi:10.1287/ijoc.2023.1288.

use super::Flat;
use super::route::Route;
use super::state::State;
use crate::units::Dice;

/// Parts of routes near to each other, around routes that the dice choose, and the orders of
/// each. Absent orders and vehicles at home go to the first.
pub fn split(flat: &Flat, whole: &State, parts: usize, dice: &mut Dice) -> Vec<(State, Vec<u32>)> {
    let routes: Vec<&Route> = whole.routes.iter().filter(|route| !route.is_empty()).collect();
    let centres = centres(flat, &routes, parts, dice);
    let mut groups: Vec<Vec<&Route>> = vec![Vec::new(); parts];
    let mut sorted: Vec<Vec<(i64, usize)>> = Vec::with_capacity(parts);
    for &centre in &centres {
        let mut far: Vec<_> =
            routes.iter().enumerate().map(|(index, route)| (apart(flat, route, centre), index)).collect();
        far.sort_unstable_by(|one, other| other.cmp(one));
        sorted.push(far);
    }
    let mut taken = vec![false; routes.len()];
    for turn in 0..routes.len() {
        let part = turn % parts;
        while let Some((_, route)) = sorted[part].pop() {
            if !std::mem::replace(&mut taken[route], true) {
                groups[part].push(routes[route]);
                break;
            }
        }
    }
    groups.iter().enumerate().map(|(part, group)| State::part(flat, whole, group, part == 0)).collect()
}

/// Tasks that are each far from those before, as far as a few tries find them.
fn centres(flat: &Flat, routes: &[&Route], parts: usize, dice: &mut Dice) -> Vec<u32> {
    let table = &flat.tables[flat.kinds[0].metres];
    let mut any = || {
        let route = routes[dice.below(routes.len())];
        route.stops[1 + dice.below(route.stops.len() - 2)].node
    };
    let mut centres = vec![any()];
    while centres.len() < parts {
        let lonely = |task: u32| centres.iter().map(|&centre| table.at(centre, task)).min();
        let tries: Vec<u32> = (0..4).map(|_| any()).collect();
        let best = tries.into_iter().max_by_key(|&task| lonely(task)).expect("four were tried");
        centres.push(best);
    }
    centres
}

/// Mean metres of a route's tasks from another task.
fn apart(flat: &Flat, route: &Route, centre: u32) -> i64 {
    let from = flat.tables[flat.kinds[route.kind].metres].from(centre);
    route.visits().map(|task| i64::from(from[task as usize])).sum::<i64>() / route.visits().len() as i64
}
