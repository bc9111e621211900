use super::bound::bound;
use super::*;
use crate::sortie::Effort;
use crate::units::{Dice, Never};

pub fn random(dice: &mut Dice, nodes: usize, drones: usize) -> Shared {
    let points: Vec<(i64, i64)> =
        (0..nodes).map(|_| (dice.below(100) as i64, dice.below(100) as i64)).collect();
    let way = |a: (i64, i64), b: (i64, i64)| (a.0 - b.0).abs() + (a.1 - b.1).abs();
    let truck = points.iter().flat_map(|&a| points.iter().map(move |&b| way(a, b))).collect();
    let flies =
        |node: usize, dice: &mut Dice| (node > 0 && dice.chance(0.7)).then(|| way(points[0], points[node]));
    Shared { truck, flight: (0..nodes).map(|node| flies(node, dice)).collect(), drones }
}

/// All ways to divide few customers.
pub fn least(shared: &Shared) -> i64 {
    let customers = shared.nodes() - 1;
    let mut best = i64::MAX;
    for flown in 0..1_usize << customers {
        let of = |flies: usize| (1..=customers).filter(move |node| (flown >> (node - 1)) & 1 == flies);
        if of(1).any(|node| shared.flight[node].is_none()) || (shared.drones == 0 && flown > 0) {
            continue;
        }
        let times: Vec<i64> = of(1).filter_map(|node| shared.flight[node]).collect();
        best = best.min(tours(shared, &of(0).collect::<Vec<_>>()).max(machines(&times, shared.drones)));
    }
    best
}

fn tours(shared: &Shared, left: &[usize]) -> i64 {
    fn from(shared: &Shared, at: usize, left: &[usize]) -> i64 {
        let next = left.iter().map(|&node| {
            let rest: Vec<usize> = left.iter().copied().filter(|&other| other != node).collect();
            shared.way(at, node) + from(shared, node, &rest)
        });
        next.min().unwrap_or(shared.way(at, 0))
    }
    from(shared, 0, left)
}

fn machines(times: &[i64], drones: usize) -> i64 {
    fn put(times: &[i64], loads: &mut Vec<i64>) -> i64 {
        let Some((&first, rest)) = times.split_first() else {
            return loads.iter().copied().max().unwrap_or(0);
        };
        let mut best = i64::MAX;
        for drone in 0..loads.len() {
            loads[drone] += first;
            best = best.min(put(rest, loads));
            loads[drone] -= first;
        }
        best
    }
    if times.is_empty() { 0 } else { put(times, &mut vec![0; drones]) }
}

#[test]
fn few_customers_are_nearly_always_divided_as_well_as_can_be() {
    let mut dice = Dice::new(5, 0);
    let mut equal = 0;
    for seed in 0..30 {
        let drones = dice.below(4);
        let shared = random(&mut dice, 7, drones);
        let effort = Effort { seed, iterations: Some(3_000), stop: &Never };
        let found = best(&shared, &effort);
        let end = found.end;
        assert_eq!(verify(&shared, &found.division), Ok(end));
        let least = least(&shared);
        assert!(end >= least && found.bound <= least);
        equal += usize::from(end == least);
    }
    assert!(equal >= 28, "{equal} of 30");
}

#[test]
fn the_same_seed_gives_the_same_division() {
    let shared = random(&mut Dice::new(9, 0), 40, 2);
    let found = || best(&shared, &Effort { seed: 3, iterations: Some(22_000), stop: &Never });
    let (one, other) = (found(), found());
    assert_eq!((one.division, one.bound), (other.division, other.bound));
}

#[test]
fn what_is_wrong_is_seen() {
    let shared = Shared { truck: vec![1; 9], flight: vec![None, None, Some(4)], drones: 1 };
    let of = |tour: &[usize], flights: &[usize]| {
        verify(&shared, &Division { tour: tour.to_vec(), flights: vec![flights.to_vec()] })
    };
    assert_eq!(of(&[1], &[2]), Ok(4));
    assert_eq!(of(&[1, 2], &[2]), Err(Wrong::Twice(2)));
    assert_eq!(of(&[1], &[]), Err(Wrong::Missing(2)));
    assert_eq!(of(&[2], &[1]), Err(Wrong::CannotFly(1)));
    assert_eq!(of(&[1, 2, 3], &[]), Err(Wrong::Unknown(3)));
}

#[test]
fn no_division_ends_before_the_bound() {
    let mut dice = Dice::new(6, 0);
    let (mut shares, mut worst) = (0.0, f64::INFINITY);
    for _ in 0..30 {
        let drones = dice.below(4);
        let shared = random(&mut dice, 7, drones);
        let least = least(&shared);
        let bound = bound(&shared, least, &Never);
        assert!(bound <= least, "{bound} above {least}");
        shares += bound as f64 / least as f64 / 30.0;
        worst = worst.min(bound as f64 / least as f64);
    }
    assert!(shares > 0.8 && worst > 0.4, "{shares}, {worst}");
}

#[test]
fn a_truck_alone_on_a_square_is_proved_to_be_best() {
    let corners = [(0_i64, 0_i64), (0, 1000), (1000, 1000), (1000, 0)];
    let way = |a: (i64, i64), b: (i64, i64)| (a.0 - b.0).abs() + (a.1 - b.1).abs();
    let truck = corners.iter().flat_map(|&a| corners.iter().map(move |&b| way(a, b))).collect();
    let shared = Shared { truck, flight: vec![None; 4], drones: 1 };

    // Around it: 4000, and the safety of a unit is rounded away.
    assert!((3_990..=4_000).contains(&bound(&shared, 4_000, &Never)));
}
