//! Dividing a solution among the walkers, so that they all work on the same one.
//!
//! Source for the idea: Santini, Schneider, Vidal and Vigo (2023), Decomposition
//! strategies for vehicle routing heuristics, INFORMS Journal on Computing 35(3),
//! doi:10.1287/ijoc.2023.1288.

use super::context::Context;
use super::line::Line;
use super::state::State;
use crate::model::{Problem, TaskKind};
use crate::network::Location;
use crate::units::Dice;

/// Lines of a part at least; solutions with fewer than twice as many are not divided.
const LEAST: usize = 6;

/// How many parts a solution with so many lines gets.
pub fn parts(lines: usize, most: usize) -> usize {
    (lines / LEAST).clamp(1, most)
}

/// Parts of lines near to each other, around centres that the dice choose. Absent orders go
/// where their nearest neighbours are.
pub fn split(context: &Context, state: &State, parts: usize, dice: &mut Dice) -> Vec<State> {
    let problem = context.problem;
    let centres = centres(problem, state, parts, dice);
    let mut lines: Vec<Vec<usize>> = vec![Vec::new(); parts];
    let mut part_of = vec![usize::MAX; state.lines.len()];
    for turn in 0..state.lines.len() {
        let part = turn % parts;
        let free = (0..state.lines.len()).filter(|&line| part_of[line] == usize::MAX);
        let nearest = free.min_by_key(|&line| (far(problem, &state.lines[line], centres[part]), line));
        let nearest = nearest.expect("each turn takes one line");
        part_of[nearest] = part;
        lines[part].push(nearest);
    }
    let mut absent: Vec<Vec<u32>> = vec![Vec::new(); parts];
    for order in state.absent() {
        let neighbours = context.near[order as usize].iter();
        let mut homes = neighbours.filter_map(|&other| state.line_of(other)).map(|line| part_of[line]);
        let part = homes.nth(dice.below(4));
        absent[part.unwrap_or_else(|| dice.below(parts))].push(order);
    }
    (0..parts).map(|part| state.part(problem, &lines[part], &absent[part], part == 0)).collect()
}

/// Places of lines, each far from those before.
fn centres(problem: &Problem, state: &State, parts: usize, dice: &mut Dice) -> Vec<Location> {
    let middles: Vec<Location> = state.lines.iter().map(|line| farthest(problem, line)).collect();
    let mut centres = vec![middles[dice.below(middles.len())]];
    while centres.len() < parts {
        let lonely = |place: &&Location| centres.iter().map(|&centre| apart(problem, centre, **place)).min();
        // Some choice, or the same centres would come again and again.
        let mut best: Option<(Option<i64>, Location)> = None;
        for _ in 0..4 {
            let place = middles[dice.below(middles.len())];
            let lonely = lonely(&&place);
            if best.is_none_or(|best| lonely > best.0) {
                best = Some((lonely, place));
            }
        }
        centres.push(best.expect("four were looked at").1);
    }
    centres
}

/// The stop of a line that is farthest from its start.
fn farthest(problem: &Problem, line: &Line) -> Location {
    let start = problem.kinds[line.kind].start;
    let stops = line.tasks.iter().map(|&task| problem.task(task).location);
    stops.max_by_key(|&stop| apart(problem, start, stop)).unwrap_or(start)
}

/// Mean seconds of a line's stops from a place.
fn far(problem: &Problem, line: &Line, place: Location) -> i64 {
    let opening = line.tasks.iter().filter(|&&task| problem.kind_of(task) != TaskKind::DropOff);
    let sum: i64 = opening.map(|&task| apart(problem, place, problem.task(task).location)).sum();
    sum / line.tasks.len().max(1) as i64
}

fn apart(problem: &Problem, from: Location, to: Location) -> i64 {
    let legs = (0..problem.kinds.len()).filter_map(|kind| problem.leg(kind, from, to));
    legs.map(|leg| leg.duration.0).next().unwrap_or(1_000_000)
}
