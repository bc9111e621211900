use super::bound::bound;
use super::ring::Ring;
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

#[test]
fn flights_are_shared_nearly_as_evenly_as_can_be() {
    let mut dice = Dice::new(21, 0);
    for _ in 0..30 {
        let shared = random(&mut dice, 10, 2);
        let flown: Vec<usize> = (1..10).filter(|&node| shared.flight[node].is_some()).collect();
        let times: Vec<i64> = flown.iter().filter_map(|&node| shared.flight[node]).collect();

        let (flights, last) = machines::spread(&shared, &flown);

        let sum = |flights: &Vec<usize>| flights.iter().filter_map(|&node| shared.flight[node]).sum::<i64>();
        assert_eq!(flights.iter().map(sum).max(), Some(last));
        assert!(last as f64 <= 1.04 * machines(&times, 2) as f64, "{last}");
    }
}

#[test]
fn what_is_done_to_a_ring_can_be_taken_back() {
    let mut dice = Dice::new(22, 0);
    let mut shared = random(&mut dice, 30, 2);
    shared.flight[1..].fill(Some(70));
    let division = Division { tour: (1..20).collect(), flights: vec![(20..30).collect(), Vec::new()] };
    let mut ring = Ring::new(&shared, &division);
    let (truck, air) = (ring.truck, ring.air);
    for _ in 0..200 {
        for _ in 0..dice.below(6) {
            let node = 1 + dice.below(29);
            if !ring.is_toured(node) {
                ring.join(node, ring.at(dice.below(ring.len())));
            } else if ring.len() > 5 && dice.chance(0.5) {
                ring.fly(node);
            } else {
                let last = ring.at(dice.below(ring.len()));
                let (before, after) = (ring.before(node), ring.after(last));
                ring.turn(node, last);
                let way = |one: usize, other: usize| shared.way(one, other);
                let is_part = after != node && before != last;
                let longer = way(before, last) + way(node, after) - way(before, node) - way(last, after);
                ring.truck += if is_part { longer } else { 0 };
            }
            assert!(ring.is_sound());
        }
        ring.undo(truck, air);
        assert!(ring.is_sound() && ring.flown() == (20..30).collect::<Vec<_>>());
    }
    let mut tour = ring.tour();
    if tour.first() > tour.last() {
        tour.reverse();
    }
    assert_eq!(tour, division.tour);
}

#[test]
fn a_division_is_mended_and_never_gets_worse() {
    let shared = random(&mut Dice::new(23, 0), 40, 2);
    let effort = |iterations| Effort { seed: 1, iterations: Some(iterations), stop: &Never };
    let (poor, end, _) = anneal::anneal(&shared, &effort(1), None);
    let far = |node: usize| shared.way(0, node);
    let near = (0..40).map(|node| {
        let mut others: Vec<usize> = (0..40).filter(|&other| other != node).collect();
        others.sort_by_key(|&other| shared.way(node, other) + far(other) / 1_000);
        others[..10].to_vec()
    });
    let hints = prove::Hints { truck: 0.5, air: 0.5, near: near.collect() };

    let (mended, sooner, _) = chain::chain(&shared, &poor, &effort(2_000), &hints);

    assert_eq!(verify(&shared, &mended), Ok(sooner));
    assert!(sooner < end, "{sooner} {end}");
    assert_eq!(chain::chain(&shared, &poor, &effort(2_000), &hints).0, mended);
}

#[test]
fn ways_that_are_longer_back_are_divided_too() {
    let mut shared = random(&mut Dice::new(24, 0), 12, 2);
    (0..12).for_each(|node| shared.truck[node * 12 + (node + 1) % 12] += 7);
    assert!(!chain::is_even(&shared));

    let found = best(&shared, &Effort { seed: 1, iterations: Some(22_000), stop: &Never });

    assert_eq!(verify(&shared, &found.division), Ok(found.end));
    assert!(found.bound <= found.end);
}
