//! Small programs worked out by hand, every answer of random small ones, and solvers that lie.

use super::trust::{self, Claim, Presolve, Raw};
use super::*;
use crate::units::Never;
use proptest::prelude::*;

fn column(cost: f64, upper: f64, integer: bool) -> Column {
    Column { cost, lower: 0.0, upper, integer }
}

fn row(lower: f64, entries: &[(usize, f64)], upper: f64) -> Row {
    Row { lower, upper, entries: entries.to_vec() }
}

fn exact() -> Limits<'static> {
    Limits { seconds: None, gap: 0.0, stop: &Never }
}

const FREE: f64 = f64::INFINITY;

/// Three things of 5, 4 and 3 kg, worth 10, 8 and 5, into a bag of 8 kg.
fn bag() -> Program {
    Program {
        columns: vec![column(-10.0, 1.0, true), column(-8.0, 1.0, true), column(-5.0, 1.0, true)],
        rows: vec![row(-FREE, &[(0, 5.0), (1, 4.0), (2, 3.0)], 8.0)],
    }
}

/// Orders a and b; routes {a} for 5, {b} for 6, {a, b} for 8.
fn two_orders() -> Program {
    Program {
        columns: vec![column(5.0, 1.0, false), column(6.0, 1.0, false), column(8.0, 1.0, false)],
        rows: vec![row(1.0, &[(0, 1.0), (2, 1.0)], 1.0), row(1.0, &[(1, 1.0), (2, 1.0)], 1.0)],
    }
}

#[test]
fn the_best_bag_leaves_the_second_thing_at_home() {
    let answer = solve(&bag(), &exact(), None).unwrap();

    // 5 + 3 kg are 8 kg, worth 15; 5 + 4 kg are too much; 4 + 3 kg are worth 13.
    assert_eq!(answer.status, Status::Optimal);
    assert_eq!(answer.values, [1.0, 0.0, 1.0]);
    assert_eq!(answer.objective, Some(-15.0));
    assert!((answer.bound.unwrap() + 15.0).abs() < 1e-4);
    assert!(answer.duals.is_none());
}

#[test]
fn one_route_for_both_orders_is_chosen_and_its_cost_is_shared_among_them() {
    let answer = solve(&two_orders(), &exact(), None).unwrap();

    // Apart the orders cost 11, together 8.
    assert_eq!(answer.status, Status::Optimal);
    assert!((answer.objective.unwrap() - 8.0).abs() < 1e-9);
    assert!((answer.values[2] - 1.0).abs() < 1e-9);
    assert!((answer.bound.unwrap() - 8.0).abs() < 1e-6);
}

#[cfg(feature = "highs")]
#[test]
fn a_dual_says_what_one_more_unit_of_a_side_costs() {
    // At least 4 of x (3 fen each) and y (5 fen each), x at most 3: 3 x and 1 y, 14 fen.
    let program = Program {
        columns: vec![column(3.0, FREE, false), column(5.0, FREE, false)],
        rows: vec![row(4.0, &[(0, 1.0), (1, 1.0)], FREE), row(-FREE, &[(0, 1.0)], 3.0)],
    };

    let answer = solve(&program, &exact(), None).unwrap();

    // A fifth unit would be a y for 5; a fourth x would save 5 - 3 = 2.
    let duals = answer.duals.unwrap();
    assert!((duals[0] - 5.0).abs() < 1e-9 && (duals[1] + 2.0).abs() < 1e-9, "{duals:?}");
    assert!((answer.bound.unwrap() - 14.0).abs() < 1e-9);
}

#[cfg(feature = "highs")]
#[test]
fn a_row_with_two_sides_has_one_dual() {
    // 2 <= x <= 6: dear x stays at 2, welcome x goes to 6.
    for (cost, dual) in [(3.0, 3.0), (-3.0, -3.0)] {
        let program =
            Program { columns: vec![column(cost, 9.0, false)], rows: vec![row(2.0, &[(0, 1.0)], 6.0)] };
        let answer = solve(&program, &exact(), None).unwrap();
        assert!((answer.duals.unwrap()[0] - dual).abs() < 1e-9);
    }
}

#[test]
fn what_cannot_be_is_infeasible() {
    let mut program = bag();
    program.rows.push(row(3.0, &[(0, 1.0), (1, 1.0), (2, 1.0)], FREE));
    assert_eq!(solve(&program, &exact(), None).unwrap().status, Status::Infeasible);

    let mut crossed = two_orders();
    crossed.columns[0].lower = 2.0;
    assert_eq!(solve(&crossed, &exact(), None).unwrap().status, Status::Infeasible);

    let empty_row = Program { columns: vec![column(1.0, 1.0, false)], rows: vec![row(1.0, &[], 1.0)] };
    assert_eq!(solve(&empty_row, &exact(), None).unwrap().status, Status::Infeasible);
}

#[test]
fn what_has_no_end_is_unbounded_also_with_whole_numbers() {
    for integer in [false, true] {
        let program = Program {
            columns: vec![column(-1.0, FREE, false), column(-1.0, 3.0, integer)],
            rows: vec![row(0.0, &[(0, 1.0), (1, -1.0)], FREE)],
        };
        assert_eq!(solve(&program, &exact(), None).unwrap().status, Status::Unbounded);
    }
}

#[test]
fn an_unbounded_direction_of_an_empty_set_is_infeasible() {
    let program = Program {
        columns: vec![column(-1.0, FREE, false), column(0.0, FREE, true)],
        rows: vec![row(0.4, &[(1, 1.0)], 0.6)],
    };
    assert_eq!(solve(&program, &exact(), None).unwrap().status, Status::Infeasible);
}

#[test]
fn a_number_that_is_none_is_refused_before_any_solver_sees_it() {
    let broken: [fn(&mut Program); 6] = [
        |it| it.columns[1].cost = f64::NAN,
        |it| it.columns[1].cost = FREE,
        |it| it.columns[0].lower = f64::NAN,
        |it| it.rows[0].upper = f64::NAN,
        |it| it.rows[0].entries[1].1 = f64::NAN,
        |it| it.rows[0].lower = FREE,
    ];
    for breaks in broken {
        let mut program = bag();
        breaks(&mut program);
        assert!(matches!(solve(&program, &exact(), None), Err(LpError::NotFinite { .. })));
    }

    let mut program = bag();
    program.rows[0].entries.push((3, 1.0));
    assert!(matches!(solve(&program, &exact(), None), Err(LpError::NoSuchColumn { row: 0, column: 3 })));
}

#[test]
fn nothing_to_decide_is_decided_at_once() {
    let answer = solve(&Program::default(), &exact(), None).unwrap();
    assert_eq!((answer.status, answer.objective), (Status::Optimal, Some(0.0)));
}

/// Says "stop" from the first question on.
struct Stopped;

impl Stop for Stopped {
    fn now(&self) -> bool {
        true
    }
}

#[test]
fn a_search_that_is_over_returns_its_start() {
    let start = [0.0, 1.0, 1.0];
    for limits in [
        Limits { seconds: None, gap: 0.0, stop: &Stopped },
        Limits { seconds: Some(0.0), gap: 0.0, stop: &Never },
        Limits { seconds: Some(f64::NAN), gap: 0.0, stop: &Never },
        Limits { seconds: Some(-3.0), gap: 0.0, stop: &Never },
    ] {
        let with = solve(&bag(), &limits, Some(&start)).unwrap();
        assert_eq!((with.status, with.objective), (Status::Feasible, Some(-13.0)));
        assert_eq!(solve(&bag(), &limits, None).unwrap().status, Status::Nothing);
    }
}

#[test]
fn a_start_is_taken_and_one_that_breaks_a_row_is_ignored() {
    for start in [[0.0, 1.0, 1.0], [1.0, 1.0, 1.0], [0.5, f64::NAN, -1.0]] {
        let answer = solve(&bag(), &exact(), Some(&start)).unwrap();
        assert_eq!(answer.objective, Some(-15.0));
    }
    assert_eq!(solve(&bag(), &exact(), Some(&[1.0])).unwrap().objective, Some(-15.0));
}

#[test]
fn a_growing_program_gets_cheaper_with_a_better_column() {
    let mut master = master();
    for _ in 0..2 {
        master.add_row(row(1.0, &[], 1.0)).unwrap();
    }
    master.add_column(column(5.0, 1.0, false), &[(0, 1.0)]).unwrap();
    master.add_column(column(6.0, 1.0, false), &[(1, 1.0)]).unwrap();
    assert!((master.solve(&exact()).unwrap().objective.unwrap() - 11.0).abs() < 1e-9);

    master.add_column(column(8.0, 1.0, false), &[(0, 1.0), (1, 1.0)]).unwrap();
    let together = master.solve(&exact()).unwrap();
    assert!((together.objective.unwrap() - 8.0).abs() < 1e-9);

    // Now the third route may be used by at most a half: 5/2 + 6/2 + 8/2 = 9.5.
    master.add_row(row(-FREE, &[(2, 2.0)], 1.0)).unwrap();
    let half = master.solve(&exact()).unwrap();
    assert!((half.objective.unwrap() - 9.5).abs() < 1e-9);
    assert_eq!(half.status, Status::Optimal);
    assert!(matches!(
        master.add_column(column(1.0, 1.0, false), &[(7, 1.0)]),
        Err(LpError::NoSuchRow { row: 7 })
    ));
    assert!(master.add_column(column(f64::NAN, 1.0, false), &[]).is_err());
    assert_eq!(master.program().columns.len(), 3);
}

#[test]
fn an_impossible_growing_program_says_so_and_can_go_on() {
    let mut master = master();
    master.add_row(row(2.0, &[], FREE)).unwrap();
    assert_eq!(master.solve(&exact()).unwrap().status, Status::Infeasible);
    master.add_column(column(1.0, 1.0, false), &[(0, 1.0)]).unwrap();
    assert_eq!(master.solve(&exact()).unwrap().status, Status::Infeasible);
    master.add_column(column(4.0, 1.0, false), &[(0, 1.0)]).unwrap();
    assert!((master.solve(&exact()).unwrap().objective.unwrap() - 5.0).abs() < 1e-9);
}

fn lie(claim: Claim, values: Option<Vec<f64>>, bound: Option<f64>) -> Result<Answer, LpError> {
    let liar = move |_: &Program, _: &Limits, _: Presolve, _: Option<&[f64]>| {
        Ok(Raw { claim, values: values.clone(), bound, duals: None, seconds: 0.0 })
    };
    trust::solve(&liar, &bag(), &exact(), Some(&[0.0, 1.0, 1.0]))
}

#[test]
fn a_solver_that_lies_is_caught() {
    let heavy = lie(Claim::Optimal, Some(vec![1.0, 1.0, 1.0]), Some(-23.0));
    assert!(matches!(heavy, Err(LpError::WrongAnswer { row: 0, .. })));
    let half = lie(Claim::Optimal, Some(vec![1.0, 0.5, 0.0]), None);
    assert!(matches!(half, Err(LpError::WrongColumn { column: 1, .. })));
    let outside = lie(Claim::Optimal, Some(vec![0.0, 0.0, 2.0]), None);
    assert!(matches!(outside, Err(LpError::WrongColumn { column: 2, .. })));
    let short = lie(Claim::Optimal, Some(vec![0.0]), None);
    assert!(matches!(short, Err(LpError::Solver(_))));
    assert!(matches!(lie(Claim::Infeasible, None, None), Err(LpError::Solver(_))));
}

#[test]
fn what_is_called_optimal_far_from_its_bound_is_only_feasible() {
    let answer = lie(Claim::Optimal, Some(vec![1.0, 0.0, 1.0]), Some(-16.0)).unwrap();
    assert_eq!((answer.status, answer.bound), (Status::Feasible, Some(-16.0)));
}

#[test]
fn an_answer_is_never_worse_than_the_start_and_keeps_its_bound_after_a_limit() {
    let answer = lie(Claim::Limit, Some(vec![0.0, 0.0, 1.0]), Some(-16.5)).unwrap();
    assert_eq!((answer.objective, answer.bound), (Some(-13.0), Some(-16.5)));
    assert_eq!(answer.status, Status::Feasible);
}

#[test]
fn any_prices_prove_a_bound_below_the_optimum() {
    for prices in [[5.0, 3.0], [0.0, 0.0], [-2.0, 9.0], [100.0, 100.0]] {
        assert!(checks::bound_from_prices(&two_orders(), &prices).unwrap() <= 8.0 + 1e-9);
    }
    assert_eq!(checks::bound_from_prices(&two_orders(), &[5.0, 3.0]), Some(8.0));
}

#[test]
fn the_solver_has_a_name_with_a_version() {
    assert!(solver_name().contains(|letter: char| letter.is_ascii_digit()), "{}", solver_name());
}

/// A set partitioning with gaps between LP and MIP that takes longer than a limit of 0.3 seconds.
#[cfg(feature = "highs")]
fn hard() -> Program {
    let mut seed = 12_345_u64;
    let mut next = move |below: u64| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) % below
    };
    let rows = 40;
    let columns: Vec<Column> = (0..120).map(|_| column(-(10.0 + next(90) as f64), 1.0, true)).collect();
    let rows = (0..rows)
        .map(|_| {
            let entries: Vec<(usize, f64)> = (0..120).map(|it| (it, 1.0 + next(60) as f64)).collect();
            row(-FREE, &entries, 900.0)
        })
        .collect();
    Program { columns, rows }
}

#[cfg(feature = "highs")]
#[test]
fn a_bound_and_an_answer_outlive_the_time_limit() {
    let limits = Limits { seconds: Some(0.3), gap: 0.0, stop: &Never };
    let answer = solve(&hard(), &limits, Some(&[0.0; 120])).unwrap();

    assert!(answer.bound.unwrap() <= answer.objective.unwrap());
    assert!(matches!(answer.status, Status::Feasible | Status::Optimal));
}

/// Says "stop" after being asked a hundred times.
#[cfg(feature = "highs")]
struct Patient(std::sync::atomic::AtomicU32);

#[cfg(feature = "highs")]
impl Stop for Patient {
    fn now(&self) -> bool {
        self.0.fetch_add(1, std::sync::atomic::Ordering::Relaxed) > 100
    }
}

#[cfg(feature = "highs")]
#[test]
fn the_solver_asks_whether_to_stop_while_it_works() {
    let patient = Patient(0.into());
    let limits = Limits { seconds: None, gap: 0.0, stop: &patient };
    let answer = solve(&hard(), &limits, None).unwrap();
    assert_ne!(answer.status, Status::Optimal);
    assert!(patient.0.into_inner() > 100);
}

#[cfg(feature = "highs")]
#[test]
fn same_program_same_answer() {
    let limits = Limits { seconds: None, gap: 0.05, stop: &Never };
    let [one, two] = [(), ()].map(|()| solve(&hard(), &limits, None).unwrap());
    assert_eq!(one.values, two.values);
    assert_eq!(one.bound, two.bound);
}

prop_compose! {
    fn small()(columns in 1..7_usize, rows in 0..5_usize)
        (costs in prop::collection::vec(-9..10_i32, columns),
         sides in prop::collection::vec((-6..8_i32, 0..4_i32, 0..3_u8), rows),
         entries in prop::collection::vec(prop::collection::vec(-3..5_i32, columns), rows)) -> Program {
        let columns = costs.iter().map(|&cost| column(f64::from(cost), 1.0, true)).collect();
        let rows = sides.iter().zip(&entries).map(|(&(lower, width, kind), entries)| {
            let entries: Vec<_> =
                entries.iter().enumerate().filter(|it| *it.1 != 0).map(|(j, &a)| (j, f64::from(a))).collect();
            let (lower, upper) = (f64::from(lower), f64::from(lower + width));
            match kind {
                0 => row(-FREE, &entries, upper),
                1 => row(lower, &entries, FREE),
                _ => row(lower, &entries, upper),
            }
        }).collect();
        Program { columns, rows }
    }
}

/// The best of all 0/1 choices, if one is allowed.
fn enumerated(program: &Program) -> Option<f64> {
    (0..1_u32 << program.columns.len())
        .map(|bits| (0..program.columns.len()).map(|j| f64::from(bits >> j & 1)).collect::<Vec<_>>())
        .filter(|values| checks::rows_hold(program, values).is_ok())
        .map(|values| checks::objective(program, &values))
        .min_by(f64::total_cmp)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn the_answer_is_the_best_of_all_choices(program in small()) {
        for answer in [
            solve(&program, &exact(), None).unwrap(),
            trust::solve(&microlp::run, &program, &exact(), None).unwrap(),
        ] {
            prop_assert_eq!(answer.objective, enumerated(&program));
            let expected = if answer.objective.is_some() { Status::Optimal } else { Status::Infeasible };
            prop_assert_eq!(answer.status, expected);
        }
    }

    #[test]
    fn a_relaxation_is_a_bound_and_two_solvers_agree_on_it(mut program in small()) {
        program.columns.iter_mut().for_each(|column| column.integer = false);
        let answer = solve(&program, &exact(), None).unwrap();
        let other = trust::solve(&microlp::run, &program, &exact(), None).unwrap();
        prop_assert_eq!(answer.status, other.status);
        if let (Some(one), Some(two)) = (answer.objective, other.objective) {
            prop_assert!((one - two).abs() < 1e-6);
            prop_assert!((answer.bound.unwrap() - one).abs() < 1e-5);
            prop_assert!(enumerated(&program).is_none_or(|best| best >= one - 1e-6));
        }
    }
}
