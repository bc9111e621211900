//! What holds for the best plan of any small rich day: every way is tried, or every set of orders
//! for each vehicle is given to the MIP.

use super::{Everything, small_case};
use crate::lp::{Column, Limits, Program, Row};
use crate::model::Problem;
use crate::solve::{Options, solve};
use crate::units::{Never, Silent};

/// More than any round.
const NEVER: i64 = 1_000_000_000_000;

/// What one vehicle of a kind costs that serves just these orders; `None` if it cannot.
fn alone(problem: &Problem, kind: usize, orders: usize) -> Option<i64> {
    let mut one = problem.clone();
    one.kinds.iter_mut().enumerate().for_each(|(index, other)| other.count = usize::from(index == kind));
    for (order, job) in one.jobs.iter_mut().enumerate() {
        let is_wanted = orders & (1 << order) != 0;
        job.price_out = if is_wanted { NEVER } else { 0 };
        if !is_wanted {
            job.fit.iter_mut().for_each(|fit| *fit = Err(crate::model::Misfit::Skills));
        }
    }
    Some(Everything::best(&one)).filter(|&cost| cost < NEVER)
}

/// The master problem over every set of orders for each kind, whole or relaxed.
fn master(problem: &Problem, integer: bool) -> f64 {
    let (orders, kinds) = (problem.jobs.len(), problem.kinds.len());
    let mut columns = Vec::new();
    let mut rows: Vec<Row> =
        (0..orders).map(|_| Row { lower: 1.0, upper: 1.0, entries: Vec::new() }).collect();
    rows.extend(problem.kinds.iter().map(|kind| Row {
        lower: 0.0,
        upper: kind.count as f64,
        entries: Vec::new(),
    }));
    let column = |cost: i64| Column { cost: cost as f64, lower: 0.0, upper: 1.0, integer };
    for set in 1..1 << orders {
        for kind in 0..kinds {
            let Some(cost) = alone(problem, kind, set) else { continue };
            let members = (0..orders).filter(|order| set & (1 << order) != 0);
            members.chain([orders + kind]).for_each(|row| rows[row].entries.push((columns.len(), 1.0)));
            columns.push(column(cost));
        }
    }
    for (order, job) in problem.jobs.iter().enumerate() {
        rows[order].entries.push((columns.len(), 1.0));
        columns.push(column(job.price_out));
    }
    let limits = Limits { seconds: None, gap: 0.0, stop: &Never };
    let answer = crate::lp::solve(&Program { columns, rows }, &limits, None).expect("a small program");
    answer.objective.expect("leaving all out is a solution")
}

#[test]
fn the_best_choice_of_all_rounds_is_the_best_of_all_plans_and_no_search_beats_it() {
    for seed in 20..28 {
        let problem = small_case(seed).problem();
        let best = Everything::best(&problem);

        let (whole, relaxed) = (master(&problem, true), master(&problem, false));
        let hasty = solve(&problem, &Options { seed, iterations: Some(5) }, &Never, &Silent);

        assert!((whole - best as f64).abs() < 0.5, "case {seed}: {whole} and {best}");
        assert!(relaxed <= whole + 0.5, "case {seed}");
        assert!(hasty.cost.0 >= best, "case {seed}");
    }
}

#[test]
fn wider_windows_are_never_worse() {
    for seed in 0..10 {
        let problem = small_case(seed).problem();
        let mut wide = problem.clone();
        let windows = wide.tasks.iter_mut().flat_map(|task| task.windows.iter_mut());
        windows.for_each(|window| *window = (window.0 - 1_800, window.1 + 1_800));

        assert!(Everything::best(&wide) <= Everything::best(&problem), "case {seed}");
    }
}

#[test]
fn orders_in_another_sequence_are_the_same_day() {
    for seed in 0..10 {
        let sample = small_case(seed);
        let mut turned = small_case(seed);
        turned.county.orders.reverse();
        turned.placing.picks.reverse();
        turned.placing.drops.reverse();

        let (one, other) = (sample.problem(), turned.problem());
        let found = solve(&other, &Options { seed, iterations: Some(600) }, &Never, &Silent);

        assert_eq!(Everything::best(&one), Everything::best(&other), "case {seed}");
        assert_eq!(found.cost.0, Everything::best(&one), "case {seed}");
    }
}

#[test]
fn ten_times_the_prices_are_ten_times_the_cost() {
    for seed in 0..10 {
        let problem = small_case(seed).problem();
        let mut dear = problem.clone();
        for kind in &mut dear.kinds {
            kind.fixed *= 10;
            kind.per_km *= 10;
            kind.per_hour *= 10;
            kind.energy_price *= 10;
        }
        for job in &mut dear.jobs {
            job.value *= 10;
            job.price_out *= 10;
            job.late_per_hour *= 10;
        }

        let (once, tenfold) = (Everything::best(&problem), Everything::best(&dear));

        // Each of up to ten terms of two rounds, and each of four losses, is rounded to a fen.
        assert!((tenfold - 10 * once).abs() <= 10 * (10 * 2 + 4), "case {seed}: {once}, {tenfold}");
    }
}
