//! Snapping points to roads: what a server does for every coordinate it is asked about.
//!
//! On a made-up county; with `MABANG_ROADS=FILE.osm.pbf` on that file as well,
//! at points scattered up to 200 m beside its junctions.

use criterion::{Criterion, criterion_group, criterion_main};
use mabang::network::Network;
use mabang::network::lines::Lines;
use mabang::network::nearest::Nearest;
use mabang::read::roads::{area::Area, read_file};
use mabang::units::Point;
use std::hint::black_box;
use std::path::Path;

fn snap(criterion: &mut Criterion) {
    let wushan = Path::new(env!("CARGO_MANIFEST_DIR")).join("maps/wushan/roads.geojson");
    let given = std::env::var("MABANG_ROADS").ok();
    let files = [Some(wushan.to_string_lossy().into_owned()), given];
    for file in files.into_iter().flatten() {
        let found = read_file(Path::new(&file), "roads", &Area::Everything);
        let map = found.value.expect("the roads are sound");
        let network = Network::build(&map, &|_| None).value;
        let lines = Lines::new(&network);
        let index = Nearest::new(&lines, |_| true);
        let points = beside(&network);
        assert!(points.iter().all(|point| index.nearest(&lines, *point).is_some_and(|hit| hit.away < 300.0)));
        let name = Path::new(&file).with_extension("");
        let name = name.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        criterion.bench_function(&format!("snap/{name}/index"), |bencher| {
            bencher.iter(|| black_box(Nearest::new(&lines, |_| true)));
        });
        let mut next = 0;
        criterion.bench_function(&format!("snap/{name}/point"), |bencher| {
            bencher.iter(|| {
                next = (next + 1) % points.len();
                black_box(index.nearest(&lines, points[next]))
            });
        });
    }
}

/// 10,000 points, 200 m at most beside junctions all over the map.
fn beside(network: &Network) -> Vec<Point> {
    let graph = network.graph();
    let count = graph.node_count();
    (0..10_000_usize)
        .map(|index| {
            let junction = graph.node_indices().nth(index * 7_919 % count).expect("an index below the count");
            let turn = index as f64;
            graph[junction].point + Point::new(0.002 * turn.sin(), 0.0017 * turn.cos())
        })
        .collect()
}

criterion_group!(benches, snap);
criterion_main!(benches);
