use super::super::anneal::anneal;
use super::super::tests::{least, random};
use super::apart::{Shares, broken};
use super::flow::Flow;
use super::*;
use crate::sortie::Effort;
use crate::units::{Dice, Never};

/// A clock that never runs out.
struct Patient;

impl Stop for Patient {
    fn now(&self) -> bool {
        false
    }

    fn remaining(&self) -> Option<f64> {
        Some(1e6)
    }
}

/// A division that was hardly searched for.
fn poor(shared: &Shared, seed: u64) -> (Division, i64) {
    let (division, end, _) = anneal(shared, &Effort { seed, iterations: Some(1), stop: &Never }, None);
    (division, end)
}

#[test]
fn few_customers_are_divided_best_and_that_is_proved() {
    let mut dice = Dice::new(11, 0);
    let mut proved = 0;
    for seed in 0..25 {
        let drones = 1 + dice.below(2);
        let shared = random(&mut dice, 8, drones);
        let least = least(&shared);
        let (division, end) = poor(&shared, seed);
        let Some(mut proof) = Proof::new(&shared, &division, end, &Never) else { continue };
        let linear = proof.bound(end);
        assert!(linear <= least, "{linear} above {least}");

        let (division, end, bound) = proof.improved(division, end, &Patient);

        assert_eq!(verify(&shared, &division), Ok(end));
        assert!(linear <= bound && bound <= least && least <= end, "{linear} {bound} {least} {end}");
        proved += usize::from(bound == end);
    }
    // Two drones may be unable to share flights as evenly as the program thinks.
    assert!(proved >= 12, "{proved} of 25");
}

#[test]
fn divisions_merged_end_no_later_than_the_best_of_them() {
    let mut dice = Dice::new(16, 0);
    let shared = random(&mut dice, 26, 2);
    let some: Vec<(Division, i64)> = (0..4)
        .map(|seed| {
            let effort = Effort { seed, iterations: Some(5), stop: &Never };
            let (division, end, _) = anneal(&shared, &effort, None);
            (division, end)
        })
        .collect();
    let (best, end) = some.iter().min_by_key(|it| it.1).unwrap();
    let mut proof = Proof::new(&shared, best, *end, &Never).unwrap();

    let merged = proof.merged(some.iter().map(|it| &it.0), best, *end, &Patient);

    let (division, sooner) = merged.expect("hardly searched for, they can be merged to something better");
    assert_eq!(verify(&shared, &division), Ok(sooner));
    assert!(sooner < *end && sooner >= proof.bound(sooner));
}

#[test]
fn the_linear_bound_is_far_above_that_of_trees() {
    let mut dice = Dice::new(12, 0);
    let shared = random(&mut dice, 40, 2);
    let (division, end, _) =
        anneal(&shared, &Effort { seed: 1, iterations: Some(4_000), stop: &Never }, None);
    let proof = Proof::new(&shared, &division, end, &Never).unwrap();
    let trees = super::super::bound::bound(&shared, end, &Never);
    assert!(proof.bound(end) > trees && proof.bound(end) as f64 > 0.93 * end as f64);
}

#[test]
fn hints_say_what_time_is_worth() {
    let mut dice = Dice::new(13, 0);
    let shared = random(&mut dice, 30, 2);
    let (division, end) = poor(&shared, 1);
    let hints = Proof::new(&shared, &division, end, &Never).unwrap().hints();
    assert!((hints.truck + hints.air - 1.0).abs() < 1e-6, "{} {}", hints.truck, hints.air);
    assert!(hints.near.iter().enumerate().all(|(node, near)| near.len() == NEAR && !near.contains(&node)));
}

#[test]
fn a_least_cut_is_the_least_of_all() {
    let (mut dice, mut heft) = (Dice::new(14, 0), Dice::new(14, 1));
    for _ in 0..40 {
        let pairs = (0..7).flat_map(|one| (one + 1..7).map(move |other| (one, other)));
        let edges: Vec<(usize, usize, f64)> =
            pairs.filter(|_| dice.chance(0.5)).map(|(a, b)| (a, b, heft.below(5) as f64 / 4.0)).collect();
        let value = |set: usize| -> f64 {
            let is_in = |node: usize| set >> node & 1 == 1;
            edges.iter().filter(|edge| is_in(edge.0) != is_in(edge.1)).map(|edge| edge.2).sum()
        };
        let least = (0..128).filter(|set| set & 1 == 0 && set >> 6 & 1 == 1).map(value).fold(9e9, f64::min);

        let cut = Flow::new(7, &edges).cut(0, 6, 1e9).unwrap();

        assert!(cut.contains(&6) && !cut.contains(&0));
        assert!((value(cut.iter().map(|node| 1 << node).sum()) - least).abs() < 1e-9);
        assert!(least == 0.0 || Flow::new(7, &edges).cut(0, 6, least).is_none());
    }
}

#[test]
fn a_ring_beside_the_depot_is_told() {
    let ring =
        |nodes: [usize; 3]| [(nodes[0], nodes[1], 1.0), (nodes[1], nodes[2], 1.0), (nodes[0], nodes[2], 1.0)];
    let edges = [ring([0, 1, 2]), ring([3, 4, 5])].concat();
    let cuts = broken(&Shares { edges, toured: vec![1.0; 6] });
    assert!(cuts.iter().any(|cut| cut.set == [3, 4, 5]));
    let edges = vec![(0, 1, 1.0), (1, 2, 1.0), (0, 2, 1.0)];
    assert!(broken(&Shares { edges, toured: vec![1.0; 3] }).is_empty());
}

#[test]
fn tours_on_whole_blocks_take_even_steps() {
    let shared = random(&mut Dice::new(15, 0), 9, 1);
    // Around blocks one comes back after an even number of them.
    assert_eq!(step(&shared) % 2, 0);
    assert!(step(&shared) > 0);
}
