//! Answers against a plain mixed-integer program, on problems small enough for it.

use super::*;
use crate::lp::{self, Column, Limits, Program, Row, Status};
use crate::units::Never;

/// A small generator of numbers: the same on every machine.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % below
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Medians,
    Free,
    Split,
    Single,
}

fn random(seed: u64, kind: Kind) -> Problem {
    let mut dice = Dice(seed * 7919 + kind as u64);
    let (sites, customers) = (4 + dice.roll(5) as usize, 5 + dice.roll(8) as usize);
    let limited = matches!(kind, Kind::Split | Kind::Single);
    let list = (0..sites).map(|_| Site {
        fixed: if kind == Kind::Medians { 0.0 } else { dice.roll(120) as f64 },
        capacity: if limited { 12.0 + dice.roll(30) as f64 } else { f64::INFINITY },
        choice: match dice.roll(12) {
            0 => Choice::Open,
            1 => Choice::Closed,
            _ => Choice::Free,
        },
    });
    let list: Vec<Site> = list.collect();
    let demand = (0..customers).map(|_| dice.roll(10) as f64).collect();
    let cost = (0..sites * customers)
        .map(|_| if dice.roll(15) == 0 { f64::INFINITY } else { dice.roll(100) as f64 })
        .collect();
    let count = if kind == Kind::Medians { (3, 3) } else { (1, sites - dice.roll(3) as usize) };
    let sourcing = if kind == Kind::Single { Sourcing::Single } else { Sourcing::Split };
    Problem::new(list, demand, cost, count, sourcing)
}

/// The least cost by a plain program; `None` if nothing is feasible.
fn plain(problem: &Problem) -> Option<f64> {
    let (sites, customers) = (problem.sites.len(), problem.customers());
    let mut columns: Vec<Column> = Vec::new();
    for site in &problem.sites {
        let lower = f64::from(u8::from(site.choice == Choice::Open));
        let upper = f64::from(u8::from(site.choice != Choice::Closed));
        columns.push(Column { cost: site.fixed, lower, upper, integer: true });
    }
    let mut rows = Vec::new();
    for site in 0..sites {
        for customer in 0..customers {
            let cost = problem.cost(site, customer);
            let upper = if cost.is_finite() { 1.0 } else { 0.0 };
            let integer = problem.sourcing == Sourcing::Single;
            let cost = if cost.is_finite() { cost } else { 0.0 };
            let entries = vec![(columns.len(), 1.0), (site, -1.0)];
            columns.push(Column { cost, lower: 0.0, upper, integer });
            rows.push(Row { lower: f64::NEG_INFINITY, upper: 0.0, entries });
        }
    }
    let arc = |site: usize, customer: usize| sites + site * customers + customer;
    for customer in 0..customers {
        let entries = (0..sites).map(|site| (arc(site, customer), 1.0)).collect();
        rows.push(Row { lower: 1.0, upper: 1.0, entries });
    }
    for site in (0..sites).filter(|&site| problem.sites[site].capacity.is_finite()) {
        let entries =
            (0..customers).map(|customer| (arc(site, customer), problem.demand[customer])).collect();
        rows.push(Row { lower: 0.0, upper: problem.sites[site].capacity, entries });
    }
    let entries = (0..sites).map(|site| (site, 1.0)).collect();
    rows.push(Row { lower: problem.count.0 as f64, upper: problem.count.1 as f64, entries });
    let limits = Limits { seconds: None, gap: 0.0, stop: &Never };
    let answer = lp::solve(&Program { columns, rows }, &limits, None).expect("a usable program");
    assert!(matches!(answer.status, Status::Optimal | Status::Infeasible));
    answer.objective
}

fn agrees(kind: Kind) {
    let mut feasible = 0;
    for seed in 0..40 {
        let problem = random(seed, kind);
        let answer = solve(&problem, &Never);
        match (plain(&problem), &answer.best) {
            (Some(truth), Some(best)) => {
                feasible += 1;
                let cost = judge(&problem, best).expect("a feasible siting");
                assert!((cost - truth).abs() < 1e-6 * truth.max(1.0), "seed {seed}: {cost} and {truth}");
                assert!((cost - best.cost).abs() < 1e-6 * cost.max(1.0), "seed {seed}");
                assert!(answer.is_optimal && answer.bound <= cost * (1.0 + 1e-9), "seed {seed}");
            }
            (None, None) => assert!(answer.bound.is_infinite(), "seed {seed}"),
            (truth, best) => panic!("seed {seed}: {truth:?} and {:?}", best.as_ref().map(|best| best.cost)),
        }
    }
    assert!(feasible >= 10, "{feasible}");
}

#[test]
fn a_number_of_medians_is_chosen_as_a_program_would() {
    agrees(Kind::Medians);
}

#[test]
fn sites_without_capacity_are_chosen_as_a_program_would() {
    agrees(Kind::Free);
}

#[test]
fn sites_with_capacity_are_chosen_as_a_program_would() {
    agrees(Kind::Split);
}

#[test]
fn customers_served_by_one_site_each_are_placed_as_a_program_would() {
    agrees(Kind::Single);
}

/// 40 customers on a line, a site at each, so that the relaxation leaves a gap.
fn line(capacity: f64) -> Problem {
    let mut dice = Dice(5);
    let sites = (0..40).map(|_| Site { fixed: 60.0 + dice.roll(40) as f64, capacity, choice: Choice::Free });
    let sites: Vec<Site> = sites.collect();
    let demand: Vec<f64> = (0..40).map(|_| 1.0 + dice.roll(9) as f64).collect();
    let way = |site: usize, customer: usize| site.abs_diff(customer) as f64 * demand[customer];
    let cost = (0..40)
        .flat_map(|site| (0..40).map(move |customer| (site, customer)))
        .map(|(a, b)| way(a, b))
        .collect();
    Problem::new(sites, demand.clone(), cost, (1, 40), Sourcing::Split)
}

#[test]
fn the_answer_is_the_same_on_any_number_of_threads() {
    let answer = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
        pool.install(|| solve(&line(37.0), &Never))
    };
    let (one, three) = (answer(1), answer(3));
    assert_eq!(one.best, three.best);
    assert_eq!((one.bound, one.nodes), (three.bound, three.nodes));
}

struct Now;

impl crate::units::Stop for Now {
    fn now(&self) -> bool {
        true
    }
}

#[test]
fn a_search_that_is_stopped_at_once_still_has_a_siting_and_a_bound() {
    let problem = line(37.0);
    let answer = solve(&problem, &Now);
    let best = answer.best.expect("the greedy one");
    let truth = solve(&problem, &Never);
    assert!(judge(&problem, &best).is_ok());
    assert!(answer.bound > 0.0 && answer.bound <= truth.bound + 1e-9);
}
