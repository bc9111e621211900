use super::super::sample::{CLEAR, cell, frame, land, pads, rough, terms};
use super::super::verify::{Fault, Figure, verify};
use super::super::{Corridors, Rule, Terms, plan};
use super::*;
use crate::county::Aloft;
use crate::units::Dice;
use geo::{LineString, Polygon};

fn wire(corners: &[(f64, f64)], height: f64) -> Wire {
    let points: Vec<(f64, f64)> = corners.iter().map(|(x, y)| (cell(*x, *y).x(), cell(*x, *y).y())).collect();
    Wire { code: "W".to_owned(), line: LineString::from(points), height }
}

fn area(west: f64, east: f64, north: f64, south: f64) -> Polygon<f64> {
    let corners = [(west, north), (east, north), (east, south), (west, south), (west, north)];
    let ring: Vec<(f64, f64)> = corners.iter().map(|(x, y)| (cell(*x, *y).x(), cell(*x, *y).y())).collect();
    Polygon::new(ring.into(), Vec::new())
}

/// Level ground would be water, where nobody lands.
fn gentle(x: f64, _: f64) -> f64 {
    500.0 + x
}

/// The corridors between pads over some land, all of them judged sound.
fn planned(dem: &Dem, at: &[(f64, f64)], aloft: &Aloft) -> Corridors {
    let (frame, pads) = (frame(), pads(at));
    let terms = Terms { aloft, ..terms(dem, &frame, &pads, &[]) };
    let all = plan(&terms);
    for corridor in &all.corridors {
        assert_eq!(verify(&terms, corridor), []);
    }
    all
}

#[test]
fn a_power_line_is_crossed_above_and_told() {
    let dem = land(120, gentle);
    let aloft =
        Aloft { wires: vec![wire(&[(60.0, 5.0), (60.0, 115.0)], 60.0)], links: None, ..Aloft::default() };

    let all = planned(&dem, &[(20.0, 60.0), (100.0, 60.0)], &aloft);

    // Without it one flies about 55 m above the ground; here 60 m, 20 m of clearance and 3 m of margin.
    let corridor = &all.corridors[0];
    assert!((80.0..90.0).contains(&corridor.above.1) && corridor.above.0 < 60.0, "{:?}", corridor.above);
    let [crossing] = corridor.crossings[..] else { panic!("{:?}", corridor.crossings) };
    assert!((crossing.along - corridor.length / 2.0).abs() < 40.0 && crossing.wire == 0);
    assert!((20.0..27.0).contains(&crossing.over), "{crossing:?}");
}

#[test]
fn a_flight_too_near_to_a_wire_and_crossings_kept_quiet_are_found() {
    let dem = land(120, gentle);
    let (frame, pads) = (frame(), pads(&[(20.0, 60.0), (100.0, 60.0)]));
    let blind = terms(&dem, &frame, &pads, &[]);
    let aloft =
        Aloft { wires: vec![wire(&[(60.0, 5.0), (60.0, 115.0)], 60.0)], links: None, ..Aloft::default() };
    let seeing = Terms { aloft: &aloft, ..terms(&dem, &frame, &pads, &[]) };

    let faults = verify(&seeing, &plan(&blind).corridors[0]);

    assert!(faults.iter().any(|fault| matches!(fault, Fault::Wire(_, 0))), "{faults:?}");
    assert!(faults.contains(&Fault::Figure(Figure::Crossings, 0.0, 1.0)), "{faults:?}");
}

#[test]
fn lines_too_high_for_the_ceiling_are_flown_around_or_refused() {
    let dem = land(160, gentle);
    let ends = [(20.0, 80.0), (140.0, 80.0)];
    let high = |from: f64| Aloft {
        wires: vec![wire(&[(80.0, from), (80.0, 170.0)], 290.0)],
        links: None,
        ..Aloft::default()
    };

    let around = planned(&dem, &ends, &high(50.0));
    let shut = planned(&dem, &ends, &high(-10.0));

    assert_eq!(around.refusals, []);
    assert!(around.corridors[0].crossings.is_empty());
    assert!(around.corridors[0].length > planned(&dem, &ends, &CLEAR).corridors[0].length + 100.0);
    assert_eq!(shut.refusals[0].rule, Rule::Wires);
}

#[test]
fn a_wire_over_a_gorge_hangs_from_rim_to_rim() {
    // A gorge of 200 m along the middle row, and a line from rim to rim: 240 m above its ground.
    let dem = land(160, |x, y| if (y - 80.0).abs() < 25.0 { 500.0 + x } else { 700.0 + x });
    let aloft =
        Aloft { wires: vec![wire(&[(80.0, 50.0), (80.0, 110.0)], 40.0)], links: None, ..Aloft::default() };

    let all = planned(&dem, &[(20.0, 80.0), (140.0, 80.0)], &aloft);

    let corridor = &all.corridors[0];
    assert_eq!(corridor.crossings.len(), 1, "{:?}", corridor.crossings);
    // 700 m and 40 m, 20 m of clearance, 3 m of margin: 263 m above the gorge.
    assert!((260.0..268.0).contains(&corridor.above.1), "{:?}", corridor.above);
}

#[test]
fn whatever_the_lines_all_corridors_are_sound() {
    let dem = land(200, rough);
    let mut dice = Dice::new(3, 0);
    let mut crossings = 0;
    for _ in 0..6 {
        let mut at = |least: f64, most: f64| least + dice.unit() * (most - least);
        let mut lines = Vec::new();
        for _ in 0..5 {
            let corners: Vec<(f64, f64)> = (0..4).map(|_| (at(-20.0, 220.0), at(-20.0, 220.0))).collect();
            lines.push(wire(&corners, at(10.0, 70.0)));
        }
        let aloft = Aloft {
            wires: lines,
            links: Some(vec![area(at(0.0, 80.0), 150.0, 30.0, 160.0)]),
            ..Aloft::default()
        };
        let all = planned(&dem, &[(20.0, 20.0), (170.0, 60.0), (60.0, 170.0), (180.0, 180.0)], &aloft);
        crossings += all.corridors.iter().map(|corridor| corridor.crossings.len()).sum::<usize>();
    }
    assert!(crossings > 5, "{crossings}");
}

#[test]
fn ways_keep_to_the_link_where_that_is_worth_it_and_tell_what_is_without() {
    let dem = land(160, gentle);
    let ends = [(20.0, 80.0), (140.0, 80.0)];
    let linked = |areas| Aloft { wires: Vec::new(), links: Some(areas), ..Aloft::default() };

    let without = planned(&dem, &ends, &CLEAR);
    let nowhere = planned(&dem, &ends, &linked(Vec::new()));
    // The link holds beside the straight way, and at both ends.
    let beside = planned(
        &dem,
        &ends,
        &linked(vec![
            area(0.0, 30.0, 50.0, 100.0),
            area(130.0, 160.0, 50.0, 100.0),
            area(0.0, 160.0, 50.0, 74.0),
        ]),
    );

    assert_eq!(without.corridors[0].unlinked, None);
    assert!((nowhere.corridors[0].unlinked.unwrap() - nowhere.corridors[0].length).abs() < 30.0);
    assert!(beside.corridors[0].unlinked.unwrap() < 200.0, "{:?}", beside.corridors[0].unlinked);
    assert!(beside.corridors[0].length > without.corridors[0].length);
}

#[test]
fn a_false_figure_of_the_link_is_found() {
    let dem = land(120, gentle);
    let (frame, pads) = (frame(), pads(&[(20.0, 60.0), (100.0, 60.0)]));
    let aloft = Aloft { wires: Vec::new(), links: Some(Vec::new()), ..Aloft::default() };
    let terms = Terms { aloft: &aloft, ..terms(&dem, &frame, &pads, &[]) };
    let mut corridor = plan(&terms).corridors[0].clone();
    corridor.unlinked = Some(0.0);
    let faults = verify(&terms, &corridor);
    assert!(matches!(faults[..], [Fault::Figure(Figure::Unlinked, says, _)] if says == 0.0), "{faults:?}");
}
