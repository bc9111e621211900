use super::super::sample::{at, flat, map, metres, way};
use super::*;
use crate::county::Way;
use rand_pcg::Pcg64;
use rand_pcg::rand_core::{Rng, SeedableRng};

/// Roads of 2 to 40 points that wander over 20 km, some of them in one direction only.
fn wandering(seed: u64, ways: u32) -> Lines {
    let mut dice = Pcg64::seed_from_u64(seed);
    let mut nodes = Vec::new();
    let roads: Vec<Way> = (0..ways)
        .map(|_| {
            let mut place = (f64::from(dice.next_u32() % 20_000), f64::from(dice.next_u32() % 20_000));
            let first = nodes.len() as u32;
            for _ in 0..2 + dice.next_u32() % 39 {
                nodes.push(place);
                place.0 += f64::from(dice.next_u32() % 400) - 200.0;
                place.1 += f64::from(dice.next_u32() % 400) - 200.0;
            }
            way(&(first..nodes.len() as u32).collect::<Vec<_>>())
        })
        .collect();
    Lines::new(&flat(&map(&nodes, roads)))
}

/// Every stretch of every line with its distance, nearest first: the slow, obvious way.
fn one_by_one(lines: &Lines, point: Point) -> Vec<(f64, u32, u32)> {
    let ruler = Ruler::at(point.y());
    let mut all = Vec::new();
    for line in 0..lines.len() as u32 {
        for (stretch, pair) in lines.points(LineId(line)).windows(2).enumerate() {
            let (from, to) = (ruler.steps(grid(point), pair[0]), ruler.steps(grid(point), pair[1]));
            // A hundred thousand places along the stretch would do; the foot is where the line to it is square.
            let along = (to[0] - from[0], to[1] - from[1]);
            let square = along.0.powi(2) + along.1.powi(2);
            let share = (-(from[0] * along.0 + from[1] * along.1) / square).clamp(0.0, 1.0);
            let away = (from[0] + share * along.0).hypot(from[1] + share * along.1);
            all.push((away, line, stretch as u32));
        }
    }
    all.sort_by(|one, other| one.partial_cmp(other).expect("distances are numbers"));
    all
}

#[test]
fn every_stretch_comes_in_the_order_of_its_distance() {
    let lines = wandering(1, 120);
    let index = Nearest::new(&lines, |_| true);
    let mut dice = Pcg64::seed_from_u64(2);

    for _ in 0..40 {
        let point =
            at(f64::from(dice.next_u32() % 30_000) - 5_000.0, f64::from(dice.next_u32() % 30_000) - 5_000.0);
        let slow = one_by_one(&lines, point);
        let fast: Vec<Hit> = index.near(&lines, point, f64::INFINITY).collect();

        assert_eq!(fast.len(), slow.len());
        for (hit, expected) in fast.iter().zip(&slow) {
            assert!((hit.away - expected.0).abs() < 1e-6, "{hit:?} {expected:?}");
        }
        let mut found: Vec<(u32, u32)> = fast.iter().map(|hit| (hit.line.0, hit.stretch)).collect();
        found.sort_unstable();
        found.dedup();
        assert_eq!(found.len(), slow.len(), "each stretch once");
    }
}

#[test]
fn a_search_on_some_lines_gives_what_is_on_them() {
    for ways in [1, 3, 120] {
        let lines = wandering(5, ways);
        let index = Nearest::new(&lines, |_| true);
        for every in [1, 2, 7, 1_000] {
            let wanted = |line: LineId| line.0 % every == every - 1;
            let mask = index.mask(&lines, wanted);
            let point = at(3_000.0, 9_000.0);

            let found: Vec<Hit> = index.near_in(&lines, &mask, point, f64::INFINITY).collect();

            let all = index.near(&lines, point, f64::INFINITY);
            assert_eq!(found, all.filter(|hit| wanted(hit.line)).collect::<Vec<_>>());
        }
    }
}

#[test]
fn a_search_within_a_distance_gives_what_is_within_it() {
    let lines = wandering(3, 80);
    let index = Nearest::new(&lines, |_| true);

    for within in [0.0, 50.0, 700.0] {
        let point = at(9_000.0, 11_000.0);
        let expected = one_by_one(&lines, point).iter().filter(|near| near.0 <= within).count();
        assert_eq!(index.near(&lines, point, within).count(), expected);
    }
}

#[test]
fn the_place_is_the_foot_on_the_road() {
    // A road to the east, then one to the north.
    let roads = map(&[(0.0, 0.0), (1_000.0, 0.0), (1_000.0, 500.0)], vec![way(&[0, 1, 2])]);
    let lines = Lines::new(&flat(&roads));

    let hit = Nearest::new(&lines, |_| true).nearest(&lines, at(250.0, 40.0)).unwrap();

    assert_eq!((hit.line, hit.stretch), (LineId(0), 0));
    assert!((hit.share - 0.25).abs() < 1e-4 && (hit.away - 40.0).abs() < 0.1, "{hit:?}");
    let (east, north) = metres(hit.point);
    assert!((east - 250.0).abs() < 0.1 && north.abs() < 0.02);
}

#[test]
fn only_wanted_lines_are_found_and_nothing_at_no_place() {
    let roads =
        map(&[(0.0, 0.0), (100.0, 0.0), (0.0, 50.0), (100.0, 50.0)], vec![way(&[0, 1]), way(&[2, 3])]);
    let lines = Lines::new(&flat(&roads));
    let second = Nearest::new(&lines, |line| line == LineId(1));

    assert_eq!(second.nearest(&lines, at(50.0, 0.0)).unwrap().line, LineId(1));
    for nowhere in [Point::new(f64::NAN, 31.0), Point::new(f64::INFINITY, 31.0), Point::new(109.0, 91.0)] {
        assert!(second.nearest(&lines, nowhere).is_none());
    }
    assert!(Nearest::new(&lines, |_| false).nearest(&lines, at(0.0, 0.0)).is_none());
}

#[test]
fn each_road_is_one_line_for_both_directions() {
    let oneway = Way { oneway: crate::county::Oneway::Backward, ..way(&[1, 2]) };
    let network = flat(&map(&[(0.0, 0.0), (100.0, 0.0), (200.0, 0.0)], vec![way(&[0, 1]), oneway]));
    let lines = Lines::new(&network);

    assert_eq!((lines.len(), network.graph().edge_count()), (2, 3));
    for arc in network.graph().edge_indices() {
        let (line, heading) = lines.of(arc);
        assert_eq!(lines.arc(line, heading), Some(arc));
        let mut drawn: Vec<[i32; 2]> =
            network.graph()[arc].geometry.iter().map(|&point| grid(point)).collect();
        if heading == crate::network::lines::Heading::Against {
            drawn.reverse();
        }
        assert_eq!(lines.points(line), drawn);
        assert!((lines.stretches(line).sum::<f64>() - 100.0).abs() < 0.1);
    }
}
