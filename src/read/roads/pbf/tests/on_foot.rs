//! The same file as drivers and as walkers read it.

use super::*;
use crate::county::{Oneway, RoadClass};

const WORDS: [&str; 14] = [
    "",
    "highway",
    "tertiary",
    "steps",
    "footway",
    "oneway",
    "yes",
    "foot",
    "no",
    "type",
    "restriction",
    "no_left_turn",
    "barrier",
    "bollard",
];

/// A oneway street with a bollard on it, steps, a footway, and one that is closed to people.
fn town() -> Vec<u8> {
    let ways = [
        way(7, &[1, 5], &[2, 6], &[1, 2, 3]),
        way(8, &[1], &[3], &[2, 4]),
        way(9, &[1], &[4], &[4, 3]),
        way(10, &[1, 7], &[4, 8], &[1, 4]),
    ];
    file(&[strings(&WORDS), dense(&[1, 2, 3, 4], &LATS, &LONS, &[0, 12, 13, 0, 0, 0]), ways.concat()])
}

#[test]
fn walkers_have_footways_and_steps_that_drivers_have_not() {
    let (drivers, walkers) = (read_for(Who::Drivers, &town()), read_for(Who::Walkers, &town()));

    let ids = |read: &Read| read.map.ways.iter().map(|way| way.id).collect::<Vec<_>>();
    assert_eq!((ids(&drivers), ids(&walkers)), (vec![7], vec![7, 8, 9]));
    assert_eq!(walkers.map.ways[1].class, RoadClass::Path);
    assert_eq!(walkers.tally.out.keys().collect::<Vec<_>>(), ["foot=no"]);
}

#[test]
fn walkers_go_against_the_traffic_and_past_bollards() {
    let (drivers, walkers) = (read_for(Who::Drivers, &town()), read_for(Who::Walkers, &town()));

    assert_eq!((drivers.map.ways[0].oneway, walkers.map.ways[0].oneway), (Oneway::Forward, Oneway::No));
    let barriers = |read: &Read| read.map.nodes.iter().filter(|node| node.barrier != Barrier::Open).count();
    assert_eq!((barriers(&drivers), barriers(&walkers)), (1, 0));
}

#[test]
fn no_turn_is_forbidden_on_foot() {
    let ids = [1, 2, 3, 4, 5];
    let ways = [way(7, &[1], &[2], &ids[..3]), way(8, &[1], &[2], &ids[2..])].concat();
    let points: Vec<i64> = (0..5).map(|step| 310_000_000 + step * 10_000).collect();
    let bytes = file(&[strings(&TURN_WORDS), dense(&ids, &points, &points, &[]), ways, turn(&[1, 0, 1])]);

    assert_eq!(read_for(Who::Drivers, &bytes).map.restrictions.len(), 1);
    assert_eq!(read_for(Who::Walkers, &bytes).map.restrictions, []);
}
