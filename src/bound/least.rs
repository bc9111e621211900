//! What goods lose at least, however they travel: the shortest way on board, in
//! the coolest hour; and how short the ways out and home can be.

use super::graph::Node;
use crate::model::{Keep, Problem, TaskKind};
use crate::network::Location;
use crate::route::loss;
use crate::units::{HOUR, Moment};

/// Fen by node. The way is the shortest over all stops, so no detour is shorter, and the warmth
/// the least over all ways.
pub fn least_loss(problem: &Problem, kind: usize, nodes: &[Node]) -> Vec<f64> {
    let aged = least_ageing(problem, kind, nodes);
    let lost = |(node, aged): (&Node, Option<f64>)| {
        let job = problem.job_of(node.task);
        aged.map_or(0.0, |aged| loss(job, job.age + aged) as f64)
    };
    nodes.iter().zip(aged).map(lost).collect()
}

/// By node: what its goods age on board at least. `None` where they keep, have a budget, or
/// where it is not sure that they are on board for a while: transfers, and collections that may
/// end at either site.
pub fn least_ageing(problem: &Problem, kind: usize, nodes: &[Node]) -> Vec<Option<f64>> {
    let perishes = |node: &Node| problem.job_of(node.task).perishes();
    if !nodes.iter().any(perishes) {
        return vec![None; nodes.len()];
    }
    let vehicle = &problem.kinds[kind];
    let places = places(problem, nodes);
    let out = least_out(problem, kind, nodes);
    let home = least_home(problem, kind, nodes);
    let ways = warm_ways(problem, kind, &places, nodes);
    let aged = |(index, node): (usize, &Node)| {
        let job = problem.job_of(node.task);
        let Keep::Decays { class, per_warmth, .. } = job.keep else { return None };
        let carriage = job.carriage(kind).filter(|_| job.perishes())?;
        let is_delivery = match problem.kind_of(node.task) {
            TaskKind::Deliver => true,
            TaskKind::Collect if vehicle.start == vehicle.end => false,
            _ => return None,
        };
        let aboard = if is_delivery { out[index] + node.service as f64 } else { home[index] };
        let (there, back) = &ways[class];
        let warmth = if is_delivery { there[index] } else { back[index] }.min(LONG);
        let outside = if carriage.ambient { per_warmth * warmth } else { 0.0 };
        Some(carriage.rate * aboard.min(LONG) + outside)
    };
    nodes.iter().enumerate().map(aged).collect()
}

/// By node: seconds of the shortest way from the vehicle's start, over any stops: at a stop one may
/// turn round, so a way over others can be shorter than the direct one. Infinite where there is
/// none.
pub fn least_out(problem: &Problem, kind: usize, nodes: &[Node]) -> Vec<f64> {
    let out = |from: Location, to: Location| Some(problem.leg(kind, from, to)?.duration.as_f64());
    closure(&places(problem, nodes), problem.kinds[kind].start, &out)
}

/// The same to the vehicle's end, or to its start, where trips end that are not its last.
pub fn least_home(problem: &Problem, kind: usize, nodes: &[Node]) -> Vec<f64> {
    let vehicle = &problem.kinds[kind];
    let back = |from: Location, to: Location| Some(problem.leg(kind, to, from)?.duration.as_f64());
    let to = |home: Location| closure(&places(problem, nodes), home, &back);
    let (end, start) = (to(vehicle.end), to(vehicle.start));
    end.into_iter().zip(start).map(|(end, start)| end.min(start)).collect()
}

fn places(problem: &Problem, nodes: &[Node]) -> Vec<Location> {
    nodes.iter().map(|node| problem.task(node.task).location).collect()
}

/// How warm it is in the coolest hour of the day, as a share of its mean.
pub fn coolest(problem: &Problem, class: usize) -> f64 {
    (0..24).map(|hour| problem.hours(class).at(Moment(hour * HOUR.0))).fold(f64::INFINITY, f64::min)
}

/// Longer than any day, in seconds.
pub const LONG: f64 = 1e9;

/// By warmth class: seconds at 20 °C in the coolest hour from the start to each stop, and from
/// each stop to the end. Empty for classes that no stop needs.
fn warm_ways(
    problem: &Problem,
    kind: usize,
    places: &[Location],
    nodes: &[Node],
) -> Vec<(Vec<f64>, Vec<f64>)> {
    let vehicle = &problem.kinds[kind];
    let class_of = |node: &Node| match problem.job_of(node.task).keep {
        Keep::Decays { class, .. } => Some(class),
        Keep::Keeps | Keep::Limited { .. } => None,
    };
    let classes: Vec<usize> = nodes.iter().filter_map(class_of).collect();
    let ways = |class: usize| {
        if !classes.contains(&class) {
            return Default::default();
        }
        let coolest = coolest(problem, class);
        let warmth = |from: Location, to: Location| {
            problem.leg(kind, from, to).map(|_| coolest * problem.warmth(kind, class, from, to))
        };
        let back = |from: Location, to: Location| warmth(to, from);
        (closure(places, vehicle.start, &warmth), closure(places, vehicle.end, &back))
    };
    (0..classes.iter().max().map_or(0, |&most| most + 1)).map(ways).collect()
}

/// Shortest ways from a root to all places over each other (Dijkstra on a full graph); infinite
/// where there is none.
fn closure(
    places: &[Location],
    root: Location,
    length: &dyn Fn(Location, Location) -> Option<f64>,
) -> Vec<f64> {
    let step = |from: Location, to: Location| if from == to { Some(0.0) } else { length(from, to) };
    let mut far: Vec<f64> = places.iter().map(|&to| step(root, to).unwrap_or(f64::INFINITY)).collect();
    let mut done = vec![false; places.len()];
    for _ in 0..places.len() {
        let open = (0..places.len()).filter(|&at| !done[at]);
        let Some(nearest) = open.min_by(|&one, &other| far[one].total_cmp(&far[other])) else { break };
        if far[nearest].is_infinite() {
            break;
        }
        done[nearest] = true;
        for at in (0..places.len()).filter(|&at| !done[at]) {
            if let Some(way) = step(places[nearest], places[at]) {
                far[at] = far[at].min(far[nearest] + way);
            }
        }
    }
    far
}
