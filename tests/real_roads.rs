//! Andorra as OpenStreetMap and SRTM know it: high mountains, hairpins, tunnels.
//! Skips where the extract is not there; it is not part of the project.

use mabang::county::{Bounds, Drive, Running, Season, Structure};
use mabang::network::Network;
use mabang::read::dem::read_files;
use mabang::read::roads::{area::Area, read_file};
use petgraph::graph::NodeIndex;
use std::path::{Path, PathBuf};

const ANDORRA: Bounds = Bounds { west: 1.40, south: 42.42, east: 1.80, north: 42.66 };

const TRUCK: Running = Running {
    drive: Drive::Diesel,
    curb_mass: 2_400.0,
    gross_mass: 4_200.0,
    height: 2.6,
    width: 2.0,
    length: 5.9,
    power: 80_000.0,
    drag_area: 3.4,
    rolling: 0.011,
    efficiency: 0.36,
    regeneration: 0.0,
    idle_power: 5_000.0,
    top_speed: 90.0,
    narrow: false,
};

fn file(name: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/realmaps").join(name);
    if !path.is_file() {
        eprintln!("skipped: there is no {}", path.display());
        return None;
    }
    Some(path)
}

/// Dense, without heights.
#[test]
fn liechtenstein_is_read_and_every_junction_of_its_roads_can_be_left_again() {
    let Some(roads) = file("liechtenstein.osm.pbf") else { return };
    let bounds = Bounds { west: 9.45, south: 47.03, east: 9.66, north: 47.29 };

    let map = read_file(&roads, "roads.osm.pbf", &Area::Box(bounds)).value.expect("the extract is sound");
    let network = Network::build(&map, &|_| None).value;

    let stats = network.stats();
    eprintln!("{stats:?}");
    // About 400 km of public roads (Liechtenstein's office of statistics) and as much of tracks.
    assert!((400.0..3_000.0).contains(&stats.kilometres), "{stats:?}");
    let graph = network.graph();
    let stranded = graph.node_indices().filter(|&node| graph.neighbors(node).next().is_none()).count();
    assert!(stranded * 20 < stats.junctions, "{stranded} of {}", stats.junctions);
    let weights = network.weigh(&TRUCK, Season::Summer);
    let (north, south) = (near(&network, 9.527, 47.239), near(&network, 9.503, 47.068));
    let path = network.path(&weights, north, south).expect("Ruggell and Balzers are joined");
    let metres: f64 = path.iter().map(|arc| graph[*arc].length.as_f64()).sum();
    assert!((20_000.0..30_000.0).contains(&metres), "{metres}");
}

fn andorra() -> Option<Network> {
    let (roads, tile) = (file("andorra.osm.pbf")?, file("N42E001.hgt.zip")?);
    let map = read_file(&roads, "roads.osm.pbf", &Area::Box(ANDORRA)).value.expect("the extract is sound");
    let dem = read_files(&[(tile, "N42E001.hgt.zip".to_owned())], ANDORRA).value.expect("the tile is sound");
    let found = Network::build(&map, &|point| dem.height(point));
    for finding in &found.findings {
        eprintln!("{} {:?}", finding.code.name(), finding.values);
    }
    eprintln!("{:?}", found.value.stats());
    Some(found.value)
}

/// The junction nearest to a point.
fn near(network: &Network, lon: f64, lat: f64) -> NodeIndex {
    let graph = network.graph();
    let away = |node: &NodeIndex| {
        let point = graph[*node].point;
        (point.x() - lon).hypot(point.y() - lat)
    };
    graph.node_indices().min_by(|one, other| away(one).total_cmp(&away(other))).expect("there are junctions")
}

#[test]
fn the_road_over_the_pass_is_slower_and_thirstier_up_than_down() {
    let Some(network) = andorra() else { return };
    let weights = network.weigh(&TRUCK, Season::Summer);
    // From the capital at about 1,020 m up to the Port d'Envalira at about 2,400 m.
    let (low, high) = (near(&network, 1.521, 42.507), near(&network, 1.719, 42.540));

    let drive = |from, to| {
        let path = network.path(&weights, from, to).expect("the main road goes both ways");
        let arcs = path.iter().map(|arc| weights.arcs[arc.index()].expect("a path uses open arcs"));
        let (millis, decimetres, joules) = arcs.fold((0, 0, 0), |(millis, decimetres, joules), arc| {
            (
                millis + u64::from(arc.millis),
                decimetres + u64::from(arc.decimetres),
                joules + i64::from(arc.empty),
            )
        });
        eprintln!("{} s, {} m, {} kJ", millis / 1000, decimetres / 10, joules / 1000);
        (millis, decimetres, joules)
    };
    let (up, down) = (drive(low, high), drive(high, low));

    let rise = network.graph()[high].height.unwrap() - network.graph()[low].height.unwrap();
    assert!((1_000.0..1_600.0).contains(&rise), "{rise}");
    assert!((20_000..40_000).contains(&(up.1 / 10)));
    assert!(up.2 > 2 * down.2);
    // 20 to 70 km/h on average, both ways.
    for (millis, decimetres, _) in [up, down] {
        let kmh = decimetres as f64 / 10.0 / (millis as f64 / 1000.0) * 3.6;
        assert!((20.0..70.0).contains(&kmh), "{kmh}");
    }
}

#[test]
fn no_bridge_or_tunnel_follows_the_ground_and_no_road_is_a_wall() {
    let Some(network) = andorra() else { return };
    let steep = |slope: f32, limit: f32| slope.abs() > limit;
    let (mut pieces, mut walls) = (0_usize, 0_usize);
    for arc in network.graph().edge_weights() {
        pieces += arc.pieces.len();
        walls += arc.pieces.iter().filter(|piece| steep(piece.slope, 0.35)).count();
        if arc.structure != Structure::Ground && arc.pieces.len() > 1 {
            let first = arc.pieces[0].slope;
            assert!(arc.pieces.iter().all(|piece| (piece.slope - first).abs() < 1e-3));
        }
    }
    assert!(walls * 1_000 < pieces, "{walls} of {pieces}");
}

/// Metres driven, climbed and lost along the way of least time.
fn profile(network: &Network, (from, to): (NodeIndex, NodeIndex)) -> (f64, f64, f64) {
    let weights = network.weigh(&TRUCK, Season::Summer);
    let path = network.path(&weights, from, to).expect("a public road leads there");
    let pieces = path.iter().flat_map(|&arc| &network.graph()[arc].pieces);
    pieces.fold((0.0, 0.0, 0.0), |(length, up, down), piece| {
        let rise = f64::from(piece.slope) * f64::from(piece.length);
        (length + f64::from(piece.length), up + rise.max(0.0), down - rise.min(0.0))
    })
}

#[test]
fn climbs_to_the_passes_have_the_heights_of_the_map_and_no_false_ups_and_downs() {
    let Some(network) = andorra() else { return };
    // Heights of the passes: tag `ele` of OpenStreetMap's nodes 206332846, 1367751728, 53376951.
    // All three roads climb all the way (Envalira but for a dip at Encamp), so the climb is little
    // more than the rise.
    let climbs = [
        ((1.521, 42.507), (1.719_381, 42.540_176), 2_408.0, 1.05),
        ((1.533, 42.556), (1.571_868, 42.555_604), 1_970.0, 1.02),
        ((1.514_8, 42.545), (1.419_748, 42.546_378), 2_318.0, 1.03),
    ];

    for ((lon, lat), (pass_lon, pass_lat), height, most) in climbs {
        let (foot, pass) = (near(&network, lon, lat), near(&network, pass_lon, pass_lat));
        let (low, high) = (network.graph()[foot].height.unwrap(), network.graph()[pass].height.unwrap());
        let (length, up, down) = profile(&network, (foot, pass));
        eprintln!("{length:.0} m from {low:.0} to {high:.0} m, {up:.0} up, {down:.0} down");

        assert!((high - height).abs() < 20.0, "{high}");
        assert!(up / (high - low) < most, "{up} for {}", high - low);
    }
}

#[test]
fn little_of_a_mountain_country_is_flattened_and_its_ramps_stay() {
    let Some(network) = andorra() else { return };
    let (mut all, mut ramps) = (0.0, 0.0);
    for piece in network.graph().edge_weights().flat_map(|arc| &arc.pieces) {
        all += f64::from(piece.length);
        ramps += f64::from(piece.length) * f64::from(u8::from(piece.slope.abs() > 0.10));
    }

    // About a sixth of these roads, tracks and streets on slopes included, is steeper than 10 %.
    assert!((0.10..0.25).contains(&(ramps / all)), "{}", ramps / all);
    let raw = raw_climb(&network);
    let climb: f64 = network
        .graph()
        .edge_weights()
        .flat_map(|arc| &arc.pieces)
        .map(|piece| f64::from(piece.slope.max(0.0) * piece.length))
        .sum();
    eprintln!("climb {climb:.0} m, taken from the ground as it is {raw:.0} m");
    assert!(climb < 0.75 * raw);
}

/// What all roads would climb if they followed the height model, read every 30 m.
fn raw_climb(network: &Network) -> f64 {
    let tile = file("N42E001.hgt.zip").expect("it was there a moment ago");
    let dem = read_files(&[(tile, "N42E001.hgt.zip".to_owned())], ANDORRA).value.expect("the tile is sound");
    let climb = |points: Vec<mabang::units::Point>| {
        let heights: Vec<f64> = points.into_iter().filter_map(|point| dem.height(point)).collect();
        heights.windows(2).map(|pair| (pair[1] - pair[0]).max(0.0)).sum::<f64>()
    };
    network.graph().edge_weights().map(|arc| climb(every_thirty_metres(&arc.geometry))).sum()
}

fn every_thirty_metres(line: &[mabang::units::Point]) -> Vec<mabang::units::Point> {
    let mut points = Vec::new();
    for pair in line.windows(2) {
        let (east, north) = ((pair[1].x() - pair[0].x()) * 82_000.0, (pair[1].y() - pair[0].y()) * 111_000.0);
        let parts = (east.hypot(north) / 30.0).ceil().max(1.0);
        for part in 0..parts as usize {
            let share = part as f64 / parts;
            let x = pair[0].x() + (pair[1].x() - pair[0].x()) * share;
            points.push(mabang::units::Point::new(x, pair[0].y() + (pair[1].y() - pair[0].y()) * share));
        }
    }
    points
}
