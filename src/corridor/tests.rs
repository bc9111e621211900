use super::sample::{CLEAR, cell, frame, land, pads, rough, terms, village, zone};
use super::verify::{Fault, Figure, verify};
use super::*;
use crate::energy::drone::airframe;

#[test]
fn over_rough_land_every_corridor_keeps_every_rule_by_the_judges_own_figures() {
    let dem = land(200, rough);
    let frame = frame();
    let pads = pads(&[(20.0, 20.0), (180.0, 30.0), (100.0, 170.0), (30.0, 150.0)]);
    let terms = terms(&dem, &frame, &pads, &[]);

    let all = plan(&terms);

    assert_eq!((all.corridors.len(), all.refusals.len()), (6, 0), "{:?}", all.refusals);
    for corridor in &all.corridors {
        assert_eq!(verify(&terms, corridor), [], "{:?}", corridor.ends);
        assert!(corridor.above.0 >= 50.0 && corridor.above.1 <= 300.0, "{:?}", corridor.above);
        assert!(corridor.farthest.is_finite() && !corridor.ways[0].loads.is_empty());
    }
}

#[test]
fn the_way_down_loaded_takes_less_than_the_way_up() {
    // A slope of 900 m over 4.6 km.
    let dem = land(200, |x, _| 300.0 + 5.0 * x);
    let frame = frame();
    let pads = pads(&[(10.0, 100.0), (190.0, 100.0)]);
    let terms = terms(&dem, &frame, &pads, &[]);

    let corridor = &plan(&terms).corridors[0];

    let [up, down] = &corridor.ways;
    assert!(corridor.climb > 900.0 && corridor.descent < 80.0, "{} {}", corridor.climb, corridor.descent);
    let full = |way: &Quality| way.loads[4].calm.unwrap();
    // 95 kg up 900 m against gravity alone is 95 * 9.81 * 900 / 3600 = 233 Wh before losses.
    assert!(full(up) - full(down) > 233.0, "{} {}", full(up), full(down));
    assert!(up.calm_return <= up.calm && up.windy <= up.calm);
}

#[test]
fn a_zone_is_flown_around_or_under_and_one_that_cuts_all_ways_is_named() {
    let dem = land(120, |x, y| 500.0 + 0.1 * x + 0.1 * y);
    let frame = frame();
    let pads = pads(&[(10.0, 60.0), (110.0, 60.0)]);

    let wall = [zone((50.0, 20.0), (60.0, 100.0), None)];
    let round = terms(&dem, &frame, &pads, &wall);
    let found = plan(&round);
    assert_eq!(verify(&round, &found.corridors[0]), []);
    assert!(found.corridors[0].length > 3_200.0, "{}", found.corridors[0].length);

    let low = [zone((50.0, -5.0), (60.0, 130.0), Some(80.0))];
    let under = terms(&dem, &frame, &pads, &low);
    let found = plan(&under);

    assert_eq!(verify(&under, &found.corridors[0]), []);
    assert_eq!(found.corridors[0].zones, [0]);

    let cut = [zone((50.0, -5.0), (60.0, 130.0), None)];
    let found = plan(&terms(&dem, &frame, &pads, &cut));
    assert_eq!(found.refusals, [Refusal { ends: [0, 1], rule: Rule::Zones(vec![0]) }]);
}

#[test]
fn each_rule_that_stands_against_a_corridor_is_named() {
    let frame = frame();
    let ends = pads(&[(10.0, 60.0), (110.0, 60.0)]);
    let rule = |dem: &crate::terrain::Dem, frame: &crate::energy::drone::Airframe| {
        plan(&terms(dem, frame, &ends, &[])).refusals.first().map(|refusal| refusal.rule.clone())
    };

    // A cliff of 600 m across the whole model, steeper than clearance and ceiling allow.
    let cliff = land(120, |x, _| if x < 60.0 { 500.0 } else { 1_100.0 });
    assert_eq!(rule(&cliff, &frame), Some(Rule::Ceiling));
    let void = land(120, |x, _| if (55.0..65.0).contains(&x) { f64::NAN } else { 500.0 + 0.1 * x });
    assert_eq!(rule(&void, &frame), Some(Rule::Void));
    // A ridge that climbs gently to 2,000 m, and an airframe for 1,500 m.
    let ridge = land(120, |x, _| 2_000.0 - 25.0 * (x - 60.0_f64).abs());
    let low = crate::energy::drone::Airframe { highest: 1_500.0, ..frame.clone() };
    assert_eq!(rule(&ridge, &low), Some(Rule::Highest));
    // A stronger one gets over it, but has nowhere to land on slopes of 44 degrees.
    assert!(matches!(rule(&ridge, &frame), Some(Rule::Alternate { .. })));
    // Five kilowatt-hours do not carry 65 kg over 60 km.
    let far = land(120, |x, _| 500.0 + 0.1 * x);
    let weak = crate::energy::drone::Airframe { battery: 60.0, ..frame };
    assert!(matches!(rule(&far, &weak), Some(Rule::Range { .. })));
}

#[test]
fn pads_at_one_place_have_no_corridor() {
    let dem = land(60, |x, _| 500.0 + 0.1 * x);
    let ends = pads(&[(30.0, 30.0), (30.5, 30.0)]);
    let all = plan(&terms(&dem, &frame(), &ends, &[]));
    assert_eq!(all.refusals, [Refusal { ends: [0, 1], rule: Rule::Beside }]);
}

#[test]
fn pads_that_cannot_be_used_are_told_with_their_reason() {
    let dem = land(100, |x, y| if x > 80.0 && y > 80.0 { f64::NAN } else { 500.0 + 0.2 * x });
    let frame = frame();
    let zones = [zone((40.0, 40.0), (60.0, 60.0), None)];
    let pads = pads(&[(10.0, 10.0), (50.0, 50.0), (500.0, 10.0), (90.0, 90.0)]);

    let all = plan(&terms(&dem, &frame, &pads, &zones));

    assert_eq!(all.pads, [PadState::Good, PadState::Zone(0), PadState::Off, PadState::Void]);
    assert_eq!(all.refusals.len(), 6);
    assert_eq!(all.refusals[0].rule, Rule::Pad(1, PadState::Zone(0)));
}

#[test]
fn ground_that_nobody_can_land_on_needs_more_reserve_than_a_weak_drone_has() {
    // Water: exactly level, nowhere to land but at the pads.
    let dem = land(220, |_, _| 200.0);
    let ends = pads(&[(10.0, 110.0), (210.0, 110.0)]);
    let frame = crate::energy::drone::Airframe { battery: 700.0, ..frame() };
    let water = plan(&terms(&dem, &frame, &ends, &[]));

    assert!(
        matches!(water.refusals[0].rule, Rule::Alternate { metres } if metres > 2_500.0),
        "{:?}",
        water.refusals
    );

    let ground = land(220, |x, _| 200.0 + 0.05 * x);
    let over = plan(&terms(&ground, &frame, &ends, &[]));
    assert!(over.corridors[0].farthest < 200.0, "{:?}", over.refusals);
}

#[test]
fn people_below_are_counted_and_avoided() {
    let dem = land(150, |x, _| 400.0 + 0.05 * x);
    let frame = frame();
    let ends = pads(&[(10.0, 75.0), (140.0, 75.0)]);
    let town = [village((75.0, 75.0), 1_500)];
    let free = terms(&dem, &frame, &ends, &[]);
    let peopled = Terms { places: &town, ..terms(&dem, &frame, &ends, &[]) };
    let blind = Terms { rules: Rules { detour: 0.0, ..free.rules }, ..terms(&dem, &frame, &ends, &[]) };
    let blind = Terms { places: &town, ..blind };

    let (around, over) = (plan(&peopled), plan(&blind));

    assert!(over.corridors[0].people > 100.0, "{}", over.corridors[0].people);
    assert!(around.corridors[0].people < over.corridors[0].people / 10.0);
    assert!(around.corridors[0].length > plan(&free).corridors[0].length);
}

#[test]
fn light_drones_keep_below_120_m_of_true_height() {
    let dem = land(160, |x, y| 500.0 + 40.0 * (x / 11.0).sin() * (y / 13.0).cos());
    let small = airframe("postal10").unwrap();
    let ends = pads(&[(10.0, 80.0), (150.0, 80.0)]);
    let terms = terms(&dem, &small, &ends, &[]);

    let all = plan(&terms);

    assert_eq!(verify(&terms, &all.corridors[0]), []);
    assert!(all.corridors[0].above.1 <= 120.0);
    assert_eq!(terms.rules.approval(&small), Approval::SuitableAirspace);
    assert_eq!(Rules::usual(&frame()).approval(&frame()), Approval::Application);
}

#[test]
fn the_judge_finds_each_mutation() {
    let dem = land(160, rough);
    let frame = frame();
    let ends = pads(&[(20.0, 30.0), (140.0, 120.0)]);
    let zones = [zone((150.0, 2.0), (155.0, 6.0), None)];
    let terms = terms(&dem, &frame, &ends, &zones);
    let sound = plan(&terms).corridors.remove(0);
    assert_eq!(verify(&terms, &sound), []);
    let middle = sound.fixes.len() / 2;
    let broken = |change: &dyn Fn(&mut Corridor)| {
        let mut corridor = sound.clone();
        change(&mut corridor);
        verify(&terms, &corridor)
    };
    let has =
        |faults: &[Fault], wanted: &dyn Fn(&Fault) -> bool| assert!(faults.iter().any(wanted), "{faults:?}");

    has(&broken(&|c| c.fixes[middle].height -= 30.0), &|f| matches!(f, Fault::Clearance(..)));
    has(&broken(&|c| c.fixes[middle].height += 300.0), &|f| matches!(f, Fault::Ceiling(..)));
    has(&broken(&|c| c.fixes[middle].point = cell(152.0, 4.0)), &|f| matches!(f, Fault::Zone(_, 0)));
    has(&broken(&|c| c.fixes[middle].point = cell(-9.0, 4.0)), &|f| matches!(f, Fault::Void(_)));
    has(&broken(&|c| c.fixes[0].point = cell(22.0, 30.0)), &|f| *f == Fault::End(0));
    has(&broken(&|c| c.fixes.reverse()), &|f| *f == Fault::Shape);
    let figure = |wanted: Figure| move |f: &Fault| matches!(f, Fault::Figure(found, ..) if *found == wanted);
    has(&broken(&|c| c.length += 20.0), &figure(Figure::Length));
    has(&broken(&|c| c.climb -= 20.0), &figure(Figure::Climb));
    has(&broken(&|c| c.descent += 20.0), &figure(Figure::Descent));
    has(&broken(&|c| c.above.0 += 20.0), &figure(Figure::Lowest));
    has(&broken(&|c| c.above.1 -= 20.0), &figure(Figure::Topmost));
    let lighter = |c: &mut Corridor| c.ways[0].loads[2].calm = c.ways[0].loads[2].calm.map(|wh| wh * 0.9);
    has(&broken(&lighter), &figure(Figure::Energy));
    has(&broken(&|c| c.ways[1].calm = Some(60.0)), &figure(Figure::Load));
    has(&broken(&|c| c.ways[1].seconds -= 60.0), &figure(Figure::Time));
    let low = crate::energy::drone::Airframe { highest: 500.0, ..frame.clone() };
    let lower = Terms { frame: &low, ..super::sample::terms(&dem, &low, &ends, &zones) };
    has(&verify(&lower, &sound), &|f| matches!(f, Fault::Highest(_)));
}

#[test]
fn a_sharp_corner_flown_fast_is_found() {
    // Around the end of a wall: the way turns back sharply.
    let dem = land(120, |x, y| 500.0 + 0.1 * x + 0.1 * y);
    let frame = crate::energy::drone::Airframe { cruise: 24.0, ..frame() };
    let ends = pads(&[(50.0, 110.0), (70.0, 110.0)]);
    let zones = [zone((59.0, 10.0), (61.0, 130.0), None)];
    let terms = terms(&dem, &frame, &ends, &zones);
    let mut corridor = plan(&terms).corridors.remove(0);
    assert_eq!(verify(&terms, &corridor), []);
    assert!(corridor.fixes.iter().any(|fix| fix.slow));

    corridor.fixes.iter_mut().for_each(|fix| fix.slow = false);

    assert!(verify(&terms, &corridor).iter().any(|fault| matches!(fault, Fault::Turn(_))));
}

#[test]
fn pads_are_suggested_where_people_and_roads_are_and_the_ground_is_flat() {
    // Flat terraces at x < 60, a steep slope beyond.
    let dem = land(120, |x, y| if x < 60.0 { 400.0 + 0.3 * x + 0.2 * y } else { 400.0 + 18.0 * (x - 59.0) });
    let places = [village((30.0, 20.0), 500), village((30.0, 105.0), 900), village((110.0, 60.0), 5_000)];
    let roads: Vec<_> = (0..120).map(|y| cell(33.0, f64::from(y))).collect();
    let rules = Rules::usual(&frame());

    let found = suggest((&dem, &[], &places), &CLEAR, &rules, 6_000.0, &[], &roads, 5);

    // The third village lies on the slope, far from the road: no pad for it.
    let served: Vec<Vec<usize>> = found.iter().map(|one| one.places.clone()).collect();
    assert_eq!(served, [vec![1], vec![0]]);
    assert!(found.iter().all(|one| one.slope <= 5.0 && one.road <= 200.0));
    let near = pads(&[(30.0, 104.0)]);
    assert_eq!(suggest((&dem, &[], &places), &CLEAR, &rules, 6_000.0, &near, &roads, 5)[0].places, [0]);
}

#[test]
fn one_pair_is_what_all_pairs_say_of_it() {
    let dem = land(150, rough);
    let frame = frame();
    let pads = pads(&[(20.0, 20.0), (130.0, 30.0), (75.0, 120.0)]);
    let all = terms(&dem, &frame, &pads, &[]);
    let one = Terms { which: Which::Pair(2, 0), ..terms(&dem, &frame, &pads, &[]) };

    let (all, one) = (plan(&all), plan(&one));

    assert_eq!(one.corridors.len(), 1);
    assert!(all.corridors.contains(&one.corridors[0]));
}
