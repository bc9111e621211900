use super::super::sample::*;
use super::*;
use crate::county::{Oneway, RoadClass, Structure, Way};
use crate::units::Metres;

fn codes(found: &Found<Located>) -> Vec<Code> {
    found.findings.iter().map(|finding| finding.code).collect()
}

fn junction_at(located: &Located, location: Location) -> (f64, f64) {
    metres(located.network.graph()[located.junction(location)].point)
}

#[test]
fn a_stop_beside_a_road_becomes_a_junction_at_its_foot_and_both_directions_are_split() {
    let roads = map(&[(0.0, 0.0), (1_000.0, 0.0)], vec![way(&[0, 1])]);
    let slope = |point: Point| Some(500.0 + 0.05 * metres(point).0);

    let found = locate(network(&roads, &slope), &county((0.0, 10.0), &[(400.0, 60.0)], &[truck()]));

    let located = found.value;
    let door = located.drops[0].unwrap();
    let (east, north) = junction_at(&located, door);
    assert!((east - 400.0).abs() < 0.1 && north.abs() < 0.1);
    assert!((located.height(door).unwrap() - 520.0).abs() < 2.0);
    let graph = located.network.graph();
    let mut lengths: Vec<Metres> = graph.edge_weights().map(|arc| arc.length).collect();
    lengths.sort();
    assert_eq!(lengths, [Metres(400), Metres(400), Metres(600), Metres(600)]);
    for edge in graph.edge_indices() {
        let twin = located.network.twin(edge).unwrap();
        let (from, to) = graph.edge_endpoints(edge).unwrap();
        assert_eq!(graph.edge_endpoints(twin), Some((to, from)));
        assert_eq!(located.network.twin(twin), Some(edge));
        assert_eq!(graph[edge].geometry[0], graph[from].point);
        let length: f32 = graph[edge].pieces.iter().map(|piece| piece.length).sum();
        assert!((f64::from(length) - graph[edge].length.as_f64()).abs() < 0.6);
    }
    assert!(found.findings.is_empty());
}

#[test]
fn stops_with_the_same_point_share_a_location_and_stops_near_a_junction_take_it() {
    let roads = map(&[(0.0, 0.0), (1_000.0, 0.0)], vec![way(&[0, 1])]);
    let doors = [(300.0, 20.0), (300.0, 20.0), (0.4, 30.0), (1_300.0, 0.0)];

    let located = locate(flat(&roads), &county((0.0, 0.0), &doors, &[truck()])).value;

    assert_eq!(located.drops[0], located.drops[1]);
    assert_eq!(located.junction(located.drops[2].unwrap()), located.junction(located.sites[0].unwrap()));
    let (east, _) = junction_at(&located, located.drops[3].unwrap());
    assert!((east - 1_000.0).abs() < 0.1);
    assert_eq!(located.network.graph().node_count(), 3);
}

#[test]
fn a_door_far_from_any_road_is_named_with_its_row_and_distance() {
    let roads = map(&[(0.0, 0.0), (1_000.0, 0.0)], vec![way(&[0, 1])]);

    let found = locate(flat(&roads), &county((0.0, 0.0), &[(500.0, 700.0), (500.0, 499.0)], &[truck()]));

    assert_eq!(codes(&found), [Code::E304]);
    let spot = Spot::file("orders/2026-07-08.csv").feature("o0").row(2);
    assert_eq!(found.findings[0].spot, spot);
    assert_eq!(found.value.drops[0], None);
    assert!(found.value.drops[1].is_some());
}

#[test]
fn a_door_on_an_island_or_at_a_oneway_end_is_cut_off() {
    let nodes = [(0.0, 0.0), (1_000.0, 0.0), (0.0, 2_000.0), (100.0, 2_000.0), (3_000.0, 0.0)];
    let trap = Way { oneway: Oneway::Forward, ..way(&[1, 4]) };
    let roads = map(&nodes, vec![way(&[0, 1]), way(&[2, 3]), trap]);

    let found = locate(flat(&roads), &county((0.0, 0.0), &[(50.0, 2_010.0), (2_500.0, 5.0)], &[truck()]));

    assert_eq!(codes(&found), [Code::E305, Code::E305]);
}

#[test]
fn a_usable_road_is_preferred_to_a_nearer_one_that_is_not() {
    let nodes = [(0.0, 0.0), (1_000.0, 0.0), (0.0, 100.0), (1_000.0, 100.0)];
    let tunnel = Way { structure: Structure::Tunnel, ..way(&[2, 3]) };

    let found = locate(
        flat(&map(&nodes, vec![way(&[0, 1]), tunnel])),
        &county((0.0, 0.0), &[(500.0, 90.0)], &[truck()]),
    );

    let (_, north) = junction_at(&found.value, found.value.drops[0].unwrap());
    assert!(north.abs() < 0.1);
    assert!(found.findings.is_empty());
}

#[test]
fn a_path_is_taken_only_where_no_road_for_all_is_near_and_the_truck_is_told() {
    let nodes = [(0.0, 0.0), (1_000.0, 0.0), (1_000.0, 900.0)];
    let path = Way { class: RoadClass::Path, ..way(&[1, 2]) };
    let doors = [(990.0, 40.0), (1_010.0, 800.0)];

    let found = locate(
        flat(&map(&nodes, vec![way(&[0, 1]), path])),
        &county((0.0, 0.0), &doors, &[truck(), trike()]),
    );

    // The first door is 10 m from the path and 40 m from the road: the road.
    let located = &found.value;
    let (_, north) = junction_at(located, located.drops[0].unwrap());
    assert!(north.abs() < 0.1);
    let (_, north) = junction_at(located, located.drops[1].unwrap());
    assert!((north - 800.0).abs() < 0.1);
    assert_eq!(codes(&found), [Code::W301]);
    assert_eq!(found.findings[0].spot.feature.as_deref(), Some("v0"));
}

#[test]
fn vehicles_that_run_alike_share_their_weights() {
    let roads = map(&[(0.0, 0.0), (1_000.0, 0.0)], vec![way(&[0, 1])]);

    let located = locate(flat(&roads), &county((0.0, 0.0), &[], &[truck(), trike(), truck()])).value;

    assert_eq!((located.running_of, located.weights.len()), (vec![0, 1, 0], 2));
}

#[test]
fn no_roads_no_vehicles_and_points_nowhere_do_not_fall() {
    let nowhere = [(f64::NAN, 0.0), (f64::INFINITY, 1.0), (1e300, -1e300)];
    let roads = map(&[(0.0, 0.0), (1_000.0, 0.0)], vec![way(&[0, 1])]);

    let none = locate(flat(&map(&[], Vec::new())), &county((0.0, 0.0), &nowhere, &[truck()]));
    let some = locate(flat(&roads), &county((0.0, 0.0), &nowhere, &[truck()]));
    let empty = locate(flat(&roads), &county((0.0, 0.0), &[(5.0, 5.0)], &[]));

    assert!(none.value.sites[0].is_none());
    assert!(some.value.drops.iter().all(Option::is_none));
    assert!(empty.value.drops[0].is_some());
}
