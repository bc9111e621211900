use super::*;
use crate::county::{Limits, RoadClass, Season, Sign, Way};
use crate::guide::{Ask, Barred, Engine, Hierarchy, Profile, choose, names, snap, table};
use crate::network::sample::{at, map, way};
use crate::network::{Network, State};
use proptest::prelude::*;
use std::sync::Arc;

/// Two roads, a track and a bridge with a limit.
fn guide() -> Guide {
    let bridge = Limits { height: Some(2.54), ..Limits::default() };
    let sign = Sign { number: "G348".to_owned(), toll: true, ..Sign::default() };
    let roads = map(
        &[(0.0, 0.0), (1_000.0, 0.0), (1_000.0, 1_000.0), (2_000.0, 0.0), (0.0, 900.0)],
        vec![
            Way { id: -7, name: "东街".into(), sign, ..way(&[0, 1]) },
            Way { name: "North".into(), limits: bridge, ..way(&[1, 2]) },
            Way { class: RoadClass::Track(2), ..way(&[1, 3]) },
            way(&[2, 4, 0]),
        ],
    );
    let (network, courses) = Network::build_with_courses(&roads, &|_| None).value;
    let atlas = Atlas::new(&roads, &network, &courses);
    let network = network.without_limits();
    let of =
        |name| crate::guide::vehicle(name, &atlas, &network, State::from(Season::Spring), &[rule()]).unwrap();
    let vehicles = names().map(of).collect();
    Guide { ground: Ground::new(&network), atlas, vehicles }
}

fn wanted(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

/// What the first vehicle is told of ways between some places, and of the roads there.
fn answers(guide: Guide) -> Vec<String> {
    let vehicle = &guide.vehicles[0];
    let profile = Profile::new(&guide.atlas, &vehicle.arcs, vehicle.sizes, Barred::default());
    let engine = Hierarchy::new(Arc::new(guide.ground), vehicle.running.as_ref(), &profile);
    let places = [(10.0, 20.0), (990.0, 700.0), (1_800.0, -30.0), (100.0, 905.0)];
    let found: Vec<_> = places
        .iter()
        .filter_map(|&(east, north)| snap(&guide.atlas, &profile, &Ask::at(at(east, north))))
        .collect();
    let phantoms = choose(&found);
    let mut said = vec![format!("{:?}", table(&guide.atlas, &profile, &engine, &phantoms, &phantoms, true))];
    for phantom in &phantoms {
        let road = guide.atlas.road_at(phantom.line, phantom.stretch);
        let seeds = phantom.rest(&guide.atlas, &profile, None);
        said.push(format!(
            "{phantom:?} {:?} {} {} {:?} {:?} {:?}",
            guide.atlas.road(road),
            guide.atlas.name(road),
            guide.atlas.number(road),
            guide.atlas.nodes(phantom.line),
            (guide.atlas.kind(phantom.line), guide.atlas.limits(phantom.line)),
            engine.path(&seeds, &seeds),
        ));
    }
    said
}

#[test]
fn what_was_written_answers_as_before() {
    let bytes = encode(&guide(), 7);

    let again = decode(&bytes, 7, &wanted(&["truck", "car"])).unwrap();

    assert_eq!(again.vehicles.iter().map(|vehicle| vehicle.names[0]).collect::<Vec<_>>(), ["truck", "car"]);
    assert_eq!(encode(&decode(&bytes, 7, &wanted(&names().collect::<Vec<_>>())).unwrap(), 7), bytes);
    let mut before = guide();
    before.vehicles.drain(..2);
    assert_eq!(answers(again), answers(before));
}

#[test]
fn other_files_and_other_vehicles_are_refused() {
    let bytes = encode(&guide(), 7);

    assert_eq!(decode(&bytes, 8, &[]).err(), Some(Refused::Stale));
    assert_eq!(decode(b"MABANGRD", 7, &[]).err(), Some(Refused::Foreign));
    assert_eq!(decode(&bytes[..bytes.len() - 1], 7, &[]).err(), Some(Refused::Broken));
    assert_eq!(decode(&bytes, 7, &wanted(&["sled"])).err(), Some(Refused::Broken));
}

#[test]
fn more_arcs_than_lines_can_have_are_refused_before_memory_is_taken_for_them() {
    let parts = guide().atlas.parts();
    let forged = AtlasParts { count: u32::MAX, ..parts };

    assert!(Atlas::from_parts(forged).is_none());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn a_forged_file_is_refused_or_harmless(
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4),
    ) {
        let mut bytes = encode(&guide(), 7);
        for (at, byte) in changes {
            let at = 24 + at.index(bytes.len() - 24);
            bytes[at] = byte;
        }
        let sum = crc32fast::hash(&bytes[16..]);
        bytes[12..16].copy_from_slice(&sum.to_le_bytes());
        if let Ok(forged) = decode(&bytes, 7, &wanted(&["car"])) {
            let _ = answers(forged);
        }
    }
}

/// All roads are slow at night.
fn rule() -> crate::county::HourRule {
    crate::county::HourRule {
        code: String::new(),
        area: crate::county::Circle { point: crate::network::sample::at(0.0, 0.0), radius: 1e5 },
        from: crate::units::Moment::at(0, 0),
        to: crate::units::Moment::at(6, 0),
        percent: 50,
        whom: crate::county::Whom::All,
    }
}
