//! Choosing routes: the LP and the MIP that a search asks for in every round,
//! and adding columns to an LP that has been solved.

use criterion::{Criterion, criterion_group, criterion_main};
use mabang::lp::{self, Column, Limits, Program, Row, Status};
use mabang::units::Never;
use std::hint::black_box;

const ORDERS: usize = 100;
const ROUTES: usize = 2_000;

/// Numbers that look random and are the same each time.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % end
    }
}

/// A route over up to eight neighbouring orders: its cost and its orders.
fn route(numbers: &mut Numbers) -> (f64, Vec<(usize, f64)>) {
    let first = numbers.below(ORDERS);
    let length = 1 + numbers.below(8);
    let orders: Vec<_> = (first..(first + length).min(ORDERS)).map(|order| (order, 1.0)).collect();
    let cost = 2_000.0 + 500.0 * orders.len() as f64 + numbers.below(900) as f64;
    (cost, orders)
}

/// Each order in exactly one route, or alone for 5,000.
fn partition(integer: bool) -> Program {
    let mut numbers = Numbers(7);
    let column = |cost: f64| Column { cost, lower: 0.0, upper: 1.0, integer };
    let mut program = Program::default();
    for order in 0..ORDERS {
        program.columns.push(column(5_000.0));
        program.rows.push(Row { lower: 1.0, upper: 1.0, entries: vec![(order, 1.0)] });
    }
    for _ in 0..ROUTES {
        let (cost, orders) = route(&mut numbers);
        let index = program.columns.len();
        program.columns.push(column(cost));
        orders.iter().for_each(|&(order, by)| program.rows[order].entries.push((index, by)));
    }
    program
}

fn once(program: &Program) -> f64 {
    let limits = Limits { seconds: None, gap: 0.0, stop: &Never };
    let answer = lp::solve(program, &limits, None).expect("a usable program");
    assert_eq!(answer.status, Status::Optimal);
    answer.objective.expect("an optimum has a value")
}

/// Ten rounds of fifty new columns each, as column generation does it.
fn growing() -> f64 {
    let limits = Limits { seconds: None, gap: 0.0, stop: &Never };
    let mut numbers = Numbers(7);
    let mut master = lp::master();
    for order in 0..ORDERS {
        master.add_row(Row { lower: 1.0, upper: 1.0, entries: Vec::new() }).expect("a row");
        let alone = Column { cost: 5_000.0, lower: 0.0, upper: 1.0, integer: false };
        master.add_column(alone, &[(order, 1.0)]).expect("a column");
    }
    let mut value = f64::INFINITY;
    for _ in 0..10 {
        for _ in 0..50 {
            let (cost, orders) = route(&mut numbers);
            master
                .add_column(Column { cost, lower: 0.0, upper: f64::INFINITY, integer: false }, &orders)
                .expect("a column");
        }
        let now = master.solve(&limits).expect("an answer").objective.expect("a value");
        assert!(now <= value + 1e-6, "more columns never cost more");
        value = now;
    }
    value
}

fn choosing_routes(criterion: &mut Criterion) {
    let (relaxed, whole) = (partition(false), partition(true));
    assert!(once(&relaxed) <= once(&whole) + 1e-6);
    let mut group = criterion.benchmark_group("lp");
    group.sample_size(10);
    group.bench_function("relaxed/100x2100", |bencher| bencher.iter(|| once(black_box(&relaxed))));
    group.bench_function("whole/100x2100", |bencher| bencher.iter(|| once(black_box(&whole))));
    group.bench_function("growing/10x50", |bencher| bencher.iter(growing));
    group.finish();
}

criterion_group!(benches, choosing_routes);
criterion_main!(benches);
