//! Small networks, held against all pairs given to a MIP.

use super::*;
use crate::site::problem::Choice;
use crate::units::Never;

/// Two hubs and six stations in two sizes each, twelve customers, drawn by a small generator.
fn drawn(seed: u64, room: f64) -> Levels {
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 11) as f64 / (1_u64 << 53) as f64
    };
    let points: Vec<(f64, f64)> = (0..20).map(|_| (next(), next())).collect();
    let way = |a: usize, b: usize| (points[a].0 - points[b].0).hypot(points[a].1 - points[b].1);
    let uses: Vec<f64> = (0..24).map(|_| 1.0 + 4.0 * next()).collect();
    let (mut alternatives, mut costs) = (Vec::new(), Vec::new());
    for site in 0..8 {
        for hub in if site < 2 { site..site + 1 } else { 0..2 } {
            let row = costs.len() / 12;
            let rate = if site < 2 { 30.0 } else { 12.0 };
            costs.extend((0..12).map(|customer| {
                let far = way(site, 8 + customer);
                if far > 0.7 && site >= 2 { f64::INFINITY } else { rate * far + 6.0 * way(site, hub) }
            }));
            for size in [1.0, 2.0] {
                let fixed = if site < 2 { 8.0 } else { 4.0 } * (1.0 + 0.6 * (size - 1.0));
                let wide = if site < 2 { 8.0 } else { 1.0 } * room * size;
                let capacity = vec![wide, wide * 1.2];
                alternatives.push(Alternative { site, hub, fixed, spend: fixed, capacity, row });
            }
        }
    }
    let choice = vec![Choice::Free; 8];
    Levels {
        choice,
        alternatives,
        customers: 12,
        resources: 2,
        uses,
        costs,
        exclusive: vec![],
        most: 8,
        budget: None,
        coverage: None,
        divides: false,
    }
}

/// The optimum by the program alone, nothing excluded.
fn by_program(levels: &Levels) -> Option<f64> {
    let model = kernel::whole(levels);
    let limits = crate::lp::Limits { seconds: None, gap: 1e-9, stop: &Never };
    crate::lp::solve(&model, &limits, None).unwrap().objective
}

fn agrees(levels: &Levels) {
    let answer = solve(levels, &Never);
    let best = answer.best.unwrap();
    let wanted = by_program(levels).unwrap();

    assert_eq!(judge(levels, &best).map(|cost| (cost - best.cost).abs() < 1e-6), Ok(true));
    assert!((best.cost - wanted).abs() < 1e-5 * wanted, "{} is not {wanted}", best.cost);
    assert!(answer.is_optimal && answer.bound <= wanted * (1.0 + 1e-7));
}

#[test]
fn networks_with_and_without_room_are_solved_as_a_program_would() {
    for seed in 1..7 {
        agrees(&drawn(seed, 12.0));
        agrees(&drawn(seed, 1e9));
    }
}

#[test]
fn required_forbidden_exclusive_counted_and_budgeted_sites_are_kept() {
    for seed in 1..5 {
        let mut levels = drawn(seed, 14.0);
        levels.choice[3] = Choice::Open;
        levels.choice[4] = Choice::Closed;
        levels.exclusive = vec![vec![2, 3, 5]];
        levels.most = 4;
        agrees(&levels);
        let free = solve(&levels, &Never).best.unwrap();
        let spent: f64 = free.open.iter().map(|&at| levels.alternatives[at].spend).sum();
        levels.budget = Some(spent - 0.5);
        if by_program(&levels).is_some() {
            agrees(&levels);
        }
    }
}

#[test]
fn any_prices_prove_a_bound_below_the_optimum() {
    let levels = drawn(9, 12.0);
    let wanted = by_program(&levels).unwrap();
    let relaxation = Relaxation::of(&levels);
    for scale in [0.0, 0.5, 1.0, 2.0, 5.0, 20.0] {
        let prices: Vec<f64> = (0..12).map(|customer| scale * (1.0 + f64::from(customer % 5))).collect();
        assert!(relaxation.look(&prices, &Sides::free(&levels)).bound <= wanted);
    }
}

#[test]
fn no_siting_with_an_alternative_costs_less_than_is_said_of_it() {
    let levels = drawn(4, 1e9);
    let answer = solve(&levels, &Never);
    let best = answer.best.unwrap();
    for at in (0..levels.alternatives.len()).filter(|at| !best.open.contains(at)) {
        let mut forced = levels.clone();
        forced
            .alternatives
            .retain(|it| it.site != levels.alternatives[at].site || *it == levels.alternatives[at]);
        forced.choice[levels.alternatives[at].site] = Choice::Open;
        let cost = by_program(&forced).unwrap();
        assert!(answer.with[at] <= cost * (1.0 + 1e-7));
    }
}

#[test]
fn hubs_in_their_smallest_size_are_not_believed_where_they_cannot_hold_everybody() {
    // One hub in two sizes: 8 and 16 parcels, 100 and 170 yuan; ten customers of one parcel each.
    let hub = |fixed: f64, room: f64| Alternative {
        site: 0,
        hub: 0,
        fixed,
        spend: fixed,
        capacity: vec![room],
        row: 0,
    };
    let levels = Levels {
        choice: vec![Choice::Free],
        alternatives: vec![hub(100.0, 8.0), hub(170.0, 16.0)],
        customers: 10,
        resources: 1,
        uses: vec![1.0; 10],
        costs: vec![3.0; 10],
        exclusive: vec![],
        most: 1,
        budget: None,
        coverage: None,
        divides: false,
    };

    // At any prices the large size is chosen, so at 3 yuan each the bound is the whole cost.
    let looked = Relaxation::of(&levels).look(&[3.0; 10], &Sides::free(&levels));
    assert!((looked.bound - 200.0).abs() < 1e-6, "{}", looked.bound);
    assert_eq!(looked.open, [1]);
    assert_eq!(solve(&levels, &Never).best.map(|best| best.cost), Some(200.0));
}

#[test]
fn a_search_that_is_stopped_at_once_still_proves_something() {
    struct Now;
    impl crate::units::Stop for Now {
        fn now(&self) -> bool {
            true
        }
    }
    let levels = drawn(3, 12.0);
    let answer = solve(&levels, &Now);
    assert!(answer.bound <= by_program(&levels).unwrap());
    assert!(answer.best.is_none_or(|best| judge(&levels, &best).is_ok()));
}

/// With at most `most` of the customers farther than the half of them are.
fn covered(levels: Levels, most: [f64; 2]) -> Levels {
    let finite = levels.costs.iter().filter(|cost| cost.is_finite());
    let mean = finite.clone().sum::<f64>() / finite.count() as f64;
    let far = levels.costs.iter().map(|&cost| cost > 0.75 * mean).collect();
    let group = (0..levels.customers).map(|customer| customer % 2).collect();
    Levels { coverage: Some(Coverage { far, group, most: most.to_vec() }), ..levels }
}

#[test]
fn no_more_customers_are_far_than_may_be_and_nothing_cheaper_keeps_to_that() {
    let (mut binding, mut impossible) = (0, 0);
    for seed in 1..7 {
        let free = covered(drawn(seed, 14.0), [12.0; 2]);
        let best = solve(&free, &Never).best.unwrap();
        let [one, two] = far(&free, &best)[..] else { panic!("two groups") };
        for less in [[1.0, 0.0], [0.0, 1.0], [1.0, 1.0], [9.0, 9.0]] {
            let levels = covered(drawn(seed, 14.0), [(one - less[0]).max(0.0), (two - less[1]).max(0.0)]);
            let Some(wanted) = by_program(&levels) else {
                assert!(solve(&levels, &Never).best.is_none());
                impossible += 1;
                continue;
            };
            binding += usize::from(wanted > best.cost + 1e-6);
            agrees(&levels);
        }
    }
    assert!(binding >= 4 && impossible >= 1, "{binding} {impossible}");
}

#[test]
fn any_prices_of_being_far_prove_a_bound_below_the_optimum() {
    let levels = covered(drawn(5, 14.0), [4.0, 5.0]);
    let wanted = by_program(&levels).unwrap_or(f64::INFINITY);
    assert!(wanted.is_finite());
    let relaxation = Relaxation::of(&levels);
    for price in [0.0, 1.0, 4.0, 30.0] {
        let prices: Vec<f64> = (0..12).map(|customer| 3.0 + f64::from(customer % 5)).collect();
        let sides = Sides { budget: 0.0, far: vec![price, price / 2.0] };
        assert!(relaxation.look(&prices, &sides).bound <= wanted);
    }
}

fn divisible(seed: u64, room: f64) -> Levels {
    Levels { divides: true, ..drawn(seed, room) }
}

#[test]
fn networks_whose_customers_may_be_divided_are_solved_as_a_program_would() {
    for seed in 1..5 {
        agrees(&divisible(seed, 12.0));
        agrees(&divisible(seed, 9.0));
    }
}

#[test]
fn dividing_never_costs_more_and_sometimes_less() {
    let mut less = 0;
    for (seed, room) in (1..6).flat_map(|seed| [(seed, 6.0), (seed, 8.0), (seed, 10.0)]) {
        let (whole, parts) = (drawn(seed, room), divisible(seed, room));
        let Some(best) = solve(&parts, &Never).best else {
            assert_eq!(by_program(&parts), None);
            continue;
        };
        assert!(by_program(&parts).is_some_and(|wanted| best.cost >= wanted * (1.0 - 1e-6)));
        let all: f64 = best.all().map(|it| it.2).sum();
        assert!((all - 12.0).abs() < 1e-9 && best.all().all(|it| it.2 > 0.0));
        if let Some(one) = solve(&whole, &Never).best {
            assert!(best.cost <= one.cost * (1.0 + 1e-6), "{} {}", best.cost, one.cost);
            less += usize::from(best.cost < one.cost * (1.0 - 1e-4));
        }
    }
    assert!(less >= 2, "{less}");
}

#[test]
fn three_equal_customers_share_two_stations_of_one_and_a_half() {
    // A hub far away (10 each), two stations (1 each) with room for 1.5 of three customers of 1:
    // undivided the third one is the hub's (1 + 1 + 10), divided nobody is (3).
    let at = |site: usize, room: f64, row: usize| Alternative {
        site,
        hub: 0,
        fixed: 0.0,
        spend: 0.0,
        capacity: vec![room],
        row,
    };
    let mut levels = Levels {
        choice: vec![Choice::Open; 3],
        alternatives: vec![at(0, 9.0, 0), at(1, 1.5, 1), at(2, 1.5, 1)],
        customers: 3,
        resources: 1,
        uses: vec![1.0; 3],
        costs: vec![10.0, 10.0, 10.0, 1.0, 1.0, 1.0],
        exclusive: vec![],
        most: 3,
        budget: None,
        coverage: None,
        divides: false,
    };
    assert_eq!(solve(&levels, &Never).best.map(|best| best.cost.round()), Some(12.0));

    levels.divides = true;
    let answer = solve(&levels, &Never);
    let best = answer.best.unwrap();
    assert!((best.cost - 3.0).abs() < 1e-6 && answer.is_optimal, "{}", best.cost);
    for station in [1, 2] {
        let load: f64 = best.served(station).iter().map(|it| it.1).sum();
        assert!((load - 1.5).abs() < 1e-6);
    }
}

#[test]
fn a_share_that_must_be_near_never_makes_the_bound_lower() {
    for seed in 1..5 {
        let free = drawn(seed, 14.0);
        let relaxed = solve(&free, &Never).bound;
        let levels = covered(free, [5.0, 5.0]);
        if by_program(&levels).is_some() {
            assert!(solve(&levels, &Never).bound >= relaxed * (1.0 - 1e-6));
        }
    }
}

#[test]
fn a_search_without_any_time_still_knows_what_the_cheapest_ways_cost() {
    struct Now;
    impl crate::units::Stop for Now {
        fn now(&self) -> bool {
            true
        }
    }
    let levels = drawn(2, 1e9);
    let least = |customer: usize| {
        (0..levels.alternatives.len()).map(|at| levels.cost(at, customer)).fold(f64::INFINITY, f64::min)
    };
    let ways: f64 = (0..12).map(least).sum();

    assert!(solve(&levels, &Now).bound >= ways * (1.0 - 1e-6));
}

#[test]
fn three_equal_customers_of_two_hubs_with_room_for_one_and_a_half_can_only_be_divided() {
    let hub =
        |site: usize| Alternative { site, hub: site, fixed: 5.0, spend: 5.0, capacity: vec![1.5], row: site };
    let mut levels = Levels {
        choice: vec![Choice::Free; 2],
        alternatives: vec![hub(0), hub(1)],
        customers: 3,
        resources: 1,
        uses: vec![1.0; 3],
        costs: vec![1.0, 2.0, 3.0, 3.0, 2.0, 1.0],
        exclusive: vec![],
        most: 2,
        budget: None,
        coverage: None,
        divides: false,
    };
    assert!(solve(&levels, &Never).best.is_none());

    levels.divides = true;
    // 10 for both hubs, 1 and 1 for the outer customers, 2 for the halves of the middle one.
    let answer = solve(&levels, &Never);
    assert!((answer.best.unwrap().cost - 14.0).abs() < 1e-5 && answer.bound <= 14.0 + 1e-6);
}
