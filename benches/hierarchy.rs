//! Laying weights over a hierarchy, a table of durations, and one path: what a closed road, a
//! matrix and a route cost. Input is a grid of 120 by 120 junctions with uneven times.

use criterion::{Criterion, criterion_group, criterion_main};
use mabang::hierarchy::{Entry, Metric, On, Query, Skeleton, order, table};
use std::hint::black_box;

const SIDE: u32 = 120;

/// Places, arcs in both directions, and their milliseconds.
fn grid() -> (Vec<[f64; 2]>, Vec<[u32; 2]>, Vec<u32>) {
    let (mut points, mut arcs, mut costs) = (Vec::new(), Vec::new(), Vec::new());
    for node in 0..SIDE * SIDE {
        let (east, north) = (node % SIDE, node / SIDE);
        points.push([f64::from(east), f64::from(north)]);
        let right = (east + 1 < SIDE).then_some(node + 1);
        let up = (north + 1 < SIDE).then_some(node + SIDE);
        for other in [right, up].into_iter().flatten() {
            arcs.extend([[node, other], [other, node]]);
            costs.extend([20_000 + node * 7_919 % 9_973, 20_000 + other * 6_007 % 9_967]);
        }
    }
    (points, arcs, costs)
}

fn hierarchy(criterion: &mut Criterion) {
    let (points, arcs, costs) = grid();
    let labels = (0..arcs.len() as u32).collect();
    let skeleton = Skeleton::new(&order::by_nodes(&points, &arcs), &arcs, labels);
    let metric = Metric::new(&skeleton, &costs);
    let on = On { skeleton: &skeleton, metric: &metric };
    let places: Vec<Vec<Entry>> = (0..SIDE * SIDE).step_by(144).map(|node| vec![Entry::at(node)]).collect();
    let (from, to) = ([Entry::at(0)], [Entry::at(SIDE * SIDE - 1)]);
    let mut query = Query::new(&skeleton);
    let path = query.path(on, &from, &to).expect("the grid hangs together");
    assert_eq!(path.millis, path.arcs.iter().map(|&arc| i64::from(costs[arc as usize])).sum::<i64>());
    assert_eq!(table(on, &[from.to_vec()], &[to.to_vec()]), [path.millis]);

    criterion.bench_function("hierarchy/customize/14400", |bencher| {
        bencher.iter(|| Metric::new(black_box(&skeleton), &costs));
    });
    criterion.bench_function("hierarchy/table/100x100", |bencher| {
        bencher.iter(|| table(on, black_box(&places), &places));
    });
    criterion.bench_function("hierarchy/path", |bencher| {
        bencher.iter(|| query.path(on, black_box(&from), &to));
    });
}

criterion_group!(benches, hierarchy);
criterion_main!(benches);
