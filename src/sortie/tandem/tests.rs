use super::*;
use crate::units::{Dice, Never};

fn random(dice: &mut Dice, nodes: usize) -> Pair {
    let points: Vec<(f64, f64)> = (0..nodes).map(|_| (dice.unit() * 1e4, dice.unit() * 1e4)).collect();
    let times = |factor: f64| {
        let pairs = points.iter().flat_map(|a| points.iter().map(move |b| (a.0 - b.0).hypot(a.1 - b.1)));
        pairs.map(|distance| (distance * factor).round() as i64).collect()
    };
    let truck_only = (0..nodes).map(|_| dice.chance(0.2)).collect();
    let longest = dice.chance(0.5).then_some(8_000);
    Pair { nodes, truck: times(1.0), drone: times(0.5), longest, truck_only }
}

/// All rows of operations, one after the other, both meeting anywhere at each end.
fn least(pair: &Pair, at: usize, left: &[usize], time: i64, best: &mut i64) {
    if time >= *best {
        return;
    }
    if left.is_empty() {
        *best = (*best).min(time + pair.drive(at, 0));
    }
    for to in 0..pair.nodes {
        for flown in left.iter().map(|&node| Some(node)).chain([None]) {
            let Some(sortie) = flown.map_or(Some(0), |node| pair.sortie(at, node, to)) else { continue };
            drive(pair, (at, to), flown, sortie, left, &mut Vec::new(), time, best);
        }
    }
}

#[expect(clippy::too_many_arguments)]
fn drive(
    pair: &Pair,
    (from, to): (usize, usize),
    flown: Option<usize>,
    sortie: i64,
    left: &[usize],
    driven: &mut Vec<usize>,
    time: i64,
    best: &mut i64,
) {
    let serves = |node: usize| Some(node) == flown || node == to || driven.contains(&node);
    let rest: Vec<usize> = left.iter().copied().filter(|&node| !serves(node)).collect();
    if rest.len() < left.len() && flown != Some(to) {
        let mut way = vec![from];
        way.extend(driven.iter().copied().chain([to]));
        let truck: i64 = way.windows(2).map(|step| pair.drive(step[0], step[1])).sum();
        least(pair, to, &rest, time + truck.max(sortie), best);
    }
    for &node in &rest {
        driven.push(node);
        drive(pair, (from, to), flown, sortie, left, driven, time, best);
        driven.pop();
    }
}

fn effort(seed: u64, iterations: u64) -> Effort<'static> {
    Effort { seed, iterations: Some(iterations), stop: &Never }
}

#[test]
fn few_customers_are_solved_exactly_and_the_search_is_never_better() {
    let mut dice = Dice::new(3, 0);
    for seed in 0..12 {
        let pair = random(&mut dice, 5);
        let mut known = i64::MAX / 4;
        least(&pair, 0, &(1..pair.nodes).collect::<Vec<_>>(), 0, &mut known);
        let tour = exact(&pair, i64::MAX / 4, &Never).unwrap();
        assert_eq!(verify(&pair, &tour), Ok(known), "seed {seed}");
        let (searched, time, _) = solve(&pair, &effort(seed, 500));
        assert_eq!(verify(&pair, &searched), Ok(time));
        assert!(time >= known);
        let (tour, is_proved, _) = best(&pair, &effort(seed, 500));
        assert!(is_proved);
        assert_eq!(verify(&pair, &tour), Ok(known));
    }
}

#[test]
fn a_search_serves_all_and_is_the_same_for_the_same_seed() {
    let pair = random(&mut Dice::new(8, 0), 30);
    let (tour, time, _) = solve(&pair, &effort(2, 2_000));
    assert_eq!(verify(&pair, &tour), Ok(time));
    assert_eq!(solve(&pair, &effort(2, 2_000)).0, tour);
    let alone: i64 = (0..pair.nodes).map(|node| pair.drive(node, (node + 1) % pair.nodes)).sum();
    assert!(time < alone);
}

#[test]
fn what_is_wrong_is_seen() {
    let pair = Pair {
        nodes: 3,
        truck: vec![2; 9],
        drone: vec![1; 9],
        longest: None,
        truck_only: vec![false, true, false],
    };
    let leg = |from, to, flown, driven: &[usize]| Operation { from, to, flown, driven: driven.to_vec() };
    assert_eq!(verify(&pair, &[leg(0, 1, Some(2), &[]), leg(1, 0, None, &[])]), Ok(4));
    assert_eq!(verify(&pair, &[leg(0, 0, Some(1), &[2])]), Err(Wrong::CannotFly(1)));
    assert_eq!(verify(&pair, &[leg(0, 0, None, &[1])]), Err(Wrong::Missing(2)));
    assert_eq!(verify(&pair, &[leg(0, 0, Some(2), &[1, 2])]), Err(Wrong::Twice(2)));
    assert_eq!(verify(&pair, &[leg(1, 0, None, &[2])]), Err(Wrong::Apart(1)));
    assert_eq!(verify(&pair, &[leg(0, 7, None, &[])]), Err(Wrong::Unknown(7)));
}
