//! Search over missions: customers change between truck and drones, stops and
//! meeting places move; worse missions are accepted ever more rarely.

use super::clock::Clock;
use super::mission::Mission;
use super::moves::{Near, change};
use super::{Team, Timetable};
use crate::sortie::Effort;
use crate::units::Dice;

/// Temperatures, as parts of a way between neighbours.
const HOT: f64 = 2.0;
const COLD: f64 = 0.05;
/// Changes between two looks at the clock.
const STRIDE: u64 = 64;

/// The best timetable found, its end, and how many changes were tried.
#[must_use]
pub fn solve(team: &Team, effort: &Effort) -> (Timetable, i64, u64) {
    let mut search = Search::new(team, effort.seed);
    let all = effort.stop.remaining().filter(|seconds| *seconds > 0.0);
    let mut count = 0;
    while team.nodes > 1 && effort.iterations.is_none_or(|limit| count < limit) {
        if count % STRIDE == 0 {
            if effort.stop.now() {
                break;
            }
            let by_count = effort.iterations.map(|limit| count as f64 / limit as f64);
            let by_time = all.zip(effort.stop.remaining()).map(|(all, left)| 1.0 - left / all);
            let done = by_count.into_iter().chain(by_time).fold(0.0, f64::max).min(1.0);
            search.heat = search.unit * HOT * (COLD / HOT).powf(done);
        }
        search.round();
        count += 1;
    }
    (search.clock.timetable(team, &search.best), search.best_end, count)
}

struct Search<'a> {
    team: &'a Team,
    near: Near,
    dice: Dice,
    clock: Clock,
    unit: f64,
    heat: f64,
    now: Mission,
    end: i64,
    trial: Mission,
    best: Mission,
    best_end: i64,
}

impl<'a> Search<'a> {
    fn new(team: &'a Team, seed: u64) -> Search<'a> {
        let near = Near::new(team);
        let steps =
            near.drive.iter().enumerate().filter_map(|(node, near)| Some(team.way(node, *near.first()?)));
        let unit = steps.sum::<i64>() as f64 / team.nodes.max(1) as f64;
        let first = Mission::driven(team, &nearest_first(team));
        let mut clock = Clock::new(team);
        let end = clock.end(team, &first).expect("a truck alone has nothing to wait for");
        Search {
            team,
            near,
            dice: Dice::new(seed, 0),
            clock,
            unit,
            heat: 0.0,
            now: first.clone(),
            end,
            trial: first.clone(),
            best: first,
            best_end: end,
        }
    }

    fn round(&mut self) {
        self.trial.copy_from(&self.now);
        if !change(self.team, &self.near, &mut self.trial, &mut self.dice) {
            return;
        }
        let Some(end) = self.clock.end(self.team, &self.trial) else { return };
        let bar = self.end as f64 - self.heat * self.dice.unit().max(1e-300).ln();
        if (end as f64) < bar {
            std::mem::swap(&mut self.now, &mut self.trial);
            self.end = end;
            if end < self.best_end {
                self.best_end = end;
                self.best.copy_from(&self.now);
            }
        }
    }
}

fn nearest_first(team: &Team) -> Vec<usize> {
    let mut left: Vec<usize> = (1..team.nodes).collect();
    let (mut order, mut at) = (Vec::new(), 0);
    while let Some(index) = (0..left.len()).min_by_key(|&index| (team.way(at, left[index]), left[index])) {
        at = left.swap_remove(index);
        order.push(at);
    }
    order
}
