use super::*;

/// Two grids of 5 x 5 nodes, joined by one road.
fn dumbbell() -> (Vec<[f64; 2]>, Vec<[u32; 2]>) {
    let mut points = Vec::new();
    let mut arcs = Vec::new();
    for half in 0..2_u32 {
        for node in 0..25_u32 {
            let (east, north) = (node % 5, node / 5);
            points.push([f64::from(half * 10 + east), f64::from(north)]);
            let own = half * 25 + node;
            if east < 4 {
                arcs.extend([[own, own + 1], [own + 1, own]]);
            }
            if north < 4 {
                arcs.extend([[own, own + 5], [own + 5, own]]);
            }
        }
    }
    arcs.extend([[14, 35], [35, 14]]);
    (points, arcs)
}

#[test]
fn what_joins_two_halves_stands_highest() {
    let (points, arcs) = dumbbell();

    let nodes = by_nodes(&points, &arcs);
    let order = by_arcs(&points, &arcs);

    assert!([14, 35].contains(nodes.last().unwrap()));
    // Both directions of the one road between the halves.
    let last = arcs.len() as u32;
    let mut top = order[order.len() - 2..].to_vec();
    top.sort_unstable();
    assert_eq!(top, [last - 2, last - 1]);
}

#[test]
fn every_node_and_every_arc_stands_once() {
    let (points, mut arcs) = dumbbell();
    arcs.extend([[3, 3], [0, 1], [7, 40]]);

    let [mut nodes, mut order] = [by_nodes(&points, &arcs), by_arcs(&points, &arcs)];

    nodes.sort_unstable();
    order.sort_unstable();
    assert_eq!(nodes, (0..50).collect::<Vec<_>>());
    assert_eq!(order, (0..arcs.len() as u32).collect::<Vec<_>>());
}

#[test]
fn the_narrowest_place_is_found() {
    let (points, arcs) = dumbbell();
    let (edges, _) = undirected(&arcs, |arcs| arcs);
    let cell = Cell::whole(points.len(), &edges);

    let side = split::split(&cell, &points);

    // One half on one side, the other on the other.
    assert!((0..50).all(|node| side[node] == side[if node < 25 { 0 } else { 49 }]));
    assert_ne!(side[0], side[49]);
    assert_eq!(cover::cover(&cell, &side).len(), 1);
}
