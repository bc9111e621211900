use super::*;
use crate::county::Season;
use crate::hierarchy::{Entry, Metric, On, Query};
use crate::network::{Network, sample};
use proptest::prelude::*;

fn prepared() -> Prepared {
    let nodes = [(0.0, 0.0), (500.0, 0.0), (500.0, 500.0), (0.0, 500.0), (900.0, 0.0)];
    let ways = [[0, 1], [1, 2], [2, 3], [3, 0], [0, 2], [1, 4]].map(|ends| sample::way(&ends)).to_vec();
    let network: Network = sample::flat(&sample::map(&nodes, ways));
    let turns = Turns::new(&network);
    let mut truck = network.weigh(&sample::truck(), Season::Summer).arcs;
    truck[3] = None;
    let weights = BTreeMap::from([("truck".to_owned(), truck)]);
    Prepared { skeleton: turns.hierarchy(&network), turns: Some(turns), weights }
}

#[test]
fn what_was_written_is_read_again() {
    let prepared = prepared();

    assert_eq!(decode(&encode(&prepared, 7), 7), Ok(prepared));
}

#[test]
fn files_of_others_of_other_versions_and_of_other_roads_are_refused() {
    let bytes = encode(&prepared(), 7);

    assert_eq!(decode(&bytes, 8), Err(Refused::Stale));
    assert_eq!(decode(b"\x89PNG\r\n\x1a\n and more", 7), Err(Refused::Foreign));
    assert_eq!(decode(b"", 7), Err(Refused::Foreign));
    let mut newer = bytes;
    newer[8] += 1;
    assert_eq!(decode(&newer, 7), Err(Refused::Version));
}

/// The file with a right checksum, whatever is in it.
fn sealed(mut bytes: Vec<u8>) -> Vec<u8> {
    let sum = crc32fast::hash(&bytes[16..]);
    bytes[12..16].copy_from_slice(&sum.to_le_bytes());
    bytes
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn a_file_that_is_cut_off_or_changed_is_refused(at in any::<prop::sample::Index>(), bit in 0..8_u8) {
        let bytes = encode(&prepared(), 7);
        let at = at.index(bytes.len());

        prop_assert!(decode(&bytes[..at], 7).is_err());
        let mut changed = bytes;
        changed[at] ^= 1 << bit;
        prop_assert!(decode(&changed, 7).is_err());
    }

    #[test]
    fn a_forged_file_is_refused_or_harmless(
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4),
    ) {
        let mut bytes = encode(&prepared(), 7);
        for (at, byte) in changes {
            let at = 24 + at.index(bytes.len() - 24);
            bytes[at] = byte;
        }
        if let Ok(forged) = decode(&sealed(bytes), 7) {
            let turns = forged.turns.as_ref().unwrap();
            for arcs in forged.weights.values() {
                let costs = turns.costs_of(arcs, &sample::truck());
                let metric = Metric::new(&forged.skeleton, &costs);
                let on = On { skeleton: &forged.skeleton, metric: &metric };
                let mut query = Query::new(&forged.skeleton);
                for from in 0..arcs.len() as u32 {
                    for to in 0..arcs.len() as u32 {
                        let _ = query.path(on, &[Entry::at(from)], &[Entry::at(to)]);
                    }
                }
            }
        }
    }
}
