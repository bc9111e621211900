//! Each layout in small, and what is broken.

use super::*;

const MEDIANS: &str = "4 4 2\n1 2 5\n2 3 1\n3 4 2\n1 2 7\n";
/// Two sites, three customers, in three layouts: the same problem.
const PAIRS: &str = "2 3\n10 100\n20 200\n5 4 3\n1 2 3\n4 5 6\n\0\0\0";
const ORLIB: &str = " 2 3\n 10 100.\n 20 200.\n 5\n 1 4\n 4\n 2 5\n 3\n 3 6\n";
const UNITS: &str = "2 3\n\n5 4 3\n\n10 20\n\n100 200\n\n0.2 0.5 1\n0.8 1.25 2\n";
const ROUTING: &str = "2\n2\n\n0 0\n9 9\n\n3 4\n1 1\n\n70\n\n100\n90\n\n60\n30\n\n1000\n2000\n\n500\n\n0\n";

fn read_as(text: &str, sourcing: Sourcing, capacity: Option<f64>) -> Result<Placement, Wrong> {
    parse(text, "x", Wanted { sourcing, capacity })
}

fn problem(text: &str) -> Problem {
    match read_as(text, Sourcing::Split, None).unwrap().question {
        Question::Location(problem) => problem,
        Question::Routing(_) => panic!("no location problem"),
    }
}

fn wrong(text: &str) -> (Code, u64) {
    let wrong = read_as(text, Sourcing::Split, None).unwrap_err();
    (wrong.code, wrong.row)
}

#[test]
fn of_two_lines_about_one_edge_the_later_holds() {
    let medians = problem(MEDIANS);
    assert_eq!(medians.count, (2, 2));
    assert_eq!((medians.cost(0, 1), medians.cost(0, 3), medians.cost(3, 0)), (7.0, 10.0, 10.0));
    assert!(problem("3 1 1\n1 2 4\n").cost(0, 2).is_infinite());
}

#[test]
fn three_layouts_of_facilities_are_told_apart_by_their_lines() {
    for text in [PAIRS, ORLIB, UNITS] {
        let problem = problem(text);
        assert_eq!(problem.demand, [5.0, 4.0, 3.0], "{text}");
        assert_eq!((problem.sites[0].fixed, problem.sites[0].capacity), (100.0, 10.0), "{text}");
        assert_eq!((problem.row(0), problem.row(1)), (&[1.0, 2.0, 3.0][..], &[4.0, 5.0, 6.0][..]), "{text}");
        // The second site can hold everything.
        assert!(problem.sites[1].capacity.is_infinite());
    }
}

#[test]
fn the_word_capacity_asks_for_a_number() {
    let open = ORLIB.replace(" 10 ", " capacity ").replace(" 20 ", " capacity ");
    assert_eq!(wrong(&open), (Code::E702, 2));
    let given = read_as(&open, Sourcing::Single, Some(8.0)).unwrap();
    assert_eq!((given.kind, given.key.as_str()), ("sscflp", "pairs.x.8.2.3.sscflp"));
}

#[test]
fn prodhons_costs_are_a_hundred_times_the_distance_truncated() {
    let placement = read_as(ROUTING, Sourcing::Split, None).unwrap();
    let Question::Routing(lrp) = placement.question else { panic!("routing") };
    assert_eq!((lrp.way(0, 2), lrp.way(0, 3), lrp.way(1, 3)), (500.0, 141.0, 1131.0));
    assert_eq!((lrp.vehicle, lrp.per_route, lrp.depots[1].opening), (70.0, 500.0, 2000.0));
    assert_eq!((lrp.depots[0].capacity, lrp.demand.as_slice()), (100.0, &[60.0, 30.0][..]));
}

#[test]
fn what_is_broken_is_told_with_its_row() {
    assert_eq!(wrong("hello"), (Code::E701, 1));
    assert_eq!(wrong("1 2 3 4\n"), (Code::E701, 1));
    assert_eq!(wrong(&MEDIANS.replace("3 4 2", "3 9 2")), (Code::E701, 4));
    assert_eq!(wrong(&MEDIANS.replace("3 4 2", "3 4 -2")), (Code::E701, 4));
    assert_eq!(wrong(&MEDIANS.replace("4 4 2", "4 4 5")), (Code::E701, 1));
    assert_eq!(wrong(&MEDIANS.replace("4 4 2", "4 9 2")), (Code::E701, 5));
    assert_eq!(wrong(&PAIRS.replace("4 5 6", "4 5")), (Code::E701, 6));
    assert_eq!(wrong(&PAIRS.replace("4 5 6", "4 5 nan")), (Code::E701, 6));
    assert_eq!(wrong(&PAIRS.replace("2 3\n", "0 3\n")), (Code::E701, 1));
    assert_eq!(wrong("99999999 99999999\n1 1\n"), (Code::E702, 1));
    assert_eq!(wrong(&ROUTING.replace("60\n", "80\n")), (Code::E701, 15));
    assert_eq!(wrong(&ROUTING.replace("500\n\n0\n", "500\n\n7\n")), (Code::E701, 23));
}

#[test]
fn no_cut_of_a_file_makes_reading_panic() {
    for text in [MEDIANS, PAIRS, ORLIB, UNITS, ROUTING] {
        for end in 0..text.len() {
            let _ = read_as(&text[..end], Sourcing::Split, None);
        }
    }
}

#[test]
fn published_values_belong_to_a_name_and_a_size() {
    let mut placement = read_as(MEDIANS, Sourcing::Split, None).unwrap();
    let path = Path::new("nowhere/pmed1.txt");
    assert_eq!(known(&placement, path, &Known::Found), None);
    assert_eq!(known(&placement, path, &Known::Value(3.0)), Some(3.0));
    placement.key = "median.pmed1.100.5".to_owned();
    assert_eq!(known(&placement, path, &Known::Found), Some(5819.0));
}
