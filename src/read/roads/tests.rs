use super::*;
use crate::county::{
    Barrier, Breadth, Closure, Limits, Oneway, Restriction, RoadClass, RoadNode, Rule, Sign, Structure,
    Subjects, Surface, TimedLimit, Times, Via, Way,
};
use crate::units::Point;
use proptest::prelude::*;
use tempfile::TempDir;

const BOX: Bounds = Bounds { west: 109.0, south: 31.0, east: 110.0, north: 32.0 };

fn folder(geojson: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("roads.geojson"), geojson).unwrap();
    folder
}

fn features(features: &str) -> String {
    format!(r#"{{"type":"FeatureCollection","features":[{features}]}}"#)
}

fn codes(found: &Found<Option<RoadMap>>) -> Vec<&'static str> {
    found.findings.iter().map(|finding| finding.code.name()).collect()
}

fn read(text: &str) -> Found<Option<RoadMap>> {
    read_roads(folder(text).path(), BOX)
}

const ROAD: &str = r#"{"type":"Feature","id":"way/7","properties":{"highway":"tertiary"},
    "geometry":{"type":"LineString","coordinates":[[109.1,31.1],[109.2,31.2],[109.3,31.2]]}}"#;

#[test]
fn lines_meet_where_their_coordinates_are_equal() {
    let other = r#"{"type":"Feature","properties":{"highway":"track","@id":"way/8"},
        "geometry":{"type":"LineString","coordinates":[[109.2,31.2],[109.2,31.3]]}}"#;
    let gate = r#"{"type":"Feature","properties":{"barrier":"bollard"},
        "geometry":{"type":"Point","coordinates":[109.2,31.3]}}"#;

    let map = read(&features(&[ROAD, other, gate].join(","))).value.unwrap();

    assert_eq!(map.nodes.len(), 4);
    assert_eq!((map.ways[0].id, map.ways[1].id), (7, 8));
    assert_eq!(map.ways[1].nodes, vec![1, 3]);
    assert_eq!(map.nodes[3].barrier, Barrier::NarrowOnly);
}

#[test]
fn no_road_file_is_e101_and_two_are_e106() {
    let empty = tempfile::tempdir().unwrap();
    assert_eq!(codes(&read_roads(empty.path(), BOX)), vec!["E101"]);

    let two = folder(&features(ROAD));
    fs::create_dir(two.path().join("roads")).unwrap();
    fs::write(two.path().join("roads/other.geojson"), features(ROAD)).unwrap();
    assert_eq!(codes(&read_roads(two.path(), BOX)), vec!["E106"]);
}

#[test]
fn an_empty_file_is_e102_and_a_map_without_roads_e501() {
    assert_eq!(codes(&read("")), vec!["E102"]);
    assert_eq!(codes(&read(&features(""))), vec!["E501"]);
    let elsewhere = read_roads(folder(&features(ROAD)).path(), Bounds { west: 1.0, east: 2.0, ..BOX });
    assert_eq!(codes(&elsewhere), vec!["E501"]);
}

#[test]
fn text_that_is_no_geojson_is_e502_with_line_and_column() {
    let found = read("{\"type\":\"FeatureCollection\",\n\"features\":[{]}");
    assert_eq!(codes(&found), vec!["E502"]);
    assert_eq!(found.findings[0].spot.feature.as_deref(), Some("line 2, column 14"));

    assert_eq!(codes(&read("[]")), vec!["E502"]);
    assert_eq!(codes(&read("{}")), vec!["E502"]);
    assert_eq!(codes(&read(&features(ROAD)[..80])), vec!["E502"]);
    let nested = format!("{{\"type\":{}", "[".repeat(100_000));
    assert_eq!(codes(&read(&nested)), vec!["E502"]);
}

#[test]
fn every_broken_feature_is_named_by_its_number() {
    let line = |coordinates: &str| {
        format!(
            r#"{{"type":"Feature","properties":{{"highway":"tertiary"}},"geometry":{{"type":"LineString","coordinates":{coordinates}}}}}"#
        )
    };
    let broken = [
        ROAD.to_owned(),
        line("[[109.1,31.1]]"),
        line("[[109.1,31.1],[109.1]]"),
        line("[[109.1,31.1],[null,31.1]]"),
        line("[[31.1,109.1],[31.2,109.1]]"),
        line("[[1000,31.1],[109.1,31.2]]"),
        line("7"),
        r#"{"type":"Feature","properties":{},"geometry":{"type":"Curve"}}"#.to_owned(),
        "3".to_owned(),
    ];

    let found = read(&features(&broken.join(",")));

    assert_eq!(codes(&found), vec!["E502", "E502", "E502", "E301", "E502", "E502", "E502", "E502"]);
    assert_eq!(found.findings[3].spot.feature.as_deref(), Some("feature 5"));
    assert!(found.value.is_none());
}

#[test]
fn numbers_that_json_does_not_have_are_e502() {
    let found = read(&features(&ROAD.replace("109.3", "NaN")));
    assert_eq!(codes(&found), vec!["E502"]);
    let found = read(&features(&ROAD.replace("109.3", "1e999")));
    assert_eq!(codes(&found), vec!["E502"]);
}

#[test]
fn another_reference_system_is_e303() {
    let crs =
        r#"{"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"EPSG:3857"}},"features":["#;
    assert_eq!(codes(&read(&format!("{crs}{ROAD}]}}"))), vec!["E303"]);
}

#[test]
fn squares_and_stairs_are_left_out_with_a_warning() {
    let square = r#"{"type":"Feature","id":9,"properties":{"highway":"pedestrian"},
        "geometry":{"type":"Polygon","coordinates":[[[109.1,31.1],[109.2,31.1],[109.2,31.2],[109.1,31.1]]]}}"#;
    let stairs = ROAD.replace("tertiary", "steps");

    let found = read(&features(&[ROAD, square, &stairs].join(",")));

    assert_eq!(codes(&found), vec!["W501", "W501"]);
    assert_eq!(found.value.unwrap().ways.len(), 1);
}

/// A road closed in all seasons is no road.
fn a_closure() -> impl Strategy<Value = Closure> {
    any::<[bool; 4]>().prop_map(|mut seasons| {
        seasons[1] &= !seasons[0];
        Closure { seasons }
    })
}

fn breadth(id: i64) -> Breadth {
    Breadth {
        width: (id % 3 == 0).then_some(3.5),
        lanes: (id % 4 == 0).then_some(1),
        passing_places: id % 5 == 0,
    }
}

/// Limits at hours that come back as they were written: by key, then in their order.
fn timed(id: i64) -> Vec<TimedLimit> {
    let mut night = Times::default();
    night.add(0x7f, 22 * 3600, 6 * 3600);
    let mut school = Times::default();
    school.add(0x1f, 7 * 3600, 9 * 3600);
    let heavy = Subjects { heavy: true, over: 7_500, ..Subjects::NOBODY };
    let all = [
        TimedLimit { times: school.clone(), whom: Subjects::EVERYBODY, kmh: 0.0 },
        TimedLimit { times: night.clone(), whom: heavy, kmh: 0.0 },
        TimedLimit { times: school, whom: heavy, kmh: 20.0 },
        TimedLimit { times: night, whom: Subjects::EVERYBODY, kmh: 30.0 },
    ];
    all.into_iter().enumerate().filter(|(bit, _)| id >> bit & 1 != 0).map(|(_, limit)| limit).collect()
}

fn some_limits() -> impl Strategy<Value = Limits> {
    (prop::option::of(1u32..60), prop::option::of(2u32..6), prop::option::of(1u32..5)).prop_map(
        |(mass, height, width)| Limits {
            mass: mass.map(|tonnes| f64::from(tonnes) * 500.0),
            height: height.map(f64::from),
            width: width.map(f64::from),
        },
    )
}

fn a_way() -> impl Strategy<Value = Way> {
    let class = prop_oneof![
        Just(RoadClass::Motorway),
        Just(RoadClass::Tertiary),
        Just(RoadClass::Residential),
        (1u8..=5).prop_map(RoadClass::Track),
        Just(RoadClass::Path),
        Just(RoadClass::Ferry),
    ];
    let surface = prop::option::of(prop_oneof![
        Just(Surface::Paved),
        Just(Surface::Concrete),
        Just(Surface::Compacted),
        Just(Surface::Gravel),
        Just(Surface::Ground),
    ]);
    let structure = prop_oneof![Just(Structure::Ground), Just(Structure::Bridge), Just(Structure::Tunnel)];
    let oneway = prop_oneof![Just(Oneway::No), Just(Oneway::Forward), Just(Oneway::Backward)];
    let limits = some_limits();
    let signs = ("[A-Z0-9 ;]{0,5}", any::<[bool; 3]>());
    let rest = (prop::option::of(10u32..120), any::<[bool; 2]>(), "[a-z桥路\"\\\\]{0,6}", signs);
    (class, surface, structure, oneway, limits, a_closure(), rest, 1i64..1_000_000).prop_map(
        |(
            class,
            surface,
            structure,
            oneway,
            limits,
            closure,
            (speed, [destination_only, urban], name, signs),
            id,
        )| {
            let (number, [link, roundabout, toll]) = signs;
            Way {
                id,
                nodes: vec![0, 1, 2],
                class,
                surface,
                structure,
                oneway,
                maxspeed: speed.map(f64::from),
                limits,
                closure,
                destination_only,
                minutes: (class == RoadClass::Ferry).then_some(12.5),
                urban,
                timed: timed(id),
                breadth: breadth(id),
                // Where there is no name the number is one.
                name: if name.is_empty() { number.clone() } else { name },
                sign: Sign { number, link: link && class < RoadClass::Unclassified, roundabout, toll },
            }
        },
    )
}

fn a_restriction() -> impl Strategy<Value = Restriction> {
    let rule = prop_oneof![Just(Rule::No), Just(Rule::NoReturn), Just(Rule::Only)];
    let whom = (1..8_u8).prop_map(|bits| Subjects {
        narrow: bits & 1 != 0,
        light: bits & 2 != 0,
        heavy: bits & 4 != 0,
        over: [0, 3_500, 12_345][usize::from(bits % 3)],
    });
    let hour = || 0_u32..24;
    let times = prop::collection::vec((1..128_u8, hour(), hour()), 0..3).prop_map(|spans| {
        let mut times = Times::default();
        spans.into_iter().for_each(|(days, from, to)| times.add(days, from * 3600, to * 3600));
        times
    });
    // A way over ways stands at the first of them, which has to be there.
    let via = prop_oneof![(0u32..3).prop_map(Via::Node), Just(Via::Ways(vec![1, 2]))];
    (1i64..1_000_000, via, 1i64..1_000_000, rule, whom, times)
        .prop_map(|(from, via, to, rule, whom, times)| Restriction { from, to, via, rule, whom, times })
}

#[test]
fn signs_in_geojson_may_stand_before_their_roads_and_off_them() {
    let sign = |lon: f64, more: &str| {
        format!(
            r#"{{"type":"Feature","properties":{{"type":"restriction","from":"way/7","to":7{more}}},
            "geometry":{{"type":"Point","coordinates":[{lon},31.2]}}}}"#
        )
    };
    let text = features(
        &[
            sign(109.2, r#","restriction":"no_u_turn""#),
            ROAD.to_owned(),
            sign(109.2, r#","restriction:conditional":"no_left_turn @ (07:00-09:00)""#),
            sign(109.25, r#","restriction":"no_turn""#),
            sign(109.3, r#","restriction":"no_parking""#),
        ]
        .join(","),
    );

    let found = read(&text);

    let kept = |rule, times| Restriction {
        from: 7,
        to: 7,
        via: Via::Node(1),
        rule,
        whom: Subjects::EVERYBODY,
        times,
    };
    let mut morning = Times::default();
    morning.add(0x7f, 7 * 3600, 9 * 3600);
    assert_eq!(codes(&found), ["W506"]);
    assert!(found.findings[0].values.contains(&("count", 2_usize.into())), "{:?}", found.findings);
    let kept = vec![kept(Rule::NoReturn, Times::default()), kept(Rule::No, morning)];
    assert_eq!(found.value.unwrap().restrictions, kept);
}

proptest! {
    #[test]
    fn what_is_written_is_read_back(
        ways in prop::collection::vec(a_way(), 1..5),
        mut restrictions in prop::collection::vec(a_restriction(), 0..4),
    ) {
        for rule in &mut restrictions {
            if let Via::Ways(over) = &mut rule.via {
                over[0] = ways[0].id;
            }
        }
        let node = |id: i64, x: f64, barrier| RoadNode { id, point: Point::new(x, 31.5), barrier };
        let nodes = vec![
            node(0, 109.1, Barrier::Open),
            node(1, 109.123_456, Barrier::Closed),
            node(2, 109.5, Barrier::NarrowOnly),
        ];
        let map = RoadMap { nodes, ways, restrictions };
        let folder = tempfile::tempdir().unwrap();
        crate::store::roads::write(&folder.path().join("roads.geojson"), &map).unwrap();

        let found = read_roads(folder.path(), BOX);

        prop_assert_eq!(found.findings, vec![]);
        prop_assert_eq!(found.value.unwrap(), map);
    }
}

/// A real extract, or a printed reason why there is none here.
fn real(file: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/realmaps").join(file);
    if path.is_file() {
        return Some(path);
    }
    println!("skipped: no {}", path.display());
    None
}

#[test]
fn andorra_has_its_roads_tunnels_and_stairs() {
    let Some(path) = real("andorra.osm.pbf") else { return };

    let read = read_whole(Who::Drivers, &path, "andorra.osm.pbf");

    assert_eq!(read.findings, vec![]);
    assert!((1_000..20_000).contains(&read.map.ways.len()), "{} ways", read.map.ways.len());
    assert!(read.map.ways.iter().any(|way| way.structure == Structure::Tunnel));
    assert!(read.tally.out.contains_key("highway=steps"));
    println!("{} ways, {} nodes, out {:?}", read.map.ways.len(), read.map.nodes.len(), read.tally.out);
    println!("odd {:?}", read.tally.odd);
}

#[test]
fn real_signs_come_through_geojson_and_forbid_the_same_turns() {
    for (name, least) in [("andorra.osm.pbf", 0), ("liechtenstein.osm.pbf", 3)] {
        let Some(path) = real(name) else { return };
        let before = read_file(&path, name, &Area::Everything).value.unwrap();
        let folder = tempfile::tempdir().unwrap();
        crate::store::roads::write(&folder.path().join("roads.geojson"), &before).unwrap();

        let after = read_file(&folder.path().join("roads.geojson"), "roads.geojson", &Area::Everything);

        let after = after.value.unwrap();
        println!("{name}: {} signs", before.restrictions.len());
        assert!(before.restrictions.len() >= least);
        assert_eq!(after.restrictions.len(), before.restrictions.len());
        let bans = |map: &RoadMap| {
            let network = crate::network::Network::build(map, &|_| None).value;
            let ways = |arc: petgraph::graph::EdgeIndex| network.graph()[arc].way;
            let bans = network.bans().iter();
            let mut bans: Vec<_> = bans
                .map(|ban| {
                    (
                        ban.arcs.iter().map(|&arc| ways(arc)).collect::<Vec<_>>(),
                        format!("{:?} {:?}", ban.whom, ban.times),
                    )
                })
                .collect();
            bans.sort_unstable();
            bans
        };
        assert_eq!(bans(&after), bans(&before));
    }
}

#[test]
fn the_roads_of_chongqing_hang_together() {
    let Some(path) = real("chongqing2014.osm.pbf") else { return };

    let read = read_whole(Who::Drivers, &path, "chongqing2014.osm.pbf");
    let parts = parts::parts(&read.map);

    assert_eq!(read.findings, vec![]);
    // The extract's description says 99,273 km and counts no road twice.
    assert!((90_000.0..110_000.0).contains(&parts.main_km), "{} km", parts.main_km);
    println!("{} ways, {} islands", read.map.ways.len(), parts.islands.len());
}
