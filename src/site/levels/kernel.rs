//! What the bound does not exclude, as a mixed-integer program (L1) to (L7).
//!
//! Opening `a` raises the bound by its excess, serving `i` from it by at
//! least `c[i,a] - u[i]` more; what would reach the best cost is left out.
//! If the rest fits, its optimum is the optimum; else the most promising part
//! is searched for something better.

use super::climb::Summit;
use super::judge::judge;
use super::problem::{Aside, Levels, Siting};
use super::relax::Relaxation;
use super::{SAME, cost};
use crate::lp::{self, Column, Limits, Program, Row};
use crate::site::problem::Choice;
use crate::units::Stop;
use std::collections::BTreeMap;

/// What came of it.
pub struct Rest {
    pub siting: Option<Siting>,
    /// Nothing is cheaper than the better one of `siting` and what was known before.
    pub is_done: bool,
}

/// Smaller parts of a customer than this are what a program's tolerance leaves.
const LEAST: f64 = 1e-6;
/// Pairs of customer and alternative that a MIP gets at most.
const MOST_PAIRS: usize = 60_000;

/// Searches what lies between the bound and the best siting.
#[must_use]
pub fn solve(
    levels: &Levels,
    relaxation: &Relaxation,
    summit: &Summit,
    best: Option<&Siting>,
    stop: &dyn Stop,
) -> Rest {
    let gap = cost(best) - summit.bound;
    let is_hopeless = best.is_none() && !levels.divides;
    if is_hopeless || stop.now() || gap <= SAME * summit.bound.abs() {
        return Rest { siting: None, is_done: false };
    }
    let excess = relaxation.excess(&summit.prices, &summit.sides, None);
    let (pairs, is_whole) = pairs(levels, summit, &excess, gap, best);
    let (siting, is_optimal) = searched(levels, pairs, best, stop);
    Rest { siting, is_done: is_whole && is_optimal }
}

/// The best division of customers among open alternatives, and these or fewer of them.
#[must_use]
pub fn divided(levels: &Levels, best: &Siting, stop: &dyn Stop) -> Option<Siting> {
    let ways = best.open.iter().flat_map(|&at| (0..levels.customers).map(move |customer| (customer, at)));
    let mut pairs: Vec<(usize, usize)> = ways.filter(|it| levels.cost(it.1, it.0).is_finite()).collect();
    pairs.sort_unstable();
    searched(levels, pairs, Some(best), stop).0
}

/// The best siting of these pairs, and whether it is proved.
fn searched(
    levels: &Levels,
    pairs: Vec<(usize, usize)>,
    best: Option<&Siting>,
    stop: &dyn Stop,
) -> (Option<Siting>, bool) {
    let model = Model::new(levels, pairs);
    let start = best.map(|best| model.start(best));
    let limits = Limits { seconds: None, gap: SAME, stop };
    let Ok(answer) = lp::solve(&model.program, &limits, start.as_deref()) else { return (None, false) };
    let siting = (!answer.values.is_empty()).then(|| model.siting(levels, &answer.values)).flatten();
    (siting, answer.status == lp::Status::Optimal)
}

/// Pairs that may be part of something better, and whether these are all.
fn pairs(
    levels: &Levels,
    summit: &Summit,
    excess: &[f64],
    gap: f64,
    best: Option<&Siting>,
) -> (Vec<(usize, usize)>, bool) {
    let mut all: Vec<(f64, usize, usize)> = Vec::new();
    for at in levels.usable().filter(|&at| excess[at] <= gap * (1.0 + 1e-6)) {
        let costs = levels.priced_row(levels.alternatives[at].row, &summit.sides);
        for customer in 0..levels.customers {
            let more = (costs[customer] - summit.prices[customer]).max(0.0) + excess[at];
            // A small part of a customer may come from anywhere.
            if more <= gap * (1.0 + 1e-6) || levels.divides && more.is_finite() {
                all.push((more, customer, at));
            }
        }
    }
    let is_whole = all.len() <= MOST_PAIRS;
    if !is_whole {
        all.sort_by(|a, b| a.0.total_cmp(&b.0).then((a.1, a.2).cmp(&(b.1, b.2))));
        all.truncate(MOST_PAIRS);
    }
    let mut pairs: Vec<(usize, usize)> = all.into_iter().map(|it| (it.1, it.2)).collect();
    pairs.extend(best.into_iter().flat_map(|best| best.all().map(|it| (it.0, it.1))));
    pairs.sort_unstable();
    pairs.dedup();
    (pairs, is_whole)
}

/// The program of all pairs.
#[cfg(all(test, feature = "highs"))]
pub fn whole(levels: &Levels) -> Program {
    let pairs = levels.usable().flat_map(|at| (0..levels.customers).map(move |customer| (customer, at)));
    let mut pairs: Vec<(usize, usize)> = pairs.filter(|it| levels.cost(it.1, it.0).is_finite()).collect();
    pairs.sort_unstable();
    Model::new(levels, pairs).program
}

struct Model {
    program: Program,
    /// Customer and alternative of each column behind those of the alternatives.
    pairs: Vec<(usize, usize)>,
    /// Column of each alternative that is in it.
    column: BTreeMap<usize, usize>,
}

impl Model {
    fn new(levels: &Levels, pairs: Vec<(usize, usize)>) -> Model {
        let mut used: Vec<usize> = pairs.iter().map(|it| it.1).collect();
        used.extend(
            levels.usable().filter(|&at| {
                levels.is_hub(at) || levels.choice[levels.alternatives[at].site] == Choice::Open
            }),
        );
        used.sort_unstable();
        used.dedup();
        let column: BTreeMap<usize, usize> =
            used.iter().copied().enumerate().map(|(column, at)| (at, column)).collect();
        let mut program = Program::default();
        let binary = |cost: f64| Column { cost, lower: 0.0, upper: 1.0, integer: true };
        program.columns.extend(used.iter().map(|&at| binary(levels.alternatives[at].fixed)));
        program.columns.extend(
            pairs.iter().map(|&(customer, at)| Column {
                integer: !levels.divides,
                ..binary(levels.cost(at, customer))
            }),
        );
        let mut model = Model { program, pairs, column };
        model.served_and_open(levels);
        model.within(levels);
        model.covered(levels);
        model.sites(levels);
        model
    }

    fn at_most(&mut self, entries: Vec<(usize, f64)>, upper: f64) {
        self.program.rows.push(Row { lower: f64::NEG_INFINITY, upper, entries });
    }

    /// (L2), (L3).
    fn served_and_open(&mut self, levels: &Levels) {
        let first = self.column.len();
        let mut served = vec![Vec::new(); levels.customers];
        for (number, &(customer, at)) in self.pairs.iter().enumerate() {
            served[customer].push((first + number, 1.0));
            let entries = vec![(first + number, 1.0), (self.column[&at], -1.0)];
            self.program.rows.push(Row { lower: f64::NEG_INFINITY, upper: 0.0, entries });
        }
        self.program.rows.extend(served.into_iter().map(|entries| Row { lower: 1.0, upper: 1.0, entries }));
    }

    /// (L4), of hubs with all that they feed.
    fn within(&mut self, levels: &Levels) {
        let first = self.column.len();
        for resource in 0..levels.resources {
            let mut rows: BTreeMap<(bool, usize), Vec<(usize, f64)>> = BTreeMap::new();
            for (number, &(customer, at)) in self.pairs.iter().enumerate() {
                let uses = levels.uses(customer)[resource];
                if uses > 0.0 {
                    let hub = levels.alternatives[at].hub;
                    rows.entry((true, hub)).or_default().push((first + number, uses));
                    if !levels.is_hub(at) {
                        rows.entry((false, at)).or_default().push((first + number, uses));
                    }
                }
            }
            for ((is_hub, at), mut entries) in rows {
                // Each customer once: the smaller a capacity is written, the stronger the relaxation.
                let mut customers: Vec<(usize, f64)> =
                    entries.iter().map(|it| (self.pairs[it.0 - first].0, it.1)).collect();
                customers.dedup_by_key(|it| it.0);
                let all: f64 = customers.iter().map(|it| it.1).sum();
                let of: Vec<usize> = if is_hub { self.of_site(levels, at) } else { vec![at] };
                let room = |at: usize| levels.alternatives[at].capacity[resource].min(all);
                if of.iter().all(|&at| room(at) >= all) {
                    continue;
                }
                entries.extend(of.iter().map(|&at| (self.column[&at], -room(at))));
                self.at_most(entries, 0.0);
            }
        }
    }

    /// (L11).
    fn covered(&mut self, levels: &Levels) {
        let first = self.column.len();
        for (group, &most) in super::judge::most(levels).iter().enumerate() {
            let pairs = self.pairs.iter().enumerate();
            let far = pairs.filter(|(_, it)| levels.far(it.1, it.0) == Some(group));
            let entries: Vec<(usize, f64)> = far.map(|(number, _)| (first + number, 1.0)).collect();
            if entries.len() as f64 > most {
                self.at_most(entries, most);
            }
        }
    }

    fn of_site(&self, levels: &Levels, site: usize) -> Vec<usize> {
        self.column.keys().copied().filter(|&at| levels.alternatives[at].site == site).collect()
    }

    /// (L5), (L6), (L7).
    fn sites(&mut self, levels: &Levels) {
        let all: Vec<(usize, usize)> = self.column.iter().map(|(&at, &column)| (at, column)).collect();
        let of = |wanted: &dyn Fn(usize) -> bool| -> Vec<(usize, f64)> {
            all.iter().filter(|it| wanted(it.0)).map(|it| (it.1, 1.0)).collect()
        };
        let site = |at: usize| levels.alternatives[at].site;
        for (number, choice) in levels.choice.iter().enumerate() {
            let lower = if *choice == Choice::Open { 1.0 } else { 0.0 };
            let entries = of(&|at| site(at) == number);
            if !entries.is_empty() || lower > 0.0 {
                self.program.rows.push(Row { lower, upper: 1.0, entries });
            }
        }
        for &(at, column) in all.iter().filter(|it| !levels.is_hub(it.0)) {
            let hub = levels.alternatives[at].hub;
            let mut entries = of(&|other| site(other) == hub);
            entries.iter_mut().for_each(|it| it.1 = -1.0);
            entries.push((column, 1.0));
            self.at_most(entries, 0.0);
        }
        for group in &levels.exclusive {
            self.at_most(of(&|at| group.contains(&site(at))), 1.0);
        }
        if levels.most < levels.choice.len() {
            self.at_most(of(&|_| true), levels.most as f64);
        }
        if let Some(budget) = levels.budget {
            let spend = all.iter().map(|it| (it.1, levels.alternatives[it.0].spend)).collect();
            self.at_most(spend, budget);
        }
    }

    fn start(&self, best: &Siting) -> Vec<f64> {
        let mut values = vec![0.0; self.program.columns.len()];
        best.open.iter().filter_map(|at| self.column.get(at)).for_each(|&column| values[column] = 1.0);
        for (customer, at, share) in best.all() {
            if let Ok(number) = self.pairs.binary_search(&(customer, at)) {
                values[self.column.len() + number] = share;
            }
        }
        values
    }

    /// The siting of a solution; only what is used or must be is open.
    fn siting(&self, levels: &Levels, values: &[f64]) -> Option<Siting> {
        let shares = || self.pairs.iter().zip(&values[self.column.len()..]);
        let (mut home, mut most) = (vec![usize::MAX; levels.customers], vec![0.0; levels.customers]);
        for (&(customer, at), &share) in shares().filter(|it| *it.1 > LEAST) {
            if share > most[customer] {
                (home[customer], most[customer]) = (at, share);
            }
        }
        if home.contains(&usize::MAX) {
            return None;
        }
        let mut aside = Vec::new();
        for (&(customer, at), &share) in shares().filter(|it| *it.1 > LEAST && home[it.0.0] != it.0.1) {
            aside.push(Aside { customer, at, share });
        }
        let open = self.column.iter().filter(|it| values[*it.1] > 0.5).map(|it| *it.0).collect();
        let siting = Siting { open, home, aside, cost: 0.0 };
        judge(levels, &siting).ok().map(|cost| Siting { cost, ..siting })
    }
}
